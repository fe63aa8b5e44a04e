// Aggregates. A kSql body is one bare call: the engine puts DISTINCT and IGNORE NULLS inside its
// parentheses and FILTER and OVER behind it, and casts what comes out to the call's type.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::boolean;
using types::DataType;
using types::double_type;
using types::long_type;
using types::TypeKind;

constexpr auto kAggregate = FunctionKind::kAggregate;
constexpr auto kEmitter = Implementation::kEmitter;

DataType widened(const DataType& decimal, int digits, int scale) {
  return DataType::decimal(std::min(decimal.precision() + digits, types::kMaxDecimalPrecision),
                           std::min(decimal.scale() + scale, types::kMaxDecimalPrecision));
}

Result<Signature> sum_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& given = call.arguments[0]->type;
  if (given.is_interval())
    return Signature{.arguments = {given}, .result = given, .may_be_null = true};
  ASSIGN_OR_RETURN(DataType type, accept(call, 0, Want::kNumeric));
  Signature signature{.arguments = {type}, .result = double_type(), .may_be_null = true};
  if (type.is_integral()) {
    signature.result = types::long_type();
  } else if (type.is(TypeKind::kDecimal)) {
    signature.result = widened(type, 10, 0);
  } else {
    signature.arguments[0] = double_type();
  }
  return signature;
}

Result<Signature> avg_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  ASSIGN_OR_RETURN(DataType type, accept(call, 0, Want::kNumeric));
  if (type.is(TypeKind::kDecimal)) {
    DataType result = adjusted_decimal(type.precision() + 4, type.scale() + 4);
    return Signature{.arguments = {std::move(type)},
                     .result = std::move(result),
                     .may_be_null = true,
                     .variant = "avg.decimal"};
  }
  return Signature{.arguments = {type.is_integral() ? types::long_type() : double_type()},
                   .result = double_type(),
                   .may_be_null = true};
}

Result<Signature> count_rule(const CallSite& call) {
  Signature signature{.result = types::long_type(), .nullable = false};
  for (const ExpressionPtr& argument : call.arguments) {
    signature.arguments.push_back(argument->type);
  }
  return signature;
}

Result<Signature> extreme_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, same_as_argument<Want::kOrderable>(call));
  signature.may_be_null = true;
  return signature;
}

// first(x[, ignoreNulls]): the resolver has taken the flag away.
Result<Signature> any_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, same_as_argument<Want::kAny>(call));
  signature.may_be_null = true;
  return signature;
}

Result<Signature> collect_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, same_as_argument<Want::kAny>(call));
  signature.result = DataType::array(signature.result, false);
  signature.nullable = false;
  return signature;
}

Result<Signature> by_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kAny, Want::kOrderable};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 2, DataType()));
  signature.result = signature.arguments[0];
  signature.may_be_null = true;
  return signature;
}

Result<Signature> moment_rule(const CallSite& call) {
  return fixed_may_be_null<double_type, Want::kDouble>(call);
}
Result<Signature> boolean_rule(const CallSite& call) {
  return fixed_may_be_null<boolean, Want::kBoolean>(call);
}

