// tarn export

#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/workbench.h"
#include "lowering/spark_project.h"
#include "project/folder.h"
#include "storage/path.h"

namespace tarn::cli {
namespace {

// A file that says that a folder was made here and may be made anew.
constexpr const char* kMark = ".tarn-export";

// What is there already may be ours, or somebody's.
Status clear(storage::FileSystem& files, const std::string& folder) {
  ASSIGN_OR_RETURN(const bool exists, files.exists(folder));
  if (!exists) {
    return ok();
  }
  ASSIGN_OR_RETURN(const bool is_ours, files.exists(storage::join(folder, kMark)));
  if (!is_ours) {
    return Error{
        .code = ErrorCode::kAlreadyExists,
        .message = fmt::format("'{}' is there already, and was not made by an export", folder)};
  }
  return ok();
}

Status write(storage::FileSystem& files, const lowering::SparkProject& exported,
             const std::string& folder) {
  RETURN_IF_ERROR(clear(files, folder));
  // Files of the export before; tables and jars beside them stay.
  RETURN_IF_ERROR(files.remove_tree(storage::join(folder, "transformations")));
  for (const auto& [path, text] : exported.files) {
    const std::string place = storage::join(folder, path);
    RETURN_IF_ERROR(files.make_directories(storage::parent_of(place)));
    RETURN_IF_ERROR(files.replace(place, text));
  }
  return files.replace(storage::join(folder, kMark), "");
}

}  // namespace

ExitCode export_spark(const ExportOptions& options) {
  Workbench bench;
  const std::unique_ptr<OpenedProject> opened = bench.open_spec(options.spec);
  if (opened == nullptr) {
    return ExitCode::kFailed;
  }
  const auto graph = bench.analyze(*opened);
  if (!graph) {
    return ExitCode::kFailed;
  }
  const auto folder = project::absolute_path(options.output);
  if (!folder) {
    bench.print(folder.error());
    return ExitCode::kFailed;
  }
  const lowering::SparkProject exported =
      lowering::spark_project(*graph, {.output = *folder, .project = opened->project->spec.folder});
  bench.print(exported.diagnostics);
  if (!exported.diagnostics.empty()) {
    return ExitCode::kFailed;
  }
  if (const Status written = write(bench.files(), exported, *folder); !written) {
    bench.print(written.error());
    return ExitCode::kFailed;
  }
  for (const std::string& note : exported.notes) {
    fmt::print("note: {}\n", note);
  }
  fmt::print("Wrote {}; its README.md says how Spark runs it.\n", options.output);
  return ExitCode::kDone;
}

}  // namespace tarn::cli
