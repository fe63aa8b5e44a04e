// CREATE STREAMING TABLE, MATERIALIZED VIEW, VIEW and their older spellings.

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "sql/parser.h"

namespace tarn::sql {

// The words between CREATE and the name, if they are a dataset's.
std::optional<CreateDataset> Parser::dataset_head() {
  const size_t first = start();
  CreateDataset out;
  out.is_private = accept(Keyword::kPrivate);
  const bool temporary = accept(Keyword::kTemporary) || accept(Keyword::kTemp);
  if (!temporary && accept_all({Keyword::kMaterialized, Keyword::kView})) {
    out.kind = DatasetKind::kMaterializedView;
    return out;
  }
  const bool streaming = accept(Keyword::kStreaming) || accept(Keyword::kIncremental);
  out.live_syntax = accept(Keyword::kLive);
  if ((out.live_syntax || streaming) && accept(Keyword::kTable)) {
    out.kind = streaming ? DatasetKind::kStreamingTable : DatasetKind::kMaterializedView;
    out.is_private = out.is_private || temporary;
    return out;
  }
  if ((out.live_syntax || (!streaming && !out.is_private)) && accept(Keyword::kView)) {
    out.kind = temporary || out.live_syntax ? DatasetKind::kTemporaryView : DatasetKind::kView;
    out.streaming_view = streaming;
    return out;
  }
  if (streaming || out.live_syntax) {
    fail_expected(out.live_syntax ? "TABLE or VIEW" : "TABLE");
  }
  if (accept(Keyword::kMaterialized)) {
    fail_expected("VIEW");
  }
  position_ = first;
  return std::nullopt;
}

// From [IF NOT EXISTS] on.
CreateDataset Parser::create_dataset(CreateDataset dataset) {
  dataset.if_not_exists = accept_all({Keyword::kIf, Keyword::kNot, Keyword::kExists});
  dataset.name = name();
  if (at(Symbol::kLeftParen)) {
    column_list(dataset);
  }
  dataset_clauses(dataset);
  if (at(Keyword::kFlow)) {
    advance();
    if (!at(Keyword::kAuto)) {
      dataset.flow_name = identifier();
    }
    const size_t first = start();
    expect(Keyword::kAuto);
    expect(Keyword::kCdc);
    dataset.auto_cdc = auto_cdc(first);
  } else if (accept(Keyword::kAs) || at_query()) {
    // Databricks takes the query without AS, too.
    const size_t first = start();
    dataset.query = query();
    dataset.query_text = text_from(first);
  }
  if (!at_end() && !at(Symbol::kSemicolon) && dataset.query == nullptr && !dataset.auto_cdc) {
    fail_expected("a clause of the definition, AS or the end of the statement");
  }
  return dataset;
}

void Parser::column_list(CreateDataset& dataset) {
  advance();
  if (accept(Symbol::kRightParen)) return;  // a list without columns says nothing
  do {
    if (at_table_constraint()) {
      table_constraint(dataset);
    } else {
      dataset.columns.push_back(column_definition());
    }
  } while (accept(Symbol::kComma));
  if (!accept(Symbol::kRightParen)) {
    fail_expected("',' or ')'");
  }
}

// (expression), and its text without the parentheses.
ExpressionText Parser::expression_text() {
  expect(Symbol::kLeftParen);
  const size_t first = start();
  ExpressionPtr parsed = expression();
  std::string written = text_from(first);
  expect(Symbol::kRightParen);
  return {std::move(parsed), std::move(written)};
}

ColumnDefinition Parser::column_definition() {
  const size_t first = start();
  ColumnDefinition out;
  out.name = identifier();
  const bool has_type = current().kind == TokenKind::kWord && !at(Keyword::kComment) &&
                        !at(Keyword::kNot) && !at(Keyword::kDefault) && !at(Keyword::kGenerated) &&
                        !at(Keyword::kMask) && !at_column_constraint();
  if (has_type) {
    const size_t type_start = start();
    out.type = data_type();
    out.type_span = span_from(type_start);
  }
  while (column_option(out)) {
  }
  out.span = span_from(first);
  return out;
}

bool Parser::column_option(ColumnDefinition& column) {
  const size_t word = position_;
  const auto refuse_second = [&](bool is_second, std::string_view words) {
    if (is_second) {
      fail("CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE", "42710",
           fmt::format("CREATE TABLE column {} specifies descriptor \"{}\" more than once, which "
                       "is invalid.",
                       column.name.name, words),
           span_of(tokens_[word]));
    }
  };
  if (accept_all({Keyword::kNot, Keyword::kNull})) {
    refuse_second(!column.nullable, "NOT NULL");
    column.nullable = false;
  } else if (accept(Keyword::kComment)) {
    refuse_second(column.comment.has_value(), "COMMENT");
    column.comment = string();
  } else if (accept(Keyword::kDefault)) {
    refuse_second(column.default_value.has_value(), "DEFAULT");
    const size_t first = start();
    ExpressionPtr parsed = expression();
    column.default_value = {std::move(parsed), text_from(first)};
  } else if (accept(Keyword::kGenerated)) {
    refuse_second(column.generated_as || column.identity, "GENERATED ALWAYS AS");
    generation(column);
  } else if (at_column_constraint()) {
    column.constraints.push_back(column_constraint(column.name));
  } else if (at(Keyword::kMask)) {
    column.unsupported.emplace_back("MASK");
    while (!at_end() && !at(Symbol::kComma) && !at(Symbol::kRightParen)) {
      if (at(Symbol::kLeftParen)) {
        skip_parenthesised();
      } else {
        advance();
      }
    }
  } else {
    return false;
  }
  return true;
}

// Behind GENERATED: ALWAYS AS (expression), or ALWAYS | BY DEFAULT AS IDENTITY [(options)].
void Parser::generation(ColumnDefinition& column) {
  const bool by_default = accept(Keyword::kBy);
  expect(by_default ? Keyword::kDefault : Keyword::kAlways);
  expect(Keyword::kAs);
  if (by_default && !at(Keyword::kIdentity)) {
    expect(Keyword::kIdentity);
  }
  if (!accept(Keyword::kIdentity)) {
    column.generated_as = expression_text();
    return;
  }
  const bool is_integer = !column.type || column.type->is(types::TypeKind::kInt) ||
                          column.type->is(types::TypeKind::kLong);
  if (!is_integer) {
    fail("IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE", "428H2",
         fmt::format("DataType {} is not supported for IDENTITY columns.", column.type->sql()),
         column.type_span);
  }
  column.identity = types::Identity{.takes_values = by_default};
  if (accept(Symbol::kLeftParen)) {
    sequence_options(*column.identity);
    expect(Symbol::kRightParen);
  }
}

// START WITH n and INCREMENT BY n, each once at most, in any order.
void Parser::sequence_options(types::Identity& identity) {
  bool has_start = false;
  bool has_step = false;
  while (!at(Symbol::kRightParen)) {
    const bool is_start = at_word("START");
    const size_t word = position_;
    const auto refuse = [&](const char* condition, const char* sqlstate, std::string message) {
      fail(condition, sqlstate, std::move(message), span_of(tokens_[word]));
    };
    if (!is_start && !at_word("INCREMENT")) {
      fail_expected("START WITH, INCREMENT BY or ')'");
    }
    advance();
    expect(is_start ? Keyword::kWith : Keyword::kBy);
    if (std::exchange(is_start ? has_start : has_step, true)) {
      refuse("IDENTITY_COLUMNS_DUPLICATED_SEQUENCE_GENERATOR_OPTION", "42601",
             fmt::format("Duplicated IDENTITY column sequence generator option: {}.",
                         is_start ? "START" : "STEP"));
    }
    (is_start ? identity.start : identity.step) = signed_integer();
    if (identity.step == 0) {
      refuse("IDENTITY_COLUMNS_ILLEGAL_STEP", "42611", "IDENTITY column step cannot be 0.");
    }
  }
}

// [-]digits, which a BIGINT holds.
int64_t Parser::signed_integer() {
  const bool is_negative = accept(Symbol::kMinus);
  if (current().kind != TokenKind::kInteger) {
    fail_expected("an integer");
  }
  const std::string digits = (is_negative ? "-" : "") + std::string(text(current()));
  int64_t out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    fail_at(current(), "expected an integer that a BIGINT holds");
  }
  advance();
  return out;
}

