// The checks on a resolved graph, in Spark's order (SEMANTICS 1.4, from MATERIALIZED_VIEW_WITH_
// MULTIPLE_QUERIES on), on what a stream can compute here, and on what columns tables keep.

#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "project/graph.h"

namespace tarn::project {

// The diagnostics of the first check that fails. Flows without a plan, which failed before, are
// passed over.
std::vector<Diagnostic> validate(const Graph& graph, const SchemaCheck& check_schema = {});

// What is wrong with a project that defines nothing that is kept: RUN_EMPTY_PIPELINE, with a hint
// at what its files hold instead.
Diagnostic empty_pipeline(const Project& project);

// What stands in `plan` that a stream cannot do: nothing for a batch plan. `place` is the flow's;
// with `own_text` every node was written in that file, and its own span is used.
std::vector<Diagnostic> unsupported_on_streams(const plan::PlanPtr& plan, const Place& place,
                                               bool own_text);

}  // namespace tarn::project
