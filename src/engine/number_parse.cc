#include "engine/number_parse.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "base/ascii.h"
#include "base/check.h"

namespace tarn::engine {
namespace {

using types::Int128;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool equal_lower(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return lower_ascii(a) == b; });
}

// Takes a sign off the front. True: it was a minus.
bool take_sign(std::string_view& text) {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) return false;
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  return negative;
}

// 0x1.8p1, behind the sign: Java wants the exponent. A letter f or d may follow.
template <typename T>
std::optional<T> parse_hexadecimal(std::string_view text) {
  if (text.size() > 1 && std::string_view("fFdD").find(text.back()) != std::string_view::npos &&
      text.find_first_of("pP") != std::string_view::npos) {
    text.remove_suffix(1);
  }
  text.remove_prefix(2);
  const size_t exponent = text.find_first_of("pP");
  if (exponent == std::string_view::npos || exponent == 0 || text == ".") return std::nullopt;
  // from_chars() takes no plus in front of the exponent.
  std::string plain(text);
  if (exponent + 1 < plain.size() && plain[exponent + 1] == '+') plain.erase(exponent + 1, 1);
  T value = 0;
  const auto [end, error] =
      std::from_chars(plain.data(), plain.data() + plain.size(), value, std::chars_format::hex);
  if (end != plain.data() + plain.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    return plain[exponent + 1] == '-' ? T(0) : std::numeric_limits<T>::infinity();
  }
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

// from_chars() for what Java's parser takes: a sign, digits, a point, an exponent, one of fFdD
// behind.
template <typename T>
std::optional<T> parse_floating(std::string_view text) {
  text = trimmed(text);
  const bool negative = take_sign(text);
  const T sign = negative ? T(-1) : T(1);
  if (equal_lower(text, "inf") || equal_lower(text, "infinity")) {
    return sign * std::numeric_limits<T>::infinity();
  }
  if (equal_lower(text, "nan")) return std::numeric_limits<T>::quiet_NaN();
  if (text.starts_with("0x") || text.starts_with("0X")) {
    const auto value = parse_hexadecimal<T>(text);
    return value ? std::optional(sign * *value) : std::nullopt;
  }
  if (text.size() > 1 && std::string_view("fFdD").find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  if (text.empty() || (!is_digit(text.front()) && text.front() != '.')) return std::nullopt;
  T value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    // Java rounds to zero or infinity. from_chars() does not say which: the exponent's sign does.
    const size_t exponent = text.find_first_of("eE");
    const bool tiny = exponent != std::string_view::npos
                          ? text.substr(exponent + 1).starts_with('-')
                          : text.starts_with("0") || text.starts_with(".");
    return tiny ? sign * T(0) : sign * std::numeric_limits<T>::infinity();
  }
  if (error != std::errc()) return std::nullopt;
  return sign * value;
}

// A decimal number taken apart: its digits without leading zeros, and where the point stands.
struct Digits {
  std::string digits;
  int64_t fraction = 0;  // how many of the digits stand behind the point; may be negative
  bool negative = false;
};

std::optional<Digits> digits_of(std::string_view text) {
  Digits result;
  result.negative = take_sign(text);
  bool any = false;
  bool point = false;
  size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (is_digit(c)) {
      any = true;
      if (!(result.digits.empty() && c == '0')) result.digits += c;
      if (point) ++result.fraction;
    } else if (c == '.' && !point) {
      point = true;
    } else {
      break;
    }
  }
  if (!any) return std::nullopt;
  if (at == text.size()) return result;
  if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
  std::string_view rest = text.substr(at + 1);
  if (rest.starts_with('+')) rest.remove_prefix(1);
  int32_t exponent = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), exponent);
  if (error != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
  result.fraction -= exponent;
  return result;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<int64_t> parse_long(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_double(std::string_view text) { return parse_floating<double>(text); }
std::optional<float> parse_float(std::string_view text) { return parse_floating<float>(text); }

std::optional<bool> parse_boolean(std::string_view text) {
  text = trimmed(text);
  for (const std::string_view yes : {"t", "true", "y", "yes", "1"}) {
    if (equal_lower(text, yes)) return true;
  }
  for (const std::string_view no : {"f", "false", "n", "no", "0"}) {
    if (equal_lower(text, no)) return false;
  }
  return std::nullopt;
}

std::optional<std::string> with_ascii_digits(std::string_view text) {
  std::string plain;
  bool found = false;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    const int32_t begin = at;
    UChar32 character = 0;
    U8_NEXT(text.data(), at, size, character);
    if (character < 0) return std::nullopt;
    if (character > 0x7f && u_isdigit(character)) {
      plain += static_cast<char>('0' + u_charDigitValue(character));
      found = true;
    } else {
      plain += text.substr(static_cast<size_t>(begin), static_cast<size_t>(at - begin));
    }
  }
  return found ? std::optional(std::move(plain)) : std::nullopt;
}

Int128 power_of_ten(int exponent) {
  static const auto kPowers = [] {
    std::array<Int128, 39> powers{};
    powers[0] = 1;
    for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
  }();
  CHECK(exponent >= 0 && exponent < static_cast<int>(kPowers.size()));
  return kPowers[static_cast<size_t>(exponent)];
}

ParsedDecimal parse_decimal(std::string_view text, int precision, int scale) {
  const std::optional<Digits> parsed = digits_of(trimmed(text));
  if (!parsed) return {};
  const int64_t whole = static_cast<int64_t>(parsed->digits.size()) - parsed->fraction;
  if (!parsed->digits.empty() && whole > types::kMaxDecimalPrecision) {
    return {DecimalText::kTooManyDigits, 0};
  }
  // Digits kept: those before the point, and `scale` behind it.
  const int64_t kept = static_cast<int64_t>(parsed->digits.size()) - parsed->fraction + scale;
  if (parsed->digits.empty() || kept < 0) return {DecimalText::kOk, 0};
  if (kept > 39) return {DecimalText::kOutOfRange, 0};
  Int128 value = 0;
  for (int64_t i = 0; i < kept; ++i) {
    const int digit = i < static_cast<int64_t>(parsed->digits.size())
                          ? parsed->digits[static_cast<size_t>(i)] - '0'
                          : 0;
    if (value > power_of_ten(38) / 10) return {DecimalText::kOutOfRange, 0};
    value = value * 10 + digit;
  }
  const bool rounds_up = kept < static_cast<int64_t>(parsed->digits.size()) &&
                         parsed->digits[static_cast<size_t>(kept)] >= '5';
  if (rounds_up) ++value;
  if (value >= power_of_ten(precision)) return {DecimalText::kOutOfRange, 0};
  return {DecimalText::kOk, parsed->negative ? -value : value};
}

}  // namespace tarn::engine