// ( .. ) to its partner.
void Parser::skip_parenthesised() {
  const size_t close = closing_[position_];
  position_ = close;
  expect(Symbol::kRightParen);
}

void Parser::fail_duplicate(std::string_view clause, size_t first_token) const {
  fail("DUPLICATE_CLAUSES", "42614",
       "Found duplicate clauses: " + std::string(clause) + ". Please, remove one of them",
       span_of(tokens_[first_token]));
}

void Parser::dataset_clauses(CreateDataset& dataset) {
  while (dataset_clause(dataset) || other_dataset_clause(dataset)) {
  }
}

bool Parser::dataset_clause(CreateDataset& dataset) {
  const size_t first = start();
  const auto refuse_second = [&](bool is_second, std::string_view clause) {
    if (is_second) {
      fail_duplicate(clause, first);
    }
  };
  if (at(Keyword::kUsing)) {
    refuse_second(dataset.format.has_value(), "USING");
    advance();
    dataset.format = identifier();
  } else if (at(Keyword::kPartitioned)) {
    refuse_second(!dataset.partitioned_by.empty(), "PARTITIONED BY");
    advance();
    expect(Keyword::kBy);
    expect(Symbol::kLeftParen);
    dataset.partitioned_by = expression_list();
    expect(Symbol::kRightParen);
  } else if (at_all({Keyword::kCluster, Keyword::kBy})) {
    refuse_second(dataset.cluster_by.mode != ClusterMode::kNone, "CLUSTER BY");
    dataset.cluster_by = cluster_by();
  } else if (at(Keyword::kComment)) {
    refuse_second(dataset.comment.has_value(), "COMMENT");
    advance();
    dataset.comment = string();
  } else if (at(Keyword::kTblproperties)) {
    refuse_second(!dataset.properties.empty(), "TBLPROPERTIES");
    dataset.properties = properties();
  } else {
    return false;
  }
  return true;
}

