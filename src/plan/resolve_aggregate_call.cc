// Aggregate functions.

#include <utility>

#include "base/ascii.h"
#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
#include "plan/expression_resolver.h"
#include "plan/naming.h"
#include "plan/refused_clause.h"
#include "plan/type_rules.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::TypeKind;

namespace {

constexpr const char* kWithinGroup = "42K0K";  // the SQLSTATE of what is wrong with WITHIN GROUP

// Whether equal texts mean equal values, so that a DISTINCT of either is one of both.
bool has_text_of_its_own(const types::DataType& type) {
  return !type.is(TypeKind::kFloat) && !type.is(TypeKind::kDouble) &&
         !type.is(TypeKind::kTimestamp);
}

// Whether listagg's DISTINCT values, which become text, are what WITHIN GROUP orders by.
bool orders_by_itself(const Expression& value, const Expression& key) {
  if (same_expression(key, value)) return true;
  const auto* cast = std::get_if<Cast>(&key.content);
  return cast != nullptr && key.type.is(types::TypeKind::kString) &&
         same_expression(*cast->input, value);
}

bool takes_null_flag(const Function& function) {
  return function.name == "first" || function.name == "last";
}

// Whose WITHIN GROUP holds the values themselves.
bool is_ordered_set(const Function& function) {
  return function.name == "percentile_cont" || function.name == "percentile_disc";
}

bool takes_order(const Function& function) {
  return is_ordered_set(function) || function.name == "listagg" || function.name == "mode";
}

bool is_mean_of_regression(const Function& function) {
  return function.name == "regr_avgx" || function.name == "regr_avgy";
}

// first_value(x) IGNORE NULLS is named first(x), array_agg(x) collect_list(x).
std::string shown_as(const sql::FunctionCall& node, const Function& function,
                     const std::string& written) {
  if (written == "array_agg") return "collect_list";
  const bool treats_nulls = node.nulls != sql::NullTreatment::kUnset;
  if (treats_nulls && takes_null_flag(function) && written != "any_value") {
    return std::string(function.name);
  }
  if (!node.within_group.empty()) return std::string(function.name);
  return std::string(shown_name(written));
}

// What was left out, as Spark shows it.
void add_defaults(const Function& function, std::vector<Typed>& arguments) {
  const size_t given = arguments.size();
  for (const DefaultArgument& each : function.defaults) {
    if (each.at < given) continue;
    CHECK(each.kind == DefaultArgument::Kind::kInteger ||
          each.kind == DefaultArgument::Kind::kNull);
    const bool is_null = each.kind == DefaultArgument::Kind::kNull;
    arguments.push_back({.expression = is_null ? make_null({}) : make_int(each.integer),
                         .text = is_null ? "NULL" : std::to_string(each.integer)});
  }
}

// What regr_avgx() and regr_avgy() are the mean of: one side over the rows that have the other,
// which is avg(if(y IS NULL, NULL, x)).
Result<Typed> mean_of_regression(const Function& function, const std::vector<Typed>& arguments,
                                 Span span) {
  const ExpressionPtr given[] = {arguments[0].expression, arguments[1].expression};
  const std::string texts[] = {arguments[0].text, arguments[1].text};
  const auto checked = function.rule({.name = function.name, .arguments = given, .texts = texts});
  if (!checked) return checked.error();
  Typed value = arguments[function.name == "regr_avgx" ? 1 : 0];
  const types::DataType& type = value.expression->type;
  const auto present = [&](size_t at) {
    return make_call(*find_function("isnotnull"), {make_cast(given[at], types::double_type())},
                     types::boolean(), false, span);
  };
  if (is_known_null(*given[0]) || is_known_null(*given[1])) {
    value.expression = make_null(type, span);
    return value;
  }
  // y first: beside a NULL, x is not computed.
  const ExpressionPtr of_both = make_case(present(1), value.expression, make_null(type, span));
  value.expression = make_case(present(0), of_both, make_null(type, span));
  return value;
}

bool is_window(const Expression& expression) {
  return std::holds_alternative<WindowCall>(expression.content);
}
bool is_aggregate(const Expression& expression) {
  return std::holds_alternative<AggregateCall>(expression.content);
}

QueryResolver::Problem no_arguments_of_count() {
  return {.condition = "WRONG_NUM_ARGS.WITH_SUGGESTION",
          .sqlstate = "42605",
          .message = "The `count` requires >= 1 parameters but the actual number is 0."};
}

// What is wrong with listagg(DISTINCT value) WITHIN GROUP (ORDER BY keys), if anything is.
std::optional<QueryResolver::Problem> distinct_in_group(const Typed& value,
                                                        const std::vector<SortKey>& keys,
                                                        const std::string& keys_text) {
  const std::string wrong = "Invalid function `listagg` with WITHIN GROUP. ";
  if (keys.size() > 1 || !orders_by_itself(*value.expression, *keys[0].expression)) {
    return QueryResolver::Problem{
        .condition = "INVALID_WITHIN_GROUP_EXPRESSION.MISMATCH_WITH_DISTINCT_INPUT",
        .sqlstate = kWithinGroup,
        .message = wrong +
                   "The function is invoked with DISTINCT and WITHIN GROUP but expressions \"" +
                   value.text + "\" and \"" + keys_text + "\" do not match."};
  }
  if (has_text_of_its_own(keys[0].expression->type)) return std::nullopt;
  return QueryResolver::Problem{
      .condition = "INVALID_WITHIN_GROUP_EXPRESSION.MISMATCH_WITH_DISTINCT_INPUT_UNSAFE_CAST",
      .sqlstate = kWithinGroup,
      .message = wrong + "With DISTINCT it does not order values of the type \"" +
                 keys[0].expression->type.sql() + "\".",
      .hint = "cast both the values and the key of WITHIN GROUP to STRING"};
}

QueryResolver::Problem random_in_aggregate(const std::string& text) {
  return {.condition = "AGGREGATE_FUNCTION_WITH_NONDETERMINISTIC_EXPRESSION",
          .sqlstate = "42845",
          .message = "Non-deterministic expression \"" + text +
                     "\" should not appear in the arguments of an aggregate function.",
          .hint = "select it as a column of a subquery, and aggregate that"};
}

// Whether a value that is another one each time stands in the call's arguments. `file`: what knows
// the name of a row's file, or null.
bool aggregates_random(const Expression& call, const RowFile* file) {
  bool found = false;
  for_each_child(call, [&](const ExpressionPtr& argument) {
    found = found || (file != nullptr && file->is_in(*argument)) || contains(argument, is_random);
  });
  return found;
}

}  // namespace

