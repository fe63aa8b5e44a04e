#include "stream/operators.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stream/key_encoding.h"

namespace tarn::stream {
namespace {

using types::Value;

constexpr int64_t kSecond = 1'000'000;

// Rows of (key STRING, time TIMESTAMP); a time of -1 is NULL.
struct Row {
  std::string key;
  int64_t time_s;
};

types::Batch rows(const std::vector<Row>& list) {
  types::Batch batch = types::Batch::empty({{.name = "key", .type = types::string_type()},
                                            {.name = "time", .type = types::timestamp_type()}});
  for (const Row& row : list) {
    batch.columns[0].append_bytes(row.key);
    if (row.time_s < 0) {
      batch.columns[1].append_null();
    } else {
      batch.columns[1].append(row.time_s * kSecond);
    }
    ++batch.rows;
  }
  return batch;
}

std::string keys_in(const types::Batch& batch) {
  std::string text;
  for (size_t row = 0; row < batch.rows; ++row) {
    text += batch.columns[0].bytes_at(row);
  }
  return text;
}

class OperatorsTest : public testing::Test {
 protected:
  std::unique_ptr<MemoryState> state_ = make_memory_state();
  BatchState batch_{.state = state_.get()};
};

TEST_F(OperatorsTest, TheWatermarkIsTheGreatestTimeMinusTheDelay) {
  auto operation = make_operator(WatermarkOperator{.column = 1, .delay_us = 10 * kSecond}, batch_);
  ASSERT_TRUE(operation->process(rows({{"a", 100}, {"b", 160}, {"c", -1}, {"d", 120}})));
  EXPECT_EQ(batch_.watermarks.next_ms, 150'000);
}

TEST_F(OperatorsTest, TheWatermarkNeverFalls) {
  batch_.watermarks.next_ms = 500'000;
  auto operation = make_operator(WatermarkOperator{.column = 1, .delay_us = 0}, batch_);
  ASSERT_TRUE(operation->process(rows({{"a", 100}})));
  EXPECT_EQ(batch_.watermarks.next_ms, 500'000);
}

TEST_F(OperatorsTest, DeduplicationKeepsTheFirstRowOfAKey) {
  auto operation = make_operator(DeduplicateOperator{.keys = {0}}, batch_);
  const auto kept = operation->process(rows({{"a", 1}, {"b", 2}, {"a", 3}}));
  ASSERT_TRUE(kept);
  EXPECT_EQ(keys_in(*kept), "ab");
  EXPECT_EQ(batch_.counts.duplicates, 1);
}

LimitOperator first(int64_t rows, bool may_end_the_reading = false) {
  return {.id = 3, .rows = rows, .may_end_the_reading = may_end_the_reading};
}

TEST_F(OperatorsTest, ALimitTakesTheFirstRowsOfAllChunks) {
  auto operation = make_operator(first(3), batch_);
  EXPECT_EQ(keys_in(*operation->process(rows({{"a", 1}, {"b", 2}}))), "ab");
  EXPECT_EQ(keys_in(*operation->process(rows({{"c", 1}, {"d", 2}}))), "c");
  EXPECT_EQ(keys_in(*operation->process(rows({{"e", 1}}))), "");
}

TEST_F(OperatorsTest, ALimitCountsOverBatches) {
  EXPECT_EQ(keys_in(*make_operator(first(3), batch_)->process(rows({{"a", 1}, {"b", 2}}))), "ab");
  state_->commit();
  EXPECT_EQ(keys_in(*make_operator(first(3), batch_)->process(rows({{"c", 1}, {"d", 2}}))), "c");
  state_->commit();
  EXPECT_EQ(keys_in(*make_operator(first(3), batch_)->process(rows({{"e", 1}}))), "");
}

TEST_F(OperatorsTest, WhatAnAbandonedBatchTookDoesNotCount) {
  EXPECT_EQ(keys_in(*make_operator(first(2), batch_)->process(rows({{"a", 1}}))), "a");
  ASSERT_TRUE(state_->abort());
  EXPECT_EQ(keys_in(*make_operator(first(2), batch_)->process(rows({{"a", 1}, {"b", 2}}))), "ab");
}

TEST_F(OperatorsTest, ALimitThatWasChangedGoesOnFromWhatItTook) {
  EXPECT_EQ(keys_in(*make_operator(first(2), batch_)->process(rows({{"a", 1}, {"b", 2}}))), "ab");
  EXPECT_EQ(keys_in(*make_operator(first(1), batch_)->process(rows({{"c", 1}}))), "");
  EXPECT_EQ(
      keys_in(*make_operator(first(4), batch_)->process(rows({{"d", 1}, {"e", 2}, {"f", 3}}))),
      "de");
}

TEST_F(OperatorsTest, AFullLimitEndsTheReadingWhereNobodyElseLooks) {
  ASSERT_TRUE(make_operator(first(1), batch_)->process(rows({{"a", 1}})));
  EXPECT_TRUE(*make_operator(first(1, true), batch_)->is_done());
  EXPECT_FALSE(*make_operator(first(2, true), batch_)->is_done());
  EXPECT_FALSE(*make_operator(first(1), batch_)->is_done());
}

TEST_F(OperatorsTest, ARowAtTheLateWatermarkIsDroppedAndCounted) {
  batch_.watermarks.late_ms = 100'000;
  auto operation = make_operator(DeduplicateOperator{.keys = {0}, .event_time = 1}, batch_);
  const auto kept = operation->process(rows({{"a", 100}, {"b", 101}, {"c", 99}}));
  ASSERT_TRUE(kept);
  EXPECT_EQ(keys_in(*kept), "b");
  EXPECT_EQ(batch_.counts.dropped_late, 2);
}

TEST_F(OperatorsTest, ARowWithoutAnEventTimeIsNeverLate) {
  batch_.watermarks.late_ms = 100'000;
  auto operation = make_operator(DeduplicateOperator{.keys = {0}, .event_time = 1}, batch_);
  const auto kept = operation->process(rows({{"a", -1}}));
  ASSERT_TRUE(kept);
  EXPECT_EQ(keys_in(*kept), "a");
}

TEST_F(OperatorsTest, ALateRowLeavesNoKeyBehind) {
  batch_.watermarks.late_ms = 100'000;
  auto operation = make_operator(DeduplicateOperator{.keys = {0}, .event_time = 1}, batch_);
  const auto kept = operation->process(rows({{"a", 50}, {"a", 150}}));
  ASSERT_TRUE(kept);
  EXPECT_EQ(keys_in(*kept), "a");
}

TEST_F(OperatorsTest, WithinWatermarkAKeyExpiresTheDelayAfterItsFirstRow) {
  auto operation = make_operator(
      DeduplicateOperator{.keys = {0}, .event_time = 1, .within_us = 10 * kSecond}, batch_);
  ASSERT_TRUE(operation->process(rows({{"a", 100}})));
  ASSERT_TRUE(state_->evict(0, 109 * kSecond, {}));
  EXPECT_EQ(keys_in(*operation->process(rows({{"a", 105}}))), "");
  ASSERT_TRUE(state_->evict(0, 110 * kSecond, {}));
  EXPECT_EQ(keys_in(*operation->process(rows({{"a", 112}}))), "a");
}

TEST_F(OperatorsTest, WithTheEventTimeAmongTheKeysTheStateIsBounded) {
  auto operation = make_operator(
      DeduplicateOperator{.keys = {0, 1}, .event_time = 1, .expires_by_event_time = true}, batch_);
  ASSERT_TRUE(operation->process(rows({{"a", 100}, {"a", 200}})));
  ASSERT_TRUE(state_->evict(0, 100 * kSecond, {}));
  int64_t entries = 0;
  ASSERT_TRUE(state_->for_each(0, [&](auto, auto, int64_t) {
    ++entries;
    return ok();
  }));
  EXPECT_EQ(entries, 1);
}

// (n INT, then a BOOLEAN for each rule); a rule's letter is t, f or n for NULL.
types::Batch checked(const std::vector<std::string>& list) {
  const size_t rules = list.front().size();
  types::Batch batch = types::Batch::empty({{.name = "n", .type = types::int_type()}});
  for (size_t rule = 0; rule < rules; ++rule) {
    batch.columns.emplace_back(types::boolean());
  }
  for (const std::string& letters : list) {
    batch.columns[0].append(static_cast<int32_t>(batch.rows++));
    for (size_t rule = 0; rule < rules; ++rule) {
      if (letters[rule] == 'n') {
        batch.columns[rule + 1].append_null();
      } else {
        batch.columns[rule + 1].append(static_cast<uint8_t>(letters[rule] == 't'));
      }
    }
  }
  return batch;
}

ExpectOperator expect(const std::vector<plan::ViolationAction>& actions) {
  ExpectOperator spec{
      .flow = "f", .dataset = "d", .schema = {{.name = "n", .type = types::int_type()}}};
  for (const plan::ViolationAction action : actions) {
    spec.expectations.push_back({.name = "r" + std::to_string(spec.expectations.size()),
                                 .text = "n > 0",
                                 .action = action});
  }
  return spec;
}

TEST_F(OperatorsTest, NullCountsAsFailed) {
  auto operation = make_operator(expect({plan::ViolationAction::kWarn}), batch_);
  const auto kept = operation->process(checked({"t", "n", "f"}));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->rows, 3u);
  EXPECT_EQ(batch_.counts.expectations[0].passed, 1);
  EXPECT_EQ(batch_.counts.expectations[0].failed, 2);
}

TEST_F(OperatorsTest, ARowThatBreaksTwoDropRulesIsDroppedOnce) {
  auto operation = make_operator(
      expect({plan::ViolationAction::kDropRow, plan::ViolationAction::kDropRow}), batch_);
  const auto kept = operation->process(checked({"ff", "tt", "ft"}));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->rows, 1u);
  EXPECT_EQ(kept->columns.size(), 1u);
  EXPECT_EQ(kept->columns[0].at<int32_t>(0), 1);
  EXPECT_EQ(batch_.counts.dropped_by_expectations, 2);
  EXPECT_EQ(batch_.counts.expectations[0].failed, 2);
  EXPECT_EQ(batch_.counts.expectations[1].failed, 1);
}

TEST_F(OperatorsTest, AFailRuleStopsTheFlowAndShowsTheRow) {
  auto operation = make_operator(expect({plan::ViolationAction::kFailUpdate}), batch_);
  const auto result = operation->process(checked({"t", "f"}));
  ASSERT_FALSE(result);
  EXPECT_EQ(
      result.error().text(),
      "[EXPECTATION_VIOLATION.VERBOSITY_ALL] Flow 'f' failed to meet the expectation. Violated "
      "expectations: 'r0' (n > 0). Input data: '{\"n\":1}'.");
}

TEST(KeyEncodingTest, NegativeZeroEqualsZeroAndNanEqualsNan) {
  types::Batch batch = types::Batch::empty({{.name = "x", .type = types::double_type()}});
  for (const double value : {0.0, -0.0, std::nan("1"), std::nan("2")}) {
    batch.columns[0].append(value);
    ++batch.rows;
  }
  const std::vector<size_t> columns = {0};
  const Keys keys = encode_keys(batch, columns);
  EXPECT_EQ(keys.at(0), keys.at(1));
  EXPECT_EQ(keys.at(2), keys.at(3));
  EXPECT_NE(keys.at(0), keys.at(2));
}

TEST(KeyEncodingTest, NullIsNotTheEmptyStringAndStringsDoNotRunTogether) {
  types::Batch batch = types::Batch::empty(
      {{.name = "a", .type = types::string_type()}, {.name = "b", .type = types::string_type()}});
  const auto add = [&](const Value& a, const Value& b) {
    batch.columns[0].append_value(a);
    batch.columns[1].append_value(b);
    ++batch.rows;
  };
  add({std::string()}, {});
  add({}, {std::string()});
  add({std::string("ab")}, {std::string("c")});
  add({std::string("a")}, {std::string("bc")});
  const std::vector<size_t> columns = {0, 1};
  const Keys keys = encode_keys(batch, columns);
  EXPECT_NE(keys.at(0), keys.at(1));
  EXPECT_NE(keys.at(2), keys.at(3));
}

}  // namespace
}  // namespace tarn::stream
