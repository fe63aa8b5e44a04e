// Which expressions Spark knows for constants where it wants one.
//
// Pure. Recorded from Spark 4.2.1: what it replaces by other expressions later (url_decode, nullif,
// BETWEEN), and functions that take functions, are none to it, whatever their arguments are.

#pragma once

#include "plan/expression.h"
#include "sql/ast_expression.h"

namespace tarn::plan {

// Of an expression without columns: whether it may stand where a constant is wanted.
bool is_foldable(const sql::Expression& expression);

// Where the value of a call stands that is written at `at`, or the last argument: a star stands for
// several values, or none. The call has an argument.
const sql::Expression& written_at(const sql::FunctionCall& call, size_t at);

// A column of the same type, which no function's rule takes for a constant.
ExpressionPtr as_column(Expression expression);

}  // namespace tarn::plan
