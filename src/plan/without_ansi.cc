#include "plan/without_ansi.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "plan/builder.h"
#include "plan/function.h"
#include "plan/legacy_coercion.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

const Function& function_named(std::string_view name) {
  const Function* function = find_function(name);
  CHECK(function != nullptr);
  return *function;
}

ExpressionPtr called(std::string_view name, const std::vector<ExpressionPtr>& arguments,
                     const Expression& like) {
  return make_call(function_named(name), arguments, like.type, true, like.span);
}

// Integers and the parts of an INTERVAL wrap around; quotients of zero are NULL.
std::string_view arithmetic_of(std::string_view name, const DataType& type) {
  constexpr std::array kWrapping = {
      Pair{"+", "wrap.add"},           Pair{"-", "wrap.subtract"},
      Pair{"*", "wrap.multiply"},      Pair{"div", "wrap.div"},
      Pair{"negative", "wrap.negate"}, Pair{"negative.integral", "wrap.negate"},
      Pair{"abs", "wrap.abs"},         Pair{"div.nonzero", "wrap.div"}};
  constexpr std::array kOfCalendar = {Pair{"interval.add", "calendar.wrap_add"},
                                      Pair{"interval.subtract", "calendar.wrap_subtract"},
                                      Pair{"interval.negate", "calendar.wrap_negate"},
                                      Pair{"calendar.multiply", "calendar.multiply_safely"}};
  constexpr std::array kTried = {Pair{"/", "try_divide"}, Pair{"%", "try_mod"}};
  const auto is_named = [&](const Pair& pair) { return pair.first == name; };
  if (type.is_integral()) {
    const auto found = std::ranges::find_if(kWrapping, is_named);
    if (found != kWrapping.end()) return found->second;
  }
  if (type.is(TypeKind::kCalendarInterval)) {
    const auto found = std::ranges::find_if(kOfCalendar, is_named);
    if (found != kOfCalendar.end()) return found->second;
  }
  const auto tried = std::ranges::find_if(kTried, is_named);
  return tried == kTried.end() ? std::string_view() : tried->second;
}

ExpressionPtr call_without_ansi(const ExpressionPtr& expression, const Call& call,
                                SizeOfNull size) {
  const std::string_view name = call.function->name;
  const DataType& first = call.arguments.empty() ? expression->type : call.arguments[0]->type;
  const std::string_view arithmetic = arithmetic_of(name, first);
  const bool of_decimals = first.is(TypeKind::kDecimal);
  if (!arithmetic.empty() && !(of_decimals && name != "+" && name != "-")) {
    return called(arithmetic, call.arguments, *expression);
  }
  if (name == "element_at.subscript" && first.is(TypeKind::kArray)) {
    return called("get", call.arguments, *expression);
  }
  if (name == "element_at" && first.is(TypeKind::kArray)) {
    return called("try_element_at", call.arguments, *expression);
  }
  // Rounding wraps around, too: 2147483647 becomes 2147483650 first.
  const bool rounds = name == "round.integer" || name == "bround.integer";
  if (rounds) {
    const DataType decimal = DataType::decimal(21, 0);  // holds the next power of ten, too
    const ExpressionPtr wide =
        make_call(function_named(name == "round.integer" ? "round.decimal" : "bround.decimal"),
                  {make_cast(call.arguments[0], decimal), call.arguments[1]}, decimal,
                  expression->nullable, expression->span);
    return make_cast(wide, expression->type, CastMode::kLegacy);
  }
  // A day keeps its interval's hours: the sum is a time, of which the day is taken.
  if (name == "date.plus_calendar" || name == "date.minus_calendar") {
    const ExpressionPtr moved =
        make_call(function_named(name == "date.plus_calendar" ? "timestamp.plus_calendar"
                                                              : "timestamp.minus_calendar"),
                  {make_cast(call.arguments[0], types::timestamp_type(), CastMode::kLegacy),
                   call.arguments[1]},
                  types::timestamp_type(), expression->nullable, expression->span);
    return make_cast(moved, expression->type, CastMode::kLegacy);
  }
  const bool is_size = name == "size" || name == "size.map";
  if (is_size && size == SizeOfNull::kMinusOne && call.arguments[0]->nullable) {
    return make_call(function_named("coalesce"), {expression, make_int(-1, expression->span)},
                     expression->type, false, expression->span);
  }
  // A text that does not fit makes NULL; a pattern that is none raises still.
  if (call.function->body == "read_by_pattern" && !expression->type.is(TypeKind::kTime)) {
    return called("try_to_timestamp", call.arguments, *expression);
  }
  constexpr std::array kMakers = {"make_timestamp", "make_timestamp_ntz", "make_timestamp.local"};
  if (std::ranges::find(kMakers, name) != kMakers.end()) {
    return called("try_" + std::string(name), call.arguments, *expression);
  }
  if ((call.function->traits & kTriedWithoutAnsi) == 0) return nullptr;
  return called("try.call", {expression}, *expression);
}

