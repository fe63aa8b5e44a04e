// What every decoder of record-oriented files offers: bytes of a file go in, in order and in chunks
// of any size; rows are appended to a batch.
//
// A decoder reads no file itself. The result does not depend on how the bytes are cut into chunks.
// What it holds of a file is the record that is not whole yet, so that files may be larger than the
// memory. Where a whole file is one record (JSON with multiLine, text with wholetext) it is held
// whole. After an error of feed() or end_file() the decoder must be given a new file (begin_file).
// One decoder serves one thread.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "types/column.h"
#include "types/datetime.h"
#include "types/type.h"

namespace tarn::format {

// What to do with a record that cannot be read, wholly or in part.
enum class ParseMode : uint8_t {
  kPermissive,     // NULL where nothing fits; the record's text goes to the corrupt record column
  kDropMalformed,  // the record is left out
  kFailFast,       // an error
};

// What to do with a field of a record that the schema does not have. Where there is a rescued data
// column, a field whose name differs in case only is rescued either way.
enum class UnknownFields : uint8_t {
  kPass,    // rescued where there is a rescued data column, else ignored
  kRefuse,  // an error, UNKNOWN_FIELD_EXCEPTION: the schema must grow first
};

// Spark's condition for the error of kRefuse.
inline constexpr std::string_view kUnknownFields = "UNKNOWN_FIELD_EXCEPTION.NEW_FIELDS_IN_FILE";

// What a decoder has seen since it was made. Nothing that is lost or changed goes uncounted.
struct DecodeCounts {
  uint64_t records = 0;       // records seen, malformed ones included
  uint64_t rows = 0;          // rows appended
  uint64_t malformed = 0;     // records that broke a rule, wholly or in one field
  uint64_t dropped = 0;       // of these, the records left out (DROPMALFORMED)
  uint64_t rescued = 0;       // records with something in the rescued data column
  uint64_t invalid_utf8 = 0;  // records in which bytes were replaced by U+FFFD

  friend bool operator==(const DecodeCounts&, const DecodeCounts&) = default;
};

// Parsers for text forms that an option's pattern defines; empty where Spark's default forms hold.
// Whoever compiles Java's date patterns sets them.
struct DateTimeHooks {
  std::function<std::optional<int64_t>(std::string_view)> date;       // days
  std::function<std::optional<int64_t>(std::string_view)> timestamp;  // microseconds, UTC
  std::function<std::optional<int64_t>(std::string_view)>
      timestamp_ntz;  // microseconds, wall clock
};

// Patterns as the options name them; empty: Spark's default forms. A decoder whose options hold a
// pattern without a hook for it cannot be made (kUnsupported).
struct DateTimePatterns {
  std::string date;
  std::string timestamp;
  std::string timestamp_ntz;
  // For the inference of a schema alone: a time without a zone is a TIMESTAMP_NTZ, as where
  // spark.sql.timestampType says so.
  bool times_are_local = false;
};

class RecordDecoder {
 public:
  virtual ~RecordDecoder() = default;

  // Starts on a file. `path` stands in messages and in the rescued data column.
  virtual void begin_file(std::string path) = 0;
  // The next bytes of the file. Rows that they complete are appended to `out`, whose columns have
  // the types of schema().
  virtual Status feed(std::string_view bytes, types::Batch& out) = 0;
  // The file has no more bytes.
  virtual Status end_file(types::Batch& out) = 0;

  virtual const types::Schema& schema() const = 0;
  virtual const DecodeCounts& counts() const = 0;
};

using Options = std::map<std::string, std::string>;  // names compare ignoring case

// Options of a format, compiled, with the names that the format does not know: the caller decides
// whether they belong to somebody else (maxFilesPerTrigger) or are refused.
template <typename T>
struct ParsedOptions {
  T options;
  std::vector<std::string> unknown;     // as they were written
  std::vector<std::string> known = {};  // what the format does know, for suggestions
};

}  // namespace tarn::format
