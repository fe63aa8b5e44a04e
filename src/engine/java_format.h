// java.util.Formatter's format strings: "%5d|%-10s|%,.2f".

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tarn::engine {

// An argument: NULL, a boolean, an integer with its bytes, a fraction, a text, or what only %s and
// %b take.
struct JavaInteger {
  int64_t value = 0;
  int bytes = 8;
};
struct JavaOther {
  std::string text;
};
using JavaArgument =
    std::variant<std::monostate, bool, JavaInteger, double, std::string, JavaOther, float>;

// Throws RowError, without a condition as Spark has none, for a format that is none or does not
// suit its argument.
std::string java_formatted(std::string_view format, const std::vector<JavaArgument>& arguments);

// A finite number's shortest digits, without an exponent; nothing where more than `places` of them
// stand behind the point.
std::optional<std::string> java_plain(double value, int places);

// "1234567" with a comma in front of every third digit from the right.
std::string with_thousands(std::string_view whole);

}  // namespace tarn::engine
