// One streaming flow's micro-batches: planned, journalled, computed, committed, recorded.
//
// The order of these steps is the guarantee (docs/ARCHITECTURE.md, "The life of one batch"): killed
// between any two and opened again, the table and the counts are those of a run that was not
// killed. A runner that returned an error is thrown away; open() reads the truth from the disk
// again. One thread at a time.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/engine.h"
#include "plan/node.h"
#include "sink/delta_sink.h"
#include "source/stream_source.h"
#include "stream/batch_report.h"
#include "stream/flow_store.h"
#include "stream/operators.h"
#include "stream/stages.h"

namespace tarn::stream {

// A flow as it was resolved: what it computes and where it keeps its journal.
struct StreamingFlow {
  std::string name;                   // "spark_catalog.default.sales", for messages
  std::string id;                     // the Delta appId: pipeline UUID / flow / n
  plan::PlanPtr plan;                 // with the target's columns
  plan::IdSource* ids;                // that the plan's ids came from
  std::string checkpoint;             // its folder
  std::optional<BatchId> told_up_to;  // newest batch whose report reached the event log
  std::string time_zone;              // of the session
  uint64_t state_bytes = FlowStore::Options{}.memory_bytes;  // of memory for its state
};

class FlowRunner {
 public:
  // Reads the flow's store: where it stands and what it remembers. kInvalid: the flow's query
  // changed in a way that its checkpoint does not fit.
  static Result<std::unique_ptr<FlowRunner>> open(StreamingFlow flow, engine::Engine& engine,
                                                  const source::ReadContext& reading,
                                                  sink::DeltaSink& sink, const Clock& clock);
  ~FlowRunner();

  // Takes in everything that is available now, batch by batch, and stops. `on_batch` is told of
  // each batch after it is durable; first of those that an earlier process recorded and did not
  // tell of. kCancelled where `stop` asks for it; a batch under way is then run again by the next
  // runner.
  Status run_available(const std::stop_token& stop,
                       const std::function<void(const BatchReport&)>& on_batch);

  // The event log has the reports up to this batch: the flow's store may let go of them.
  void note_told(BatchId up_to);

 private:
  struct State;
  explicit FlowRunner(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tarn::stream
