#include "engine/parquet_statistics.h"

#include <charconv>
#include <utility>

#include "engine/number_parse.h"
#include "types/datetime.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::TypeKind;
using types::Value;

template <typename T>
std::optional<Value> as_value(const std::optional<T>& parsed) {
  if (!parsed) return std::nullopt;
  return Value{*parsed};
}

std::optional<Value> integer_value(const std::optional<int64_t>& parsed) {
  return as_value(parsed);
}

// A bound as DuckDB prints it. Types whose order is not one for readers (BINARY) have none.
std::optional<Value> bound_of(const std::string& text, const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong:
      return integer_value(parse_long(text));
    case TypeKind::kFloat:
    case TypeKind::kDouble:
      return as_value(parse_double(text));
    case TypeKind::kDecimal: {
      const ParsedDecimal parsed = parse_decimal(text, type.precision(), type.scale());
      if (parsed.outcome != DecimalText::kOk) return std::nullopt;
      return Value{parsed.unscaled};
    }
    case TypeKind::kString:
      return Value{text};
    case TypeKind::kDate:
      return integer_value(types::parse_date(text));
    case TypeKind::kTimestamp:
      return integer_value(types::parse_timestamp(text, {}));
    case TypeKind::kTimestampNtz:
      return integer_value(types::parse_timestamp_ntz(text, types::ZoneSuffix::kRefuse));
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

}  // namespace

std::vector<std::string> split_path(std::string_view quoted) {
  std::vector<std::string> path;
  bool inside = false;
  for (size_t i = 0; i < quoted.size(); ++i) {
    const char c = quoted[i];
    if (!inside) {
      // Between names there is one point.
      inside = c == '"';
      if (inside) path.emplace_back();
    } else if (c != '"') {
      path.back() += c;
    } else if (i + 1 < quoted.size() && quoted[i + 1] == '"') {
      path.back() += c;
      ++i;
    } else {
      inside = false;
    }
  }
  return path;
}

std::optional<DataType> type_at(const types::Schema& schema, const std::vector<std::string>& path) {
  const types::Schema* fields = &schema;
  std::optional<DataType> type;
  for (const std::string& name : path) {
    if (!fields) return std::nullopt;
    const types::Field* found = nullptr;
    for (const types::Field& field : *fields) {
      if (field.name == name) found = &field;
    }
    if (!found) return std::nullopt;
    type = found->type;
    fields = found->type.is(TypeKind::kStruct) ? &found->type.fields() : nullptr;
  }
  return type;
}

ColumnStatistics statistics_of(std::vector<std::string> path, const DataType& type,
                               const std::map<std::string, std::string>& texts) {
  const auto text_of = [&texts](const char* name) -> const std::string* {
    const auto found = texts.find(name);
    return found == texts.end() ? nullptr : &found->second;
  };
  ColumnStatistics statistics{.path = std::move(path)};
  if (const std::string* nulls = text_of("null_count")) {
    statistics.null_count = parse_long(*nulls).value_or(0);
  }
  const std::string* nan = text_of("has_nan");
  statistics.has_nan = nan && *nan == "true";
  if (const std::string* min = text_of("min")) statistics.min = bound_of(*min, type);
  const std::string* max = text_of("max");
  // A NaN is greater than every bound.
  if (max && !statistics.has_nan) statistics.max = bound_of(*max, type);
  return statistics;
}

}  // namespace tarn::engine
