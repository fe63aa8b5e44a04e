#include "delta/parquet_checkpoints.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "delta/checkpoint.h"
#include "delta/log_files.h"
#include "delta/test_tables.h"
#include "storage/local_file_system.h"

namespace tarn::delta {
namespace {

namespace fs = std::filesystem;

Result<engine::Engine*> engine_of_these_tests() {
  // Never destroyed: an engine may not end behind main().
  static auto& opened =
      *new Result<std::unique_ptr<engine::Engine>>(engine::Engine::open({.threads = 2}));
  if (!opened) {
    return opened.error();
  }
  return opened->get();
}

// A folder of the test that runs; gone with it.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (fs::temp_directory_path() / "tarn-checkpoints-XXXXXX").string();
    CHECK(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~ScratchFolder() { fs::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  std::string path() const { return path_; }

 private:
  std::string path_;
};

std::vector<std::string> lines_of(const std::vector<Action>& actions) {
  std::vector<std::string> lines;
  for (const Action& action : actions) {
    lines.push_back(action_line(action));
  }
  return lines;
}

// What comes back of `actions` after they were a Parquet file.
std::vector<std::string> written_and_read(const std::vector<Action>& actions) {
  const ScratchFolder folder;
  ParquetCheckpoints checkpoints(engine_of_these_tests);
  const std::string path = folder.path() + "/c.parquet";
  const Status written = checkpoints.write(path, actions);
  EXPECT_TRUE(written) << written.error().message;
  const auto read = checkpoints.read(path);
  EXPECT_TRUE(read) << read.error().message;
  return read ? lines_of(*read) : std::vector<std::string>();
}

const DeletionVector kVector{.storage_type = "u",
                             .path_or_inline = "ab^-aqEH.-t@S}K{vb[*k^",
                             .offset = 4,
                             .size_in_bytes = 40,
                             .cardinality = 6};

TEST(ParquetCheckpointsTest, EveryKindOfActionComesBackAsItWas) {
  const std::vector<Action> actions = {
      Protocol{.min_reader_version = 3,
               .min_writer_version = 7,
               .reader_features = {{"deletionVectors"}},
               .writer_features = {{"deletionVectors", "appendOnly"}}},
      Metadata{.id = "m",
               .name = "sales",
               .description = "it's \"sales\"",
               .format_options = {{"k", "v"}},
               .schema_text = R"({"type":"struct","fields":[]})",
               .partition_columns = {"day", "Händler"},
               .configuration = {{"delta.appendOnly", "true"}, {"empty", ""}},
               .created_time_ms = kNoonMs},
      Txn{.app_id = "flow", .version = 7, .last_updated_ms = kNoonMs},
      DomainMetadata{.domain = "d", .configuration = "{}"},
      RemoveFile{.path = "r.parquet",
                 .deletion_timestamp_ms = kNoonMs,
                 .data_change = false,
                 .extended_file_metadata = true,
                 .partition_values = {{"day", "2026-01-01"}},
                 .size = 12,
                 .tags = {{{"t", std::nullopt}}},
                 .deletion_vector = kVector},
      AddFile{.path = "day=__HIVE_DEFAULT_PARTITION__/a.parquet",
              .partition_values = {{"day", std::nullopt}, {"Händler", "x y"}},
              .size = int64_t{1} << 40,
              .modification_time_ms = kNoonMs,
              .data_change = false,
              .stats = R"({"numRecords":1})",
              .tags = {{{"INSERTION_TIME", "1"}}},
              .deletion_vector = kVector}};
  EXPECT_EQ(written_and_read(actions), lines_of(actions));
}

TEST(ParquetCheckpointsTest, WhatAnActionDoesNotSayStaysUnsaid) {
  const std::vector<Action> actions = {
      Protocol{}, Metadata{.id = "m", .schema_text = "{}"}, Txn{.app_id = "flow"},
      RemoveFile{.path = "r", .data_change = false}, AddFile{.path = "a", .data_change = false}};
  EXPECT_EQ(written_and_read(actions), lines_of(actions));
}

TEST(ParquetCheckpointsTest, ManyActionsKeepTheirOrder) {
  std::vector<Action> actions;
  for (int i = 0; i < 10'000; ++i) {
    actions.emplace_back(add_file(std::to_string(i)));
  }
  EXPECT_EQ(written_and_read(actions), lines_of(actions));
}

TEST(ParquetCheckpointsTest, AFileThatIsNoCheckpointIsAnErrorWithItsPath) {
  const ScratchFolder folder;
  const std::string path = folder.path() + "/torn.parquet";
  SystemClock clock;
  storage::LocalFileSystem files;
  ASSERT_TRUE(files.create(path, "PAR1"));
  const auto read = ParquetCheckpoints(engine_of_these_tests).read(path);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("torn.parquet"), std::string::npos) << read.error().message;
}

TEST(ParquetCheckpointsTest, AnEngineThatDoesNotOpenIsTold) {
  ParquetCheckpoints checkpoints(
      []() -> Result<engine::Engine*> { return Error{ErrorCode::kUnavailable, "no memory"}; });
  const auto read = checkpoints.read("c.parquet");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "no memory");
}

// ---------------------------------------------------------------- tables of other programs

// Each action of a table as a line, whether it was a change of data or not.
std::set<std::string> state_of(const std::string& table) {
  storage::LocalFileSystem files;
  ParquetCheckpoints checkpoints(engine_of_these_tests);
  const auto snapshot = read_snapshot(files, &checkpoints, table);
  EXPECT_TRUE(snapshot) << snapshot.error().message;
  if (!snapshot) {
    return {};
  }
  const auto lines = lines_of(checkpoint_actions(*snapshot, 0));
  return {lines.begin(), lines.end()};
}

// A copy of a recorded table without the files of its log that `is_left_out` names.
template <typename LeftOut>
std::string copy_of(const std::string& name, const ScratchFolder& folder, LeftOut is_left_out) {
  const fs::path source = fs::path(TARN_SOURCE_DIR) / "src/delta/testdata" / name / "_delta_log";
  const fs::path target = fs::path(folder.path()) / name / "_delta_log";
  fs::create_directories(target);
  for (const auto& file : fs::directory_iterator(source)) {
    if (!is_left_out(file.path().filename().string())) {
      fs::copy_file(file.path(), target / file.path().filename());
    }
  }
  return target.parent_path().string();
}

class OthersCheckpointTest : public testing::TestWithParam<const char*> {};

TEST_P(OthersCheckpointTest, SaysWhatTheEntriesBeforeItSay) {
  const ScratchFolder by_entries;
  const ScratchFolder by_checkpoint;
  const auto is_checkpoint = [](const std::string& file) {
    return file.find(".checkpoint.") != std::string::npos;
  };
  const auto replayed = state_of(copy_of(GetParam(), by_entries, is_checkpoint));
  const auto loaded = state_of(copy_of(
      GetParam(), by_checkpoint, [&](const std::string& file) { return !is_checkpoint(file); }));
  EXPECT_FALSE(loaded.empty());
  EXPECT_EQ(loaded, replayed);
}

INSTANTIATE_TEST_SUITE_P(Of, OthersCheckpointTest,
                         testing::Values("spark", "spark_in_parts", "deltalake"),
                         [](const auto& test) { return std::string(test.param); });

TEST(OthersCheckpointTest, WithAPartMissingIsNotRead) {
  const ScratchFolder folder;
  const std::string table = copy_of("spark_in_parts", folder, [](const std::string& file) {
    return file.find(".checkpoint.0000000002") != std::string::npos || file.ends_with("0.json");
  });
  storage::LocalFileSystem files;
  ParquetCheckpoints checkpoints(engine_of_these_tests);
  const auto snapshot = read_snapshot(files, &checkpoints, table);
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().code, ErrorCode::kCorrupt);
}

