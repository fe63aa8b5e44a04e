#include "sql/parser.h"

#include <algorithm>
#include <charconv>

#include "sql/item_end.h"
#include "sql/reserved_words.h"

namespace tarn::sql {
namespace {

constexpr std::string_view kSyntaxErrorState = "42601";

// Words that are a clause or an operator unless what follows shows that they name something.
bool is_hard(Keyword keyword) {
  switch (keyword) {
    case Keyword::kFrom:
    case Keyword::kWhere:
    case Keyword::kGroup:
    case Keyword::kHaving:
    case Keyword::kOrder:
    case Keyword::kLimit:
    case Keyword::kSelect:
    case Keyword::kUnion:
    case Keyword::kIntersect:
    case Keyword::kExcept:
    case Keyword::kOn:
    case Keyword::kUsing:
    case Keyword::kJoin:
    case Keyword::kAnd:
    case Keyword::kOr:
    case Keyword::kThen:
    case Keyword::kElse:
    case Keyword::kWhen:
    case Keyword::kEnd:
    case Keyword::kAs:
    case Keyword::kBy:
    case Keyword::kCase:
    case Keyword::kNot:
    case Keyword::kIs:
    case Keyword::kBetween:
    case Keyword::kIn:
      return true;
    default:
      return false;
  }
}

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

bool Parser::at_identifier() const {
  if (current().kind != TokenKind::kWord) {
    return current().kind == TokenKind::kQuotedName;
  }
  if (!fragment_.reading().reserves_words || !is_reserved(text(current()))) {
    return true;
  }
  // left('abc', 2), CAST(..): calls that begin with reserved words.
  return ahead().symbol == Symbol::kLeftParen &&
         (at(Keyword::kLeft) || at(Keyword::kRight) || at(Keyword::kFilter) || at(Keyword::kCast));
}

// True where `following` can stand behind a name that is complete, and not behind the first word
// of a clause.
bool Parser::is_name_before(const Token& following) const {
  switch (following.kind) {
    case TokenKind::kEnd:
      return true;
    case TokenKind::kSymbol:
      return following.symbol != Symbol::kLeftParen && following.symbol != Symbol::kQuestion &&
             following.symbol != Symbol::kTilde && following.symbol != Symbol::kBang;
    case TokenKind::kWord:
      switch (following.keyword) {
        case Keyword::kAs:
        case Keyword::kFrom:
        case Keyword::kWhere:
        case Keyword::kIs:
        case Keyword::kIn:
          return true;
        case Keyword::kLike:
        case Keyword::kIlike:
        case Keyword::kRlike:
        case Keyword::kRegexp:
          // They are functions, too: SELECT DISTINCT regexp(a, 'x'). Behind a word stands the end.
          return (&following + 1)->symbol != Symbol::kLeftParen ||
                 (&following + 1)->kind != TokenKind::kSymbol;
        case Keyword::kBetween:
        case Keyword::kAnd:
        case Keyword::kOr:
        case Keyword::kThen:
        case Keyword::kElse:
        case Keyword::kWhen:
        case Keyword::kEnd:
        case Keyword::kAsc:
        case Keyword::kDesc:
        case Keyword::kNulls:
        case Keyword::kDiv:
          return true;
        default:
          return false;
      }
    default:
      return false;
  }
}

// A word that may be a column or table here: FROM in `SELECT from FROM t`, not in `SELECT FROM t`.
bool Parser::at_name_not_clause() const {
  if (!at_identifier()) {
    return false;
  }
  if (!is_hard(current().keyword)) {
    return true;
  }
  // SELECT FROM t: a column `FROM` that is called t, where nothing of a FROM clause follows.
  if (at(Keyword::kFrom) && ahead().kind == TokenKind::kWord && !begins_clause(ahead().keyword)) {
    const Token& behind = ahead(2);
    if (behind.kind == TokenKind::kEnd || behind.symbol == Symbol::kSemicolon ||
        behind.symbol == Symbol::kRightParen || behind.symbol == Symbol::kComma ||
        behind.keyword == Keyword::kWhere || behind.keyword == Keyword::kFrom) {
      return true;
    }
  }
  const Symbol next = ahead().symbol;
  if (at(Keyword::kSelect) && (next == Symbol::kStar || next == Symbol::kMinus ||
                               next == Symbol::kPlus || next == Symbol::kColon)) {
    return false;
  }
  return is_name_before(ahead());
}

Identifier Parser::plain_identifier() {
  if (!at_identifier()) {
    fail_expected("a name");
  }
  const Token& token = current();
  const bool quoted = token.kind == TokenKind::kQuotedName;
  Identifier out = {.name = quoted ? quoted_name_value(text(token)) : std::string(text(token)),
                    .span = span_of(token),
                    .quoted = quoted};
  advance();
  return out;
}

// Behind a name that is no expression: my-table is written in backticks.
void Parser::refuse_hyphen() const {
  const Token& behind = ahead();
  if (!at(Symbol::kMinus) || behind.kind != TokenKind::kWord) {
    return;
  }
  const Token& before = tokens_[position_ - 1];
  const std::string written(
      std::string_view(fragment_.text()).substr(before.begin, behind.end - before.begin));
  fail("INVALID_IDENTIFIER", "42602",
       "The unquoted identifier " + written + " is invalid and must be back quoted as: `" +
           written + "`",
       joined(span_of(before), span_of(behind)));
}

// An alias without AS. A word that could begin a clause is an alias only where the next token
// leaves no other reading; Spark's grammar decides by the whole rest of the text.
std::optional<Identifier> Parser::implicit_alias(AliasPlace place) {
  if (!at_identifier()) {
    return std::nullopt;
  }
  const Keyword keyword = current().keyword;
  if (place == AliasPlace::kTable && is_strict(keyword)) {
    return std::nullopt;
  }
  // FROM t INSERT INTO ..
  if (keyword == Keyword::kInsert &&
      (ahead().keyword == Keyword::kInto || ahead().keyword == Keyword::kOverwrite)) {
    return std::nullopt;
  }
  if (at_all({Keyword::kGrouping, Keyword::kSets}) && ahead(2).symbol == Symbol::kLeftParen) {
    return std::nullopt;
  }
  if (begins_clause(keyword)) {
    const Token& next = ahead();
    // WHERE on = 1 and its kin: these begin a condition, whatever word it begins with.
    const bool takes_condition =
        keyword == Keyword::kWhere || keyword == Keyword::kHaving || keyword == Keyword::kQualify;
    const bool clause_follows = place == AliasPlace::kSelectItem
                                    ? next.keyword == Keyword::kFrom
                                    : next.keyword == Keyword::kWhere ||
                                          next.keyword == Keyword::kOn ||
                                          next.keyword == Keyword::kJoin;
    // FROM t ORDER (a, b): BY would have to follow.
    const bool wants_by = keyword == Keyword::kOrder || keyword == Keyword::kGroup ||
                          keyword == Keyword::kSort || keyword == Keyword::kCluster ||
                          keyword == Keyword::kDistribute;
    const bool names_columns =
        place == AliasPlace::kTable && wants_by && next.symbol == Symbol::kLeftParen;
    const bool ends =
        (ends_item(next) && (keyword != Keyword::kWhere || next.kind != TokenKind::kEnd)) ||
        names_columns || (!takes_condition && clause_follows);
    if (!ends) {
      return std::nullopt;
    }
  }
  implicit_alias_at_ = position_;
  return identifier();
}

Name Parser::dotted_name() {
  const size_t first = start();
  Name out;
  out.parts.push_back(identifier());
  while (at(Symbol::kDot) &&
         (ahead().kind == TokenKind::kWord || ahead().kind == TokenKind::kQuotedName)) {
    advance();
    out.parts.push_back(plain_identifier());
  }
  out.span = span_from(first);
  return out;
}

// (a, b)
std::vector<Identifier> Parser::identifier_list() {
  std::vector<Identifier> out;
  expect(Symbol::kLeftParen);
  do {
    out.push_back(identifier());
  } while (accept(Symbol::kComma));
  expect(Symbol::kRightParen);
  return out;
}

// (a, b.c)
std::vector<Name> Parser::name_list() {
  std::vector<Name> out;
  expect(Symbol::kLeftParen);
  do {
    out.push_back(dotted_name());
  } while (accept(Symbol::kComma));
  expect(Symbol::kRightParen);
  return out;
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
