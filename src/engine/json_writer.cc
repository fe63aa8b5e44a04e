#include "engine/json_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/time_zones.h"
#include "engine/value_text.h"
#include "format/json_text.h"
#include "types/datetime.h"
#include "types/json_string.h"
#include "types/number_text.h"
#include "types/utf8.h"
#include "types/variant.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::TypeKind;

// yyyy-MM-dd'T'HH:mm:ss.SSS
std::string wall_clock(int64_t local_micros) {
  const types::CivilTime time = types::civil_from_micros(local_micros);
  // Signed beyond four digits, as Java prints it.
  const std::string sign = time.date.year < 0 ? "-" : time.date.year > 9999 ? "+" : "";
  return fmt::format("{}{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}", sign, std::abs(time.date.year),
                     time.date.month, time.date.day, time.hour, time.minute, time.second,
                     time.micros / 1000);
}

// Z, +hh:mm or, of a zone before it kept to minutes, +hh:mm:ss
std::string offset_text(int64_t offset_micros) {
  if (offset_micros == 0) return "Z";
  const int64_t seconds = std::llabs(offset_micros) / types::kMicrosPerSecond;
  std::string text = fmt::format("{}{:02}:{:02}", offset_micros < 0 ? '-' : '+', seconds / 3600,
                                 seconds / 60 % 60);
  if (seconds % 60 != 0) text += fmt::format(":{:02}", seconds % 60);
  return text;
}

void append_string(std::string_view text, const JsonWriting& writing, std::string& out) {
  if (!writing.escapes_beyond_ascii) {
    format::append_json_string(out, text);
    return;
  }
  std::string json;
  format::append_json_string(json, text);
  for (size_t at = 0; at < json.size();) {
    const char32_t c = types::next_code_point(json, at);
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x10000) {
      out += fmt::format("\\u{:04X}", static_cast<uint32_t>(c));
    } else {
      const auto rest = static_cast<uint32_t>(c) - 0x10000;
      out += fmt::format("\\u{:04X}\\u{:04X}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
    }
  }
}

void append_floating(double value, const std::string& text, std::string& out) {
  out += std::isfinite(value) ? text : "\"" + text + "\"";
}

void append_or_null(const Column& column, size_t row, const JsonWriting& writing,
                    std::string& out) {
  if (column.is_valid(row)) {
    append_json(column, row, writing, out);
  } else {
    out += "null";
  }
}

// Places of `count` things by their names, in Java's order of strings.
std::vector<size_t> places_by_name(const std::vector<std::string>& names) {
  std::vector<size_t> places(names.size());
  for (size_t at = 0; at < places.size(); ++at) places[at] = at;
  std::ranges::stable_sort(places, {}, [&](size_t at) { return names[at]; });
  return places;
}

void append_struct(const Column& column, size_t row, const JsonWriting& writing, std::string& out) {
  std::vector<std::string> names;
  for (const types::Field& field : column.type().fields()) names.push_back(field.name);
  out += '{';
  bool first = true;
  const auto add = [&](size_t at) {
    if (writing.leaves_out_nulls && !column.child(at).is_valid(row)) return;
    if (!first) out += ',';
    first = false;
    append_string(names[at], writing, out);
    out += ':';
    append_or_null(column.child(at), row, writing, out);
  };
  if (writing.sorts_keys) {
    for (const size_t at : places_by_name(names)) add(at);
  } else {
    for (size_t at = 0; at < names.size(); ++at) add(at);
  }
  out += '}';
}

void append_map(const Column& column, size_t row, const JsonWriting& writing, std::string& out) {
  const size_t begin = column.list_begin(row);
  std::vector<std::string> names;
  for (size_t at = begin; at < column.list_end(row); ++at) {
    append_internal_text(column.child(0), at, names.emplace_back());
  }
  out += '{';
  bool first = true;
  const auto add = [&](size_t at) {
    if (!first) out += ',';
    first = false;
    append_string(names[at], writing, out);
    out += ':';
    append_or_null(column.child(1), begin + at, writing, out);
  };
  if (writing.sorts_keys) {
    for (const size_t at : places_by_name(names)) add(at);
  } else {
    for (size_t at = 0; at < names.size(); ++at) add(at);
  }
  out += '}';
}

