#include "sql/lexer.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace tarn::sql {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
constexpr bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The bytes of the character at the front of `text`; 1 for bytes that are no UTF-8.
size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  const std::string_view tail = text.substr(1, wanted - 1);
  const bool complete = tail.size() == wanted - 1 && std::ranges::all_of(tail, [](char c) {
                          return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
                        });
  return complete ? wanted : 1;
}

uint32_t code_point(std::string_view character) {
  if (character.size() == 1) {
    return static_cast<unsigned char>(character.front());
  }
  uint32_t value = static_cast<unsigned char>(character.front()) & (0x7Fu >> character.size());
  for (const char c : character.substr(1)) {
    value = value << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
  }
  return value;
}

bool is_wide_space(uint32_t c) {
  return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

// What no name has without backticks: the typographic quotes that word processors leave in SQL,
// combining marks, emoji. Of bytes that are no UTF-8 those which could begin a letter pass for one:
// they are reported with their word.
bool is_foreign(uint32_t c, size_t length) {
  return length == 1 ? c < 0xC0 : u_isalpha(static_cast<UChar32>(c)) == 0;
}

struct SymbolText {
  std::string_view text;
  Symbol symbol;
};

// Longer ones first.
constexpr std::array kSymbols = {
    SymbolText{"<=>", Symbol::kNullSafeEqual},
    SymbolText{"::", Symbol::kDoubleColon},
    SymbolText{"||", Symbol::kDoublePipe},
    SymbolText{"|>", Symbol::kPipeArrow},
    SymbolText{"==", Symbol::kEqual},
    SymbolText{"=>", Symbol::kFatArrow},
    SymbolText{"<>", Symbol::kNotEqual},
    SymbolText{"!=", Symbol::kNotEqual},
    SymbolText{"!<", Symbol::kGreaterOrEqual},
    SymbolText{"!>", Symbol::kLessOrEqual},
    SymbolText{"<=", Symbol::kLessOrEqual},
    SymbolText{">=", Symbol::kGreaterOrEqual},
    SymbolText{"<<", Symbol::kShiftLeft},
    SymbolText{"->", Symbol::kArrow},
    SymbolText{"(", Symbol::kLeftParen},
    SymbolText{")", Symbol::kRightParen},
    SymbolText{"[", Symbol::kLeftBracket},
    SymbolText{"]", Symbol::kRightBracket},
    SymbolText{",", Symbol::kComma},
    SymbolText{".", Symbol::kDot},
    SymbolText{";", Symbol::kSemicolon},
    SymbolText{":", Symbol::kColon},
    SymbolText{"?", Symbol::kQuestion},
    SymbolText{"+", Symbol::kPlus},
    SymbolText{"-", Symbol::kMinus},
    SymbolText{"*", Symbol::kStar},
    SymbolText{"/", Symbol::kSlash},
    SymbolText{"%", Symbol::kPercent},
    SymbolText{"&", Symbol::kAmpersand},
    SymbolText{"|", Symbol::kPipe},
    SymbolText{"^", Symbol::kCaret},
    SymbolText{"~", Symbol::kTilde},
    SymbolText{"!", Symbol::kBang},
    SymbolText{"=", Symbol::kEqual},
    SymbolText{"<", Symbol::kLess},
    SymbolText{">", Symbol::kGreater},
};

size_t digits_from(std::string_view text, size_t at) {
  while (at < text.size() && is_digit(text[at])) {
    ++at;
  }
  return at;
}

// The end of [eE][+-]?digits at `at`, or `at` where there is none.
size_t exponent_from(std::string_view text, size_t at) {
  if (at >= text.size() || (text[at] != 'e' && text[at] != 'E')) {
    return at;
  }
  size_t digits = at + 1;
  if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) {
    ++digits;
  }
  const size_t end = digits_from(text, digits);
  return end > digits ? end : at;
}

