#include "types/type.h"

#include <gtest/gtest.h>

namespace tarn::types {
namespace {

const DataType kNested = DataType::structure(
    {{"a", DataType::array(DataType::decimal(10, 2)), false},
     {"b c", DataType::map(string_type(), DataType::structure({{"x", long_type()}}), false)}});

TEST(TypeTest, TextsAreSparks) {
  EXPECT_EQ(kNested.text(), "struct<a:array<decimal(10,2)>,b c:map<string,struct<x:bigint>>>");
  EXPECT_EQ(kNested.sql(),
            "STRUCT<a: ARRAY<DECIMAL(10,2)> NOT NULL, `b c`: MAP<STRING, STRUCT<x: BIGINT>>>");
  EXPECT_EQ(DataType::of(TypeKind::kDayTimeInterval).text(), "interval day to second");
  EXPECT_EQ(DataType::interval(IntervalUnit::kYear, IntervalUnit::kYear).sql(), "INTERVAL YEAR");
  EXPECT_EQ(timestamp_ntz_type().sql(), "TIMESTAMP_NTZ");
  EXPECT_EQ(DataType().text(), "void");
}

TEST(TypeTest, EqualityLooksInside) {
  EXPECT_EQ(DataType::array(int_type()), DataType::array(int_type()));
  EXPECT_NE(DataType::array(int_type()), DataType::array(int_type(), false));
  EXPECT_TRUE(
      DataType::array(int_type()).same_ignoring_nullability(DataType::array(int_type(), false)));
  EXPECT_FALSE(int_type().same_ignoring_nullability(long_type()));
  EXPECT_NE(DataType::decimal(10, 2), DataType::decimal(10, 3));
}

TEST(TypeTest, FieldsAreFoundIgnoringCase) {
  const Schema schema{{"Größe", int_type()}, {"b", int_type()}, {"B", int_type()}};
  EXPECT_EQ(find_field(schema, "grÖSSe"), std::nullopt);
  EXPECT_EQ(find_field(schema, "GRÖßE"), 0U);
  EXPECT_EQ(find_field(schema, "B"), 1U);
  EXPECT_EQ(ddl_text(schema), "`Größe` int, b int, B int");
}

TEST(SchemaJsonTest, IsTheFormThatDeltaStores) {
  const Schema schema{
      {.name = "id", .type = int_type(), .nullable = false, .comment = "key"},
      {.name = "tags", .type = DataType::array(string_type())},
      {.name = "m", .type = DataType::map(string_type(), DataType::decimal(10, 2))}};
  EXPECT_EQ(schema_json(schema),
            R"({"type":"struct","fields":[)"
            R"({"name":"id","type":"integer","nullable":false,"metadata":{"comment":"key"}},)"
            R"({"name":"tags","type":{"type":"array","elementType":"string","containsNull":true},)"
            R"("nullable":true,"metadata":{}},)"
            R"j({"name":"m","type":{"type":"map","keyType":"string","valueType":"decimal(10,2)",)j"
            R"("valueContainsNull":true},"nullable":true,"metadata":{}}]})");
}

TEST(SchemaJsonTest, EveryTypeComesBack) {
  Schema schema{{"nested", kNested},
                {"day", DataType::interval(IntervalUnit::kDay, IntervalUnit::kDay)},
                {"hours", DataType::interval(IntervalUnit::kHour, IntervalUnit::kSecond)},
                {"years", DataType::of(TypeKind::kYearMonthInterval)},
                {"nothing", DataType()},
                {"flag", boolean()},
                {"when", timestamp_type()},
                {"wall", timestamp_ntz_type()},
                {"day", date_type()},
                {"raw", binary_type()}};
  schema[0].metadata["delta.columnMapping.id"] = "1";
  const auto back = schema_from_json(schema_json(schema));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, schema);
}

TEST(SchemaJsonTest, WhatIsNoSchemaIsRefused) {
  for (const char* json :
       {"", "{}", "[1]", R"({"type":"struct"})", R"({"type":"struct","fields":[{"name":"a"}]})",
        R"j({"type":"struct","fields":[{"name":"a","type":"decimal(50,2)"}]})j",
        R"({"type":"struct","fields":[{"name":"a","type":"decimal(10"}]})",
        R"({"type":"struct","fields":[{"name":"a","type":"interval day to year"}]})"}) {
    EXPECT_FALSE(schema_from_json(json)) << json;
  }
  const auto unknown =
      schema_from_json(R"({"type":"struct","fields":[{"name":"a","type":"geometry"}]})");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace tarn::types
