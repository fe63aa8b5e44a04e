// Which schema files have that nobody declared one for: a sample of them is looked at.
//
// The sample is bounded (kSampledFilesMax, kSampledBytesMax): of many or large files the beginnings
// are read. A record of JSON or CSV that does not fit what the sample said is rescued, or makes the
// schema grow; Parquet files say in their footers what they hold.

#pragma once

#include <vector>

#include "base/result.h"
#include "plan/node.h"
#include "source/file_listing.h"
#include "source/read_options.h"
#include "source/schema_store.h"
#include "source/stream_source.h"

namespace tarn::source {

inline constexpr size_t kSampledFilesMax = 1000;
inline constexpr uint64_t kSampledBytesMax = uint64_t{64} << 20;

// Without hints and without a rescued data column. `source` says format, path and options.
// CF_EMPTY_DIR_FOR_SCHEMA_INFERENCE, UNABLE_TO_INFER_SCHEMA: there is nothing to look at.
Result<StoredSchema> infer_schema(const plan::FileSource& source, ReaderKind kind,
                                  const ReadContext& context);

// `columns` with the columns and fields of `files` that it lacks, at the end; its own types do not
// change. All of the files is read. A rescued data column is no part of either.
Result<types::Schema> grown_schema(const plan::FileSource& source, types::Schema columns,
                                   const std::vector<ListedFile>& files,
                                   const ReadContext& context);

// The schema of records without the rescued data column, if it has one.
types::Schema without_rescued(const types::Schema& schema, const ReadOptions& options);

// Whether `error` says that a flow's schema has grown and the update is to begin anew with it.
bool has_grown_schema(const Error& error);

}  // namespace tarn::source
