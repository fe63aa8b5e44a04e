// Schemas of one table put together, as Spark does it (StructType.merge).

#pragma once

#include "base/result.h"
#include "types/type.h"

namespace tarn::project {

// The columns of `left` in their order, then those that only `right` has. A column of both has one
// type: nested types are merged, decimals of one scale widened, anything else must be equal
// (CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE). It may be NULL where it may be in one of them.
Result<types::Schema> merge_schemas(const types::Schema& left, const types::Schema& right);

// The same schema with everything in it nullable: what a table gets whose columns nobody declared.
types::Schema as_nullable(const types::Schema& schema);

// Whether names (case ignored), types and nullability agree; comments do not matter.
bool same_columns(const types::Schema& a, const types::Schema& b);

}  // namespace tarn::project
