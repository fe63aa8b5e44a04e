#include "plan/constants.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "plan/builder.h"
#include "plan/constant_folder.h"
#include "plan/expression_index.h"
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

// The engine takes as long to begin with a statement as for ten of these; in a longer one little is
// gained, and all of it is asked again where one raises.
constexpr size_t kAskedTogetherMax = 100;

// Whether the engine has told the values of all of them in one answer, which is then what each of
// them alone is worth: it is asked for parts of a constant only where the whole raises.
bool fold_together(std::span<ExpressionPtr> expressions, const SessionSettings& settings) {
  if (settings.constants == nullptr) return false;
  std::vector<ExpressionPtr*> asked;
  std::vector<ExpressionPtr> constants;
  for (ExpressionPtr& each : expressions) {
    if (std::holds_alternative<Literal>(each->content) || !is_constant(*each)) continue;
    if (auto plain = plain_value(*each)) {
      each = make_literal(*std::move(plain), each->type, each->span);
      continue;
    }
    asked.push_back(&each);
    constants.push_back(without_routines(each));
  }
  if (asked.empty()) return true;
  auto values = settings.constants->values_of(constants, settings.time_zone);
  if (!values) return false;
  for (size_t at = 0; at < asked.size(); ++at) {
    const Expression& was = **asked[at];
    *asked[at] = make_literal(std::move((*values)[at]), was.type, was.span);
  }
  return true;
}

Status fold_different(std::span<ExpressionPtr> expressions, const SessionSettings& settings) {
  while (!expressions.empty()) {
    const auto together = expressions.first(std::min(kAskedTogetherMax, expressions.size()));
    if (!fold_together(together, settings)) {
      for (ExpressionPtr& each : together) {
        ASSIGN_OR_RETURN(each, folded(each, settings));
      }
    }
    expressions = expressions.subspan(together.size());
  }
  return ok();
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

Status fold_all(std::span<ExpressionPtr> expressions, const SessionSettings& settings) {
  std::vector<ExpressionPtr> different;
  std::vector<size_t> places;
  ExpressionIndex index;
  for (const ExpressionPtr& each : expressions) {
    const auto found = index.find(different, each, std::identity());
    places.push_back(found.value_or(different.size()));
    if (!found) different.push_back(each);
  }
  RETURN_IF_ERROR(fold_different(different, settings));
  for (size_t at = 0; at < expressions.size(); ++at) {
    const auto* known = std::get_if<Literal>(&different[places[at]]->content);
    if (known == nullptr) continue;
    const Expression& was = *expressions[at];
    expressions[at] = make_literal(known->value, was.type, was.span);
  }
  return ok();
}

}  // namespace tarn::plan
