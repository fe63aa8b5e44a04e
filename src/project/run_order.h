// The order in which the flows of a graph run.

#pragma once

#include <cstddef>
#include <vector>

#include "project/graph.h"

namespace tarn::project {

// The positions of all flows: each behind those that write into the tables it reads. Among flows
// that could run, the one defined first comes first. The graph has no cycle.
std::vector<size_t> run_order(const Graph& graph);

}  // namespace tarn::project
