#include "types/date_pattern.h"

#include <gtest/gtest.h>

namespace tarn::types {
namespace {

// 2024-03-05 07:08:09.123456, a Tuesday.
constexpr int64_t kTime = 1'709'622'489'123'456;

std::string written(std::string_view pattern, const WrittenTime& time = {.local_micros = kTime}) {
  const auto compiled = DatePattern::compile(pattern, PatternUse::kWriting);
  if (!compiled) return compiled.error().condition;
  std::string out;
  compiled->append(time, out);
  return out;
}

std::string read(std::string_view pattern, std::string_view text) {
  const auto compiled = DatePattern::compile(pattern, PatternUse::kReading);
  if (!compiled) return compiled.error().condition;
  const auto time = compiled->read(text, nullptr);
  if (!time) return time.error().message;
  const auto instant = instant_of(*time, {});
  return instant ? timestamp_text(*instant) : "unknown zone";
}

struct Case {
  std::string name;
  std::string pattern;
  std::string text;
  std::string expected;
};

class WriteTest : public testing::TestWithParam<Case> {};
TEST_P(WriteTest, GivesTheText) { EXPECT_EQ(written(GetParam().pattern), GetParam().expected); }
INSTANTIATE_TEST_SUITE_P(
    Pattern, WriteTest,
    testing::Values(Case{"Years", "y yy yyy yyyy yyyyy", "", "2024 24 2024 2024 02024"},
                    Case{"Months", "M MM MMM MMMM", "", "3 03 Mar March"},
                    Case{"Days", "d dd D DD DDD E EEEE", "", "5 05 65 65 065 Tue Tuesday"},
                    Case{"Quarters", "Q QQ QQQ QQQQ", "", "1 01 Q1 1st quarter"},
                    Case{"Hours", "H HH h hh k kk K KK a", "", "7 07 7 07 7 07 7 07 AM"},
                    Case{"Fractions", "S SSS SSSSSS SSSSSSSSS", "", "1 123 123456 123456000"},
                    Case{"Quotes", "yyyy'T'HH 'o''clock' ''", "", "2024T07 o'clock '"},
                    Case{"Sections", "yyyy[-MM[-dd]]", "", "2024-03-05"},
                    Case{"Zones", "XXX xxx Z O VV z", "", "Z +00:00 +0000 GMT UTC UTC"},
                    Case{"Week", "YYYY", "",
                         "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION"},
                    Case{"Letter", "n", "", "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER"},
                    Case{"Unclosed", "yyyy'", "", "INVALID_DATETIME_PATTERN.WITH_SUGGESTION"}),
    [](const auto& test) { return test.param.name; });

TEST(WriteTest, AnOffsetIsShownAsFarAsItsLettersGo) {
  const WrittenTime time{.local_micros = kTime,
                         .offset_micros = -(5 * kMicrosPerHour + 30 * kMicrosPerMinute),
                         .zone = "-05:30"};
  EXPECT_EQ(written("X XX XXX Z O OOOO VV z", time),
            "-0530 -0530 -05:30 -0530 GMT-5:30 GMT-05:30 -05:30 -05:30");
}

class ReadTest : public testing::TestWithParam<Case> {};
TEST_P(ReadTest, GivesTheTimeOrSaysWhereItDoesNotFit) {
  EXPECT_EQ(read(GetParam().pattern, GetParam().text), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Pattern, ReadTest,
    testing::Values(
        Case{"Whole", "yyyy-MM-dd HH:mm:ss.SSS", "2024-03-05 07:08:09.12",
             "2024-03-05 07:08:09.12"},
        Case{"NoGaps", "yyyyMMddHHmmss", "20240305070809", "2024-03-05 07:08:09"},
        Case{"TwoDigitYear", "yyMMdd", "240305", "2024-03-05 00:00:00"},
        Case{"Missing", "HH", "07", "1970-01-01 07:00:00"},
        Case{"Section", "yyyy-MM-dd[ HH:mm]", "2024-03-05", "2024-03-05 00:00:00"},
        Case{"Month", "d MMM yyyy", "5 mar 2024", "2024-03-05 00:00:00"},
        Case{"Half", "h:mm a", "12:08 am", "1970-01-01 00:08:00"},
        Case{"DayOfYear", "yyyy-DDD", "2024-366", "2024-12-31 00:00:00"},
        Case{"Era", "yyyy G", "2024 AD", "2024-01-01 00:00:00"},
        Case{"Offset", "yyyy-MM-dd HHXXX", "2024-03-05 07+02:00", "2024-03-05 05:00:00"},
        Case{"Narrow", "yyyy-MM-dd", "2024-3-5", "Text '2024-3-5' could not be parsed at index 5"},
        Case{"Longer", "yyyy-MM-dd", "2024-03-05x",
             "Text '2024-03-05x' could not be parsed, unparsed text found at index 10"},
        Case{"NoLeapYear", "yyyy-MM-dd", "2023-02-29",
             "Text '2023-02-29' could not be parsed: Invalid date 'February 29' as '2023' is not a "
             "leap year"},
        Case{"Conflict", "HH:mm a", "13:00 AM",
             "Text '13:00 AM' could not be parsed: Conflict found: Field AmPmOfDay 1 differs from "
             "AmPmOfDay 0"},
        Case{"Greedy", "yyyyMMddHHmmssSSS", "20240305070809123",
             "Text '20240305070809123' could not be parsed at index 0"}),
    [](const auto& test) { return test.param.name; });

TEST(ReadTest, NamesOfZonesAreTheRegionThatJavaTakesThemFor) {
  const auto pattern = DatePattern::compile("HH z", PatternUse::kReading);
  ASSERT_TRUE(pattern);
  const auto time = pattern->read("07 PDT", nullptr);
  ASSERT_TRUE(time);
  EXPECT_EQ(time->zone, "America/Los_Angeles");
  EXPECT_FALSE(instant_of(*time, {}));
}

}  // namespace
}  // namespace tarn::types
