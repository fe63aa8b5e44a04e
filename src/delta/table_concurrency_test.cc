// Several writers of one table, and the loss of power at every step of a commit.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "delta/commit_info.h"
#include "delta/conflict.h"
#include "delta/log_files.h"
#include "delta/test_tables.h"
#include "types/identity_column.h"

namespace tarn::delta {
namespace {

using storage::PowerLoss;

// A disk on which somebody else commits `rival` just before the next entry is published.
class RacingFiles final : public storage::FileSystem {
 public:
  explicit RacingFiles(storage::MemoryFileSystem& files) : files_(files) {}
  void race(std::function<void()> rival) { rival_ = std::move(rival); }

  Result<std::string> read(const std::string& path) override { return files_.read(path); }
  Result<storage::FileInfo> stat(const std::string& path) override { return files_.stat(path); }
  Result<std::vector<storage::FileInfo>> list(const std::string& path) override {
    return files_.list(path);
  }
  Result<std::vector<std::string>> list_names(const std::string& path) override {
    return files_.list_names(path);
  }
  Status create(const std::string& path, std::string_view bytes,
                const std::function<void()>& prepared) override {
    if (rival_) {
      std::exchange(rival_, nullptr)();
    }
    return files_.create(path, bytes, prepared);
  }
  Status replace(const std::string& path, std::string_view bytes) override {
    return files_.replace(path, bytes);
  }
  Result<std::unique_ptr<storage::AppendFile>> open_append(const std::string& path) override {
    return files_.open_append(path);
  }
  Result<std::unique_ptr<storage::BlockFile>> create_blocks(const std::string& path,
                                                            uint64_t size) override {
    return files_.create_blocks(path, size);
  }
  Result<std::unique_ptr<storage::BlockFile>> open_blocks(const std::string& path) override {
    return files_.open_blocks(path);
  }
  Status make_directories(const std::string& path) override {
    return files_.make_directories(path);
  }
  Status sync_file(const std::string& path) override { return files_.sync_file(path); }
  Status sync_directory(const std::string& path) override { return files_.sync_directory(path); }
  Status rename(const std::string& from, const std::string& to) override {
    return files_.rename(from, to);
  }
  Status remove(const std::string& path) override { return files_.remove(path); }
  Status remove_tree(const std::string& path) override { return files_.remove_tree(path); }

 private:
  storage::MemoryFileSystem& files_;
  std::function<void()> rival_;
};

// The table with one file, and a writer that will lose its first attempt to `rival`.
struct Race {
  World world;
  RacingFiles files{world.files};
  Table loser{{.files = files, .clock = world.clock, .random = seeded_random(2)}, "t"};

