// A value as Spark's to_json writes it: NULL fields of structs are left out, NULL elements and map
// values are null, times have milliseconds and the zone's offset.

#pragma once

#include <string>
#include <string_view>

#include "types/column.h"

namespace tarn::engine {

// Row `row` of `column`, which is not NULL.
void append_json(const types::Column& column, size_t row, std::string_view time_zone,
                 std::string& out);

}  // namespace tarn::engine
