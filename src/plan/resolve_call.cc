// Function calls: names, argument lists, type rules, aggregates and window functions.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/literal.h"
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

void fill_in(const Function& function, std::vector<Typed>& arguments) {
  const size_t given = arguments.size();
  for (const DefaultArgument& each : function.defaults) {
    if (each.at < given) continue;
    const std::string text(each.text);
    switch (each.kind) {
      case DefaultArgument::Kind::kText:
        arguments.push_back({.expression = make_string(text), .text = text});
        break;
      case DefaultArgument::Kind::kInteger:
        arguments.push_back(
            {.expression = make_int(each.integer), .text = std::to_string(each.integer)});
        break;
      case DefaultArgument::Kind::kBytes: {
        types::Value bytes{.content = text};
        arguments.push_back({.expression = make_literal(bytes, types::binary_type()),
                             .text = literal_name(bytes, types::binary_type())});
        break;
      }
      case DefaultArgument::Kind::kNull:
        arguments.push_back({.expression = make_null(DataType()), .text = "NULL"});
        break;
    }
  }
}

// What Spark puts where an argument was left out, and shows in the column's name.
void fill_in(std::string_view name, std::vector<Typed>& arguments) {
  const auto integer = [&](int64_t value) {
    arguments.push_back({.expression = make_int(value), .text = std::to_string(value)});
  };
  const auto string = [&](const std::string& value) {
    arguments.push_back({.expression = make_string(value), .text = value});
  };
  const size_t given = arguments.size();
  if (const Function* function = find_function(name)) fill_in(*function, arguments);
  if ((name == "substring" || name == "substr") && given == 2) integer(2147483647);
  if ((name == "lpad" || name == "rpad") && given == 2) {
    if (arguments[0] && arguments[0].expression->type.is(TypeKind::kBinary)) {
      const types::Value zero{.content = std::string(1, '\0')};
      arguments.push_back(
          {.expression = make_literal(zero, types::binary_type()), .text = "X'00'"});
    } else {
      string(" ");
    }
  }
  if (name == "replace" && given == 2) string("");
  if (name == "sort_array" && given == 1) {
    arguments.push_back({.expression = make_boolean(true), .text = "true"});
  }
  if (name == "str_to_map" && given == 1) string(",");
  if (name == "str_to_map" && (given == 1 || given == 2)) string(":");
  if ((name == "unix_timestamp" || name == "to_unix_timestamp" || name == "from_unixtime") &&
      given == 1) {
    string("yyyy-MM-dd HH:mm:ss");
  }
}

std::vector<std::string> known_names() {
  std::vector<std::string> names;
  for (const Function* function : all_functions()) {
    if (function->name.find('.') == std::string_view::npos) names.emplace_back(function->name);
  }
  return names;
}

}  // namespace

Typed ExpressionResolver::constant(Typed value, Span span) {
  auto literal = folded(value.expression, query_.settings());
  if (!literal) {
    query_.report_error(span, literal.error());
    return {};
  }
  value.expression = std::move(*literal);
  return value;
}

Typed ExpressionResolver::call(const Function& function, std::vector<Typed> arguments,
                               std::string text, Span span, std::string_view written) {
  std::vector<ExpressionPtr> expressions;
  std::vector<std::string> texts;
  for (size_t at = 0; at < arguments.size(); ++at) {
    Typed& argument = arguments[at];
    const bool must_be_constant = at < 32 && (function.constants >> at & 1) != 0;
    if (argument && must_be_constant) argument = constant(std::move(argument), span);
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
  if (node.window == nullptr && node.filter == nullptr && !node.distinct &&
      node.within_group.empty()) {
    if (auto special = special_call(node, name, span)) return *special;
  }
  const Function* function = find_function(name);
  if (function == nullptr || name.find('.') != std::string::npos) {
    if (is_spark_function(name)) {
      query_.report_unsupported(node.name.span, "the function " + name);
      return {};
    }
    const std::vector<std::string> known = known_names();
    const std::string near = nearest(name, known);
    query_.report(node.name.span,
                  {.condition = "UNRESOLVED_ROUTINE",
                   .sqlstate = "42883",
                   .message = "Cannot resolve routine " + quoted(name) +
                              " on search path [`system`.`builtin`, `system`.`session`].",
                   .hint = near.empty() ? "" : "did you mean '" + near + "'?"});
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
      if (function->name == "variant_explode") {
        query_.report(span, {.condition = "NOT_A_SCALAR_FUNCTION",
                             .sqlstate = "42887",
                             .message = quoted(name) +
                                        " appears as a scalar expression here, but the function "
                                        "was defined as a table function."});
        return {};
      }
      query_.report(span,
                    {.condition = place_.no_aggregates_in != nullptr || place_.first != nullptr
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
  if (node.distinct || node.filter != nullptr || node.nulls != sql::NullTreatment::kUnset ||
      !node.within_group.empty()) {
    const std::string what = node.distinct                ? "DISTINCT"
                             : node.filter                ? "FILTER CLAUSE"
                             : !node.within_group.empty() ? "WITHIN GROUP (ORDER BY ...)"
                                                          : "IGNORE NULLS";
    query_.report(span, {.condition = "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX",
                         .sqlstate = "42000",
                         .message = "Invalid SQL syntax: The function " + quoted(name) +
                                    " does not support " + what + "."});
    return {};
  }
  if (is_higher_order(function.name)) return lambda_call(node, function, name, span);
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  fill_in(name, *arguments);
  std::string text = call_name(name, node.form == sql::CallForm::kSpecial, *arguments);
  return call(function, std::move(*arguments), std::move(text), span, name);
}

}  // namespace tarn::plan
