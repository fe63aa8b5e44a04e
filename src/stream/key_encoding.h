// Rows' key columns as byte strings: equal bytes exactly where Spark calls the keys equal.
//
// NULL equals NULL; NaN equals NaN whatever its bits; -0.0 equals 0.0; a map is refused by the
// resolver. The encoding is part of the flow log's format (docs/formats/flow-log.md): it may not
// change.

#pragma once

#include <span>

#include "stream/keyed_state.h"
#include "types/column.h"

namespace tarn::stream {

// One key a row from the columns at `key_columns`.
Keys encode_keys(const types::Batch& batch, std::span<const size_t> key_columns);

}  // namespace tarn::stream
