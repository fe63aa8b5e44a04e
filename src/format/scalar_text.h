// Scalars out of text as Java and Spark read them, for JSON and CSV alike.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "types/value.h"

namespace tarn::format {

// [+-]digits[.digits][e[+-]digits], rounded half up to `scale`. Nothing if it is no number or has
// more than `precision` digits.
std::optional<types::Int128> parse_decimal(std::string_view text, int precision, int scale);

// The same after taking out the commas that group digits.
std::optional<types::Int128> parse_grouped_decimal(std::string_view text, int precision, int scale);

// A finite number in JSON's grammar; too great a one is infinite, too small a one zero.
double json_double(std::string_view text);
float json_float(std::string_view text);

// Double.parseDouble and Float.parseFloat: blanks around, a suffix d or f, "NaN", "Infinity", and
// hexadecimal floats with a binary exponent.
std::optional<double> parse_java_double(std::string_view text);
std::optional<float> parse_java_float(std::string_view text);

// Long.parseLong: [+-]digits.
std::optional<int64_t> parse_integer(std::string_view text);

// Base64 with padding (RFC 4648); blanks may stand between groups of four. Appends to `out`.
bool decode_base64(std::string_view text, std::string& out);

}  // namespace tarn::format
