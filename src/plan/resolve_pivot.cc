// PIVOT and UNPIVOT: rows to columns, and columns to rows.
//
// Spark computes PIVOT in two ways, and so do we, because their answers differ. Where every
// aggregate is a number or a truth, the rows are grouped by the pivot columns too, and each value's
// column takes what its group came to: NULL where there was no such row, for count() as well. Else
// each aggregate is computed once a value, over that value's rows.

#include <algorithm>
#include <set>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/expression_resolver.h"
#include "plan/text_lengths.h"
#include "plan/type_rules.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

// What Spark's PivotFirst takes.
bool is_plain(const DataType& type) {
  return type.is(TypeKind::kDouble) || type.is(TypeKind::kFloat) || type.is(TypeKind::kBoolean) ||
         type.is(TypeKind::kDecimal) || type.is_integral();
}

struct PivotValue {
  ExpressionPtr value;  // of the pivot column's type
  std::string name;
};

struct PivotAggregate {
  ExpressionPtr expression;  // AggregateCalls, and what is computed from them
  std::string name;
};

struct PivotParts {
  Typed column;
  std::vector<PivotValue> values;
  std::vector<PivotAggregate> aggregates;
  std::vector<Attribute> groups;

  // Of one aggregate the columns are called as the values are.
  std::string name(const PivotValue& value, const PivotAggregate& aggregate) const {
    return aggregates.size() == 1 ? value.name : value.name + "_" + aggregate.name;
  }

  // The first of Spark's two ways.
  bool is_grouped_twice() const {
    return std::ranges::all_of(aggregates, [](const PivotAggregate& aggregate) {
      return is_plain(aggregate.expression->type);
    });
  }
};

bool is_aggregate_call(const Expression& expression) {
  return std::holds_alternative<AggregateCall>(expression.content);
}

bool is_listed(const Expression& expression) {
  const auto* call = std::get_if<AggregateCall>(&expression.content);
  return call != nullptr && call->function->name == "listagg";
}

// Whether the value may be NULL in a field that never is.
bool has_null_for(const DataType& value, const DataType& wanted) {
  if (!value.is(TypeKind::kStruct) || !wanted.is(TypeKind::kStruct)) return false;
  const size_t count = std::min(value.fields().size(), wanted.fields().size());
  for (size_t at = 0; at < count; ++at) {
    if (value.fields()[at].nullable && !wanted.fields()[at].nullable) return true;
  }
  return false;
}

// The first column that stands outside of all aggregates.
ExpressionPtr bare_column(const ExpressionPtr& expression) {
  if (is_aggregate_call(*expression)) return nullptr;
  if (std::holds_alternative<AttributeRef>(expression->content)) return expression;
  ExpressionPtr found;
  for_each_child(*expression, [&](const ExpressionPtr& child) {
    if (!found) found = bare_column(child);
  });
  return found;
}

// The expression over columns that its aggregates became.
ExpressionPtr over_calls(const ExpressionPtr& expression, std::vector<NamedExpression>& calls,
                         IdSource& ids,
                         const std::function<ExpressionPtr(const ExpressionPtr&)>& changed) {
  return replace_top_down(expression, [&](const ExpressionPtr& part) -> ExpressionPtr {
    if (!is_aggregate_call(*part)) return nullptr;
    calls.push_back({.id = ids.next_attribute(), .name = "_pivot", .expression = changed(part)});
    return make_reference(attribute_of(calls.back()));
  });
}

// The aggregate over the rows where the condition holds. first() and last() then pass over NULLs,
// as they do in Spark's PIVOT.
ExpressionPtr filtered(const ExpressionPtr& expression, const ExpressionPtr& condition) {
  AggregateCall call = std::get<AggregateCall>(expression->content);
  call.filter = call.filter ? make_and(condition, call.filter) : condition;
  if (call.function->name == "first" || call.function->name == "last") call.ignore_nulls = true;
  Expression copy = *expression;
  copy.content = std::move(call);
  return std::make_shared<const Expression>(std::move(copy));
}

std::vector<NamedExpression> references(const std::vector<Attribute>& attributes) {
  std::vector<NamedExpression> columns;
  for (const Attribute& attribute : attributes) {
    columns.push_back(
        {.id = attribute.id, .name = attribute.name, .expression = make_reference(attribute)});
  }
  return columns;
}

