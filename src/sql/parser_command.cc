// Statements that only a session has, by their first words; views and RESET.

#include <algorithm>

#include "sql/parser.h"

namespace tarn::sql {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\f\v";

}  // namespace

SessionStatement Parser::session_statement() {
  const size_t first = start();
  SessionNode node = session_node();
  return {.span = span_from(first), .node = std::move(node)};
}

SessionNode Parser::session_node() {
  if (at_create_view()) {
    return create_view();
  }
  if (at_word("RESET")) {
    return reset();
  }
  if (at_create_table()) {
    return create_table();
  }
  if (at(Keyword::kCreate) && at_schema_word(ahead())) {
    return create_schema();
  }
  if (at_create_function()) {
    return create_function();
  }
  if (at_set_variable()) {
    return set_variable();
  }
  if (at_word("DECLARE")) {
    return declare_variable();
  }
  if (at_word("EXECUTE") && is_word(ahead(), "IMMEDIATE")) {
    return execute_immediate();
  }
  if (at(Keyword::kInsert) || at_insert_behind_with()) {
    return insert();
  }
  if (at_change_behind_with()) {
    return change_behind_with();
  }
  if (at_from_with_insert()) {
    return insert_behind_from();
  }
  if (std::optional<SessionNode> node = command()) {
    return *std::move(node);
  }
  return std::visit([](auto&& node) -> SessionNode { return std::forward<decltype(node)>(node); },
                    statement_node());
}

// Commands that begin with a word of their own; nothing where the words behind it are others.
std::optional<SessionNode> Parser::command() {
  if (at(Keyword::kDrop)) {
    return drop();
  }
  if (at(Keyword::kUpdate)) {
    return update();
  }
  if (at(Keyword::kDelete)) {
    return delete_from();
  }
  if (at_word("MERGE")) {
    return merge();
  }
  if (at(Keyword::kTruncate)) {
    return truncate();
  }
  if (at_word("ALTER") &&
      (ahead().keyword == Keyword::kTable || ahead().keyword == Keyword::kView)) {
    return alter_table();
  }
  if (at(Keyword::kComment) && ahead().keyword == Keyword::kOn) {
    return comment_on();
  }
  if (at_word("SHOW")) {
    return show();
  }
  if (at(Keyword::kDesc) || at_word("DESCRIBE")) {
    return describe();
  }
  if (at_word("EXPLAIN")) {
    return explain();
  }
  if (at_word("CACHE") || at_word("UNCACHE") || at_word("CLEAR") || at(Keyword::kRefresh) ||
      at_word("ANALYZE")) {
    return cache_command();
  }
  return std::nullopt;
}

std::optional<SessionNode> Parser::drop() {
  if (ahead().keyword == Keyword::kView) {
    return drop_view();
  }
  if (ahead().keyword == Keyword::kTable) {
    return drop_table();
  }
  if (at_schema_word(ahead())) {
    return drop_schema();
  }
  const bool is_temporary =
      ahead().keyword == Keyword::kTemporary || ahead().keyword == Keyword::kTemp;
  if (is_word(ahead(is_temporary ? 2 : 1), "FUNCTION")) {
    return drop_function();
  }
  if (is_temporary && (is_word(ahead(2), "VARIABLE") || is_word(ahead(2), "VAR"))) {
    return drop_variable();
  }
  if (is_word(ahead(), "VARIABLE") || is_word(ahead(), "VAR")) {
    fail_at(ahead(), "a variable is dropped with DROP TEMPORARY VARIABLE");
  }
  if (is_temporary)
    fail_at(ahead(2), "expected FUNCTION or VARIABLE; a view is dropped with DROP VIEW");
  return std::nullopt;
}

// CREATE [OR REPLACE] [GLOBAL] [TEMP | TEMPORARY] VIEW.
bool Parser::at_create_view() const {
  if (!at(Keyword::kCreate)) {
    return false;
  }
  size_t offset = 1;
  if (ahead(1).keyword == Keyword::kOr && ahead(2).keyword == Keyword::kReplace) {
    offset += 2;
  }
  offset += is_word(ahead(offset), "GLOBAL") ? 1 : 0;
  const Keyword word = ahead(offset).keyword;
  offset += word == Keyword::kTemp || word == Keyword::kTemporary ? 1 : 0;
  return ahead(offset).keyword == Keyword::kView;
}

