// Column lineage of a checked graph: what each column of a dataset rests on, in the datasets and
// the sources that its flows read.
//
// Views of the pipeline have a lineage of their own, but what reads one rests on what the view
// reads: a view holds no data. Pure; what comes back borrows from the graph.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "plan/lineage.h"
#include "project/graph.h"

namespace tarn::project {

// Something that flows read: a table of the pipeline, or what lies outside of it.
struct Origin {
  std::optional<size_t> dataset;         // position in Graph::datasets
  const plan::Source* source = nullptr;  // outside; one for all scans of the same thing
  std::string text;                      // "c.d.t", "json files under input/orders", "range"
};

struct OriginUse {
  size_t origin = 0;   // position in DatasetLineage::origins
  std::string column;  // with the names of fields behind it: "sale.item"
  plan::Influence influence = plan::Influence::kIdentity;
  bool is_masked = false;

  friend auto operator<=>(const OriginUse&, const OriginUse&) = default;
};

struct DatasetLineage {
  std::vector<Origin> origins;
  // One for each column of the dataset's schema: over all flows, sorted, each use once.
  std::vector<std::vector<OriginUse>> columns;
  std::vector<OriginUse> rows;  // what decides about rows: filters, joins, groups; never direct
};

DatasetLineage lineage_of(const Graph& graph, size_t dataset);

// What a source that lies outside of the pipeline is called: "json files under input/orders".
std::string text_of(const plan::Source& source);

}  // namespace tarn::project
