// Operators, by precedence: OR, AND, NOT, one predicate (BETWEEN, IN, LIKE, IS), comparison, |, ^,
// &, shifts, + - ||, * / % DIV, signs, and what stands behind a primary expression.

#include <algorithm>
#include <array>

#include "sql/item_end.h"
#include "sql/parser.h"

namespace tarn::sql {
namespace {

int precedence_of(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::kOr:
    case BinaryOperator::kAnd:
      return 0;
    case BinaryOperator::kEqual:
    case BinaryOperator::kNullSafeEqual:
    case BinaryOperator::kNotEqual:
    case BinaryOperator::kLess:
    case BinaryOperator::kLessOrEqual:
    case BinaryOperator::kGreater:
    case BinaryOperator::kGreaterOrEqual:
      return 1;
    case BinaryOperator::kBitOr:
      return 2;
    case BinaryOperator::kBitXor:
      return 3;
    case BinaryOperator::kBitAnd:
      return 4;
    case BinaryOperator::kShiftLeft:
    case BinaryOperator::kShiftRight:
    case BinaryOperator::kShiftRightUnsigned:
      return 5;
    case BinaryOperator::kAdd:
    case BinaryOperator::kSubtract:
    case BinaryOperator::kConcat:
      return 6;
    case BinaryOperator::kMultiply:
    case BinaryOperator::kDivide:
    case BinaryOperator::kModulo:
    case BinaryOperator::kIntegerDivide:
      return 7;
  }
  return 0;
}

}  // namespace

ExpressionPtr Parser::expression() {
  const Nesting nesting(*this);
  return boolean_chain(BinaryOperator::kOr);
}

// Built as a balanced tree: a filter of ten thousand conditions is then fourteen levels deep.
ExpressionPtr Parser::boolean_chain(BinaryOperator op) {
  const bool is_or = op == BinaryOperator::kOr;
  const auto operand = [&] {
    return is_or ? boolean_chain(BinaryOperator::kAnd) : boolean_factor();
  };
  std::vector<ExpressionPtr> operands;
  operands.push_back(operand());
  while (at(is_or ? Keyword::kOr : Keyword::kAnd) && !ends_item(ahead())) {
    advance();
    operands.push_back(operand());
  }
  while (operands.size() > 1) {
    std::vector<ExpressionPtr> halved;
    for (size_t i = 0; i + 1 < operands.size(); i += 2) {
      const Span span = joined(operands[i]->span, operands[i + 1]->span);
      halved.push_back(make(span, Binary{op, std::move(operands[i]), std::move(operands[i + 1])}));
    }
    if (operands.size() % 2 == 1) {
      halved.push_back(std::move(operands.back()));
    }
    operands = std::move(halved);
  }
  return std::move(operands.front());
}

ExpressionPtr Parser::boolean_factor() {
  const size_t first = start();
  const auto is_sign = [](const Token& token) {
    return token.kind == TokenKind::kSymbol &&
           (token.symbol == Symbol::kMinus || token.symbol == Symbol::kPlus);
  };
  // NOT -7 is no difference between a column and seven.
  const bool is_not =
      at(Symbol::kBang) || (at(Keyword::kNot) && (!is_name_before(ahead()) || is_sign(ahead())));
  if (is_not) {
    const Nesting nesting(*this);
    advance();
    ExpressionPtr operand = boolean_factor();
    return make(first, Unary{UnaryOperator::kNot, std::move(operand)});
  }
  if (at(Keyword::kExists) && ahead().symbol == Symbol::kLeftParen && is_query_at(position_ + 2)) {
    advance();
    advance();
    QueryPtr inner = query();
    expect(Symbol::kRightParen);
    return make(first, Exists{std::move(inner)});
  }
  return predicate(value());
}