// Length and kind of the number at the front of `text`: the longest that Spark's lexer would take.
// A number with a dot may not run into a letter: 1.e is 1, dot, e.
std::pair<size_t, TokenKind> number_at(std::string_view text) {
  const size_t whole = digits_from(text, 0);
  std::pair<size_t, TokenKind> best = {whole, TokenKind::kInteger};
  const auto consider = [&](size_t end, TokenKind kind) {
    if (end > best.first) {
      best = {end, kind};
    }
  };
  const auto consider_fractions = [&](size_t mantissa, bool must_end) {
    const auto fits = [&](size_t end) {
      return !must_end || end >= text.size() || !(is_word(text[end]) || is_beyond_ascii(text[end]));
    };
    const size_t exponent = exponent_from(text, mantissa);
    const char suffix = exponent < text.size() ? text[exponent] : '\0';
    const char second = exponent + 1 < text.size() ? text[exponent + 1] : '\0';
    if (exponent > mantissa && fits(exponent)) {
      consider(exponent, TokenKind::kExponent);
    }
    if ((suffix == 'd' || suffix == 'D') && fits(exponent + 1)) {
      consider(exponent + 1, TokenKind::kDouble);
    }
    if ((suffix == 'f' || suffix == 'F') && fits(exponent + 1)) {
      consider(exponent + 1, TokenKind::kFloat);
    }
    if ((suffix == 'b' || suffix == 'B') && (second == 'd' || second == 'D') &&
        fits(exponent + 2)) {
      consider(exponent + 2, TokenKind::kBigDecimal);
    }
    if (must_end && fits(mantissa)) {
      consider(mantissa, TokenKind::kDecimal);
    }
  };
  if (whole > 0) {
    switch (whole < text.size() ? text[whole] : '\0') {
      case 'l':
      case 'L':
        consider(whole + 1, TokenKind::kLong);
        break;
      case 's':
      case 'S':
        consider(whole + 1, TokenKind::kShort);
        break;
      case 'y':
      case 'Y':
        consider(whole + 1, TokenKind::kByte);
        break;
      default:
        break;
    }
    consider_fractions(whole, false);
  }
  if (whole < text.size() && text[whole] == '.') {
    const size_t fraction = digits_from(text, whole + 1);
    if (whole > 0 || fraction > whole + 1) {
      consider_fractions(fraction, true);
    }
  }
  return best;
}

}  // namespace

Scanner::Scanner(std::string_view text) : text_(text) {
  CHECK(text.size() < UINT32_MAX);
  if (text_.starts_with(kByteOrderMark)) {
    position_ = kByteOrderMark.size();
  }
}

char Scanner::peek(size_t ahead) const {
  return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
}

Token Scanner::token(TokenKind kind, size_t end) {
  const Token out = {
      .kind = kind, .begin = static_cast<uint32_t>(position_), .end = static_cast<uint32_t>(end)};
  position_ = end;
  return out;
}

Token Scanner::next() {
  while (position_ < text_.size() && is_space(text_[position_])) {
    ++position_;
  }
  if (position_ >= text_.size()) {
    return token(TokenKind::kEnd, text_.size());
  }
  const char c = peek();
  if (is_beyond_ascii(c)) {
    return beyond_ascii();
  }
  if (c == '\'' || c == '"' || c == '`') {
    return quoted(c, 0);
  }
  if ((c == 'r' || c == 'R') && (peek(1) == '\'' || peek(1) == '"')) {
    return quoted(peek(1), 1);
  }
  if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
    return number_or_word();
  }
  if (is_word(c)) {
    return word();
  }
  if (c == '-' && peek(1) == '-') {
    return comment_line();
  }
  if (c == '/' && peek(1) == '*') {
    return comment_bracketed();
  }
  return symbol();
}

// A backslash before the end of the line carries the comment over to the next.
Token Scanner::comment_line() {
  size_t end = position_;
  while (true) {
    end = text_.find('\n', end);
    if (end == std::string_view::npos) {
      return token(TokenKind::kComment, text_.size());
    }
    if (text_[end - 1] != '\\') {
      return token(TokenKind::kComment, end);
    }
    ++end;
  }
}

