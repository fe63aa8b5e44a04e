// TIME is switched off in Spark unless spark.sql.timeType.enabled is set: a query may then neither
// answer with a TIME nor make one or take one apart. Only literals may stand in it. Pure.

#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "plan/node.h"

namespace tarn::plan {

// Where the plan does so, or nothing.
std::optional<Span> forbidden_time(const Node& plan);

}  // namespace tarn::plan
