// GROUP BY: keys, ordinals, aliases, ALL, grouping sets; and what may stand above an aggregation.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/order_items.h"
#include "plan/select_resolver.h"
#include "plan/walk.h"

namespace tarn::plan {

namespace {

// CUBE of n makes 2^n sets.
constexpr size_t kCubeMax = 10;
// As many as the bits of grouping_id(), in Spark too.
constexpr size_t kGroupingKeysMax = 64;
// ROLLUP (..), ROLLUP (..) makes every set of the one with every set of the other.
constexpr size_t kGroupingSetsMax = 20'000;

bool is_aggregate_call(const Expression& expression) {
  return std::holds_alternative<AggregateCall>(expression.content);
}

// Whether a column of the input stands in it outside of aggregates.
bool names_input(const Expression& expression, const Node& input) {
  if (is_aggregate_call(expression)) return false;
  if (const auto* reference = std::get_if<AttributeRef>(&expression.content)) {
    return std::ranges::any_of(
        input.output, [&](const Attribute& attribute) { return attribute.id == reference->id; });
  }
  bool found = false;
  for_each_child(expression,
                 [&](const ExpressionPtr& child) { found = found || names_input(*child, input); });
  return found;
}

bool has_aggregate(const ExpressionPtr& expression) {
  return expression != nullptr && contains(expression, is_aggregate_call);
}

}  // namespace

bool SelectResolver::is_aggregate() const {
  if (select_.group_by.kind != sql::GroupingKind::kNone) return true;
  if (select_.having != nullptr && !query_.settings().having_as_where) return true;
  for (const PendingGenerator& pending : generators_) {
    if (std::ranges::any_of(pending.generator.arguments, has_aggregate)) return true;
  }
  const auto is_of_aggregates = [](const auto& column) { return has_aggregate(column.expression); };
  return std::ranges::any_of(items_, is_of_aggregates) ||
         std::ranges::any_of(early_, is_of_aggregates);
}

ExpressionPtr SelectResolver::ordinal_item(const sql::Expression& expression, const char* clause) {
  const auto* literal = expression.as<sql::Literal>();
  const int64_t position = std::get<int64_t>(literal->value.content);
  const bool group = std::string_view(clause) == "GROUP BY";
  const bool has_star = std::ranges::any_of(select_.items, [](const sql::SelectItem& item) {
    return item.expression->as<sql::Star>() != nullptr;
  });
  if (group && has_star) {
    query_.report(expression.span,
                  {.condition = "STAR_GROUP_BY_POS",
                   .sqlstate = "0A000",
                   .message = "Star (*) is not allowed in a select list when GROUP "
                              "BY an ordinal position is used."});
    return nullptr;
  }
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
  if (group && item.uses_lateral) {
    query_.report_error(expression.span, lateral_alias_in_group_by());
    return nullptr;
  }
  return item.expression;
}

Error lateral_alias_in_group_by() {
  return {.code = ErrorCode::kUnsupported,
          .message =
              "Referencing a lateral column alias in GROUP BY, through the name or position "
              "of an item that does, is not supported.",
          .condition = "UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_GROUP_BY",
          .sqlstate = "0A000"};
}

std::optional<size_t> SelectResolver::add_key(const sql::Expression& expression) {
  ExpressionPtr key;
  if (is_ordinal(expression) && query_.settings().group_by_ordinal) {
    key = ordinal_item(expression, "GROUP BY");
  } else {
    Place where = place("GROUP BY", "GROUP BY");
    if (query_.settings().group_by_aliases) where.lateral = &first_aliases();
    ExpressionResolver resolver(query_, where);
    Typed typed = resolver.resolve(expression);
    key = typed.expression;
    if (key && has_aggregate(key)) {
      query_.report(expression.span,
                    {.condition = "GROUP_BY_AGGREGATE",
                     .sqlstate = "42903",
                     .message = "Aggregate functions are not allowed in GROUP BY, but found " +
                                typed.text + "."});
      return std::nullopt;
    }
  }
  if (!key) return std::nullopt;
  if (!is_groupable(key->type) && !key->type.is(types::TypeKind::kMap)) {
    query_.report(expression.span, {.condition = "GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE",
                                    .sqlstate = "42822",
                                    .message = "The expression cannot be used as a grouping "
                                               "expression because its data type \"" +
                                               key->type.sql() + "\" is not orderable."});
    return std::nullopt;
  }
  if (const auto at = known_keys_.find(keys_, key)) return at;
  // A column keeps its id, so that a correlated subquery above the aggregation still finds it.
  const auto* column = std::get_if<AttributeRef>(&key->content);
  keys_.push_back({.id = column != nullptr ? column->id : query_.ids().next_attribute(),
                   .name = column != nullptr ? column->name : "_group",
                   .expression = key});
  return keys_.size() - 1;
}

// Of aliases that are written twice, the first counts.
const std::vector<AliasedExpression>& SelectResolver::first_aliases() {
  if (first_aliases_) return *first_aliases_;
  std::vector<AliasedExpression>& list = first_aliases_.emplace();
  for (const Item& item : items_) {
    const bool known = std::ranges::any_of(list, [&](const AliasedExpression& alias) {
      return query_.names().same(alias.name, item.name);
    });
    if (known) continue;
    list.push_back(
        {.name = item.name, .expression = item.expression, .uses_lateral = item.uses_lateral});
  }
  return list;
}

// ---------------------------------------------------------------- GROUPING SETS, ROLLUP, CUBE

std::optional<SelectResolver::GroupingSet> SelectResolver::grouping_set(
    const sql::ExpressionList& written) {
  GroupingSet set;
  for (const sql::ExpressionPtr& expression : written) {
    const auto key = add_key(*expression);
    if (!key) return std::nullopt;
    set.push_back(*key);
  }
  return set;
}

// The sets that one of the three words stands for.
std::optional<std::vector<SelectResolver::GroupingSet>> SelectResolver::sets_of(
    const sql::GroupingAnalytic& analytic) {
  std::vector<GroupingSet> parts;
  for (const sql::ExpressionList& written : analytic.sets) {
    auto set = grouping_set(written);
    if (!set) return std::nullopt;
    parts.push_back(std::move(*set));
  }
  std::vector<GroupingSet> sets;
  switch (analytic.kind) {
    case sql::GroupingAnalyticKind::kGroupingSets:
      sets = std::move(parts);
      for (const sql::GroupingAnalytic& nested : analytic.nested) {
        auto inner = sets_of(nested);
        if (!inner) return std::nullopt;
        sets.insert(sets.end(), inner->begin(), inner->end());
      }
      return sets;
    case sql::GroupingAnalyticKind::kRollup:
      for (size_t count = parts.size() + 1; count-- > 0;) {
        GroupingSet set;
        for (size_t at = 0; at < count; ++at)
          set.insert(set.end(), parts[at].begin(), parts[at].end());
        sets.push_back(std::move(set));
      }
      return sets;
    case sql::GroupingAnalyticKind::kCube:
      if (parts.size() > kCubeMax) {
        report_grouping_size(analytic.span, kCubeMax);
        return std::nullopt;
      }
      for (size_t left_out = 0; left_out < size_t{1} << parts.size(); ++left_out) {
        GroupingSet set;
        for (size_t at = 0; at < parts.size(); ++at) {
          if ((left_out >> (parts.size() - 1 - at) & 1) == 0) {
            set.insert(set.end(), parts[at].begin(), parts[at].end());
          }
        }
        sets.push_back(std::move(set));
      }
      return sets;
  }
  CHECK(false);
  return std::nullopt;
}

void SelectResolver::report_grouping_size(Span span, size_t most) {
  query_.report(
      span, {.condition = "GROUPING_SIZE_LIMIT_EXCEEDED",
             .sqlstate = "54000",
             .message = "Grouping sets size cannot be greater than " + std::to_string(most) + "."});
}

// GROUP BY a, ROLLUP (b, c): every set of the one with every set of the other.
bool SelectResolver::resolve_grouping_sets() {
  const sql::GroupBy& group_by = select_.group_by;
  struct Element {
    size_t begin;
    const sql::Expression* expression;
    const sql::GroupingAnalytic* analytic;
  };
  std::vector<Element> elements;  // as written
  for (const sql::ExpressionPtr& each : group_by.expressions) {
    elements.push_back({each->span.begin, each.get(), nullptr});
  }
  for (const sql::GroupingAnalytic& each : group_by.analytics) {
    elements.push_back({each.span.begin, nullptr, &each});
  }
  std::ranges::sort(elements, {}, &Element::begin);
  for (const sql::ExpressionPtr& given : group_by.given) {
    if (!add_key(*given)) return false;
  }
  grouping_sets_ = {{}};
  for (const Element& element : elements) {
    std::vector<GroupingSet> sets;
    if (element.analytic != nullptr) {
      auto found = sets_of(*element.analytic);
      if (!found) return false;
      sets = std::move(*found);
    } else {
      const auto key = add_key(*element.expression);
      if (!key) return false;
      sets = {{*key}};
    }
    if (keys_.size() > kGroupingKeysMax) {
      report_grouping_size(select_.span, kGroupingKeysMax);
      return false;
    }
    if (grouping_sets_.size() * sets.size() > kGroupingSetsMax) {
      report_grouping_size(select_.span, kGroupingSetsMax);
      return false;
    }
    std::vector<GroupingSet> product;
    for (const GroupingSet& left : grouping_sets_) {
      for (const GroupingSet& right : sets) {
        product.push_back(left);
        product.back().insert(product.back().end(), right.begin(), right.end());
      }
    }
    grouping_sets_ = std::move(product);
  }
  for (GroupingSet& set : grouping_sets_) {
    std::ranges::sort(set);
    set.erase(std::unique(set.begin(), set.end()), set.end());
  }
  return true;
}

// A key as the Aggregate node puts it out: NULL where its set does not hold it.
Attribute SelectResolver::key_attribute(size_t key) const {
  Attribute attribute = attribute_of(keys_[key]);
  for (const GroupingSet& set : grouping_sets_) {
    if (std::ranges::find(set, key) == set.end()) attribute.nullable = true;
  }
  return attribute;
}

// grouping(key) and grouping_id(keys) over the Aggregate's own columns.
ExpressionPtr SelectResolver::grouping_call(const ExpressionPtr& expression) {
  AggregateCall call = std::get<AggregateCall>(expression->content);
  const bool is_id = call.function->name == "grouping_id";
  if (grouping_sets_.empty()) {
    query_.report(expression->span, {.condition = "UNSUPPORTED_GROUPING_EXPRESSION",
                                     .sqlstate = "42K0E",
                                     .message = "grouping()/grouping_id() can only be used with "
                                                "GroupingSets/Cube/Rollup."});
    return nullptr;
  }
  const auto mismatch = [&] {
    query_.report(
        expression->span,
        {.condition = is_id ? "GROUPING_ID_COLUMN_MISMATCH" : "GROUPING_COLUMN_MISMATCH",
         .sqlstate = "42803",
         .message = is_id ? "Columns of grouping_id do not match the grouping columns."
                          : "Column of grouping can't be found in the grouping columns."});
    return nullptr;
  };
  if (is_id && !call.arguments.empty() && call.arguments.size() != keys_.size()) return mismatch();
  std::vector<ExpressionPtr> keys;
  if (is_id && call.arguments.empty()) {
    for (const NamedExpression& key : keys_) keys.push_back(make_reference(attribute_of(key)));
  }
  for (size_t at = 0; at < call.arguments.size(); ++at) {
    const auto key = known_keys_.find(keys_, call.arguments[at]);
    if (!key || (is_id && *key != at)) return mismatch();
    keys.push_back(make_reference(attribute_of(keys_[*key])));
  }
  call.arguments = std::move(keys);
  Expression copy = *expression;
  copy.content = std::move(call);
  return std::make_shared<const Expression>(std::move(copy));
}

// ---------------------------------------------------------------- GROUP BY

bool SelectResolver::resolve_grouping() {
  bool complete = true;
  const sql::GroupBy& group_by = select_.group_by;
  aggregated_ = is_aggregate();
  if (group_by.kind == sql::GroupingKind::kGroupingSets) return resolve_grouping_sets();
  if (group_by.kind == sql::GroupingKind::kExpressions) {
    for (const sql::ExpressionPtr& key : group_by.expressions) complete = add_key(*key) && complete;
  }
  if (group_by.kind != sql::GroupingKind::kAll) return complete;
  const Item* constant = nullptr;
  for (const Item& item : items_) {
    if (!item.expression || has_aggregate(item.expression)) continue;
    if (std::holds_alternative<Literal>(item.expression->content)) {
      constant = &item;
      continue;
    }
    if (item.uses_lateral) {
      query_.report_error(item.span, lateral_alias_in_group_by());
      return false;
    }
    const auto* column = std::get_if<AttributeRef>(&item.expression->content);
    if (known_keys_.find(keys_, item.expression)) continue;
    keys_.push_back({.id = column != nullptr ? column->id : query_.ids().next_attribute(),
                     .name = item.name,
                     .expression = item.expression});
  }
  // A constant alone makes a group as well: one of no rows is none.
  if (keys_.empty() && constant != nullptr) {
    keys_.push_back({.id = query_.ids().next_attribute(),
                     .name = constant->name,
                     .expression = constant->expression});
  }
  return complete;
}

ExpressionPtr SelectResolver::above_aggregate(const ExpressionPtr& expression,
                                              std::string_view clause) {
  const size_t before = query_.problems();
  if (clause == "SELECT" && subquery_is_refused(expression)) return nullptr;
  const auto find_or_add = [&](ExpressionPtr call) {
    const std::string_view name = std::get<AggregateCall>(call->content).function->name;
    if (name == "grouping" || name == "grouping_id") {
      ExpressionPtr over_keys = grouping_call(call);
      if (!over_keys) return call;
      call = std::move(over_keys);
    }
    if (const auto known = known_aggregates_.find(aggregates_, call)) {
      return make_reference(attribute_of(aggregates_[*known]));
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
        const auto key = known_keys_.find(keys_, part);
        return key ? make_reference(key_attribute(*key)) : nullptr;
      });
  if (query_.problems() != before) return nullptr;
  result = row_file_.gathered(result);
  // Whatever still names the input is neither grouped by nor aggregated.
  std::set<AttributeId> used;
  collect_attributes(*result, used);
  for (const Attribute& attribute : from_.plan->output) {
    if (!used.contains(attribute.id)) continue;
    const bool is_key = std::ranges::any_of(
        keys_, [&](const NamedExpression& key) { return key.id == attribute.id; });
    if (is_key) continue;
    report_not_grouped(attribute, expression, clause);
    return nullptr;
  }
  return result;
}

// A correlated scalar subquery of an item has to be a key, or to stand inside of an aggregate.
bool SelectResolver::subquery_is_refused(const ExpressionPtr& expression) {
  const auto is_subquery = [](const Expression& part) {
    return std::holds_alternative<ScalarSubquery>(part.content);
  };
  ExpressionPtr found;
  replace_top_down(expression, [&](const ExpressionPtr& part) -> ExpressionPtr {
    if (is_aggregate_call(*part)) return part;
    if (!is_subquery(*part)) return nullptr;
    std::set<AttributeId> used;
    collect_attributes(*part, used);
    const bool correlated = std::ranges::any_of(
        from_.plan->output, [&](const Attribute& each) { return used.contains(each.id); });
    if (correlated && found == nullptr) found = part;
    return part;
  });
  if (found == nullptr) return false;
  const bool is_key = std::ranges::any_of(
      keys_, [&](const NamedExpression& key) { return contains(key.expression, is_subquery); });
  if (is_key) return false;
  query_.report(found->span,
                {.condition = "SCALAR_SUBQUERY_IS_IN_GROUP_BY_OR_AGGREGATE_FUNCTION",
                 .sqlstate = "0A000",
                 .message = "This correlated scalar subquery is neither present in GROUP BY, nor "
                            "in an aggregate function.",
                 .hint = "group by it, or wrap it in first() or max()"});
  return true;
}

void SelectResolver::report_not_grouped(const Attribute& attribute, const ExpressionPtr& expression,
                                        std::string_view clause) {
  const bool has_groups = select_.group_by.kind != sql::GroupingKind::kNone;
  // Spark complains of the select list first.
  const bool items_are_grouped = std::ranges::none_of(items_, [&](const Item& item) {
    return item.expression != nullptr && names_input(*item.expression, *from_.plan);
  });
  if ((clause == "HAVING" && (has_groups || items_are_grouped)) ||
      (clause == "ORDER BY" && (has_groups || items_are_grouped))) {
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
  if (select_.group_by.kind == sql::GroupingKind::kNone) {
    query_.report(expression->span,
                  {.condition = "MISSING_GROUP_BY",
                   .sqlstate = "42803",
                   .message = "The query does not include a GROUP BY clause. Add GROUP BY or turn "
                              "it into the window functions using OVER clauses. The column " +
                              quoted(attribute.name) + " is not aggregated."});
    return;
  }
  if (select_.group_by.kind == sql::GroupingKind::kAll && keys_.empty()) {
    query_.report(expression->span,
                  {.condition = "UNRESOLVED_ALL_IN_GROUP_BY",
                   .sqlstate = "42803",
                   .message = "Cannot infer grouping columns for GROUP BY ALL based on the select "
                              "clause. Please explicitly specify the grouping columns."});
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
