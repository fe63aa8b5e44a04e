#include "runtime/selection.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/diagnostic.h"
#include "base/invalid.h"
#include "project/definitions.h"

namespace tarn::runtime {
namespace {

// Whether `written` (one to three parts) means the dataset.
bool means(const std::string& written, const plan::DatasetName& name) {
  const std::string wanted = lower_ascii(written);
  return wanted == lower_ascii(name.table) ||
         wanted == lower_ascii(name.schema + "." + name.table) ||
         wanted == lower_ascii(name.text());
}

Result<size_t> find_table(const project::Graph& graph, const std::string& written) {
  std::vector<std::string> known;
  std::vector<size_t> found;
  for (size_t i = 0; i < graph.datasets.size(); ++i) {
    const project::Dataset& dataset = *graph.datasets[i].definition;
    if (!dataset.is_table()) {
      continue;
    }
    known.push_back(dataset.name.table);
    if (means(written, dataset.name)) {
      found.push_back(i);
    }
  }
  if (found.size() == 1) {
    return found.front();
  }
  if (found.size() > 1) {
    return invalid("AMBIGUOUS_REFERENCE", "42704",
                   "'" + written + "' could be one of several tables; write its schema in front");
  }
  const std::string near = nearest(written, known);
  return invalid("TABLE_OR_VIEW_NOT_FOUND", "42P01",
                 "the pipeline has no table '" + written + "'" +
                     (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

bool may_be_reset(const project::Dataset& dataset) {
  const auto property = dataset.properties.find(std::string(project::kResetAllowedProperty));
  return property == dataset.properties.end() || lower_ascii(property->second) != "false";
}

Result<std::set<size_t>> tables_of(const project::Graph& graph,
                                   const std::vector<std::string>& names) {
  std::set<size_t> tables;
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(const size_t table, find_table(graph, name));
    tables.insert(table);
  }
  return tables;
}

void select_flows(const project::Graph& graph, const std::set<size_t>& tables,
                  SelectedFlows& flows) {
  for (const size_t table : tables) {
    flows.insert(graph.datasets[table].flows.begin(), graph.datasets[table].flows.end());
  }
}

}  // namespace

Result<ResolvedSelection> resolve_selection(const project::Graph& graph,
                                            const Selection& selection) {
  ASSIGN_OR_RETURN(const std::set<size_t> refresh, tables_of(graph, selection.refresh));
  ASSIGN_OR_RETURN(const std::set<size_t> full, tables_of(graph, selection.full_refresh));
  if (selection.full_refresh_all && (!refresh.empty() || !full.empty())) {
    return invalid("CONFLICTING_PIPELINE_REFRESH_OPTIONS", "42613",
                   "--full-refresh-all goes with neither --refresh nor --full-refresh");
  }
  for (const size_t table : full) {
    const project::Dataset& dataset = *graph.datasets[table].definition;
    if (refresh.contains(table)) {
      return invalid("CONFLICTING_PIPELINE_REFRESH_OPTIONS", "42613",
                     "'" + dataset.name.text() + "' is named by --refresh and by --full-refresh");
    }
    if (!may_be_reset(dataset)) {
      return invalid(
          "TABLE_NOT_RESETTABLE", "42000",
          "'" + dataset.name.text() +
              "' cannot be fully refreshed: its property pipelines.reset.allowed is false");
    }
  }
  ResolvedSelection selected{.full_refresh = full};
  if (refresh.empty() && full.empty()) {
    for (size_t i = 0; i < graph.datasets.size(); ++i) {
      const project::Dataset& dataset = *graph.datasets[i].definition;
      if (!dataset.is_table()) {
        continue;
      }
      select_flows(graph, {i}, selected.flows);
      if (selection.full_refresh_all && may_be_reset(dataset)) {
        selected.full_refresh.insert(i);
      }
    }
    return selected;
  }
  select_flows(graph, refresh, selected.flows);
  select_flows(graph, full, selected.flows);
  return selected;
}

bool begins_anew(const Selection& selection, const project::Dataset& dataset) {
  const bool is_named =
      std::ranges::any_of(selection.full_refresh,
                          [&](const std::string& written) { return means(written, dataset.name); });
  return is_named || (selection.full_refresh_all && may_be_reset(dataset));
}

}  // namespace tarn::runtime
