// The tables that a query names: in FROM and JOIN, in subqueries, in its common tables.

#pragma once

#include <vector>

#include "sql/ast.h"

namespace tarn::sql {

// In the order written, each as often as it is written. A name that a common table has is left out
// where it means that. The names live as long as the query.
std::vector<const Name*> table_names(const Query& query);
std::vector<const Name*> table_names(const QueryBody& body);

}  // namespace tarn::sql
