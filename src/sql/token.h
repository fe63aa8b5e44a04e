// The pieces that SQL text is made of.

#pragma once

#include <cstdint>

#include "sql/keyword.h"

namespace tarn::sql {

enum class TokenKind : uint8_t {
  kEnd,
  kWord,             // an identifier or a keyword
  kQuotedName,       // `a b`
  kString,           // 'x', "x", r'x'
  kInteger,          // 12
  kLong,             // 12L
  kShort,            // 12S
  kByte,             // 12Y
  kDecimal,          // 1.5 .5 5.
  kExponent,         // 1e3: a DOUBLE
  kDouble,           // 1.5D
  kFloat,            // 1.5F
  kBigDecimal,       // 1.5BD
  kSymbol,           // an operator or punctuation: see Token::symbol
  kComment,          // also a hint; the lexer leaves it out
  kUnclosedComment,  // to the end of the text
  kBadIdentifier,    // letters beyond ASCII outside of backticks
  kBadCharacter,     // nothing begins with this; also a quote that never closes
};

// `>` always stands alone, so that array<array<int>> closes twice; the parser joins `>>` and `>>>`.
enum class Symbol : uint8_t {
  kNoSymbol,
  kLeftParen,
  kRightParen,
  kLeftBracket,
  kRightBracket,
  kComma,
  kDot,
  kSemicolon,
  kColon,
  kDoubleColon,
  kQuestion,
  kPlus,
  kMinus,
  kStar,
  kSlash,
  kPercent,
  kAmpersand,
  kPipe,
  kDoublePipe,
  kPipeArrow,  // |>
  kCaret,
  kTilde,
  kBang,
  kEqual,  // = and ==
  kNullSafeEqual,
  kNotEqual,  // <> and !=
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kShiftLeft,
  kArrow,     // ->
  kFatArrow,  // =>
};

// Bytes [begin, end) of the text that was scanned.
struct Token {
  TokenKind kind = TokenKind::kEnd;
  Symbol symbol = Symbol::kNoSymbol;
  Keyword keyword = Keyword::kNoKeyword;
  uint32_t begin = 0;
  uint32_t end = 0;
};

}  // namespace tarn::sql
