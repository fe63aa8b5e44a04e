#include "format/json_variant.h"

#include <charconv>
#include <utility>

#include "format/scalar_text.h"

namespace tarn::format {
namespace {

using types::VariantBuilder;

// Digits with a point, as a decimal with all the places that were written; nothing where a decimal
// has no room for them, or an exponent stands there.
std::optional<types::VariantDecimal> decimal_of(std::string_view text) {
  types::VariantDecimal decimal;
  const bool is_negative = text.starts_with('-');
  int digits = 0;
  bool has_point = false;
  for (const char c : text.substr(is_negative ? 1 : 0)) {
    if (c == '.') {
      has_point = true;
      continue;
    }
    if (!JsonScanner::is_digit(c)) {
      return std::nullopt;
    }
    decimal.scale += has_point ? 1 : 0;
    digits += digits > 0 || c != '0' ? 1 : 0;
    if (digits > types::kMaxDecimalPrecision || decimal.scale > types::kMaxDecimalPrecision) {
      return std::nullopt;
    }
    decimal.unscaled = decimal.unscaled * 10 + (c - '0');
  }
  if (is_negative) {
    decimal.unscaled = -decimal.unscaled;
  }
  return decimal;
}

bool append_number(JsonScanner& scanner, VariantBuilder& builder) {
  JsonNumber number;
  if (!scanner.number(number) || number.form == NumberForm::kNonNumeric) {
    return false;
  }
  int64_t whole = 0;
  const char* const end = number.text.data() + number.text.size();
  if (number.form == NumberForm::kInteger) {
    const auto [stop, error] = std::from_chars(number.text.data(), end, whole);
    if (error == std::errc() && stop == end) {
      builder.append_long(whole);
      return true;
    }
  }
  if (const auto decimal = decimal_of(number.text)) {
    builder.append_decimal(*decimal);
  } else {
    builder.append_double(json_double(number.text));
  }
  return true;
}

bool append_object(JsonScanner& scanner, VariantBuilder& builder) {
  const size_t start = builder.position();
  std::vector<VariantBuilder::Field> fields;
  scanner.advance(1);
  if (!scanner.enter() || !scanner.skip_blanks()) {
    return false;
  }
  if (!scanner.take('}')) {
    do {
      std::string_view name;
      if (!scanner.skip_blanks() || !scanner.name(name)) {
        return false;
      }
      fields.push_back(builder.field(start, name));
      if (!scanner.skip_blanks() || !scanner.take(':') || !append_variant(scanner, builder) ||
          !scanner.skip_blanks()) {
        return false;
      }
    } while (scanner.take(','));
    if (!scanner.take('}')) {
      return false;
    }
  }
  scanner.leave();
  return builder.close_object(start, std::move(fields));
}

bool append_array(JsonScanner& scanner, VariantBuilder& builder) {
  const size_t start = builder.position();
  std::vector<size_t> offsets;
  scanner.advance(1);
  if (!scanner.enter() || !scanner.skip_blanks()) {
    return false;
  }
  if (!scanner.take(']')) {
    do {
      offsets.push_back(builder.position() - start);
      if (!append_variant(scanner, builder) || !scanner.skip_blanks()) {
        return false;
      }
    } while (scanner.take(','));
    if (!scanner.take(']')) {
      return false;
    }
  }
  scanner.leave();
  builder.close_array(start, offsets);
  return true;
}

}  // namespace

bool append_variant(JsonScanner& scanner, VariantBuilder& builder) {
  if (!scanner.skip_blanks()) {
    return false;
  }
  if (scanner.is_at_string()) {
    std::string_view text;
    if (!scanner.string(text)) {
      return false;
    }
    builder.append_string(text);
    return true;
  }
  switch (scanner.front()) {
    case '{':
      return append_object(scanner, builder);
    case '[':
      return append_array(scanner, builder);
    case 't':
      builder.append_boolean(true);
      return scanner.literal("true");
    case 'f':
      builder.append_boolean(false);
      return scanner.literal("false");
    case 'n':
      builder.append_null();
      return scanner.literal("null");
    default:
      return scanner.is_at_number() && append_number(scanner, builder);
  }
}

}  // namespace tarn::format
