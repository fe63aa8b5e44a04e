// The files that a case gives, cut into pieces that arrive one after another.
//
// Results must not depend on how input is cut into batches (SEMANTICS 2.6), so a case must end with
// the same tables when each file arrives before an update of its own, and each line of a file whose
// schema is declared as a file of its own. Pure.

#pragma once

#include <vector>

#include "plan/node.h"
#include "runtime/pipeline_case.h"

namespace tarn::runtime {

// In the order of arrival. `scans` are those of the pipeline's files.
std::vector<GivenFile> cut(const std::vector<GivenFile>& files,
                           const std::vector<const plan::Node*>& scans);

}  // namespace tarn::runtime
