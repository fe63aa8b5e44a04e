// Aggregates of statistics: moments, regression, percentiles, histograms, distinct counts. Their
// bodies are C++ (engine's native_aggregate*.cc).

#include <array>

#include "plan/aggregate_rules.h"
#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/constants.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::double_type;
using types::TypeKind;

constexpr auto kAggregate = FunctionKind::kAggregate;
constexpr auto kEmitter = Implementation::kEmitter;
constexpr auto kNative = Implementation::kNative;
constexpr double kIntMax = 2147483647;

Result<Signature> moment_rule(const CallSite& call) {
  return fixed_may_be_null<double_type, Want::kDouble>(call);
}
Result<Signature> pair_rule(const CallSite& call) {
  return fixed_may_be_null<double_type, Want::kDouble, Want::kDouble>(call);
}
Result<Signature> regr_count_rule(const CallSite& call) {
  return fixed_not_null<types::long_type, Want::kDouble, Want::kDouble>(call);
}

// ---------------------------------------------------------------- percentiles

// What percentiles are taken of, as the body gets it; and the type of one percentile.
struct Measured {
  DataType argument;
  DataType result;
};

Result<Measured> measured(const CallSite& call, size_t at) {
  const DataType& type = call.arguments[at]->type;
  if (type.is(TypeKind::kYearMonthInterval)) {
    return Measured{type,
                    DataType::interval(types::IntervalUnit::kYear, types::IntervalUnit::kMonth)};
  }
  if (type.is(TypeKind::kDayTimeInterval)) {
    return Measured{type,
                    DataType::interval(types::IntervalUnit::kDay, types::IntervalUnit::kSecond)};
  }
  if (type.is_numeric() || type.is(TypeKind::kString) || type.is(TypeKind::kVoid)) {
    return Measured{double_type(), double_type()};
  }
  return unexpected_input_type(call, at,
                               "(\"NUMERIC\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO "
                               "MONTH\")");
}

constexpr ConstantRange kPercentage = {
    .parameter = "percentage", .type = "DOUBLE", .min = 0, .max = 1, .bounds = "[0.0, 1.0]"};

// The type of the percentages, and the result's: an array for an array.
Result<DataType> percentages(const CallSite& call, size_t at) {
  RETURN_IF_ERROR(expect_constant_in(call, at, kPercentage));
  const DataType& type = call.arguments[at]->type;
  if (type.is(TypeKind::kArray)) {
    if (type.contains_null()) {
      return unexpected_input_type(call, at, "(\"DOUBLE\" or \"ARRAY<DOUBLE>\")");
    }
    return DataType::array(double_type(), false);
  }
  if (!can_cast_implicitly(*call.arguments[at], double_type(), call.ansi)) {
    return unexpected_input_type(call, at, "(\"DOUBLE\" or \"ARRAY<DOUBLE>\")");
  }
  return double_type();
}

DataType one_or_all(const DataType& percentages, const DataType& each) {
  return percentages.is(TypeKind::kArray) ? DataType::array(each, false) : each;
}

// percentile(x, percentages[, frequency])
Result<Signature> percentile_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 3));
  ASSIGN_OR_RETURN(Measured of, measured(call, 0));
  ASSIGN_OR_RETURN(DataType at, percentages(call, 1));
  Signature signature{
      .arguments = {of.argument, at}, .result = one_or_all(at, of.result), .may_be_null = true};
  if (call.arguments.size() == 3) {
    ASSIGN_OR_RETURN(DataType frequency, accept(call, 2, Want::kLong));
    signature.arguments.push_back(std::move(frequency));
  }
  return signature;
}

// median(x): the resolver has put the percentage behind it.
Result<Signature> median_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  ASSIGN_OR_RETURN(Measured of, measured(call, 0));
  return Signature{.arguments = {of.argument}, .result = of.result, .may_be_null = true};
}

// percentile_cont(percentages) WITHIN GROUP (ORDER BY x): here as (percentages, x).
Result<Signature> ordered_percentile_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  ASSIGN_OR_RETURN(DataType at, percentages(call, 0));
  ASSIGN_OR_RETURN(Measured of, measured(call, 1));
  return Signature{
      .arguments = {at, of.argument}, .result = one_or_all(at, of.result), .may_be_null = true};
}

