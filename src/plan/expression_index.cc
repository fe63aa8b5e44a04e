#include "plan/expression_index.h"

#include <functional>
#include <string>

#include "plan/sameness.h"

namespace tarn::plan {
namespace {

size_t mixed(size_t value) {
  value ^= value >> 31;
  value *= 0x9e3779b97f4a7c15ULL;
  return value ^ value >> 29;
}

// Of numbers and texts; other literals are rare, and 0.0 is -0.0.
size_t likeness_of_value(const types::Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value.content)) {
    return std::hash<int64_t>()(*number);
  }
  if (const auto* text = std::get_if<std::string>(&value.content)) {
    return std::hash<std::string>()(*text);
  }
  return 0;
}

// What tells an expression from others besides its children.
size_t likeness_of_itself(const Expression& expression) {
  const size_t kind = expression.content.index();
  if (const auto* literal = std::get_if<Literal>(&expression.content)) {
    return kind + 64 * likeness_of_value(literal->value);
  }
  if (const auto* reference = std::get_if<AttributeRef>(&expression.content)) {
    return kind + 64 * static_cast<size_t>(reference->id.value);
  }
  if (const auto* field = std::get_if<GetField>(&expression.content)) {
    return kind + 64 * field->ordinal;
  }
  const Function* function = nullptr;
  if (const auto* call = std::get_if<Call>(&expression.content)) function = call->function;
  if (const auto* call = std::get_if<AggregateCall>(&expression.content)) function = call->function;
  if (const auto* call = std::get_if<WindowCall>(&expression.content)) function = call->function;
  return kind + std::hash<const Function*>()(function);
}

}  // namespace

size_t ExpressionIndex::likeness(const ExpressionPtr& expression) {
  const auto known = known_.find(expression);
  if (known != known_.end()) return known->second;
  const size_t result = own_likeness(*expression);
  known_.emplace(expression, result);
  return result;
}

// The order of children is left to the comparison.
size_t ExpressionIndex::own_likeness(const Expression& expression) {
  if (const auto order = order_of(expression)) {
    return mixed(1 + static_cast<size_t>(order->or_equal) + likeness(order->less) +
                 likeness(order->more));
  }
  const size_t itself = likeness_of_itself(expression);
  const auto* call = std::get_if<Call>(&expression.content);
  if (call != nullptr && is_commutative(*call->function)) {
    return mixed(itself + likeness_of_operands(expression, *call->function));
  }
  size_t sum = itself;
  if (const auto* routine = std::get_if<RoutineCall>(&expression.content)) {
    // Each call's body has names of its own.
    for (const ExpressionPtr& argument : routine->arguments) sum += likeness(argument);
    return mixed(sum);
  }
  for_each_child(expression, [&](const ExpressionPtr& child) { sum += likeness(child); });
  return mixed(sum);
}

size_t ExpressionIndex::likeness_of_operands(const Expression& expression,
                                             const Function& function) {
  size_t sum = 0;
  for (const ExpressionPtr& argument : std::get<Call>(expression.content).arguments) {
    const auto* call = std::get_if<Call>(&argument->content);
    const bool is_chain = call != nullptr && call->function == &function &&
                          continues_chain(expression, *argument, function);
    sum += is_chain ? likeness_of_operands(*argument, function) : likeness(argument);
  }
  return sum;
}

}  // namespace tarn::plan
