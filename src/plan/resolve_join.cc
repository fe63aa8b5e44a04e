// Joins: ON, USING, NATURAL, LATERAL, and the order of columns that Spark gives them.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/expression_resolver.h"

namespace tarn::plan {

namespace {

JoinKind kind_of(sql::JoinKind kind) {
  switch (kind) {
    case sql::JoinKind::kInner:
      return JoinKind::kInner;
    case sql::JoinKind::kCross:
      return JoinKind::kCross;
    case sql::JoinKind::kLeft:
      return JoinKind::kLeftOuter;
    case sql::JoinKind::kRight:
      return JoinKind::kRightOuter;
    case sql::JoinKind::kFull:
      return JoinKind::kFullOuter;
    case sql::JoinKind::kLeftSemi:
      return JoinKind::kLeftSemi;
    case sql::JoinKind::kLeftAnti:
      return JoinKind::kLeftAnti;
  }
  CHECK(false);
  return JoinKind::kInner;
}

bool left_only(JoinKind kind) { return kind == JoinKind::kLeftSemi || kind == JoinKind::kLeftAnti; }

// Columns know whether they may be NULL behind the join.
void refresh(std::vector<ScopeColumn>& columns, const Node& node) {
  for (ScopeColumn& column : columns) {
    for (const Attribute& attribute : node.output) {
      if (attribute.id == column.attribute.id) column.attribute.nullable = attribute.nullable;
    }
  }
}

const ScopeColumn* first_column(const std::vector<ScopeColumn>& columns, const std::string& name,
                                const NameRule& rule) {
  const auto found = std::ranges::find_if(columns, [&](const ScopeColumn& column) {
    return column.visibility == Visibility::kVisible && rule.same(column.attribute.name, name);
  });
  return found == columns.end() ? nullptr : &*found;
}

// The names that USING lists, or those that both sides of a NATURAL join have.
std::vector<sql::Identifier> names_shared(const QueryResolver& query, const ScopedPlan& left,
                                          const ScopedPlan& right, const sql::Join& join) {
  std::vector<sql::Identifier> shared = join.using_columns;
  if (!join.natural) return shared;
  const NameRule rule = query.names();
  for (const ScopeColumn& column : left.columns) {
    if (column.visibility != Visibility::kVisible) continue;
    const auto is_it = [&](const sql::Identifier& each) {
      return rule.same(each.name, column.attribute.name);
    };
    if (std::ranges::any_of(shared, is_it)) continue;
    if (first_column(right.columns, column.attribute.name, rule) == nullptr) continue;
    shared.push_back({.name = column.attribute.name, .span = join.span});
  }
  return shared;
}

QueryResolver::Problem no_using_column(const std::string& name, const char* side,
                                       const std::vector<ScopeColumn>& columns) {
  std::string known;
  for (const ScopeColumn& column : columns) {
    if (column.visibility != Visibility::kVisible) continue;
    known += (known.empty() ? "" : ", ") + quoted(column.attribute.name);
  }
  return {.condition = "UNRESOLVED_USING_COLUMN_FOR_JOIN",
          .sqlstate = "42703",
          .message = "USING column " + quoted(name) + " cannot be resolved on the " + side +
                     " side of the join. The " + side + "-side columns: [" + known + "]."};
}

// The columns that a join shares, and that the two of each pair are equal.
struct SharedColumns {
  std::vector<std::pair<ScopeColumn, ScopeColumn>> pairs;  // of the left side, of the right
  ExpressionPtr condition;                                 // null pointer: there is no pair

