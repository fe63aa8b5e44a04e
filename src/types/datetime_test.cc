#include "types/datetime.h"

#include <gtest/gtest.h>

#include <limits>

namespace tarn::types {
namespace {

TEST(CalendarTest, CountsDaysFromTheEpoch) {
  EXPECT_EQ(days_from_civil({1970, 1, 1}), 0);
  EXPECT_EQ(days_from_civil({1, 1, 1}), kMinDays);
  EXPECT_EQ(days_from_civil({9999, 12, 31}), kMaxDays);
  EXPECT_EQ(days_from_civil({2000, 2, 29}), 11016);
}

TEST(CalendarTest, EveryDayOfFourCenturiesComesBack) {
  int64_t wrong = 0;
  for (int64_t day = -160'000; day < 160'000; ++day) {
    wrong += days_from_civil(civil_from_days(day)) == day ? 0 : 1;
  }
  EXPECT_EQ(wrong, 0);
}

TEST(CalendarTest, LeapYears) {
  EXPECT_EQ(days_in_month(1900, 2), 28);
  EXPECT_EQ(days_in_month(2000, 2), 29);
  EXPECT_EQ(days_in_month(2024, 2), 29);
}

TEST(CalendarTest, TheLeastAndTheGreatestTimeHaveTheirTexts) {
  EXPECT_EQ(timestamp_text(std::numeric_limits<int64_t>::min()), "-290308-12-21 19:59:05.224192");
  EXPECT_EQ(timestamp_text(std::numeric_limits<int64_t>::max()), "+294247-01-10 04:00:54.775807");
}

TEST(CalendarTest, TimesBeforeTheEpoch) {
  EXPECT_EQ(timestamp_text(-1), "1969-12-31 23:59:59.999999");
  EXPECT_EQ(timestamp_text(kMinMicros), "0001-01-01 00:00:00");
  EXPECT_EQ(timestamp_text(kMaxMicros), "9999-12-31 23:59:59.999999");
}

struct Case {
  std::string name;
  std::string text;
  std::string expected;  // in UTC; "NULL" where it is no timestamp
};

std::string shown(std::optional<int64_t> micros) {
  return micros ? timestamp_text(*micros) : "NULL";
}

// Europe/Paris in winter, and nothing else.
class Paris final : public TimeZones {
 public:
  std::optional<int64_t> offset_at_local(std::string_view id, int64_t) const override {
    return id == "Europe/Paris" ? std::optional(kMicrosPerHour) : std::nullopt;
  }
  std::optional<int64_t> offset_at_instant(std::string_view id, int64_t micros) const override {
    return offset_at_local(id, micros);
  }
};

class ParseTimestampTest : public testing::TestWithParam<Case> {};

TEST_P(ParseTimestampTest, ReadsAsSparkDoes) {
  const Paris zones;
  EXPECT_EQ(shown(parse_timestamp(GetParam().text, {.regions = &zones})), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, ParseTimestampTest,
    testing::Values(
        Case{"Strict", "2021-01-01T09:24:00Z", "2021-01-01 09:24:00"},
        Case{"Offset", "2021-01-01T09:24:00+02:00", "2021-01-01 07:24:00"},
        Case{"OffsetWithoutColon", "2021-01-01T09:24:00-0130", "2021-01-01 10:54:00"},
        Case{"ShortOffset", "2021-01-01T09:24:00+1", "2021-01-01 08:24:00"},
        Case{"OffsetWithSeconds", "2021-01-01T09:24:00+01:00:30", "2021-01-01 08:23:30"},
        Case{"OffsetBehindBlank", "2021-01-01T09:24:00 +01:00", "2021-01-01 08:24:00"},
        Case{"OffsetTooGreat", "2021-01-01T09:24:00+19:00", "NULL"},
        Case{"Gmt", "2021-01-01T09:24:00GMT+1", "2021-01-01 08:24:00"},
        Case{"Utc", "2021-01-01T09:24:00UTC", "2021-01-01 09:24:00"},
        Case{"Region", "2021-01-01T09:24:00 Europe/Paris", "2021-01-01 08:24:00"},
        Case{"RegionAtOnce", "2021-01-01T09:24:00Europe/Paris", "2021-01-01 08:24:00"},
        Case{"UnknownRegion", "2021-01-01T09:24:00 Mars/Olympus", "NULL"},
        Case{"CutFraction", "2021-01-01 09:24:00.123456789", "2021-01-01 09:24:00.123456"},
        Case{"FractionAndZone", "2021-01-01T09:24:00.5Z", "2021-01-01 09:24:00.5"},
        Case{"EmptyFraction", "2021-01-01T09:24:00.", "2021-01-01 09:24:00"},
        Case{"Date", "2021-1-1", "2021-01-01 00:00:00"},
        Case{"Month", "2021-02", "2021-02-01 00:00:00"},
        Case{"Year", "2021", "2021-01-01 00:00:00"},
        Case{"Minutes", "2021-01-01T09:24", "2021-01-01 09:24:00"},
        Case{"Hours", "2021-01-01T09", "2021-01-01 09:00:00"},
        Case{"ShortParts", "2021-01-01T9:4:5", "2021-01-01 09:04:05"},
        Case{"Blanks", " 2021-01-01 ", "2021-01-01 00:00:00"},
        Case{"Plus", "+2021-01-01", "2021-01-01 00:00:00"},
        Case{"Hour24", "2021-01-01T24:00:00", "NULL"},
        Case{"Second60", "2021-01-01T09:24:60Z", "NULL"},
        Case{"DayThatIsNone", "2021-02-30", "NULL"}, Case{"NothingBehindT", "2021-01-01T", "NULL"},
        Case{"SmallT", "2021-01-01t09:24:00Z", "NULL"},
        Case{"SmallZ", "2021-01-01T09:24:00z", "NULL"}, Case{"Number", "1609493040", "NULL"},
        Case{"YearZero", "0000-01-01", "NULL"}, Case{"Empty", "", "NULL"}),
    [](const auto& test) { return test.param.name; });

TEST(ParseTimestampTest, TheCalendarsEdgeIsThatOfItsZone) {
  EXPECT_EQ(shown(parse_timestamp("0001-01-01T00:00:00+01:00", {})), "0000-12-31 23:00:00");
  EXPECT_EQ(shown(parse_timestamp("10000-01-01T00:00:00+01:00", {})), "NULL");
}

TEST(ParseTimestampTest, TheSessionZoneHoldsWhereNoneIsGiven) {
  EXPECT_EQ(shown(parse_timestamp("2021-01-01", {.id = "+02:00"})), "2020-12-31 22:00:00");
}

TEST(ParseTimestampNtzTest, AZoneIsRefusedOrIgnored) {
  EXPECT_EQ(shown(parse_timestamp_ntz("2021-01-01T09:24:00Z", ZoneSuffix::kRefuse)), "NULL");
  EXPECT_EQ(shown(parse_timestamp_ntz("2021-01-01T09:24:00Z", ZoneSuffix::kIgnore)),
            "2021-01-01 09:24:00");
  EXPECT_EQ(shown(parse_timestamp_ntz("2021-01-01 09:24:00", ZoneSuffix::kRefuse)),
            "2021-01-01 09:24:00");
}

TEST(ParseDateTest, AnythingMayFollowAWholeDate) {
  EXPECT_EQ(parse_date("2021-01-01 x"), 18628);
  EXPECT_EQ(parse_date(" 2021-01-01T09:24:00Z"), 18628);
  EXPECT_EQ(parse_date("2021"), 18628);
  EXPECT_EQ(parse_date("2021-01-01x"), std::nullopt);
  EXPECT_EQ(parse_date("2021-13-01"), std::nullopt);
}

TEST(TimeOfDayTest, IsReadWithOrWithoutSecondsAndInHalvesOfADay) {
  EXPECT_EQ(parse_time_of_day("1:2"), 3'720 * kNanosPerSecond);
  EXPECT_EQ(parse_time_of_day(" T23:59:59.999999 "), kNanosPerDay - kNanosPerMicro);
  EXPECT_EQ(parse_time_of_day("12:00:00 AM"), 0);
  EXPECT_EQ(parse_time_of_day("1:00pm"), 13 * 3'600 * kNanosPerSecond);
  EXPECT_EQ(parse_time_of_day("0:0:1.1234567"), 1'123'456'000);
}

TEST(TimeOfDayTest, WhatNoClockShowsIsNothing) {
  for (const char* text : {"", "12", "24:00", "12:60", "12:34:60", "-1:00", "13:00 PM", "0:00 AM",
                           "12:00Z", "1::3", "2024-01-01 12:00"}) {
    EXPECT_EQ(parse_time_of_day(text), std::nullopt) << text;
  }
}

TEST(TimeOfDayTest, IsWrittenWithoutTrailingZeros) {
  EXPECT_EQ(time_of_day_text(0), "00:00:00");
  EXPECT_EQ(time_of_day_text(3'723'500'000'000), "01:02:03.5");
  EXPECT_EQ(time_of_day_text(100), "00:00:00.0000001");
}

}  // namespace
}  // namespace tarn::types
