#include "project/validation.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "types/utf8.h"

namespace tarn::project {
namespace {

using Diagnostics = std::vector<Diagnostic>;

Diagnostic at(const Place& place, std::string condition, std::string sqlstate, std::string message,
              std::string hint = {}) {
  return {.condition = std::move(condition),
          .sqlstate = std::move(sqlstate),
          .message = std::move(message),
          .hint = std::move(hint),
          .source = place.source,
          .span = place.span};
}

std::string quoted_flows(const Graph& graph, const GraphDataset& dataset) {
  std::string text;
  for (const size_t flow : dataset.flows) {
    text += (text.empty() ? "" : ",") + quoted(graph.flows[flow].definition->name);
  }
  return text;
}

Diagnostics check_multiple_queries(const Graph& graph) {
  Diagnostics found;
  for (const GraphDataset& dataset : graph.datasets) {
    if (dataset.flows.size() < 2) {
      continue;
    }
    const Dataset& definition = *dataset.definition;
    if (definition.kind == DatasetKind::kMaterializedView) {
      const auto added = std::ranges::find_if(dataset.flows, [&graph](size_t flow) {
        return !graph.flows[flow].definition->is_implicit;
      });
      CHECK(added != dataset.flows.end());  // one statement defines one flow
      found.push_back(at(graph.flows[*added].definition->target_place,
                         "MATERIALIZED_VIEW_WITH_MULTIPLE_QUERIES", "42000",
                         fmt::format("Invalid destination {} with multiple flows: {}.",
                                     plain(definition.name), quoted_flows(graph, dataset)),
                         "flows can be added to a streaming table only"));
    }
    const auto cdc = std::ranges::find_if(dataset.flows, [&graph](size_t flow) {
      return graph.flows[flow].definition->kind == FlowKind::kAutoCdc;
    });
    if (cdc != dataset.flows.end()) {
      found.push_back(at(
          graph.flows[*cdc].definition->place, "AUTOCDC_MULTIPLE_FLOWS_TO_TARGET", "42000",
          fmt::format("Invalid AutoCDC destination {} with multiple flows: {}. An AutoCDC target "
                      "table must have exactly one flow writing to it.",
                      plain(definition.name), quoted_flows(graph, dataset))));
    }
  }
  return found;
}

Diagnostics check_persisted_views(const Graph& graph) {
  Diagnostics found;
  for (const GraphFlow& flow : graph.flows) {
    const Dataset& view = *graph.datasets[flow.target].definition;
    if (view.kind != DatasetKind::kView) {
      continue;
    }
    for (const size_t input : flow.inputs) {
      const Dataset& read = *graph.datasets[input].definition;
      if (read.kind == DatasetKind::kTemporaryView) {
        found.push_back(at(
            flow.definition->place, "INVALID_TEMP_OBJ_REFERENCE", "42K0F",
            fmt::format("Cannot create the persistent object {0} of the type VIEW because it "
                        "references to the temporary object {1} of the type VIEW. Please make the "
                        "temporary object {1} persistent, or make the persistent object {0} "
                        "temporary.",
                        quoted(view.name), quoted(read.name))));
      }
    }
  }
  return found;
}

Diagnostics check_flows_exist(const Graph& graph) {
  Diagnostics found;
  for (const GraphDataset& dataset : graph.datasets) {
    const Dataset& definition = *dataset.definition;
    if (dataset.flows.empty()) {
      found.push_back(at(definition.place, "PIPELINE_DATASET_WITHOUT_FLOW", "0A000",
                         fmt::format("Pipeline dataset {} does not have any defined flows. Please "
                                     "attach a query with the dataset's definition, or explicitly "
                                     "define at least one flow that writes to the dataset.",
                                     quoted(definition.name))));
    }
  }
  return found;
}

bool is_resettable(const Dataset& table) {
  const auto found = table.properties.find(std::string(kResetAllowedProperty));
  return found == table.properties.end() || !types::equal_ignoring_case(found->second, "false");
}

// The tables from which `table` is computed, near and far.
std::set<size_t> tables_upstream(const Graph& graph, size_t table) {
  std::set<size_t> upstream;
  std::vector<size_t> open = {table};
  while (!open.empty()) {
    const size_t next = open.back();
    open.pop_back();
    for (const size_t flow : graph.datasets[next].flows) {
      for (const size_t read : graph.flows[flow].reads) {
        if (upstream.insert(read).second) {
          open.push_back(read);
        }
      }
    }
  }
  return upstream;
}

Diagnostics check_resettability(const Graph& graph) {
  Diagnostics found;
  for (size_t i = 0; i < graph.datasets.size(); ++i) {
    const GraphDataset& dataset = graph.datasets[i];
    const bool has_stream = std::ranges::any_of(
        dataset.flows, [&graph](size_t flow) { return graph.flows[flow].is_streaming; });
    if (!dataset.definition->is_table() || is_resettable(*dataset.definition) || !has_stream) {
      continue;
    }
    std::vector<std::string> resettable;
    for (const size_t upstream : tables_upstream(graph, i)) {
      if (is_resettable(*graph.datasets[upstream].definition)) {
        resettable.push_back("'" + plain(graph.datasets[upstream].definition->name) + "'");
      }
    }
    if (resettable.empty()) {
      continue;
    }
    std::ranges::sort(resettable);
    found.push_back(at(
        dataset.definition->place, "INVALID_RESETTABLE_DEPENDENCY", "42000",
        fmt::format("Tables {0} are resettable but have a non-resettable downstream dependency "
                    "'{1}'. `reset` will fail as Spark Streaming does not support deleted source "
                    "data. You can either remove the {2}=false property from '{1}' or add it to "
                    "its upstream dependencies.",
                    fmt::join(resettable, ", "), plain(dataset.definition->name),
                    kResetAllowedProperty)));
  }
  return found;
}

// A flow whose query is a stream and must not be, or the other way round.
std::optional<Diagnostic> wrong_query_type(const GraphFlow& flow, const Dataset& target) {
  const Flow& definition = *flow.definition;
  const std::string name = quoted(definition.name);
  const std::string dataset = quoted(target.name);
  const auto refuse = [&](std::string kind, std::string message, std::string hint = {}) {
    return at(definition.place, "INVALID_FLOW_QUERY_TYPE." + kind, "42000",
              fmt::format("Flow {} returns an invalid relation type. {}", name, message),
              std::move(hint));
  };
  switch (definition.kind) {
    case FlowKind::kAppend:
      if (flow.is_streaming) return std::nullopt;
      return refuse("BATCH_RELATION_FOR_STREAMING_TABLE",
                    fmt::format("Streaming tables may only be defined by streaming relations, but "
                                "the flow {} attempts to write a batch relation to the streaming "
                                "table {}. Consider using the STREAM operator in Spark-SQL to "
                                "convert the batch relation into a streaming relation, or "
                                "populating the streaming table with an append once-flow instead.",
                                name, dataset),
                    "write FROM STREAM(..), or CREATE MATERIALIZED VIEW");
    case FlowKind::kOnce:
      if (!flow.is_streaming) return std::nullopt;
      return refuse(
          "STREAMING_RELATION_FOR_ONCE_FLOW",
          fmt::format("{} is an append once-flow that is defined by a streaming relation. "
                      "Append once-flows may only be defined by or return a batch "
                      "relation.",
                      name),
          "read without STREAM");
    case FlowKind::kBatch:
      if (!flow.is_streaming) return std::nullopt;
      return refuse("STREAMING_RELATION_FOR_MATERIALIZED_VIEW",
                    fmt::format("Materialized views may only be defined by a batch relation, but "
                                "the flow {} attempts to write a streaming relation to the "
                                "materialized view {}.",
                                name, dataset),
                    "read without STREAM, or CREATE STREAMING TABLE");
    case FlowKind::kView:
      if (flow.is_streaming && target.kind == DatasetKind::kView) {
        return refuse(
            "STREAMING_RELATION_FOR_PERSISTED_VIEW",
            fmt::format("Persisted views may only be defined by a batch relation, but the "
                        "flow {} attempts to write a streaming relation to the persisted "
                        "view {}.",
                        name, dataset),
            "read without STREAM, or CREATE TEMPORARY VIEW");
      }
      if (!flow.is_streaming && target.streaming_view) {
        return at(definition.place, "", "",
                  fmt::format("The streaming view {} is defined by a batch relation.", dataset),
                  "read with STREAM, or leave out STREAMING");
      }
      return std::nullopt;
    case FlowKind::kAutoCdc:
      if (flow.is_streaming) return std::nullopt;
      return at(definition.place, "", "",
                "Operation not allowed: AUTO CDC source must be a streaming query");
  }
  return std::nullopt;
}

Diagnostics check_query_types(const Graph& graph) {
  Diagnostics found;
  for (const GraphFlow& flow : graph.flows) {
    if (flow.plan == nullptr) {
      continue;
    }
    if (auto wrong = wrong_query_type(flow, *graph.datasets[flow.target].definition)) {
      found.push_back(*std::move(wrong));
    }
  }
  return found;
}

Diagnostics check_streams(const Graph& graph) {
  Diagnostics found;
  for (const GraphFlow& flow : graph.flows) {
    if (flow.plan == nullptr || !flow.is_streaming || flow.definition->kind == FlowKind::kView) {
      continue;
    }
    const bool own_text = std::ranges::all_of(flow.inputs, [&graph](size_t input) {
      return graph.datasets[input].definition->is_table();
    });
    std::ranges::move(unsupported_on_streams(flow.plan, flow.definition->place, own_text),
                      std::back_inserter(found));
  }
  return found;
}

Diagnostics check_columns(const Graph& graph, const SchemaCheck& check) {
  Diagnostics found;
  for (const GraphDataset& dataset : graph.datasets) {
    const Dataset& definition = *dataset.definition;
    if (!check || !definition.is_table()) continue;
    const Status kept = check(dataset.schema, definition.partition_columns, definition.properties);
    if (kept) continue;
    found.push_back({.condition = kept.error().condition,
                     .sqlstate = kept.error().sqlstate,
                     .message = kept.error().message,
                     .source = definition.place.source,
                     .span = definition.place.span});
  }
  return found;
}

std::string hint_for_empty(const Project& project) {
  if (!project.datasets.empty()) {
    return "temporary views alone keep nothing";
  }
  if (!project.files.empty()) {
    return fmt::format("nothing is defined in {}", fmt::join(project.files, ", "));
  }
  if (project.spec.libraries.empty()) {
    return "the project file names no files: add `libraries:`, and below it `- glob: {include: "
           "transformations/**}`";
  }
  std::vector<std::string> patterns;
  for (const Library& library : project.spec.libraries) {
    patterns.push_back(library.pattern);
  }
  return fmt::format("no file matches '{}'", fmt::join(patterns, "' or '"));
}

}  // namespace

Diagnostic empty_pipeline(const Project& project) {
  return {.condition = "RUN_EMPTY_PIPELINE",
          .sqlstate = "42617",
          .message =
              "Pipelines are expected to have at least one non-temporary dataset defined "
              "(tables, persisted views) but no non-temporary datasets were found in your "
              "pipeline. Please verify that you have included the expected source files, and "
              "that your source code includes table definitions (e.g., CREATE MATERIALIZED "
              "VIEW in SQL code, @dp.table in python code).",
          .hint = hint_for_empty(project)};
}

std::vector<Diagnostic> validate(const Graph& graph, const SchemaCheck& check_schema) {
  for (const auto check : {check_multiple_queries, check_persisted_views, check_flows_exist,
                           check_resettability, check_query_types, check_streams}) {
    if (Diagnostics found = check(graph); !found.empty()) {
      return found;
    }
  }
  return check_columns(graph, check_schema);
}

}  // namespace tarn::project
