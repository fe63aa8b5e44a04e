// Functions of numbers as java.lang.Math has them, of bits, and arithmetic that never raises.

#include <algorithm>

#include "plan/builder.h"
#include "plan/coercion.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::double_type;
using types::int_type;
using types::long_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

constexpr auto kUnary = fixed<double_type, Want::kDouble>;
constexpr auto kBinary = fixed<double_type, Want::kDouble, Want::kDouble>;
constexpr auto kLogarithm = fixed_may_be_null<double_type, Want::kDouble>;

Result<Signature> constant_rule(const CallSite& call) { return fixed_not_null<double_type>(call); }

Result<Signature> log_rule(const CallSite& call) {
  return fixed_may_be_null<double_type, Want::kDouble, Want::kDouble>(call);
}

// Counts of an interval's buckets go by its own unit.
Result<Signature> width_bucket_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 4, 4));
  ASSIGN_OR_RETURN(DataType count, accept(call, 3, Want::kLong));
  const auto bounds = call.arguments.subspan(0, 3);
  const auto is_interval = [](const ExpressionPtr& each) { return each->type.is_interval(); };
  DataType value = double_type();
  if (std::ranges::none_of(bounds, is_interval)) {
    for (size_t at = 0; at < 3; ++at) RETURN_IF_ERROR(accept(call, at, Want::kDouble));
  } else {
    // Beside an interval whatever may become a DOUBLE is one, a NULL without a type, too.
    std::vector<ExpressionPtr> meant(bounds.begin(), bounds.end());
    for (size_t at = 0; at < meant.size(); ++at) {
      if (is_interval(meant[at])) continue;
      if (!can_cast_implicitly(*meant[at], double_type(), call.ansi)) {
        return unexpected_input_type(
            call, at, "(\"DOUBLE\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL DAY TO SECOND\")");
      }
      meant[at] = make_null(double_type());
    }
    const auto common = common_type(meant, call.ansi);
    if (!common || !std::ranges::all_of(meant, is_interval)) {
      return different_types({.name = call.name, .arguments = meant});
    }
    value = DataType::of(common->kind());
  }
  return Signature{
      .arguments = {value, value, value, count}, .result = long_type(), .may_be_null = true};
}

Error wants_integral(const CallSite& call) {
  return unexpected_input_type(call, 0, "(\"INTEGRAL\" or \"BOOLEAN\")");
}

Result<Signature> bit_count_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  const bool fits = type.is_integral() || type.is(TypeKind::kBoolean) || type.is(TypeKind::kVoid);
  if (!fits) return wants_integral(call);
  return Signature{.arguments = {long_type()}, .result = int_type()};
}

Result<Signature> bitmap_count_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  // Not even NULL becomes a BINARY here by itself.
  if (!type.is(TypeKind::kBinary)) {
    return unexpected_input_type(call, 0, "\"BINARY\"");
  }
  return Signature{.arguments = {types::binary_type()}, .result = long_type()};
}

Result<Signature> bit_get_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  DataType type = call.arguments[0]->type;
  if (type.is(TypeKind::kVoid)) type = int_type();
  if (!type.is_integral()) return unexpected_input_type(call, 0, "\"INTEGRAL\"");
  ASSIGN_OR_RETURN(DataType place, accept(call, 1, Want::kInt));
  return Signature{.arguments = {type, place}, .result = types::byte_type()};
}

// INT, but BIGINT for a BIGINT.
Result<Signature> shift_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  DataType type = long_type();
  if (!call.arguments[0]->type.is(TypeKind::kLong)) {
    ASSIGN_OR_RETURN(type, accept(call, 0, Want::kInt));
  }
  ASSIGN_OR_RETURN(DataType distance, accept(call, 1, Want::kInt));
  return Signature{.arguments = {type, distance}, .result = type};
}

// The resolver has cast the operands and knows the result.
Result<Signature> as_given(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  return Signature{.arguments = {call.arguments[0]->type, call.arguments[1]->type},
                   .result = call.arguments[0]->type,
                   .may_be_null = true};
}
Result<Signature> tried(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  return Signature{.arguments = {type}, .result = type, .may_be_null = true};
}

constexpr Function unary(std::string_view name, std::string_view shown, std::string_view usage,
                         std::string_view summary) {
  return {.name = name,
          .rule = kUnary,
          .implementation = kNative,
          .body = name,
          .usage = usage,
          .summary = summary,
          .shown = shown};
}
constexpr Function logarithm(std::string_view name, std::string_view shown, std::string_view usage,
                             std::string_view summary) {
  Function function = unary(name, shown, usage, summary);
  function.rule = kLogarithm;
  return function;
}

constexpr Function wrapping(std::string_view name, std::string_view body) {
  return {.name = name, .rule = as_given, .implementation = kNative, .body = body};
}

