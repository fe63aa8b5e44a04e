// Arithmetic on dates and times: days, months, units, and clocks of other zones.

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "engine/native_lambda.h"
#include "engine/time_zones.h"
#include "engine/zoned_time.h"
#include "types/datetime.h"

namespace tarn::engine {
namespace {

using types::kMicrosPerDay;
using types::TypeKind;

std::string in_capitals(std::string_view text) {
  std::string upper;
  for (const char c : text) upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

Error overflow(std::string_view what) { return arithmetic_overflow(what, ""); }

// TIMESTAMP_NTZ has no zone: its days are as long as UTC's.
std::string zone_of(const types::DataType& type, const NativeSite& site) {
  return type.is(TypeKind::kTimestampNtz) ? "UTC" : site.time_zone;
}

// ---------------------------------------------------------------- dates

// Beyond INT it wraps around, as in Spark.
int32_t plus_days(int32_t date, int32_t days) {
  return static_cast<int32_t>(static_cast<uint32_t>(date) + static_cast<uint32_t>(days));
}

int32_t checked_months(int32_t date, int64_t months) {
  const auto moved = days_plus_months(date, months);
  if (!moved) throw RowError(overflow("overflow"));
  return *moved;
}

// 0 Thursday .. 6 Wednesday, as days since 1970-01-01 count.
std::optional<int> day_of_week(std::string_view name) {
  const std::string upper = in_capitals(name);
  static constexpr std::array<std::array<std::string_view, 3>, 7> kNames = {{
      {"TH", "THU", "THURSDAY"},
      {"FR", "FRI", "FRIDAY"},
      {"SA", "SAT", "SATURDAY"},
      {"SU", "SUN", "SUNDAY"},
      {"MO", "MON", "MONDAY"},
      {"TU", "TUE", "TUESDAY"},
      {"WE", "WED", "WEDNESDAY"},
  }};
  for (size_t day = 0; day < kNames.size(); ++day) {
    for (const std::string_view known : kNames[day]) {
      if (upper == known) return static_cast<int>(day);
    }
  }
  return std::nullopt;
}

int32_t next_day(int32_t date, std::string_view name) {
  const auto wanted = day_of_week(name);
  if (!wanted) {
    throw RowError("ILLEGAL_DAY_OF_WEEK", "22009",
                   fmt::format("Illegal input for day of week: {}.", name));
  }
  const int64_t behind = (int64_t{date} - *wanted) % 7;
  const int64_t since = behind < 0 ? behind + 7 : behind;
  return plus_days(date, static_cast<int32_t>(7 - since));
}

struct DayInMonth {
  int64_t months;
  int64_t day;
  bool is_last;
  int64_t seconds;  // since its midnight
};

DayInMonth day_in_month(const std::string& zone, int64_t instant) {
  const int64_t days = floor_divide(instant + offset_at_instant(zone, instant), kMicrosPerDay);
  const types::CivilDate date = types::civil_from_days(days);
  const int64_t midnight = days * kMicrosPerDay - offset_at_local(zone, days * kMicrosPerDay);
  return {.months = int64_t{date.year} * 12 + date.month,
          .day = date.day,
          .is_last = date.day == types::days_in_month(date.year, date.month),
          .seconds = (instant - midnight) / types::kMicrosPerSecond};
}

double months_between(const std::string& zone, int64_t later, int64_t earlier, bool rounded) {
  const DayInMonth a = day_in_month(zone, later);
  const DayInMonth b = day_in_month(zone, earlier);
  const auto months = static_cast<double>(a.months - b.months);
  if (a.day == b.day || (a.is_last && b.is_last)) return months;
  constexpr int64_t kSecondsPerDay = 86'400;
  constexpr double kSecondsPerMonth = 31 * kSecondsPerDay;
  const int64_t seconds = (a.day - b.day) * kSecondsPerDay + a.seconds - b.seconds;
  const double result = months + static_cast<double>(seconds) / kSecondsPerMonth;
  return rounded ? std::floor(result * 1e8 + 0.5) / 1e8 : result;
}

// ---------------------------------------------------------------- times and intervals

Error datetime_overflow(std::string_view unit, int64_t count, std::string_view time) {
  return Error{ErrorCode::kData,
               fmt::format("Datetime operation overflow: add {}L {} to {}.", count, unit, time),
               "DATETIME_OVERFLOW", "22008"};
}

std::optional<int64_t> unit_micros(std::string_view unit) {
  if (unit == "MICROSECOND") return 1;
  if (unit == "MILLISECOND") return types::kMicrosPerMilli;
  if (unit == "SECOND") return types::kMicrosPerSecond;
  if (unit == "MINUTE") return types::kMicrosPerMinute;
  if (unit == "HOUR") return types::kMicrosPerHour;
  return std::nullopt;
}

std::optional<int64_t> unit_days(std::string_view unit) {
  if (unit == "DAY" || unit == "DAYOFYEAR") return 1;
  if (unit == "WEEK") return 7;
  return std::nullopt;
}

int64_t unit_months(std::string_view unit) {
  if (unit == "YEAR") return 12;
  if (unit == "QUARTER") return 3;
  CHECK(unit == "MONTH");
  return 1;
}

// Up to hours as time passes, from days on as clocks show it.
std::optional<int64_t> plus_units(const std::string& zone, std::string_view unit, int64_t count,
                                  int64_t instant) {
  int64_t amount = 0;
  int64_t result = 0;
  if (const auto micros = unit_micros(unit)) {
    if (__builtin_mul_overflow(count, *micros, &amount) ||
        __builtin_add_overflow(instant, amount, &result)) {
      return std::nullopt;
    }
    return result;
  }
  if (const auto days = unit_days(unit)) {
    if (__builtin_mul_overflow(count, *days * kMicrosPerDay, &amount)) return std::nullopt;
    return plus_day_time(zone, instant, amount);
  }
  if (__builtin_mul_overflow(count, unit_months(unit), &amount)) return std::nullopt;
  return plus_months(zone, instant, amount);
}

int64_t units_between(std::string_view unit, int64_t start_local, int64_t end_local) {
  const int64_t difference = end_local - start_local;
  if (const auto micros = unit_micros(unit)) return difference / *micros;
  if (const auto days = unit_days(unit)) return difference / (*days * kMicrosPerDay);
  return months_from(start_local, end_local) / unit_months(unit);
}

std::string known_zone(std::string_view zone) {
  if (!is_time_zone(zone)) throw RowError(invalid_time_zone(zone));
  return std::string(zone);
}

Result<NativePtr> make_timestampadd(const NativeSite& site) {
  const std::string zone = zone_of(site.arguments[2], site);
  const bool has_zone = !site.arguments[2].is(TypeKind::kTimestampNtz);
  return lambda_native<int64_t, std::string_view, int64_t, int64_t>(
      [=](std::string_view written, int64_t count, int64_t instant) {
        const std::string unit = in_capitals(written);
        const auto result = plus_units(zone, unit, count, instant);
        if (!result) {
          const std::string shown =
              fmt::format("TIMESTAMP{} '{}'", has_zone ? "" : "_NTZ",
                          types::timestamp_text(instant + offset_at_instant(zone, instant)));
          throw RowError(datetime_overflow(unit, count, shown));
        }
        return *result;
      });
}

// What timestampadd() knows and timestampdiff() does not.
Error no_unit_of_difference() {
  return Error{ErrorCode::kData,
               "The value of parameter(s) `unit` in `TIMESTAMPDIFF` is invalid: expects one of the "
               "units without quotes YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, "
               "MILLISECOND, MICROSECOND, but got DAYOFYEAR.",
               "INVALID_PARAMETER_VALUE.DATETIME_UNIT", "22023"};
}

Result<NativePtr> make_timestampdiff(const NativeSite& site) {
  return lambda_native<int64_t, std::string_view, int64_t, int64_t>(
      [zone = site.time_zone](std::string_view unit, int64_t start, int64_t end) {
        if (in_capitals(unit) == "DAYOFYEAR") throw RowError(no_unit_of_difference());
        return units_between(in_capitals(unit), start + offset_at_instant(zone, start),
                             end + offset_at_instant(zone, end));
      });
}

// timestamp + interval; `kSign` is -1 for the difference.
template <int kSign>
Result<NativePtr> make_plus_interval(const NativeSite& site) {
  const std::string zone = zone_of(site.arguments[0], site);
  if (site.arguments[1].is(TypeKind::kYearMonthInterval)) {
    return lambda_native<int64_t, int64_t, int32_t>([zone](int64_t instant, int32_t months) {
      const auto result = plus_months(zone, instant, int64_t{kSign} * months);
      if (!result) throw RowError(overflow("long overflow"));
      return *result;
    });
  }
  return lambda_native<int64_t, int64_t, int64_t>([zone](int64_t instant, int64_t micros) {
    int64_t amount = 0;
    if (__builtin_mul_overflow(micros, int64_t{kSign}, &amount)) {
      throw RowError(overflow("long overflow"));
    }
    const auto result = plus_day_time(zone, instant, amount);
    if (!result) throw RowError(overflow("long overflow"));
    return *result;
  });
}

// As clocks show it: midnight to midnight is a day.
Result<NativePtr> make_subtract(const NativeSite& site) {
  const std::string zone = zone_of(site.arguments[0], site);
  return lambda_native<int64_t, int64_t, int64_t>([zone](int64_t end, int64_t start) {
    int64_t result = 0;
    if (__builtin_sub_overflow(end + offset_at_instant(zone, end),
                               start + offset_at_instant(zone, start), &result)) {
      throw RowError(overflow("long overflow"));
    }
    return result;
  });
}

template <int kSign>
Result<NativePtr> make_date_months(const NativeSite&) {
  return lambda_native<int32_t, int32_t, int32_t>(
      [](int32_t date, int32_t months) { return checked_months(date, int64_t{kSign} * months); });
}

template <int kSign>
Result<NativePtr> make_date_interval(const NativeSite&) {
  return lambda_native<int32_t, int32_t, int64_t>([](int32_t date, int64_t micros) {
    return plus_days(date, static_cast<int32_t>(kSign * (micros / kMicrosPerDay)));
  });
}

constexpr std::array<NativeEntry, 16> kEntries = {{
    {.name = "date_add",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int32_t, int32_t, int32_t>(plus_days);
     }},
    {.name = "date_sub",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int32_t, int32_t, int32_t>([](int32_t date, int32_t days) {
         return plus_days(date, static_cast<int32_t>(0U - static_cast<uint32_t>(days)));
       });
     }},
    {.name = "date_plus_months", .make = make_date_months<1>},
    {.name = "date_minus_months", .make = make_date_months<-1>},
    {.name = "date_plus_interval", .make = make_date_interval<1>},
    {.name = "date_minus_interval", .make = make_date_interval<-1>},
    {.name = "next_day",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int32_t, int32_t, std::string_view>(next_day);
     }},
    {.name = "months_between",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return lambda_native<double, int64_t, int64_t, bool>(
           [zone = site.time_zone](int64_t later, int64_t earlier, bool rounded) {
             return months_between(zone, later, earlier, rounded);
           });
     },
     .wants_zone = true},
    {.name = "timestampadd", .make = make_timestampadd, .wants_zone = true},
    {.name = "timestampdiff", .make = make_timestampdiff, .wants_zone = true},
    {.name = "timestamp_plus_interval", .make = make_plus_interval<1>, .wants_zone = true},
    {.name = "timestamp_minus_interval", .make = make_plus_interval<-1>, .wants_zone = true},
    {.name = "subtract_timestamps", .make = make_subtract, .wants_zone = true},
    {.name = "from_utc_timestamp",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int64_t, int64_t, std::string_view>(
           [](int64_t instant, std::string_view zone) {
             return instant + offset_at_instant(known_zone(zone), instant);
           });
     }},
    {.name = "to_utc_timestamp",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int64_t, int64_t, std::string_view>(
           [](int64_t local, std::string_view zone) {
             return local - offset_at_local(known_zone(zone), local);
           });
     }},
    {.name = "convert_timezone",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int64_t, std::string_view, std::string_view, int64_t>(
           [](std::string_view from, std::string_view to, int64_t local) {
             const int64_t instant = local - offset_at_local(known_zone(from), local);
             return instant + offset_at_instant(known_zone(to), instant);
           });
     }},
}};

}  // namespace

std::span<const NativeEntry> datetime_natives() { return kEntries; }

}  // namespace tarn::engine
