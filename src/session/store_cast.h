// How a value becomes one of a table's column: the cast that INSERT, UPDATE and MERGE write it
// with.
//
// Pure. spark.sql.storeAssignmentPolicy decides what may be written and what becomes of a value
// that does not fit; a number that overflows is an error which names the column. Tables of plain
// files follow Spark's TableOutputResolver (plan/store_assignment.h), Delta tables follow
// Delta 4.4, which takes whatever CAST takes.

#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "plan/expression.h"
#include "plan/node.h"
#include "plan/store_assignment.h"
#include "types/type.h"

namespace tarn::session {

struct StoreRules {
  std::string table;  // quoted, for messages
  bool is_delta = false;
  plan::StorePolicy policy = plan::StorePolicy::kAnsi;
  bool keeps_lengths = true;  // of CHAR and VARCHAR
};

// How fields of structs find their values.
enum class FieldOrder : uint8_t { kByPosition, kByName };

// What INSERT stores. INCOMPATIBLE_DATA_FOR_TABLE and its kin.
Result<plan::ExpressionPtr> inserted_value(plan::ExpressionPtr value, const types::Field& column,
                                           const StoreRules& rules, FieldOrder order);

// What UPDATE and MERGE store, in a Delta table: fields by their names.
Result<plan::ExpressionPtr> changed_value(plan::ExpressionPtr value, const types::Field& column,
                                          const StoreRules& rules);

// The whole value of a column, held against the lengths of CHAR and VARCHAR in it.
plan::ExpressionPtr with_lengths(plan::ExpressionPtr value, const types::Field& column,
                                 const StoreRules& rules, plan::IdSource& ids);

}  // namespace tarn::session
