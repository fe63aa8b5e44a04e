// Arguments without a type that are not the literal NULL: nvl(NULL, NULL), array(NULL)[0].
//
// Pure. Recorded from Spark 4.2.1: most functions cast such an argument to the type that they want,
// and the column's name shows what was written; some put a bare NULL in its place, in the name and
// wherever a constant is wanted.

#pragma once

#include <string_view>
#include <vector>

#include "plan/resolution.h"

namespace tarn::plan {

// Makes NULL of the arguments that the function has so; `function` is the name as it was called.
void forget_untyped(std::string_view function, std::vector<Typed>& arguments);

// Compared with a text, an operand without a type is a bare NULL, too: (NULL = x).
void forget_untyped_beside_text(Typed& left, Typed& right);

// Whether it is a bare NULL, or was made one.
bool is_forgotten(const Typed& argument);

}  // namespace tarn::plan
