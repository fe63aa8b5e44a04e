// The rows of some files, decoded and put into the columns of a scan.
//
// Records are decoded here, file after file, in chunks; a chunk's rows are one batch. Parquet files
// are the engine's to read. A file that changed its size since it was listed, or is gone, is an
// error that names it: the rows of a batch must be the same whenever it runs. One thread at a time.

#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "engine/relation.h"
#include "plan/file_metadata.h"
#include "plan/node.h"
#include "source/file_listing.h"
#include "source/stream_source.h"

namespace tarn::source {

// The rows of `files` (their paths may be relative to the context's root) for a scan of a
// plan::FileSource.
Result<engine::Relation> read_listed_files(const plan::Node& scan, std::vector<ListedFile> files,
                                           const ReadContext& context);

}  // namespace tarn::source
