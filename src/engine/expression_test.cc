#include <gtest/gtest.h>

#include <cmath>

#include "engine/test_plans.h"

namespace tarn::engine::test {
namespace {

using types::boolean;
using types::double_type;
using types::int_type;
using types::long_type;
using types::string_type;

constexpr const char* kHint =
    " If necessary set \"spark.sql.ansi.enabled\" to \"false\" to bypass this error.";

// ---------------------------------------------------------------- casts

struct CastCase {
  const char* name;
  Value from;
  DataType from_type;
  DataType to;
  std::string expected;
};
class CastTest : public testing::TestWithParam<CastCase> {};

TEST_P(CastTest, GivesSparksValue) {
  EXPECT_EQ(value_of(cast(literal(GetParam().from, GetParam().from_type), GetParam().to)),
            GetParam().expected);
}

std::string malformed(const std::string& value, const std::string& type) {
  return "[CAST_INVALID_INPUT] The value '" + value +
         "' of the type \"STRING\" cannot be cast to \"" + type +
         "\" because it is malformed. Correct the value as per the syntax, or change its target "
         "type. Use `try_cast` to tolerate malformed input and return NULL instead.";
}
std::string overflow(const std::string& value, const std::string& from, const std::string& to) {
  return "[CAST_OVERFLOW] The value " + value + " of the type \"" + from +
         "\" cannot be cast to \"" + to +
         "\" due to an overflow. Use `try_cast` to tolerate overflow and return NULL instead.";
}

INSTANTIATE_TEST_SUITE_P(
    FromText, CastTest,
    testing::Values(
        CastCase{"Int", {" 42\t"}, string_type(), int_type(), "42"},
        CastCase{"SignedInt", {"+7"}, string_type(), int_type(), "7"},
        CastCase{"Fraction", {"1.5"}, string_type(), int_type(), malformed("1.5", "INT")},
        CastCase{"Empty", {""}, string_type(), int_type(), malformed("", "INT")},
        CastCase{
            "TooGreat", {"128"}, string_type(), types::byte_type(), malformed("128", "TINYINT")},
        CastCase{"Quote", {"it's"}, string_type(), long_type(), malformed("it\\'s", "BIGINT")},
        CastCase{"Double", {"1e3"}, string_type(), double_type(), "1000.0"},
        CastCase{"JavaSuffix", {"2.5d"}, string_type(), double_type(), "2.5"},
        CastCase{"Infinity", {"-inf"}, string_type(), double_type(), "-Infinity"},
        CastCase{"Decimal", {"-1.005"}, string_type(), DataType::decimal(5, 2), "-1.01"},
        CastCase{"DecimalExponent", {"1.2e2"}, string_type(), DataType::decimal(5, 1), "120.0"},
        CastCase{"Boolean", {"Yes"}, string_type(), boolean(), "true"},
        CastCase{"NotBoolean", {"2"}, string_type(), boolean(), malformed("2", "BOOLEAN")},
        CastCase{"Date", {"2024-2-29"}, string_type(), types::date_type(), "2024-02-29"},
        CastCase{"NoDate",
                 {"2023-02-29"},
                 string_type(),
                 types::date_type(),
                 malformed("2023-02-29", "DATE")},
        CastCase{"Timestamp",
                 {"2021-01-01T09:24:00.5Z"},
                 string_type(),
                 types::timestamp_type(),
                 "2021-01-01 09:24:00.5"},
        CastCase{"Null", {}, string_type(), int_type(), "NULL"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    FromNumbers, CastTest,
    testing::Values(
        CastCase{"Narrowing",
                 {int64_t{300}},
                 int_type(),
                 types::byte_type(),
                 overflow("300", "INT", "TINYINT")},
        CastCase{"NarrowingLong",
                 {int64_t{1} << 40},
                 long_type(),
                 int_type(),
                 overflow("1099511627776L", "BIGINT", "INT")},
        CastCase{"Truncates", {-1.9}, double_type(), int_type(), "-1"},
        CastCase{
            "Nan", {std::nan("")}, double_type(), int_type(), overflow("NaN", "DOUBLE", "INT")},
        CastCase{
            "GreatDouble", {1e10}, double_type(), int_type(), overflow("1.0E10D", "DOUBLE", "INT")},
        CastCase{
            "DecimalTruncates", {types::Int128{-199}}, DataType::decimal(5, 2), int_type(), "-1"},
        CastCase{"DecimalRounds",
                 {types::Int128{1005}},
                 DataType::decimal(10, 3),
                 DataType::decimal(4, 2),
                 "1.01"},
        CastCase{"DoubleToDecimal", {0.125}, double_type(), DataType::decimal(4, 2), "0.13"},
        CastCase{"JavaText", {1e10}, double_type(), string_type(), "1.0E10"},
        CastCase{"FloatText", {1.5}, types::float_type(), string_type(), "1.5"},
        CastCase{
            "DecimalText", {types::Int128{100}}, DataType::decimal(5, 2), string_type(), "1.00"},
        CastCase{"BooleanText", {true}, boolean(), string_type(), "true"},
        CastCase{"NumberToBoolean", {int64_t{2}}, int_type(), boolean(), "true"},
        CastCase{"SecondsToTimestamp",
                 {int64_t{90}},
                 long_type(),
                 types::timestamp_type(),
                 "1970-01-01 00:01:30"},
        CastCase{"TimestampToSeconds", {int64_t{-1}}, types::timestamp_type(), long_type(), "-1"}),
    [](const auto& test) { return test.param.name; });

TEST(CastTest, TryCastGivesNullInstead) {
  EXPECT_EQ(value_of(cast(text("x"), int_type(), plan::CastMode::kTry)), "NULL");
  EXPECT_EQ(value_of(cast(number(300), types::byte_type(), plan::CastMode::kTry)), "NULL");
  EXPECT_EQ(value_of(cast(real(1e10), int_type(), plan::CastMode::kTry)), "NULL");
}

TEST(CastTest, TimesAreReadAndShownInTheSessionsZone) {
  const Moment paris{0, "Europe/Paris"};
  const auto summer = cast(text("2024-07-01 12:00:00"), types::timestamp_type());
  EXPECT_EQ(value_of(cast(summer, long_type()), paris), "1719828000");
  EXPECT_EQ(value_of(cast(literal({int64_t{0}}, types::timestamp_type()), string_type()), paris),
            "1970-01-01 01:00:00");
  const auto before_midnight = literal({int64_t{1719784800000000}}, types::timestamp_type());
  EXPECT_EQ(value_of(cast(before_midnight, types::date_type()), paris), "2024-07-01");
  EXPECT_EQ(value_of(cast(before_midnight, types::date_type())), "2024-06-30");
}

TEST(CastTest, NestedValuesAreCastByPosition) {
  const DataType from =
      DataType::array(DataType::structure({{"a", int_type()}, {"b", string_type()}}));
  const DataType to =
      DataType::array(DataType::structure({{"b", string_type()}, {"a", int_type()}}));
  const Value rows{ValueList{{ValueList{{int64_t{1}}, {"2"}}}, {}}};
  EXPECT_EQ(value_of(cast(literal(rows, from), to)), "[{\"b\":\"1\",\"a\":2},null]");
}

TEST(CastTest, MapsAreCastInKeysAndValues) {
  const DataType from = DataType::map(int_type(), string_type());
  const DataType to = DataType::map(string_type(), long_type());
  EXPECT_EQ(value_of(cast(literal({types::ValueMap{{{int64_t{1}}, {"5"}}}}, from), to)),
            "{\"1\":5}");
}

TEST(CastTest, NestedValuesBecomeText) {
  const DataType pair =
      DataType::structure({{"a", int_type()}, {"m", DataType::map(string_type(), int_type())}});
  const Value value{ValueList{{}, {types::ValueMap{{{"k"}, {int64_t{1}}}}}}};
  EXPECT_EQ(value_of(cast(literal(value, pair), string_type())), "{null, {k -> 1}}");
}

TEST(CastTest, BytesOfATextAreTakenAsTheyAre) {
  EXPECT_EQ(value_of(cast(cast(text("\\x41"), types::binary_type()), string_type())), "\\x41");
}

// ---------------------------------------------------------------- arithmetic

TEST(ArithmeticTest, IntegersThatOverflowRaise) {
  EXPECT_EQ(value_of(call("+", {number(INT32_MAX), number(1)}, int_type())),
            std::string("[ARITHMETIC_OVERFLOW] overflow. Use 'try_add' to tolerate overflow "
                        "and return NULL instead.") +
                kHint);
  EXPECT_EQ(value_of(call("*", {big(INT64_MAX), big(2)}, long_type())),
            std::string("[ARITHMETIC_OVERFLOW] overflow. Use 'try_multiply' to tolerate "
                        "overflow and return NULL instead.") +
                kHint);
}

TEST(ArithmeticTest, AZeroDivisorRaises) {
  const std::string division =
      "[DIVIDE_BY_ZERO] Division by zero. Use `try_divide` to tolerate divisor being 0 and return "
      "NULL instead." +
      std::string(kHint);
  EXPECT_EQ(value_of(call("/", {real(1), real(0)}, double_type())), division);
  EXPECT_EQ(value_of(call("div", {big(1), big(0)}, long_type())), division);
  EXPECT_EQ(value_of(call("%", {number(1), number(0)}, int_type())),
            "[REMAINDER_BY_ZERO] Remainder by zero. Use `try_mod` to tolerate divisor being 0 and "
            "return NULL instead." +
                std::string(kHint));
}

TEST(ArithmeticTest, RemaindersHaveTheSignOfTheDividendAndPmodHasNone) {
  EXPECT_EQ(value_of(call("%", {number(-7), number(3)}, int_type())), "-1");
  EXPECT_EQ(value_of(call("pmod", {number(-7), number(3)}, int_type())), "2");
  EXPECT_EQ(value_of(call("%", {number(INT32_MIN), number(-1)}, int_type())), "0");
  EXPECT_EQ(value_of(call("div", {big(-7), big(2)}, long_type())), "-3");
}

ExpressionPtr decimal(int64_t unscaled, int precision, int scale) {
  return literal({types::Int128{unscaled}}, DataType::decimal(precision, scale));
}

TEST(ArithmeticTest, DecimalsAreDividedExactlyAndRoundedHalfUp) {
  EXPECT_EQ(
      value_of(call("/.decimal", {decimal(10, 2, 1), decimal(3, 1, 0)}, DataType::decimal(8, 6))),
      "0.333333");
  EXPECT_EQ(
      value_of(call("/.decimal", {decimal(-20, 2, 1), decimal(3, 1, 0)}, DataType::decimal(8, 6))),
      "-0.666667");
}

TEST(ArithmeticTest, DecimalsBeyond38DigitsAreRoundedAndThenRaise) {
  const DataType wide = DataType::decimal(38, 10);
  const auto ten_to_19 =
      literal({types::Int128{1'000'000'000'000'000'000} * 100'000'000'000}, wide);
  EXPECT_EQ(
      value_of(call("*.rounded", {decimal(15'000'000'000, 38, 10), decimal(20'000'000'000, 38, 10)},
                    DataType::decimal(38, 6))),
      "3.000000");
  EXPECT_EQ(
      value_of(call("*.rounded", {ten_to_19, ten_to_19}, DataType::decimal(38, 6))).substr(0, 47),
      "[NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION] Th");
}

// ---------------------------------------------------------------- logic

ExpressionPtr raising() { return test_of(">", {cast(text("x"), int_type()), number(3)}); }

TEST(LogicTest, AnOrDoesNotEvaluateARaisingRightSideThatIsNotNeeded) {
  const auto yes = test_of("=", {text("a"), text("a")});
  EXPECT_EQ(value_of(test_of("or", {yes, raising()})), "true");
  const auto no = test_of("=", {text("a"), text("b")});
  EXPECT_EQ(value_of(test_of("and", {no, raising()})), "false");
  EXPECT_EQ(value_of(test_of("or", {no, raising()})), malformed("x", "INT"));
}

TEST(LogicTest, NullIsNeitherAndTheRightSideDecides) {
  const auto null = null_of(boolean());
  const auto safe = test_of("=", {cast(text("1"), int_type()), number(1)});
  EXPECT_EQ(value_of(test_of("and", {null, safe})), "NULL");
  EXPECT_EQ(value_of(test_of("or", {null, safe})), "true");
}

TEST(LogicTest, ABranchThatIsNotTakenIsNotEvaluated) {
  const auto choice = make(plan::CaseWhen{{{test_of("=", {number(1), number(1)}), number(5)}},
                                          cast(text("x"), int_type())},
                           int_type());
  EXPECT_EQ(value_of(choice), "5");
}

TEST(LogicTest, NanEqualsItselfAndZerosAreEqual) {
  EXPECT_EQ(value_of(test_of("=", {real(std::nan("")), real(std::nan(""))})), "true");
  EXPECT_EQ(value_of(test_of("=", {real(-0.0), real(0.0)})), "true");
}

// ---------------------------------------------------------------- functions

TEST(FunctionTest, TheClockIsTheMoments) {
  const Moment moment{1'600'000'000'000'000, "Asia/Tokyo"};
  EXPECT_EQ(value_of(call("current_timestamp", {}, types::timestamp_type()), moment),
            "2020-09-13 12:26:40");
  EXPECT_EQ(
      value_of(call("current_date", {}, types::date_type()), {1'600'009'200'000'000, "Asia/Tokyo"}),
      "2020-09-14");
}

TEST(FunctionTest, AnElementOutsideOfAnArrayRaises) {
  const auto array = literal({ValueList{{int64_t{5}}, {int64_t{6}}}}, DataType::array(int_type()));
  EXPECT_EQ(value_of(call("element_at.subscript", {array, number(1)}, int_type())), "6");
  EXPECT_EQ(value_of(call("element_at", {array, number(-2)}, int_type())), "5");
  EXPECT_EQ(value_of(call("element_at.subscript", {array, number(2)}, int_type())),
            "[INVALID_ARRAY_INDEX] The index 2 is out of bounds. The array has 2 elements. Use the "
            "SQL function `get()` to tolerate accessing element at invalid index and return NULL "
            "instead.");
}

TEST(FunctionTest, ADuplicateMapKeyRaises) {
  const auto map = call("map", {number(1), text("a"), number(1), text("b")},
                        DataType::map(int_type(), string_type()));
  EXPECT_EQ(value_of(map).substr(0, 20), "[DUPLICATED_MAP_KEY]");
}

TEST(FunctionTest, TransformAppliesItsLambdaToEachElement) {
  const auto array = literal({ValueList{{int64_t{5}}, {}}}, DataType::array(int_type()));
  const auto x = column("x", int_type());
  const auto lambda = make(
      plan::Lambda{
          {x}, call("+", {make(plan::LambdaRef{x.id, "x"}, int_type()), number(1)}, int_type())},
      int_type());
  EXPECT_EQ(value_of(call("transform", {array, lambda}, DataType::array(int_type()))), "[6,null]");
}

// ---------------------------------------------------------------- JSON

DataType document_type() {
  const DataType item = DataType::structure({{"item_id", int_type()}, {"quantity", int_type()}});
  return DataType::structure({{"trans_id", string_type()},
                              {"at", types::timestamp_type()},
                              {"items", DataType::array(item)}});
}

TEST(JsonTest, FromJsonGivesNestedValues) {
  const auto parsed = call(
      "from_json",
      {text(
          R"({"trans_id":"t1","at":"2021-01-01T09:24:00Z","items":[{"item_id":1,"quantity":2},{"item_id":3}]})")},
      document_type());
  EXPECT_EQ(
      value_of(parsed),
      "{\"trans_id\":\"t1\",\"at\":2021-01-01 09:24:00,\"items\":[{\"item_id\":1,\"quantity\":2},"
      "{\"item_id\":3,\"quantity\":null}]}");
}

TEST(JsonTest, MalformedDocumentsAreStructsOfNullsAndNullIsNull) {
  EXPECT_EQ(value_of(field(call("from_json", {text("{\"trans_id\":")}, document_type()), 0)),
            "NULL");
  EXPECT_EQ(
      value_of(test_of("isnull", {call("from_json", {null_of(string_type())}, document_type())})),
      "true");
}

TEST(JsonTest, DocumentsOfAPointOfSaleAreParsedAndExploded) {
  const auto value = column("value", string_type());
  const plan::ScanId id = ids().next_scan();
  const auto batch = batch_of(
      {value},
      {{{R"({"trans_id":"a","items":[{"item_id":1,"quantity":2},{"item_id":2,"quantity":5}]})"}},
       {{"not json"}},
       {{R"({"trans_id":"b","items":[]})"}}});
  const auto parsed = project(scan({value}, id, true),
                              {named("d", call("from_json", {ref(value)}, document_type()))});
  const auto item = column("item", document_type().fields()[2].type.element());
  const auto exploded = generate(parsed, "explode", field(ref(parsed->output[0]), 2), {item}, true);
  const auto plan =
      project(exploded, {named("t", field(ref(parsed->output[0]), 0)),
                         named("i", field(ref(item), 0)), named("q", field(ref(item), 1))});
  EXPECT_EQ(rows_of(plan, {{id, collected({batch})}}),
            (Lines{"a | 1 | 2", "a | 2 | 5", "NULL | NULL | NULL", "b | NULL | NULL"}));
}

TEST(JsonTest, ToJsonLeavesOutNullFields) {
  const DataType pair = DataType::structure({{"a", int_type()}, {"b", string_type()}});
  EXPECT_EQ(value_of(call("to_json", {literal({ValueList{{}, {"x\n\"y"}}}, pair)}, string_type())),
            R"({"b":"x\n\"y"})");
}

struct PathCase {
  const char* name;
  const char* path;
  const char* expected;
};
class JsonPathTest : public testing::TestWithParam<PathCase> {};

TEST_P(JsonPathTest, FindsWhatSparkFinds) {
  const auto document = text(R"({"a":{"b":[1,{"c":"x"},null]},"e f":1.50,"n":null,"s":["p","q"]})");
  EXPECT_EQ(value_of(call("get_json_object", {document, text(GetParam().path)}, string_type())),
            GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Paths, JsonPathTest,
                         testing::Values(PathCase{"Field", "$.a.b[1].c", "x"},
                                         PathCase{"Object", "$.a", R"({"b":[1,{"c":"x"},null]})"},
                                         PathCase{"Quoted", "$['e f']", "1.5"},
                                         PathCase{"Missing", "$.zz", "NULL"},
                                         PathCase{"Null", "$.n", "NULL"},
                                         PathCase{"Wildcard", "$.s[*]", R"(["p","q"])"},
                                         PathCase{"NoPath", "a.b", "NULL"}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::engine::test
