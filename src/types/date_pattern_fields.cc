#include "types/date_pattern_fields.h"

#include <array>
#include <string>
#include <utility>

namespace tarn::types {
namespace {

constexpr int64_t kOffsetSecondsMax = 18 * 3600;
constexpr int64_t kModifiedJulianEpoch = 40'587;  // of 1970-01-01
constexpr std::array<std::string_view, 12> kMonthsInCapitals = {
    "JANUARY", "FEBRUARY", "MARCH",     "APRIL",   "MAY",      "JUNE",
    "JULY",    "AUGUST",   "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"};

Error does_not_fit(std::string why) { return Error{ErrorCode::kData, std::move(why), "", ""}; }

std::string invalid_value(std::string_view name, int64_t low, int64_t high, int64_t value) {
  return "Invalid value for " + std::string(name) + " (valid values " + std::to_string(low) +
         " - " + std::to_string(high) + "): " + std::to_string(value);
}

std::string invalid_date(int64_t year, int64_t month, int64_t day) {
  if (month == 2 && day == 29) {
    return "Invalid date 'February 29' as '" + std::to_string(year) + "' is not a leap year";
  }
  return "Invalid date '" + std::string(kMonthsInCapitals[static_cast<size_t>(month - 1)]) + " " +
         std::to_string(day) + "'";
}

Error conflict(std::string_view field, int64_t left, int64_t right) {
  return does_not_fit("Conflict found: Field " + std::string(field) + " " + std::to_string(left) +
                      " differs from " + std::string(field) + " " + std::to_string(right));
}

}  // namespace

bool DatePatternFields::set(Field field, int64_t value) {
  const auto index = static_cast<size_t>(field);
  if (has_[index] && values_[index] != value) return false;
  has_[index] = true;
  values_[index] = value;
  return true;
}

void DatePatternFields::set_zone(std::string region) {
  zone_ = std::move(region);
  zone_offset_.reset();
}

void DatePatternFields::set_zone_offset(int64_t seconds) {
  zone_.clear();
  zone_offset_ = seconds;
}

std::optional<int64_t> DatePatternFields::take(Field field) const {
  const auto index = static_cast<size_t>(field);
  return has_[index] ? std::optional(values_[index]) : std::nullopt;
}

std::optional<std::string> DatePatternFields::out_of_range() const {
  struct Range {
    Field field;
    std::string_view name;
    int64_t low;
    int64_t high;
  };
  static constexpr Range kRanges[] = {
      {Field::kClockHour, "ClockHourOfDay", 1, 24},
      {Field::kClockHourOfHalf, "ClockHourOfAmPm", 1, 12},
      {Field::kHourOfHalf, "HourOfAmPm", 0, 11},
      {Field::kHour, "HourOfDay", 0, 23},
      {Field::kMinute, "MinuteOfHour", 0, 59},
      {Field::kSecond, "SecondOfMinute", 0, 59},
      {Field::kMonth, "MonthOfYear", 1, 12},
      {Field::kDayOfMonth, "DayOfMonth", 1, 31},
      {Field::kDayOfYear, "DayOfYear", 1, 366},
      {Field::kYear, "Year", -999'999'999, 999'999'999},
      {Field::kYearOfEra, "YearOfEra", 1, 999'999'999},
  };
  for (const Range& range : kRanges) {
    const auto value = take(range.field);
    if (value && (*value < range.low || *value > range.high)) {
      return invalid_value(range.name, range.low, range.high, *value);
    }
  }
  return std::nullopt;
}

Result<ReadTime> DatePatternFields::time() const {
  if (const auto why = out_of_range()) return does_not_fit(*why);
  ASSIGN_OR_RETURN(const int64_t days, date());
  ASSIGN_OR_RETURN(const int64_t hour, this->hour());
  ReadTime read;
  const int64_t of_day =
      hour * kMicrosPerHour + take(Field::kMinute).value_or(0) * kMicrosPerMinute +
      take(Field::kSecond).value_or(0) * kMicrosPerSecond + take(Field::kNano).value_or(0) / 1000;
  if (__builtin_mul_overflow(days, kMicrosPerDay, &read.local_micros) ||
      __builtin_add_overflow(read.local_micros, of_day, &read.local_micros)) {
    return does_not_fit("long overflow");
  }
  read.zone = zone_;
  auto seconds = zone_offset_;
  if (!seconds && read.zone.empty()) seconds = take(Field::kOffset);
  if (seconds) {
    if (*seconds < -kOffsetSecondsMax || *seconds > kOffsetSecondsMax) {
      return does_not_fit("Zone offset not in valid range: -18:00 to +18:00");
    }
    read.offset_micros = *seconds * kMicrosPerSecond;
  }
  return read;
}

// The hour, by whichever of its five fields.
Result<int64_t> DatePatternFields::hour() const {
  const auto half = take(Field::kHalfOfDay);
  auto of_half = take(Field::kHourOfHalf);
  if (const auto clock = take(Field::kClockHourOfHalf)) {
    const int64_t value = *clock % 12;
    if (of_half && *of_half != value) return conflict("HourOfAmPm", *of_half, value);
    of_half = value;
  }
  auto of_day = take(Field::kHour);
  if (const auto clock = take(Field::kClockHour)) {
    const int64_t value = *clock % 24;
    if (of_day && *of_day != value) return conflict("HourOfDay", *of_day, value);
    of_day = value;
  }
  if (half && of_half) {
    const int64_t value = *half * 12 + *of_half;
    if (of_day && *of_day != value) return conflict("HourOfDay", *of_day, value);
    of_day = value;
  }
  if (of_day) {
    if (half && *half != *of_day / 12) return conflict("AmPmOfDay", *of_day / 12, *half);
    if (of_half && *of_half != *of_day % 12) {
      return conflict("HourOfAmPm", *of_day % 12, *of_half);
    }
    return *of_day;
  }
  if (of_half) return *of_half;
  return half && *half == 1 ? 12 : 0;
}

std::optional<int64_t> DatePatternFields::year() const {
  if (const auto year = take(Field::kYear)) return year;
  const auto of_era = take(Field::kYearOfEra);
  const auto era = take(Field::kEra);
  if (!of_era || !era) return std::nullopt;
  return *era == 1 ? *of_era : 1 - *of_era;
}

// Days since 1970-01-01; what is missing is that of 1970-01-01.
Result<int64_t> DatePatternFields::date() const {
  const auto month = take(Field::kMonth);
  const auto day = take(Field::kDayOfMonth);
  const auto day_of_year = take(Field::kDayOfYear);
  const auto written_year = year();
  const int64_t year = written_year.value_or(1970);
  if (const auto julian = take(Field::kModifiedJulianDay)) return *julian - kModifiedJulianEpoch;
  const int int_year = static_cast<int>(year);
  if (day_of_year && !(written_year && month && day)) {
    if (*day_of_year == 366 && !is_leap_year(int_year)) {
      return does_not_fit("Invalid date 'DayOfYear 366' as '" + std::to_string(year) +
                          "' is not a leap year");
    }
    const int64_t days = days_from_civil({int_year, 1, 1}) + *day_of_year - 1;
    const CivilDate date = civil_from_days(days);
    if (month && *month != date.month) return conflict("MonthOfYear", *month, date.month);
    if (day && *day != date.day) return conflict("DayOfMonth", *day, date.day);
    return days;
  }
  const auto int_month = static_cast<int>(month.value_or(1));
  const auto int_day = static_cast<int>(day.value_or(1));
  if (int_day > days_in_month(int_year, int_month)) {
    return does_not_fit(invalid_date(year, int_month, int_day));
  }
  const int64_t days = days_from_civil({int_year, int_month, int_day});
  const int64_t of_year = days - days_from_civil({int_year, 1, 1}) + 1;
  if (day_of_year && *day_of_year != of_year) {
    return conflict("DayOfYear", of_year, *day_of_year);
  }
  return days;
}

}  // namespace tarn::types
