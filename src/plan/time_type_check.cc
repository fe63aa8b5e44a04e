#include "plan/time_type_check.h"

#include <algorithm>

#include "plan/function_families.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

bool contains_time(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kTime:
      return true;
    case TypeKind::kArray:
      return contains_time(type.element());
    case TypeKind::kMap:
      return contains_time(type.key()) || contains_time(type.value());
    case TypeKind::kStruct:
      return std::ranges::any_of(
          type.fields(), [](const types::Field& field) { return contains_time(field.type); });
    default:
      return false;
  }
}

bool is_of_time(const Function& function) {
  return std::ranges::any_of(time_of_day_functions(),
                             [&](const Function& each) { return &each == &function; });
}

bool is_forbidden(const Expression& expression) {
  if (const auto* call = std::get_if<Call>(&expression.content)) return is_of_time(*call->function);
  return std::holds_alternative<Cast>(expression.content) && contains_time(expression.type);
}

std::optional<Span> forbidden_in(const Node& plan) {
  std::optional<Span> found;
  for_each_expression(plan, [&](const ExpressionPtr& top) {
    for_each(top, [&](const ExpressionPtr& each) {
      if (!found && is_forbidden(*each)) found = each->span;
      if (const PlanPtr inner = subquery_of(*each); inner != nullptr && !found) {
        found = forbidden_in(*inner);
      }
    });
  });
  for (const PlanPtr& child : inputs_of(plan)) {
    if (!found) found = forbidden_in(*child);
  }
  return found;
}

}  // namespace

std::optional<Span> forbidden_time(const Node& plan) {
  for (const Attribute& attribute : plan.output) {
    if (contains_time(attribute.type)) return plan.span;
  }
  return forbidden_in(plan);
}

}  // namespace tarn::plan
