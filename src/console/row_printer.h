// Rows for people and programs.

#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/relation.h"
#include "types/datetime.h"
#include "types/type.h"

namespace tarn::console {

enum class RowFormat : uint8_t {
  kTable,     // aligned columns
  kVertical,  // a line for each cell, under a line for each row
  kMarkdown,  // a table of GitHub's Markdown
  kCsv,       // RFC 4180; NULL is an empty cell, an empty string is ""
  kJson,      // an object a line
};

// By the names that users know: table, vertical, markdown, csv, json.
std::optional<RowFormat> row_format_of(std::string_view name);
std::vector<std::string> row_format_names();
std::string name_of(RowFormat format);
// Whether a format is read by people, who want a count beneath the rows.
bool is_for_people(RowFormat format);

// Prints all rows and returns how many there were; stops early, without an error, where nobody
// reads `out` any more. Timestamps are shown in `zone`.
Result<int64_t> print_rows(engine::BatchReader& rows, const types::Schema& schema, RowFormat format,
                           const types::SessionZone& zone, std::FILE* out);

}  // namespace tarn::console
