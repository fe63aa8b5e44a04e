// What a session makes itself and queries may name: variables and SQL functions.
//
// A function keeps its text: its body is resolved again wherever it is called, under the settings
// of its making. Pure.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "plan/expression.h"
#include "plan/resolver.h"
#include "sql/ast.h"

namespace tarn::plan {

struct Variable {
  std::string name;  // as it was declared, without `system.session`
  types::DataType type;
  types::Value value;
};

// "variablereference(system.session.x=5)": what a column's automatic name says of a variable.
std::string variable_text(const Variable& variable, const types::SessionZone& zone);

struct FunctionParameter {
  std::string name;
  types::DataType type;
  sql::ExpressionPtr default_value = nullptr;                // nullptr: there must be an argument
  std::shared_ptr<const SourceText> default_text = nullptr;  // shared with diagnostics
};

// A function in SQL. Its body is an expression over the parameters, or a query that may name them.
struct SqlFunction {
  std::string name;  // as columns are called for it: "f", "spark_catalog.default.f"
  std::vector<FunctionParameter> parameters;
  bool is_table = false;
  std::optional<types::DataType> returns = {};  // of a scalar; nothing: the body's own type
  types::Schema columns = {};                   // of a table; none: the query's own
  sql::ExpressionPtr expression = nullptr;      // one of the two
  sql::QueryPtr query = nullptr;
  std::shared_ptr<const SourceText> text;  // shared with diagnostics that point into it
};

// A function that a name means.
struct FunctionReference {
  std::shared_ptr<const SqlFunction> function;
  Catalog* scope = nullptr;  // resolves the names inside it; lives as long as the resolution
  const SessionSettings* settings = nullptr;  // of its making; likewise
};

// What a function turns out to be when it is made.
struct FunctionCheck {
  types::DataType returns;  // of a scalar
  types::Schema columns;    // of a table
  bool deterministic = true;
  bool reads_data = false;  // a table, somewhere in it
  std::vector<Diagnostic> diagnostics;
};
FunctionCheck check_function(const SqlFunction& function, const SessionSettings& settings,
                             Catalog& catalog, IdSource& ids);

// With the bodies of functions in the places of their calls.
ExpressionPtr without_routines(const ExpressionPtr& expression);
PlanPtr without_routines(const PlanPtr& plan);

// With the arguments in the places of the parameters.
PlanPtr with_arguments(const PlanPtr& plan, const std::map<AttributeId, ExpressionPtr>& arguments);

}  // namespace tarn::plan
