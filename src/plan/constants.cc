#include "plan/constants.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plan/builder.h"
#include "plan/function.h"
#include "plan/needed_constants.h"
#include "plan/routine.h"
#include "plan/walk.h"

namespace tarn::plan {

namespace {

// What is known without computing: literals, casts of whole numbers to wider ones, and maps and
// arrays of these. Options and percentages are written so, and no engine is asked for them.
std::optional<types::Value> plain_value(const Expression& expression) {
  if (const auto* literal = std::get_if<Literal>(&expression.content)) return literal->value;
  if (const auto* cast = std::get_if<Cast>(&expression.content)) {
    const bool same_value = cast->input->type.is_integral() && expression.type.is_integral() &&
                            cast->input->type.kind() <= expression.type.kind();
    return same_value ? plain_value(*cast->input) : std::nullopt;
  }
  const auto* call = std::get_if<Call>(&expression.content);
  const bool is_list = call != nullptr && call->function->name == "array";
  const bool is_map = call != nullptr && call->function->body == "map";
  if (!is_list && !is_map) {
    return std::nullopt;
  }
  types::ValueList values;
  for (const ExpressionPtr& argument : call->arguments) {
    auto value = plain_value(*argument);
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
  }
  if (is_list) return types::Value{.content = std::move(values)};
  types::ValueMap entries;
  for (size_t at = 0; at + 1 < values.size(); at += 2) {
    // A map may refuse a key: one that is NULL, one that is there already.
    const auto is_same = [&](const types::ValueEntry& entry) { return entry.first == values[at]; };
    if (values[at].is_null() || std::ranges::any_of(entries, is_same)) return std::nullopt;
    entries.push_back({std::move(values[at]), std::move(values[at + 1])});
  }
  return types::Value{.content = std::move(entries)};
}

bool varies(const Expression& part) {
  return std::holds_alternative<AttributeRef>(part.content) ||
         std::holds_alternative<AggregateCall>(part.content) ||
         std::holds_alternative<WindowCall>(part.content) || subquery_of(part) != nullptr ||
         is_random(part);
}

// `inside`: the parameters of the lambdas around it.
bool is_constant_within(const Expression& expression, std::vector<AttributeId>& inside) {
  if (varies(expression)) return false;
  if (std::holds_alternative<RoutineCall>(expression.content)) {
    const auto whole = std::make_shared<const Expression>(expression);
    return is_constant_within(*without_routines(whole), inside);
  }
  if (const auto* parameter = std::get_if<LambdaRef>(&expression.content)) {
    return std::ranges::find(inside, parameter->id) != inside.end();
  }
  const size_t before = inside.size();
  if (const auto* lambda = std::get_if<Lambda>(&expression.content)) {
    for (const Attribute& parameter : lambda->parameters) inside.push_back(parameter.id);
  }
  bool constant = true;
  for_each_child(expression, [&](const ExpressionPtr& child) {
    constant = constant && is_constant_within(*child, inside);
  });
  inside.resize(before);
  return constant;
}

}  // namespace

bool is_random(const Expression& expression) {
  const auto* call = std::get_if<Call>(&expression.content);
  if (call == nullptr || call->function->determinism != Determinism::kVolatile) return false;
  constexpr std::array kClock = {"now", "localtimestamp", "curdate", "unix_timestamp"};
  const std::string_view name = call->function->name;
  return !name.starts_with("current_") && std::ranges::find(kClock, name) == kClock.end();
}

bool is_constant(const Expression& expression) {
  std::vector<AttributeId> inside;
  return is_constant_within(expression, inside);
}

bool is_null_literal(const Expression& expression) {
  const auto* literal = std::get_if<Literal>(&expression.content);
  return expression.type.is(types::TypeKind::kVoid) ||
         (literal != nullptr && literal->value.is_null());
}

Result<ExpressionPtr> folded(const ExpressionPtr& expression, const SessionSettings& settings) {
  if (std::holds_alternative<Literal>(expression->content) || !is_constant(*expression)) {
    return expression;
  }
  auto value = plain_value(*expression);
  if (!value) {
    if (settings.constants == nullptr) return expression;
    ASSIGN_OR_RETURN(value, needed_value(without_routines(expression), settings));
  }
  return make_literal(std::move(*value), expression->type, expression->span);
}

}  // namespace tarn::plan
