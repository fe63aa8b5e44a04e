// What the emitter's text looks like where that matters: for how often DuckDB has to parse, to plan
// and to compute.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/emit.h"
#include "engine/test_plans.h"

namespace tarn::engine::test {
namespace {

using plan::JoinKind;
using types::int_type;
using types::long_type;

EmittedQuery emitted(const PlanPtr& plan, const Bindings& bindings = {}) {
  auto query = emit(plan, bindings, Moment{}, {.lane = 1, .execution = 1});
  CHECK(static_cast<bool>(query));
  return std::move(query).value();
}

size_t selects_of(const PlanPtr& plan) {
  const std::string text = emitted(plan).sql;
  size_t count = 0;
  for (size_t at = 0; (at = text.find("SELECT", at)) != std::string::npos; ++at) ++count;
  return count;
}

ExpressionPtr sum_of(const Attribute& a, int64_t b) {
  return call("+", {ref(a), big(b)}, long_type());
}

Attribute attribute_of(const NamedExpression& column) {
  return {column.id, column.name, column.expression->type};
}

// An inner projection over two rows of one number, and an outer one.
class MergedProjectionsTest : public testing::Test {
 protected:
  PlanPtr over(NamedExpression inner, const std::vector<NamedExpression>& outer) {
    return project(project(input_, {std::move(inner)}), outer);
  }
  static std::vector<std::string> rows_of(const PlanPtr& plan) {
    const auto connection = connect();
    auto stream = connection->query(plan, {}, Moment{});
    CHECK(static_cast<bool>(stream));
    auto lines = lines_of(**stream);
    CHECK(static_cast<bool>(lines));
    return *std::move(lines);
  }

  Attribute number_ = column("x", long_type());
  PlanPtr input_ = values({number_}, {{{int64_t{1}}}, {{int64_t{5}}}});
  size_t alone_ = selects_of(project(input_, {named("x", ref(number_))}));
};

TEST_F(MergedProjectionsTest, WhatIsUsedOnceIsComputedWhereItIsUsed) {
  const NamedExpression inner = named("a", sum_of(number_, 10));
  const PlanPtr plan = over(inner, {named("b", sum_of(attribute_of(inner), 100))});
  EXPECT_EQ(selects_of(plan), alone_);
  EXPECT_EQ(rows_of(plan), (std::vector<std::string>{"111", "115"}));
}

TEST_F(MergedProjectionsTest, WhatIsUsedTwiceIsComputedOnce) {
  const NamedExpression inner = named("a", sum_of(number_, 10));
  const Attribute a = attribute_of(inner);
  const PlanPtr plan = over(inner, {named("b", sum_of(a, 1)), named("c", sum_of(a, 2))});
  EXPECT_EQ(selects_of(plan), alone_ + 1);
  EXPECT_EQ(rows_of(plan), (std::vector<std::string>{"12 | 13", "16 | 17"}));
}

TEST_F(MergedProjectionsTest, ANameIsHandedThroughHoweverOftenItIsUsed) {
  const NamedExpression inner = named("a", ref(number_));
  const Attribute a = attribute_of(inner);
  const PlanPtr plan =
      over(inner, {named("b", sum_of(a, 1)), named("c", ref(a)), named("d", ref(a))});
  EXPECT_EQ(selects_of(plan), alone_);
  EXPECT_EQ(rows_of(plan), (std::vector<std::string>{"2 | 1 | 1", "6 | 5 | 5"}));
}

TEST_F(MergedProjectionsTest, AVolatileValueStaysWhereItIs) {
  const NamedExpression inner = named("a", call("rand", {}, types::double_type()));
  const PlanPtr plan = over(inner, {named("b", ref(attribute_of(inner)))});
  EXPECT_EQ(selects_of(plan), alone_ + 1);
}

TEST_F(MergedProjectionsTest, NothingIsComputedForEachElementThatWasComputedForTheRow) {
  const NamedExpression inner = named("a", sum_of(number_, 10));
  const Attribute element = column("e", long_type());
  const DataType numbers = DataType::array(long_type());
  const ExpressionPtr body =
      call("+", {make(plan::LambdaRef{element.id, "e"}, long_type()), ref(attribute_of(inner))},
           long_type());
  const PlanPtr plan =
      over(inner, {named("b", call("transform",
                                   {call("array", {big(1), big(2)}, numbers),
                                    make(plan::Lambda{{element}, body}, long_type())},
                                   numbers))});
  EXPECT_EQ(selects_of(plan), alone_ + 1);
  EXPECT_EQ(rows_of(plan), (std::vector<std::string>{"[12,13]", "[16,17]"}));
}

TEST_F(MergedProjectionsTest, ASubqueryFindsTheColumnsThatItNames) {
  const NamedExpression inner = named("a", ref(number_));
  const Attribute y = column("y", long_type());
  const PlanPtr below =
      filter(values({y}, {{{int64_t{5}}}}), test_of("=", {ref(y), ref(attribute_of(inner))}));
  const PlanPtr plan =
      over(inner, {named("b", make(plan::ExistsSubquery{below}, types::boolean(), false))});
  EXPECT_EQ(rows_of(plan), (std::vector<std::string>{"false", "true"}));
}

// ---- joins

class JoinChainTest : public MergedProjectionsTest {
 protected:
  static ExpressionPtr same(const Attribute& a, const Attribute& b) {
    return test_of("=", {ref(a), ref(b)});
  }

