// CSV to columns by a schema, in Spark's dialect (univocity's parser, Spark's conversions).
//
// Columns are matched by position; a header line, where there is one, is skipped
// (enforceSchema=true, Spark's default) or compared with the schema's names (enforceSchema=false).
// With by_name it says which column takes which field, as Auto Loader does.
// A field whose text is `nullValue` is NULL; an unquoted empty field is NULL; a quoted empty one
// reads as `emptyValue`, so with both at their defaults, "", it is NULL as well. Blank lines are no
// records. A row with too few or too many fields is malformed: it gives its row with NULLs, or
// without what is too much, and the corrupt record column its text. Rules and cases:
// csv_decoder_test.cc.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/record_decoder.h"
#include "types/column.h"
#include "types/type.h"

namespace tarn::format {

// What to do when a quote stands inside a field where it cannot be read as one.
enum class UnescapedQuote : uint8_t { kStopAtDelimiter, kStopAtClosingQuote };

struct CsvOptions {
  ParseMode mode = ParseMode::kPermissive;
  std::string corrupt_column = "_corrupt_record";
  std::string rescued_column = {};  // empty: nothing is rescued
  std::string separator = ",";
  std::optional<char> quote = '"';  // nothing: no field is quoted
  std::optional<char> escape = '\\';
  // Escapes the escape itself; the default is the escape where escape and quote differ.
  std::optional<char> escape_of_escape = {};
  std::optional<char> comment = {};
  bool header = false;
  bool enforce_schema = true;
  bool by_name = false;        // with a header: fields go to the columns of their names
  bool case_sensitive = true;  // of these names
  UnknownFields unknown_fields = UnknownFields::kPass;
  bool multi_line = false;
  std::string line_separator = {};  // empty: \n, \r\n or \r
  bool ignore_leading_blanks = false;
  bool ignore_trailing_blanks = false;
  std::string null_value = {};
  std::string empty_value = {};
  std::string nan_value = "NaN";
  std::string positive_infinity = "Inf";
  std::string negative_infinity = "-Inf";
  UnescapedQuote unescaped_quote = UnescapedQuote::kStopAtDelimiter;
  size_t columns_max = 20480;
  std::optional<size_t> chars_per_column_max = {};
  types::SessionZone zone = {};
  DateTimePatterns patterns = {};
  DateTimeHooks hooks = {};
  // For the inference of a schema alone.
  bool infer_types = false;  // else every column is STRING
  bool prefers_date = true;  // DATE before TIMESTAMP
};

// Reads Spark's options (names ignoring case). kInvalid: a value is wrong. kUnsupported: an option
// or value that Spark knows and Tarn does not honour, named in the message.
Result<ParsedOptions<CsvOptions>> parse_csv_options(const Options& options);

class CsvDecoder final : public RecordDecoder {
 public:
  // kInvalid: a column has a type that CSV does not hold (nested types).
  static Result<std::unique_ptr<CsvDecoder>> of(types::Schema schema, CsvOptions options);
  ~CsvDecoder() override;

  void begin_file(std::string path) override;
  Status feed(std::string_view bytes, types::Batch& out) override;
  Status end_file(types::Batch& out) override;
  const types::Schema& schema() const override;
  const DecodeCounts& counts() const override;

 private:
  struct State;
  explicit CsvDecoder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tarn::format
