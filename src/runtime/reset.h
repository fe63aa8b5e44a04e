// A full refresh of a streaming table: its flows begin anew, and its rows go (SEMANTICS 1.5).
//
// Both happen or neither, whenever the process dies: what is to be done is written down first
// (reset.json beside the table's checkpoints), then done, then crossed out. An update begins by
// doing what an earlier one wrote down and did not finish.

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "delta/table.h"
#include "plan/node.h"
#include "runtime/workspace.h"
#include "storage/file_system.h"
#include "types/type.h"

namespace tarn::runtime {

struct ResetTarget {
  plan::DatasetName table;
  std::vector<std::string> flows;  // that write into it
  types::Schema schema;            // the table's from now on
};

// Resets the table now.
Status reset_table(storage::FileSystem& files, const Workspace& workspace,
                   const ResetTarget& target, delta::Table& table);

// Finishes a reset of the table that an earlier process began, if there is one.
Status finish_reset(storage::FileSystem& files, const Workspace& workspace,
                    const ResetTarget& target, delta::Table& table);

}  // namespace tarn::runtime
