#include "plan/rewrite.h"

#include <memory>
#include <type_traits>
#include <utility>

#include "base/check.h"

namespace tarn::plan {

PlanPtr with_inputs(const Node& node, std::vector<PlanPtr> inputs) {
  auto copy = std::make_shared<Node>(node);
  std::visit(
      [&](auto& operation) {
        using T = std::decay_t<decltype(operation)>;
        if constexpr (std::is_same_v<T, Scan> || std::is_same_v<T, Rows> ||
                      std::is_same_v<T, RecursiveReference>) {
          CHECK(inputs.empty());
        } else if constexpr (std::is_same_v<T, Join> || std::is_same_v<T, SetOperation> ||
                             std::is_same_v<T, RecursiveUnion>) {
          CHECK(inputs.size() == 2);
          operation.left = std::move(inputs[0]);
          operation.right = std::move(inputs[1]);
        } else {
          CHECK(inputs.size() == 1);
          operation.input = std::move(inputs[0]);
        }
      },
      copy->content);
  return copy;
}

namespace {

class Rewriting {
 public:
  explicit Rewriting(const ExpressionRewriter& rewrite) : rewrite_(rewrite) {}

  bool changed() const { return changed_; }

  void operator()(ExpressionPtr& expression) {
    if (expression == nullptr) return;
    ExpressionPtr next = rewrite_(expression);
    changed_ = changed_ || next != expression;
    expression = std::move(next);
  }
  void operator()(NamedExpression& column) { (*this)(column.expression); }
  void operator()(SortKey& key) { (*this)(key.expression); }
  void operator()(Expectation& rule) { (*this)(rule.condition); }
  template <typename Each>
  void operator()(std::vector<Each>& list) {
    for (Each& each : list) (*this)(each);
  }

 private:
  const ExpressionRewriter& rewrite_;
  bool changed_ = false;
};

}  // namespace

PlanPtr with_expressions(const PlanPtr& plan, const ExpressionRewriter& rewrite) {
  auto copy = std::make_shared<Node>(*plan);
  Rewriting all(rewrite);
  std::visit(
      [&](auto& operation) {
        using T = std::decay_t<decltype(operation)>;
        if constexpr (std::is_same_v<T, Rows>) {
          all(operation.rows);
        } else if constexpr (std::is_same_v<T, Project> || std::is_same_v<T, Window>) {
          all(operation.columns);
        } else if constexpr (std::is_same_v<T, Filter> || std::is_same_v<T, Join>) {
          all(operation.condition);
        } else if constexpr (std::is_same_v<T, Aggregate>) {
          all(operation.keys);
          all(operation.aggregates);
        } else if constexpr (std::is_same_v<T, Sort>) {
          all(operation.keys);
        } else if constexpr (std::is_same_v<T, Limit>) {
          all(operation.count);
          all(operation.offset);
        } else if constexpr (std::is_same_v<T, Generate>) {
          all(operation.arguments);
        } else if constexpr (std::is_same_v<T, Expect>) {
          all(operation.expectations);
        } else {
          // Whoever adds a node with expressions is stopped here.
          static_assert(std::is_same_v<T, Scan> || std::is_same_v<T, SetOperation> ||
                        std::is_same_v<T, Distinct> || std::is_same_v<T, Deduplicate> ||
                        std::is_same_v<T, Watermark> || std::is_same_v<T, RecursiveUnion> ||
                        std::is_same_v<T, RecursiveReference>);
        }
      },
      copy->content);
  return all.changed() ? PlanPtr(std::move(copy)) : plan;
}

namespace {

// `node`: where the expression stands; null: nowhere.
ExpressionPtr replace_in(const Node* node, const ExpressionPtr& expression,
                         const NodeExpressionRewriter& replace) {
  if (ExpressionPtr other = replace(node, expression)) return other;
  ExpressionPtr result = with_children(
      expression, [&](const ExpressionPtr& child) { return replace_in(node, child, replace); });
  const PlanPtr plan = subquery_of(*result);
  if (plan == nullptr) return result;
  PlanPtr replaced = replace_in_nodes(plan, replace);
  return replaced == plan ? result : with_subquery(result, std::move(replaced));
}

NodeExpressionRewriter wherever(const ExpressionRewriter& replace) {
  return [&replace](const Node*, const ExpressionPtr& each) { return replace(each); };
}

}  // namespace

ExpressionPtr replace_everywhere(const ExpressionPtr& expression,
                                 const ExpressionRewriter& replace) {
  return replace_in(nullptr, expression, wherever(replace));
}

PlanPtr replace_everywhere(const PlanPtr& plan, const ExpressionRewriter& replace) {
  return replace_in_nodes(plan, wherever(replace));
}

PlanPtr replace_in_nodes(const PlanPtr& plan, const NodeExpressionRewriter& replace) {
  bool changed = false;
  std::vector<PlanPtr> inputs = inputs_of(*plan);
  for (PlanPtr& input : inputs) {
    PlanPtr next = replace_in_nodes(input, replace);
    changed = changed || next != input;
    input = std::move(next);
  }
  const PlanPtr below = changed ? with_inputs(*plan, std::move(inputs)) : plan;
  return with_expressions(below, [&](const ExpressionPtr& expression) {
    return replace_in(plan.get(), expression, replace);
  });
}

}  // namespace tarn::plan
