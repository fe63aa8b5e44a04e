// A flow's plan, cut where the engine must not look: at watermarks, deduplications and limits of a
// stream, and at expectations.
//
// Each stage is a statement whose rows pass through operators, one after the other, and are read by
// a later stage under the stage's ScanId. The last stage has none: its rows are the flow's. Pure.
//
// A stage costs a passage out of the engine and back, so there are as few as can be: operators that
// follow on each other share one, and a watermark is followed behind the projections above it.

#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "plan/node.h"
#include "stream/operators.h"

namespace tarn::stream {

using Operation =
    std::variant<WatermarkOperator, DeduplicateOperator, LimitOperator, ExpectOperator>;

struct Stage {
  plan::PlanPtr statement;
  std::vector<Operation> operations;  // in the order in which a row meets them
  plan::ScanId feeds = {};            // the scan of a later stage that reads this one's rows
};

struct StagedPlan {
  std::vector<Stage> stages;  // each after those that feed it
  // What remembers rows from batch to batch, by its OperatorId, in Spark's words and with the types
  // of its keys: state that one list of operators left behind is none for another.
  std::vector<std::string> operators;
  bool has_watermark = false;
  bool is_stateful = false;
};

// Whether a flow with this plan has an operator that remembers rows from batch to batch.
bool has_state(const plan::Node& plan);

// kUnsupported: names an operator of a stream that cannot run yet.
Result<StagedPlan> cut_into_stages(const std::string& flow, const plan::PlanPtr& plan,
                                   plan::IdSource& ids);

}  // namespace tarn::stream
