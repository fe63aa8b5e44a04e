// Equal parts of a plan are computed once. The text shows that; the answers show that nothing else
// changed.

#include "engine/shared_relations.h"

#include <gtest/gtest.h>

#include <functional>

#include "engine/emit.h"
#include "engine/recorded_answers.h"
#include "engine/test_plans.h"

namespace tarn::engine::test {
namespace {

using types::long_type;
using types::string_type;

// SELECT k, sum(x) FROM VALUES (..) WHERE k <> `without` GROUP BY k, with columns of its own.
struct Totals {
  PlanPtr plan;
  Attribute key;
  Attribute total;
};
Totals totals(const std::string& without) {
  const Attribute k = column("k", string_type());
  const Attribute x = column("x", long_type());
  const PlanPtr rows = values({k, x}, {{{std::string("a")}, {int64_t{1}}},
                                       {{std::string("b")}, {int64_t{2}}},
                                       {{std::string("a")}, {int64_t{5}}}});
  const PlanPtr kept = filter(rows, test_of("not", {test_of("=", {ref(k), text(without)})}));
  const NamedExpression key = named("k", ref(k));
  const NamedExpression total = named("s", aggregate_of("max", {ref(x)}, long_type()));
  return {
      aggregate(kept, {key}, {total}), {key.id, "k", string_type()}, {total.id, "s", long_type()}};
}

PlanPtr joined_on_key(const Totals& a, const Totals& b) {
  return sort(
      select(join(plan::JoinKind::kInner, a.plan, b.plan, test_of("=", {ref(a.key), ref(b.key)})),
             {a.key, a.total, b.total}),
      {{ref(a.key)}});
}

size_t common_tables_of(const PlanPtr& plan, const Bindings& bindings = {}) {
  const auto query = emit(plan, bindings, Moment{}, {.lane = 1, .execution = 1});
  CHECK(static_cast<bool>(query));
  size_t count = 0;
  for (size_t at = 0; (at = query->sql.find(") AS MATERIALIZED (SELECT", at)) != std::string::npos;
       ++at) {
    ++count;
  }
  return count;
}

TEST(SharedRelationsTest, EqualAggregatesAreComputedOnce) {
  const PlanPtr plan = joined_on_key(totals("z"), totals("z"));
  EXPECT_EQ(common_tables_of(plan), 1U);
  EXPECT_EQ(rows_of(plan), (Lines{"a | 5 | 5", "b | 2 | 2"}));
}

TEST(SharedRelationsTest, ThoseThatDifferInALiteralStayApart) {
  const PlanPtr plan = joined_on_key(totals("z"), totals("b"));
  EXPECT_EQ(common_tables_of(plan), 0U);
  EXPECT_EQ(rows_of(plan), (Lines{"a | 5 | 5"}));
}

TEST(SharedRelationsTest, ALiteralThatLooksLikeAColumnIsNoColumn) {
  EXPECT_EQ(common_tables_of(joined_on_key(totals("c1"), totals("c2"))), 0U);
}

TEST(SharedRelationsTest, OneFileOfTwoVersionsIsTwoRelationsWhereOtherRowsAreDeleted) {
  const auto greatest_of = [](plan::ScanId id) {
    const Attribute x = column("x", long_type());
    const NamedExpression most = named("m", aggregate_of("max", {ref(x)}, long_type()));
    return aggregate(scan({x}, id), {}, {most});
  };
  const auto file = [](std::shared_ptr<const types::RowSet> deleted) {
    return ParquetFiles{.files = {{.path = "f.parquet", .deleted = std::move(deleted)}},
                        .schema = {{.name = "x", .type = long_type()}}};
  };
  const plan::ScanId one = ids().next_scan();
  const plan::ScanId other = ids().next_scan();
  const PlanPtr plan = join(plan::JoinKind::kInner, greatest_of(one), greatest_of(other), nullptr);
  EXPECT_EQ(common_tables_of(plan, {{one, file(nullptr)}, {other, file(nullptr)}}), 1U);
  const auto deleted = std::make_shared<const types::RowSet>();
  EXPECT_EQ(common_tables_of(plan, {{one, file(nullptr)}, {other, file(deleted)}}), 0U);
  EXPECT_EQ(common_tables_of(plan, {{one, file(deleted)},
                                    {other, file(std::make_shared<const types::RowSet>())}}),
            0U);
}

TEST(SharedRelationsTest, ThreeOfAKindAndSharedPartsOfSharedParts) {
  const auto above = [](const Totals& below) {
    const NamedExpression key = named("k", ref(below.key));
    const NamedExpression most = named("m", aggregate_of("max", {ref(below.total)}, long_type()));
    return Totals{aggregate(below.plan, {key}, {most}),
                  {key.id, "k", string_type()},
                  {most.id, "m", long_type()}};
  };
  const Totals a = above(totals("z"));
  const Totals b = above(totals("z"));
  const Totals c = totals("z");
  const PlanPtr plan = sort(select(join(plan::JoinKind::kInner,
                                        join(plan::JoinKind::kInner, a.plan, b.plan,
                                             test_of("=", {ref(a.key), ref(b.key)})),
                                        c.plan, test_of("=", {ref(a.key), ref(c.key)})),
                                   {a.key, b.total, c.total}),
                            {{ref(a.key)}});
  EXPECT_EQ(common_tables_of(plan), 2U);
  EXPECT_EQ(rows_of(plan), (Lines{"a | 5 | 5", "b | 2 | 2"}));
}

// Each level names the one below twice: without sharing the text doubles with each.
TEST(SharedRelationsTest, ATowerOfCommonTablesStaysSmall) {
  const std::function<Totals(int)> level = [&level](int height) {
    if (height == 0) return totals("z");
    const Totals left = level(height - 1);
    const Totals right = level(height - 1);
    const PlanPtr both = join(plan::JoinKind::kInner, left.plan, right.plan,
                              test_of("=", {ref(left.key), ref(right.key)}));
    const NamedExpression key = named("k", ref(left.key));
    const NamedExpression most = named("m", aggregate_of("max", {ref(right.total)}, long_type()));
    return Totals{
        aggregate(both, {key}, {most}), {key.id, "k", string_type()}, {most.id, "m", long_type()}};
  };
  const Totals top = level(8);
  EXPECT_EQ(common_tables_of(top.plan), 8U);
  EXPECT_EQ(rows_of(sort(top.plan, {{ref(top.key)}})), (Lines{"a | 5", "b | 2"}));
}

TEST(SharedRelationsTest, WhatNamesAColumnOfTheQueryAroundItStaysWhereItIs) {
  const Attribute outer = column("o", long_type());
  const PlanPtr rows = values({outer}, {{{int64_t{1}}}, {{int64_t{2}}}});
  const auto greatest_up_to_outer = [&outer] {
    const Attribute x = column("x", long_type());
    const PlanPtr inner =
        filter(values({x}, {{{int64_t{1}}}, {{int64_t{2}}}}), test_of("<=", {ref(x), ref(outer)}));
    const NamedExpression most = named("m", aggregate_of("max", {ref(x)}, long_type()));
    return make(plan::ScalarSubquery{aggregate(inner, {}, {most})}, long_type());
  };
  const PlanPtr plan =
      project(rows, {named("a", greatest_up_to_outer()), named("b", greatest_up_to_outer())});
  EXPECT_EQ(common_tables_of(plan), 0U);
  EXPECT_EQ(rows_of(plan), (Lines{"1 | 1", "2 | 2"}));
}

}  // namespace
}  // namespace tarn::engine::test
