// A file to its statements.
//
// Statements end at `;`, or where a notebook's cell ends (a line `-- COMMAND ----------`). Neither
// counts inside a string, a quoted name or a bracketed comment. What holds nothing but comments is
// no statement. Lines `-- MAGIC ..` are comments like any other.

#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace tarn::sql {

// The span of each statement, without the `;` and the white space and comments around it.
std::vector<Span> split_statements(std::string_view file);

}  // namespace tarn::sql
