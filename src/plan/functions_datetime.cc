// Dates and times: the clock, their parts, arithmetic on them.

#include "plan/coercion.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::date_type;
using types::int_type;
using types::long_type;
using types::string_type;
using types::timestamp_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;
constexpr auto kEmitter = Implementation::kEmitter;

// TIMESTAMP_NTZ stays what it is, everything else becomes TIMESTAMP.
Result<DataType> any_timestamp(const CallSite& call, size_t at) {
  const Expression& argument = *call.arguments[at];
  if (argument.type.is(TypeKind::kTimestampNtz)) return argument.type;
  if (can_cast_implicitly(argument, timestamp_type(), call.ansi)) return timestamp_type();
  if (argument.type.is(TypeKind::kTime)) return accept(call, at, Want::kTimestamp);
  return unexpected_input_type(call, at, "\"(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)\"");
}

template <TypeMaker Result_>
Result<Signature> of_any_timestamp(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  ASSIGN_OR_RETURN(DataType type, any_timestamp(call, 0));
  return Signature{.arguments = {std::move(type)}, .result = Result_()};
}

// A part of a time, or of a time of day.
Result<Signature> clock_part_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& given = call.arguments[0]->type;
  if (!given.is(TypeKind::kTime)) return of_any_timestamp<int_type>(call);
  return Signature{.arguments = {given},
                   .result = int_type(),
                   .variant = call.name == "hour"     ? "time.hour"
                              : call.name == "minute" ? "time.minute"
                                                      : "time.second"};
}

// DATE, or NULL: no cast that nobody wrote.
Result<Signature> unix_date_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& given = call.arguments[0]->type;
  if (!given.is(TypeKind::kDate) && !given.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"DATE\"");
  }
  return Signature{.arguments = {date_type()}, .result = int_type()};
}

Result<Signature> no_arguments_timestamp(const CallSite& call) {
  return fixed_not_null<timestamp_type>(call);
}

// timestampadd(unit, count, timestamp): the resolver has turned the unit into a string.
Result<Signature> timestampadd_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 3, 3));
  ASSIGN_OR_RETURN(DataType count, accept(call, 1, Want::kLong));
  ASSIGN_OR_RETURN(DataType time, any_timestamp(call, 2));
  return Signature{.arguments = {string_type(), std::move(count), time}, .result = time};
}

Result<Signature> months_between_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kTimestamp, Want::kTimestamp, Want::kBoolean};
  return fixed_signature(call, kWants, 2, types::double_type());
}

DataType second_fraction_type() { return DataType::decimal(8, 6); }

// A TIME is refused as any other type, where other functions of dates try to cast it.
Result<Signature> plus_days_rule(const CallSite& call) {
  if (!call.arguments.empty() && call.arguments[0]->type.is(TypeKind::kTime))
    return unexpected_input_type(call, 0, "\"DATE\"");
  return fixed<date_type, Want::kDate, Want::kSmallInt>(call);
}

