#include "delta/schema.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "base/invalid.h"
#include "delta/table_property.h"

namespace tarn::delta {
namespace {

using types::DataType;
using types::Field;
using types::Schema;
using types::TypeKind;

Status check_type(const DataType& type, const std::string& column, ColumnMapping mapping);

Status check_fields(const Schema& fields, const std::string& parent, ColumnMapping mapping) {
  constexpr std::string_view kRefused = " ,;{}()\n\t=";
  for (size_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    const std::string column = parent.empty() ? field.name : parent + "." + field.name;
    if (types::find_field(fields, field.name) != i) {
      return invalid("DELTA_DUPLICATE_COLUMNS_FOUND", "42711",
                     "found duplicate column(s) in the table's schema: " + column);
    }
    const bool has_refused =
        mapping == ColumnMapping::kNone && field.name.find_first_of(kRefused) != std::string::npos;
    if (field.name.empty() || has_refused) {
      return invalid(
          "DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES", "42K05",
          "the column name '" + column +
              "' is empty or holds one of ' ,;{}()\\n\\t=', which a Parquet table without "
              "column mapping cannot; give it another name, or the table the property "
              "'delta.columnMapping.mode' = 'name'");
    }
    RETURN_IF_ERROR(check_type(field.type, column, mapping));
  }
  return ok();
}

Status check_type(const DataType& type, const std::string& column, ColumnMapping mapping) {
  switch (type.kind()) {
    case TypeKind::kVoid:
    case TypeKind::kYearMonthInterval:
    case TypeKind::kTime:
    case TypeKind::kDayTimeInterval:
    case TypeKind::kCalendarInterval:
      return invalid("DELTA_UNSUPPORTED_DATA_TYPES", "0AKDC",
                     "the column '" + column + "' has the type " + type.sql() +
                         ", which a Delta table does not store; cast it");
    case TypeKind::kArray:
      return check_type(type.element(), column + ".element", mapping);
    case TypeKind::kMap:
      RETURN_IF_ERROR(check_type(type.key(), column + ".key", mapping));
      return check_type(type.value(), column + ".value", mapping);
    case TypeKind::kStruct:
      return check_fields(type.fields(), column, mapping);
    default:  // the flat types, of which there are many
      return ok();
  }
}

Error cannot_merge(const std::string& column, const DataType& table, const DataType& incoming) {
  return invalid(
      "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE", "42825",
      fmt::format("the column '{}' is \"{}\" in the table and \"{}\" in what is written; "
                  "a column's type cannot change. Cast it, or run a full refresh",
                  column, table.sql(), incoming.sql()));
}

// A column that is added has no value in the files that are there: neither it nor what is in it
// may be NOT NULL.
DataType all_nullable(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kArray:
      return DataType::array(all_nullable(type.element()));
    case TypeKind::kMap:
      return DataType::map(all_nullable(type.key()), all_nullable(type.value()));
    case TypeKind::kStruct: {
      std::vector<Field> fields = type.fields();
      for (Field& field : fields) {
        field.nullable = true;
        field.type = all_nullable(field.type);
      }
      return DataType::structure(std::move(fields));
    }
    default:  // the flat types, of which there are many
      return type;
  }
}

Result<Schema> merge_fields(const Schema& table, const Schema& incoming, const std::string& parent);

Result<DataType> merge_types(const DataType& table, const DataType& incoming,
                             const std::string& column) {
  if (table.kind() != incoming.kind()) {
    return cannot_merge(column, table, incoming);
  }
  switch (table.kind()) {
    case TypeKind::kArray: {
      ASSIGN_OR_RETURN(DataType element,
                       merge_types(table.element(), incoming.element(), column + ".element"));
      return DataType::array(std::move(element), table.contains_null());
    }
    case TypeKind::kMap: {
      ASSIGN_OR_RETURN(DataType key, merge_types(table.key(), incoming.key(), column + ".key"));
      ASSIGN_OR_RETURN(DataType value,
                       merge_types(table.value(), incoming.value(), column + ".value"));
      return DataType::map(std::move(key), std::move(value), table.contains_null());
    }
    case TypeKind::kStruct: {
      ASSIGN_OR_RETURN(Schema fields, merge_fields(table.fields(), incoming.fields(), column));
      return DataType::structure(std::move(fields));
    }
    default:  // the flat types: equal with their parameters, or not at all
      if (!(table == incoming)) {
        return cannot_merge(column, table, incoming);
      }
      return table;
  }
}

Result<Schema> merge_fields(const Schema& table, const Schema& incoming,
                            const std::string& parent) {
  Schema merged = table;
  for (const Field& field : incoming) {
    const std::string column = parent.empty() ? field.name : parent + "." + field.name;
    const std::optional<size_t> known = types::find_field(merged, field.name);
    if (known) {
      ASSIGN_OR_RETURN(merged[*known].type, merge_types(merged[*known].type, field.type, column));
      if (!field.comment.empty()) {
        merged[*known].comment = field.comment;
      }
      continue;
    }
    Field added = field;
    added.nullable = true;
    added.type = all_nullable(field.type);
    merged.push_back(std::move(added));
  }
  return merged;
}

Status check_partitioning(const Schema& schema, const std::vector<std::string>& partition_columns) {
  for (size_t i = 0; i < partition_columns.size(); ++i) {
    const std::string& name = partition_columns[i];
    const auto field =
        std::ranges::find_if(schema, [&name](const Field& known) { return known.name == name; });
    if (field == schema.end()) {
      return invalid("DELTA_PARTITION_COLUMN_NOT_FOUND", "42703",
                     fmt::format("the partition column '{}' is not a column of the table: {}", name,
                                 types::ddl_text(schema)));
    }
    if (field->type.is(TypeKind::kVariant)) {
      return invalid("INVALID_PARTITION_COLUMN_DATA_TYPE", "0A000",
                     "the column '" + name + "' of type VARIANT cannot partition a table");
    }
    if (field->type.is_nested()) {
      return invalid(
          "DELTA_INVALID_PARTITION_COLUMN_TYPE", "42996",
          "the column '" + name + "' of type " + field->type.sql() + " cannot partition a table");
    }
    if (std::ranges::count(partition_columns, name) > 1) {
      return invalid("DELTA_DUPLICATE_COLUMNS_FOUND", "42711",
                     "the table is partitioned by '" + name + "' twice");
    }
  }
  if (!schema.empty() && partition_columns.size() == schema.size()) {
    return invalid("DELTA_CANNOT_USE_ALL_COLUMNS_FOR_PARTITION", "428FT",
                   "a table cannot be partitioned by all of its columns");
  }
  return ok();
}

}  // namespace

