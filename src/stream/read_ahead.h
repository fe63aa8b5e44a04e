// Rows made on another thread while the last ones are being used, a few batches ahead.
//
// `worker` starts with the first next() and serves this object alone until it goes, which calls
// `interrupt` first where rows are still being made: that must make the reader's next() return
// soon. Rows come in the reader's order, and its error comes behind them.

#pragma once

#include <functional>
#include <memory>

#include "engine/relation.h"
#include "stream/worker.h"

namespace tarn::stream {

// Batches that may wait to be used, besides as many that the user has taken: so many, and no more
// than these bytes unless it is a single one. Enough for a sink to write a row group meanwhile.
inline constexpr size_t kBatchesAheadMax = 64;
inline constexpr size_t kBytesAheadMax = size_t{8} << 20;

std::unique_ptr<engine::BatchReader> read_ahead(std::unique_ptr<engine::BatchReader> reader,
                                                Worker& worker, std::function<void()> interrupt);

}  // namespace tarn::stream
