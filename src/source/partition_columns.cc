#include "source/partition_columns.h"

#include <algorithm>
#include <string_view>

#include "format/scalar_text.h"
#include "source/read_options.h"
#include "storage/path.h"
#include "types/utf8.h"

namespace tarn::source {
namespace {

using types::DataType;
using types::TypeKind;
using types::Value;

constexpr std::string_view kNullPartition = "__HIVE_DEFAULT_PARTITION__";

// A text that is not percent-encoded stands for itself, as in Hive.
std::string decoded(std::string_view text) {
  auto plain = storage::percent_decoded(text);
  return plain ? *std::move(plain) : std::string(text);
}

DataType wide_number(std::string_view text) {
  const bool is_plain = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return is_plain && text.size() <= static_cast<size_t>(types::kMaxDecimalPrecision)
             ? DataType::decimal(static_cast<int>(text.size()), 0)
             : types::double_type();
}

DataType type_of(std::string_view text, const types::SessionZone& zone) {
  if (const auto whole = format::parse_integer(text)) {
    return *whole >= INT32_MIN && *whole <= INT32_MAX ? types::int_type() : types::long_type();
  }
  if (format::parse_java_double(text)) {
    return wide_number(text);
  }
  constexpr size_t kDateLength = 10;
  if (text.size() <= kDateLength && types::parse_date(text)) {
    return types::date_type();
  }
  // A time alone is none, though parse_timestamp() takes it for one of today.
  const bool has_date = types::parse_timestamp_ntz(text, types::ZoneSuffix::kIgnore).has_value();
  return has_date && types::parse_timestamp(text, zone) ? types::timestamp_type()
                                                        : types::string_type();
}

int rank_of(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kInt:
      return 1;
    case TypeKind::kLong:
      return 2;
    case TypeKind::kDecimal:
      return 3;
    case TypeKind::kDouble:
      return 4;
    case TypeKind::kDate:
      return 5;
    case TypeKind::kTimestamp:
      return 6;
    default:
      return 7;
  }
}

DataType common(const DataType& a, const DataType& b) {
  const auto is_time = [](const DataType& type) { return type.is_datetime(); };
  if (a.is_numeric() && b.is_numeric()) {
    const DataType& wider = rank_of(a) >= rank_of(b) ? a : b;
    const DataType& other = rank_of(a) >= rank_of(b) ? b : a;
    constexpr int kLongDigits = 20;
    return wider.is(TypeKind::kDecimal)
               ? DataType::decimal(
                     std::max(wider.precision(),
                              other.is(TypeKind::kDecimal) ? other.precision() : kLongDigits),
                     0)
               : wider;
  }
  if (is_time(a) && is_time(b)) {
    return rank_of(a) >= rank_of(b) ? a : b;
  }
  return a == b ? a : types::string_type();
}

struct ColumnSeen {
  std::string name;
  std::optional<DataType> type = {};  // nothing: only NULL so far
};

ColumnSeen& column_of(std::vector<ColumnSeen>& columns, const std::string& name) {
  const auto found = std::ranges::find_if(columns, [&](const ColumnSeen& column) {
    return types::equal_ignoring_case(column.name, name);
  });
  return found != columns.end() ? *found : columns.emplace_back(ColumnSeen{.name = name});
}

bool is_wanted(const std::optional<std::vector<std::string>>& wanted, const std::string& name) {
  return !wanted || std::ranges::any_of(*wanted, [&](const std::string& other) {
    return types::equal_ignoring_case(other, name);
  });
}

std::optional<Value> value_of(std::string_view text, const DataType& type,
                              const types::SessionZone& zone) {
  switch (type.kind()) {
    case TypeKind::kString:
      return Value{std::string(text)};
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong: {
      const auto whole = format::parse_integer(text);
      const int64_t limit = type.is(TypeKind::kByte)    ? INT8_MAX
                            : type.is(TypeKind::kShort) ? INT16_MAX
                            : type.is(TypeKind::kInt)   ? INT32_MAX
                                                        : INT64_MAX;
      return whole && *whole <= limit && *whole >= -limit - 1 ? std::optional(Value{*whole})
                                                              : std::nullopt;
    }
    case TypeKind::kFloat:
    case TypeKind::kDouble: {
      const auto number = format::parse_java_double(text);
      return number ? std::optional(Value{*number}) : std::nullopt;
    }
    case TypeKind::kDecimal: {
      const auto number = format::parse_decimal(text, type.precision(), type.scale());
      return number ? std::optional(Value{*number}) : std::nullopt;
    }
    case TypeKind::kBoolean: {
      const bool is_true = types::equal_ignoring_case(text, "true");
      return is_true || types::equal_ignoring_case(text, "false") ? std::optional(Value{is_true})
                                                                  : std::nullopt;
    }
    case TypeKind::kDate: {
      const auto days = types::parse_date(text);
      return days ? std::optional(Value{*days}) : std::nullopt;
    }
    case TypeKind::kTimestamp: {
      const auto micros = types::parse_timestamp(text, zone);
      return micros ? std::optional(Value{*micros}) : std::nullopt;
    }
    case TypeKind::kTimestampNtz: {
      const auto micros = types::parse_timestamp_ntz(text, types::ZoneSuffix::kRefuse);
      return micros ? std::optional(Value{*micros}) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

Result<std::string> base_folder(const std::string& path, const std::string& root) {
  ASSIGN_OR_RETURN(const std::string plain, plain_path(path));
  std::string base = storage::join(root, fixed_part(plain));
  while (base.size() > 1 && base.ends_with('/')) {
    base.pop_back();
  }
  return base;
}

std::vector<PartitionText> partition_texts(const std::string& base, const std::string& file) {
  if (file.find('=') == std::string::npos || !file.starts_with(base == "/" ? base : base + "/")) {
    return {};
  }
  const std::string below = file.substr(base.size());
  std::vector<PartitionText> found;
  size_t begin = 0;
  for (size_t slash = below.find('/'); slash != std::string::npos; slash = below.find('/', begin)) {
    const std::string_view folder = std::string_view(below).substr(begin, slash - begin);
    begin = slash + 1;
    const size_t equals = folder.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      continue;
    }
    const std::string_view text = folder.substr(equals + 1);
    found.push_back({.name = decoded(folder.substr(0, equals)),
                     .text = text == kNullPartition ? std::nullopt : std::optional(decoded(text))});
  }
  return found;
}

Result<types::Schema> infer_partitions(const std::string& base,
                                       const std::vector<ListedFile>& files,
                                       const std::optional<std::vector<std::string>>& wanted,
                                       PartitionTypes types, const types::SessionZone& zone) {
  std::vector<ColumnSeen> columns;
  for (const ListedFile& file : files) {
    for (const PartitionText& partition : partition_texts(base, file.path)) {
      if (!is_wanted(wanted, partition.name)) {
        continue;
      }
      ColumnSeen& column = column_of(columns, partition.name);
      if (partition.text) {
        const DataType type = type_of(*partition.text, zone);
        column.type = column.type ? common(*column.type, type) : type;
      }
    }
  }
  for (const std::string& name : wanted.value_or(std::vector<std::string>())) {
    const bool is_there = std::ranges::any_of(columns, [&](const ColumnSeen& column) {
      return types::equal_ignoring_case(column.name, name);
    });
    if (!is_there && !files.empty()) {
      return option_error(ErrorCode::kInvalid, "option 'partitionColumns' names '" + name +
                                                   "', and no folder is called " + name + "=..");
    }
  }
  types::Schema schema;
  for (const ColumnSeen& column : columns) {
    schema.push_back({.name = column.name,
                      .type = types == PartitionTypes::kInferred && column.type
                                  ? *column.type
                                  : types::string_type()});
  }
  return schema;
}

Result<types::Value> partition_value(const PartitionText& partition, const types::DataType& type,
                                     const types::SessionZone& zone) {
  if (!partition.text) {
    return Value{};
  }
  if (auto value = value_of(*partition.text, type, zone)) {
    return *std::move(value);
  }
  return Error{.code = ErrorCode::kData,
               .message = "the folder " + partition.name + "=" + *partition.text +
                          " does not hold a value of the type " + type.sql() + " that the column " +
                          partition.name + " has",
               .condition = "CAST_INVALID_INPUT",
               .sqlstate = "22018"};
}

}  // namespace tarn::source
