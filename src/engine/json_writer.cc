#include "engine/json_writer.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

#include "engine/time_zones.h"
#include "engine/value_text.h"
#include "format/json_text.h"
#include "types/datetime.h"
#include "types/number_text.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::TypeKind;

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0);
    }
    for (size_t k = 0; k < 4; ++k) {
      out += i + k <= bytes.size() ? kDigits[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  return out;
}

// yyyy-MM-dd'T'HH:mm:ss.SSS
std::string wall_clock(int64_t local_micros) {
  const types::CivilTime time = types::civil_from_micros(local_micros);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}", time.date.year, time.date.month,
                     time.date.day, time.hour, time.minute, time.second, time.micros / 1000);
}

// XXX: Z or +hh:mm
std::string offset_text(int64_t offset_micros) {
  if (offset_micros == 0) return "Z";
  const int64_t minutes = std::llabs(offset_micros) / types::kMicrosPerMinute;
  return fmt::format("{}{:02}:{:02}", offset_micros < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

void append_floating(double value, const std::string& text, std::string& out) {
  out += std::isfinite(value) ? text : "\"" + text + "\"";
}

void append_or_null(const Column& column, size_t row, std::string_view zone, std::string& out) {
  if (column.is_valid(row)) {
    append_json(column, row, zone, out);
  } else {
    out += "null";
  }
}

void append_struct(const Column& column, size_t row, std::string_view zone, std::string& out) {
  out += '{';
  bool first = true;
  for (size_t i = 0; i < column.child_count(); ++i) {
    if (!column.child(i).is_valid(row)) continue;
    if (!first) out += ',';
    first = false;
    format::append_json_string(out, column.type().fields()[i].name);
    out += ':';
    append_json(column.child(i), row, zone, out);
  }
  out += '}';
}

void append_map(const Column& column, size_t row, std::string_view zone, std::string& out) {
  out += '{';
  for (size_t i = column.list_begin(row); i < column.list_end(row); ++i) {
    if (i > column.list_begin(row)) out += ',';
    std::string key;
    append_cast_text(column.child(0), i, zone, key);
    format::append_json_string(out, key);
    out += ':';
    append_or_null(column.child(1), i, zone, out);
  }
  out += '}';
}

}  // namespace

void append_json(const Column& column, size_t row, std::string_view zone, std::string& out) {
  switch (column.type().kind()) {
    case TypeKind::kVoid:
      out += "null";
      return;
    case TypeKind::kBoolean:
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong:
    case TypeKind::kDecimal:
      append_cast_text(column, row, zone, out);
      return;
    case TypeKind::kFloat: {
      const float value = column.at<float>(row);
      append_floating(static_cast<double>(value), types::float_text(value), out);
      return;
    }
    case TypeKind::kDouble: {
      const double value = column.at<double>(row);
      append_floating(value, types::double_text(value), out);
      return;
    }
    case TypeKind::kString:
      format::append_json_string(out, column.bytes_at(row));
      return;
    case TypeKind::kBinary:
      format::append_json_string(out, base64(column.bytes_at(row)));
      return;
    case TypeKind::kDate:
      format::append_json_string(out, types::date_text(column.at<int32_t>(row)));
      return;
    case TypeKind::kTimestamp: {
      const int64_t micros = column.at<int64_t>(row);
      const int64_t offset = offset_at_instant(zone, micros);
      format::append_json_string(out, wall_clock(micros + offset) + offset_text(offset));
      return;
    }
    case TypeKind::kTimestampNtz:
      format::append_json_string(out, wall_clock(column.at<int64_t>(row)));
      return;
    case TypeKind::kYearMonthInterval:
    case TypeKind::kDayTimeInterval: {
      std::string text;
      append_cast_text(column, row, zone, text);
      format::append_json_string(out, text);
      return;
    }
    case TypeKind::kArray:
      out += '[';
      for (size_t i = column.list_begin(row); i < column.list_end(row); ++i) {
        if (i > column.list_begin(row)) out += ',';
        append_or_null(column.child(0), i, zone, out);
      }
      out += ']';
      return;
    case TypeKind::kMap:
      append_map(column, row, zone, out);
      return;
    case TypeKind::kStruct:
      append_struct(column, row, zone, out);
      return;
  }
}

}  // namespace tarn::engine
