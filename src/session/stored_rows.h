// Rows of a query as the columns of a table: what INSERT writes.
//
// Pure. Source: "INSERT INTO" and "ANSI Compliance, Store Assignment" of the Spark SQL reference.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "plan/node.h"
#include "plan/resolver.h"
#include "session/store_cast.h"
#include "sql/ast.h"

namespace tarn::session {

// A table that takes rows.
struct StoreTarget {
  StoreRules rules;
  FieldOrder fields = FieldOrder::kByPosition;
  types::Schema schema;
  // Values of columns that the query does not give (column by its place): PARTITION (p = 1), or the
  // column's default.
  std::map<size_t, plan::ExpressionPtr> fixed = {};
};

// Which column of the table takes which column of the query, by place.
using StorePlaces = std::map<size_t, size_t>;

// Which columns an INSERT names: all of them, those of a list, those that PARTITION leaves.
enum class ColumnList : uint8_t { kWhole, kNamed, kPartition };

// By place: the query's columns go to `columns` in this order.
Result<StorePlaces> places_in_order(const StoreTarget& target, const types::Schema& given,
                                    const std::vector<size_t>& columns, ColumnList list);
// BY NAME: each to the column of its name.
Result<StorePlaces> places_by_name(const StoreTarget& target, const types::Schema& given,
                                   bool case_sensitive);

// All columns of the table in its order, cast to its types (store_cast.h); what neither the query
// nor `fixed` gives is NULL.
Result<plan::PlanPtr> stored_rows(plan::PlanPtr rows, const StoreTarget& target,
                                  const StorePlaces& places, plan::IdSource& ids);

// CAST(value AS type), written there.
sql::ExpressionPtr cast_to(sql::ExpressionPtr value, const types::DataType& type);

// DEFAULT as a column's value: what stands for it is put in its place; NULL where the column has
// none, which one that the table computes has not either.
Status fill_default(sql::ExpressionPtr& expression, const types::Field& column);

// Puts the columns' defaults where the query of an INSERT says DEFAULT. `columns` are those that
// the query's columns go to, in order.
Status fill_defaults(sql::Query& query, const std::vector<types::Field>& columns);

}  // namespace tarn::session
