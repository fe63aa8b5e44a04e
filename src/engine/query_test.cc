#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/test_plans.h"

namespace tarn::engine::test {
namespace {

using plan::JoinKind;
using types::boolean;
using types::double_type;
using types::int_type;
using types::long_type;
using types::string_type;

TEST(QueryTest, RowsOfLiteralsComeBack) {
  const auto a = column("a", int_type());
  const auto b = column("b", string_type());
  EXPECT_EQ(rows_of(values({a, b}, {{{int64_t{1}}, {"x"}}, {{}, {}}})),
            (Lines{"1 | x", "NULL | NULL"}));
}

TEST(QueryTest, AUsersNamesNeverReachDuckDb) {
  const auto a = column("select \"from", int_type());
  const auto b = column("Select \"From", int_type());
  EXPECT_EQ(rows_of(values({a, b}, {{{int64_t{1}}, {int64_t{2}}}})), (Lines{"1 | 2"}));
}

TEST(QueryTest, CollectedRowsOfEveryTypeComeBackAsTheyWere) {
  const DataType inner = DataType::structure({{"a", int_type()}, {"A", string_type()}});
  const std::vector<Attribute> columns = {
      column("b", boolean()),
      column("y", types::byte_type()),
      column("s", types::short_type()),
      column("i", int_type()),
      column("l", long_type()),
      column("f", types::float_type()),
      column("d", double_type()),
      column("d4", DataType::decimal(4, 2)),
      column("d9", DataType::decimal(9, 2)),
      column("d18", DataType::decimal(18, 2)),
      column("d38", DataType::decimal(38, 2)),
      column("t", string_type()),
      column("x", types::binary_type()),
      column("day", types::date_type()),
      column("at", types::timestamp_type()),
      column("ntz", types::timestamp_ntz_type()),
      column("arr", DataType::array(int_type())),
      column("map", DataType::map(string_type(), inner)),
      column("st", inner),
      column("list", DataType::array(inner)),
  };
  const Value pair{ValueList{{int64_t{7}}, {"seven"}}};
  const ValueList row = {{true},
                         {int64_t{-128}},
                         {int64_t{-32768}},
                         {int64_t{-5}},
                         {int64_t{1} << 60},
                         {1.5},
                         {-2.25},
                         {types::Int128{-9999}},
                         {types::Int128{123456789}},
                         {types::Int128{-123456789012345}},
                         {types::Int128{12345678901234567} * 100000000000000},
                         {"a text that is longer than twelve bytes"},
                         {std::string("\x00\xff", 2)},
                         {int64_t{18000}},
                         {int64_t{1600000000123456}},
                         {int64_t{-1}},
                         {ValueList{{int64_t{1}}, {}, {int64_t{3}}}},
                         {types::ValueMap{{{"k"}, pair}, {{"n"}, {}}}},
                         pair,
                         {ValueList{pair, {}, {ValueList{{}, {}}}}}};
  const ValueList nulls(columns.size());
  const plan::ScanId id = ids().next_scan();
  const types::Batch batch = batch_of(columns, {row, nulls, row});
  const auto connection = connect();
  const auto stream = connection->query(scan(columns, id), {{id, collected({batch})}}, Moment{});
  ASSERT_TRUE(stream) << stream.error().text();
  types::Batch out;
  const auto more = (*stream)->next(out);
  ASSERT_TRUE(more) << more.error().text();
  ASSERT_EQ(out.rows, 3U);
  for (size_t i = 0; i < columns.size(); ++i) {
    EXPECT_EQ(out.columns[i].value_at(0), row[i]) << columns[i].name;
    EXPECT_TRUE(out.columns[i].value_at(1).is_null()) << columns[i].name;
    EXPECT_EQ(out.columns[i].value_at(2), row[i]) << columns[i].name;
  }
}

TEST(QueryTest, AScanWithoutColumnsStillHasItsRows) {
  const plan::ScanId id = ids().next_scan();
  types::Batch batch;
  batch.rows = 3;
  const auto plan =
      aggregate(scan({}, id), {}, {named("n", aggregate_of("count", {}, long_type()))});
  EXPECT_EQ(rows_of(plan, {{id, collected({batch})}}), (Lines{"3"}));
}

TEST(QueryTest, AFilterKeepsTheRowsForWhichItIsTrue) {
  const auto a = column("a", int_type());
  const auto plan = filter(values({a}, {{{int64_t{1}}}, {{}}, {{int64_t{3}}}}),
                           test_of(">", {ref(a), number(1)}));
  EXPECT_EQ(rows_of(plan), (Lines{"3"}));
}

PlanPtr left_side(const Attribute& k) {
  return values({k}, {{{int64_t{1}}}, {{int64_t{2}}}, {{}}});
}
PlanPtr right_side(const Attribute& k) { return values({k}, {{{int64_t{2}}}, {{int64_t{3}}}}); }

struct JoinCase {
  const char* name;
  JoinKind kind;
  Lines expected;  // sorted
};
class JoinTest : public testing::TestWithParam<JoinCase> {};

TEST_P(JoinTest, GivesTheRowsOfItsKind) {
  const auto a = column("k", int_type());
  const auto b = column("k", int_type());
  Lines lines =
      rows_of(join(GetParam().kind, left_side(a), right_side(b), test_of("=", {ref(a), ref(b)})));
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(lines, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, JoinTest,
    testing::Values(
        JoinCase{"Inner", JoinKind::kInner, {"2 | 2"}},
        JoinCase{"LeftOuter", JoinKind::kLeftOuter, {"1 | NULL", "2 | 2", "NULL | NULL"}},
        JoinCase{"RightOuter", JoinKind::kRightOuter, {"2 | 2", "NULL | 3"}},
        JoinCase{
            "FullOuter", JoinKind::kFullOuter, {"1 | NULL", "2 | 2", "NULL | 3", "NULL | NULL"}},
        JoinCase{"LeftSemi", JoinKind::kLeftSemi, {"2"}},
        JoinCase{"LeftAnti", JoinKind::kLeftAnti, {"1", "NULL"}}),
    [](const auto& test) { return test.param.name; });

TEST(QueryTest, ALateralJoinSeesTheLeftSide) {
  const auto a = column("a", int_type());
  const auto right = project(one_row(), {named("b", call("+", {ref(a), number(1)}, int_type()))});
  auto output = std::vector<Attribute>{a, right->output[0]};
  const auto plan = node(
      plan::Join{JoinKind::kInner, values({a}, {{{int64_t{4}}}}), right, nullptr, true}, output);
  EXPECT_EQ(rows_of(plan), (Lines{"4 | 5"}));
}

TEST(QueryTest, GroupsHaveTheirAggregatesAndNullIsAGroup) {
  const auto k = column("k", string_type());
  const auto v = column("v", int_type());
  const auto in = values({k, v}, {{{"a"}, {int64_t{1}}}, {{}, {int64_t{5}}}, {{"a"}, {}}});
  const auto key = named("k", ref(k));
  const auto plan = aggregate(in, {key},
                              {named("n", aggregate_of("count", {}, long_type())),
                               named("c", aggregate_of("count", {ref(v)}, long_type())),
                               named("s", aggregate_of("sum", {ref(v)}, long_type()))});
  const auto sorted = sort(plan, {{ref(plan->output[0])}});
  EXPECT_EQ(rows_of(sorted), (Lines{"NULL | 1 | 1 | 5", "a | 2 | 1 | 1"}));
}

TEST(QueryTest, AGlobalAggregateOverNoRowsIsOneRow) {
  const auto v = column("v", int_type());
  const auto plan =
      aggregate(values({v}, {}), {},
                {named("n", aggregate_of("count", {}, long_type())),
                 named("s", aggregate_of("sum", {ref(v)}, long_type())),
                 named("l", aggregate_of("collect_list", {ref(v)}, DataType::array(int_type())))});
  EXPECT_EQ(rows_of(plan), (Lines{"0 | NULL | []"}));
}

TEST(QueryTest, GroupingSetsHaveAnIdWithABitForEachMissingKey) {
  const auto a = column("a", int_type());
  const auto b = column("b", int_type());
  const auto ka = named("a", ref(a));
  const auto kb = named("b", ref(b));
  const auto n = named("n", aggregate_of("count", {}, long_type()));
  const auto id = column("grouping__id", long_type());
  const auto plan =
      node(plan::Aggregate{.input = values({a, b}, {{{int64_t{1}}, {int64_t{2}}}}),
                           .keys = {ka, kb},
                           .aggregates = {n},
                           .grouping_sets = {{0, 1}, {0}, {}},
                           .grouping_id = id.id},
           {{ka.id, "a", int_type()}, {kb.id, "b", int_type()}, {n.id, "n", long_type()}, id});
  EXPECT_EQ(rows_of(sort(plan, {{ref(id)}})),
            (Lines{"1 | 2 | 1 | 0", "1 | NULL | 1 | 1", "NULL | NULL | 1 | 3"}));
}

TEST(QueryTest, DistinctCountsOfSeveralColumnsLeaveOutRowsWithANull) {
  const auto a = column("a", int_type());
  const auto b = column("b", int_type());
  const auto in = values({a, b}, {{{int64_t{1}}, {int64_t{1}}},
                                  {{int64_t{1}}, {int64_t{1}}},
                                  {{int64_t{1}}, {}},
                                  {{int64_t{1}}, {int64_t{2}}}});
  const auto plan = aggregate(
      in, {}, {named("n", aggregate_of("count", {ref(a), ref(b)}, long_type(), nullptr, true))});
  EXPECT_EQ(rows_of(plan), (Lines{"2"}));
}

TEST(QueryTest, AFilterOfAnAggregateGuardsItsArgument) {
  const auto x = column("x", long_type());
  const auto division = call("div", {big(100), ref(x)}, long_type());
  const auto plan = aggregate(
      values({x}, {{{int64_t{0}}}, {{int64_t{5}}}}), {},
      {named("s", aggregate_of("sum", {division}, long_type(),
                               call("not", {test_of("=", {ref(x), big(0)})}, boolean())))});
  EXPECT_EQ(rows_of(plan), (Lines{"20"}));
}

TEST(QueryTest, TheAverageOfDecimalsIsExact) {
  const auto v = column("v", DataType::decimal(5, 2));
  const auto in =
      values({v}, {{{types::Int128{100}}}, {{types::Int128{100}}}, {{types::Int128{200}}}});
  const auto plan = aggregate(
      in, {}, {named("a", aggregate_of("avg.decimal", {ref(v)}, DataType::decimal(9, 6)))});
  EXPECT_EQ(rows_of(plan), (Lines{"1.333333"}));
}

TEST(QueryTest, AnOverflowingSumRaises) {
  const auto v = column("v", long_type());
  const auto in = values({v}, {{{INT64_MAX}}, {{int64_t{1}}}});
  EXPECT_EQ(rows_of(aggregate(in, {}, {named("s", aggregate_of("sum", {ref(v)}, long_type()))})),
            (Lines{"[ARITHMETIC_OVERFLOW] overflow. Use 'try_add' to tolerate overflow and "
                   "return NULL instead. If necessary set \"spark.sql.ansi.enabled\" to \"false\" "
                   "to bypass this error."}));
}

TEST(QueryTest, RowNumberCountsInEachPartitionInOrder) {
  const auto k = column("k", int_type());
  const auto v = column("v", int_type());
  const auto in = values({k, v}, {{{int64_t{1}}, {int64_t{10}}},
                                  {{int64_t{1}}, {int64_t{30}}},
                                  {{int64_t{2}}, {int64_t{20}}}});
  const auto n = named("n", make(plan::WindowCall{.function = function("row_number"),
                                                  .partition_by = {ref(k)},
                                                  .order_by = {{ref(v), false, false}}},
                                 int_type()));
  auto output = std::vector<Attribute>{k, v, {n.id, "n", int_type()}};
  const auto plan = node(plan::Window{in, {n}}, output);
  EXPECT_EQ(rows_of(sort(plan, {{ref(k)}, {ref(v)}})),
            (Lines{"1 | 10 | 2", "1 | 30 | 1", "2 | 20 | 1"}));
}

TEST(QueryTest, ASumOverAFrameOfRowsAddsUpThoseRows) {
  const auto v = column("v", int_type());
  const auto in = values({v}, {{{int64_t{1}}}, {{int64_t{2}}}, {{int64_t{4}}}});
  plan::WindowFrame frame{.unit = plan::WindowFrame::Unit::kRows};
  frame.start = {plan::FrameBound::Kind::kPreceding, number(1)};
  frame.end = {plan::FrameBound::Kind::kCurrentRow};
  const auto s = named("s", make(plan::WindowCall{.function = function("sum"),
                                                  .arguments = {ref(v)},
                                                  .order_by = {{ref(v)}},
                                                  .frame = frame},
                                 long_type()));
  const auto plan = node(plan::Window{in, {s}}, {v, {s.id, "s", long_type()}});
  EXPECT_EQ(rows_of(sort(plan, {{ref(v)}})), (Lines{"1 | 1", "2 | 3", "4 | 6"}));
}

TEST(QueryTest, SortingPutsNanAboveEveryNumberAndNullsWhereTheyAreWanted) {
  const auto v = column("v", double_type());
  const auto in = values({v}, {{{1.0}}, {{}}, {{std::nan("")}}, {{INFINITY}}});
  EXPECT_EQ(rows_of(sort(in, {{ref(v), true, true}})), (Lines{"NULL", "1.0", "Infinity", "NaN"}));
  EXPECT_EQ(rows_of(sort(in, {{ref(v), false, false}})), (Lines{"NaN", "Infinity", "1.0", "NULL"}));
}

TEST(QueryTest, ALimitAfterASortKeepsTheFirstRowsBehindItsOffset) {
  const auto v = column("v", int_type());
  const auto in = values({v}, {{{int64_t{3}}}, {{int64_t{1}}}, {{int64_t{2}}}});
  const auto plan = node(plan::Limit{sort(in, {{ref(v)}}), number(1), number(1)}, {v});
  EXPECT_EQ(rows_of(plan), (Lines{"2"}));
}

struct SetCase {
  const char* name;
  plan::SetOperationKind kind;
  bool all;
  Lines expected;
};
class SetOperationTest : public testing::TestWithParam<SetCase> {};

TEST_P(SetOperationTest, GoesByPosition) {
  const auto a = column("a", int_type());
  const auto b = column("b", int_type());
  const auto out = column("c", int_type());
  const auto left = values({a}, {{{int64_t{1}}}, {{int64_t{1}}}, {{int64_t{2}}}, {{}}});
  const auto right = values({b}, {{{int64_t{1}}}, {{}}});
  const auto plan = node(plan::SetOperation{GetParam().kind, GetParam().all, left, right}, {out});
  EXPECT_EQ(rows_of(sort(plan, {{ref(out)}})), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, SetOperationTest,
    testing::Values(
        SetCase{
            "UnionAll", plan::SetOperationKind::kUnion, true, {"NULL", "NULL", "1", "1", "1", "2"}},
        SetCase{"Union", plan::SetOperationKind::kUnion, false, {"NULL", "1", "2"}},
        SetCase{"IntersectAll", plan::SetOperationKind::kIntersect, true, {"NULL", "1"}},
        SetCase{"Intersect", plan::SetOperationKind::kIntersect, false, {"NULL", "1"}},
        SetCase{"ExceptAll", plan::SetOperationKind::kExcept, true, {"1", "2"}},
        SetCase{"Except", plan::SetOperationKind::kExcept, false, {"2"}}),
    [](const auto& test) { return test.param.name; });

TEST(QueryTest, AUnionOfStructsGoesByPositionWhateverTheFieldsAreCalled) {
  const DataType ab = DataType::structure({{"a", int_type()}, {"b", int_type()}});
  const DataType ba = DataType::structure({{"b", int_type()}, {"a", int_type()}});
  const auto x = column("x", ab);
  const auto y = column("y", ba);
  const auto out = column("z", ab);
  const Value one_two{ValueList{{int64_t{1}}, {int64_t{2}}}};
  const auto plan = node(plan::SetOperation{plan::SetOperationKind::kUnion, true,
                                            values({x}, {{one_two}}), values({y}, {{one_two}})},
                         {out});
  EXPECT_EQ(rows_of(plan), (Lines{"{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2}"}));
}

TEST(QueryTest, DistinctKeepsOneOfEachRow) {
  const auto a = column("a", int_type());
  const auto in = values({a}, {{{int64_t{1}}}, {{int64_t{1}}}, {{}}, {{}}});
  EXPECT_EQ(rows_of(node(plan::Distinct{in}, {a})).size(), 2U);
}

TEST(QueryTest, DeduplicationKeepsTheFirstRowOfAKeyInArrivalOrder) {
  const auto k = column("k", int_type());
  const auto v = column("v", int_type());
  const auto in = values({k, v}, {{{int64_t{2}}, {int64_t{1}}},
                                  {{int64_t{1}}, {int64_t{2}}},
                                  {{int64_t{2}}, {int64_t{3}}},
                                  {{int64_t{1}}, {int64_t{4}}}});
  EXPECT_EQ(rows_of(node(plan::Deduplicate{in, {k.id}}, {k, v})), (Lines{"2 | 1", "1 | 2"}));
}

// ---------------------------------------------------------------- generators

struct ListRows {
  Attribute id = column("id", int_type());
  Attribute list = column("l", DataType::array(string_type()));
  PlanPtr plan = values(
      {id, list},
      {{{int64_t{1}}, {ValueList{{"x"}, {}}}}, {{int64_t{2}}, {}}, {{int64_t{3}}, {ValueList{}}}});
};

TEST(GenerateTest, ExplodeLeavesOutRowsWithoutElements) {
  const ListRows in;
  const auto out = column("e", string_type());
  EXPECT_EQ(rows_of(select(generate(in.plan, "explode", ref(in.list), {out}), {in.id, out})),
            (Lines{"1 | x", "1 | NULL"}));
}

TEST(GenerateTest, ExplodeOuterKeepsThemWithNulls) {
  const ListRows in;
  const auto out = column("e", string_type());
  EXPECT_EQ(rows_of(select(generate(in.plan, "explode", ref(in.list), {out}, true), {in.id, out})),
            (Lines{"1 | x", "1 | NULL", "2 | NULL", "3 | NULL"}));
}

TEST(GenerateTest, PosexplodeOuterCountsFromZeroAndHasNoPositionForNothing) {
  const ListRows in;
  const auto pos = column("p", int_type());
  const auto out = column("e", string_type());
  EXPECT_EQ(rows_of(select(generate(in.plan, "posexplode", ref(in.list), {pos, out}, true),
                           {in.id, pos, out})),
            (Lines{"1 | 0 | x", "1 | 1 | NULL", "2 | NULL | NULL", "3 | NULL | NULL"}));
}

TEST(GenerateTest, ExplodeOfAMapGivesKeysAndValues) {
  const auto m = column("m", DataType::map(string_type(), int_type()));
  const auto k = column("key", string_type());
  const auto v = column("value", int_type());
  const auto in = values({m}, {{{types::ValueMap{{{"a"}, {int64_t{1}}}, {{"b"}, {}}}}}, {{}}});
  EXPECT_EQ(rows_of(select(generate(in, "explode.map", ref(m), {k, v}, true), {k, v})),
            (Lines{"a | 1", "b | NULL", "NULL | NULL"}));
}

TEST(GenerateTest, InlineGivesAColumnForEachField) {
  const DataType item = DataType::structure({{"a", int_type()}, {"b", string_type()}});
  const auto l = column("l", DataType::array(item));
  const auto a = column("a", int_type());
  const auto b = column("b", string_type());
  const auto in = values({l}, {{{ValueList{{ValueList{{int64_t{1}}, {"x"}}}, {}}}}});
  EXPECT_EQ(rows_of(select(generate(in, "inline", ref(l), {a, b}), {a, b})),
            (Lines{"1 | x", "NULL | NULL"}));
}

// ---------------------------------------------------------------- subqueries

TEST(SubqueryTest, ACorrelatedScalarSubqueryIsComputedForEachRow) {
  const auto a = column("a", int_type());
  const auto b = column("b", int_type());
  const auto inner = filter(values({b}, {{{int64_t{1}}}, {{int64_t{2}}}, {{int64_t{2}}}}),
                            test_of("=", {ref(a), ref(b)}));
  const auto counted = aggregate(inner, {}, {named("n", aggregate_of("count", {}, long_type()))});
  const auto plan =
      project(values({a}, {{{int64_t{2}}}, {{int64_t{5}}}}),
              {named("a", ref(a)), named("n", make(plan::ScalarSubquery{counted}, long_type()))});
  EXPECT_EQ(rows_of(sort(plan, {{ref(plan->output[0])}})), (Lines{"2 | 2", "5 | 0"}));
}

TEST(SubqueryTest, AScalarSubqueryOfTwoRowsRaises) {
  const auto b = column("b", int_type());
  const auto subquery =
      make(plan::ScalarSubquery{values({b}, {{{int64_t{1}}}, {{int64_t{2}}}})}, int_type());
  EXPECT_EQ(value_of(subquery),
            "[SCALAR_SUBQUERY_TOO_MANY_ROWS] More than one row returned by a subquery used as an "
            "expression.");
}

TEST(SubqueryTest, ExistsAndInAskTheSubquery) {
  const auto a = column("a", int_type());
  const auto b = column("b", int_type());
  const auto in = values({a}, {{{int64_t{1}}}, {{int64_t{2}}}});
  const auto matching = [&] { return values({b}, {{{int64_t{2}}}}); };
  EXPECT_EQ(rows_of(filter(in, make(plan::InSubquery{{ref(a)}, matching()}, boolean()))),
            (Lines{"2"}));
  EXPECT_EQ(rows_of(filter(
                in, make(plan::ExistsSubquery{filter(matching(), test_of("=", {ref(a), ref(b)}))},
                         boolean()))),
            (Lines{"2"}));
}

// ---------------------------------------------------------------- refusals

TEST(QueryTest, AScanThatIsBoundToNothingIsABug) {
  const auto lines = run(scan({column("a", int_type())}, ids().next_scan()));
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().code, ErrorCode::kInternal);
}

TEST(QueryTest, ExpectationsInAPlanAreRefused) {
  const auto a = column("a", int_type());
  const auto lines = run(node(plan::Expect{values({a}, {}), "d", {}}, {a}));
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().code, ErrorCode::kUnsupported);
}

TEST(QueryTest, ARangeNeedsNoBinding) {
  const auto id = column("id", long_type());
  const auto plan = node(plan::Scan{ids().next_scan(), plan::RangeSource{1, 8, 3}, false}, {id});
  EXPECT_EQ(rows_of(plan), (Lines{"1", "4", "7"}));
}

}  // namespace
}  // namespace tarn::engine::test
