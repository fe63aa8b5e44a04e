// The newest snapshot of one table, kept up to date by reading only the entries that are new.
//
// May be shared between threads. What get() returns stays as it is while the table goes on.

#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "delta/action.h"
#include "delta/checkpoint_io.h"
#include "delta/snapshot.h"
#include "storage/file_system.h"

namespace tarn::delta {

class SnapshotCache {
 public:
  // `checkpoints` may be null, as in read_snapshot().
  SnapshotCache(storage::FileSystem& files, CheckpointIo* checkpoints, std::string table_path);

  // The table as it is now. A table that was deleted and made again is read from its start.
  Result<std::shared_ptr<const Snapshot>> get();

  // Takes over an entry that this process has committed, so that it need not be read. Does nothing
  // where the cache is not at the version before it.
  Status advance(Version version, const std::vector<Action>& entry);

 private:
  Result<bool> is_still_there() const;
  Result<std::shared_ptr<const Snapshot>> reload();
  Status remember(std::shared_ptr<const Snapshot> snapshot);

  storage::FileSystem& files_;
  CheckpointIo* const checkpoints_;
  const std::string table_path_;
  std::mutex mutex_;                        // guards all below
  std::shared_ptr<const Snapshot> newest_;  // shared with the callers of get()
  std::optional<storage::FileInfo> newest_entry_;
};

}  // namespace tarn::delta
