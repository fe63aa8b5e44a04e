#include "delta/checkpoint.h"

#include "delta/json_object.h"
#include "delta/log_files.h"
#include "delta/protocol.h"
#include "storage/path.h"

namespace tarn::delta {
namespace {

// The Parquet file under a name that no reader looks at (and no second writer), then durable, then
// under its own.
Status publish(storage::FileSystem& files, CheckpointIo& checkpoints, const std::string& path,
               const std::string& scratch_id, const std::vector<Action>& actions) {
  const std::string scratch = storage::join(
      storage::parent_of(path), "." + storage::file_name_of(path) + "." + scratch_id + ".tmp");
  if (const Status written = checkpoints.write(scratch, actions); !written) {
    RETURN_IF_ERROR(files.remove_tree(scratch));
    return written;
  }
  RETURN_IF_ERROR(files.sync_file(scratch));
  RETURN_IF_ERROR(files.rename(scratch, path));
  return files.sync_directory(storage::parent_of(path));
}

}  // namespace

bool is_checkpoint_due(const Snapshot& snapshot, Version version) {
  const int64_t interval = checkpoint_interval(snapshot.metadata.configuration);
  return interval > 0 && version.value > 0 && version.value % interval == 0;
}

std::vector<Action> checkpoint_actions(const Snapshot& snapshot, Micros now) {
  std::vector<Action> actions = {snapshot.protocol, snapshot.metadata};
  for (const auto& [app_id, recorded] : snapshot.txns) {
    actions.emplace_back(recorded.txn);
  }
  for (const auto& [name, domain] : snapshot.domains) {
    actions.emplace_back(domain);
  }
  const bool keeps_stats = writes_stats_as_json(snapshot.metadata.configuration);
  const int64_t retention_ms = deleted_file_retention_ms(snapshot.metadata.configuration);
  const int64_t oldest_ms = now / 1'000 - retention_ms;
  snapshot.tombstones.for_each([&](const std::string&, const RemoveFile& file) {
    if (file.deletion_timestamp_ms.value_or(0) > oldest_ms) {
      RemoveFile kept = file;
      kept.data_change = false;
      actions.emplace_back(std::move(kept));
    }
  });
  snapshot.files.for_each([&](const std::string&, const AddFile& file) {
    AddFile kept = file;
    kept.data_change = false;
    if (!keeps_stats) {
      kept.stats.reset();
    }
    actions.emplace_back(std::move(kept));
  });
  return actions;
}

Status write_checkpoint(storage::FileSystem& files, CheckpointIo& checkpoints, const Clock& clock,
                        const RandomSource& random, const Snapshot& snapshot) {
  const std::vector<Action> actions = checkpoint_actions(snapshot, clock.now());
  const std::string path = checkpoint_path(snapshot.table_path, snapshot.version);
  RETURN_IF_ERROR(publish(files, checkpoints, path, make_uuid(random), actions));
  ASSIGN_OR_RETURN(const storage::FileInfo info, files.stat(path));

  nlohmann::ordered_json hint;
  hint["version"] = snapshot.version.value;
  hint["size"] = actions.size();
  hint["sizeInBytes"] = info.size;
  hint["numOfAddFiles"] = snapshot.files.size();
  return files.replace(last_checkpoint_path(snapshot.table_path), json_text(hint));
}

}  // namespace tarn::delta
