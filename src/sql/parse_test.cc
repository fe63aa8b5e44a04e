#include "sql/parse.h"

#include <gtest/gtest.h>

#include <string>

#include "sql/dump.h"

namespace tarn::sql {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

std::string condition_of(const std::string& sql) {
  const auto parsed = parse_statement(Fragment::whole(sql));
  return parsed ? "" : parsed.diagnostic().condition;
}

std::string slice(const std::string& text, Span span) {
  return text.substr(span.begin, span.end - span.begin);
}

TEST(DataTypeTest, EverySpellingOfAType) {
  const auto sql = [](const std::string& text) {
    const auto parsed = parse_data_type(Fragment::whole(text));
    return parsed ? parsed->sql() : parsed.diagnostic().condition;
  };
  EXPECT_EQ(sql("tinyint"), sql("BYTE"));
  EXPECT_EQ(sql("smallint"), sql("short"));
  EXPECT_EQ(sql("int"), sql("INTEGER"));
  EXPECT_EQ(sql("bigint"), sql("long"));
  EXPECT_EQ(sql("real"), "FLOAT");
  EXPECT_EQ(sql("dec"), "DECIMAL(10,0)");
  EXPECT_EQ(sql("numeric(12)"), "DECIMAL(12,0)");
  EXPECT_EQ(sql("timestamp_ltz"), "TIMESTAMP");
  EXPECT_EQ(sql("timestamp_ntz"), "TIMESTAMP_NTZ");
  EXPECT_EQ(sql("interval day to second"), "INTERVAL DAY TO SECOND");
  EXPECT_EQ(sql("interval month"), "INTERVAL MONTH");
  EXPECT_EQ(sql("map<string, array<struct<a: int, b decimal(3,1) NOT NULL>>>"),
            "MAP<STRING, ARRAY<STRUCT<a: INT, b: DECIMAL(3,1) NOT NULL>>>");
  EXPECT_EQ(sql("struct<>"), "STRUCT<>");
  EXPECT_EQ(sql("varchar(10)"), "VARCHAR(10)");
  EXPECT_EQ(sql("character(3)"), "CHAR(3)");
  EXPECT_EQ(sql("char(1, 2)"), "UNSUPPORTED_DATATYPE");
  EXPECT_EQ(sql("char"), "DATATYPE_MISSING_SIZE");
  EXPECT_EQ(sql("int(3)"), "UNSUPPORTED_DATATYPE");
  EXPECT_EQ(sql("string collate x"), "UNSUPPORTED_FEATURE");
  EXPECT_EQ(sql("int x"), "PARSE_SYNTAX_ERROR");
  EXPECT_EQ(sql(""), "PARSE_EMPTY_STATEMENT");
}

TEST(SchemaTest, ColumnsWithNullabilityAndComments) {
  const auto schema =
      parse_schema(Fragment::whole("a INT, `b c`: STRING NOT NULL COMMENT 'it''s', d array<int>"));
  ASSERT_TRUE(schema);
  ASSERT_EQ(schema->size(), 3U);
  EXPECT_EQ((*schema)[1].name, "b c");
  EXPECT_FALSE((*schema)[1].nullable);
  EXPECT_EQ((*schema)[1].comment, "it's");
}

TEST(SchemaTest, AStructStandsForItsFields) {
  const auto schema = parse_schema(Fragment::whole("struct<a: int, b: struct<c: date>>"));
  ASSERT_TRUE(schema);
  EXPECT_EQ(schema->size(), 2U);
  EXPECT_EQ((*schema)[1].type.sql(), "STRUCT<c: DATE>");
}

TEST(NameTest, PartsAreQuotedWhereTheyMustBe) {
  const auto name = parse_name(Fragment::whole("a.`b c`.`d``e`"));
  ASSERT_TRUE(name);
  EXPECT_EQ(name->parts[2].name, "d`e");
  EXPECT_EQ(name->text(), "a.`b c`.`d``e`");
  EXPECT_FALSE(parse_name(Fragment::whole("a b")));
}

TEST(SpanTest, EveryNodeKnowsItsBytes) {
  const std::string sql = "SELECT a.b + (1) AS s, count( DISTINCT x ) FROM t u -- end";
  const auto query = parse_query(Fragment::whole(sql));
  ASSERT_TRUE(query);
  const auto& select = std::get<Select>((*query)->body->node);
  EXPECT_EQ(slice(sql, select.items[0].span), "a.b + (1) AS s");
  EXPECT_EQ(slice(sql, select.items[0].aliases[0].span), "s");
  const auto* sum = select.items[0].expression->as<Binary>();
  EXPECT_EQ(slice(sql, sum->left->as<ColumnName>()->name.parts[1].span), "b");
  EXPECT_EQ(slice(sql, sum->right->span), "(1)");
  EXPECT_TRUE(sum->right->parenthesised);
  EXPECT_EQ(slice(sql, select.items[1].span), "count( DISTINCT x )");
  EXPECT_EQ(slice(sql, select.from[0].span), "t u");
  EXPECT_EQ(slice(sql, (*query)->span), "SELECT a.b + (1) AS s, count( DISTINCT x ) FROM t u");
}

TEST(SpanTest, TextsAreKeptAsWritten) {
  const auto parsed = parse_statement(
      Fragment::whole("CREATE STREAMING TABLE t (CONSTRAINT c EXPECT ( a  > 0 )) AS SELECT  1 ;"));
  ASSERT_TRUE(parsed);
  const auto* dataset = parsed->as<CreateDataset>();
  EXPECT_EQ(dataset->expectations[0].condition.text, "a  > 0");
  EXPECT_EQ(dataset->query_text, "SELECT  1");
}

TEST(DepthTest, WhatIsNestedTooDeepIsRefused) {
  const std::string too_complex = "FAILED_TO_PARSE_TOO_COMPLEX";
  constexpr int kMany = 100'000;
  EXPECT_EQ(condition_of("SELECT " + repeated("(", kMany)), too_complex);
  EXPECT_EQ(condition_of("SELECT " + repeated("(", kMany) + "1" + repeated(")", kMany)),
            too_complex);
  EXPECT_EQ(condition_of("SELECT 1" + repeated(" + 1", kMany)), too_complex);
  EXPECT_EQ(condition_of("SELECT a" + repeated("[0]", kMany)), too_complex);
  EXPECT_EQ(condition_of("SELECT " + repeated("- ", kMany) + "a"), too_complex);
  EXPECT_EQ(condition_of("SELECT " + repeated("NOT ", kMany) + "a"), too_complex);
  EXPECT_EQ(condition_of("SELECT " + repeated("f(", kMany)), too_complex);
  EXPECT_EQ(condition_of("SELECT " + repeated("x -> ", kMany) + "x"), too_complex);
  EXPECT_EQ(condition_of("SELECT " + repeated("CASE WHEN ", kMany)), too_complex);
  EXPECT_EQ(condition_of("SELECT 1 FROM " + repeated("(", kMany)), too_complex);
  EXPECT_EQ(condition_of(repeated("SELECT (", kMany)), too_complex);
  EXPECT_EQ(condition_of("SELECT CAST(a AS " + repeated("ARRAY<", kMany)), too_complex);
  EXPECT_EQ(condition_of(repeated("WITH x AS (", kMany)), too_complex);
}

TEST(DepthTest, WhatIsLongIsNotDeep) {
  constexpr int kMany = 20'000;
  EXPECT_EQ(condition_of("SELECT a" + repeated(" AND a = 1", kMany)), "");
  EXPECT_EQ(condition_of("SELECT 1" + repeated(" UNION ALL SELECT 1", kMany)), "");
  EXPECT_EQ(condition_of("SELECT 1 FROM t" + repeated(" JOIN t ON TRUE", kMany)), "");
  EXPECT_EQ(condition_of("SELECT a IN (1" + repeated(", 1", kMany) + ")"), "");
}

TEST(DepthTest, ParenthesesAroundSubqueriesAreReadOnce) {
  const std::string sql = repeated("SELECT ((", 40) + "SELECT 1" + repeated(") + 1)", 40);
  EXPECT_EQ(condition_of(sql), "");
}

TEST(DepthTest, OperandsOfPositionAreReadOnce) {
  const std::string sql =
      "SELECT " + repeated("position(substring(trim(", 60) + "a" + repeated("), 1), b)", 60);
  EXPECT_EQ(condition_of(sql), "");
}

}  // namespace
}  // namespace tarn::sql
