#include "delta/commit_info.h"

#include "delta/json_object.h"

namespace tarn::delta {
namespace {

using Ordered = nlohmann::ordered_json;

Ordered parameters_of(const Operation& operation) {
  Ordered object = Ordered::object();
  for (const auto& [name, value] : operation.parameters) {
    object[name] = value ? Ordered(*value) : Ordered(nullptr);
  }
  return object;
}

// Delta writes numbers here as strings.
Ordered metrics_of(const Operation& operation) {
  Ordered object = Ordered::object();
  for (const auto& [name, value] : operation.metrics) {
    object[name] = std::to_string(value);
  }
  return object;
}

}  // namespace

Operation create_table_operation(const Metadata& metadata) {
  return {.name = "CREATE TABLE",
          .parameters = {{"partitionBy", json_text(metadata.partition_columns)},
                         {"clusterBy", "[]"},
                         {"description", metadata.description},
                         {"isManaged", "false"},
                         {"properties", json_text(metadata.configuration)}}};
}

Operation streaming_update_operation(const std::string& query_id, BatchId epoch) {
  return {.name = "STREAMING UPDATE",
          .parameters = {{"outputMode", "Append"},
                         {"queryId", query_id},
                         {"epochId", std::to_string(epoch.value)}}};
}

Operation overwrite_operation(const std::vector<std::string>& partition_columns) {
  return {.name = "WRITE",
          .parameters = {{"mode", "Overwrite"}, {"partitionBy", json_text(partition_columns)}}};
}

Operation append_operation(const std::vector<std::string>& partition_columns) {
  return {.name = "WRITE",
          .parameters = {{"mode", "Append"}, {"partitionBy", json_text(partition_columns)}}};
}

CommitInfo commit_info(const CommitDescription& description) {
  Ordered info;
  info["timestamp"] = description.timestamp_ms;
  info["operation"] = description.operation.name;
  info["operationParameters"] = parameters_of(description.operation);
  if (description.read_version) {
    info["readVersion"] = description.read_version->value;
  }
  info["isolationLevel"] = "WriteSerializable";
  info["isBlindAppend"] = description.is_blind_append;
  info["operationMetrics"] = metrics_of(description.operation);
  info["engineInfo"] = kEngineInfo;
  info["txnId"] = description.txn_id;
  if (description.operation.tarn) {
    Ordered tarn = Ordered::parse(*description.operation.tarn, nullptr, /*allow_exceptions=*/false);
    CHECK(!tarn.is_discarded());
    info["tarn"] = std::move(tarn);
  }
  return {.json = json_text(info)};
}

bool is_blind_append(const CommitInfo& info) {
  const std::optional<nlohmann::json> object = parse_json(info.json);
  if (!object || !object->is_object()) {
    return false;
  }
  const Result<std::optional<bool>> value =
      JsonObject(*object, "").boolean_if_there("isBlindAppend");
  return value && value->value_or(false);
}

std::optional<int64_t> in_commit_timestamp(const CommitInfo& info) {
  const std::optional<nlohmann::json> object = parse_json(info.json);
  if (!object || !object->is_object()) {
    return std::nullopt;
  }
  const Result<std::optional<int64_t>> value =
      JsonObject(*object, "").integer_if_there("inCommitTimestamp");
  return value ? *value : std::nullopt;
}

}  // namespace tarn::delta
