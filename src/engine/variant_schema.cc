#include "engine/variant_schema.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tarn::engine {
namespace {

using types::DataType;
using types::Field;
using types::TypeKind;
using types::VariantKind;
using types::VariantView;

// As many digits as the number has without the zeros at its end.
DataType decimal_schema(const VariantView& value) {
  const types::VariantDecimal decimal = types::without_trailing_zeros(value.decimal());
  const int digits = types::digits_of(decimal.unscaled);
  return DataType::decimal(std::max(digits, decimal.scale), decimal.scale);
}

// The fields of both in the order of their names, in which they come.
DataType merged_objects(const DataType& a, const DataType& b) {
  std::vector<Field> fields;
  auto left = a.fields().begin();
  auto right = b.fields().begin();
  while (left != a.fields().end() || right != b.fields().end()) {
    const bool has_both = left != a.fields().end() && right != b.fields().end();
    if (has_both && left->name == right->name) {
      fields.push_back(
          {.name = left->name, .type = merged_variant_schema(left->type, right->type)});
      ++left;
      ++right;
    } else if (right == b.fields().end() || (has_both && left->name < right->name)) {
      fields.push_back(*left++);
    } else {
      fields.push_back(*right++);
    }
  }
  return DataType::structure(std::move(fields));
}

std::optional<DataType> merged_decimals(const DataType& a, const DataType& b) {
  const int scale = std::max(a.scale(), b.scale());
  const int whole = std::max(a.precision() - a.scale(), b.precision() - b.scale());
  if (whole + scale > types::kMaxDecimalPrecision) return std::nullopt;
  return DataType::decimal(whole + scale, scale);
}

DataType merged_numbers(const DataType& a, const DataType& b) {
  const auto is = [&](TypeKind kind) { return a.is(kind) || b.is(kind); };
  if (!is(TypeKind::kDecimal)) {
    return is(TypeKind::kDouble) ? types::double_type() : types::float_type();
  }
  // A whole number beside a decimal is DECIMAL(20,0); beside a fraction nothing is exact.
  if (is(TypeKind::kDouble) || is(TypeKind::kFloat)) return types::double_type();
  const DataType whole = DataType::decimal(20, 0);
  const auto merged =
      merged_decimals(a.is(TypeKind::kLong) ? whole : a, b.is(TypeKind::kLong) ? whole : b);
  return merged.value_or(types::double_type());
}

bool is_plain_name(const std::string& name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && is_letter(name[0]) &&
         std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_digit(c); });
}

std::string quoted_where_needed(const std::string& name) {
  if (is_plain_name(name)) return name;
  std::string quoted = "`";
  for (const char c : name) quoted += c == '`' ? "``" : std::string(1, c);
  return quoted + "`";
}

}  // namespace

DataType variant_schema(const VariantView& value) {
  switch (value.kind()) {
    case VariantKind::kNull:
      return DataType();
    case VariantKind::kBoolean:
      return types::boolean();
    case VariantKind::kLong:
      return types::long_type();
    case VariantKind::kFloat:
      return types::float_type();
    case VariantKind::kDouble:
      return types::double_type();
    case VariantKind::kDecimal:
      return decimal_schema(value);
    case VariantKind::kDate:
      return types::date_type();
    case VariantKind::kTimestamp:
      return types::timestamp_type();
    case VariantKind::kTimestampNtz:
      return types::timestamp_ntz_type();
    case VariantKind::kBinary:
      return types::binary_type();
    case VariantKind::kString:
      return types::string_type();
    case VariantKind::kArray: {
      DataType element;
      for (size_t at = 0; at < value.size(); ++at) {
        element = merged_variant_schema(element, variant_schema(value.at(at)));
      }
      return DataType::array(std::move(element));
    }
    case VariantKind::kObject: {
      std::vector<Field> fields;
      for (size_t at = 0; at < value.size(); ++at) {
        fields.push_back(
            {.name = std::string(value.name(at)), .type = variant_schema(value.at(at))});
      }
      return DataType::structure(std::move(fields));
    }
  }
  return DataType();
}

DataType merged_variant_schema(const DataType& a, const DataType& b) {
  if (a == b) return a;
  if (a.is(TypeKind::kVoid)) return b;
  if (b.is(TypeKind::kVoid)) return a;
  if (a.is_numeric() && b.is_numeric()) {
    if (a.is(TypeKind::kDecimal) && b.is(TypeKind::kDecimal)) {
      return merged_decimals(a, b).value_or(types::double_type());
    }
    return merged_numbers(a, b);
  }
  if (a.is_datetime() && b.is_datetime()) {
    return a.is(TypeKind::kTimestamp) || b.is(TypeKind::kTimestamp) ? types::timestamp_type()
                                                                    : types::timestamp_ntz_type();
  }
  if (a.is(TypeKind::kStruct) && b.is(TypeKind::kStruct)) return merged_objects(a, b);
  if (a.is(TypeKind::kArray) && b.is(TypeKind::kArray)) {
    return DataType::array(merged_variant_schema(a.element(), b.element()));
  }
  return types::variant_type();
}

std::string variant_schema_text(const DataType& type) {
  if (type.is(TypeKind::kArray)) return "ARRAY<" + variant_schema_text(type.element()) + ">";
  if (!type.is(TypeKind::kStruct)) return type.sql();
  std::string text = "OBJECT<";
  for (const Field& field : type.fields()) {
    text += (&field == type.fields().data() ? "" : ", ") + quoted_where_needed(field.name) + ": " +
            variant_schema_text(field.type);
  }
  return text + ">";
}

}  // namespace tarn::engine
