#include "sql/substitution.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "sql/parse.h"

namespace tarn::sql {
namespace {

std::shared_ptr<const SourceText> file(std::string text) {
  return std::make_shared<SourceText>(SourceText{"f.sql", std::move(text)});
}

VariableLookup values(std::map<std::string, std::string, std::less<>> known) {
  return [known](std::string_view name) -> std::optional<std::string> {
    const auto found = known.find(name);
    return found == known.end() ? std::nullopt : std::optional(found->second);
  };
}

Span all_of(const SourceText& source) { return {0, static_cast<uint32_t>(source.text.size())}; }

std::string substituted(const std::string& text) {
  const auto source = file(text);
  return substitute(source, all_of(*source), values({{"a", "x"}, {"b c", "${a}"}, {"empty", ""}}))
      .fragment.text();
}

std::string slice(const SourceText& source, Span span) {
  return source.text.substr(span.begin, span.end - span.begin);
}

TEST(SubstitutionTest, ReplacesInCodeStringsAndNames) {
  EXPECT_EQ(substituted("SELECT ${a}, '${a}/y', `${ a }`"), "SELECT x, 'x/y', `x`");
}

TEST(SubstitutionTest, DoesNotSearchAValueAgain) {
  EXPECT_EQ(substituted("${b c}${empty}${a}"), "${a}x");
}

TEST(SubstitutionTest, LeavesCommentsAndOpenReferencesAlone) {
  EXPECT_EQ(substituted("/* ${a} */ ${a} -- ${nothing}\n${a"), "/* ${a} */ x -- ${nothing}\n${a");
}

TEST(SubstitutionTest, AnUnknownNameIsADiagnosticAtItsReference) {
  const auto source = file("SELECT 1;\nSELECT ${tabels}");
  const auto result = substitute(source, {10, 26}, values({}), {"tables"});
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].text(),
            "f.sql:2:8: error[UNRESOLVED_SUBSTITUTION_VARIABLE]: '${tabels}' has no value; did you "
            "mean '${tables}'?\n  SELECT ${tabels}\n         ^^^^^^^^^");
}

TEST(SubstitutionTest, SpansSpeakOfTheFile) {
  const auto source = file("SELECT 1; SELECT ${long} + b, c");
  const auto result = substitute(source, {10, 31}, values({{"long", "some_long_name * 2"}}));
  const auto query = parse_query(result.fragment);
  ASSERT_TRUE(query);
  const auto& select = std::get<Select>((*query)->body->node);
  const auto* sum = select.items[0].expression->as<Binary>();
  EXPECT_EQ(slice(*source, sum->left->span), "${long}");
  EXPECT_EQ(slice(*source, sum->right->span), "b");
  EXPECT_EQ(slice(*source, select.items[0].span), "${long} + b");
  EXPECT_EQ(slice(*source, select.items[1].span), "c");
  EXPECT_EQ(slice(*source, select.span), "SELECT ${long} + b, c");
}

TEST(SubstitutionTest, AnErrorInsideAValuePointsAtItsReference) {
  const auto source = file("SELECT ${a}, b");
  const auto result = substitute(source, all_of(*source), values({{"a", "1 1"}}));
  const auto parsed = parse_statement(result.fragment);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(slice(*source, parsed.diagnostic().span), "${a}");
  EXPECT_EQ(parsed.diagnostic().message, "Syntax error at or near '1'");
}

TEST(SubstitutionTest, AnErrorAtTheEndBehindAValueHasAPlace) {
  const auto source = file("SELECT ${a}");
  const auto parsed =
      parse_statement(substitute(source, all_of(*source), values({{"a", "1 +"}})).fragment);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.diagnostic().span, (Span{11, 11}));
}

TEST(ParseFileTest, OneBadStatementLeavesTheOthers) {
  const auto parsed = parse_file(file("SELECT 1; SELEC 2; SELECT (; USE s;\n/* x"), values({}));
  EXPECT_EQ(parsed.statements.size(), 2U);
  ASSERT_EQ(parsed.diagnostics.size(), 3U);
  EXPECT_EQ(parsed.diagnostics[0].span, (Span{10, 15}));
  EXPECT_EQ(parsed.diagnostics[2].condition, "UNCLOSED_BRACKETED_COMMENT");
}

TEST(ParseFileTest, SetTakesEffectOnWhatFollows) {
  const auto parsed =
      parse_file(file("SET t = orders; SELECT * FROM ${t}; SELECT ${u}"), values({{"t", "old"}}));
  ASSERT_EQ(parsed.statements.size(), 2U);
  const auto* query = parsed.statements[1].as<QueryStatement>();
  const auto& select = std::get<Select>(query->query->body->node);
  EXPECT_EQ(std::get<TableName>(select.from[0].source.node).name.text(), "orders");
  ASSERT_EQ(parsed.diagnostics.size(), 1U);
}

}  // namespace
}  // namespace tarn::sql
