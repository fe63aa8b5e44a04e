#include "engine/java_format.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "engine/raise.h"
#include "types/number_text.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw RowError("", "", message); }

// 0.digits times ten to the power of `point`.
struct Digits {
  std::string digits;
  int point = 0;

  // Half up, so that `count` digits are left.
  void round(int count) {
    if (count < 0) {
      digits.clear();
      return;
    }
    if (static_cast<size_t>(count) >= digits.size()) return;
    bool carry = digits[static_cast<size_t>(count)] >= '5';
    digits.resize(static_cast<size_t>(count));
    for (size_t at = digits.size(); carry && at > 0; --at) {
      carry = digits[at - 1] == '9';
      digits[at - 1] = carry ? '0' : static_cast<char>(digits[at - 1] + 1);
    }
    if (carry) {
      digits.insert(digits.begin(), '1');
      ++point;
    }
  }
  char at(int place) const {
    return place >= 0 && static_cast<size_t>(place) < digits.size()
               ? digits[static_cast<size_t>(place)]
               : '0';
  }
};

Digits shortest_digits(double value) {
  const std::string text = types::double_text(std::abs(value));
  const size_t mark = std::min(text.find('E'), text.size());
  const size_t point = text.find('.');
  int exponent = 0;
  if (mark < text.size()) {
    std::from_chars(text.data() + mark + 1, text.data() + text.size(), exponent);
  }
  Digits out{text.substr(0, point) + text.substr(point + 1, mark - point - 1),
             static_cast<int>(point) + exponent};
  const size_t zeros = std::min(out.digits.find_first_not_of('0'), out.digits.size());
  out.digits.erase(0, zeros);
  out.point -= static_cast<int>(zeros);
  if (out.digits.empty()) out.point = 0;
  return out;
}

std::string fixed_text(Digits number, int places) {
  number.round(number.point + places);
  std::string out;
  for (int at = 0; at < number.point; ++at) out += number.at(at);
  if (out.empty()) out = "0";
  if (places > 0) out += '.';
  for (int at = number.point; at < number.point + places; ++at) out += number.at(at);
  return out;
}

std::string scientific_text(Digits number, int places) {
  const bool is_zero = number.digits.empty();
  number.round(places + 1);
  std::string out(1, number.at(0));
  if (places > 0) out += '.';
  for (int at = 1; at <= places; ++at) out += number.at(at);
  const int exponent = is_zero ? 0 : number.point - 1;
  const std::string size = std::to_string(std::abs(exponent));
  return out + (exponent < 0 ? "e-" : "e+") + (size.size() < 2 ? "0" : "") + size;
}

std::string general_text(Digits number, int precision) {
  precision = std::max(precision, 1);
  if (number.digits.empty()) return fixed_text(number, precision - 1);
  Digits rounded = number;
  rounded.round(precision);
  if (rounded.point < -3 || rounded.point > precision) {
    return scientific_text(number, precision - 1);
  }
  return fixed_text(number, precision - rounded.point);
}

struct Spec {
  std::string text;  // with its %
  int index = 0;     // 0: the next one; -1: the last one again
  std::string flags;
  int width = -1;
  int precision = -1;
  char conversion = 0;

  bool has(char flag) const { return flags.find(flag) != std::string::npos; }
};

int number_at(std::string_view format, size_t& at) {
  int value = 0;
  const auto [end, error] =
      std::from_chars(format.data() + at, format.data() + format.size(), value);
  if (error != std::errc()) refuse("a number of the format string is too great");
  at = static_cast<size_t>(end - format.data());
  return value;
}

bool is_digit_at(std::string_view format, size_t at) {
  return at < format.size() && format[at] >= '0' && format[at] <= '9';
}