// ---------------------------------------------------------------- a table of ours

TEST(ParquetCheckpointsTest, ATableIsReadFromItsCheckpointOnceItsEntriesAreGone) {
  const ScratchFolder folder;
  storage::LocalFileSystem files;
  ManualClock clock{kNoon};
  ParquetCheckpoints checkpoints(engine_of_these_tests);
  const TableHost host{
      .files = files, .clock = clock, .random = seeded_random(1), .checkpoints = &checkpoints};
  const std::string path = folder.path() + "/t";
  {
    Table table(host, path);
    ASSERT_TRUE(table.create({.schema = sales_schema(),
                              .properties = {{"delta.checkpointInterval", "10"}},
                              .comment = "sales"}));
    for (int i = 1; i <= 11; ++i) {
      ASSERT_TRUE(table.append(append_of(std::to_string(i), Txn{.app_id = "f", .version = i})));
    }
  }
  const auto before = state_of(path);
  for (int64_t version = 0; version <= 10; ++version) {
    ASSERT_TRUE(files.remove(entry_path(path, Version{version})));
  }
  EXPECT_EQ(state_of(path), before);

  Table table(host, path);
  const auto repeated = table.append(append_of("again", Txn{.app_id = "f", .version = 9}));
  ASSERT_TRUE(repeated);
  EXPECT_TRUE(repeated->is_repeat);
  const auto appended = table.append(append_of("12", Txn{.app_id = "f", .version = 12}));
  ASSERT_TRUE(appended);
  EXPECT_EQ(appended->version, Version{12});
}

}  // namespace
}  // namespace tarn::delta
