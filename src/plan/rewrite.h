// Plans with some of their parts replaced. Nodes that do not change are shared with the original.

#pragma once

#include <vector>

#include "plan/node.h"

namespace tarn::plan {

// `node` over other inputs, as many as inputs_of(node) has, with the same outputs.
PlanPtr with_inputs(const Node& node, std::vector<PlanPtr> inputs);

}  // namespace tarn::plan