// percentile_approx(x, percentages[, accuracy])
Result<Signature> approximate_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 3, 3));
  DataType type = call.arguments[0]->type;
  if (type.is(TypeKind::kString) || type.is(TypeKind::kVoid)) type = double_type();
  if (type.is(TypeKind::kTime)) {
    return type_mismatch("CAST_WITHOUT_SUGGESTION",
                         "cannot cast \"" + type.sql() + "\" to \"DATE\".");
  }
  if (!type.is_numeric() && !type.is_datetime() && !type.is_interval()) {
    return unexpected_input_type(
        call, 0,
        "(\"NUMERIC\" or \"DATE\" or \"TIMESTAMP\" or \"TIMESTAMP_NTZ\" or "
        "\"INTERVAL YEAR TO MONTH\" or \"INTERVAL DAY TO SECOND\")");
  }
  ASSIGN_OR_RETURN(DataType at, percentages(call, 1));
  RETURN_IF_ERROR(expect_constant_in(call, 2,
                                     {.parameter = "accuracy",
                                      .type = "INT",
                                      .min = 1,
                                      .max = kIntMax,
                                      .bounds = "(0, 2147483647]"}));
  if (call.arguments[2]->type.is(TypeKind::kString)) {
    return unexpected_input_type(call, 2, "\"INTEGRAL\"");
  }
  ASSIGN_OR_RETURN(DataType accuracy, accept(call, 2, Want::kLong));
  return Signature{
      .arguments = {type, at, accuracy}, .result = one_or_all(at, type), .may_be_null = true};
}

// ---------------------------------------------------------------- mode

// mode(x), and mode() WITHIN GROUP (ORDER BY x), here as (x).
Result<Signature> mode_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, same_as_argument<Want::kAny>(call));
  signature.may_be_null = true;
  return signature;
}

// ---------------------------------------------------------------- sketches

// histogram_numeric(x, nb)
Result<Signature> histogram_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  DataType type = call.arguments[0]->type;
  if (type.is(TypeKind::kVoid) || type.is(TypeKind::kString)) type = double_type();
  if (!type.is_numeric() && !type.is_datetime() && !type.is_interval()) {
    return unexpected_input_type(
        call, 0,
        "(\"NUMERIC\" or \"DATE\" or \"TIMESTAMP\" or \"TIMESTAMP_NTZ\" or "
        "\"INTERVAL YEAR TO MONTH\" or \"INTERVAL DAY TO SECOND\")");
  }
  RETURN_IF_ERROR(expect_constant_in(
      call, 1,
      {.parameter = "nb", .type = "INT", .min = 2, .max = kIntMax, .bounds = "[2, 2147483647]"}));
  ASSIGN_OR_RETURN(DataType bins, accept(call, 1, Want::kInt));
  const DataType bin =
      DataType::structure({{.name = "x", .type = type, .nullable = true},
                           {.name = "y", .type = double_type(), .nullable = true}});
  return Signature{
      .arguments = {type, bins}, .result = DataType::array(bin, true), .may_be_null = true};
}

// approx_count_distinct(x, relative standard deviation)
Result<Signature> distinct_count_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& given = call.arguments[1]->type;
  if (!std::holds_alternative<Literal>(call.arguments[1]->content) ||
      !(given.is(TypeKind::kDouble) || given.is(TypeKind::kDecimal))) {
    // Spark has no condition of its own for it.
    return Error{.code = ErrorCode::kInvalid,
                 .message = "The second argument should be a double literal.",
                 .condition = "_LEGACY_ERROR_TEMP_1104",
                 .sqlstate = ""};
  }
  ASSIGN_OR_RETURN(DataType deviation, accept(call, 1, Want::kDouble));
  return Signature{.arguments = {call.arguments[0]->type, deviation},
                   .result = types::long_type(),
                   .nullable = false};
}

Result<Signature> bitmap_positions_rule(const CallSite& call) {
  return fixed_not_null<types::binary_type, Want::kLong>(call);
}
Result<Signature> bitmaps_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  if (!type.is(TypeKind::kBinary)) {
    return unexpected_input_type(call, 0, "\"BINARY\"");
  }
  return Signature{
      .arguments = {types::binary_type()}, .result = types::binary_type(), .nullable = false};
}

constexpr DefaultArgument kAccuracy[] = {
    {.at = 2, .kind = DefaultArgument::Kind::kInteger, .integer = 10000}};
