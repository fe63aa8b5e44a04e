// Small makers of expressions and nodes, so that outputs and nullability are written in one place.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan/node.h"

namespace tarn::plan {

ExpressionPtr make_literal(types::Value value, types::DataType type, Span span = {});
ExpressionPtr make_string(std::string text, Span span = {});
ExpressionPtr make_int(int64_t value, Span span = {});
ExpressionPtr make_boolean(bool value, Span span = {});
// NULL of a type.
ExpressionPtr make_null(types::DataType type, Span span = {});
ExpressionPtr make_reference(const Attribute& attribute, Span span = {});
// The expression itself where it has the type already.
ExpressionPtr make_cast(ExpressionPtr input, const types::DataType& type,
                        CastMode mode = CastMode::kAnsi);
ExpressionPtr make_field(ExpressionPtr input, size_t ordinal);
// A call whose arguments have their types already.
ExpressionPtr make_call(const Function& function, std::vector<ExpressionPtr> arguments,
                        types::DataType type, bool nullable, Span span = {});
// CASE WHEN condition THEN then ELSE otherwise END, of one type.
ExpressionPtr make_case(ExpressionPtr condition, ExpressionPtr then, ExpressionPtr otherwise);
// a AND b; the other where one is null.
ExpressionPtr make_and(ExpressionPtr a, ExpressionPtr b);

PlanPtr make_node(decltype(Node::content) content, std::vector<Attribute> output, Span span = {});
PlanPtr make_project(PlanPtr input, std::vector<NamedExpression> columns, Span span = {});
PlanPtr make_filter(PlanPtr input, ExpressionPtr condition, Span span = {});
// The output of a join of two plans: sides that may be missing become nullable.
std::vector<Attribute> join_output(JoinKind kind, const Node& left, const Node& right);

Attribute attribute_of(const NamedExpression& column);

}  // namespace tarn::plan
