#include <algorithm>
#include <array>
#include <limits>

#include "types/date_pattern.h"
#include "types/utf8.h"
#include "types/zone_names.h"

namespace tarn::types {
namespace {

constexpr int64_t kOffsetSecondsMax = 18 * 3600;
constexpr int64_t kModifiedJulianEpoch = 40'587;  // of 1970-01-01
constexpr std::array<std::string_view, 12> kMonthsInCapitals = {
    "JANUARY", "FEBRUARY", "MARCH",     "APRIL",   "MAY",      "JUNE",
    "JULY",    "AUGUST",   "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool is_zone_letter(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '_' ||
         c == '-' || c == '+';
}

Error does_not_fit(std::string message) {
  return Error{ErrorCode::kData, std::move(message), "", ""};
}

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

}  // namespace

// One reading: what was found so far, and where.
class DatePatternReader {
 public:
  using Element = DatePattern::Element;
  using Field = DatePattern::Field;
  using Kind = DatePattern::Kind;
  using Sign = DatePattern::Sign;

  DatePatternReader(const std::vector<Element>& elements, std::string_view text,
                    const TimeZones* regions)
      : elements_(elements), text_(text), regions_(regions) {}

  Result<ReadTime> run() {
    if (!range(0, elements_.size())) {
      return does_not_fit(subject() + " at index " + std::to_string(error_at_));
    }
    if (at_ < text_.size()) {
      return does_not_fit(subject() + ", unparsed text found at index " + std::to_string(at_));
    }
    return resolved();
  }

 private:
  static constexpr auto kFields = static_cast<size_t>(Field::kCount);

  struct Found {
    std::array<int64_t, kFields> values{};
    std::array<bool, kFields> has{};
    std::string zone = {};                    // a region
    std::optional<int64_t> zone_offset = {};  // seconds, of a zone id that is one
  };

  // ---------------------------------------------------------------- text to fields

  bool fail(size_t where) {
    error_at_ = where;
    return false;
  }

  bool set(Field field, int64_t value, size_t begin, size_t end) {
    const auto index = static_cast<size_t>(field);
    if (found_.has[index] && found_.values[index] != value) return fail(begin);
    found_.has[index] = true;
    found_.values[index] = value;
    at_ = end;
    return true;
  }

  std::string_view rest() const { return text_.substr(at_); }

  bool range(size_t begin, size_t end) {
    for (size_t index = begin; index < end; ++index) {
      const Element& element = elements_[index];
      if (element.kind == Kind::kOptionalBegin) {
        const Found before = found_;
        const size_t place = at_;
        if (!range(index + 1, element.end)) {
          found_ = before;
          at_ = place;
        }
        index = element.end;
      } else if (!one(element)) {
        return false;
      }
    }
    return true;
  }

  bool one(const Element& element) {
    switch (element.kind) {
      case Kind::kNumber:
      case Kind::kTwoDigitYear:
        return number(element);
      case Kind::kFraction:
        return fraction(element);
      case Kind::kText:
        return word(element);
      case Kind::kLiteral:
        return literal(element.text);
      case Kind::kOffset:
        return offset(element);
      case Kind::kLocalizedOffset:
        return localized_offset(element.is_long);
      case Kind::kZoneId:
        return zone_id();
      case Kind::kZoneName:
        return zone_name(element.is_long);
      case Kind::kOptionalBegin:
      case Kind::kOptionalEnd:
        break;
    }
    CHECK(false);
  }

  bool literal(std::string_view wanted) {
    if (starts_with_ignoring_case(rest(), wanted)) {
      at_ += wanted.size();
      return true;
    }
    size_t same = 0;
    while (at_ + same < text_.size() && same < wanted.size() &&
           equal_ignoring_case(text_.substr(at_ + same, 1), wanted.substr(same, 1))) {
      ++same;
    }
    return fail(at_ + same);
  }

