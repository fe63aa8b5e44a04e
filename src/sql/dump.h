// A syntax tree as an s-expression, for tests and for people who look at one: (+ 1 (col a.b)).

#pragma once

#include <string>

#include "sql/ast.h"

namespace tarn::sql {

std::string dump(const Expression& expression);
std::string dump(const TableSource& source);
std::string dump(const Query& query);
std::string dump(const Statement& statement);

}  // namespace tarn::sql
