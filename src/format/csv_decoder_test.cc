#include "format/csv_decoder.h"

#include <gtest/gtest.h>

#include "types/value.h"

namespace tarn::format {
namespace {

using types::Batch;
using types::DataType;
using types::Field;
using types::Schema;

Field field(std::string name, DataType type) { return {std::move(name), std::move(type)}; }
Schema two(const DataType& a, const DataType& b) { return {field("a", a), field("b", b)}; }

const Schema kTexts = two(types::string_type(), types::string_type());
const Schema kInts = two(types::int_type(), types::int_type());
const Schema kDoubles = two(types::double_type(), types::double_type());

Schema with_corrupt(Schema schema) {
  schema.push_back(field("_corrupt_record", types::string_type()));
  return schema;
}

// Cells in brackets, so that blanks show.
std::string text_of(const Batch& batch, const Schema& schema) {
  std::string text;
  for (size_t row = 0; row < batch.rows; ++row) {
    for (size_t at = 0; at < schema.size(); ++at) {
      const types::Value value = batch.columns[at].value_at(row);
      text += value.is_null() ? "[NULL]" : "<" + types::hive_text(value, schema[at].type) + ">";
    }
    text += row + 1 < batch.rows ? "\n" : "";
  }
  return text;
}

std::string read_file(const std::string& file, const Schema& schema, const Options& options = {},
                      size_t chunk = std::string::npos) {
  const auto parsed = parse_csv_options(options);
  if (!parsed) {
    return parsed.error().text();
  }
  auto decoder = CsvDecoder::of(schema, parsed->options);
  if (!decoder) {
    return decoder.error().text();
  }
  Batch batch = Batch::empty(schema);
  (*decoder)->begin_file("in.csv");
  for (size_t at = 0; at < file.size(); at += std::min(chunk, file.size())) {
    const Status status = (*decoder)->feed(std::string_view(file).substr(at, chunk), batch);
    if (!status) {
      return status.error().text();
    }
  }
  const Status status = (*decoder)->end_file(batch);
  return status ? text_of(batch, schema) : status.error().text();
}

// What Spark 4.2 answers.
struct Case {
  std::string name;
  std::string file;
  Schema schema;
  Options options;
  std::string expected;
};

class CsvFileTest : public testing::TestWithParam<Case> {};

TEST_P(CsvFileTest, ReadsAsSparkDoes) {
  const Case& test = GetParam();
  EXPECT_EQ(read_file(test.file, test.schema, test.options), test.expected);
}

TEST_P(CsvFileTest, CutsBetweenChunksDoNotShow) {
  const Case& test = GetParam();
  for (const size_t chunk : {1, 2, 3, 5}) {
    EXPECT_EQ(read_file(test.file, test.schema, test.options, chunk), test.expected) << chunk;
  }
}

const auto kName = [](const auto& test) { return test.param.name; };

INSTANTIATE_TEST_SUITE_P(
    Rows, CsvFileTest,
    testing::Values(
        Case{"Plain", "1,2\n3,4\n", kTexts, {}, "<1><2>\n<3><4>"},
        Case{"ShortAndLong", "1\n3,4,5\n6,7\n", kTexts, {}, "<1>[NULL]\n<3><4>\n<6><7>"},
        Case{"ShortAndLongAreMalformed",
             "1\n3,4,5\n6,7\n",
             with_corrupt(kTexts),
             {},
             "<1>[NULL]<1>\n<3><4><3,4,5>\n<6><7>[NULL]"},
        Case{"LongRowsAreDropped", "1,2,3\n2,3\n4\n", kInts, {{"mode", "DROPMALFORMED"}}, "<2><3>"},
        Case{"BlankLines", "\n  \n1,2\n\n", kTexts, {}, "<1><2>"},
        Case{"NoLineEndAtTheEnd", "1,2\n3,4", kTexts, {}, "<1><2>\n<3><4>"},
        Case{"LineEnds", "1,2\r\n3,4\r5,6\n", kTexts, {}, "<1><2>\n<3><4>\n<5><6>"},
        Case{"OwnLineEnd", "1,2|3,4|", kTexts, {{"lineSep", "|"}}, "<1><2>\n<3><4>"},
        Case{"ByteOrderMark",
             "\xEF\xBB\xBF"
             "1,2\n",
             kTexts,
             {},
             "<1><2>"},
        Case{"Header", "a,b\n1,2\n", kTexts, {{"header", "true"}}, "<1><2>"},
        Case{"HeaderOnly", "a,b\n", kTexts, {{"header", "true"}}, ""},
        Case{"HeaderGoesByPosition", "b,a\n1,2\n", kTexts, {{"header", "true"}}, "<1><2>"},
        Case{"HeaderBehindBlanksAndComments",
             "\n#c\na,b\n1,2\n",
             kTexts,
             {{"header", "true"}, {"comment", "#"}},
             "<1><2>"},
        Case{"HeaderWithAMark",
             "\xEF\xBB\xBF"
             "a,b\n1,2\n",
             kTexts,
             {{"header", "true"}, {"enforceSchema", "false"}},
             "<1><2>"},
        Case{"HeaderCheckIgnoresCase",
             "A,b\n1,2\n",
             kTexts,
             {{"header", "true"}, {"enforceSchema", "false"}},
             "<1><2>"},
        Case{"Comments", "#c\n1,#2\n#d\n", kTexts, {{"comment", "#"}}, "<1><#2>"},
        Case{"Separator", "1||2\n", kTexts, {{"sep", "||"}}, "<1><2>"},
        Case{"EscapedSeparator", "1\t2\n", kTexts, {{"delimiter", "\\t"}}, "<1><2>"},
        Case{"InvalidUtf8", "x\xFFy,2\n", kTexts, {}, "<x\xEF\xBF\xBDy><2>"}),
    kName);

const Options kTrimming{{"ignoreLeadingWhiteSpace", "true"}, {"ignoreTrailingWhiteSpace", "true"}};

INSTANTIATE_TEST_SUITE_P(
    Quotes, CsvFileTest,
    testing::Values(
        Case{"Separator", "\"x,y\",z\n", kTexts, {}, "<x,y><z>"},
        Case{"DoubledAreNoEscape", "\"x\"\"y\",z\n", kTexts, {}, "<\"x\"\"y\"><z>"},
        Case{"DoubledAtTheEnd", "\"x\"\"\",z\n", kTexts, {}, "<x\"\"><z>"},
        Case{"Escaped", "\"x\\\"y\",z\n", kTexts, {}, "<x\"y><z>"},
        Case{"EscapedEscape", "\"x\\\\\",z\n", kTexts, {}, "<x\\><z>"},
        Case{"EscapedBoth", "\"x\\\\\\\"y\",z\n", kTexts, {}, "<x\\\"y><z>"},
        Case{"EscapeOfNothing", "\"x\\y\",z\n", kTexts, {}, "<x\\y><z>"},
        Case{"EscapedSeparatorInQuotes", "\"x\\\",z\"\n", kTexts, {}, "<x\",z>[NULL]"},
        Case{"InTheMiddle", "x\"y,z\n", kTexts, {}, "<x\"y><z>"},
        Case{"TextBehind", "\"x\"y,z\n", kTexts, {}, "<\"x\"y><z>"},
        Case{"TextAndQuoteBehind", "\"x\"y\",\"z\"\n", kTexts, {}, "<\"x\"y\"><z>"},
        Case{"TextBehindEndsAtTheSeparator", "\"a\"b,c\",2\n", kTexts, {}, "<\"a\"b><c\">"},
        Case{"TwoQuoted", "\"x\" \"y\",2\n", kTexts, {}, "<\"x\" \"y\"><2>"},
        Case{"BlanksBehind", "\"x\"  ,2\n", kTexts, {}, "<x><2>"},
        Case{"Open", "\"x,z\n1,2\n", kTexts, {}, "<x,z>[NULL]\n<1><2>"},
        Case{"OpenAtTheEnd", "\"x", kTexts, {}, "<x>[NULL]"},
        Case{"EscapeOutsideOfQuotes", "x\\,y,z\n", kTexts, {}, "<x\\><y>"},
        Case{"EscapedQuoteOutside", "\\\"x\",z", kTexts, {}, "<\\\"x\"><z>"},
        Case{"StopAtClosingQuote",
             "\"x\"y\",\"z\"\n",
             kTexts,
             {{"unescapedQuoteHandling", "STOP_AT_CLOSING_QUOTE"}},
             "<x\"y><z>"},
        Case{"QuoteAsEscape",
             "\"a\"\"b\"\"\",2\n\"\"\"\",3\n",
             kTexts,
             {{"escape", "\""}},
             "<a\"b\"><2>\n<\"><3>"},
        Case{"None", "\"x\",2\n", kTexts, {{"quote", ""}}, "<\"x\"><2>"},
        Case{"Another", "'x,y',2\n", kTexts, {{"quote", "'"}}, "<x,y><2>"},
        Case{"BlanksAroundAreText", " \"x\" , \"y\" \n", kTexts, {}, "< \"x\" >< \"y\" >"},
        Case{"BlanksAroundIgnored", " \"x\" , \" y\" \n", kTexts, kTrimming, "<x>< y>"},
        Case{"Blanks", "  x , y \n", kTexts, {}, "<  x >< y >"},
        Case{"LeadingBlanks",
             "  x , \n",
             kTexts,
             {{"ignoreLeadingWhiteSpace", "true"}},
             "<x >[NULL]"},
        Case{"MultiLine",
             "\"x\r\ny\",z\r\n\n1,2\n",
             kTexts,
             {{"multiLine", "true"}},
             "<x\ny><z>\n<1><2>"},
        Case{"MultiLineOpen",
             "\"x,y\n3,4\n",
             kTexts,
             {{"multiLine", "true"}},
             "<x,y\n3,4\n>[NULL]"}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Nulls, CsvFileTest,
    testing::Values(Case{"EmptyAndQuotedEmpty", "\"\",\n", kTexts, {}, "[NULL][NULL]"},
                    Case{"QuotedEmptyUnderAnotherNull",
                         "\"\",x\n,y\n",
                         kTexts,
                         {{"nullValue", "N"}},
                         "<><x>\n[NULL]<y>"},
                    Case{"NullValueQuotedToo",
                         "N,x\n\"N\",y\n",
                         kTexts,
                         {{"nullValue", "N"}},
                         "[NULL]<x>\n[NULL]<y>"},
                    Case{"EmptyValue", "\"\",\n", kTexts, {{"emptyValue", "E"}}, "<E>[NULL]"}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Types, CsvFileTest,
    testing::Values(
        Case{"Misfits", "1,x\nx,1\n", with_corrupt(kInts), {}, "<1>[NULL]<1,x>\n[NULL]<1><x,1>"},
        Case{"Integers", "+1,1.0\n 1,2 \n", kInts, {}, "<1>[NULL]\n[NULL][NULL]"},
        Case{
            "Tinyint", "127,128\n", two(types::byte_type(), types::byte_type()), {}, "<127>[NULL]"},
        Case{"Doubles",
             "NaN,Inf\n-Inf,1d\nnan,inf\nInfinity,1e400\n 1.5 ,0x1\n",
             kDoubles,
             {},
             "<NaN><Infinity>\n<-Infinity><1.0>\n[NULL][NULL]\n<Infinity><Infinity>\n<1.5>[NULL]"},
        Case{"OwnNanAndInfinity",
             "NaN,Inf\nn,i\n",
             kDoubles,
             {{"nanValue", "n"}, {"positiveInf", "i"}},
             "<NaN>[NULL]\n<NaN><Infinity>"},
        Case{"Booleans",
             "true,TRUE\nt,1\n",
             two(types::boolean(), types::boolean()),
             {},
             "<true><true>\n[NULL][NULL]"},
        Case{"Decimals",
             "1.005,\"1,000.5\"\n1e3, 1.5\n",
             two(DataType::decimal(10, 2), DataType::decimal(10, 2)),
             {},
             "<1.01><1000.50>\n<1000.00>[NULL]"},
        Case{"Times",
             "2021-01-01T09:24:00.5Z,2021-1-1\n2021,x\n",
             two(types::timestamp_type(), types::date_type()),
             {},
             "<2021-01-01 09:24:00.5><2021-01-01>\n<2021-01-01 00:00:00>[NULL]"},
        Case{"WallClocksRefuseZones",
             "2021-01-01T09:24:00Z,x\n",
             two(types::timestamp_ntz_type(), types::string_type()),
             {},
             "[NULL]<x>"},
        Case{"Binary", "abc,x\n", two(types::binary_type(), types::string_type()), {}, "<abc><x>"}),
    kName);

TEST(CsvDecoderTest, FailFastNamesFileLineAndRecord) {
  const std::string message = read_file("1,2\n3,x\n", kInts, {{"mode", "FAILFAST"}});
  EXPECT_NE(message.find("in.csv:2"), std::string::npos) << message;
  EXPECT_NE(message.find("3,x"), std::string::npos) << message;
}

TEST(CsvDecoderTest, AHeaderThatDiffersIsAnErrorWhereTheSchemaIsNotEnforced) {
  const Options options{{"header", "true"}, {"enforceSchema", "false"}};
  const std::string message = read_file("b,a\n1,2\n", kTexts, options);
  EXPECT_NE(message.find("CSV header does not conform to the schema"), std::string::npos)
      << message;
  EXPECT_NE(read_file("a,b,c\n", kTexts, options).find("does not conform"), std::string::npos);
}

TEST(CsvDecoderTest, LimitsAreErrors) {
  EXPECT_NE(read_file("1,2\n", kTexts, {{"maxColumns", "1"}}).find("maxColumns=1"),
            std::string::npos);
  EXPECT_NE(read_file("123,2\n", kTexts, {{"maxCharsPerColumn", "2"}}).find("maxCharsPerColumn=2"),
            std::string::npos);
}

TEST(CsvDecoderTest, NestedColumnsAreRefused) {
  const Schema schema{field("b", DataType::array(types::int_type()))};
  EXPECT_NE(read_file("1\n", schema).find("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE"),
            std::string::npos);
}

TEST(CsvDecoderTest, MisfitsAndExtraFieldsAreRescuedUnderTheHeadersNames) {
  Schema schema = kInts;
  schema.push_back(field("_rescued_data", types::string_type()));
  EXPECT_EQ(read_file("a,b,c\n1,x,y\n1,2\n", schema,
                      {{"header", "true"}, {"rescuedDataColumn", "_rescued_data"}}),
            "<1>[NULL]<{\"b\":\"x\",\"c\":\"y\",\"_file_path\":\"in.csv\"}>\n<1><2>[NULL]");
}

TEST(CsvDecoderTest, CountsWhatItSees) {
  auto decoder = CsvDecoder::of(kInts, {.mode = ParseMode::kDropMalformed});
  Batch batch = Batch::empty(kInts);
  (*decoder)->begin_file("in.csv");
  ASSERT_TRUE((*decoder)->feed("1,2\nx,2\n3,4\n", batch));
  EXPECT_EQ((*decoder)->counts(),
            (DecodeCounts{.records = 3, .rows = 2, .malformed = 1, .dropped = 1}));
}

TEST(CsvOptionsTest, WhatIsNotHonouredIsRefusedByName) {
  const auto parsed = parse_csv_options({{"unescapedQuoteHandling", "SKIP_VALUE"}});
  ASSERT_FALSE(parsed);
  EXPECT_NE(parsed.error().message.find("unescapedQuoteHandling"), std::string::npos);
  EXPECT_FALSE(parse_csv_options({{"quote", "ab"}}));
  EXPECT_FALSE(parse_csv_options({{"header", "maybe"}}));
}

}  // namespace
}  // namespace tarn::format
