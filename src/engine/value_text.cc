#include "engine/value_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "engine/time_zones.h"
#include "types/datetime.h"
#include "types/number_text.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::Int128;
using types::IntervalUnit;
using types::TypeKind;

void append_nested(const Column& column, size_t row, std::string_view zone, std::string& out) {
  if (column.is_valid(row)) {
    append_cast_text(column, row, zone, out);
  } else {
    out += "null";
  }
}

Int128 unscaled_at(const Column& column, size_t row) {
  return column.width() == 8 ? Int128(column.at<int64_t>(row)) : column.at<Int128>(row);
}

std::string second_text(int64_t micros) {
  std::string text = fmt::format("{:02}", micros / types::kMicrosPerSecond);
  const int64_t fraction = micros % types::kMicrosPerSecond;
  if (fraction != 0) {
    std::string digits = fmt::format(".{:06}", fraction);
    digits.erase(digits.find_last_not_of('0') + 1);
    text += digits;
  }
  return text;
}

}  // namespace

void append_cast_text(const Column& column, size_t row, std::string_view zone, std::string& out) {
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
      out += types::decimal_text(unscaled_at(column, row), type.scale());
      return;
    case TypeKind::kString:
      out += column.bytes_at(row);
      return;
    case TypeKind::kBinary:
      out += types::repaired_utf8(column.bytes_at(row));
      return;
    case TypeKind::kDate:
      out += types::date_text(column.at<int32_t>(row));
      return;
    case TypeKind::kTimestamp: {
      const int64_t micros = column.at<int64_t>(row);
      out += types::timestamp_text(micros + offset_at_instant(zone, micros));
      return;
    }
    case TypeKind::kTimestampNtz:
      out += types::timestamp_text(column.at<int64_t>(row));
      return;
    case TypeKind::kYearMonthInterval:
      out += year_month_text(column.at<int32_t>(row), type);
      return;
    case TypeKind::kDayTimeInterval:
      out += day_time_text(column.at<int64_t>(row), type);
      return;
    case TypeKind::kArray:
      out += '[';
      for (size_t i = column.list_begin(row); i < column.list_end(row); ++i) {
        if (i > column.list_begin(row)) out += ", ";
        append_nested(column.child(0), i, zone, out);
      }
      out += ']';
      return;
    case TypeKind::kMap:
      out += '{';
      for (size_t i = column.list_begin(row); i < column.list_end(row); ++i) {
        if (i > column.list_begin(row)) out += ", ";
        append_nested(column.child(0), i, zone, out);
        out += " -> ";
        append_nested(column.child(1), i, zone, out);
      }
      out += '}';
      return;
    case TypeKind::kStruct:
      out += '{';
      for (size_t i = 0; i < column.child_count(); ++i) {
        if (i > 0) out += ", ";
        append_nested(column.child(i), row, zone, out);
      }
      out += '}';
      return;
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

std::string year_month_text(int64_t months, const types::DataType& type) {
  const std::string sign = months < 0 ? "-" : "";
  const int64_t size = std::llabs(months);
  if (type.from_unit() == IntervalUnit::kMonth)
    return fmt::format("INTERVAL '{}{}' MONTH", sign, size);
  if (type.to_unit() == IntervalUnit::kYear)
    return fmt::format("INTERVAL '{}{}' YEAR", sign, size / 12);
  return fmt::format("INTERVAL '{}{}-{}' YEAR TO MONTH", sign, size / 12, size % 12);
}

std::string day_time_text(int64_t micros, const types::DataType& type) {
  static constexpr const char* kNames[] = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};
  const auto from = type.from_unit();
  const auto to = type.to_unit();
  // The magnitude of the smallest BIGINT is one more than the greatest: unsigned holds it.
  uint64_t rest = micros < 0 ? 0 - static_cast<uint64_t>(micros) : static_cast<uint64_t>(micros);
  std::string text = micros < 0 ? "-" : "";
  bool first = true;
  for (int unit = static_cast<int>(from); unit <= static_cast<int>(to); ++unit) {
    const auto name = static_cast<IntervalUnit>(unit);
    const uint64_t size = name == IntervalUnit::kDay      ? types::kMicrosPerDay
                          : name == IntervalUnit::kHour   ? types::kMicrosPerHour
                          : name == IntervalUnit::kMinute ? types::kMicrosPerMinute
                                                          : 1;
    if (!first) text += name == IntervalUnit::kHour ? " " : ":";
    if (name == IntervalUnit::kSecond) {
      text += second_text(static_cast<int64_t>(rest));
    } else {
      text += first && name == IntervalUnit::kDay ? fmt::format("{}", rest / size)
                                                  : fmt::format("{:02}", rest / size);
      rest %= size;
    }
    first = false;
  }
  const std::string units = from == to ? kNames[static_cast<int>(from)]
                                       : fmt::format("{} TO {}", kNames[static_cast<int>(from)],
                                                     kNames[static_cast<int>(to)]);
  return fmt::format("INTERVAL '{}' {}", text, units);
}

}  // namespace tarn::engine
