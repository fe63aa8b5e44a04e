// What a batch is, what a crash leaves of it, and what a disk may do.

#include "stream/flow_store.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "stream/flow_store_ground.h"

namespace tarn::stream {
namespace {

class FlowStoreTest : public FlowStoreGround {};

// ---- what a batch is

TEST_F(FlowStoreTest, ANewStoreKnowsNothing) {
  ASSERT_EQ(open(), "");
  EXPECT_FALSE(opened_.committed);
  EXPECT_FALSE(opened_.unfinished);
  EXPECT_EQ(known(numbered(0, 10)), 0);
}

TEST_F(FlowStoreTest, AfterACommitTheBatchItsPlanAndItsKeysAreThere) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 100));
  ASSERT_EQ(open(), "");
  ASSERT_TRUE(opened_.committed);
  EXPECT_EQ(opened_.committed->batch.value, 0);
  EXPECT_EQ(opened_.committed->plan, "plan 0");
  EXPECT_EQ(opened_.committed->report, "report 0");
  EXPECT_EQ(known(numbered(0, 200)), 100);
}

TEST_F(FlowStoreTest, APlanWithoutItsCommitIsUnfinishedAndRunsAgain) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 10));
  plan();
  insert(numbered(10, 10));
  ASSERT_EQ(open(), "");
  ASSERT_TRUE(opened_.unfinished);
  EXPECT_EQ(opened_.unfinished->text, "plan 1");
  EXPECT_EQ(known(numbered(0, 20)), 10);
  insert(numbered(10, 10));
  commit();
  EXPECT_EQ(known(numbered(0, 20)), 20);
}

TEST_F(FlowStoreTest, APlanCostsOneSyncAndACommitOne) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 10));
  const uint64_t before = files_.syncs();
  plan();
  EXPECT_EQ(files_.syncs() - before, 1u);
  insert(numbered(10, 100));
  ASSERT_TRUE(store_->evict(0, 5, {}));
  commit();
  EXPECT_EQ(files_.syncs() - before, 2u);
}

TEST_F(FlowStoreTest, TextsLongerThanAFrameAndASegmentAreWhole) {
  options_.segment_bytes_max = 1 << 20;
  ASSERT_EQ(open(), "");
  const std::string plan(300'000, 'p');
  const std::string report(200'000, 'r');
  ASSERT_TRUE(store_->plan(batch_, plan));
  ASSERT_TRUE(store_->commit(batch_, report));
  ASSERT_EQ(open(), "");
  ASSERT_TRUE(opened_.committed);
  EXPECT_EQ(opened_.committed->plan, plan);
  EXPECT_EQ(opened_.committed->report, report);
}

TEST_F(FlowStoreTest, ValuesLongerThanASegmentAreKept) {
  ASSERT_EQ(open(), "");
  plan();
  Keys keys = numbered(0, 2);
  Values values;
  values.add(std::string(3 * kSegment, 'a'));
  values.add("b");
  const std::vector<int64_t> times(2, kNeverExpires);
  ASSERT_TRUE(store_->put(0, keys, values, times));
  commit();
  ASSERT_EQ(open(), "");
  const auto found = store_->lookup(0, keys);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->values.bytes, values.bytes);
}

TEST_F(FlowStoreTest, AKeyTooLongForALogIsRefusedAndTheBatchCanBeTakenBack) {
  ASSERT_EQ(open(), "");
  plan();
  Keys keys = numbered(0, 1);
  keys.add(std::string(kSegmentBytesLimit / 2 + 1, 'k'));
  const std::vector<int64_t> times(2, kNeverExpires);
  const auto refused = store_->insert_if_new(0, keys, times);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnsupported);
  ASSERT_TRUE(store_->abort());
  EXPECT_EQ(known(numbered(0, 1)), 0);
}

// ---- what a crash leaves

TEST_F(FlowStoreTest, ATornFrameAtTheEndIsABatchThatRunsAgain) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 10));
  run(numbered(10, 10));
  damage(1, frame_at(3) + 100);  // the commit of batch 1, the last frame
  ASSERT_EQ(open(), "");
  EXPECT_EQ(opened_.committed->batch.value, 0);
  EXPECT_EQ(opened_.unfinished->batch.value, 1);
  EXPECT_EQ(known(numbered(0, 20)), 10);
  batch_ = {1};
  insert(numbered(10, 10));
  commit();
  ASSERT_EQ(open(), "");
  EXPECT_EQ(known(numbered(0, 20)), 20);
}

