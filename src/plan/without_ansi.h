// What an expression means where spark.sql.ansi.enabled is false: integers wrap around, and what
// raises in ANSI mode is NULL.
//
// Pure. The resolver builds every expression as ANSI has it and passes it through here; an
// expression that has been through is left as it is.

#pragma once

#include "plan/expression.h"

namespace tarn::plan {

// What size() of NULL is (spark.sql.legacy.sizeOfNull).
enum class SizeOfNull : uint8_t { kMinusOne, kNull };

ExpressionPtr without_ansi(const ExpressionPtr& expression, SizeOfNull size);

}  // namespace tarn::plan
