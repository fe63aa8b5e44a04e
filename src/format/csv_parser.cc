#include "format/csv_parser.h"

#include <algorithm>

namespace tarn::format {
namespace {

constexpr char kNone = '\0';  // "no character before", and a spent escape

char escape_of_escape(const CsvOptions& options) {
  if (options.escape_of_escape) {
    return *options.escape_of_escape;
  }
  return options.escape == options.quote ? kNone : options.escape.value_or(kNone);
}

}  // namespace

CsvParser::CsvParser(const CsvOptions& options)
    : options_(options), escape_of_escape_(escape_of_escape(options)) {}

size_t CsvParser::line_end_at(std::string_view text, size_t at) const {
  const std::string_view rest = text.substr(at);
  if (!options_.line_separator.empty()) {
    return rest.starts_with(options_.line_separator) ? options_.line_separator.size() : 0;
  }
  if (rest.starts_with("\r\n")) {
    return 2;
  }
  return rest.starts_with('\n') || rest.starts_with('\r') ? 1 : 0;
}

size_t CsvParser::parse(std::string_view text, CsvInput input) {
  text_ = text;
  at_ = 0;
  input_ = input;
  fields_.clear();
  built_count_ = 0;
  for (;;) {
    if (!parse_field()) {
      return 0;
    }
    if (is_at_end() || is_at_line_end()) {
      break;
    }
    at_ += options_.separator.size();
  }
  record_size_ = at_;
  if (is_at_end()) {
    return ended() ? at_ : 0;
  }
  const size_t line_end = line_end_at(text_, at_);
  const bool may_be_half = text_[at_] == '\r' && at_ + 1 == text_.size() && !ended();
  return may_be_half ? 0 : at_ + line_end;
}

bool CsvParser::parse_field() {
  if (options_.ignore_leading_blanks) {
    while (!is_at_end() && is_at_blank() && !is_at_field_end()) {
      ++at_;
    }
  }
  if (!is_at_end() && is(text_[at_], options_.quote)) {
    ++at_;
    return parse_quoted();
  }
  return parse_plain(at_);
}

// Up to the separator, as it is.
bool CsvParser::parse_plain(size_t begin) {
  if (!options_.multi_line) {
    at_ = std::min(text_.find(options_.separator, at_), text_.size());
  }
  while (!is_at_end() && !is_at_field_end()) {
    ++at_;
  }
  if (is_at_end() && !ended()) {
    return false;
  }
  std::string_view text = text_.substr(begin, at_ - begin);
  while (options_.ignore_trailing_blanks && !text.empty() &&
         static_cast<unsigned char>(text.back()) <= ' ') {
    text.remove_suffix(1);
  }
  fields_.push_back({text, CsvFieldKind::kPlain});
  return true;
}

void CsvParser::add_value(CsvFieldKind kind) {
  if (built_count_ == built_.size()) {
    built_.emplace_back();
  }
  built_[built_count_] = value_;
  fields_.push_back({built_[built_count_++], kind});
}

// Line ends inside of quotes become \n.
void CsvParser::take_into_value() {
  const size_t line_end = options_.multi_line ? line_end_at(text_, at_) : 0;
  value_ += line_end != 0 ? '\n' : text_[at_];
  at_ += line_end != 0 ? line_end : 1;
}

// A quote or an escape at the present place: what the characters before it make of it.
void CsvParser::resolve(char c, char& previous) {
  const bool is_escape = is(c, options_.escape);
  const bool is_quote = is(c, options_.quote);
  if (is_escape && escape_of_escape_ != kNone && previous == escape_of_escape_) {
    value_ += c;
    previous = kNone;
    return;
  }
  if (previous != kNone && is(previous, options_.escape)) {
    value_ += is_quote ? c : previous;
    previous = is_quote ? kNone : c;
    return;
  }
  if (is_quote && is(previous, options_.quote)) {
    value_ += c;
  }
  previous = c;
}

// From behind the opening quote.
bool CsvParser::parse_quoted() {
  value_.clear();
  char previous = kNone;
  for (;;) {
    if (!parse_quoted_part(previous)) {
      return false;
    }
    if (is_at_end()) {
      if (!ended()) {
        return false;
      }
      if (previous != kNone && is(previous, options_.escape) && !is(previous, options_.quote)) {
        value_ += previous;
      }
      add_value(CsvFieldKind::kQuoted);
      return true;
    }
    if (is_at_field_end()) {
      add_value(CsvFieldKind::kQuoted);
      return true;
    }
    // Behind the closing quote stands something: blanks alone are dropped.
    const size_t begin = at_;
    while (!is_at_end() && is_at_blank() && !is_at_field_end()) {
      ++at_;
    }
    if (is_at_end() && !ended()) {
      return false;
    }
    if (is_at_end() || is_at_field_end()) {
      add_value(CsvFieldKind::kQuoted);
      return true;
    }
    const std::string_view blanks = text_.substr(begin, at_ - begin);
    if (options_.unescaped_quote == UnescapedQuote::kStopAtDelimiter) {
      return parse_stray_quote(blanks);
    }
    value_ += *options_.quote;
    value_ += blanks;
    previous = kNone;
  }
}

// To the end of the text, or to a place behind a quote that does not go on as part of the field.
bool CsvParser::parse_quoted_part(char& previous) {
  while (!is_at_end()) {
    const char c = text_[at_];
    if (is(previous, options_.quote) && (is_at_blank() || is_at_field_end())) {
      return true;
    }
    if (is(c, options_.quote) || is(c, options_.escape)) {
      if (is(previous, options_.quote) && !is(c, options_.quote)) {
        return true;
      }
      resolve(c, previous);
      ++at_;
      continue;
    }
    if (is(previous, options_.quote)) {
      return true;
    }
    if (previous != kNone && is(previous, options_.escape)) {
      value_ += previous;
    }
    previous = kNone;
    take_into_value();
  }
  return true;
}

// The quote was no closing one: the field is all of its text up to the separator, its first quote
// included.
bool CsvParser::parse_stray_quote(std::string_view blanks) {
  value_.insert(value_.begin(), *options_.quote);
  value_ += *options_.quote;
  value_ += blanks;
  const size_t begin = at_;
  if (!parse_plain(begin)) {
    return false;
  }
  value_ += fields_.back().text;
  fields_.pop_back();
  add_value(CsvFieldKind::kPlain);
  return true;
}

}  // namespace tarn::format
