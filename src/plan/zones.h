// Expressions under another time zone than the session's: those of views and functions that were
// made under it.
//
// Pure. The engine's Moment has the session's zone; what is marked here has its own.

#pragma once

#include <string>

#include "plan/node.h"

namespace tarn::plan {

// What a literal or a column is does not hang on a zone: it stays as it is.
ExpressionPtr in_zone(const ExpressionPtr& expression, const std::string& zone);

// Every expression of the plan, its subqueries' included.
PlanPtr in_zone(const PlanPtr& plan, const std::string& zone);

}  // namespace tarn::plan
