// JSON documents to columns by a schema, with Spark's rules (JacksonParser).
//
// A decoder is compiled to its schema once: for each object it expects the field that followed last
// time, so a document costs one pass over its bytes, no allocation and no virtual call a value.
// Everything is checked, the parts that the schema skips too: a document is read whole or it is
// malformed. SEMANTICS 12.8 and 6.2 are the rules; json_decoder_test.cc is their table.
//
//   malformed document     every field NULL (PERMISSIVE)
//   field of a wrong type  that field NULL, the others stay; the record still counts as malformed
//   unknown field          ignored, or rescued
//   bytes that are not UTF-8 become U+FFFD and are counted
//
// Not thread-safe; give each thread its own.

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "format/record_decoder.h"
#include "types/column.h"
#include "types/type.h"

namespace tarn::format {

struct JsonOptions {
  ParseMode mode = ParseMode::kPermissive;
  // Name of the STRING column that takes a malformed record's text, if the schema has it.
  std::string corrupt_column = "_corrupt_record";
  // Name of the STRING column that takes what did not fit; empty: nothing is rescued.
  std::string rescued_column = {};
  UnknownFields unknown_fields = UnknownFields::kPass;
  bool case_sensitive = true;       // of field names; false: ASCII case is ignored
  bool multi_line = false;          // a file is one document (or one array of documents)
  std::string line_separator = {};  // empty: \n, \r\n or \r
  types::SessionZone zone = {};
  DateTimePatterns patterns = {};
  DateTimeHooks hooks = {};
  // Liberties beyond JSON, by the names and defaults of Spark's options.
  bool allow_single_quotes = true;
  bool allow_non_numeric_numbers = true;
  bool allow_unquoted_field_names = false;
  bool allow_numeric_leading_zeros = false;
  bool allow_backslash_escaping_any_character = false;
  bool allow_unquoted_control_chars = false;
  bool allow_comments = false;
  // For the inference of a schema alone.
  bool primitives_as_string = false;
  bool prefers_decimal = false;
  bool drop_field_if_all_null = false;
  bool infer_timestamp = false;
  bool keeps_empty_objects = false;  // as STRING; else a field that holds nothing else is left out
  bool keeps_equal_names = false;    // as fields of their own; else they are an error
};

// Reads Spark's options (names ignoring case). kInvalid: a value is wrong. kUnsupported: an option
// that Spark knows and Tarn does not honour, named in the message. `rescuedDataColumn`,
// `schemaHints` and other options of Auto Loader belong to the caller, but for rescuedDataColumn,
// which is read here.
Result<ParsedOptions<JsonOptions>> parse_json_options(const Options& options);

// What became of one document.
enum class Decoded : uint8_t {
  kRow,        // one row appended
  kRows,       // an array at the top of a file's record: one row an element (also none)
  kNothing,    // nothing but blanks: no row
  kMalformed,  // a row appended in which something is NULL that was there
  kDropped,    // malformed and left out
};

class JsonDecoder final : public RecordDecoder {
 public:
  // A decoder of records: files, and whatever else yields rows of `schema`. The corrupt record and
  // rescued columns, if wanted, are fields of `schema` of type STRING.
  static Result<std::unique_ptr<JsonDecoder>> of_records(types::Schema schema, JsonOptions options);
  // A decoder of single values: from_json(text, type). `type` is STRUCT, ARRAY or MAP.
  static Result<std::unique_ptr<JsonDecoder>> of_value(types::DataType type, JsonOptions options);
  ~JsonDecoder() override;

  // Appends the row (or, for an array at the top, the rows) of one document to `out`.
  // kData: malformed under FAILFAST. `document` need not be padded or terminated.
  Result<Decoded> decode_record(std::string_view document, types::Batch& out);

  // from_json: appends exactly one value to `out`, a column of the type given to of_value. A text
  // of blanks is NULL. Needs a decoder made by of_value.
  Status decode_value(std::string_view document, types::Column& out);

  // RecordDecoder: one document a line, or a document a file with multi_line.
  void begin_file(std::string path) override;
  Status feed(std::string_view bytes, types::Batch& out) override;
  Status end_file(types::Batch& out) override;
  const types::Schema& schema() const override;
  const DecodeCounts& counts() const override;

 private:
  struct State;
  explicit JsonDecoder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tarn::format
