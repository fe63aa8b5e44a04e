// Checkpoints: the whole table in one Parquet file, so that readers need not replay its log.
//
// A checkpoint changes nothing: one that is missing costs time only. It appears whole (a scratch
// file, fsync, rename) and `_last_checkpoint`, which is a hint, is written after it is durable.

#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/uuid.h"
#include "delta/checkpoint_io.h"
#include "delta/snapshot.h"
#include "storage/file_system.h"

namespace tarn::delta {

// After every 100th version (decisions/004), or as the delta.checkpointInterval of `snapshot` says.
bool is_checkpoint_due(const Snapshot& snapshot, Version version);

// What a checkpoint holds: protocol, metadata, transactions, metadata domains, files, and those
// removals that are younger than the table's retention (protocol, "Checkpoints").
std::vector<Action> checkpoint_actions(const Snapshot& snapshot, Micros now);

// Of the version of `snapshot`. Writing it twice does no harm.
Status write_checkpoint(storage::FileSystem& files, CheckpointIo& checkpoints, const Clock& clock,
                        const RandomSource& random, const Snapshot& snapshot);

}  // namespace tarn::delta
