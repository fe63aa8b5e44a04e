#include "delta/action.h"

#include <limits>
#include <set>
#include <type_traits>

#include "delta/json_object.h"

namespace tarn::delta {
namespace {

using Json = nlohmann::json;
using Ordered = nlohmann::ordered_json;

// The protocol's name of an action's kind, which is the one key of its line.
const char* key_of(const Action& action) {
  struct Name {
    const char* operator()(const CommitInfo&) const { return "commitInfo"; }
    const char* operator()(const Protocol&) const { return "protocol"; }
    const char* operator()(const Metadata&) const { return "metaData"; }
    const char* operator()(const Txn&) const { return "txn"; }
    const char* operator()(const DomainMetadata&) const { return "domainMetadata"; }
    const char* operator()(const RemoveFile&) const { return "remove"; }
    const char* operator()(const AddFile&) const { return "add"; }
    const char* operator()(const CdcFile&) const { return "cdc"; }
    const char* operator()(const Sidecar&) const { return "sidecar"; }
  };
  return std::visit(Name{}, action);
}

Ordered object_of(const std::map<std::string, std::optional<std::string>>& map) {
  Ordered object = Ordered::object();
  for (const auto& [key, value] : map) {
    object[key] = value ? Ordered(*value) : Ordered(nullptr);
  }
  return object;
}

Ordered object_of(const std::map<std::string, std::string>& map) {
  Ordered object = Ordered::object();
  for (const auto& [key, value] : map) {
    object[key] = value;
  }
  return object;
}

template <typename T>
void put_if_there(Ordered& object, const char* name, const std::optional<T>& value) {
  if (value) {
    object[name] = *value;
  }
}

void put_if_there(Ordered& object, const char* name, const std::optional<Tags>& tags) {
  if (tags) {
    object[name] = object_of(*tags);
  }
}

void put_if_there(Ordered& object, const std::optional<DeletionVector>& vector) {
  if (!vector) {
    return;
  }
  Ordered fields;
  fields["storageType"] = vector->storage_type;
  fields["pathOrInlineDv"] = vector->path_or_inline;
  put_if_there(fields, "offset", vector->offset);
  fields["sizeInBytes"] = vector->size_in_bytes;
  fields["cardinality"] = vector->cardinality;
  object["deletionVector"] = std::move(fields);
}

// ---- printing, one overload an action; fields stand in the protocol's order

Ordered fields_of(const CommitInfo& info) {
  Ordered object = Ordered::parse(info.json, nullptr, /*allow_exceptions=*/false);
  CHECK(object.is_object());
  return object;
}

Ordered fields_of(const Protocol& protocol) {
  Ordered object;
  object["minReaderVersion"] = protocol.min_reader_version;
  object["minWriterVersion"] = protocol.min_writer_version;
  put_if_there(object, "readerFeatures", protocol.reader_features);
  put_if_there(object, "writerFeatures", protocol.writer_features);
  return object;
}

Ordered fields_of(const Metadata& metadata) {
  Ordered object;
  object["id"] = metadata.id;
  put_if_there(object, "name", metadata.name);
  put_if_there(object, "description", metadata.description);
  object["format"] = {{"provider", metadata.provider},
                      {"options", object_of(metadata.format_options)}};
  object["schemaString"] = metadata.schema_text;
  object["partitionColumns"] = metadata.partition_columns;
  object["configuration"] = object_of(metadata.configuration);
  put_if_there(object, "createdTime", metadata.created_time_ms);
  return object;
}

Ordered fields_of(const Txn& txn) {
  Ordered object;
  object["appId"] = txn.app_id;
  object["version"] = txn.version;
  put_if_there(object, "lastUpdated", txn.last_updated_ms);
  return object;
}

Ordered fields_of(const DomainMetadata& domain) {
  Ordered object;
  object["domain"] = domain.domain;
  object["configuration"] = domain.configuration;
  object["removed"] = domain.removed;
  return object;
}

Ordered fields_of(const RemoveFile& file) {
  Ordered object;
  object["path"] = file.path;
  put_if_there(object, "deletionTimestamp", file.deletion_timestamp_ms);
  object["dataChange"] = file.data_change;
  // Some writers give these without the flag that announces them.
  if (file.extended_file_metadata) {
    object["extendedFileMetadata"] = true;
  }
  if (file.extended_file_metadata || !file.partition_values.empty()) {
    object["partitionValues"] = object_of(file.partition_values);
  }
  put_if_there(object, "size", file.size);
  put_if_there(object, "tags", file.tags);
  put_if_there(object, file.deletion_vector);
  return object;
}

Ordered fields_of(const AddFile& file) {
  Ordered object;
  object["path"] = file.path;
  object["partitionValues"] = object_of(file.partition_values);
  object["size"] = file.size;
  object["modificationTime"] = file.modification_time_ms;
  object["dataChange"] = file.data_change;
  put_if_there(object, "stats", file.stats);
  put_if_there(object, "tags", file.tags);
  put_if_there(object, file.deletion_vector);
  return object;
}

Ordered fields_of(const CdcFile& file) {
  Ordered object;
  object["path"] = file.path;
  object["partitionValues"] = object_of(file.partition_values);
  object["size"] = file.size;
  object["dataChange"] = false;
  put_if_there(object, "tags", file.tags);
  return object;
}

Ordered fields_of(const Sidecar& file) {
  Ordered object;
  object["path"] = file.path;
  object["sizeInBytes"] = file.size;
  object["modificationTime"] = file.modification_time_ms;
  put_if_there(object, "tags", file.tags);
  return object;
}

// ---- parsing

Result<std::optional<DeletionVector>> parse_deletion_vector(const JsonObject& fields,
                                                            const std::string& place) {
  ASSIGN_OR_RETURN(const Json* object, fields.object_if_there("deletionVector"));
  if (object == nullptr) {
    return std::optional<DeletionVector>();
  }
  const JsonObject inner(*object, place + ": deletionVector");
  DeletionVector vector;
  ASSIGN_OR_RETURN(vector.storage_type, inner.text("storageType"));
  ASSIGN_OR_RETURN(vector.path_or_inline, inner.text("pathOrInlineDv"));
  ASSIGN_OR_RETURN(vector.offset, inner.integer_if_there("offset"));
  ASSIGN_OR_RETURN(vector.size_in_bytes, inner.integer("sizeInBytes"));
  ASSIGN_OR_RETURN(vector.cardinality, inner.integer("cardinality"));
  return std::optional(std::move(vector));
}

Result<PartitionValues> parse_partition_values(const JsonObject& fields) {
  ASSIGN_OR_RETURN(auto values, fields.map_if_there("partitionValues"));
  return std::move(values).value_or(PartitionValues());
}

Result<int> parse_protocol_version(const JsonObject& fields, const char* name) {
  ASSIGN_OR_RETURN(const int64_t number, fields.integer(name));
  if (number < 1 || number > std::numeric_limits<int>::max()) {
    return fields.wrong(name, "a protocol version");
  }
  return static_cast<int>(number);
}

Result<Protocol> parse_protocol(const JsonObject& fields) {
  Protocol protocol;
  ASSIGN_OR_RETURN(protocol.min_reader_version, parse_protocol_version(fields, "minReaderVersion"));
  ASSIGN_OR_RETURN(protocol.min_writer_version, parse_protocol_version(fields, "minWriterVersion"));
  ASSIGN_OR_RETURN(protocol.reader_features, fields.texts_if_there("readerFeatures"));
  ASSIGN_OR_RETURN(protocol.writer_features, fields.texts_if_there("writerFeatures"));
  return protocol;
}

Result<Metadata> parse_metadata(const JsonObject& fields, const std::string& place) {
  Metadata metadata;
  ASSIGN_OR_RETURN(metadata.id, fields.text("id"));
  ASSIGN_OR_RETURN(metadata.name, fields.text_if_there("name"));
  ASSIGN_OR_RETURN(metadata.description, fields.text_if_there("description"));
  ASSIGN_OR_RETURN(const Json* format, fields.object_if_there("format"));
  if (format != nullptr) {
    const JsonObject inner(*format, place + ": format");
    ASSIGN_OR_RETURN(metadata.provider, inner.text("provider"));
    ASSIGN_OR_RETURN(metadata.format_options, inner.text_map("options"));
  }
  ASSIGN_OR_RETURN(metadata.schema_text, fields.text("schemaString"));
  ASSIGN_OR_RETURN(auto partition_columns, fields.texts_if_there("partitionColumns"));
  metadata.partition_columns = std::move(partition_columns).value_or(std::vector<std::string>());
  ASSIGN_OR_RETURN(metadata.configuration, fields.text_map("configuration"));
  ASSIGN_OR_RETURN(metadata.created_time_ms, fields.integer_if_there("createdTime"));
  return metadata;
}

Result<Txn> parse_txn(const JsonObject& fields) {
  Txn txn;
  ASSIGN_OR_RETURN(txn.app_id, fields.text("appId"));
  ASSIGN_OR_RETURN(txn.version, fields.integer("version"));
  ASSIGN_OR_RETURN(txn.last_updated_ms, fields.integer_if_there("lastUpdated"));
  return txn;
}

Result<DomainMetadata> parse_domain(const JsonObject& fields) {
  DomainMetadata domain;
  ASSIGN_OR_RETURN(domain.domain, fields.text("domain"));
  ASSIGN_OR_RETURN(domain.configuration, fields.text("configuration"));
  ASSIGN_OR_RETURN(domain.removed, fields.boolean("removed"));
  return domain;
}

Result<RemoveFile> parse_remove(const JsonObject& fields, const std::string& place) {
  RemoveFile file;
  ASSIGN_OR_RETURN(file.path, fields.text("path"));
  ASSIGN_OR_RETURN(file.deletion_timestamp_ms, fields.integer_if_there("deletionTimestamp"));
  ASSIGN_OR_RETURN(file.data_change, fields.boolean("dataChange"));
  ASSIGN_OR_RETURN(const auto extended, fields.boolean_if_there("extendedFileMetadata"));
  file.extended_file_metadata = extended.value_or(false);
  ASSIGN_OR_RETURN(file.partition_values, parse_partition_values(fields));
  ASSIGN_OR_RETURN(file.size, fields.integer_if_there("size"));
  ASSIGN_OR_RETURN(file.tags, fields.map_if_there("tags"));
  ASSIGN_OR_RETURN(file.deletion_vector, parse_deletion_vector(fields, place));
  return file;
}

Result<AddFile> parse_add(const JsonObject& fields, const std::string& place) {
  AddFile file;
  ASSIGN_OR_RETURN(file.path, fields.text("path"));
  ASSIGN_OR_RETURN(file.partition_values, parse_partition_values(fields));
  ASSIGN_OR_RETURN(file.size, fields.integer("size"));
  ASSIGN_OR_RETURN(file.modification_time_ms, fields.integer("modificationTime"));
  ASSIGN_OR_RETURN(file.data_change, fields.boolean("dataChange"));
  ASSIGN_OR_RETURN(file.stats, fields.text_if_there("stats"));
  ASSIGN_OR_RETURN(file.tags, fields.map_if_there("tags"));
  ASSIGN_OR_RETURN(file.deletion_vector, parse_deletion_vector(fields, place));
  return file;
}

Result<CdcFile> parse_cdc(const JsonObject& fields) {
  CdcFile file;
  ASSIGN_OR_RETURN(file.path, fields.text("path"));
  ASSIGN_OR_RETURN(file.partition_values, parse_partition_values(fields));
  ASSIGN_OR_RETURN(file.size, fields.integer("size"));
  ASSIGN_OR_RETURN(file.tags, fields.map_if_there("tags"));
  return file;
}

Result<Sidecar> parse_sidecar(const JsonObject& fields) {
  Sidecar file;
  ASSIGN_OR_RETURN(file.path, fields.text("path"));
  ASSIGN_OR_RETURN(file.size, fields.integer("sizeInBytes"));
  ASSIGN_OR_RETURN(file.modification_time_ms, fields.integer("modificationTime"));
  ASSIGN_OR_RETURN(file.tags, fields.map_if_there("tags"));
  return file;
}

template <typename T>
Result<std::optional<Action>> as_action(Result<T> parsed) {
  if (!parsed) {
    return parsed.error();
  }
  return std::optional<Action>(std::move(*parsed));
}

Result<std::optional<Action>> parse_fields(const std::string& key, const Json& object,
                                           const std::string& place) {
  const JsonObject fields(object, place);
  if (key == "add") {
    return as_action(parse_add(fields, place));
  }
  if (key == "remove") {
    return as_action(parse_remove(fields, place));
  }
  if (key == "txn") {
    return as_action(parse_txn(fields));
  }
  if (key == "metaData") {
    return as_action(parse_metadata(fields, place));
  }
  if (key == "protocol") {
    return as_action(parse_protocol(fields));
  }
  if (key == "domainMetadata") {
    return as_action(parse_domain(fields));
  }
  if (key == "cdc") {
    return as_action(parse_cdc(fields));
  }
  if (key == "sidecar") {
    return as_action(parse_sidecar(fields));
  }
  return std::optional<Action>();
}

// What two actions of one entry may not share.
std::string reconciliation_key(const Action& action) {
  struct Key {
    std::string operator()(const CommitInfo&) const { return ""; }
    std::string operator()(const Protocol&) const { return "protocol"; }
    std::string operator()(const Metadata&) const { return "metaData"; }
    std::string operator()(const Txn& txn) const { return "txn of " + txn.app_id; }
    std::string operator()(const DomainMetadata& domain) const {
      return "domain metadata of " + domain.domain;
    }
    std::string operator()(const RemoveFile& file) const {
      return "file " + file_key(file.path, file.deletion_vector);
    }
    std::string operator()(const AddFile& file) const {
      return "file " + file_key(file.path, file.deletion_vector);
    }
    std::string operator()(const CdcFile&) const { return ""; }
    std::string operator()(const Sidecar&) const { return ""; }
  };
  return std::visit(Key{}, action);
}

}  // namespace

std::string DeletionVector::unique_id() const {
  const std::string id = storage_type + path_or_inline;
  return offset ? id + "@" + std::to_string(*offset) : id;
}

std::string file_key(const std::string& path, const std::optional<DeletionVector>& vector) {
  // A path of the log is percent-encoded: it holds no line feed.
  return vector ? path + "\n" + vector->unique_id() : path;
}

std::string action_line(const Action& action) {
  Ordered line;
  line[key_of(action)] = std::visit([](const auto& known) { return fields_of(known); }, action);
  return json_text(line);
}

Result<std::optional<Action>> parse_action(std::string_view line, const std::string& place) {
  const std::optional<Json> object = parse_json(line);
  if (!object || !object->is_object()) {
    return Error{ErrorCode::kCorrupt, place + ": the line is not a JSON object"};
  }
  if (const auto info = object->find("commitInfo"); info != object->end() && info->is_object()) {
    // Read again from the text, so that its fields keep their order.
    const Ordered ordered = Ordered::parse(line, nullptr, /*allow_exceptions=*/false);
    return std::optional<Action>(CommitInfo{json_text(ordered.at("commitInfo"))});
  }
  for (const auto& [key, fields] : object->items()) {
    if (fields.is_null()) {
      continue;
    }
    if (!fields.is_object()) {
      return Error{ErrorCode::kCorrupt, place + ": '" + key + "' is not a JSON object"};
    }
    ASSIGN_OR_RETURN(std::optional<Action> action, parse_fields(key, fields, place));
    if (action) {
      return action;
    }
  }
  return std::optional<Action>();
}

std::string entry_text(const std::vector<Action>& actions) {
  std::string text;
  for (const Action& action : actions) {
    text += action_line(action);
    text += '\n';
  }
  return text;
}

Result<std::vector<Action>> parse_entry(std::string_view text, const std::string& path) {
  if (text.empty()) {
    return Error{ErrorCode::kCorrupt,
                 path + ": the log entry is empty, as a write that was cut short leaves it"};
  }
  std::vector<Action> actions;
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      continue;
    }
    ASSIGN_OR_RETURN(std::optional<Action> action,
                     parse_action(line, path + ":" + std::to_string(number)));
    if (action) {
      actions.push_back(*std::move(action));
    }
  }
  return actions;
}

Status check_entry(const std::vector<Action>& actions) {
  std::set<std::string> seen;
  for (const Action& action : actions) {
    const std::string key = reconciliation_key(action);
    if (!key.empty() && !seen.insert(key).second) {
      return Error{ErrorCode::kInvalid,
                   "a log entry may not hold two actions that reconcile with each other: " + key};
    }
  }
  return ok();
}

}  // namespace tarn::delta
