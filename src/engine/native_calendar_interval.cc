// Bodies over CalendarInterval: made of numbers, added, scaled, added to dates and times, taken
// apart.

#include <array>
#include <limits>
#include <optional>

#include "engine/calendar_arithmetic.h"
#include "engine/native_lambda.h"
#include "engine/time_zones.h"
#include "engine/zoned_time.h"
#include "types/calendar_scaling.h"
#include "types/datetime.h"

namespace tarn::engine {
namespace {

using types::CalendarInterval;
using types::Int128;
using types::TypeKind;

Error overflow() { return arithmetic_overflow("overflow", ""); }

template <typename T>
T checked(Int128 value) {
  if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max()) {
    throw RowError(overflow());
  }
  return static_cast<T>(value);
}

CalendarInterval sum(const CalendarInterval& a, const CalendarInterval& b, int sign) {
  return {.months = checked<int32_t>(Int128{a.months} + Int128{sign} * b.months),
          .days = checked<int32_t>(Int128{a.days} + Int128{sign} * b.days),
          .micros = checked<int64_t>(Int128{a.micros} + Int128{sign} * b.micros)};
}

// The same with parts that wrap around, as without ANSI.
template <int kSign>
CalendarInterval wrapping_sum(const CalendarInterval& a, const CalendarInterval& b) {
  const Int128 sign = kSign;
  return {.months = static_cast<int32_t>(a.months + sign * b.months),
          .days = static_cast<int32_t>(a.days + sign * b.days),
          .micros = static_cast<int64_t>(a.micros + sign * b.micros)};
}

template <int kSign>
Result<NativePtr> make_wrapping_sum(const NativeSite&) {
  return lambda_native<CalendarInterval, CalendarInterval, CalendarInterval>(wrapping_sum<kSign>);
}

Result<NativePtr> make_wrapping_negation(const NativeSite&) {
  return lambda_native<CalendarInterval, CalendarInterval>(
      [](const CalendarInterval& interval) { return wrapping_sum<-1>({}, interval); });
}

// ---------------------------------------------------------------- made of numbers

struct Amounts {
  int32_t years;
  int32_t months;
  int32_t weeks;
  int32_t days;
  int32_t hours;
  int32_t minutes;
  int64_t second_micros;  // the seconds, with six decimal places
};

CalendarInterval interval_of(const Amounts& amounts) {
  constexpr int kMonthsPerYear = 12;
  constexpr int kDaysPerWeek = 7;
  return {.months = checked<int32_t>(Int128{amounts.years} * kMonthsPerYear + amounts.months),
          .days = checked<int32_t>(Int128{amounts.weeks} * kDaysPerWeek + amounts.days),
          .micros = checked<int64_t>(Int128{amounts.hours} * types::kMicrosPerHour +
                                     Int128{amounts.minutes} * types::kMicrosPerMinute +
                                     amounts.second_micros)};
}

enum class OnOverflow : uint8_t { kRaise, kNull };

template <OnOverflow kOnOverflow>
Result<NativePtr> make_interval(const NativeSite&) {
  return lambda_native<CalendarInterval, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t,
                       int64_t>([](int32_t years, int32_t months, int32_t weeks, int32_t days,
                                   int32_t hours, int32_t minutes,
                                   int64_t seconds) -> std::optional<CalendarInterval> {
    try {
      return interval_of({years, months, weeks, days, hours, minutes, seconds});
    } catch (const RowError&) {
      if (kOnOverflow == OnOverflow::kRaise) throw;
      return std::nullopt;
    }
  });
}

// ---------------------------------------------------------------- scaled

CalendarInterval nearest(double months, double days, double micros) {
  const auto interval = types::calendar_interval_of(months, days, micros);
  if (!interval) throw RowError(overflow());
  return *interval;
}

CalendarInterval multiplied(CalendarInterval interval, double by) {
  return nearest(interval.months * by, interval.days * by,
                 static_cast<double>(interval.micros) * by);
}

CalendarInterval multiplied_safely(CalendarInterval interval, double by) {
  return types::bounded_calendar_interval_of(interval.months * by, interval.days * by,
                                             static_cast<double>(interval.micros) * by);
}

CalendarInterval divided(CalendarInterval interval, double by) {
  if (by == 0) {
    throw RowError("INTERVAL_DIVIDED_BY_ZERO", "22012",
                   "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL "
                   "instead.");
  }
  return nearest(interval.months / by, interval.days / by,
                 static_cast<double>(interval.micros) / by);
}

Result<NativePtr> make_multiply(const NativeSite&) {
  return lambda_native<CalendarInterval, CalendarInterval, double>(multiplied);
}

Result<NativePtr> make_multiply_safely(const NativeSite&) {
  return lambda_native<CalendarInterval, CalendarInterval, double>(multiplied_safely);
}

Result<NativePtr> make_divide(const NativeSite&) {
  return lambda_native<CalendarInterval, CalendarInterval, double>(divided);
}

// ---------------------------------------------------------------- with dates and times

Error date_with_time() {
  return Error{ErrorCode::kData,
               "Cannot add an interval to a date because its microseconds part is not 0. To "
               "resolve this, cast the input date to a timestamp, which supports the addition of "
               "intervals with non-zero microseconds.",
               "INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION", "22006"};
}

template <int kSign>
int32_t date_plus(int32_t date, CalendarInterval interval) {
  if (interval.micros != 0) throw RowError(date_with_time());
  const auto moved = days_plus_months(date, int64_t{kSign} * interval.months);
  if (!moved) throw RowError(overflow());
  return checked<int32_t>(Int128{*moved} + Int128{kSign} * interval.days);
}

template <int kSign>
Result<NativePtr> make_date_plus(const NativeSite&) {
  return lambda_native<int32_t, int32_t, CalendarInterval>(date_plus<kSign>);
}

// Months, then days, both by the wall clock; then the time that passes.
int64_t moved(const std::string& zone, int64_t instant, const CalendarInterval& by, int sign) {
  const auto whole_months = plus_months(zone, instant, int64_t{sign} * by.months);
  if (!whole_months) throw RowError(overflow());
  const auto whole_days =
      plus_day_time(zone, *whole_months, int64_t{sign} * by.days * types::kMicrosPerDay);
  if (!whole_days) throw RowError(overflow());
  return checked<int64_t>(Int128{*whole_days} + Int128{sign} * by.micros);
}

template <int kSign>
Result<NativePtr> make_timestamp_plus(const NativeSite& site) {
  const std::string zone =
      site.arguments[0].is(TypeKind::kTimestampNtz) ? std::string("UTC") : site.time_zone;
  return lambda_native<int64_t, int64_t, CalendarInterval>(
      [zone](int64_t instant, const CalendarInterval& interval) {
        return moved(zone, instant, interval, kSign);
      });
}

// ---------------------------------------------------------------- parts

int32_t years(CalendarInterval interval) { return interval.months / 12; }
int8_t months(CalendarInterval interval) { return static_cast<int8_t>(interval.months % 12); }
int32_t days(CalendarInterval interval) { return interval.days; }
int8_t hours(CalendarInterval interval) {
  return static_cast<int8_t>(interval.micros % types::kMicrosPerDay / types::kMicrosPerHour);
}
int8_t minutes(CalendarInterval interval) {
  return static_cast<int8_t>(interval.micros % types::kMicrosPerHour / types::kMicrosPerMinute);
}
// DECIMAL(8, 6), which the engine keeps in 32 bits.
int32_t seconds(CalendarInterval interval) {
  return static_cast<int32_t>(interval.micros % types::kMicrosPerMinute);
}

template <typename Out, Out (*kPart)(CalendarInterval)>
Result<NativePtr> make_part(const NativeSite&) {
  return lambda_native<Out, CalendarInterval>(kPart);
}

constexpr std::array<NativeEntry, 18> kEntries = {{
    {.name = "make_interval", .make = make_interval<OnOverflow::kRaise>},
    {.name = "try_make_interval", .make = make_interval<OnOverflow::kNull>},
    {.name = "calendar_wrap_add", .make = make_wrapping_sum<1>},
    {.name = "calendar_wrap_subtract", .make = make_wrapping_sum<-1>},
    {.name = "calendar_wrap_negate", .make = make_wrapping_negation},
    {.name = "calendar_multiply", .make = make_multiply},
    {.name = "calendar_multiply_safely", .make = make_multiply_safely},
    {.name = "calendar_divide", .make = make_divide},
    {.name = "date_plus_calendar", .make = make_date_plus<1>},
    {.name = "date_minus_calendar", .make = make_date_plus<-1>},
    {.name = "timestamp_plus_calendar", .make = make_timestamp_plus<1>, .wants_zone = true},
    {.name = "timestamp_minus_calendar", .make = make_timestamp_plus<-1>, .wants_zone = true},
    {.name = "calendar_years", .make = make_part<int32_t, years>},
    {.name = "calendar_months", .make = make_part<int8_t, months>},
    {.name = "calendar_days", .make = make_part<int32_t, days>},
    {.name = "calendar_hours", .make = make_part<int8_t, hours>},
    {.name = "calendar_minutes", .make = make_part<int8_t, minutes>},
    {.name = "calendar_seconds", .make = make_part<int32_t, seconds>},
}};

}  // namespace

NativePtr calendar_sum(int sign) {
  return lambda_native<CalendarInterval, CalendarInterval, CalendarInterval>(
      [sign](const CalendarInterval& a, const CalendarInterval& b) { return sum(a, b, sign); });
}

NativePtr calendar_negation() {
  return lambda_native<CalendarInterval, CalendarInterval>(
      [](const CalendarInterval& interval) { return sum({}, interval, -1); });
}

std::span<const NativeEntry> calendar_interval_natives() { return kEntries; }

}  // namespace tarn::engine
