#include "catalog/definition.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "delta/json_object.h"
#include "types/utf8.h"

namespace tarn::catalog {
namespace {

using Json = nlohmann::ordered_json;

constexpr int64_t kFormatVersion = 1;

std::string finished(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void put_common(Json& json, const std::map<std::string, std::string>& properties,
                const std::optional<std::string>& comment) {
  json["properties"] = properties;
  if (comment) {
    json["comment"] = *comment;
  }
}

Result<nlohmann::json> parsed(std::string_view text, const std::string& place) {
  nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) {
    return Error{.code = ErrorCode::kCorrupt, .message = place + " is no JSON object"};
  }
  const auto version = json.find("version");
  if (version == json.end() || !version->is_number_integer() ||
      version->get<int64_t>() != kFormatVersion) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message = place + " is of a version that this Tarn does not know"};
  }
  return json;
}

Result<types::Schema> schema_in(const delta::JsonObject& object, const char* key,
                                const std::string& place) {
  ASSIGN_OR_RETURN(const nlohmann::json* const schema, object.object_if_there(key));
  if (schema == nullptr) {
    return Error{.code = ErrorCode::kCorrupt, .message = place + " has no " + key};
  }
  return types::schema_from_json(schema->dump());
}

bool is_true(const nlohmann::json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

bool FileTable::is_partition(const std::string& column) const {
  return std::ranges::any_of(partition_columns, [&](const std::string& each) {
    return types::equal_ignoring_case(each, column);
  });
}

types::Schema FileTable::data_schema() const {
  types::Schema columns;
  std::ranges::copy_if(schema, std::back_inserter(columns),
                       [&](const types::Field& field) { return !is_partition(field.name); });
  return columns;
}

types::Schema FileTable::partition_schema() const {
  types::Schema columns;
  for (const std::string& name : partition_columns) {
    columns.push_back(schema[types::find_field(schema, name).value()]);
  }
  return columns;
}

std::string text_of(const FileTable& table) {
  Json json = {{"version", kFormatVersion},
               {"format", table.format},
               {"schema", Json::parse(types::schema_json(table.schema))},
               {"partitionColumns", table.partition_columns},
               {"options", table.options}};
  put_common(json, table.properties, table.comment);
  if (table.location) {
    json["location"] = *table.location;
  }
  json["created"] = table.created_ms;
  return finished(json);
}

std::string text_of(const View& view) {
  Json json = {{"version", kFormatVersion},
               {"query", view.query},
               {"schema", Json::parse(types::schema_json(view.schema))},
               {"queryColumns", view.query_columns},
               {"currentCatalog", view.current_catalog},
               {"currentSchema", view.current_schema}};
  put_common(json, view.properties, view.comment);
  json["settings"] = view.settings;
  json["created"] = view.created_ms;
  return finished(json);
}

std::string text_of(const Function& function) {
  Json json = {{"version", kFormatVersion},
               {"parameters", Json::parse(types::schema_json(function.parameters))},
               {"defaults", function.defaults},
               {"isTable", function.is_table},
               {"returns", Json::parse(types::schema_json(function.returns))},
               {"body", function.body},
               {"isQuery", function.is_query},
               {"currentCatalog", function.current_catalog},
               {"currentSchema", function.current_schema},
               {"settings", function.settings},
               {"deterministic", function.deterministic},
               {"dataAccess", function.data_access}};
  if (function.comment) {
    json["comment"] = *function.comment;
  }
  json["created"] = function.created_ms;
  return finished(json);
}

std::string text_of(const Schema& schema) {
  Json json = {{"version", kFormatVersion}};
  put_common(json, schema.properties, schema.comment);
  return finished(json);
}

Result<FileTable> read_file_table(std::string_view text, const std::string& place) {
  ASSIGN_OR_RETURN(const nlohmann::json json, parsed(text, place));
  const delta::JsonObject object(json, place);
  FileTable table;
  ASSIGN_OR_RETURN(table.format, object.text("format"));
  ASSIGN_OR_RETURN(table.schema, schema_in(object, "schema", place));
  ASSIGN_OR_RETURN(auto partitions, object.texts_if_there("partitionColumns"));
  table.partition_columns = std::move(partitions).value_or(std::vector<std::string>());
  for (const std::string& column : table.partition_columns) {
    if (!types::find_field(table.schema, column)) {
      return Error{.code = ErrorCode::kCorrupt,
                   .message = place + ": the schema lacks the partition column " + column};
    }
  }
  ASSIGN_OR_RETURN(table.options, object.text_map("options"));
  ASSIGN_OR_RETURN(table.properties, object.text_map("properties"));
  ASSIGN_OR_RETURN(table.comment, object.text_if_there("comment"));
  ASSIGN_OR_RETURN(table.location, object.text_if_there("location"));
  ASSIGN_OR_RETURN(const auto created, object.integer_if_there("created"));
  table.created_ms = created.value_or(0);
  return table;
}

Result<View> read_view(std::string_view text, const std::string& place) {
  ASSIGN_OR_RETURN(const nlohmann::json json, parsed(text, place));
  const delta::JsonObject object(json, place);
  View view;
  ASSIGN_OR_RETURN(view.query, object.text("query"));
  ASSIGN_OR_RETURN(view.schema, schema_in(object, "schema", place));
  ASSIGN_OR_RETURN(auto columns, object.texts_if_there("queryColumns"));
  view.query_columns = std::move(columns).value_or(std::vector<std::string>());
  if (view.query_columns.size() != view.schema.size()) {
    return Error{.code = ErrorCode::kCorrupt,
                 .message = place + ": queryColumns and schema differ in length"};
  }
  ASSIGN_OR_RETURN(view.current_catalog, object.text("currentCatalog"));
  ASSIGN_OR_RETURN(view.current_schema, object.text("currentSchema"));
  ASSIGN_OR_RETURN(view.properties, object.text_map("properties"));
  ASSIGN_OR_RETURN(view.comment, object.text_if_there("comment"));
  ASSIGN_OR_RETURN(view.settings, object.text_map("settings"));
  ASSIGN_OR_RETURN(const auto created, object.integer_if_there("created"));
  view.created_ms = created.value_or(0);
  return view;
}

Result<Function> read_function(std::string_view text, const std::string& place) {
  ASSIGN_OR_RETURN(const nlohmann::json json, parsed(text, place));
  const delta::JsonObject object(json, place);
  Function function;
  ASSIGN_OR_RETURN(function.parameters, schema_in(object, "parameters", place));
  ASSIGN_OR_RETURN(function.defaults, object.text_map("defaults"));
  ASSIGN_OR_RETURN(function.returns, schema_in(object, "returns", place));
  function.is_table = is_true(json, "isTable");
  if (!function.is_table && function.returns.size() != 1) {
    return Error{.code = ErrorCode::kCorrupt, .message = place + ": a value has one type"};
  }
  ASSIGN_OR_RETURN(function.body, object.text("body"));
  function.is_query = is_true(json, "isQuery");
  ASSIGN_OR_RETURN(function.current_catalog, object.text("currentCatalog"));
  ASSIGN_OR_RETURN(function.current_schema, object.text("currentSchema"));
  ASSIGN_OR_RETURN(function.settings, object.text_map("settings"));
  ASSIGN_OR_RETURN(function.comment, object.text_if_there("comment"));
  function.deterministic = is_true(json, "deterministic");
  ASSIGN_OR_RETURN(const auto access, object.text_if_there("dataAccess"));
  function.data_access = access.value_or("");
  ASSIGN_OR_RETURN(const auto created, object.integer_if_there("created"));
  function.created_ms = created.value_or(0);
  return function;
}

Result<Schema> read_schema(std::string_view text, const std::string& place) {
  ASSIGN_OR_RETURN(const nlohmann::json json, parsed(text, place));
  const delta::JsonObject object(json, place);
  Schema schema;
  ASSIGN_OR_RETURN(schema.properties, object.text_map("properties"));
  ASSIGN_OR_RETURN(schema.comment, object.text_if_there("comment"));
  return schema;
}

}  // namespace tarn::catalog
