// What a table's schema may be and how it may grow. Pure.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "delta/column_mapping.h"
#include "types/type.h"

namespace tarn::delta {

// kInvalid, with Delta's condition: a name twice (case ignored), a character that Parquet tables do
// not take in a name (mapped columns have other names in the files), a type that Delta does not
// store, a partition column that is not there.
Status check_schema(const types::Schema& schema, const std::vector<std::string>& partition_columns,
                    ColumnMapping mapping = ColumnMapping::kNone);
// The same of a table that is made with these properties.
Status check_schema_of_table(const types::Schema& schema,
                             const std::vector<std::string>& partition_columns,
                             const std::map<std::string, std::string>& properties);

// `table` with the columns of `incoming` that it does not have, nullable and at the end; those of
// nested structs too. Names compare with case ignored and keep the table's case. What only the
// table has stays; a comment in `incoming` replaces the table's. kInvalid with
// CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE where a column changes its type.
Result<types::Schema> merged_schema(const types::Schema& table, const types::Schema& incoming);

// kInvalid with CANNOT_UPDATE_PARTITION_COLUMNS unless both name the same columns in the same order
// (case ignored).
Status check_same_partitioning(const std::vector<std::string>& table,
                               const std::vector<std::string>& wanted);

}  // namespace tarn::delta