  Attribute a_ = column("a", int_type());
  Attribute b_ = column("b", int_type());
  Attribute c_ = column("c", int_type());
  PlanPtr of_a_ = values({a_}, {{{int64_t{1}}}, {{int64_t{2}}}, {{int64_t{3}}}});
  PlanPtr of_b_ = values({b_}, {{{int64_t{2}}}, {{int64_t{3}}}});
  PlanPtr of_c_ = values({c_}, {{{int64_t{3}}}, {{int64_t{3}}}});
};

TEST_F(JoinChainTest, IsOneSelectWithItsFilter) {
  const PlanPtr pairs = join(JoinKind::kInner, of_a_, of_b_, same(a_, b_));
  const PlanPtr plan = filter(join(JoinKind::kLeftOuter, pairs, of_c_, same(b_, c_)),
                              test_of(">", {ref(a_), number(2)}));
  EXPECT_EQ(selects_of(plan), selects_of(of_a_) + selects_of(of_b_) + selects_of(of_c_) + 1);
  EXPECT_EQ(rows_of(plan), (std::vector<std::string>{"3 | 3 | 3", "3 | 3 | 3"}));
}

TEST_F(JoinChainTest, EndsWhereAColumnWouldStandTwice) {
  const PlanPtr there = join(JoinKind::kLeftSemi, of_a_, of_b_, same(a_, b_));
  const PlanPtr plan = join(JoinKind::kInner, there, of_b_, same(a_, b_));
  EXPECT_EQ(selects_of(plan), selects_of(of_a_) + 2 * selects_of(of_b_) + 2);
  EXPECT_EQ(rows_of(sort(plan, {{ref(a_)}})), (std::vector<std::string>{"2 | 2", "3 | 3"}));
}

// ---- what changes from batch to batch does not stand in the text

TEST(StatementTextTest, NoFileIsNamed) {
  const Attribute a = column("a", int_type());
  const plan::ScanId id = ids().next_scan();
  const auto text_with = [&](const std::string& path) {
    const Bindings bindings = {{id, ParquetFiles{{{.path = path}}, {{"a", int_type()}}}}};
    return emitted(scan({a}, id), bindings).sql;
  };
  EXPECT_EQ(text_with("/one.parquet"), text_with("/other.parquet"));
}

// ---- what a file may lack

TEST(ParquetScanTextTest, OnlyWhatAFileMayLackNeedsAUnion) {
  const Attribute a = column("a", int_type());
  const Attribute b = column("b", int_type());
  const plan::ScanId id = ids().next_scan();
  const auto has_union = [&](const std::vector<Attribute>& columns) {
    const ParquetFiles files{.files = {{.path = "/f"}},
                             .schema = {{"a", int_type()}, {"b", int_type()}},
                             .in_every_file = {"a"}};
    return emitted(scan(columns, id), {{id, files}}).sql.find("UNION") != std::string::npos;
  };
  EXPECT_FALSE(has_union({a}));
  EXPECT_FALSE(has_union({}));
  EXPECT_TRUE(has_union({b}));
  EXPECT_TRUE(has_union({a, b}));
}

// ---- what needs no optimizer

class Nothing final : public BatchReader {
 public:
  Result<bool> next(types::Batch&) override { return false; }
};

TEST(PlainQueryTest, OnlyColumnsOfPulledRowsAre) {
  const Attribute a = column("a", int_type());
  const plan::ScanId id = ids().next_scan();
  const PlanPtr rows = scan({a}, id);
  const Bindings pulled = {{id, Pulled{.lanes = {std::make_shared<Nothing>()}}}};
  const Bindings files = {{id, ParquetFiles{{{.path = "/f"}}, {{"a", int_type()}}}}};
  const PlanPtr renamed = project(rows, {named("b", cast(ref(a), long_type()))});
  const PlanPtr computed = project(rows, {named("b", call("abs", {ref(a)}, int_type()))});
  EXPECT_TRUE(emitted(rows, pulled).is_plain);
  EXPECT_TRUE(emitted(renamed, pulled).is_plain);
  EXPECT_FALSE(emitted(renamed, files).is_plain);
  EXPECT_FALSE(emitted(computed, pulled).is_plain);
  EXPECT_FALSE(emitted(filter(rows, test_of("isnotnull", {ref(a)})), pulled).is_plain);
}

}  // namespace
}  // namespace tarn::engine::test
