// Actions as rows of a Parquet checkpoint: one nullable struct column an action kind, one row an
// action (Delta Transaction Log Protocol, "Checkpoint Schema"). Pure.

#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/result.h"
#include "delta/action.h"
#include "types/column.h"
#include "types/type.h"

namespace tarn::delta {

// txn, add, remove, metaData, protocol, domainMetadata.
types::Schema checkpoint_schema();

// One more row. `into` has the columns of checkpoint_schema(); the action is neither a CommitInfo
// nor a CdcFile, which no checkpoint holds.
void append_action(const Action& action, types::Batch& into);

// The action of a row; nothing where it is of a kind that this program does not know. An error
// (kCorrupt) names `place`.
Result<std::optional<Action>> action_at(const types::Batch& rows, size_t row,
                                        const std::string& place);

}  // namespace tarn::delta
