// A flow's plan, cut where the engine must not look: at watermarks and deduplications of a stream, and
// at expectations.
//
// Each stage is a statement whose rows pass through an operator and are read by a later stage under
// the stage's ScanId. The last stage has no operator: its rows are the flow's. Pure.

#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "plan/node.h"
#include "stream/operators.h"

namespace tarn::stream {

struct Stage {
  plan::PlanPtr statement;
  std::variant<std::monostate, WatermarkOperator, DeduplicateOperator, ExpectOperator> operation;
  plan::ScanId feeds = {};  // the scan of a later stage that reads this one's rows
};

struct StagedPlan {
  std::vector<Stage> stages;  // each after those that feed it
  bool has_watermark = false;
  bool is_stateful = false;
};

// kUnsupported: names an operator of a stream that cannot run yet.
Result<StagedPlan> cut_into_stages(const std::string& flow, const plan::PlanPtr& plan,
                                   plan::IdSource& ids);

}  // namespace tarn::stream
