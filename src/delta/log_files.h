// The names in a table's `_delta_log`, and which of them make up a version. Log compaction files,
// which say again what entries say, are passed over: a reader may use them and need not.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "storage/file_system.h"

namespace tarn::delta {

std::string log_folder(const std::string& table_path);
// ".../_delta_log/00000000000000000007.json"
std::string entry_path(const std::string& table_path, Version version);
// ".../_delta_log/00000000000000000010.checkpoint.parquet"
std::string checkpoint_path(const std::string& table_path, Version version);
// ".../_delta_log/_sidecars/<name>": where a checkpoint's sidecar lies, by its name or its URI.
Result<std::string> sidecar_path(const std::string& table_path, const std::string& logged);
// ".../_delta_log/_last_checkpoint"
std::string last_checkpoint_path(const std::string& table_path);

// A checkpoint that is there with all of its parts (protocol, "Checkpoint Naming Scheme"): in one
// file, in several, or under a UUID in Parquet or JSON. Any of them but that in several parts may
// name further files that hold its add and remove actions ("Sidecar Files").
struct CheckpointFiles {
  Version version;
  std::vector<std::string> paths;  // one, or all parts in order
};

// What a listing of the log shows.
struct LogFiles {
  std::vector<Version> entries;              // ascending
  std::vector<CheckpointFiles> checkpoints;  // complete, ascending; one a version

  bool is_empty() const { return entries.empty() && checkpoints.empty(); }
  Version latest() const;  // is_empty() is false
};

// kNotFound where the table has no log.
Result<LogFiles> list_log(storage::FileSystem& files, const std::string& table_path);
// Whether a version was ever committed. The folder alone says nothing: a death within the first
// commit leaves it empty.
Result<bool> has_table(storage::FileSystem& files, const std::string& table_path);

// What has to be read, in this order, to know the table at `version`.
struct ReplayPlan {
  std::optional<CheckpointFiles> checkpoint;
  std::vector<Version> entries;
};

// Pure. kNotFound: `version` was cleaned up, or is not written yet. kCorrupt names an entry that is
// missing between others.
Result<ReplayPlan> plan_replay(const LogFiles& log, Version version, const std::string& table_path);

}  // namespace tarn::delta
