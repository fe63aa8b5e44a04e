#include "plan/evaluation.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include "plan/function.h"
#include "types/utf8.h"

namespace tarn::plan {

bool is_known_null(const Expression& expression) {
  if (const auto* literal = std::get_if<Literal>(&expression.content)) {
    return literal->value.is_null();
  }
  if (const auto* cast = std::get_if<Cast>(&expression.content)) {
    return is_known_null(*cast->input);
  }
  if (const auto* field = std::get_if<GetField>(&expression.content)) {
    return is_known_null(*field->input);
  }
  if (const auto* in = std::get_if<InList>(&expression.content)) {
    return is_known_null(*in->input);
  }
  const auto* call = std::get_if<Call>(&expression.content);
  return call != nullptr && is_known_null(*call->function, call->arguments);
}

namespace {

size_t place_of_unit(const std::vector<ExpressionPtr>& arguments) {
  return arguments[0]->type.is(types::TypeKind::kString) ? 0 : 1;
}

}  // namespace

ExpressionPtr text_of_time(const Expression& expression) {
  const auto* cast = std::get_if<Cast>(&expression.content);
  if (cast == nullptr || !cast->input->type.is(types::TypeKind::kString)) return nullptr;
  const types::TypeKind kind = expression.type.kind();
  const bool is_time = kind == types::TypeKind::kDate || kind == types::TypeKind::kTimestamp ||
                       kind == types::TypeKind::kTimestampNtz;
  return is_time && can_raise(*cast->input) ? cast->input : nullptr;
}

bool is_over_local_rows(const Node& node) {
  const auto input = [](const Node& each) -> const Node* {
    if (const auto* project = std::get_if<Project>(&each.content)) return project->input.get();
    if (const auto* filter = std::get_if<Filter>(&each.content)) return filter->input.get();
    if (const auto* limit = std::get_if<Limit>(&each.content)) return limit->input.get();
    return nullptr;
  };
  const Node* below = input(node);
  while (below != nullptr) {
    // A row without columns is none of VALUES.
    if (std::holds_alternative<Rows>(below->content)) return !below->output.empty();
    below = input(*below);
  }
  return false;
}

bool names_no_unit(const Call& call) {
  if (call.function->evaluation != Evaluation::kUnitFirst) return false;
  const size_t place = place_of_unit(call.arguments);
  const auto* literal = std::get_if<Literal>(&call.arguments[place]->content);
  return literal != nullptr && names_no_unit(*call.function, place, literal->value);
}

bool names_no_unit(const Function& function, size_t place, const types::Value& value) {
  constexpr std::array<std::string_view, 8> kOfDates = {"YEAR",  "YYYY", "YY",  "QUARTER",
                                                        "MONTH", "MM",   "MON", "WEEK"};
  constexpr std::array<std::string_view, 7> kOfTimes = {
      "DAY", "DD", "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND"};
  const auto* unit = std::get_if<std::string>(&value.content);
  if (unit == nullptr || function.evaluation != Evaluation::kUnitFirst) return false;
  const auto is_it = [&](std::string_view known) {
    return types::equal_ignoring_case(*unit, known);
  };
  return std::ranges::none_of(kOfDates, is_it) &&
         (place == 1 || std::ranges::none_of(kOfTimes, is_it));
}

bool is_known_null(const Function& function, const std::vector<ExpressionPtr>& arguments) {
  if (function.evaluation == Evaluation::kUntilKnown) {
    return std::ranges::all_of(arguments,
                               [](const ExpressionPtr& each) { return is_known_null(*each); });
  }
  // What is tried is NULL where the call is that it tries: try_add(x, NULL).
  if (function.name == "try.call" || function.name == "try.any")
    return is_known_null(*arguments[0]);
  if ((function.traits & kNullOfFirst) != 0 && is_known_null(*arguments[0])) return true;
  // A pattern is read as soon as it is known.
  if (function.name == "time.of_pattern" && !can_raise(*arguments[1]))
    return is_known_null(*arguments[0]) || is_known_null(*arguments[1]);
  if (function.kind != FunctionKind::kScalar || function.nulls != NullRule::kNullInNullOut) {
    return false;
  }
  // What a lambda is called with is another matter.
  const bool has_lambda = std::ranges::any_of(arguments, [](const ExpressionPtr& each) {
    return std::holds_alternative<Lambda>(each->content);
  });
  return !has_lambda && std::ranges::any_of(arguments, [](const ExpressionPtr& each) {
    return is_known_null(*each);
  });
}

std::vector<size_t> order_of_arguments(const Call& call) {
  std::vector<size_t> order(call.arguments.size());
  std::iota(order.begin(), order.end(), 0);
  const Evaluation evaluation = call.function->evaluation;
  const bool unit_is_last =
      evaluation == Evaluation::kUnitFirst && place_of_unit(call.arguments) == 1;
  if (evaluation == Evaluation::kDivisorFirst || unit_is_last) std::ranges::reverse(order);
  if (evaluation == Evaluation::kLastFirst) std::ranges::rotate(order, order.end() - 1);
  return order;
}

bool gives_null_of_null(const Function& function) {
  return function.nulls == NullRule::kNullInNullOut ||
         function.nulls == NullRule::kNullWhenComputed;
}

bool ends_at_null(const Function& function, size_t place, Running running) {
  const Evaluation evaluation = function.evaluation;
  if (evaluation == Evaluation::kTogether) return false;
  if (evaluation == Evaluation::kInterpretedTogether && running == Running::kInterpreted)
    return false;
  return gives_null_of_null(function) || (function.ends_at_null >> place & 1) != 0;
}

}  // namespace tarn::plan
