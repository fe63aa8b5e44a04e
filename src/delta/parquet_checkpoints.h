// Checkpoints as Parquet files, written and read by the engine.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "delta/checkpoint_io.h"
#include "engine/engine.h"
#include "storage/file_system.h"

namespace tarn::delta {

// The engine to use. Asked when a checkpoint is read or written, and not before: most tables are
// known from their log alone, and opening an engine for them would cost more than reading them. May
// be called from any thread.
using EngineProvider = std::function<Result<engine::Engine*>()>;

// Its files lie on the local disk, because the engine writes and reads them itself.
class ParquetCheckpoints final : public CheckpointIo {
 public:
  explicit ParquetCheckpoints(EngineProvider engine) : engine_(std::move(engine)) {}

  Result<std::vector<Action>> read(const std::string& path) override;
  Status write(const std::string& path, const std::vector<Action>& actions) override;

 private:
  const EngineProvider engine_;
};

}  // namespace tarn::delta
