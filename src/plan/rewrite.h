// Plans with some of their parts replaced. Nodes that do not change are shared with the original.

#pragma once

#include <vector>

#include "plan/node.h"
#include "plan/walk.h"

namespace tarn::plan {

// `node` over other inputs, as many as inputs_of(node) has, with the same outputs.
PlanPtr with_inputs(const Node& node, std::vector<PlanPtr> inputs);

// `plan` with each expression that stands in the node itself rewritten.
PlanPtr with_expressions(const PlanPtr& plan, const ExpressionRewriter& rewrite);

// Replaces from the top as replace_top_down() does, in subqueries and their plans too.
ExpressionPtr replace_everywhere(const ExpressionPtr& expression,
                                 const ExpressionRewriter& replace);
PlanPtr replace_everywhere(const PlanPtr& plan, const ExpressionRewriter& replace);

// As the second, and `replace` is told the node that an expression stands in.
using NodeExpressionRewriter = std::function<ExpressionPtr(const Node* node, const ExpressionPtr&)>;
PlanPtr replace_in_nodes(const PlanPtr& plan, const NodeExpressionRewriter& replace);

}  // namespace tarn::plan
