// The words that sql_keywords() lists.

#pragma once

#include <string_view>
#include <vector>

namespace tarn::plan {

// In the order in which Spark lists them. None is reserved, as where
// spark.sql.ansi.enforceReservedKeywords is off.
std::vector<std::string_view> listed_keywords();

}  // namespace tarn::plan
