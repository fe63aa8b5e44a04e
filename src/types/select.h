// Rows picked out of columns.

#pragma once

#include <cstdint>
#include <span>

#include "types/column.h"

namespace tarn::types {

// Appends row `row` of `from` to `to`, a column of the same type.
void append_row(const Column& from, size_t row, Column& to);

// Appends all rows of `from` to `to`, a batch of the same columns.
void append_rows(const Batch& from, Batch& to);

// The rows of `batch` at `rows`, in that order.
Batch select_rows(const Batch& batch, std::span<const uint32_t> rows);

}  // namespace tarn::types
