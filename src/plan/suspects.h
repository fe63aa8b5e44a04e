// Which parts of a query may have raised an error that its rows ended with.
//
// Pure. The engine says what was wrong and with which value, and not in which expression: that is
// found afterwards, by what each part of the plan is able to raise.

#pragma once

#include <vector>

#include "plan/node.h"

namespace tarn::plan {

// The places of such parts in the query's text, in the order written, each once; none where the
// condition is no expression's. Only for a plan whose expressions all come out of that text.
std::vector<Span> suspects(const Node& plan, const Error& error);

}  // namespace tarn::plan
