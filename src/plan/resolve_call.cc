// Function calls as they are written: names, defaults, named arguments; where each kind of function
// goes.

#include <algorithm>
#include <array>
#include <span>

#include "base/ascii.h"
#include "plan/call_settings.h"
#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
#include "plan/expression_resolver.h"
#include "plan/foldable.h"
#include "plan/literal.h"
#include "plan/naming.h"
#include "plan/refused_clause.h"
#include "plan/spark_functions.h"
#include "plan/text_lengths.h"
#include "plan/type_rules.h"
#include "plan/untyped_arguments.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

Typed value_of(const DefaultArgument& each) {
  const std::string text(each.text);
  switch (each.kind) {
    case DefaultArgument::Kind::kText:
      return {.expression = make_string(text), .text = text};
    case DefaultArgument::Kind::kInteger:
      return {.expression = make_int(each.integer), .text = std::to_string(each.integer)};
    case DefaultArgument::Kind::kBytes: {
      types::Value bytes{.content = text};
      return {.expression = make_literal(bytes, types::binary_type()),
              .text = literal_name(bytes, types::binary_type())};
    }
    case DefaultArgument::Kind::kNull:
      return {.expression = make_null(DataType()), .text = "NULL"};
  }
  CHECK(false);
  return {};
}

// TIMESTAMP '1970-01-01 00:00:00', from which time_bucket() counts.
Typed epoch(const DataType& type) {
  const std::string text = "1970-01-01 00:00:00";
  return {.expression = make_cast(make_string(text), type), .text = type.sql() + " '" + text + "'"};
}

// Where more is missing than has defaults, the function's rule says so.
void fill_in(const Function& function, std::vector<Typed>& arguments) {
  for (const DefaultArgument& each : function.defaults) {
    if (each.at == arguments.size()) arguments.push_back(value_of(each));
  }
}

// The parameters of scalar functions that take arguments by name; the first is required.
std::span<const std::string_view> parameters_of(std::string_view function) {
  static constexpr std::string_view kMask[] = {"str", "upperchar", "lowerchar", "digitchar",
                                               "otherchar"};
  if (function == "mask") return kMask;
  return {};
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
  if (name == "time_bucket" && given == 2) {
    arguments.push_back(epoch(arguments[1].expression->type.is(TypeKind::kTimestampNtz)
                                  ? types::timestamp_ntz_type()
                                  : types::timestamp_type()));
  }
}

// Where a lambda stands among the arguments, which is wrong in itself: whether their number is
// wrong, too, which comes first.
std::optional<Error> wrong_count(const sql::FunctionCall& node, const Function& function,
                                 std::string_view name) {
  const bool has_lambda = std::ranges::any_of(node.arguments, [](const auto& argument) {
    return argument.value->template as<sql::Lambda>() != nullptr;
  });
  if (!has_lambda) return std::nullopt;
  std::vector<Typed> given(node.arguments.size(),
                           {.expression = make_null(DataType()), .text = "NULL"});
  fill_in(name, given);
  const std::vector<ExpressionPtr> nulls(given.size(), make_null(DataType()));
  const std::vector<std::string> texts(given.size(), "NULL");
  auto signature = function.rule({.name = name, .arguments = nulls, .texts = texts});
  if (signature || !signature.error().condition.starts_with("WRONG_NUM_ARGS")) return std::nullopt;
  return signature.error();
}

// Functions of texts that Spark rewrites where they are given bytes.
constexpr std::array<std::string_view, 5> kOfTexts = {"contains", "endswith", "lpad", "rpad",
                                                      "startswith"};

bool is_rewritten_by_type(const Expression& expression) {
  const auto* call = std::get_if<Call>(&expression.content);
  if (call == nullptr || call->arguments.empty()) return false;
  const std::string_view name = call->function->name.substr(0, call->function->name.find('.'));
  return call->arguments[0]->type.is(TypeKind::kBinary) &&
         std::ranges::find(kOfTexts, name) != kOfTexts.end();
}

// The arguments with a column in the place of what must be a constant and is none to Spark;
// nothing where there is no such argument.
std::optional<std::vector<Typed>> as_spark_sees(const sql::FunctionCall& node,
                                                const Function& function,
                                                std::vector<Typed> arguments) {
  bool any = false;
  for (size_t at = 0; at < std::min<size_t>({node.arguments.size(), arguments.size(), 32}); ++at) {
    const bool must_be_constant = (function.constants >> at & 1) != 0;
    const bool is_constant =
        is_forgotten(arguments[at]) || (is_foldable(*node.arguments[at].value) &&
                                        !contains(arguments[at].expression, is_rewritten_by_type));
    if (!must_be_constant || is_constant) continue;
    arguments[at].expression = as_column(*arguments[at].expression);
    any = true;
  }
  if (!any) return std::nullopt;
  return arguments;
}

std::vector<std::string> known_names() {
  std::vector<std::string> names;
  for (const Function* function : all_functions()) {
    if (function->name.find('.') == std::string_view::npos) names.emplace_back(function->name);
  }
  return names;
}

