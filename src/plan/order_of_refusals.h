// Which of a query's refusals Spark would name: it stops at the first that it meets, and meets them
// in phases.
//
// Pure. Recorded from Spark 4.2.1.

#pragma once

#include <vector>

#include "base/diagnostic.h"

namespace tarn::plan {

// Moves to the front what Spark meets first: literals that are none, parameters and functions that
// are not there, then what ends the search for names, then what is checked when all is known, and
// last what a constant raises. Refusals of one phase keep their order.
void order_as_met(std::vector<Diagnostic>& refusals);

}  // namespace tarn::plan
