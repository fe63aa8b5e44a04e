#include "sql/parser.h"

#include <algorithm>
#include <charconv>

namespace tarn::sql {
namespace {

constexpr std::string_view kSyntaxErrorState = "42601";

// Words that are worth offering for a misspelt one.
std::vector<std::string> suggestions() {
  std::vector<std::string> out;
#define TARN_SQL_SUGGESTION(name, text)     \
  if (std::string_view(text).size() >= 4) { \
    out.emplace_back(text);                 \
  }
  TARN_SQL_KEYWORDS(TARN_SQL_SUGGESTION)
#undef TARN_SQL_SUGGESTION
  return out;
}

}  // namespace

Parser::Parser(const Fragment& fragment, const NameConstants* constants)
    : fragment_(fragment),
      constants_(constants),
      tokens_(tokenize(fragment.text())),
      closing_(tokens_.size()) {
  std::vector<uint32_t> open;
  for (uint32_t i = 0; i < tokens_.size(); ++i) {
    if (fragment.reading().double_quoted_names && tokens_[i].kind == TokenKind::kString &&
        text(tokens_[i]).front() == '"') {
      tokens_[i].kind = TokenKind::kQuotedName;
    }
    closing_[i] = static_cast<uint32_t>(tokens_.size() - 1);
    if (tokens_[i].symbol == Symbol::kLeftParen) {
      open.push_back(i);
    } else if (tokens_[i].symbol == Symbol::kRightParen && !open.empty()) {
      closing_[open.back()] = i;
      open.pop_back();
    }
  }
}

const Token& Parser::ahead(size_t count) const {
  return tokens_[std::min(position_ + count, tokens_.size() - 1)];
}

std::string_view Parser::text(const Token& token) const {
  return std::string_view(fragment_.text()).substr(token.begin, token.end - token.begin);
}

bool Parser::at_all(std::initializer_list<Keyword> keywords) const {
  size_t i = 0;
  return std::ranges::all_of(keywords,
                             [&](Keyword keyword) { return ahead(i++).keyword == keyword; });
}

bool Parser::is_word(const Token& token, std::string_view upper) const {
  return token.kind == TokenKind::kWord && equals_ignoring_case(text(token), upper);
}

bool Parser::at_word(std::string_view upper) const { return is_word(current(), upper); }

bool Parser::accept(Keyword keyword) {
  if (!at(keyword)) {
    return false;
  }
  advance();
  return true;
}

bool Parser::accept(Symbol symbol) {
  if (!at(symbol)) {
    return false;
  }
  advance();
  return true;
}

bool Parser::accept_all(std::initializer_list<Keyword> keywords) {
  if (!at_all(keywords)) {
    return false;
  }
  position_ += keywords.size();
  return true;
}

bool Parser::accept_word(std::string_view upper) {
  if (!at_word(upper)) {
    return false;
  }
  advance();
  return true;
}

void Parser::expect(Keyword keyword) {
  if (!accept(keyword)) {
    fail_expected(text_of(keyword));
  }
}

void Parser::expect(Symbol symbol) {
  if (accept(symbol)) {
    return;
  }
  switch (symbol) {
    case Symbol::kLeftParen:
      fail_expected("'('");
    case Symbol::kRightParen:
      fail_expected("')'");
    case Symbol::kRightBracket:
      fail_expected("']'");
    case Symbol::kEqual:
      fail_expected("'='");
    case Symbol::kGreater:
      fail_expected("'>'");
    case Symbol::kLess:
      fail_expected("'<'");
    case Symbol::kComma:
      fail_expected("','");
    default:
      fail_at(current());
  }
}

void Parser::advance() {
  if (!at_end()) {
    ++position_;
  }
}

Span Parser::span_of(const Token& token) const {
  return fragment_.source_span(token.begin, token.end);
}

Span Parser::span_from(size_t first_token) const {
  const Token& first = tokens_[first_token];
  const Token& last = position_ > first_token ? tokens_[position_ - 1] : first;
  return fragment_.source_span(first.begin, last.end);
}

std::string Parser::text_from(size_t first_token) const {
  if (position_ <= first_token) {
    return {};
  }
  const uint32_t begin = tokens_[first_token].begin;
  return fragment_.text().substr(begin, tokens_[position_ - 1].end - begin);
}

void Parser::accept_semicolons() {
  while (accept(Symbol::kSemicolon)) {
  }
}

void Parser::expect_end() {
  if (at(Keyword::kCreate)) {
    fail_at(current(), "is a ';' missing before it?");
  }
  if (!at_end()) {
    fail_at(current());
  }
}

void Parser::fail(std::string condition, std::string sqlstate, std::string message, Span span,
                  std::string hint) const {
  throw ParseFailure{{.condition = std::move(condition),
                      .sqlstate = std::move(sqlstate),
                      .message = std::move(message),
                      .hint = std::move(hint),
                      .source = fragment_.source(),
                      .span = span}};
}

void Parser::fail_at(const Token& token, std::string hint) const {
  const std::string word(text(token));
  switch (token.kind) {
    case TokenKind::kUnclosedComment:
      fail("UNCLOSED_BRACKETED_COMMENT", std::string(kSyntaxErrorState),
           "Found an unclosed bracketed comment", span_of(token), "append */ at its end");
    case TokenKind::kBadIdentifier:
      fail("INVALID_IDENTIFIER", "42602",
           "The unquoted identifier " + word + " is invalid and must be back quoted as: `" + word +
               "`",
           span_of(token));
    case TokenKind::kEnd:
      fail("PARSE_SYNTAX_ERROR", std::string(kSyntaxErrorState),
           "Syntax error at or near end of input", span_of(token), std::move(hint));
    case TokenKind::kBadCharacter:
      if (word == "'" || word == "\"" || word == "`") {
        hint = "this quote is never closed";
      }
      break;
    default:
      if (std::string spelling = spelling_hint(token); !spelling.empty()) {
        hint = std::move(spelling);
      }
  }
  fail("PARSE_SYNTAX_ERROR", std::string(kSyntaxErrorState),
       "Syntax error at or near '" + word + "'", span_of(token), std::move(hint));
}

void Parser::fail_expected(std::string_view expected) const {
  fail_at(current(), "expected " + std::string(expected));
}

void Parser::fail_unsupported(std::string_view what, Span span) const {
  fail("UNSUPPORTED_FEATURE", "0A000", std::string(what) + " is not supported", span);
}

void Parser::fail_too_deep(int levels, Span span) const {
  fail("FAILED_TO_PARSE_TOO_COMPLEX", "54001",
       "The statement is too complex to parse: it is nested more than " + std::to_string(levels) +
           " levels deep",
       span);
}

void Parser::fail_empty() const {
  fail("PARSE_EMPTY_STATEMENT", "42617", "Syntax error, unexpected empty statement",
       span_of(current()));
}

// The failing word may be misspelt, or the word before it was, and was taken for an alias.
std::string Parser::spelling_hint(const Token& token) const {
  const auto suggest = [&](const Token& wrong) -> std::string {
    if (wrong.kind != TokenKind::kWord || wrong.keyword != Keyword::kNoKeyword) {
      return {};
    }
    const std::vector<std::string> known = suggestions();
    const std::string found = nearest(text(wrong), known);
    if (found.empty()) {
      return {};
    }
    const std::string hint = "did you mean '" + found + "'";
    return &wrong == &token ? hint + "?" : hint + " instead of '" + std::string(text(wrong)) + "'?";
  };
  if (std::string hint = suggest(token); !hint.empty()) {
    return hint;
  }
  const bool follows_alias =
      implicit_alias_at_ < tokens_.size() - 1 && &tokens_[implicit_alias_at_ + 1] == &token;
  return follows_alias ? suggest(tokens_[implicit_alias_at_]) : std::string();
}

std::string Parser::string_value(const Token& token) const {
  return fragment_.reading().escapes == StringEscapes::kAsWritten
             ? written_string_value(text(token))
             : sql::string_value(text(token));
}

// One string, or several beside each other, which are one.
std::string Parser::string() {
  if (!at_string()) {
    fail_expected("a string literal");
  }
  std::string out;
  while (at_string()) {
    out += string_value(current());
    advance();
  }
  return out;
}

int64_t Parser::unsigned_integer() {
  if (current().kind != TokenKind::kInteger) {
    fail_expected("an integer");
  }
  const std::string_view digits = text(current());
  int64_t out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (error != std::errc()) {
    fail_at(current(), "expected an integer below 2^63");
  }
  advance();
  return out;
}

ExpressionPtr Parser::make(size_t first_token, ExpressionNode node) {
  return make(span_from(first_token), std::move(node));
}

ExpressionPtr Parser::make(Span span, ExpressionNode node) {
  auto out = std::make_unique<Expression>(span, std::move(node));
  if (out->depth > kMaxTreeDepth) {
    fail("FAILED_TO_PARSE_TOO_COMPLEX", "54001",
         "The statement is too complex to parse: an expression is nested more than " +
             std::to_string(kMaxTreeDepth) + " levels deep",
         span);
  }
  deepest_ = std::max(deepest_, out->depth);
  return out;
}

Span Parser::joined(Span first, Span last) const {
  return {std::min(first.begin, last.begin), std::max(first.end, last.end)};
}

Parser::Nesting::Nesting(Parser& parser) : parser_(parser) {
  if (++parser_.nesting_ > kMaxNesting) {
    --parser_.nesting_;
    parser_.fail("FAILED_TO_PARSE_TOO_COMPLEX", "54001",
                 "The statement is too complex to parse: it is nested more than " +
                     std::to_string(kMaxNesting) + " levels deep",
                 parser_.span_of(parser_.current()));
  }
}

}  // namespace tarn::sql
