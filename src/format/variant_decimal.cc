#include "format/variant_decimal.h"

#include <algorithm>
#include <charconv>

#include "format/scalar_text.h"

namespace tarn::format {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// How many digits behind the point a decimal number has once its exponent is worked in; nothing
// where it is none, or has too many.
std::optional<int> decimal_scale(std::string_view text) {
  const bool plain = std::ranges::all_of(
      text, [](char c) { return is_digit(c) || std::string_view("+-.eE").find(c) < 5; });
  if (!plain) return std::nullopt;
  const size_t mark = text.find_first_of("eE");
  int exponent = 0;
  if (mark != std::string_view::npos) {
    std::string_view digits = text.substr(mark + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  }
  const std::string_view number = text.substr(0, mark);
  const size_t point = number.find('.');
  const int64_t behind =
      point == std::string_view::npos ? 0 : static_cast<int64_t>(number.size() - point - 1);
  const int64_t scale = std::max<int64_t>(0, behind - exponent);
  return scale <= types::kMaxDecimalPrecision ? std::optional(static_cast<int>(scale))
                                              : std::nullopt;
}

}  // namespace

std::optional<types::VariantDecimal> variant_decimal(std::string_view text) {
  const auto scale = decimal_scale(text);
  if (!scale) return std::nullopt;
  const auto unscaled = parse_decimal(text, types::kMaxDecimalPrecision, *scale);
  if (!unscaled) return std::nullopt;
  return types::VariantDecimal{.unscaled = *unscaled, .scale = *scale};
}

}  // namespace tarn::format
