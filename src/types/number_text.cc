#include "types/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace tarn::types {
namespace {

// "d[.ddd]e[+-]xx" into its digits (without the point) and its exponent.
struct Scientific {
  std::string digits;
  int exponent = 0;
};

template <typename Number>
Scientific shortest(Number magnitude) {
  std::array<char, 64> buffer;
  auto end = std::to_chars(buffer.begin(), buffer.end(), magnitude, std::chars_format::scientific);
  // Java wants two digits, and of these the nearest: 4.9E-324, not 5.0E-324.
  if (buffer[1] == 'e') {
    end = std::to_chars(buffer.begin(), buffer.end(), magnitude, std::chars_format::scientific, 1);
  }
  const std::string_view text(buffer.data(), end.ptr);
  const size_t mark = text.find('e');
  Scientific result;
  result.digits = text.substr(0, 1);
  result.digits += text.substr(2, mark - 2);
  std::string_view exponent = text.substr(mark + 1);
  if (exponent.front() == '+') {
    exponent.remove_prefix(1);
  }
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), result.exponent);
  return result;
}

std::string plain(const Scientific& number) {
  if (number.exponent < 0) {
    return "0." + std::string(-number.exponent - 1, '0') + number.digits;
  }
  std::string digits = number.digits;
  const size_t whole = static_cast<size_t>(number.exponent) + 1;
  if (digits.size() < whole + 1) {
    digits.resize(whole + 1, '0');
  }
  return digits.insert(whole, ".");
}

template <typename Number>
std::string java_text(Number value) {
  if (std::isnan(value)) {
    return "NaN";
  }
  const std::string sign = std::signbit(value) ? "-" : "";
  const Number magnitude = std::abs(value);
  if (std::isinf(value)) {
    return sign + "Infinity";
  }
  if (magnitude == 0) {
    return sign + "0.0";
  }
  Scientific number = shortest(magnitude);
  // Two digits were asked for, yet the second may be a zero that plain() would keep: 0.0010.
  if (number.digits.size() == 2 && number.digits[1] == '0') {
    number.digits.pop_back();
  }
  if (number.exponent >= -3 && number.exponent < 7) {
    return sign + plain(number);
  }
  const std::string fraction = number.digits.size() > 1 ? number.digits.substr(1) : "0";
  return sign + number.digits.substr(0, 1) + "." + fraction + "E" + std::to_string(number.exponent);
}

}  // namespace

std::string double_text(double value) { return java_text(value); }
std::string float_text(float value) { return java_text(value); }

}  // namespace tarn::types
