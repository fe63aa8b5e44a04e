// Function calls: names, argument lists, type rules, aggregates and window functions.

#include <algorithm>
#include <array>
#include <span>

#include "base/ascii.h"
#include "plan/call_settings.h"
#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
#include "plan/foldable.h"
#include "plan/literal.h"
#include "plan/naming.h"
#include "plan/resolution.h"
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
}

// Functions whose calls are read by place before arguments are looked at.
bool is_positional(std::string_view name) {
  static constexpr std::string_view kNames[] = {"if",   "mod",    "nullif",      "nvl2",
                                                "pmod", "typeof", "named_struct"};
  return std::ranges::find(kNames, name) != std::end(kNames);
}

// Where a lambda stands among the arguments, which is wrong in itself: whether their number is
// wrong, too, which comes first.
std::optional<Error> wrong_count(const sql::FunctionCall& node, const Function& function,
                                 std::string_view name) {
  const bool has_lambda = std::ranges::any_of(node.arguments, [](const auto& argument) {
    return argument.value->template as<sql::Lambda>() != nullptr;
  });
  if (!has_lambda) return std::nullopt;
  const std::vector<ExpressionPtr> nulls(node.arguments.size(), make_null(DataType()));
  const std::vector<std::string> texts(node.arguments.size(), "NULL");
  auto signature = function.rule({.name = name, .arguments = nulls, .texts = texts});
  if (signature || !signature.error().condition.starts_with("WRONG_NUM_ARGS")) return std::nullopt;
  return signature.error();
}

// A column of the same type, which no rule takes for a constant.
ExpressionPtr as_column(Expression expression) {
  expression.content = AttributeRef{.id = AttributeId{-1}, .name = {}};
  return std::make_shared<const Expression>(std::move(expression));
}

