#include "format/scalar_text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <limits>

namespace tarn::format {
namespace {

using types::Int128;
using Unsigned128 = unsigned __int128;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A decimal number taken apart: whole.fraction * 10^exponent.
struct DecimalParts {
  bool is_negative = false;
  std::string_view whole;
  std::string_view fraction;
  int64_t exponent = 0;
};

std::string_view take_digits(std::string_view& text) {
  size_t count = 0;
  while (count < text.size() && is_digit(text[count])) {
    ++count;
  }
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool take_sign(std::string_view& text) {
  const bool is_negative = !text.empty() && text.front() == '-';
  if (is_negative || (!text.empty() && text.front() == '+')) {
    text.remove_prefix(1);
  }
  return is_negative;
}

std::optional<DecimalParts> take_apart(std::string_view text) {
  DecimalParts parts;
  parts.is_negative = take_sign(text);
  parts.whole = take_digits(text);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    parts.fraction = take_digits(text);
  }
  if (parts.whole.empty() && parts.fraction.empty()) {
    return std::nullopt;
  }
  if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
    text.remove_prefix(1);
    const bool is_negative = take_sign(text);
    const std::string_view digits = take_digits(text);
    if (digits.empty() || digits.size() > 9) {
      return std::nullopt;
    }
    std::from_chars(digits.data(), digits.data() + digits.size(), parts.exponent);
    parts.exponent = is_negative ? -parts.exponent : parts.exponent;
  }
  return text.empty() ? std::optional(parts) : std::nullopt;
}

// strtod wants an end of its own; the texts that come here are rare.
template <typename Number>
Number c_number(std::string_view text) {
  const std::string owned(text);
  if constexpr (sizeof(Number) == sizeof(float)) {
    return std::strtof(owned.c_str(), nullptr);
  } else {
    return std::strtod(owned.c_str(), nullptr);
  }
}

template <typename Number>
Number json_number(std::string_view text) {
  Number value = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc::result_out_of_range ? c_number<Number>(text) : value;
}

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

// 0x1.8p3: hexadecimal digits need an exponent.
bool is_hexadecimal_float(std::string_view text) {
  if (!text.starts_with("0x") && !text.starts_with("0X")) {
    return false;
  }
  text.remove_prefix(2);
  size_t digits = 0;
  bool has_point = false;
  while (!text.empty() && (std::isxdigit(static_cast<unsigned char>(text.front())) != 0 ||
                           (text.front() == '.' && !has_point))) {
    has_point = has_point || text.front() == '.';
    digits += text.front() == '.' ? 0 : 1;
    text.remove_prefix(1);
  }
  if (digits == 0 || text.empty() || (text.front() | 0x20) != 'p') {
    return false;
  }
  text.remove_prefix(1);
  take_sign(text);
  return !take_digits(text).empty() && text.empty();
}

template <typename Number>
std::optional<Number> java_number(std::string_view text) {
  text = trimmed(text);
  std::string_view magnitude = text;
  const bool is_negative = take_sign(magnitude);
  const Number sign = is_negative ? -1 : 1;
  if (magnitude == "NaN") {
    return std::numeric_limits<Number>::quiet_NaN();
  }
  if (magnitude == "Infinity") {
    return sign * std::numeric_limits<Number>::infinity();
  }
  const char last = magnitude.empty() ? '\0' : static_cast<char>(magnitude.back() | 0x20);
  if (last == 'd' || last == 'f') {
    magnitude.remove_suffix(1);
  }
  // An exponent of any length is a number here: 1e9999999999 is infinite.
  const bool is_decimal = [&] {
    std::string_view rest = magnitude;
    const size_t digits = take_digits(rest).size();
    size_t fraction = 0;
    if (!rest.empty() && rest.front() == '.') {
      rest.remove_prefix(1);
      fraction = take_digits(rest).size();
    }
    if (digits + fraction == 0) {
      return false;
    }
    if (!rest.empty() && (rest.front() | 0x20) == 'e') {
      rest.remove_prefix(1);
      take_sign(rest);
      return !take_digits(rest).empty() && rest.empty();
    }
    return rest.empty();
  }();
  if (!is_decimal && !is_hexadecimal_float(magnitude)) {
    return std::nullopt;
  }
  return sign * c_number<Number>(magnitude);
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') {
    return c - 'A';
  }
  if (c >= 'a' && c <= 'z') {
    return c - 'a' + 26;
  }
  if (is_digit(c)) {
    return c - '0' + 52;
  }
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

}  // namespace

