// One JSON document as a value: what from_json() answers.

#include <gtest/gtest.h>

#include "format/json_decoder.h"
#include "types/value.h"

namespace tarn::format {
namespace {

using types::DataType;
using types::Field;

DataType structure(std::vector<Field> fields) { return DataType::structure(std::move(fields)); }
DataType array(DataType element) { return DataType::array(std::move(element)); }
DataType map(DataType value) { return DataType::map(types::string_type(), std::move(value)); }
Field field(std::string name, DataType type) { return {std::move(name), std::move(type)}; }
std::vector<Field> one(DataType type) { return {field("a", std::move(type))}; }

const DataType kInt = types::int_type();
const DataType kString = types::string_type();

std::string from_json(const std::string& document, const DataType& type, JsonOptions options = {}) {
  auto decoder = JsonDecoder::of_value(type, std::move(options));
  if (!decoder) {
    return decoder.error().text();
  }
  types::Column column(type);
  const Status status = (*decoder)->decode_value(document, column);
  return status ? types::hive_text(column.value_at(0), type) : status.error().condition;
}

struct ValueCase {
  std::string name;
  std::string document;
  DataType type;
  std::string expected;
};

class FromJsonTest : public testing::TestWithParam<ValueCase> {};

TEST_P(FromJsonTest, AnswersAsSparkDoes) {
  EXPECT_EQ(from_json(GetParam().document, GetParam().type), GetParam().expected);
}

const auto kName = [](const auto& test) { return test.param.name; };
const DataType kStruct = structure(one(kInt));
const DataType kText = structure(one(kString));

INSTANTIATE_TEST_SUITE_P(
    Cases, FromJsonTest,
    testing::Values(ValueCase{"EmptyIsNull", "", kStruct, "NULL"},
                    ValueCase{"BlanksAreNull", "  ", kStruct, "NULL"},
                    ValueCase{"AnArrayForAStruct", R"([{"a":1}])", kStruct, R"({"a":null})"},
                    ValueCase{"NullDocument", "null", kStruct, R"({"a":null})"},
                    ValueCase{"Malformed", R"({"a":1)", kStruct, R"({"a":null})"},
                    ValueCase{"TextBehind", R"({"a":1} {"a":2})", kStruct, R"({"a":1})"},
                    ValueCase{"AnObjectForAnArray", R"({"a":1})", array(kStruct), R"([{"a":1}])"},
                    ValueCase{"Array", "[1,2]", array(kInt), "[1,2]"},
                    ValueCase{"AScalarForAnArray", "1", array(kInt), "NULL"},
                    ValueCase{"AMisfitInAnArray", R"([1,"x"])", array(kInt), "NULL"},
                    ValueCase{"PartsOfAnArray", R"([{"a":1},{"a":"x"}])", array(kStruct),
                              R"([{"a":1},{"a":null}])"},
                    ValueCase{"MalformedArray", R"({"a":1)", array(kInt), "NULL"},
                    ValueCase{"Map", R"({"a":1})", map(kInt), R"({"a":1})"},
                    ValueCase{"AMisfitInAMap", R"({"a":1,"b":"x"})", map(kInt), "NULL"},
                    ValueCase{"FractionsAreDoubles", R"({"a":1.50})", kText, R"({"a":"1.5"})"},
                    ValueCase{"ExponentsAreDoubles", R"({"a":1E5})", kText, R"({"a":"100000.0"})"},
                    ValueCase{"NestedIsWrittenAnew", "{\"a\":{\"b\": 1,\t\"c\":\"d\"} }", kText,
                              R"({"a":"{"b":1,"c":"d"}"})"},
                    ValueCase{"MinusZeroAsText", R"({"a":-0})", kText, R"({"a":"0"})"},
                    ValueCase{"NanAsText", R"({"a":NaN})", kText, R"({"a":""NaN""})"},
                    ValueCase{"CorruptRecord", R"({"a":{"x":"q"}})",
                              structure({field("a", structure({field("x", kInt)})),
                                         field("_corrupt_record", kString)}),
                              R"({"a":{"x":null},"_corrupt_record":"{"a":{"x":"q"}}"})"},
                    ValueCase{"Interval", R"({"a":"INTERVAL '1 02:03:04.5' DAY TO SECOND"})",
                              structure(one(DataType::of(types::TypeKind::kDayTimeInterval))),
                              R"({"a":1 02:03:04.500000000})"},
                    ValueCase{"NoInterval", R"({"a":"1 month"})",
                              structure(one(DataType::of(types::TypeKind::kDayTimeInterval))),
                              R"({"a":null})"}),
    kName);

TEST(FromJsonTest, FailFastRaisesAndAppendsNothing) {
  EXPECT_EQ(from_json(R"({"a":"x"})", kStruct, {.mode = ParseMode::kFailFast}),
            "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION");
}

TEST(FromJsonTest, DropMalformedIsRefused) {
  const auto decoder = JsonDecoder::of_value(kStruct, {.mode = ParseMode::kDropMalformed});
  ASSERT_FALSE(decoder);
  EXPECT_EQ(decoder.error().condition, "PARSE_MODE_UNSUPPORTED");
}

}  // namespace
}  // namespace tarn::format