TEST_F(FlowStoreTest, ABadFrameBeforeALaterBatchIsRefusedByFileAndOffset) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 10));
  run(numbered(10, 10));
  damage(1, frame_at(1) + 100);  // the commit of batch 0
  EXPECT_EQ(open(),
            "checkpoint/0/000000000001.seg: the frame at byte " + std::to_string(frame_at(1)) +
                " is damaged, and batch 1 behind it is not; restore the file from a copy, or run "
                "a full refresh of the table");
}

TEST_F(FlowStoreTest, ABadFirstFrameIsRefusedToo) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 10));
  damage(1, frame_at(0) + 50);
  EXPECT_NE(open().find("the frame at byte 4096 is damaged"), std::string::npos);
}

TEST_F(FlowStoreTest, ADamagedHeaderOfASegmentIsRefused) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 10));
  damage(1, 9);
  EXPECT_NE(open().find("000000000001.seg: the block at byte 0 is damaged"), std::string::npos);
}

TEST_F(FlowStoreTest, AMissingSegmentIsRefusedByName) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 10'000));
  ASSERT_GT(store_->size().segments, 2u);
  store_.reset();
  ASSERT_TRUE(files_.remove(path_of(1)));
  EXPECT_NE(open().find("000000000001.seg is missing"), std::string::npos);
}

TEST_F(FlowStoreTest, ALogOfAnEarlierVersionIsRefused) {
  files_.write(storage::join(kFolder, "flow.log"), "TFL1");
  EXPECT_NE(open().find("run a full refresh"), std::string::npos);
}

// Frames of a batch that was taken back reached the disk; the next try's first frame has no room in
// that segment and goes to the next one. What was taken back must not be found in front of it.
TEST_F(FlowStoreTest, FramesOfABatchThatWasTakenBackAreNotTakenForTheNextTry) {
  ASSERT_EQ(open(), "");
  while (kSegment - store_->size().log_bytes % kSegment > 3 * storage::kBlockBytes) {
    run(numbered(static_cast<int>(batch_.value), 1));
  }
  plan();
  insert(numbered(1000, 1));
  ASSERT_TRUE(
      store_->evict(0, 1, [](const Keys&, const Values&) { return ok(); }));  // closes the frame
  insert(numbered(2000, 3000));  // goes on in the next segment
  ASSERT_TRUE(store_->abort());
  Keys wide;
  wide.add(std::string(3 * storage::kBlockBytes, 'w'));
  insert(wide);
  commit();
  run(numbered(5000, 10));
  ASSERT_EQ(open(), "");
  EXPECT_EQ(known(wide), 1);
  EXPECT_EQ(known(numbered(1000, 5000)), 10);
}

// A big batch whose frames reach the disk in any order, then a crash, then a smaller batch in its
// place, and another crash: at every step of the second one.
TEST_F(FlowStoreTest, LeftOversBehindTheEndAreNeverTakenForALaterBatch) {
  for (int steps = 0; steps < 25; ++steps) {
    for (uint64_t seed = 0; seed < 4; ++seed) {
      SCOPED_TRACE("steps " + std::to_string(steps) + ", seed " + std::to_string(seed));
      storage::MemoryFileSystem fresh(clock_);
      const auto reopen = [&] {
        auto opened = FlowStore::open(fresh, kFolder, options_);
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
        opened_ = std::move(*opened);
        store_ = std::move(opened_.store);
      };
      reopen();
      batch_ = {0};
      run(numbered(0, 10));
      plan();
      insert(numbered(100, 4000));
      store_.reset();
      fresh.restart(storage::PowerLoss::kTearsWrites, seed);
      reopen();
      ASSERT_EQ(opened_.unfinished->batch.value, 1);
      fresh.lose_power_after(steps);
      insert(numbered(100, 50));
      commit();
      run(numbered(200, 50));
      store_.reset();
      fresh.restart(storage::PowerLoss::kTearsWrites, seed);
      reopen();
      const int64_t last = opened_.committed->batch.value;
      EXPECT_EQ(known(numbered(0, 5000)), 10 + (last >= 1 ? 50 : 0) + (last >= 2 ? 50 : 0)) << last;
    }
  }
}

struct LeftOver {
  const char* name;
  uint64_t sequence;
};

class LeftOverTest : public FlowStoreTest, public testing::WithParamInterface<LeftOver> {};

// The next frame in order, and one of a later batch: both whole, both from before the store was
// opened.
TEST_P(LeftOverTest, AFrameOfAnOlderEpochBehindTheEndIsNoFrame) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 10));
  ASSERT_EQ(open(), "");
  run(numbered(10, 10));
  const BlockBuffer block(storage::kBlockBytes);
  const auto bytes = block.part(0, block.size());
  std::ranges::fill(bytes, std::byte{0});
  seal_frame({.kind = FrameKind::kPlanned,
              .is_last = true,
              .batch = {2},
              .epoch = 1,
              .sequence = GetParam().sequence,
              .group = GetParam().sequence,
              .address = address_of(1, frame_at(4)),
              .oldest_segment = 1},
             bytes);
  ASSERT_TRUE((*files_.open_blocks(path_of(1)))->write_at(frame_at(4), bytes));
  ASSERT_EQ(open(), "");
  EXPECT_EQ(opened_.committed->batch.value, 1);
  EXPECT_FALSE(opened_.unfinished);
}

