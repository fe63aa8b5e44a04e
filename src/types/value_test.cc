#include "types/value.h"

#include <gtest/gtest.h>

#include <limits>

#include "types/column.h"
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

// ---- columns

const DataType kNested = DataType::structure(
    {{"l", DataType::array(int_type())}, {"m", DataType::map(string_type(), double_type())}});

Value nested_value() {
  return {ValueList{{ValueList{number(1), {}}}, {ValueMap{{text("k"), {1.5}}}}}};
}

TEST(ColumnTest, GivesBackWhatWasAppended) {
  Column column(kNested);
  column.append_value(nested_value());
  column.append_null();
  column.append_value({ValueList{{}, {}}});
  EXPECT_EQ(column.size(), 3U);
  EXPECT_EQ(column.value_at(0), nested_value());
  EXPECT_TRUE(column.value_at(1).is_null());
  EXPECT_EQ(hive_text(column.value_at(2), kNested), R"({"l":null,"m":null})");
  EXPECT_EQ(column.child(0).size(), 3U);
}

TEST(ColumnTest, EveryScalarKeepsItsValue) {
  const std::vector<std::pair<DataType, Value>> cases{
      {boolean(), {true}},
      {byte_type(), number(-128)},
      {short_type(), number(-300)},
      {int_type(), number(-70'000)},
      {long_type(), number(INT64_MIN)},
      {float_type(), {0.5}},
      {double_type(), {-2.5}},
      {DataType::decimal(18, 2), {Int128{-150}}},
      {DataType::decimal(38, 2), {Int128{1} << 100}},
      {string_type(), text("é")},
      {binary_type(), text(std::string("\0\xFF", 2))},
      {date_type(), number(-1)},
      {timestamp_ntz_type(), number(-1)},
      {DataType::of(TypeKind::kYearMonthInterval), number(-14)}};
  for (const auto& [type, value] : cases) {
    Column column(type);
    column.append_value(value);
    EXPECT_EQ(column.value_at(0), value) << type.text();
  }
}

TEST(ColumnTest, NullsComeLate) {
  Column column(int_type());
  column.append(int32_t{7});
  EXPECT_FALSE(column.has_nulls());
  column.append_null();
  EXPECT_EQ(column.validity(), (std::vector<uint8_t>{1, 0}));
  EXPECT_EQ(column.at<int32_t>(1), 0);
}

TEST(ColumnTest, TruncatingGivesBackHalfARecord) {
  Column column(kNested);
  column.append_value(nested_value());
  column.child(0).child(0).append(int32_t{5});  // an element of a list that is never closed
  column.child(1).append_null();
  column.truncate(1);
  EXPECT_EQ(column.child(0).child(0).size(), 2U);
  EXPECT_EQ(column.child(1).size(), 1U);
  column.append_value(nested_value());
  EXPECT_EQ(column.value_at(1), nested_value());
  column.clear();
  EXPECT_EQ(column.size(), 0U);
  EXPECT_FALSE(column.has_nulls());
}

TEST(ColumnTest, TruncatingStringsGivesBackTheirBytes) {
  Column column(string_type());
  column.append_bytes("ab");
  column.append_bytes("cd");
  column.truncate(1);
  column.append_bytes("e");
  EXPECT_EQ(column.bytes(), "abe");
  EXPECT_EQ(column.bytes_at(1), "e");
}

}  // namespace
}  // namespace tarn::types
