// What must not be computed, or not before something else, and what needs no guard against that.
// What Spark answers is recorded (testdata/expressions.tsv): a query stands beside the plan that
// it means.

#include <gtest/gtest.h>

#include <limits>

#include "engine/recorded_answers.h"
#include "engine/small_plans.h"

namespace tarn::engine::test {
namespace {

using types::boolean;
using types::int_type;
using types::long_type;
using types::string_type;

ExpressionPtr is_a(const Column& in) { return test_of("=", {ref(in.attribute), text("a")}); }
ExpressionPtr is_over_3(const Column& in) {
  return test_of(">", {cast(ref(in.attribute), int_type()), number(3)});
}

TEST(EmitGuardTest, TheRightSideOfOrIsNotComputedWhereTheLeftIsTrue) {
  const auto in = texts({{"a"}, {"4"}, {}});
  const auto plan = of(in, test_of("or", {is_a(in), is_over_3(in)}));
  EXPECT_EQ(answer_of(plan), spark_answer("SELECT s = 'a' OR int(s) > 3 FROM VALUES ('a'), ('4'), "
                                          "(CAST(NULL AS STRING)) AS t(s)"));
  EXPECT_NE(sql_of(plan).find("CASE WHEN"), std::string::npos) << sql_of(plan);
}

// A guard hides from DuckDB that the sides of an OR share a join's condition.
TEST(EmitGuardTest, WhatCannotOverflowNeedsNoGuard) {
  const Column in = numbers({{int64_t{1}}, {int64_t{5}}});
  const auto is_guarded = [&in](const ExpressionPtr& right) {
    const auto plan = of(in, test_of("or", {test_of("=", {ref(in.attribute), big(1)}),
                                            test_of("=", {ref(in.attribute), right})}));
    return sql_of(plan).find("CASE WHEN") != std::string::npos;
  };
  const auto is = [](std::string_view operation, const ExpressionPtr& a, const ExpressionPtr& b) {
    return call(operation, {a, b}, a->type);
  };
  constexpr int64_t kGreatest = std::numeric_limits<int64_t>::max();
  EXPECT_FALSE(is_guarded(is("+", big(1), big(10))));
  EXPECT_FALSE(is_guarded(is("*", is("+", big(1), big(10)), big(-3))));
  EXPECT_FALSE(is_guarded(is("-", cast(number(2147483647), long_type()), big(kGreatest))));
  EXPECT_TRUE(is_guarded(is("+", big(kGreatest), big(1))));
  EXPECT_TRUE(is_guarded(is("+", ref(in.attribute), big(1))));
  EXPECT_TRUE(is_guarded(is("*", big(kGreatest), big(-2))));
  EXPECT_FALSE(is_guarded(cast(cast(big(7), int_type()), long_type())));
  EXPECT_TRUE(is_guarded(cast(cast(big(kGreatest), int_type()), long_type())));
}

// Spark's types have room for any result until they are cut to 38 digits.
TEST(EmitGuardTest, DecimalsThatFitTheirTypeNeedNoGuard) {
  const Column in = numbers({{int64_t{1}}, {int64_t{5}}});
  const auto is_guarded = [&in](std::string_view operation, const DataType& a, const DataType& b,
                                const DataType& result) {
    const auto value = call(operation, {null_of(a), null_of(b)}, result);
    const auto plan = of(in, test_of("or", {test_of("=", {ref(in.attribute), big(1)}),
                                            test_of("=", {value, null_of(result)})}));
    return sql_of(plan).find("CASE WHEN") != std::string::npos;
  };
  const DataType money = DataType::decimal(15, 2);
  EXPECT_FALSE(is_guarded("+", money, DataType::decimal(1, 0), DataType::decimal(16, 2)));
  EXPECT_FALSE(is_guarded("-", money, money, DataType::decimal(16, 2)));
  EXPECT_FALSE(is_guarded("*", money, money, DataType::decimal(31, 4)));
  EXPECT_TRUE(is_guarded("+", DataType::decimal(38, 2), money, DataType::decimal(38, 2)));
  EXPECT_TRUE(is_guarded("*", DataType::decimal(30, 4), money, DataType::decimal(38, 6)));
  EXPECT_TRUE(is_guarded("*", DataType::decimal(20, 10), DataType::decimal(20, 10),
                         DataType::decimal(26, 6)));  // 9999999999.9 squared may be rounded up
}

TEST(EmitGuardTest, ACastOfWhatFitsADecimalNeedsNoGuard) {
  const Column in = numbers({{int64_t{1}}, {int64_t{5}}});
  const auto is_guarded = [&in](const ExpressionPtr& value) {
    const auto plan = of(in, test_of("or", {test_of("=", {ref(in.attribute), big(1)}),
                                            test_of("isnotnull", {value})}));
    return sql_of(plan).find("CASE WHEN") != std::string::npos;
  };
  EXPECT_FALSE(is_guarded(cast(number(9), DataType::decimal(1, 0))));
  EXPECT_FALSE(is_guarded(cast(number(-99), DataType::decimal(4, 2))));
  EXPECT_TRUE(is_guarded(cast(number(100), DataType::decimal(4, 2))));
  EXPECT_TRUE(is_guarded(cast(ref(in.attribute), DataType::decimal(18, 0))));
}

TEST(EmitGuardTest, TheRightSideOfAndIsNotComputedWhereTheLeftIsFalse) {
  const auto in = texts({{"a"}, {"4"}, {}});
  EXPECT_EQ(answer_of(of(in, test_of("and", {not_of(is_a(in)), is_over_3(in)}))),
            spark_answer("SELECT s <> 'a' AND int(s) > 3 FROM VALUES ('a'), ('4'), "
                         "(CAST(NULL AS STRING)) AS t(s)"));
}

TEST(EmitGuardTest, TheLeftSideRaisesWhateverTheRightSays) {
  const auto in = texts({{"a"}});
  EXPECT_EQ(answer_of(of(in, test_of("or", {is_over_3(in), is_a(in)}))),
            spark_answer("SELECT int(s) > 3 OR s = 'a' FROM VALUES ('a') AS t(s)"));
}

TEST(EmitGuardTest, SidesThatCannotRaiseStayAsTheyAre) {
  const auto in = texts({{"a"}});
  const auto plan = of(in, test_of("or", {is_a(in), is_a(in)}));
  EXPECT_EQ(sql_of(plan).find("CASE"), std::string::npos) << sql_of(plan);
}

TEST(EmitGuardTest, ThePlainConjunctsOfWhereStayApart) {
  const auto in = texts({{"a"}, {"4"}});
  const auto plan = filter(in.rows, test_of("and", {not_of(is_a(in)), is_over_3(in)}));
  EXPECT_EQ(sql_of(plan).find("CASE"), std::string::npos) << sql_of(plan);
}

TEST(EmitGuardTest, WhatAllSidesOfAnOrDemandStandsBesideItsGuards) {
  const auto in = texts({{"a"}, {"4"}});
  const auto both = [](ExpressionPtr a, ExpressionPtr b) {
    return test_of("and", {std::move(a), std::move(b)});
  };
  const ExpressionPtr four = test_of("=", {ref(in.attribute), text("4")});
  const auto plan = filter(
      in.rows, test_of("or", {both(four, is_over_3(in)), both(four, not_of(is_over_3(in)))}));
  const std::string sql = sql_of(plan);
  const size_t guard_end = sql.rfind(" END)");
  ASSERT_NE(guard_end, std::string::npos) << sql;
  EXPECT_NE(sql.find(" AND ", guard_end), std::string::npos) << sql;
  EXPECT_EQ(answer_of(plan), "= 4");
}

ExpressionPtr hundred_by(const Column& in) {
  return call("div", {big(100), ref(in.attribute)}, long_type());
}
ExpressionPtr is_not_zero(const Column& in) {
  return not_of(test_of("=", {ref(in.attribute), big(0)}));
}

TEST(EmitGuardTest, AnAggregatesArgumentIsNotComputedWhereFilterTakesTheRowOut) {
  const auto in = numbers({{int64_t{0}}, {int64_t{7}}, {int64_t{10}}});
  const std::string rows = " FILTER (WHERE x <> 0) FROM VALUES (0), (7), (10) AS t(x)";
  const auto sum = total(in, aggregate_of("sum", {hundred_by(in)}, long_type(), is_not_zero(in)));
  EXPECT_EQ(answer_of(sum), spark_answer("SELECT sum(100 div x)" + rows));
  EXPECT_NE(sql_of(sum).find("sum(CASE WHEN"), std::string::npos) << sql_of(sum);
  EXPECT_EQ(
      answer_of(total(in, aggregate_of("count", {hundred_by(in)}, long_type(), is_not_zero(in)))),
      spark_answer("SELECT count(100 div x)" + rows));
  const auto two = numbers({{int64_t{0}}, {int64_t{10}}});
  EXPECT_EQ(answer_of(total(two, aggregate_of("collect_list", {hundred_by(two)},
                                              DataType::array(long_type()), is_not_zero(two)))),
            spark_answer("SELECT collect_list(100 div x) FILTER (WHERE x <> 0) FROM VALUES (0), "
                         "(10) AS t(x)"));
}

TEST(EmitGuardTest, TheOrderOfMaxByIsGuardedToo) {
  const auto s = column("s", string_type());
  const auto x = column("x", long_type());
  const auto rows =
      values({s, x}, {{{"a"}, {int64_t{0}}}, {{"b"}, {int64_t{10}}}, {{"c"}, {int64_t{20}}}});
  const auto plan = aggregate(
      rows, {},
      {named("v", aggregate_of("max_by", {ref(s), call("div", {big(100), ref(x)}, long_type())},
                               string_type(), not_of(test_of("=", {ref(x), big(0)}))))});
  EXPECT_EQ(answer_of(plan), spark_answer("SELECT max_by(s, 100 div x) FILTER (WHERE x <> 0) FROM "
                                          "VALUES ('a', 0), ('b', 10), ('c', 20) AS t(s, x)"));
}

TEST(EmitGuardTest, ABranchOfCaseIsComputedWhereItIsTaken) {
  const auto in = numbers({{int64_t{0}}, {int64_t{10}}});
  const auto zero = test_of("=", {ref(in.attribute), big(0)});
  EXPECT_EQ(answer_of(of(in, make(plan::CaseWhen{{{zero, big(-1)}}, hundred_by(in)}, long_type()))),
            spark_answer("SELECT CASE WHEN x = 0 THEN -1 ELSE 100 div x END FROM VALUES (0), (10) "
                         "AS t(x)"));
}

}  // namespace
}  // namespace tarn::engine::test
