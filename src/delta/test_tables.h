// Small tables in memory, for this room's tests.

#pragma once

#include <gtest/gtest.h>

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "delta/checkpoint_io.h"
#include "delta/snapshot.h"
#include "delta/table.h"
#include "storage/memory_file_system.h"
#include "types/type.h"

namespace tarn::delta {

inline constexpr Micros kNoon = 1'767'268'800'000'000;  // 2026-01-01T12:00:00Z
inline constexpr int64_t kNoonMs = kNoon / 1'000;

inline types::Schema sales_schema() {
  return {{.name = "id", .type = types::long_type()},
          {.name = "item", .type = types::string_type()}};
}

inline AddFile add_file(const std::string& path) {
  return {
      .path = path, .size = 100, .modification_time_ms = kNoonMs, .stats = R"({"numRecords":1})"};
}

// Checkpoints as lines of JSON, so that these tests need no Parquet.
class JsonCheckpoints final : public CheckpointIo {
 public:
  explicit JsonCheckpoints(storage::MemoryFileSystem& files) : files_(files) {}

  Result<std::vector<Action>> read(const std::string& path) override {
    ASSIGN_OR_RETURN(const std::string text, files_.read(path));
    return parse_entry(text, path);
  }
  Status write(const std::string& path, const std::vector<Action>& actions) override {
    files_.write(path, entry_text(actions));
    return ok();
  }

 private:
  storage::MemoryFileSystem& files_;
};

// A disk, a clock at noon, and the table "t" on it.
struct World {
  ManualClock clock{kNoon};
  storage::MemoryFileSystem files{clock};
  JsonCheckpoints checkpoints{files};
  RandomSource random = seeded_random(1);

  TableHost host() {
    return {.files = files, .clock = clock, .random = random, .checkpoints = &checkpoints};
  }
  Table table() { return {host(), "t"}; }
};

inline Write append_of(const std::string& path, std::optional<Txn> txn = {}) {
  return {.files = {add_file(path)},
          .txn = std::move(txn),
          .operation = streaming_update_operation("query", BatchId{0})};
}

inline Write overwrite_of(const std::string& path, std::optional<Txn> txn = {}) {
  return {.files = {add_file(path)}, .txn = std::move(txn), .operation = overwrite_operation({})};
}

inline std::vector<std::string> paths_of(const Snapshot& snapshot) {
  std::vector<std::string> paths;
  snapshot.files.for_each(
      [&paths](const std::string&, const AddFile& file) { paths.push_back(file.path); });
  return paths;
}

inline std::vector<std::string> paths_of(Table& table) {
  const auto snapshot = table.snapshot();
  EXPECT_TRUE(snapshot);
  return snapshot ? paths_of(**snapshot) : std::vector<std::string>();
}

using Paths = std::vector<std::string>;

}  // namespace tarn::delta
