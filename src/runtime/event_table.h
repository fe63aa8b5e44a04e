// The event log as a Delta table, for queries over all updates of a pipeline.
//
// Updates write their events as lines into a spool (event.h), which a crash cannot take back. The
// lines move into the table at an update's end, under a token that says how many bytes of events
// the table has: whenever the process dies, each event is in the table once. The spool then begins
// anew, so that an update never reads more than the events since the last one.

#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/uuid.h"
#include "delta/checkpoint_io.h"
#include "engine/engine.h"
#include "runtime/workspace.h"
#include "storage/file_system.h"
#include "types/type.h"

namespace tarn::runtime {

// The table's columns: Databricks' event log schema, without what only a cloud has.
const types::Schema& event_schema();

// What moving needs from outside.
struct EventTableHost {
  storage::FileSystem& files;
  const Clock& clock;
  RandomSource random;
  engine::Engine& engine;
  delta::CheckpointIo* checkpoints = nullptr;
};

// Moves the spool's lines into the table, which is made where there is none. The pipeline's lock is
// held, and no spool is open. Lines that a crash tore are left out.
Status move_events_into_table(const EventTableHost& host, const Workspace& workspace,
                              const std::string& pipeline_id);

}  // namespace tarn::runtime