// builtin.abs, system.builtin.abs.
bool is_builtin_name(const sql::Name& name) {
  const size_t qualifiers = name.parts.size() - 1;
  return qualifiers <= 2 && lower_ascii(name.parts[qualifiers - 1].name) == "builtin" &&
         (qualifiers == 1 || lower_ascii(name.parts[0].name) == "system");
}

// A generator does not stand inside of an expression: what is said of it depends on the place.
QueryResolver::Problem refused_generator(const Function& function, const std::string& name,
                                         const Place& place) {
  if ((function.traits & kOnlyInFrom) != 0) {
    return {.condition = "NOT_A_SCALAR_FUNCTION",
            .sqlstate = "42887",
            .message = quoted(name) +
                       " appears as a scalar expression here, but the function was defined as a "
                       "table function."};
  }
  if (place.no_aggregates_in != nullptr && std::string_view(place.no_aggregates_in) == "VALUES") {
    return {.condition = "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE",
            .sqlstate = "42000",
            .message = "The generator `" + name + "` cannot be computed in VALUES."};
  }
  const bool is_outside = place.no_aggregates_in != nullptr || place.first != nullptr;
  return {.condition = is_outside ? "UNSUPPORTED_GENERATOR.OUTSIDE_SELECT"
                                  : "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS",
          .sqlstate = "42K0E",
          .message = "The generator is not supported: `" + name +
                     "` may only stand alone in a select list, in LATERAL VIEW or in FROM."};
}

}  // namespace

// The arguments by place, null where there is none: named ones stand behind the others.
std::optional<std::vector<const sql::Expression*>> ExpressionResolver::placed_arguments(
    const sql::Name& function, const std::vector<sql::FunctionCall::Argument>& arguments) {
  const std::string name = lower_ascii(function.last().name);
  const auto parameters = parameters_of(name);
  const auto refuse = [&](const sql::FunctionCall::Argument& argument, const char* condition,
                          const std::string& message) {
    query_.report(argument.value->span,
                  {.condition = condition, .sqlstate = "4274K", .message = message});
    return std::nullopt;
  };
  std::vector<const sql::Expression*> placed;
  bool named = false;
  size_t positional = 0;
  for (const sql::FunctionCall::Argument& argument : arguments) {
    if (!argument.name) {
      if (named) {
        return refuse(argument, "UNEXPECTED_POSITIONAL_ARGUMENT",
                      "Cannot invoke routine " + quoted(name) +
                          " because it contains positional argument(s) following the named "
                          "argument(s); please rearrange them.");
      }
      placed.push_back(argument.value.get());
      ++positional;
      continue;
    }
    named = true;
    if (parameters.empty()) {
      return refuse(
          argument, "NAMED_PARAMETERS_NOT_SUPPORTED",
          "Named parameters are not supported for function " + quoted(function.text()) + ".");
    }
    const auto found = std::ranges::find(parameters, lower_ascii(argument.name->name));
    if (found == parameters.end()) {
      return refuse(argument, "UNRECOGNIZED_PARAMETER_NAME",
                    "Cannot invoke routine " + quoted(name) +
                        " because the routine call included a named argument reference for the "
                        "argument named " +
                        quoted(argument.name->name) + ", but this routine has no such argument.");
    }
    const auto at = static_cast<size_t>(found - parameters.begin());
    if (at < placed.size() && placed[at] != nullptr) {
      return refuse(argument,
                    at < positional
                        ? "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED"
                        : "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE",
                    "Call to routine " + quoted(name) + " assigns its parameter " +
                        quoted(argument.name->name) + " twice.");
    }
    placed.resize(std::max(placed.size(), at + 1), nullptr);
    placed[at] = argument.value.get();
  }
  if (named && placed[0] == nullptr) {
    return refuse(arguments.front(), "REQUIRED_PARAMETER_NOT_FOUND",
                  "Cannot invoke routine " + quoted(name) + " because the parameter named " +
                      quoted(parameters[0]) +
                      " is required, but the routine call did not supply "
                      "a value.");
  }
  return placed;
}

bool ExpressionResolver::stands_for_columns(const sql::Expression& argument) const {
  return argument.as<sql::Star>() != nullptr || is_pattern(argument);
}

std::optional<std::vector<Typed>> ExpressionResolver::columns_meant(
    const sql::Expression& argument) {
  const auto* star = argument.as<sql::Star>();
  return star != nullptr ? expanded(*star, argument.span)
                         : matching(argument.as<sql::ColumnName>()->name, argument.span);
}

std::optional<std::vector<Typed>> ExpressionResolver::arguments_of(const sql::FunctionCall& node) {
  const auto placed = placed_arguments(node.name, node.arguments);
  if (!placed) return std::nullopt;
  std::vector<Typed> result;
  bool complete = true;
  for (size_t at = 0; at < placed->size(); ++at) {
    const sql::Expression* argument = (*placed)[at];
    if (argument == nullptr) {
      for (const DefaultArgument& each : find_function(node.name.last().name)->defaults) {
        if (each.at == at) result.push_back(value_of(each));
      }
      continue;
    }
    if (stands_for_columns(*argument)) {
      auto columns = columns_meant(*argument);
      if (!columns) return std::nullopt;
      for (Typed& column : *columns) result.push_back(std::move(column));
      continue;
    }
    result.push_back(resolve(*argument));
    complete = complete && result.back();
  }
  if (!complete) return std::nullopt;
  return result;
}