bool ExpressionResolver::aggregates_are_refused(const std::string& name, Span span) {
  if (place_.no_aggregates_in != nullptr && name.starts_with("grouping")) {
    query_.report(span, {.condition = "UNSUPPORTED_GROUPING_EXPRESSION",
                         .sqlstate = "42K0E",
                         .message = "grouping()/grouping_id() can only be used with "
                                    "GroupingSets/Cube/Rollup."});
    return true;
  }
  if (place_.no_aggregates_in != nullptr) {
    const std::string_view clause = place_.no_aggregates_in;
    if (clause == "QUALIFY") {
      query_.report(
          span, {.condition = "QUALIFY_AGGREGATE_NOT_ALLOWED",
                 .sqlstate = "42903",
                 .message = "Aggregate functions are not supported in QUALIFY: " + name + "(..).",
                 .hint = "select it as a column, and name that column here"});
      return true;
    }
    query_.report(span, {.condition = clause == "WHERE"  ? "INVALID_WHERE_CONDITION"
                                      : clause == "JOIN" ? "UNSUPPORTED_EXPR_FOR_OPERATOR"
                                      : clause == "VALUES"
                                          ? "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_"
                                            "INLINE_TABLE"
                                          : "GROUP_BY_AGGREGATE",
                         .sqlstate = clause == "JOIN"     ? "42K0E"
                                     : clause == "VALUES" ? "42000"
                                                          : "42903",
                         .message = "The " + std::string(place_.no_aggregates_in) +
                                    " condition contains an invalid expression: " + name +
                                    "(..). Aggregate functions are not allowed there."});
    return true;
  }
  if (!inside_aggregate_) return false;
  query_.report(span, {.condition = "NESTED_AGGREGATE_FUNCTION",
                       .sqlstate = "42607",
                       .message = "It is not allowed to use an aggregate function in the "
                                  "argument of another aggregate function. Please use the inner "
                                  "aggregate function in a sub-query."});
  return true;
}