Spec spec_at(std::string_view format, size_t& at) {
  Spec spec;
  const size_t begin = at++;
  size_t ahead = at;
  if (is_digit_at(format, at) && format[at] != '0') {
    const int number = number_at(format, ahead);
    if (ahead < format.size() && format[ahead] == '$') {
      spec.index = number;
      at = ahead + 1;
    }
  } else if (format.substr(at).starts_with("<")) {
    spec.index = -1;
    ++at;
  }
  while (at < format.size() &&
         std::string_view("-#+ 0,(").find(format[at]) != std::string_view::npos) {
    spec.flags += format[at++];
  }
  if (is_digit_at(format, at)) spec.width = number_at(format, at);
  if (at < format.size() && format[at] == '.' && is_digit_at(format, at + 1)) {
    ++at;
    spec.precision = number_at(format, at);
  }
  if (at < format.size()) spec.conversion = format[at++];
  spec.text = std::string(format.substr(begin, at - begin));
  if (std::string_view("bBhHsScCdoxXeEfgG%n").find(spec.conversion) == std::string_view::npos ||
      spec.conversion == 0) {
    refuse("Conversion = '" + std::string(1, spec.conversion == 0 ? '%' : spec.conversion) + "'");
  }
  return spec;
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

size_t length_of(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string padded(const Spec& spec, std::string text) {
  const size_t length = length_of(text);
  if (spec.width < 0 || length >= static_cast<size_t>(spec.width)) return text;
  const std::string blanks(static_cast<size_t>(spec.width) - length, ' ');
  return spec.has('-') ? text + blanks : blanks + text;
}

// Sign, separators and leading zeros around the digits of a number.
std::string number_text(const Spec& spec, bool negative, std::string digits) {
  if (spec.has(',')) {
    const size_t end = std::min(digits.find_first_not_of("0123456789"), digits.size());
    digits = with_thousands(digits.substr(0, end)) + digits.substr(end);
  }
  std::string front = negative        ? (spec.has('(') ? "(" : "-")
                      : spec.has('+') ? "+"
                      : spec.has(' ') ? " "
                                      : "";
  const std::string back = negative && spec.has('(') ? ")" : "";
  const size_t size = front.size() + digits.size() + back.size();
  if (spec.has('0') && spec.width > 0 && size < static_cast<size_t>(spec.width)) {
    front.append(static_cast<size_t>(spec.width) - size, '0');
  }
  return padded(spec, front + digits + back);
}

[[noreturn]] void refuse_argument(const Spec& spec, const JavaArgument& argument) {
  static constexpr const char* kNames[] = {"null",
                                           "java.lang.Boolean",
                                           "java.lang.Integer",
                                           "java.lang.Double",
                                           "org.apache.spark.unsafe.types.UTF8String",
                                           "org.apache.spark.sql.types.Decimal",
                                           "java.lang.Float"};
  refuse(std::string(1, spec.conversion) + " != " + kNames[argument.index()]);
}

std::string plain_text(const JavaArgument& argument) {
  if (const auto* flag = std::get_if<bool>(&argument)) return *flag ? "true" : "false";
  if (const auto* integer = std::get_if<JavaInteger>(&argument))
    return std::to_string(integer->value);
  if (const auto* number = std::get_if<double>(&argument)) return types::double_text(*number);
  if (const auto* number = std::get_if<float>(&argument)) return types::float_text(*number);
  if (const auto* text = std::get_if<std::string>(&argument)) return *text;
  if (const auto* other = std::get_if<JavaOther>(&argument)) return other->text;
  return "null";
}

std::string cut(const Spec& spec, std::string text) {
  if (spec.precision < 0) return text;
  size_t at = 0;
  for (int left = spec.precision; left > 0 && at < text.size(); --left) {
    types::next_code_point(text, at);
  }
  return text.substr(0, at);
}

std::string integer_text(const Spec& spec, const JavaArgument& argument) {
  const auto* integer = std::get_if<JavaInteger>(&argument);
  if (integer == nullptr) refuse_argument(spec, argument);
  if (spec.precision >= 0) refuse(std::to_string(spec.precision));
  if (spec.conversion == 'd') {
    const bool negative = integer->value < 0;
    const uint64_t size = negative ? uint64_t{0} - static_cast<uint64_t>(integer->value)
                                   : static_cast<uint64_t>(integer->value);
    return number_text(spec, negative, std::to_string(size));
  }
  uint64_t bits = static_cast<uint64_t>(integer->value);
  if (integer->bytes < 8) bits &= (uint64_t{1} << (8 * integer->bytes)) - 1;
  const bool is_octal = spec.conversion == 'o';
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, bits, is_octal ? 8 : 16).ptr;
  std::string digits(buffer, end);
  const std::string front = !spec.has('#') ? "" : is_octal ? "0" : "0x";
  const size_t size = front.size() + digits.size();
  if (spec.has('0') && spec.width > 0 && size < static_cast<size_t>(spec.width)) {
    digits.insert(0, static_cast<size_t>(spec.width) - size, '0');
  }
  return padded(spec, front + digits);
}

std::string fraction_text(const Spec& spec, const JavaArgument& argument) {
  // A FLOAT keeps its own text, but its digits are those of the DOUBLE that it is.
  const auto* small = std::get_if<float>(&argument);
  const double wide = small == nullptr ? 0 : static_cast<double>(*small);
  const auto* number = small == nullptr ? std::get_if<double>(&argument) : &wide;
  if (number == nullptr) refuse_argument(spec, argument);
  if (std::isnan(*number)) return padded(spec, "NaN");
  const bool negative = std::signbit(*number);
  if (std::isinf(*number)) {
    return padded(spec, negative ? (spec.has('(') ? "(Infinity)" : "-Infinity")
                                 : (spec.has('+') ? "+Infinity" : "Infinity"));
  }
  const int places = spec.precision < 0 ? 6 : spec.precision;
  const Digits digits = shortest_digits(*number);
  switch (spec.conversion) {
    case 'f':
      return number_text(spec, negative, fixed_text(digits, places));
    case 'e':
    case 'E':
      return number_text(spec, negative, scientific_text(digits, places));
    default:
      return number_text(spec, negative, general_text(digits, places));
  }
}

std::string character_text(const Spec& spec, const JavaArgument& argument) {
  const auto* integer = std::get_if<JavaInteger>(&argument);
  if (integer == nullptr || integer->bytes == 8) refuse_argument(spec, argument);
  if (integer->value < 0 || integer->value > 0x10FFFF) {
    refuse("Code point = " + std::to_string(integer->value));
  }
  std::string text;
  types::append_code_point(text, static_cast<char32_t>(integer->value));
  return padded(spec, text);
}

std::string formatted(const Spec& spec, const JavaArgument& argument) {
  const bool is_null = std::holds_alternative<std::monostate>(argument);
  switch (spec.conversion) {
    case 'b':
    case 'B': {
      const auto* flag = std::get_if<bool>(&argument);
      return padded(spec, cut(spec, flag != nullptr ? (*flag ? "true" : "false")
                                    : is_null       ? "false"
                                                    : "true"));
    }
    case 's':
    case 'S':
      return padded(spec, cut(spec, plain_text(argument)));
    case 'h':
    case 'H':
      if (is_null) return padded(spec, cut(spec, "null"));
      refuse("Conversion = '" + std::string(1, spec.conversion) + "' is not supported");
    default:
      break;
  }
  if (is_null) return padded(spec, cut(spec, "null"));
  switch (spec.conversion) {
    case 'c':
    case 'C':
      return character_text(spec, argument);
    case 'd':
    case 'o':
    case 'x':
    case 'X':
      return integer_text(spec, argument);
    default:
      return fraction_text(spec, argument);
  }
}

}  // namespace

