// What Spark's optimizer puts in the place of an expression although parts of it may raise: an
// element of array(..), a field of struct(..), the value of a key of map(..), how many there are.
//
// Pure.

#pragma once

#include "plan/expression.h"

namespace tarn::plan {

// array(1 / x, 2)[1] is 2, and array(x, 1)[5] NULL; map(x, 1, x, 2)[5] looks at one key after the
// other and meets none twice. Null: there is nothing shorter.
ExpressionPtr shortened_part(const ExpressionPtr& expression);

// Whether Spark knows that it is never NULL. Of a text that is cast, an interval that is divided and
// the like it does not, even where they raise instead.
bool is_never_null(const ExpressionPtr& expression);

// What can be told without a value: whether what is never NULL is NULL, coalesce(..) up to what is
// never NULL, a CASE whose branches are all one. Null: nothing can.
ExpressionPtr decided_by_form(const ExpressionPtr& expression);

// size(map(x, 1, x, 2)) is 2 where nothing in it can raise but the map itself. Null: it is counted.
ExpressionPtr shortened_size(const ExpressionPtr& expression);

}  // namespace tarn::plan
