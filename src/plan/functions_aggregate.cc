// Aggregates. A kSql body is one bare call: the engine puts DISTINCT and IGNORE NULLS inside its
// parentheses and FILTER and OVER behind it, and casts what comes out to the call's type.

#include <algorithm>

#include "plan/aggregate_rules.h"
#include "plan/coercion.h"
#include "plan/collection_rules.h"
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
constexpr auto kNative = Implementation::kNative;

DataType widened(const DataType& decimal, int digits, int scale) {
  return DataType::decimal(std::min(decimal.precision() + digits, types::kMaxDecimalPrecision),
                           std::min(decimal.scale() + scale, types::kMaxDecimalPrecision));
}

constexpr std::string_view kNumberOrInterval = "\"NUMERIC\" or \"ANSI INTERVAL\"";

// Whether 128 bits hold the sum of ten thousand million such decimals.
bool sums_up_in_128_bits(const DataType& decimal) { return decimal.precision() <= 28; }

// The interval type that holds the mean of intervals: all fields of its kind.
DataType whole_interval(const DataType& interval) {
  using types::IntervalUnit;
  return interval.is(TypeKind::kYearMonthInterval)
             ? DataType::interval(IntervalUnit::kYear, IntervalUnit::kMonth)
             : DataType::interval(IntervalUnit::kDay, IntervalUnit::kSecond);
}

enum class OnOverflow : uint8_t { kRaise, kNull };

// Instants are summed up as seconds since the epoch.
Signature of_seconds() {
  return {.arguments = {double_type()}, .result = double_type(), .may_be_null = true};
}

template <OnOverflow On>
Result<Signature> sum_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& given = call.arguments[0]->type;
  constexpr bool kTry = On == OnOverflow::kNull;
  if (given.is_interval()) {
    return Signature{.arguments = {given},
                     .result = given,
                     .may_be_null = true,
                     .variant = kTry ? "try_sum.interval" : "sum.interval"};
  }
  if (given.is(TypeKind::kTimestamp)) return of_seconds();
  auto accepted = accept(call, 0, Want::kNumeric);
  if (!accepted) return unexpected_input_type(call, 0, kNumberOrInterval);
  const DataType& type = *accepted;
  Signature signature{.arguments = {type}, .result = double_type(), .may_be_null = true};
  if (type.is_integral()) {
    signature.result = types::long_type();
    if (kTry) signature.variant = "try_sum.long";
  } else if (type.is(TypeKind::kDecimal)) {
    signature.result = widened(type, 10, 0);
    if (!sums_up_in_128_bits(type)) signature.variant = kTry ? "try_sum.wide" : "sum.wide";
  } else {
    signature.arguments[0] = double_type();
  }
  return signature;
}

template <OnOverflow On>
Result<Signature> avg_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& given = call.arguments[0]->type;
  constexpr bool kTry = On == OnOverflow::kNull;
  if (given.is_interval()) {
    return Signature{.arguments = {given},
                     .result = whole_interval(given),
                     .may_be_null = true,
                     .variant = kTry ? "try_avg.interval" : "avg.interval"};
  }
  if (given.is(TypeKind::kTimestamp)) return of_seconds();
  auto accepted = accept(call, 0, Want::kNumeric);
  if (!accepted) return unexpected_input_type(call, 0, kNumberOrInterval);
  const DataType& type = *accepted;
  if (!type.is(TypeKind::kDecimal)) {
    return Signature{.arguments = {double_type()}, .result = double_type(), .may_be_null = true};
  }
  return Signature{.arguments = {type},
                   .result = widened(type, 4, 4),
                   .may_be_null = true,
                   .variant = sums_up_in_128_bits(type) ? "avg.decimal"
                              : kTry                    ? "try_avg.wide"
                                                        : "avg.wide"};
}

Result<Signature> count_rule(const CallSite& call) {
  Signature signature{.result = types::long_type(), .nullable = false};
  for (const ExpressionPtr& argument : call.arguments) {
    signature.arguments.push_back(argument->type);
  }
  return signature;
}

Result<Signature> extreme_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, same_as_argument<Want::kAny>(call));
  RETURN_IF_ERROR(expect_orderable(call, signature.arguments[0]));
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

Result<Signature> collect_set_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, collect_rule(call));
  // VARIANTs have no order, and are told apart by their bytes.
  const DataType& type = signature.arguments[0];
  if (!is_groupable(type) && !contains_variant(type)) {
    return type_mismatch("UNSUPPORTED_INPUT_TYPE",
                         "The input of `collect_set` can't be \"MAP\" or \"COLLATED STRING\" "
                         "type data.");
  }
  return signature;
}