std::optional<Int128> parse_decimal(std::string_view text, int precision, int scale) {
  const auto parts = take_apart(text);
  if (!parts) {
    return std::nullopt;
  }
  const size_t count = parts->whole.size() + parts->fraction.size();
  const auto digit = [&](size_t at) -> int {
    if (at >= count) {
      return 0;
    }
    return (at < parts->whole.size() ? parts->whole[at]
                                     : parts->fraction[at - parts->whole.size()]) -
           '0';
  };
  // Digits [0, kept) make the unscaled number, the next one decides the rounding.
  const int64_t kept = static_cast<int64_t>(parts->whole.size()) + parts->exponent + scale;
  Unsigned128 limit = 1;
  for (int power = 0; power < precision; ++power) {
    limit *= 10;
  }
  Unsigned128 unscaled = 0;
  for (int64_t at = 0; at < kept; ++at) {
    if (static_cast<size_t>(at) >= count && unscaled == 0) {
      break;  // zero, however great its exponent
    }
    if (unscaled >= limit / 10) {
      return std::nullopt;
    }
    unscaled = unscaled * 10 + static_cast<unsigned>(digit(static_cast<size_t>(at)));
  }
  if (kept >= 0 && digit(static_cast<size_t>(kept)) >= 5) {
    ++unscaled;
  }
  if (unscaled >= limit) {
    return std::nullopt;
  }
  const auto value = static_cast<Int128>(unscaled);
  return parts->is_negative ? -value : value;
}

std::optional<Int128> parse_grouped_decimal(std::string_view text, int precision, int scale) {
  if (text.find(',') == std::string_view::npos) {
    return parse_decimal(text, precision, scale);
  }
  std::string ungrouped(text);
  std::erase(ungrouped, ',');
  return parse_decimal(ungrouped, precision, scale);
}

double json_double(std::string_view text) { return json_number<double>(text); }
float json_float(std::string_view text) { return json_number<float>(text); }
std::optional<double> parse_java_double(std::string_view text) { return java_number<double>(text); }
std::optional<float> parse_java_float(std::string_view text) { return java_number<float>(text); }

std::optional<int64_t> parse_integer(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) {
      return std::nullopt;
    }
  }
  int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && at == end ? std::optional(value) : std::nullopt;
}

bool decode_base64(std::string_view text, std::string& out) {
  while (true) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') {
      text.remove_prefix(1);
    }
    if (text.empty()) {
      return true;
    }
    if (text.size() < 4) {
      return false;
    }
    const bool has_two = text[2] != '=';
    const bool has_three = text[3] != '=';
    const int a = base64_value(text[0]);
    const int b = base64_value(text[1]);
    const int c = has_two ? base64_value(text[2]) : 0;
    const int d = has_three ? base64_value(text[3]) : 0;
    if (a < 0 || b < 0 || c < 0 || d < 0 || (!has_two && has_three)) {
      return false;
    }
    const int bits = a << 18 | b << 12 | c << 6 | d;
    out += static_cast<char>(bits >> 16);
    if (has_two) {
      out += static_cast<char>(bits >> 8 & 0xFF);
    }
    if (has_three) {
      out += static_cast<char>(bits & 0xFF);
    }
    text.remove_prefix(4);
  }
}

}  // namespace tarn::format