// The option's pattern, or a null pointer.
Result<std::shared_ptr<const types::DatePattern>> pattern_of(const format::Options& options,
                                                             const std::string& name) {
  const auto found = options.find(name);
  if (found == options.end()) return std::shared_ptr<const types::DatePattern>();
  ASSIGN_OR_RETURN(auto pattern,
                   types::DatePattern::compile(found->second, types::PatternUse::kWriting));
  return std::make_shared<const types::DatePattern>(std::move(pattern));
}

}  // namespace

Result<JsonWriting> time_writing(const NativeSite& site, const format::Options& options) {
  JsonWriting writing;
  const auto zone = options.find("timezone");
  writing.zone = zone == options.end() ? site.time_zone : zone->second;
  ASSIGN_OR_RETURN(writing.date, pattern_of(options, "dateformat"));
  ASSIGN_OR_RETURN(writing.timestamp, pattern_of(options, "timestampformat"));
  ASSIGN_OR_RETURN(writing.timestamp_ntz, pattern_of(options, "timestampntzformat"));
  return writing;
}

void append_time(const Column& column, size_t row, const JsonWriting& writing, std::string& out) {
  if (column.type().is(TypeKind::kDate)) {
    const int32_t days = column.at<int32_t>(row);
    if (!writing.date) {
      out += types::date_text(days);
      return;
    }
    writing.date->append({.local_micros = int64_t{days} * types::kMicrosPerDay}, out);
    return;
  }
  const int64_t micros = column.at<int64_t>(row);
  const bool is_instant = column.type().is(TypeKind::kTimestamp);
  const int64_t offset = is_instant ? offset_at_instant(writing.zone, micros) : 0;
  const auto& pattern = is_instant ? writing.timestamp : writing.timestamp_ntz;
  if (pattern) {
    pattern->append({.local_micros = micros + offset,
                     .offset_micros = offset,
                     .zone = writing.zone,
                     .regions = &icu_time_zones()},
                    out);
    return;
  }
  out += wall_clock(micros + offset);
  if (is_instant) out += offset_text(offset);
}

std::string pretty_json(std::string_view json) {
  std::string out;
  int depth = 0;
  std::vector<char> open;
  const auto line = [&] { out += "\n" + std::string(static_cast<size_t>(depth) * 2, ' '); };
  for (size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    switch (c) {
      case '"': {
        size_t end = at + 1;
        while (json[end] != '"') end += json[end] == '\\' ? 2 : 1;
        out += json.substr(at, end + 1 - at);
        at = end;
        break;
      }
      case '{':
      case '[':
        out += c;
        open.push_back(c);
        if (json[at + 1] == '}' || json[at + 1] == ']') break;
        if (c == '{') {
          ++depth;
          line();
        } else {
          out += ' ';
        }
        break;
      case '}':
      case ']': {
        const bool is_empty = json[at - 1] == '{' || json[at - 1] == '[';
        open.pop_back();
        if (c == '}' && !is_empty) {
          --depth;
          line();
        } else {
          out += ' ';
        }
        out += c;
        break;
      }
      case ',':
        out += c;
        if (open.back() == '{') {
          line();
        } else {
          out += ' ';
        }
        break;
      case ':':
        out += " : ";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void append_json(const Column& column, size_t row, const JsonWriting& writing, std::string& out) {
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
      append_java_text(column, row, writing.zone, out);
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
      append_string(column.bytes_at(row), writing, out);
      return;
    case TypeKind::kBinary:
      format::append_json_string(out, types::base64_text(column.bytes_at(row)));
      return;
    case TypeKind::kVariant:
      types::VariantView(column.bytes_at(row)).append_json(out, {writing.zone, &icu_time_zones()});
      return;
    case TypeKind::kDate:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz: {
      std::string text;
      append_time(column, row, writing, text);
      append_string(text, writing, out);
      return;
    }
    case TypeKind::kYearMonthInterval:
    case TypeKind::kTime:
    case TypeKind::kCalendarInterval:
    case TypeKind::kDayTimeInterval: {
      std::string text;
      append_cast_text(column, row, writing.zone, text);
      format::append_json_string(out, text);
      return;
    }
    case TypeKind::kArray:
      out += '[';
      for (size_t i = column.list_begin(row); i < column.list_end(row); ++i) {
        if (i > column.list_begin(row)) out += ',';
        append_or_null(column.child(0), i, writing, out);
      }
      out += ']';
      return;
    case TypeKind::kMap:
      append_map(column, row, writing, out);
      return;
    case TypeKind::kStruct:
      append_struct(column, row, writing, out);
      return;
  }
}

}  // namespace tarn::engine
