// Which flows an update runs, and which tables begin anew.

#pragma once

#include <set>

#include "base/result.h"
#include "project/graph.h"
#include "runtime/update.h"

namespace tarn::runtime {

using SelectedFlows = std::set<size_t>;  // positions in Graph::flows

struct ResolvedSelection {
  SelectedFlows flows;
  std::set<size_t> full_refresh;  // positions in Graph::datasets
};

// Lists name tables and are not extended to what lies upstream or downstream (SEMANTICS 1.5).
// kInvalid: a name that no table has (with a suggestion), a table in both lists, a list beside
// full-refresh-all, a table that may not be reset.
Result<ResolvedSelection> resolve_selection(const project::Graph& graph,
                                            const Selection& selection);

// Whether an update with this selection begins the table anew.
bool begins_anew(const Selection& selection, const project::Dataset& dataset);

}  // namespace tarn::runtime
