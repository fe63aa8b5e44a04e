#include "delta/stats.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>

#include "delta/json_object.h"
#include "types/datetime.h"
#include "types/utf8.h"

namespace tarn::delta {
namespace {

using types::TypeKind;
using types::Value;

constexpr int64_t kIndexedColumnsDefault = 32;
constexpr size_t kTextLengthMax = 32;        // code points kept of a bound
constexpr size_t kTieBreakSearchMax = 1024;  // and how far a maximum may grow to stay above

enum class Bound { kMin, kMax };

std::string quoted(const std::string& text) { return json_text(text); }

// ---- text bounds

// The first `count` code points of `text`, which is valid UTF-8.
std::string_view prefix_of(std::string_view text, size_t count) {
  size_t end = 0;
  for (size_t i = 0; i < count && end < text.size(); ++i) {
    types::next_code_point(text, end);
  }
  return text.substr(0, end);
}

// A short text that is not below `text`: a prefix and one code point above the one that followed
// it.
std::optional<std::string> rounded_up(std::string_view text) {
  constexpr char32_t kAsciiMax = 0x7F;
  constexpr char32_t kUnicodeMax = 0x10FFFF;
  size_t end = prefix_of(text, kTextLengthMax).size();
  for (size_t i = 0; i < kTieBreakSearchMax; ++i) {
    if (end == text.size()) {
      return std::string(text);
    }
    const size_t prefix = end;
    const char32_t following = types::next_code_point(text, end);
    if (following < kUnicodeMax) {
      std::string bound(text.substr(0, prefix));
      types::append_code_point(bound, following < kAsciiMax ? kAsciiMax : kUnicodeMax);
      return bound;
    }
  }
  return std::nullopt;
}

std::optional<std::string> text_bound(const std::string& text, Bound bound) {
  if (!types::is_valid_utf8(text)) {
    return std::nullopt;
  }
  const std::string_view prefix = prefix_of(text, kTextLengthMax);
  if (bound == Bound::kMin || prefix.size() == text.size()) {
    return quoted(std::string(prefix));
  }
  const std::optional<std::string> above = rounded_up(text);
  return above ? std::optional(quoted(*above)) : std::nullopt;
}

// ---- bounds of time

// Whole milliseconds on the safe side. Nothing outside the years 1 to 9999, which readers may not
// parse.
std::optional<std::string> time_bound(int64_t micros, Bound bound, std::string_view zone) {
  if (micros < types::kMinMicros || micros > types::kMaxMicros) {
    return std::nullopt;
  }
  constexpr int64_t kMilli = types::kMicrosPerMilli;
  int64_t millis = micros / kMilli - (micros % kMilli < 0 ? 1 : 0);
  if (bound == Bound::kMax && millis * kMilli < micros) {
    ++millis;
  }
  if (millis * kMilli > types::kMaxMicros) {
    return std::nullopt;
  }
  const types::CivilTime time = types::civil_from_micros(millis * kMilli);
  return fmt::format("\"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{}\"", time.date.year,
                     time.date.month, time.date.day, time.hour, time.minute, time.second,
                     time.micros / kMilli, zone);
}

std::optional<std::string> date_bound(int64_t days) {
  if (days < types::kMinDays || days > types::kMaxDays) {
    return std::nullopt;
  }
  return quoted(types::date_text(days));
}

// JSON has no text for infinities.
std::optional<std::string> double_bound(double number) {
  if (!std::isfinite(number)) {
    return std::nullopt;
  }
  return fmt::format("{}", number);
}

// The JSON text of a bound, or nothing where the type has no order or the value no text.
std::optional<std::string> bound_text(const ColumnStatistics& column, const Value& value,
                                      Bound bound) {
  switch (column.type.kind()) {
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong:
      return std::to_string(std::get<int64_t>(value.content));
    case TypeKind::kFloat:
    case TypeKind::kDouble:
      return double_bound(std::get<double>(value.content));
    case TypeKind::kDecimal:
      return types::decimal_text(std::get<types::Int128>(value.content), column.type.scale());
    case TypeKind::kString:
      return text_bound(std::get<std::string>(value.content), bound);
    case TypeKind::kDate:
      return date_bound(std::get<int64_t>(value.content));
    case TypeKind::kTimestamp:
      return time_bound(std::get<int64_t>(value.content), bound, "Z");
    case TypeKind::kTimestampNtz:
      return time_bound(std::get<int64_t>(value.content), bound, "");
    case TypeKind::kVoid:
    case TypeKind::kBoolean:
    case TypeKind::kBinary:
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

std::optional<std::string> min_text(const ColumnStatistics& column) {
  const bool is_known = column.min && !column.min->is_null() && !column.has_nan;
  return is_known ? bound_text(column, *column.min, Bound::kMin) : std::nullopt;
}

// NaN is above every number, and has no text in JSON: with it there is no maximum to give.
std::optional<std::string> max_text(const ColumnStatistics& column) {
  const bool is_known = column.max && !column.max->is_null() && !column.has_nan;
  return is_known ? bound_text(column, *column.max, Bound::kMax) : std::nullopt;
}

std::optional<std::string> null_count_text(const ColumnStatistics& column) {
  return column.null_count ? std::optional(std::to_string(*column.null_count)) : std::nullopt;
}

// ---- the tree

using Leaves = std::span<const ColumnStatistics* const>;
using LeafText = std::optional<std::string> (*)(const ColumnStatistics&);

// The object of the leaves whose paths agree before `depth`; empty text where no leaf has a value.
std::string object_text(Leaves leaves, size_t depth, LeafText leaf_text) {
  std::string fields;
  while (!leaves.empty()) {
    const std::string& name = leaves.front()->path[depth];
    const auto end = std::ranges::find_if_not(leaves, [&](const ColumnStatistics* leaf) {
      return leaf->path.size() > depth && leaf->path[depth] == name;
    });
    const auto count = static_cast<size_t>(end - leaves.begin());
    const bool is_leaf = leaves.front()->path.size() == depth + 1;
    const std::optional<std::string> value =
        is_leaf ? leaf_text(*leaves.front())
                : std::optional(object_text(leaves.first(count), depth + 1, leaf_text));
    if (value && !value->empty()) {
      fields += (fields.empty() ? "" : ",") + quoted(name) + ":" + *value;
    }
    leaves = leaves.subspan(count);
  }
  return fields.empty() ? "" : "{" + fields + "}";
}

// ---- which columns

using Paths = std::vector<std::vector<std::string>>;

void collect_leaves(const types::Schema& fields, const std::vector<std::string>& parent,
                    Paths& leaves) {
  for (const types::Field& field : fields) {
    std::vector<std::string> path = parent;
    path.push_back(field.name);
    if (field.type.is(TypeKind::kStruct)) {
      collect_leaves(field.type.fields(), path, leaves);
    } else {
      leaves.push_back(std::move(path));
    }
  }
}

// "a, b.c, `d e`.f": each is a leaf, or a struct with all that is in it.
Paths parse_column_list(std::string_view text) {
  Paths paths(1);
  std::string name;
  bool is_quoted = false;
  const auto close_name = [&] {
    const size_t begin = name.find_first_not_of(' ');
    if (begin != std::string::npos) {
      paths.back().push_back(name.substr(begin, name.find_last_not_of(' ') - begin + 1));
    }
    name.clear();
  };
  for (const char c : text) {
    if (c == '`') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && (c == '.' || c == ',')) {
      close_name();
      if (c == ',') {
        paths.emplace_back();
      }
    } else {
      name += c;
    }
  }
  close_name();
  return paths;
}

bool begins_with(const std::vector<std::string>& path, const std::vector<std::string>& prefix) {
  return !prefix.empty() && prefix.size() <= path.size() &&
         std::equal(prefix.begin(), prefix.end(), path.begin(), types::equal_ignoring_case);
}

}  // namespace

Paths indexed_columns(const types::Schema& data_schema,
                      const std::map<std::string, std::string>& configuration) {
  Paths leaves;
  collect_leaves(data_schema, {}, leaves);
  if (const auto chosen = configuration.find("delta.dataSkippingStatsColumns");
      chosen != configuration.end()) {
    const Paths wanted = parse_column_list(chosen->second);
    std::erase_if(leaves, [&wanted](const std::vector<std::string>& leaf) {
      return std::ranges::none_of(wanted,
                                  [&leaf](const auto& path) { return begins_with(leaf, path); });
    });
    return leaves;
  }
  int64_t count = kIndexedColumnsDefault;
  if (const auto given = configuration.find("delta.dataSkippingNumIndexedCols");
      given != configuration.end()) {
    std::from_chars(given->second.data(), given->second.data() + given->second.size(), count);
  }
  const bool has_limit = count >= 0;  // -1: all columns
  if (has_limit && leaves.size() > static_cast<size_t>(count)) {
    leaves.resize(static_cast<size_t>(count));
  }
  return leaves;
}

std::string stats_json(int64_t num_records, const std::vector<ColumnStatistics>& columns,
                       const Paths& indexed) {
  std::vector<const ColumnStatistics*> leaves;
  for (const ColumnStatistics& column : columns) {
    CHECK(!column.path.empty());
    if (std::ranges::find(indexed, column.path) != indexed.end()) {
      leaves.push_back(&column);
    }
  }
  const auto object = [&leaves](LeafText leaf_text) {
    const std::string text = object_text(leaves, 0, leaf_text);
    return text.empty() ? std::string("{}") : text;
  };
  return fmt::format(R"({{"numRecords":{},"minValues":{},"maxValues":{},"nullCount":{}}})",
                     num_records, object(min_text), object(max_text), object(null_count_text));
}

}  // namespace tarn::delta
