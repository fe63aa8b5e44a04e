#include "sql/lexer.h"

#include <gtest/gtest.h>

#include <string>

#include "sql/dump.h"
#include "sql/parse.h"

namespace tarn::sql {
namespace {

struct Case {
  std::string name;
  std::string literal;
  std::string value;
};

std::string name_of(const testing::TestParamInfo<Case>& test) { return test.param.name; }

class StringLiteralTest : public testing::TestWithParam<Case> {};

TEST_P(StringLiteralTest, HasTheValue) {
  const std::vector<Token> tokens = tokenize(GetParam().literal);
  ASSERT_EQ(tokens.front().kind, TokenKind::kString);
  ASSERT_EQ(tokens.size(), 2U);
  EXPECT_EQ(string_value(GetParam().literal), GetParam().value);
}

// SEMANTICS 12.5.
INSTANTIATE_TEST_SUITE_P(
    Escapes, StringLiteralTest,
    testing::Values(
        Case{"SingleQuotes", "'x'", "x"}, Case{"DoubleQuotes", "\"x\"", "x"},
        Case{"DoubledQuote", "'it''s'", "it's"}, Case{"DoubledDoubleQuote", R"("a""b")", "a\"b"},
        Case{"TheOtherQuoteIsPlain", "'a\"b'", "a\"b"}, Case{"EscapedQuote", R"('a\'b')", "a'b"},
        Case{"ControlCharacters", R"('\n\t\r\b\Z')", "\n\t\r\b\x1A"},
        Case{"Nul", R"('a\0b')", std::string("a\0b", 3)}, Case{"Backslash", R"('\\d')", R"(\d)"},
        Case{"UnknownEscapesLoseTheBackslash", R"('\q')", "q"},
        Case{"LikeEscapesAreKept", R"('\%\_')", R"(\%\_)"}, Case{"Octal", R"('\101\012')", "A\n"},
        Case{"NoOctalAbove1", R"('\201')", "201"}, Case{"FourHexDigits", R"('\u00e9')", "é"},
        Case{"ASurrogatePair", R"('\uD83D\uDE00')", "\xF0\x9F\x98\x80"},
        Case{"HalfASurrogatePair", R"('\uD83Dx')", "?x"},
        Case{"EightHexDigits", R"('\U0001F600')", "\xF0\x9F\x98\x80"},
        Case{"TooFewHexDigits", R"('\u12')", "u12"}, Case{"Raw", R"(r'\n\')", R"(\n\)"},
        Case{"RawInCapitals", R"(R"a'b")", "a'b"}, Case{"OverTwoLines", "'a\nb'", "a\nb"}),
    name_of);

TEST(WrittenStringLiteralTest, KeepsItsEscapesAndDoubledQuotes) {
  EXPECT_EQ(written_string_value(R"('a\nb''c')"), R"(a\nb''c)");
  EXPECT_EQ(written_string_value(R"(r'a\n')"), R"('a\n)");
}

std::string kinds_of(std::string_view text) {
  std::string out;
  for (const Token& token : tokenize(text)) {
    if (token.kind != TokenKind::kEnd) {
      out +=
          (out.empty() ? "" : "|") + std::string(text.substr(token.begin, token.end - token.begin));
    }
  }
  return out;
}

TEST(LexerTest, NumbersEndWhereALetterWouldMakeThemANameOrAField) {
  EXPECT_EQ(kinds_of("1a 1e 1e5 1e5x 1.e 1.5e3 a.1b 1..2 1L2 1.5abc"),
            "1a|1e|1e5|1e5x|1|.|e|1.5e3|a|.|1b|1.|.2|1L2|1|.|5abc");
}

TEST(LexerTest, TheLongestOperatorWins) {
  EXPECT_EQ(kinds_of("a<=>b::c||d->e=>f!=g<>h==i<<j>>k|>l"),
            "a|<=>|b|::|c||||d|->|e|=>|f|!=|g|<>|h|==|i|<<|j|>|>|k||>|l");
}

TEST(LexerTest, CommentsNestAndLinesContinueBehindABackslash) {
  EXPECT_EQ(kinds_of("a /* b /* c */ d */ e -- f \\\n g\nh --i"), "a|e|h");
}

TEST(LexerTest, WideSpacesAndAByteOrderMarkAreWhiteSpace) {
  EXPECT_EQ(kinds_of("\xEF\xBB\xBF"
                     "a\xC2\xA0"
                     "b\xE3\x80\x80"
                     "c"),
            "a|b|c");
}

TEST(LexerTest, BytesThatAreNoUtf8AreABadCharacterOrName) {
  EXPECT_EQ(tokenize("\x80").front().kind, TokenKind::kBadCharacter);
  EXPECT_EQ(tokenize("a\xFF").front().kind, TokenKind::kBadIdentifier);
}

TEST(LexerTest, ABacktickInANameIsDoubled) { EXPECT_EQ(quoted_name_value("`a``b`"), "a`b"); }

TEST(KeywordTest, IsFoundInAnyCaseAndNotInPart) {
  EXPECT_EQ(keyword_of("sElEcT"), Keyword::kSelect);
  EXPECT_EQ(keyword_of("SELECTS"), Keyword::kNoKeyword);
  EXPECT_EQ(keyword_of(std::string(100, 'a')), Keyword::kNoKeyword);
}

// Long inputs of few kinds of token: each must be read in time that grows with its length.
TEST(LexerTest, AMillionQuotesAreReadOnce) {
  std::string text;
  for (int i = 0; i < 500'000; ++i) {
    text += "\\'";
  }
  EXPECT_FALSE(parse_statement(Fragment::whole("SELECT " + text)));
  EXPECT_EQ(string_value("'" + std::string(1'000'000, '\'') + "'").size(), 500'000U);
}

}  // namespace
}  // namespace tarn::sql