  bool number(const Element& element) {
    const size_t begin = at_;
    size_t place = at_;
    if (place == text_.size()) return fail(begin);
    const bool negative = text_[place] == '-';
    const bool positive = text_[place] == '+';
    if (negative || positive) {
      const bool allowed =
          element.sign == Sign::kBeyondWidth || (element.sign == Sign::kNormal && negative);
      if (!allowed) return fail(begin);
      ++place;
    }
    const size_t digits_at = place;
    const auto width_min = static_cast<size_t>(element.width_min);
    if (digits_at + width_min > text_.size()) return fail(digits_at);
    const auto longest = static_cast<size_t>(element.width_max + element.width_after);
    size_t digits = 0;
    while (digits < longest && digits_at + digits < text_.size() &&
           is_digit(text_[digits_at + digits])) {
      ++digits;
    }
    if (digits < width_min) return fail(digits_at);
    // The numbers that follow without a gap get their digits first.
    const auto after = static_cast<size_t>(element.width_after);
    if (after > 0) digits = std::max(width_min, digits > after ? digits - after : size_t{0});
    int64_t value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (__builtin_mul_overflow(value, 10, &value) ||
          __builtin_add_overflow(value, text_[digits_at + i] - '0', &value)) {
        return fail(begin);
      }
    }
    if (negative) {
      if (value == 0) return fail(begin);
      value = -value;
    } else if (element.sign == Sign::kBeyondWidth) {
      if (positive && digits <= width_min) return fail(begin);
      if (!positive && digits > width_min) return fail(digits_at);
    }
    if (element.kind == Kind::kTwoDigitYear && digits == 2) value += 2000;
    return set(element.field, value, begin, digits_at + digits);
  }

  bool fraction(const Element& element) {
    size_t digits = 0;
    int64_t nanos = 0;
    while (digits < static_cast<size_t>(element.width_max) && at_ + digits < text_.size() &&
           is_digit(text_[at_ + digits])) {
      nanos = nanos * 10 + (text_[at_ + digits] - '0');
      ++digits;
    }
    if (digits < static_cast<size_t>(element.width_min)) return fail(at_);
    for (size_t i = digits; i < 9; ++i) nanos *= 10;
    return set(Field::kNano, nanos, at_, at_ + digits);
  }

  bool word(const Element& element) {
    const int64_t first = element.field == Field::kMonth ? 1 : 0;
    const int64_t last = element.field == Field::kMonth ? 12 : 1;
    for (int64_t value = first; value <= last; ++value) {
      const std::string_view name = DatePattern::text_of(element.field, value, element.is_long);
      if (starts_with_ignoring_case(rest(), name)) {
        return set(element.field, value, at_, at_ + name.size());
      }
    }
    return fail(at_);
  }

  // ---------------------------------------------------------------- zones

  // Two digits behind a colon where there has to be one; the place behind them.
  std::optional<size_t> two_digits(size_t place, bool colon, int64_t& value) const {
    if (colon) {
      if (place >= text_.size() || text_[place] != ':') return std::nullopt;
      ++place;
    }
    if (place + 2 > text_.size() || !is_digit(text_[place]) || !is_digit(text_[place + 1])) {
      return std::nullopt;
    }
    const int64_t number = (text_[place] - '0') * 10 + (text_[place + 1] - '0');
    if (number > 59) return std::nullopt;
    value = number;
    return place + 2;
  }

  struct Offset {
    int64_t seconds = 0;
    size_t end = 0;
  };

  // [+-]hh[[:]mm[[:]ss]] at the current place.
  std::optional<Offset> signed_offset(const Element& form) const {
    if (at_ == text_.size() || (text_[at_] != '+' && text_[at_] != '-')) return std::nullopt;
    int64_t hours = 0;
    int64_t minutes = 0;
    int64_t seconds = 0;
    auto end = two_digits(at_ + 1, false, hours);
    if (!end || hours > 23) return std::nullopt;
    if (form.minutes != DatePattern::Minutes::kNone) {
      const auto next = two_digits(*end, form.has_colons, minutes);
      if (!next && form.minutes == DatePattern::Minutes::kAlways) return std::nullopt;
      if (next) {
        end = next;
        if (form.seconds == DatePattern::Seconds::kIfNotZero) {
          if (const auto last = two_digits(*end, form.has_colons, seconds)) end = last;
        }
      }
    }
    const int64_t total = hours * 3600 + minutes * 60 + seconds;
    return Offset{.seconds = text_[at_] == '-' ? -total : total, .end = *end};
  }

