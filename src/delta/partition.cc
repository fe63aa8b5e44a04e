#include "delta/partition.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>

#include "types/datetime.h"
#include "types/number_text.h"
#include "types/utf8.h"

namespace tarn::delta {
namespace {

using types::DataType;
using types::TypeKind;
using types::Value;

// What an engine that lists folders takes for NULL.
constexpr std::string_view kNullFolder = "__HIVE_DEFAULT_PARTITION__";

Error cannot_partition(const DataType& type) {
  return {ErrorCode::kInvalid, "a column of type " + type.sql() + " cannot partition a table"};
}

Error not_of_type(const std::string& text, const DataType& type) {
  return {ErrorCode::kCorrupt,
          "the partition value '" + text + "' is not of the type " + type.sql()};
}

std::string time_text(int64_t micros, std::string_view between, std::string_view zone) {
  const types::CivilTime time = types::civil_from_micros(micros);
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}.{:06}{}", time.date.year,
                     time.date.month, time.date.day, between, time.hour, time.minute, time.second,
                     time.micros, zone);
}

// A byte each as the code point of its number: the protocol's "escaped binary values", which JSON
// then writes as \u0001.
std::string binary_text(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    types::append_code_point(text, static_cast<unsigned char>(c));
  }
  return text;
}

std::optional<std::string> bytes_of(std::string_view text) {
  if (!types::is_valid_utf8(text)) {
    return std::nullopt;
  }
  std::string bytes;
  for (size_t at = 0; at < text.size();) {
    const char32_t code_point = types::next_code_point(text, at);
    if (code_point > 0xFF) {
      return std::nullopt;
    }
    bytes += static_cast<char>(code_point);
  }
  return bytes;
}

struct IntegerRange {
  int64_t least;
  int64_t greatest;
};

IntegerRange range_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::kByte:
      return {INT8_MIN, INT8_MAX};
    case TypeKind::kShort:
      return {INT16_MIN, INT16_MAX};
    case TypeKind::kInt:
      return {INT32_MIN, INT32_MAX};
    default:  // BIGINT; others are not asked for
      return {INT64_MIN, INT64_MAX};
  }
}

std::optional<int64_t> parse_integer(const std::string& text, TypeKind kind) {
  int64_t number = 0;
  const char* end_of_text = text.data() + text.size();
  const auto [end, problem] = std::from_chars(text.data(), end_of_text, number);
  const IntegerRange range = range_of(kind);
  if (problem != std::errc() || end != end_of_text || number < range.least ||
      number > range.greatest) {
    return std::nullopt;
  }
  return number;
}

// Java's names: "NaN", "Infinity"; strtod knows them in any case.
std::optional<double> parse_double(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return end == text.c_str() + text.size() ? std::optional(number) : std::nullopt;
}

// "-123.45" as an unscaled number of `scale`; fewer digits behind the point are filled up.
std::optional<types::Int128> parse_decimal(std::string_view text, int precision, int scale) {
  const bool is_negative = text.starts_with('-');
  text.remove_prefix(is_negative ? 1 : 0);
  types::Int128 unscaled = 0;
  int digits = 0;
  int behind_point = -1;
  for (const char c : text) {
    if (c == '.' && behind_point < 0) {
      behind_point = 0;
      continue;
    }
    if (c < '0' || c > '9' || behind_point >= scale) {
      return std::nullopt;
    }
    unscaled = unscaled * 10 + (c - '0');
    digits += unscaled != 0 ? 1 : 0;
    behind_point += behind_point >= 0 ? 1 : 0;
    if (digits > precision) {
      return std::nullopt;
    }
  }
  for (int i = std::max(behind_point, 0); i < scale; ++i) {
    unscaled *= 10;
    digits += unscaled != 0 ? 1 : 0;
    if (digits > precision) {
      return std::nullopt;
    }
  }
  const bool has_digit = text.find_first_of("0123456789") != std::string_view::npos;
  return has_digit ? std::optional(is_negative ? -unscaled : unscaled) : std::nullopt;
}

std::optional<Value> parse_boolean(const std::string& text) {
  if (types::equal_ignoring_case(text, "true")) {
    return Value{true};
  }
  if (types::equal_ignoring_case(text, "false")) {
    return Value{false};
  }
  return std::nullopt;
}