ExpressionPtr Parser::predicate(ExpressionPtr left) {
  if (ends_item(ahead())) {
    return left;
  }
  if (at(Keyword::kIs)) {
    return is_predicate(std::move(left));
  }
  const size_t offset = at(Keyword::kNot) ? 1 : 0;
  const Keyword word = ahead(offset).keyword;
  const bool negated = offset > 0;
  switch (word) {
    case Keyword::kBetween: {
      position_ += offset + 1;
      ExpressionPtr low = value();
      expect(Keyword::kAnd);
      ExpressionPtr high = value();
      const Span span = joined(left->span, high->span);
      return make(span, Between{negated, std::move(left), std::move(low), std::move(high)});
    }
    case Keyword::kIn:
      position_ += offset + 1;
      return in_predicate(std::move(left), negated);
    case Keyword::kLike:
      position_ += offset + 1;
      return like_predicate(std::move(left), negated, LikeKind::kLike);
    case Keyword::kIlike:
      position_ += offset + 1;
      return like_predicate(std::move(left), negated, LikeKind::kIlike);
    case Keyword::kRlike:
    case Keyword::kRegexp:
      position_ += offset + 1;
      return like_predicate(std::move(left), negated, LikeKind::kRlike);
    default:
      return left;
  }
}

ExpressionPtr Parser::is_predicate(ExpressionPtr left) {
  const Span begin = left->span;
  advance();
  const bool negated = accept(Keyword::kNot);
  if (accept(Keyword::kDistinct)) {
    expect(Keyword::kFrom);
    ExpressionPtr right = value();
    const Span span = joined(begin, right->span);
    return make(span, IsDistinctFrom{negated, std::move(left), std::move(right)});
  }
  IsKind kind = IsKind::kNull;
  if (accept(Keyword::kTrue)) {
    kind = IsKind::kTrue;
  } else if (accept(Keyword::kFalse)) {
    kind = IsKind::kFalse;
  } else if (accept(Keyword::kUnknown)) {
    kind = IsKind::kUnknown;
  } else if (!accept(Keyword::kNull)) {
    fail_expected("NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM");
  }
  const Span span = joined(begin, span_of(tokens_[position_ - 1]));
  return make(span, IsTest{kind, negated, std::move(left)});
}

// Whether a bracket begins here that nothing behind it makes a part of a query.
bool Parser::at_bracketed_value() const {
  if (!at(Symbol::kLeftParen)) return false;
  size_t behind = 0;
  for (int open = 0; position_ + behind + 1 < tokens_.size(); ++behind) {
    const Symbol symbol = ahead(behind).symbol;
    if (symbol == Symbol::kLeftParen) ++open;
    if (symbol == Symbol::kRightParen && --open == 0) break;
  }
  const Token& next = ahead(behind + 1);
  constexpr std::array<std::string_view, 10> kContinued = {
      "UNION", "EXCEPT",  "MINUS",      "INTERSECT", "ORDER",
      "SORT",  "CLUSTER", "DISTRIBUTE", "LIMIT",     "OFFSET"};
  return next.symbol != Symbol::kPipeArrow &&
         std::ranges::none_of(kContinued, [&](auto word) { return is_word(next, word); });
}

ExpressionPtr Parser::in_predicate(ExpressionPtr left, bool negated) {
  const Span begin = left->span;
  expect(Symbol::kLeftParen);
  if (at(Symbol::kRightParen)) {
    fail("INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE", "42000",
         "Invalid SQL syntax: IN predicate requires at least one value. Empty IN clauses like 'IN "
         "()' are not allowed. Consider using 'WHERE FALSE' if you need an always-false condition, "
         "or provide at least one value in the IN list.",
         span_of(current()));
  }
  // IN (VALUES (1)) is a list with a call of a function `values`, as in Spark, and
  // IN ((SELECT 1)) one with a scalar subquery.
  const bool calls = at(Keyword::kValues) && ahead().symbol == Symbol::kLeftParen;
  if (at_query() && !calls && !at_bracketed_value()) {
    QueryPtr inner = query();
    expect(Symbol::kRightParen);
    const Span span = joined(begin, span_of(tokens_[position_ - 1]));
    return make(span, InSubquery{negated, std::move(left), std::move(inner)});
  }
  ExpressionList values = expression_list();
  expect(Symbol::kRightParen);
  const Span span = joined(begin, span_of(tokens_[position_ - 1]));
  return make(span, InList{negated, std::move(left), std::move(values)});
}

