// What of a plan would take the engine hours or all memory: it is refused instead.
//
// Pure. The bounds stand far above what people write, and where the engine still answers within
// seconds; each was measured at half and at twice its size.

#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "plan/node.h"

namespace tarn::engine {

// FAILED_TO_PARSE_TOO_COMPLEX with "The statement is too complex: " before it.
Error too_complex(const std::string& what);

// Nothing: the engine can be asked.
std::optional<Error> beyond_bounds(const plan::Node& plan);

}  // namespace tarn::engine