PlanPtr grouped(PlanPtr input, std::vector<NamedExpression> keys,
                std::vector<NamedExpression> aggregates, Span span) {
  std::vector<Attribute> output;
  for (const auto* list : {&keys, &aggregates}) {
    for (const NamedExpression& column : *list) output.push_back(attribute_of(column));
  }
  return make_node(
      Aggregate{
          .input = std::move(input), .keys = std::move(keys), .aggregates = std::move(aggregates)},
      std::move(output), span);
}

using Condition = std::function<ExpressionPtr(const Typed& column, const ExpressionPtr& value)>;

// Grouped by the pivot columns first; then the one row of each value is that value's.
PlanPtr grouped_twice(const PlanPtr& input, const PivotParts& parts, IdSource& ids,
                      const Condition& equal, Span span) {
  std::vector<NamedExpression> keys = references(parts.groups);
  const auto* column = std::get_if<AttributeRef>(&parts.column.expression->content);
  keys.push_back({.id = column != nullptr ? column->id : ids.next_attribute(),
                  .name = "__pivot_col",
                  .expression = parts.column.expression});
  const Attribute pivot = attribute_of(keys.back());
  std::vector<NamedExpression> calls;
  std::vector<NamedExpression> computed;
  for (const PivotAggregate& aggregate : parts.aggregates) {
    const auto same = [](const ExpressionPtr& call) { return call; };
    computed.push_back({.id = ids.next_attribute(),
                        .name = aggregate.name,
                        .expression = over_calls(aggregate.expression, calls, ids, same)});
  }
  const PlanPtr first = grouped(input, keys, std::move(calls), span);
  std::vector<NamedExpression> columns = references(parts.groups);
  columns.push_back({.id = pivot.id, .name = pivot.name, .expression = make_reference(pivot)});
  columns.insert(columns.end(), computed.begin(), computed.end());
  const PlanPtr between = make_project(first, std::move(columns), span);
  std::vector<NamedExpression> outputs;
  for (const PivotValue& value : parts.values) {
    const ExpressionPtr condition =
        equal({.expression = without_length(make_reference(pivot)), .text = "pivot"}, value.value);
    if (!condition) return nullptr;
    for (size_t at = 0; at < computed.size(); ++at) {
      const Attribute result = attribute_of(computed[at]);
      outputs.push_back({.id = ids.next_attribute(),
                         .name = parts.name(value, parts.aggregates[at]),
                         .expression = std::make_shared<const Expression>(Expression{
                             .content = AggregateCall{.function = find_function("first"),
                                                      .arguments = {make_reference(result)},
                                                      .ignore_nulls = true,
                                                      .filter = condition},
                             .type = result.type,
                             .nullable = true,
                             .span = span})});
    }
  }
  return grouped(between, references(parts.groups), std::move(outputs), span);
}

// Every aggregate once for each value.
PlanPtr grouped_once(const PlanPtr& input, const PivotParts& parts, IdSource& ids,
                     const Condition& equal, Span span) {
  std::vector<NamedExpression> calls;
  std::vector<NamedExpression> columns = references(parts.groups);
  for (const PivotValue& value : parts.values) {
    const ExpressionPtr condition = equal(parts.column, value.value);
    if (!condition) return nullptr;
    for (const PivotAggregate& aggregate : parts.aggregates) {
      const auto of_value = [&](const ExpressionPtr& call) { return filtered(call, condition); };
      columns.push_back({.id = ids.next_attribute(),
                         .name = parts.name(value, aggregate),
                         .expression = over_calls(aggregate.expression, calls, ids, of_value)});
    }
  }
  return make_project(grouped(input, references(parts.groups), std::move(calls), span),
                      std::move(columns), span);
}

// Two values that are one: Spark's PivotFirst has a place for one of them.
bool has_equal_values(const std::vector<PivotValue>& values) {
  for (size_t at = 0; at < values.size(); ++at) {
    for (size_t before = 0; before < at; ++before) {
      if (same_expression(*values[at].value, *values[before].value)) return true;
    }
  }
  return false;
}

