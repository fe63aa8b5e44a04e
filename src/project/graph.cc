#include "project/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "plan/resolver.h"
#include "plan/warehouse.h"
#include "project/dataset_schema.h"
#include "project/flow_plan.h"
#include "project/pipeline_catalog.h"
#include "project/run_order.h"
#include "project/validation.h"
#include "types/identity_column.h"

namespace tarn::project {
namespace {

struct FlowState {
  std::unique_ptr<PipelineCatalog> catalog;
  plan::SessionSettings settings;
  std::optional<size_t> target;
  Progress progress = Progress::kPending;
  std::set<size_t> waiting_for;  // what the last attempt asked for in vain
  plan::PlanPtr plan;
  types::Schema columns;  // what it gives its target
};

class Analyzer {
 public:
  Analyzer(std::shared_ptr<const Project> project, const AnalysisSettings& settings,
           plan::Catalog& external)
      : project_(std::move(project)),
        without_effect_(settings.without_effect),
        external_(external),
        datasets_(*project_),
        check_schema_(settings.check_schema) {
    for (size_t i = 0; i < datasets_.size(); ++i) {
      const Dataset& definition = project_->datasets[i];
      if (definition.is_table()) {
        datasets_.state(i).path = plan::table_path(settings.warehouse, definition.name);
        check_properties(definition, settings);
      }
    }
    flows_of_.resize(datasets_.size());
    for (const Flow& flow : project_->flows) {
      add_flow(flow, settings);
    }
  }

  Analysis run() {
    if (std::ranges::all_of(project_->datasets, [](const Dataset& dataset) {
          return dataset.kind == DatasetKind::kTemporaryView;
        })) {
      return failed({empty_pipeline(*project_)}, {});
    }
    for (size_t i = 0; i < datasets_.size(); ++i) {
      resolve(i);
    }
    // An analysis stops behind the first phase that finds something.
    if (!cycles_.empty()) return failed(std::move(cycles_), {});
    if (!direct_.empty()) return failed(std::move(direct_), std::move(downstream_));
    if (!schemas_.empty()) return failed(std::move(schemas_), std::move(downstream_));
    Graph graph = build();
    if (std::vector<Diagnostic> found = validate(graph, check_schema_); !found.empty()) {
      return failed(std::move(found), std::move(downstream_));
    }
    CHECK(downstream_.empty());  // nothing fails downstream of nothing
    Analysis analysis{.notes = notes(graph)};
    analysis.graph = std::move(graph);
    return analysis;
  }

 private:
  // Datasets are resolved before their readers; a user reads files from the top.
  Analysis failed(std::vector<Diagnostic> diagnostics, std::vector<Diagnostic> downstream) const {
    sort_by_place(diagnostics, *project_);
    sort_by_place(downstream, *project_);
    return {.diagnostics = std::move(diagnostics), .downstream = std::move(downstream)};
  }

  void check_properties(const Dataset& dataset, const AnalysisSettings& settings) {
    if (!settings.check_property) return;
    for (const auto& [name, value] : dataset.properties) {
      const Status checked = settings.check_property(name, value);
      if (checked) continue;
      direct_.push_back({.condition = checked.error().condition,
                         .sqlstate = checked.error().sqlstate,
                         .message = checked.error().message,
                         .source = dataset.place.source,
                         .span = dataset.property_spans.at(name)});
    }
  }

  void add_flow(const Flow& flow, const AnalysisSettings& settings) {
    const size_t position = flows_.size();
    FlowState state{.catalog = std::make_unique<PipelineCatalog>(datasets_, flow, external_),
                    .settings = plan::session_settings(flow.settings, settings.default_time_zone),
                    .target = datasets_.find(flow.target)};
    // For expectations, which are resolved without a catalog.
    state.settings.current_catalog = flow.scope.catalog;
    state.settings.current_schema = flow.scope.schema;
    state.settings.constants = settings.constants;
    if (!state.target) {
      complain_of_target(flow);
    } else if (!flow.is_implicit && !project_->datasets[*state.target].is_table()) {
      direct_.push_back({.message = fmt::format("Flow {} writes into {}, which is a view.",
                                                plain(flow.name), quoted(flow.target)),
                         .hint = "a flow writes into a streaming table",
                         .source = flow.target_place.source,
                         .span = flow.target_place.span});
    } else {
      flows_of_[*state.target].push_back(position);
    }
    flows_.push_back(std::move(state));
  }

