// Whether a query's column may be written to a table's column (spark.sql.storeAssignmentPolicy),
// and by which cast.
//
// Pure. Source: "Store Assignment" of Spark's ANSI page; where it is silent, what Spark 4.2.1
// answers.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "plan/expression.h"
#include "types/type.h"

namespace tarn::plan {

inline constexpr std::string_view kStorePolicySetting = "spark.sql.storeAssignmentPolicy";

enum class StorePolicy : uint8_t {
  kAnsi,    // what does not fit raises; no number or time out of a string
  kLegacy,  // whatever CAST allows, and NULL for what does not fit
  kStrict,  // only types that hold every value of the other
};

// ANSI, LEGACY or STRICT in any case; the setting's values have been checked.
StorePolicy store_policy_of(std::string_view setting);

// INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST, where a value of type `from` may not be written
// to a column (or an element, or a field) of type `to`, neither of which is taken apart. `table`
// and `column` are named in the message as they are given.
Status check_store(const types::DataType& from, const types::DataType& to, StorePolicy policy,
                   const std::string& table, const std::string& column);

// The cast that a column which passed check_store() is written with.
CastMode store_cast(StorePolicy policy);

}  // namespace tarn::plan
