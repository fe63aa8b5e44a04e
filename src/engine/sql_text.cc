#include "engine/sql_text.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <variant>
#include <vector>

#include "base/check.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::TypeKind;
using types::Value;

enum class FieldNames : uint8_t { kLeftOut, kWritten };

std::string struct_sql(const DataType& type, FieldNames names);

std::string any_type_sql(const DataType& type, FieldNames names) {
  switch (type.kind()) {
    case TypeKind::kVoid:
    case TypeKind::kBoolean:
      return "BOOLEAN";
    case TypeKind::kByte:
      return "TINYINT";
    case TypeKind::kShort:
      return "SMALLINT";
    case TypeKind::kInt:
    case TypeKind::kYearMonthInterval:
      return "INTEGER";
    case TypeKind::kLong:
    case TypeKind::kTime:
    case TypeKind::kDayTimeInterval:
      return "BIGINT";
    case TypeKind::kCalendarInterval:  // its 16 bytes; equal where the parts are
      return "HUGEINT";
    case TypeKind::kFloat:
      return "FLOAT";
    case TypeKind::kDouble:
      return "DOUBLE";
    case TypeKind::kDecimal:
      return fmt::format("DECIMAL({},{})", type.precision(), type.scale());
    case TypeKind::kString:
      return "VARCHAR";
    case TypeKind::kBinary:
    case TypeKind::kVariant:
      return "BLOB";
    case TypeKind::kDate:
      return "DATE";
    case TypeKind::kTimestamp:
      return "TIMESTAMP WITH TIME ZONE";
    case TypeKind::kTimestampNtz:
      return "TIMESTAMP";
    case TypeKind::kArray:
      return any_type_sql(type.element(), names) + "[]";
    case TypeKind::kMap:
      return fmt::format("MAP({}, {})", any_type_sql(type.key(), names),
                         any_type_sql(type.value(), names));
    case TypeKind::kStruct:
      return struct_sql(type, names);
  }
  CHECK(false);
}

std::string struct_sql(const DataType& type, FieldNames names) {
  const bool is_named = names == FieldNames::kWritten;
  if (type.fields().empty()) return is_named ? "STRUCT(hidden BOOLEAN)" : "TUPLE(BOOLEAN)";
  std::string text = is_named ? "STRUCT(" : "TUPLE(";
  const char* separator = "";
  for (const types::Field& field : type.fields()) {
    text += separator;
    if (is_named) text += identifier_sql(field.name) + " ";
    text += any_type_sql(field.type, names);
    separator = ", ";
  }
  return text + ")";
}

std::string double_sql(double value, std::string_view type) {
  if (std::isnan(value)) return fmt::format("CAST('NaN' AS {})", type);
  if (std::isinf(value)) {
    return fmt::format("CAST('{}Infinity' AS {})", value < 0 ? "-" : "", type);
  }
  return fmt::format("CAST('{}' AS {})", value, type);
}

std::string list_sql(const types::ValueList& values, const DataType& element) {
  std::string text = "[";
  const char* separator = "";
  for (const Value& value : values) {
    text += separator + literal_sql(value, element);
    separator = ", ";
  }
  return text + "]";
}

std::string blob_sql(std::string_view bytes) {
  std::string text = "CAST('";
  for (const unsigned char byte : bytes) {
    text += fmt::format("\\x{:02X}", byte);
  }
  return text + "' AS BLOB)";
}

std::string map_sql(const types::ValueMap& entries, const DataType& type) {
  types::ValueList keys;
  types::ValueList values;
  for (const auto& [key, value] : entries) {
    keys.push_back(key);
    values.push_back(value);
  }
  return fmt::format("map(CAST({} AS {}[]), CAST({} AS {}[]))", list_sql(keys, type.key()),
                     type_sql(type.key()), list_sql(values, type.value()), type_sql(type.value()));
}

std::string row_sql(const types::ValueList& values, const DataType& type) {
  CHECK(values.size() == type.fields().size());
  if (values.empty()) return "row(CAST(NULL AS BOOLEAN))";
  std::string text = "row(";
  for (size_t i = 0; i < values.size(); ++i) {
    text += (i == 0 ? "" : ", ") + literal_sql(values[i], type.fields()[i].type);
  }
  return text + ")";
}

}  // namespace

std::string type_sql(const DataType& type) { return any_type_sql(type, FieldNames::kLeftOut); }

std::string named_type_sql(const DataType& type) {
  return any_type_sql(type, FieldNames::kWritten);
}

std::string text_sql(std::string_view text) {
  std::string sql = "'";
  for (const char c : text) {
    if (c == '\'') {
      sql += "''";
    } else if (c == '\0') {
      // The parser reads a C string: a NUL would end the statement.
      sql += "' || chr(0) || '";
    } else {
      sql += c;
    }
  }
  sql += '\'';
  return text.find('\0') == std::string_view::npos ? sql : "(" + sql + ")";
}

std::string identifier_sql(std::string_view name) {
  std::string sql = "\"";
  for (const char c : name) {
    sql += c;
    if (c == '"') sql += c;
  }
  return sql + "\"";
}

std::string literal_sql(const Value& value, const DataType& type) {
  const std::string target = type_sql(type);
  if (value.is_null()) return fmt::format("CAST(NULL AS {})", target);
  switch (type.kind()) {
    case TypeKind::kVoid:
      return "CAST(NULL AS BOOLEAN)";
    case TypeKind::kBoolean:
      return std::get<bool>(value.content) ? "true" : "false";
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong:
    case TypeKind::kTime:
    case TypeKind::kYearMonthInterval:
    case TypeKind::kDayTimeInterval:
      return fmt::format("CAST({} AS {})", std::get<int64_t>(value.content), target);
    case TypeKind::kCalendarInterval:
      return fmt::format(
          "CAST('{}' AS {})",
          types::decimal_text(
              std::bit_cast<types::Int128>(std::get<types::CalendarInterval>(value.content)), 0),
          target);
    case TypeKind::kFloat:
    case TypeKind::kDouble:
      return double_sql(std::get<double>(value.content), target);
    case TypeKind::kDecimal:
      return fmt::format("CAST('{}' AS {})",
                         types::decimal_text(std::get<types::Int128>(value.content), type.scale()),
                         target);
    case TypeKind::kString:
      return text_sql(std::get<std::string>(value.content));
    case TypeKind::kBinary:
    case TypeKind::kVariant:
      return blob_sql(std::get<std::string>(value.content));
    case TypeKind::kDate:
      return fmt::format("(DATE '1970-01-01' + CAST({} AS INTEGER))",
                         std::get<int64_t>(value.content));
    case TypeKind::kTimestamp:
      return fmt::format("make_timestamptz(CAST({} AS BIGINT))", std::get<int64_t>(value.content));
    case TypeKind::kTimestampNtz:
      return fmt::format("make_timestamp(CAST({} AS BIGINT))", std::get<int64_t>(value.content));
    case TypeKind::kArray:
      return fmt::format("CAST({} AS {})",
                         list_sql(std::get<types::ValueList>(value.content), type.element()),
                         target);
    case TypeKind::kMap:
      return map_sql(std::get<types::ValueMap>(value.content), type);
    case TypeKind::kStruct:
      return fmt::format("CAST({} AS {})", row_sql(std::get<types::ValueList>(value.content), type),
                         target);
  }
  CHECK(false);
}

}  // namespace tarn::engine
