// Flows that read their inputs as they stand: a materialized view brought up to date (computed whole,
// published as one commit), and a flow that runs once.
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
#include "stream/operators.h"

namespace tarn::stream {

struct BatchFlow {
  std::string name;       // for messages
  std::string id;         // the Delta appId
  plan::PlanPtr plan;     // with the target's columns
  plan::IdSource* ids;    // that the plan's ids came from
  std::string time_zone;  // of the session
};

struct RefreshReport {
  bool is_unchanged = false;  // nothing was computed
  std::optional<Version> version;
  int64_t rows_written = 0;
  int64_t duration_us = 0;
  BatchCounts counts;
};

Result<RefreshReport> refresh_view(const BatchFlow& flow, engine::Engine& engine,
                                   const source::ReadContext& reading, delta::Table& table,
                                   sink::DeltaSink& sink, const Clock& clock);

// A flow that runs once in the life of its checkpoint (INSERT INTO ONCE): its rows are appended under
// batch 0 of its flow id. Where the table has that, nothing is done.
Result<RefreshReport> run_once(const BatchFlow& flow, engine::Engine& engine,
                               const source::ReadContext& reading, sink::DeltaSink& sink,
                               const Clock& clock);

}  // namespace tarn::stream
