// A call in FROM: a function of the session's own, a generator, or one that the catalog knows,
// whose arguments are constants.

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "plan/builder.h"
#include "plan/expression_resolver.h"
#include "plan/spark_functions.h"
#include "sql/table_argument.h"

namespace tarn::plan {

namespace {

// range, builtin.range, system.builtin.range.
bool is_builtin_name(const sql::Name& name) {
  const auto is = [&](size_t part, std::string_view word) {
    return lower_ascii(name.parts[part].name) == word;
  };
  switch (name.parts.size()) {
    case 1:
      return true;
    case 2:
      return is(0, "builtin");
    case 3:
      return is(0, "system") && is(1, "builtin");
    default:
      return false;
  }
}

// Which no function of a session's own takes the place of.
bool stands_in_from(std::string_view name) {
  constexpr std::array<std::string_view, 4> kOurs = {"read_files", "cloud_files", "read_kafka",
                                                     "rate"};
  const Function* function = find_function(name);
  return is_table_function(name) || std::ranges::find(kOurs, name) != kOurs.end() ||
         (function != nullptr && function->kind == FunctionKind::kGenerator);
}

// Where the argument called `wanted` (lower case) stands, or else the function's name. A path and a
// format go by position too, and options may stand in a map.
Span argument_span(const sql::TableFunction& function, const std::string& wanted) {
  std::vector<Span> by_position;
  for (const sql::FunctionCall::Argument& argument : function.arguments) {
    if (!argument.name) {
      by_position.push_back(argument.value->span);
    } else if (lower_ascii(argument.name->name) == wanted) {
      return {argument.name->span.begin, argument.value->span.end};
    }
  }
  for (const sql::Property& option : function.options) {
    if (lower_ascii(option.key) == wanted) return option.span;
  }
  const size_t place = wanted == "path" ? 0 : wanted == "format" ? 1 : 2;
  return !wanted.empty() && place < by_position.size() ? by_position[place] : function.name.span;
}

QueryResolver::Problem not_a_table_function(const std::string& name, std::string hint = {}) {
  return {.condition = "NOT_A_TABLE_FUNCTION",
          .sqlstate = "42887",
          .message = quoted(name) +
                     " appears as a table function here, but the function was defined as a scalar "
                     "function.",
          .hint = std::move(hint)};
}

QueryResolver::Problem unresolvable(const std::string& name) {
  return {.condition = "UNRESOLVABLE_TABLE_VALUED_FUNCTION",
          .sqlstate = "42883",
          .message = "Could not resolve " + name +
                     " to a table-valued function. Please make sure that it is defined as a "
                     "table-valued function and that all required parameters are provided."};
}

bool is_given_table(const sql::TableFunction& function) {
  return std::ranges::any_of(function.arguments, [](const sql::FunctionCall::Argument& argument) {
    return sql::is_table_argument(*argument.value);
  });
}

// Whether a call of what is no function of the session's own cannot be answered, which is reported.
bool is_refused(QueryResolver& query, const sql::TableFunction& function, const std::string& name,
                Span span) {
  const bool is_builtin = is_builtin_name(function.name);
  const std::vector<sql::Identifier>& parts = function.name.parts;
  const bool is_other_catalog =
      parts.size() == 3 && !query.names().same(parts[0].name, "spark_catalog");
  if (!is_builtin && (parts.size() > 3 || is_other_catalog)) {
    query.report(function.name.span,
                 {.condition = "REQUIRES_SINGLE_PART_NAMESPACE",
                  .sqlstate = "42K05",
                  .message = "spark_catalog requires a single-part namespace, but got " +
                             quoted(function.name) + "."});
    return true;
  }
  const Function* const scalar = find_function(name);
  if (is_builtin && scalar != nullptr && scalar->kind != FunctionKind::kGenerator &&
      !stands_in_from(name)) {
    query.report(function.name.span, not_a_table_function(name));
    return true;
  }
  const bool takes_table = !is_given_table(function);
  if (!takes_table && is_builtin && stands_in_from(name)) {
    const bool is_generator = scalar != nullptr;
    query.report(span, {.condition = is_generator ? "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE"
                                                  : "NON_FOLDABLE_ARGUMENT",
                        .sqlstate = is_generator ? "42K09" : "42K08",
                        .message = "The function " + quoted(name) + " takes no TABLE argument."});
    return true;
  }
  if (is_builtin && takes_table) return false;
  query.report(function.name.span, unresolvable(quoted(function.name)));
  return true;
}

// An argument's value, which is a constant; else it is reported.
std::optional<TableFunctionArgument> constant_argument(QueryResolver& query,
                                                       const sql::FunctionCall::Argument& argument,
                                                       const std::string& function,
                                                       const Scope* outer) {
  const Span span = argument.value->span;
  const Scope around{.columns = {}, .outer = outer};
  ExpressionResolver resolver(query, {.scope = &around,
                                      .no_aggregates_in = "table function's argument",
                                      .no_windows_in = "table function's argument"});
  Typed typed = resolver.resolve(*argument.value);
  if (typed) typed = resolver.constant(std::move(typed), span);
  if (!typed) return std::nullopt;
  const auto* literal = std::get_if<Literal>(&typed.expression->content);
  // A variable that stands alone has a name, and what has a name is no constant to Spark.
  const bool is_variable = argument.value->as<sql::ColumnName>() != nullptr;
  const bool is_known =
      stands_in_from(function) || find_function(function) != nullptr || is_spark_function(function);
  if (literal == nullptr && !is_known) {
    query.report(span, unresolvable(quoted(function)));
    return std::nullopt;
  }
  if (literal == nullptr || is_variable) {
    query.report(span, {.condition = "NON_FOLDABLE_ARGUMENT",
                        .sqlstate = "42K08",
                        .message = "The function " + quoted(function) +
                                   " requires its arguments to be constants, but \"" + typed.text +
                                   "\" is none."});
    return std::nullopt;
  }
  return TableFunctionArgument{.name = argument.name ? lower_ascii(argument.name->name) : "",
                               .value = literal->value,
                               .type = typed.expression->type};
}

// What the catalog is asked, each argument being a constant; nothing: something was reported.
std::optional<TableFunctionReference> reference_of(QueryResolver& query,
                                                   const sql::TableFunction& function,
                                                   const std::string& name, const Scope* outer) {
  TableFunctionReference reference{.name = name};
  bool complete = true;
  for (const sql::FunctionCall::Argument& argument : function.arguments) {
    auto value = constant_argument(query, argument, name, outer);
    complete = complete && value;
    if (value) reference.arguments.push_back(*std::move(value));
  }
  for (const sql::Property& option : function.options) {
    reference.arguments.push_back({.name = lower_ascii(option.key),
                                   .value = {.content = option.value},
                                   .type = types::string_type()});
  }
  if (query.settings().ntz_by_default && (name == "read_files" || name == "cloud_files")) {
    reference.arguments.push_back(
        {.name = kLocalTimes, .value = {.content = true}, .type = types::boolean()});
  }
  if (!complete) return std::nullopt;
  return reference;
}

}  // namespace

ScopedPlan QueryResolver::table_function(const sql::TableFunction& function, bool stream, Span span,
                                         const CommonTables* tables, const Scope* outer) {
  const std::string name = lower_ascii(function.name.last().name);
  if (!is_builtin_name(function.name) || !stands_in_from(name)) {
    bool failed = false;
    const auto own = this->function(function.name, failed);
    if (failed) return {};
    if (own) return routine_table(function, *own, span, tables, outer);
  }
  if (is_refused(*this, function, name, span)) return {};
  if (auto listed = listing(name, function.arguments.size(), span)) return *listed;
  const Function* const known = find_function(name);
  if (known != nullptr && known->kind == FunctionKind::kGenerator) {
    if (stream) {
      report_unsupported(span, "STREAM over a generator");
      return {};
    }
    return generator_source(function, span, tables, outer);
  }
  auto reference = reference_of(*this, function, name, outer);
  if (!reference) return {};
  // cloud_files() is Auto Loader, which is a stream with or without the word.
  reference->streaming = stream || name == "cloud_files";
  std::string wrong_argument;
  reference->wrong_argument = &wrong_argument;
  auto found = catalog_.table_function(*reference);
  if (!found && found.error().condition == "UNRESOLVABLE_TABLE_VALUED_FUNCTION" &&
      (known != nullptr || is_spark_function(name))) {
    report(span, not_a_table_function(name, "move the call out of the FROM clause"));
    return {};
  }
  if (!found) {
    report_error(argument_span(function, wrong_argument), found.error());
    return {};
  }
  return relation(std::move(*found), {name}, reference->streaming, span);
}

ScopedPlan QueryResolver::generator_source(const sql::TableFunction& function, Span span,
                                           const CommonTables* tables, const Scope* outer) {
  const Scope empty{.columns = {}, .outer = outer};
  ExpressionResolver resolver(*this, {.scope = &empty,
                                      .tables = tables,
                                      .no_aggregates_in = "FROM",
                                      .no_windows_in = "FROM",
                                      .no_routines_in = "Generate"});
  auto resolved = resolver.generator_of(function.name, function.arguments, span);
  if (!resolved) return {};
  std::vector<Attribute> generated;
  for (const types::Field& field : resolved->columns) {
    generated.push_back({.id = ids().next_attribute(),
                         .name = field.name,
                         .type = field.type,
                         .nullable = field.nullable || resolved->outer});
  }
  ScopedPlan result;
  PlanPtr one_row = make_node(Rows{.rows = {{}}}, {});
  result.plan = make_node(Generate{.input = std::move(one_row),
                                   .function = resolved->function,
                                   .arguments = resolved->arguments,
                                   .outer = resolved->outer,
                                   .generated = generated},
                          generated, span);
  result.columns = columns_of(*result.plan);
  return result;
}

}  // namespace tarn::plan
