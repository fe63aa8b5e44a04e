// Actions as rows of a Parquet checkpoint: one nullable struct column an action kind, one row an
// action (Delta Transaction Log Protocol, "Checkpoint Schema"). Pure.

#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/result.h"
#include "delta/action.h"
#include "delta/checkpoint_schema.h"
#include "types/column.h"

namespace tarn::delta {

// One more row. `into` has the columns of checkpoint_schema(); the action is no CommitInfo and no
// CdcFile, which no checkpoint holds, and no Sidecar, which ours do not have.
void append_action(const Action& action, types::Batch& into);

// The action of a row of readable_checkpoint_schema(); nothing where it is of a kind that this
// program does not know. An error (kCorrupt) names `place`.
Result<std::optional<Action>> action_at(const types::Batch& rows, size_t row,
                                        const std::string& place);

}  // namespace tarn::delta
