// Operators and what behaves like one. The resolver picks the entry by the operands' types
// (resolve_operator.cc); the rules here are for those that are called by name as well.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::boolean;

// The resolver has cast the operands and knows the result: the rule only counts.
template <size_t Count>
Result<Signature> as_given(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, Count, Count));
  Signature signature;
  for (const ExpressionPtr& argument : call.arguments) {
    signature.arguments.push_back(argument->type);
  }
  signature.result = signature.arguments[0];
  return signature;
}

// What the pattern holds of its escape character decides whether the engine's own LIKE will do.
Result<Signature> like_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 3));
  ASSIGN_OR_RETURN(Signature signature,
                   (fixed_signature(call, std::array{Want::kString, Want::kString, Want::kString},
                                    2, boolean())));
  const auto pattern = literal_string(*call.arguments[1]);
  const auto escape = call.arguments.size() == 3 ? literal_string(*call.arguments[2])
                                                 : std::optional<std::string>("\\");
  const bool plain =
      call.name == "like" && pattern && escape && pattern->find(*escape) == std::string::npos;
  signature.variant = plain ? "like.plain" : "";
  return signature;
}

Result<Signature> ordering(const CallSite& call, std::string_view nested) {
  ASSIGN_OR_RETURN(Signature signature, comparison(call));
  // Inside nested values Spark sorts NULL first, the engine last.
  if (signature.arguments[0].is_nested()) signature.variant = nested;
  return signature;
}
Result<Signature> less(const CallSite& call) { return ordering(call, "<.nested"); }
Result<Signature> less_or_equal(const CallSite& call) { return ordering(call, "<=.nested"); }
Result<Signature> greater(const CallSite& call) { return ordering(call, ">.nested"); }
Result<Signature> greater_or_equal(const CallSite& call) { return ordering(call, ">=.nested"); }

Result<Signature> null_safe_equal(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, comparison(call));
  signature.nullable = false;
  return signature;
}

Result<Signature> negative_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, same_as_argument<Want::kNumeric>(call));
  if (signature.result.is_integral()) signature.variant = "negative.integral";
  if (is_rounded_when_turned(signature.result)) signature.variant = "negative.decimal";
  return signature;
}

constexpr auto kEmitter = Implementation::kEmitter;
constexpr auto kNative = Implementation::kNative;

