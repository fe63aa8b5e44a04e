// The schemas that flows' streams inferred, for a whole update: where they are kept is told to who
// resolves the project, and what it was resolved with is kept before a table is touched
// (source/schema_store.h).

#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "plan/catalog.h"
#include "project/graph.h"
#include "runtime/update.h"
#include "runtime/workspace.h"
#include "storage/file_system.h"

namespace tarn::runtime {

// source::ReadContext::checkpoint_of for an update of `project` with `selection`. What is given is
// borrowed.
std::function<Result<std::string>(const plan::Reader&)> checkpoint_finder(
    storage::FileSystem& files, const Workspace& workspace, const project::Project& project,
    const Selection& selection);

// Keeps the inferred schemas of the streaming flows into a dataset of the graph in their
// checkpoints.
Status keep_schemas(storage::FileSystem& files, const Workspace& workspace,
                    const project::Graph& graph, size_t dataset);

}  // namespace tarn::runtime
