// The parameters of a SQL function, as its body sees them.

#pragma once

#include <set>
#include <vector>

#include "plan/resolution.h"
#include "plan/routine.h"

namespace tarn::plan {

// The attributes that a body knows its parameters by, and the scope that they make.
struct RoutineParameters {
  std::vector<Attribute> attributes;
  Scope scope;
  std::set<AttributeId> ids;
};

RoutineParameters parameters_of(const SqlFunction& function, IdSource& ids);

}  // namespace tarn::plan
