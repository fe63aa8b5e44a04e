// Spark's order of values inside arrays and structs: NULL is the least, NaN the greatest number,
// and -0.0 equals 0.0.

#pragma once

#include <compare>
#include <cstddef>

#include "types/column.h"

namespace tarn::engine {

// Compares two rows, NULLs included, of columns whose types are equal but for names.
std::strong_ordering compare_rows(const types::Column& a, size_t row_a, const types::Column& b,
                                  size_t row_b);

}  // namespace tarn::engine
