// How Spark computes an expression: what can raise, what is NULL before anything is computed, and
// in which order arguments come.
//
// Pure.

#pragma once

#include <cstddef>
#include <vector>

#include "plan/expression.h"

namespace tarn::plan {

// Whether evaluating it can raise an error of a row.
bool can_raise(const Expression& expression);

// Whether it is NULL by what is written, whatever its other parts would raise: Spark's optimizer
// makes NULL of a call beside a NULL before it computes its constants, so that
// mod(month('x'), tan(NULL)) is NULL although its first argument would raise.
bool is_known_null(const Expression& expression);
// The same of a call that is about to be made.
bool is_known_null(const Function& function, const std::vector<ExpressionPtr>& arguments);

// The places of a call's arguments in the order in which they are computed (Function::evaluation).
std::vector<size_t> order_of_arguments(const Call& call);

// Whether a call is NULL when its argument at `place` is.
bool ends_at_null(const Function& function, size_t place);

}  // namespace tarn::plan
