#include "delta/snapshot.h"

#include <fmt/format.h>

#include <algorithm>

#include "delta/commit_info.h"
#include "delta/protocol.h"
#include "delta/type_changes.h"
#include "storage/path.h"

namespace tarn::delta {
namespace {

// Collects the newest state of what a stretch of the log says. Entries come in version order, so
// that the later action wins (protocol, "Action Reconciliation").
class Replay {
 public:
  explicit Replay(Snapshot start) : snapshot_(std::move(start)) {}

  void apply(Version version, const std::vector<Action>& actions) {
    version_ = version;
    for (const Action& action : actions) {
      std::visit([this](const auto& known) { note(known); }, action);
    }
    snapshot_.version = version;
  }

  Result<Snapshot> finish() && {
    snapshot_.files.apply(std::move(files_));
    snapshot_.tombstones.apply(std::move(tombstones_));
    const std::string& path = snapshot_.table_path;
    if (!has_protocol_ || !has_metadata_) {
      return Error{ErrorCode::kCorrupt,
                   fmt::format("the log of {} has no {} up to version {}", path,
                               has_protocol_ ? "metaData" : "protocol", snapshot_.version.value)};
    }
    RETURN_IF_ERROR(check_readable(snapshot_.protocol, snapshot_.metadata, path));
    if (schema_is_new_) {
      if (const Status read = read_schema(); !read) {
        return read.error().within("reading the schema of " + path);
      }
    }
    return std::move(snapshot_);
  }

  // The start holds a protocol and a metadata.
  void go_on() { has_protocol_ = has_metadata_ = true; }

 private:
  Status read_schema() {
    ASSIGN_OR_RETURN(snapshot_.schema, types::schema_from_json(snapshot_.metadata.schema_text));
    RETURN_IF_ERROR(check_type_changes(snapshot_.schema));
    ASSIGN_OR_RETURN(snapshot_.mapping, column_mapping(snapshot_.protocol, snapshot_.metadata));
    snapshot_.file_schema.clear();
    if (snapshot_.mapping != ColumnMapping::kNone) {
      ASSIGN_OR_RETURN(snapshot_.file_schema, physical_schema(snapshot_.schema));
    }
    return ok();
  }

  void note(const CommitInfo&) {}
  void note(const CdcFile&) {}
  void note(const Sidecar&) {}  // its file was read with its checkpoint
  void note(const Protocol& protocol) {
    snapshot_.protocol = protocol;
    has_protocol_ = schema_is_new_ = true;  // it says whether the schema's mapping counts
  }
  void note(const Metadata& metadata) {
    snapshot_.metadata = metadata;
    has_metadata_ = schema_is_new_ = true;
  }
  void note(const Txn& txn) { snapshot_.txns[txn.app_id] = {.txn = txn, .committed_in = version_}; }
  void note(const DomainMetadata& domain) {
    if (domain.removed) {
      snapshot_.domains.erase(domain.domain);
    } else {
      snapshot_.domains[domain.domain] = domain;
    }
  }
  void note(const AddFile& file) {
    const std::string key = file_key(file.path, file.deletion_vector);
    files_[key] = std::make_shared<const AddFile>(file);
    tombstones_[key] = nullptr;
  }
  void note(const RemoveFile& file) {
    const std::string key = file_key(file.path, file.deletion_vector);
    files_[key] = nullptr;
    tombstones_[key] = std::make_shared<const RemoveFile>(file);
  }