  explicit Race(const std::function<Result<Committed>(Table&)>& rival,
                const types::Schema& schema = sales_schema()) {
    Table table = world.table();
    EXPECT_TRUE(table.create({.schema = schema}));
    EXPECT_TRUE(table.append(append_of("old")));
    files.race([this, rival] {
      Table winner = world.table();
      const auto committed = rival(winner);
      EXPECT_TRUE(committed) << committed.error().message;
    });
  }
};

types::Schema counted_schema() {
  types::Schema schema = sales_schema();
  types::set_identity(schema[0], {});
  return schema;
}

// Rows that were counted from one number to another.
Write counted(const std::string& path, std::optional<int64_t> from, int64_t to) {
  Write write = append_of(path);
  write.marks = {{.column = "id", .from = from, .to = to}};
  return write;
}

std::optional<int64_t> mark_of(Table& table) {
  const auto snapshot = table.snapshot();
  EXPECT_TRUE(snapshot);
  return types::identity_of((*snapshot)->schema[0])->mark;
}

Txn batch(int64_t number) { return {.app_id = "flow", .version = number}; }

TEST(TableConcurrencyTest, AppendsNeverConflict) {
  Race race([](Table& winner) { return winner.append(append_of("theirs")); });
  const auto committed = race.loser.append(append_of("ours"));
  ASSERT_TRUE(committed) << committed.error().message;
  EXPECT_EQ(committed->version, Version{3});
  EXPECT_EQ(paths_of(race.loser), (Paths{"old", "ours", "theirs"}));
}

TEST(TableConcurrencyTest, AnAppendStandsAfterAnOverwrite) {
  Race race([](Table& winner) { return winner.overwrite(overwrite_of("theirs")); });
  ASSERT_TRUE(race.loser.append(append_of("ours")));
  EXPECT_EQ(paths_of(race.loser), (Paths{"ours", "theirs"}));
}

TEST(TableConcurrencyTest, AnOverwriteMayBeOrderedBeforeABlindAppend) {
  Race race([](Table& winner) { return winner.append(append_of("theirs")); });
  ASSERT_TRUE(race.loser.overwrite(overwrite_of("ours")));
  EXPECT_EQ(paths_of(race.loser), (Paths{"ours", "theirs"}));
}

TEST(TableConcurrencyTest, TwoOverwritesConflict) {
  Race race([](Table& winner) { return winner.overwrite(overwrite_of("theirs")); });
  const auto lost = race.loser.overwrite(overwrite_of("ours"));
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kConflict);
  EXPECT_EQ(lost.error().condition, "DELTA_CONCURRENT_DELETE_DELETE");
  EXPECT_EQ(paths_of(race.loser), Paths{"theirs"});
}

TEST(TableConcurrencyTest, AnOverwriteWithANewSchemaConflictsWithAnyAppend) {
  Race race([](Table& winner) { return winner.append(append_of("theirs")); });
  Write write = overwrite_of("ours");
  write.schema = types::Schema{{.name = "total", .type = types::long_type()}};
  EXPECT_EQ(race.loser.overwrite(write).error().condition, "DELTA_CONCURRENT_APPEND");
}

TEST(TableConcurrencyTest, AChangedSchemaIsAConflict) {
  Race race([](Table& winner) {
    return winner.change({.schema = {{{.name = "price", .type = types::long_type()}}}});
  });
  const auto lost = race.loser.append(append_of("ours"));
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kConflict);
  EXPECT_EQ(lost.error().condition, "DELTA_METADATA_CHANGED");
}

TEST(TableConcurrencyTest, RowsThatWereCountedFromTheSameNumberConflict) {
  Race race([](Table& winner) { return winner.append(counted("theirs", std::nullopt, 3)); },
            counted_schema());
  const auto lost = race.loser.append(counted("ours", std::nullopt, 2));
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kConflict);
  EXPECT_EQ(lost.error().condition, "DELTA_METADATA_CHANGED");
  EXPECT_EQ(mark_of(race.loser), 3);
  ASSERT_TRUE(race.loser.append(counted("ours", 3, 5)));
  EXPECT_EQ(mark_of(race.loser), 5);
}

TEST(TableConcurrencyTest, RowsThatWereCountedFromAnOlderMarkConflictWithoutARace) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = counted_schema()}));
  ASSERT_TRUE(table.append(counted("first", std::nullopt, 3)));
  EXPECT_EQ(table.append(counted("second", std::nullopt, 3)).error().code, ErrorCode::kConflict);
}

TEST(TableConcurrencyTest, CountingIsNoChangeOfTheTableToThoseWhoDoNotCount) {
  const auto count = [](Table& winner) {
    return winner.append(counted("theirs", std::nullopt, 3));
  };
  Race append(count, counted_schema());
  ASSERT_TRUE(append.loser.append(append_of("ours")));
  EXPECT_EQ(mark_of(append.loser), 3);
  Race overwrite(count, counted_schema());
  ASSERT_TRUE(overwrite.loser.overwrite(overwrite_of("ours")));
  EXPECT_EQ(mark_of(overwrite.loser), 3);
  EXPECT_EQ(paths_of(overwrite.loser), (Paths{"ours", "theirs"}));
}

