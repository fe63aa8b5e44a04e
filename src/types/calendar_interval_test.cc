#include "types/calendar_interval.h"

#include <gtest/gtest.h>

#include <limits>

namespace tarn::types {
namespace {

TEST(CalendarIntervalTest, IsWrittenPartByPartWithoutTheEmptyOnes) {
  EXPECT_EQ(calendar_interval_text({}), "0 seconds");
  EXPECT_EQ(calendar_interval_text({.months = 14, .days = -3, .micros = 3'661'500'000}),
            "1 years 2 months -3 days 1 hours 1 minutes 1.5 seconds");
  EXPECT_EQ(calendar_interval_text({.months = -13, .days = 0, .micros = -250'000}),
            "-1 years -1 months -0.25 seconds");
}

TEST(CalendarIntervalTest, TheLeastMicrosecondsAreWritten) {
  EXPECT_EQ(calendar_interval_text({.micros = std::numeric_limits<int64_t>::min()}),
            "-2562047788 hours -54.775808 seconds");
}

TEST(CalendarIntervalTest, IsReadFromAmountsOfUnits) {
  EXPECT_EQ(parse_calendar_interval("interval 1 year - 2 days +3.5 seconds"),
            (CalendarInterval{.months = 12, .days = -2, .micros = 3'500'000}));
  EXPECT_EQ(parse_calendar_interval("  1 WEEK  "), (CalendarInterval{.days = 7}));
}

TEST(CalendarIntervalTest, ATextOfAnotherFormIsNothing) {
  for (const char* text : {"", "x", "1", "1 foo", "1.5 days", "1day", "1 1 day", "- - 1 day",
                           "99999999999 days", "interval"}) {
    EXPECT_EQ(parse_calendar_interval(text), std::nullopt) << text;
  }
}

TEST(CalendarIntervalTest, AFractionOfADayIsTimeAndOneOfAMonthIsLost) {
  EXPECT_EQ(calendar_interval_of(1.5, 1.5, 0),
            (CalendarInterval{.months = 1, .days = 1, .micros = 43'200'000'000}));
  EXPECT_EQ(calendar_interval_of(3e9, 0, 0), std::nullopt);
}

}  // namespace
}  // namespace tarn::types
