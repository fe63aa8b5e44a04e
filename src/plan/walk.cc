#include "plan/walk.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/overloaded.h"
#include "plan/function.h"

namespace tarn::plan {

namespace {

void visit_if(const ExpressionPtr& expression, const ExpressionVisitor& visit) {
  if (expression) visit(expression);
}

void visit_all(const std::vector<ExpressionPtr>& list, const ExpressionVisitor& visit) {
  for (const ExpressionPtr& item : list) visit(item);
}

void visit_keys(const std::vector<SortKey>& keys, const ExpressionVisitor& visit) {
  for (const SortKey& key : keys) visit(key.expression);
}

void visit_columns(const std::vector<NamedExpression>& columns, const ExpressionVisitor& visit) {
  for (const NamedExpression& column : columns) visit(column.expression);
}

const Function* function_of(const Expression& expression) {
  if (const auto* call = std::get_if<Call>(&expression.content)) return call->function;
  if (const auto* call = std::get_if<AggregateCall>(&expression.content)) return call->function;
  if (const auto* call = std::get_if<WindowCall>(&expression.content)) return call->function;
  return nullptr;
}

// The columns that a plan and the plans of its subqueries make.
void collect_made(const Node& node, std::set<AttributeId>& made) {
  for (const Attribute& column : node.output) made.insert(column.id);
  for (const PlanPtr& input : inputs_of(node)) collect_made(*input, made);
  for_each_expression(node, [&made](const ExpressionPtr& top) {
    for_each(top, [&made](const ExpressionPtr& each) {
      if (const PlanPtr inner = subquery_of(*each)) collect_made(*inner, made);
    });
  });
}

}  // namespace

void for_each_child(const Expression& expression, const ExpressionVisitor& visit) {
  std::visit(Overloaded{
                 [](const Literal&) {},
                 [](const AttributeRef&) {},
                 [](const LambdaRef&) {},
                 [&](const Call& call) { visit_all(call.arguments, visit); },
                 [&](const Cast& cast) { visit(cast.input); },
                 [&](const CaseWhen& branches) {
                   for (const CaseWhen::Branch& branch : branches.branches) {
                     visit(branch.condition);
                     visit(branch.result);
                   }
                   visit_if(branches.otherwise, visit);
                 },
                 [&](const GetField& field) { visit(field.input); },
                 [&](const Lambda& lambda) { visit(lambda.body); },
                 [&](const InList& in) {
                   visit(in.input);
                   visit_all(in.items, visit);
                 },
                 [](const ScalarSubquery&) {},
                 [](const ExistsSubquery&) {},
                 [&](const InSubquery& in) { visit_all(in.values, visit); },
                 [&](const AggregateCall& call) {
                   visit_all(call.arguments, visit);
                   visit_if(call.filter, visit);
                   visit_keys(call.order_by, visit);
                 },
                 [&](const WindowCall& call) {
                   visit_all(call.arguments, visit);
                   visit_all(call.partition_by, visit);
                   visit_keys(call.order_by, visit);
                   visit_if(call.frame.start.offset, visit);
                   visit_if(call.frame.end.offset, visit);
                   visit_if(call.filter, visit);
                   visit_keys(call.within_group, visit);
                 },
                 [&](const RoutineCall& call) { visit_all(call.arguments, visit); },
             },
             expression.content);
}

void for_each(const ExpressionPtr& expression, const ExpressionVisitor& visit) {
  visit(expression);
  for_each_child(*expression, [&](const ExpressionPtr& child) { for_each(child, visit); });
}

void for_each_expression(const Node& node, const ExpressionVisitor& visit) {
  std::visit(Overloaded{
                 [](const Scan&) {},
                 [&](const Rows& rows) {
                   for (const auto& row : rows.rows) visit_all(row, visit);
                 },
                 [&](const Project& project) { visit_columns(project.columns, visit); },
                 [&](const Filter& filter) { visit(filter.condition); },
                 [&](const Join& join) { visit_if(join.condition, visit); },
                 [&](const Aggregate& aggregate) {
                   visit_columns(aggregate.keys, visit);
                   visit_columns(aggregate.aggregates, visit);
                 },
                 [&](const Window& window) { visit_columns(window.columns, visit); },
                 [&](const Sort& sort) { visit_keys(sort.keys, visit); },
                 [&](const Limit& limit) {
                   visit_if(limit.count, visit);
                   visit_if(limit.offset, visit);
                 },
                 [](const SetOperation&) {},
                 [](const Distinct&) {},
                 [&](const Generate& generate) { visit_all(generate.arguments, visit); },
                 [](const Deduplicate&) {},
                 [](const Watermark&) {},
                 [&](const Expect& expect) {
                   for (const Expectation& rule : expect.expectations) visit(rule.condition);
                 },
                 [](const RecursiveUnion&) {},
                 [](const RecursiveReference&) {},
             },
             node.content);
}

PlanPtr subquery_of(const Expression& expression) {
  if (const auto* scalar = std::get_if<ScalarSubquery>(&expression.content)) return scalar->plan;
  if (const auto* exists = std::get_if<ExistsSubquery>(&expression.content)) return exists->plan;
  if (const auto* in = std::get_if<InSubquery>(&expression.content)) return in->plan;
  return nullptr;
}

ExpressionPtr with_children(const ExpressionPtr& expression, const ExpressionRewriter& rewrite) {
  bool changed = false;
  Expression copy = *expression;
  const auto one = [&](ExpressionPtr& child) {
    if (!child) return;
    ExpressionPtr next = rewrite(child);
    changed = changed || next != child;
    child = std::move(next);
  };
  const auto all = [&](std::vector<ExpressionPtr>& list) {
    for (ExpressionPtr& item : list) one(item);
  };
  std::visit(Overloaded{
                 [](Literal&) {},
                 [](AttributeRef&) {},
                 [](LambdaRef&) {},
                 [&](Call& call) { all(call.arguments); },
                 [&](Cast& cast) { one(cast.input); },
                 [&](CaseWhen& branches) {
                   for (CaseWhen::Branch& branch : branches.branches) {
                     one(branch.condition);
                     one(branch.result);
                   }
                   one(branches.otherwise);
                 },
                 [&](GetField& field) { one(field.input); },
                 [&](Lambda& lambda) { one(lambda.body); },
                 [&](InList& in) {
                   one(in.input);
                   all(in.items);
                 },
                 [](ScalarSubquery&) {},
                 [](ExistsSubquery&) {},
                 [&](InSubquery& in) { all(in.values); },
                 [&](AggregateCall& call) {
                   all(call.arguments);
                   one(call.filter);
                   for (SortKey& key : call.order_by) one(key.expression);
                 },
                 [&](WindowCall& call) {
                   all(call.arguments);
                   all(call.partition_by);
                   for (SortKey& key : call.order_by) one(key.expression);
                   one(call.frame.start.offset);
                   one(call.frame.end.offset);
                   one(call.filter);
                   for (SortKey& key : call.within_group) one(key.expression);
                 },
                 [&](RoutineCall& call) { all(call.arguments); },
             },
             copy.content);
  return changed ? std::make_shared<const Expression>(std::move(copy)) : expression;
}

ExpressionPtr with_subquery(const ExpressionPtr& expression, PlanPtr plan) {
  Expression copy = *expression;
  if (auto* scalar = std::get_if<ScalarSubquery>(&copy.content)) {
    scalar->plan = std::move(plan);
  } else if (auto* exists = std::get_if<ExistsSubquery>(&copy.content)) {
    exists->plan = std::move(plan);
  } else {
    auto* in = std::get_if<InSubquery>(&copy.content);
    CHECK(in != nullptr);
    in->plan = std::move(plan);
  }
  return std::make_shared<const Expression>(std::move(copy));
}

namespace {

// What stands twice is one expression, and is replaced by one: BETWEEN within BETWEEN would be
// gone through twice as often at each level.
class Replacing {
 public:
  explicit Replacing(const ExpressionRewriter& replace) : replace_(replace) {}

