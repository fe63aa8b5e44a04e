// CSV text to the fields of one record, as univocity's parser (Spark's) does it, its leniency with
// quotes in odd places included. Types and NULL are not its business.

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/csv_decoder.h"

namespace tarn::format {

enum class CsvFieldKind : uint8_t { kPlain, kQuoted };

struct CsvField {
  std::string_view text;
  CsvFieldKind kind = CsvFieldKind::kPlain;
};

// Whether more bytes may follow those that are there.
enum class CsvInput : uint8_t { kWhole, kMoreToCome };

class CsvParser {
 public:
  // `options` must outlive the parser.
  explicit CsvParser(const CsvOptions& options);

  // Reads the record at the beginning of `text` and returns how many bytes it and its line end
  // take; 0 if kMoreToCome and the record may go on. With multi_line a line end outside of quotes
  // ends the record, else all of `text` is the record. The fields stay until the next call.
  size_t parse(std::string_view text, CsvInput input);

  const std::vector<CsvField>& fields() const { return fields_; }
  // Bytes of the record without its line end.
  size_t record_size() const { return record_size_; }
  // The length of the line end at `at` (0: none there). Needs multi_line.
  size_t line_end_at(std::string_view text, size_t at) const;

 private:
  // Each of these is false where the text ends and may go on.
  bool parse_field();
  bool parse_plain(size_t begin);
  bool parse_quoted();
  bool parse_quoted_part(char& previous);
  bool parse_stray_quote(std::string_view blanks);
  bool ended() const { return input_ == CsvInput::kWhole; }

  bool is_at_end() const { return at_ == text_.size(); }
  bool is_at_line_end() const { return options_.multi_line && line_end_at(text_, at_) != 0; }
  bool is_at_field_end() const {
    return text_.substr(at_).starts_with(options_.separator) || is_at_line_end();
  }
  bool is_at_blank() const { return static_cast<unsigned char>(text_[at_]) <= ' '; }
  bool is(char c, std::optional<char> special) const { return special && c == *special; }
  void resolve(char c, char& previous);
  void take_into_value();
  void add_value(CsvFieldKind kind);

  const CsvOptions& options_;
  const char escape_of_escape_;  // 0: none
  std::string_view text_;
  size_t at_ = 0;
  CsvInput input_ = CsvInput::kWhole;
  size_t record_size_ = 0;
  std::vector<CsvField> fields_;
  std::string value_;  // the quoted field being read
  std::deque<std::string>
      built_;  // texts that do not stand in the input; a deque, as fields view them
  size_t built_count_ = 0;
};

}  // namespace tarn::format
