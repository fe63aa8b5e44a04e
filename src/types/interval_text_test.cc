#include "types/interval_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace tarn::types {
namespace {

const DataType kYearToMonth = DataType::interval(IntervalUnit::kYear, IntervalUnit::kMonth);
const DataType kDayToSecond = DataType::interval(IntervalUnit::kDay, IntervalUnit::kSecond);
const DataType kHourToMinute = DataType::interval(IntervalUnit::kHour, IntervalUnit::kMinute);
const DataType kDay = DataType::interval(IntervalUnit::kDay, IntervalUnit::kDay);

struct Case {
  std::string name;
  DataType type;
  std::string text;
  std::string expected;  // as SQL, or the error's condition
};

class ParseIntervalTest : public testing::TestWithParam<Case> {};
TEST_P(ParseIntervalTest, GivesTheIntervalOrSaysWhatIsWrong) {
  const auto value = parse_interval_cast(GetParam().text, GetParam().type);
  EXPECT_EQ(value ? interval_sql(*value, GetParam().type) : value.error().condition,
            GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Text, ParseIntervalTest,
    testing::Values(
        Case{"Months", kYearToMonth, " -1-2 ", "INTERVAL '-1-2' YEAR TO MONTH"},
        Case{"Literal", kYearToMonth, "interval - '1-2' year to month",
             "INTERVAL '-1-2' YEAR TO MONTH"},
        Case{"ThirteenMonths", kYearToMonth, "1-13", "INVALID_INTERVAL_FORMAT.INTERVAL_PARSING"},
        Case{"OneNumber", kYearToMonth, "1", "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING"},
        Case{"Seconds", kDayToSecond, "1 2:03:04.5", "INTERVAL '1 02:03:04.5' DAY TO SECOND"},
        Case{"Nanoseconds", kDayToSecond, "0 0:0:0.123456789",
             "INTERVAL '0 00:00:00.123456' DAY TO SECOND"},
        Case{"Minutes", kHourToMinute, "100:59", "INTERVAL '100:59' HOUR TO MINUTE"},
        Case{"SixtyMinutes", kHourToMinute, "1:60", "_LEGACY_ERROR_TEMP_0063"},
        Case{"Rest", kDay, "5x", "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE"},
        Case{"OtherUnit", kDay, "INTERVAL '5' HOUR",
             "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE"},
        Case{"TooLong", kDay, "106751992", "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION"}),
    [](const auto& test) { return test.param.name; });

TEST(IntervalSqlTest, TheLeastIntervalHasAText) {
  EXPECT_EQ(interval_sql(std::numeric_limits<int64_t>::min(), kDayToSecond),
            "INTERVAL '-106751991 04:00:54.775808' DAY TO SECOND");
  EXPECT_EQ(interval_sql(std::numeric_limits<int32_t>::min(), kYearToMonth),
            "INTERVAL '-178956970-8' YEAR TO MONTH");
}

TEST(UnitSumTest, UnitsAddUp) {
  UnitSum sum;
  ASSERT_TRUE(add_unit(sum, "2", "weeks", ""));
  ASSERT_TRUE(add_unit(sum, "-1", "DAY", ""));
  ASSERT_TRUE(add_unit(sum, "1.5", "second", ""));
  EXPECT_EQ(sum.days, 13);
  EXPECT_EQ(sum.micros, 1'500'000);
}

TEST(UnitSumTest, OnlySecondsHaveFractions) {
  UnitSum sum;
  const auto added = add_unit(sum, "1.5", "hours", "1.5 hours");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().condition, "INVALID_INTERVAL_FORMAT.INVALID_FRACTION");
}

TEST(UnitSumTest, MonthsStayWithinAnInt) {
  UnitSum sum;
  const auto added = add_unit(sum, "178956971", "year", "178956971 year");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().condition, "INVALID_INTERVAL_FORMAT.ARITHMETIC_EXCEPTION");
}

}  // namespace
}  // namespace tarn::types
