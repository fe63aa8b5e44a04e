#include "runtime/case_update.h"

#include <fmt/format.h>

#include <utility>

#include "delta/property_effect.h"
#include "delta/schema.h"
#include "delta/table_property.h"
#include "engine/constants.h"
#include "engine/time_zones.h"
#include "plan/settings.h"
#include "plan/warehouse.h"
#include "project/folder.h"
#include "runtime/case_project.h"
#include "runtime/kept_schemas.h"
#include "source/external_catalog.h"
#include "sql/parse.h"
#include "storage/path.h"

namespace tarn::runtime {
namespace {

Error invalid(std::string message) {
  return {.code = ErrorCode::kInvalid, .message = std::move(message)};
}

// The texts of a project's SQL files again, for reading them with other settings.
Result<std::vector<SourceText>> sql_files(const project::Project& project) {
  const project::DiskFolder folder;
  std::vector<SourceText> files;
  for (const std::string& name : project.files) {
    ASSIGN_OR_RETURN(std::string text, folder.read(project::path_in(project.spec.folder, name)));
    files.push_back({.path = name, .text = std::move(text)});
  }
  return files;
}

// Events go to the event log alone.
Result<UpdateResult> run_logged(const CaseWorld& world, const Workspace& workspace,
                                project::Graph& graph, const source::ReadContext& reading,
                                const Selection& selection) {
  const std::string& name = graph.project->spec.name;
  ASSIGN_OR_RETURN(const std::string pipeline,
                   pipeline_id(world.files, workspace, name, world.random));
  const Origin origin{
      .pipeline_id = pipeline, .pipeline_name = name, .update_id = make_uuid(world.random)};
  ASSIGN_OR_RETURN(OpenedSpool opened, open_spool(world.files, workspace.event_log(), origin));
  const Host host{.files = world.files,
                  .clock = world.clock,
                  .random = world.random,
                  .engine = world.engine,
                  .reading = reading,
                  .told = std::move(opened.told)};
  ASSIGN_OR_RETURN(UpdateResult result,
                   run_update(graph, workspace, pipeline, selection, host, *opened.spool, {}));
  RETURN_IF_ERROR(opened.spool->flush());
  return result;
}

}  // namespace

CasePipeline::CasePipeline(const CaseWorld& world, const PipelineCase& pipeline_case)
    : world_(world),
      case_(pipeline_case),
      workspace_{.root = world.root,
                 .warehouse = storage::join(world.root, "warehouse"),
                 .storage = storage::join(world.root, "storage")} {
  const auto& regions = engine::icu_time_zones();
  take_project(project::load_project(project::DiskFolder(), world.spec_path, &regions));
  if (whole_ != nullptr && world.is_in_project && !case_.configuration.empty()) {
    project::Spec spec = whole_->spec;
    for (const auto& [key, value] : case_.configuration) {
      spec.configuration[key] = value;
    }
    if (const auto files = sql_files(*whole_)) {
      take_project(project::make_project(std::move(spec), *files, &regions));
    }
  }
  if (whole_ == nullptr) {
    return;
  }
  const auto& configuration = whole_->spec.configuration;
  if (const auto zone = configuration.find(std::string(plan::kTimeZoneSetting));
      zone != configuration.end()) {
    time_zone_ = zone->second;
  }
  if (world.is_in_project) {
    reduce_to_what_is_needed();
  }
}

void CasePipeline::take_project(project::ProjectResult loaded) {
  mistakes_ = std::move(loaded.diagnostics);
  whole_ = mistakes_.empty() ? std::move(loaded.project) : nullptr;
  needed_ = whole_;
}

void CasePipeline::reduce_to_what_is_needed() {
  std::vector<size_t> wanted;
  for (const CaseStep& step : case_.steps) {
    for (const GivenTable& table : step.given.tables) {
      if (const auto dataset = find_dataset(*whole_, table.name)) {
        given_.insert(*dataset);
      }
    }
    for (const ExpectedTable& table : step.expect.tables) {
      if (const auto dataset = find_dataset(*whole_, table.name)) {
        wanted.push_back(*dataset);
      }
    }
    for (const ExpectedCounts& counts : step.expect.expectations) {
      if (const auto dataset =
              find_dataset(*whole_, counts.name.substr(0, counts.name.rfind('.')))) {
        wanted.push_back(*dataset);
      }
    }
  }
  // A case that expects an error only is about the whole project.
  if (!wanted.empty()) {
    needed_ = part_of(whole_, needed_datasets(*whole_, wanted, given_));
  }
}

plan::DatasetName CasePipeline::defaults() const {
  if (whole_ == nullptr) {
    return {.catalog = "spark_catalog", .schema = "default", .table = ""};
  }
  return {.catalog = whole_->spec.catalog, .schema = whole_->spec.schema, .table = ""};
}

CaseTables CasePipeline::tables() const {
  return {.engine = world_.engine,
          .reading = {.files = world_.files,
                      .clock = world_.clock,
                      .root = world_.root,
                      .zone = {.id = time_zone_, .regions = &engine::icu_time_zones()},
                      .checkpoints = &world_.checkpoints},
          .random = world_.random,
          .warehouse = workspace_.warehouse,
          .defaults = defaults()};
}

Result<std::string> CasePipeline::path_of(const GivenFile& file) const {
  std::string path = storage::join(world_.root, path_inside(world_.root, file.path));
  if (path.find("/../") != std::string::npos) {
    return invalid(fmt::format("the file '{}' lies outside of the project's folder", file.path));
  }
  return path;
}

Status CasePipeline::give(const GivenFile& file) const {
  RETURN_IF_ERROR(make_folders({file}));
  ASSIGN_OR_RETURN(const std::string path, path_of(file));
  return world_.files.replace(path, file.bytes);
}

Status CasePipeline::make_folders(const std::vector<GivenFile>& files) const {
  for (const GivenFile& file : files) {
    ASSIGN_OR_RETURN(const std::string path, path_of(file));
    RETURN_IF_ERROR(world_.files.make_directories(storage::parent_of(path)));
  }
  return ok();
}

Result<PlacedTable> CasePipeline::place_of(const GivenTable& table) const {
  const auto parsed = sql::parse_name(sql::Fragment::whole(table.name, "the table's name"));
  if (!parsed || parsed->parts.size() > 3) {
    return invalid(fmt::format("'{}' is no name of a table", table.name));
  }
  const auto& parts = parsed->parts;
  PlacedTable placed{.name = defaults(), .path = {}};
  placed.dataset = whole_ == nullptr ? std::nullopt : find_dataset(*whole_, table.name);
  if (placed.dataset && !world_.is_in_project) {
    return invalid(fmt::format(
        "'{}' is a table of the case's own pipeline; give the rows that it reads", table.name));
  }
  if (placed.dataset) {
    const project::Dataset& dataset = whole_->datasets[*placed.dataset];
    placed.path = plan::table_path(workspace_.warehouse, stand_in(dataset));
    if (dataset.is_table()) {
      placed.name = dataset.name;
    } else {
      placed.name.table = dataset.name.table;
    }
  } else if (parts.size() == 2 && parts[0].name == "delta") {
    placed.path = storage::join(world_.root, path_inside(world_.root, parts[1].name));
    placed.is_by_path = true;
  } else {
    placed.name.table = parts.back().name;
    if (parts.size() > 1) placed.name.schema = parts[parts.size() - 2].name;
    if (parts.size() > 2) placed.name.catalog = parts[0].name;
    placed.path = plan::table_path(workspace_.warehouse, placed.name);
  }
  return placed;
}

Status CasePipeline::give(const GivenTable& table) {
  ASSIGN_OR_RETURN(const PlacedTable placed, place_of(table));
  const CaseTables tables = this->tables();
  types::Schema known = placed.dataset ? columns_of(*placed.dataset) : types::Schema{};
  if (known.empty()) {
    ASSIGN_OR_RETURN(known, table_columns(tables, placed.path));
  }
  ASSIGN_OR_RETURN(const types::Schema schema, typed_columns(table.rows, known));
  return write_table(tables, placed.path, table.rows, schema, table.replaces);
}

// What the project says of a dataset; nothing where it does not resolve without tables that are not
// there.
types::Schema CasePipeline::columns_of(size_t dataset) const {
  const project::Analysis analysis =
      analyze(part_of(whole_, needed_datasets(*whole_, {dataset}, {})), {});
  if (analysis.graph) {
    for (const project::GraphDataset& found : analysis.graph->datasets) {
      if (project::key_of(found.definition->name) ==
          project::key_of(whole_->datasets[dataset].name)) {
        return found.schema;
      }
    }
  }
  return {};
}

project::Analysis CasePipeline::analyze(const Selection& selection) const {
  return analyze(needed_, selection);
}

project::Analysis CasePipeline::analyze(const std::shared_ptr<const project::Project>& project,
                                        const Selection& selection) const {
  if (project == nullptr) {
    return {.graph = std::nullopt, .diagnostics = mistakes_};
  }
  const CaseTables tables = this->tables();
  source::ReadContext reading = tables.reading;
  reading.checkpoint_of = checkpoint_finder(world_.files, workspace_, *project, selection);
  source::ExternalCatalog outside(std::move(reading), tables.warehouse, tables.defaults);
  std::vector<const project::Dataset*> given;
  for (const size_t dataset : given_) {
    given.push_back(&whole_->datasets[dataset]);
  }
  CaseCatalog catalog(outside, world_.root, std::move(given));
  const engine::Constants constants([this]() -> Result<engine::Engine*> { return &world_.engine; },
                                    world_.clock);
  return project::analyze(project,
                          {.warehouse = workspace_.warehouse,
                           .default_time_zone = time_zone_,
                           .constants = &constants,
                           .check_property = delta::check_property,
                           .check_schema = delta::check_schema_of_table,
                           .without_effect = delta::without_effect},
                          catalog);
}

std::set<std::string> CasePipeline::materialized_views() const {
  std::set<std::string> views;
  if (whole_ != nullptr) {
    for (const project::Dataset& dataset : whole_->datasets) {
      if (dataset.kind == project::DatasetKind::kMaterializedView) {
        views.insert(project::plain(dataset.name));
      }
    }
  }
  return views;
}

Result<std::vector<UpdateFailure>> CasePipeline::update(const Selection& selection) {
  Selection next = selection;
  for (int run = 1;; ++run) {
    ASSIGN_OR_RETURN(UpdateEnd end, update_once(next));
    if (!end.calls_for_another || run == kUpdatesInARowMax) {
      return std::move(end.failures);
    }
    next = selection_after(next);
  }
}

Result<CasePipeline::UpdateEnd> CasePipeline::update_once(const Selection& selection) {
  UpdateEnd end;
  std::vector<UpdateFailure>& failures = end.failures;
  project::Analysis analysis = analyze(selection);
  for (const auto* found : {&analysis.diagnostics, &analysis.downstream}) {
    for (const Diagnostic& diagnostic : *found) {
      failures.push_back(failure_of(diagnostic));
    }
  }
  if (!analysis.graph) {
    return end;
  }
  const auto result = run_logged(world_, workspace_, *analysis.graph, tables().reading, selection);
  if (!result) {
    failures.push_back(failure_of("", result.error()));
    return end;
  }
  end.calls_for_another = calls_for_another_update(*result);
  for (const FlowResult& flow : result->flows) {
    if (flow.status == FlowStatus::kFailed && flow.error) {
      failures.push_back(failure_of("flow " + flow.flow, *flow.error));
    }
  }
  return end;
}

UpdateFailure CasePipeline::failure_of(const Diagnostic& diagnostic) const {
  const std::string text = without_root(diagnostic.text());
  const size_t end = text.find('\n');
  UpdateFailure failure{.line = text.substr(0, end), .condition = diagnostic.condition, .at = {}};
  if (end != std::string::npos) {
    failure.detail = text.substr(end + 1);
  }
  if (diagnostic.source != nullptr) {
    const Position position = diagnostic.source->position_of(diagnostic.span.begin);
    failure.at = fmt::format("{}:{}:{}", diagnostic.source->path, position.line, position.column);
  }
  return failure;
}

UpdateFailure CasePipeline::failure_of(const std::string& at, const Error& error) const {
  return {.line = without_root(fmt::format(
              "{}{}error{}: {}", at, at.empty() ? "" : ": ",
              error.condition.empty() ? "" : "[" + error.condition + "]", error.message)),
          .condition = error.condition,
          .at = at};
}

// The folder of a case has another name in each run.
std::string CasePipeline::without_root(std::string text) const {
  const std::string root = world_.root + "/";
  for (size_t at = text.find(root); at != std::string::npos; at = text.find(root, at)) {
    text.erase(at, root.size());
  }
  return text;
}

}  // namespace tarn::runtime
