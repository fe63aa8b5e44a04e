// EXECUTE IMMEDIATE: a statement that is a value.

#include <fmt/format.h>

#include <set>
#include <utility>

#include "plan/constants.h"
#include "session/variable_commands.h"
#include "sql/parse.h"

namespace tarn::session {
namespace {

using types::TypeKind;

// A literal of the value, where its type has a plain one.
std::optional<std::string> literal_of(const types::Value& value, const types::DataType& type) {
  if (type.is(TypeKind::kVoid)) return "NULL";
  if (value.is_null()) return fmt::format("CAST(NULL AS {})", type.sql());
  switch (type.kind()) {
    case TypeKind::kBoolean:
      return std::get<bool>(value.content) ? "true" : "false";
    case TypeKind::kByte:
      return fmt::format("{}Y", std::get<int64_t>(value.content));
    case TypeKind::kShort:
      return fmt::format("{}S", std::get<int64_t>(value.content));
    case TypeKind::kInt:
      return fmt::format("{}", std::get<int64_t>(value.content));
    case TypeKind::kLong:
      return fmt::format("{}L", std::get<int64_t>(value.content));
    case TypeKind::kString:
      return sql::literal_of_text(std::get<std::string>(value.content));
    default:
      return std::nullopt;
  }
}

}  // namespace

Result<std::string> VariableCommands::immediate_text(const sql::Expression& written) {
  ASSIGN_OR_RETURN(const plan::ExpressionPtr text, session_.constant(written, text_));
  if (!text->type.is(TypeKind::kString)) {
    return Error{
        .code = ErrorCode::kInvalid,
        .message = "Expression type must be string type but got \"" + text->type.sql() + "\".",
        .condition = "INVALID_EXPR_TYPE_FOR_QUERY_EXECUTE_IMMEDIATE",
        .sqlstate = "42K09"};
  }
  if (!plan::is_constant(*text)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "The text of EXECUTE IMMEDIATE must be computed of literals and "
                     "variables.",
                 .condition = "UNSUPPORTED_EXPR_FOR_PARAMETER",
                 .sqlstate = "42K0E"};
  }
  ASSIGN_OR_RETURN(const types::Value value,
                   session_.constants_.value_of(text, session_.settings_.time_zone));
  if (value.is_null()) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "EXECUTE IMMEDIATE requires a text of a statement that is not NULL.",
                 .condition = "NULL_QUERY_STRING_EXECUTE_IMMEDIATE",
                 .sqlstate = "22004"};
  }
  return std::get<std::string>(value.content);
}

// What stands for an argument in the statement's text.
Result<std::string> VariableCommands::argument_text(const sql::ExpressionText& written) {
  ASSIGN_OR_RETURN(const plan::ExpressionPtr argument,
                   session_.constant(*written.expression, text_));
  if (!plan::is_constant(*argument)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("A query parameter contains the unsupported expression {}. "
                                        "Expected a literal, a variable or what is made of these.",
                                        written.text),
                 .condition = "UNSUPPORTED_EXPR_FOR_PARAMETER",
                 .sqlstate = "42K0E"};
  }
  ASSIGN_OR_RETURN(const types::Value value,
                   session_.constants_.value_of(argument, session_.settings_.time_zone));
  return literal_of(value, argument->type).value_or(written.text);
}

Result<sql::Parameters> VariableCommands::parameters_of(const sql::ExecuteImmediate& statement,
                                                        const std::string& text, Span& wrong) {
  const sql::Markers markers = sql::markers_in(text);
  if (markers.named && markers.positional) {
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "Parameterized query must either use positional, or named parameters, "
                     "but not both.",
                 .condition = "INVALID_QUERY_MIXED_QUERY_PARAMETERS",
                 .sqlstate = "42613"};
  }
  sql::Parameters parameters;
  for (const auto& argument : statement.arguments) {
    wrong = argument.value.expression->span;
    ASSIGN_OR_RETURN(std::string value, argument_text(argument.value));
    parameters.positional.push_back(std::move(value));
  }
  if (!markers.named) return parameters;
  for (size_t at = 0; at < statement.arguments.size(); ++at) {
    const auto& argument = statement.arguments[at];
    wrong = argument.value.expression->span;
    const auto* variable = argument.value.expression->as<sql::ColumnName>();
    if (!argument.name && variable == nullptr) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format("Using name parameterized queries requires all "
                                          "parameters to be named. Parameters missing names: {}.",
                                          argument.value.text),
                   .condition = "ALL_PARAMETERS_MUST_BE_NAMED",
                   .sqlstate = "07001"};
    }
    const std::string& name = argument.name ? argument.name->name : variable->name.last().name;
    if (!parameters.named.emplace(name, parameters.positional[at]).second) {
      return Error{
          .code = ErrorCode::kInvalid,
          .message = fmt::format("The USING clause of this EXECUTE IMMEDIATE command "
                                 "contained multiple arguments with the same alias (`{}`).",
                                 name),
          .condition = "EXEC_IMMEDIATE_DUPLICATE_ARGUMENT_ALIASES",
          .sqlstate = "42701"};
    }
  }
  parameters.positional.clear();
  return parameters;
}

// The one row of a query becomes the values of variables, as in SET VAR (x, y) = (query).
Answer VariableCommands::execute_into(const sql::ExecuteImmediate& statement,
                                      const sql::Fragment& text) {
  for (const sql::Name& name : statement.into) {
    if (variables_.find(parts_of(name)) != nullptr) continue;
    return refuse(
        {.code = ErrorCode::kNotFound,
         .message = "A variable with name " + quoted(parts_of(name)) + " cannot be resolved.",
         .condition = "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
         .sqlstate = "42703"},
        name.span);
  }
  const sql::NameConstants constants = session_.name_constants(text);
  auto parsed = sql::parse_session_statement(text, &constants);
  if (!parsed) return refused(parsed.diagnostic());
  sql::SessionStatement inner = std::move(parsed).value();
  auto* query = std::get_if<sql::QueryStatement>(&inner.node);
  if (query == nullptr) {
    return refused({.code = ErrorCode::kInvalid,
                    .message = "The INTO clause of EXECUTE IMMEDIATE is only valid for queries.",
                    .condition = "INVALID_STATEMENT_FOR_EXECUTE_INTO",
                    .sqlstate = "07501"},
                   text, inner.span);
  }
  sql::SetVariable set;
  set.targets = statement.into;
  set.query = std::move(query->query);
  return VariableCommands(session_, text).answer(set);
}

Answer VariableCommands::answer(sql::ExecuteImmediate& statement) {
  const auto text = immediate_text(*statement.text);
  if (!text) return refuse(text.error(), statement.text->span);
  Span wrong = statement.text->span;
  const auto parameters = parameters_of(statement, *text, wrong);
  if (!parameters) return refuse(parameters.error(), wrong);
  const auto whole = sql::Fragment::whole(*text, "EXECUTE IMMEDIATE");
  const sql::Fragment bound = sql::bind_parameters(
      whole.source(), {.begin = 0, .end = static_cast<uint32_t>(text->size())}, *parameters);
  return statement.into.empty() ? session_.execute(bound) : execute_into(statement, bound);
}

}  // namespace tarn::session
