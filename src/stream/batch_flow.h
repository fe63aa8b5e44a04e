// Flows that read their inputs as they stand: a materialized view brought up to date (computed
// whole, published as one commit), and a flow that runs once.
//
// Nothing is computed where neither the query nor any input changed since the commit that made the
// view's rows, and the query gives the same rows each time. One thread at a time.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "delta/table.h"
#include "engine/engine.h"
#include "plan/node.h"
#include "sink/delta_sink.h"
#include "source/stream_source.h"
#include "stream/batch_report.h"

namespace tarn::stream {

struct BatchFlow {
  std::string name;                   // for messages
  std::string id;                     // the Delta appId
  plan::PlanPtr plan;                 // with the target's columns
  plan::IdSource* ids;                // that the plan's ids came from
  std::string time_zone;              // of the session
  std::optional<BatchId> told_up_to;  // newest refresh whose report reached the event log
};

struct RefreshResult {
  bool is_unchanged = false;  // nothing was computed
  // Of what was computed; or, where nothing was, of the refresh that made the rows, if an earlier
  // process died before it told of it.
  std::optional<BatchReport> report = {};
};

Result<RefreshResult> refresh_view(const BatchFlow& flow, engine::Engine& engine,
                                   const source::ReadContext& reading, delta::Table& table,
                                   sink::DeltaSink& sink, const Clock& clock);

// A flow that runs once in the life of its checkpoint (INSERT INTO ONCE): its rows are appended
// under batch 0 of its flow id. Where the table has that, nothing is done.
Result<RefreshResult> run_once(const BatchFlow& flow, engine::Engine& engine,
                               const source::ReadContext& reading, sink::DeltaSink& sink,
                               const Clock& clock);

}  // namespace tarn::stream
