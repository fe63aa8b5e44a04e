#include "format/csv_decoder.h"
#include "format/option_reader.h"
#include "types/utf8.h"

namespace tarn::format {
namespace {

// The escapes that Spark allows in a separator: \t and its kin, \\, and a code point.
Result<std::string> unescaped_separator(const std::string& text) {
  constexpr std::string_view kEscapes = "trbfn\"'\\0";
  constexpr std::string_view kMeanings("\t\r\b\f\n\"'\\\0", 9);
  std::string separator;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      separator += text[at];
      continue;
    }
    const size_t found = at + 1 < text.size() ? kEscapes.find(text[at + 1]) : std::string::npos;
    if (found == std::string::npos) {
      return Error{ErrorCode::kInvalid, "unsupported escape in the separator '" + text + "'",
                   "INVALID_DELIMITER_VALUE.UNSUPPORTED_SPECIAL_CHARACTER", "42602"};
    }
    separator += kMeanings[found];
    ++at;
  }
  if (separator.empty()) {
    return Error{ErrorCode::kInvalid, "Delimiter cannot be empty string",
                 "INVALID_DELIMITER_VALUE.EMPTY_STRING", "42602"};
  }
  return separator;
}

void read_unescaped_quote(OptionReader& reader, UnescapedQuote& target) {
  const auto text = reader.text("unescapedQuoteHandling");
  if (!text || types::equal_ignoring_case(*text, "STOP_AT_DELIMITER")) {
    return;
  }
  if (types::equal_ignoring_case(*text, "STOP_AT_CLOSING_QUOTE")) {
    target = UnescapedQuote::kStopAtClosingQuote;
    return;
  }
  reader.fail(ErrorCode::kUnsupported, "unescapedQuoteHandling",
              "is not supported with the value '" + *text + "'");
}

}  // namespace

Result<ParsedOptions<CsvOptions>> parse_csv_options(const Options& options) {
  OptionReader reader("csv", options);
  CsvOptions parsed;
  read_common(reader, {parsed.mode, parsed.corrupt_column, parsed.rescued_column, parsed.multi_line,
                       parsed.line_separator, parsed.zone, parsed.patterns});
  // sep wins over its older name.
  const auto delimiter = reader.text("delimiter");
  const auto separator = reader.text("sep");
  if (separator || delimiter) {
    ASSIGN_OR_RETURN(parsed.separator, unescaped_separator(separator ? *separator : *delimiter));
  }
  reader.read("quote", parsed.quote);
  reader.read("escape", parsed.escape);
  reader.read("charToEscapeQuoteEscaping", parsed.escape_of_escape);
  reader.read("comment", parsed.comment);
  reader.read("header", parsed.header);
  reader.read("enforceSchema", parsed.enforce_schema);
  reader.read("ignoreLeadingWhiteSpace", parsed.ignore_leading_blanks);
  reader.read("ignoreTrailingWhiteSpace", parsed.ignore_trailing_blanks);
  reader.read("nullValue", parsed.null_value);
  reader.read("emptyValue", parsed.empty_value);
  reader.read("nanValue", parsed.nan_value);
  reader.read("positiveInf", parsed.positive_infinity);
  reader.read("negativeInf", parsed.negative_infinity);
  reader.read("maxColumns", parsed.columns_max);
  reader.read("maxCharsPerColumn", parsed.chars_per_column_max);
  read_unescaped_quote(reader, parsed.unescaped_quote);
  reader.read("readerCaseSensitive", parsed.case_sensitive);
  reader.read("inferSchema", parsed.infer_types);
  reader.read("preferDate", parsed.prefers_date);
  reader.honour_only("samplingRatio", {"1", "1.0"});
  reader.honour_only("columnPruning", {"true"});
  reader.honour_only("singleVariantColumn", {});
  RETURN_IF_ERROR(reader.status());
  return ParsedOptions<CsvOptions>{std::move(parsed), reader.unknown(), reader.known()};
}

}  // namespace tarn::format
