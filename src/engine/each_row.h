// Rows one by one, for those who want a few of a query's: whoever moves many takes columns.

#pragma once

#include <cstddef>
#include <utility>

#include "base/result.h"
#include "engine/relation.h"

namespace tarn::engine {

// Calls `visit(batch, row)` with each row that the reader has left, in order. An error is the
// reader's; the rows before it were visited.
template <typename Visit>
Status for_each_row(BatchReader& rows, const Visit& visit) {
  types::Batch batch;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, rows.next(batch));
    if (!more) return ok();
    for (size_t row = 0; row < batch.rows; ++row) visit(std::as_const(batch), row);
  }
}

}  // namespace tarn::engine
