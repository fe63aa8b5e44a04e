// The names of Spark's built-in functions, so that one which is not here yet is told from a typo.

#pragma once

#include <string_view>

namespace tarn::plan {

// Whether Spark 4.2 has a built-in function of that name, in lower case.
bool is_spark_function(std::string_view name);

// Whether it is one that stands in FROM alone, and generates no column of a select list.
bool is_table_function(std::string_view name);

}  // namespace tarn::plan
