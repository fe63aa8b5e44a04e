#include "format/json_decoder.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "types/value.h"

namespace tarn::format {
namespace {

using types::Batch;
using types::DataType;
using types::Field;
using types::Schema;

// ---- small words for types

DataType structure(std::vector<Field> fields) { return DataType::structure(std::move(fields)); }
DataType array(DataType element) { return DataType::array(std::move(element)); }
DataType map(DataType value) { return DataType::map(types::string_type(), std::move(value)); }
Field field(std::string name, DataType type) { return {std::move(name), std::move(type)}; }
Schema one(DataType type) { return {field("a", std::move(type))}; }

const DataType kInt = types::int_type();
const DataType kString = types::string_type();

std::string row_text(const Batch& batch, const Schema& schema, size_t row) {
  std::string text;
  for (size_t at = 0; at < schema.size(); ++at) {
    text +=
        (at == 0 ? "" : "|") + types::hive_text(batch.columns[at].value_at(row), schema[at].type);
  }
  return text;
}

// All rows of a file, one a line.
std::string read_file(const std::string& file, const Schema& schema, JsonOptions options = {}) {
  auto decoder = JsonDecoder::of_records(schema, std::move(options));
  if (!decoder) {
    return decoder.error().text();
  }
  Batch batch = Batch::empty(schema);
  (*decoder)->begin_file("in.json");
  Status status = (*decoder)->feed(file, batch);
  if (status) {
    status = (*decoder)->end_file(batch);
  }
  if (!status) {
    return status.error().text();
  }
  std::string text;
  for (size_t row = 0; row < batch.rows; ++row) {
    text += (row == 0 ? "" : "\n") + row_text(batch, schema, row);
  }
  return text;
}

// ---- what Spark 4.2 answers for a file of one line

struct Case {
  std::string name;
  std::string document;
  Schema schema;
  std::string expected;
};

class JsonFileTest : public testing::TestWithParam<Case> {};

TEST_P(JsonFileTest, ReadsAsSparkDoes) {
  EXPECT_EQ(read_file(GetParam().document, GetParam().schema), GetParam().expected);
}

const auto kName = [](const auto& test) { return test.param.name; };

INSTANTIATE_TEST_SUITE_P(
    Integers, JsonFileTest,
    testing::Values(
        Case{"AFractionIsNoInteger", R"({"a":1.0})", one(kInt), "NULL"},
        Case{"AnExponentIsNoInteger", R"({"a":1e2})", one(kInt), "NULL"},
        Case{"AStringIsNoInteger", R"({"a":"1"})", one(kInt), "NULL"},
        Case{"TooGreat", R"({"a":2147483648})", one(kInt), "NULL"},
        Case{"LeastInt", R"({"a":-2147483648})", one(kInt), "-2147483648"},
        Case{"TinyintTakesUnsignedBytes", R"({"a":200})", one(types::byte_type()), "-56"},
        Case{"TinyintTooGreat", R"({"a":300})", one(types::byte_type()), "NULL"},
        Case{"LeastLong", R"({"a":-9223372036854775808})", one(types::long_type()),
             "-9223372036854775808"},
        Case{"LongTooGreat", R"({"a":9223372036854775808})", one(types::long_type()), "NULL"},
        Case{"MinusZero", R"({"a":-0})", one(kInt), "0"},
        Case{"TrueIsNoInteger", R"({"a":true})", one(kInt), "NULL"},
        Case{"Null", R"({"a":null})", one(kInt), "NULL"}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Fractions, JsonFileTest,
    testing::Values(
        Case{"Integer", R"({"a":1})", one(types::double_type()), "1.0"},
        Case{"MinusZeroIsAnInteger", R"({"a":-0})", one(types::double_type()), "0.0"},
        Case{"Nan", R"({"a":NaN})", one(types::double_type()), "NaN"},
        Case{"PlusInfinity", R"({"a":+Infinity})", one(types::double_type()), "Infinity"},
        Case{"MinusInf", R"({"a":-INF})", one(types::double_type()), "-Infinity"},
        Case{"BareInfIsUnknown", R"({"a":INF})", one(types::double_type()), "NULL"},
        Case{"NanAsString", R"({"a":"NaN"})", one(types::double_type()), "NaN"},
        Case{"InfAsStringIsUnknown", R"({"a":"INF"})", one(types::double_type()), "NULL"},
        Case{"NumberAsString", R"({"a":"1.5"})", one(types::double_type()), "NULL"},
        Case{"TooGreatIsInfinite", R"({"a":1e400})", one(types::double_type()), "Infinity"},
        Case{"TooSmallIsZero", R"({"a":1e-400})", one(types::double_type()), "0.0"},
        Case{"Float", R"({"a":0.1})", one(types::float_type()), "0.1"},
        Case{"FloatRounds", R"({"a":16777217})", one(types::float_type()), "1.6777216E7"},
        Case{"DecimalRoundsHalfUp", R"({"a":1.005})", one(DataType::decimal(10, 2)), "1.01"},
        Case{"NegativeDecimal", R"({"a":-1.005})", one(DataType::decimal(10, 2)), "-1.01"},
        Case{"DecimalFromText", R"({"a":"1,000.5"})", one(DataType::decimal(10, 2)), "1000.50"},
        Case{"DecimalTextWithBlanks", R"({"a":" 1.5 "})", one(DataType::decimal(10, 2)), "NULL"},
        Case{"DecimalExponent", R"({"a":1e3})", one(DataType::decimal(10, 2)), "1000.00"},
        Case{"DecimalTooGreat", R"({"a":123456789.5})", one(DataType::decimal(10, 2)), "NULL"},
        Case{"DecimalTooGreatByRounding", R"({"a":99999999.995})", one(DataType::decimal(10, 2)),
             "NULL"},
        Case{"DecimalOf38Digits", R"({"a":12345678901234567890123456789012345678})",
             one(DataType::decimal(38, 0)), "12345678901234567890123456789012345678"},
        Case{"DecimalOf39Digits", R"({"a":999999999999999999999999999999999999999})",
             one(DataType::decimal(38, 0)), "NULL"}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Texts, JsonFileTest,
    testing::Values(
        Case{"NumbersAsWritten", R"({"a":1.50})", one(kString), "1.50"},
        Case{"NestedAsWritten", R"({"a": [1, 2 ,{"x" : "y\n"}]})", one(kString),
             R"([1, 2 ,{"x" : "y\n"}])"},
        Case{"ElementsAsWritten", R"({"a":[1.50,"x"]})", one(array(kString)), R"(["1.50","x"])"},
        Case{"Booleans", R"({"a":true})", one(kString), "true"},
        Case{"Empty", R"({"a":""})", one(kString), ""},
        Case{"Escapes", R"({"a":"\u0041\u00e9\ud83d\ude00\/\t\\\""})", one(kString), "Aé😀/\t\\\""},
        Case{"LoneHighSurrogate", R"({"a":"\ud800"})", one(kString), "?"},
        Case{"SurrogatesInNoPair", R"({"a":"\ud800x\udc00"})", one(kString), "?x?"},
        Case{"HighSurrogateBeforeALetter", R"({"a":"\ud800\u0041"})", one(kString), "?A"},
        Case{"SingleQuotes", R"({'a':'x"y'})", one(kString), "x\"y"},
        Case{"EscapedSingleQuote", R"({'a':'it\'s'})", one(kString), "it's"},
        Case{"UnknownEscape", R"({"a":"x\qy"})", one(kString), "NULL"},
        Case{"RawTab", "{\"a\":\"x\ty\"}", one(kString), "NULL"},
        Case{"ShortUnicodeEscape", R"({"a":"\u12"})", one(kString), "NULL"},
        Case{"EscapedName", R"({"\u0061":1})", one(kInt), "1"},
        Case{"LongText", R"({"a":"0123456789abcdef0123456789abcdef\n0123456789abcdef"})",
             one(kString), "0123456789abcdef0123456789abcdef\n0123456789abcdef"},
        Case{"Base64", R"({"a":"QUI="})", one(types::binary_type()), "AB"},
        Case{"Base64WithoutPadding", R"({"a":"QUI"})", one(types::binary_type()), "NULL"},
        Case{"BooleanFromText", R"({"a":"true"})", one(types::boolean()), "NULL"},
        Case{"Boolean", R"({"a":true})", one(types::boolean()), "true"}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Times, JsonFileTest,
    testing::Values(
        Case{"Instant", R"({"a":"2021-01-01T09:24:00Z"})", one(types::timestamp_type()),
             "2021-01-01 09:24:00"},
        Case{"Seconds", R"({"a":1609493040})", one(types::timestamp_type()), "2021-01-01 09:24:00"},
        Case{"FractionOfSeconds", R"({"a":1609493040.5})", one(types::timestamp_type()), "NULL"},
        Case{"WrongText", R"({"a":"yesterday"})", one(types::timestamp_type()), "NULL"},
        Case{"WallClockRefusesZones", R"({"a":"2021-01-01T09:24:00Z"})",
             one(types::timestamp_ntz_type()), "NULL"},
        Case{"WallClock", R"({"a":"2021-01-01T09:24:00"})", one(types::timestamp_ntz_type()),
             "2021-01-01 09:24:00"},
        Case{"Date", R"({"a":"2021-1-1"})", one(types::date_type()), "2021-01-01"},
        Case{"DateOfATimestamp", R"({"a":"2021-01-01T09:24:00Z"})", one(types::date_type()),
             "2021-01-01"},
        Case{"DateFromNumber", R"({"a":18628})", one(types::date_type()), "NULL"}),
    kName);

const Schema kListAndNumber{field("a", array(kInt)), field("b", kInt), field("c", kInt)};

INSTANTIATE_TEST_SUITE_P(
    Nested, JsonFileTest,
    testing::Values(
        Case{"AMisfitLosesTheArray", R"({"a":[1,"x",3],"b":2,"c":3})", kListAndNumber, "NULL|2|3"},
        Case{"NullElements", R"({"a":[1,null,3],"b":2})", kListAndNumber, "[1,null,3]|2|NULL"},
        Case{"AScalarIsNoArray", R"({"a":5,"b":2})", kListAndNumber, "NULL|2|NULL"},
        Case{"NestedArrayIsNoElement", R"({"a":[1,[2,3],4],"b":2,"c":3})", kListAndNumber,
             "NULL|2|3"},
        Case{"AMisfitInAStruct",
             R"({"a":{"x":1,"y":"q"},"b":2})",
             {field("a", structure({field("x", kInt), field("y", kInt)})), field("b", kInt)},
             R"({"x":1,"y":null}|2)"},
        Case{"AMisfitInAnArrayOfStructs", R"({"a":[{"x":1},{"x":"q"},{"x":3}]})",
             one(array(structure({field("x", kInt)}))), R"([{"x":1},{"x":null},{"x":3}])"},
        Case{"AScalarAmongStructs", R"({"a":[{"x":1},5]})",
             one(array(structure({field("x", kInt)}))), "NULL"},
        Case{"AnObjectIsNoArrayInside", R"({"a":{"x":1}})",
             one(array(structure({field("x", kInt)}))), "NULL"},
        Case{"AMisfitLosesTheMap", R"({"a":{"k":1,"l":"x","m":3}})", one(map(kInt)), "NULL"},
        Case{"MapsShowTheLastOfEqualKeys", R"({"a":{"k":1,"k":2}})", one(map(kInt)), R"({"k":2})"},
        Case{"AMisfitInAMapOfStructs", R"({"a":{"k":{"x":"q"},"l":{"x":1}}})",
             one(map(structure({field("x", kInt)}))), R"({"k":{"x":null},"l":{"x":1}})"},
        Case{"ArrayOfArrays", R"({"a":[[1,"x"],[2]]})", one(array(array(kInt))), "NULL"},
        Case{"EmptyOnes", R"({"a":[]})", one(array(kInt)), "[]"}),
    kName);

const Schema kTwo{field("a", kInt), field("b", kInt)};
const Schema kWithCorrupt{field("a", kInt), field("_corrupt_record", kString)};

INSTANTIATE_TEST_SUITE_P(
    Documents, JsonFileTest,
    testing::Values(
        Case{"TheLastOfRepeatedFieldsWins", R"({"a":1,"a":2})", one(kInt), "2"},
        Case{"ARepeatedMisfitChangesNothing", R"({"a":1,"a":"x"})", one(kInt), "1"},
        Case{"ARepeatedNullWins", R"({"a":1,"a":null})", one(kInt), "NULL"},
        Case{"AFitAfterAMisfit", R"({"a":"x","a":1})", one(kInt), "1"},
        Case{"NamesKeepTheirCase", R"({"A":1,"b":2})", kTwo, "NULL|2"},
        Case{"AnyOrder", R"({"b":2,"x":{"y":[1,{}]},"a":1})", kTwo, "1|2"},
        Case{"SkippedPartsAreChecked", R"({"a":1,"z":tru})", kTwo, "NULL|NULL"},
        Case{"BrokenInside", R"({"a":1,"b":[1,tru],"c":3})", kTwo, "NULL|NULL"},
        Case{"TrailingComma", R"({"a":1,})", kTwo, "NULL|NULL"},
        Case{"TwoCommas", R"({"a":1,,"b":2})", kTwo, "NULL|NULL"},
        Case{"MissingColon", R"({"a" 1})", kTwo, "NULL|NULL"},
        Case{"MissingComma", R"({"a":1 "b":2})", kTwo, "NULL|NULL"},
        Case{"LeadingZero", R"({"a":01})", one(kInt), "NULL"},
        Case{"LeadingPlus", R"({"a":+1})", one(kInt), "NULL"},
        Case{"NoDigitBehindThePoint", R"({"a":1.})", one(types::double_type()), "NULL"},
        Case{"TextBehindADocumentIsIgnored", "{\"a\":1}x\n{\"a\":2} {\"a\":3}", kWithCorrupt,
             "1|NULL\n2|NULL"},
        Case{"HalfALine", "{\"a\":1\n{\"a\":2}", kWithCorrupt, "NULL|{\"a\":1\n2|NULL"},
        Case{"BlankLinesAreNoRecords", "\n  \n{\"a\":1}\n\n", kWithCorrupt, "1|NULL"},
        Case{"NullIsMalformed", "null", kWithCorrupt, "NULL|null"},
        Case{"AnArrayGivesARowAnElement", "[{\"a\":1},{\"a\":2}]\n{\"a\":3}\n", one(kInt),
             "1\n2\n3"},
        Case{"AnEmptyArrayGivesNone", "[]\n{\"a\":3}", one(kInt), "3"},
        Case{"NullInAnArray", R"([{"a":1},null,{"a":2}])", one(kInt), "NULL"},
        Case{"AMisfitMarksTheWholeArray", R"([{"a":1},{"a":"x"}])", kWithCorrupt,
             R"(1|[{"a":1},{"a":"x"}])"
             "\n"
             R"(NULL|[{"a":1},{"a":"x"}])"},
        Case{"HalfAnArray", R"([{"a":1},{"a":2)", kWithCorrupt, R"(NULL|[{"a":1},{"a":2)"},
        Case{"TheTextOfAMisfitIsKept", R"({"a":"x"})", kWithCorrupt, R"(NULL|{"a":"x"})"},
        Case{"ByteOrderMark", "\xEF\xBB\xBF{\"a\":1}\n{\"a\":2}", kWithCorrupt, "1|NULL\n2|NULL"},
        Case{"LineEnds", "{\"a\":1}\r\n{\"a\":2}\r{\"a\":3}", one(kInt), "1\n2\n3"},
        Case{"ZeroByteBehind", std::string("{\"a\":1}\0", 8), kWithCorrupt, "1|NULL"}),
    kName);

// ---- modes and options

TEST(JsonDecoderTest, DropMalformedLeavesOutMisfitsAndBrokenLines) {
  EXPECT_EQ(read_file("{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":2}\n{\"a\":", kTwo,
                      {.mode = ParseMode::kDropMalformed}),
            "2|2");
}

TEST(JsonDecoderTest, FailFastNamesFileAndLine) {
  const std::string message =
      read_file("{\"a\":2}\n{\"a\":\"x\"}", one(kInt), {.mode = ParseMode::kFailFast});
  EXPECT_NE(message.find("in.json:2"), std::string::npos) << message;
  EXPECT_NE(message.find("{\"a\":\"x\"}"), std::string::npos) << message;
}

TEST(JsonDecoderTest, MultiLineFilesAreOneDocument) {
  EXPECT_EQ(read_file("{\"a\":\n1}\n{\"a\":2}", one(kInt), {.multi_line = true}), "1");
  EXPECT_EQ(read_file("[{\"a\":\n1},{\"a\":2}]", one(kInt), {.multi_line = true}), "1\n2");
  EXPECT_EQ(read_file("", one(kInt), {.multi_line = true}), "");
}

TEST(JsonDecoderTest, LibertiesAreOptions) {
  EXPECT_EQ(read_file("{a:1}", one(kInt)), "NULL");
  EXPECT_EQ(read_file("{a:1}", one(kInt), {.allow_unquoted_field_names = true}), "1");
  EXPECT_EQ(read_file("{\"a\":01}", one(kInt), {.allow_numeric_leading_zeros = true}), "1");
  EXPECT_EQ(read_file("{\"a\":\"x\ty\"}", one(kString), {.allow_unquoted_control_chars = true}),
            "x\ty");
  EXPECT_EQ(
      read_file(R"({"a":"x\qy"})", one(kString), {.allow_backslash_escaping_any_character = true}),
      "xqy");
  EXPECT_EQ(read_file("{\"a\":/*x*/1 // y", one(kInt), {.allow_comments = true}), "NULL");
  EXPECT_EQ(read_file("{\"a\":/*x*/1} // y", one(kInt), {.allow_comments = true}), "1");
  EXPECT_EQ(read_file("{'a':1}", one(kInt), {.allow_single_quotes = false}), "NULL");
  EXPECT_EQ(
      read_file("{\"a\":NaN}", one(types::double_type()), {.allow_non_numeric_numbers = false}),
      "NULL");
}

TEST(JsonDecoderTest, NamesMayIgnoreCase) {
  EXPECT_EQ(read_file(R"({"A":1,"B":2})", kTwo, {.case_sensitive = false}), "1|2");
}

TEST(JsonDecoderTest, TimesWithoutAZoneAreReadInTheSessionZone) {
  EXPECT_EQ(read_file(R"({"a":"2021-01-01 00:00:00"})", one(types::timestamp_type()),
                      {.zone = {.id = "+02:00"}}),
            "2020-12-31 22:00:00");
}

TEST(JsonDecoderTest, AnUnknownZoneIsRefused) {
  EXPECT_FALSE(JsonDecoder::of_records(one(kInt), {.zone = {.id = "Mars/Olympus"}}));
}

TEST(JsonDecoderTest, APatternNeedsAHook) {
  EXPECT_FALSE(JsonDecoder::of_records(one(kInt), {.patterns = {.date = "dd/MM/yyyy"}}));
  JsonOptions options{.patterns = {.date = "dd"}};
  options.hooks.date = [](std::string_view) { return std::optional<int64_t>(1); };
  EXPECT_EQ(read_file(R"({"a":"02"})", one(types::date_type()), options), "1970-01-02");
}

TEST(JsonDecoderTest, TheCorruptColumnIsAString) {
  const auto decoder = JsonDecoder::of_records({field("_corrupt_record", kInt)}, {});
  ASSERT_FALSE(decoder);
  EXPECT_EQ(decoder.error().condition, "INVALID_CORRUPT_RECORD_TYPE");
}

TEST(JsonDecoderTest, BytesThatAreNotUtf8AreReplacedAndCounted) {
  auto decoder = JsonDecoder::of_records(one(kString), {});
  Batch batch = Batch::empty(one(kString));
  ASSERT_TRUE((*decoder)->decode_record("{\"a\":\"x\xE2\x82y\"}", batch));
  EXPECT_EQ(batch.columns[0].bytes_at(0), "x\xEF\xBF\xBDy");
  EXPECT_EQ((*decoder)->counts().invalid_utf8, 1U);
  EXPECT_EQ((*decoder)->counts().malformed, 0U);
}

// ---- rescued data

const Schema kRescued{field("a", kInt), field("s", structure({field("x", kInt)})),
                      field("l", array(kInt)), field("_rescued_data", kString)};
const JsonOptions kRescuing{.rescued_column = "_rescued_data"};

TEST(JsonRescueTest, NothingIsRescuedWhereAllFits) {
  EXPECT_EQ(read_file(R"({"a":1,"s":{"x":2},"l":[3]})", kRescued, kRescuing),
            R"(1|{"x":2}|[3]|NULL)");
}

TEST(JsonRescueTest, MisfitsAndUnknownFieldsKeepTheirPlace) {
  EXPECT_EQ(
      read_file(R"({"a":1.50,"A":1,"s":{"x":"q",'y':[1, 2]},"l":[1,"x"]})", kRescued, kRescuing),
      R"(NULL|{"x":null}|NULL|{"a":1.50,"A":1,"s":{"x":"q","y":[1,2]},"l":[1,"x"],)"
      R"("_file_path":"in.json"})");
}

TEST(JsonRescueTest, ARescuedMisfitIsNotMalformed) {
  JsonOptions options = kRescuing;
  options.mode = ParseMode::kFailFast;
  EXPECT_EQ(read_file(R"({"a":"x"})", kRescued, options),
            R"(NULL|NULL|NULL|{"a":"x","_file_path":"in.json"})");
}

TEST(JsonRescueTest, LossInsideAListRescuesTheWholeList) {
  const Schema schema{field("l", array(structure({field("x", kInt)}))),
                      field("_rescued_data", kString)};
  EXPECT_EQ(read_file(R"({"l":[{"x":1},{"x":"q"}]})", schema, kRescuing),
            R"([{"x":1},{"x":null}]|{"l":[{"x":1},{"x":"q"}],"_file_path":"in.json"})");
}

TEST(JsonRescueTest, AMalformedRecordIsRescuedWhole) {
  EXPECT_EQ(read_file(R"({"z":1,"a":)", kRescued, kRescuing),
            R"(NULL|NULL|NULL|{"_corrupt_record":"{\"z\":1,\"a\":","_file_path":"in.json"})");
}

TEST(JsonRescueTest, AMalformedRecordGoesToItsOwnColumnWhereThereIsOne) {
  const Schema schema{field("a", kInt), field("_corrupt_record", kString),
                      field("_rescued_data", kString)};
  EXPECT_EQ(read_file("{1", schema, kRescuing), "NULL|{1|NULL");
}

TEST(JsonRescueTest, UnknownFieldsCanBeRefused) {
  JsonOptions options = kRescuing;
  options.unknown_fields = UnknownFields::kRefuse;
  EXPECT_EQ(read_file(R"({"a":1,"s":{"y":2},"z":null})", kRescued, options),
            "[UNKNOWN_FIELD_EXCEPTION.NEW_FIELDS_IN_FILE] in.json:1: Encountered unknown fields "
            "during parsing: s.y, z");
}

TEST(JsonRescueTest, AnotherCaseOfAFieldIsRescuedWhereUnknownOnesAreRefused) {
  JsonOptions options = kRescuing;
  options.unknown_fields = UnknownFields::kRefuse;
  EXPECT_EQ(read_file(R"({"A":1})", kRescued, options),
            R"(NULL|NULL|NULL|{"A":1,"_file_path":"in.json"})");
}

// ---- properties

TEST(JsonDecoderTest, CutsBetweenChunksDoNotShow) {
  const std::string file = "\xEF\xBB\xBF{\"a\":1}\r\n{\"a\":2}\n\n{\"a\":\"\xC3\xA9\"}\r{\"a\":4}";
  const std::string whole = read_file(file, kWithCorrupt);
  for (size_t chunk = 1; chunk < file.size(); ++chunk) {
    auto decoder = JsonDecoder::of_records(kWithCorrupt, {});
    Batch batch = Batch::empty(kWithCorrupt);
    (*decoder)->begin_file("in.json");
    for (size_t at = 0; at < file.size(); at += chunk) {
      ASSERT_TRUE((*decoder)->feed(std::string_view(file).substr(at, chunk), batch));
    }
    ASSERT_TRUE((*decoder)->end_file(batch));
    std::string text;
    for (size_t row = 0; row < batch.rows; ++row) {
      text += (row == 0 ? "" : "\n") + row_text(batch, kWithCorrupt, row);
    }
    EXPECT_EQ(text, whole) << "chunks of " << chunk;
  }
}

bool is_object_elsewhere(std::string_view document) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  return parser.parse(document.data(), document.size()).get(element) == simdjson::SUCCESS &&
         element.is_object();
}

// A document, or one with text behind it, which no reader of ours looks at.
bool begins_with_object_elsewhere(std::string_view text) {
  for (size_t end = text.find('}'); end != std::string_view::npos; end = text.find('}', end + 1)) {
    if (is_object_elsewhere(text.substr(0, end + 1))) {
      return true;
    }
  }
  return false;
}

TEST(JsonDecoderTest, AgreesWithAnIndependentParserAboutWhatIsJson) {
  const std::string good =
      R"({"trans_id":"{A-1}","n":-1.5e+3,"l":[{"x":1,"y":null},[],{}],"t":true,"e":"\u00e9\n"})";
  const JsonOptions strict{.allow_single_quotes = false, .allow_non_numeric_numbers = false};
  auto decoder = JsonDecoder::of_records(kWithCorrupt, strict);
  for (size_t at = 0; at < good.size(); ++at) {
    for (const char c : std::string_view("\"\\{}[],:0-.eE+tn \t\x01z9u")) {
      std::string document = good;
      document[at] = c;
      Batch batch = Batch::empty(kWithCorrupt);
      ASSERT_TRUE((*decoder)->decode_record(document, batch));
      const bool is_accepted = batch.rows == 1 && !batch.columns[1].is_valid(0);
      EXPECT_EQ(is_accepted, begins_with_object_elsewhere(document)) << document;
    }
  }
}

TEST(JsonOptionsTest, NamesIgnoreCaseAndUnknownOnesAreHandedBack) {
  const auto parsed = parse_json_options({{"MODE", "failfast"},
                                          {"columnnameofcorruptrecord", "bad"},
                                          {"allowcomments", "TRUE"},
                                          {"maxFilesPerTrigger", "1"}});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->options.mode, ParseMode::kFailFast);
  EXPECT_EQ(parsed->options.corrupt_column, "bad");
  EXPECT_TRUE(parsed->options.allow_comments);
  EXPECT_EQ(parsed->unknown, std::vector<std::string>{"maxFilesPerTrigger"});
}

TEST(JsonOptionsTest, WhatIsNotHonouredIsRefusedByName) {
  const auto parsed = parse_json_options({{"encoding", "UTF-16"}});
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(parsed.error().message.find("encoding"), std::string::npos);
  EXPECT_FALSE(parse_json_options({{"mode", "whatever"}}));
}

}  // namespace
}  // namespace tarn::format
