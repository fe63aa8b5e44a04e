// What operators join: names, literals, calls, CASE, CAST, parentheses, subqueries, lambdas.

#include "sql/parser.h"

namespace tarn::sql {

ExpressionPtr Parser::primary() {
  const Token& token = current();
  switch (token.kind) {
    case TokenKind::kInteger:
    case TokenKind::kLong:
    case TokenKind::kShort:
    case TokenKind::kByte:
    case TokenKind::kDecimal:
    case TokenKind::kExponent:
    case TokenKind::kDouble:
    case TokenKind::kFloat:
    case TokenKind::kBigDecimal:
      return number(false);
    case TokenKind::kString:
      return string_literal();
    case TokenKind::kSymbol:
      break;
    case TokenKind::kWord:
    case TokenKind::kQuotedName:
      return named_primary();
    default:
      fail_expected("an expression");
  }
  switch (token.symbol) {
    case Symbol::kLeftParen:
      return parenthesised();
    case Symbol::kStar:
      return star(std::nullopt, start());
    case Symbol::kColon:
    case Symbol::kQuestion:
      return parameter();
    default:
      fail_expected("an expression");
  }
}

ExpressionPtr Parser::parameter() {
  const size_t first = start();
  if (accept(Symbol::kQuestion)) {
    return make(first, Parameter{});
  }
  advance();
  Identifier named = identifier();
  return make(first, Parameter{std::move(named.name)});
}

// (query), (a, b) -> .., (a, b), (a).
ExpressionPtr Parser::parenthesised() {
  const Nesting nesting(*this);
  const size_t first = start();
  if (at_parenthesised_lambda()) {
    return lambda();
  }
  advance();
  if (at_query()) {
    QueryPtr inner = query();
    expect(Symbol::kRightParen);
    return make(first, ScalarSubquery{std::move(inner)});
  }
  ExpressionList items;
  do {
    items.push_back(tuple_item());
  } while (accept(Symbol::kComma));
  if (!at(Symbol::kRightParen)) {
    fail_expected("')'");
  }
  if (items.size() > 1) {
    advance();
    return make(first, Tuple{std::move(items)});
  }
  if (items.front()->as<Aliased>() != nullptr) {
    fail_expected("','");
  }
  advance();
  items.front()->span = span_from(first);
  items.front()->parenthesised = true;
  return std::move(items.front());
}

// A part of (a AS b, c).
ExpressionPtr Parser::tuple_item() {
  const size_t first = start();
  ExpressionPtr item = expression();
  if (!accept(Keyword::kAs)) {
    return item;
  }
  Identifier alias = identifier();
  return make(first, Aliased{std::move(item), std::move(alias)});
}

bool Parser::at_parenthesised_lambda() const {
  const size_t close = closing_[position_];
  if (close + 1 >= tokens_.size() || tokens_[close + 1].symbol != Symbol::kArrow) {
    return false;
  }
  const size_t between = close - position_ - 1;
  for (size_t i = 0; i < between; ++i) {
    const Token& token = tokens_[position_ + 1 + i];
    const bool fits = i % 2 == 0
                          ? token.kind == TokenKind::kWord || token.kind == TokenKind::kQuotedName
                          : token.symbol == Symbol::kComma;
    if (!fits) {
      return false;
    }
  }
  return between % 2 == 1;
}

ExpressionPtr Parser::lambda() {
  const size_t first = start();
  std::vector<Identifier> parameters;
  if (at(Symbol::kLeftParen)) {
    parameters = identifier_list();
  } else {
    parameters.push_back(identifier());
  }
  advance();  // ->
  ExpressionPtr body = expression();
  return make(first, Lambda{std::move(parameters), std::move(body)});
}

// * or t.* with EXCEPT (a, b).
ExpressionPtr Parser::star(std::optional<Name> qualifier, size_t first_token) {
  advance();
  Star out = {.qualifier = std::move(qualifier), .except = {}};
  if (at(Keyword::kExcept) && ahead().symbol == Symbol::kLeftParen && !is_query_at(position_ + 2)) {
    advance();
    out.except = name_list();
  }
  return make(first_token, std::move(out));
}

ExpressionPtr Parser::named_primary() {
  const size_t first = start();
  const Token& next = ahead();
  const bool complete = is_name_before(next);
  if (current().kind == TokenKind::kWord) {
    switch (current().keyword) {
      case Keyword::kNull:
        advance();
        return make(first, Literal{types::DataType(), {}});
      case Keyword::kTrue:
      case Keyword::kFalse: {
        const bool is_true = at(Keyword::kTrue);
        advance();
        return make(first, Literal{types::boolean(), {is_true}});
      }
      case Keyword::kCase:
        // `case` names a column in `SELECT case FROM t`; CASE WHEN and CASE end WHEN do not.
        if (!complete ||
            (next.kind == TokenKind::kWord && next.keyword != Keyword::kFrom &&
             next.keyword != Keyword::kAs) ||
            next.symbol == Symbol::kMinus) {
          return case_expression();
        }
        break;
      case Keyword::kCast:
      case Keyword::kTryCast:
        if (next.symbol == Symbol::kLeftParen) {
          return cast(at(Keyword::kCast) ? CastForm::kCast : CastForm::kTryCast);
        }
        break;
      case Keyword::kInterval:
        if (at_interval()) {
          return interval();
        }
        break;
      default:
        break;
    }
    if (next.symbol == Symbol::kArrow) {
      return lambda();
    }
    if (next.kind == TokenKind::kString) {
      return typed_literal();
    }
    if (ExpressionPtr special = special_call(first)) {
      return special;
    }
  }
  if (!at_name_not_clause()) {
    fail_expected("an expression");
  }
  const bool computed = at_identifier_clause();
  Name named = name();
  if (computed && at(Symbol::kDot) && ahead().symbol == Symbol::kStar) {
    fail("CANNOT_RESOLVE_STAR_EXPAND", "42704",
         "Cannot resolve IDENTIFIER().*: write the name of the table or struct itself",
         span_from(first));
  }
  if (computed && at(Symbol::kDot)) {
    // IDENTIFIER('a').b is a field of the column a, whatever tables there are.
    ExpressionPtr column = make(first, ColumnName{std::move(named)});
    advance();
    Identifier field = plain_identifier();
    return make(first, FieldAccess{std::move(column), std::move(field)});
  }
  if (at(Symbol::kDot) && ahead().symbol == Symbol::kStar) {
    advance();
    return star(std::move(named), first);
  }
  if (at(Symbol::kLeftParen)) {
    return function_call(std::move(named), first);
  }
  return make(first, ColumnName{std::move(named)});
}

ExpressionPtr Parser::case_expression() {
  const Nesting nesting(*this);
  const size_t first = start();
  advance();
  Case out;
  if (!at(Keyword::kWhen)) {
    out.operand = expression();
  }
  if (!at(Keyword::kWhen)) {
    fail_expected("WHEN");
  }
  while (accept(Keyword::kWhen)) {
    ExpressionPtr when = expression();
    expect(Keyword::kThen);
    ExpressionPtr then = expression();
    out.branches.push_back({std::move(when), std::move(then)});
  }
  if (accept(Keyword::kElse)) {
    out.otherwise = expression();
  }
  expect(Keyword::kEnd);
  return make(first, std::move(out));
}

ExpressionPtr Parser::cast(CastForm form) {
  const size_t first = start();
  if (ahead(2).symbol == Symbol::kRightParen) {
    return function_call(dotted_name(), first);
  }
  Name called = dotted_name();
  expect(Symbol::kLeftParen);
  ExpressionPtr operand = expression();
  if (at(Symbol::kRightParen) || at(Symbol::kComma)) {
    // Without AS it is the call of a function, which there is not.
    return plain_call(std::move(called), first, std::move(operand));
  }
  expect(Keyword::kAs);
  const size_t type_start = start();
  types::DataType type = data_type();
  const Span type_span = span_from(type_start);
  expect(Symbol::kRightParen);
  return make(first, Cast{form, std::move(operand), std::move(type), type_span});
}

}  // namespace tarn::sql