Token Scanner::comment_bracketed() {
  size_t depth = 0;
  size_t at = position_;
  while (at + 1 < text_.size()) {
    const std::string_view pair = text_.substr(at, 2);
    if (pair == "/*") {
      ++depth;
      at += 2;
    } else if (pair == "*/") {
      --depth;
      at += 2;
      if (depth == 0) {
        return token(TokenKind::kComment, at);
      }
    } else {
      ++at;
    }
  }
  return token(TokenKind::kUnclosedComment, text_.size());
}

// A quote without a partner is a bad character, and what follows it is read on its own, so that
// the `;` behind it still ends the statement.
Token Scanner::quoted(char quote, size_t prefix) {
  const bool raw = prefix > 0;
  const bool escapes = !raw && quote != '`';
  bool& known_unclosed = unclosed_[static_cast<size_t>(quote)];
  size_t at = position_ + prefix + 1;
  while (!known_unclosed && at < text_.size()) {
    const char c = text_[at];
    if (c == '\\' && escapes) {
      at += 2;
    } else if (c != quote) {
      ++at;
    } else if (!raw && at + 1 < text_.size() && text_[at + 1] == quote) {
      at += 2;
    } else {
      return token(quote == '`' ? TokenKind::kQuotedName : TokenKind::kString, at + 1);
    }
  }
  known_unclosed = true;
  position_ += prefix;
  return token(TokenKind::kBadCharacter, position_ + 1);
}

Token Scanner::number_or_word() {
  const auto [length, kind] = number_at(rest());
  size_t word_length = 0;
  while (is_word(peek(word_length))) {
    ++word_length;
  }
  if (length == 0 && word_length == 0) {
    return symbol();  // the dot of a.1b
  }
  if (word_length > length) {
    return word();
  }
  return token(kind, position_ + length);
}

Token Scanner::word() {
  size_t end = position_;
  bool plain = true;
  while (end < text_.size() && (is_word(text_[end]) || is_beyond_ascii(text_[end]))) {
    if (is_beyond_ascii(text_[end])) {
      const size_t length = character_length(text_.substr(end));
      const uint32_t point = code_point(text_.substr(end, length));
      if (is_wide_space(point) || is_foreign(point, length)) {
        break;
      }
      plain = false;
      end += length;
    } else {
      ++end;
    }
  }
  Token out = token(plain ? TokenKind::kWord : TokenKind::kBadIdentifier, end);
  if (plain) {
    out.keyword = keyword_of(text_.substr(out.begin, out.end - out.begin));
  }
  return out;
}

Token Scanner::beyond_ascii() {
  const size_t length = character_length(rest());
  const uint32_t point = code_point(rest().substr(0, length));
  if (is_wide_space(point)) {
    // White space like any other: given as a comment, which every reader leaves out.
    return token(TokenKind::kComment, position_ + length);
  }
  if (is_foreign(point, length)) {
    return token(TokenKind::kBadCharacter, position_ + length);
  }
  return word();
}

Token Scanner::symbol() {
  for (const SymbolText& candidate : kSymbols) {
    if (rest().starts_with(candidate.text)) {
      Token out = token(TokenKind::kSymbol, position_ + candidate.text.size());
      out.symbol = candidate.symbol;
      return out;
    }
  }
  return token(TokenKind::kBadCharacter, position_ + 1);
}

std::vector<Token> tokenize(std::string_view text) {
  Scanner scanner(text);
  std::vector<Token> tokens;
  tokens.reserve(text.size() / 5 + 2);
  while (true) {
    const Token token = scanner.next();
    if (token.kind == TokenKind::kComment) {
      continue;
    }
    tokens.push_back(token);
    if (token.kind == TokenKind::kEnd) {
      return tokens;
    }
    if (token.kind >= TokenKind::kUnclosedComment) {
      const auto end = static_cast<uint32_t>(text.size());
      tokens.push_back({.kind = TokenKind::kEnd, .begin = end, .end = end});
      return tokens;
    }
  }
}

}  // namespace tarn::sql
