// What is above a select's list: DISTINCT ON, ORDER BY, and columns that are computed once for all
// that name them.

#include <fmt/format.h>

#include <algorithm>

#include "plan/coercion.h"
#include "plan/select_resolver.h"
#include "plan/walk.h"

namespace tarn::plan {

ExpressionPtr SelectResolver::over_output(const ExpressionPtr& expression) {
  std::set<AttributeId> outputs;
  ExpressionPtr replaced =
      replace_top_down(expression, [&](const ExpressionPtr& part) -> ExpressionPtr {
        for (const Item& item : items_) {
          if (!same_expression(*item.expression, *part)) continue;
          outputs.insert(item.id);
          return make_reference(
              attribute_of({.id = item.id, .name = item.name, .expression = item.expression}),
              part->span);
        }
        return nullptr;
      });
  std::set<AttributeId> used;
  collect_attributes(*replaced, used);
  const bool all = std::ranges::all_of(used, [&](AttributeId id) { return outputs.contains(id); });
  return all ? replaced : nullptr;
}

std::optional<AttributeId> SelectResolver::output_for(const ExpressionPtr& expression) {
  for (const Item& item : items_) {
    if (same_expression(*item.expression, *expression)) return item.id;
  }
  for (const NamedExpression& column : hidden_) {
    if (same_expression(*column.expression, *expression)) return column.id;
  }
  hidden_.push_back(
      {.id = query_.ids().next_attribute(), .name = "_hidden", .expression = expression});
  return hidden_.back().id;
}

bool SelectResolver::resolve_distinct_on() {
  if (!select_.distinct_on) return true;
  std::vector<AliasedExpression> own;
  for (const Item& item : items_) own.push_back({.name = item.name, .expression = item.expression});
  bool complete = true;
  for (const sql::ExpressionPtr& key : select_.distinct_on->keys) {
    Place where = place("DISTINCT ON", "DISTINCT ON");
    where.lateral = &own;
    ExpressionResolver resolver(query_, where);
    Typed typed = resolver.resolve(*key);
    ExpressionPtr expression = typed ? late(typed.expression) : nullptr;
    complete = complete && expression;
    if (!expression) continue;
    if (!is_groupable(expression->type)) {
      const bool holds_variant = contains_variant(expression->type);
      query_.report(
          key->span,
          {.condition = holds_variant ? "UNSUPPORTED_FEATURE.SET_OPERATION_ON_VARIANT_TYPE"
                                      : "UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE",
           .sqlstate = "0A000",
           .message = fmt::format("DISTINCT ON cannot compare the {} type of {}.",
                                  holds_variant ? "VARIANT" : "MAP", typed.text)});
      complete = false;
      continue;
    }
    distinct_keys_.push_back(*output_for(expression));
  }
  return complete;
}

// An item that was refused has no expression.
bool SelectResolver::is_plain(const Item& item) {
  if (item.expression == nullptr) return false;
  const auto* column = std::get_if<AttributeRef>(&item.expression->content);
  return column != nullptr && column->name == item.name;
}

// Two items of one name leave ORDER BY with the columns of FROM, unless they are one column.
std::vector<AliasedExpression> SelectResolver::clear_aliases() const {
  std::vector<AliasedExpression> list;
  for (const Item& item : items_) {
    const bool is_clear = std::ranges::all_of(items_, [&](const Item& other) {
      return &item == &other || !query_.names().same(item.name, other.name) ||
             (is_plain(item) && is_plain(other) &&
              same_expression(*item.expression, *other.expression));
    });
    if (is_clear) list.push_back({.name = item.name, .expression = item.expression});
  }
  return list;
}

// A name that several items and several columns of FROM have, which is reported.
bool SelectResolver::names_two_items(const sql::Expression& expression,
                                     const std::vector<AliasedExpression>& own) {
  const sql::Name* unclear = nullptr;
  for_each_name(expression.node, [&](const sql::Name& name) {
    const auto is_it = [&](const auto& each) {
      return query_.names().same(each.name, name.parts[0].name);
    };
    if (name.parts.size() > 1 || std::ranges::any_of(own, is_it)) return;
    if (std::ranges::none_of(items_, is_it)) return;
    std::set<AttributeId> ids;
    for (const FoundColumn& found : find_columns(scope_.columns, name, query_.names())) {
      ids.insert(found.column->attribute.id);
    }
    if (ids.size() > 1) unclear = &name;
  });
  if (unclear == nullptr) return false;
  query_.report(unclear->span,
                {.condition = "UNRESOLVED_COLUMN.WITH_SUGGESTION",
                 .sqlstate = "42703",
                 .message = "A column with name " + quoted(*unclear) +
                            " cannot be resolved: several columns of the select list have it.",
                 .hint = "name it with its table, or give the columns names of their own"});
  return true;
}

// DISTINCT leaves ORDER BY the columns of its output, by their own names.
bool SelectResolver::names_output(const sql::Expression& expression,
                                  const std::vector<AliasedExpression>& own) const {
  bool all = true;
  for_each_name(expression.node, [&](const sql::Name& name) {
    const bool is_alias = std::ranges::any_of(own, [&](const AliasedExpression& alias) {
      return query_.names().same(alias.name, name.parts[0].name);
    });
    const std::vector<FoundColumn> found = find_columns(scope_.columns, name, query_.names());
    const bool is_column = std::ranges::any_of(found, [&](const FoundColumn& each) {
      return std::ranges::any_of(items_, [&](const Item& item) {
        return is_plain(item) &&
               std::get<AttributeRef>(item.expression->content).id == each.column->attribute.id;
      });
    });
    all = all && (is_alias || is_column || found.empty());
  });
  return all;
}

bool SelectResolver::resolve_order() {
  if (order_ == nullptr) return true;
  const std::vector<AliasedExpression> own = clear_aliases();
  bool complete = true;
  for (const OrderItem& item : order_items(*order_)) {
    if (item.expression == nullptr) {
      for (const Item& output : items_) {
        if (output.expression && !is_orderable(output.expression->type)) {
          query_.report_no_order(order_span(*order_), output.name, output.expression->type);
          return false;
        }
        sort_.push_back({.expression = output.expression,
                         .ascending = item.ascending,
                         .nulls_first = item.nulls_first});
      }
      continue;
    }
    ExpressionPtr key;
    if (item.may_be_ordinal && is_ordinal(*item.expression) && query_.settings().order_by_ordinal) {
      key = ordinal_item(*item.expression, "ORDER BY");
      if (key && !is_orderable(key->type)) {
        query_.report_no_order(item.expression->span, "ORDER BY", key->type);
        key = nullptr;
      }
    } else {
      key = order_key(item, own);
    }
    complete = complete && key;
    if (!key || !item.sorts) continue;
    sort_.push_back({.expression = std::move(key),
                     .ascending = item.ascending,
                     .nulls_first = item.nulls_first});
  }
  return complete;
}

// What a subquery of ORDER BY may name, only to be told that it may not.
std::vector<ScopeColumn> SelectResolver::output_columns() const {
  std::vector<ScopeColumn> columns;
  for (const Item& item : items_) {
    if (!item.expression) continue;
    const auto* column = std::get_if<AttributeRef>(&item.expression->content);
    const auto from = std::ranges::find_if(scope_.columns, [&](const ScopeColumn& each) {
      return column != nullptr && is_plain(item) && each.attribute.id == column->id;
    });
    if (from != scope_.columns.end()) {
      columns.push_back(*from);
    } else {
      columns.push_back({.attribute = attribute_of(
                             {.id = item.id, .name = item.name, .expression = item.expression})});
    }
  }
  return columns;
}

// Whether HAVING aggregates what the select list does not.
bool SelectResolver::hides_an_aggregate() const {
  if (!aggregated_ || !having_) return false;
  std::set<AttributeId> used;
  collect_attributes(*having_, used);
  const auto selects = [](const NamedExpression& aggregate) {
    return [&aggregate](const Item& item) {
      const auto* column =
          item.expression ? std::get_if<AttributeRef>(&item.expression->content) : nullptr;
      return column != nullptr && column->id == aggregate.id;
    };
  };
  return std::ranges::any_of(aggregates_, [&](const NamedExpression& aggregate) {
    return used.contains(aggregate.id) && std::ranges::none_of(items_, selects(aggregate));
  });
}

// Spark takes away again what HAVING alone aggregates, and sorts above that: grouped columns and
// names of the select list are left.
bool SelectResolver::stays_behind_having(const sql::Expression& key,
                                         const std::vector<AliasedExpression>& own) {
  const sql::Name* lost = nullptr;
  for_each_name(key.node, [&](const sql::Name& name) {
    const std::vector<FoundColumn> found = find_columns(scope_.columns, name, query_.names());
    const bool is_alias = std::ranges::any_of(own, [&](const AliasedExpression& alias) {
      return query_.names().same(alias.name, name.parts[0].name);
    });
    const bool is_key = std::ranges::any_of(keys_, [&](const NamedExpression& grouped) {
      const auto* column = std::get_if<AttributeRef>(&grouped.expression->content);
      return column != nullptr && !found.empty() && column->id == found[0].column->attribute.id;
    });
    if (!found.empty() && !is_alias && !is_key) lost = &name;
  });
  if (lost == nullptr) return true;
  query_.report(key.span, {.condition = "UNRESOLVED_COLUMN.WITH_SUGGESTION",
                           .sqlstate = "42703",
                           .message = "A column with name " + quoted(*lost) +
                                      " cannot be resolved: behind an aggregate that stands in "
                                      "HAVING alone, ORDER BY sees grouped columns and the select "
                                      "list.",
                           .hint = "select what it sorts by as a column, and name that"});
  return false;
}

ExpressionPtr SelectResolver::order_key(const OrderItem& item,
                                        const std::vector<AliasedExpression>& own) {
  if (names_two_items(*item.expression, own)) return nullptr;
  Place where = place(nullptr, "ORDER BY");
  // It sees the windows that stand behind it, and not those of the SELECT.
  where.windows = order_ == nullptr ? nullptr : &order_->windows;
  where.first = &own;
  where.no_routines_in = "Sort";
  where.only_shared_subqueries = true;
  const Scope output = {.columns = output_columns(), .outer = outer_};
  where.around_subqueries = &output;
  ExpressionResolver resolver(query_, where);
  ExpressionPtr key = resolver.order_value(*item.expression);
  const bool aggregates = key && contains(key, [](const Expression& part) {
                            return std::holds_alternative<AggregateCall>(part.content);
                          });
  const bool behind_having = key && hides_an_aggregate();
  if (behind_having && !stays_behind_having(*item.expression, own)) return nullptr;
  if (aggregates && (select_.distinct || !aggregated_ || behind_having)) {
    query_.report(item.expression->span,
                  {.condition = "UNSUPPORTED_EXPR_FOR_OPERATOR",
                   .sqlstate = "42K0E",
                   .message = "A query operator contains one or more unsupported expressions: "
                              "ORDER BY cannot aggregate here.",
                   .hint = "select the aggregate as a column, and sort by that"});
    return nullptr;
  }
  if (key) key = late(key, "ORDER BY");
  if (!key) return nullptr;
  const bool is_distinct = select_.distinct || select_.distinct_on;
  const bool is_hidden = select_.distinct && !names_output(*item.expression, own);
  if (is_distinct && (is_hidden || !over_output(key))) {
    std::string known;
    for (const Item& output : items_) known += (known.empty() ? "" : ", ") + quoted(output.name);
    query_.report(item.expression->span,
                  {.condition = "UNRESOLVED_COLUMN.WITH_SUGGESTION",
                   .sqlstate = "42703",
                   .message = "With DISTINCT, ORDER BY can only name columns of the select list. "
                              "Did you mean one of the following? [" +
                              known + "]."});
    return nullptr;
  }
  return key;
}

// ---------------------------------------------------------------- columns that are shared

// SELECT uuid() AS u, u AS v: one value for both. So the column that is neighbours' to name is
// computed before them. So is a long one, which would stand again in each neighbour and twice as
// long in theirs; but the keys of a GROUP BY are computed below it all.
bool SelectResolver::wants_early_column(const ExpressionPtr& expression) const {
  constexpr size_t kRepeatedPartsMax = 64;
  if (is_volatile(expression)) return true;
  return step_ == nullptr && select_.having == nullptr &&
         select_.group_by.kind == sql::GroupingKind::kNone &&
         parts_of(expression, kRepeatedPartsMax + 1) > kRepeatedPartsMax;
}

ExpressionPtr SelectResolver::early_column(const std::string& name, const Typed& typed) {
  early_.push_back(
      {.id = query_.ids().next_attribute(), .name = name, .expression = typed.expression});
  return make_reference(attribute_of(early_.back()), typed.expression->span);
}

// Early columns that no neighbour names stand where they were written.
void SelectResolver::inline_unshared_columns() {
  std::vector<NamedExpression> shared;
  for (const NamedExpression& column : early_) {
    const auto names_it = [&](const ExpressionPtr& expression) {
      std::set<AttributeId> used;
      if (expression) collect_attributes(*expression, used);
      return used.contains(column.id);
    };
    size_t uses = 0;
    for (const Item& item : items_) uses += names_it(item.expression) ? 1 : 0;
    for (const NamedExpression& other : early_) uses += names_it(other.expression) ? 1 : 0;
    for (const PendingGenerator& pending : generators_) {
      uses += std::ranges::any_of(pending.generator.arguments, names_it) ? 2 : 0;
    }
    if (uses > 1) {
      shared.push_back(column);
    } else {
      for (Item& item : items_) {
        if (item.expression) item.expression = with_early(item.expression, column);
      }
    }
  }
  early_ = std::move(shared);
}

ExpressionPtr SelectResolver::with_early(const ExpressionPtr& expression,
                                         const NamedExpression& column) {
  return replace_top_down(expression, [&](const ExpressionPtr& part) -> ExpressionPtr {
    const auto* reference = std::get_if<AttributeRef>(&part->content);
    return reference != nullptr && reference->id == column.id ? column.expression : nullptr;
  });
}

// A clause below the early columns computes them itself.
ExpressionPtr SelectResolver::without_early(ExpressionPtr expression) {
  for (size_t at = early_.size(); at-- > 0;) expression = with_early(expression, early_[at]);
  return expression;
}

}  // namespace tarn::plan
