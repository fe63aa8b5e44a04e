// DEFAULT of a column: a constant that stands for what a writer leaves out.
//
// Pure. The expression names no column and no relation, and is computed anew for each write:
// current_timestamp() is when the row is written. Source: "CREATE TABLE" of the Spark SQL
// reference.

#pragma once

#include <string>

#include "plan/node.h"
#include "plan/resolver.h"
#include "types/type.h"

namespace tarn::plan {

// Whether a value of a type may be a default: what a column stores, and a text or a number of what
// it holds.
bool can_be_default(const types::DataType& from, const types::DataType& to);

// What a row gets that does not give the column, as the column stores it; NULL of its type where it
// has no default. INVALID_DEFAULT_VALUE.UNRESOLVED_EXPRESSION, .NOT_CONSTANT, .DATA_TYPE.
Result<ExpressionPtr> default_value(const types::Field& column, const SessionSettings& settings,
                                    IdSource& ids);

}  // namespace tarn::plan
