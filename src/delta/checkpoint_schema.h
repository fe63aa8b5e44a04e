// The columns of a Parquet checkpoint: one nullable struct an action kind (Delta Transaction Log
// Protocol, "Checkpoint Schema").

#pragma once

#include <cstddef>

#include "types/type.h"

namespace tarn::delta {

// Their places. What is written ends before kSidecar.
enum CheckpointKind : size_t { kTxn, kAdd, kRemove, kMetadata, kProtocol, kDomain, kSidecar, kKinds };

// txn, add, remove, metaData, protocol, domainMetadata.
types::Schema checkpoint_schema();
// The same and sidecar: what other writers' checkpoints may hold.
types::Schema readable_checkpoint_schema();

}  // namespace tarn::delta
