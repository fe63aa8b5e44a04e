// Arithmetic of intervals, and of times with them. Most entries are variants that the resolver
// picks (resolve_temporal.cc): an interval is a number of microseconds or of months in the engine.

#include "plan/coercion.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::IntervalUnit;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

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

Result<Signature> make_ym_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kInt, Want::kInt};
  return fixed_signature(call, kWants, 0,
                         DataType::interval(IntervalUnit::kYear, IntervalUnit::kMonth));
}

Result<Signature> make_dt_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kInt, Want::kInt, Want::kInt, Want::kNumeric};
  ASSIGN_OR_RETURN(Signature signature,
                   fixed_signature(call, kWants, 0,
                                   DataType::interval(IntervalUnit::kDay, IntervalUnit::kSecond)));
  if (signature.arguments.size() == 4) signature.arguments[3] = DataType::decimal(18, 6);
  return signature;
}

template <size_t Min>
Result<Signature> make_interval_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kInt, Want::kInt, Want::kInt,    Want::kInt,
                                 Want::kInt, Want::kInt, Want::kNumeric};
  ASSIGN_OR_RETURN(Signature signature,
                   fixed_signature(call, kWants, Min, types::calendar_interval_type()));
  if (signature.arguments.size() == 7) signature.arguments[6] = DataType::decimal(18, 6);
  signature.may_be_null = call.ansi == AnsiMode::kOff || call.name.starts_with("try_");
  return signature;
}

constexpr Function calendar_part(std::string_view name, std::string_view body) {
  return {.name = name, .rule = as_given<1>, .implementation = kNative, .body = body};
}

constexpr DefaultArgument kNoMonths[] = {
    {.at = 0, .kind = DefaultArgument::Kind::kInteger, .integer = 0},
    {.at = 1, .kind = DefaultArgument::Kind::kInteger, .integer = 0}};
constexpr DefaultArgument kNoTime[] = {
    {.at = 0, .kind = DefaultArgument::Kind::kInteger, .integer = 0},
    {.at = 1, .kind = DefaultArgument::Kind::kInteger, .integer = 0},
    {.at = 2, .kind = DefaultArgument::Kind::kInteger, .integer = 0}};

const Function kFunctions[] = {
    {.name = "make_ym_interval",
     .rule = make_ym_rule,
     .implementation = kNative,
     .body = "make_ym_interval",
     .can_raise = true,
     .usage = "make_ym_interval([years[, months]])",
     .summary = "An interval of years and months.",
     .defaults = kNoMonths},
    {.name = "make_dt_interval",
     .rule = make_dt_rule,
     .implementation = kNative,
     .body = "make_dt_interval",
     .can_raise = true,
     .usage = "make_dt_interval([days[, hours[, minutes[, seconds]]]])",
     .summary = "An interval of days, hours, minutes and seconds.",
     .defaults = kNoTime},

    {.name = "make_interval",
     .rule = make_interval_rule<0>,
     .implementation = kNative,
     .body = "make_interval",
     .can_raise = true,
     .traits = kTriedWithoutAnsi,
     .usage = "make_interval([years[, months[, weeks[, days[, hours[, mins[, secs]]]]]]])",
     .summary = "An INTERVAL of months, days and time."},
    {.name = "try_make_interval",
     .rule = make_interval_rule<1>,
     .implementation = kNative,
     .body = "try_make_interval",
     .traits = kRewrittenLate,
     .usage = "try_make_interval(years[, months[, weeks[, days[, hours[, mins[, secs]]]]]])",
     .summary = "make_interval(), and NULL where it overflows."},

    {.name = "calendar.multiply",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "calendar_multiply",
     .can_raise = true},
    {.name = "calendar.wrap_add",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "calendar_wrap_add"},
    {.name = "calendar.wrap_subtract",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "calendar_wrap_subtract"},
    {.name = "calendar.wrap_negate",
     .rule = as_given<1>,
     .implementation = kNative,
     .body = "calendar_wrap_negate"},
    {.name = "calendar.multiply_safely",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "calendar_multiply_safely"},
    {.name = "calendar.divide",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "calendar_divide",
     .can_raise = true,
     .traits = kTriedWithoutAnsi},
    {.name = "date.plus_calendar",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "date_plus_calendar",
     .can_raise = true},
    {.name = "date.minus_calendar",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "date_minus_calendar",
     .can_raise = true},
    {.name = "timestamp.plus_calendar",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "timestamp_plus_calendar",
     .can_raise = true},
    {.name = "timestamp.minus_calendar",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "timestamp_minus_calendar",
     .can_raise = true},
    calendar_part("calendar.years", "calendar_years"),
    calendar_part("calendar.months", "calendar_months"),
    calendar_part("calendar.days", "calendar_days"),
    calendar_part("calendar.hours", "calendar_hours"),
    calendar_part("calendar.minutes", "calendar_minutes"),
    calendar_part("calendar.seconds", "calendar_seconds"),

    {.name = "interval.add",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "interval_add",
     .can_raise = true},
    {.name = "interval.subtract",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "interval_subtract",
     .can_raise = true},
    {.name = "interval.multiply",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "interval_multiply",
     .can_raise = true},
    {.name = "interval.divide",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "interval_divide",
     .can_raise = true},
    {.name = "interval.div",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "interval_div",
     .can_raise = true,
     .evaluation = Evaluation::kDivisorFirst,
     .traits = kTriedWithoutAnsi},
    {.name = "interval.negate",
     .rule = as_given<1>,
     .implementation = kNative,
     .body = "interval_negate",
     .can_raise = true},
    {.name = "interval.abs",
     .rule = as_given<1>,
     .implementation = kNative,
     .body = "interval_abs",
     .can_raise = true},
    {.name = "interval.sign", .rule = as_given<1>, .body = "sign({0})"},
    {.name = "interval.same", .rule = as_given<1>, .body = "{0}"},

    {.name = "interval.years", .rule = as_given<1>, .body = "({0} // 12)"},
    {.name = "interval.months", .rule = as_given<1>, .body = "({0} % 12)"},
    {.name = "interval.days", .rule = as_given<1>, .body = "({0} // 86400000000)"},
    {.name = "interval.hours", .rule = as_given<1>, .body = "({0} % 86400000000 // 3600000000)"},
    {.name = "interval.minutes", .rule = as_given<1>, .body = "({0} % 3600000000 // 60000000)"},
    {.name = "interval.seconds",
     .rule = as_given<1>,
     .body = "(CAST({0} % 60000000 AS DECIMAL(9, 0)) * CAST(0.000001 AS DECIMAL(7, 6)))"},

    {.name = "timestamp.plus",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "timestamp_plus_interval",
     .can_raise = true},
    {.name = "timestamp.minus",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "timestamp_minus_interval",
     .can_raise = true},
    {.name = "timestamp.difference",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "subtract_timestamps",
     .can_raise = true},
    {.name = "date.difference",
     .rule = as_given<2>,
     .body = "(({0} - {1}) * 86400000000)",
     .can_raise = true},
    {.name = "date.plus_days",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "date_plus_interval"},
    {.name = "date.minus_days",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "date_minus_interval"},
    {.name = "date.plus_months",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "date_plus_months",
     .can_raise = true},
    {.name = "date.minus_months",
     .rule = as_given<2>,
     .implementation = kNative,
     .body = "date_minus_months",
     .can_raise = true},
};

}  // namespace

std::span<const Function> interval_functions() { return kFunctions; }

}  // namespace tarn::plan
