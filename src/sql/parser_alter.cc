// What ALTER TABLE and ALTER VIEW change.

#include "sql/parser.h"
#include "types/utf8.h"

namespace tarn::sql {

TableChangeNode Parser::table_change(bool is_view) {
  if (is_view && (at(Keyword::kAs) || at_query())) {
    accept(Keyword::kAs);
    const size_t first = start();
    ViewQuery out{.query = query(), .text = {}};
    out.text = text_from(first);
    return out;
  }
  if (at_word("ADD") && (is_word(ahead(), "COLUMN") || ahead().keyword == Keyword::kColumns)) {
    advance();
    return add_columns();
  }
  if (at(Keyword::kSet) && ahead().keyword == Keyword::kTblproperties) {
    advance();
    return SetProperties{properties()};
  }
  if (at_word("UNSET") && ahead().keyword == Keyword::kTblproperties) {
    position_ += 2;
    return unset_properties();
  }
  if (at_word("RENAME") && ahead().keyword == Keyword::kTo) {
    position_ += 2;
    return RenameTo{name()};
  }
  if (at_word("RENAME") && is_word(ahead(), "COLUMN")) {
    position_ += 2;
    RenameColumn out{.column = name(), .name = {}};
    expect(Keyword::kTo);
    out.name = identifier();
    return out;
  }
  if (at_word("DROP") && (is_word(ahead(), "COLUMN") || ahead().keyword == Keyword::kColumns)) {
    position_ += 2;
    return drop_columns();
  }
  if (at_word("ALTER")) {
    return alter_columns();
  }
  if (at_word("CHANGE")) {
    return change_column();
  }
  return other_change();
}

AddColumns Parser::add_columns() {
  AddColumns out;
  advance();
  const bool has_parentheses = accept(Symbol::kLeftParen);
  do {
    out.columns.push_back(added_column());
  } while (accept(Symbol::kComma));
  if (has_parentheses) {
    expect(Symbol::kRightParen);
  }
  return out;
}

// [struct.]name type [NOT NULL | DEFAULT e | COMMENT 'x' | FIRST | AFTER b] ..
AddedColumn Parser::added_column() {
  AddedColumn out;
  while (ahead().symbol == Symbol::kDot) {
    out.parents.push_back(identifier());
    expect(Symbol::kDot);
  }
  out.column = column_definition();
  refuse_without_type(out.column);
  while (column_place(out.place) || column_option(out.column)) {
  }
  if (out.column.generated_as || out.column.identity) {
    fail("PARSE_SYNTAX_ERROR", "42601",
         "Syntax error at or near 'GENERATED': a column that is added has none", out.column.span);
  }
  return out;
}

bool Parser::column_place(ColumnPlace& place) {
  if (accept(Keyword::kFirst)) {
    place = {.first = true};
    return true;
  }
  if (accept_word("AFTER")) {
    place = {.after = identifier()};
    return true;
  }
  return false;
}

UnsetProperties Parser::unset_properties() {
  UnsetProperties out;
  out.if_exists = accept_if_exists();
  expect(Symbol::kLeftParen);
  do {
    out.keys.push_back(at_string() ? string() : dotted_name().text());
  } while (accept(Symbol::kComma));
  expect(Symbol::kRightParen);
  return out;
}

// ALTER [COLUMN] a action [, b action] ..
AlterColumns Parser::alter_columns() {
  advance();
  accept_word("COLUMN");
  AlterColumns out;
  do {
    out.columns.push_back({.column = name()});
    column_action(out.columns.back());
  } while (accept(Symbol::kComma));
  return out;
}

void Parser::column_action(ColumnChange& change) {
  if (accept_word("TYPE")) {
    change.type = data_type();
  } else if (accept(Keyword::kComment)) {
    change.comment = string();
  } else if (column_place(change.place)) {
    return;
  } else if (accept_all({Keyword::kSet, Keyword::kNot, Keyword::kNull})) {
    change.nullable = false;
  } else if (at_word("DROP") && ahead().keyword == Keyword::kNot) {
    advance();
    expect(Keyword::kNot);
    expect(Keyword::kNull);
    change.nullable = true;
  } else if (accept_all({Keyword::kSet, Keyword::kDefault})) {
    const size_t first = start();
    ExpressionPtr value = expression();
    change.default_value = {std::move(value), text_from(first)};
  } else if (at_word("DROP") && ahead().keyword == Keyword::kDefault) {
    position_ += 2;
    change.drops_default = true;
  } else if (accept_word("SYNC")) {
    expect(Keyword::kIdentity);
    change.syncs_identity = true;
  } else {
    fail_expected("TYPE, COMMENT, SET, DROP, FIRST or AFTER");
  }
}

// CHANGE [COLUMN] a b type [COMMENT 'x'] [FIRST | AFTER c], and Spark's shorter CHANGE a action.
AlterColumns Parser::change_column() {
  advance();
  accept_word("COLUMN");
  AlterColumns out;
  ColumnChange& change = out.columns.emplace_back(ColumnChange{.column = name()});
  const bool is_action = at_word("TYPE") || at(Keyword::kComment) || at(Keyword::kFirst) ||
                         at_word("AFTER") || at(Keyword::kSet) || at_word("DROP") ||
                         (at_word("SYNC") && ahead().keyword == Keyword::kIdentity);
  if (is_action) {
    column_action(change);
    return out;
  }
  const Identifier new_name = identifier();
  if (!types::equal_ignoring_case(new_name.name, change.column.last().name)) {
    fail("_LEGACY_ERROR_TEMP_0034", "",
         "Renaming column is not supported in Hive-style ALTER COLUMN, please run RENAME COLUMN "
         "instead.",
         new_name.span);
  }
  change.type = data_type();
  if (accept(Keyword::kComment)) {
    change.comment = string();
  }
  column_place(change.place);
  return out;
}

DropColumns Parser::drop_columns() {
  DropColumns out{.if_exists = accept_if_exists(), .columns = {}};
  const bool has_parentheses = accept(Symbol::kLeftParen);
  do {
    out.columns.push_back(name());
  } while (accept(Symbol::kComma));
  if (has_parentheses) {
    expect(Symbol::kRightParen);
  }
  return out;
}

// What is not carried out is read to its end, and known by its first two words.
OtherChange Parser::other_change() {
  OtherChange out{.keywords = upper_case(text(current()))};
  if (at_end()) {
    fail_expected("what to change");
  }
  advance();
  if (current().kind == TokenKind::kWord) {
    out.keywords += " " + upper_case(text(current()));
  }
  while (!at_end() && !at(Symbol::kSemicolon)) {
    advance();
  }
  return out;
}

}  // namespace tarn::sql
