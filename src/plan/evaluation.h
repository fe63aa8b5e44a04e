// How Spark computes an expression: what can raise, what is NULL before anything is computed, and
// in which order arguments come.
//
// Pure.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "plan/expression.h"
#include "plan/node.h"

namespace tarn::plan {

// Whether evaluating it can raise an error of a row.
bool can_raise(const Expression& expression);

// Whether it is NULL by what is written, whatever its other parts would raise: Spark's optimizer
// makes NULL of a call beside a NULL before it computes its constants, so that
// mod(month('x'), tan(NULL)) is NULL although its first argument would raise.
bool is_known_null(const Expression& expression);
// The same of a call that is about to be made.
bool is_known_null(const Function& function, const std::vector<ExpressionPtr>& arguments);

// The text that a cast makes a date or a time of, if it may raise; else null. Spark looks for
// 'now', 'today' and the like there before it optimizes anything: a text of constants is computed
// wherever the cast stands.
ExpressionPtr text_of_time(const Expression& expression);

// Whether the node's expressions are computed row by row with their constants: of VALUES Spark
// makes rows, and of projections and filters over them, before it looks for constants.
bool is_over_local_rows(const Node& node);

// Whether it is NULL of whatever time, as its unit is written out and is none: trunc(date, unit)
// knows those of dates, date_trunc(unit, time) shorter ones, too.
bool names_no_unit(const Call& call);
// The same of a unit that was computed, as the argument at `place`.
bool names_no_unit(const Function& function, size_t place, const types::Value& unit);

// The places of a call's arguments in the order in which they are computed (Function::evaluation).
std::vector<size_t> order_of_arguments(const Call& call);

// Whether a call is NULL when any of its arguments is.
bool gives_null_of_null(const Function& function);

// Spark interprets constants and the rows of VALUES; all else it compiles.
enum class Running : uint8_t { kInterpreted, kCompiled };

// Whether a call is NULL, and later arguments are not computed, when its argument at `place` is.
bool ends_at_null(const Function& function, size_t place, Running running);

}  // namespace tarn::plan
