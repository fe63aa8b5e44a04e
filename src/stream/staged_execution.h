// A staged plan being executed: statements and operators chained, rows pulled through in chunks.
//
// Each stage has a connection of its own, because a connection has one live result, and runs a few
// chunks ahead of the next one on a thread of its own. A flow keeps connections and threads from
// batch to batch: a statement that comes again on its connection is not parsed again. Nothing runs
// before the last stage's rows are asked for, by drain() or by whoever rows() is given to. One
// thread at a time.

#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "sink/delta_sink.h"
#include "stream/operators.h"
#include "stream/stages.h"
#include "stream/worker.h"

namespace tarn::stream {

// What a flow's stages run on.
class StageResources {
 public:
  explicit StageResources(engine::Engine& engine) : engine_(engine) {}

  // That of a stage, made at the first call, without an interruption of an earlier execution.
  Result<engine::Connection*> connection_of(size_t stage);
  // Any number from 0 on.
  Worker& worker(size_t number);

 private:
  engine::Engine& engine_;
  std::vector<std::unique_ptr<engine::Connection>> connections_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

class StagedExecution {
 public:
  // `sources` binds every scan of the flow's plan. `batch` gets the operators' counts. All but
  // `sources` must outlive the execution; the resources serve one execution at a time.
  static Result<StagedExecution> start(StageResources& resources, const StagedPlan& staged,
                                       const engine::Bindings& sources,
                                       const engine::Moment& moment, BatchState& batch);

  // The last stage, for a sink to write.
  sink::Rows rows();
  // Lets the last stage's rows pass and returns how many there were.
  Result<int64_t> drain();

 private:
  StagedExecution() = default;

  engine::Connection* connection_ = nullptr;  // of the last stage
  engine::Bindings bindings_;
  engine::Moment moment_;
  plan::PlanPtr last_;
};

}  // namespace tarn::stream
