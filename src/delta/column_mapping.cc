#include "delta/column_mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <utility>

#include "delta/json_object.h"
#include "types/utf8.h"

namespace tarn::delta {
namespace {

using Json = nlohmann::json;
using types::DataType;
using types::Field;
using types::Schema;
using types::TypeKind;

constexpr const char* kMode = "delta.columnMapping.mode";
constexpr const char* kPhysicalName = "delta.columnMapping.physicalName";
constexpr const char* kId = "delta.columnMapping.id";
// Reader version 2 stands for the feature; from 3 on it is named.
constexpr int kReaderWithMapping = 2;
constexpr int kReaderWithFeatures = 3;

Error lacks(const Field& field, const char* key) {
  return {ErrorCode::kCorrupt, fmt::format("the table maps its columns, and its column '{}' has no "
                                           "{} in the schema",
                                           field.name, key)};
}

Result<std::string> physical_name(const Field& field) {
  const auto at = field.metadata.find(kPhysicalName);
  const std::optional<Json> name =
      at == field.metadata.end() ? std::nullopt : parse_json(at->second);
  if (!name || !name->is_string()) {
    return lacks(field, kPhysicalName);
  }
  return name->get<std::string>();
}

Result<int64_t> id_of(const Field& field) {
  const auto at = field.metadata.find(kId);
  const std::optional<Json> id = at == field.metadata.end() ? std::nullopt : parse_json(at->second);
  if (!id || !id->is_number_integer()) {
    return lacks(field, kId);
  }
  return id->get<int64_t>();
}

// `type` with the fields of its structs, however deep, replaced by what `fields` makes of them.
using ChangeFields = std::function<Result<Schema>(const Schema&)>;
Result<DataType> with_fields(const DataType& type, const ChangeFields& fields) {
  switch (type.kind()) {
    case TypeKind::kStruct: {
      ASSIGN_OR_RETURN(Schema changed, fields(type.fields()));
      return DataType::structure(std::move(changed));
    }
    case TypeKind::kArray: {
      ASSIGN_OR_RETURN(DataType element, with_fields(type.element(), fields));
      return DataType::array(std::move(element), type.contains_null());
    }
    case TypeKind::kMap: {
      ASSIGN_OR_RETURN(DataType key, with_fields(type.key(), fields));
      ASSIGN_OR_RETURN(DataType value, with_fields(type.value(), fields));
      return DataType::map(std::move(key), std::move(value), type.contains_null());
    }
    default:  // the flat types: no field in them
      return type;
  }
}

class IdCollector {
 public:
  Status collect(const Schema& fields, const std::vector<std::string>& parent) {
    for (const Field& field : fields) {
      std::vector<std::string> path = parent;
      ASSIGN_OR_RETURN(path.emplace_back(), physical_name(field));
      ASSIGN_OR_RETURN(ids_[path], id_of(field));
      RETURN_IF_ERROR(collect(field.type, path));
    }
    return ok();
  }

  ColumnIds take() { return std::move(ids_); }

 private:
  Status collect(const DataType& type, const std::vector<std::string>& path) {
    const auto within = [&path](const char* part) {
      std::vector<std::string> inner = path;
      inner.emplace_back(part);
      return inner;
    };
    switch (type.kind()) {
      case TypeKind::kStruct:
        return collect(type.fields(), path);
      case TypeKind::kArray:
        return collect(type.element(), within("element"));
      case TypeKind::kMap:
        RETURN_IF_ERROR(collect(type.key(), within("key")));
        return collect(type.value(), within("value"));
      default:  // the flat types: no field in them
        return ok();
    }
  }

