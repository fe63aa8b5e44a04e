#include "engine/value_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "engine/time_zones.h"
#include "types/datetime.h"
#include "types/interval_text.h"
#include "types/number_text.h"
#include "types/utf8.h"
#include "types/variant.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::Int128;
using types::TypeKind;

struct Style {
  std::string_view zone;
  bool java_decimals = false;  // 1E-7
};

void append_styled(const Column& column, size_t row, const Style& style, std::string& out);

void append_nested(const Column& column, size_t row, const Style& style, std::string& out) {
  if (column.is_valid(row)) {
    append_styled(column, row, style, out);
  } else {
    out += "null";
  }
}

void append_array(const Column& column, size_t row, const Style& style, std::string& out) {
  out += '[';
  for (size_t i = column.list_begin(row); i < column.list_end(row); ++i) {
    if (i > column.list_begin(row)) out += ", ";
    append_nested(column.child(0), i, style, out);
  }
  out += ']';
}

void append_map(const Column& column, size_t row, const Style& style, std::string& out) {
  out += '{';
  for (size_t i = column.list_begin(row); i < column.list_end(row); ++i) {
    if (i > column.list_begin(row)) out += ", ";
    append_nested(column.child(0), i, style, out);
    out += " -> ";
    append_nested(column.child(1), i, style, out);
  }
  out += '}';
}

void append_struct(const Column& column, size_t row, const Style& style, std::string& out) {
  out += '{';
  for (size_t i = 0; i < column.child_count(); ++i) {
    if (i > 0) out += ", ";
    append_nested(column.child(i), row, style, out);
  }
  out += '}';
}

Int128 unscaled_at(const Column& column, size_t row) {
  return column.width() == 8 ? Int128(column.at<int64_t>(row)) : column.at<Int128>(row);
}

void append_styled(const Column& column, size_t row, const Style& style, std::string& out) {
  const types::DataType& type = column.type();
  switch (type.kind()) {
    case TypeKind::kVoid:
      out += "null";
      return;
    case TypeKind::kBoolean:
      out += column.at<uint8_t>(row) != 0 ? "true" : "false";
      return;
    case TypeKind::kByte:
      out += fmt::to_string(static_cast<int>(column.at<int8_t>(row)));
      return;
    case TypeKind::kShort:
      out += fmt::to_string(column.at<int16_t>(row));
      return;
    case TypeKind::kInt:
      out += fmt::to_string(column.at<int32_t>(row));
      return;
    case TypeKind::kLong:
      out += fmt::to_string(column.at<int64_t>(row));
      return;
    case TypeKind::kFloat:
      out += types::float_text(column.at<float>(row));
      return;
    case TypeKind::kDouble:
      out += types::double_text(column.at<double>(row));
      return;
    case TypeKind::kDecimal:
      out += style.java_decimals ? types::java_decimal_text(unscaled_at(column, row), type.scale())
                                 : types::decimal_text(unscaled_at(column, row), type.scale());
      return;
    case TypeKind::kString:
      out += column.bytes_at(row);
      return;
    case TypeKind::kBinary:
      out += types::repaired_utf8(column.bytes_at(row));
      return;
    case TypeKind::kVariant:
      types::VariantView(column.bytes_at(row))
          .append_json(out, {std::string(style.zone), &icu_time_zones()});
      return;
    case TypeKind::kDate:
      out += types::date_text(column.at<int32_t>(row));
      return;
    case TypeKind::kTimestamp: {
      const int64_t micros = column.at<int64_t>(row);
      out += types::timestamp_text(micros + offset_at_instant(style.zone, micros));
      return;
    }
    case TypeKind::kTimestampNtz:
      out += types::timestamp_text(column.at<int64_t>(row));
      return;
    case TypeKind::kTime:
      out += types::time_of_day_text(column.at<int64_t>(row));
      return;
    case TypeKind::kCalendarInterval:
      out += types::calendar_interval_text(column.at<types::CalendarInterval>(row));
      return;
    case TypeKind::kYearMonthInterval:
      out += types::interval_sql(column.at<int32_t>(row), type);
      return;
    case TypeKind::kDayTimeInterval:
      out += types::interval_sql(column.at<int64_t>(row), type);
      return;
    case TypeKind::kArray:
      append_array(column, row, style, out);
      return;
    case TypeKind::kMap:
      append_map(column, row, style, out);
      return;
    case TypeKind::kStruct:
      append_struct(column, row, style, out);
      return;
  }
}

}  // namespace

