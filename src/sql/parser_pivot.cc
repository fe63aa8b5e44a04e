// PIVOT and UNPIVOT: what turns rows into columns, and columns into rows.

#include "sql/parser.h"

namespace tarn::sql {

// PIVOT names a table's alias where no parenthesis follows.
bool Parser::at_reshape() const {
  if (at(Keyword::kPivot)) {
    return ahead().symbol == Symbol::kLeftParen;
  }
  return at(Keyword::kUnpivot) && (ahead().symbol == Symbol::kLeftParen ||
                                   is_word(ahead(), "INCLUDE") || is_word(ahead(), "EXCLUDE"));
}

Reshape Parser::reshape(size_t after_joins) {
  if (at(Keyword::kPivot)) {
    return {.after_joins = after_joins, .node = pivot()};
  }
  return {.after_joins = after_joins, .node = unpivot()};
}

std::optional<Identifier> Parser::reshape_alias() {
  if (accept(Keyword::kAs)) {
    return identifier();
  }
  return implicit_alias(AliasPlace::kTable);
}

// PIVOT (sum(a) AS s, .. FOR b | (b, c) IN (1 AS one, ..))
Pivot Parser::pivot() {
  const size_t first = start();
  advance();
  expect(Symbol::kLeftParen);
  Pivot out;
  const auto item = [&](bool may_end_at_for) {
    const size_t item_start = start();
    SelectItem next;
    next.expression = expression();
    const bool ends = may_end_at_for && at(Keyword::kFor) && ahead().keyword != Keyword::kFor;
    if (accept(Keyword::kAs) || (at_identifier() && !ends)) {
      next.aliases.push_back(identifier());
    }
    next.span = span_from(item_start);
    return next;
  };
  do {
    out.aggregates.push_back(item(true));
  } while (accept(Symbol::kComma));
  expect(Keyword::kFor);
  if (at(Symbol::kLeftParen)) {
    out.columns = identifier_list();
  } else {
    out.columns.push_back(identifier());
  }
  expect(Keyword::kIn);
  expect(Symbol::kLeftParen);
  do {
    out.values.push_back(item(false));
  } while (accept(Symbol::kComma));
  expect(Symbol::kRightParen);
  expect(Symbol::kRightParen);
  out.span = span_from(first);
  out.alias = reshape_alias();
  return out;
}

// UNPIVOT [INCLUDE | EXCLUDE NULLS] (v FOR n IN (a AS x, ..)), or ((v, w) FOR n IN ((a, b) AS x)).
Unpivot Parser::unpivot() {
  const size_t first = start();
  advance();
  Unpivot out;
  if (at_word("INCLUDE") || at_word("EXCLUDE")) {
    out.include_nulls = at_word("INCLUDE");
    advance();
    expect(Keyword::kNulls);
  }
  expect(Symbol::kLeftParen);
  const bool several = at(Symbol::kLeftParen);
  if (several) {
    out.values = identifier_list();
  } else {
    out.values.push_back(identifier());
  }
  expect(Keyword::kFor);
  out.name = identifier();
  expect(Keyword::kIn);
  expect(Symbol::kLeftParen);
  do {
    out.sets.push_back(unpivot_set(several));
  } while (accept(Symbol::kComma));
  expect(Symbol::kRightParen);
  expect(Symbol::kRightParen);
  out.span = span_from(first);
  out.alias = reshape_alias();
  return out;
}

Unpivot::Set Parser::unpivot_set(bool several) {
  const size_t first = start();
  Unpivot::Set out;
  if (several) {
    out.columns = name_list();
  } else {
    out.columns.push_back(dotted_name());
  }
  if (accept(Keyword::kAs) || at_identifier()) {
    out.alias = identifier();
  }
  out.span = span_from(first);
  return out;
}

}  // namespace tarn::sql
