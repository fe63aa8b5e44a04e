// Whether a query's column may be written to a table's column (spark.sql.storeAssignmentPolicy),
// and by which cast.
//
// Pure. Source: "Store Assignment" of Spark's ANSI page; where it is silent, what Spark 4.2.1
// answers. Names inside structs are compared without case.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "plan/expression.h"
#include "types/type.h"

namespace tarn::plan {

enum class StorePolicy : uint8_t {
  kAnsi,    // what does not fit raises; no number or time out of a string
  kLegacy,  // whatever CAST allows, and NULL for what does not fit
  kStrict,  // only types that hold every value of the other
};

// ANSI, LEGACY or STRICT in any case; the setting's values have been checked.
StorePolicy store_policy_of(std::string_view setting);

struct StoredColumn {
  types::DataType from;
  bool from_nullable = true;
  types::DataType to;
  bool to_nullable = true;
};

// INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST and its kin, where the column may not be written.
// `table` and `column` are named in the message.
Status check_store(const StoredColumn& stored, StorePolicy policy, const std::string& table,
                   const std::string& column);

// The cast that a column which passed check_store() is written with.
CastMode store_cast(StorePolicy policy);

}  // namespace tarn::plan
