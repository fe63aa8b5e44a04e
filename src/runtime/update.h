// One update of a pipeline: tables set up, flows run in their order, failures kept where they are.
//
// Triggered: every streaming flow takes in what is available now, then stops; every materialized
// view is brought up to date (SEMANTICS 1.5, 1.6). A flow starts when the flows of all tables that
// it reads have succeeded; independent flows run side by side. A flow that failed leaves those
// downstream of it SKIPPED, and the others go on.

#pragma once

#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/uuid.h"
#include "engine/engine.h"
#include "project/graph.h"
#include "runtime/event.h"
#include "runtime/workspace.h"
#include "source/stream_source.h"
#include "storage/file_system.h"

namespace tarn::runtime {

// Flows that run side by side at most (spark.sql.pipelines.execution.maxConcurrentFlows).
inline constexpr int kConcurrentFlowsMax = 16;

// Which datasets to bring up to date. All lists empty: all.
struct Selection {
  std::vector<std::string> refresh;  // names as written on the command line
  std::vector<std::string> full_refresh;
  bool full_refresh_all = false;
};

// What an update needs from outside.
struct Host {
  storage::FileSystem& files;
  const Clock& clock;
  RandomSource random;
  engine::Engine& engine;
  source::ReadContext reading;
  ToldBatches told;                            // what the event log knows already
  uint64_t state_bytes = uint64_t{512} << 20;  // of memory for what all flows remember
};

enum class Outcome : uint8_t { kCompleted, kFailed, kCanceled };

struct FlowResult {
  std::string flow;
  FlowStatus status = FlowStatus::kQueued;
  int64_t rows_written = 0;
  int64_t batches = 0;
  bool is_unchanged = false;  // no new data
  std::optional<Error> error = {};
};

struct UpdateResult {
  Outcome outcome = Outcome::kCompleted;
  std::vector<FlowResult> flows;  // in the order of the graph
};

// How often an update may begin anew because a schema has grown. Each time it has new columns.
inline constexpr int kUpdatesInARowMax = 100;

// Whether a flow failed because its input has columns that its schema lacked and has now: then the
// project is resolved anew, and another update run at once (SEMANTICS 6.2).
bool calls_for_another_update(const UpdateResult& result);

// What the next update is asked for: the same, but that nothing is begun anew a second time.
Selection selection_after(const Selection& selection);

// kInvalid: the selection names no dataset, or contradicts itself. What flows run into stands in
// the result. `graph` is changed in its ids only.
Result<UpdateResult> run_update(project::Graph& graph, const Workspace& workspace,
                                const std::string& pipeline_id, const Selection& selection,
                                const Host& host, EventSink& events, const std::stop_token& stop);

}  // namespace tarn::runtime
