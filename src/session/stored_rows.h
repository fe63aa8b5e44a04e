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
#include "sql/ast.h"

namespace tarn::session {

// A table that takes rows.
struct StoreTarget {
  std::string name;  // quoted, for messages
  types::Schema schema;
  // Values of columns that the query does not give (column by its place): PARTITION (p = 1), or the
  // column's default.
  std::map<size_t, plan::ExpressionPtr> fixed = {};
};

// Which column of the table takes which column of the query, by place.
using StorePlaces = std::map<size_t, size_t>;

// By place: the query's columns go to `columns` in this order.
Result<StorePlaces> places_in_order(const StoreTarget& target, const types::Schema& given,
                                    const std::vector<size_t>& columns, bool has_partition);
// BY NAME: each to the column of its name.
Result<StorePlaces> places_by_name(const StoreTarget& target, const types::Schema& given,
                                   bool case_sensitive);

// All columns of the table in its order, cast to its types; what neither the query nor `fixed`
// gives is NULL. INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST.
Result<plan::PlanPtr> stored_rows(plan::PlanPtr rows, const StoreTarget& target,
                                  const StorePlaces& places, plan::IdSource& ids);

// Whether a column takes values of a type; `table` is for the message.
Status check_store(const std::string& table, const types::Field& column,
                   const types::DataType& type);

// An overflow in one of those casts is one of the insert.
Error insert_error(const Error& error, const plan::Node& stored);

// The default of a column as it was written (the protocols of Spark and Delta keep it in the
// field's metadata); nothing where it has none.
std::optional<std::string> default_of(const types::Field& column);
void set_default(types::Field& column, const std::string& text);

// Puts the columns' defaults where the query of an INSERT says DEFAULT. `columns` are those that
// the query's columns go to, in order.
Status fill_defaults(sql::Query& query, const std::vector<types::Field>& columns);

}  // namespace tarn::session
