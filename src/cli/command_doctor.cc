// tarn doctor

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string_view>
#include <thread>

#include "base/uuid.h"
#include "base/version.h"
#include "cli/command.h"
#include "cli/workbench.h"
#include "plan/settings.h"
#include "storage/path.h"

namespace tarn::cli {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kLittleSpace = int64_t{1} << 30;

std::string size_text(int64_t bytes) {
  return fmt::format("{:.1f} GiB", static_cast<double>(bytes) / 0x1p30);
}

// One line a finding. What is wrong comes with what to do about it.
class Findings {
 public:
  void ok(std::string_view text) { fmt::print("ok     {}\n", text); }
  void note(std::string_view text) { fmt::print("note   {}\n", text); }
  void wrong(std::string_view text) {
    fmt::print("wrong  {}\n", text);
    has_wrong_ = true;
  }
  ExitCode exit_code() const { return has_wrong_ ? ExitCode::kFailed : ExitCode::kDone; }

 private:
  bool has_wrong_ = false;
};

// The folder, or the nearest one above it that is there: what a run would make its folders in.
std::string nearest_folder(const std::string& path) {
  std::error_code failure;
  fs::path here = path;
  while (!fs::is_directory(here, failure) && here.has_relative_path()) {
    here = here.parent_path();
  }
  return here.string();
}

// What a commit asks of a volume: a file under a name that is free appears whole, and one whose
// name is taken is refused.
Status try_commit(storage::FileSystem& files, const std::string& path) {
  RETURN_IF_ERROR(files.create(path, "tarn doctor"));
  const Status again = files.create(path, "again");
  RETURN_IF_ERROR(files.remove(path));
  if (again || again.error().code != ErrorCode::kAlreadyExists) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message =
                     "a file was written over another of the same name, so two commits could "
                     "both succeed; use a local disk"};
  }
  return ok();
}

void check_volume(Workbench& bench, std::string_view what, const std::string& path,
                  Findings& findings) {
  const std::string folder = nearest_folder(path);
  const std::string probe = storage::join(folder, ".tarn-doctor-" + make_uuid(system_random()));
  const auto began = std::chrono::steady_clock::now();
  if (const Status tried = try_commit(bench.files(), probe); !tried) {
    findings.wrong(fmt::format("{} in {}: {}", what, folder, tried.error().message));
    return;
  }
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began);
  std::error_code failure;
  const fs::space_info space = fs::space(folder, failure);
  if (!failure && static_cast<int64_t>(space.available) < kLittleSpace) {
    findings.note(fmt::format("{} in {}: only {} are free", what, folder,
                              size_text(static_cast<int64_t>(space.available))));
    return;
  }
  findings.ok(fmt::format("{} in {}: a commit takes {:.1f} ms, {} free", what, folder,
                          static_cast<double>(took.count()) / 1000,
                          size_text(static_cast<int64_t>(space.available))));
}

void check_lock(Workbench& bench, const runtime::Workspace& workspace, Findings& findings) {
  const auto exists = bench.files().exists(storage::join(workspace.tarn_folder(), "lock"));
  if (!exists || !*exists) {
    findings.ok("no update has run yet");
    return;
  }
  const auto lock = runtime::PipelineLock::acquire(workspace, bench.files());
  if (lock) {
    findings.ok("no update is running");
  } else {
    findings.note(lock.error().message);
  }
}

}  // namespace

ExitCode doctor(const DoctorOptions& options) {
  Findings findings;
  findings.ok("tarn " TARN_VERSION);
  Workbench bench;
  const auto opened = bench.open_spec(options.spec);
  if (opened == nullptr) {
    findings.wrong("the project: see above");
    return findings.exit_code();
  }
  const int64_t machine = static_cast<int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGE_SIZE);
  findings.ok(fmt::format(
      "{} processors, {} of memory, of which a pipeline uses {} (memory in tarn.yml)",
      std::thread::hardware_concurrency(), size_text(machine), size_text(bench.memory_bytes())));
  findings.ok("times without a zone are read in " + bench.time_zone());
  if (const auto engine = bench.engine(opened->workspace); engine) {
    findings.ok("the engine opens");
  } else {
    findings.wrong("the engine: " + engine.error().message);
  }
  const auto graph = bench.analyze(*opened);
  if (graph) {
    findings.ok(fmt::format("project {}: {} datasets, {} flows", opened->project->spec.name,
                            graph->datasets.size(), graph->flows.size()));
    for (const std::string& note : bench.notes()) {
      findings.note(note);
    }
  } else {
    findings.wrong("the project: see above");
  }
  check_volume(bench, "tables", opened->workspace.warehouse, findings);
  check_volume(bench, "storage", opened->workspace.storage, findings);
  check_lock(bench, opened->workspace, findings);
  return findings.exit_code();
}

}  // namespace tarn::cli
