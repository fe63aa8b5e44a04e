#include "console/characters.h"

#include <gtest/gtest.h>

namespace tarn::console {
namespace {

TEST(CharactersTest, WideCharactersTakeTwoPlacesAndMarksNone) {
  EXPECT_EQ(display_width("tea"), 3U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("u\u0308ber"), 4U);
  EXPECT_EQ(display_width("ü"), 1U);
  EXPECT_EQ(display_width(""), 0U);
}

TEST(CharactersTest, CodePointsAndUtf8GoBothWays) {
  const std::string text = "aü日😀";
  EXPECT_EQ(code_points(text).size(), 4U);
  EXPECT_EQ(utf8_of(code_points(text)), text);
}

TEST(CharactersTest, BytesThatAreNoUtf8BecomeReplacementCharacters) {
  EXPECT_EQ(code_points("a\xFF\x62"), L"a\xFFFD\x62");
  EXPECT_EQ(utf8_of(L"\xD800"), "\xEF\xBF\xBD");
}

TEST(CharactersTest, ControlCharactersNeitherBreakALineNorReachTheTerminal) {
  EXPECT_EQ(on_one_line("a\nb\tc\rd\x1B[31m\x7F"), "a\\nb\\tc\\rd\\u001b[31m\\u007f");
  EXPECT_EQ(on_one_line("日 ok"), "日 ok");
}

}  // namespace
}  // namespace tarn::console
