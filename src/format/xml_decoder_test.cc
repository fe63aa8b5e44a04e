#include "format/xml_decoder.h"

#include <gtest/gtest.h>

#include "format/xml_inference.h"
#include "types/value.h"

namespace tarn::format {
namespace {

using types::DataType;

DataType structure(std::vector<types::Field> fields) {
  return DataType::structure(std::move(fields));
}

std::string decoded(std::string_view document, const DataType& type, XmlOptions options = {}) {
  auto decoder = XmlDecoder::of(type, std::move(options));
  if (!decoder) return decoder.error().condition;
  types::Column column(type);
  const Status status = (*decoder)->decode(document, column);
  return status ? types::hive_text(column.value_at(0), type) : status.error().condition;
}

const DataType kNumber = structure({{"a", types::int_type()}, {"b", types::int_type()}});

TEST(XmlDecoderTest, ElementsAndAttributesAreFields) {
  const DataType type =
      structure({{"_k", types::int_type()},
                 {"a", DataType::array(types::int_type())},
                 {"s", structure({{"_x", types::int_type()}, {"_VALUE", types::string_type()}})}});
  EXPECT_EQ(decoded(R"(<p k="7"><a>1</a><a>2</a><s x="3">t</s></p>)", type),
            R"({"_k":7,"a":[1,2],"s":{"_x":3,"_VALUE":"t"}})");
}

TEST(XmlDecoderTest, WhatStandsBeforeAMisfitStays) {
  EXPECT_EQ(decoded("<p><b>1</b><a>x</a></p>", kNumber), R"({"a":null,"b":1})");
  EXPECT_EQ(decoded("<p><a>x</a><b>1</b></p>", kNumber), R"({"a":null,"b":null})");
}

TEST(XmlDecoderTest, AMalformedDocumentGivesNothingAndItsText) {
  const DataType type =
      structure({{"a", types::int_type()}, {"_corrupt_record", types::string_type()}});
  EXPECT_EQ(decoded("<p><a>1</a>", type), R"({"a":null,"_corrupt_record":"<p><a>1</a>"})");
  EXPECT_EQ(decoded("<p><a>1</a>", type, {.mode = ParseMode::kFailFast}),
            "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION");
}

TEST(XmlDecoderTest, AnEntityOfTheDocumentIsNotExpanded) {
  const DataType type = structure({{"a", types::string_type()}});
  EXPECT_EQ(
      decoded("<!DOCTYPE p [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p><a>&e;</a></p>", type),
      R"({"a":null})");
}

TEST(XmlDecoderTest, AStringTakesTheElementsInIt) {
  const DataType type = structure({{"a", types::string_type()}});
  EXPECT_EQ(decoded(R"(<p><a> <b k="1">&lt;</b> </a></p>)", type), R"({"a":"<b k="1"><</b>"})");
}

std::string schema(std::string_view document) {
  const auto type = xml_schema(document, {});
  return type ? type->sql() : "malformed";
}

TEST(XmlInferenceTest, NamesThatComeAgainAreArrays) {
  EXPECT_EQ(schema("<p><a>1</a><a>1.5</a><b/></p>"), "STRUCT<a: ARRAY<DOUBLE>, b: STRING>");
  EXPECT_EQ(schema(R"(<p><a k="1">2</a><a>3</a></p>)"),
            "STRUCT<a: ARRAY<STRUCT<_VALUE: BIGINT, _k: BIGINT>>>");
  EXPECT_EQ(schema("<p>"), "malformed");
}

}  // namespace
}  // namespace tarn::format
