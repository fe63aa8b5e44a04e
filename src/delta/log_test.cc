#include "delta/log.h"

#include <gtest/gtest.h>

#include "base/failpoint.h"
#include "delta/log_files.h"
#include "delta/test_tables.h"

namespace tarn::delta {
namespace {

std::vector<Action> first_entry() {
  return {Protocol{}, Metadata{.id = "x", .schema_text = types::schema_json(sales_schema())}};
}

Snapshot created(World& world) {
  EXPECT_TRUE(CommitLog(world.files, "t").create(first_entry()));
  auto snapshot = read_snapshot(world.files, nullptr, "t");
  EXPECT_TRUE(snapshot);
  return *snapshot;
}

TEST(CommitLogTest, TheLoserOfARaceIsToldToReadAgain) {
  World world;
  const Snapshot read = created(world);
  CommitLog log(world.files, "t");
  ASSERT_TRUE(log.append(read, Txn{.app_id = "orders", .version = 3}, {add_file("a")}));
  const auto lost = log.append(read, Txn{.app_id = "returns", .version = 9}, {add_file("b")});
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kConflict);
}

TEST(CommitLogTest, ARepeatIsFoundEvenByAWriterThatHasNotSeenIt) {
  World world;
  const Snapshot read = created(world);
  CommitLog log(world.files, "t");
  ASSERT_TRUE(log.append(read, Txn{.app_id = "orders", .version = 3}, {add_file("a")}));
  const auto repeat = log.append(read, Txn{.app_id = "orders", .version = 3}, {add_file("a2")});
  ASSERT_TRUE(repeat) << repeat.error().message;
  EXPECT_TRUE(repeat->is_repeat);
  EXPECT_EQ(repeat->version, Version{1});
  EXPECT_FALSE(*world.files.exists(entry_path("t", Version{2})));
}

TEST(CommitLogTest, AnEntryThatContradictsItselfIsNotWritten) {
  World world;
  const Snapshot read = created(world);
  CommitLog log(world.files, "t");
  const auto append = log.append(read, {}, {add_file("a"), add_file("a")});
  ASSERT_FALSE(append);
  EXPECT_EQ(append.error().code, ErrorCode::kInvalid);
  EXPECT_FALSE(*world.files.exists(entry_path("t", Version{1})));
}

TEST(CommitLogTest, AFullDiskFailsTheAppendAndLeavesTheTableAsItWas) {
  World world;
  const Snapshot read = created(world);
  CommitLog log(world.files, "t");
  world.files.fail_step(1, {ErrorCode::kUnavailable, "No space left on device"});
  const auto append = log.append(read, {}, {add_file("a")});
  ASSERT_FALSE(append);
  EXPECT_EQ(append.error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(log.append(read, {}, {add_file("a")}));
}

// The name is in failpoint_names(), which the process checks when it is reached.
TEST(CommitLogDeathTest, TheProcessCanBeEndedBetweenTheDurableEntryAndItsName) {
  EXPECT_EXIT(
      {
        ::setenv("TARN_FAILPOINT", "log-entry-prepared", 1);
        World world;
        (void)CommitLog(world.files, "t").create(first_entry());
      },
      testing::ExitedWithCode(kFailpointExitCode), "");
}

}  // namespace
}  // namespace tarn::delta