ClusterBy Parser::cluster_by() {
  const size_t first = start();
  position_ += 2;
  ClusterBy out;
  if (accept(Keyword::kAuto)) {
    out.mode = ClusterMode::kAuto;
  } else if (accept(Keyword::kNone)) {
    out.mode = ClusterMode::kExplicitlyNone;
  } else {
    out.mode = ClusterMode::kColumns;
    out.columns = name_list();
  }
  out.span = span_from(first);
  return out;
}

void Parser::note_clause(CreateDataset& dataset, std::string keywords, size_t first_token) {
  for (const OtherClause& clause : dataset.clauses) {
    if (clause.keywords == keywords) {
      fail_duplicate(keywords, first_token);
    }
  }
  dataset.clauses.push_back({std::move(keywords), text_from(first_token), span_from(first_token)});
}

// Clauses that are kept as text.
bool Parser::other_dataset_clause(CreateDataset& dataset) {
  const size_t first = start();
  if (at(Keyword::kOptions)) {
    properties();
    note_clause(dataset, "OPTIONS", first);
  } else if (accept(Keyword::kLocation)) {
    string();
    note_clause(dataset, "LOCATION", first);
  } else if (at(Keyword::kSchedule) || at_all({Keyword::kTrigger, Keyword::kOn})) {
    const bool schedule = at(Keyword::kSchedule);
    schedule_clause();
    note_clause(dataset, schedule ? "SCHEDULE" : "TRIGGER ON UPDATE", first);
  } else if (at(Keyword::kWith) && ahead().keyword == Keyword::kRow) {
    position_ += 2;
    expect(Keyword::kFilter);
    name();
    expect(Keyword::kOn);
    skip_parenthesised();
    note_clause(dataset, "ROW FILTER", first);
  } else if (accept_all({Keyword::kDefault, Keyword::kCollation})) {
    identifier();
    note_clause(dataset, "DEFAULT COLLATION", first);
  } else if (at(Keyword::kRefresh) && equals_ignoring_case(text(ahead()), "POLICY")) {
    position_ += 2;
    identifier();
    accept_word("STRICT");
    note_clause(dataset, "REFRESH POLICY", first);
  } else if (current().kind == TokenKind::kWord && upper_case(text(current())) == "CLUSTERED") {
    advance();
    expect(Keyword::kBy);
    skip_parenthesised();
    while (!at_end() && upper_case(text(current())) != "BUCKETS") {
      advance();  // SORTED BY (..) INTO n
    }
    advance();
    note_clause(dataset, "CLUSTERED BY", first);
  } else if (at_all({Keyword::kStored, Keyword::kAs})) {
    position_ += 2;
    identifier();
    note_clause(dataset, "STORED AS", first);
  } else {
    return false;
  }
  return true;
}

// SCHEDULE [REFRESH] EVERY n unit | CRON 'c' [AT TIME ZONE 'z'];
// TRIGGER ON UPDATE [AT MOST EVERY INTERVAL ..].
void Parser::schedule_clause() {
  if (accept(Keyword::kTrigger)) {
    advance();
    expect(Keyword::kUpdate);
    if (accept_word("AT")) {
      if (!accept_word("MOST")) {
        fail_expected("MOST");
      }
      expect(Keyword::kEvery);
      value();
    }
    return;
  }
  advance();
  accept(Keyword::kRefresh);
  if (accept(Keyword::kCron)) {
    string();
    if (accept_word("AT")) {
      expect(Keyword::kTime);
      expect(Keyword::kZone);
      string();
    }
    return;
  }
  if (!accept(Keyword::kEvery)) {
    fail_expected("EVERY or CRON");
  }
  unsigned_integer();
  identifier();
}

}  // namespace tarn::sql
