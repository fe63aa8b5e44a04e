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

TEST(NearestTest, DoesNotGuessWildly) { EXPECT_EQ(nearest("sale", {"inventory"}), ""); }

}  // namespace
}  // namespace tarn