  ColumnIds ids_;
};

// A table that begins to map its columns keeps their names in the files.
std::string name_in_file(const Field& field) {
  const Result<std::string> name = physical_name(field);
  return name ? *name : field.name;
}

std::optional<std::string> field_lost(const DataType& before, const DataType& after) {
  if (before.kind() != after.kind()) {
    return std::nullopt;  // a type that became wider; nothing is in it
  }
  switch (before.kind()) {
    case TypeKind::kStruct:
      return column_lost(before.fields(), after.fields());
    case TypeKind::kArray:
      return field_lost(before.element(), after.element());
    case TypeKind::kMap: {
      auto key = field_lost(before.key(), after.key());
      return key ? key : field_lost(before.value(), after.value());
    }
    default:  // the flat types: no field in them
      return std::nullopt;
  }
}

// The field of `table` for each of `rows`, under its physical name.
Result<Schema> mapped_fields(const Schema& rows, const Schema& table);

Result<DataType> mapped_type(const DataType& row, const DataType& table) {
  const bool is_alike = row.kind() == table.kind();
  if (is_alike && row.is(TypeKind::kStruct)) {
    ASSIGN_OR_RETURN(Schema fields, mapped_fields(row.fields(), table.fields()));
    return DataType::structure(std::move(fields));
  }
  if (is_alike && row.is(TypeKind::kArray)) {
    ASSIGN_OR_RETURN(DataType element, mapped_type(row.element(), table.element()));
    return DataType::array(std::move(element), row.contains_null());
  }
  if (is_alike && row.is(TypeKind::kMap)) {
    ASSIGN_OR_RETURN(DataType key, mapped_type(row.key(), table.key()));
    ASSIGN_OR_RETURN(DataType value, mapped_type(row.value(), table.value()));
    return DataType::map(std::move(key), std::move(value), row.contains_null());
  }
  return row;
}

Result<Schema> mapped_fields(const Schema& rows, const Schema& table) {
  Schema mapped;
  for (const Field& row : rows) {
    const std::optional<size_t> place = types::find_field(table, row.name);
    if (!place) {
      return Error{ErrorCode::kInternal,
                   "the column '" + row.name + "' that is written is none of the table's"};
    }
    Field field = row;
    ASSIGN_OR_RETURN(field.name, physical_name(table[*place]));
    ASSIGN_OR_RETURN(field.type, mapped_type(row.type, table[*place].type));
    mapped.push_back(std::move(field));
  }
  return mapped;
}

}  // namespace

Result<ColumnMapping> asked_mapping(const std::map<std::string, std::string>& configuration) {
  const auto at = configuration.find(kMode);
  if (at == configuration.end() || types::equal_ignoring_case(at->second, "none")) {
    return ColumnMapping::kNone;
  }
  if (types::equal_ignoring_case(at->second, "name")) {
    return ColumnMapping::kName;
  }
  if (types::equal_ignoring_case(at->second, "id")) {
    return ColumnMapping::kId;
  }
  return Error{.code = ErrorCode::kUnsupported,
               .message = fmt::format("{} = '{}' is none of none, name and id", kMode, at->second),
               .condition = "UNSUPPORTED_FEATURE",
               .sqlstate = "0A000"};
}

Result<ColumnMapping> column_mapping(const Protocol& protocol, const Metadata& metadata) {
  const auto& features = protocol.reader_features;
  const bool is_named =
      features && std::ranges::find(*features, "columnMapping") != features->end();
  const bool is_honoured = protocol.min_reader_version == kReaderWithMapping ||
                           (protocol.min_reader_version >= kReaderWithFeatures && is_named);
  return is_honoured ? asked_mapping(metadata.configuration) : ColumnMapping::kNone;
}

Result<Schema> physical_schema(const Schema& schema) {
  Schema physical;
  for (const Field& field : schema) {
    Field named = field;
    ASSIGN_OR_RETURN(named.name, physical_name(field));
    ASSIGN_OR_RETURN(named.type, with_fields(field.type, physical_schema));
    physical.push_back(std::move(named));
  }
  return physical;
}

Result<ColumnIds> column_ids(const Schema& schema) {
  IdCollector collector;
  RETURN_IF_ERROR(collector.collect(schema, {}));
  return collector.take();
}

Result<Schema> physical_schema_of_rows(const Schema& rows, const Schema& table) {
  return mapped_fields(rows, table);
}

Schema without_mapping(const Schema& schema) {
  Schema plain;
  for (Field field : schema) {
    std::erase_if(field.metadata, [](const auto& entry) {
      return entry.first.starts_with("delta.columnMapping.") || entry.first == "delta.typeChanges";
    });
    const auto fields = [](const Schema& inner) { return Result<Schema>(without_mapping(inner)); };
    field.type = with_fields(field.type, fields).value();
    plain.push_back(std::move(field));
  }
  return plain;
}

std::optional<std::string> column_lost(const Schema& before, const Schema& after) {
  for (const Field& old : before) {
    const auto at = std::ranges::find(after, old.name, &Field::name);
    // Another column may have taken the name.
    if (at == after.end() || name_in_file(*at) != name_in_file(old)) {
      return old.name;
    }
    if (auto inner = field_lost(old.type, at->type)) {
      return old.name + "." + *inner;
    }
  }
  return std::nullopt;
}

}  // namespace tarn::delta