  ExpressionPtr of(const ExpressionPtr& expression) {
    const bool may_be_shared = expression.use_count() > 1;
    if (may_be_shared) {
      if (const auto known = replaced_.find(expression.get()); known != replaced_.end()) {
        return known->second;
      }
    }
    ExpressionPtr result = replace_(expression);
    if (result == nullptr) {
      result = with_children(expression, [&](const ExpressionPtr& child) { return of(child); });
    }
    if (may_be_shared) replaced_.emplace(expression.get(), result);
    return result;
  }

 private:
  const ExpressionRewriter& replace_;
  std::unordered_map<const Expression*, ExpressionPtr> replaced_;
};

}  // namespace

ExpressionPtr replace_top_down(const ExpressionPtr& expression, const ExpressionRewriter& replace) {
  return Replacing(replace).of(expression);
}

void collect_attributes(const Expression& expression, std::set<AttributeId>& into) {
  if (const auto* attribute = std::get_if<AttributeRef>(&expression.content)) {
    into.insert(attribute->id);
  }
  if (const PlanPtr plan = subquery_of(expression)) collect_attributes(*plan, into);
  for_each_child(expression, [&](const ExpressionPtr& child) { collect_attributes(*child, into); });
}

void collect_attributes(const Node& node, std::set<AttributeId>& into) {
  for_each_expression(node, [&](const ExpressionPtr& child) { collect_attributes(*child, into); });
  for (const PlanPtr& input : inputs_of(node)) collect_attributes(*input, into);
}

bool names_columns_outside(const Node& node) {
  std::set<AttributeId> made;
  collect_made(node, made);
  std::set<AttributeId> named;
  collect_attributes(node, named);
  return !std::ranges::includes(made, named);
}

namespace {

class Searching {
 public:
  explicit Searching(const std::function<bool(const Expression&)>& test) : test_(test) {}

  bool finds(const ExpressionPtr& expression) {
    // What stands twice is looked at once.
    if (expression.use_count() > 1 && !seen_.insert(expression.get()).second) return false;
    if (test_(*expression)) return true;
    bool found = false;
    for_each_child(*expression, [&](const ExpressionPtr& child) { found = found || finds(child); });
    return found;
  }

 private:
  const std::function<bool(const Expression&)>& test_;
  std::unordered_set<const Expression*> seen_;
};

}  // namespace

bool contains(const ExpressionPtr& expression, const std::function<bool(const Expression&)>& test) {
  return Searching(test).finds(expression);
}

size_t parts_of(const ExpressionPtr& expression, size_t most) {
  if (most == 0) return 0;
  size_t parts = 1;
  for_each_child(*expression, [&](const ExpressionPtr& child) {
    if (parts < most) parts += parts_of(child, most - parts);
  });
  return parts;
}

bool is_volatile(const ExpressionPtr& expression) {
  return contains(expression, [](const Expression& part) {
    const Function* function = function_of(part);
    const PlanPtr plan = subquery_of(part);
    if (const auto* routine = std::get_if<RoutineCall>(&part.content)) {
      return is_volatile(routine->body);
    }
    return (function != nullptr && function->determinism == Determinism::kVolatile) ||
           (plan != nullptr && is_volatile(*plan));
  });
}

}  // namespace tarn::plan
