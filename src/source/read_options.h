// The options of read_files, cloud_files and format.`path`, sorted out: which files are read, which
// schema they have, and what belongs to the format's decoder. Every option is honoured or refused
// by its name: the error's text names it as "option 'x'".

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/record_decoder.h"
#include "format/schema_inference.h"
#include "plan/node.h"
#include "source/file_listing.h"
#include "types/datetime.h"

namespace tarn::source {

// What becomes of a stream whose files have columns that its schema lacks (SEMANTICS 6.2).
enum class SchemaEvolution : uint8_t {
  kNone,              // they are ignored
  kAddNewColumns,     // the schema grows, and the update begins anew with it
  kRescue,            // they go to the rescued data column
  kFailOnNewColumns,  // the flow fails until somebody acts
};

// Who reads: Auto Loader (read_files, cloud_files) has options that Spark's own readers
// (format.`path`) lack.
enum class ReaderKind : uint8_t { kAutoLoader, kSpark };

struct ReadOptions {
  // ---- which files, and how many at once
  ListOptions listing;                         // pathGlobFilter, modifiedAfter ..
  std::optional<int64_t> files_per_batch_max;  // maxFilesPerTrigger
  // maxBytesPerTrigger, soft: the file that exceeds it is in.
  std::optional<int64_t> bytes_per_batch_max;
  bool include_existing_files = true;  // includeExistingFiles
  bool allow_overwrites = false;       // allowOverwrites: a file that changed is read again
  // ---- their schema
  std::optional<std::string> schema;                          // as DDL; nothing: it is inferred
  std::string schema_hints;                                   // schemaHints
  std::optional<bool> infer_column_types;                     // inferColumnTypes
  std::optional<SchemaEvolution> evolution;                   // schemaEvolutionMode
  std::optional<std::string> rescued_column;                  // rescuedDataColumn
  std::optional<std::vector<std::string>> partition_columns;  // partitionColumns
  bool has_partitions = true;  // recursiveFileLookup: folders give no columns
  bool merge_schema = true;    // mergeSchema, of Parquet
  format::Options of_format;
};

// kInvalid, kUnsupported: an option by name. Times without a zone are read in `zone`.
Result<ReadOptions> parse_read_options(const std::map<std::string, std::string>& options,
                                       const types::SessionZone& zone);

// A decoder for the records of `source`. Timestamps without a zone are read in `zone`.
Result<std::unique_ptr<format::RecordDecoder>> make_decoder(const plan::FileSource& source,
                                                            const types::SessionZone& zone);

// What infers the schema of the records of `source`, whose own schema is not looked at.
Result<std::unique_ptr<format::SchemaInference>> make_inference(const plan::FileSource& source,
                                                                const types::SessionZone& zone);

// Whether the records of a format are decoded here (json, csv, text), and not by the engine.
bool has_decoder(const std::string& format);

// The option that an error is about, in lower case; empty: none.
std::string option_at_fault(const Error& error);

Error option_error(ErrorCode code, const std::string& message);

}  // namespace tarn::source
