// The checked graph of a project: its datasets, the flows between them with their typed plans, and
// the order in which flows may run.
//
// A graph exists only for a project in which nothing is wrong. What is wrong is found in the order
// of SEMANTICS 1.4: all diagnostics of the first phase that fails, none of later ones.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "plan/catalog.h"
#include "plan/node.h"
#include "project/definitions.h"

namespace tarn::project {

struct GraphDataset {
  const Dataset* definition = nullptr;  // borrows from the Graph's project
  types::Schema schema;                 // declared where types are declared, else from its flows
  std::string path;                     // of a table's data; empty for views
  std::vector<size_t> flows;            // positions in Graph::flows
  bool is_streaming = false;            // a view over a stream
};

struct GraphFlow {
  const Flow* definition = nullptr;  // borrows from the Graph's project
  size_t target = 0;                 // position in Graph::datasets
  // What the flow's target receives: the query, the target's expectations on top, then the cast to
  // the target's schema. A view's plan stops before the cast. Of AUTO CDC, the source of the
  // changes alone: the other clauses stand in the definition, and are checked against it.
  plan::PlanPtr plan;
  std::vector<std::string> left_out = {};  // columns of the target that its query does not give
  bool is_streaming = false;
  std::vector<size_t> reads;   // tables of the pipeline that it scans, by position, ascending
  std::vector<size_t> inputs;  // datasets that its own text names, views among them, ascending
};

struct Graph {
  std::shared_ptr<const Project> project;  // shared: definitions and syntax trees live there
  std::vector<GraphDataset> datasets;      // as in the project
  std::vector<GraphFlow> flows;            // as in the project
  std::vector<size_t> order;               // every flow after all flows of the tables it reads
  plan::IdSource ids;                      // for plans that are put together with these
};

using SchemaCheck =
    std::function<Status(const types::Schema&, const std::vector<std::string>& partition_columns,
                         const std::map<std::string, std::string>& properties)>;

struct AnalysisSettings {
  std::string warehouse;                  // the folder of the folder catalog
  std::string default_time_zone = "UTC";  // where no setting says
  // What computes constants that are not literals; null: such are refused.
  const plan::ConstantFolder* constants = nullptr;
  // What the tables' format says of a property of theirs; empty: nothing.
  std::function<Status(std::string_view name, std::string_view value)> check_property = {};
  // Whether the tables' format keeps such columns; empty: it keeps all.
  SchemaCheck check_schema = {};
  // Which properties of a table of these columns have no effect on it, and why; empty: none.
  using Properties = std::map<std::string, std::string>;
  std::function<Properties(const types::Schema& columns, const Properties& properties)>
      without_effect = {};
};

struct Analysis {
  std::optional<Graph> graph;           // nothing where there are diagnostics
  std::vector<Diagnostic> diagnostics;  // what is wrong
  // Flows that fail only because something that they read does: "Failed to read dataset ..".
  std::vector<Diagnostic> downstream;
  std::vector<std::string> notes;

  explicit operator bool() const { return graph.has_value(); }
};

// Resolves and checks everything. A table lies where plan::table_path() says. `external` answers
// for what the project does not define: names arrive with three parts, or as {format, path}. It is
// asked once for each different reference.
Analysis analyze(std::shared_ptr<const Project> project, const AnalysisSettings& settings,
                 plan::Catalog& external);

// Every dataset after those that it reads: positions in Graph::datasets.
std::vector<size_t> datasets_in_order(const Graph& graph);

// One line for each dataset and flow, plans indented: for tests and `tarn graph`.
std::string text_of(const Graph& graph);

}  // namespace tarn::project
