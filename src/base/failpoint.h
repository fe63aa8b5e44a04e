// Named places at which a test ends the process, as a crash would.
//
// TARN_FAILPOINT=<name>[:<n>] ends the process (exit code 86, no destructor, no flush) when the
// named place is reached for the n-th time (default 1). TARN_FAILPOINT_TRACE=<file> instead appends
// the name of each place that is reached to a file that is there, a line each. The variables are
// read once. Without them a place costs one load and one compare.

#pragma once

#include <string_view>
#include <vector>

namespace tarn {

inline constexpr int kFailpointExitCode = 86;

// Every name that reach_failpoint() is called with, in the order in which a batch reaches them.
const std::vector<std::string_view>& failpoint_names();

// Ends the process here if TARN_FAILPOINT asks for it. `name` must be in failpoint_names().
void reach_failpoint(std::string_view name);

}  // namespace tarn
