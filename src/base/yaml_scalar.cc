// Which type a plain YAML scalar has. The rules are those of YAML 1.1 as PyYAML reads them; its
// patterns stand above the functions that accept the same texts.

#include <charconv>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <optional>

#include "base/yaml.h"

namespace tarn {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (text == word) {
      return true;
    }
  }
  return false;
}

bool only_holds(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

std::string without_underscores(std::string_view text) {
  std::string out(text);
  std::erase(out, '_');
  return out;
}

// A number's sign apart from its digits.
struct Signed {
  bool negative = false;
  std::string_view digits;
};

Signed split_sign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) {
    return {.negative = text.front() == '-', .digits = text.substr(1)};
  }
  return {.negative = false, .digits = text};
}

std::optional<int64_t> integer_in_base(std::string_view text, bool negative, int base) {
  std::string digits = without_underscores(text);
  if (digits.starts_with('-')) {
    return std::nullopt;  // from_chars would read a sign behind `0x`
  }
  if (negative) {
    digits.insert(0, 1, '-');
  }
  int64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return value;
}

// `12:30:05` to its parts, from the left: digits first, then groups of [0-5]?[0-9].
std::optional<std::vector<int64_t>> sexagesimal_parts(std::string_view text) {
  std::vector<int64_t> parts;
  for (bool first = true; !text.empty(); first = false) {
    const size_t colon = text.find(':');
    const std::string_view part = text.substr(0, colon);
    const bool in_range = part.size() == 1 || (part.size() == 2 && part.front() <= '5');
    if (part.empty() || !is_digit(part.front()) ||
        !only_holds(part, first ? "0123456789_" : "0123456789") || (!first && !in_range)) {
      return std::nullopt;
    }
    const std::optional<int64_t> value = integer_in_base(part, false, 10);
    if (!value) {
      return std::nullopt;
    }
    parts.push_back(*value);
    if (colon == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(colon + 1);
  }
  return std::nullopt;
}

// [-+]?[1-9][0-9_]*(:[0-5]?[0-9])+
std::optional<int64_t> sexagesimal_integer(std::string_view text, bool negative) {
  const auto parts = text.starts_with('0') ? std::nullopt : sexagesimal_parts(text);
  if (!parts) {
    return std::nullopt;
  }
  int64_t value = 0;
  for (const int64_t part : *parts) {
    if (__builtin_mul_overflow(value, int64_t{60}, &value) ||
        __builtin_add_overflow(value, part, &value)) {
      return std::nullopt;
    }
  }
  return negative ? -value : value;
}

// [-+]?0b[0-1_]+ | [-+]?0[0-7_]+ | [-+]?(0|[1-9][0-9_]*) | [-+]?0x[0-9a-fA-F_]+ | sexagesimal
std::optional<int64_t> integer_of(std::string_view text) {
  const auto [negative, digits] = split_sign(text);
  if (digits.empty() || !is_digit(digits.front())) {
    return std::nullopt;
  }
  if (digits.starts_with("0b")) {
    return integer_in_base(digits.substr(2), negative, 2);
  }
  if (digits.starts_with("0x")) {
    return integer_in_base(digits.substr(2), negative, 16);
  }
  if (digits.find(':') != std::string_view::npos) {
    return sexagesimal_integer(digits, negative);
  }
  return integer_in_base(digits, negative, digits.front() == '0' ? 8 : 10);
}

// [0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)? | \.[0-9][0-9_]*([eE][-+][0-9]+)?
std::optional<double> decimal_of(std::string_view text) {
  const size_t exponent = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, exponent);
  const size_t point = mantissa.find('.');
  if (point == std::string_view::npos || !only_holds(mantissa.substr(0, point), "0123456789_") ||
      !only_holds(mantissa.substr(point + 1), "0123456789_")) {
    return std::nullopt;
  }
  const size_t first = point == 0 ? 1 : 0;
  if (first >= mantissa.size() || !is_digit(mantissa[first])) {
    return std::nullopt;
  }
  if (exponent != std::string_view::npos) {
    const std::string_view power = text.substr(exponent + 1);
    if (power.size() < 2 || (power.front() != '-' && power.front() != '+') ||
        !only_holds(power.substr(1), "0123456789")) {
      return std::nullopt;
    }
  }
  const std::string digits = without_underscores(text);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  if (error == std::errc::result_out_of_range) {
    // from_chars leaves the value alone; strtod gives the infinity or the zero that Python gives.
    return std::strtod(digits.c_str(), nullptr);
  }
  return value;
}

// [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*
std::optional<double> sexagesimal_decimal(std::string_view text) {
  const size_t point = text.find('.');
  if (point == std::string_view::npos || !only_holds(text.substr(point + 1), "0123456789_")) {
    return std::nullopt;
  }
  const auto parts = sexagesimal_parts(text.substr(0, point));
  if (!parts) {
    return std::nullopt;
  }
  const auto fraction = decimal_of("0" + std::string(text.substr(point)));
  if (!fraction) {
    return std::nullopt;
  }
  double value = 0;
  for (const int64_t part : *parts) {
    value = value * 60 + static_cast<double>(part);
  }
  return value + *fraction;
}

std::optional<double> number_of(std::string_view text) {
  if (is_one_of(text, {".nan", ".NaN", ".NAN"})) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const auto [negative, digits] = split_sign(text);
  if (digits.empty()) {
    return std::nullopt;
  }
  std::optional<double> value;
  if (is_one_of(digits, {".inf", ".Inf", ".INF"})) {
    value = std::numeric_limits<double>::infinity();
  } else if (digits.find(':') != std::string_view::npos) {
    value = sexagesimal_decimal(digits);
  } else if (digits.front() != '.' || digits.size() == text.size()) {
    // `.5` is a number, and `-.5` is text: PyYAML's pattern has no sign before a point.
    value = decimal_of(digits);
  }
  if (value && negative) {
    return -*value;
  }
  return value;
}

}  // namespace

YamlNode::Value resolve_yaml_scalar(std::string_view text) {
  if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) {
    return YamlNull();
  }
  if (is_one_of(text, {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})) {
    return true;
  }
  if (is_one_of(text, {"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})) {
    return false;
  }
  if (const std::optional<int64_t> integer = integer_of(text)) {
    return *integer;
  }
  if (const std::optional<double> number = number_of(text)) {
    return *number;
  }
  return std::string(text);
}

}  // namespace tarn
