#include "delta/history.h"

#include <algorithm>

#include "delta/json_object.h"
#include "delta/log_files.h"
#include "delta/snapshot.h"

namespace tarn::delta {
namespace {

using Json = nlohmann::json;

// Other writers put numbers and lists where Delta has strings: their JSON text is shown.
std::map<std::string, std::string> texts_of(const Json& info, const char* name) {
  std::map<std::string, std::string> texts;
  const auto object = info.find(name);
  if (object == info.end() || !object->is_object()) {
    return texts;
  }
  for (const auto& [key, value] : object->items()) {
    if (!value.is_null()) {
      texts[key] = value.is_string() ? value.get<std::string>() : json_text(value);
    }
  }
  return texts;
}

// commitInfo is free in form: a field of another type than expected counts as absent.
template <typename T>
std::optional<T> lenient(Result<std::optional<T>> field) {
  return field ? *std::move(field) : std::nullopt;
}

HistoryEntry entry_of(const CommitTime& commit, const std::vector<Action>& actions) {
  HistoryEntry entry{.version = commit.version, .timestamp_ms = commit.timestamp_ms};
  const auto action = std::ranges::find_if(
      actions, [](const Action& a) { return std::holds_alternative<CommitInfo>(a); });
  if (action == actions.end()) {
    return entry;
  }
  const std::optional<Json> info = parse_json(std::get<CommitInfo>(*action).json);
  CHECK(info.has_value() && info->is_object());
  const JsonObject fields(*info, "commitInfo");
  entry.operation = lenient(fields.text_if_there("operation"));
  entry.operation_parameters = texts_of(*info, "operationParameters");
  if (const auto read_version = lenient(fields.integer_if_there("readVersion"))) {
    entry.read_version = Version{*read_version};
  }
  entry.isolation_level = lenient(fields.text_if_there("isolationLevel"));
  entry.is_blind_append = lenient(fields.boolean_if_there("isBlindAppend"));
  entry.operation_metrics = texts_of(*info, "operationMetrics");
  entry.engine_info = lenient(fields.text_if_there("engineInfo"));
  if (const auto tarn = info->find("tarn"); tarn != info->end()) {
    entry.tarn = json_text(*tarn);
  }
  return entry;
}

}  // namespace

Result<std::vector<HistoryEntry>> history(storage::FileSystem& files, const std::string& table_path,
                                          size_t limit) {
  ASSIGN_OR_RETURN(const std::vector<CommitTime> commits, commit_times(files, table_path));
  std::vector<HistoryEntry> entries;
  for (auto commit = commits.rbegin(); commit != commits.rend() && entries.size() < limit;
       ++commit) {
    const std::string path = entry_path(table_path, commit->version);
    ASSIGN_OR_RETURN(const std::string text, files.read(path));
    ASSIGN_OR_RETURN(const std::vector<Action> actions, parse_entry(text, path));
    entries.push_back(entry_of(*commit, actions));
  }
  return entries;
}

}  // namespace tarn::delta