Status check_schema(const Schema& schema, const std::vector<std::string>& partition_columns,
                    ColumnMapping mapping) {
  RETURN_IF_ERROR(check_fields(schema, "", mapping));
  return check_partitioning(schema, partition_columns);
}

Status check_schema_of_table(const Schema& schema,
                             const std::vector<std::string>& partition_columns,
                             const std::map<std::string, std::string>& properties) {
  ASSIGN_OR_RETURN(const ColumnMapping mapping, asked_mapping(spelt_as_delta_does(properties)));
  return check_schema(schema, partition_columns, mapping);
}

Result<Schema> merged_schema(const Schema& table, const Schema& incoming) {
  return merge_fields(table, incoming, "");
}

Status check_same_partitioning(const std::vector<std::string>& table,
                               const std::vector<std::string>& wanted) {
  const auto is_same = [](const std::string& a, const std::string& b) {
    return types::find_field({Field{.name = a}}, b).has_value();
  };
  if (std::ranges::equal(table, wanted, is_same)) {
    return ok();
  }
  return invalid(
      "CANNOT_UPDATE_PARTITION_COLUMNS", "42000",
      fmt::format("the partition columns of a table cannot change from [{}] to [{}]; give "
                  "the table another name, or delete it",
                  fmt::join(table, ", "), fmt::join(wanted, ", ")));
}

}  // namespace tarn::delta
