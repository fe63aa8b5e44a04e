#include "engine/zoned_time.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "base/check.h"
#include "engine/time_zones.h"
#include "types/datetime.h"

namespace tarn::engine {
namespace {

constexpr std::string_view kLosAngeles = "America/Los_Angeles";

int64_t instant(std::string_view text) {
  const auto micros = types::parse_timestamp(text, {.id = "UTC", .regions = &icu_time_zones()});
  CHECK(micros.has_value());
  return *micros;
}

std::string shown(std::string_view zone, std::optional<int64_t> time) {
  return time ? types::timestamp_text(*time + offset_at_instant(zone, *time)) : "nothing";
}

TEST(ZonedTimeTest, ADayIsTheSameTimeOfDay) {
  const int64_t before = instant("2024-03-09 12:00:00 America/Los_Angeles");
  EXPECT_EQ(shown(kLosAngeles, plus_day_time(kLosAngeles, before, types::kMicrosPerDay)),
            "2024-03-10 12:00:00");
  EXPECT_EQ(shown(kLosAngeles, plus_day_time(kLosAngeles, before, 23 * types::kMicrosPerHour)),
            "2024-03-10 12:00:00");
}

TEST(ZonedTimeTest, ATimeThatClocksSkipIsAnHourLater) {
  const int64_t before = instant("2024-02-10 02:30:00 America/Los_Angeles");
  EXPECT_EQ(shown(kLosAngeles, plus_months(kLosAngeles, before, 1)), "2024-03-10 03:30:00");
}

TEST(ZonedTimeTest, OfATimeThatClocksShowTwiceTheOffsetIsKept) {
  // 01:30 in winter time; a month earlier and back.
  const int64_t winter = instant("2024-11-03 09:30:00Z");
  const auto later = plus_day_time(kLosAngeles, winter, types::kMicrosPerDay);
  ASSERT_TRUE(later);
  EXPECT_EQ(plus_day_time(kLosAngeles, *later, -types::kMicrosPerDay), winter);
}

TEST(ZonedTimeTest, BeyondTheLastTimeThereIsNothing) {
  // The wall clock of the day after fits; the instant, later by the hours to UTC, does not.
  const int64_t last = std::numeric_limits<int64_t>::max();
  const int64_t day_before = last - last % types::kMicrosPerDay - types::kMicrosPerDay;
  const int64_t midnight = day_before + 8 * types::kMicrosPerHour;
  EXPECT_EQ(plus_day_time(kLosAngeles, midnight, types::kMicrosPerDay), std::nullopt);
  EXPECT_EQ(plus_day_time(kLosAngeles, day_before, types::kMicrosPerDay),
            day_before + types::kMicrosPerDay);
}

TEST(ZonedTimeTest, MonthsEndWithTheirLastDay) {
  EXPECT_EQ(days_plus_months(types::days_from_civil({2024, 1, 31}), 1),
            types::days_from_civil({2024, 2, 29}));
  EXPECT_EQ(days_plus_months(types::days_from_civil({2024, 1, 31}), -11),
            types::days_from_civil({2023, 2, 28}));
  EXPECT_EQ(days_plus_months(0, std::numeric_limits<int32_t>::max()), std::nullopt);
}

TEST(ZonedTimeTest, OnlyWholeMonthsCount) {
  EXPECT_EQ(months_from(instant("2020-01-31 10:00:00"), instant("2020-02-29 10:00:00")), 0);
  EXPECT_EQ(months_from(instant("2020-01-15 10:00:00"), instant("2020-03-15 09:59:59")), 1);
  EXPECT_EQ(months_from(instant("2020-03-15 09:59:59"), instant("2020-01-15 10:00:00")), -1);
}

TEST(ZonedTimeTest, BeyondTheRangeOfTimestampsIsNothing) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(shown("UTC", plus_day_time("UTC", kMost, 1)), "nothing");
  EXPECT_EQ(shown("UTC", plus_months("UTC", kMost, 1)), "nothing");
}

}  // namespace
}  // namespace tarn::engine
