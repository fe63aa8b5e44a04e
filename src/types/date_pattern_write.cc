#include <array>
#include <cstdlib>

#include "types/date_pattern.h"
#include "types/zone_names.h"

namespace tarn::types {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                   "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 4> kQuarters = {"1st quarter", "2nd quarter", "3rd quarter",
                                                       "4th quarter"};
constexpr std::array<std::string_view, 4> kShortQuarters = {"Q1", "Q2", "Q3", "Q4"};
constexpr int64_t kModifiedJulianEpoch = 40'587;  // of 1970-01-01

int64_t floor_divide(int64_t value, int64_t by) {
  const int64_t quotient = value / by;
  return value % by < 0 ? quotient - 1 : quotient;
}

void append_padded(int64_t value, int width, std::string& out) {
  const std::string digits = std::to_string(value);
  const auto wanted = static_cast<size_t>(width);
  if (digits.size() < wanted) out.append(wanted - digits.size(), '0');
  out += digits;
}

struct OffsetParts {
  bool negative;
  int64_t hours;
  int64_t minutes;
  int64_t seconds;
};

OffsetParts parts_of(int64_t offset_micros) {
  const int64_t total = std::llabs(offset_micros / kMicrosPerSecond);
  return {.negative = offset_micros < 0,
          .hours = total / 3600,
          .minutes = total / 60 % 60,
          .seconds = total % 60};
}

void append_localized_offset(int64_t offset_micros, bool is_long, std::string& out) {
  out += "GMT";
  if (offset_micros / kMicrosPerSecond == 0) return;
  const OffsetParts parts = parts_of(offset_micros);
  out += parts.negative ? '-' : '+';
  append_padded(parts.hours, is_long ? 2 : 1, out);
  if (is_long || parts.minutes != 0 || parts.seconds != 0) {
    out += ':';
    append_padded(parts.minutes, 2, out);
    if (parts.seconds != 0) {
      out += ':';
      append_padded(parts.seconds, 2, out);
    }
  }
}

void append_zone_name(const WrittenTime& time, bool is_long, std::string& out) {
  const ZoneNames* names = zone_names(time.zone);
  if (names == nullptr) {
    out += time.zone;
    return;
  }
  const bool summer =
      time.regions != nullptr &&
      time.regions->is_summer_time(time.zone, time.local_micros - time.offset_micros);
  if (summer) {
    out += is_long ? names->long_summer : names->short_summer;
  } else {
    out += is_long ? names->long_standard : names->short_standard;
  }
}

}  // namespace

int64_t DatePattern::value_of(Field field, int64_t local_micros) {
  const int64_t days = floor_divide(local_micros, kMicrosPerDay);
  const CivilTime time = civil_from_micros(local_micros);
  const CivilDate& date = time.date;
  switch (field) {
    case Field::kEra:
      return date.year >= 1 ? 1 : 0;
    case Field::kYear:
      return date.year;
    case Field::kYearOfEra:
      return date.year >= 1 ? date.year : 1 - date.year;
    case Field::kQuarter:
      return (date.month - 1) / 3 + 1;
    case Field::kMonth:
      return date.month;
    case Field::kDayOfYear:
      return days - days_from_civil({date.year, 1, 1}) + 1;
    case Field::kDayOfMonth:
      return date.day;
    case Field::kAlignedDayOfWeek:
      return (date.day - 1) % 7 + 1;
    case Field::kDayOfWeek: {
      const int64_t from_monday = (days + 3) % 7;  // 1970-01-01 was a Thursday
      return (from_monday < 0 ? from_monday + 7 : from_monday) + 1;
    }
    case Field::kModifiedJulianDay:
      return days + kModifiedJulianEpoch;
    case Field::kHalfOfDay:
      return time.hour / 12;
    case Field::kHour:
      return time.hour;
    case Field::kClockHour:
      return time.hour == 0 ? 24 : time.hour;
    case Field::kHourOfHalf:
      return time.hour % 12;
    case Field::kClockHourOfHalf:
      return time.hour % 12 == 0 ? 12 : time.hour % 12;
    case Field::kMinute:
      return time.minute;
    case Field::kSecond:
      return time.second;
    case Field::kNano:
      return int64_t{time.micros} * 1000;
    case Field::kOffset:
    case Field::kCount:
      break;
  }
  CHECK(false);
}

std::string_view DatePattern::text_of(Field field, int64_t value, bool is_long) {
  const auto at = static_cast<size_t>(value);
  switch (field) {
    case Field::kEra:
      return is_long ? (value == 1 ? "Anno Domini" : "Before Christ") : (value == 1 ? "AD" : "BC");
    case Field::kMonth:
      return is_long ? kMonths[at - 1] : kMonths[at - 1].substr(0, 3);
    case Field::kDayOfWeek:
      return is_long ? kDays[at - 1] : kDays[at - 1].substr(0, 3);
    case Field::kQuarter:
      return is_long ? kQuarters[at - 1] : kShortQuarters[at - 1];
    case Field::kHalfOfDay:
      return value == 0 ? "AM" : "PM";
    default:
      CHECK(false);
  }
}

void DatePattern::append_number(const Element& element, int64_t value, std::string& out) {
  if (value < 0) {
    out += '-';
    value = -value;
  } else if (element.sign == Sign::kBeyondWidth && element.width_min < 19 &&
             std::to_string(value).size() > static_cast<size_t>(element.width_min)) {
    out += '+';
  }
  append_padded(value, element.width_min, out);
}

void DatePattern::append_offset(const Element& element, int64_t offset_micros, std::string& out) {
  const OffsetParts parts = parts_of(offset_micros);
  const bool has_minutes = element.minutes == Minutes::kAlways || parts.minutes != 0;
  const bool has_seconds =
      has_minutes && element.seconds == Seconds::kIfNotZero && parts.seconds != 0;
  // A few seconds that are not shown are as good as none.
  if (parts.hours == 0 && parts.minutes == 0 && !has_seconds) {
    out += element.text;
    return;
  }
  out += parts.negative ? '-' : '+';
  append_padded(parts.hours, 2, out);
  if (!has_minutes) return;
  if (element.has_colons) out += ':';
  append_padded(parts.minutes, 2, out);
  if (!has_seconds) return;
  if (element.has_colons) out += ':';
  append_padded(parts.seconds, 2, out);
}

void DatePattern::append(const WrittenTime& time, std::string& out) const {
  for (const Element& element : elements_) {
    switch (element.kind) {
      case Kind::kNumber:
        append_number(element, value_of(element.field, time.local_micros), out);
        break;
      case Kind::kTwoDigitYear:
        append_padded(std::llabs(value_of(element.field, time.local_micros)) % 100, 2, out);
        break;
      case Kind::kFraction: {
        std::string digits;
        append_padded(value_of(Field::kNano, time.local_micros), 9, digits);
        out += digits.substr(0, static_cast<size_t>(element.width_max));
        break;
      }
      case Kind::kText:
        out += text_of(element.field, value_of(element.field, time.local_micros), element.is_long);
        break;
      case Kind::kLiteral:
        out += element.text;
        break;
      case Kind::kOffset:
        append_offset(element, time.offset_micros, out);
        break;
      case Kind::kLocalizedOffset:
        append_localized_offset(time.offset_micros, element.is_long, out);
        break;
      case Kind::kZoneId:
        out += time.zone;
        break;
      case Kind::kZoneName:
        append_zone_name(time, element.is_long, out);
        break;
      case Kind::kOptionalBegin:
      case Kind::kOptionalEnd:
        break;  // a whole time has every field
    }
  }
}

}  // namespace tarn::types