// An aggregate, over rows or over a window.
template <typename Aggregated>
ExpressionPtr aggregate_without_ansi(const ExpressionPtr& expression, const Aggregated& call) {
  constexpr std::array kVariants = {Pair{"sum.wide", "try_sum.wide"},
                                    Pair{"avg.wide", "try_avg.wide"}, Pair{"corr", "corr.or_null"}};
  Aggregated changed = call;
  const bool wraps = call.function->name == "sum" && expression->type.is(TypeKind::kLong);
  if (wraps) {
    changed.function = &function_named("wrap.sum");
  } else {
    const auto found = std::ranges::find(kVariants, call.function->name, &Pair::first);
    if (found == kVariants.end()) return nullptr;
    changed.function = &function_named(found->second);
  }
  return std::make_shared<const Expression>(Expression{.content = std::move(changed),
                                                       .type = expression->type,
                                                       .nullable = expression->nullable,
                                                       .span = expression->span});
}

bool is_done(const Expression& expression, std::string_view name) {
  const auto* call = std::get_if<Call>(&expression.content);
  return call != nullptr && call->function->name == name;
}

}  // namespace

ExpressionPtr without_ansi(const ExpressionPtr& expression, SizeOfNull size) {
  if (expression == nullptr) return nullptr;
  // What stands under TRY() or beside the -1 of size() has been through.
  if (is_done(*expression, "try.any") || is_done(*expression, "try.call")) return expression;
  if (const auto* coalesced = std::get_if<Call>(&expression->content);
      coalesced != nullptr && coalesced->function->name == "coalesce" &&
      coalesced->arguments.size() == 2 &&
      (is_done(*coalesced->arguments[0], "size") ||
       is_done(*coalesced->arguments[0], "size.map"))) {
    return expression;
  }
  const ExpressionPtr inner = with_children(
      expression, [size](const ExpressionPtr& child) { return without_ansi(child, size); });
  if (const auto* cast = std::get_if<Cast>(&inner->content)) {
    if (cast->mode != CastMode::kAnsi || cast->input->type.is(TypeKind::kVariant)) return inner;
    const bool nullable =
        cast->input->nullable || legacy_cast_can_null(cast->input->type, inner->type);
    return std::make_shared<const Expression>(
        Expression{.content = Cast{.input = cast->input, .mode = CastMode::kLegacy},
                   .type = inner->type,
                   .nullable = nullable,
                   .span = inner->span});
  }
  ExpressionPtr changed;
  if (const auto* call = std::get_if<Call>(&inner->content)) {
    changed = call_without_ansi(inner, *call, size);
  } else if (const auto* aggregate = std::get_if<AggregateCall>(&inner->content)) {
    changed = aggregate_without_ansi(inner, *aggregate);
  } else if (const auto* window = std::get_if<WindowCall>(&inner->content)) {
    changed = aggregate_without_ansi(inner, *window);
  }
  return changed == nullptr ? inner : changed;
}

}  // namespace tarn::plan
