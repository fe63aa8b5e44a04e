// Spark's CalendarInterval: months, days and microseconds that are never added into one another,
// because neither a month nor a day is always as long. Pure.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tarn::types {

struct CalendarInterval {
  int32_t months = 0;
  int32_t days = 0;
  int64_t micros = 0;

  friend bool operator==(const CalendarInterval&, const CalendarInterval&) = default;
};
static_assert(sizeof(CalendarInterval) == 16);  // columns and engine keep its bytes as they are

// "1 years 2 months 3 days 4.5 seconds"; parts that are 0 are left out.
std::string calendar_interval_text(const CalendarInterval& interval);

// "[interval] 1 year -2 days": what CAST takes. Nothing where the text has another form or a part
// overflows.
std::optional<CalendarInterval> parse_calendar_interval(std::string_view text);

// The nearest interval, a day's fraction being time and a month's none. Nothing where a part
// overflows.
std::optional<CalendarInterval> calendar_interval_of(double months, double days, double micros);

}  // namespace tarn::types
