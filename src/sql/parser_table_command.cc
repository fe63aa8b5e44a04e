// A session's statements that make, fill and change tables and schemas; rows that change stand in
// parser_change.cc.

#include <algorithm>
#include <iterator>

#include "sql/parser.h"

namespace tarn::sql {

bool Parser::at_create_table() const {
  const size_t offset =
      ahead(1).keyword == Keyword::kOr && ahead(2).keyword == Keyword::kReplace ? 3 : 1;
  return at(Keyword::kCreate) && ahead(offset).keyword == Keyword::kTable;
}

bool Parser::at_schema_word(const Token& token) const {
  return token.keyword == Keyword::kSchema || token.keyword == Keyword::kDatabase ||
         token.keyword == Keyword::kNamespace;
}

bool Parser::accept_if_not_exists() {
  return accept_all({Keyword::kIf, Keyword::kNot, Keyword::kExists});
}

bool Parser::accept_if_exists() { return accept_all({Keyword::kIf, Keyword::kExists}); }

SessionNode Parser::create_table() {
  advance();
  CreateTable out;
  out.or_replace = accept_all({Keyword::kOr, Keyword::kReplace});
  expect(Keyword::kTable);
  out.if_not_exists = accept_if_not_exists();
  out.name = name();
  if (!out.or_replace && at(Keyword::kLike)) {
    return create_table_like(std::move(out));
  }
  if (at(Symbol::kLeftParen) && !at_query()) {
    CreateDataset listed;
    column_list(listed);
    if (!listed.expectations.empty()) {
      fail_unsupported("EXPECT in a table that is not a pipeline's",
                       listed.expectations.front().span);
    }
    for (const ColumnDefinition& column : listed.columns) {
      refuse_without_type(column);
    }
    out.columns = std::move(listed.columns);
    out.constraints = std::move(listed.constraints);
  }
  while (table_clause(out)) {
  }
  const bool is_query = accept(Keyword::kAs) || at_query();
  if (is_query) {
    out.query = query();
  }
  return out;
}

void Parser::refuse_without_type(const ColumnDefinition& column) const {
  if (!column.type) {
    fail("PARSE_SYNTAX_ERROR", "42601",
         "Syntax error at the column '" + column.name.name + "' of the table", column.span,
         "a table's column has a type");
  }
}

CreateTableLike Parser::create_table_like(CreateTable head) {
  advance();
  CreateTableLike out;
  out.if_not_exists = head.if_not_exists;
  out.name = std::move(head.name);
  out.source = name();
  while (true) {
    if (at(Keyword::kUsing)) {
      advance();
      out.format = identifier();
    } else if (accept(Keyword::kLocation)) {
      out.location = string();
    } else if (at(Keyword::kTblproperties)) {
      out.properties = properties();
    } else {
      return out;
    }
  }
}

bool Parser::table_clause(CreateTable& table) {
  const size_t first = start();
  const auto refuse_second = [&](bool is_second, std::string_view clause) {
    if (is_second) {
      fail_duplicate(clause, first);
    }
  };
  if (at(Keyword::kUsing)) {
    refuse_second(table.format.has_value(), "USING");
    advance();
    table.format = identifier();
  } else if (at(Keyword::kOptions)) {
    refuse_second(!table.options.empty(), "OPTIONS");
    table.options = properties();
  } else if (at(Keyword::kPartitioned)) {
    refuse_second(!table.partitioned_by.empty(), "PARTITIONED BY");
    partitioned_by(table);
  } else if (at_all({Keyword::kCluster, Keyword::kBy})) {
    refuse_second(table.cluster_by.mode != ClusterMode::kNone, "CLUSTER BY");
    table.cluster_by = cluster_by();
  } else if (at(Keyword::kComment)) {
    refuse_second(table.comment.has_value(), "COMMENT");
    advance();
    table.comment = string();
  } else if (at(Keyword::kLocation)) {
    refuse_second(table.location.has_value(), "LOCATION");
    advance();
    table.location = string();
  } else if (at(Keyword::kTblproperties)) {
    refuse_second(!table.properties.empty(), "TBLPROPERTIES");
    table.properties = properties();
  } else if (at_word("CLUSTERED") || at(Keyword::kStored) ||
             (at(Keyword::kRow) && is_word(ahead(), "FORMAT"))) {
    fail_unsupported(at_word("CLUSTERED")   ? "CLUSTERED BY"
                     : at(Keyword::kStored) ? "STORED AS"
                                            : "ROW FORMAT",
                     span_of(current()));
  } else {
    return false;
  }
  return true;
}

// PARTITIONED BY (a, b), or (a INT, b STRING) where the columns are made here.
void Parser::partitioned_by(CreateTable& table) {
  advance();
  expect(Keyword::kBy);
  expect(Symbol::kLeftParen);
  do {
    if (at_identifier() && ahead().symbol == Symbol::kLeftParen) {
      fail_unsupported("Partitioning by an expression", span_of(current()));
    }
    const bool has_type = ahead().kind == TokenKind::kWord;
    if (has_type) {
      table.columns.push_back(column_definition());
      table.partitioned_by.push_back(table.columns.back().name);
    } else {
      table.partitioned_by.push_back(identifier());
    }
  } while (accept(Symbol::kComma));
  expect(Symbol::kRightParen);
}

// PARTITION (p = 1, q), at PARTITION.
std::vector<PartitionItem> Parser::partition_spec() {
  advance();
  expect(Symbol::kLeftParen);
  std::vector<PartitionItem> out;
  do {
    PartitionItem item{.column = identifier(), .value = nullptr};
    if (accept(Symbol::kEqual)) {
      item.value = value();
    }
    out.push_back(std::move(item));
  } while (accept(Symbol::kComma));
  expect(Symbol::kRightParen);
  return out;
}

// WITH a AS (..) INSERT INTO ..: the first word behind the common tables at WITH that begins a
// statement which changes a table; null pointer where a query follows.
const Token* Parser::change_behind_tables() const {
  if (!at(Keyword::kWith)) {
    return nullptr;
  }
  for (size_t i = position_ + 1; i < tokens_.size(); ++i) {
    const Token& token = tokens_[i];
    if (token.symbol == Symbol::kLeftParen) {
      i = closing_[i];
      const Token& next = tokens_[std::min(i + 1, tokens_.size() - 1)];
      if (next.keyword == Keyword::kInsert || next.keyword == Keyword::kUpdate ||
          next.keyword == Keyword::kDelete || is_word(next, "MERGE")) {
        return &next;
      }
    } else if (token.keyword == Keyword::kSelect || token.kind == TokenKind::kEnd) {
      return nullptr;
    }
  }
  return nullptr;
}

bool Parser::at_insert_behind_with() const {
  const Token* const change = change_behind_tables();
  return change != nullptr && change->keyword == Keyword::kInsert;
}

// INSERT .., or WITH common tables INSERT ..
InsertStatement Parser::insert() {
  Query before;
  common_tables(before);
  expect(Keyword::kInsert);
  InsertStatement out = insert_target();
  out.query = query();
  // The query's own common tables may read those before INSERT.
  std::ranges::move(out.query->ctes, std::back_inserter(before.ctes));
  out.query->ctes = std::move(before.ctes);
  out.query->recursive = out.query->recursive || before.recursive;
  return out;
}

// FROM t INSERT INTO target SELECT ..: the FROM belongs to the query.
bool Parser::at_from_with_insert() const {
  if (!at(Keyword::kFrom)) {
    return false;
  }
  for (size_t i = position_ + 1; i < tokens_.size(); ++i) {
    if (tokens_[i].symbol == Symbol::kLeftParen) {
      i = closing_[i];
    } else if (tokens_[i].keyword == Keyword::kInsert) {
      return tokens_[i + 1].keyword == Keyword::kInto ||
             tokens_[i + 1].keyword == Keyword::kOverwrite;
    } else if (tokens_[i].keyword == Keyword::kSelect) {
      return false;
    }
  }
  return false;
}

InsertStatement Parser::insert_behind_from() {
  const size_t first = start();
  std::vector<FromItem> from = from_clause();
  expect(Keyword::kInsert);
  InsertStatement out = insert_target();
  out.query = query();
  auto* select = std::get_if<Select>(&out.query->body->node);
  if (select == nullptr || !select->from.empty()) {
    fail("PARSE_SYNTAX_ERROR", "42601",
         "Syntax error: behind FROM .. INSERT stands a SELECT without a FROM of its own",
         span_from(first));
  }
  select->from = std::move(from);
  if (at(Keyword::kInsert)) {
    fail_unsupported("Several INSERTs behind one FROM", span_of(current()));
  }
  return out;
}

InsertStatement Parser::insert_target() {
  InsertStatement out;
  out.overwrite = accept(Keyword::kOverwrite);
  if (!out.overwrite) {
    expect(Keyword::kInto);
  } else if (at_word("DIRECTORY") || (at(Keyword::kLocal) && is_word(ahead(), "DIRECTORY"))) {
    fail_unsupported("INSERT OVERWRITE DIRECTORY", span_of(current()));
  }
  if (at(Keyword::kTable) && ahead().kind != TokenKind::kSymbol) {
    advance();
  }
  out.target = name();
  const bool by_name = at_all({Keyword::kBy, Keyword::kName, Keyword::kReplace});
  position_ += by_name ? 2 : 0;
  if (at(Keyword::kReplace) && !out.overwrite) {
    out.by_name = by_name;
    advance();
    if (at(Keyword::kUsing) || at(Keyword::kOn)) {
      fail("UNSUPPORTED_FEATURE.TABLE_OPERATION", "0A000",
           "Table " + out.target.text() + " does not support INSERT INTO ... REPLACE ON/USING.",
           span_of(current()));
    }
    expect(Keyword::kWhere);
    out.replace_where = expression();
    return out;
  }
  if (at(Keyword::kPartition)) {
    out.partition = partition_spec();
  }
  out.if_not_exists = accept_if_not_exists();
  if (accept_all({Keyword::kBy, Keyword::kName})) {
    out.by_name = true;
  } else if (at(Symbol::kLeftParen) && !at_query()) {
    out.columns = identifier_list();
  }
  return out;
}

TruncateTable Parser::truncate() {
  advance();
  expect(Keyword::kTable);
  TruncateTable out{.name = name()};
  if (at(Keyword::kPartition)) {
    out.partition = partition_spec();
  }
  return out;
}

DropTable Parser::drop_table() {
  position_ += 2;
  DropTable out;
  out.if_exists = accept_if_exists();
  out.name = name();
  accept_word("PURGE");
  return out;
}

CreateSchema Parser::create_schema() {
  position_ += 2;
  CreateSchema out;
  out.if_not_exists = accept_if_not_exists();
  out.name = name();
  while (true) {
    if (accept(Keyword::kComment)) {
      out.comment = string();
    } else if (accept(Keyword::kLocation)) {
      out.location = string();
    } else if (at(Keyword::kWith) &&
               (is_word(ahead(), "DBPROPERTIES") || is_word(ahead(), "PROPERTIES"))) {
      advance();
      out.properties = properties();
    } else {
      return out;
    }
  }
}

DropSchema Parser::drop_schema() {
  position_ += 2;
  DropSchema out;
  out.if_exists = accept_if_exists();
  out.name = name();
  if (!accept_word("RESTRICT")) {
    out.cascade = accept_word("CASCADE");
  }
  return out;
}

AlterTable Parser::alter_table() {
  advance();
  AlterTable out;
  out.is_view = accept(Keyword::kView);
  if (!out.is_view) {
    expect(Keyword::kTable);
  }
  out.name = name();
  out.change = table_change(out.is_view);
  return out;
}

CommentOn Parser::comment_on() {
  position_ += 2;
  CommentOn out;
  out.is_schema = at_schema_word(current());
  if (!out.is_schema && !at(Keyword::kTable)) {
    fail_expected("TABLE or SCHEMA");
  }
  advance();
  out.name = name();
  expect(Keyword::kIs);
  if (!accept(Keyword::kNull)) {
    out.comment = string();
  }
  return out;
}

}  // namespace tarn::sql
