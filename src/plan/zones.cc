#include "plan/zones.h"

#include <utility>

#include "base/check.h"
#include "plan/builder.h"
#include "plan/function.h"
#include "plan/rewrite.h"
#include "plan/walk.h"

namespace tarn::plan {

namespace {

// An aggregate or a window function stays on top, where its operator wants it.
bool stands_on_top(const Expression& expression) {
  return std::holds_alternative<AggregateCall>(expression.content) ||
         std::holds_alternative<WindowCall>(expression.content);
}

bool is_the_same_everywhere(const Expression& expression) {
  return std::holds_alternative<Literal>(expression.content) ||
         std::holds_alternative<AttributeRef>(expression.content);
}

}  // namespace

ExpressionPtr in_zone(const ExpressionPtr& expression, const std::string& zone) {
  if (is_the_same_everywhere(*expression)) return expression;
  if (stands_on_top(*expression)) {
    return with_children(expression,
                         [&zone](const ExpressionPtr& child) { return in_zone(child, zone); });
  }
  const Function* const function = find_function("in_zone.of");
  CHECK(function != nullptr);
  return make_call(*function, {expression, make_string(zone, expression->span)}, expression->type,
                   expression->nullable, expression->span);
}

PlanPtr in_zone(const PlanPtr& plan, const std::string& zone) {
  std::vector<PlanPtr> inputs = inputs_of(*plan);
  for (PlanPtr& input : inputs) input = in_zone(input, zone);
  const PlanPtr below = inputs.empty() ? plan : with_inputs(*plan, std::move(inputs));
  return with_expressions(below,
                          [&zone](const ExpressionPtr& each) { return in_zone(each, zone); });
}

}  // namespace tarn::plan