TEST(TableConcurrencyTest, AChangeOfOlderColumnsKeepsWhatWasCountedSince) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = counted_schema()}));
  types::Schema older = counted_schema();
  older[1].comment = "what was sold";
  ASSERT_TRUE(table.append(counted("first", std::nullopt, 3)));
  ASSERT_TRUE(table.change({.schema = older, .is_whole_schema = true}));
  EXPECT_EQ(mark_of(table), 3);
}

TEST(TableConcurrencyTest, ATableThatIsOverwrittenCountsOn) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = counted_schema()}));
  ASSERT_TRUE(table.append(counted("first", std::nullopt, 3)));
  Write write = overwrite_of("second");
  write.schema = counted_schema();
  ASSERT_TRUE(table.overwrite(write));
  EXPECT_EQ(mark_of(table), 3);
  write.files = {add_file("third")};
  types::set_identity((*write.schema)[0], {.start = 100});
  ASSERT_TRUE(table.overwrite(write));
  EXPECT_EQ(mark_of(table), std::nullopt);
}

TEST(TableConcurrencyTest, TheSameBatchOfTwoRunsIsWrittenOnce) {
  Race race([](Table& winner) { return winner.append(append_of("theirs", batch(1))); });
  const auto repeat = race.loser.append(append_of("ours", batch(1)));
  ASSERT_TRUE(repeat);
  EXPECT_TRUE(repeat->is_repeat);
  EXPECT_EQ(repeat->version, Version{2});
  EXPECT_EQ(paths_of(race.loser), (Paths{"old", "theirs"}));
}

TEST(TableConcurrencyTest, TwoRunsOfOneFlowAtDifferentBatchesConflict) {
  Race race([](Table& winner) { return winner.append(append_of("theirs", batch(1))); });
  EXPECT_EQ(race.loser.append(append_of("ours", batch(2))).error().condition,
            "DELTA_CONCURRENT_TRANSACTION");
}

TEST(TableConcurrencyTest, AnAppendThatReadTheTableConflictsWithAnOverwrite) {
  const Attempt overwrite{.kind = WriteKind::kOverwrite};
  const std::vector<Action> merge = {CommitInfo{R"({"isBlindAppend":false})"}, add_file("m")};
  EXPECT_EQ(check_conflict(overwrite, merge, "t").error().condition, "DELTA_CONCURRENT_APPEND");
  const std::vector<Action> silent = {add_file("m")};
  EXPECT_FALSE(check_conflict(overwrite, silent, "t"));
}

TEST(TableConcurrencyTest, CompactionDoesNotConflictWithAnAppend) {
  AddFile compacted = add_file("big");
  compacted.data_change = false;
  const std::vector<Action> optimize = {RemoveFile{.path = "a", .data_change = false}, compacted};
  EXPECT_TRUE(check_conflict({.kind = WriteKind::kBlindAppend}, optimize, "t"));
  EXPECT_FALSE(check_conflict({.kind = WriteKind::kOverwrite}, optimize, "t"));
}

TEST(TableConcurrencyTest, ManyWritersLoseNothingAndWriteNothingTwice) {
  constexpr int kWriters = 4;
  constexpr int kBatches = 25;
  World world;
  ASSERT_TRUE(world.table().create({.schema = sales_schema()}));
  Table shared = world.table();
  {
    std::vector<std::jthread> writers;
    for (int w = 0; w < kWriters; ++w) {
      writers.emplace_back([&shared, w] {
        const std::string flow = "flow" + std::to_string(w);
        for (int b = 0; b < kBatches; ++b) {
          const std::string path = flow + "-" + std::to_string(b);
          const Txn txn{.app_id = flow, .version = b};
          EXPECT_TRUE(shared.append(append_of(path, txn)));
          EXPECT_TRUE(shared.append(append_of(path + "-again", txn))->is_repeat);
        }
      });
    }
  }
  const auto snapshot = read_snapshot(world.files, &world.checkpoints, "t");
  ASSERT_TRUE(snapshot) << snapshot.error().message;
  EXPECT_EQ(snapshot->version, Version{kWriters * kBatches});
  EXPECT_EQ(snapshot->files.size(), static_cast<size_t>(kWriters * kBatches));
}

