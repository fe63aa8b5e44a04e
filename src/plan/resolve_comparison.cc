// Comparisons: what the sides become before they are compared, and where that says the answer.

#include <limits>

#include "plan/coercion.h"
#include "plan/expression_resolver.h"
#include "plan/untyped_arguments.h"

namespace tarn::plan {

using sql::BinaryOperator;
using types::DataType;
using types::TypeKind;

namespace {

// The truth that a constant 1 or 0 of any numeric type stands for.
std::optional<bool> literal_truth(const Expression& expression) {
  const auto* literal = std::get_if<Literal>(&expression.content);
  if (literal == nullptr || literal->value.is_null()) return std::nullopt;
  if (const auto* real = std::get_if<double>(&literal->value.content)) {
    return *real == 1 ? std::optional(true) : *real == 0 ? std::optional(false) : std::nullopt;
  }
  types::Int128 unit = 1;
  types::Int128 value = 0;
  if (expression.type.is_integral()) {
    value = std::get<int64_t>(literal->value.content);
  } else if (expression.type.is(TypeKind::kDecimal)) {
    value = std::get<types::Int128>(literal->value.content);
    for (int digit = 0; digit < expression.type.scale(); ++digit) unit *= 10;
  } else {
    return std::nullopt;
  }
  if (value == unit) return true;
  return value == 0 ? std::optional(false) : std::nullopt;
}

// The whole number below or above a decimal constant, which no BIGINT is beyond.
Typed whole_number(const Expression& decimal, bool up) {
  const auto unscaled = std::get<types::Int128>(std::get<Literal>(decimal.content).value.content);
  types::Int128 unit = 1;
  for (int digit = 0; digit < decimal.type.scale(); ++digit) unit *= 10;
  types::Int128 whole = unscaled / unit;
  if (unscaled % unit != 0 && up == (unscaled > 0)) whole += up ? 1 : -1;
  return {
      .expression = make_literal({static_cast<int64_t>(whole)}, types::long_type(), decimal.span),
      .text = types::decimal_text(whole, 0)};
}

bool is_decimal_constant(const Expression& expression) {
  const auto* literal = std::get_if<Literal>(&expression.content);
  return literal != nullptr && expression.type.is(TypeKind::kDecimal) && !literal->value.is_null();
}

// Spark compares a whole number with the whole number next to a decimal constant, and names the
// column so: 2 > 1.1 is (2 > 1), and 0 < 1E-38 is (0 < 1).
void compare_whole_numbers(BinaryOperator op, Typed& left, Typed& right) {
  const bool is_order = op == BinaryOperator::kLess || op == BinaryOperator::kLessOrEqual ||
                        op == BinaryOperator::kGreater || op == BinaryOperator::kGreaterOrEqual;
  if (!is_order) return;
  if (left.expression->type.is_integral() && is_decimal_constant(*right.expression)) {
    const bool up = op == BinaryOperator::kLess || op == BinaryOperator::kGreaterOrEqual;
    right = whole_number(*right.expression, up);
  } else if (right.expression->type.is_integral() && is_decimal_constant(*left.expression)) {
    const bool up = op == BinaryOperator::kGreater || op == BinaryOperator::kLessOrEqual;
    left = whole_number(*left.expression, up);
  }
}

// -1 for a DECIMAL that is written out and less than any BIGINT, 1 for one that is greater; else 0.
int side_of_integers(const Expression& expression) {
  const auto* literal = std::get_if<Literal>(&expression.content);
  const auto* digits =
      literal == nullptr ? nullptr : std::get_if<types::Int128>(&literal->value.content);
  if (digits == nullptr || !expression.type.is(TypeKind::kDecimal)) return 0;
  types::Int128 whole = *digits;
  bool has_fraction = false;
  for (int scale = expression.type.scale(); scale > 0; --scale) {
    has_fraction = has_fraction || whole % 10 != 0;
    whole /= 10;
  }
  constexpr auto kMost = std::numeric_limits<int64_t>::max();
  constexpr auto kLeast = std::numeric_limits<int64_t>::min();
  if (whole > kMost || (whole == kMost && has_fraction)) return 1;
  return whole < kLeast || (whole == kLeast && has_fraction) ? -1 : 0;
}

// What a comparison for order is, without a look at the integer: NULL < 99999999999999999999 is
// true, too.
std::optional<bool> beside_all_integers(BinaryOperator op, const Expression& left,
                                        const Expression& right) {
  const bool less = op == BinaryOperator::kLess || op == BinaryOperator::kLessOrEqual;
  const bool greater = op == BinaryOperator::kGreater || op == BinaryOperator::kGreaterOrEqual;
  if (!less && !greater) return std::nullopt;
  const int side = left.type.is_integral()    ? side_of_integers(right)
                   : right.type.is_integral() ? -side_of_integers(left)
                                              : 0;
  if (side == 0) return std::nullopt;
  return less == (side > 0);
}

}  // namespace

// Without ANSI `b = 1` is b itself, and `b = 0` is NOT b.
std::optional<Typed> ExpressionResolver::equal_to_truth(const Typed& left, const Typed& right,
                                                        Span span) {
  if (query_.settings().ansi == AnsiMode::kOn) return std::nullopt;
  const bool is_left = left.expression->type.is(TypeKind::kBoolean);
  const Typed& truth = is_left ? left : right;
  const Expression& number = is_left ? *right.expression : *left.expression;
  if (!truth.expression->type.is(TypeKind::kBoolean)) return std::nullopt;
  const auto value = literal_truth(number);
  if (!value) return std::nullopt;
  return negated(truth, !*value, span);
}

// Without ANSI `b <=> 1` is b IS NOT NULL AND b.
std::optional<Typed> ExpressionResolver::same_as_truth(const Typed& left, const Typed& right,
                                                       Span span) {
  auto truth = equal_to_truth(left, right, span);
  if (!truth) return std::nullopt;
  const Typed& tested = left.expression->type.is(TypeKind::kBoolean) ? left : right;
  Typed known = call(*find_function("isnotnull"), {tested}, "(" + tested.text + " IS NOT NULL)",
                     span, "isnotnull");
  const std::string both = "(" + known.text + " AND " + truth->text + ")";
  return call(*find_function("and"), {std::move(known), *std::move(truth)}, both, span, "and");
}

Typed ExpressionResolver::comparison(BinaryOperator op, const std::string& symbol, Typed left,
                                     Typed right, Span span) {
  const bool negates = op == BinaryOperator::kNotEqual;
  if (negates || op == BinaryOperator::kEqual) {
    if (auto truth = equal_to_truth(left, right, span)) {
      return negated(*std::move(truth), negates, span);
    }
  }
  if (op == BinaryOperator::kNullSafeEqual) {
    if (auto truth = same_as_truth(left, right, span)) return *std::move(truth);
  }
  if (const auto known = beside_all_integers(op, *left.expression, *right.expression)) {
    return {.expression = make_literal({*known}, types::boolean(), span),
            .text = *known ? "true" : "false"};
  }
  compare_whole_numbers(op, left, right);
  forget_untyped_beside_text(left, right);
  const std::string text = "(" + left.text + " " + symbol + " " + right.text + ")";
  return negated(call(*find_function(symbol), {left, right}, text, span, symbol), negates, span);
}

}  // namespace tarn::plan
