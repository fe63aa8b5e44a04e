#include "engine/zoned_time.h"

#include <algorithm>
#include <limits>

#include "engine/time_zones.h"
#include "types/datetime.h"

namespace tarn::engine {
namespace {

using types::CivilDate;
using types::kMicrosPerDay;

constexpr int64_t kMonthsPerYear = 12;

// The instant at which clocks show `local`. Where they show it twice, `offset` is kept.
std::optional<int64_t> instant_of_local(std::string_view zone, int64_t local, int64_t offset) {
  int64_t instant = 0;
  if (!__builtin_sub_overflow(local, offset, &instant) &&
      offset_at_instant(zone, instant) == offset) {
    return instant;
  }
  if (__builtin_sub_overflow(local, offset_at_local(zone, local), &instant)) return std::nullopt;
  return instant;
}

struct LocalTime {
  int64_t days;
  int64_t of_day;
};

LocalTime local_time(int64_t local) {
  const int64_t days = floor_divide(local, kMicrosPerDay);
  const int64_t rest = local % kMicrosPerDay;
  return {.days = days, .of_day = rest < 0 ? rest + kMicrosPerDay : rest};
}

std::optional<int64_t> local_of(int64_t days, int64_t of_day) {
  int64_t local = 0;
  // The first day begins before the least time that there is.
  const bool before = days < 0 && of_day > 0;
  if (__builtin_mul_overflow(before ? days + 1 : days, kMicrosPerDay, &local) ||
      __builtin_add_overflow(local, before ? of_day - kMicrosPerDay : of_day, &local)) {
    return std::nullopt;
  }
  return local;
}

std::optional<CivilDate> date_plus_months(int64_t days, int64_t months) {
  const CivilDate date = types::civil_from_days(days);
  int64_t total = 0;
  if (__builtin_add_overflow(int64_t{date.year} * kMonthsPerYear + date.month - 1, months,
                             &total)) {
    return std::nullopt;
  }
  const int64_t year = floor_divide(total, kMonthsPerYear);
  constexpr int64_t kYearMost = 999'999'999;
  if (year < -kYearMost || year > kYearMost) return std::nullopt;
  const int month = static_cast<int>(total - year * kMonthsPerYear) + 1;
  const int last = types::days_in_month(static_cast<int>(year), month);
  return CivilDate{static_cast<int>(year), month, std::min(date.day, last)};
}

}  // namespace

int64_t floor_divide(int64_t value, int64_t by) {
  const int64_t quotient = value / by;
  return value % by < 0 ? quotient - 1 : quotient;
}

std::optional<int64_t> plus_day_time(std::string_view zone, int64_t instant, int64_t micros) {
  const int64_t days = micros / kMicrosPerDay;
  const int64_t offset = offset_at_instant(zone, instant);
  int64_t result = instant;
  if (days != 0) {
    int64_t local = 0;
    if (__builtin_add_overflow(instant, offset, &local) ||
        __builtin_add_overflow(local, days * kMicrosPerDay, &local)) {
      return std::nullopt;
    }
    const auto moved = instant_of_local(zone, local, offset);
    if (!moved) return std::nullopt;
    result = *moved;
  }
  if (__builtin_add_overflow(result, micros % kMicrosPerDay, &result)) return std::nullopt;
  return result;
}

std::optional<int64_t> plus_months(std::string_view zone, int64_t instant, int64_t months) {
  const int64_t offset = offset_at_instant(zone, instant);
  int64_t local = 0;
  if (__builtin_add_overflow(instant, offset, &local)) return std::nullopt;
  const LocalTime time = local_time(local);
  const auto date = date_plus_months(time.days, months);
  if (!date) return std::nullopt;
  const auto moved = local_of(types::days_from_civil(*date), time.of_day);
  if (!moved) return std::nullopt;
  return instant_of_local(zone, *moved, offset);
}

std::optional<int32_t> days_plus_months(int64_t days, int64_t months) {
  const auto date = date_plus_months(days, months);
  if (!date) return std::nullopt;
  const int64_t result = types::days_from_civil(*date);
  if (result < std::numeric_limits<int32_t>::min() ||
      result > std::numeric_limits<int32_t>::max()) {
    return std::nullopt;
  }
  return static_cast<int32_t>(result);
}

int64_t months_from(int64_t start_local, int64_t end_local) {
  const LocalTime start = local_time(start_local);
  LocalTime end = local_time(end_local);
  // A day that has not passed wholly does not count.
  if (end.days > start.days && end.of_day < start.of_day) --end.days;
  if (end.days < start.days && end.of_day > start.of_day) ++end.days;
  const auto packed = [](int64_t days) {
    const CivilDate date = types::civil_from_days(days);
    return (int64_t{date.year} * kMonthsPerYear + date.month - 1) * 32 + date.day;
  };
  return (packed(end.days) - packed(start.days)) / 32;
}

}  // namespace tarn::engine