  bool offset(const Element& element) {
    if (at_ == text_.size()) return fail(at_);
    if (starts_with_ignoring_case(rest(), element.text)) {
      return set(Field::kOffset, 0, at_, at_ + element.text.size());
    }
    const auto parsed = signed_offset(element);
    if (!parsed) return fail(at_);
    return set(Field::kOffset, parsed->seconds, at_, parsed->end);
  }

  // GMT, GMT+2, GMT+02:00.
  bool localized_offset(bool is_long) {
    const size_t begin = at_;
    if (!starts_with_ignoring_case(rest(), "GMT")) return fail(begin);
    size_t place = at_ + 3;
    if (place == text_.size() || (text_[place] != '+' && text_[place] != '-')) {
      return set(Field::kOffset, 0, begin, place);
    }
    const bool negative = text_[place] == '-';
    ++place;
    int64_t hours = 0;
    int64_t minutes = 0;
    int64_t seconds = 0;
    if (is_long) {
      const auto behind_hours = two_digits(place, false, hours);
      const auto behind_minutes =
          behind_hours ? two_digits(*behind_hours, true, minutes) : std::nullopt;
      if (!behind_minutes) return fail(begin);
      place = *behind_minutes;
    } else {
      if (place == text_.size() || !is_digit(text_[place])) return fail(begin);
      hours = text_[place++] - '0';
      if (place < text_.size() && is_digit(text_[place])) hours = hours * 10 + text_[place++] - '0';
      const auto behind_minutes = two_digits(place, true, minutes);
      if (behind_minutes) place = *behind_minutes;
    }
    if (const auto behind_seconds = two_digits(place, true, seconds)) place = *behind_seconds;
    const int64_t total = hours * 3600 + minutes * 60 + seconds;
    return set(Field::kOffset, negative ? -total : total, begin, place);
  }

  bool set_zone(std::string zone, size_t end) {
    found_.zone = std::move(zone);
    found_.zone_offset.reset();
    at_ = end;
    return true;
  }

  bool zone_id() {
    static const Element kForm = {.kind = Kind::kOffset,
                                  .minutes = DatePattern::Minutes::kAlways,
                                  .seconds = DatePattern::Seconds::kIfNotZero,
                                  .has_colons = true};
    const size_t begin = at_;
    if (at_ == text_.size()) return fail(begin);
    const bool plain = text_[at_] == '+' || text_[at_] == '-';
    size_t prefix = 0;
    for (const std::string_view name : {"UTC", "UT", "GMT"}) {
      if (!plain && prefix == 0 && starts_with_ignoring_case(rest(), name)) prefix = name.size();
    }
    if (!plain && prefix == 0) return region();
    at_ += prefix;
    const auto parsed = signed_offset(kForm);
    if (parsed) {
      found_.zone.clear();
      found_.zone_offset = parsed->seconds;
      at_ = parsed->end;
      return true;
    }
    if (plain) return fail(begin);
    return set_zone("UTC", at_);
  }

  bool region() {
    size_t length = 0;
    while (at_ + length < text_.size() && is_zone_letter(text_[at_ + length])) ++length;
    for (size_t size = length; size > 1 && regions_ != nullptr; --size) {
      const std::string_view id = text_.substr(at_, size);
      if (regions_->offset_at_instant(id, 0)) return set_zone(std::string(id), at_ + size);
    }
    if (text_[at_] == 'Z' || text_[at_] == 'z') return set_zone("UTC", at_ + 1);
    return fail(at_);
  }

  bool zone_name(bool is_long) {
    const auto named =
        zone_named_at(rest(), is_long ? ZoneNameStyle::kLong : ZoneNameStyle::kShort);
    if (named && named->zone.find('/') != std::string_view::npos) {
      return set_zone(std::string(named->zone), at_ + named->length);
    }
    return zone_id();
  }