constexpr DefaultArgument kFrequency[] = {
    {.at = 2, .kind = DefaultArgument::Kind::kInteger, .integer = 1}};

const Function kFunctions[] = {
    {.name = "stddev_samp",
     .kind = kAggregate,
     .rule = moment_rule,
     .implementation = kNative,
     .body = "stddev_samp",
     .usage = "stddev_samp(expr)",
     .summary = "Standard deviation of a sample."},
    {.name = "stddev", .alias_of = "stddev_samp"},
    {.name = "std", .alias_of = "stddev_samp"},
    {.name = "stddev_pop",
     .kind = kAggregate,
     .rule = moment_rule,
     .implementation = kNative,
     .body = "stddev_pop",
     .usage = "stddev_pop(expr)",
     .summary = "Standard deviation of a population."},
    {.name = "var_samp",
     .kind = kAggregate,
     .rule = moment_rule,
     .implementation = kNative,
     .body = "var_samp",
     .usage = "var_samp(expr)",
     .summary = "Variance of a sample."},
    {.name = "variance", .alias_of = "var_samp"},
    {.name = "var_pop",
     .kind = kAggregate,
     .rule = moment_rule,
     .implementation = kNative,
     .body = "var_pop",
     .usage = "var_pop(expr)",
     .summary = "Variance of a population."},
    {.name = "skewness",
     .kind = kAggregate,
     .rule = moment_rule,
     .implementation = kNative,
     .body = "skewness",
     .usage = "skewness(expr)",
     .summary = "How far the values lean to one side."},
    {.name = "kurtosis",
     .kind = kAggregate,
     .rule = moment_rule,
     .implementation = kNative,
     .body = "kurtosis",
     .usage = "kurtosis(expr)",
     .summary = "How heavy the tails are; 0 for a normal distribution."},
    {.name = "covar_pop",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = kNative,
     .body = "covar_pop",
     .nulls = NullRule::kNullWhenComputed,
     .traits = kPairs,
     .usage = "covar_pop(x, y)",
     .summary = "Covariance of a population."},
    {.name = "covar_samp",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = kNative,
     .body = "covar_samp",
     .nulls = NullRule::kNullWhenComputed,
     .traits = kPairs,
     .usage = "covar_samp(x, y)",
     .summary = "Covariance of a sample."},
    {.name = "corr",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = kNative,
     .body = "corr",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .traits = kPairs,
     .usage = "corr(x, y)",
     .summary = "Pearson's correlation. A side without spread raises."},
    // Without ANSI.
    {.name = "corr.or_null",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = kNative,
     .body = "corr_or_null",
     .nulls = NullRule::kNullWhenComputed,
     .traits = kPairs},
    {.name = "regr_count",
     .kind = kAggregate,
     .rule = regr_count_rule,
     .body = "count(CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN 1 END)",
     .traits = kHidesValue,
     .usage = "regr_count(y, x)",
     .summary = "Rows in which neither is NULL."},
    {.name = "regr_avgx",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = Implementation::kRewritten,
     .usage = "regr_avgx(y, x)",
     .summary = "The mean of x over rows in which neither is NULL."},
    {.name = "regr_avgy",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = Implementation::kRewritten,
     .usage = "regr_avgy(y, x)",
     .summary = "The mean of y over rows in which neither is NULL."},
    {.name = "regr_r2",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = kNative,
     .body = "regr_r2",
     .nulls = NullRule::kNullWhenComputed,
     .traits = kPairs,
     .usage = "regr_r2(y, x)",
     .summary = "The coefficient of determination."},
    {.name = "regr_slope",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = kNative,
     .body = "regr_slope",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kLastFirst,
     .traits = kPairs,
     .usage = "regr_slope(y, x)",
     .summary = "The slope of the line of best fit."},
    {.name = "regr_intercept",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = kNative,
     .body = "regr_intercept",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kLastFirst,
     .traits = kPairs,
     .usage = "regr_intercept(y, x)",
     .summary = "Where the line of best fit meets x = 0."},
    {.name = "regr_sxx",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = kNative,
     .body = "regr_sxx",
     .traits = kPairs,
     .usage = "regr_sxx(y, x)",
     .summary = "The sum of squares of x about its mean."},
    {.name = "regr_sxy",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = kNative,
     .body = "regr_sxy",
     .nulls = NullRule::kNullWhenComputed,
     .traits = kPairs,
     .usage = "regr_sxy(y, x)",
     .summary = "The sum of products of x and y about their means."},
    {.name = "regr_syy",
     .kind = kAggregate,
     .rule = pair_rule,
     .implementation = kNative,
     .body = "regr_syy",
     .traits = kPairs,
     .usage = "regr_syy(y, x)",
     .summary = "The sum of squares of y about its mean."},
    {.name = "percentile",
     .kind = kAggregate,
     .rule = percentile_rule,
     .implementation = kEmitter,
     .body = "percentile",
     .can_raise = true,
     .constants = places(1),
     .usage = "percentile(expr, percentage[, frequency])",
     .summary = "The exact percentile, or an array of them.",
     .defaults = kFrequency},
    {.name = "median",
     .kind = kAggregate,
     .rule = median_rule,
     .implementation = kEmitter,
     .body = "median",
     .usage = "median(expr)",
     .summary = "The value in the middle."},
    {.name = "percentile_cont",
     .kind = kAggregate,
     .rule = ordered_percentile_rule,
     .implementation = kEmitter,
     .body = "percentile_cont",
     .can_raise = true,
     .constants = places(0),
     .usage = "percentile_cont(percentage) WITHIN GROUP (ORDER BY expr)",
     .summary = "The percentile, between two values where it falls there."},
    {.name = "percentile_disc",
     .kind = kAggregate,
     .rule = ordered_percentile_rule,
     .implementation = kEmitter,
     .body = "percentile_disc",
     .can_raise = true,
     .constants = places(0),
     .usage = "percentile_disc(percentage) WITHIN GROUP (ORDER BY expr)",
     .summary = "The first value at or above the percentile."},
    {.name = "percentile_approx",
     .kind = kAggregate,
     .rule = approximate_rule,
     .implementation = kNative,
     .body = "percentile_approx",
     .can_raise = true,
     .constants = places(1, 2),
     .usage = "percentile_approx(expr, percentage[, accuracy])",
     .summary = "The percentile within 1/accuracy of the rows' number.",
     .defaults = kAccuracy},
    {.name = "approx_percentile", .alias_of = "percentile_approx"},
    {.name = "mode",
     .kind = kAggregate,
     .rule = mode_rule,
     .implementation = kEmitter,
     .body = "mode",
     .determinism = Determinism::kByRowOrder,
     .usage = "mode(expr[, deterministic]), mode() WITHIN GROUP (ORDER BY expr)",
     .summary = "The value that comes most often."},
    {.name = "histogram_numeric",
     .kind = kAggregate,
     .rule = histogram_rule,
     .implementation = kNative,
     .body = "histogram_numeric",
     .can_raise = true,
     .constants = places(1),
     .usage = "histogram_numeric(expr, nb)",
     .summary = "A histogram of nb bins of their own width."},
    {.name = "approx_count_distinct",
     .kind = kAggregate,
     .rule = distinct_count_rule,
     .implementation = kEmitter,
     .body = "approx_count_distinct",
     .can_raise = true,
     .traits = kHidesValue,
     .usage = "approx_count_distinct(expr[, relativeSD])",
     .summary = "About how many different values there are."},
    {.name = "bitmap_construct_agg",
     .kind = kAggregate,
     .rule = bitmap_positions_rule,
     .implementation = kNative,
     .body = "bitmap_construct_agg",
     .can_raise = true,
     .usage = "bitmap_construct_agg(position)",
     .summary = "A bitmap of 4096 bytes with the bits at the positions."},
    {.name = "bitmap_or_agg",
     .kind = kAggregate,
     .rule = bitmaps_rule,
     .implementation = kNative,
     .body = "bitmap_or_agg",
     .usage = "bitmap_or_agg(bitmap)",
     .summary = "The bits that are set in some bitmap."},
    {.name = "bitmap_and_agg",
     .kind = kAggregate,
     .rule = bitmaps_rule,
     .implementation = kNative,
     .body = "bitmap_and_agg",
     .usage = "bitmap_and_agg(bitmap)",
     .summary = "The bits that are set in every bitmap."},
};

}  // namespace

std::span<const Function> statistic_functions() { return kFunctions; }

}  // namespace tarn::plan
