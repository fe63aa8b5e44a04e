// Data files of a Delta table as the engine reads them.

#pragma once

#include <vector>

#include "base/result.h"
#include "delta/snapshot.h"
#include "engine/relation.h"

namespace tarn::source {

// `files` of the table of `snapshot`, in the order given. kUnsupported: a file has a deletion
// vector.
Result<engine::ParquetFiles> parquet_files(const delta::Snapshot& snapshot,
                                           const std::vector<delta::AddFile>& files);

// The files of a snapshot in the order in which a stream reads them: by modification time, then
// path.
std::vector<delta::AddFile> files_in_stream_order(const delta::Snapshot& snapshot);

}  // namespace tarn::source