  void complain_of_target(const Flow& flow) {
    std::string hint = fmt::format("define it with CREATE STREAMING TABLE {}", flow.target.table);
    if (datasets_.find_temporary_view(flow.target.table)) {
      hint = "it is a temporary view, and a flow writes into a streaming table";
    } else if (const std::string near = datasets_.suggestion(flow.target.table, flow.scope);
               !near.empty()) {
      hint = fmt::format("did you mean '{}'?", near);
    }
    direct_.push_back(
        {.condition = "TABLE_OR_VIEW_NOT_FOUND",
         .sqlstate = "42P01",
         .message = fmt::format("Flow {} writes into {}, which this pipeline does not define.",
                                plain(flow.name), quoted(flow.target)),
         .hint = std::move(hint),
         .source = flow.target_place.source,
         .span = flow.target_place.span});
  }

  // ---- resolution

  // Resolves a dataset and, before it, those that it reads. `path` is the way to the dataset in
  // hand; a loop, because the way can be longer than the stack is deep.
  void resolve(size_t root) {
    std::vector<size_t> path = {root};
    while (!path.empty()) {
      const size_t dataset = path.back();
      if (datasets_.state(dataset).progress != Progress::kPending) {
        path.pop_back();
      } else if (const std::optional<size_t> needed = try_dataset(dataset, path)) {
        path.push_back(*needed);
      }
    }
  }

  // Settles the dataset, or names one that has to be settled first.
  std::optional<size_t> try_dataset(size_t dataset, const std::vector<size_t>& path) {
    for (const size_t flow : flows_of_[dataset]) {
      if (flows_[flow].progress == Progress::kPending) {
        if (const std::optional<size_t> needed = try_flow(flow, path)) {
          return needed;
        }
      }
    }
    finish(dataset);
    return std::nullopt;
  }

  std::optional<size_t> try_flow(size_t flow, const std::vector<size_t>& path) {
    FlowState& state = flows_[flow];
    const Flow& definition = project_->flows[flow];
    for (const size_t needed : state.waiting_for) {
      if (datasets_.state(needed).progress == Progress::kPending &&
          std::ranges::find(path, needed) == path.end()) {
        return needed;
      }
    }
    for (;;) {
      state.catalog->begin_attempt();
      plan::Resolution resolution = plan::resolve_query(*definition.query, definition.place.source,
                                                        state.settings, *state.catalog, ids_);
      const std::set<size_t>& missing = state.catalog->missing();
      if (missing.empty()) {
        take(flow, std::move(resolution));
        return std::nullopt;
      }
      bool cyclic = false;
      for (const size_t needed : missing) {
        const auto seen = std::ranges::find(path, needed);
        if (seen != path.end()) {
          refuse_cycle(flow, seen - path.begin(), path);
          cyclic = true;
        }
      }
      if (!cyclic) {
        state.waiting_for = missing;
        return *missing.begin();
      }
    }
  }

  void refuse_cycle(size_t flow, std::ptrdiff_t start, const std::vector<size_t>& path) {
    const std::string downstream = plain(project_->datasets[path[start]].name);
    const std::string upstream = plain(project_->flows[flow].target);
    const std::string message = fmt::format(
        "{}{}' is referenced when creating the upstream table or view '{}'. Circular dependencies "
        "are not supported in a pipeline. Please remove the dependency between '{}' and '{}'.",
        kCycle, downstream, upstream, upstream, downstream);
    std::string way;
    for (auto step = path.begin() + start; step != path.end(); ++step) {
      way += plain(project_->datasets[*step].name) + " reads ";
    }
    cycle_hints_[message] = way + downstream;
    flows_[flow].catalog->refuse_cycle(path[start], message);
  }

  void take(size_t flow, plan::Resolution resolution) {
    FlowState& state = flows_[flow];
    const bool is_whole = resolution.plan != nullptr && resolution.diagnostics.empty();
    state.progress = is_whole ? Progress::kResolved : Progress::kFailed;
    state.plan = std::move(resolution.plan);
    const bool after_failure = state.catalog->asked_for_failed();
    for (Diagnostic& diagnostic : resolution.diagnostics) {
      clear_general_condition(diagnostic);
      if (const auto cycle = cycle_hints_.find(diagnostic.message); cycle != cycle_hints_.end()) {
        diagnostic.hint = cycle->second;
        cycles_.push_back(std::move(diagnostic));
      } else if (after_failure && diagnostic.message.starts_with(kFailedRead)) {
        downstream_.push_back(std::move(diagnostic));
      } else {
        add_direct(std::move(diagnostic));
      }
    }
    if (is_whole) {
      state.columns = plan::schema_of(*state.plan);
    }
  }

  // Where a catalog's error has no condition, because Spark has none for it, the resolver gives it
  // its general one.
  static void clear_general_condition(Diagnostic& diagnostic) {
    if (diagnostic.condition == "ANALYSIS_ERROR") {
      diagnostic.condition.clear();
    }
  }