  Snapshot snapshot_;
  LayeredMap<AddFile>::Changes files_;
  LayeredMap<RemoveFile>::Changes tombstones_;
  Version version_;
  bool has_protocol_ = false;
  bool has_metadata_ = false;
  bool schema_is_new_ = false;
};

Result<std::vector<Action>> read_parquet(CheckpointIo* checkpoints, const std::string& path,
                                         const std::string& table_path) {
  if (checkpoints == nullptr) {
    return Error{ErrorCode::kUnsupported, "reading " + table_path + " needs its checkpoint " +
                                              path + ", and nothing here reads Parquet"};
  }
  return checkpoints->read(path);
}

// What lies in the further files that the actions of a checkpoint name, behind these.
Status add_sidecars(CheckpointIo* checkpoints, const std::string& table_path,
                    std::vector<Action>& all) {
  std::vector<std::string> paths;
  for (const Action& action : all) {
    if (const auto* sidecar = std::get_if<Sidecar>(&action)) {
      ASSIGN_OR_RETURN(paths.emplace_back(), sidecar_path(table_path, sidecar->path));
    }
  }
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(std::vector<Action> actions, read_parquet(checkpoints, path, table_path));
    std::ranges::move(actions, std::back_inserter(all));
  }
  return ok();
}

Result<std::vector<Action>> read_checkpoint(storage::FileSystem& files, CheckpointIo* checkpoints,
                                            const CheckpointFiles& checkpoint,
                                            const std::string& table_path) {
  std::vector<Action> all;
  for (const std::string& path : checkpoint.paths) {
    std::vector<Action> actions;
    if (path.ends_with(".json")) {
      ASSIGN_OR_RETURN(const std::string text, files.read(path));
      ASSIGN_OR_RETURN(actions, parse_entry(text, path));
    } else {
      ASSIGN_OR_RETURN(actions, read_parquet(checkpoints, path, table_path));
    }
    std::ranges::move(actions, std::back_inserter(all));
  }
  RETURN_IF_ERROR(add_sidecars(checkpoints, table_path, all));
  return all;
}

Result<std::vector<Action>> read_entry(storage::FileSystem& files, const std::string& table_path,
                                       Version version) {
  const std::string path = entry_path(table_path, version);
  ASSIGN_OR_RETURN(const std::string text, files.read(path));
  return parse_entry(text, path);
}

Result<Snapshot> replay(storage::FileSystem& files, CheckpointIo* checkpoints,
                        const std::string& table_path, const ReplayPlan& plan) {
  Replay replay(Snapshot{.table_path = table_path});
  if (plan.checkpoint) {
    const Result<std::vector<Action>> actions =
        read_checkpoint(files, checkpoints, *plan.checkpoint, table_path);
    if (!actions) {
      return actions.error().within("reading the checkpoint " + plan.checkpoint->paths.front());
    }
    replay.apply(plan.checkpoint->version, *actions);
  }
  for (const Version version : plan.entries) {
    ASSIGN_OR_RETURN(const std::vector<Action> actions, read_entry(files, table_path, version));
    replay.apply(version, actions);
  }
  return std::move(replay).finish();
}

// The entry's own time where the table keeps it: the protocol puts commitInfo first then.
Result<int64_t> entry_time(storage::FileSystem& files, const std::string& table_path,
                           Version version) {
  const std::string path = entry_path(table_path, version);
  ASSIGN_OR_RETURN(const std::string text, files.read(path));
  const std::string_view first = std::string_view(text).substr(0, text.find('\n'));
  ASSIGN_OR_RETURN(const std::optional<Action> action, parse_action(first, path + ":1"));
  if (action) {
    if (const auto* info = std::get_if<CommitInfo>(&*action)) {
      if (const std::optional<int64_t> own = in_commit_timestamp(*info)) {
        return *own;
      }
    }
  }
  ASSIGN_OR_RETURN(const storage::FileInfo info, files.stat(path));
  return info.modified / 1'000;
}

}  // namespace

types::Schema Snapshot::data_schema() const {
  types::Schema columns;
  for (const types::Field& field : schema) {
    if (std::ranges::find(metadata.partition_columns, field.name) ==
        metadata.partition_columns.end()) {
      columns.push_back(field);
    }
  }
  return columns;
}