  bool holds(const ScopeColumn& column) const {
    return std::ranges::any_of(pairs, [&](const auto& pair) {
      return pair.first.attribute.id == column.attribute.id ||
             pair.second.attribute.id == column.attribute.id;
    });
  }
};

// Nothing: something was reported.
std::optional<SharedColumns> shared_columns(QueryResolver& query, const ScopedPlan& left,
                                            const ScopedPlan& right,
                                            const std::vector<sql::Identifier>& shared) {
  SharedColumns result;
  bool complete = true;
  for (const sql::Identifier& name : shared) {
    const ScopeColumn* a = first_column(left.columns, name.name, query.names());
    const ScopeColumn* b = first_column(right.columns, name.name, query.names());
    if (a == nullptr || b == nullptr) {
      query.report(name.span, a == nullptr ? no_using_column(name.name, "left", left.columns)
                                           : no_using_column(name.name, "right", right.columns));
      complete = false;
      continue;
    }
    ExpressionResolver resolver(query, {});
    const Typed equal =
        resolver.call(*find_function("="),
                      {{.expression = make_reference(a->attribute, name.span), .text = name.name},
                       {.expression = make_reference(b->attribute, name.span), .text = name.name}},
                      "(" + name.name + " = " + name.name + ")", name.span, "=");
    complete = complete && equal;
    if (!equal) continue;
    result.condition = make_and(std::move(result.condition), equal.expression);
    result.pairs.emplace_back(*a, *b);
  }
  if (!complete) return std::nullopt;
  return result;
}

// A shared column of a FULL join: that of the side whose row is there.
Typed either_of(QueryResolver& query, Attribute first, Attribute second, Span span) {
  first.nullable = true;
  second.nullable = true;
  ExpressionResolver resolver(query, {});
  return resolver.call(*find_function("coalesce"),
                       {{.expression = make_reference(first), .text = first.name},
                        {.expression = make_reference(second), .text = second.name}},
                       "coalesce(" + first.name + ")", span);
}

// The plan's columns, and behind them others.
PlanPtr with_columns(const PlanPtr& plan, std::vector<NamedExpression> others, Span span) {
  std::vector<NamedExpression> columns;
  for (const Attribute& attribute : plan->output) {
    columns.push_back(
        {.id = attribute.id, .name = attribute.name, .expression = make_reference(attribute)});
  }
  for (NamedExpression& column : others) columns.push_back(std::move(column));
  return make_project(plan, std::move(columns), span);
}

}  // namespace

ScopedPlan QueryResolver::cross(ScopedPlan left, ScopedPlan right, bool lateral, Span span) {
  std::vector<Attribute> output = join_output(JoinKind::kCross, *left.plan, *right.plan);
  left.columns.insert(left.columns.end(), right.columns.begin(), right.columns.end());
  left.plan = make_node(Join{.kind = JoinKind::kCross,
                             .left = left.plan,
                             .right = right.plan,
                             .condition = nullptr,
                             .lateral = lateral},
                        std::move(output), span);
  return left;
}

ScopedPlan QueryResolver::joined(ScopedPlan left, ScopedPlan right, const sql::Join& join,
                                 const CommonTables* tables, const Scope* outer) {
  if (join.natural || !join.using_columns.empty()) {
    return joined_using(std::move(left), std::move(right), join);
  }
  JoinKind kind = kind_of(join.kind);
  // A function's parameters are no columns of a query around it.
  const bool is_inside = outer != nullptr && !outer->parameters;
  if (is_inside &&
      filled_side_is_correlated(kind, *left.plan, *right.plan, join.right.lateral, join.span)) {
    return {};
  }
  Scope scope{.columns = left.columns, .outer = outer};
  scope.columns.insert(scope.columns.end(), right.columns.begin(), right.columns.end());
  ExpressionPtr condition;
  if (join.on != nullptr) {
    ExpressionResolver resolver(*this, {.scope = &scope,
                                        .tables = tables,
                                        .no_aggregates_in = "JOIN",
                                        .no_windows_in = "JOIN",
                                        .no_correlated_scalars = true});
    condition = resolver.condition(*join.on);
    if (!condition || joins_both_sides(condition, *left.plan, *right.plan)) return {};
    if (kind == JoinKind::kCross) kind = JoinKind::kInner;
  } else if (kind == JoinKind::kInner) {
    kind = JoinKind::kCross;
  }
  ScopedPlan result;
  result.plan = make_node(Join{.kind = kind,
                               .left = left.plan,
                               .right = right.plan,
                               .condition = std::move(condition),
                               .lateral = join.right.lateral},
                          join_output(kind, *left.plan, *right.plan), join.span);
  result.columns = left_only(kind) ? std::move(left.columns) : std::move(scope.columns);
  refresh(result.columns, *result.plan);
  return result;
}

// The shared columns come first, once, then the rest of the left side, then of the right.
ScopedPlan QueryResolver::joined_using(ScopedPlan left, ScopedPlan right, const sql::Join& join) {
  const JoinKind kind =
      kind_of(join.kind) == JoinKind::kCross ? JoinKind::kInner : kind_of(join.kind);
  auto shared = shared_columns(*this, left, right, names_shared(*this, left, right, join));
  if (!shared) return {};
  ScopedPlan result;
  const JoinKind joined_as =
      shared->condition == nullptr && kind == JoinKind::kInner ? JoinKind::kCross : kind;
  result.plan = make_node(Join{.kind = joined_as,
                               .left = left.plan,
                               .right = right.plan,
                               .condition = std::move(shared->condition)},
                          join_output(joined_as, *left.plan, *right.plan), join.span);
  refresh(left.columns, *result.plan);
  refresh(right.columns, *result.plan);

  // What a shared column hides can still be named with its table; y.* shows it first.
  const auto hide = [&](const ScopeColumn& column) {
    result.columns.push_back(column);
    result.columns.back().visibility = Visibility::kQualifiedOnly;
  };
  for (const auto& [a, b] : shared->pairs) {
    if (kind == JoinKind::kRightOuter || kind == JoinKind::kFullOuter) hide(a);
    if (kind != JoinKind::kRightOuter && !left_only(kind)) hide(b);
  }
  std::vector<NamedExpression> merged;
  for (const auto& [a, b] : shared->pairs) {
    if (kind != JoinKind::kFullOuter) {
      result.columns.push_back(kind == JoinKind::kRightOuter ? b : a);
      continue;
    }
    const Typed either = either_of(*this, a.attribute, b.attribute, join.span);
    if (!either) return {};
    merged.push_back(
        {.id = ids().next_attribute(), .name = a.attribute.name, .expression = either.expression});
    result.columns.push_back({.attribute = attribute_of(merged.back())});
  }
  refresh(result.columns, *result.plan);
  for (const ScopeColumn& column : left.columns) {
    if (!shared->holds(column)) result.columns.push_back(column);
  }
  if (!left_only(kind)) {
    for (const ScopeColumn& column : right.columns) {
      if (!shared->holds(column)) result.columns.push_back(column);
    }
  }
  if (!merged.empty()) result.plan = with_columns(result.plan, std::move(merged), join.span);
  return result;
}

}  // namespace tarn::plan
