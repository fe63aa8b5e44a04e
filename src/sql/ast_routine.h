// The syntax of a session's variables and SQL functions. See ast_expression.h for what holds of
// every node.

#pragma once

#include "sql/ast_statement.h"

namespace tarn::sql {

// DECLARE [OR REPLACE] [VARIABLE] a, b [type] [DEFAULT | = expression].
struct DeclareVariable {
  bool or_replace = false;
  std::vector<Name> names;
  std::optional<types::DataType> type = {};
  std::optional<ExpressionText> default_value = {};
};

// SET VAR x = a, y = DEFAULT, or SET VAR (x, y) = (query).
struct SetVariable {
  std::vector<Name> targets;
  ExpressionList values = {};  // nullptr: DEFAULT; as many as targets, or none with a query
  QueryPtr query = nullptr;
};

// DROP TEMPORARY VARIABLE [IF EXISTS] x.
struct DropVariable {
  bool if_exists = false;
  Name name;
};

// EXECUTE IMMEDIATE text [INTO x, y] [USING a, b AS name].
struct ExecuteImmediate {
  struct Argument {
    ExpressionText value;
    std::optional<Identifier> name = {};
  };
  ExpressionPtr text;
  std::vector<Name> into = {};
  std::vector<Argument> arguments = {};
};

enum class FunctionResult : uint8_t {
  kInferred,    // no RETURNS: the body's type
  kScalar,      // RETURNS type
  kTable,       // RETURNS TABLE (columns)
  kTableOfAny,  // RETURNS TABLE: the body's columns
};

// CREATE [OR REPLACE] [TEMPORARY] FUNCTION [IF NOT EXISTS] name (parameters) [RETURNS ..]
// characteristics RETURN expression | query.
struct CreateFunction {
  bool or_replace = false;
  bool temporary = false;
  bool if_not_exists = false;
  Name name;
  std::vector<ColumnDefinition> parameters = {};
  FunctionResult result = FunctionResult::kInferred;
  std::optional<types::DataType> returns = {};
  std::vector<ColumnDefinition> columns = {};
  std::optional<std::string> comment = {};
  std::optional<bool> deterministic = {};
  std::optional<std::string> data_access = {};  // "CONTAINS SQL", "READS SQL DATA"
  ExpressionPtr expression = nullptr;           // of RETURN: this
  QueryPtr query = nullptr;                     // or this
  std::string body_text = {};
};

// DROP [TEMPORARY] FUNCTION [IF EXISTS] name.
struct DropFunction {
  bool temporary = false;
  bool if_exists = false;
  Name name;
};

}  // namespace tarn::sql
