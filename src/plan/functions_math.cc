#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"
#include "types/value.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::double_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

// The DECIMAL that is left of one rounded to `places`.
DataType rounded_decimal(const DataType& type, int64_t places) {
  const int whole = type.precision() - type.scale();
  if (places < 0) {
    const int64_t digits = std::max<int64_t>(whole + 1, 1 - places);
    return DataType::decimal(
        static_cast<int>(std::min<int64_t>(digits, types::kMaxDecimalPrecision)), 0);
  }
  const int kept = static_cast<int>(std::min<int64_t>(places, type.scale()));
  // One more digit before the point, for 9.9 that becomes 10.
  return DataType::decimal(std::min(whole + 1 + kept, types::kMaxDecimalPrecision), kept);
}

struct RoundVariants {
  std::string_view whole;
  std::string_view integer;
  std::string_view fraction;
  std::string_view decimal;
};

// round(x, d): integers stay what they are, decimals lose digits, fractions go by their text.
// A number that is written out, whatever its type is, or a text of one: cut to an integer.
std::optional<int64_t> constant_integer(const Expression& expression) {
  if (const auto integer = literal_integer(expression)) return integer;
  const auto* literal = std::get_if<Literal>(&expression.content);
  if (literal == nullptr || literal->value.is_null()) return std::nullopt;
  const std::string text = types::hive_text(literal->value, expression.type);
  int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

Result<Signature> round_rule(const CallSite& call, const RoundVariants& variants) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  ASSIGN_OR_RETURN(DataType type, accept(call, 0, Want::kNumeric));
  Signature signature{.arguments = {type, types::int_type()}, .result = type};
  const auto given = accept(call, 1, Want::kInt);
  if (!given) return given.error();
  const auto literal = constant_integer(*call.arguments[1]);
  const bool is_null = is_null_literal(*call.arguments[1]);
  if (!literal && !is_null) return not_foldable(call, 1, "scale", "INT");
  const int64_t scale = literal.value_or(0);
  signature.may_be_null = true;  // as Spark declares it
  if (type.is_integral()) {
    signature.variant = scale >= 0 && !is_null ? variants.whole : variants.integer;
    return signature;
  }
  if (!type.is(TypeKind::kDecimal)) {
    signature.variant = variants.fraction;
    return signature;
  }
  signature.variant = variants.decimal;
  signature.result = rounded_decimal(type, scale);
  return signature;
}
Result<Signature> round_half_up(const CallSite& call) {
  return round_rule(call, {"round.whole", "round.integer", "round.double", "round.decimal"});
}
Result<Signature> round_half_even(const CallSite& call) {
  return round_rule(call, {"bround.whole", "bround.integer", "bround.double", "bround.decimal"});
}

// floor(x, d): always a DECIMAL.
Result<Signature> floor_to_places(const CallSite& call, std::string_view variant) {
  const auto type = implicit_decimal(call.arguments[0]->type);
  if (!type) return unexpected_input_type(call, 0, "\"DECIMAL\"");
  const auto scale = literal_integer(*call.arguments[1]);
  if (!scale || !call.arguments[1]->type.is(types::TypeKind::kInt))
    return non_foldable_argument(call.name, "scale", "INT");
  return Signature{.arguments = {*type, types::int_type()},
                   .result = rounded_decimal(*type, *scale),
                   .may_be_null = true,
                   .variant = variant};
}

// floor and ceil: DECIMAL keeps its digits before the point and one more, all else is BIGINT.
Result<Signature> floor_rule(const CallSite& call, std::string_view of_double,
                             std::string_view of_decimal, std::string_view to_places) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  if (call.arguments.size() == 2) return floor_to_places(call, to_places);
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
  return floor_rule(call, "floor.double", "floor.decimal", "floor.places");
}
Result<Signature> ceil_of(const CallSite& call) {
  return floor_rule(call, "ceil.double", "ceil.decimal", "ceil.places");
}
Result<Signature> unary(const CallSite& call) {
  return fixed_may_be_null<double_type, Want::kDouble>(call);
}

Result<Signature> abs_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, same_as_argument<Want::kNumeric>(call));
  if (is_rounded_when_turned(signature.result)) signature.variant = "abs.decimal";
  return signature;
}

// FLOAT stays FLOAT, all other numbers are DOUBLE.
Result<Signature> nanvl_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const bool floats =
      call.arguments[0]->type.is(TypeKind::kFloat) && call.arguments[1]->type.is(TypeKind::kFloat);
  if (!floats) return fixed<double_type, Want::kDouble, Want::kDouble>(call);
  const DataType type = types::float_type();
  return Signature{.arguments = {type, type}, .result = type};
}
Result<Signature> isnan_rule(const CallSite& call) {
  return fixed_not_null<types::boolean, Want::kDouble>(call);
}

constexpr DefaultArgument kWhole[] = {
    {.at = 1, .kind = DefaultArgument::Kind::kInteger, .integer = 0}};

