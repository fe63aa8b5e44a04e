// What same_expression() knows of single functions. Internal to same.cc and expression_index.cc,
// which must agree.

#pragma once

#include <optional>

#include "plan/function.h"

namespace tarn::plan {

// Functions whose arguments may stand in any order, and be regrouped where they are nested.
bool is_commutative(const Function& function);

// Whether an argument of a call of `function` is a part of the chain that the call begins:
// `a + (b + c)` has the operands a, b and c.
bool continues_chain(const Expression& call, const Expression& argument, const Function& function);

// A comparison as less < more, or less <= more.
struct Order {
  const ExpressionPtr& less;
  const ExpressionPtr& more;
  bool or_equal;
};
std::optional<Order> order_of(const Expression& expression);

}  // namespace tarn::plan