const Function kFunctions[] = {
    {.name = "and",
     .rule = fixed<boolean, Want::kBoolean, Want::kBoolean>,
     .implementation = kEmitter,
     .body = "and",
     .nulls = NullRule::kNullFromNull,
     .evaluation = Evaluation::kUntilFalse,
     .traits = kSymmetric,
     .usage = "expr1 AND expr2",
     .summary = "Logical AND: false if either is false, else NULL if either is NULL."},
    {.name = "or",
     .rule = fixed<boolean, Want::kBoolean, Want::kBoolean>,
     .implementation = kEmitter,
     .body = "or",
     .nulls = NullRule::kNullFromNull,
     .evaluation = Evaluation::kUntilTrue,
     .traits = kSymmetric,
     .usage = "expr1 OR expr2",
     .summary = "Logical OR: true if either is true, else NULL if either is NULL."},
    {.name = "not",
     .rule = fixed<boolean, Want::kBoolean>,
     .body = "(NOT {0})",
     .usage = "NOT expr",
     .summary = "Logical NOT."},
    {.name = "=",
     .rule = comparison,
     .body = "({0} = {1})",
     .traits = kSymmetric,
     .usage = "expr1 = expr2",
     .summary = "Whether both are equal; NaN equals NaN."},
    {.name = "<=>",
     .rule = null_safe_equal,
     .body = "({0} IS NOT DISTINCT FROM {1})",
     .nulls = NullRule::kCustom,
     .traits = kSymmetric,
     .usage = "expr1 <=> expr2",
     .summary = "Whether both are equal or both are NULL."},
    {.name = "<",
     .rule = less,
     .body = "({0} < {1})",
     .usage = "expr1 < expr2",
     .summary = "Whether the first is less; NaN is greater than any other number."},
    {.name = "<=",
     .rule = less_or_equal,
     .body = "({0} <= {1})",
     .usage = "expr1 <= expr2",
     .summary = "Whether the first is less or equal."},
    {.name = ">",
     .rule = greater,
     .body = "({0} > {1})",
     .usage = "expr1 > expr2",
     .summary = "Whether the first is greater."},
    {.name = ">=",
     .rule = greater_or_equal,
     .body = "({0} >= {1})",
     .usage = "expr1 >= expr2",
     .summary = "Whether the first is greater or equal."},
    {.name = "<.nested", .rule = comparison, .implementation = kNative, .body = "nested_less"},
    {.name = "<=.nested",
     .rule = comparison,
     .implementation = kNative,
     .body = "nested_less_or_equal"},
    {.name = ">.nested", .rule = comparison, .implementation = kNative, .body = "nested_greater"},
    {.name = ">=.nested",
     .rule = comparison,
     .implementation = kNative,
     .body = "nested_greater_or_equal"},
    {.name = "isnull",
     .rule = fixed_not_null<boolean, Want::kAny>,
     .body = "({0} IS NULL)",
     .nulls = NullRule::kCustom,
     .traits = kHidesValue,
     .usage = "isnull(expr), expr IS NULL",
     .summary = "Whether the value is NULL."},
    {.name = "isnotnull",
     .rule = fixed_not_null<boolean, Want::kAny>,
     .body = "({0} IS NOT NULL)",
     .nulls = NullRule::kCustom,
     .traits = kHidesValue,
     .usage = "isnotnull(expr), expr IS NOT NULL",
     .summary = "Whether the value is not NULL."},

    {.name = "+",
     .rule = as_given<2>,
     .body = "({0} + {1})",
     .can_raise = true,
     .traits = kSymmetric,
     .usage = "expr1 + expr2",
     .summary = "Sum. Integers that overflow raise."},
    {.name = "-",
     .rule = as_given<2>,
     .body = "({0} - {1})",
     .can_raise = true,
     .usage = "expr1 - expr2",
     .summary = "Difference. Integers that overflow raise."},
    {.name = "*",
     .rule = as_given<2>,
     .body = "({0} * {1})",
     .can_raise = true,
     .traits = kSymmetric,
     .usage = "expr1 * expr2",
     .summary = "Product. Integers that overflow raise."},
    {.name = "+.decimal",
     .rule = as_given<2>,
     .body = "CAST({0} + {1} AS {type})",
     .traits = kSymmetric},
    {.name = "-.decimal", .rule = as_given<2>, .body = "CAST({0} - {1} AS {type})"},
    {.name = "*.decimal",
     .rule = as_given<2>,
     .body = "CAST({0} * {1} AS {type})",
     .traits = kSymmetric},
    {.name = "+.rounded",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "arith_decimal_add",
     .can_raise = true,
     .traits = kSymmetric | kTriedWithoutAnsi},
    {.name = "-.rounded",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "arith_decimal_subtract",
     .can_raise = true,
     .traits = kTriedWithoutAnsi},
    {.name = "*.rounded",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "arith_decimal_multiply",
     .can_raise = true,
     .traits = kSymmetric | kTriedWithoutAnsi},
    {.name = "/",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "divide",
     .can_raise = true,
     .evaluation = Evaluation::kDivisorFirst,
     .usage = "expr1 / expr2",
     .summary = "Quotient, DOUBLE unless both are decimals. A zero divisor raises."},
    {.name = "/.nonzero",
     .rule = as_given<2>,
     .body = "({0} / {1})",
     .evaluation = Evaluation::kDivisorFirst},
    {.name = "/.decimal",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "divide_decimal",
     .can_raise = true,
     .evaluation = Evaluation::kDivisorFirst,
     .traits = kTriedWithoutAnsi},
    {.name = "div",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "integer_divide",
     .can_raise = true,
     .evaluation = Evaluation::kDivisorFirst,
     .traits = kTriedWithoutAnsi,
     .usage = "expr1 div expr2",
     .summary = "Whole part of the quotient, BIGINT. A zero divisor raises."},
    {.name = "div.nonzero",
     .rule = as_given<2>,
     .body = "({0} // {1})",
     .evaluation = Evaluation::kDivisorFirst},
    {.name = "%",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "remainder",
     .can_raise = true,
     .evaluation = Evaluation::kDivisorFirst,
     .traits = kTriedWithoutAnsi,
     .usage = "expr1 % expr2",
     .summary = "Remainder with the sign of the dividend. A zero divisor raises."},
    {.name = "%.nonzero",
     .rule = as_given<2>,
     .body = "({0} % {1})",
     .evaluation = Evaluation::kDivisorFirst},
    {.name = "pmod",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "pmod",
     .can_raise = true,
     .evaluation = Evaluation::kDivisorFirst,
     .traits = kTriedWithoutAnsi,
     .usage = "pmod(expr1, expr2)",
     .summary = "Remainder that is never negative. A zero divisor raises."},
    {.name = "negative",
     .rule = negative_rule,
     .body = "(-{0})",
     .can_raise = true,
     .usage = "- expr, negative(expr)",
     .summary = "The value with its sign turned. The least integer raises."},
    {.name = "negative.decimal",
     .rule = negative_rule,
     .implementation = kNative,
     .body = "negative_decimal",
     .can_raise = true},
    // The engine takes a constant's negative in a wider type, and then casts.
    {.name = "negative.integral",
     .rule = negative_rule,
     .implementation = kNative,
     .body = "negate",
     .can_raise = true},
    {.name = "positive",
     .rule = same_as_argument<Want::kNumeric>,
     .body = "{0}",
     .usage = "+ expr, positive(expr)",
     .summary = "The value itself."},
    {.name = "&",
     .rule = as_given<2>,
     .body = "({0} & {1})",
     .traits = kSymmetric,
     .usage = "expr1 & expr2",
     .summary = "Bitwise AND."},
    {.name = "|",
     .rule = as_given<2>,
     .body = "({0} | {1})",
     .traits = kSymmetric,
     .usage = "expr1 | expr2",
     .summary = "Bitwise OR."},
    {.name = "^",
     .rule = as_given<2>,
     .body = "xor({0}, {1})",
     .traits = kSymmetric,
     .usage = "expr1 ^ expr2",
     .summary = "Bitwise exclusive OR."},
    {.name = "~",
     .rule = as_given<1>,
     .body = "(~{0})",
     .usage = "~ expr",
     .summary = "Bitwise NOT."},

    {.name = "like",
     .rule = like_rule,
     .implementation = kNative,
     .body = "like",
     .can_raise = true,
     .usage = "str LIKE pattern [ESCAPE c]",
     .summary = "Whether the whole string matches a pattern of % and _."},
    {.name = "like.plain", .rule = like_rule, .body = "({0} LIKE {1})"},
    {.name = "ilike",
     .rule = like_rule,
     .implementation = kNative,
     .body = "ilike",
     .can_raise = true,
     .usage = "str ILIKE pattern [ESCAPE c]",
     .summary = "LIKE without regard to case."},
    {.name = "rlike",
     .rule = fixed<boolean, Want::kString, Want::kString>,
     .implementation = kNative,
     .body = "rlike",
     .can_raise = true,
     .usage = "rlike(str, regexp)",
     .summary = "Whether a Java regular expression matches somewhere in the string."},
    {.name = "regexp", .alias_of = "rlike"},
    {.name = "regexp_like", .alias_of = "rlike"},
};

}  // namespace

std::span<const Function> operator_functions() { return kFunctions; }

}  // namespace tarn::plan
