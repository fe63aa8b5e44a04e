// Whether a value is IN a subquery's rows, as Spark's rewriting into a join makes it.
//
// IN asks for a partner that is equal: false, not NULL, where NULLs leave it open. NOT IN asks that
// no partner is equal or leaves it open. So neither is ever NULL, and NOT must not be put around
// IN: it is pushed down to it, through AND and OR, as Spark's optimizer does.

#pragma once

#include "plan/expression.h"

namespace tarn::plan {

// `truth` is an InSubquery, or the NOT of one.
ExpressionPtr never_null(const ExpressionPtr& truth);

// NOT of the expression, with a meaning of its own where it holds never_null() below AND, OR and
// NOT; null where it does not.
ExpressionPtr negated_membership(const ExpressionPtr& expression);

// A condition whose outermost parts may be NULL again, because a filter takes NULL for false: the
// engine makes a join of a bare IN alone.
ExpressionPtr bare_membership(const ExpressionPtr& condition);

}  // namespace tarn::plan
