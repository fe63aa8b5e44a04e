// CONSTRAINT .. of a dataset or a table: expectations, and keys as Databricks has them ("CONSTRAINT
// clause" of its reference), which inform and are not enforced.

#include <utility>

#include "sql/parser.h"

namespace tarn::sql {

bool Parser::at_table_constraint() const {
  // A column may be called so: `constraint INT NOT NULL`.
  const Keyword third = ahead(2).keyword;
  const bool is_column = third == Keyword::kNot || third == Keyword::kComment ||
                         third == Keyword::kDefault || third == Keyword::kGenerated ||
                         third == Keyword::kMask;
  return (at(Keyword::kConstraint) && ahead(2).kind == TokenKind::kWord && !is_column) ||
         (at(Keyword::kPrimary) && ahead().keyword == Keyword::kKey) ||
         (at(Keyword::kForeign) && ahead().keyword == Keyword::kKey) ||
         ((at(Keyword::kCheck) || at(Keyword::kUnique)) && ahead().symbol == Symbol::kLeftParen);
}

void Parser::table_constraint(CreateDataset& dataset) {
  const size_t first = start();
  OtherConstraint out;
  if (accept(Keyword::kConstraint)) {
    out.name = identifier();
  }
  if (out.name && accept(Keyword::kExpect)) {
    dataset.expectations.push_back(expectation(std::move(*out.name), first));
    return;
  }
  if (at(Keyword::kPrimary) || at(Keyword::kForeign)) {
    key(out);
  } else if (at(Keyword::kCheck) || at(Keyword::kUnique)) {
    unread_rule(out);
  } else {
    fail_expected("EXPECT");
  }
  out.span = span_from(first);
  dataset.constraints.push_back(std::move(out));
}

// EXPECT is read: (condition) [ON VIOLATION DROP ROW | FAIL UPDATE].
ExpectationClause Parser::expectation(Identifier name, size_t first_token) {
  ExpectationClause out;
  out.name = std::move(name);
  if (!at(Symbol::kLeftParen)) {
    fail_expected("'('");
  }
  out.condition = expression_text();
  if (accept(Keyword::kOn)) {
    expect(Keyword::kViolation);
    if (accept_all({Keyword::kDrop, Keyword::kRow})) {
      out.action = ViolationAction::kDropRow;
    } else if (accept_all({Keyword::kFail, Keyword::kUpdate})) {
      out.action = ViolationAction::kFailUpdate;
    } else {
      fail_expected("DROP ROW or FAIL UPDATE");
    }
  }
  out.span = span_from(first_token);
  return out;
}

bool Parser::at_column_constraint() const {
  return at(Keyword::kConstraint) || at(Keyword::kPrimary) || at(Keyword::kForeign) ||
         at(Keyword::kCheck) || at(Keyword::kUnique) || at_word("REFERENCES");
}

// [CONSTRAINT name] PRIMARY KEY .. | [FOREIGN KEY] REFERENCES .. | CHECK (..) | UNIQUE
OtherConstraint Parser::column_constraint(const Identifier& column) {
  const size_t first = start();
  OtherConstraint out;
  if (accept(Keyword::kConstraint)) {
    out.name = identifier();
  }
  out.columns = {column};
  if (at(Keyword::kPrimary) || at(Keyword::kForeign) || at_word("REFERENCES")) {
    key(out);
  } else if (at(Keyword::kCheck) || at(Keyword::kUnique)) {
    unread_rule(out);
  } else {
    fail_expected("PRIMARY KEY, FOREIGN KEY, REFERENCES, CHECK or UNIQUE");
  }
  out.span = span_from(first);
  return out;
}

// A key of the columns that it lists, or of the one that it stands behind.
void Parser::key(OtherConstraint& out) {
  const bool lists_columns = out.columns.empty();
  const bool is_foreign = !at(Keyword::kPrimary);
  out.words = is_foreign ? "FOREIGN KEY" : "PRIMARY KEY";
  if (accept(Keyword::kPrimary) || accept(Keyword::kForeign)) {
    expect(Keyword::kKey);
  }
  if (lists_columns) {
    out.columns = key_columns(!is_foreign);
  }
  if (is_foreign) {
    if (!accept_word("REFERENCES")) {
      fail_expected("REFERENCES");
    }
    out.parent = name();
    if (at(Symbol::kLeftParen)) {
      key_columns(false);
    }
  }
  while (key_option(is_foreign)) {
  }
}

// (a, b TIMESERIES)
std::vector<Identifier> Parser::key_columns(bool may_be_times) {
  std::vector<Identifier> out;
  expect(Symbol::kLeftParen);
  do {
    out.push_back(identifier());
    if (may_be_times) {
      accept_word("TIMESERIES");
    }
  } while (accept(Symbol::kComma));
  if (!accept(Symbol::kRightParen)) {
    fail_expected("',' or ')'");
  }
  return out;
}

bool Parser::key_option(bool is_foreign) {
  const auto require = [this](std::string_view word) {
    if (!accept_word(word)) {
      fail_expected(word);
    }
  };
  if (at(Keyword::kNot) && ahead().keyword != Keyword::kNull) {
    advance();
    require("ENFORCED");
    return true;
  }
  if (accept_word("DEFERRABLE") || accept_word("RELY") || accept_word("NORELY")) {
    return true;
  }
  if (accept_word("INITIALLY")) {
    require("DEFERRED");
    return true;
  }
  if (accept_word("ENABLE")) {
    require("NOVALIDATE");
    return true;
  }
  if (is_foreign && accept_word("MATCH")) {
    expect(Keyword::kFull);
    return true;
  }
  if (is_foreign && accept(Keyword::kOn)) {
    if (!accept(Keyword::kUpdate) && !accept(Keyword::kDelete)) {
      fail_expected("UPDATE or DELETE");
    }
    require("NO");
    require("ACTION");
    return true;
  }
  return false;
}

// CHECK and UNIQUE are refused wherever they stand: only their extent matters.
void Parser::unread_rule(OtherConstraint& out) {
  out.words = text_of(current().keyword);
  advance();
  while (!at_end() && !at(Symbol::kComma) && !at(Symbol::kRightParen)) {
    if (at(Symbol::kLeftParen)) {
      skip_parenthesised();
    } else {
      advance();
    }
  }
}

}  // namespace tarn::sql
