// Variables, and calls of SQL functions.

#include <algorithm>

#include "plan/builder.h"
#include "plan/expression_resolver.h"
#include "plan/literal.h"
#include "plan/routine.h"
#include "plan/routine_parameters.h"
#include "plan/type_rules.h"
#include "plan/walk.h"
#include "plan/zones.h"
#include "sql/table_argument.h"

namespace tarn::plan {

namespace {

std::vector<std::string> parts_of(const sql::Name& name) {
  std::vector<std::string> parts;
  for (const sql::Identifier& part : name.parts) parts.push_back(part.name);
  return parts;
}

bool has_table_argument(const sql::TableFunction& call) {
  return std::ranges::any_of(call.arguments, [](const sql::FunctionCall::Argument& argument) {
    return sql::is_table_argument(*argument.value);
  });
}

// What the arguments of a call come to before any is resolved: by parameter, null where the default
// stands.
using Placed = std::vector<const sql::Expression*>;

QueryResolver::Problem wrong_number(const std::string& function, size_t wanted, size_t given) {
  return {.condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
          .sqlstate = "42605",
          .message = "The " + quoted(function) + " requires " + std::to_string(wanted) +
                     " parameters but the actual number is " + std::to_string(given) + "."};
}

}  // namespace

// ---------------------------------------------------------------- variables

// `x`, `session.x`, `system.session.x`, and fields of what is meant; the longest reading counts.
Typed ExpressionResolver::variable(const sql::Name& name, Span span) {
  const std::vector<std::string> parts = parts_of(name);
  for (size_t used = parts.size(); used > 0; --used) {
    const auto found =
        query_.variable({parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(used)});
    if (!found) continue;
    const SessionSettings& settings = query_.settings();
    Typed value{
        .expression = make_literal(found->value, found->type, span),
        .text = variable_text(*found, {.id = settings.time_zone, .regions = settings.regions}),
        .column = name.parts[used - 1].name};
    value = with_fields(std::move(value), name, used, span);
    value.is_variable = true;
    return value;
  }
  return {};
}

std::optional<Variable> QueryResolver::variable(const std::vector<std::string>& name) const {
  return catalog_.variable(name);
}

// ---------------------------------------------------------------- calls

std::optional<FunctionReference> QueryResolver::function(const sql::Name& name, bool& failed) {
  auto found = catalog_.function(parts_of(name));
  if (!found) {
    report_error(name.span, found.error());
    failed = true;
    return std::nullopt;
  }
  if (!*found) return std::nullopt;
  const std::string& own = (*found)->function->name;
  std::vector<std::string>& open = shared_.routines.open;
  if (std::ranges::find(open, own) != open.end()) {
    std::string way;
    for (const std::string& each : open) way += each + " -> ";
    report(name.span, {.condition = "CYCLIC_FUNCTION_REFERENCE",
                       .sqlstate = "42887",
                       .message = "Cyclic function reference detected: " + way + own + "."});
    failed = true;
    return std::nullopt;
  }
  return *found;
}

void QueryResolver::report_no_routine(const sql::Name& name, std::string hint) {
  // Whoever makes a function is told of a routine; whoever calls one, of a search for it.
  const bool making = shared_.routines.making && shared_.routines.open.size() == 1;
  const CurrentNames current = current_names();
  report(name.span,
         {.condition = making ? "ROUTINE_NOT_FOUND" : "UNRESOLVED_ROUTINE",
          .sqlstate = "42883",
          .message = making ? "The routine " + quoted(current.schema) + "." + quoted(name) +
                                  " cannot be found."
                            : "Cannot resolve routine " + quoted(name) +
                                  " on search path [`system`.`builtin`, `system`.`session`, " +
                                  quoted(current.catalog) + "." + quoted(current.schema) + "].",
          .hint = std::move(hint)});
}

// The parameters' arguments as they were written.
std::optional<std::vector<const sql::Expression*>> QueryResolver::placed(
    const SqlFunction& function, const std::vector<sql::FunctionCall::Argument>& arguments,
    Span span) {
  const auto refuse = [&](const sql::FunctionCall::Argument& at, const char* condition,
                          const std::string& message) {
    report(at.value->span,
           {.condition = condition,
            .sqlstate = "4274K",
            .message = "Cannot invoke routine " + quoted(function.name) + ": " + message});
    return std::nullopt;
  };
  const size_t wanted = function.parameters.size();
  Placed result(wanted, nullptr);
  size_t positional = 0;
  bool is_named = false;
  for (const sql::FunctionCall::Argument& argument : arguments) {
    if (!argument.name) {
      if (is_named) {
        return refuse(argument, "UNEXPECTED_POSITIONAL_ARGUMENT",
                      "a positional argument follows a named one.");
      }
      if (positional < wanted) result[positional] = argument.value.get();
      ++positional;
      continue;
    }
    is_named = true;
    const auto found = std::ranges::find_if(function.parameters, [&](const auto& parameter) {
      return NameRule{}.same(parameter.name, argument.name->name);
    });
    if (found == function.parameters.end()) {
      return refuse(argument, "UNRECOGNIZED_PARAMETER_NAME",
                    "it has no argument named " + quoted(argument.name->name) + ".");
    }
    const auto at = static_cast<size_t>(found - function.parameters.begin());
    if (result[at] != nullptr) {
      return refuse(argument,
                    at < positional
                        ? "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED"
                        : "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE",
                    "its parameter " + quoted(argument.name->name) + " is assigned twice.");
    }
    result[at] = argument.value.get();
  }
  for (size_t at = 0; at < wanted; ++at) {
    if (result[at] != nullptr || function.parameters[at].default_value != nullptr) continue;
    if (!is_named) {
      report(span, wrong_number(function.name, wanted, arguments.size()));
      return std::nullopt;
    }
    return refuse(arguments.front(), "REQUIRED_PARAMETER_NOT_FOUND",
                  "the parameter named " + quoted(function.parameters[at].name) +
                      " is required, but the call did not supply a value.");
  }
  if (positional > wanted) {
    report(span, wrong_number(function.name, wanted, arguments.size()));
    return std::nullopt;
  }
  return result;
}

// f(*) passes columns by position.
std::optional<std::vector<Typed>> ExpressionResolver::starred_arguments(
    const SqlFunction& function, const sql::FunctionCall& node, Span span) {
  std::vector<Typed> values;
  for (const sql::FunctionCall::Argument& argument : node.arguments) {
    const auto* star = argument.value->as<sql::Star>();
    if (star == nullptr) {
      values.push_back(resolve(*argument.value));
      continue;
    }
    auto columns = expanded(*star, argument.value->span);
    if (!columns) return std::nullopt;
    for (Typed& column : *columns) values.push_back(std::move(column));
  }
  if (values.size() > function.parameters.size()) {
    query_.report(span, wrong_number(function.name, function.parameters.size(), values.size()));
    return std::nullopt;
  }
  return values;
}

// Each argument cast to its parameter's type, defaults among them. `text` is what they were called.
std::optional<std::vector<ExpressionPtr>> ExpressionResolver::routine_arguments(
    const FunctionReference& reference, const sql::FunctionCall& node, Span span,
    std::string& text) {
  const SqlFunction& function = *reference.function;
  std::vector<Typed> values;
  const bool has_star = std::ranges::any_of(node.arguments, [](const auto& argument) {
    return argument.value->template as<sql::Star>() != nullptr;
  });
  const bool is_named = std::ranges::any_of(
      node.arguments, [](const auto& argument) { return argument.name.has_value(); });
  if (has_star) {
    auto starred = starred_arguments(function, node, span);
    if (!starred) return std::nullopt;
    values = std::move(*starred);
  } else {
    const auto placed = query_.placed(function, node.arguments, span);
    if (!placed) return std::nullopt;
    for (const sql::Expression* written : *placed) {
      values.push_back(written == nullptr ? Typed{} : resolve(*written));
      if (written != nullptr && !values.back()) return std::nullopt;
    }
  }
  values.resize(function.parameters.size());
  std::vector<ExpressionPtr> result;
  for (size_t at = 0; at < values.size(); ++at) {
    const FunctionParameter& parameter = function.parameters[at];
    Typed value = values[at];
    if (value) {
      text += (text.empty() ? "" : ", ") + value.text;
      value = cast(value, parameter.type, CastMode::kAnsi, value.expression->span);
    } else {
      if (parameter.default_value == nullptr) {
        query_.report(span, wrong_number(function.name, values.size(), at));
        return std::nullopt;
      }
      value = query_.default_of(parameter, reference);
      // A call by names is shown with all of its arguments.
      if (is_named && value) text += (text.empty() ? "" : ", ") + value.text;
    }
    if (!value) return std::nullopt;
    result.push_back(std::move(value.expression));
  }
  return result;
}

Typed QueryResolver::default_of(const FunctionParameter& parameter,
                                const FunctionReference& reference) {
  QueryResolver inner = within(parameter.default_text, reference);
  const Scope nothing;
  ExpressionResolver resolver(inner, {.scope = &nothing});
  const Typed value = resolver.resolve(*parameter.default_value);
  if (!value) return {};
  Typed result =
      resolver.cast(value, parameter.type, CastMode::kAnsi, parameter.default_value->span);
  result.text = value.text;
  return result;
}

// For a function's own text, where names mean what they meant to its maker.
QueryResolver QueryResolver::within(const std::shared_ptr<const SourceText>& text,
                                    const FunctionReference& reference) {
  return {{.settings = reference.settings != nullptr ? *reference.settings : settings(),
           .ids = shared_.ids,
           .diagnostics = shared_.diagnostics,
           .views = shared_.views,
           .routines = shared_.routines,
           .room = shared_.room},
          text,
          *reference.scope};
}

// The body over attributes that stand for the parameters, as a value of the type that is returned.
ExpressionPtr QueryResolver::routine_body(const FunctionReference& reference,
                                          const Scope& parameters) {
  const SqlFunction& function = *reference.function;
  QueryResolver inner = within(function.text, reference);
  ExpressionResolver resolver(inner, {.scope = &parameters});
  Typed body;
  Span span;
  if (function.query != nullptr) {
    span = function.query->span;
    const ScopedPlan plan = inner.query(*function.query, nullptr, &parameters);
    body = resolver.scalar_subquery(plan, span);
  } else {
    span = function.expression->span;
    body = resolver.resolve(*function.expression);
  }
  if (!body) return nullptr;
  ExpressionPtr value =
      function.returns ? resolver.cast(body, *function.returns, CastMode::kAnsi, span).expression
                       : body.expression;
  const std::string& zone = inner.settings().time_zone;
  if (!value || zone == settings().time_zone) return value;
  return in_zone(value, zone);
}

namespace {

const char* refused_clause(const sql::FunctionCall& node) {
  if (node.distinct) return "DISTINCT";
  if (node.filter != nullptr) return "FILTER CLAUSE";
  if (!node.within_group.empty()) return "WITHIN GROUP (ORDER BY ...)";
  return node.nulls != sql::NullTreatment::kUnset ? "IGNORE NULLS" : nullptr;
}

}  // namespace

bool ExpressionResolver::routine_may_stand_here(const sql::FunctionCall& node,
                                                const SqlFunction& function, Span span) {
  const auto refuse = [&](QueryResolver::Problem problem) {
    query_.report(span, std::move(problem));
    return false;
  };
  if (function.is_table) {
    return refuse({.condition = "NOT_A_SCALAR_FUNCTION",
                   .sqlstate = "42887",
                   .message = quoted(function.name) +
                              " appears as a scalar expression here, but the function was defined "
                              "as a table function."});
  }
  const char* const usage = node.window != nullptr ? "Window" : place_.no_routines_in;
  if (usage != nullptr && std::string_view(usage) == "VALUES") {
    return refuse({.condition = "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE",
                   .sqlstate = "42000",
                   .message = "Invalid inline table. Cannot evaluate the expression \"" +
                              function.name + "()\" in inline table definition."});
  }
  if (usage != nullptr) {
    return refuse({.condition = "UNSUPPORTED_SQL_UDF_USAGE",
                   .sqlstate = "0A000",
                   .message = "Using SQL function " + quoted(function.name) + " in " + usage +
                              " is not supported."});
  }
  if (const char* const clause = refused_clause(node)) {
    return refuse({.condition = "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX",
                   .sqlstate = "42000",
                   .message = "Invalid SQL syntax: The function " + quoted(function.name) +
                              " does not support " + clause + "."});
  }
  return true;
}

Typed ExpressionResolver::routine_call(const sql::FunctionCall& node,
                                       const FunctionReference& reference, Span span) {
  const SqlFunction& function = *reference.function;
  if (!routine_may_stand_here(node, function, span)) return {};
  if (!query_.has_room_for_body(span)) return {};
  std::string text;
  auto arguments = routine_arguments(reference, node, span, text);
  if (!arguments) return {};
  const bool over_lambda = std::ranges::any_of(*arguments, [](const ExpressionPtr& argument) {
    return contains(argument, [](const Expression& part) {
      return std::holds_alternative<LambdaRef>(part.content);
    });
  });
  if (over_lambda) {
    query_.report(span, {.condition = "UNSUPPORTED_FEATURE.LAMBDA_FUNCTION_WITH_SQL_UDF",
                         .sqlstate = "0A000",
                         .message = "The feature is not supported: Lambda function with SQL UDF " +
                                    function.name + " in a higher order function."});
    return {};
  }
  if (reference.settings != nullptr) {
    const std::string& zone = query_.settings().time_zone;
    for (ExpressionPtr& argument : *arguments) {
      if (reference.settings->time_zone != zone) argument = in_zone(argument, zone);
    }
  }
  const QueryResolver::OpenRoutine open(query_, function.name);
  const RoutineParameters parameters = parameters_of(function, query_.ids());
  const ExpressionPtr body = query_.routine_body(reference, parameters.scope);
  if (!body) return {};
  const types::DataType type = body->type;
  return {.expression = std::make_shared<const Expression>(
              Expression{.content = RoutineCall{.function = function.name,
                                                .parameters = parameters.attributes,
                                                .arguments = std::move(*arguments),
                                                .body = body},
                         .type = type,
                         .nullable = true,
                         .span = span}),
          .text = function.name + "(" + text + ")"};
}

// ---------------------------------------------------------------- table functions

ScopedPlan QueryResolver::routine_table(const sql::TableFunction& call,
                                        const FunctionReference& reference, Span span,
                                        const CommonTables* tables, const Scope* outer) {
  const SqlFunction& function = *reference.function;
  if (!function.is_table) {
    report(span, {.condition = "NOT_A_TABLE_FUNCTION",
                  .sqlstate = "42887",
                  .message = quoted(function.name) +
                             " appears as a table function here, but the function was defined as "
                             "a scalar function."});
    return {};
  }
  if (has_table_argument(call)) {
    report(span,
           {.condition = "TABLE_VALUED_ARGUMENTS_NOT_YET_IMPLEMENTED_FOR_SQL_FUNCTIONS",
            .sqlstate = "0A000",
            .message = "Cannot call SQL user-defined function " + quoted(function.name) +
                       " with TABLE arguments because this functionality is not yet implemented."});
    return {};
  }
  if (!has_room_for_body(span)) return {};
  const auto placed_here = placed(function, call.arguments, span);
  if (!placed_here) return {};
  const Scope around{.columns = {}, .outer = outer};
  ExpressionResolver resolver(
      *this,
      {.scope = &around, .tables = tables, .no_aggregates_in = "FROM", .no_windows_in = "FROM"});
  const RoutineParameters parameters = parameters_of(function, ids());
  std::map<AttributeId, ExpressionPtr> arguments;
  for (size_t at = 0; at < placed_here->size(); ++at) {
    const FunctionParameter& parameter = function.parameters[at];
    const sql::Expression* const written = (*placed_here)[at];
    ExpressionPtr value;
    if (written == nullptr) {
      value = default_of(parameter, reference).expression;
    } else if (const Typed typed = resolver.resolve(*written)) {
      value = resolver.cast(typed, parameter.type, CastMode::kAnsi, written->span).expression;
    }
    if (!value) return {};
    arguments[parameters.attributes[at].id] = std::move(value);
  }
  const OpenRoutine open(*this, function.name);
  ScopedPlan result = routine_rows(reference, parameters.scope, span);
  if (!result.plan) return {};
  if (reference.settings != nullptr && reference.settings->time_zone != settings().time_zone) {
    result.plan = in_zone(result.plan, reference.settings->time_zone);
    for (auto& [id, argument] : arguments) argument = in_zone(argument, settings().time_zone);
  }
  result.plan = with_arguments(result.plan, arguments);
  const std::string own_name = function.name.substr(function.name.rfind('.') + 1);
  for (ScopeColumn& column : result.columns) column.qualifier = {own_name};
  return result;
}

// The rows of a table function's body, under the names and in the types that it declares.
ScopedPlan QueryResolver::routine_rows(const FunctionReference& reference, const Scope& parameters,
                                       Span span) {
  const SqlFunction& function = *reference.function;
  QueryResolver inner = within(function.text, reference);
  ScopedPlan rows = inner.query(*function.query, nullptr, &parameters);
  if (!rows.plan) return {};
  const std::vector<Attribute>& given = rows.plan->output;
  if (!function.columns.empty() && function.columns.size() != given.size()) {
    inner.report(
        function.query->span,
        {.condition = "USER_DEFINED_FUNCTIONS.RETURN_COLUMN_COUNT_MISMATCH",
         .sqlstate = "42601",
         .message = "The number of columns produced by the RETURN clause (num: `" +
                    std::to_string(given.size()) +
                    "`) does not match the number of column names specified by the "
                    "RETURNS clause (num: `" +
                    std::to_string(function.columns.size()) + "`) of " + function.name + "."});
    return {};
  }
  ExpressionResolver resolver(inner, {.scope = &parameters});
  std::vector<NamedExpression> columns;
  for (size_t at = 0; at < given.size(); ++at) {
    Typed value{.expression = make_reference(given[at], function.query->span),
                .text = given[at].name};
    const bool declared = !function.columns.empty();
    if (declared) {
      value =
          resolver.cast(value, function.columns[at].type, CastMode::kAnsi, function.query->span);
    }
    if (!value) return {};
    columns.push_back({.id = ids().next_attribute(),
                       .name = declared ? function.columns[at].name : given[at].name,
                       .expression = value.expression});
  }
  ScopedPlan result;
  result.plan = make_project(rows.plan, std::move(columns), span);
  for (const Attribute& attribute : result.plan->output) {
    result.columns.push_back({.attribute = attribute});
  }
  return result;
}

}  // namespace tarn::plan
