// GROUP BY: keys, ordinals, aliases, ALL; and what may stand above an aggregation.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/select_resolver.h"
#include "plan/walk.h"

namespace tarn::plan {

namespace {

bool is_aggregate_call(const Expression& expression) {
  return std::holds_alternative<AggregateCall>(expression.content);
}

bool has_aggregate(const ExpressionPtr& expression) {
  return expression != nullptr && contains(expression, is_aggregate_call);
}

}  // namespace

bool SelectResolver::is_aggregate() const {
  if (select_.group_by.kind != sql::GroupingKind::kNone) return true;
  if (select_.having != nullptr) return true;
  for (const PendingGenerator& pending : generators_) {
    if (std::ranges::any_of(pending.generator.arguments, has_aggregate)) return true;
  }
  return std::ranges::any_of(items_,
                             [](const Item& item) { return has_aggregate(item.expression); });
}

ExpressionPtr SelectResolver::ordinal_item(const sql::Expression& expression, const char* clause) {
  const auto* literal = expression.as<sql::Literal>();
  const int64_t position = std::get<int64_t>(literal->value.content);
  const bool group = std::string_view(clause) == "GROUP BY";
  if (position < 1 || position > static_cast<int64_t>(items_.size())) {
    query_.report(expression.span,
                  {.condition = group ? "GROUP_BY_POS_OUT_OF_RANGE" : "ORDER_BY_POS_OUT_OF_RANGE",
                   .sqlstate = "42805",
                   .message = std::string(clause) + " position " + std::to_string(position) +
                              " is not in select list (valid range is [1, " +
                              std::to_string(items_.size()) + "])."});
    return nullptr;
  }
  const Item& item = items_[static_cast<size_t>(position - 1)];
  if (group && has_aggregate(item.expression)) {
    query_.report(expression.span,
                  {.condition = "GROUP_BY_POS_AGGREGATE",
                   .sqlstate = "42903",
                   .message = "GROUP BY " + std::to_string(position) + " refers to an expression " +
                              quoted(item.name) +
                              " that contains an aggregate function. Aggregate functions are not "
                              "allowed in GROUP BY."});
    return nullptr;
  }
  return item.expression;
}

bool SelectResolver::add_key(const sql::Expression& expression) {
  const auto* literal = expression.as<sql::Literal>();
  ExpressionPtr key;
  if (literal != nullptr && literal->type.is_integral() &&
      std::holds_alternative<int64_t>(literal->value.content)) {
    key = ordinal_item(expression, "GROUP BY");
  } else {
    const std::vector<AliasedExpression> own = aliases();
    Place where = place("GROUP BY", "GROUP BY");
    where.lateral = &own;
    ExpressionResolver resolver(query_, where);
    Typed typed = resolver.resolve(expression);
    key = typed.expression;
    if (key && has_aggregate(key)) {
      query_.report(expression.span,
                    {.condition = "GROUP_BY_AGGREGATE",
                     .sqlstate = "42903",
                     .message = "Aggregate functions are not allowed in GROUP BY, but found " +
                                typed.text + "."});
      return false;
    }
  }
  if (!key) return false;
  if (!is_orderable(key->type) && !key->type.is(types::TypeKind::kMap)) {
    query_.report(expression.span, {.condition = "GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE",
                                    .sqlstate = "42822",
                                    .message = "The expression cannot be used as a grouping "
                                               "expression because its data type \"" +
                                               key->type.sql() + "\" is not orderable."});
    return false;
  }
  for (const NamedExpression& known : keys_) {
    if (same_expression(*known.expression, *key)) return true;
  }
  // A column keeps its id, so that a correlated subquery above the aggregation still finds it.
  const auto* column = std::get_if<AttributeRef>(&key->content);
  keys_.push_back({.id = column != nullptr ? column->id : query_.ids().next_attribute(),
                   .name = column != nullptr ? column->name : "_group",
                   .expression = key});
  return true;
}

bool SelectResolver::resolve_grouping() {
  bool complete = true;
  const sql::GroupBy& group_by = select_.group_by;
  if (group_by.kind == sql::GroupingKind::kGroupingSets || !group_by.analytics.empty()) {
    query_.report_unsupported(group_by.span, "GROUPING SETS, CUBE and ROLLUP");
    return false;
  }
  aggregated_ = is_aggregate();
  if (group_by.kind == sql::GroupingKind::kExpressions) {
    for (const sql::ExpressionPtr& key : group_by.expressions) complete = add_key(*key) && complete;
  }
  if (group_by.kind != sql::GroupingKind::kAll) return complete;
  for (const Item& item : items_) {
    if (!item.expression || has_aggregate(item.expression)) continue;
    if (std::holds_alternative<Literal>(item.expression->content)) continue;
    const auto* column = std::get_if<AttributeRef>(&item.expression->content);
    const bool known = std::ranges::any_of(keys_, [&](const NamedExpression& key) {
      return same_expression(*key.expression, *item.expression);
    });
    if (known) continue;
    keys_.push_back({.id = column != nullptr ? column->id : query_.ids().next_attribute(),
                     .name = item.name,
                     .expression = item.expression});
  }
  return complete;
}

ExpressionPtr SelectResolver::above_aggregate(const ExpressionPtr& expression,
                                              std::string_view clause) {
  const auto find_or_add = [&](const ExpressionPtr& call) {
    for (const NamedExpression& known : aggregates_) {
      if (same_expression(*known.expression, *call)) return make_reference(attribute_of(known));
    }
    const auto& aggregate = std::get<AggregateCall>(call->content);
    aggregates_.push_back({.id = query_.ids().next_attribute(),
                           .name = std::string(aggregate.function->name),
                           .expression = call});
    return make_reference(attribute_of(aggregates_.back()));
  };
  ExpressionPtr result =
      replace_top_down(expression, [&](const ExpressionPtr& part) -> ExpressionPtr {
        if (is_aggregate_call(*part)) return find_or_add(part);
        for (const NamedExpression& key : keys_) {
          if (same_expression(*key.expression, *part)) return make_reference(attribute_of(key));
        }
        return nullptr;
      });
  // Whatever still names the input is neither grouped by nor aggregated.
  std::set<AttributeId> used;
  collect_attributes(*result, used);
  for (const Attribute& attribute : from_.plan->output) {
    const bool is_key = std::ranges::any_of(
        keys_, [&](const NamedExpression& key) { return key.id == attribute.id; });
    if (is_key || !used.contains(attribute.id)) continue;
    report_not_grouped(attribute, expression, clause);
    return nullptr;
  }
  return result;
}

void SelectResolver::report_not_grouped(const Attribute& attribute, const ExpressionPtr& expression,
                                        std::string_view clause) {
  if (select_.group_by.kind == sql::GroupingKind::kNone) {
    query_.report(expression->span,
                  {.condition = "MISSING_GROUP_BY",
                   .sqlstate = "42803",
                   .message = "The query does not include a GROUP BY clause. Add GROUP BY or turn "
                              "it into the window functions using OVER clauses. The column " +
                              quoted(attribute.name) + " is not aggregated."});
    return;
  }
  if (clause == "HAVING") {
    std::string names;
    for (const Item& item : items_) {
      names += (names.empty() ? "" : ", ") + quoted(item.name);
    }
    query_.report(
        expression->span,
        {.condition = "UNRESOLVED_COLUMN.WITH_SUGGESTION",
         .sqlstate = "42703",
         .message = "A column, variable, or function parameter with name " +
                    quoted(attribute.name) +
                    " cannot be resolved. Did you mean one of the following? [" + names + "].",
         .hint = "it is neither grouped by nor aggregated"});
    return;
  }
  query_.report(expression->span,
                {.condition = "MISSING_AGGREGATION",
                 .sqlstate = "42803",
                 .message = "The non-aggregating expression \"" + attribute.name +
                            "\" is based on columns which are not participating in the GROUP BY "
                            "clause. Add the columns or the expression to the GROUP BY, "
                            "aggregate the expression, or use any_value()."});
}

}  // namespace tarn::plan
