#include "delta/snapshot_cache.h"

#include "delta/log_files.h"

namespace tarn::delta {

SnapshotCache::SnapshotCache(storage::FileSystem& files, CheckpointIo* checkpoints,
                             std::string table_path)
    : files_(files), checkpoints_(checkpoints), table_path_(std::move(table_path)) {}

Result<std::shared_ptr<const Snapshot>> SnapshotCache::get() {
  const std::lock_guard lock(mutex_);
  ASSIGN_OR_RETURN(const bool is_current, is_still_there());
  if (!is_current) {
    return reload();
  }
  while (true) {
    const Version next{newest_->version.value + 1};
    const std::string path = entry_path(table_path_, next);
    const Result<std::string> text = files_.read(path);
    if (!text && text.error().code == ErrorCode::kNotFound) {
      return newest_;
    }
    RETURN_IF_ERROR(text);
    ASSIGN_OR_RETURN(const std::vector<Action> entry, parse_entry(*text, path));
    ASSIGN_OR_RETURN(Snapshot snapshot, next_snapshot(*newest_, next, entry));
    RETURN_IF_ERROR(remember(std::make_shared<const Snapshot>(std::move(snapshot))));
  }
}

Status SnapshotCache::advance(Version version, const std::vector<Action>& entry) {
  const std::lock_guard lock(mutex_);
  if (newest_ == nullptr || newest_->version.value + 1 != version.value) {
    return ok();
  }
  ASSIGN_OR_RETURN(Snapshot snapshot, next_snapshot(*newest_, version, entry));
  return remember(std::make_shared<const Snapshot>(std::move(snapshot)));
}

// Whether the entry that was read last is the same file still. It is not where somebody deleted the
// table and made another in its place: versions of the two must not be mixed.
Result<bool> SnapshotCache::is_still_there() const {
  if (!newest_entry_) {
    return false;
  }
  const Result<storage::FileInfo> info = files_.stat(newest_entry_->name);
  if (!info && info.error().code == ErrorCode::kNotFound) {
    return false;
  }
  RETURN_IF_ERROR(info);
  return info->size == newest_entry_->size && info->modified == newest_entry_->modified;
}

Result<std::shared_ptr<const Snapshot>> SnapshotCache::reload() {
  newest_ = nullptr;
  newest_entry_.reset();
  ASSIGN_OR_RETURN(Snapshot snapshot, read_snapshot(files_, checkpoints_, table_path_));
  RETURN_IF_ERROR(remember(std::make_shared<const Snapshot>(std::move(snapshot))));
  return newest_;
}

Status SnapshotCache::remember(std::shared_ptr<const Snapshot> snapshot) {
  newest_ = std::move(snapshot);
  newest_entry_.reset();
  // Where only a checkpoint is left of this version, the next call reads the table anew.
  const Result<storage::FileInfo> info = files_.stat(entry_path(table_path_, newest_->version));
  if (info) {
    newest_entry_ = *info;
    return ok();
  }
  return info.error().code == ErrorCode::kNotFound ? ok() : Status(info.error());
}

}  // namespace tarn::delta
