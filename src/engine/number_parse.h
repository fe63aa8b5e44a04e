// Texts to numbers and numbers to numbers, as Spark's casts read them. Pure.
//
// Surrounding blanks (everything up to the space, as Java's trim) are ignored by all of them.
// Nothing: the text is malformed. Where a value is well formed and does not fit, that is said
// apart.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "types/value.h"

namespace tarn::engine {

// Without the blanks around it.
std::string_view trimmed(std::string_view text);

// Digits with an optional sign. "1.5" and "1e3" are malformed; so is what BIGINT does not hold.
std::optional<int64_t> parse_long(std::string_view text);

// Java's Double.parseDouble, with Spark's spellings of infinity and NaN in any case.
std::optional<double> parse_double(std::string_view text);
std::optional<float> parse_float(std::string_view text);

// t, true, y, yes, 1; f, false, n, no, 0; in any case.
std::optional<bool> parse_boolean(std::string_view text);

enum class DecimalText : uint8_t {
  kOk,
  kMalformed,
  kOutOfRange,
  kTooManyDigits,  // more than 38 before the point: no DECIMAL has room for it
};

struct ParsedDecimal {
  DecimalText outcome = DecimalText::kMalformed;
  types::Int128 unscaled = 0;
};

// A decimal number, with an exponent if need be, rounded half up to `scale`.
ParsedDecimal parse_decimal(std::string_view text, int precision, int scale);

// The text with the decimal digits of all scripts as ASCII's, which is how Java's BigDecimal takes
// them. Nothing: there are none, or it is not UTF-8.
std::optional<std::string> with_ascii_digits(std::string_view text);

// 10 to the power of `exponent` (0..38).
types::Int128 power_of_ten(int exponent);

}  // namespace tarn::engine
