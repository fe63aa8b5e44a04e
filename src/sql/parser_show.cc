// SHOW, DESCRIBE, EXPLAIN, and the statements about caches.

#include "sql/parser.h"

namespace tarn::sql {

// SHOW TABLES | TABLE EXTENDED | VIEWS | SCHEMAS | CATALOGS | COLUMNS | FUNCTIONS | ..; nothing
// where SHOW has another word behind it.
std::optional<SessionNode> Parser::show() {
  const size_t before = start();
  advance();
  ShowStatement out;
  if (accept_word("TABLES")) {
    out.kind = ShowKind::kTables;
  } else if (at(Keyword::kTable) && is_word(ahead(), "EXTENDED")) {
    position_ += 2;
    out.kind = ShowKind::kTablesExtended;
  } else if (accept_word("VIEWS")) {
    out.kind = ShowKind::kViews;
  } else if (accept_word("SCHEMAS") || accept_word("DATABASES") || accept_word("NAMESPACES")) {
    out.kind = ShowKind::kSchemas;
  } else if (accept_word("CATALOGS")) {
    out.kind = ShowKind::kCatalogs;
  } else if (accept(Keyword::kColumns)) {
    return show_columns();
  } else if (at_show_functions()) {
    return show_functions();
  } else if (accept(Keyword::kTblproperties)) {
    return show_properties();
  } else if (accept_all({Keyword::kCreate, Keyword::kTable})) {
    out.kind = ShowKind::kCreateTable;
    out.name = name();
    if (accept(Keyword::kAs)) {
      fail_unsupported("SHOW CREATE TABLE .. AS SERDE", span_of(current()));
    }
    return out;
  } else if (accept_word("PARTITIONS")) {
    out.kind = ShowKind::kPartitions;
    out.name = name();
    if (at(Keyword::kPartition)) {
      out.partition = partition_spec();
    }
    return out;
  } else if (at(Keyword::kCurrent) && at_schema_word(ahead())) {
    position_ += 2;
    out.kind = ShowKind::kCurrentNamespace;
    return out;
  } else {
    refuse_other_show(before);
  }
  show_scope(out);
  show_pattern(out);
  if (out.kind == ShowKind::kTablesExtended && !out.pattern) {
    fail_expected("LIKE");
  }
  if (out.kind == ShowKind::kTablesExtended && at(Keyword::kPartition)) {
    out.partition = partition_spec();
  }
  return out;
}

// What Hive has and Spark refuses by name, and what nobody has.
void Parser::refuse_other_show(size_t first) {
  for (const std::string_view word : {"GRANT", "ROLE", "ROLES", "PRINCIPALS", "COMPACTIONS",
                                      "TRANSACTIONS", "LOCKS", "INDEX", "INDEXES"}) {
    if (accept_word(word)) {
      fail("INVALID_STATEMENT_OR_CLAUSE", "42601",
           "The statement or clause: SHOW " + std::string(word) + " is not valid",
           span_from(first));
    }
  }
  if (accept_word("PROCEDURES")) {
    fail("MISSING_CATALOG_ABILITY.PROCEDURES", "0A000",
         "Catalog spark_catalog does not support procedures", span_from(first));
  }
  fail_at(at(Keyword::kCreate) ? ahead() : current());
}

void Parser::show_scope(ShowStatement& show) {
  if (accept(Keyword::kFrom) || accept(Keyword::kIn)) {
    show.scope = name();
  }
}

void Parser::show_pattern(ShowStatement& show) {
  const bool has_like = accept(Keyword::kLike);
  if (at_string()) {
    show.pattern = string();
  } else if (has_like) {
    fail_expected("a pattern in quotes");
  }
}

// SHOW COLUMNS FROM t [FROM schema].
ShowStatement Parser::show_columns() {
  ShowStatement out{.kind = ShowKind::kColumns};
  if (!accept(Keyword::kFrom) && !accept(Keyword::kIn)) {
    fail_expected("FROM or IN");
  }
  out.name = name();
  show_scope(out);
  return out;
}

bool Parser::at_show_functions() const {
  return at_word("FUNCTIONS") || (is_word(ahead(), "FUNCTIONS") &&
                                  (at_word("USER") || at(Keyword::kSystem) || at(Keyword::kAll)));
}

// SHOW [USER | SYSTEM | ALL] FUNCTIONS [FROM schema] [[LIKE] name | 'pattern'].
ShowStatement Parser::show_functions() {
  ShowStatement out{.kind = ShowKind::kFunctions};
  if (!at_word("FUNCTIONS")) {
    out.functions = upper_case(text(current()));
    advance();
  }
  advance();
  show_scope(out);
  accept(Keyword::kLike);
  if (at_string()) {
    out.pattern = string();
  } else if (!at_end() && !at(Symbol::kSemicolon)) {
    out.pattern = name().last().name;
  }
  return out;
}

ShowStatement Parser::show_properties() {
  ShowStatement out{.kind = ShowKind::kProperties};
  out.name = name();
  if (accept(Symbol::kLeftParen)) {
    out.key = at_string() ? string() : dotted_name().text();
    expect(Symbol::kRightParen);
  }
  return out;
}

DescribeStatement Parser::describe() {
  advance();
  DescribeStatement out;
  if (accept_word("FUNCTION")) {
    out.kind = DescribeKind::kFunction;
    out.extended = accept_word("EXTENDED");
    out.function = described_function();
    return out;
  }
  out.extended = at_described_extended();
  position_ += out.extended ? 1 : 0;
  if (at_schema_word(current()) && is_name_token(ahead())) {
    advance();
    out.kind = DescribeKind::kSchema;
    if (is_word(current(), "EXTENDED") && is_name_token(ahead())) {
      advance();
      out.extended = true;
    }
    out.name = name();
    return out;
  }
  const bool says_query = at_word("QUERY") && is_query_at(position_ + 1);
  position_ += says_query ? 1 : 0;
  const bool says_table = at(Keyword::kTable) && is_name_token(ahead());
  if (at_query() && !says_table) {
    out.kind = DescribeKind::kQuery;
    out.query = query();
    return out;
  }
  if (says_table) {
    advance();
    if (at_described_extended()) {
      advance();
      out.extended = true;
    }
  }
  out.name = name();
  if (at(Keyword::kPartition)) {
    fail_unsupported("DESCRIBE of a partition", span_of(current()));
  }
  if (at(Keyword::kAs)) {
    fail_unsupported("DESCRIBE .. AS JSON", span_of(current()));
  }
  if (at_identifier()) {
    out.column = name();
  }
  return out;
}

bool Parser::is_name_token(const Token& token) const {
  return token.kind == TokenKind::kWord || token.kind == TokenKind::kQuotedName;
}

// EXTENDED or FORMATTED, where it is not the table's own name.
bool Parser::at_described_extended() const {
  return (at_word("EXTENDED") || at_word("FORMATTED")) &&
         (is_name_token(ahead()) || ahead().symbol == Symbol::kLeftParen);
}

// A function's name, or an operator.
std::string Parser::described_function() {
  if (at_string()) {
    return string();
  }
  if (at_identifier()) {
    return name().text();
  }
  if (at_end() || at(Symbol::kSemicolon)) {
    fail_expected("a function");
  }
  const size_t first = start();
  while (!at_end() && !at(Symbol::kSemicolon)) {
    advance();
  }
  return text_from(first);
}

// Nothing where the words behind CACHE, UNCACHE, CLEAR, REFRESH or ANALYZE are others.
std::optional<SessionNode> Parser::cache_command() {
  const size_t before = start();
  const std::string word = upper_case(text(current()));
  advance();
  if (word == "CACHE") {
    accept_word("LAZY");
    expect(Keyword::kTable);
    CacheTable out{.name = name()};
    if (at(Keyword::kOptions)) {
      properties();
    }
    if (accept(Keyword::kAs) || at_query()) {
      const size_t first = start();
      out.query = query();
      out.query_text = text_from(first);
    }
    return out;
  }
  if (word == "CLEAR" && accept_word("CACHE")) {
    return NoOperation{};
  }
  if (word == "REFRESH" && at_string()) {
    string();
    return NoOperation{};
  }
  if (word == "REFRESH" && accept_word("FUNCTION")) {
    return RefreshFunction{name()};
  }
  if (word != "CLEAR" && accept(Keyword::kTable)) {
    TouchTable out{.keywords = word + " TABLE"};
    out.if_exists = word == "UNCACHE" && accept_if_exists();
    out.name = name();
    if (word == "ANALYZE") {
      analyze_rest(out);
    }
    return out;
  }
  position_ = before;
  return std::nullopt;
}

// [PARTITION (..)] COMPUTE STATISTICS [NOSCAN | FOR COLUMNS a, b | FOR ALL COLUMNS].
void Parser::analyze_rest(TouchTable& analyzed) {
  if (at(Keyword::kPartition)) {
    analyzed.partition = partition_spec();
  }
  if (!accept_word("COMPUTE") || !accept_word("STATISTICS")) {
    fail_expected("COMPUTE STATISTICS");
  }
  if (accept(Keyword::kFor)) {
    if (accept(Keyword::kAll)) {
      expect(Keyword::kColumns);
    } else {
      expect(Keyword::kColumns);
      do {
        analyzed.columns.push_back(identifier());
      } while (accept(Symbol::kComma));
    }
  } else if (!accept_word("NOSCAN") && at_identifier()) {
    fail("INVALID_SQL_SYNTAX.ANALYZE_TABLE_UNEXPECTED_NOSCAN", "42000",
         "Invalid SQL syntax: ANALYZE TABLE ... COMPUTE STATISTICS ... " +
             std::string(text(current())) + " must be either NOSCAN or empty.",
         span_of(current()));
  }
}

// Nothing where what is explained is no query.
std::optional<SessionNode> Parser::explain() {
  const size_t before = start();
  advance();
  const bool has_form =
      at_word("EXTENDED") || at_word("CODEGEN") || at_word("COST") || at_word("FORMATTED");
  position_ += has_form ? 1 : 0;
  if (!at_query()) {
    position_ = before;
    return std::nullopt;
  }
  return ExplainStatement{query()};
}

}  // namespace tarn::sql