// max_by(x, order), and max_by(x, order, k): the first k in an array.
Result<Signature> by_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 3));
  const DataType& value = call.arguments[0]->type;
  const DataType& order = call.arguments[1]->type;
  RETURN_IF_ERROR(expect_orderable(call, order));
  if (call.arguments.size() == 2) {
    return Signature{.arguments = {value, order}, .result = value, .may_be_null = true};
  }
  RETURN_IF_ERROR(expect_constant_in(
      call, 2,
      {.parameter = "k", .type = "INT", .min = 1, .max = 100000, .bounds = "[1, 100000]"}));
  ASSIGN_OR_RETURN(DataType count, accept(call, 2, Want::kInt));
  return Signature{.arguments = {value, order, std::move(count)},
                   .result = DataType::array(value, true),
                   .may_be_null = true,
                   .variant = call.name == "max_by" ? "max_by.k" : "min_by.k"};
}

Result<Signature> bits_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  if (!type.is_integral() && !type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"INTEGRAL\"");
  }
  const DataType taken = type.is_integral() ? type : types::int_type();
  return Signature{.arguments = {taken}, .result = taken, .may_be_null = true};
}

// listagg(x, delimiter)
Result<Signature> listagg_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  ASSIGN_OR_RETURN(DataType type, accept(call, 0, Want::kStringOrBinary));
  RETURN_IF_ERROR(expect_constant(call, 1, "delimiter", "STRING"));
  ASSIGN_OR_RETURN(const DataType delimiter, accept(call, 1, Want::kStringOrBinary));
  if (delimiter != type && !call.arguments[1]->type.is(TypeKind::kVoid)) {
    return different_types(call);
  }
  return Signature{.arguments = {type, type}, .result = type, .may_be_null = true};
}

Result<Signature> boolean_rule(const CallSite& call) {
  return fixed_may_be_null<boolean, Want::kBoolean>(call);
}

Result<Signature> grouping_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  return Signature{.arguments = {call.arguments[0]->type},
                   .result = DataType::of(TypeKind::kByte),
                   .nullable = false};
}

Result<Signature> grouping_id_rule(const CallSite& call) {
  Signature signature{.result = types::long_type(), .nullable = false};
  for (const ExpressionPtr& argument : call.arguments) {
    signature.arguments.push_back(argument->type);
  }
  return signature;
}

constexpr DefaultArgument kNoDelimiter[] = {{.at = 1, .kind = DefaultArgument::Kind::kNull}};