// Names that Databricks gives to functions of Spark; a function of the session's own comes first.
std::optional<Typed> ExpressionResolver::databricks_call(const sql::FunctionCall& node,
                                                         const std::string& name, Span span) {
  if (name == "iff" && node.arguments.size() == 3) return special_call(node, "if", span);
  if (name == "getdate" && node.arguments.empty()) {
    return call(*find_function("current_timestamp"), {}, "getdate()", span);
  }
  return std::nullopt;
}

// A function of the session's own, or none at all.
Typed ExpressionResolver::unknown_call(const sql::FunctionCall& node, const std::string& name,
                                       Span span) {
  bool failed = false;
  const auto own = query_.function(node.name, failed);
  if (failed) return {};
  if (own) return routine_call(node, *own, span);
  const std::string first = lower_ascii(node.name.parts[0].name);
  const size_t parts = node.name.parts.size();
  if (parts > 3 || (parts == 3 && first != "spark_catalog")) {
    query_.report(node.name.span,
                  {.condition = "REQUIRES_SINGLE_PART_NAMESPACE",
                   .sqlstate = "42K05",
                   .message = "spark_catalog requires a single-part namespace, but got " +
                              quoted(node.name) + "."});
    return {};
  }
  if (parts == 1) {
    if (auto known = databricks_call(node, name, span)) return *std::move(known);
  }
  const std::string near = parts == 1 ? nearest(name, known_names()) : std::string();
  query_.report_no_routine(node.name, near.empty() ? "" : "did you mean '" + near + "'?");
  return {};
}

Typed ExpressionResolver::visit(const sql::FunctionCall& node, Span span) {
  const std::string name = lower_ascii(node.name.last().name);
  if (node.name.parts.size() > 1 && !is_builtin_name(node.name)) {
    return unknown_call(node, name, span);
  }
  // current_date without parentheses is a column first; current_path never is.
  if (node.form == sql::CallForm::kWithoutParentheses && place_.scope != nullptr &&
      name != "current_path") {
    const size_t before = query_.problems();
    Typed column = from_scope(*place_.scope, node.name, span);
    if (column || query_.problems() != before) return column;
  }
  if (is_higher_order(name)) {
    for (const sql::FunctionCall::Argument& argument : node.arguments) {
      if (!argument.name) continue;
      query_.report(span, {.condition = "NAMED_PARAMETERS_NOT_SUPPORTED",
                           .sqlstate = "4274K",
                           .message = "Named parameters are not supported for function " +
                                      quoted(name) + "."});
      return {};
    }
  }
  if (node.window == nullptr) {
    const char* const clause = clause_of_aggregates(node);
    if (clause == nullptr) {
      if (auto special = special_call(node, name, span)) return *special;
    } else if (const auto special = name_of_special_call(name); !special.empty()) {
      query_.report(span, takes_no_clause(special, clause));
      return {};
    }
  }
  const Function* function = find_function(name);
  if (function == nullptr || name.find('.') != std::string::npos) {
    if (is_spark_function(name)) {
      report_unbuilt(node, name, span);
      return {};
    }
    return unknown_call(node, name, span);
  }
  switch (function->kind) {
    case FunctionKind::kScalar:
      return scalar_call(node, function_meant(*function, name, query_.settings()), span);
    case FunctionKind::kAggregate:
      return node.window != nullptr ? window_call(node, *function, span)
                                    : aggregate_call(node, *function, span);
    case FunctionKind::kWindow:
      return window_call(node, *function, span);
    case FunctionKind::kGenerator:
      query_.report(span, refused_generator(*function, name, place_));
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
  if (const char* const clause = clause_of_aggregates(node)) {
    query_.report(span, takes_no_clause(name, clause));
    return {};
  }
  if (is_higher_order(function.name)) return lambda_call(node, function, name, span);
  if (auto wrong = wrong_count(node, function, name)) {
    query_.report_error(span, *wrong);
    return {};
  }
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  forget_untyped(name, *arguments);
  if (!read_days(function.name, node, *arguments, span)) return {};
  fill_in(name, *arguments);
  std::string text = call_name(name, node.form == sql::CallForm::kSpecial, *arguments);
  return checked_call(node, function, std::move(*arguments), std::move(text), span, name);
}

Typed ExpressionResolver::checked_call(const sql::FunctionCall& node, const Function& function,
                                       std::vector<Typed> arguments, std::string text, Span span,
                                       std::string_view name) {
  if (const auto varying = as_spark_sees(node, function, arguments)) {
    if (!call(function, *varying, text, span, name)) return {};
  }
  if (!function.tries_arguments) {
    return call(function, std::move(arguments), std::move(text), span, name);
  }
  Typed plain = call(function, std::move(arguments), text, span, name);
  if (!plain) return plain;
  return call(*find_function("try.any"), {std::move(plain)}, std::move(text), span, name);
}

}  // namespace tarn::plan
