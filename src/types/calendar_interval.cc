#include "types/calendar_interval.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <sstream>

#include "types/calendar_scaling.h"
#include "types/datetime.h"
#include "types/interval_text.h"
#include "types/utf8.h"

namespace tarn::types {
namespace {

void append_unit(std::string& text, int64_t amount, std::string_view unit) {
  if (amount == 0) return;
  text += (text.empty() ? "" : " ") + std::to_string(amount) + " " + std::string(unit);
}

std::string seconds_text(int64_t micros) {
  const int64_t magnitude = std::abs(micros);
  std::string text = (micros < 0 ? "-" : "") + std::to_string(magnitude / kMicrosPerSecond);
  if (magnitude % kMicrosPerSecond != 0) {
    std::string fraction = std::to_string(magnitude % kMicrosPerSecond + kMicrosPerSecond);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    text += "." + fraction.substr(1);
  }
  return text + " seconds";
}

// A double as Java's (int) and (long) cut it, or nothing where it does not fit exactly.
template <typename T>
std::optional<T> whole_part(double value) {
  const double whole = std::trunc(value);
  const double beyond = std::ldexp(1.0, sizeof(T) * 8 - 1);
  if (!(whole >= -beyond && whole < beyond)) return std::nullopt;
  return static_cast<T>(whole);
}

template <typename T>
T bounded_part(double value) {
  if (std::isnan(value)) return 0;
  const auto whole = whole_part<T>(value);
  if (whole) return *whole;
  return value < 0 ? std::numeric_limits<T>::min() : std::numeric_limits<T>::max();
}

}  // namespace

std::string calendar_interval_text(const CalendarInterval& interval) {
  constexpr int kMonthsPerYear = 12;
  std::string text;
  append_unit(text, interval.months / kMonthsPerYear, "years");
  append_unit(text, interval.months % kMonthsPerYear, "months");
  append_unit(text, interval.days, "days");
  append_unit(text, interval.micros / kMicrosPerHour, "hours");
  append_unit(text, interval.micros % kMicrosPerHour / kMicrosPerMinute, "minutes");
  const int64_t seconds = interval.micros % kMicrosPerMinute;
  if (seconds != 0) text += (text.empty() ? "" : " ") + seconds_text(seconds);
  return text.empty() ? "0 seconds" : text;
}

std::optional<CalendarInterval> parse_calendar_interval(std::string_view text) {
  std::istringstream words{std::string(text)};
  std::string word;
  std::string sign;
  UnitSum sum;
  bool is_first = true;
  bool has_unit = false;
  while (words >> word) {
    const bool is_prefix = is_first && equal_ignoring_case(word, "interval");
    is_first = false;
    if (is_prefix) continue;
    if (word == "+" || word == "-") {
      if (!sign.empty()) return std::nullopt;
      sign = word;
      continue;
    }
    std::string unit;
    words >> unit;
    if (!add_unit(sum, sign + word, unit, text)) return std::nullopt;
    has_unit = true;
    sign.clear();
  }
  using Limits = std::numeric_limits<int32_t>;
  const bool fits = sum.days >= Limits::min() && sum.days <= Limits::max();
  if (!has_unit || !sign.empty() || !fits) return std::nullopt;
  return CalendarInterval{.months = static_cast<int32_t>(sum.months),
                          .days = static_cast<int32_t>(sum.days),
                          .micros = sum.micros};
}

std::optional<CalendarInterval> calendar_interval_of(double months, double days, double micros) {
  // What is no number counts as 0, as where Java makes a long of it.
  const auto whole_months = whole_part<int32_t>(std::isnan(months) ? 0 : months);
  const auto whole_days = whole_part<int32_t>(std::isnan(days) ? 0 : days);
  if (!whole_months || !whole_days) return std::nullopt;
  const double time = micros + static_cast<double>(kMicrosPerDay) * (days - *whole_days);
  // Java's Math.round: a half goes up, and what lies beyond a long is its end.
  return CalendarInterval{.months = *whole_months,
                          .days = *whole_days,
                          .micros = bounded_part<int64_t>(std::floor(time + 0.5))};
}

CalendarInterval bounded_calendar_interval_of(double months, double days, double micros) {
  const auto whole_days = bounded_part<int32_t>(days);
  const double time = micros + static_cast<double>(kMicrosPerDay) * (days - whole_days);
  return {.months = bounded_part<int32_t>(months),
          .days = whole_days,
          .micros = bounded_part<int64_t>(std::floor(time + 0.5))};
}

}  // namespace tarn::types
