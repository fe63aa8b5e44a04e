// Column statistics out of what DuckDB's COPY returns. Pure text to values.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/connection.h"
#include "types/type.h"

namespace tarn::engine {

// `"a b"."c""d"` as {a b, c"d}.
std::vector<std::string> split_path(std::string_view quoted);

// The type of a column of `schema`, of fields of structs only: nothing for parts of arrays and
// maps.
std::optional<types::DataType> type_at(const types::Schema& schema,
                                       const std::vector<std::string>& path);

// One column's statistics from DuckDB's names and texts (min, max, null_count, has_nan).
ColumnStatistics statistics_of(std::vector<std::string> path, const types::DataType& type,
                               const std::map<std::string, std::string>& texts);

}  // namespace tarn::engine
