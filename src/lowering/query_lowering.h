// The query of one flow, as Spark reads it, with the Python views that it needs.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "lowering/python_text.h"
#include "project/graph.h"

namespace tarn::lowering {

struct LoweredQuery {
  std::string text;
  std::vector<PythonView> views;
  // Tables of the pipeline, by position, that Python looks up when the pipeline is defined: they
  // must be there before the first update.
  std::set<size_t> looked_up;
  std::vector<Diagnostic> diagnostics;
};

// `views_before`: how many views the project has already, so that no two have one name. `root`: the
// folder where relative paths begin.
LoweredQuery lower_query(const project::Graph& graph, const project::GraphFlow& flow,
                         size_t views_before, const std::string& root);

}  // namespace tarn::lowering