INSTANTIATE_TEST_SUITE_P(LeftOver, LeftOverTest,
                         testing::Values(LeftOver{"InOrder", 5}, LeftOver{"OfALaterBatch", 6}),
                         [](const auto& test) { return test.param.name; });

TEST_F(FlowStoreTest, ASegmentThatWasNeverFinishedBeingMadeIsMadeAgain) {
  for (int steps = 0; steps < 12; ++steps) {
    for (const auto loss : {storage::PowerLoss::kForgetsNames, storage::PowerLoss::kKeepsNames,
                            storage::PowerLoss::kTearsWrites}) {
      storage::MemoryFileSystem fresh(clock_);
      fresh.lose_power_after(steps);
      ASSERT_TRUE(FlowStore::open(fresh, kFolder, options_));
      fresh.restart(loss, static_cast<uint64_t>(steps));
      const auto opened = FlowStore::open(fresh, kFolder, options_);
      ASSERT_TRUE(opened) << opened.error().message << " after " << steps;
      EXPECT_TRUE(opened->store->plan({0}, "plan"));
    }
  }
}

// ---- what a disk does

TEST_F(FlowStoreTest, WithoutRoomABatchIsNotPlannedAndNothingIsWritten) {
  ASSERT_EQ(open(), "");
  // The next segment is made with the commit after which little is left. No room then, and none at
  // the next plan.
  Error full{ErrorCode::kUnavailable, "No space left on device"};
  while (true) {
    const uint64_t left = kSegment - store_->size().log_bytes % kSegment;
    if (left < kSegment / 4 + 2 * storage::kBlockBytes) {
      break;
    }
    run(numbered(static_cast<int>(batch_.value), 1));
  }
  plan();
  files_.fail_step(3, full);  // write, sync, make the next segment
  commit();
  const int before = files_.steps();
  files_.fail_step(1, full);
  const Status refused = store_->plan(batch_, "plan");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(refused.error().message.find("No space left"), std::string::npos);
  EXPECT_EQ(files_.steps() - before, 1);
  run(numbered(1000, 10));
  EXPECT_EQ(known(numbered(1000, 10)), 10);
}

TEST_F(FlowStoreTest, WithoutRoomInTheMiddleOfABatchItIsTakenBackAndRunAgain) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 10));
  plan();
  const Keys keys = numbered(100, 6000);
  const std::vector<int64_t> times(keys.size(), kNeverExpires);
  files_.fail_step(
      2, {ErrorCode::kUnavailable, "No space left on device"});  // write, then a new segment
  ASSERT_FALSE(store_->insert_if_new(0, keys, times));
  ASSERT_TRUE(store_->abort());
  EXPECT_EQ(known(numbered(0, 7000)), 10);
  insert(keys);
  commit();
  ASSERT_EQ(open(), "");
  EXPECT_EQ(known(numbered(0, 7000)), 6010);
}

TEST_F(FlowStoreTest, AWriteThatFailsAtTheCommitEndsAllWorkUntilTheStoreIsOpenedAgain) {
  ASSERT_EQ(open(), "");
  run(numbered(0, 10));
  plan();
  insert(numbered(10, 10));
  files_.fail_step(1, {ErrorCode::kUnavailable, "Input/output error"});
  ASSERT_FALSE(store_->commit(batch_, "report"));
  EXPECT_FALSE(store_->lookup(0, numbered(0, 1)));
  EXPECT_FALSE(store_->abort());
  EXPECT_FALSE(store_->commit(batch_, "report"));
  ASSERT_EQ(open(), "");
  EXPECT_EQ(opened_.unfinished->batch.value, 1);
  EXPECT_EQ(known(numbered(0, 20)), 10);
}

using FlowStoreDeathTest = FlowStoreTest;

TEST_F(FlowStoreDeathTest, AFailedSyncEndsTheProcess) {
  ASSERT_EQ(open(), "");
  plan();
  insert(numbered(0, 10));
  files_.fail_step(2, {ErrorCode::kUnavailable, "Input/output error"});
  EXPECT_DEATH((void)store_->commit(batch_, "report"),
               "fsync of .*000000000001.seg failed.*Input/output");
}

}  // namespace
}  // namespace tarn::stream
