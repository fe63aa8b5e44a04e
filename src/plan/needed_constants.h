// Constants as Spark computes them: part by part, left to right, and nothing that an earlier part
// has made needless. The engine computes all of an expression at once, so that it may raise where
// Spark never looks: coalesce(1, 1 / 0) is 1, aggregate(NULL, CAST('a' AS INT), ..) is NULL.
//
// Pure, but for what the settings' ConstantFolder does. Computing part by part takes many questions
// to it: this is for plans whose rows did end with an error.

#pragma once

#include "base/result.h"
#include "plan/constant_folder.h"
#include "plan/expression.h"
#include "plan/node.h"
#include "plan/resolver.h"

namespace tarn::plan {

// What a constant is worth. An error is what the first part raises that is needed. The settings
// have a folder.
Result<types::Value> needed_value(const ExpressionPtr& constant, const SessionSettings& settings);

// Whether no constant raises that Spark computes before it looks at rows: it does so even where
// there are none. The engine leaves out constants beside a NULL and those of no row. Looked at,
// too, are constants over VALUES that the engine takes for NULL, where Spark may have raised before
// it came to the NULL, and texts of constants that are cast to a date or a time: Spark computes
// those before anything else. An error is what it raises.
Status check_constants(const PlanPtr& plan, const SessionSettings& settings);

// The plan with all of its constants that raise reduced so. One that raises in all of its parts is
// an error, whether there are rows or not; but not where only some rows need it, as in a branch of
// CASE. Calls that a constant decides, and parts of arrays, structs and maps that are written out,
// are put as Spark's optimizer puts them, which raise less. A plan without all this is answered as
// it is.
Result<PlanPtr> with_needed_constants(const PlanPtr& plan, const SessionSettings& settings);

}  // namespace tarn::plan
