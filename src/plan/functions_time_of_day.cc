// TIME: made of texts and numbers, cut to units, taken apart. The entries with a point in their
// names are variants that the resolver picks.

#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::long_type;
using types::string_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;
constexpr auto kEmitter = Implementation::kEmitter;

// A parameter that takes a TIME of any digits, and what becomes one.
Result<DataType> time_argument(const CallSite& call, size_t at) {
  const DataType& given = call.arguments[at]->type;
  if (given.is(TypeKind::kTime)) return given;
  if (given.is(TypeKind::kString) || given.is(TypeKind::kVoid)) return DataType::time();
  if (given.is_datetime()) {
    return type_mismatch("CAST_WITHOUT_SUGGESTION",
                         "cannot cast \"" + given.sql() + "\" to \"TIME(6)\".");
  }
  return unexpected_input_type(call, at, "\"TIME\"");
}

// The same, without a cast that nobody wrote.
Result<DataType> exact_time(const CallSite& call, size_t at) {
  const DataType& given = call.arguments[at]->type;
  if (given.is(TypeKind::kTime)) return given;
  if (given.is(TypeKind::kVoid)) return DataType::time();
  return unexpected_input_type(call, at, "\"TIME\"");
}

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

Result<Signature> to_time_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  for (size_t at = 0; at < call.arguments.size(); ++at) {
    const DataType& given = call.arguments[at]->type;
    if (!given.is(TypeKind::kString) && !given.is(TypeKind::kVoid)) {
      return unexpected_input_type(call, at, "\"STRING\"");
    }
  }
  Signature signature{.arguments = std::vector<DataType>(call.arguments.size(), string_type()),
                      .result = DataType::time(),
                      .may_be_null = true};
  if (call.arguments.size() == 2) {
    signature.variant = call.name == "to_time" ? "time.of_pattern" : "time.try_of_pattern";
  }
  return signature;
}

Result<Signature> make_time_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 3, 3));
  ASSIGN_OR_RETURN(DataType hour, accept(call, 0, Want::kInt));
  ASSIGN_OR_RETURN(DataType minute, accept(call, 1, Want::kInt));
  RETURN_IF_ERROR(accept(call, 2, Want::kNumeric));
  return Signature{.arguments = {std::move(hour), std::move(minute), DataType::decimal(16, 6)},
                   .result = DataType::time(),
                   .may_be_null = true};
}

// current_time(3): the digits of the fraction are a constant.
Result<Signature> current_time_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 0, 1));
  if (call.arguments.empty()) return Signature{.result = DataType::time(), .nullable = false};
  const auto precision = literal_integer(*call.arguments[0]);
  if (!precision) {
    ASSIGN_OR_RETURN(DataType number, accept(call, 0, Want::kInt));
    return not_foldable(call, 0, "precision", number.sql());
  }
  if (*precision < 0 || *precision > types::kMaxTimePrecision) {
    return type_mismatch("VALUE_OUT_OF_RANGE",
                         "The `precision` must be between [0, 6] (current value = " +
                             std::to_string(*precision) + ").");
  }
  return Signature{.arguments = {call.arguments[0]->type},
                   .result = DataType::time(static_cast<int>(*precision)),
                   .nullable = false};
}

Result<Signature> trunc_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  ASSIGN_OR_RETURN(DataType unit, accept(call, 0, Want::kString));
  ASSIGN_OR_RETURN(DataType time, time_argument(call, 1));
  return Signature{.arguments = {std::move(unit), time}, .result = time};
}

Result<Signature> diff_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 3, 3));
  ASSIGN_OR_RETURN(DataType unit, accept(call, 0, Want::kString));
  ASSIGN_OR_RETURN(DataType start, time_argument(call, 1));
  ASSIGN_OR_RETURN(DataType end, time_argument(call, 2));
  return Signature{.arguments = {std::move(unit), std::move(start), std::move(end)},
                   .result = long_type()};
}

Result<Signature> from_seconds_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& given = call.arguments[0]->type;
  if (!given.is_numeric() && !given.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"NUMERIC\"");
  }
  const DataType number = given.is(TypeKind::kDecimal) ? given
                          : given.is_fractional()      ? types::double_type()
                                                       : long_type();
  return Signature{.arguments = {number}, .result = DataType::time(), .may_be_null = true};
}

Result<Signature> from_units_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& given = call.arguments[0]->type;
  if (!given.is_integral() && !given.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"INTEGRAL\"");
  }
  return Signature{.arguments = {long_type()}, .result = DataType::time(), .may_be_null = true};
}

template <bool kDecimal>
Result<Signature> to_units_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  ASSIGN_OR_RETURN(DataType time, exact_time(call, 0));
  return Signature{.arguments = {std::move(time)},
                   .result = kDecimal ? DataType::decimal(14, 6) : long_type()};
}