// FILTER (WHERE ..), in which neither aggregates nor window functions may stand.
Typed ExpressionResolver::aggregate_filter(const sql::Expression& written) {
  const bool inside = inside_aggregate_;
  inside_aggregate_ = false;
  Typed filter = resolve(written);
  inside_aggregate_ = inside;
  if (!filter) return {};
  const bool aggregates = contains(filter.expression, is_aggregate);
  const char* problem = nullptr;
  if (!filter.expression->type.is(TypeKind::kBoolean)) {
    problem = "NOT_BOOLEAN";
  } else if (aggregates) {
    problem = "CONTAINS_AGGREGATE";
  } else if (contains(filter.expression, is_window)) {
    problem = "CONTAINS_WINDOW_FUNCTION";
  } else if (contains(filter.expression, is_random)) {
    problem = "NON_DETERMINISTIC";
  }
  if (problem == nullptr) return filter;
  query_.report(written.span,
                {.condition = std::string("INVALID_AGGREGATE_FILTER.") + problem,
                 .sqlstate = "42903",
                 .message = "The FILTER expression \"" + filter.text +
                            "\" in an aggregate function is invalid. Expected a FILTER "
                            "expression of the BOOLEAN type without aggregates and window "
                            "functions."});
  return {};
}

// Whether what stands around the arguments goes with the function.
bool ExpressionResolver::check_aggregate_syntax(const sql::FunctionCall& node,
                                                const Function& function, const std::string& name,
                                                Span span) {
  const size_t orderings = node.within_group.size();
  const auto refuse = [&](const char* problem, const std::string& message) {
    query_.report(
        span, {.condition = std::string("INVALID_WITHIN_GROUP_EXPRESSION.") + problem,
               .sqlstate = kWithinGroup,
               .message = "Invalid function " + quoted(name) + " with WITHIN GROUP. " + message});
    return false;
  };
  const auto unsupported = [&](const char* syntax) {
    query_.report(span, takes_no_clause(name, syntax));
    return false;
  };
  const bool is_of_sets = function.name == "grouping" || function.name == "grouping_id";
  if (const char* const clause = clause_of_aggregates(node); is_of_sets && clause != nullptr) {
    return unsupported(clause);
  }
  if (node.nulls == sql::NullTreatment::kIgnore && !takes_null_flag(function)) {
    return unsupported("IGNORE NULLS");
  }
  if (orderings > 0 && !takes_order(function)) return unsupported("WITHIN GROUP (ORDER BY ...)");
  if (is_ordered_set(function) && orderings == 0) {
    return refuse("WITHIN_GROUP_MISSING", "WITHIN GROUP is required for the function.");
  }
  if ((is_ordered_set(function) || function.name == "mode") && node.distinct) {
    return refuse("DISTINCT_UNSUPPORTED",
                  "The function does not support DISTINCT with WITHIN GROUP.");
  }
  if ((is_ordered_set(function) || function.name == "mode") && orderings > 1) {
    return refuse("WRONG_NUM_ORDERINGS",
                  "The function requires 1 orderings in WITHIN GROUP but "
                  "got " +
                      std::to_string(orderings) + ".");
  }
  return true;
}

// The arguments as the type rule takes them; `text` becomes the call's name as a column.
bool ExpressionResolver::complete_arguments(const sql::FunctionCall& node, const Function& function,
                                            const std::string& name, AggregateParts& parts,
                                            Span span) {
  std::vector<Typed>& arguments = parts.arguments;
  const std::string shown = shown_as(node, function, name);
  const std::string distinct = node.distinct ? "DISTINCT " : "";
  parts.ignore_nulls = node.nulls == sql::NullTreatment::kIgnore;
  if (takes_null_flag(function) && arguments.size() == 2) {
    const auto* flag = std::get_if<Literal>(&arguments[1].expression->content);
    const bool* value = flag == nullptr ? nullptr : std::get_if<bool>(&flag->value.content);
    if (value == nullptr) {
      // Spark has no condition of its own for it, and takes no other constant.
      query_.report(span, {.condition = "_LEGACY_ERROR_TEMP_1210",
                           .sqlstate = "",
                           .message = "The second argument in " + std::string(function.name) +
                                      " should be a boolean literal."});
      return false;
    }
    parts.ignore_nulls = *value;
    arguments.pop_back();
  }
  if (function.name == "mode") return complete_mode(node, parts, span);
  if (function.name == "approx_count_distinct") {
    parts.text = shown + "(" + distinct + (arguments.empty() ? "" : arguments[0].text) + ")";
    if (arguments.size() == 1) {
      arguments.push_back(
          {.expression = make_literal({.content = 0.05}, types::double_type()), .text = "0.05"});
    }
    return true;
  }
  if (!arguments.empty()) add_defaults(function, arguments);
  parts.text = shown + "(" + distinct + joined(arguments) + ")";
  if (!node.within_group.empty()) {
    const SortKey& first = parts.order_by.front();
    std::string order = parts.order_text;
    if (is_ordered_set(function)) {
      // The values are an argument; of their order only DESC is shown.
      arguments.push_back({.expression = first.expression, .text = parts.values_text});
      order = parts.values_text + (first.ascending ? "" : " DESC");
    }
    parts.text += " WITHIN GROUP (ORDER BY " + order + ")";
  }
  if (is_mean_of_regression(function) && arguments.size() == 2) {
    auto value = mean_of_regression(function, arguments, span);
    if (!value) {
      query_.report_error(span, std::move(value.error()));
      return false;
    }
    arguments = {*std::move(value)};
    parts.function = find_function("avg");
  }
  return true;
}

