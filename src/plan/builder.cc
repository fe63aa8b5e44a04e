#include "plan/builder.h"

#include <algorithm>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
#include "plan/function.h"
#include "plan/special_times.h"
#include "plan/walk.h"

namespace tarn::plan {

ExpressionPtr make_literal(types::Value value, types::DataType type, Span span) {
  const bool nullable = value.is_null();
  return std::make_shared<const Expression>(Expression{.content = Literal{std::move(value)},
                                                       .type = std::move(type),
                                                       .nullable = nullable,
                                                       .span = span});
}

ExpressionPtr make_string(std::string text, Span span) {
  return make_literal({.content = std::move(text)}, types::string_type(), span);
}

ExpressionPtr make_int(int64_t value, Span span) {
  return make_literal({.content = value}, types::int_type(), span);
}

ExpressionPtr make_boolean(bool value, Span span) {
  return make_literal({.content = value}, types::boolean(), span);
}

ExpressionPtr make_null(types::DataType type, Span span) {
  return make_literal({}, std::move(type), span);
}

ExpressionPtr make_reference(const Attribute& attribute, Span span) {
  return std::make_shared<const Expression>(Expression{
      .content =
          AttributeRef{.id = attribute.id, .name = attribute.name, .declared = attribute.declared},
      .type = attribute.type,
      .nullable = attribute.nullable,
      .span = span});
}

ExpressionPtr make_cast(ExpressionPtr input, const types::DataType& type, CastMode mode) {
  if (input->type.same_ignoring_nullability(type)) return input;
  if (const auto* literal = std::get_if<Literal>(&input->content)) {
    if (literal->value.is_null()) return make_null(type, input->span);
    if (ExpressionPtr time = special_time(*input, type)) return time;
  }
  const bool nullable =
      input->nullable || mode == CastMode::kTry || cast_can_null(input->type, type);
  const Span span = input->span;
  return std::make_shared<const Expression>(
      Expression{.content = Cast{.input = std::move(input), .mode = mode},
                 .type = type,
                 .nullable = nullable,
                 .span = span});
}

ExpressionPtr make_field(ExpressionPtr input, size_t ordinal) {
  const types::Field& field = input->type.fields()[ordinal];
  const types::DataType type = field.type;
  const bool nullable = input->nullable || field.nullable;
  const Span span = input->span;
  return std::make_shared<const Expression>(
      Expression{.content = GetField{.input = std::move(input), .ordinal = ordinal},
                 .type = type,
                 .nullable = nullable,
                 .span = span});
}

namespace {

// A call of constants beside a NULL is one, before another raises: as Spark's optimizer has it.
bool is_null_at_once(const Function& function, const std::vector<ExpressionPtr>& arguments) {
  return function.determinism == Determinism::kDeterministic && arguments.size() > 1 &&
         is_known_null(function, arguments) &&
         std::ranges::any_of(arguments, [](const auto& each) { return can_raise(*each); }) &&
         std::ranges::all_of(arguments, [](const auto& each) { return is_constant(*each); }) &&
         std::ranges::none_of(arguments, [](const auto& each) {
           return contains(each,
                           [](const Expression& part) { return text_of_time(part) != nullptr; });
         });
}

// IS NULL of what never is: Spark's optimizer does not compute it, whatever it would raise.
bool is_known_not_null(const Function& function, const std::vector<ExpressionPtr>& arguments) {
  return (function.name == "isnull" || function.name == "isnotnull") && !arguments[0]->nullable &&
         is_constant(*arguments[0]) && can_raise(*arguments[0]);
}

}  // namespace

ExpressionPtr make_call(const Function& function, std::vector<ExpressionPtr> arguments,
                        types::DataType type, bool nullable, Span span) {
  if (is_known_not_null(function, arguments)) {
    return make_literal({function.name == "isnotnull"}, type, span);
  }
  if (is_null_at_once(function, arguments)) return make_null(type, span);
  return std::make_shared<const Expression>(
      Expression{.content = Call{.function = &function, .arguments = std::move(arguments)},
                 .type = std::move(type),
                 .nullable = nullable,
                 .span = span});
}

ExpressionPtr make_case(ExpressionPtr condition, ExpressionPtr then, ExpressionPtr otherwise) {
  const types::DataType type = then->type;
  const bool nullable = then->nullable || otherwise->nullable;
  const Span span = then->span;
  CaseWhen content{.branches = {{.condition = std::move(condition), .result = std::move(then)}},
                   .otherwise = std::move(otherwise)};
  return std::make_shared<const Expression>(
      Expression{.content = std::move(content), .type = type, .nullable = nullable, .span = span});
}

ExpressionPtr make_and(ExpressionPtr a, ExpressionPtr b) {
  if (!a) return b;
  if (!b) return a;
  const bool nullable = a->nullable || b->nullable;
  const Span span{.begin = a->span.begin, .end = b->span.end};
  return make_call(*find_function("and"), {std::move(a), std::move(b)}, types::boolean(), nullable,
                   span);
}

PlanPtr make_node(decltype(Node::content) content, std::vector<Attribute> output, Span span) {
  return std::make_shared<const Node>(
      Node{.content = std::move(content), .output = std::move(output), .span = span});
}

Attribute attribute_of(const NamedExpression& column) {
  const auto* repeated = std::get_if<AttributeRef>(&column.expression->content);
  return {
      .id = column.id,
      .name = column.name,
      .type = column.expression->type,
      .nullable = column.expression->nullable,
      .declared = column.declared || repeated == nullptr ? column.declared : repeated->declared};
}

PlanPtr make_project(PlanPtr input, std::vector<NamedExpression> columns, Span span) {
  std::vector<Attribute> output;
  output.reserve(columns.size());
  for (const NamedExpression& column : columns) output.push_back(attribute_of(column));
  return make_node(Project{.input = std::move(input), .columns = std::move(columns)},
                   std::move(output), span);
}

PlanPtr make_filter(PlanPtr input, ExpressionPtr condition, Span span) {
  std::vector<Attribute> output = input->output;
  return make_node(Filter{.input = std::move(input), .condition = std::move(condition)},
                   std::move(output), span);
}

std::vector<Attribute> join_output(JoinKind kind, const Node& left, const Node& right) {
  std::vector<Attribute> output = left.output;
  if (kind == JoinKind::kRightOuter || kind == JoinKind::kFullOuter) {
    for (Attribute& attribute : output) attribute.nullable = true;
  }
  if (kind == JoinKind::kLeftSemi || kind == JoinKind::kLeftAnti) return output;
  const bool optional = kind == JoinKind::kLeftOuter || kind == JoinKind::kFullOuter;
  for (Attribute attribute : right.output) {
    attribute.nullable = attribute.nullable || optional;
    output.push_back(std::move(attribute));
  }
  return output;
}

}  // namespace tarn::plan
