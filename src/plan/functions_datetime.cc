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

// A string in the default form needs a cast only; with a pattern, the pattern's parser.
Result<Signature> parse_rule(const CallSite& call, const DataType& result,
                             std::string_view cast_only) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  if (call.arguments.size() == 1) {
    if (!can_cast_implicitly(*call.arguments[0], result)) {
      return unexpected_input_type(call, 0, "(\"STRING\" or \"DATE\" or \"TIMESTAMP\")");
    }
    return Signature{
        .arguments = {result}, .result = result, .may_be_null = true, .variant = cast_only};
  }
  ASSIGN_OR_RETURN(DataType format, accept(call, 1, Want::kString));
  if (call.arguments[0]->type.is_datetime()) {
    return Signature{.arguments = {result, format}, .result = result, .variant = cast_only};
  }
  ASSIGN_OR_RETURN(DataType text, accept(call, 0, Want::kString));
  return Signature{.arguments = {text, format}, .result = result, .may_be_null = true};
}
Result<Signature> to_date_rule(const CallSite& call) {
  return parse_rule(call, date_type(), "to_date.cast");
}
Result<Signature> to_timestamp_rule(const CallSite& call) {
  return parse_rule(call, timestamp_type(), "to_date.cast");
}

// Seconds since the epoch: of a time by arithmetic, of a string by its pattern.
Result<Signature> unix_timestamp_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  if (call.arguments[0]->type.is_datetime()) {
    Signature signature{.arguments = {timestamp_type()},
                        .result = types::long_type(),
                        .variant = "unix_timestamp.of_time"};
    if (call.arguments.size() == 2) signature.arguments.push_back(string_type());
    return signature;
  }
  constexpr std::array kWants = {Want::kString, Want::kString};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 1, types::long_type()));
  signature.may_be_null = true;
  return signature;
}

Result<Signature> from_unixtime_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kLong, Want::kString};
  return fixed_signature(call, kWants, 1, string_type());
}

Result<Signature> no_arguments_timestamp(const CallSite& call) {
  return fixed_not_null<timestamp_type>(call);
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
    {.name = "curdate", .alias_of = "current_date"},
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
     .rule = fixed<int_type, Want::kTimestamp>,
     .implementation = kNative,
     .body = "hour",
     .usage = "hour(timestamp)",
     .summary = "The hour, 0 to 23."},
    {.name = "minute",
     .rule = fixed<int_type, Want::kTimestamp>,
     .implementation = kNative,
     .body = "minute",
     .usage = "minute(timestamp)",
     .summary = "The minute, 0 to 59."},
    {.name = "second",
     .rule = fixed<int_type, Want::kTimestamp>,
     .implementation = kNative,
     .body = "second",
     .usage = "second(timestamp)",
     .summary = "The second, 0 to 59."},
    {.name = "date_add",
     .rule = fixed<date_type, Want::kDate, Want::kSmallInt>,
     .body = "({0} + {1})",
     .can_raise = true,
     .usage = "date_add(start, days)",
     .summary = "The date some days later."},
    {.name = "date_sub",
     .rule = fixed<date_type, Want::kDate, Want::kSmallInt>,
     .body = "({0} - {1})",
     .can_raise = true,
     .usage = "date_sub(start, days)",
     .summary = "The date some days earlier."},
    {.name = "datediff",
     .rule = fixed<int_type, Want::kDate, Want::kDate>,
     .body = "CAST({0} - {1} AS INTEGER)",
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
     .body = "CAST({0} + to_months({1}) AS DATE)",
     .can_raise = true,
     .usage = "add_months(start, months)",
     .summary = "The date some months later, at most the last day of its month."},
    {.name = "date_trunc",
     .rule = fixed_may_be_null<timestamp_type, Want::kString, Want::kTimestamp>,
     .implementation = kNative,
     .body = "date_trunc",
     .usage = "date_trunc(unit, timestamp)",
     .summary = "The time cut down to a unit in the session's time zone."},
    {.name = "trunc",
     .rule = fixed_may_be_null<date_type, Want::kDate, Want::kString>,
     .body = "CAST(CASE "
             "WHEN upper({1}) IN ('YEAR', 'YYYY', 'YY') THEN date_trunc('year', {0}) "
             "WHEN upper({1}) = 'QUARTER' THEN date_trunc('quarter', {0}) "
             "WHEN upper({1}) IN ('MONTH', 'MM', 'MON') THEN date_trunc('month', {0}) "
             "WHEN upper({1}) = 'WEEK' THEN date_trunc('week', {0}) END AS DATE)",
     .usage = "trunc(date, unit)",
     .summary = "The date cut down to a unit; NULL of others."},
    {.name = "to_date",
     .rule = to_date_rule,
     .implementation = kNative,
     .body = "to_date",
     .can_raise = true,
     .usage = "to_date(str[, format])",
     .summary = "The date that a string stands for."},
    {.name = "to_date.cast", .rule = to_date_rule, .body = "{0}"},
    {.name = "to_timestamp",
     .rule = to_timestamp_rule,
     .implementation = kNative,
     .body = "to_timestamp",
     .can_raise = true,
     .usage = "to_timestamp(str[, format])",
     .summary = "The time that a string stands for."},
    {.name = "date_format",
     .rule = fixed<string_type, Want::kTimestamp, Want::kString>,
     .implementation = kNative,
     .body = "date_format",
     .can_raise = true,
     .usage = "date_format(timestamp, format)",
     .summary = "The time as text, by a Java pattern."},
    {.name = "unix_timestamp",
     .rule = unix_timestamp_rule,
     .implementation = kNative,
     .body = "unix_timestamp",
     .can_raise = true,
     .usage = "unix_timestamp(expr[, format])",
     .summary = "Seconds since 1970-01-01T00:00:00Z."},
    {.name = "unix_timestamp.of_time",
     .rule = unix_timestamp_rule,
     .body = "(epoch_us({0}) // 1000000)"},
    {.name = "to_unix_timestamp", .alias_of = "unix_timestamp"},
    {.name = "unix_micros",
     .rule = fixed<long_type, Want::kTimestamp>,
     .body = "epoch_us({0})",
     .usage = "unix_micros(timestamp)",
     .summary = "Microseconds since 1970-01-01T00:00:00Z."},
    {.name = "unix_date",
     .rule = fixed<int_type, Want::kDate>,
     .body = "CAST({0} - DATE '1970-01-01' AS INTEGER)",
     .usage = "unix_date(date)",
     .summary = "Days since 1970-01-01."},
    {.name = "date_from_unix_date",
     .rule = fixed<date_type, Want::kInt>,
     .body = "(DATE '1970-01-01' + {0})",
     .can_raise = true,
     .usage = "date_from_unix_date(days)",
     .summary = "The date some days after 1970-01-01."},
    {.name = "from_unixtime",
     .rule = from_unixtime_rule,
     .implementation = kNative,
     .body = "from_unixtime",
     .usage = "from_unixtime(seconds[, format])",
     .summary = "A time in seconds as text in the session's time zone."},
};

}  // namespace

std::span<const Function> datetime_functions() { return kFunctions; }

}  // namespace tarn::plan
