// Spark's automatic names of columns that are calls, where they are not simply name(a, b).
//
// Pure. Recorded from Spark 4.2.1.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tarn::plan {

struct Typed;

// `name` is the function as written, in lower case; `special` says it was written in a form of its
// own (TRIM(BOTH x FROM s)).
std::string call_name(std::string_view name, bool special, const std::vector<Typed>& arguments);

// The texts of all, with commas between them.
std::string joined(const std::vector<Typed>& list);

}  // namespace tarn::plan
