#include "format/json_scanner.h"

#include <array>

#include "types/utf8.h"

namespace tarn::format {

bool JsonScanner::skip_blanks_slowly() {
  for (;;) {
    while (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t') {
      ++at_;
    }
    if (*at_ != '/' || !liberties_.comments) {
      return true;
    }
    if (!skip_comment()) {
      return false;
    }
  }
}

bool JsonScanner::skip_comment() {
  const std::string_view rest(at_, static_cast<size_t>(end_ - at_));
  if (rest.starts_with("//")) {
    const size_t newline = rest.find_first_of("\r\n");
    at_ = newline == std::string_view::npos ? end_ : at_ + newline;
    return true;
  }
  const size_t close = rest.starts_with("/*") ? rest.find("*/", 2) : std::string_view::npos;
  if (close == std::string_view::npos) {
    return false;
  }
  at_ += close + 2;
  return true;
}

bool JsonScanner::string_slowly(const char* stop, std::string_view& out) {
  const char quote = *at_;
  unescaped_.assign(at_ + 1, stop);
  at_ = stop;
  while (*at_ != quote) {
    if (*at_ == '\\') {
      ++at_;
      if (!append_escape()) {
        return false;
      }
    } else if (at_ == end_ || !liberties_.unquoted_control_chars) {
      return false;
    } else {
      unescaped_ += *at_++;
    }
    stop = end_of_plain(at_, quote);
    unescaped_.append(at_, stop);
    at_ = stop;
  }
  ++at_;
  out = unescaped_;
  return true;
}

bool JsonScanner::hex4(char32_t& unit) {
  unit = 0;
  for (int digit = 0; digit < 4; ++digit, ++at_) {
    const char c = *at_;
    char32_t value = 0;
    if (is_digit(c)) {
      value = static_cast<char32_t>(c - '0');
    } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
      value = static_cast<char32_t>((c | 0x20) - 'a' + 10);
    } else {
      return false;
    }
    unit = unit * 16 + value;
  }
  return true;
}

bool JsonScanner::append_escape() {
  const char c = *at_;
  if (c == 'u') {
    ++at_;
    char32_t unit = 0;
    if (!hex4(unit)) {
      return false;
    }
    if (unit >= 0xD800 && unit <= 0xDBFF && at_[0] == '\\' && at_[1] == 'u') {
      const char* const behind_high = at_;
      at_ += 2;
      char32_t low = 0;
      if (!hex4(low)) {
        return false;
      }
      if (low >= 0xDC00 && low <= 0xDFFF) {
        types::append_code_point(unescaped_, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
        return true;
      }
      at_ = behind_high;  // the second escape stands for itself
    }
    // Half a pair has no UTF-8; Java writes a question mark for it.
    types::append_code_point(unescaped_, unit >= 0xD800 && unit <= 0xDFFF ? U'?' : unit);
    return true;
  }
  constexpr std::string_view kEscapes = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const size_t found = c == '\0' ? std::string_view::npos : kEscapes.find(c);
  if (found != std::string_view::npos) {
    unescaped_ += kMeanings[found];
  } else if ((c == '\'' && liberties_.single_quotes) ||
             (at_ != end_ && liberties_.backslash_escaping_any_character)) {
    unescaped_ += c;
  } else {
    return false;
  }
  ++at_;
  return true;
}

bool JsonScanner::bare_name(std::string_view& out) {
  if (!liberties_.unquoted_field_names || !is_name_char(*at_) || is_digit(*at_)) {
    return false;
  }
  const char* const begin = at_;
  while (is_name_char(*at_)) {
    ++at_;
  }
  out = {begin, static_cast<size_t>(at_ - begin)};
  return true;
}

bool JsonScanner::non_numeric(JsonNumber& out) {
  if (!liberties_.non_numeric_numbers) {
    return false;
  }
  constexpr std::array<std::string_view, 6> kWords{"NaN",       "Infinity", "+Infinity",
                                                   "-Infinity", "+INF",     "-INF"};
  const char* const begin = at_;
  for (const std::string_view word : kWords) {
    if (literal(word)) {
      out = {{begin, word.size()}, NumberForm::kNonNumeric};
      return true;
    }
  }
  return false;
}

bool JsonScanner::number(JsonNumber& out) {
  const char* const begin = at_;
  const char* at = begin + (*begin == '-' ? 1 : 0);
  if (!is_digit(*at)) {
    return non_numeric(out);
  }
  if (*at == '0' && is_digit(at[1]) && !liberties_.numeric_leading_zeros) {
    return false;
  }
  const auto pass_digits = [&at] {
    const char* const first = at;
    while (is_digit(*at)) {
      ++at;
    }
    return at != first;
  };
  pass_digits();
  NumberForm form = NumberForm::kInteger;
  if (*at == '.') {
    ++at;
    form = NumberForm::kFraction;
    if (!pass_digits()) {
      return false;
    }
  }
  if (*at == 'e' || *at == 'E') {
    ++at;
    form = NumberForm::kFraction;
    at += *at == '+' || *at == '-' ? 1 : 0;
    if (!pass_digits()) {
      return false;
    }
  }
  out = {{begin, static_cast<size_t>(at - begin)}, form};
  at_ = at;
  return true;
}

// Elements of an array or members of an object up to `closing`, from behind the opening bracket.
bool JsonScanner::skip_members(char closing) {
  if (!enter() || !skip_blanks()) {
    return false;
  }
  bool is_first = true;
  while (!take(closing)) {
    if (!is_first && !(take(',') && skip_blanks())) {
      return false;
    }
    is_first = false;
    if (closing == '}') {
      std::string_view unused;
      if (!name(unused) || !skip_blanks() || !take(':') || !skip_blanks()) {
        return false;
      }
    }
    if (!skip_value() || !skip_blanks()) {
      return false;
    }
  }
  leave();
  return true;
}

bool JsonScanner::skip_value() {
  if (is_at_string()) {
    std::string_view unused;
    return string(unused);
  }
  switch (*at_) {
    case '{':
      ++at_;
      return skip_members('}');
    case '[':
      ++at_;
      return skip_members(']');
    case 't':
      return literal("true");
    case 'f':
      return literal("false");
    case 'n':
      return literal("null");
    default: {
      JsonNumber unused;
      return is_at_number() && number(unused);
    }
  }
}

}  // namespace tarn::format
