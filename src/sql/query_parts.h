// What a query is made of, wherever it stands in it: in FROM and JOIN, in subqueries, in its common
// tables.

#pragma once

#include <vector>

#include "sql/ast.h"

namespace tarn::sql {

// Each in the order written, and as often as it is written. They live as long as the query.
struct QueryParts {
  // Names of tables. One that a common table has is left out where it means that.
  std::vector<const Name*> tables;
  // What rows come from, common tables too.
  std::vector<const TableSource*> sources;
  // SELECT DISTINCT ON, the bodies that hold them.
  std::vector<const QueryBody*> distinct_on;
};

// The table of SELECT * FROM table, where the query says nothing else at all; null of any other.
// Whoever gives Query or Select a clause adds it here: row changes go through a view that is one
// whole table.
const TableName* only_table(const Query& query);

// Whether a query stands in the expression.
bool has_subquery(const Expression& expression);

QueryParts parts_of(const Query& query);
QueryParts parts_of(const QueryBody& body);

}  // namespace tarn::sql
