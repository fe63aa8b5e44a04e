#include "plan/merge_projects.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>

#include "plan/walk.h"

namespace tarn::plan {
namespace {

// How an outer projection uses the columns of an inner one.
struct Uses {
  std::map<AttributeId, int> counts;
  std::set<AttributeId> in_lambdas;
  std::set<AttributeId> in_subqueries;
};

void count_uses(const Expression& expression, bool in_lambda, Uses& uses) {
  if (const auto* attribute = std::get_if<AttributeRef>(&expression.content)) {
    ++uses.counts[attribute->id];
    if (in_lambda) uses.in_lambdas.insert(attribute->id);
  }
  if (const PlanPtr plan = subquery_of(expression)) collect_attributes(*plan, uses.in_subqueries);
  const bool inside = in_lambda || std::holds_alternative<Lambda>(expression.content);
  for_each_child(expression, [&](const ExpressionPtr& child) { count_uses(*child, inside, uses); });
}

// A value that is there already, or a part of one.
bool is_free(const Expression& expression) {
  if (const auto* field = std::get_if<GetField>(&expression.content)) return is_free(*field->input);
  return std::holds_alternative<AttributeRef>(expression.content) ||
         std::holds_alternative<Literal>(expression.content);
}

bool can_move(const NamedExpression& column, const Uses& uses) {
  const auto has_subquery = [](const Expression& part) { return subquery_of(part) != nullptr; };
  if (uses.in_subqueries.contains(column.id) || is_volatile(column.expression)) return false;
  if (is_free(*column.expression)) return true;
  const auto count = uses.counts.find(column.id);
  return (count == uses.counts.end() || count->second == 1) &&
         !uses.in_lambdas.contains(column.id) && !contains(column.expression, has_subquery);
}

// Nothing changes where the two must stay apart.
bool merge_once(Project& outer) {
  const auto* const inner = std::get_if<Project>(&outer.input->content);
  if (inner == nullptr) return false;
  Uses uses;
  for (const NamedExpression& column : outer.columns) {
    count_uses(*column.expression, false, uses);
  }
  const bool all_can = std::ranges::all_of(
      inner->columns, [&](const NamedExpression& column) { return can_move(column, uses); });
  if (!all_can) return false;

  std::map<AttributeId, ExpressionPtr> values;
  for (const NamedExpression& column : inner->columns) {
    values.emplace(column.id, column.expression);
  }
  for (NamedExpression& column : outer.columns) {
    column.expression =
        replace_top_down(column.expression, [&](const ExpressionPtr& part) -> ExpressionPtr {
          const auto* attribute = std::get_if<AttributeRef>(&part->content);
          const auto value = attribute != nullptr ? values.find(attribute->id) : values.end();
          return value != values.end() ? value->second : nullptr;
        });
  }
  outer.input = PlanPtr(inner->input);
  return true;
}

}  // namespace

Project merge_projects(Project project) {
  while (merge_once(project)) {
  }
  return project;
}

}  // namespace tarn::plan
