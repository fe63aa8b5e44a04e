#include "stream/stages.h"

#include <gtest/gtest.h>

namespace tarn::stream {
namespace {

// Plans are built by hand: their columns are "id" and "at", the event time.
struct Query {
  plan::IdSource ids;
  plan::PlanPtr plan;

  plan::AttributeId column(size_t position) const { return plan->output[position].id; }
};

Query stream_of_orders(bool streaming = true) {
  Query query;
  const plan::ScanId scan = query.ids.next_scan();
  query.plan = std::make_shared<plan::Node>(plan::Node{
      .content = plan::Scan{.id = scan, .source = plan::RangeSource{}, .streaming = streaming},
      .output = {
          {.id = query.ids.next_attribute(), .name = "id", .type = types::long_type()},
          {.id = query.ids.next_attribute(), .name = "at", .type = types::timestamp_type()}}});
  return query;
}

plan::ExpressionPtr reference(const plan::Attribute& column) {
  return std::make_shared<plan::Expression>(
      plan::Expression{.content = plan::AttributeRef{.id = column.id, .name = column.name},
                       .type = column.type,
                       .nullable = column.nullable});
}

// The same columns under new ids, in the order given.
Query projected(Query query, const std::vector<size_t>& positions) {
  plan::Project project{.input = query.plan, .columns = {}};
  std::vector<plan::Attribute> output;
  for (const size_t position : positions) {
    plan::Attribute column = query.plan->output[position];
    const plan::ExpressionPtr value = reference(column);
    column.id = query.ids.next_attribute();
    project.columns.push_back({.id = column.id, .name = column.name, .expression = value});
    output.push_back(column);
  }
  query.plan = std::make_shared<plan::Node>(
      plan::Node{.content = std::move(project), .output = std::move(output)});
  return query;
}

Query over(Query query, auto node) {
  node.input = query.plan;
  std::vector<plan::Attribute> output = query.plan->output;
  query.plan = std::make_shared<plan::Node>(
      plan::Node{.content = std::move(node), .output = std::move(output)});
  return query;
}

Query with_watermark(Query query, size_t column) {
  const plan::AttributeId id = query.column(column);
  return over(std::move(query),
              plan::Watermark{.input = nullptr, .column = id, .delay_us = 3'600'000'000});
}

Query filtered(Query query, size_t column) {
  const plan::ExpressionPtr condition = reference(query.plan->output[column]);
  return over(std::move(query), plan::Filter{.input = nullptr, .condition = condition});
}

Query distinct_on(Query query, std::vector<size_t> columns, bool within_watermark = false) {
  plan::Deduplicate node{.input = nullptr, .keys = {}, .within_watermark = within_watermark};
  for (const size_t column : columns) {
    node.keys.push_back(query.column(column));
  }
  return over(std::move(query), std::move(node));
}

Query limited(Query query) {
  return over(
      std::move(query),
      plan::Limit{.input = nullptr,
                  .count = std::make_shared<plan::Expression>(plan::Expression{
                      .content = plan::Literal{.value = {int64_t{3}}}, .type = types::long_type()}),
                  .offset = nullptr});
}

// "watermark(1) distinct(0)" for each stage, with '|' between stages.
std::string text_of(const StagedPlan& staged) {
  std::string text;
  for (const Stage& stage : staged.stages) {
    text += text.empty() ? "" : " | ";
    std::string part;
    for (const Operation& operation : stage.operations) {
      part += part.empty() ? "" : " ";
      if (const auto* watermark = std::get_if<WatermarkOperator>(&operation)) {
        part += "watermark(" + std::to_string(watermark->column) + ")";
      } else if (const auto* distinct = std::get_if<DeduplicateOperator>(&operation)) {
        part += "distinct(";
        for (const size_t key : distinct->keys) {
          part += (part.back() == '(' ? "" : ",") + std::to_string(key);
        }
        part += distinct->event_time ? " at " + std::to_string(*distinct->event_time) : "";
        part += distinct->within_us ? " within" : "";
        part += distinct->expires_by_event_time ? " expiring)" : ")";
      } else if (const auto* limit = std::get_if<LimitOperator>(&operation)) {
        part += limit->may_end_the_reading ? "limit(ends)" : "limit";
      } else {
        part += "expect";
      }
    }
    text += part.empty() ? "rows" : part;
  }
  return text;
}

std::string cut(Query query) {
  const auto staged = cut_into_stages("f", query.plan, query.ids);
  return staged ? text_of(*staged) : staged.error().text();
}

TEST(StagesTest, AFlowWithoutOperatorsIsOneStatement) {
  EXPECT_EQ(cut(projected(stream_of_orders(), {1, 0})), "rows");
}

TEST(StagesTest, ALimitIsAnOperatorOfAStream) {
  EXPECT_EQ(cut(limited(projected(stream_of_orders(), {1, 0}))), "limit(ends) | rows");
  EXPECT_EQ(cut(limited(stream_of_orders(false))), "rows");
  EXPECT_TRUE(has_state(*limited(stream_of_orders()).plan));
  EXPECT_FALSE(has_state(*limited(stream_of_orders(false)).plan));
}

TEST(StagesTest, OperatorsWithStateAreNamedWithTheTypesOfTheirKeys) {
  Query query = limited(distinct_on(with_watermark(stream_of_orders(), 1), {1, 0}));
  EXPECT_EQ(cut_into_stages("f", query.plan, query.ids)->operators,
            (std::vector<std::string>{"dedupe(timestamp,bigint)", "globalLimit"}));
}

TEST(StagesTest, ALimitBehindAnotherOperatorLetsAllRowsCome) {
  EXPECT_EQ(cut(limited(distinct_on(with_watermark(stream_of_orders(), 1), {0}))),
            "watermark(1) distinct(0 at 1) limit | rows");
  EXPECT_EQ(cut(limited(filtered(distinct_on(stream_of_orders(), {0}), 0))),
            "distinct(0) | limit | rows");
  EXPECT_EQ(cut(distinct_on(limited(stream_of_orders()), {0})), "limit(ends) distinct(0) | rows");
}

TEST(StagesTest, OperatorsThatFollowOnEachOtherShareAStage) {
  EXPECT_EQ(cut(distinct_on(with_watermark(stream_of_orders(), 1), {0})),
            "watermark(1) distinct(0 at 1) | rows");
}

TEST(StagesTest, AWatermarkIsFollowedBehindTheProjectionAboveIt) {
  EXPECT_EQ(cut(distinct_on(projected(with_watermark(stream_of_orders(), 1), {1, 0}), {1})),
            "watermark(0) distinct(1 at 0) | rows");
  EXPECT_EQ(
      cut(distinct_on(projected(projected(with_watermark(stream_of_orders(), 1), {1, 0}), {1, 0}),
                      {0, 1})),
      "watermark(1) distinct(0,1 at 1 expiring) | rows");
}

TEST(StagesTest, AWatermarkStaysBelowAProjectionThatLosesItsColumn) {
  EXPECT_EQ(cut(distinct_on(projected(with_watermark(stream_of_orders(), 1), {0}), {0})),
            "watermark(1) | distinct(0) | rows");
}

// Rows that a filter takes away move the watermark too.
TEST(StagesTest, AWatermarkSeesTheRowsBelowAFilter) {
  EXPECT_EQ(cut(distinct_on(filtered(with_watermark(stream_of_orders(), 1), 0), {0})),
            "watermark(1) | distinct(0 at 1) | rows");
}

TEST(StagesTest, ABatchQueryHasNoWatermarkAndLeavesDistinctToTheEngine) {
  EXPECT_EQ(cut(distinct_on(with_watermark(stream_of_orders(false), 1), {0})), "rows");
}

TEST(StagesTest, WithinWatermarkNeedsAWatermark) {
  EXPECT_EQ(cut(distinct_on(with_watermark(stream_of_orders(), 1), {0}, true)),
            "watermark(1) distinct(0 at 1 within) | rows");
  EXPECT_EQ(
      cut(distinct_on(stream_of_orders(), {0}, true)),
      "[UNSUPPORTED_STREAMING_OPERATOR_WITHOUT_WATERMARK] DISTINCT ON .. WITHIN WATERMARK of flow "
      "'f' needs the column of a WATERMARK clause among its input's columns");
}

TEST(StagesTest, RulesAreColumnsOfTheStatementBeforeTheyAreCounted) {
  Query query = distinct_on(with_watermark(stream_of_orders(), 1), {0});
  plan::Expect expect{.input = nullptr, .dataset = "t", .expectations = {}};
  expect.expectations.push_back({.name = "has_id",
                                 .condition = reference(query.plan->output[0]),
                                 .text = "id",
                                 .action = {}});
  query = over(std::move(query), std::move(expect));
  const auto staged = cut_into_stages("f", query.plan, query.ids);
  ASSERT_TRUE(staged);
  EXPECT_EQ(text_of(*staged), "watermark(1) distinct(0 at 1) | expect | rows");
  EXPECT_EQ(staged->stages[1].statement->output.size(), 3U);
  EXPECT_EQ(staged->stages[2].statement->output.size(), 2U);
}

}  // namespace
}  // namespace tarn::stream
