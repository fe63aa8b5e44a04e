#include "format/csv_variant.h"

#include <string>

#include "format/scalar_text.h"
#include "format/variant_decimal.h"
#include "types/utf8.h"

namespace tarn::format {

using types::VariantBuilder;

namespace {

// Without a pattern of the user's a date is written yyyy-MM-dd, and nothing stands behind it.
std::optional<int64_t> date_of(std::string_view text, const CsvOptions& options) {
  constexpr size_t kDateLength = 10;
  if (options.hooks.date) return options.hooks.date(text);
  return text.size() == kDateLength ? types::parse_date(text) : std::nullopt;
}

std::optional<int64_t> timestamp_of(std::string_view text, const CsvOptions& options) {
  return options.hooks.timestamp ? options.hooks.timestamp(text)
                                 : types::parse_timestamp(text, options.zone);
}

// 1,000 is a number as well.
std::optional<types::VariantDecimal> grouped_decimal(std::string_view text) {
  if (text.find(',') == std::string_view::npos) return variant_decimal(text);
  std::string digits(text);
  std::erase(digits, ',');
  return variant_decimal(digits);
}

// Appends the text as that; false where it is none.
bool append_as(CsvGuess guess, std::string_view text, const CsvOptions& options,
               VariantBuilder& out) {
  switch (guess) {
    case CsvGuess::kLong: {
      const auto value = parse_integer(text);
      if (value) out.append_long(*value);
      return value.has_value();
    }
    case CsvGuess::kDecimal: {
      const auto value = grouped_decimal(text);
      if (value) out.append_decimal(*value);
      return value.has_value();
    }
    case CsvGuess::kDate: {
      const auto days = options.prefers_date ? date_of(text, options) : std::nullopt;
      if (days) out.append_date(static_cast<int32_t>(*days));
      return days.has_value();
    }
    case CsvGuess::kTimestamp: {
      const auto micros = timestamp_of(text, options);
      if (micros) out.append_timestamp(*micros);
      return micros.has_value();
    }
    case CsvGuess::kBoolean: {
      const bool is_true = types::equal_ignoring_case(text, "true");
      const bool is_truth = is_true || types::equal_ignoring_case(text, "false");
      if (is_truth) out.append_boolean(is_true);
      return is_truth;
    }
    case CsvGuess::kText:
      out.append_string(text);
      return true;
  }
  return false;
}

}  // namespace

std::optional<std::string_view> csv_text(const CsvField& field, const CsvOptions& options) {
  const bool is_empty = field.text.empty();
  if (is_empty && field.kind == CsvFieldKind::kPlain) {
    return std::nullopt;
  }
  const std::string_view text = is_empty ? std::string_view(options.empty_value) : field.text;
  return text == options.null_value ? std::nullopt : std::optional(text);
}

void append_csv_variant(std::optional<std::string_view> text, const CsvOptions& options,
                        CsvGuess& guess, VariantBuilder& out) {
  if (!text) return out.append_null();
  while (!append_as(guess, *text, options, out)) {
    guess = static_cast<CsvGuess>(static_cast<uint8_t>(guess) + 1);
  }
}

}  // namespace tarn::format