ExpressionPtr Parser::like_predicate(ExpressionPtr left, bool negated, LikeKind kind) {
  const Span begin = left->span;
  Like like;
  like.kind = kind;
  like.negated = negated;
  like.operand = std::move(left);
  const bool quantified = kind != LikeKind::kRlike && ahead().symbol == Symbol::kLeftParen &&
                          (at(Keyword::kAny) || at(Keyword::kSome) || at(Keyword::kAll));
  if (quantified) {
    like.quantifier = at(Keyword::kAll) ? LikeQuantifier::kAll : LikeQuantifier::kAny;
    advance();
    advance();
    if (at(Symbol::kRightParen)) {
      // Spark has no condition of its own for it.
      fail("_LEGACY_ERROR_TEMP_0064", "", "Expected something between '(' and ')'.",
           span_of(current()));
    }
    like.patterns = expression_list();
    expect(Symbol::kRightParen);
  } else {
    like.patterns.push_back(value());
    if (kind != LikeKind::kRlike && accept(Keyword::kEscape)) {
      const Token& token = current();
      like.escape = string();
      const auto characters = std::ranges::count_if(
          *like.escape, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
      if (characters != 1) {
        fail("INVALID_ESC", "42604",
             "Found an invalid escape string: '" + *like.escape +
                 "'. The escape string must contain only one character",
             span_of(token));
      }
    }
  }
  const Span span = joined(begin, span_of(tokens_[position_ - 1]));
  return make(span, std::move(like));
}

// The operator at the current token, and how many tokens it has: > > beside each other are >>.
std::optional<std::pair<BinaryOperator, size_t>> Parser::binary_operator() const {
  using Found = std::pair<BinaryOperator, size_t>;
  switch (current().symbol) {
    case Symbol::kStar:
      return Found{BinaryOperator::kMultiply, 1};
    case Symbol::kSlash:
      return Found{BinaryOperator::kDivide, 1};
    case Symbol::kPercent:
      return Found{BinaryOperator::kModulo, 1};
    case Symbol::kPlus:
      return Found{BinaryOperator::kAdd, 1};
    case Symbol::kMinus:
      return Found{BinaryOperator::kSubtract, 1};
    case Symbol::kDoublePipe:
      return Found{BinaryOperator::kConcat, 1};
    case Symbol::kShiftLeft:
      return Found{BinaryOperator::kShiftLeft, 1};
    case Symbol::kAmpersand:
      return Found{BinaryOperator::kBitAnd, 1};
    case Symbol::kCaret:
      return Found{BinaryOperator::kBitXor, 1};
    case Symbol::kPipe:
      return Found{BinaryOperator::kBitOr, 1};
    case Symbol::kEqual:
      return Found{BinaryOperator::kEqual, 1};
    case Symbol::kNullSafeEqual:
      return Found{BinaryOperator::kNullSafeEqual, 1};
    case Symbol::kNotEqual:
      return Found{BinaryOperator::kNotEqual, 1};
    case Symbol::kLess:
      return Found{BinaryOperator::kLess, 1};
    case Symbol::kLessOrEqual:
      return Found{BinaryOperator::kLessOrEqual, 1};
    case Symbol::kGreaterOrEqual:
      return Found{BinaryOperator::kGreaterOrEqual, 1};
    case Symbol::kGreater: {
      size_t count = 1;
      while (count < 3 && ahead(count).symbol == Symbol::kGreater &&
             ahead(count).begin == ahead(count - 1).end) {
        ++count;
      }
      return count == 3   ? Found{BinaryOperator::kShiftRightUnsigned, 3}
             : count == 2 ? Found{BinaryOperator::kShiftRight, 2}
                          : Found{BinaryOperator::kGreater, 1};
    }
    default:
      if (at(Keyword::kDiv) && !ends_item(ahead())) {
        return Found{BinaryOperator::kIntegerDivide, 1};
      }
      return std::nullopt;
  }
}

ExpressionPtr Parser::value(int lowest_precedence) {
  ExpressionPtr left = unary();
  while (const auto found = binary_operator()) {
    const auto [op, length] = *found;
    const int precedence = precedence_of(op);
    if (precedence < lowest_precedence) {
      break;
    }
    position_ += length;
    ExpressionPtr right = value(precedence + 1);
    const Span span = joined(left->span, right->span);
    left = make(span, Binary{op, std::move(left), std::move(right)});
  }
  return left;
}

ExpressionPtr Parser::unary() {
  const size_t first = start();
  std::optional<UnaryOperator> op;
  if (at(Symbol::kMinus)) {
    const TokenKind next = ahead().kind;
    if (next >= TokenKind::kInteger && next <= TokenKind::kBigDecimal) {
      advance();
      return postfix(number(true));
    }
    op = UnaryOperator::kMinus;
  } else if (at(Symbol::kPlus)) {
    op = UnaryOperator::kPlus;
  } else if (at(Symbol::kTilde)) {
    op = UnaryOperator::kBitNot;
  }
  if (!op) {
    return postfix(primary());
  }
  const Nesting nesting(*this);
  advance();
  ExpressionPtr operand = unary();
  return make(first, Unary{*op, std::move(operand)});
}

ExpressionPtr Parser::postfix(ExpressionPtr base) {
  while (true) {
    const Span begin = base->span;
    const auto span = [&] { return joined(begin, span_of(tokens_[position_ - 1])); };
    if (accept(Symbol::kDot)) {
      Identifier field = identifier();
      // (a).b is the name a.b, as in Spark.
      if (auto* column = std::get_if<ColumnName>(&base->node)) {
        Name name = std::move(column->name);
        name.parts.push_back(std::move(field));
        name.span = span();
        base = make(name.span, ColumnName{std::move(name)});
      } else {
        base = make(span(), FieldAccess{std::move(base), std::move(field)});
      }
    } else if (accept(Symbol::kLeftBracket)) {
      ExpressionPtr key = value();
      expect(Symbol::kRightBracket);
      base = make(span(), Subscript{std::move(base), std::move(key)});
    } else if (accept(Symbol::kDoubleColon)) {
      const size_t type_start = start();
      types::DataType type = data_type();
      const Span type_span = span_from(type_start);
      base = make(span(), Cast{CastForm::kColons, std::move(base), std::move(type), type_span});
    } else if (at(Symbol::kColon)) {
      base = json_path(std::move(base));
    } else if (at(Keyword::kCollate) && ahead().kind == TokenKind::kWord &&
               ahead().keyword != Keyword::kFrom) {
      advance();
      const size_t name_start = start();
      std::string collation = dotted_name().last().name;
      FunctionCall call;
      call.name.parts.push_back({.name = "collate", .span = span()});
      call.name.span = span();
      call.arguments.push_back({.value = std::move(base)});
      call.arguments.push_back(
          {.value = make(name_start, Literal{types::string_type(), {std::move(collation)}})});
      base = make(span(), std::move(call));
    } else {
      return base;
    }
  }
}

// base:a.b[0]['x y'][*]
ExpressionPtr Parser::json_path(ExpressionPtr base) {
  using Kind = JsonPath::Step::Kind;
  const Span begin = base->span;
  JsonPath path = {.base = std::move(base), .steps = {}};
  const auto field = [&] {
    Identifier name = identifier();
    path.steps.push_back(
        {.kind = Kind::kField, .field = std::move(name.name), .quoted = name.quoted});
  };
  const auto bracket = [&] {
    advance();
    if (at_string()) {
      path.steps.push_back({.kind = Kind::kField, .field = string(), .quoted = true});
    } else if (accept(Symbol::kStar)) {
      path.steps.push_back({.kind = Kind::kEveryElement});
    } else {
      path.steps.push_back({.kind = Kind::kIndex, .index = unsigned_integer()});
    }
    expect(Symbol::kRightBracket);
  };
  advance();
  if (at(Symbol::kLeftBracket)) {
    bracket();
  } else {
    field();
  }
  while (true) {
    if (accept(Symbol::kDot)) {
      field();
    } else if (at(Symbol::kLeftBracket)) {
      bracket();
    } else {
      break;
    }
  }
  return make(joined(begin, span_of(tokens_[position_ - 1])), std::move(path));
}

ExpressionList Parser::expression_list() {
  ExpressionList out;
  do {
    out.push_back(expression());
  } while (accept(Symbol::kComma));
  return out;
}

}  // namespace tarn::sql
