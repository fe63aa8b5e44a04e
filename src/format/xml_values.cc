#include "format/xml_values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "format/scalar_text.h"
#include "format/variant_decimal.h"
#include "types/utf8.h"

namespace tarn::format {
namespace {

using types::DataType;
using types::TypeKind;
using types::Value;
using types::VariantBuilder;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<Value> integer(std::string_view text, int64_t least, int64_t most) {
  const auto value = parse_integer(text);
  if (!value || *value < least || *value > most) return std::nullopt;
  return Value{.content = *value};
}

template <typename T>
std::optional<Value> bounded(std::string_view text) {
  return integer(text, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
}

// Java's NumberFormat for English: a number at the text's front, whose digits commas may group.
std::optional<double> leading_number(std::string_view text) {
  std::string number;
  size_t at = 0;
  if (text.starts_with('-')) {
    number += '-';
    at = 1;
  }
  bool digits = false;
  for (; at < text.size() && (is_digit(text[at]) || (digits && text[at] == ',')); ++at) {
    if (text[at] == ',') continue;
    digits = true;
    number += text[at];
  }
  if (at < text.size() && text[at] == '.') {
    number += '.';
    for (++at; at < text.size() && is_digit(text[at]); ++at) {
      digits = true;
      number += text[at];
    }
  }
  if (!digits) return std::nullopt;
  return parse_java_double(number);
}

std::optional<Value> floating(std::string_view text, TypeKind kind) {
  std::optional<double> value;
  if (kind == TypeKind::kFloat) {
    const auto narrow = parse_java_float(text);
    value = narrow ? std::optional(static_cast<double>(*narrow)) : std::nullopt;
  } else {
    value = parse_java_double(text);
  }
  if (!value) value = leading_number(text);
  if (!value) return std::nullopt;
  return Value{.content = kind == TypeKind::kFloat ? static_cast<float>(*value) : *value};
}

std::optional<Value> boolean(std::string_view text) {
  if (types::equal_ignoring_case(text, "true") || text == "1") return Value{.content = true};
  if (types::equal_ignoring_case(text, "false") || text == "0") return Value{.content = false};
  return std::nullopt;
}

std::optional<Value> moment(std::optional<int64_t> value) {
  return value ? std::optional(Value{.content = *value}) : std::nullopt;
}

// The scalar that a text is, for a VARIANT: a boolean, a number, or the text itself.
void append_guess(std::string_view text, const XmlOptions& options, VariantBuilder& out) {
  text = xml_text(text, options);
  if (text.empty() || (options.null_value && text == *options.null_value)) {
    return out.append_null();
  }
  if (types::equal_ignoring_case(text, "true")) return out.append_boolean(true);
  if (types::equal_ignoring_case(text, "false")) return out.append_boolean(false);
  if (const auto whole = parse_integer(text)) return out.append_long(*whole);
  if (const auto decimal = variant_decimal(text)) return out.append_decimal(*decimal);
  out.append_string(text);
}

void append_element(const XmlNode& element, const XmlOptions& options, VariantBuilder& out);

// The parts of an element by their names, each with its values in order.
struct Part {
  const XmlNode* element = nullptr;
  std::string_view text = {};
};
using Parts = std::map<std::string, std::vector<Part>>;

void append_part(const Part& part, const XmlOptions& options, VariantBuilder& out) {
  if (part.element != nullptr) return append_element(*part.element, options, out);
  append_guess(part.text, options, out);
}

void append_element(const XmlNode& element, const XmlOptions& options, VariantBuilder& out) {
  Parts parts;
  if (!options.exclude_attributes) {
    for (const XmlAttribute& each : element.attributes) {
      parts[options.attribute_prefix + each.name].push_back({.text = each.value});
    }
  }
  for (const XmlNode& child : element.children) {
    if (child.is_element()) {
      parts[child.name].push_back({.element = &child});
    } else if (!child.is_blank()) {
      parts[options.value_tag].push_back({.text = child.text});
    }
  }
  if (parts.empty()) return out.append_null();
  const auto& first = *parts.begin();
  if (parts.size() == 1 && first.first == options.value_tag && first.second.size() == 1) {
    return append_part(first.second.front(), options, out);
  }
  const size_t start = out.position();
  std::vector<VariantBuilder::Field> fields;
  for (const auto& [name, values] : parts) {
    fields.push_back(out.field(start, name));
    if (values.size() == 1) {
      append_part(values.front(), options, out);
      continue;
    }
    const size_t list = out.position();
    std::vector<size_t> offsets;
    for (const Part& value : values) {
      offsets.push_back(out.position() - list);
      append_part(value, options, out);
    }
    out.close_array(list, offsets);
  }
  CHECK(out.close_object(start, std::move(fields)));
}

}  // namespace

std::string_view xml_text(std::string_view text, const XmlOptions& options) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (options.trims && !text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (options.trims && !text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<Value> xml_scalar(std::string_view text, const DataType& type,
                                const XmlOptions& options) {
  text = xml_text(text, options);
  if (options.null_value && text == *options.null_value) return Value{};
  switch (type.kind()) {
    case TypeKind::kVoid:
    case TypeKind::kString:
    case TypeKind::kBinary:
      return Value{.content = std::string(text)};
    case TypeKind::kBoolean:
      return boolean(text);
    case TypeKind::kByte:
      return bounded<int8_t>(text);
    case TypeKind::kShort:
      return bounded<int16_t>(text);
    case TypeKind::kInt:
      return bounded<int32_t>(text);
    case TypeKind::kLong:
      return bounded<int64_t>(text);
    case TypeKind::kFloat:
    case TypeKind::kDouble:
      return floating(text, type.kind());
    case TypeKind::kDecimal:
      if (const auto value = parse_grouped_decimal(text, type.precision(), type.scale())) {
        return Value{.content = *value};
      }
      return std::nullopt;
    case TypeKind::kDate:
      return moment(options.hooks.date ? options.hooks.date(text) : types::parse_date(text));
    case TypeKind::kTimestamp:
      return moment(options.hooks.timestamp ? options.hooks.timestamp(text)
                                            : types::parse_timestamp(text, options.zone));
    case TypeKind::kTimestampNtz:
      return moment(options.hooks.timestamp_ntz
                        ? options.hooks.timestamp_ntz(text)
                        : types::parse_timestamp_ntz(text, types::ZoneSuffix::kRefuse));
    case TypeKind::kTime:
      return moment(types::parse_time_of_day(text));
    case TypeKind::kVariant:
      return Value{.content = xml_text_variant(text, options)};
    default:
      return std::nullopt;
  }
}

std::string xml_variant(const XmlNode& element, const XmlOptions& options) {
  VariantBuilder builder;
  append_element(element, options, builder);
  return builder.take();
}

std::string xml_text_variant(std::string_view text, const XmlOptions& options) {
  VariantBuilder builder;
  append_guess(text, options, builder);
  return builder.take();
}

}  // namespace tarn::format
