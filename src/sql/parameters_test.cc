#include "sql/parameters.h"

#include <gtest/gtest.h>

namespace tarn::sql {
namespace {

Fragment bound(const std::string& text, const Parameters& parameters) {
  auto source = std::make_shared<SourceText>();
  source->text = text;
  return bind_parameters(source, {0, static_cast<uint32_t>(text.size())}, parameters);
}

TEST(ParametersTest, NamesAndPlacesGetTheirValues) {
  EXPECT_EQ(bound("SELECT :a, :b + 1", {.named = {{"a", "1"}, {"b", "2"}}}).text(),
            "SELECT 1, 2 + 1");
  EXPECT_EQ(bound("SELECT ?, ? LIMIT ?", {.positional = {"1", "'x'", "3"}}).text(),
            "SELECT 1, 'x' LIMIT 3");
}

TEST(ParametersTest, AMarkerInAStringOrACommentIsNone) {
  EXPECT_EQ(bound("SELECT ':a', '?' -- :a ?\n, :a", {.named = {{"a", "1"}}}).text(),
            "SELECT ':a', '?' -- :a ?\n, 1");
}

TEST(ParametersTest, APathIntoAValueIsNoMarker) {
  EXPECT_EQ(bound("SELECT raw:a, raw::a, :a", {.named = {{"a", "1"}}}).text(),
            "SELECT raw:a, raw::a, 1");
}

TEST(ParametersTest, AMarkerWithoutAValueStays) {
  EXPECT_EQ(bound("SELECT :a, :b", {.named = {{"a", "1"}}}).text(), "SELECT 1, :b");
  EXPECT_EQ(bound("SELECT ?, ?", {.positional = {"1"}}).text(), "SELECT 1, ?");
}

TEST(ParametersTest, ANegativeNumberDoesNotBecomeAComment) {
  EXPECT_EQ(bound("SELECT 1-:a", {.named = {{"a", "-5"}}}).text(), "SELECT 1- -5");
}

TEST(ParametersTest, APlaceBehindAValueIsTheFilesOwn) {
  const Fragment fragment = bound("SELECT :a, nope", {.named = {{"a", "'a long text'"}}});
  const auto at = static_cast<uint32_t>(fragment.text().find("nope"));
  EXPECT_EQ(fragment.source_span(at, at + 4).begin, 11U);
}

TEST(ParametersTest, ATextBecomesALiteralOfItself) {
  EXPECT_EQ(literal_of_text("it's a \\"), "'it\\'s a \\\\'");
}

}  // namespace
}  // namespace tarn::sql