// The arguments with a column in the place of what must be a constant and is none to Spark;
// nothing where there is no such argument.
std::optional<std::vector<Typed>> as_spark_sees(const sql::FunctionCall& node,
                                                const Function& function,
                                                std::vector<Typed> arguments) {
  bool any = false;
  for (size_t at = 0; at < std::min<size_t>({node.arguments.size(), arguments.size(), 32}); ++at) {
    const bool must_be_constant = (function.constants >> at & 1) != 0;
    const bool is_constant = is_forgotten(arguments[at]) || is_foldable(*node.arguments[at].value);
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

bool is_comparison(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames = {"=", "<=>", "<", "<=", ">", ">="};
  return std::ranges::find(kNames, name) != kNames.end();
}

// builtin.abs, system.builtin.abs.
bool is_builtin_name(const sql::Name& name) {
  const size_t qualifiers = name.parts.size() - 1;
  return qualifiers <= 2 && lower_ascii(name.parts[qualifiers - 1].name) == "builtin" &&
         (qualifiers == 1 || lower_ascii(name.parts[0].name) == "system");
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

namespace {

// Whether a VARIANT stands in what has to change; what is the same is left as it is.
bool casts_variant(const DataType& from, const DataType& to) {
  if (from.is(TypeKind::kVariant)) return true;
  if (from.same_ignoring_nullability(to) || from.kind() != to.kind()) return false;
  if (from.is(TypeKind::kArray)) return casts_variant(from.element(), to.element());
  if (from.is(TypeKind::kMap))
    return casts_variant(from.key(), to.key()) || casts_variant(from.value(), to.value());
  if (!from.is(TypeKind::kStruct) || from.fields().size() != to.fields().size()) return false;
  for (size_t at = 0; at < from.fields().size(); ++at) {
    if (casts_variant(from.fields()[at].type, to.fields()[at].type)) return true;
  }
  return false;
}

}  // namespace

// A type with a VARIANT inside does not become another one by itself.
bool ExpressionResolver::check_variants(const Expression& from, const DataType& to,
                                        const std::string& text, Span span) {
  const bool is_refused = query_.settings().ansi == AnsiMode::kOn && from.type.is_nested() &&
                          !is_known_null(from) && to.is_nested() &&
                          !from.type.same_ignoring_nullability(to) && casts_variant(from.type, to);
  if (!is_refused) return true;
  query_.report(span, {.condition = "DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION",
                       .sqlstate = "42K09",
                       .message = "Cannot resolve \"" + text +
                                  "\" due to data type mismatch: cannot cast \"" + from.type.sql() +
                                  "\" to \"" + to.sql() + "\"."});
  return false;
}

Typed ExpressionResolver::call(const Function& function, std::vector<Typed> arguments,
                               std::string text, Span span, std::string_view written) {
  std::vector<ExpressionPtr> expressions;
  std::vector<std::string> texts;
  std::optional<Error> raised;
  for (size_t at = 0; at < arguments.size(); ++at) {
    Typed& argument = arguments[at];
    const bool must_be_constant = at < 32 && (function.constants >> at & 1) != 0;
    if (!argument) return {};
    if (must_be_constant) {
      auto literal = folded(argument.expression, query_.settings());
      // What the types are is looked at first: to the rule it is a column.
      if (!literal && !raised) raised = literal.error();
      argument.expression = literal ? *std::move(literal) : as_column(*argument.expression);
    }
    expressions.push_back(argument.expression);
    texts.push_back(argument.text);
  }
  follow_settings(function, expressions, texts, query_.settings());
  auto signature = function.rule({.name = written.empty() ? function.name : written,
                                  .arguments = expressions,
                                  .texts = texts,
                                  .ansi = query_.settings().ansi});
  const std::string_view refusal = signature ? std::string_view() : signature.error().condition;
  const bool is_constant_wanted =
      refusal == "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT" || refusal == "NON_FOLDABLE_ARGUMENT";
  if (raised && (signature || is_constant_wanted)) {
    query_.report_error(span, *raised);
    return {};
  }
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
      if (!check_variants(*expressions[at], signature->arguments[at], texts[at], span)) return {};
      expressions[at] = make_cast(expressions[at], signature->arguments[at]);
      const bool is_cast_constant = at < 32 && (function.constants >> at & 1) != 0;
      if (is_cast_constant) {
        const Typed known = constant({.expression = expressions[at]}, span);
        if (!known) return {};
        expressions[at] = known.expression;
      }
    }
    any_nullable = any_nullable || expressions[at]->nullable;
  }
  if (is_comparison(function.name)) pad_comparison(expressions, query_.settings());
  if (query_.settings().empty_collections_of_text && expressions.empty()) {
    signature->result = of_texts(signature->result);
  }
  const Function* carried = signature->variant.empty()
                                ? &function_to_carry(function, query_.settings())
                                : find_function(signature->variant);
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
  bool any = false;
  for (const ScopeColumn& column : place_.scope->columns) {
    if (column.visibility == Visibility::kHidden) continue;
    if (parts.empty() ? column.visibility != Visibility::kVisible
                      : !has_qualifier(column, parts, query_.names())) {
      continue;
    }
    any = true;
    const bool excepted = std::ranges::any_of(star.except, [&](const sql::Name& name) {
      const auto found = find_columns(place_.scope->columns, name, query_.names());
      return std::ranges::any_of(found, [&](const FoundColumn& each) {
        return each.column == &column && each.parts == name.parts.size();
      });
    });
    if (excepted) continue;
    result.push_back({.expression = make_reference(column.attribute, span),
                      .text = column.attribute.name,
                      .column = column.attribute.name});
  }
  if (!any && star.qualifier) return expanded_struct(star, span);
  return result;
}

// Whether columns are known by the name of such a table.
bool ExpressionResolver::is_table(const sql::Name& name) const {
  std::vector<std::string> parts;
  for (const sql::Identifier& part : name.parts) parts.push_back(part.name);
  return place_.scope != nullptr &&
         std::ranges::any_of(place_.scope->columns, [&](const ScopeColumn& column) {
           return has_qualifier(column, parts, query_.names());
         });
}

// s.*: the fields of a struct.
std::optional<std::vector<Typed>> ExpressionResolver::expanded_struct(const sql::Star& star,
                                                                      Span span) {
  if (find_columns(place_.scope->columns, *star.qualifier, query_.names()).empty()) {
    query_.report(span, {.condition = "CANNOT_RESOLVE_STAR_EXPAND",
                         .sqlstate = "42704",
                         .message = "Cannot resolve " + quoted(*star.qualifier) +
                                    ".* given the input columns. Please check that the specified "
                                    "table or struct exists and is accessible in the input "
                                    "columns."});
    return std::nullopt;
  }
  const Typed base =
      resolve(sql::Expression(star.qualifier->span, sql::ColumnName{.name = *star.qualifier}));
  if (!base) return std::nullopt;
  if (!base.expression->type.is(TypeKind::kStruct)) {
    // Spark has no condition of its own for it.
    query_.report(span, {.condition = "_LEGACY_ERROR_TEMP_1050",
                         .sqlstate = "",
                         .message = "Cannot resolve " + quoted(*star.qualifier) +
                                    ".*: the column is no struct but \"" +
                                    base.expression->type.sql() + "\"."});
    return std::nullopt;
  }
  std::vector<Typed> result;
  const auto& fields = base.expression->type.fields();
  for (size_t at = 0; at < fields.size(); ++at) {
    const bool excepted = std::ranges::any_of(star.except, [&](const sql::Name& name) {
      return query_.names().same(name.last().name, fields[at].name);
    });
    if (excepted) continue;
    result.push_back({.expression = make_field(base.expression, at),
                      .text = base.text + "." + fields[at].name + " AS " + fields[at].name,
                      .column = fields[at].name});
  }
  return result;
}

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
    if (const auto* star = argument->as<sql::Star>()) {
      auto columns = expanded(*star, argument->span);
      if (!columns) return std::nullopt;
      for (Typed& column : *columns) result.push_back(std::move(column));
      continue;
    }
    if (is_pattern(*argument)) {
      auto columns = matching(argument->as<sql::ColumnName>()->name, argument->span);
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
  if (is_positional(name) || is_higher_order(name)) {
    for (const sql::FunctionCall::Argument& argument : node.arguments) {
      if (!argument.name) continue;
      query_.report(span, {.condition = "NAMED_PARAMETERS_NOT_SUPPORTED",
                           .sqlstate = "4274K",
                           .message = "Named parameters are not supported for function " +
                                      quoted(name) + "."});
      return {};
    }
  }
  if (node.window == nullptr && node.filter == nullptr && !node.distinct &&
      node.within_group.empty()) {
    if (auto special = special_call(node, name, span)) return *special;
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
      if (function->name == "variant_explode") {
        query_.report(span, {.condition = "NOT_A_SCALAR_FUNCTION",
                             .sqlstate = "42887",
                             .message = quoted(name) +
                                        " appears as a scalar expression here, but the function "
                                        "was defined as a table function."});
        return {};
      }
      if (place_.no_aggregates_in != nullptr &&
          std::string_view(place_.no_aggregates_in) == "VALUES") {
        query_.report(
            span, {.condition = "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE",
                   .sqlstate = "42000",
                   .message = "The generator `" + name + "` cannot be computed in VALUES."});
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
  if (auto wrong = wrong_count(node, function, name)) {
    query_.report_error(span, *wrong);
    return {};
  }
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  forget_untyped(name, *arguments);
  if (!read_days(function.name, *arguments, span)) return {};
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
