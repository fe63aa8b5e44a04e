// Values of identity columns in a plan: a call that gives the next number of a column of the table
// that the rows are written to (engine/numbering.h).
//
// Pure. Only who writes rows may run such a plan.

#pragma once

#include <cstddef>
#include <set>

#include "plan/node.h"
#include "plan/resolver.h"
#include "types/type.h"

namespace tarn::plan {

// `column` is its place in the table.
ExpressionPtr next_number(size_t column);

// The identity columns of a table that its writer leaves out.
std::set<size_t> numbered_columns(const types::Schema& table, const types::Schema& given);

// DELTA_IDENTITY_COLUMNS_EXPLICIT_INSERT_NOT_SUPPORTED: `column` is one whose values the table
// alone makes, and a writer gives some.
Status check_may_be_given(const types::Field& column);

// Rows in the table's columns, with the numbers of those in `columns`.
PlanPtr with_numbers(PlanPtr rows, const std::set<size_t>& columns, IdSource& ids);

// Whether rows may be others when the plan is run again, but for the numbers on top of it.
bool is_volatile_below_numbers(const Node& node);

}  // namespace tarn::plan