constexpr DefaultArgument kAllDigits[] = {
    {.at = 0, .kind = DefaultArgument::Kind::kInteger, .integer = types::kMaxTimePrecision}};

const Function kFunctions[] = {
    {.name = "to_time",
     .rule = to_time_rule,
     .implementation = kNative,
     .body = "to_time",
     .can_raise = true,
     .traits = kRewrittenLate | kForgetsUntyped,
     .usage = "to_time(str[, format])",
     .summary = "The time of day that a string stands for."},
    {.name = "try_to_time",
     .rule = to_time_rule,
     .implementation = kNative,
     .body = "try_to_time",
     .traits = kRewrittenLate | kForgetsUntyped,
     .usage = "try_to_time(str[, format])",
     .summary = "The time of day that a string stands for, or NULL."},
    {.name = "time.of_pattern",
     .rule = to_time_rule,
     .implementation = kNative,
     .body = "read_by_pattern",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether},
    {.name = "time.try_of_pattern",
     .rule = to_time_rule,
     .implementation = kNative,
     .body = "try_read_by_pattern",
     .can_raise = true},
    {.name = "make_time",
     .rule = make_time_rule,
     .implementation = kNative,
     .body = "make_time",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate,
     .usage = "make_time(hour, minute, second)",
     .summary = "The time of day of an hour, a minute and seconds."},
    {.name = "current_time",
     .rule = current_time_rule,
     .implementation = kEmitter,
     .body = "current_time",
     .determinism = Determinism::kVolatile,
     .constants = places(0),
     .usage = "current_time([precision])",
     .summary = "The time of day of current_timestamp() in the session's time zone.",
     .defaults = kAllDigits},
    {.name = "time_trunc",
     .rule = trunc_rule,
     .implementation = kNative,
     .body = "time_trunc",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .usage = "time_trunc(unit, time)",
     .summary = "The time with what is smaller than a unit cut off."},
    {.name = "time_diff",
     .rule = diff_rule,
     .implementation = kNative,
     .body = "time_diff",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .usage = "time_diff(unit, start, end)",
     .summary = "How many whole units lie between two times."},
    {.name = "time_from_seconds",
     .rule = from_seconds_rule,
     .implementation = kNative,
     .body = "time_from_seconds",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "time_from_seconds(seconds)",
     .summary = "The time some seconds after midnight."},
    {.name = "time_from_millis",
     .rule = from_units_rule,
     .implementation = kNative,
     .body = "time_from_millis",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "time_from_millis(milliseconds)",
     .summary = "The time some milliseconds after midnight."},
    {.name = "time_from_micros",
     .rule = from_units_rule,
     .implementation = kNative,
     .body = "time_from_micros",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "time_from_micros(microseconds)",
     .summary = "The time some microseconds after midnight."},
    {.name = "time_to_seconds",
     .rule = to_units_rule<true>,
     .body = "(CAST({0} // 1000 AS DECIMAL(12, 0)) * CAST(0.000001 AS DECIMAL(6, 6)))::DECIMAL(14, "
             "6)",
     .traits = kForgetsUntyped,
     .usage = "time_to_seconds(time)",
     .summary = "Seconds since midnight."},
    {.name = "time_to_millis",
     .rule = to_units_rule<false>,
     .body = "({0} // 1000000)",
     .traits = kForgetsUntyped,
     .usage = "time_to_millis(time)",
     .summary = "Milliseconds since midnight."},
    {.name = "time_to_micros",
     .rule = to_units_rule<false>,
     .body = "({0} // 1000)",
     .traits = kForgetsUntyped,
     .usage = "time_to_micros(time)",
     .summary = "Microseconds since midnight."},

    {.name = "time.hour", .rule = as_given<1>, .body = "CAST({0} // 3600000000000 AS INTEGER)"},
    {.name = "time.minute",
     .rule = as_given<1>,
     .body = "CAST({0} // 60000000000 % 60 AS INTEGER)"},
    {.name = "time.second", .rule = as_given<1>, .body = "CAST({0} // 1000000000 % 60 AS INTEGER)"},
    {.name = "time.seconds",
     .rule = as_given<2>,
     .body = "(CAST({0} % 60000000000 // {1} * {1} // 1000 AS DECIMAL(9, 0)) * CAST(0.000001 AS "
             "DECIMAL(7, "
             "6)))"},
    {.name = "time.plus",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "time_plus",
     .can_raise = true},
    {.name = "time.minus",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "time_minus",
     .can_raise = true},
    {.name = "time.difference",
     .rule = as_given<2>,
     .body = "(({0} - {1}) // 1000)",
     .evaluation = Evaluation::kInterpretedTogether},
};

}  // namespace

std::span<const Function> time_of_day_functions() { return kFunctions; }

}  // namespace tarn::plan
