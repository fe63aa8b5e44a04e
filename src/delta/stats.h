// A data file's statistics as the log holds them (protocol, "Per-file Statistics"). Pure.
//
// Readers skip files by them, so a bound may be wide and must never be narrow: minimums are rounded
// down, maximums up, and what cannot be bounded is left out.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "types/type.h"
#include "types/value.h"

namespace tarn::delta {

// Of one leaf column (anything but a struct) in one file. Bounds are exact.
struct ColumnStatistics {
  std::vector<std::string> path;  // {"items"} or {"a", "b"}
  types::DataType type;
  std::optional<int64_t> null_count = {};
  std::optional<types::Value> min = {};
  std::optional<types::Value> max = {};
  bool has_nan = false;
};

// The leaf columns of a table that get statistics: the first 32, or what the table's
// delta.dataSkippingNumIndexedCols or delta.dataSkippingStatsColumns says. `data_schema` is without
// partition columns. Structs are not leaves, arrays and maps are.
std::vector<std::vector<std::string>> indexed_columns(
    const types::Schema& data_schema, const std::map<std::string, std::string>& configuration);

// The text of AddFile::stats. Only columns named in `indexed` are written, in the order of
// `columns`; those of one struct must stand side by side.
std::string stats_json(int64_t num_records, const std::vector<ColumnStatistics>& columns,
                       const std::vector<std::vector<std::string>>& indexed);

}  // namespace tarn::delta
