#include <fmt/format.h>

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

}  // namespace

std::string text_of(const Graph& graph) {
  std::string out;
  for (const GraphDataset& dataset : graph.datasets) {
    const Dataset& definition = *dataset.definition;
    out += fmt::format("{}{} {} ({})\n", definition.is_private ? "private " : "",
                       name_of(definition.kind), plain(definition.name),
                       types::ddl_text(dataset.schema));
  }
  for (const size_t position : graph.order) {
    const GraphFlow& flow = graph.flows[position];
    out += fmt::format("{} flow {}", name_of(flow.definition->kind), plain(flow.definition->name));
    if (!flow.definition->is_implicit) {
      out += " into " + plain(flow.definition->target);
    }
    if (!flow.reads.empty()) {
      out += " reads " + names_of(graph, flow.reads);
    }
    out += '\n' + indented(plan::text_of(*flow.plan));
  }
  return out;
}

}  // namespace tarn::project
