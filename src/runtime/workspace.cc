#include "runtime/workspace.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "plan/warehouse.h"
#include "storage/path.h"

namespace tarn::runtime {
namespace {

std::string flow_folder(const Workspace& workspace, const plan::DatasetName& table,
                        const std::string& flow) {
  return storage::join(plan::table_path(storage::join(workspace.storage, "_checkpoints"), table),
                       plan::path_component(flow));
}

// The highest number among the flow's checkpoints; -1 where there is none.
Result<int64_t> highest_checkpoint(storage::FileSystem& files, const std::string& folder) {
  ASSIGN_OR_RETURN(const bool exists, files.exists(folder));
  if (!exists) {
    return int64_t{-1};
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> names, files.list_names(folder));
  int64_t highest = -1;
  for (const std::string& name : names) {
    int64_t number = -1;
    const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (problem == std::errc() && end == name.data() + name.size()) {
      highest = std::max(highest, number);
    }
  }
  return highest;
}

FlowPlace place_at(const std::string& folder, const std::string& pipeline, const std::string& flow,
                   int64_t number) {
  return {.checkpoint = storage::join(folder, std::to_string(number)),
          .flow_id = pipeline + "/" + flow + "/" + std::to_string(number)};
}

}  // namespace

std::string Workspace::tarn_folder() const { return storage::join(storage, "_tarn"); }

std::string Workspace::event_log() const { return storage::join(tarn_folder(), "events.jsonl"); }
std::string Workspace::event_table() const { return storage::join(tarn_folder(), "event_log"); }

std::string Workspace::scratch_folder(const std::string& flow) const {
  return storage::join(storage::join(warehouse, "_scratch"), plan::path_component(flow));
}

Result<Workspace> workspace_of(const project::Spec& spec) {
  std::string storage = spec.storage;
  if (storage::has_scheme(storage)) {
    ASSIGN_OR_RETURN(storage, storage::path_from_uri(storage));
  }
  return Workspace{.root = spec.folder,
                   .warehouse = storage::join(spec.folder, "warehouse"),
                   .storage = storage::join(spec.folder, storage)};
}

Result<std::string> pipeline_id(storage::FileSystem& files, const Workspace& workspace,
                                const std::string& name, const RandomSource& random) {
  const std::string path = storage::join(workspace.tarn_folder(), "pipeline.json");
  ASSIGN_OR_RETURN(const bool exists, files.exists(path));
  if (!exists) {
    const std::string id = make_uuid(random);
    RETURN_IF_ERROR(files.make_directories(workspace.tarn_folder()));
    RETURN_IF_ERROR(
        files.create(path, nlohmann::ordered_json{{"id", id}, {"name", name}}.dump() + "\n"));
    return id;
  }
  ASSIGN_OR_RETURN(const std::string text, files.read(path));
  const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("id") || !json["id"].is_string()) {
    return Error{.code = ErrorCode::kCorrupt, .message = path + " does not hold the pipeline's id"};
  }
  return json["id"].get<std::string>();
}

Result<FlowPlace> flow_place(storage::FileSystem& files, const Workspace& workspace,
                             const std::string& pipeline, const plan::DatasetName& table,
                             const std::string& flow) {
  const std::string folder = flow_folder(workspace, table, flow);
  ASSIGN_OR_RETURN(const int64_t highest, highest_checkpoint(files, folder));
  return place_at(folder, pipeline, flow, std::max<int64_t>(highest, 0));
}

Result<FlowPlace> next_flow_place(storage::FileSystem& files, const Workspace& workspace,
                                  const std::string& pipeline, const plan::DatasetName& table,
                                  const std::string& flow) {
  const std::string folder = flow_folder(workspace, table, flow);
  ASSIGN_OR_RETURN(const int64_t highest, highest_checkpoint(files, folder));
  // A once flow has no checkpoint, and its first place is 0 all the same.
  return place_at(folder, pipeline, flow, std::max<int64_t>(highest, 0) + 1);
}

Result<PipelineLock> PipelineLock::acquire(const Workspace& workspace, storage::FileSystem& files) {
  RETURN_IF_ERROR(files.make_directories(workspace.tarn_folder()));
  const std::string path = storage::join(workspace.tarn_folder(), "lock");
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "opening " + path + ": " + std::generic_category().message(errno)};
  }
  PipelineLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    char holder[32] = {};
    const ssize_t bytes = ::pread(descriptor, holder, sizeof(holder) - 1, 0);
    const std::string pid = bytes > 0 ? std::string(holder, static_cast<size_t>(bytes)) : "unknown";
    return Error{.code = ErrorCode::kConflict,
                 .message = "the pipeline is being run by process " + pid + " (" + path + ")"};
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(descriptor, 0) != 0 ||
      ::pwrite(descriptor, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    return Error{.code = ErrorCode::kUnavailable,
                 .message = "writing " + path + ": " + std::generic_category().message(errno)};
  }
  return lock;
}

PipelineLock::~PipelineLock() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

PipelineLock::PipelineLock(PipelineLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

}  // namespace tarn::runtime
