// What of a store lies in memory and what on the disk, and what keeps both from growing.

#include <gtest/gtest.h>

#include "stream/flow_store.h"
#include "stream/flow_store_ground.h"

namespace tarn::stream {
namespace {

// ---- memory

class ColdStoreTest : public FlowStoreGround {
 protected:
  ColdStoreTest() { options_.memory_bytes = 1; }
};

TEST_F(ColdStoreTest, OnlyTheSegmentThatIsWrittenToStaysInMemory) {
  ASSERT_EQ(open(), "");
  for (int i = 0; i < 10; ++i) {
    run(numbered(1000 * i, 1000));
    EXPECT_LE(store_->size().resident_bytes, kSegment);
  }
  EXPECT_EQ(known(numbered(0, 20'000)), 10'000);
  EXPECT_EQ(known(numbered(0, 5)), 5);
  ASSERT_EQ(open(), "");
  EXPECT_LE(store_->size().resident_bytes, kSegment);
  EXPECT_EQ(known(numbered(0, 20'000)), 10'000);
}

TEST_F(ColdStoreTest, ARecordLongerThanAReadIsReadWhole) {
  ASSERT_EQ(open(), "");
  plan();
  const Keys keys = numbered(0, 3);
  Values values;
  values.add(std::string(20'000, 'a'));
  values.add(std::string(600, 'b'));
  values.add("c");
  const std::vector<int64_t> times(3, kNeverExpires);
  ASSERT_TRUE(store_->put(0, keys, values, times));
  commit();
  run(numbered(1000, 6000));
  const auto found = store_->lookup(0, keys);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->values.bytes, values.bytes);
}

TEST_F(ColdStoreTest, ADamagedRecordIsAnErrorThatNamesFileAndByte) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 1));
  run(numbered(1000, 6000));
  const uint64_t record = frame_at(1) + kFrameHeaderBytes;
  damage(1, record + 9);
  const auto found = store_->lookup(0, numbered(0, 1));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(
      found.error().message.find("000000000001.seg: the record at byte " + std::to_string(record)),
      std::string::npos)
      << found.error().message;
}

TEST_F(ColdStoreTest, AReadThatFailsIsAnErrorThatNamesTheFile) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 1));
  run(numbered(1000, 6000));
  files_.fail_step(1, {ErrorCode::kUnavailable, "Input/output error"});
  const auto found = store_->lookup(0, numbered(0, 1));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(found.error().message.find("000000000001.seg"), std::string::npos);
  EXPECT_EQ(known(numbered(0, 1)), 1);
}

// ---- upkeep

class FlowStoreUpkeepTest : public FlowStoreGround {};

TEST_F(FlowStoreUpkeepTest, AFlowWithoutStateKeepsASmallLog) {
  options_.told_up_to = {1'000'000};
  ASSERT_EQ(open(), "");
  for (int i = 0; i < 500; ++i) {
    plan();
    commit();
  }
  EXPECT_LE(store_->size().log_bytes, 5 * kSegment);
  ASSERT_EQ(open(), "");
  EXPECT_EQ(opened_.committed->batch.value, 499);
}

TEST_F(FlowStoreUpkeepTest, UpdatesOfTheSameKeysKeepASmallLog) {
  options_.told_up_to = {1'000'000};
  ASSERT_EQ(open(), "");
  const Keys keys = numbered(0, 500);
  const std::vector<int64_t> times(keys.size(), kNeverExpires);
  run(numbered(10'000, 500));
  for (int i = 0; i < 300; ++i) {
    plan();
    Values values;
    for (size_t k = 0; k < keys.size(); ++k) {
      values.add(std::to_string(i));
    }
    ASSERT_TRUE(store_->put(0, keys, values, times));
    commit();
  }
  EXPECT_LE(store_->size().log_bytes, 8 * kSegment);
  ASSERT_EQ(open(), "");
  EXPECT_EQ(known(numbered(10'000, 500)), 500);
  EXPECT_EQ(store_->lookup(0, numbered(7, 1))->values.at(0), "299");
}

TEST_F(FlowStoreUpkeepTest, ReportsThatNobodyWasToldOfAreKept) {
  ASSERT_EQ(open(), "");
  for (int i = 0; i < 200; ++i) {
    plan();
    commit();
  }
  options_.told_up_to = {4};
  ASSERT_EQ(open(), "");
  ASSERT_EQ(opened_.untold.size(), 195u);
  EXPECT_EQ(opened_.untold.front().text, "report 5");
  EXPECT_EQ(opened_.untold.back().text, "report 199");
  store_->note_told({199});
  plan();
  commit();
  EXPECT_LE(store_->size().log_bytes, 5 * kSegment);
}

TEST_F(FlowStoreUpkeepTest, WhatExpiredLeavesTheIndexInStepsAndIsGoneAtOnce) {
  options_.segment_bytes_max = 1 << 20;
  ASSERT_EQ(open(), "");
  run(numbered(0, 20'000), 100);
  run(numbered(20'000, 1000), 200);
  plan();
  ASSERT_TRUE(store_->evict(0, 100, {}));
  EXPECT_EQ(known(numbered(0, 21'000)), 1000);
  commit();
  EXPECT_GT(store_->size().entries, 10'000u);
  for (int i = 0; i < 60; ++i) {
    plan();
    commit();
  }
  EXPECT_EQ(store_->size().entries, 1000u);
  EXPECT_EQ(known(numbered(0, 21'000)), 1000);
}

// Times in no order at all: every frame holds some of all times.
TEST_F(FlowStoreUpkeepTest, DisorderedTimesAreSweptFewTimesAFrame) {
  options_.told_up_to = {1'000'000};
  ASSERT_EQ(open(), "");
  constexpr int kKeys = 20'000;
  plan();
  const Keys keys = numbered(0, kKeys);
  std::vector<int64_t> times;
  for (int i = 0; i < kKeys; ++i) {
    times.push_back(static_cast<int64_t>(i) * 7919 % kKeys);
  }
  ASSERT_TRUE(store_->insert_if_new(0, keys, times));
  commit();
  for (int64_t watermark = 100; watermark <= kKeys; watermark += 100) {
    plan();
    ASSERT_TRUE(store_->evict(0, watermark, {}));
    commit();
    EXPECT_LE(store_->size().entries, static_cast<uint64_t>(kKeys - watermark) + kKeys / 3);
  }
  EXPECT_EQ(known(keys), 0);
  EXPECT_EQ(store_->size().entries, 0u);
}

TEST_F(FlowStoreUpkeepTest, ASegmentWhoseDeletionAPowerLossUndidIsDeletedAgain) {
  options_.told_up_to = {1'000'000};
  ASSERT_EQ(open(), "");
  std::string first;
  for (int i = 0; i < 100; ++i) {
    if (i == 10) {
      first = *files_.read(path_of(1));
    }
    run(numbered(0, 5));
  }
  ASSERT_FALSE(*files_.exists(path_of(1)));
  store_.reset();
  files_.write(path_of(1), first);
  ASSERT_EQ(open(), "");
  EXPECT_FALSE(*files_.exists(path_of(1)));
  EXPECT_EQ(known(numbered(0, 10)), 5);
}

}  // namespace
}  // namespace tarn::stream
