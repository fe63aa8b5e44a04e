// What a query is sorted by, whichever clause says so: ORDER BY, or SORT BY, DISTRIBUTE BY and
// CLUSTER BY. Those three sort and spread the rows of Spark's partitions; here all rows are one
// partition, so SORT BY sorts them and DISTRIBUTE BY only has to name what exists.

#pragma once

#include <vector>

#include "sql/ast.h"

namespace tarn::plan {

struct OrderItem {
  const sql::Expression* expression = nullptr;  // null pointer: ALL
  bool ascending = true;
  bool nulls_first = true;
  bool may_be_ordinal = false;  // ORDER BY 1 means the first column
  bool sorts = true;            // false: of DISTRIBUTE BY
};

std::vector<OrderItem> order_items(const sql::Query& query);
bool has_order(const sql::Query& query);
// Whether the clauses go together: at most ORDER BY, or CLUSTER BY, or DISTRIBUTE BY and SORT BY.
bool is_one_order(const sql::Query& query);
Span order_span(const sql::Query& query);
// Whether the expression is a bare whole number.
bool is_ordinal(const sql::Expression& expression);

}  // namespace tarn::plan
