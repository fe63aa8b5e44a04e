#include "source/schema_store.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "storage/path.h"

namespace tarn::source {
namespace {

using Json = nlohmann::ordered_json;

// Options may change under a schema that is kept, the files may not.
std::string key_of(const plan::FileSource& source) { return source.format + ":" + source.path; }

Error corrupt(const std::string& path) {
  return {.code = ErrorCode::kCorrupt, .message = path + " does not hold the schemas of a flow"};
}

Result<Json> read(storage::FileSystem& files, const std::string& path) {
  ASSIGN_OR_RETURN(const bool exists, files.exists(path));
  if (!exists) {
    return Json::object();
  }
  ASSIGN_OR_RETURN(const std::string text, files.read(path));
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    return corrupt(path);
  }
  return json;
}

}  // namespace

std::string SchemaStore::path() const { return storage::join(checkpoint_, "schemas.json"); }

Result<std::optional<StoredSchema>> SchemaStore::load(const plan::FileSource& source) const {
  ASSIGN_OR_RETURN(const Json json, read(files_, path()));
  const auto found = json.find(key_of(source));
  if (found == json.end()) {
    return std::optional<StoredSchema>();
  }
  if (!found->is_object() || !found->contains("columns") || !found->contains("partitions")) {
    return corrupt(path());
  }
  StoredSchema stored;
  ASSIGN_OR_RETURN(stored.columns, types::schema_from_json((*found)["columns"].dump()));
  ASSIGN_OR_RETURN(stored.partitions, types::schema_from_json((*found)["partitions"].dump()));
  return std::optional(std::move(stored));
}

Status SchemaStore::save(const plan::FileSource& source, const StoredSchema& schema) const {
  ASSIGN_OR_RETURN(Json json, read(files_, path()));
  Json entry{{"columns", Json::parse(types::schema_json(schema.columns))},
             {"partitions", Json::parse(types::schema_json(schema.partitions))}};
  const auto found = json.find(key_of(source));
  if (found != json.end() && *found == entry) {
    return ok();
  }
  json[key_of(source)] = std::move(entry);
  RETURN_IF_ERROR(files_.make_directories(checkpoint_));
  return files_.replace(path(), json.dump(1) + "\n");
}

}  // namespace tarn::source
