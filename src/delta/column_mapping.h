// Column mapping: tables whose columns have names of their own in the data files, so that a column
// can be renamed or dropped without writing a row (Delta Transaction Log Protocol, "Column
// Mapping"). Pure.
//
// Both modes write the physical names and the ids into the files. To read, `name` goes by the
// names, and `id` by the ids alone. Partition values and statistics go by physical names.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "delta/action.h"
#include "types/type.h"

namespace tarn::delta {

enum class ColumnMapping { kNone, kName, kId };

// What the properties ask for, whatever the table's protocol is.
Result<ColumnMapping> asked_mapping(const std::map<std::string, std::string>& configuration);
// What the table's property says, where its protocol honours it. kUnsupported names a mode that is
// none of the three.
Result<ColumnMapping> column_mapping(const Protocol& protocol, const Metadata& metadata);

// `schema` with the physical names, those of nested fields too. kCorrupt where a column has none.
Result<types::Schema> physical_schema(const types::Schema& schema);

// The id of each column and field, by its path of physical names; elements of arrays are
// "element", and what is in a map "key" and "value", as in Parquet. kCorrupt where one has none.
using ColumnIds = std::map<std::vector<std::string>, int64_t>;
Result<ColumnIds> column_ids(const types::Schema& schema);

// The columns of `rows`, by their name in `table` (case ignored) and its types, as they are to be
// written. kInternal where `rows` has one that the table does not have: a new column of a mapped
// table gets its id and its name in files first (mapped_columns.h).
Result<types::Schema> physical_schema_of_rows(const types::Schema& rows,
                                              const types::Schema& table);

// `schema` without what another table's files make of it: names and ids in them, and older types.
types::Schema without_mapping(const types::Schema& schema);

// The first column of `before`, or field in one, that `after` has lost or calls otherwise, by its
// name: what a reader of `before` cannot go on with. Columns that are not mapped have their own
// names in the files.
std::optional<std::string> column_lost(const types::Schema& before, const types::Schema& after);

}  // namespace tarn::delta
