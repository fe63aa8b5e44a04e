// The bounds of a window's frame. Pure.

#pragma once

#include <optional>

#include "plan/query_resolver.h"

namespace tarn::plan {

// Casts the bounds of a RANGE frame to what is added to the order's values, and those of ROWS to a
// number of rows. What is wrong with them, if anything.
std::optional<QueryResolver::Problem> type_frame(WindowCall& call);

// -1 PRECEDING is 1 FOLLOWING.
void turn_if_negative(FrameBound& bound);

}  // namespace tarn::plan
