// Where a subquery may name columns of the query around it: in its conditions and in plain selects.
// What groups, sorts or numbers rows is one operator for all rows of that query, and cannot.

#include <algorithm>

#include "plan/select_resolver.h"
#include "plan/walk.h"

namespace tarn::plan {

namespace {

constexpr std::string_view kCategory = "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.";

}  // namespace

// Subqueries inside of it speak for themselves.
bool names_outer(const ExpressionPtr& expression, const Scope* outer) {
  if (outer == nullptr || expression == nullptr) return false;
  return contains(expression, [&](const Expression& part) {
    const auto* reference = std::get_if<AttributeRef>(&part.content);
    for (const Scope* each = outer; reference != nullptr && each != nullptr; each = each->outer) {
      if (each->parameters) continue;
      const bool found = std::ranges::any_of(each->columns, [&](const ScopeColumn& column) {
        return column.attribute.id == reference->id;
      });
      if (found) return true;
    }
    return false;
  });
}

bool SelectResolver::is_outer_free(const ExpressionPtr& expression, Span span) {
  if (!names_outer(expression, outer_)) return true;
  query_.report(span, {.condition = std::string(kCategory) + "CORRELATED_REFERENCE",
                       .sqlstate = "0A000",
                       .message = "Expressions referencing the outer query are not supported "
                                  "outside of WHERE/HAVING clauses."});
  return false;
}

bool SelectResolver::check_correlation() {
  if (outer_ == nullptr) return true;
  for (const Item& item : items_) {
    if (aggregated_ && !is_outer_free(item.expression, item.span)) return false;
  }
  for (const NamedExpression& key : keys_) {
    if (!is_outer_free(key.expression, key.expression->span)) return false;
  }
  for (const SortKey& key : sort_) {
    if (!is_outer_free(key.expression, key.expression->span)) return false;
  }
  // What a window's key computes is computed below it, as a column.
  const auto is_column = [](const ExpressionPtr& key) {
    return std::holds_alternative<AttributeRef>(key->content);
  };
  for (const LeveledWindow& window : windows_) {
    const auto& call = std::get<WindowCall>(window.column.expression->content);
    for (const ExpressionPtr& key : call.partition_by) {
      if (is_column(key) && !is_outer_free(key, key->span)) return false;
    }
    for (const SortKey& key : call.order_by) {
      if (is_column(key.expression) && !is_outer_free(key.expression, key.expression->span)) {
        return false;
      }
    }
  }
  return true;
}

// IN and EXISTS of a join's condition are computed on one of its sides.
bool QueryResolver::joins_both_sides(const ExpressionPtr& condition, const Node& left,
                                     const Node& right) {
  const auto names_side = [](const std::set<AttributeId>& used, const Node& side) {
    return std::ranges::any_of(
        side.output, [&](const Attribute& attribute) { return used.contains(attribute.id); });
  };
  ExpressionPtr found;
  for_each(condition, [&](const ExpressionPtr& part) {
    const PlanPtr plan = subquery_of(*part);
    if (plan == nullptr || std::holds_alternative<ScalarSubquery>(part->content)) return;
    std::set<AttributeId> inside;
    collect_attributes(*plan, inside);
    if (!names_side(inside, left) && !names_side(inside, right)) return;
    std::set<AttributeId> used;
    collect_attributes(*part, used);
    if (names_side(used, left) && names_side(used, right)) found = part;
  });
  if (!found) return false;
  report(
      found->span,
      {.condition = std::string(kCategory) + "UNSUPPORTED_CORRELATED_EXPRESSION_IN_JOIN_CONDITION",
       .sqlstate = "0A000",
       .message = "Correlated subqueries in the join predicate cannot reference both join "
                  "inputs."});
  return true;
}

// A side whose rows the join fills up with NULLs is read once for all rows of the outer query.
bool QueryResolver::filled_side_is_correlated(JoinKind kind, const Node& left, const Node& right,
                                              bool lateral, Span span) {
  const bool fills_left = kind == JoinKind::kRightOuter || kind == JoinKind::kFullOuter;
  const bool fills_right = kind == JoinKind::kLeftOuter || kind == JoinKind::kFullOuter;
  const bool refused = (fills_left && names_columns_outside(left)) ||
                       (fills_right && !lateral && names_columns_outside(right));
  if (!refused) return false;
  report(span, {.condition = std::string(kCategory) + "ACCESSING_OUTER_QUERY_COLUMN_IS_NOT_ALLOWED",
                .sqlstate = "0A000",
                .message = "Accessing outer query column is not allowed in this location: the side "
                           "of an outer join that is filled up with NULLs."});
  return true;
}

}  // namespace tarn::plan
