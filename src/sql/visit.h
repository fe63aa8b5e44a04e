// The children of a node, for code that must look at all of them and cares about few kinds.

#pragma once

#include "base/overloaded.h"
#include "sql/ast_query.h"

namespace tarn::sql {

namespace visit_detail {

template <typename Visit>
void each(const ExpressionPtr& child, const Visit& visit) {
  if (child != nullptr) {
    visit(*child);
  }
}

template <typename Visit>
void each(const ExpressionList& children, const Visit& visit) {
  for (const ExpressionPtr& child : children) {
    each(child, visit);
  }
}

template <typename Visit>
void each(const std::vector<SortItem>& items, const Visit& visit) {
  for (const SortItem& item : items) {
    each(item.expression, visit);
  }
}

template <typename Visit>
void each(const WindowSpec& window, const Visit& visit) {
  each(window.partition_by, visit);
  each(window.order_by, visit);
  if (window.frame) {
    each(window.frame->from.offset, visit);
    each(window.frame->to.offset, visit);
  }
}

}  // namespace visit_detail

// Calls visit(const Expression&) for each expression of a window, in the order written.
template <typename Visit>
void for_each_child(const WindowSpec& window, const Visit& visit) {
  visit_detail::each(window, visit);
}

// Calls visit(const Expression&) for each direct child, in the order written. Does not enter
// subqueries.
template <typename Visit>
void for_each_child(const ExpressionNode& node, const Visit& visit) {
  using visit_detail::each;
  std::visit(Overloaded{
                 [](const Literal&) {},
                 [](const TypedLiteral&) {},
                 [&](const IntervalExpression& interval) {
                   for (const auto& part : interval.parts) {
                     each(part.value, visit);
                   }
                 },
                 [](const ColumnName&) {},
                 [](const Star&) {},
                 [](const Parameter&) {},
                 [&](const Unary& unary) { each(unary.operand, visit); },
                 [&](const Binary& binary) {
                   each(binary.left, visit);
                   each(binary.right, visit);
                 },
                 [&](const Like& like) {
                   each(like.operand, visit);
                   each(like.patterns, visit);
                 },
                 [&](const Between& between) {
                   each(between.operand, visit);
                   each(between.low, visit);
                   each(between.high, visit);
                 },
                 [&](const InList& in) {
                   each(in.operand, visit);
                   each(in.values, visit);
                 },
                 [&](const InSubquery& in) { each(in.operand, visit); },
                 [](const Exists&) {},
                 [](const ScalarSubquery&) {},
                 [&](const IsTest& test) { each(test.operand, visit); },
                 [&](const IsDistinctFrom& distinct) {
                   each(distinct.left, visit);
                   each(distinct.right, visit);
                 },
                 [&](const Case& cases) {
                   each(cases.operand, visit);
                   for (const auto& branch : cases.branches) {
                     each(branch.when, visit);
                     each(branch.then, visit);
                   }
                   each(cases.otherwise, visit);
                 },
                 [&](const Cast& cast) { each(cast.operand, visit); },
                 [&](const FunctionCall& call) {
                   for (const auto& argument : call.arguments) {
                     each(argument.value, visit);
                   }
                   each(call.within_group, visit);
                   each(call.filter, visit);
                   if (call.window != nullptr) {
                     each(*call.window, visit);
                   }
                 },
                 [&](const StructConstructor& structure) {
                   for (const auto& item : structure.items) {
                     each(item.value, visit);
                   }
                 },
                 [&](const Lambda& lambda) { each(lambda.body, visit); },
                 [&](const Subscript& subscript) {
                   each(subscript.base, visit);
                   each(subscript.key, visit);
                 },
                 [&](const FieldAccess& access) { each(access.base, visit); },
                 [&](const JsonPath& path) { each(path.base, visit); },
                 [&](const Tuple& tuple) { each(tuple.items, visit); },
                 [&](const Aliased& aliased) { each(aliased.value, visit); },
             },
             node);
}

// Calls visit(const Query&) for the subquery of the node itself, if it has one.
template <typename Visit>
void for_each_query(const ExpressionNode& node, const Visit& visit) {
  if (const auto* in = std::get_if<InSubquery>(&node)) {
    visit(*in->query);
  } else if (const auto* exists = std::get_if<Exists>(&node)) {
    visit(*exists->query);
  } else if (const auto* scalar = std::get_if<ScalarSubquery>(&node)) {
    visit(*scalar->query);
  }
}

}  // namespace tarn::sql
