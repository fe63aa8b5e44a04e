#include "plan/expression_index.h"

#include <gtest/gtest.h>

#include <string>

#include "plan/fake_catalog.h"

namespace tarn::plan {
namespace {

// The columns of SELECT .. FROM x, which has columns a and b.
std::vector<NamedExpression> columns_of(const std::string& list) {
  FakeCatalog catalog;
  const Resolution resolution = resolved("SELECT " + list + " FROM x", catalog);
  CHECK(resolution.plan != nullptr);
  return std::get<Project>(resolution.plan->content).columns;
}

// Numbers, so many that an index is worth its while.
std::string numbers(int count) {
  std::string list;
  for (int at = 0; at < count; ++at) {
    list += (at > 0 ? ", a * " : "a * ") + std::to_string(at + 1000) + " AS n" + std::to_string(at);
  }
  return list;
}

TEST(ExpressionIndexTest, LooksAtFewToFindOneOfMany) {
  const std::vector<NamedExpression> list = columns_of(numbers(1000));
  const std::vector<NamedExpression> again = columns_of("a, " + numbers(1000));
  ExpressionIndex index;
  for (size_t at = 0; at < list.size(); ++at) EXPECT_EQ(index.find(list, list[at].expression), at);
  EXPECT_LE(index.comparisons(), 2 * list.size());  // of half a million
}

class SamenessTest : public testing::TestWithParam<const char*> {};

// "one ; other": the first column that is found for the other is the one.
TEST_P(SamenessTest, IsFoundBySomethingElse) {
  const std::string pair = GetParam();
  const size_t middle = pair.find(" ; ");
  const std::vector<NamedExpression> list = columns_of(
      numbers(20) + ", " + pair.substr(0, middle) + " AS x, " + pair.substr(middle + 3) + " AS y");
  ASSERT_TRUE(same_expression(*list[20].expression, *list[21].expression));
  ExpressionIndex index;
  EXPECT_EQ(index.find(list, list[21].expression), 20U);
}

INSTANTIATE_TEST_SUITE_P(
    Pair, SamenessTest,
    testing::Values("a + b ; b + a", "a + (b + 1) ; (1 + a) + b", "a > b ; b < a",
                    "NOT (a > b) ; a <= b", "NOT (NOT (a >= b)) ; b <= a",
                    "(a = b) = (a > 1) ; (1 < a) = (b = a)", "a IN (1, 2, 3) ; a IN (3, 1, 2)",
                    "greatest(a, greatest(b, 7)) ; greatest(7, a, b)",
                    "CASE WHEN a + b > 1 THEN 'x' END ; CASE WHEN 1 < b + a THEN 'x' END",
                    "transform(array(a), x -> x + b) ; transform(array(a), y -> b + y)",
                    "coalesce(a, (SELECT 1)) ; coalesce(a, (SELECT 1))",
                    "named_struct('f', a).f ; named_struct('f', a).f", "-0.0D ; 0.0D"));

}  // namespace
}  // namespace tarn::plan
