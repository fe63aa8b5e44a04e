// Data files of a Delta table as the engine reads them.

#pragma once

#include <vector>

#include "base/result.h"
#include "delta/snapshot.h"
#include "engine/relation.h"
#include "storage/file_system.h"

namespace tarn::source {

// `chosen` files of the table of `snapshot`, in the order given, without the rows that their
// deletion vectors take out: these are read from `files`.
Result<engine::ParquetFiles> parquet_files(storage::FileSystem& files,
                                           const delta::Snapshot& snapshot,
                                           const std::vector<delta::AddFile>& chosen);

// Notes which columns every file has (in_every_file), out of their footers. Where a footer cannot
// be read, or the files are so many that looking would cost more than it spares, nothing is.
void note_columns_of_files(storage::FileSystem& files, engine::ParquetFiles& relation);

// The files of a snapshot in the order in which a stream reads them: by modification time, then
// path.
std::vector<delta::AddFile> files_in_stream_order(const delta::Snapshot& snapshot);

}  // namespace tarn::source
