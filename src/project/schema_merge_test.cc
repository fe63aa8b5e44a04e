#include "project/schema_merge.h"

#include <gtest/gtest.h>

#include "sql/parse.h"

namespace tarn::project {
namespace {

types::Schema ddl(const std::string& text) {
  auto schema = sql::parse_schema(sql::Fragment::whole(text));
  CHECK(static_cast<bool>(schema));
  return *schema;
}

std::string merged(const std::string& left, const std::string& right) {
  const auto schema = merge_schemas(ddl(left), ddl(right));
  return schema ? types::ddl_text(*schema) : schema.error().condition;
}

TEST(SchemaMergeTest, NewColumnsComeLast) {
  EXPECT_EQ(merged("b INT", "a INT, b INT"), "b int, a int");
}

TEST(SchemaMergeTest, NamesIgnoreCaseAndTheFirstSpellingStays) {
  EXPECT_EQ(merged("Id INT", "ID INT, x INT"), "Id int, x int");
}

TEST(SchemaMergeTest, DecimalsOfOneScaleWiden) {
  EXPECT_EQ(merged("d DECIMAL(10,2)", "d DECIMAL(12,2)"), "d decimal(12,2)");
  EXPECT_EQ(merged("d DECIMAL(10,2)", "d DECIMAL(12,3)"), "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE");
}

TEST(SchemaMergeTest, StructsMergeFieldByField) {
  EXPECT_EQ(merged("s ARRAY<STRUCT<a: INT>>", "s ARRAY<STRUCT<b: STRING, a: INT>>"),
            "s array<struct<a:int,b:string>>");
}

TEST(SchemaMergeTest, NothingElseWidens) {
  EXPECT_EQ(merged("a INT", "a BIGINT"), "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE");
  EXPECT_EQ(merged("m MAP<STRING, INT>", "m MAP<STRING, STRING>"),
            "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE");
}

TEST(SchemaMergeTest, AColumnThatMayBeNullOnOneSideMayBeNull) {
  EXPECT_EQ(merged("a INT NOT NULL", "a INT NOT NULL"), "a int NOT NULL");
  EXPECT_EQ(merged("a INT NOT NULL", "a INT"), "a int");
}

TEST(SchemaMergeTest, NullableReachesIntoNestedTypes) {
  const types::Schema schema = as_nullable(ddl("s STRUCT<a: INT NOT NULL> NOT NULL"));
  EXPECT_TRUE(same_columns(schema, ddl("S STRUCT<A: INT>")));
}

}  // namespace
}  // namespace tarn::project