template <typename T>
std::optional<Value> as_value(std::optional<T> parsed) {
  return parsed ? std::optional(Value{*std::move(parsed)}) : std::nullopt;
}

// Nothing where the text is not of the type.
std::optional<Value> parse(const std::string& text, const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kBoolean:
      return parse_boolean(text);
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong:
      return as_value(parse_integer(text, type.kind()));
    case TypeKind::kFloat:
    case TypeKind::kDouble:
      return as_value(parse_double(text));
    case TypeKind::kDecimal:
      return as_value(parse_decimal(text, type.precision(), type.scale()));
    case TypeKind::kString:
      return Value{text};
    case TypeKind::kBinary:
      return as_value(bytes_of(text));
    case TypeKind::kDate:
      return as_value(types::parse_date(text));
    case TypeKind::kTimestamp:
      return as_value(types::parse_timestamp(text, types::SessionZone()));
    case TypeKind::kTimestampNtz:
      return as_value(types::parse_timestamp_ntz(text, types::ZoneSuffix::kRefuse));
    case TypeKind::kVoid:
    case TypeKind::kYearMonthInterval:
    case TypeKind::kTime:
    case TypeKind::kDayTimeInterval:
    case TypeKind::kCalendarInterval:
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kStruct:
    case TypeKind::kVariant:
      return std::nullopt;
  }
  return std::nullopt;
}

// Hive's escapes in the names of folders.
std::string escaped_folder(std::string_view name) {
  constexpr std::string_view kEscaped = "\"#%'*/:=?\\\x7F{[]^";
  std::string text;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || kEscaped.find(c) != std::string_view::npos) {
      text += fmt::format("%{:02X}", byte);
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

Result<std::optional<std::string>> partition_text(const Value& value, const DataType& type) {
  using Text = std::optional<std::string>;
  if (value.is_null()) {
    return Text();
  }
  const auto non_empty = [](std::string text) { return text.empty() ? Text() : Text(text); };
  switch (type.kind()) {
    case TypeKind::kBoolean:
      return Text(std::get<bool>(value.content) ? "true" : "false");
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong:
      return Text(std::to_string(std::get<int64_t>(value.content)));
    case TypeKind::kFloat:
      return Text(types::float_text(static_cast<float>(std::get<double>(value.content))));
    case TypeKind::kDouble:
      return Text(types::double_text(std::get<double>(value.content)));
    case TypeKind::kDecimal:
      return Text(types::decimal_text(std::get<types::Int128>(value.content), type.scale()));
    case TypeKind::kString:
      return non_empty(std::get<std::string>(value.content));
    case TypeKind::kBinary:
      return non_empty(binary_text(std::get<std::string>(value.content)));
    case TypeKind::kDate:
      return Text(types::date_text(std::get<int64_t>(value.content)));
    case TypeKind::kTimestamp:
      return Text(time_text(std::get<int64_t>(value.content), "T", "Z"));
    case TypeKind::kTimestampNtz:
      return Text(time_text(std::get<int64_t>(value.content), " ", ""));
    case TypeKind::kVoid:
    case TypeKind::kYearMonthInterval:
    case TypeKind::kTime:
    case TypeKind::kDayTimeInterval:
    case TypeKind::kCalendarInterval:
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kStruct:
    case TypeKind::kVariant:
      return cannot_partition(type);
  }
  return cannot_partition(type);
}

Result<Value> partition_value(const std::optional<std::string>& text, const DataType& type) {
  if (!text || text->empty()) {
    return Value{};
  }
  std::optional<Value> value = parse(*text, type);
  if (!value) {
    return not_of_type(*text, type);
  }
  return *std::move(value);
}

std::string partition_folder(
    const std::vector<std::pair<std::string, std::optional<std::string>>>& values) {
  std::string folder;
  for (const auto& [name, text] : values) {
    folder += folder.empty() ? "" : "/";
    folder += escaped_folder(name) + "=";
    folder += text && !text->empty() ? escaped_folder(*text) : std::string(kNullFolder);
  }
  return folder;
}

}  // namespace tarn::delta
