#include "plan/refused_clause.h"

#include "plan/scope.h"

namespace tarn::plan {

const char* clause_of_aggregates(const sql::FunctionCall& call) {
  if (call.distinct) return "DISTINCT";
  if (call.filter != nullptr) return "FILTER CLAUSE";
  if (!call.within_group.empty()) return "WITHIN GROUP (ORDER BY ...)";
  return call.nulls == sql::NullTreatment::kUnset ? nullptr : "IGNORE NULLS";
}

QueryResolver::Problem takes_no_clause(std::string_view function, std::string_view clause) {
  return {.condition = "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX",
          .sqlstate = "42000",
          .message = "Invalid SQL syntax: The function " + quoted(function) + " does not support " +
                     std::string(clause) + "."};
}

}  // namespace tarn::plan
