// Function calls: names, argument lists, type rules, aggregates and window functions.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/naming.h"
#include "plan/resolution.h"
#include "plan/spark_functions.h"
#include "plan/type_rules.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

std::string lower_ascii(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  return text;
}

// What Spark puts where an argument was left out, and shows in the column's name.
void fill_in(std::string_view name, std::vector<Typed>& arguments) {
  const auto integer = [&](int64_t value) {
    arguments.push_back({.expression = make_int(value), .text = std::to_string(value)});
  };
  const auto string = [&](std::string value) {
    arguments.push_back({.expression = make_string(value), .text = value});
  };
  const size_t given = arguments.size();
  if ((name == "substring" || name == "substr") && given == 2) integer(2147483647);
  if (name == "round" && given == 1) integer(0);
  if (name == "split" && given == 2) integer(-1);
  if (name == "regexp_extract" && given == 2) integer(1);
  if (name == "regexp_replace" && given == 3) integer(1);
  if ((name == "lpad" || name == "rpad") && given == 2) string(" ");
  if (name == "replace" && given == 2) string("");
  if ((name == "unix_timestamp" || name == "to_unix_timestamp" || name == "from_unixtime") &&
      given == 1) {
    string("yyyy-MM-dd HH:mm:ss");
  }
}

bool has_lambda(const sql::FunctionCall& node) {
  return std::ranges::any_of(node.arguments, [](const sql::FunctionCall::Argument& argument) {
    return argument.value->as<sql::Lambda>() != nullptr;
  });
}

std::vector<std::string> known_names() {
  std::vector<std::string> names;
  for (const Function* function : all_functions()) {
    if (function->name.find('.') == std::string_view::npos) names.emplace_back(function->name);
  }
  return names;
}

}  // namespace

Typed ExpressionResolver::call(const Function& function, std::vector<Typed> arguments,
                               std::string text, Span span, std::string_view written) {
  std::vector<ExpressionPtr> expressions;
  std::vector<std::string> texts;
  for (Typed& argument : arguments) {
    if (!argument) return {};
    expressions.push_back(argument.expression);
    texts.push_back(argument.text);
  }
  auto signature = function.rule({.name = written.empty() ? function.name : written,
                                  .arguments = expressions,
                                  .texts = texts});
  if (!signature) {
    Error error = signature.error();
    if (error.condition.starts_with("DATATYPE_MISMATCH")) {
      error.message = "Cannot resolve \"" + text + "\" due to data type mismatch: " + error.message;
    }
    query_.report_error(span, error);
    return {};
  }
  CHECK(signature->arguments.size() == expressions.size());
  bool any_nullable = false;
  for (size_t at = 0; at < expressions.size(); ++at) {
    if (!std::holds_alternative<Lambda>(expressions[at]->content)) {
      expressions[at] = make_cast(expressions[at], signature->arguments[at]);
    }
    any_nullable = any_nullable || expressions[at]->nullable;
  }
  const Function* carried =
      signature->variant.empty() ? &function : find_function(signature->variant);
  CHECK(carried != nullptr);
  const bool nullable =
      signature->nullable &&
      (signature->may_be_null || function.nulls == NullRule::kCustom || any_nullable);
  return {
      .expression = make_call(*carried, std::move(expressions), signature->result, nullable, span),
      .text = std::move(text)};
}

std::optional<std::vector<Typed>> ExpressionResolver::expanded(const sql::Star& star, Span span) {
  std::vector<Typed> result;
  if (place_.scope == nullptr) return std::nullopt;
  std::vector<std::string> parts;
  if (star.qualifier) {
    for (const sql::Identifier& part : star.qualifier->parts) parts.push_back(part.name);
  }
  for (const ScopeColumn& column : place_.scope->columns) {
    if (column.visibility == Visibility::kHidden) continue;
    if (parts.empty() ? column.visibility != Visibility::kVisible
                      : !has_qualifier(column, parts, query_.names())) {
      continue;
    }
    result.push_back({.expression = make_reference(column.attribute, span),
                      .text = column.attribute.name,
                      .column = column.attribute.name});
  }
  return result;
}

std::optional<std::vector<Typed>> ExpressionResolver::arguments_of(const sql::FunctionCall& node) {
  std::vector<Typed> result;
  bool complete = true;
  for (const sql::FunctionCall::Argument& argument : node.arguments) {
    if (argument.name) {
      query_.report(argument.value->span,
                    {.condition = "NAMED_PARAMETERS_NOT_SUPPORTED",
                     .sqlstate = "4274K",
                     .message = "Named parameters are not supported for function " +
                                quoted(node.name.text()) + "."});
      complete = false;
      continue;
    }
    if (const auto* star = argument.value->as<sql::Star>()) {
      auto columns = expanded(*star, argument.value->span);
      if (!columns) return std::nullopt;
      for (Typed& column : *columns) result.push_back(std::move(column));
      continue;
    }
    result.push_back(resolve(*argument.value));
    complete = complete && result.back();
  }
  if (!complete) return std::nullopt;
  return result;
}

