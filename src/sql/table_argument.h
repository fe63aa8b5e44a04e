// f(TABLE t), f(TABLE(query) PARTITION BY a ORDER BY b): an argument that is a table.
//
// It stands in the tree as a call of a name that no function can have, over the query. No function
// takes one: whoever resolves a table function refuses it by name.

#pragma once

#include <string_view>

#include "sql/ast_expression.h"

namespace tarn::sql {

inline constexpr std::string_view kTableArgument = "functiontablesubqueryargumentexpression()";

inline bool is_table_argument(const Expression& expression) {
  const auto* call = expression.as<FunctionCall>();
  return call != nullptr && call->name.parts.size() == 1 &&
         call->name.last().name == kTableArgument;
}

}  // namespace tarn::sql