std::string with_thousands(std::string_view whole) {
  std::string out;
  for (size_t at = 0; at < whole.size(); ++at) {
    if (at > 0 && (whole.size() - at) % 3 == 0) out += ',';
    out += whole[at];
  }
  return out;
}

std::optional<std::string> java_plain(double value, int places) {
  const Digits digits = shortest_digits(value);
  const size_t last = digits.digits.find_last_not_of('0');
  const int behind = last == std::string::npos ? 0 : static_cast<int>(last) + 1 - digits.point;
  if (behind > places) return std::nullopt;
  return (std::signbit(value) ? "-" : "") + fixed_text(digits, std::max(0, behind));
}

std::string java_formatted(std::string_view format, const std::vector<JavaArgument>& arguments) {
  std::string out;
  size_t next = 0;
  size_t last = SIZE_MAX;
  for (size_t at = 0; at < format.size();) {
    if (format[at] != '%') {
      out += format[at++];
      continue;
    }
    const Spec spec = spec_at(format, at);
    if (spec.conversion == 'n') {
      out += '\n';
      continue;
    }
    if (spec.conversion == '%') {
      out += padded(spec, "%");
      continue;
    }
    if (spec.has('-') && spec.width < 0) refuse(spec.text);
    const size_t place = spec.index > 0   ? static_cast<size_t>(spec.index - 1)
                         : spec.index < 0 ? last
                                          : next++;
    if (place >= arguments.size()) refuse("Format specifier '" + spec.text + "'");
    last = place;
    const bool in_capitals = spec.conversion >= 'A' && spec.conversion <= 'Z';
    std::string text = formatted(spec, arguments[place]);
    out += in_capitals ? upper(std::move(text)) : text;
  }
  return out;
}

}  // namespace tarn::engine