  // The same mistake can be met in several flows: an expectation of their target, a view's text.
  void add_direct(Diagnostic diagnostic) {
    clear_general_condition(diagnostic);
    const bool known = std::ranges::any_of(direct_, [&diagnostic](const Diagnostic& earlier) {
      return earlier.source == diagnostic.source && earlier.span == diagnostic.span &&
             earlier.message == diagnostic.message;
    });
    if (!known) {
      direct_.push_back(std::move(diagnostic));
    }
  }

  // What `step` makes; what it finds wrong counts as a flow's own failure.
  template <typename Step>
  auto collecting(Step step) {
    std::vector<Diagnostic> found;
    auto made = step(found);
    for (Diagnostic& diagnostic : found) {
      add_direct(std::move(diagnostic));
    }
    return made;
  }

  // ---- from flows to their dataset

  void finish(size_t dataset) {
    DatasetState& state = datasets_.state(dataset);
    const bool all_resolved = std::ranges::all_of(flows_of_[dataset], [this](size_t flow) {
      return flows_[flow].progress == Progress::kResolved;
    });
    state.progress = all_resolved ? Progress::kResolved : Progress::kFailed;
    if (!all_resolved) {
      return;
    }
    if (project_->datasets[dataset].is_table()) {
      finish_table(dataset, state);
    } else {
      finish_view(dataset, state);
    }
  }

  void finish_table(size_t dataset, DatasetState& state) {
    const Dataset& definition = project_->datasets[dataset];
    const size_t mistakes = direct_.size();
    std::vector<FlowOutput> outputs;
    for (const size_t flow : flows_of_[dataset]) {
      FlowState& source = flows_[flow];
      const Flow& flow_definition = project_->flows[flow];
      if (flow_definition.kind == FlowKind::kAutoCdc) {
        source.columns = collecting([&](std::vector<Diagnostic>& found) {
          return auto_cdc_columns(flow_definition, *source.plan, source.settings, *source.catalog,
                                  ids_, found);
        });
      }
      outputs.push_back({.flow = &flow_definition, .schema = source.columns});
    }
    if (direct_.size() != mistakes) {
      state.progress = Progress::kFailed;
      return;
    }
    TableSchema schema = table_schema(definition, std::move(outputs));
    state.schema = std::move(schema.schema);
    if (!schema.diagnostics.empty() || !schema.usable) {
      std::ranges::move(schema.diagnostics, std::back_inserter(schemas_));
      state.progress = schema.usable ? Progress::kResolved : Progress::kFailed;
      return;
    }
    collecting([&](std::vector<Diagnostic>& found) {
      check_made_columns(definition, state.schema, settings_of(dataset), ids_, found);
      return 0;
    });
    if (direct_.size() != mistakes) {
      state.progress = Progress::kFailed;
      return;
    }
    for (const size_t flow : flows_of_[dataset]) {
      if (project_->flows[flow].kind != FlowKind::kAutoCdc) {
        finish_plan(flow, definition, state.schema);
      } else if (types::has_identity(state.schema)) {
        add_direct(identity_in_auto_cdc(project_->flows[flow]));
      }
    }
  }

  // Those that the first flow of a table was written under.
  plan::SessionSettings settings_of(size_t dataset) const {
    return flows_of_[dataset].empty() ? plan::SessionSettings()
                                      : flows_[flows_of_[dataset].front()].settings;
  }

  // Expectations look at what the flow delivers; where it leaves out columns of the table, at the
  // rows as the table gets them, with what the table makes, or NULL, there.
  void finish_plan(size_t flow, const Dataset& table, const types::Schema& schema) {
    FlowState& state = flows_[flow];
    const bool is_partial = std::ranges::any_of(schema, [&state](const types::Field& field) {
      return !types::find_field(state.columns, field.name);
    });
    plan::PlanPtr plan = is_partial ? cast(state.plan, schema, flow) : state.plan;
    plan = collecting([&](std::vector<Diagnostic>& found) {
      return with_expectations(plan, table, state.settings, ids_, found);
    });
    plan = is_partial ? plan : cast(plan, schema, flow);
    state.plan = collecting([&](std::vector<Diagnostic>& found) {
      return with_counted_columns(plan, schema, state.columns, project_->flows[flow], ids_, found);
    });
  }

