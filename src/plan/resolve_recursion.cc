// WITH RECURSIVE: a common table whose query reads itself.
//
// Its query is anchor UNION ALL recursion. The recursion is resolved with the table standing for
// the rows of the step before; where it may not be read, Spark's places are checked on the plan.

#include <algorithm>
#include <limits>

#include "plan/coercion.h"
#include "plan/order_items.h"
#include "plan/query_resolver.h"
#include "plan/walk.h"
#include "sql/query_parts.h"

namespace tarn::plan {

namespace {

// A setting's bound, where a number below 0 means that there is none.
int64_t bound(int64_t most) { return most < 0 ? std::numeric_limits<int64_t>::max() : most; }

template <typename Tree>
bool reads(const Tree& tree, const std::string& name, const NameRule& rule) {
  return std::ranges::any_of(sql::parts_of(tree).tables, [&](const sql::Name* each) {
    return each->parts.size() == 1 && rule.same(each->parts[0].name, name);
  });
}

bool has_clauses(const sql::Query& query) {
  return has_order(query) || query.limit != nullptr || query.offset != nullptr;
}

// Whether the recursion is read where its rows would be needed all at once.
bool is_misplaced(const Node& node, RecursionId id, bool allowed) {
  if (const auto* reference = std::get_if<RecursiveReference>(&node.content)) {
    return reference->id == id && !allowed;
  }
  bool left = allowed;
  bool right = allowed;
  if (const auto* join = std::get_if<Join>(&node.content)) {
    const JoinKind kind = join->kind;
    left = allowed && kind != JoinKind::kRightOuter && kind != JoinKind::kFullOuter;
    right = allowed &&
            (kind == JoinKind::kInner || kind == JoinKind::kCross || kind == JoinKind::kRightOuter);
  } else if (std::holds_alternative<Aggregate>(node.content) ||
             std::holds_alternative<Window>(node.content) ||
             std::holds_alternative<Sort>(node.content)) {
    left = false;
  }
  const std::vector<PlanPtr> inputs = inputs_of(node);
  for (size_t at = 0; at < inputs.size(); ++at) {
    if (is_misplaced(*inputs[at], id, at == 0 ? left : right)) return true;
  }
  bool found = false;
  for_each_expression(node, [&](const ExpressionPtr& root) {
    for_each(root, [&](const ExpressionPtr& part) {
      const PlanPtr plan = subquery_of(*part);
      found = found || (plan && is_misplaced(*plan, id, allowed));
    });
  });
  return found;
}

}  // namespace

bool QueryResolver::is_recursive(const CommonTables::Entry& entry) const {
  return entry.recursive && reads(*entry.table->query, entry.table->name.name, names());
}

void QueryResolver::report_no_recursion(Span span) {
  report(span,
         {.condition = "INVALID_RECURSIVE_CTE",
          .sqlstate = "42836",
          .message = "Invalid recursive definition found. Recursive queries must contain an UNION "
                     "or an UNION ALL statement with 2 children. The first child needs to be the "
                     "anchor term without any recursive references. Any top level inner CTE must "
                     "not contain self references."});
}

// The set operation that a recursive query is, whose last step is the recursion; null: reported.
const sql::SetOperation* QueryResolver::recursive_union(const CommonTables::Entry& entry,
                                                        Levels& levels,
                                                        const CommonTables*& visible) {
  const std::string& name = entry.table->name.name;
  const sql::Query* query = entry.table->query.get();
  const sql::QueryBody* body = nullptr;
  while (true) {
    for (const sql::CommonTable& inner : query->ctes) {
      if (!reads(*inner.query, name, names())) continue;
      report_no_recursion(entry.table->span);
      return nullptr;
    }
    if (has_clauses(*query)) {
      report_no_recursion(entry.table->span);
      return nullptr;
    }
    if (!add_levels(*query, levels, visible, entry.outer)) return nullptr;
    body = query->body.get();
    const auto* nested = std::get_if<sql::QueryPtr>(&body->node);
    if (nested == nullptr) break;
    query = nested->get();
  }
  const auto* operation = std::get_if<sql::SetOperation>(&body->node);
  bool anchored = operation != nullptr && operation->steps.back().op == sql::SetOperator::kUnion &&
                  !reads(*operation->first, name, names());
  for (size_t at = 0; anchored && at + 1 < operation->steps.size(); ++at) {
    anchored = !reads(*operation->steps[at].right, name, names());
  }
  if (!anchored) {
    report_no_recursion(entry.table->span);
    return nullptr;
  }
  if (!operation->steps.back().all) {
    report(entry.table->span,
           {.condition = "UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE",
            .sqlstate = "42836",
            .message = "The UNION operator is not yet supported within recursive common table "
                       "expressions (WITH clauses that refer to themselves, directly or "
                       "indirectly). Please use UNION ALL instead."});
    return nullptr;
  }
  return operation;
}

ScopedPlan QueryResolver::recursive_table(const CommonTables::Entry& entry) {
  Levels levels;
  const CommonTables* visible = entry.visible;
  const sql::SetOperation* operation = recursive_union(entry, levels, visible);
  if (operation == nullptr) return {};
  ScopedPlan anchor = set_operation(*operation, visible, entry.outer, operation->steps.size() - 1);
  if (!anchor.plan) return {};
  anchor = aliased(std::move(anchor), {.name = entry.table->name, .columns = entry.table->columns},
                   entry.table->span);
  if (!anchor.plan) return {};
  Recursion recursion{.id = {ids().next_scan().value}, .columns = anchor.plan->output};
  const CommonTables level{.entries = {{.table = entry.table,
                                        .visible = entry.visible,
                                        .outer = entry.outer,
                                        .recursion = &recursion}},
                           .enclosing = visible};
  ScopedPlan step = body(*operation->steps.back().right, &level, entry.outer);
  if (!step.plan) return {};
  if (is_misplaced(*step.plan, recursion.id, true)) {
    report(entry.table->span,
           {.condition = "INVALID_RECURSIVE_REFERENCE.PLACE",
            .sqlstate = "42836",
            .message = "Invalid recursive reference found inside WITH RECURSIVE clause. Recursive "
                       "references cannot be used on the right side of left outer/semi/anti joins, "
                       "on the left side of right outer joins, in full outer joins, in "
                       "aggregates, window functions or sorts."});
    return {};
  }
  step = as_anchor(std::move(step), anchor, operation->steps.back().span);
  if (!step.plan) return {};
  ScopedPlan result;
  std::vector<Attribute> output;
  for (Attribute attribute : anchor.plan->output) {
    attribute.id = ids().next_attribute();
    attribute.nullable = true;
    output.push_back(attribute);
    result.columns.push_back({.qualifier = {entry.table->name.name}, .attribute = attribute});
  }
  result.plan = make_node(
      RecursiveUnion{.id = recursion.id,
                     .left = anchor.plan,
                     .right = step.plan,
                     .level_max = bound(
                         entry.table->max_recursion_level.value_or(settings().recursion_level_max)),
                     .rows_max = bound(settings().recursion_rows_max)},
      std::move(output), entry.table->span);
  return result;
}

// The recursion's columns as the anchor's types have them: the anchor decides.
ScopedPlan QueryResolver::as_anchor(ScopedPlan step, const ScopedPlan& anchor, Span span) {
  const std::vector<Attribute>& wanted = anchor.plan->output;
  const std::vector<Attribute>& given = step.plan->output;
  if (wanted.size() != given.size()) {
    report(span, {.condition = "NUM_COLUMNS_MISMATCH",
                  .sqlstate = "42826",
                  .message = "UNION can only be performed on inputs with the same number of "
                             "columns, but the first input has " +
                             std::to_string(wanted.size()) + " columns and the second input has " +
                             std::to_string(given.size()) + " columns."});
    return {};
  }
  std::vector<NamedExpression> columns;
  for (size_t at = 0; at < wanted.size(); ++at) {
    if (!can_up_cast(given[at].type, wanted[at].type)) {
      report(span, {.condition = "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE",
                    .sqlstate = "42825",
                    .message = "Failed to merge incompatible data types \"" +
                               wanted[at].type.sql() + "\" and \"" + given[at].type.sql() +
                               "\". Please check the data types of the columns being merged and "
                               "ensure that they are compatible."});
      return {};
    }
    columns.push_back({.id = ids().next_attribute(),
                       .name = wanted[at].name,
                       .expression = make_cast(make_reference(given[at]), wanted[at].type)});
  }
  step.plan = make_project(step.plan, std::move(columns), span);
  return step;
}

// The rows of the step before.
ScopedPlan QueryResolver::recursive_reference(const CommonTables::Entry& entry) {
  ScopedPlan result;
  std::vector<Attribute> output;
  for (Attribute attribute : entry.recursion->columns) {
    attribute.id = ids().next_attribute();
    attribute.nullable = true;
    output.push_back(attribute);
    result.columns.push_back({.qualifier = {entry.table->name.name}, .attribute = attribute});
  }
  result.plan = make_node(RecursiveReference{.id = entry.recursion->id}, std::move(output));
  return result;
}

}  // namespace tarn::plan
