#include "source/schema_hints.h"

#include <gtest/gtest.h>

#include "sql/parse.h"

namespace tarn::source {
namespace {

std::string hinted(const std::string& schema, const std::string& hints) {
  const auto parsed = sql::parse_schema(sql::Fragment::whole(schema));
  CHECK(parsed);
  const auto result = with_hints(*parsed, hints);
  return result ? types::ddl_text(*result) : result.error().message;
}

TEST(SchemaHintsTest, AHintChangesAColumnInItsPlaceWhateverItsCase) {
  EXPECT_EQ(hinted("a STRING, b STRING", "A DATE"), "a date, b string");
}

TEST(SchemaHintsTest, AHintForAColumnThatIsNotThereAddsIt) {
  EXPECT_EQ(hinted("a STRING", "b INT, c.d.e DATE"), "a string, b int, c struct<d:struct<e:date>>");
}

TEST(SchemaHintsTest, APathLeadsIntoStructsArraysAndMaps) {
  EXPECT_EQ(hinted("s STRUCT<x: BIGINT, y: STRING>, l ARRAY<STRUCT<p: DOUBLE>>, m MAP<STRING, INT>",
                   "s.x INT, s.z DATE, l.element.p DECIMAL(10,2), m.value BIGINT, m.key STRING"),
            "s struct<x:int,y:string,z:date>, l array<struct<p:decimal(10,2)>>, "
            "m map<string,bigint>");
}

TEST(SchemaHintsTest, NamesInBackticksMayHoldAnything) {
  EXPECT_EQ(hinted("a STRING", "`b.c, d` MAP<STRING, INT>"), "a string, `b.c, d` map<string,int>");
}

TEST(SchemaHintsTest, WhatIsNoHintIsNamed) {
  EXPECT_EQ(hinted("a STRING", "a"),
            "option 'schemaHints' has the hint 'a', which names no type: write 'column TYPE'");
  EXPECT_EQ(hinted("a STRING", "a.b INT"),
            "option 'schemaHints' has the hint 'a.b INT', which leads into STRING, which has no "
            "part called 'b'");
}

TEST(SchemaHintsTest, NoHintsChangeNothing) {
  EXPECT_EQ(hinted("a STRING", ""), "a string");
  EXPECT_EQ(hinted("a STRING", " , "), "a string");
}

}  // namespace
}  // namespace tarn::source
