// The clauses of a call that only aggregates take, and the error of a function that is none.
//
// Pure.

#pragma once

#include <string>
#include <string_view>

#include "plan/query_resolver.h"
#include "sql/ast_expression.h"

namespace tarn::plan {

// The first of them that a call carries, as Spark names it in errors; null: none.
const char* clause_of_aggregates(const sql::FunctionCall& call);

// INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX.
QueryResolver::Problem takes_no_clause(std::string_view function, std::string_view clause);

}  // namespace tarn::plan
