#include "types/datetime.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <limits>

#include "types/utf8.h"

namespace tarn::types {
namespace {

constexpr int64_t kOffsetMax = 18 * kMicrosPerHour;

int64_t floor_div(int64_t a, int64_t b) {
  const int64_t quotient = a / b;
  return quotient - (a % b < 0 ? 1 : 0);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Spark trims all characters up to the blank, and the two-byte blanks are not among them.
std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

// Reads a text from the left.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  char front() const { return text_.front(); }
  std::string_view rest() const { return text_; }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) {
      return false;
    }
    text_.remove_prefix(1);
    return true;
  }
  // Digits, `count_min` to `count_max` of them; no digit may follow.
  std::optional<int> number(size_t count_min, size_t count_max) {
    int value = 0;
    size_t count = 0;
    while (!text_.empty() && is_digit(text_.front())) {
      if (++count > count_max) {
        return std::nullopt;
      }
      value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    return count >= count_min ? std::optional(value) : std::nullopt;
  }
  // The digits after a decimal point as microseconds; none is 0.
  int fraction_micros() {
    int value = 0;
    int digits = 0;
    for (; !text_.empty() && is_digit(text_.front()); text_.remove_prefix(1)) {
      if (digits < 6) {
        value = value * 10 + (text_.front() - '0');
        ++digits;
      }
    }
    for (; digits < 6; ++digits) {
      value *= 10;
    }
    return value;
  }

 private:
  std::string_view text_;
};

// yyyy[-[m]m[-[d]d]] at the cursor; `is_whole` tells whether the day was there.
struct DatePart {
  CivilDate date;
  bool is_whole = false;
};

// Spark bounds the digits of a year, so that days and microseconds hold it.
constexpr size_t kYearDigitsOfDate = 7;
constexpr size_t kYearDigitsOfTimestamp = 6;

std::optional<DatePart> date_at(Cursor& cursor, size_t year_digits_max) {
  const bool is_before_zero = cursor.take('-');
  if (!is_before_zero) {
    cursor.take('+');
  }
  const auto year = cursor.number(4, year_digits_max);
  if (!year) {
    return std::nullopt;
  }
  DatePart part{{is_before_zero ? -*year : *year, 1, 1}};
  if (cursor.take('-')) {
    const auto month = cursor.number(1, 2);
    if (!month) {
      return std::nullopt;
    }
    part.date.month = *month;
    if (cursor.take('-')) {
      const auto day = cursor.number(1, 2);
      if (!day) {
        return std::nullopt;
      }
      part.date.day = *day;
      part.is_whole = true;
    }
  }
  return is_valid(part.date) ? std::optional(part) : std::nullopt;
}

// A time of day and what follows it, the zone. As in Spark, a zone stands behind seconds only.
struct Parsed {
  CivilTime time;
  std::string_view zone;  // empty: none was given
};

std::optional<Parsed> time_at(Cursor& cursor, CivilDate date) {
  Parsed parsed{{.date = date}, {}};
  const auto hour = cursor.number(1, 2);
  if (!hour || *hour > 23) {
    return std::nullopt;
  }
  parsed.time.hour = *hour;
  if (cursor.at_end()) {
    return parsed;
  }
  const auto minute = cursor.take(':') ? cursor.number(1, 2) : std::nullopt;
  if (!minute || *minute > 59) {
    return std::nullopt;
  }
  parsed.time.minute = *minute;
  if (cursor.at_end()) {
    return parsed;
  }
  const auto second = cursor.take(':') ? cursor.number(1, 2) : std::nullopt;
  if (!second || *second > 59) {
    return std::nullopt;
  }
  parsed.time.second = *second;
  if (cursor.take('.')) {
    parsed.time.micros = cursor.fraction_micros();
  }
  parsed.zone = trimmed(cursor.rest());
  return parsed;
}

std::optional<Parsed> parse(std::string_view text) {
  Cursor cursor(trimmed(text));
  const auto part = date_at(cursor, kYearDigitsOfTimestamp);
  if (!part) {
    return std::nullopt;
  }
  if (cursor.at_end()) {
    return Parsed{{.date = part->date}, {}};
  }
  if (!part->is_whole || !(cursor.take(' ') || cursor.take('T'))) {
    return std::nullopt;
  }
  return time_at(cursor, part->date);
}

// [T][h]h[:[m]m[:[s]s[.fraction]]][zone]: a time of today, so without a date yet. A zone stands
// behind seconds only, an hour alone behind a T.
std::optional<Parsed> parse_time_alone(std::string_view text) {
  text = trimmed(text);
  Cursor cursor(text);
  const bool has_mark = cursor.take('T');
  if (!has_mark && text.find(':') == std::string_view::npos) {
    return std::nullopt;
  }
  return time_at(cursor, {});
}

int64_t clock_micros() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

int two(const char* at) { return (at[0] - '0') * 10 + (at[1] - '0'); }

// "2021-01-01T09:24:00Z" and the same without the Z, the form that machines write.
std::optional<CivilTime> strict_form(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:dd";
  if (text.size() < kForm.size()) {
    return std::nullopt;
  }
  for (size_t at = 0; at < kForm.size(); ++at) {
    const bool fits = kForm[at] == 'd' ? is_digit(text[at])
                                       : text[at] == kForm[at] || (at == 10 && text[at] == ' ');
    if (!fits) {
      return std::nullopt;
    }
  }
  const char* at = text.data();
  const CivilTime time{{two(at) * 100 + two(at + 2), two(at + 5), two(at + 8)},
                       two(at + 11),
                       two(at + 14),
                       two(at + 17),
                       0};
  const bool is_right =
      is_valid(time.date) && time.hour < 24 && time.minute < 60 && time.second < 60;
  return is_right ? std::optional(time) : std::nullopt;
}

// The instant that a wall clock shows, or nothing where 64 bits do not hold it.
std::optional<int64_t> micros_of(const CivilTime& time, int64_t offset) {
  int64_t micros = 0;
  const bool overflows =
      __builtin_mul_overflow(days_from_civil(time.date), kMicrosPerDay, &micros) ||
      __builtin_add_overflow(micros,
                             time.hour * kMicrosPerHour + time.minute * kMicrosPerMinute +
                                 time.second * kMicrosPerSecond + time.micros - offset,
                             &micros);
  return overflows ? std::nullopt : std::optional(micros);
}

std::string padded(int value, size_t width) {
  std::string digits = std::to_string(value);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

// [+-]h[h][:[m]m[:[s]s]] or [+-]hhmm[ss], without the sign.
std::optional<int64_t> offset_magnitude(std::string_view text) {
  std::array<int, 3> parts{};
  if (text.find(':') == std::string_view::npos && text.size() >= 4) {
    for (const char c : text) {
      if (!is_digit(c)) {
        return std::nullopt;
      }
    }
    if (text.size() != 4 && text.size() != 6) {
      return std::nullopt;
    }
    for (size_t at = 0; at * 2 < text.size(); ++at) {
      parts[at] = two(text.data() + at * 2);
    }
  } else {
    Cursor cursor(text);
    for (size_t at = 0; at < parts.size(); ++at) {
      const auto number = cursor.number(1, 2);
      if (!number) {
        return std::nullopt;
      }
      parts[at] = *number;
      if (!cursor.take(':')) {
        break;
      }
      if (cursor.at_end()) {
        return std::nullopt;
      }
    }
    if (!cursor.at_end()) {
      return std::nullopt;
    }
  }
  if (parts[1] > 59 || parts[2] > 59) {
    return std::nullopt;
  }
  const int64_t micros =
      parts[0] * kMicrosPerHour + parts[1] * kMicrosPerMinute + parts[2] * kMicrosPerSecond;
  return micros <= kOffsetMax ? std::optional(micros) : std::nullopt;
}

}  // namespace

bool is_leap_year(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kDays[month - 1];
}

bool is_valid(CivilDate date) {
  return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

// Both ways count in eras of 400 years that begin on 1 March of year 0.
int64_t days_from_civil(CivilDate date) {
  const int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const int64_t era = floor_div(year, 400);
  const int64_t year_of_era = year - era * 400;
  const int64_t month_from_march = date.month > 2 ? date.month - 3 : date.month + 9;
  const int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

CivilDate civil_from_days(int64_t days) {
  const int64_t shifted = days + 719'468;
  const int64_t era = floor_div(shifted, 146'097);
  const int64_t day_of_era = shifted - era * 146'097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  const int month =
      static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  const int year = static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0));
  return {year, month, day};
}

int64_t micros_from_civil(const CivilTime& time) {
  return days_from_civil(time.date) * kMicrosPerDay + time.hour * kMicrosPerHour +
         time.minute * kMicrosPerMinute + time.second * kMicrosPerSecond + time.micros;
}

CivilTime civil_from_micros(int64_t micros) {
  const int64_t days = floor_div(micros, kMicrosPerDay);
  // The first of `days` may begin before the least time that there is, so it is not computed.
  const int64_t behind = micros % kMicrosPerDay;
  const int64_t rest = behind < 0 ? behind + kMicrosPerDay : behind;
  return {civil_from_days(days), static_cast<int>(rest / kMicrosPerHour),
          static_cast<int>(rest % kMicrosPerHour / kMicrosPerMinute),
          static_cast<int>(rest % kMicrosPerMinute / kMicrosPerSecond),
          static_cast<int>(rest % kMicrosPerSecond)};
}

std::optional<int64_t> fixed_offset(std::string_view zone) {
  if (zone == "Z") {
    return 0;
  }
  for (const std::string_view prefix : {"UTC", "GMT", "UT"}) {
    if (zone.starts_with(prefix)) {
      zone.remove_prefix(prefix.size());
      if (zone.empty()) {
        return 0;
      }
      break;
    }
  }
  if (zone.empty() || (zone.front() != '+' && zone.front() != '-')) {
    return std::nullopt;
  }
  const auto magnitude = offset_magnitude(zone.substr(1));
  if (!magnitude) {
    return std::nullopt;
  }
  return zone.front() == '-' ? -*magnitude : *magnitude;
}

std::optional<int64_t> parse_date(std::string_view text) {
  Cursor cursor(trimmed(text));
  const auto part = date_at(cursor, kYearDigitsOfDate);
  if (!part) {
    return std::nullopt;
  }
  if (!cursor.at_end() && !(part->is_whole && (cursor.front() == ' ' || cursor.front() == 'T'))) {
    return std::nullopt;
  }
  const int64_t days = days_from_civil(part->date);
  // The outermost days stand for the engine's infinities.
  const bool fits =
      days > -std::numeric_limits<int32_t>::max() && days < std::numeric_limits<int32_t>::max();
  return fits ? std::optional(days) : std::nullopt;
}

std::optional<int64_t> parse_timestamp(std::string_view text, const SessionZone& session) {
  if (text.size() == 20 && text.back() == 'Z') {
    if (const auto time = strict_form(text)) {
      return micros_from_civil(*time);
    }
  }
  auto parsed = parse(text);
  const bool is_of_today = !parsed;
  if (is_of_today) {
    parsed = parse_time_alone(text);
  }
  if (!parsed) {
    return std::nullopt;
  }
  const std::string_view zone = parsed->zone.empty() ? std::string_view(session.id) : parsed->zone;
  if (is_of_today) {
    const int64_t now = clock_micros();
    auto offset = fixed_offset(zone);
    if (!offset && session.regions != nullptr) {
      offset = session.regions->offset_at_instant(zone, now);
    }
    parsed->time.date = civil_from_micros(now + offset.value_or(0)).date;
  }
  const auto local = micros_of(parsed->time, 0);
  if (!local) {
    return std::nullopt;
  }
  auto offset = fixed_offset(zone);
  if (!offset && session.regions != nullptr) {
    offset = session.regions->offset_at_local(zone, *local);
  }
  return offset ? micros_of(parsed->time, *offset) : std::nullopt;
}

std::optional<int64_t> parse_timestamp_ntz(std::string_view text, ZoneSuffix zone) {
  if (text.size() == 19) {
    if (const auto time = strict_form(text)) {
      return micros_from_civil(*time);
    }
  }
  const auto parsed = parse(text);
  if (!parsed || (!parsed->zone.empty() && zone == ZoneSuffix::kRefuse)) {
    return std::nullopt;
  }
  return micros_of(parsed->time, 0);
}

int64_t time_unit(int precision) {
  constexpr int kNanoDigits = 9;
  int64_t unit = 1;
  for (int digit = precision; digit < kNanoDigits; ++digit) unit *= 10;
  return unit;
}

std::string date_text(int64_t days) {
  const CivilDate date = civil_from_days(days);
  // Signed beyond four digits, as Java prints it.
  const std::string sign = date.year < 0 ? "-" : date.year > 9999 ? "+" : "";
  const std::string year = sign + padded(std::abs(date.year), 4);
  return year + "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
}

std::optional<int64_t> parse_time_of_day(std::string_view text) {
  text = trimmed(text);
  const auto ends_with_half = [&](std::string_view half) {
    return text.size() > 2 && equal_ignoring_case(text.substr(text.size() - 2), half);
  };
  const bool is_morning = ends_with_half("am");
  const bool is_afternoon = ends_with_half("pm");
  if (is_morning || is_afternoon) {
    text = trimmed(text.substr(0, text.size() - 2));
  }
  Cursor cursor(text);
  cursor.take('T');
  const auto hour = cursor.number(1, 2);
  const auto minute = hour && cursor.take(':') ? cursor.number(1, 2) : std::nullopt;
  if (!minute) {
    return std::nullopt;
  }
  std::optional<int> second = 0;
  int micros = 0;
  if (cursor.take(':')) {
    second = cursor.number(1, 2);
    micros = second && cursor.take('.') ? cursor.fraction_micros() : 0;
  }
  const bool is_half = is_morning || is_afternoon;
  const bool fits = second && cursor.at_end() && *minute < 60 && *second < 60 &&
                    (is_half ? *hour >= 1 && *hour <= 12 : *hour < 24);
  if (!fits) {
    return std::nullopt;
  }
  const int of_day = is_half ? *hour % 12 + (is_afternoon ? 12 : 0) : *hour;
  return (of_day * kMicrosPerHour + *minute * kMicrosPerMinute + *second * kMicrosPerSecond +
          micros) *
         kNanosPerMicro;
}

std::string time_of_day_text(int64_t nanos) {
  const CivilTime time = civil_from_micros(nanos / kNanosPerMicro);
  std::string text =
      padded(time.hour, 2) + ":" + padded(time.minute, 2) + ":" + padded(time.second, 2);
  const int64_t fraction = nanos % kNanosPerSecond;
  if (fraction != 0) {
    text += "." + padded(static_cast<int>(fraction), 9);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

std::string timestamp_text(int64_t local_micros) {
  const int64_t rest = local_micros % kMicrosPerDay;
  const int64_t of_day = rest < 0 ? rest + kMicrosPerDay : rest;
  return date_text(floor_div(local_micros, kMicrosPerDay)) + " " +
         time_of_day_text(of_day * kNanosPerMicro);
}

}  // namespace tarn::types
