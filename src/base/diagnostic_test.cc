#include "base/diagnostic.h"

#include <gtest/gtest.h>

namespace tarn {
namespace {

std::shared_ptr<const SourceText> shop(std::string text) {
  return std::make_shared<SourceText>(SourceText{.path = "shop.sql", .text = std::move(text)});
}

TEST(DiagnosticTest, TheCaretStandsUnderTheSpan) {
  const Diagnostic diagnostic{.condition = "TABLE_OR_VIEW_NOT_FOUND",
                              .sqlstate = "42P01",
                              .message = "'sale' is read here and defined nowhere",
                              .hint = "did you mean 'sales'?",
                              .source = shop("SELECT *\n  FROM sale\n"),
                              .span = {16, 20}};
  EXPECT_EQ(
      diagnostic.text(),
      "shop.sql:2:8: error[TABLE_OR_VIEW_NOT_FOUND]: 'sale' is read here and defined nowhere; "
      "did you mean 'sales'?\n"
      "    FROM sale\n"
      "         ^^^^");
}

TEST(DiagnosticTest, AHintTakesThePlaceOfTheFullStop) {
  const Diagnostic diagnostic{.condition = "", .sqlstate = "", .message = "No.", .hint = "say yes"};
  EXPECT_EQ(diagnostic.text(), "error: No; say yes");
  EXPECT_EQ(diagnostic.as_error().message, "No; say yes");
}

TEST(DiagnosticTest, ATabIsAsWideBelowAsAbove) {
  const Diagnostic diagnostic{.condition = "",
                              .sqlstate = "",
                              .message = "m",
                              .source = shop("\tÄ\tSELEC"),
                              .span = {4, 9}};
  EXPECT_EQ(diagnostic.text(),
            "shop.sql:1:4: error: m\n"
            "  \tÄ\tSELEC\n"
            "  \t \t^^^^^");
}

TEST(DiagnosticTest, ColumnsCountCharactersNotBytes) {
  const auto source = shop("-- größe\nä x");
  EXPECT_EQ(source->position_of(13), (Position{.line = 2, .column = 2}));
}

// A statement of a megabyte in one line, with as many errors as columns.
TEST(DiagnosticTest, OfALongLineThePartAroundThePlaceIsShown) {
  const std::string before(5000, 'a');
  const Diagnostic diagnostic{.condition = "",
                              .sqlstate = "",
                              .message = "m",
                              .source = shop(before + "\u00c4XYZ" + before),
                              .span = {5002, 5005}};
  EXPECT_EQ(diagnostic.text(), "shop.sql:1:5002: error: m\n  ..." + std::string(99, 'a') +
                                   "\u00c4XYZ" + std::string(297, 'a') + "...\n  " +
                                   std::string(103, ' ') + "^^^");
  const Diagnostic first{
      .condition = "", .sqlstate = "", .message = "m", .source = shop(before), .span = {0, 5000}};
  EXPECT_EQ(first.text(), "shop.sql:1:1: error: m\n  " + std::string(400, 'a') + "...\n  " +
                              std::string(403, '^'));
}

TEST(DiagnosticTest, JsonHoldsClassAndPosition) {
  const Diagnostic diagnostic{
      .condition = "C", .sqlstate = "42000", .message = "m", .source = shop("abc"), .span = {1, 2}};
  EXPECT_EQ(
      diagnostic.json(),
      R"({"class":"C","sqlstate":"42000","message":"m","file":"shop.sql","line":1,"column":2})");
}

TEST(NearestTest, FindsANameWithOneWrongLetter) {
  EXPECT_EQ(nearest("sale", {"stores", "sales"}), "sales");
}

TEST(NearestTest, FindsANameWithTwoLettersSwapped) {
  EXPECT_EQ(nearest("form", {"item", "FROM"}), "FROM");
}

// Their lengths multiply: two names of a megabyte took hours.
TEST(NearestTest, GuessesNoNameThatNobodyTypes) {
  EXPECT_EQ(nearest(std::string(300, 'a'), {std::string(300, 'a') + "b"}), "");
}

TEST(NearestTest, DoesNotGuessWildly) { EXPECT_EQ(nearest("sale", {"inventory"}), ""); }

}  // namespace
}  // namespace tarn