std::string Snapshot::name_in_files(const std::string& column) const {
  const auto at = std::ranges::find(schema, column, &types::Field::name);
  if (file_schema.empty() || at == schema.end()) {
    return column;
  }
  return file_schema[static_cast<size_t>(at - schema.begin())].name;
}

PartitionValues Snapshot::partition_values_of(const AddFile& file) const {
  PartitionValues values;
  for (const std::string& column : metadata.partition_columns) {
    const auto found = file.partition_values.find(name_in_files(column));
    values[column] = found == file.partition_values.end() ? std::nullopt : found->second;
  }
  return values;
}

std::optional<std::string> Snapshot::property(const std::string& name) const {
  const auto at = metadata.configuration.find(name);
  return at == metadata.configuration.end() ? std::nullopt : std::optional(at->second);
}

Result<std::string> path_in_table(const std::string& table_path, const std::string& logged) {
  if (storage::has_scheme(logged)) {
    return storage::path_from_uri(logged);
  }
  ASSIGN_OR_RETURN(const std::string relative, storage::percent_decoded(logged));
  return storage::join(table_path, relative);
}

Result<std::string> data_path(const std::string& table_path, const AddFile& file) {
  return path_in_table(table_path, file.path);
}

Result<Snapshot> read_snapshot(storage::FileSystem& files, CheckpointIo* checkpoints,
                               const std::string& table_path) {
  ASSIGN_OR_RETURN(const LogFiles log, list_log(files, table_path));
  ASSIGN_OR_RETURN(const ReplayPlan plan, plan_replay(log, log.latest(), table_path));
  return replay(files, checkpoints, table_path, plan);
}

Result<Snapshot> read_snapshot_at(storage::FileSystem& files, CheckpointIo* checkpoints,
                                  const std::string& table_path, Version version) {
  ASSIGN_OR_RETURN(const LogFiles log, list_log(files, table_path));
  ASSIGN_OR_RETURN(const ReplayPlan plan, plan_replay(log, version, table_path));
  return replay(files, checkpoints, table_path, plan);
}

Result<Snapshot> next_snapshot(const Snapshot& snapshot, Version version,
                               const std::vector<Action>& entry) {
  CHECK(version.value == snapshot.version.value + 1);
  Replay replay(snapshot);
  replay.go_on();
  replay.apply(version, entry);
  return std::move(replay).finish();
}

Result<std::vector<CommitTime>> commit_times(storage::FileSystem& files,
                                             const std::string& table_path) {
  ASSIGN_OR_RETURN(const LogFiles log, list_log(files, table_path));
  std::vector<CommitTime> times;
  for (const Version version : log.entries) {
    ASSIGN_OR_RETURN(const int64_t time, entry_time(files, table_path, version));
    const int64_t earliest = times.empty() ? time : times.back().timestamp_ms + 1;
    times.push_back({.version = version, .timestamp_ms = std::max(time, earliest)});
  }
  return times;
}

Result<Version> version_at(storage::FileSystem& files, const std::string& table_path,
                           Micros timestamp) {
  ASSIGN_OR_RETURN(const std::vector<CommitTime> times, commit_times(files, table_path));
  if (times.empty() || timestamp < times.front().timestamp_ms * 1'000) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "the timestamp lies before the first version of " + table_path +
                            " that is kept; ask for a later one",
                 .condition = "DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION",
                 .sqlstate = "42816"};
  }
  if (timestamp > times.back().timestamp_ms * 1'000) {
    return Error{
        .code = ErrorCode::kInvalid,
        .message = fmt::format("the timestamp lies after version {} of {}, the newest; ask "
                               "for an earlier one, or for no timestamp",
                               times.back().version.value, table_path),
        .condition = "DELTA_TIMESTAMP_GREATER_THAN_COMMIT",
        .sqlstate = "42816"};
  }
  Version newest;
  for (const CommitTime& commit : times) {
    if (commit.timestamp_ms * 1'000 <= timestamp) {
      newest = commit.version;
    }
  }
  return newest;
}

}  // namespace tarn::delta