const Function kFunctions[] = {
    {.name = "count",
     .kind = kAggregate,
     .rule = count_rule,
     .implementation = kEmitter,
     .body = "count",
     .traits = kHidesValue,
     .usage = "count(*), count(expr, ...)",
     .summary = "Rows, or rows in which no argument is NULL."},
    {.name = "sum",
     .kind = kAggregate,
     .rule = sum_rule<OnOverflow::kRaise>,
     .body = "sum({0})",
     .can_raise = true,
     .usage = "sum(expr)",
     .summary = "The sum. Whole numbers and decimals that overflow raise."},
    // Without ANSI a sum of integers wraps around.
    {.name = "wrap.sum",
     .kind = FunctionKind::kAggregate,
     .rule = sum_rule<OnOverflow::kNull>,
     .implementation = kEmitter,
     .body = "wrap.sum"},
    {.name = "sum.wide",
     .kind = kAggregate,
     .rule = sum_rule<OnOverflow::kRaise>,
     .implementation = kNative,
     .body = "sum.decimal",
     .can_raise = true},
    {.name = "sum.interval",
     .kind = kAggregate,
     .rule = sum_rule<OnOverflow::kRaise>,
     .implementation = kNative,
     .body = "sum.interval",
     .can_raise = true},
    {.name = "try_sum",
     .kind = kAggregate,
     .rule = sum_rule<OnOverflow::kNull>,
     .body = "sum({0})",
     .usage = "try_sum(expr)",
     .summary = "The sum, or NULL where it overflows."},
    {.name = "try_sum.long",
     .kind = kAggregate,
     .rule = sum_rule<OnOverflow::kNull>,
     .implementation = kEmitter,
     .body = "try_sum.long"},
    {.name = "try_sum.wide",
     .kind = kAggregate,
     .rule = sum_rule<OnOverflow::kNull>,
     .implementation = kNative,
     .body = "try_sum.decimal"},
    {.name = "try_sum.interval",
     .kind = kAggregate,
     .rule = sum_rule<OnOverflow::kNull>,
     .implementation = kNative,
     .body = "try_sum.interval"},
    {.name = "avg",
     .kind = kAggregate,
     .rule = avg_rule<OnOverflow::kRaise>,
     .body = "avg({0})",
     .usage = "avg(expr)",
     .summary = "The mean."},
    {.name = "avg.decimal",
     .kind = kAggregate,
     .rule = avg_rule<OnOverflow::kRaise>,
     .implementation = kEmitter,
     .body = "avg.decimal",
     .can_raise = true,
     .traits = kTriedWithoutAnsi},
    {.name = "avg.wide",
     .kind = kAggregate,
     .rule = avg_rule<OnOverflow::kRaise>,
     .implementation = kNative,
     .body = "avg.decimal",
     .can_raise = true},
    {.name = "avg.interval",
     .kind = kAggregate,
     .rule = avg_rule<OnOverflow::kRaise>,
     .implementation = kNative,
     .body = "avg.interval",
     .can_raise = true},
    {.name = "try_avg",
     .kind = kAggregate,
     .rule = avg_rule<OnOverflow::kNull>,
     .body = "avg({0})",
     .usage = "try_avg(expr)",
     .summary = "The mean, or NULL where the sum overflows."},
    {.name = "try_avg.wide",
     .kind = kAggregate,
     .rule = avg_rule<OnOverflow::kNull>,
     .implementation = kNative,
     .body = "try_avg.decimal"},
    {.name = "try_avg.interval",
     .kind = kAggregate,
     .rule = avg_rule<OnOverflow::kNull>,
     .implementation = kNative,
     .body = "try_avg.interval"},
    {.name = "mean", .alias_of = "avg"},
    {.name = "min",
     .kind = kAggregate,
     .rule = extreme_rule,
     .implementation = kEmitter,
     .body = "min",
     .usage = "min(expr)",
     .summary = "The least value."},
    {.name = "max",
     .kind = kAggregate,
     .rule = extreme_rule,
     .implementation = kEmitter,
     .body = "max",
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
     .constants = places(2),
     .usage = "max_by(expr, order[, k])",
     .summary = "The value of the row in which another is greatest, or of the k rows."},
    {.name = "max_by.k",
     .kind = kAggregate,
     .rule = by_rule,
     .implementation = kEmitter,
     .body = "max_by.k",
     .determinism = Determinism::kByRowOrder},
    {.name = "min_by",
     .kind = kAggregate,
     .rule = by_rule,
     .implementation = kEmitter,
     .body = "min_by",
     .determinism = Determinism::kByRowOrder,
     .constants = places(2),
     .usage = "min_by(expr, order[, k])",
     .summary = "The value of the row in which another is least, or of the k rows."},
    {.name = "min_by.k",
     .kind = kAggregate,
     .rule = by_rule,
     .implementation = kEmitter,
     .body = "min_by.k",
     .determinism = Determinism::kByRowOrder},
    {.name = "listagg",
     .kind = kAggregate,
     .rule = listagg_rule,
     .implementation = kEmitter,
     .body = "listagg",
     .determinism = Determinism::kByRowOrder,
     .constants = places(1),
     .usage = "listagg(expr[, delimiter]) [WITHIN GROUP (ORDER BY ..)]",
     .summary = "The values behind one another, without NULLs.",
     .defaults = kNoDelimiter},
    {.name = "string_agg", .alias_of = "listagg"},
    {.name = "bit_and",
     .kind = kAggregate,
     .rule = bits_rule,
     .body = "bit_and({0})",
     .usage = "bit_and(expr)",
     .summary = "The bits that are set in every value."},
    {.name = "bit_or",
     .kind = kAggregate,
     .rule = bits_rule,
     .body = "bit_or({0})",
     .usage = "bit_or(expr)",
     .summary = "The bits that are set in some value."},
    {.name = "bit_xor",
     .kind = kAggregate,
     .rule = bits_rule,
     .body = "bit_xor({0})",
     .usage = "bit_xor(expr)",
     .summary = "The bits that are set in an odd number of values."},
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
     .rule = collect_set_rule,
     .implementation = kEmitter,
     .body = "collect_set",
     .determinism = Determinism::kByRowOrder,
     .usage = "collect_set(expr)",
     .summary = "An array of the different values, without NULLs."},
    {.name = "count_if",
     .kind = kAggregate,
     .rule = fixed_not_null<long_type, Want::kBoolean>,
     .body = "count(CASE WHEN {0} THEN 1 END)",
     .traits = kHidesValue,
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
    {.name = "grouping",
     .kind = kAggregate,
     .rule = grouping_rule,
     .implementation = kEmitter,
     .body = "grouping",
     .usage = "grouping(key)",
     .summary = "1 where the row's grouping set leaves the key out, else 0."},
    {.name = "grouping_id",
     .kind = kAggregate,
     .rule = grouping_id_rule,
     .implementation = kEmitter,
     .body = "grouping",
     .usage = "grouping_id([key, ...])",
     .summary = "A bit for each key, the first the highest: 1 where it is left out."},
};

}  // namespace

std::span<const Function> aggregate_functions() { return kFunctions; }

}  // namespace tarn::plan
