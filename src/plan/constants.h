// Which expressions are constants, and their values.
//
// Pure, but for what the settings' ConstantFolder does.

#pragma once

#include <span>

#include "base/result.h"
#include "plan/expression.h"
#include "plan/resolver.h"

namespace tarn::plan {

// Another value each time, and not the clock's, which stands still for a query.
bool is_random(const Expression& expression);

// The same in every row: without a column, a subquery, an aggregate and anything random.
bool is_constant(const Expression& expression);

// A literal that is NULL, or NULL itself.
bool is_null_literal(const Expression& expression);

// The expression as a literal of its type; as it is where it is no constant, or where only an
// engine could tell its value and the settings have none. An error is what computing it raises.
Result<ExpressionPtr> folded(const ExpressionPtr& expression, const SessionSettings& settings);

// The same of many: the engine is asked for each that is different once, and for a hundred of them
// at a time. An error is what the first of them raises.
Status fold_all(std::span<ExpressionPtr> expressions, const SessionSettings& settings);

}  // namespace tarn::plan
