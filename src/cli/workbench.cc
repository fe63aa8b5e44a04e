#include "cli/workbench.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

#include "delta/property_effect.h"
#include "delta/schema.h"
#include "delta/table_property.h"
#include "engine/constants.h"
#include "engine/time_zones.h"
#include "plan/settings.h"
#include "project/folder.h"
#include "project/tarn_file.h"
#include "runtime/kept_schemas.h"
#include "source/external_catalog.h"
#include "storage/path.h"

namespace tarn::cli {
namespace {

// A pipeline gets this part of the machine's memory where tarn.yml does not say (DESIGN: a
// quarter).
constexpr int64_t kMemoryShare = 4;
// Of that, what flows remember gets this part, and the engine the rest.
constexpr int64_t kStateShare = 8;

int64_t machine_memory() {
  return static_cast<int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGE_SIZE);
}

}  // namespace

std::unique_ptr<OpenedProject> Workbench::open_spec(const std::string& spec) {
  const project::DiskFolder folder;
  Result<std::string> path = spec;
  if (spec.empty()) {
    const auto here = project::absolute_path(".");
    path = here ? project::find_spec(folder, *here) : here;
  } else {
    path = project::absolute_path(spec);
  }
  if (!path) {
    print(path.error());
    return nullptr;
  }
  project::SpecResult read = project::read_spec(folder, *path);
  print(read.diagnostics);
  if (!read) {
    return nullptr;
  }
  const int64_t machine = machine_memory();
  const project::TarnFileResult file = project::read_tarn_file(folder, read.spec.folder, machine);
  print(file.diagnostics);
  if (!file) {
    return nullptr;
  }
  memory_bytes_ = file.file.memory_bytes.value_or(machine / kMemoryShare);
  auto workspace = runtime::workspace_of(read.spec);
  if (!workspace) {
    print(workspace.error());
    return nullptr;
  }
  if (const auto zone = read.spec.configuration.find(std::string(plan::kTimeZoneSetting));
      zone != read.spec.configuration.end()) {
    time_zone_ = zone->second;
  } else {
    time_zone_ = engine::system_time_zone();
  }
  auto opened = std::make_unique<OpenedProject>(
      OpenedProject{.project = nullptr, .workspace = *std::move(workspace)});
  auto project = std::make_shared<project::Project>();
  project->spec = std::move(read.spec);
  opened->project = std::move(project);
  return opened;
}

Result<std::unique_ptr<OpenedProject>> Workbench::open_scratch(const std::string& folder) {
  ASSIGN_OR_RETURN(std::string here, project::absolute_path("."));
  memory_bytes_ = machine_memory() / kMemoryShare;
  time_zone_ = engine::system_time_zone();
  auto project = std::make_shared<project::Project>();
  project->spec.folder = here;
  return std::make_unique<OpenedProject>(
      OpenedProject{.project = std::move(project),
                    .workspace = {.root = std::move(here),
                                  .warehouse = storage::join(folder, "warehouse"),
                                  .storage = storage::join(folder, "storage")}});
}

std::optional<project::Graph> Workbench::analyze(OpenedProject& opened,
                                                 const runtime::Selection& selection) {
  project::ProjectResult loaded = project::load_project(
      project::DiskFolder(), opened.project->spec.path, &engine::icu_time_zones());
  notes_ = std::move(loaded.notes);
  print(loaded.diagnostics);
  if (!loaded) {
    return std::nullopt;
  }
  opened.project = std::move(loaded.project);
  const project::Spec& spec = opened.project->spec;
  source::ReadContext context = reading(opened.workspace);
  context.checkpoint_of =
      runtime::checkpoint_finder(files_, opened.workspace, *opened.project, selection);
  source::ExternalCatalog external(std::move(context), opened.workspace.warehouse,
                                   {.catalog = spec.catalog, .schema = spec.schema, .table = ""});
  const engine::Constants constants([&] { return engine(opened.workspace); }, clock_);
  project::Analysis analysis = project::analyze(opened.project,
                                                {.warehouse = opened.workspace.warehouse,
                                                 .default_time_zone = time_zone_,
                                                 .constants = &constants,
                                                 .check_property = delta::check_property,
                                                 .check_schema = delta::check_schema_of_table,
                                                 .without_effect = delta::without_effect},
                                                external);
  notes_.insert(notes_.end(), analysis.notes.begin(), analysis.notes.end());
  print(analysis.diagnostics);
  print(analysis.downstream);
  return std::move(analysis.graph);
}

namespace {

// Where operators that outgrow the memory spill. DuckDB makes one folder on demand, and no folders
// above it: where the storage is not there yet, it is that of the nearest folder that is.
std::string spill_folder(storage::FileSystem& files, const runtime::Workspace& workspace) {
  const auto is_there = [&files](const std::string& folder) {
    const auto found = files.exists(folder);
    return found && *found;
  };
  std::string above = workspace.tarn_folder();
  if (is_there(above)) {
    return storage::join(above, "spill");
  }
  while (!is_there(above) && storage::parent_of(above) != above) {
    above = storage::parent_of(above);
  }
  return storage::join(above, fmt::format(".tarn-spill-{}", ::getpid()));
}

}  // namespace

Result<engine::Engine*> Workbench::engine(const runtime::Workspace& workspace) {
  const std::lock_guard lock(engine_mutex_);
  if (engine_ == nullptr) {
    ASSIGN_OR_RETURN(
        engine_,
        engine::Engine::open({.memory_limit_bytes = memory_bytes_ - memory_bytes_ / kStateShare,
                              .temp_directory = spill_folder(files_, workspace)}));
  }
  return engine_.get();
}

source::ReadContext Workbench::reading(const runtime::Workspace& workspace) {
  if (!checkpoints_) {
    checkpoints_.emplace([this, workspace] { return engine(workspace); });
  }
  return {.files = files_,
          .clock = clock_,
          .root = workspace.root,
          .zone = {.id = time_zone_, .regions = &engine::icu_time_zones()},
          .checkpoints = &*checkpoints_};
}

uint64_t Workbench::state_bytes() const {
  return static_cast<uint64_t>(memory_bytes_ / kStateShare);
}

void Workbench::print(const std::vector<Diagnostic>& diagnostics) const {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (form_ == Diagnostics::kJson) {
      fmt::print("{}\n", diagnostic.json());
    } else {
      fmt::print(stderr, "{}\n", diagnostic.text());
    }
  }
}

void Workbench::print(const Error& error) const {
  if (form_ == Diagnostics::kJson) {
    fmt::print("{}\n", Diagnostic{.condition = error.condition,
                                  .sqlstate = error.sqlstate,
                                  .message = error.message}
                           .json());
  } else {
    fmt::print(stderr, "tarn: {}\n", error.text());
  }
}

}  // namespace tarn::cli
