// prune_columns: from the top down, each operator asks its inputs only for what it and those above
// it use.

#include <algorithm>
#include <set>

#include "plan/builder.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
#include "plan/resolver.h"
#include "plan/walk.h"

namespace tarn::plan {

namespace {

using Ids = std::set<AttributeId>;

PlanPtr prune(const PlanPtr& plan, const Ids& wanted);

Ids ids_of(const std::vector<Attribute>& output) {
  Ids ids;
  for (const Attribute& attribute : output) ids.insert(attribute.id);
  return ids;
}

ExpressionPtr prune_subqueries(const ExpressionPtr& expression) {
  ExpressionPtr result = with_children(expression, prune_subqueries);
  const PlanPtr plan = subquery_of(*result);
  if (!plan) return result;
  PlanPtr pruned = prune(plan, ids_of(plan->output));
  return pruned == plan ? result : with_subquery(result, std::move(pruned));
}

void prune_all(std::vector<ExpressionPtr>& list) {
  for (ExpressionPtr& expression : list) expression = prune_subqueries(expression);
}

void prune_all(std::vector<NamedExpression>& list) {
  for (NamedExpression& column : list) column.expression = prune_subqueries(column.expression);
}

// The columns that are wanted; one of them stays in any case, since rows without columns cannot be
// counted everywhere.
template <typename Column, typename IsWanted>
std::vector<Column> kept(const std::vector<Column>& columns, const IsWanted& is_wanted) {
  std::vector<Column> result;
  for (const Column& column : columns) {
    if (is_wanted(column)) result.push_back(column);
  }
  if (result.empty() && !columns.empty()) result.push_back(columns.front());
  return result;
}

// What of `output` the inputs still yield, and what the operator adds itself.
std::vector<Attribute> still_there(const std::vector<Attribute>& output, const Ids& available) {
  std::vector<Attribute> result;
  for (const Attribute& attribute : output) {
    if (available.contains(attribute.id)) result.push_back(attribute);
  }
  return result;
}

PlanPtr with_content(const Node& node, decltype(Node::content) content,
                     std::vector<Attribute> output) {
  return make_node(std::move(content), std::move(output), node.span);
}

// The plan's columns and no others, in their order: set operations go by position.
PlanPtr exactly(PlanPtr plan, const std::vector<Attribute>& output) {
  if (plan->output.size() == output.size()) return plan;
  std::vector<NamedExpression> columns;
  for (const Attribute& attribute : output) {
    columns.push_back(
        {.id = attribute.id, .name = attribute.name, .expression = make_reference(attribute)});
  }
  return make_project(std::move(plan), std::move(columns));
}

PlanPtr prune_scan(const PlanPtr& plan, const Scan& scan, const Ids& wanted) {
  std::vector<Attribute> output =
      kept(plan->output, [&](const Attribute& attribute) { return wanted.contains(attribute.id); });
  if (output.size() == plan->output.size()) return plan;
  return with_content(*plan, scan, std::move(output));
}

PlanPtr prune_project(const PlanPtr& plan, Project project, const Ids& wanted) {
  project.columns = kept(project.columns,
                         [&](const NamedExpression& column) { return wanted.contains(column.id); });
  // A column that is there for nobody must not raise.
  for (NamedExpression& column : project.columns) {
    const bool is_idle = !wanted.contains(column.id) && can_raise(*column.expression);
    if (is_idle) column.expression = make_null(column.expression->type, column.expression->span);
  }
  prune_all(project.columns);
  Ids below;
  for (const NamedExpression& column : project.columns) {
    collect_attributes(*column.expression, below);
  }
  return make_project(prune(project.input, below), std::move(project.columns), plan->span);
}

PlanPtr prune_join(const PlanPtr& plan, Join join, Ids wanted) {
  if (join.condition) {
    join.condition = prune_subqueries(join.condition);
    collect_attributes(*join.condition, wanted);
  }
  if (join.lateral) collect_attributes(*join.right, wanted);
  join.left = prune(join.left, wanted);
  join.right = prune(join.right, wanted);
  Ids available = ids_of(join.left->output);
  available.merge(ids_of(join.right->output));
  std::vector<Attribute> output = still_there(plan->output, available);
  return with_content(*plan, std::move(join), std::move(output));
}

// A constant makes no groups: one that nobody reads is not computed, even if it would raise.
void forget_constant_keys(Aggregate& aggregate, const Ids& wanted) {
  if (!aggregate.grouping_sets.empty()) return;
  for (NamedExpression& key : aggregate.keys) {
    const Expression& expression = *key.expression;
    if (!wanted.contains(key.id) && is_constant(expression) && can_raise(expression))
      key.expression = make_null(expression.type, expression.span);
  }
}

PlanPtr prune_aggregate(const PlanPtr& plan, Aggregate aggregate, const Ids& wanted) {
  forget_constant_keys(aggregate, wanted);
  std::erase_if(aggregate.aggregates,
                [&](const NamedExpression& call) { return !wanted.contains(call.id); });
  // A global aggregation is one row because of its aggregates.
  if (aggregate.keys.empty() && aggregate.aggregates.empty()) {
    const auto& original = std::get<Aggregate>(plan->content);
    if (!original.aggregates.empty()) aggregate.aggregates = {original.aggregates.front()};
  }
  prune_all(aggregate.keys);
  prune_all(aggregate.aggregates);
  Ids below;
  Ids own;
  for (const auto* list : {&aggregate.keys, &aggregate.aggregates}) {
    for (const NamedExpression& column : *list) {
      collect_attributes(*column.expression, below);
      own.insert(column.id);
    }
  }
  if (aggregate.grouping_id) own.insert(*aggregate.grouping_id);
  aggregate.input = prune(aggregate.input, below);
  return with_content(*plan, std::move(aggregate), still_there(plan->output, own));
}

PlanPtr prune_window(const PlanPtr& plan, Window window, Ids wanted) {
  std::erase_if(window.columns,
                [&](const NamedExpression& column) { return !wanted.contains(column.id); });
  if (window.columns.empty()) return prune(window.input, wanted);
  prune_all(window.columns);
  for (const NamedExpression& column : window.columns) {
    collect_attributes(*column.expression, wanted);
  }
  window.input = prune(window.input, wanted);
  Ids available = ids_of(window.input->output);
  for (const NamedExpression& column : window.columns) available.insert(column.id);
  return with_content(*plan, std::move(window), still_there(plan->output, available));
}

PlanPtr prune_set(const PlanPtr& plan, SetOperation operation, const Ids& wanted) {
  // Only UNION ALL looks at no column.
  const bool free = operation.kind == SetOperationKind::kUnion && operation.all;
  std::vector<size_t> positions;
  for (size_t at = 0; at < plan->output.size(); ++at) {
    if (!free || wanted.contains(plan->output[at].id)) positions.push_back(at);
  }
  if (positions.empty()) positions.push_back(0);
  std::vector<Attribute> output;
  std::vector<Attribute> left;
  std::vector<Attribute> right;
  for (const size_t at : positions) {
    output.push_back(plan->output[at]);
    left.push_back(operation.left->output[at]);
    right.push_back(operation.right->output[at]);
  }
  operation.left = exactly(prune(operation.left, ids_of(left)), left);
  operation.right = exactly(prune(operation.right, ids_of(right)), right);
  return with_content(*plan, std::move(operation), std::move(output));
}

PlanPtr prune_generate(const PlanPtr& plan, Generate generate, Ids wanted) {
  prune_all(generate.arguments);
  for (const ExpressionPtr& argument : generate.arguments) collect_attributes(*argument, wanted);
  generate.input = prune(generate.input, wanted);
  Ids available = ids_of(generate.input->output);
  for (const Attribute& attribute : generate.generated) available.insert(attribute.id);
  return with_content(*plan, std::move(generate), still_there(plan->output, available));
}

// Operators whose output is their input's: `wanted` is what is wanted above and what they use.
template <typename Content>
PlanPtr prune_pass(const PlanPtr& plan, Content content, const Ids& wanted) {
  content.input = prune(content.input, wanted);
  std::vector<Attribute> output = still_there(plan->output, ids_of(content.input->output));
  return with_content(*plan, std::move(content), std::move(output));
}

PlanPtr prune_one(const PlanPtr& plan, const Scan& scan, const Ids& wanted) {
  return prune_scan(plan, scan, wanted);
}
PlanPtr prune_one(const PlanPtr& plan, const Rows&, const Ids&) { return plan; }
PlanPtr prune_one(const PlanPtr& plan, const Project& project, const Ids& wanted) {
  return prune_project(plan, project, wanted);
}
PlanPtr prune_one(const PlanPtr& plan, Filter filter, Ids wanted) {
  filter.condition = prune_subqueries(filter.condition);
  collect_attributes(*filter.condition, wanted);
  return prune_pass(plan, std::move(filter), wanted);
}
PlanPtr prune_one(const PlanPtr& plan, const Join& join, const Ids& wanted) {
  return prune_join(plan, join, wanted);
}
PlanPtr prune_one(const PlanPtr& plan, const Aggregate& aggregate, const Ids& wanted) {
  return prune_aggregate(plan, aggregate, wanted);
}
PlanPtr prune_one(const PlanPtr& plan, const Window& window, const Ids& wanted) {
  return prune_window(plan, window, wanted);
}
PlanPtr prune_one(const PlanPtr& plan, Sort sort, Ids wanted) {
  for (SortKey& key : sort.keys) {
    key.expression = prune_subqueries(key.expression);
    collect_attributes(*key.expression, wanted);
  }
  return prune_pass(plan, std::move(sort), wanted);
}
PlanPtr prune_one(const PlanPtr& plan, const Limit& limit, const Ids& wanted) {
  return prune_pass(plan, limit, wanted);
}
PlanPtr prune_one(const PlanPtr& plan, const SetOperation& operation, const Ids& wanted) {
  return prune_set(plan, operation, wanted);
}
PlanPtr prune_one(const PlanPtr& plan, const Distinct& distinct, const Ids&) {
  Distinct content{.input = exactly(prune(distinct.input, ids_of(distinct.input->output)),
                                    distinct.input->output)};
  return with_content(*plan, std::move(content), plan->output);
}
PlanPtr prune_one(const PlanPtr& plan, const Generate& generate, const Ids& wanted) {
  return prune_generate(plan, generate, wanted);
}
PlanPtr prune_one(const PlanPtr& plan, const Deduplicate& deduplicate, Ids wanted) {
  wanted.insert(deduplicate.keys.begin(), deduplicate.keys.end());
  return prune_pass(plan, deduplicate, wanted);
}
PlanPtr prune_one(const PlanPtr& plan, const Watermark& watermark, Ids wanted) {
  wanted.insert(watermark.column);
  return prune_pass(plan, watermark, wanted);
}
// A recursion's columns go by position, and each step may read any of them.
PlanPtr prune_one(const PlanPtr& plan, RecursiveUnion recursion, const Ids&) {
  for (PlanPtr* side : {&recursion.left, &recursion.right}) {
    const std::vector<Attribute> output = (*side)->output;
    *side = exactly(prune(*side, ids_of(output)), output);
  }
  return with_content(*plan, std::move(recursion), plan->output);
}
PlanPtr prune_one(const PlanPtr& plan, const RecursiveReference&, const Ids&) { return plan; }
PlanPtr prune_one(const PlanPtr& plan, Expect expect, Ids wanted) {
  for (Expectation& rule : expect.expectations) {
    rule.condition = prune_subqueries(rule.condition);
    collect_attributes(*rule.condition, wanted);
  }
  return prune_pass(plan, std::move(expect), wanted);
}

PlanPtr prune(const PlanPtr& plan, const Ids& wanted) {
  return std::visit([&](const auto& content) { return prune_one(plan, content, wanted); },
                    plan->content);
}

}  // namespace

PlanPtr prune_columns(const PlanPtr& plan) {
  const std::vector<Attribute> output = plan->output;
  return exactly(prune(plan, ids_of(output)), output);
}

}  // namespace tarn::plan
