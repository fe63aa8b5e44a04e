// tarn graph

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <variant>
#include <vector>

#include "cli/column_lineage.h"
#include "cli/command.h"
#include "cli/workbench.h"
#include "project/lineage.h"

namespace tarn::cli {
namespace {

using Json = nlohmann::ordered_json;

// What a flow reads that the pipeline does not make: "json files under input/orders", "table
// a.b.c".
std::vector<std::string> external_sources(const project::Graph& graph,
                                          const project::GraphFlow& flow) {
  std::vector<std::string> found;
  for (const plan::Node* node : plan::scans_of(*flow.plan)) {
    const plan::Source& source = std::get<plan::Scan>(node->content).source;
    const auto* table = std::get_if<plan::TableSource>(&source);
    const bool is_own =
        table != nullptr && std::ranges::any_of(graph.datasets, [&](const auto& dataset) {
          return project::key_of(dataset.definition->name) == project::key_of(table->name);
        });
    std::string text = is_own ? "" : project::text_of(source);
    if (!text.empty() && std::ranges::find(found, text) == found.end()) {
      found.push_back(std::move(text));
    }
  }
  return found;
}

std::string name_of(const project::Graph& graph, size_t dataset) {
  return project::plain(graph.datasets[dataset].definition->name);
}

std::string kind_of(const project::Dataset& dataset) {
  return (dataset.is_private ? "private " : "") + std::string(project::name_of(dataset.kind));
}

// As DOT and Mermaid write a text.
std::string dot_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + "\"";
}

void print_text(const project::Graph& graph) {
  for (const size_t at : project::datasets_in_order(graph)) {
    const project::GraphDataset& dataset = graph.datasets[at];
    fmt::print("{}  ({})\n", name_of(graph, at), kind_of(*dataset.definition));
    for (const size_t position : dataset.flows) {
      const project::GraphFlow& flow = graph.flows[position];
      if (!flow.definition->is_implicit) {
        fmt::print("  flow {}\n", project::plain(flow.definition->name));
      }
      for (const size_t input : flow.inputs) {
        fmt::print("  <- {}\n", name_of(graph, input));
      }
      for (const std::string& source : external_sources(graph, flow)) {
        fmt::print("  <- {}\n", source);
      }
    }
  }
}

Json json_of(const project::Graph& graph) {
  Json datasets = Json::array();
  for (const size_t at : project::datasets_in_order(graph)) {
    const project::GraphDataset& dataset = graph.datasets[at];
    Json columns = Json::array();
    for (const types::Field& field : dataset.schema) {
      columns.push_back(
          {{"name", field.name}, {"type", field.type.text()}, {"nullable", field.nullable}});
    }
    Json expectations = Json::array();
    for (const plan::ViewExpectation& expectation : dataset.definition->expectations) {
      expectations.push_back(expectation.name);
    }
    Json flows = Json::array();
    for (const size_t position : dataset.flows) {
      const project::GraphFlow& flow = graph.flows[position];
      Json inputs = Json::array();
      for (const size_t input : flow.inputs) {
        inputs.push_back(name_of(graph, input));
      }
      flows.push_back({{"name", project::plain(flow.definition->name)},
                       {"kind", project::name_of(flow.definition->kind)},
                       {"streaming", flow.is_streaming},
                       {"inputs", std::move(inputs)},
                       {"sources", external_sources(graph, flow)}});
    }
    datasets.push_back({{"name", name_of(graph, at)},
                        {"kind", project::name_of(dataset.definition->kind)},
                        {"private", dataset.definition->is_private},
                        {"comment", dataset.definition->comment},
                        {"path", dataset.path},
                        {"columns", std::move(columns)},
                        {"expectations", std::move(expectations)},
                        {"flows", std::move(flows)}});
  }
  return {{"pipeline", graph.project->spec.name}, {"datasets", std::move(datasets)}};
}

// For Graphviz.
void print_dot(const project::Graph& graph) {
  fmt::print("digraph {} {{\n  rankdir=LR;\n", dot_text(graph.project->spec.name));
  for (size_t i = 0; i < graph.datasets.size(); ++i) {
    fmt::print("  {} [shape=box];\n", dot_text(name_of(graph, i)));
  }
  for (const project::GraphFlow& flow : graph.flows) {
    for (const size_t input : flow.inputs) {
      fmt::print("  {} -> {};\n", dot_text(name_of(graph, input)),
                 dot_text(name_of(graph, flow.target)));
    }
    for (const std::string& source : external_sources(graph, flow)) {
      fmt::print("  {} -> {};\n", dot_text(source), dot_text(name_of(graph, flow.target)));
    }
  }
  fmt::print("}}\n");
}

// For Markdown pages: GitHub and others draw it.
void print_mermaid(const project::Graph& graph) {
  fmt::print("flowchart LR\n");
  for (size_t i = 0; i < graph.datasets.size(); ++i) {
    fmt::print("  d{}[\"{}<br/>{}\"]\n", i, name_of(graph, i),
               kind_of(*graph.datasets[i].definition));
  }
  std::vector<std::string> sources;
  for (const project::GraphFlow& flow : graph.flows) {
    for (const size_t input : flow.inputs) {
      fmt::print("  d{} --> d{}\n", input, flow.target);
    }
    for (const std::string& source : external_sources(graph, flow)) {
      const auto known = std::ranges::find(sources, source);
      const auto number = known - sources.begin();
      if (known == sources.end()) {
        sources.push_back(source);
        fmt::print("  s{}([\"{}\"])\n", number, source);
      }
      fmt::print("  s{} --> d{}\n", number, flow.target);
    }
  }
}

}  // namespace

ExitCode graph(const GraphOptions& options) {
  Workbench bench(options.format == GraphFormat::kJson ? Diagnostics::kJson : Diagnostics::kText);
  const auto opened = bench.open_spec(options.spec);
  const auto graph = opened == nullptr ? std::nullopt : bench.analyze(*opened);
  if (!graph) {
    return ExitCode::kFailed;
  }
  if (options.columns || options.format == GraphFormat::kOpenLineage) {
    print_column_lineage(*graph, options.format,
                         {.root = opened->workspace.root, .now = bench.clock().now()});
    return ExitCode::kDone;
  }
  switch (options.format) {
    case GraphFormat::kText:
      print_text(*graph);
      break;
    case GraphFormat::kPlans:
      fmt::print("{}", project::text_of(*graph));
      break;
    case GraphFormat::kJson:
      fmt::print("{}\n", json_of(*graph).dump(2));
      break;
    case GraphFormat::kDot:
      print_dot(*graph);
      break;
    case GraphFormat::kMermaid:
      print_mermaid(*graph);
      break;
    case GraphFormat::kOpenLineage:
      break;  // above
  }
  return ExitCode::kDone;
}

}  // namespace tarn::cli
