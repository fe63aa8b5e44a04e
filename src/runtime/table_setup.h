// Before flows run: every table is there, with its columns and properties; resets are carried out.

#pragma once

#include <map>
#include <memory>

#include "base/result.h"
#include "delta/table.h"
#include "project/graph.h"
#include "runtime/selection.h"
#include "runtime/update.h"
#include "runtime/workspace.h"

namespace tarn::runtime {

// By position in Graph::datasets; for every table of the graph, whether its flows run or not.
using Tables = std::map<size_t, std::unique_ptr<delta::Table>>;

// Existing tables are altered, never dropped (SEMANTICS 1.5): columns are added, comments and
// properties set. A materialized view takes its schema when its rows are published.
Result<Tables> set_up_tables(const project::Graph& graph, const Workspace& workspace,
                             const ResolvedSelection& selected, const Host& host,
                             EventSink& events);

}  // namespace tarn::runtime