// mode(x), mode(x, deterministic), mode() WITHIN GROUP (ORDER BY x). Of values that come equally
// often the least (or with DESC the greatest) is taken; Spark names the order the other way round.
bool ExpressionResolver::complete_mode(const sql::FunctionCall& node, AggregateParts& parts,
                                       Span span) {
  std::vector<Typed>& arguments = parts.arguments;
  const auto named = [&](const std::string& value, bool ascending) {
    return "mode() WITHIN GROUP (ORDER BY " + value + (ascending ? " DESC)" : ")");
  };
  if (!node.within_group.empty()) {
    if (!arguments.empty()) {
      query_.report(span, {.condition = "INVALID_WITHIN_GROUP_EXPRESSION.WRONG_NUM_ORDERINGS",
                           .sqlstate = kWithinGroup,
                           .message = "Invalid function `mode` with WITHIN GROUP. What it counts "
                                      "stands in its arguments or in the ordering, and not in "
                                      "both."});
      return false;
    }
    arguments.push_back({.expression = parts.order_by[0].expression, .text = parts.values_text});
    parts.text = named(parts.values_text, parts.order_by[0].ascending);
    return true;
  }
  if (arguments.empty()) {
    query_.report(span, {.condition = "INVALID_WITHIN_GROUP_EXPRESSION.WITHIN_GROUP_MISSING",
                         .sqlstate = kWithinGroup,
                         .message = "Invalid function `mode` with WITHIN GROUP. WITHIN GROUP is "
                                    "required for the function."});
    return false;
  }
  parts.text = "mode(" + joined(arguments) + ")";
  if (arguments.size() != 2) return true;
  arguments[1] = constant(std::move(arguments[1]), span);
  if (!arguments[1]) return false;
  const auto* flag = std::get_if<Literal>(&arguments[1].expression->content);
  const bool* value = flag == nullptr ? nullptr : std::get_if<bool>(&flag->value.content);
  const types::DataType& type = arguments[1].expression->type;
  if (is_null_literal(*arguments[1].expression)) {
    query_.report(span, {.condition = "DATATYPE_MISMATCH.UNEXPECTED_NULL",
                         .sqlstate = "42K09",
                         .message = "The `deterministic` must not be null."});
    return false;
  }
  if (flag != nullptr && !type.is(types::TypeKind::kBoolean)) {
    query_.report(span, {.condition = "UNEXPECTED_INPUT_TYPE",
                         .sqlstate = "42K09",
                         .message = "Parameter second of function `mode` requires the \"BOOLEAN\" "
                                    "type, however \"" +
                                    arguments[1].text + "\" has the type \"" + type.sql() + "\"."});
    return false;
  }
  if (value == nullptr) {
    query_.report_error(span, non_foldable_argument("mode", "deterministic", "BOOLEAN"));
    return false;
  }
  const bool is_deterministic = *value;
  arguments.pop_back();  // and with it what `value` points to
  parts.text =
      is_deterministic ? named(arguments[0].text, true) : "mode(" + joined(arguments) + ")";
  if (is_deterministic) parts.order_by.push_back({.expression = arguments[0].expression});
  return true;
}

// count(*), count(t.*): the rows themselves, whatever they hold.
bool ExpressionResolver::counts_rows(const sql::FunctionCall& node,
                                     const Function& function) const {
  if (function.name != "count" || node.distinct || node.arguments.size() != 1) return false;
  const auto* star = node.arguments[0].value->as<sql::Star>();
  return star != nullptr && star->except.empty() &&
         (!star->qualifier || is_table(*star->qualifier));
}

