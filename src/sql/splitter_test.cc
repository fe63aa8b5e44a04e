#include "sql/splitter.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tarn::sql {
namespace {

struct Case {
  std::string name;
  std::string file;
  std::vector<std::string> statements;
};

std::string name_of(const testing::TestParamInfo<Case>& test) { return test.param.name; }

class SplitterTest : public testing::TestWithParam<Case> {};

TEST_P(SplitterTest, GivesTheStatements) {
  const std::string& file = GetParam().file;
  std::vector<std::string> statements;
  for (const Span span : split_statements(file)) {
    statements.push_back(file.substr(span.begin, span.end - span.begin));
  }
  EXPECT_EQ(statements, GetParam().statements);
}

using List = std::vector<std::string>;

INSTANTIATE_TEST_SUITE_P(
    Files, SplitterTest,
    testing::Values(
        Case{"NoStatement", "", List{}}, Case{"OnlyComments", "-- a\n/* b; */ ;;\n", List{}},
        Case{"TheLastSemicolonIsOptional", "a b; c\n", List{"a b", "c"}},
        Case{"SemicolonsInStrings", "a ';' b; \"c;\"", List{"a ';' b", "\"c;\""}},
        Case{"SemicolonsInNames", "`a;b`; c", List{"`a;b`", "c"}},
        Case{"SemicolonsInComments", "a -- x;\n b /* ; */ c; d",
             List{"a -- x;\n b /* ; */ c", "d"}},
        Case{"EscapedQuotes", R"(a 'x\';y'; b)", List{R"(a 'x\';y')", "b"}},
        Case{"RawStringsHaveNoEscapes", R"(a r'\'; b)", List{R"(a r'\')", "b"}},
        Case{"CommentsAroundAreLeftOut", "-- x\na -- y\n; -- z", List{"a"}},
        Case{"AQuoteWithoutAPartnerEndsAtTheSemicolon", "a 'x; b", List{"a 'x", "b"}},
        Case{"AnOpenCommentIsPartOfItsStatement", "a; b /* c; d", List{"a", "b /* c; d"}},
        Case{"CellsEndStatements",
             "-- Databricks notebook source\na\n\n-- COMMAND ----------\n\nb;\n-- COMMAND "
             "----------\nc",
             List{"a", "b", "c"}},
        Case{"CellsWithWindowsLineEnds", "a\r\n-- COMMAND ----------\r\nb", List{"a", "b"}},
        Case{"MagicIsAComment", "-- MAGIC %md don't; stop\na\n-- MAGIC %python 'x", List{"a"}},
        Case{"ACellMarkInAStringIsText", "a '\n-- COMMAND ----------\n'",
             List{"a '\n-- COMMAND ----------\n'"}},
        Case{"ACellMarkBehindCodeIsAComment", "a -- COMMAND ----------\nb",
             List{"a -- COMMAND ----------\nb"}},
        Case{"AWordIsNoCellMark", "a\n-- COMMANDS ----------\nb\n-- COMMAND line\nc",
             List{"a\n-- COMMANDS ----------\nb\n-- COMMAND line\nc"}}),
    name_of);

}  // namespace
}  // namespace tarn::sql