CreateView Parser::create_view() {
  advance();
  CreateView out;
  out.or_replace = accept_all({Keyword::kOr, Keyword::kReplace});
  const bool is_global = accept_word("GLOBAL");
  if (accept(Keyword::kTemp) || accept(Keyword::kTemporary)) {
    out.scope = is_global ? ViewScope::kGlobalTemporary : ViewScope::kTemporary;
  } else if (is_global) {
    fail_expected("TEMPORARY");
  }
  expect(Keyword::kView);
  out.if_not_exists = accept_all({Keyword::kIf, Keyword::kNot, Keyword::kExists});
  out.name = name();
  if (accept(Symbol::kLeftParen)) {
    do {
      out.columns.push_back(column_definition());
    } while (accept(Symbol::kComma));
    if (!accept(Symbol::kRightParen)) {
      fail_expected("',' or ')'");
    }
  }
  while (view_clause(out)) {
  }
  if (out.format) {
    return out;
  }
  for (const ColumnDefinition& column : out.columns) {
    refuse_more_than_a_name(column);
  }
  if (!accept(Keyword::kAs)) {
    fail_expected("AS");
  }
  const size_t first = start();
  out.query = query();
  out.query_text = text_from(first);
  return out;
}

// The query says what the columns are; a view names them and describes them.
void Parser::refuse_more_than_a_name(const ColumnDefinition& column) const {
  const bool has_more =
      column.type || !column.nullable || column.default_value || has_rules(column);
  if (has_more) {
    fail("PARSE_SYNTAX_ERROR", "42601",
         "Syntax error at the column '" + column.name.name + "' of the view", column.span,
         "a view's column has a name, perhaps a COMMENT, and the type that its query gives it");
  }
}

bool Parser::view_clause(CreateView& view) {
  const size_t first = start();
  const auto refuse_second = [&](bool is_second, std::string_view clause) {
    if (is_second) {
      fail_duplicate(clause, first);
    }
  };
  if (at(Keyword::kComment)) {
    refuse_second(view.comment.has_value(), "COMMENT");
    advance();
    view.comment = string();
  } else if (at(Keyword::kTblproperties)) {
    refuse_second(!view.properties.empty(), "TBLPROPERTIES");
    view.properties = properties();
  } else if (view.scope == ViewScope::kPersisted && at(Keyword::kWith) &&
             ahead().keyword == Keyword::kSchema) {
    view_evolution();
  } else if (view.scope != ViewScope::kPersisted && at(Keyword::kUsing)) {
    refuse_second(view.format.has_value(), "USING");
    advance();
    view.format = identifier();
  } else if (view.format && at(Keyword::kOptions)) {
    refuse_second(!view.options.empty(), "OPTIONS");
    view.options = properties();
  } else {
    return false;
  }
  return true;
}

// WITH SCHEMA COMPENSATION is how views are made; the other ways are refused.
void Parser::view_evolution() {
  const size_t first = start();
  position_ += 2;
  if (!accept_word("COMPENSATION")) {
    fail_unsupported("WITH SCHEMA of a view other than COMPENSATION", span_from(first));
  }
}

DropView Parser::drop_view() {
  position_ += 2;
  DropView out;
  out.if_exists = accept(Keyword::kIf);
  if (out.if_exists) {
    expect(Keyword::kExists);
  }
  out.name = name();
  return out;
}

// RESET key: the key is the rest of the text as it stands, as in Spark.
ResetStatement Parser::reset() {
  const std::string& all = fragment_.text();
  size_t begin = current().end;
  size_t end = all.size();
  while (end > begin &&
         (kSpaces.find(all[end - 1]) != std::string_view::npos || all[end - 1] == ';')) {
    --end;
  }
  begin = std::min(all.find_first_not_of(kSpaces, begin), end);
  position_ = tokens_.size() - 1;
  if (begin == end) {
    return {};
  }
  const Span span = fragment_.source_span(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
  std::string key = all.substr(begin, end - begin);
  const bool is_quoted = key.size() >= 2 && key.front() == '`' && key.back() == '`';
  if (is_quoted) {
    key = quoted_name_value(key);
  }
  if (!is_quoted && key.find_first_of(kSpaces) != std::string::npos) {
    fail("INVALID_RESET_COMMAND_FORMAT", "42000",
         "Expected format is 'RESET' or 'RESET key'. If you want to include special characters in "
         "key, please use backquotes, e.g., RESET `key`",
         span);
  }
  return {.key = std::move(key), .key_span = span};
}

}  // namespace tarn::sql
