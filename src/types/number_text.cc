#include "types/number_text.h"

#include <cmath>

#include "types/java_digits.h"

namespace tarn::types {
namespace {

std::string plain(const JavaDigits& number) {
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
  const JavaDigits number = java_digits(magnitude);
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