sql::ExpressionPtr column_syntax(const sql::Identifier& name) {
  return std::make_unique<sql::Expression>(
      name.span, sql::ColumnName{.name = {.parts = {name}, .span = name.span}});
}

// Whether a column stands outside of all aggregates, which is reported.
bool has_bare_column(QueryResolver& query, const PivotParts& parts, Span span) {
  for (const PivotAggregate& aggregate : parts.aggregates) {
    const ExpressionPtr bare = bare_column(aggregate.expression);
    if (!bare) continue;
    // Spark has no condition of its own for it.
    query.report(span, {.condition = "_LEGACY_ERROR_TEMP_1006",
                        .sqlstate = "",
                        .message = "Aggregate expression required for pivot, but '" +
                                   std::get<AttributeRef>(bare->content).name +
                                   "' did not appear in any aggregate function."});
    return true;
  }
  return false;
}

// What PIVOT refuses of an aggregate, if anything.
std::optional<QueryResolver::Problem> refused(const PivotAggregate& aggregate,
                                              bool is_grouped_twice) {
  if (contains(aggregate.expression, is_random)) {
    return QueryResolver::Problem{
        .condition = "AGGREGATE_FUNCTION_WITH_NONDETERMINISTIC_EXPRESSION",
        .sqlstate = "42845",
        .message = "Non-deterministic expression \"" + aggregate.name +
                   "\" should not appear in the arguments of an aggregate function."};
  }
  if (!is_grouped_twice && contains(aggregate.expression, is_listed)) {
    // Spark puts the condition around the delimiter as well, which then is no constant.
    return QueryResolver::Problem{
        .condition = "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT",
        .sqlstate = "42K09",
        .message = "Cannot resolve \"" + aggregate.name +
                   "\" due to data type mismatch: the input `delimiter` should be a foldable "
                   "\"STRING\" expression."};
  }
  return std::nullopt;
}

// Whether what was resolved cannot be computed, which is reported.
bool is_refused(QueryResolver& query, const PivotParts& parts, Span span) {
  for (const Attribute& group : parts.groups) {
    if (is_groupable(group.type) || group.type.is(TypeKind::kMap)) continue;
    query.report(span, {.condition = "GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE",
                        .sqlstate = "42822",
                        .message = "PIVOT groups by the columns that it does not name, and " +
                                   quoted(group.name) + " has the type \"" + group.type.sql() +
                                   "\", which is not orderable.",
                        .hint = "leave the column out in a subquery below PIVOT"});
    return true;
  }
  if (parts.is_grouped_twice() && has_equal_values(parts.values)) {
    query.report(span, {.condition = "INVALID_ARRAY_INDEX",
                        .sqlstate = "22003",
                        .message = "A pivot value stands twice in the list."});
    return true;
  }
  for (const PivotAggregate& aggregate : parts.aggregates) {
    auto refusal = refused(aggregate, parts.is_grouped_twice());
    if (!refusal) continue;
    query.report(span, *std::move(refusal));
    return true;
  }
  return false;
}

}  // namespace

// FOR a, or FOR (a, b), which is a struct of them.
Typed QueryResolver::pivot_column(const sql::Pivot& pivot, ExpressionResolver& resolver) {
  Typed column;
  if (pivot.columns.size() == 1) {
    column = resolver.resolve(*column_syntax(pivot.columns[0]));
  } else {
    sql::StructConstructor all;
    for (const sql::Identifier& name : pivot.columns) {
      all.items.push_back({.value = column_syntax(name), .alias = {}});
    }
    column = resolver.resolve(sql::Expression(pivot.span, std::move(all)));
  }
  if (!column || is_orderable(column.expression->type)) return column;
  report(pivot.span, {.condition = "INCOMPARABLE_PIVOT_COLUMN",
                      .sqlstate = "42818",
                      .message = "Invalid pivot column " + quoted(column.text) +
                                 ". Pivot columns must be comparable."});
  return {};
}