  // ---------------------------------------------------------------- fields to a time

  std::string subject() const {
    constexpr size_t kShown = 64;
    std::string shown(text_.substr(0, kShown));
    if (text_.size() > kShown) shown += "...";
    return "Text '" + shown + "' could not be parsed";
  }
  Error refused(const std::string& why) const { return does_not_fit(subject() + ": " + why); }

  std::optional<int64_t> take(Field field) const {
    const auto index = static_cast<size_t>(field);
    return found_.has[index] ? std::optional(found_.values[index]) : std::nullopt;
  }

  std::optional<std::string> out_of_range() const {
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

  Result<ReadTime> resolved() const {
    if (const auto why = out_of_range()) return refused(*why);
    ASSIGN_OR_RETURN(const int64_t days, date());
    ASSIGN_OR_RETURN(const int64_t hour, this->hour());
    ReadTime read;
    const int64_t of_day =
        hour * kMicrosPerHour + take(Field::kMinute).value_or(0) * kMicrosPerMinute +
        take(Field::kSecond).value_or(0) * kMicrosPerSecond + take(Field::kNano).value_or(0) / 1000;
    if (__builtin_mul_overflow(days, kMicrosPerDay, &read.local_micros) ||
        __builtin_add_overflow(read.local_micros, of_day, &read.local_micros)) {
      return refused("long overflow");
    }
    read.zone = found_.zone;
    auto seconds = found_.zone_offset;
    if (!seconds && read.zone.empty()) seconds = take(Field::kOffset);
    if (seconds) {
      if (*seconds < -kOffsetSecondsMax || *seconds > kOffsetSecondsMax) {
        return refused("Zone offset not in valid range: -18:00 to +18:00");
      }
      read.offset_micros = *seconds * kMicrosPerSecond;
    }
    return read;
  }

  // The hour, by whichever of its five fields.
  Result<int64_t> hour() const {
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

  Error conflict(std::string_view field, int64_t left, int64_t right) const {
    return refused("Conflict found: Field " + std::string(field) + " " + std::to_string(left) +
                   " differs from " + std::string(field) + " " + std::to_string(right));
  }

  std::optional<int64_t> year() const {
    if (const auto year = take(Field::kYear)) return year;
    const auto of_era = take(Field::kYearOfEra);
    const auto era = take(Field::kEra);
    if (!of_era || !era) return std::nullopt;
    return *era == 1 ? *of_era : 1 - *of_era;
  }

  // Days since 1970-01-01; what is missing is that of 1970-01-01.
  Result<int64_t> date() const {
    const auto month = take(Field::kMonth);
    const auto day = take(Field::kDayOfMonth);
    const auto day_of_year = take(Field::kDayOfYear);
    const auto written_year = year();
    const int64_t year = written_year.value_or(1970);
    if (const auto julian = take(Field::kModifiedJulianDay)) return *julian - kModifiedJulianEpoch;
    const int int_year = static_cast<int>(year);
    if (day_of_year && !(written_year && month && day)) {
      if (*day_of_year == 366 && !is_leap_year(int_year)) {
        return refused("Invalid date 'DayOfYear 366' as '" + std::to_string(year) +
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
      return refused(invalid_date(year, int_month, int_day));
    }
    const int64_t days = days_from_civil({int_year, int_month, int_day});
    const int64_t of_year = days - days_from_civil({int_year, 1, 1}) + 1;
    if (day_of_year && *day_of_year != of_year) {
      return conflict("DayOfYear", of_year, *day_of_year);
    }
    return days;
  }

  const std::vector<Element>& elements_;
  std::string_view text_;
  const TimeZones* regions_;
  size_t at_ = 0;
  size_t error_at_ = 0;
  Found found_;
};

Result<ReadTime> DatePattern::read(std::string_view text, const TimeZones* regions) const {
  return DatePatternReader(elements_, text, regions).run();
}

}  // namespace tarn::types
