#include "format/text_decoder.h"

#include <gtest/gtest.h>

namespace tarn::format {
namespace {

std::string read_file(const std::string& file, TextOptions options = {}) {
  TextDecoder decoder(std::move(options));
  types::Batch batch = types::Batch::empty(decoder.schema());
  decoder.begin_file("in.txt");
  EXPECT_TRUE(decoder.feed(file, batch));
  EXPECT_TRUE(decoder.end_file(batch));
  std::string text;
  for (size_t row = 0; row < batch.rows; ++row) {
    text += "<" + std::string(batch.columns[0].bytes_at(row)) + ">";
  }
  return text;
}

TEST(TextDecoderTest, ALineIsARow) { EXPECT_EQ(read_file("a\nb\r\nc\rd"), "<a><b><c><d>"); }

TEST(TextDecoderTest, ALineEndAtTheEndOpensNoRow) { EXPECT_EQ(read_file("a\n"), "<a>"); }

TEST(TextDecoderTest, EmptyLinesAreRows) { EXPECT_EQ(read_file("\n\n"), "<><>"); }

TEST(TextDecoderTest, AByteOrderMarkIsDropped) {
  EXPECT_EQ(read_file("\xEF\xBB\xBF"
                      "a\nb"),
            "<a><b>");
}

TEST(TextDecoderTest, OwnSeparator) {
  EXPECT_EQ(read_file("a|b\n|", {.line_separator = "|"}), "<a><b\n>");
}

TEST(TextDecoderTest, WholeFilesAreRowsUnlessTheyAreEmpty) {
  EXPECT_EQ(read_file("a\nb\n", {.whole_text = true}), "<a\nb\n>");
  EXPECT_EQ(read_file("", {.whole_text = true}), "");
}

TEST(TextDecoderTest, BytesThatAreNotUtf8AreReplacedAndCounted) {
  TextDecoder decoder({});
  types::Batch batch = types::Batch::empty(decoder.schema());
  decoder.begin_file("in.txt");
  ASSERT_TRUE(decoder.feed("x\xFFy\n", batch));
  EXPECT_EQ(batch.columns[0].bytes_at(0), "x\xEF\xBF\xBDy");
  EXPECT_EQ(decoder.counts().invalid_utf8, 1U);
}

TEST(TextOptionsTest, AnEmptySeparatorIsRefused) {
  EXPECT_FALSE(parse_text_options({{"lineSep", ""}}));
  const auto parsed = parse_text_options({{"wholeText", "true"}, {"other", "1"}});
  ASSERT_TRUE(parsed);
  EXPECT_TRUE(parsed->options.whole_text);
  EXPECT_EQ(parsed->unknown, std::vector<std::string>{"other"});
}

}  // namespace
}  // namespace tarn::format
