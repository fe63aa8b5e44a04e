#include "runtime/reset.h"

#include <nlohmann/json.hpp>

#include "plan/warehouse.h"
#include "storage/path.h"

namespace tarn::runtime {
namespace {

using Json = nlohmann::ordered_json;

std::string note_path(const Workspace& workspace, const plan::DatasetName& table) {
  return storage::join(plan::table_path(storage::join(workspace.storage, "_checkpoints"), table),
                       "reset.json");
}

// What a flow kept before: its state may be large, and nothing reads it any more.
Status remove_earlier_checkpoints(storage::FileSystem& files, const std::string& checkpoint) {
  const std::string flow = storage::parent_of(checkpoint);
  ASSIGN_OR_RETURN(const std::vector<std::string> names, files.list_names(flow));
  for (const std::string& name : names) {
    if (name != storage::file_name_of(checkpoint)) {
      RETURN_IF_ERROR(files.remove_tree(storage::join(flow, name)));
    }
  }
  return ok();
}

// Does what the note says; doing it twice is doing it once. Checkpoints are named against the
// storage.
Status carry_out(storage::FileSystem& files, const Workspace& workspace, const std::string& note,
                 const Json& checkpoints, const ResetTarget& target, delta::Table& table) {
  std::vector<std::string> folders;
  for (const Json& checkpoint : checkpoints) {
    folders.push_back(storage::join(workspace.storage, checkpoint.get<std::string>()));
    RETURN_IF_ERROR(files.make_directories(folders.back()));
  }
  ASSIGN_OR_RETURN(
      [[maybe_unused]] const delta::Committed emptied,
      table.overwrite({.files = {}, .schema = target.schema, .operation = {.name = "TRUNCATE"}}));
  for (const std::string& folder : folders) {
    RETURN_IF_ERROR(remove_earlier_checkpoints(files, folder));
  }
  RETURN_IF_ERROR(files.remove(note));
  return files.sync_directory(storage::parent_of(note));
}

}  // namespace

Status reset_table(storage::FileSystem& files, const Workspace& workspace,
                   const ResetTarget& target, delta::Table& table) {
  const std::string note = note_path(workspace, target.table);
  Json checkpoints = Json::array();
  for (const std::string& flow : target.flows) {
    ASSIGN_OR_RETURN(const FlowPlace place,
                     next_flow_place(files, workspace, "", target.table, flow));
    checkpoints.push_back(storage::relative_to(workspace.storage, place.checkpoint));
  }
  RETURN_IF_ERROR(files.make_directories(storage::parent_of(note)));
  RETURN_IF_ERROR(files.replace(note, Json{{"checkpoints", checkpoints}}.dump() + "\n"));
  return carry_out(files, workspace, note, checkpoints, target, table);
}

Status finish_reset(storage::FileSystem& files, const Workspace& workspace,
                    const ResetTarget& target, delta::Table& table) {
  const std::string note = note_path(workspace, target.table);
  ASSIGN_OR_RETURN(const bool exists, files.exists(note));
  if (!exists) {
    return ok();
  }
  ASSIGN_OR_RETURN(const std::string text, files.read(note));
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("checkpoints")) {
    return Error{.code = ErrorCode::kCorrupt,
                 .message = note + " does not say what is to be reset"};
  }
  return carry_out(files, workspace, note, json["checkpoints"], target, table);
}

}  // namespace tarn::runtime