// A constant, as the pivot column's type has it, and its text as a column's name.
std::optional<std::pair<ExpressionPtr, std::string>> QueryResolver::pivot_value(
    const sql::SelectItem& item, const Typed& column, ExpressionResolver& resolver) {
  const Span span = item.expression->span;
  Typed value = resolver.resolve(*item.expression);
  if (!value) return std::nullopt;
  if (!is_constant(*value.expression)) {
    report(span, {.condition = "NON_LITERAL_PIVOT_VALUES",
                  .sqlstate = "42K08",
                  .message = "Literal expressions required for pivot values, found \"" +
                             value.text + "\"."});
    return std::nullopt;
  }
  const DataType& wanted = column.expression->type;
  const DataType& given = value.expression->type;
  Typed cast{.expression = nullptr, .text = value.text};
  if (can_cast(given, wanted) && !has_null_for(given, wanted)) {
    cast.expression = make_cast(value.expression, wanted);
  } else if (given.is(TypeKind::kDate) && (wanted.is_numeric() || wanted.is(TypeKind::kBoolean))) {
    // A cast that Spark has without ANSI mode, and whose value is NULL.
    cast.expression = make_null(wanted, span);
  } else {
    report(span,
           {.condition = "PIVOT_VALUE_DATA_TYPE_MISMATCH",
            .sqlstate = "42K09",
            .message = "Invalid pivot value '" + value.text + "': value data type " + given.text() +
                       " does not match pivot column data type " + wanted.text() + "."});
    return std::nullopt;
  }
  cast = resolver.constant(std::move(cast), span);
  if (!cast) return std::nullopt;
  if (!item.aliases.empty()) return std::make_pair(cast.expression, item.aliases[0].name);
  const Typed text = resolver.constant(
      {.expression = make_cast(value.expression, types::string_type()), .text = value.text}, span);
  if (!text) return std::nullopt;
  const std::string name = is_null_literal(*text.expression)
                               ? "null"
                               : literal_string(*text.expression).value_or(value.text);
  return std::make_pair(cast.expression, name);
}

ScopedPlan QueryResolver::pivoted(ScopedPlan input, const sql::Pivot& pivot,
                                  const CommonTables* tables, const Scope* outer) {
  const Scope scope{.columns = input.columns, .outer = outer};
  ExpressionResolver resolver(*this, {.scope = &scope, .tables = tables, .no_windows_in = "PIVOT"});
  PivotParts parts;
  bool complete = true;
  std::set<AttributeId> used;
  for (const sql::SelectItem& item : pivot.aggregates) {
    Typed typed = resolver.resolve(*item.expression);
    complete = complete && typed;
    if (!typed) continue;
    collect_attributes(*typed.expression, used);
    parts.aggregates.push_back({.expression = typed.expression,
                                .name = item.aliases.empty() ? typed.text : item.aliases[0].name});
  }
  parts.column = pivot_column(pivot, resolver);
  if (!parts.column) return {};
  collect_attributes(*parts.column.expression, used);
  if (has_bare_column(*this, parts, pivot.span)) return {};
  for (const sql::SelectItem& item : pivot.values) {
    auto value = pivot_value(item, parts.column, resolver);
    complete = complete && value;
    if (value) parts.values.push_back({.value = value->first, .name = value->second});
  }
  if (!complete) return {};
  ScopedPlan result;
  for (const ScopeColumn& column : input.columns) {
    if (column.visibility != Visibility::kVisible || used.contains(column.attribute.id)) continue;
    parts.groups.push_back(column.attribute);
    result.columns.push_back(column);
  }
  if (is_refused(*this, parts, pivot.span)) return {};
  const auto equal = [&](const Typed& column, const ExpressionPtr& value) {
    return resolver
        .call(*find_function("<=>"), {column, {.expression = value, .text = "value"}}, "pivot",
              pivot.span, "<=>")
        .expression;
  };
  result.plan = parts.is_grouped_twice()
                    ? grouped_twice(input.plan, parts, ids(), equal, pivot.span)
                    : grouped_once(input.plan, parts, ids(), equal, pivot.span);
  if (!result.plan) return {};
  for (size_t at = parts.groups.size(); at < result.plan->output.size(); ++at) {
    result.columns.push_back({.attribute = result.plan->output[at]});
  }
  return aliased(std::move(result), {.name = pivot.alias, .columns = {}}, pivot.span);
}

}  // namespace tarn::plan
