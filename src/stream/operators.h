// The operators that the engine must not see: they count, remember, or stop a flow.
//
// Each takes the rows of one statement in chunks, in order of arrival, and gives rows of its output
// columns. What it counts is the batch's; what it remembers goes through KeyedState.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "plan/node.h"
#include "stream/keyed_state.h"
#include "types/column.h"

namespace tarn::stream {

struct ExpectationCount {
  std::string dataset;
  std::string name;
  plan::ViolationAction action = plan::ViolationAction::kWarn;
  int64_t passed = 0;
  int64_t failed = 0;
};

// What one batch did, but for what the sink wrote.
struct BatchCounts {
  std::vector<ExpectationCount> expectations;
  int64_t dropped_by_expectations = 0;  // rows, each once
  int64_t dropped_late = 0;
  int64_t duplicates = 0;
};

// A flow's event time, in milliseconds since the epoch as in Spark; 0 before any row.
struct Watermarks {
  int64_t late_ms = 0;      // rows at or before it are late in this batch (SEMANTICS 4.4)
  int64_t eviction_ms = 0;  // entries at or before it go at the end of this batch
  int64_t next_ms = 0;      // after the rows seen so far
};

// What operators of one batch share. Stages run on threads of their own: each field of the
// watermarks and the counts is one operator's to change, and the state is used under its mutex. The
// results are there once the last row has passed.
struct BatchState {
  Watermarks watermarks;
  KeyedState* state = nullptr;  // null pointer for a batch flow: it has no state
  BatchCounts counts;
  std::mutex state_mutex;
};

class RowOperator {
 public:
  virtual ~RowOperator() = default;
  // How many rows process() should be given at a time, where there are so many.
  virtual size_t rows_wanted() const { return 1; }
  virtual Result<types::Batch> process(types::Batch batch) = 0;
  // Whether reading may end here: no row that comes can pass any more, and none is looked at.
  virtual Result<bool> is_done() { return false; }
};

// Follows the greatest event time of a TIMESTAMP or TIMESTAMP_NTZ column (SEMANTICS 4.1).
struct WatermarkOperator {
  size_t column = 0;
  int64_t delay_us = 0;
};

// The first row of each key in arrival order (SEMANTICS 4.9).
struct DeduplicateOperator {
  OperatorId id = 0;
  std::vector<size_t> keys;
  std::optional<size_t> event_time;    // rows late by this column are dropped
  bool expires_by_event_time = false;  // the event time is among the keys
  std::optional<int64_t> within_us;    // WITHIN WATERMARK: an entry lives this long behind its row
};

// The first rows of all batches together (SEMANTICS 4.8).
struct LimitOperator {
  OperatorId id = 0;
  int64_t rows = 0;
  bool may_end_the_reading = false;  // nothing before it has to see the rows that do not pass
};

// Counts rows by their rules (SEMANTICS 7). Input: the dataset's columns, then one BOOLEAN a rule.
struct ExpectOperator {
  std::string flow;
  std::string dataset;
  std::vector<plan::Expectation> expectations;
  types::Schema schema;  // of the dataset's columns
};

std::unique_ptr<RowOperator> make_operator(const WatermarkOperator& spec, BatchState& batch);
std::unique_ptr<RowOperator> make_operator(const DeduplicateOperator& spec, BatchState& batch);
std::unique_ptr<RowOperator> make_operator(const LimitOperator& spec, BatchState& batch);
std::unique_ptr<RowOperator> make_operator(const ExpectOperator& spec, BatchState& batch);

}  // namespace tarn::stream
