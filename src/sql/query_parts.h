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

QueryParts parts_of(const Query& query);
QueryParts parts_of(const QueryBody& body);

}  // namespace tarn::sql