const Function kFunctions[] = {
    {.name = "current_timestamp",
     .rule = no_arguments_timestamp,
     .implementation = kEmitter,
     .body = "current_timestamp",
     .determinism = Determinism::kVolatile,
     .usage = "current_timestamp()",
     .summary = "The time of the batch or update: the same in all of it."},
    {.name = "now",
     .rule = no_arguments_timestamp,
     .implementation = kEmitter,
     .body = "current_timestamp",
     .determinism = Determinism::kVolatile,
     .usage = "now()",
     .summary = "As current_timestamp()."},
    {.name = "current_date",
     .rule = fixed_not_null<date_type>,
     .implementation = kEmitter,
     .body = "current_date",
     .determinism = Determinism::kVolatile,
     .usage = "current_date()",
     .summary = "The date of current_timestamp() in the session's time zone."},
    {.name = "curdate", .alias_of = "current_date", .shown = "current_date"},
    {.name = "year",
     .rule = fixed<int_type, Want::kDate>,
     .body = "CAST(year({0}) AS INTEGER)",
     .usage = "year(date)",
     .summary = "The year."},
    {.name = "quarter",
     .rule = fixed<int_type, Want::kDate>,
     .body = "CAST(quarter({0}) AS INTEGER)",
     .usage = "quarter(date)",
     .summary = "The quarter of the year, 1 to 4."},
    {.name = "month",
     .rule = fixed<int_type, Want::kDate>,
     .body = "CAST(month({0}) AS INTEGER)",
     .usage = "month(date)",
     .summary = "The month, 1 to 12."},
    {.name = "day",
     .rule = fixed<int_type, Want::kDate>,
     .body = "CAST(day({0}) AS INTEGER)",
     .usage = "day(date)",
     .summary = "The day of the month."},
    {.name = "dayofmonth", .alias_of = "day"},
    {.name = "dayofweek",
     .rule = fixed<int_type, Want::kDate>,
     .body = "CAST(dayofweek({0}) + 1 AS INTEGER)",
     .usage = "dayofweek(date)",
     .summary = "The day of the week, 1 (Sunday) to 7."},
    {.name = "weekday",
     .rule = fixed<int_type, Want::kDate>,
     .body = "CAST(isodow({0}) - 1 AS INTEGER)",
     .usage = "weekday(date)",
     .summary = "The day of the week, 0 (Monday) to 6."},
    {.name = "dayofyear",
     .rule = fixed<int_type, Want::kDate>,
     .body = "CAST(dayofyear({0}) AS INTEGER)",
     .usage = "dayofyear(date)",
     .summary = "The day of the year."},
    {.name = "weekofyear",
     .rule = fixed<int_type, Want::kDate>,
     .body = "CAST(week({0}) AS INTEGER)",
     .usage = "weekofyear(date)",
     .summary = "The ISO week of the year."},
    {.name = "hour",
     .rule = clock_part_rule,
     .implementation = kNative,
     .body = "hour",
     .usage = "hour(timestamp)",
     .summary = "The hour, 0 to 23."},
    {.name = "minute",
     .rule = clock_part_rule,
     .implementation = kNative,
     .body = "minute",
     .usage = "minute(timestamp)",
     .summary = "The minute, 0 to 59."},
    {.name = "second",
     .rule = clock_part_rule,
     .implementation = kNative,
     .body = "second",
     .usage = "second(timestamp)",
     .summary = "The second, 0 to 59."},
    {.name = "dayname",
     .rule = fixed<string_type, Want::kDate>,
     .body = "left(dayname({0}), 3)",
     .usage = "dayname(date)",
     .summary = "The day of the week in three letters: Mon."},
    {.name = "monthname",
     .rule = fixed<string_type, Want::kDate>,
     .body = "left(monthname({0}), 3)",
     .usage = "monthname(date)",
     .summary = "The month in three letters: Jan."},
    {.name = "extract.yearofweek",
     .rule = fixed<int_type, Want::kDate>,
     .body = "CAST(isoyear({0}) AS INTEGER)"},
    {.name = "extract.dayofweek_iso",
     .rule = fixed<int_type, Want::kDate>,
     .body = "CAST(isodow({0}) AS INTEGER)"},
    {.name = "extract.second",
     .rule = of_any_timestamp<second_fraction_type>,
     .implementation = kNative,
     .body = "second_with_fraction"},
    {.name = "date_add",
     .rule = plus_days_rule,
     .implementation = kNative,
     .body = "date_add",
     .traits = kForgetsUntyped | kTriedWithoutAnsi,
     .usage = "date_add(start, days)",
     .summary = "The date some days later."},
    {.name = "dateadd", .alias_of = "date_add", .shown = "date_add"},
    {.name = "date_sub",
     .rule = plus_days_rule,
     .implementation = kNative,
     .body = "date_sub",
     .traits = kForgetsUntyped,
     .usage = "date_sub(start, days)",
     .summary = "The date some days earlier."},
    {.name = "datediff",
     .rule = fixed<int_type, Want::kDate, Want::kDate>,
     .body = "CAST((({0} - {1} + 2147483648) & 4294967295) - 2147483648 AS INTEGER)",
     .usage = "datediff(end, start)",
     .summary = "Days from start to end."},
    {.name = "date_diff", .alias_of = "datediff"},
    {.name = "last_day",
     .rule = fixed<date_type, Want::kDate>,
     .body = "last_day({0})",
     .usage = "last_day(date)",
     .summary = "The last day of the month."},
    {.name = "add_months",
     .rule = fixed<date_type, Want::kDate, Want::kInt>,
     .implementation = kNative,
     .body = "date_plus_months",
     .can_raise = true,
     .usage = "add_months(start, months)",
     .summary = "The date some months later, at most the last day of its month."},
    {.name = "next_day",
     .rule = fixed_may_be_null<date_type, Want::kDate, Want::kString>,
     .implementation = kNative,
     .body = "next_day",
     .can_raise = true,
     .traits = kTriedWithoutAnsi,
     .usage = "next_day(start, day_of_week)",
     .summary = "The first date after the start that is the named day of the week."},
    {.name = "months_between",
     .rule = months_between_rule,
     .implementation = kNative,
     .body = "months_between",
     .usage = "months_between(timestamp1, timestamp2[, round_off])",
     .summary = "Months from the second to the first, with a fraction in 31sts."},
    {.name = "timestampadd",
     .rule = timestampadd_rule,
     .implementation = kNative,
     .body = "timestampadd",
     .can_raise = true,
     .usage = "timestampadd(unit, count, timestamp)",
     .summary = "The time some units later."},
    {.name = "timestampdiff",
     .rule = fixed<long_type, Want::kString, Want::kTimestamp, Want::kTimestamp>,
     .implementation = kNative,
     .body = "timestampdiff",
     .usage = "timestampdiff(unit, start, end)",
     .summary = "Whole units from start to end."},
    {.name = "date_trunc",
     .rule = fixed_may_be_null<timestamp_type, Want::kString, Want::kTimestamp>,
     .implementation = kNative,
     .body = "date_trunc",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kUnitFirst,
     .usage = "date_trunc(unit, timestamp)",
     .summary = "The time cut down to a unit in the session's time zone."},
    {.name = "trunc",
     .rule = fixed_may_be_null<date_type, Want::kDate, Want::kString>,
     .implementation = kNative,
     .body = "trunc",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kUnitFirst,
     .usage = "trunc(date, unit)",
     .summary = "The date cut down to a unit; NULL of others."},
    {.name = "unix_date",
     .rule = unix_date_rule,
     .body = "CAST({0} - DATE '1970-01-01' AS INTEGER)",
     .traits = kForgetsUntyped,
     .usage = "unix_date(date)",
     .summary = "Days since 1970-01-01."},
    {.name = "date_from_unix_date",
     .rule = fixed<date_type, Want::kInt>,
     .body = "(DATE '1970-01-01' + {0})",
     .can_raise = true,
     .usage = "date_from_unix_date(days)",
     .summary = "The date some days after 1970-01-01."},
};

}  // namespace

std::span<const Function> datetime_functions() { return kFunctions; }

}  // namespace tarn::plan
