// The format of files that nobody names: read_files() without `format`, as Databricks reads it.

#pragma once

#include <string>

#include "base/result.h"
#include "source/file_listing.h"
#include "source/stream_source.h"

namespace tarn::source {

// What the extensions of the files under `path` say (.json, .jsonl, .ndjson, .csv, .txt, .parquet,
// each with .gz behind it or not), and where they say nothing, how the first file begins. Files of
// other extensions beside known ones are not asked.
//
// CF_FILE_FORMAT_REQUIRED: there is no file yet, none says anything, or two say different things.
Result<std::string> detected_format(const std::string& path, const ListOptions& listing,
                                    const ReadContext& context);

}  // namespace tarn::source
