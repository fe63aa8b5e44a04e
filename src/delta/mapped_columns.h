// The columns of tables that this program maps itself (Delta Transaction Log Protocol, "Column
// Mapping"): which id each column has, and which name in the files. Pure but for the random source.
//
// Ids are given once: delta.columnMapping.maxColumnId only grows.

#pragma once

#include <cstdint>

#include "base/result.h"
#include "base/uuid.h"
#include "delta/action.h"
#include "types/type.h"

namespace tarn::delta {

inline constexpr const char* kMaxColumnId = "delta.columnMapping.maxColumnId";

struct MappedColumns {
  types::Schema schema;
  int64_t max_id = 0;  // of all that the table ever had
};

// The columns of a table that is mapped.
Result<MappedColumns> mapped_columns(const Metadata& metadata, const types::Schema& schema);

// `schema` as the mapped table `table` keeps it. A column, or a field in one, that the table has by
// its name (case ignored) keeps its id and its name in files; a new one gets those that it carries,
// or else the next id and a name of its own. kConflict where what it carries is not the table's:
// the table has changed meanwhile.
Result<MappedColumns> with_names(const types::Schema& schema, const MappedColumns& table,
                                 const RandomSource& random);

// The columns of a table that begins to map them: files that are there go on to be read, by the
// names that the columns have now.
MappedColumns with_their_own_names(const types::Schema& schema);

// `schema` without ids and names in files.
types::Schema without_names(const types::Schema& schema);

}  // namespace tarn::delta