// ---- power

// More than a create and an append take, reads included.
constexpr int kStepsMax = 40;

class PowerLossTest : public testing::TestWithParam<PowerLoss> {};

TEST_P(PowerLossTest, AVersionThatWasReportedIsThereAndAnyVersionIsWhole) {
  int whole = 0;
  for (int steps = 0; steps <= kStepsMax; ++steps) {
    World world;
    ASSERT_TRUE(world.table().create({.schema = sales_schema()}));
    world.files.lose_power_after(steps);
    const int before = world.files.steps();
    ASSERT_TRUE(world.table().append(append_of("a", batch(0))));
    const bool was_reported = world.files.steps() - before <= steps;
    world.files.restart(GetParam());

    Table reopened = world.table();
    const auto snapshot = reopened.snapshot();
    ASSERT_TRUE(snapshot) << "after " << steps << " steps: " << snapshot.error().message;
    const bool is_there = (*snapshot)->version == Version{1};
    EXPECT_EQ((*snapshot)->files.size(), is_there ? 1u : 0u);
    EXPECT_TRUE(is_there || !was_reported) << "after " << steps << " steps";
    whole += is_there ? 1 : 0;

    const auto again = reopened.append(append_of("a", batch(0)));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->is_repeat, is_there);
    EXPECT_EQ(paths_of(reopened), Paths{"a"});
  }
  EXPECT_GT(whole, 0);
  EXPECT_LT(whole, kStepsMax);
}

TEST_P(PowerLossTest, ATableIsCreatedWholeOrNotAtAll) {
  for (int steps = 0; steps <= kStepsMax; ++steps) {
    World world;
    world.files.lose_power_after(steps);
    ASSERT_TRUE(world.table().create({.schema = sales_schema()}));
    world.files.restart(GetParam());
    const auto found = world.table().snapshot();
    EXPECT_TRUE(found || found.error().code == ErrorCode::kNotFound) << found.error().message;
    EXPECT_EQ(static_cast<bool>(world.table().create({.schema = sales_schema()})), !found);
    EXPECT_TRUE(world.table().snapshot());
  }
}

TEST_P(PowerLossTest, ACheckpointIsWholeWhereItIsSeen) {
  constexpr int kStepsOfCheckpoint = 60;
  for (int steps = 0; steps <= kStepsOfCheckpoint; ++steps) {
    World world;
    Table table = world.table();
    ASSERT_TRUE(table.create(
        {.schema = sales_schema(), .properties = {{"delta.checkpointInterval", "2"}}}));
    ASSERT_TRUE(table.append(append_of("a", batch(0))));
    world.files.lose_power_after(steps);
    ASSERT_TRUE(table.append(append_of("b", batch(1))));
    world.files.restart(GetParam());
    const auto snapshot = world.table().snapshot();
    ASSERT_TRUE(snapshot) << "after " << steps << " steps: " << snapshot.error().message;
    EXPECT_EQ((*snapshot)->files.size(), static_cast<size_t>((*snapshot)->version.value));
  }
}

INSTANTIATE_TEST_SUITE_P(Loss, PowerLossTest,
                         testing::Values(PowerLoss::kForgetsNames, PowerLoss::kKeepsNames),
                         [](const auto& test) {
                           return test.param == PowerLoss::kForgetsNames ? "ForgetsNames"
                                                                         : "KeepsNames";
                         });

}  // namespace
}  // namespace tarn::delta
