#include <fmt/format.h>

#include <algorithm>

#include "project/graph.h"

namespace tarn::project {
namespace {

std::string indented(const std::string& text) {
  std::string out = "    ";
  for (size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '\n' && i + 1 < text.size()) {
      out += "    ";
    }
  }
  if (!out.ends_with('\n')) {
    out += '\n';
  }
  return out;
}

std::string names_of(const Graph& graph, const std::vector<size_t>& datasets) {
  std::string out;
  for (const size_t dataset : datasets) {
    out += (out.empty() ? "" : ", ") + plain(graph.datasets[dataset].definition->name);
  }
  return out;
}

std::string layout_of(const Dataset& dataset) {
  std::string out;
  if (!dataset.partition_columns.empty()) {
    out += fmt::format(" partitioned by ({})", fmt::join(dataset.partition_columns, ", "));
  }
  if (!dataset.cluster_columns.empty()) {
    out += fmt::format(" clustered by ({})", fmt::join(dataset.cluster_columns, ", "));
  }
  for (const auto& [key, value] : dataset.properties) {
    out += fmt::format(" {}={}", key, value);
  }
  return out;
}

std::string names_of(const std::vector<sql::Name>& names) {
  std::string out;
  for (const sql::Name& name : names) {
    out += (out.empty() ? "" : ", ") + name.text();
  }
  return "(" + out + ")";
}

std::string text_of(const sql::ColumnSelection& selection) {
  switch (selection.mode) {
    case sql::ColumnSelection::Mode::kAll:
      return "*";
    case sql::ColumnSelection::Mode::kOnly:
      return names_of(selection.columns);
    case sql::ColumnSelection::Mode::kExcept:
      return "* except " + names_of(selection.columns);
  }
  return "";
}

// The clauses in one order, however they were written.
std::string clauses_of(const Flow& flow) {
  const sql::AutoCdc& cdc = *flow.cdc;
  const auto written = [&flow](const sql::ExpressionPtr& expression) {
    return flow.place.source->text.substr(expression->span.begin,
                                          expression->span.end - expression->span.begin);
  };
  std::string out = " keys " + names_of(cdc.keys);
  if (cdc.ignore_null_updates) {
    out += " ignore null updates " + text_of(*cdc.ignore_null_updates);
  }
  if (cdc.delete_when != nullptr) out += " delete when " + written(cdc.delete_when);
  if (cdc.truncate_when != nullptr) out += " truncate when " + written(cdc.truncate_when);
  out += " sequence by " + written(cdc.sequence_by) + " columns " + text_of(cdc.columns);
  out += cdc.scd_type == sql::ScdType::kType1 ? " scd type 1" : " scd type 2";
  if (cdc.track_history) out += " track history " + text_of(*cdc.track_history);
  if (cdc.once) out += " once";
  return out;
}

}  // namespace

std::vector<size_t> datasets_in_order(const Graph& graph) {
  std::vector<size_t> order;
  for (const size_t flow : graph.order) {
    const size_t target = graph.flows[flow].target;
    if (std::ranges::find(order, target) == order.end()) order.push_back(target);
  }
  for (size_t i = 0; i < graph.datasets.size(); ++i) {
    // No flow writes into it.
    if (std::ranges::find(order, i) == order.end()) order.push_back(i);
  }
  return order;
}

std::string text_of(const Graph& graph) {
  std::string out;
  for (const GraphDataset& dataset : graph.datasets) {
    const Dataset& definition = *dataset.definition;
    out += fmt::format("{}{} {} ({}){}\n", definition.is_private ? "private " : "",
                       name_of(definition.kind), plain(definition.name),
                       types::ddl_text(dataset.schema), layout_of(definition));
  }
  for (const size_t position : graph.order) {
    const GraphFlow& flow = graph.flows[position];
    out += fmt::format("{} flow {}", name_of(flow.definition->kind), plain(flow.definition->name));
    if (!flow.definition->is_implicit) {
      out += " into " + plain(flow.definition->target);
    }
    if (flow.definition->cdc != nullptr) {
      out += clauses_of(*flow.definition);
    }
    if (!flow.reads.empty()) {
      out += " reads " + names_of(graph, flow.reads);
    }
    out += '\n' + indented(plan::text_of(*flow.plan));
  }
  return out;
}

}  // namespace tarn::project
