// What a session understands besides a pipeline's statements.

#include <gtest/gtest.h>

#include "sql/dump.h"
#include "sql/parse.h"

namespace tarn::sql {
namespace {

template <typename Node>
Node parsed(const std::string& text) {
  auto statement = parse_session_statement(Fragment::whole(text, "q"));
  EXPECT_TRUE(statement) << statement.diagnostic().text();
  SessionStatement taken = std::move(statement).value();
  CHECK(std::holds_alternative<Node>(taken.node));
  return std::get<Node>(std::move(taken.node));
}

struct ErrorCase {
  std::string name;
  std::string text;
  std::string error;  // the first line
};

class SessionErrorTest : public testing::TestWithParam<ErrorCase> {};

TEST_P(SessionErrorTest, IsSaidWithItsPlace) {
  const auto statement = parse_session_statement(Fragment::whole(GetParam().text, "q"));
  ASSERT_FALSE(statement);
  const std::string text = statement.diagnostic().text();
  EXPECT_EQ(text.substr(0, text.find('\n')), GetParam().error);
}

TEST(ParseViewTest, EveryPartOfAViewIsRead) {
  const auto view = parsed<CreateView>(
      "CREATE OR REPLACE GLOBAL TEMPORARY VIEW g.v (a COMMENT 'first', b) COMMENT 'both' "
      "TBLPROPERTIES ('k' = '1') AS SELECT 1, 2;");
  EXPECT_EQ(view.scope, ViewScope::kGlobalTemporary);
  EXPECT_TRUE(view.or_replace);
  EXPECT_FALSE(view.if_not_exists);
  EXPECT_EQ(view.name.text(), "g.v");
  ASSERT_EQ(view.columns.size(), 2U);
  EXPECT_EQ(view.columns[0].name.name, "a");
  EXPECT_EQ(view.columns[0].comment, "first");
  EXPECT_EQ(view.comment, "both");
  ASSERT_EQ(view.properties.size(), 1U);
  EXPECT_EQ(view.query_text, "SELECT 1, 2");
  EXPECT_EQ(dump(*view.query), dump(**parse_query(Fragment::whole("SELECT 1, 2"))));
}

TEST(ParseViewTest, TheShortWordAndNoWordAreScopesToo) {
  EXPECT_EQ(parsed<CreateView>("create temp view v as select 1").scope, ViewScope::kTemporary);
  EXPECT_EQ(parsed<CreateView>("CREATE VIEW IF NOT EXISTS v AS SELECT 1").scope,
            ViewScope::kPersisted);
}

TEST(ParseViewTest, AViewOverFilesHasAFormatAndOptionsInsteadOfAQuery) {
  const auto view = parsed<CreateView>(
      "CREATE TEMPORARY VIEW v (a INT, b STRING) USING csv OPTIONS (path 'in', header 'true')");
  EXPECT_EQ(view.format->name, "csv");
  ASSERT_EQ(view.options.size(), 2U);
  EXPECT_EQ(view.options[0].key, "path");
  EXPECT_EQ(view.options[0].value, "in");
  EXPECT_EQ(view.query, nullptr);
  EXPECT_TRUE(view.columns[1].type->is(types::TypeKind::kString));
}

TEST(ParseViewTest, APipelinesViewsAreNotASessions) {
  parsed<CreateDataset>("CREATE STREAMING LIVE VIEW v AS SELECT 1");
  parsed<CreateDataset>("CREATE MATERIALIZED VIEW v AS SELECT 1");
  parsed<CreateDataset>("CREATE TEMPORARY LIVE VIEW v AS SELECT 1");
}

TEST(ParseDropTest, AViewIsDroppedByName) {
  const auto drop = parsed<DropView>("DROP VIEW IF EXISTS global_temp.v");
  EXPECT_TRUE(drop.if_exists);
  EXPECT_EQ(drop.name.text(), "global_temp.v");
  EXPECT_FALSE(parsed<DropView>("DROP VIEW v").if_exists);
}

TEST(ParseResetTest, TheKeyIsTheRestOfTheText) {
  EXPECT_EQ(parsed<ResetStatement>("RESET").key, std::nullopt);
  EXPECT_EQ(parsed<ResetStatement>("reset  spark.sql.session.timeZone ; ").key,
            "spark.sql.session.timeZone");
  EXPECT_EQ(parsed<ResetStatement>("RESET `a key`").key, "a key");
}

TEST(ParseOtherTest, WhatIsNotKnownYetIsKnownByItsWords) {
  EXPECT_EQ(parsed<OtherStatement>("GRANT SELECT ON t TO u").keywords, "GRANT SELECT");
  EXPECT_EQ(parsed<OtherStatement>("REVOKE SELECT ON t FROM u").keywords, "REVOKE SELECT");
}

INSTANTIATE_TEST_SUITE_P(
    Statement, SessionErrorTest,
    testing::Values(
        ErrorCase{
            "ViewWithoutQuery", "CREATE TEMPORARY VIEW v",
            "q:1:24: error[PARSE_SYNTAX_ERROR]: Syntax error at or near end of input; expected "
            "AS"},
        ErrorCase{"GlobalAlone", "CREATE GLOBAL VIEW v AS SELECT 1",
                  "q:1:15: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'VIEW'; expected "
                  "TEMPORARY"},
        ErrorCase{
            "TwoComments", "CREATE TEMP VIEW v COMMENT 'a' COMMENT 'b' AS SELECT 1",
            "q:1:32: error[DUPLICATE_CLAUSES]: Found duplicate clauses: COMMENT. Please, remove "
            "one of them"},
        ErrorCase{
            "AColumnWithAType", "CREATE TEMP VIEW v (a INT) AS SELECT 1",
            "q:1:21: error[PARSE_SYNTAX_ERROR]: Syntax error at the column 'a' of the view; a "
            "view's column has a name, perhaps a COMMENT, and the type that its query gives "
            "it"},
        ErrorCase{
            "ResetOfTwoWords", "RESET a b",
            "q:1:7: error[INVALID_RESET_COMMAND_FORMAT]: Expected format is 'RESET' or 'RESET "
            "key'. If you want to include special characters in key, please use backquotes, "
            "e.g., RESET `key`"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::sql
