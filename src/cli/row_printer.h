// Rows for people and programs: an aligned table, CSV (RFC 4180), or one JSON object a line.

#pragma once

#include <cstdio>
#include <string>

#include "base/result.h"
#include "engine/relation.h"
#include "types/datetime.h"
#include "types/type.h"

namespace tarn::cli {

enum class RowFormat : uint8_t { kTable, kCsv, kJson };

// Prints all rows and returns how many there were. Timestamps are shown in `zone`.
Result<int64_t> print_rows(engine::BatchReader& rows, const types::Schema& schema, RowFormat format,
                           const types::SessionZone& zone, std::FILE* out);

}  // namespace tarn::cli
