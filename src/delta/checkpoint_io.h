// Parquet checkpoints as actions: what this room needs of whoever reads and writes Parquet.

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "delta/action.h"

namespace tarn::delta {

// The columns of a checkpoint are the protocol's ("Checkpoint Schema"): one nullable struct an
// action kind (txn, add, remove, metaData, protocol, domainMetadata, sidecar), one row an action.
// May be called from any thread.
class CheckpointIo {
 public:
  virtual ~CheckpointIo() = default;

  // All actions of the Parquet file at `path`.
  virtual Result<std::vector<Action>> read(const std::string& path) = 0;
  // A new Parquet file at `path`, which the caller makes durable. Never holds CommitInfo,
  // CdcFile or Sidecar.
  virtual Status write(const std::string& path, const std::vector<Action>& actions) = 0;
};

}  // namespace tarn::delta