const Function kFunctions[] = {
    {.name = "abs",
     .rule = abs_rule,
     .body = "abs({0})",
     .can_raise = true,
     .usage = "abs(expr)",
     .summary = "The value without its sign. The least integer raises."},
    {.name = "abs.decimal",
     .rule = abs_rule,
     .implementation = kNative,
     .body = "abs_decimal",
     .can_raise = true},
    {.name = "round",
     .rule = round_half_up,
     .implementation = Implementation::kRewritten,
     .constants = places(1),
     .usage = "round(expr[, d])",
     .summary = "Rounded to d decimal places, halves away from zero.",
     .defaults = kWhole},
    {.name = "bround",
     .rule = round_half_even,
     .implementation = Implementation::kRewritten,
     .constants = places(1),
     .usage = "bround(expr[, d])",
     .summary = "Rounded to d decimal places, halves to the even digit.",
     .defaults = kWhole},
    {.name = "round.whole",
     .rule = round_half_up,
     .body = "{0}",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kLastFirst},
    {.name = "round.integer",
     .rule = round_half_up,
     .implementation = kNative,
     .body = "round_integer",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .evaluation = Evaluation::kLastFirst},
    {.name = "round.double",
     .rule = round_half_up,
     .implementation = kNative,
     .body = "round_double",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kLastFirst},
    {.name = "round.decimal",
     .rule = round_half_up,
     .implementation = kNative,
     .body = "round_decimal",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .evaluation = Evaluation::kLastFirst},
    {.name = "bround.whole",
     .rule = round_half_even,
     .body = "{0}",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kLastFirst},
    {.name = "bround.integer",
     .rule = round_half_even,
     .implementation = kNative,
     .body = "bround_integer",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .evaluation = Evaluation::kLastFirst},
    {.name = "bround.double",
     .rule = round_half_even,
     .implementation = kNative,
     .body = "bround_double",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kLastFirst},
    {.name = "bround.decimal",
     .rule = round_half_even,
     .implementation = kNative,
     .body = "bround_decimal",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .evaluation = Evaluation::kLastFirst},
    {.name = "floor.places",
     .rule = floor_of,
     .implementation = kNative,
     .body = "floor_decimal",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .traits = kTriedWithoutAnsi},
    {.name = "ceil.places",
     .rule = ceil_of,
     .implementation = kNative,
     .body = "ceil_decimal",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .traits = kTriedWithoutAnsi},
    {.name = "floor",
     .rule = floor_of,
     .implementation = Implementation::kRewritten,
     .constants = places(1),
     .usage = "floor(expr)",
     .summary = "The greatest whole number not above the value."},
    {.name = "floor.double",
     .rule = floor_of,
     .body = "CASE WHEN isnan({0}) THEN 0 "
             "WHEN {0} >= 9223372036854775807::DOUBLE THEN 9223372036854775807::BIGINT "
             "WHEN {0} <= -9223372036854775808::DOUBLE THEN (-9223372036854775807 - 1)::BIGINT "
             "ELSE CAST(floor({0}) AS BIGINT) END"},
    {.name = "floor.decimal",
     .rule = floor_of,
     .body = "CAST(floor({0}) AS {type})",
     .traits = kTriedWithoutAnsi},
    {.name = "ceil",
     .rule = ceil_of,
     .implementation = Implementation::kRewritten,
     .constants = places(1),
     .usage = "ceil(expr)",
     .summary = "The least whole number not below the value."},
    {.name = "ceil.double",
     .rule = ceil_of,
     .body = "CASE WHEN isnan({0}) THEN 0 "
             "WHEN {0} >= 9223372036854775807::DOUBLE THEN 9223372036854775807::BIGINT "
             "WHEN {0} <= -9223372036854775808::DOUBLE THEN (-9223372036854775807 - 1)::BIGINT "
             "ELSE CAST(ceil({0}) AS BIGINT) END"},
    {.name = "ceil.decimal",
     .rule = ceil_of,
     .body = "CAST(ceil({0}) AS {type})",
     .traits = kTriedWithoutAnsi},
    {.name = "ceiling", .alias_of = "ceil"},
    {.name = "sqrt",
     .rule = unary,
     .body = "CASE WHEN {0} < 0 THEN 'NaN'::DOUBLE ELSE sqrt({0}) END",
     .usage = "sqrt(expr)",
     .summary = "Square root; NaN of a negative number."},
    {.name = "sign",
     .rule = unary,
     .body = "CASE WHEN isnan({0}) OR {0} = 0 THEN {0} ELSE CAST(sign({0}) AS DOUBLE) END",
     .usage = "sign(expr)",
     .summary = "-1.0, 0.0 or 1.0."},
    {.name = "signum", .alias_of = "sign"},
    {.name = "isnan",
     .rule = isnan_rule,
     .body = "coalesce(isnan({0}), false)",
     .nulls = NullRule::kCustom,
     .usage = "isnan(expr)",
     .summary = "Whether the value is NaN; false of NULL."},
    {.name = "nanvl",
     .rule = nanvl_rule,
     .body = "CASE WHEN isnan({0}) THEN {1} ELSE {0} END",
     .nulls = NullRule::kCustom,
     .ends_at_null = places(0),
     .evaluation = Evaluation::kUntilNumber,
     .usage = "nanvl(expr1, expr2)",
     .summary = "expr2 if expr1 is NaN, else expr1."},
};

}  // namespace

std::span<const Function> math_functions() { return kFunctions; }

}  // namespace tarn::plan