Typed ExpressionResolver::visit(const sql::FunctionCall& node, Span span) {
  const std::string name = lower_ascii(node.name.last().name);
  if (node.name.parts.size() > 1) {
    const std::string first = lower_ascii(node.name.parts[0].name);
    if (first == "system" || first == "builtin") {
      query_.report_unsupported(span, "a function with a qualified name");
      return {};
    }
    query_.report(node.name.span,
                  {.condition = "UNRESOLVED_ROUTINE",
                   .sqlstate = "42883",
                   .message = "Cannot resolve routine " + quoted(node.name) +
                              " on search path [`system`.`builtin`, `system`.`session`].",
                   .hint = "functions of your own are not supported"});
    return {};
  }
  // current_date without parentheses is a column first.
  if (node.form == sql::CallForm::kWithoutParentheses && place_.scope != nullptr) {
    const size_t before = query_.problems();
    Typed column = from_scope(*place_.scope, node.name, span);
    if (column || query_.problems() != before) return column;
  }
  if (!node.within_group.empty()) {
    query_.report_unsupported(span, "WITHIN GROUP");
    return {};
  }
  if (node.window == nullptr && node.filter == nullptr && !node.distinct) {
    if (auto special = special_call(node, name, span)) return *special;
  }
  const Function* function = find_function(name);
  if (function == nullptr || name.find('.') != std::string::npos) {
    if (is_spark_function(name)) {
      query_.report_unsupported(node.name.span, "the function " + name);
      return {};
    }
    const std::vector<std::string> known = known_names();
    const std::string_view near = nearest(name, known);
    query_.report(node.name.span,
                  {.condition = "UNRESOLVED_ROUTINE",
                   .sqlstate = "42883",
                   .message = "Cannot resolve routine " + quoted(name) +
                              " on search path [`system`.`builtin`, `system`.`session`].",
                   .hint = near.empty() ? "" : "did you mean '" + std::string(near) + "'?"});
    return {};
  }
  switch (function->kind) {
    case FunctionKind::kScalar:
      return scalar_call(node, *function, span);
    case FunctionKind::kAggregate:
      return node.window != nullptr ? window_call(node, *function, span)
                                    : aggregate_call(node, *function, span);
    case FunctionKind::kWindow:
      return window_call(node, *function, span);
    case FunctionKind::kGenerator:
      query_.report(span, {.condition = place_.no_aggregates_in != nullptr
                                            ? "UNSUPPORTED_GENERATOR.OUTSIDE_SELECT"
                                            : "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS",
                           .sqlstate = "42K0E",
                           .message = "The generator is not supported: `" + name +
                                      "` may only stand alone in a select list, in LATERAL VIEW "
                                      "or in FROM."});
      return {};
  }
  CHECK(false);
  return {};
}

Typed ExpressionResolver::scalar_call(const sql::FunctionCall& node, const Function& function,
                                      Span span) {
  const std::string name = lower_ascii(node.name.last().name);
  if (node.window != nullptr) {
    query_.report(
        span, {.condition = "UNSUPPORTED_EXPR_FOR_WINDOW",
               .sqlstate = "42P20",
               .message = "Expression \"" + name + "\" not supported within a window function."});
    return {};
  }
  if (node.distinct || node.filter != nullptr || node.nulls != sql::NullTreatment::kUnset) {
    const std::string what = node.distinct ? "DISTINCT" : node.filter ? "FILTER" : "IGNORE NULLS";
    query_.report(span, {.condition = "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX",
                         .sqlstate = "42000",
                         .message = "Invalid SQL syntax: The function " + quoted(name) +
                                    " does not support " + what + "."});
    return {};
  }
  if (has_lambda(node)) return lambda_call(node, function, span);
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  fill_in(name, *arguments);
  std::string text = call_name(name, node.form == sql::CallForm::kSpecial, *arguments);
  return call(function, std::move(*arguments), std::move(text), span, name);
}

// transform(array, x -> ..): the array is typed first, the lambda's parameter has its element's
// type.
Typed ExpressionResolver::lambda_call(const sql::FunctionCall& node, const Function& function,
                                      Span span) {
  const std::string name = lower_ascii(node.name.last().name);
  const sql::Lambda* syntax =
      node.arguments.size() == 2 ? node.arguments[1].value->as<sql::Lambda>() : nullptr;
  const bool higher = function.name == "transform" || function.name == "filter";
  if (!higher || syntax == nullptr || syntax->parameters.size() != 1) {
    query_.report_unsupported(span, "this lambda function of " + name);
    return {};
  }
  Typed array = resolve(*node.arguments[0].value);
  if (!array) return {};
  if (!array.expression->type.is(TypeKind::kArray)) {
    query_.report(span, {.condition = "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                         .sqlstate = "42K09",
                         .message = "The first parameter of " + name +
                                    " requires the \"ARRAY\" type, however \"" + array.text +
                                    "\" has the type \"" + array.expression->type.sql() + "\"."});
    return {};
  }
  const DataType& type = array.expression->type;
  const Attribute parameter{.id = query_.ids().next_attribute(),
                            .name = syntax->parameters[0].name,
                            .type = type.element(),
                            .nullable = type.contains_null()};
  lambdas_.push_back({parameter});
  Typed body = resolve(*syntax->body);
  lambdas_.pop_back();
  if (!body) return {};
  if (function.name == "filter" && body.expression->type.is(TypeKind::kVoid)) {
    body.expression = make_cast(body.expression, types::boolean());
  }
  const std::string lambda_text = "lambdafunction(" + body.text + ", namedlambdavariable())";
  Typed lambda{.expression = std::make_shared<const Expression>(
                   Expression{.content = Lambda{.parameters = {parameter}, .body = body.expression},
                              .type = body.expression->type,
                              .nullable = body.expression->nullable,
                              .span = node.arguments[1].value->span}),
               .text = lambda_text};
  Typed result = call(function, {array, lambda}, name + "(" + array.text + ", " + lambda_text + ")",
                      span, name);
  if (!result || result.expression->nullable == array.expression->nullable) return result;
  // A body that may be NULL makes elements NULL, not the array.
  Expression copy = *result.expression;
  copy.nullable = array.expression->nullable;
  result.expression = std::make_shared<const Expression>(std::move(copy));
  return result;
}

}  // namespace tarn::plan