void append_cast_text(const Column& column, size_t row, std::string_view zone, std::string& out) {
  append_styled(column, row, {.zone = zone}, out);
}

void append_legacy_text(const Column& column, size_t row, std::string_view zone, std::string& out) {
  append_styled(column, row, {.zone = zone, .java_decimals = true}, out);
}

void append_java_text(const Column& column, size_t row, std::string_view zone, std::string& out) {
  if (!column.type().is(TypeKind::kDecimal)) return append_cast_text(column, row, zone, out);
  out += types::java_decimal_text(unscaled_at(column, row), column.type().scale());
}

void append_internal_text(const Column& column, size_t row, std::string& out) {
  if (!column.is_valid(row)) {
    out += "null";
    return;
  }
  const auto list = [&](const Column& elements) {
    out += '[';
    for (size_t at = column.list_begin(row); at < column.list_end(row); ++at) {
      if (at > column.list_begin(row)) out += ',';
      append_internal_text(elements, at, out);
    }
    out += ']';
  };
  switch (column.type().kind()) {
    case TypeKind::kDate:
    case TypeKind::kYearMonthInterval:
      out += std::to_string(column.at<int32_t>(row));
      return;
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
    case TypeKind::kDayTimeInterval:
      out += std::to_string(column.at<int64_t>(row));
      return;
    case TypeKind::kTime:
      out += std::to_string(column.at<int64_t>(row));
      return;
    case TypeKind::kArray:
      list(column.child(0));
      return;
    case TypeKind::kMap:
      out += "keys: ";
      list(column.child(0));
      out += ", values: ";
      list(column.child(1));
      return;
    case TypeKind::kStruct:
      out += '[';
      for (size_t at = 0; at < column.child_count(); ++at) {
        if (at > 0) out += ',';
        append_internal_text(column.child(at), row, out);
      }
      out += ']';
      return;
    default:
      append_java_text(column, row, "UTC", out);
  }
}

std::string literal_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\\' || c == '\'') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string plain_number_text(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const size_t mark = std::min(text.find_first_of("eE"), text.size());
  const std::string_view number = text.substr(0, mark);
  const size_t point = std::min(number.find('.'), number.size());
  std::string digits(number.substr(0, point));
  if (point < number.size()) digits += number.substr(point + 1);
  const int64_t exponent =
      mark < text.size() ? std::strtoll(std::string(text.substr(mark + 1)).c_str(), nullptr, 10)
                         : 0;
  // Where the point comes to stand among the digits.
  const int64_t place = static_cast<int64_t>(point) + exponent;
  if (place <= 0) digits.insert(0, static_cast<size_t>(1 - place), '0');
  const auto whole = static_cast<size_t>(std::max<int64_t>(place, 1));
  if (whole > digits.size()) digits.append(whole - digits.size(), '0');
  const size_t first = std::min(digits.find_first_not_of('0'), whole - 1);
  std::string plain = (negative ? "-" : "") + digits.substr(first, whole - first);
  if (whole < digits.size()) plain += "." + digits.substr(whole);
  return plain;
}

std::string literal_text(double value) {
  return types::double_text(value) + (std::isfinite(value) ? "D" : "");
}

std::string literal_text(float value) { return types::float_text(value); }

std::string literal_text(Int128 unscaled, int scale) {
  return types::decimal_text(unscaled, scale) + "BD";
}

}  // namespace tarn::engine
