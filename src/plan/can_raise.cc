// Which expressions can raise an error of a row: what may move and what Spark's order must guard.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "plan/coercion.h"
#include "plan/evaluation.h"
#include "plan/function.h"
#include "plan/walk.h"

namespace tarn::plan {
namespace {

using types::TypeKind;

__extension__ using Wide = __int128;

// The least and the greatest value that an expression of an integral type can have.
struct Bounds {
  Wide least = 0;
  Wide greatest = 0;
};

Bounds bounds_of_type(const types::DataType& type) {
  int bits = 64;
  if (type.is(TypeKind::kByte)) bits = 8;
  if (type.is(TypeKind::kShort)) bits = 16;
  if (type.is(TypeKind::kInt)) bits = 32;
  const Wide limit = Wide{1} << (bits - 1);
  return {-limit, limit - 1};
}

// Of the numbers of so many digits.
Bounds bounds_of_digits(int digits) {
  Wide power = 1;
  for (int i = 0; i < digits; ++i) power *= 10;
  return {1 - power, power - 1};
}

bool lies_in(const Bounds& inner, const Bounds& outer) {
  return outer.least <= inner.least && inner.greatest <= outer.greatest;
}

Bounds bounds_of(const Expression& expression);

// What +, - and * come to before it is known whether their type holds it. Nothing for other calls.
std::optional<Bounds> unchecked_bounds(const Call& call) {
  const std::string_view name = call.function->name;
  if (call.arguments.size() != 2 || (name != "+" && name != "-" && name != "*") ||
      !call.arguments[0]->type.is_integral() || !call.arguments[1]->type.is_integral()) {
    return std::nullopt;
  }
  const Bounds a = bounds_of(*call.arguments[0]);
  const Bounds b = bounds_of(*call.arguments[1]);
  if (name == "+") return Bounds{a.least + b.least, a.greatest + b.greatest};
  if (name == "-") return Bounds{a.least - b.greatest, a.greatest - b.least};
  const auto [least, greatest] = std::minmax(
      {a.least * b.least, a.least * b.greatest, a.greatest * b.least, a.greatest * b.greatest});
  return Bounds{least, greatest};
}

Bounds bounds_of(const Expression& expression) {
  const Bounds all = bounds_of_type(expression.type);
  if (const auto* literal = std::get_if<Literal>(&expression.content)) {
    const auto* value = std::get_if<int64_t>(&literal->value.content);
    return value == nullptr ? all : Bounds{*value, *value};
  }
  std::optional<Bounds> found;
  if (const auto* cast = std::get_if<Cast>(&expression.content)) {
    if (cast->input->type.is_integral()) found = bounds_of(*cast->input);
  } else if (const auto* call = std::get_if<Call>(&expression.content)) {
    found = unchecked_bounds(*call);
  }
  return found && lies_in(*found, all) ? *found : all;
}

int whole_digits(const types::DataType& decimal) { return decimal.precision() - decimal.scale(); }

// Whether +, - or * of decimals may come to more than the type holds, whose precision Spark cuts to
// 38 digits; else the type has room for any two values. Nothing for other calls.
std::optional<bool> decimals_raise(const Call& call, const types::DataType& type) {
  const std::string_view name = call.function->name;
  if (call.arguments.size() != 2 || (name != "+" && name != "-" && name != "*") ||
      !type.is(TypeKind::kDecimal)) {
    return std::nullopt;
  }
  const types::DataType& a = call.arguments[0]->type;
  const types::DataType& b = call.arguments[1]->type;
  if (!a.is(TypeKind::kDecimal) || !b.is(TypeKind::kDecimal)) return std::nullopt;
  if (name != "*") return whole_digits(type) < std::max(whole_digits(a), whole_digits(b)) + 1;
  const int carry = type.scale() < a.scale() + b.scale() ? 1 : 0;  // 99.99 is rounded to 100.0
  return whole_digits(type) < whole_digits(a) + whole_digits(b) + carry;
}

bool call_raises(const Call& call, const types::DataType& type) {
  if (!call.function->can_raise) return false;
  if (const auto raises = decimals_raise(call, type)) return *raises;
  if (const auto bounds = unchecked_bounds(call)) return !lies_in(*bounds, bounds_of_type(type));
  // Of floating point numbers these overflow to infinity.
  const std::string_view name = call.function->name;
  return !((name == "+" || name == "-" || name == "*" || name == "negative") &&
           (type.is(TypeKind::kFloat) || type.is(TypeKind::kDouble)));
}

bool raises_itself(const Expression& expression) {
  if (const auto* call = std::get_if<Call>(&expression.content)) {
    return call_raises(*call, expression.type);
  }
  if (const auto* cast = std::get_if<Cast>(&expression.content)) {
    const bool is_interval = expression.type.is_interval() && cast->mode == CastMode::kLegacy;
    if (cast->mode != CastMode::kAnsi && !is_interval) return false;
    if (expression.type.is_integral() && cast->input->type.is_integral()) {
      return !lies_in(bounds_of(*cast->input), bounds_of_type(expression.type));
    }
    if (expression.type.is(TypeKind::kDecimal) && cast->input->type.is_integral()) {
      return !lies_in(bounds_of(*cast->input), bounds_of_digits(whole_digits(expression.type)));
    }
    return cast_can_raise(cast->input->type, expression.type);
  }
  return std::holds_alternative<ScalarSubquery>(expression.content);
}

}  // namespace

bool can_raise(const Expression& expression) {
  if (raises_itself(expression)) return true;
  bool found = false;
  for_each_child(expression,
                 [&](const ExpressionPtr& child) { found = found || can_raise(*child); });
  return found;
}

}  // namespace tarn::plan
