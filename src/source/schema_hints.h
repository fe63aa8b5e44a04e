// schemaHints: "a DATE, b.c INT, list.element.x STRING, m.value INT" laid over an inferred schema.

#pragma once

#include <string>

#include "base/result.h"
#include "types/type.h"

namespace tarn::source {

// A hint for a column or field that is there changes its type; one for a column that is not there
// adds it. `element` names what an array holds, `key` and `value` what a map does. kInvalid: the
// text is no list of hints, or a hint leads through a type that has no such part; the message names
// the option.
Result<types::Schema> with_hints(types::Schema schema, const std::string& hints);

}  // namespace tarn::source
