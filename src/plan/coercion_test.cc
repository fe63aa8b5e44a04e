#include "plan/coercion.h"

#include <gtest/gtest.h>

#include "plan/builder.h"
#include "sql/parse.h"

namespace tarn::plan {
namespace {

using types::DataType;

DataType type(const std::string& text) {
  if (text == "void") return {};
  auto parsed = sql::parse_data_type(sql::Fragment::whole(text));
  CHECK(static_cast<bool>(parsed));
  return *parsed;
}

struct Pair {
  std::string name;
  std::string left;
  std::string right;
  std::string expected;  // "-": they do not meet
};

std::string name_of(const testing::TestParamInfo<Pair>& test) { return test.param.name; }

class CommonTypeTest : public testing::TestWithParam<Pair> {};
TEST_P(CommonTypeTest, IsTheSameWhicheverComesFirst) {
  for (const bool swapped : {false, true}) {
    const DataType a = type(swapped ? GetParam().right : GetParam().left);
    const DataType b = type(swapped ? GetParam().left : GetParam().right);
    const auto common = common_type(a, b);
    EXPECT_EQ(common ? common->text() : "-", GetParam().expected);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, CommonTypeTest,
    testing::Values(Pair{"Same", "int", "int", "int"}, Pair{"Null", "void", "date", "date"},
                    Pair{"Integers", "tinyint", "bigint", "bigint"},
                    Pair{"IntegerAndFloat", "int", "float", "double"},
                    Pair{"FloatAndDouble", "float", "double", "double"},
                    Pair{"IntegerAndDecimal", "int", "decimal(2,1)", "decimal(11,1)"},
                    Pair{"LongAndDecimal", "bigint", "decimal(10,2)", "decimal(22,2)"},
                    Pair{"Decimals", "decimal(10,2)", "decimal(5,4)", "decimal(12,4)"},
                    Pair{"DecimalsBeyondTheEnd", "decimal(38,0)", "decimal(38,38)",
                         "decimal(38,0)"},
                    Pair{"DecimalAndDouble", "decimal(10,2)", "double", "double"},
                    Pair{"StringAndInteger", "string", "int", "bigint"},
                    Pair{"StringAndDecimal", "string", "decimal(3,1)", "double"},
                    Pair{"StringAndDate", "string", "date", "date"},
                    Pair{"StringAndBoolean", "string", "boolean", "boolean"},
                    Pair{"StringAndArray", "string", "array<int>", "-"},
                    Pair{"DateAndTimestamp", "date", "timestamp", "timestamp"},
                    Pair{"BooleanAndNumber", "boolean", "int", "-"},
                    Pair{"DateAndNumber", "date", "int", "-"},
                    Pair{"Arrays", "array<int>", "array<bigint>", "array<bigint>"},
                    Pair{"Structs", "struct<a:int>", "struct<a:double>", "struct<a:double>"},
                    Pair{"StructsOfTwoLengths", "struct<a:int>", "struct<a:int,b:int>", "-"},
                    Pair{"Maps", "map<string,int>", "map<string,double>", "map<string,double>"}),
    name_of);

class CastTest : public testing::TestWithParam<Pair> {};
TEST_P(CastTest, ExistsWhereSparkHasIt) {
  const DataType from = type(GetParam().left);
  const DataType to = type(GetParam().right);
  std::string kinds;
  if (can_cast(from, to)) kinds += "cast ";
  if (can_store(from, to)) kinds += "store ";
  if (can_cast(from, to) && cast_can_raise(from, to)) kinds += "raises ";
  EXPECT_EQ(kinds, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, CastTest,
    testing::Values(Pair{"Widening", "int", "bigint", "cast store "},
                    Pair{"Narrowing", "bigint", "int", "cast store raises "},
                    Pair{"StringToNumber", "string", "int", "cast raises "},
                    Pair{"NumberToString", "int", "string", "cast store "},
                    Pair{"DateToNumber", "date", "int", ""},
                    Pair{"NumberToDate", "int", "date", ""},
                    Pair{"NumberToTimestamp", "bigint", "timestamp", "cast raises "},
                    Pair{"TimestampToNumber", "timestamp", "bigint", "cast raises "},
                    Pair{"DateToTimestamp", "date", "timestamp", "cast store "},
                    Pair{"BooleanToNumber", "boolean", "int", "cast "},
                    Pair{"BooleanToTimestamp", "boolean", "timestamp", ""},
                    Pair{"TimestampToBoolean", "timestamp", "boolean", ""},
                    Pair{"BinaryToString", "binary", "string", "cast store "},
                    Pair{"BinaryToNumber", "binary", "int", ""},
                    Pair{"ArrayToNumber", "array<int>", "int", ""},
                    Pair{"ArrayToString", "array<int>", "string", "cast "},
                    Pair{"ArrayToArray", "array<int>", "array<bigint>", "cast store "},
                    Pair{"StructByPosition", "struct<a:string>", "struct<b:int>", "cast raises "}),
    name_of);

TEST(DecimalOfTest, ALiteralIsNoWiderThanItsDigits) {
  EXPECT_EQ(decimal_of(*make_int(300)).text(), "decimal(3,0)");
  EXPECT_EQ(decimal_of(*make_int(0)).text(), "decimal(1,0)");
  EXPECT_EQ(decimal_of(*make_cast(make_int(3), types::long_type())).text(), "decimal(20,0)");
}

TEST(DecimalResultTest, KeepsWholeDigitsBeyond38) {
  const DataType wide = DataType::decimal(38, 10);
  EXPECT_EQ(decimal_result(DecimalOperator::kMultiply, wide, wide).text(), "decimal(38,6)");
  EXPECT_EQ(decimal_result(DecimalOperator::kDivide, wide, wide).text(), "decimal(38,6)");
}

class LegacyCommonTypeTest : public testing::TestWithParam<Pair> {};
TEST_P(LegacyCommonTypeTest, MakesStringsOfWhatMeetsAString) {
  const auto common = common_type(type(GetParam().left), type(GetParam().right), AnsiMode::kOff);
  EXPECT_EQ(common ? common->text() : "-", GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, LegacyCommonTypeTest,
    testing::Values(Pair{"IntegerAndString", "int", "string", "string"},
                    Pair{"DateAndString", "date", "string", "string"},
                    Pair{"BooleanAndString", "boolean", "string", "-"},
                    Pair{"BinaryAndString", "binary", "string", "-"},
                    Pair{"LongAndFloat", "bigint", "float", "float"},
                    Pair{"IntegerAndDecimal", "int", "decimal(2,1)", "decimal(11,1)"},
                    Pair{"Arrays", "array<int>", "array<string>", "array<string>"}),
    name_of);

TEST(LegacyComparisonTest, TheStringGivesWay) {
  const auto compared = [](const char* left, const char* right) {
    const auto common = comparison_type(type(left), type(right), AnsiMode::kOff);
    return common ? common->text() : "-";
  };
  EXPECT_EQ(compared("string", "int"), "int");
  EXPECT_EQ(compared("decimal(3,1)", "string"), "double");
  EXPECT_EQ(compared("string", "date"), "date");
  EXPECT_EQ(compared("string", "interval day"), "-");
}

}  // namespace
}  // namespace tarn::plan
