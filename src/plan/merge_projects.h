// Projections over projections as one.

#pragma once

#include "plan/node.h"

namespace tarn::plan {

// `project` over the first input that is not a projection, as far down as no expression comes to be
// computed more often than before, or in another place (in a lambda, in a subquery), and none of
// them is volatile. What nobody uses is left out.
Project merge_projects(Project project);

}  // namespace tarn::plan
