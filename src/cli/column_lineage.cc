#include "cli/column_lineage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/version.h"
#include "project/lineage.h"
#include "runtime/event.h"

namespace tarn::cli {
namespace {

using Json = nlohmann::ordered_json;
using project::DatasetLineage;
using project::OriginUse;

std::string use_text(const DatasetLineage& lineage, const OriginUse& use) {
  return fmt::format("{}.{}  {}{}", lineage.origins[use.origin].text, use.column,
                     plan::name_of(use.influence), use.is_masked ? ", masked" : "");
}

// One line a use; the first has the column's name.
void print_uses(std::string_view name, size_t width, const DatasetLineage& lineage,
                const std::vector<OriginUse>& uses) {
  if (uses.empty()) fmt::print("  {}\n", name);
  for (const OriginUse& use : uses) {
    fmt::print("  {:<{}}  <- {}\n", name, width, use_text(lineage, use));
    name = "";
  }
}

void print_text(const project::Graph& graph, size_t at) {
  constexpr std::string_view kRows = "(rows)";
  const project::GraphDataset& dataset = graph.datasets[at];
  const DatasetLineage lineage = project::lineage_of(graph, at);
  size_t width = lineage.rows.empty() ? 0 : kRows.size();
  for (const types::Field& column : dataset.schema) width = std::max(width, column.name.size());

  fmt::print("{}  ({})\n", project::plain(dataset.definition->name),
             project::name_of(dataset.definition->kind));
  for (size_t i = 0; i < dataset.schema.size(); ++i) {
    print_uses(dataset.schema[i].name, width, lineage, lineage.columns[i]);
  }
  if (!lineage.rows.empty()) print_uses(kRows, width, lineage, lineage.rows);
}

Json json_of(const DatasetLineage& lineage, const std::vector<OriginUse>& uses) {
  Json list = Json::array();
  for (const OriginUse& use : uses) {
    list.push_back({{"source", lineage.origins[use.origin].text},
                    {"column", use.column},
                    {"influence", plan::name_of(use.influence)},
                    {"masked", use.is_masked}});
  }
  return list;
}

Json json_of(const project::Graph& graph, size_t at) {
  const project::GraphDataset& dataset = graph.datasets[at];
  const DatasetLineage lineage = project::lineage_of(graph, at);
  Json columns = Json::array();
  for (size_t i = 0; i < dataset.schema.size(); ++i) {
    columns.push_back({{"name", dataset.schema[i].name},
                       {"type", dataset.schema[i].type.text()},
                       {"from", json_of(lineage, lineage.columns[i])}});
  }
  return {{"name", project::plain(dataset.definition->name)},
          {"kind", project::name_of(dataset.definition->kind)},
          {"columns", std::move(columns)},
          {"rows", json_of(lineage, lineage.rows)}};
}

// ---------------------------------------------------------------- OpenLineage

constexpr std::string_view kProducer = "urn:tarn:" TARN_VERSION;
constexpr std::string_view kJobEvent =
    "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent";
constexpr std::string_view kFacets = "https://openlineage.io/spec/facets/";

// A facet's first two members.
Json facet(std::string_view schema) {
  return {{"_producer", kProducer}, {"_schemaURL", fmt::format("{}{}", kFacets, schema)}};
}

// How OpenLineage names what lies at a path: a file of this machine by its absolute path, an object
// by its store and key.
Json dataset_id(const std::string& path, const std::string& root) {
  const size_t scheme = path.find("://");
  if (scheme != path.npos && !path.starts_with("file://")) {
    const size_t slash = std::min(path.find('/', scheme + 3), path.size());
    const std::string key = slash < path.size() ? path.substr(slash + 1) : "";
    return {{"namespace", path.substr(0, slash)}, {"name", key.empty() ? "/" : key}};
  }
  const std::string plain = path.starts_with("file:") ? path.substr(path.find('/')) : path;
  const auto absolute = (std::filesystem::path(root) / plain).lexically_normal();
  std::string name = absolute.string();
  if (name.size() > 1 && name.ends_with('/')) name.pop_back();
  return {{"namespace", "file"}, {"name", std::move(name)}};
}

// Nothing for what holds no data: range() and rate().
std::optional<Json> dataset_id(const project::Graph& graph, const project::Origin& origin,
                               const std::string& root) {
  if (origin.dataset) return dataset_id(graph.datasets[*origin.dataset].path, root);
  if (const auto* files = std::get_if<plan::FileSource>(origin.source)) {
    return dataset_id(files->path, root);
  }
  if (const auto* table = std::get_if<plan::TableSource>(origin.source)) {
    return dataset_id(table->path, root);
  }
  return std::nullopt;
}

Json symlinks(const std::string& name) {
  Json result = facet("1-0-1/SymlinksDatasetFacet.json#/$defs/SymlinksDatasetFacet");
  result["identifiers"] = Json::array({{{"namespace", "tarn"}, {"name", name}, {"type", "TABLE"}}});
  return result;
}

Json schema_facet(const types::Schema& schema) {
  Json result = facet("1-1-1/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet");
  result["fields"] = Json::array();
  for (const types::Field& field : schema) {
    Json column = {{"name", field.name}, {"type", field.type.text()}};
    if (!field.comment.empty()) column["description"] = field.comment;
    result["fields"].push_back(std::move(column));
  }
  return result;
}

Json transformation(const OriginUse& use) {
  std::string subtype(plan::name_of(use.influence));
  for (char& c : subtype) {
    c = c == ' ' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return {{"type", plan::is_direct(use.influence) ? "DIRECT" : "INDIRECT"},
          {"subtype", std::move(subtype)},
          {"description", ""},
          {"masking", use.is_masked}};
}

// One entry a column, with all its uses: they are sorted by origin and column.
Json input_fields(const std::vector<std::optional<Json>>& ids, const std::vector<OriginUse>& uses) {
  Json list = Json::array();
  const OriginUse* last = nullptr;
  for (const OriginUse& use : uses) {
    if (!ids[use.origin]) continue;
    if (last == nullptr || last->origin != use.origin || last->column != use.column) {
      Json entry = *ids[use.origin];
      entry["field"] = use.column;
      entry["transformations"] = Json::array();
      list.push_back(std::move(entry));
      last = &use;
    }
    list.back()["transformations"].push_back(transformation(use));
  }
  return list;
}

Json inputs_of(const project::Graph& graph, const DatasetLineage& lineage,
               const std::vector<std::optional<Json>>& ids) {
  Json inputs = Json::array();
  for (size_t i = 0; i < ids.size(); ++i) {
    if (!ids[i]) continue;
    Json input = *ids[i];
    input["facets"] = Json::object();
    const project::Origin& origin = lineage.origins[i];
    if (origin.dataset) {
      input["facets"]["schema"] = schema_facet(graph.datasets[*origin.dataset].schema);
      input["facets"]["symlinks"] = symlinks(origin.text);
    }
    inputs.push_back(std::move(input));
  }
  return inputs;
}

// What a table's flows read and write, known before any of them runs: a JobEvent.
Json job_event(const project::Graph& graph, size_t at, const LineagePlace& place) {
  const project::GraphDataset& dataset = graph.datasets[at];
  const DatasetLineage lineage = project::lineage_of(graph, at);
  std::vector<std::optional<Json>> ids;
  for (const project::Origin& origin : lineage.origins) {
    ids.push_back(dataset_id(graph, origin, place.root));
  }

  Json columns = facet("1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet");
  columns["fields"] = Json::object();
  for (size_t i = 0; i < dataset.schema.size(); ++i) {
    columns["fields"][dataset.schema[i].name] = {
        {"inputFields", input_fields(ids, lineage.columns[i])}};
  }
  columns["dataset"] = input_fields(ids, lineage.rows);

  const std::string name = project::plain(dataset.definition->name);
  Json output = dataset_id(dataset.path, place.root);
  output["facets"] = {{"schema", schema_facet(dataset.schema)},
                      {"symlinks", symlinks(name)},
                      {"columnLineage", std::move(columns)}};
  const bool is_stream = dataset.definition->kind == project::DatasetKind::kStreamingTable;
  Json type = facet("2-0-3/JobTypeJobFacet.json#/$defs/JobTypeJobFacet");
  type["processingType"] = is_stream ? "STREAMING" : "BATCH";
  type["integration"] = "TARN";
  type["jobType"] = "FLOW";
  return {{"eventTime", runtime::timestamp_text(place.now)},
          {"producer", kProducer},
          {"schemaURL", kJobEvent},
          {"job",
           {{"namespace", graph.project->spec.name},
            {"name", name},
            {"facets", {{"jobType", std::move(type)}}}}},
          {"inputs", inputs_of(graph, lineage, ids)},
          {"outputs", Json::array({std::move(output)})}};
}

}  // namespace

void print_column_lineage(const project::Graph& graph, GraphFormat format,
                          const LineagePlace& place) {
  Json datasets = Json::array();
  for (const size_t at : project::datasets_in_order(graph)) {
    if (format == GraphFormat::kText) {
      print_text(graph, at);
    } else if (format == GraphFormat::kJson) {
      datasets.push_back(json_of(graph, at));
    } else if (graph.datasets[at].definition->is_table()) {
      fmt::print("{}\n", job_event(graph, at, place).dump());
    }
  }
  if (format == GraphFormat::kJson) {
    const Json json = {{"pipeline", graph.project->spec.name}, {"datasets", std::move(datasets)}};
    fmt::print("{}\n", json.dump(2));
  }
}

}  // namespace tarn::cli