  plan::PlanPtr cast(plan::PlanPtr plan, const types::Schema& schema, size_t flow) {
    Result<plan::PlanPtr> result = plan::cast_to_schema(plan, schema, ids_);
    if (result) {
      result =
          with_made_values(*result, schema, plan::schema_of(*plan), flows_[flow].settings, ids_);
    }
    if (result) {
      return *result;
    }
    const Place& place = project_->flows[flow].place;
    add_direct({.condition = result.error().condition,
                .sqlstate = result.error().sqlstate,
                .message = result.error().message,
                .source = place.source,
                .span = place.span});
    return plan;
  }

  void finish_view(size_t dataset, DatasetState& state) {
    const Dataset& definition = project_->datasets[dataset];
    const size_t flow = flows_of_[dataset].front();
    FlowState& source = flows_[flow];
    const size_t mistakes = direct_.size();
    source.plan = collecting([&](std::vector<Diagnostic>& found) {
      plan::PlanPtr named = with_column_names(source.plan, definition, ids_, found);
      return found.empty() ? with_expectations(named, definition, source.settings, ids_, found)
                           : named;
    });
    if (direct_.size() != mistakes) {
      state.progress = Progress::kFailed;
    }
    state.schema = plan::schema_of(*source.plan);
    state.is_streaming = plan::is_streaming(*source.plan);
    state.view_flow = &project_->flows[flow];
    state.scope = source.catalog.get();
    for (const DeclaredColumn& column : definition.columns) {
      state.columns.push_back(column.name);
    }
  }

  // ---- the graph

  Graph build() {
    Graph graph{.project = project_};
    for (size_t i = 0; i < datasets_.size(); ++i) {
      const DatasetState& state = datasets_.state(i);
      graph.datasets.push_back({.definition = &project_->datasets[i],
                                .schema = state.schema,
                                .path = state.path,
                                .flows = flows_of_[i],
                                .is_streaming = state.is_streaming});
    }
    for (size_t i = 0; i < flows_.size(); ++i) {
      const FlowState& state = flows_[i];
      const std::set<size_t>& inputs = state.catalog->inputs();
      GraphFlow flow{.definition = &project_->flows[i],
                     .target = *state.target,
                     .plan = state.plan,
                     .inputs = {inputs.begin(), inputs.end()}};
      for (const types::Field& field : graph.datasets[flow.target].schema) {
        if (!types::find_field(state.columns, field.name)) {
          flow.left_out.push_back(field.name);
        }
      }
      if (state.progress == Progress::kResolved) {
        flow.is_streaming = plan::is_streaming(*state.plan);
        flow.reads = tables_scanned(*state.plan);
      }
      graph.flows.push_back(std::move(flow));
    }
    graph.order = run_order(graph);
    graph.ids = ids_;
    return graph;
  }

  std::vector<size_t> tables_scanned(const plan::Node& plan) const {
    std::set<size_t> tables;
    for (const plan::Node* node : plan::scans_of(plan)) {
      const auto* table =
          std::get_if<plan::TableSource>(&std::get<plan::Scan>(node->content).source);
      if (const auto found = table == nullptr ? std::nullopt : datasets_.find(table->name)) {
        tables.insert(*found);
      }
    }
    return {tables.begin(), tables.end()};
  }

  std::vector<std::string> notes(const Graph& graph) const {
    std::vector<std::string> notes;
    for (const GraphDataset& dataset : graph.datasets) {
      if (!without_effect_ || !dataset.definition->is_table()) continue;
      for (const auto& [name, reason] :
           without_effect_(dataset.schema, dataset.definition->properties)) {
        notes.push_back(fmt::format(
            "the property {} of {} has no effect here: {}; the table is made without it", name,
            plain(dataset.definition->name), reason));
      }
    }
    for (const GraphFlow& flow : graph.flows) {
      if (flow.definition->kind == FlowKind::kAutoCdc) {
        notes.push_back(fmt::format("flow {} is AUTO CDC: it is checked, and not executable yet",
                                    plain(flow.definition->name)));
      }
    }
    return notes;
  }

  std::shared_ptr<const Project> project_;  // handed on to the graph
  decltype(AnalysisSettings::without_effect) without_effect_;
  ExternalCatalog external_;
  DatasetDirectory datasets_;
  SchemaCheck check_schema_;
  std::vector<FlowState> flows_;
  std::vector<std::vector<size_t>> flows_of_;
  plan::IdSource ids_;

  std::vector<Diagnostic> cycles_;
  std::vector<Diagnostic> direct_;
  std::vector<Diagnostic> downstream_;
  std::vector<Diagnostic> schemas_;
  std::map<std::string, std::string> cycle_hints_;  // by message
};

}  // namespace

Analysis analyze(std::shared_ptr<const Project> project, const AnalysisSettings& settings,
                 plan::Catalog& external) {
  return Analyzer(std::move(project), settings, external).run();
}

}  // namespace tarn::project