const Function kFunctions[] = {
    {.name = "count",
     .kind = kAggregate,
     .rule = count_rule,
     .implementation = kEmitter,
     .body = "count",
     .usage = "count(*), count(expr, ...)",
     .summary = "Rows, or rows in which no argument is NULL."},
    {.name = "sum",
     .kind = kAggregate,
     .rule = sum_rule,
     .body = "sum({0})",
     .can_raise = true,
     .usage = "sum(expr)",
     .summary = "The sum. Integers that overflow raise."},
    {.name = "avg",
     .kind = kAggregate,
     .rule = avg_rule,
     .body = "avg({0})",
     .usage = "avg(expr)",
     .summary = "The mean."},
    {.name = "avg.decimal",
     .kind = kAggregate,
     .rule = avg_rule,
     .implementation = kEmitter,
     .body = "avg.decimal",
     .can_raise = true},
    {.name = "mean", .alias_of = "avg"},
    {.name = "min",
     .kind = kAggregate,
     .rule = extreme_rule,
     .body = "min({0})",
     .usage = "min(expr)",
     .summary = "The least value."},
    {.name = "max",
     .kind = kAggregate,
     .rule = extreme_rule,
     .body = "max({0})",
     .usage = "max(expr)",
     .summary = "The greatest value; NaN is the greatest number."},
    {.name = "first",
     .kind = kAggregate,
     .rule = any_rule,
     .implementation = kEmitter,
     .body = "first",
     .determinism = Determinism::kByRowOrder,
     .usage = "first(expr[, ignore_nulls])",
     .summary = "The value of the first row."},
    {.name = "first_value", .alias_of = "first"},
    {.name = "any_value", .alias_of = "first"},
    {.name = "last",
     .kind = kAggregate,
     .rule = any_rule,
     .implementation = kEmitter,
     .body = "last",
     .determinism = Determinism::kByRowOrder,
     .usage = "last(expr[, ignore_nulls])",
     .summary = "The value of the last row."},
    {.name = "last_value", .alias_of = "last"},
    {.name = "max_by",
     .kind = kAggregate,
     .rule = by_rule,
     .implementation = kEmitter,
     .body = "max_by",
     .determinism = Determinism::kByRowOrder,
     .usage = "max_by(expr, order)",
     .summary = "The value of the row in which another is greatest."},
    {.name = "min_by",
     .kind = kAggregate,
     .rule = by_rule,
     .implementation = kEmitter,
     .body = "min_by",
     .determinism = Determinism::kByRowOrder,
     .usage = "min_by(expr, order)",
     .summary = "The value of the row in which another is least."},
    {.name = "collect_list",
     .kind = kAggregate,
     .rule = collect_rule,
     .implementation = kEmitter,
     .body = "collect_list",
     .determinism = Determinism::kByRowOrder,
     .usage = "collect_list(expr)",
     .summary = "An array of the values, without NULLs."},
    {.name = "array_agg", .alias_of = "collect_list"},
    {.name = "collect_set",
     .kind = kAggregate,
     .rule = collect_rule,
     .implementation = kEmitter,
     .body = "collect_set",
     .determinism = Determinism::kByRowOrder,
     .usage = "collect_set(expr)",
     .summary = "An array of the different values, without NULLs."},
    {.name = "count_if",
     .kind = kAggregate,
     .rule = fixed_not_null<long_type, Want::kBoolean>,
     .body = "count_if({0})",
     .usage = "count_if(expr)",
     .summary = "Rows for which the condition is true."},
    {.name = "bool_and",
     .kind = kAggregate,
     .rule = boolean_rule,
     .body = "bool_and({0})",
     .usage = "bool_and(expr)",
     .summary = "Whether no value is false."},
    {.name = "every", .alias_of = "bool_and"},
    {.name = "bool_or",
     .kind = kAggregate,
     .rule = boolean_rule,
     .body = "bool_or({0})",
     .usage = "bool_or(expr)",
     .summary = "Whether some value is true."},
    {.name = "some", .alias_of = "bool_or"},
    {.name = "any", .alias_of = "bool_or"},
    {.name = "stddev_samp",
     .kind = kAggregate,
     .rule = moment_rule,
     .body = "stddev_samp({0})",
     .usage = "stddev_samp(expr)",
     .summary = "Standard deviation of a sample."},
    {.name = "stddev", .alias_of = "stddev_samp"},
    {.name = "std", .alias_of = "stddev_samp"},
    {.name = "stddev_pop",
     .kind = kAggregate,
     .rule = moment_rule,
     .body = "stddev_pop({0})",
     .usage = "stddev_pop(expr)",
     .summary = "Standard deviation of a population."},
    {.name = "var_samp",
     .kind = kAggregate,
     .rule = moment_rule,
     .body = "var_samp({0})",
     .usage = "var_samp(expr)",
     .summary = "Variance of a sample."},
    {.name = "variance", .alias_of = "var_samp"},
    {.name = "var_pop",
     .kind = kAggregate,
     .rule = moment_rule,
     .body = "var_pop({0})",
     .usage = "var_pop(expr)",
     .summary = "Variance of a population."},
    {.name = "approx_count_distinct",
     .kind = kAggregate,
     .rule = fixed_not_null<long_type, Want::kAny>,
     .implementation = Implementation::kNative,
     .body = "approx_count_distinct",
     .usage = "approx_count_distinct(expr)",
     .summary = "About how many different values there are."},
};

}  // namespace

std::span<const Function> aggregate_functions() { return kFunctions; }

}  // namespace tarn::plan