const Function kFunctions[] = {
    unary("acos", "ACOS", "acos(expr)", "Arc cosine; NaN outside of -1 .. 1."),
    unary("acosh", "ACOSH", "acosh(expr)", "Inverse hyperbolic cosine."),
    unary("asin", "ASIN", "asin(expr)", "Arc sine; NaN outside of -1 .. 1."),
    unary("asinh", "ASINH", "asinh(expr)", "Inverse hyperbolic sine."),
    unary("atan", "ATAN", "atan(expr)", "Arc tangent."),
    unary("atanh", "ATANH", "atanh(expr)", "Inverse hyperbolic tangent."),
    unary("cbrt", "CBRT", "cbrt(expr)", "Cube root."),
    unary("cos", "COS", "cos(expr)", "Cosine of an angle in radians."),
    unary("cosh", "COSH", "cosh(expr)", "Hyperbolic cosine."),
    unary("cot", "COT", "cot(expr)", "Cotangent of an angle in radians."),
    unary("csc", "CSC", "csc(expr)", "Cosecant of an angle in radians."),
    unary("degrees", "DEGREES", "degrees(expr)", "An angle in radians as degrees."),
    unary("exp", "EXP", "exp(expr)", "e to a power."),
    unary("expm1", "EXPM1", "expm1(expr)", "exp(expr) - 1, exact near zero."),
    unary("radians", "RADIANS", "radians(expr)", "An angle in degrees as radians."),
    unary("rint", "", "rint(expr)", "The nearest whole number, halves to the even one."),
    unary("sec", "SEC", "sec(expr)", "Secant of an angle in radians."),
    unary("sin", "SIN", "sin(expr)", "Sine of an angle in radians."),
    unary("sinh", "SINH", "sinh(expr)", "Hyperbolic sine."),
    unary("tan", "TAN", "tan(expr)", "Tangent of an angle in radians."),
    unary("tanh", "TANH", "tanh(expr)", "Hyperbolic tangent."),
    logarithm("ln", "", "ln(expr)", "Natural logarithm; NULL of what has none."),
    logarithm("log10", "LOG10", "log10(expr)", "Logarithm to the base 10; NULL of what has none."),
    logarithm("log1p", "LOG1P", "log1p(expr)", "ln(1 + expr), exact near zero."),
    logarithm("log2", "LOG2", "log2(expr)", "Logarithm to the base 2; NULL of what has none."),
    // With one argument the base is e, which the resolver puts in front.
    {.name = "log",
     .rule = log_rule,
     .implementation = kNative,
     .body = "log_of_base",
     .usage = "log([base, ]expr)",
     .summary = "Logarithm to a base, or the natural one.",
     .shown = "LOG"},
    {.name = "log.natural", .rule = kLogarithm, .implementation = kNative, .body = "ln"},
    {.name = "atan2",
     .rule = kBinary,
     .implementation = kNative,
     .body = "atan2",
     .usage = "atan2(y, x)",
     .summary = "The angle of a point, in radians.",
     .shown = "ATAN2"},
    {.name = "hypot",
     .rule = kBinary,
     .implementation = kNative,
     .body = "hypot",
     .usage = "hypot(a, b)",
     .summary = "The square root of a squared and b squared.",
     .shown = "HYPOT"},
    {.name = "power",
     .rule = kBinary,
     .implementation = kNative,
     .body = "power",
     .usage = "power(expr1, expr2)",
     .summary = "The first to the power of the second."},
    {.name = "pow", .alias_of = "power"},
    {.name = "e",
     .rule = constant_rule,
     .body = "2.718281828459045::DOUBLE",
     .usage = "e()",
     .summary = "Euler's number.",
     .shown = "E"},
    {.name = "pi",
     .rule = constant_rule,
     .body = "3.141592653589793::DOUBLE",
     .usage = "pi()",
     .summary = "Pi.",
     .shown = "PI"},
    {.name = "factorial",
     .rule = fixed_may_be_null<long_type, Want::kInt>,
     .implementation = kNative,
     .body = "factorial",
     .usage = "factorial(expr)",
     .summary = "The product of 1 .. expr; NULL outside of 0 .. 20."},
    {.name = "width_bucket",
     .rule = width_bucket_rule,
     .implementation = kNative,
     .body = "width_bucket",
     .usage = "width_bucket(value, min, max, count)",
     .summary = "Which of equally wide buckets a value falls into."},

    {.name = "bitmap_bit_position",
     .rule = fixed<long_type, Want::kLong>,
     .implementation = kNative,
     .body = "bitmap_bit_position",
     .usage = "bitmap_bit_position(expr)",
     .summary = "The bit that stands for the number in its bucket's bitmap."},
    {.name = "bitmap_bucket_number",
     .rule = fixed<long_type, Want::kLong>,
     .implementation = kNative,
     .body = "bitmap_bucket_number",
     .usage = "bitmap_bucket_number(expr)",
     .summary = "The bucket whose bitmap holds the number."},
    {.name = "bitmap_count",
     .rule = bitmap_count_rule,
     .implementation = kNative,
     .body = "bitmap_count",
     .usage = "bitmap_count(bitmap)",
     .summary = "How many bits are set in a bitmap."},
    {.name = "bit_count",
     .rule = bit_count_rule,
     .implementation = kNative,
     .body = "bit_count",
     .traits = kForgetsUntyped,
     .usage = "bit_count(expr)",
     .summary = "How many bits are set."},
    {.name = "bit_get",
     .rule = bit_get_rule,
     .implementation = kNative,
     .body = "bit_get",
     .can_raise = true,
     .usage = "bit_get(expr, pos)",
     .summary = "The bit at a position, from the right and from 0."},
    {.name = "getbit", .alias_of = "bit_get"},
    {.name = "shiftleft",
     .rule = shift_rule,
     .implementation = kNative,
     .body = "shift_left",
     .usage = "shiftleft(expr, n), expr << n",
     .summary = "The bits moved to the left."},
    {.name = "shiftright",
     .rule = shift_rule,
     .implementation = kNative,
     .body = "shift_right",
     .usage = "shiftright(expr, n), expr >> n",
     .summary = "The bits moved to the right, the sign's copied."},
    {.name = "shiftrightunsigned",
     .rule = shift_rule,
     .implementation = kNative,
     .body = "shift_right_unsigned",
     .usage = "shiftrightunsigned(expr, n), expr >>> n",
     .summary = "The bits moved to the right, zeroes behind them."},

    // Picked by the operands' types (resolve_text_call.cc).
    {.name = "try_add",
     .rule = as_given,
     .implementation = kNative,
     .body = "try_add",
     .traits = kRewrittenLate,
     .usage = "try_add(expr1, expr2)",
     .summary = "Sum; NULL where + raises."},
    {.name = "try_subtract",
     .rule = as_given,
     .implementation = kNative,
     .body = "try_subtract",
     .traits = kRewrittenLate,
     .usage = "try_subtract(expr1, expr2)",
     .summary = "Difference; NULL where - raises."},
    {.name = "try_multiply",
     .rule = as_given,
     .implementation = kNative,
     .body = "try_multiply",
     .traits = kRewrittenLate,
     .usage = "try_multiply(expr1, expr2)",
     .summary = "Product; NULL where * raises."},
    {.name = "try_divide",
     .rule = as_given,
     .implementation = kNative,
     .body = "try_divide",
     .evaluation = Evaluation::kDivisorFirst,
     .traits = kRewrittenLate,
     .usage = "try_divide(expr1, expr2)",
     .summary = "Quotient; NULL where / raises."},
    {.name = "try_mod",
     .rule = as_given,
     .implementation = kNative,
     .body = "try_mod",
     .evaluation = Evaluation::kDivisorFirst,
     .traits = kRewrittenLate,
     .usage = "try_mod(expr1, expr2)",
     .summary = "Remainder; NULL where % raises."},
    {.name = "try_add.decimal",
     .rule = as_given,
     .implementation = kNative,
     .body = "try_arith_decimal_add"},
    {.name = "try_subtract.decimal",
     .rule = as_given,
     .implementation = kNative,
     .body = "try_arith_decimal_subtract"},
    {.name = "try_multiply.decimal",
     .rule = as_given,
     .implementation = kNative,
     .body = "try_arith_decimal_multiply"},
    {.name = "try_divide.decimal",
     .rule = as_given,
     .implementation = kNative,
     .body = "try_divide_decimal",
     .evaluation = Evaluation::kDivisorFirst},
    {.name = "try_mod.decimal",
     .rule = as_given,
     .implementation = kNative,
     .body = "try_remainder_decimal",
     .evaluation = Evaluation::kDivisorFirst},
    // Without ANSI integers wrap around (without_ansi.h).
    wrapping("wrap.add", "wrap_add"),
    wrapping("wrap.subtract", "wrap_subtract"),
    wrapping("wrap.multiply", "wrap_multiply"),
    wrapping("wrap.div", "wrap_div"),
    {.name = "wrap.negate", .rule = tried, .implementation = kNative, .body = "wrap_negate"},
    {.name = "wrap.abs", .rule = tried, .implementation = kNative, .body = "wrap_abs"},
    // Whatever an expression raises is NULL; of a call, not what its arguments raise.
    {.name = "try.any", .rule = tried, .body = "TRY({0})"},
    {.name = "try.call",
     .rule = tried,
     .implementation = Implementation::kEmitter,
     .body = "tried"},
};

}  // namespace

std::span<const Function> numeric_functions() { return kFunctions; }

}  // namespace tarn::plan
