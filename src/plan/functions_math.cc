#include <algorithm>

#include "plan/coercion.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::double_type;
using types::long_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

// round(x, d): integers stay what they are, decimals lose digits, fractions go by their text.
Result<Signature> round_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  ASSIGN_OR_RETURN(DataType type, accept(call, 0, Want::kNumeric));
  Signature signature{.arguments = {type}, .result = type};
  int64_t scale = 0;
  if (call.arguments.size() == 2) {
    signature.arguments.push_back(types::int_type());
    const auto literal = literal_integer(*call.arguments[1]);
    if (!literal) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "the input scale should be a foldable \"INT\" expression.",
                   .condition = "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT",
                   .sqlstate = "42K09"};
    }
    scale = *literal;
  }
  signature.may_be_null = true;  // as Spark declares it
  if (type.is_integral()) {
    signature.variant = scale >= 0 ? "round.whole" : "round.integer";
    return signature;
  }
  if (!type.is(TypeKind::kDecimal)) {
    signature.variant = "round.double";
    return signature;
  }
  signature.variant = "round.decimal";
  const int whole = type.precision() - type.scale();
  if (scale < 0) {
    const int digits = std::max<int>(whole + 1, static_cast<int>(1 - scale));
    signature.result = DataType::decimal(std::min(digits, types::kMaxDecimalPrecision), 0);
    return signature;
  }
  const int kept = static_cast<int>(std::min<int64_t>(scale, type.scale()));
  // One more digit before the point, for 9.9 that becomes 10.
  signature.result =
      DataType::decimal(std::min(whole + 1 + kept, types::kMaxDecimalPrecision), kept);
  return signature;
}

// floor and ceil: DECIMAL keeps its digits before the point and one more, all else is BIGINT.
Result<Signature> floor_rule(const CallSite& call, std::string_view of_double,
                             std::string_view of_decimal) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  ASSIGN_OR_RETURN(DataType type, accept(call, 0, Want::kNumeric));
  if (type.is_integral()) {
    return Signature{
        .arguments = {types::long_type()}, .result = types::long_type(), .variant = "positive"};
  }
  if (type.is(TypeKind::kDecimal)) {
    const int digits = type.scale() == 0 ? type.precision() : type.precision() - type.scale() + 1;
    return Signature{.arguments = {type},
                     .result = DataType::decimal(digits, 0),
                     .may_be_null = true,
                     .variant = of_decimal};
  }
  return Signature{.arguments = {double_type()},
                   .result = types::long_type(),
                   .may_be_null = true,
                   .variant = of_double};
}
Result<Signature> floor_of(const CallSite& call) {
  return floor_rule(call, "floor.double", "floor.decimal");
}
Result<Signature> ceil_of(const CallSite& call) {
  return floor_rule(call, "ceil.double", "ceil.decimal");
}
Result<Signature> unary(const CallSite& call) {
  return fixed_may_be_null<double_type, Want::kDouble>(call);
}

const Function kFunctions[] = {
    {.name = "abs",
     .rule = same_as_argument<Want::kNumeric>,
     .body = "abs({0})",
     .can_raise = true,
     .usage = "abs(expr)",
     .summary = "The value without its sign. The least integer raises."},
    {.name = "round",
     .rule = round_rule,
     .body = "{0}",
     .usage = "round(expr[, d])",
     .summary = "Rounded to d decimal places, halves away from zero."},
    {.name = "round.whole", .rule = round_rule, .body = "{0}"},
    {.name = "round.integer",
     .rule = round_rule,
     .implementation = kNative,
     .body = "round_integer",
     .can_raise = true},
    {.name = "round.double", .rule = round_rule, .implementation = kNative, .body = "round_double"},
    {.name = "round.decimal",
     .rule = round_rule,
     .implementation = kNative,
     .body = "round_decimal",
     .can_raise = true},
    {.name = "floor",
     .rule = floor_of,
     .body = "{0}",
     .usage = "floor(expr)",
     .summary = "The greatest whole number not above the value."},
    {.name = "floor.double",
     .rule = floor_of,
     .body = "CASE WHEN isnan({0}) THEN 0 "
             "WHEN {0} >= 9223372036854775807::DOUBLE THEN 9223372036854775807::BIGINT "
             "WHEN {0} <= -9223372036854775808::DOUBLE THEN (-9223372036854775807 - 1)::BIGINT "
             "ELSE CAST(floor({0}) AS BIGINT) END"},
    {.name = "floor.decimal", .rule = floor_of, .body = "CAST(floor({0}) AS {type})"},
    {.name = "ceil",
     .rule = ceil_of,
     .body = "{0}",
     .usage = "ceil(expr)",
     .summary = "The least whole number not below the value."},
    {.name = "ceil.double",
     .rule = ceil_of,
     .body = "CASE WHEN isnan({0}) THEN 0 "
             "WHEN {0} >= 9223372036854775807::DOUBLE THEN 9223372036854775807::BIGINT "
             "WHEN {0} <= -9223372036854775808::DOUBLE THEN (-9223372036854775807 - 1)::BIGINT "
             "ELSE CAST(ceil({0}) AS BIGINT) END"},
    {.name = "ceil.decimal", .rule = ceil_of, .body = "CAST(ceil({0}) AS {type})"},
    {.name = "ceiling", .alias_of = "ceil"},
    {.name = "sqrt",
     .rule = unary,
     .body = "CASE WHEN {0} < 0 THEN 'NaN'::DOUBLE ELSE sqrt({0}) END",
     .usage = "sqrt(expr)",
     .summary = "Square root; NaN of a negative number."},
    {.name = "power",
     .rule = fixed<double_type, Want::kDouble, Want::kDouble>,
     .body = "pow({0}, {1})",
     .usage = "power(expr1, expr2)",
     .summary = "The first to the power of the second."},
    {.name = "pow", .alias_of = "power"},
    {.name = "sign",
     .rule = unary,
     .body = "CASE WHEN isnan({0}) THEN {0} ELSE CAST(sign({0}) AS DOUBLE) END",
     .usage = "sign(expr)",
     .summary = "-1.0, 0.0 or 1.0."},
    {.name = "signum", .alias_of = "sign"},
    {.name = "ln",
     .rule = unary,
     .body = "CASE WHEN {0} <= 0 THEN NULL ELSE ln({0}) END",
     .usage = "ln(expr)",
     .summary = "Natural logarithm; NULL of what has none."},
    {.name = "log10",
     .rule = unary,
     .body = "CASE WHEN {0} <= 0 THEN NULL ELSE log10({0}) END",
     .usage = "log10(expr)",
     .summary = "Logarithm to the base 10; NULL of what has none."},
    {.name = "isnan",
     .rule = fixed_not_null<types::boolean, Want::kDouble>,
     .body = "coalesce(isnan({0}), false)",
     .nulls = NullRule::kCustom,
     .usage = "isnan(expr)",
     .summary = "Whether the value is NaN; false of NULL."},
    {.name = "nanvl",
     .rule = fixed<double_type, Want::kDouble, Want::kDouble>,
     .body = "CASE WHEN isnan({0}) THEN {1} ELSE {0} END",
     .nulls = NullRule::kCustom,
     .usage = "nanvl(expr1, expr2)",
     .summary = "expr2 if expr1 is NaN, else expr1."},
};

}  // namespace

std::span<const Function> math_functions() { return kFunctions; }

}  // namespace tarn::plan
