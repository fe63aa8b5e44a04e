#include "types/value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "types/datetime.h"
#include "types/number_text.h"
#include "types/utf8.h"

namespace tarn::types {
namespace {

Value number(int64_t value) { return {value}; }
Value text(std::string value) { return {std::move(value)}; }

TEST(NumberTextTest, DoublesAreAsJavaPrintsThem) {
  EXPECT_EQ(double_text(1), "1.0");
  EXPECT_EQ(double_text(1e10), "1.0E10");
  EXPECT_EQ(double_text(1e7), "1.0E7");
  EXPECT_EQ(double_text(9999999), "9999999.0");
  EXPECT_EQ(double_text(0.001), "0.001");
  EXPECT_EQ(double_text(0.0001), "1.0E-4");
  EXPECT_EQ(double_text(123456789.125), "1.23456789125E8");
  EXPECT_EQ(double_text(-0.0), "-0.0");
  EXPECT_EQ(double_text(1.7976931348623157E308), "1.7976931348623157E308");
  EXPECT_EQ(double_text(4.9E-324), "4.9E-324");
  EXPECT_EQ(double_text(2e-3), "0.002");
  EXPECT_EQ(double_text(std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(double_text(-std::numeric_limits<double>::infinity()), "-Infinity");
}

// What a shorter text would tell apart as well: Java 17 stops one digit later.
TEST(NumberTextTest, DigitsAreThoseOfJava17) {
  EXPECT_EQ(double_text(2e-44), "2.0E-44");
  EXPECT_EQ(double_text(2e23), "1.9999999999999998E23");
  EXPECT_EQ(double_text(8.41e21), "8.409999999999999E21");
  EXPECT_EQ(double_text(std::ldexp(1.0, -44)), "5.6843418860808015E-14");
  EXPECT_EQ(double_text(2.2250738585072014E-308), "2.2250738585072014E-308");
  EXPECT_EQ(double_text(9007199254740993.0), "9.007199254740992E15");
  EXPECT_EQ(double_text(1.1999999999999999E22), "1.2E22");
  EXPECT_EQ(float_text(123456789.125F), "1.23456792E8");
  EXPECT_EQ(float_text(16777216.0F), "1.6777216E7");
  EXPECT_EQ(float_text(1e10F), "1.0E10");
  EXPECT_EQ(float_text(1e15F), "9.9999999E14");
  EXPECT_EQ(float_text(std::ldexp(1.0F, 30)), "1.07374182E9");
}

TEST(NumberTextTest, FloatsAreAsJavaPrintsThem) {
  EXPECT_EQ(float_text(1.1F), "1.1");
  EXPECT_EQ(float_text(3.4028235E38F), "3.4028235E38");
  EXPECT_EQ(float_text(1.4E-45F), "1.4E-45");
  EXPECT_EQ(float_text(1234567.9F), "1234567.9");
  EXPECT_EQ(float_text(2e7F), "2.0E7");
}

TEST(DecimalTextTest, KeepsItsScale) {
  EXPECT_EQ(decimal_text(150, 2), "1.50");
  EXPECT_EQ(decimal_text(0, 2), "0.00");
  EXPECT_EQ(decimal_text(-5, 3), "-0.005");
  EXPECT_EQ(decimal_text(-12345, 0), "-12345");
}

TEST(HiveTextTest, NullIsLargeAtTheTopAndSmallInside) {
  EXPECT_EQ(hive_text({}, int_type()), "NULL");
  EXPECT_EQ(hive_text({ValueList{number(1), {}}}, DataType::array(int_type())), "[1,null]");
}

TEST(HiveTextTest, StringsAreQuotedInsideAndNothingIsEscaped) {
  EXPECT_EQ(hive_text(text("a\"b"), string_type()), "a\"b");
  const DataType type = DataType::structure({{"x\"y", string_type()}, {"n", int_type()}});
  EXPECT_EQ(hive_text({ValueList{text("a\"b"), {}}}, type), R"({"x"y":"a"b","n":null})");
}

TEST(HiveTextTest, MapsAndTheirKeys) {
  const DataType type = DataType::map(int_type(), string_type());
  const DataType of_texts = DataType::map(string_type(), int_type());
  EXPECT_EQ(hive_text({ValueMap{{text("\uFFFD"), number(1)},
                                {text("\U0001F44D"), number(2)},
                                {text("z"), number(3)},
                                {text("za"), number(4)}}},
                      of_texts),
            "{\"z\":3,\"za\":4,\"\U0001F44D\":2,\"\uFFFD\":1}");
  EXPECT_EQ(hive_text({ValueMap{{number(1), text("q")}, {number(2), {}}}}, type),
            R"({1:"q",2:null})");
}

TEST(HiveTextTest, TimesDropZerosAtTheEnd) {
  EXPECT_EQ(hive_text(number(1'609'459'200'120'000), timestamp_type()), "2021-01-01 00:00:00.12");
  EXPECT_EQ(hive_text(number(18628), date_type()), "2021-01-01");
}

TEST(HiveTextTest, Intervals) {
  const DataType day_time = DataType::of(TypeKind::kDayTimeInterval);
  EXPECT_EQ(hive_text(number(26 * kMicrosPerHour), day_time), "1 02:00:00.000000000");
  EXPECT_EQ(hive_text(number(-5 * kMicrosPerSecond), day_time), "-0 00:00:05.000000000");
  const DataType year_month = DataType::of(TypeKind::kYearMonthInterval);
  EXPECT_EQ(hive_text(number(14), year_month), "1-2");
  EXPECT_EQ(hive_text(number(-14), year_month), "-1-2");
  EXPECT_EQ(hive_text(number(3), year_month), "0-3");
}

TEST(HiveTextTest, BinaryIsShownAsText) {
  EXPECT_EQ(hive_text(text("\xFF"
                           "A"),
                      binary_type()),
            "\xEF\xBF\xBD"
            "A");
}

TEST(Utf8Test, RepairsMaximalParts) {
  EXPECT_EQ(repaired_utf8("x\xE2\x82y"), "x\xEF\xBF\xBDy");
  EXPECT_EQ(repaired_utf8("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(repaired_utf8("\xF0\x9F\x98"), "\xEF\xBF\xBD");
  EXPECT_TRUE(is_valid_utf8("é😀"));
  EXPECT_FALSE(is_valid_utf8("\xC0\x80"));
}

TEST(Utf8Test, NamesCompareIgnoringCase) {
  EXPECT_TRUE(equal_ignoring_case("Größe", "gRÖßE"));
  EXPECT_TRUE(equal_ignoring_case("ЦЕНА", "цена"));
  EXPECT_FALSE(equal_ignoring_case("a", "b"));
}

}  // namespace
}  // namespace tarn::types
