#include "types/value.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "types/datetime.h"
#include "types/number_text.h"
#include "types/utf8.h"
#include "types/variant.h"

namespace tarn::types {
namespace {

// Bytes as Java reads them: it has one U+FFFD for the bytes of half a pair, where Unicode counts
// each of them.
std::string java_text(std::string_view bytes) {
  const auto is_in = [&](size_t at, uint8_t low) {
    const auto byte = at < bytes.size() ? static_cast<uint8_t>(bytes[at]) : uint8_t{0};
    return byte >= low && byte <= 0xBF;
  };
  std::string joined;
  for (size_t at = 0; at < bytes.size(); ++at) {
    const bool is_half = bytes[at] == '\xED' && is_in(at + 1, 0xA0);
    if (!is_half) {
      joined += bytes[at];
      continue;
    }
    joined += "\xEF\xBF\xBD";
    at += is_in(at + 2, 0x80) ? 2 : 1;
  }
  return repaired_utf8(joined);
}

std::string padded(int64_t value, size_t width) {
  std::string digits = std::to_string(value);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

// "1-2": years and months.
std::string year_month_text(int64_t months) {
  const int64_t magnitude = std::abs(months);
  return (months < 0 ? "-" : "") + std::to_string(magnitude / 12) + "-" +
         std::to_string(magnitude % 12);
}

// "1 02:00:00.000000000": the fraction in nanoseconds, as Hive prints it.
std::string day_time_text(int64_t micros) {
  // The least value has no positive counterpart, hence the unsigned magnitude.
  const uint64_t magnitude =
      micros < 0 ? uint64_t{0} - static_cast<uint64_t>(micros) : static_cast<uint64_t>(micros);
  const auto part = [&](int64_t unit, uint64_t count) {
    return static_cast<int64_t>(magnitude / static_cast<uint64_t>(unit) % count);
  };
  return (micros < 0 ? "-" : "") + std::to_string(magnitude / kMicrosPerDay) + " " +
         padded(part(kMicrosPerHour, 24), 2) + ":" + padded(part(kMicrosPerMinute, 60), 2) + ":" +
         padded(part(kMicrosPerSecond, 60), 2) + "." + padded(part(1, kMicrosPerSecond), 6) + "000";
}

std::string nested_text(const Value& value, const DataType& type, const SessionZone& zone);

std::string list_text(const ValueList& values, const DataType& element, const SessionZone& zone) {
  std::string text = "[";
  for (size_t at = 0; at < values.size(); ++at) {
    text += (at == 0 ? "" : ",") + nested_text(values[at], element, zone);
  }
  return text + "]";
}

// Java's order of texts: by the halves of UTF-16. Of two texts in UTF-8 it differs where one goes
// on with a pair of halves, which begin with D8 to DF, and the other with U+E000 or beyond.
bool comes_first_in_java(const std::string& a, const std::string& b) {
  const auto [at, other] = std::ranges::mismatch(a, b);
  if (at == a.end() || other == b.end()) return a.size() < b.size();
  const auto rank = [](char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value == 0xEE || value == 0xEF ? value + 0x10 : int{value};
  };
  return rank(*at) < rank(*other);
}

std::string map_text(const ValueMap& entries, const DataType& type, const SessionZone& zone) {
  // Of equal keys, which JSON may have, Spark's shell shows the last; and it shows entries in the
  // order of their texts, whatever the map's is.
  std::map<std::string, std::string> shown;
  for (const ValueEntry& entry : entries) {
    shown.insert_or_assign(nested_text(entry.first, type.key(), zone),
                           nested_text(entry.second, type.value(), zone));
  }
  std::vector<std::string> texts;
  for (const auto& [key, value] : shown) texts.push_back(key + ":" + value);
  std::ranges::sort(texts, comes_first_in_java);
  std::string text = "{";
  for (size_t at = 0; at < texts.size(); ++at) {
    text += (at == 0 ? "" : ",") + texts[at];
  }
  return text + "}";
}

std::string struct_text(const ValueList& values, const std::vector<Field>& fields,
                        const SessionZone& zone) {
  CHECK(values.size() == fields.size());
  std::string text = "{";
  for (size_t at = 0; at < values.size(); ++at) {
    text += (at == 0 ? "\"" : ",\"") + fields[at].name +
            "\":" + nested_text(values[at], fields[at].type, zone);
  }
  return text + "}";
}

// Inside a nested value NULL is small and strings are quoted; nothing is escaped.
std::string nested_text(const Value& value, const DataType& type, const SessionZone& zone) {
  if (value.is_null()) {
    return "null";
  }
  if (type.is(TypeKind::kString)) {
    return "\"" + std::get<std::string>(value.content) + "\"";
  }
  return hive_text(value, type, zone);
}

// The wall clock of an instant; UTC's where the zone is not known.
int64_t wall_clock(int64_t micros, const SessionZone& zone) {
  if (const auto offset = fixed_offset(zone.id)) {
    return micros + *offset;
  }
  return zone.regions == nullptr
             ? micros
             : micros + zone.regions->offset_at_instant(zone.id, micros).value_or(0);
}

}  // namespace

bool operator==(const Value& a, const Value& b) {
  const auto* x = std::get_if<double>(&a.content);
  const auto* y = std::get_if<double>(&b.content);
  if (x != nullptr && y != nullptr && std::isnan(*x) && std::isnan(*y)) {
    return true;  // as in Spark
  }
  return a.content == b.content;
}

std::string decimal_text(Int128 unscaled, int scale) {
  using Unsigned = unsigned __int128;
  Unsigned magnitude =
      unscaled < 0 ? -static_cast<Unsigned>(unscaled) : static_cast<Unsigned>(unscaled);
  std::string reversed;
  for (int digits = 0; magnitude != 0 || digits <= scale; ++digits) {
    if (digits == scale && scale != 0) {
      reversed += '.';
    }
    reversed += static_cast<char>('0' + static_cast<int>(magnitude % 10));
    magnitude /= 10;
  }
  if (unscaled < 0) {
    reversed += '-';
  }
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

std::string java_decimal_text(Int128 unscaled, int scale) {
  std::string digits = decimal_text(unscaled, 0);
  const std::string sign = digits.starts_with('-') ? "-" : "";
  digits.erase(0, sign.size());
  const int exponent = static_cast<int>(digits.size()) - 1 - scale;
  constexpr int kLeastPlain = -6;
  if (exponent >= kLeastPlain) {
    return decimal_text(unscaled, scale);
  }
  if (digits.size() > 1) {
    digits.insert(1, 1, '.');
  }
  return sign + digits + "E" + std::to_string(exponent);
}

std::string hive_text(const Value& value, const DataType& type, const SessionZone& zone) {
  if (value.is_null()) {
    return "NULL";
  }
  const auto number = [&] { return std::get<int64_t>(value.content); };
  switch (type.kind()) {
    case TypeKind::kVoid:
      return "NULL";
    case TypeKind::kBoolean:
      return std::get<bool>(value.content) ? "true" : "false";
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong:
      return std::to_string(number());
    case TypeKind::kFloat:
      return float_text(static_cast<float>(std::get<double>(value.content)));
    case TypeKind::kDouble:
      return double_text(std::get<double>(value.content));
    case TypeKind::kDecimal:
      return decimal_text(std::get<Int128>(value.content), type.scale());
    case TypeKind::kString:
      return std::get<std::string>(value.content);
    case TypeKind::kBinary:
      return java_text(std::get<std::string>(value.content));
    case TypeKind::kVariant: {
      std::string text;
      VariantView(std::get<std::string>(value.content)).append_json(text, SessionZone());
      return text;
    }
    case TypeKind::kDate:
      return date_text(number());
    case TypeKind::kTimestamp:
      return timestamp_text(wall_clock(number(), zone));
    case TypeKind::kTimestampNtz:
      return timestamp_text(number());
    case TypeKind::kTime:
      return time_of_day_text(number());
    case TypeKind::kCalendarInterval:
      return calendar_interval_text(std::get<CalendarInterval>(value.content));
    case TypeKind::kYearMonthInterval:
      return year_month_text(number());
    case TypeKind::kDayTimeInterval:
      return day_time_text(number());
    case TypeKind::kArray:
      return list_text(std::get<ValueList>(value.content), type.element(), zone);
    case TypeKind::kMap:
      return map_text(std::get<ValueMap>(value.content), type, zone);
    case TypeKind::kStruct:
      return struct_text(std::get<ValueList>(value.content), type.fields(), zone);
  }
  return "NULL";
}

}  // namespace tarn::types
