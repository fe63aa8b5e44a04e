// Names: which words may be one at a place, aliases without AS, lists of names. IDENTIFIER() stands
// in parser_identifier.cc.

#include "sql/item_end.h"
#include "sql/keyword.h"
#include "sql/parser.h"
#include "sql/reserved_words.h"

namespace tarn::sql {
namespace {

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

}  // namespace

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
    // FROM t WHERE ORDER BY a: no condition begins with ORDER BY.
    const bool by_follows =
        takes_condition && begins_clause(next.keyword) && ahead(2).keyword == Keyword::kBy;
    const bool ends =
        ends_item(next) || names_columns || by_follows || (!takes_condition && clause_follows);
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

}  // namespace tarn::sql
