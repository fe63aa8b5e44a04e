// One flow of an update, carried out on the calling thread: again after a while where what went
// wrong may pass, given up where it cannot.

#pragma once

#include <stop_token>
#include <string>

#include "delta/table.h"
#include "project/graph.h"
#include "runtime/event.h"
#include "runtime/update.h"
#include "runtime/workspace.h"

namespace tarn::runtime {

struct FlowTask {
  const project::GraphFlow& flow;
  const project::GraphDataset& target;
  std::string name;     // catalog.schema.flow, for messages
  std::string dataset;  // catalog.schema.table
  plan::IdSource ids;   // this flow's own: flows run side by side
  delta::Table& table;
  const Workspace& workspace;
  std::string pipeline_id;
  uint64_t state_bytes;  // of memory, the flow's share
};

// The result's status is COMPLETED, IDLE (no new data), FAILED or STOPPED.
FlowResult run_flow(FlowTask task, const Host& host, EventSink& events,
                    const std::stop_token& stop);

}  // namespace tarn::runtime