// What Spark refuses of a call of count() before it looks at the arguments.
bool ExpressionResolver::check_count(const sql::FunctionCall& node, bool rows, Span span) {
  if (node.arguments.empty()) {
    query_.report(span, no_arguments_of_count());
    return false;
  }
  if (!rows || !node.arguments[0].value->as<sql::Star>()->qualifier) return true;
  query_.report(span, {.condition = "INVALID_USAGE_OF_STAR_WITH_TABLE_IDENTIFIER_IN_COUNT",
                       .sqlstate = "42000",
                       .message = "count(t.*) is not allowed. Use count(*) or expand the columns "
                                  "manually, e.g. count(col1, col2)."});
  return false;
}

// The arguments, the order and the filter, as they stand inside of the aggregate. `rows`: it counts
// them, and has no arguments.
bool ExpressionResolver::resolve_parts(const sql::FunctionCall& node, bool rows,
                                       AggregateParts& parts, Span span) {
  if (!rows) {
    auto arguments = arguments_of(node);
    if (!arguments) return false;
    parts.arguments = std::move(*arguments);
    if (parts.function->name == "count" && parts.arguments.empty()) {
      query_.report(span, no_arguments_of_count());
      return false;
    }
  }
  for (const sql::SortItem& item : node.within_group) {
    const Typed shown = resolve(*item.expression);
    auto key = shown ? sort_key(item) : std::nullopt;
    if (!key) return false;
    parts.values_text = shown.text;
    parts.order_text += (parts.order_text.empty() ? "" : ", ") + shown.text +
                        (key->ascending ? " ASC" : " DESC") +
                        (key->nulls_first ? " NULLS FIRST" : " NULLS LAST");
    parts.order_by.push_back(std::move(*key));
  }
  if (node.filter == nullptr) return true;
  parts.filter = aggregate_filter(*node.filter);
  return static_cast<bool>(parts.filter);
}

Typed ExpressionResolver::aggregate_call(const sql::FunctionCall& node, const Function& function,
                                         Span span) {
  const std::string name = lower_ascii(node.name.last().name);
  if (auto outer = outer_aggregate(node, function, span)) return *std::move(outer);
  if (!check_aggregate_syntax(node, function, name, span)) return {};
  const bool rows = counts_rows(node, function);
  if (function.name == "count" && !check_count(node, rows, span)) return {};
  // Inside an aggregate a name means the input's column before the select's. Arguments of an
  // aggregate with OVER may hold aggregates: they are computed before.
  const Place outside = place_;
  place_.first = nullptr;
  const bool is_nested = std::exchange(inside_aggregate_, node.window == nullptr);
  AggregateParts parts{.function = &function};
  const bool complete = resolve_parts(node, rows, parts, span);
  place_ = outside;
  inside_aggregate_ = is_nested;
  if (!complete) return {};

  parts.text = "count(1)";
  if (!rows && !complete_arguments(node, function, name, parts, span)) return {};
  if (function.name == "listagg" && node.distinct && !parts.order_by.empty()) {
    if (auto error = distinct_in_group(parts.arguments[0], parts.order_by, parts.values_text)) {
      query_.report(span, std::move(*error));
      return {};
    }
  }
  if (node.window == nullptr && place_.no_aggregates_in == nullptr &&
      takes_outer_columns(parts, span)) {
    return {};
  }
  if (parts.filter) parts.text += " FILTER (WHERE " + parts.filter.text + ")";
  Typed typed =
      call(*parts.function, std::move(parts.arguments), std::move(parts.text), span, name);
  // What is wrong with the call itself comes first.
  if (!typed || (node.window == nullptr && aggregates_are_refused(name, span))) return {};
  if (node.window == nullptr && aggregates_random(*typed.expression, place_.file)) {
    query_.report(span, random_in_aggregate(typed.text));
    return {};
  }
  const auto& plain = std::get<Call>(typed.expression->content);
  typed.expression = std::make_shared<const Expression>(
      Expression{.content = AggregateCall{.function = plain.function,
                                          .arguments = plain.arguments,
                                          .distinct = node.distinct,
                                          .ignore_nulls = parts.ignore_nulls,
                                          .filter = parts.filter.expression,
                                          .order_by = std::move(parts.order_by)},
                 .type = typed.expression->type,
                 .nullable = typed.expression->nullable,
                 .span = span});
  return typed;
}

}  // namespace tarn::plan
