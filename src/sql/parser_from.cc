// FROM: tables, subqueries, functions, streams, joins, and what may stand behind each.

#include <algorithm>
#include <iterator>

#include "sql/item_end.h"
#include "sql/parser.h"
#include "sql/table_argument.h"

namespace tarn::sql {

namespace {

FromItem in_parentheses(FromItem item) {
  const Span span = item.span;
  JoinGroup group{.item = std::make_unique<FromItem>(std::move(item))};
  return {.source = {.span = span, .node = std::move(group)}, .joins = {}, .span = span};
}

}  // namespace

std::vector<FromItem> Parser::from_clause() {
  advance();
  std::vector<FromItem> out;
  do {
    FromItem item = from_item();
    const bool is_joined = !item.joins.empty() || !item.reshapes.empty();
    if (fragment_.reading().joins_before_commas && !out.empty() && is_joined) {
      item = in_parentheses(std::move(item));
    }
    out.push_back(std::move(item));
  } while (accept(Symbol::kComma));
  return out;
}

FromItem Parser::from_item() {
  const size_t first = start();
  FromItem out = {.source = table_source(), .joins = {}};
  while (true) {
    if (at_reshape()) {
      out.reshapes.push_back(reshape(out.joins.size()));
    } else if (auto next = join()) {
      out.joins.push_back(std::move(*next));
    } else {
      break;
    }
  }
  out.span = span_from(first);
  return out;
}

std::optional<Join> Parser::join() {
  const size_t first = start();
  Join out;
  out.natural = at(Keyword::kNatural);
  size_t length = out.natural ? 1 : 0;
  const auto word = [&](Keyword keyword) {
    const bool found = ahead(length).keyword == keyword;
    length += found ? 1 : 0;
    return found;
  };
  if (word(Keyword::kInner)) {
    out.kind = JoinKind::kInner;
  } else if (word(Keyword::kCross)) {
    out.kind = JoinKind::kCross;
  } else if (word(Keyword::kLeft)) {
    out.kind = word(Keyword::kSemi)   ? JoinKind::kLeftSemi
               : word(Keyword::kAnti) ? JoinKind::kLeftAnti
                                      : JoinKind::kLeft;
    if (out.kind == JoinKind::kLeft) {
      word(Keyword::kOuter);
    }
  } else if (word(Keyword::kRight)) {
    out.kind = JoinKind::kRight;
    word(Keyword::kOuter);
  } else if (word(Keyword::kFull)) {
    out.kind = JoinKind::kFull;
    word(Keyword::kOuter);
  } else if (word(Keyword::kSemi)) {
    out.kind = JoinKind::kLeftSemi;
  } else if (word(Keyword::kAnti)) {
    out.kind = JoinKind::kLeftAnti;
  }
  if (ahead(length).keyword != Keyword::kJoin) {
    if (length == 0) {
      return std::nullopt;
    }
    position_ += length;
    fail_expected("JOIN");
  }
  position_ += length + 1;
  if (out.natural && out.kind == JoinKind::kCross) {
    fail("INCOMPATIBLE_JOIN_TYPES", "42613", "The join types NATURAL and CROSS are incompatible.",
         span_from(first));
  }
  out.right = table_source();
  const bool of_left =
      out.kind == JoinKind::kInner || out.kind == JoinKind::kCross || out.kind == JoinKind::kLeft;
  if (out.right.lateral && !of_left) {
    fail("INVALID_LATERAL_JOIN_TYPE", "42613",
         "The " + text_from(first).substr(0, text_from(first).find(' ')) +
             " JOIN with LATERAL correlation is not allowed because an OUTER subquery cannot "
             "correlate to its join partner. Remove the LATERAL correlation or use an INNER JOIN, "
             "or LEFT OUTER JOIN instead.",
         span_from(first));
  }
  if (out.natural && out.right.lateral) {
    fail("INCOMPATIBLE_JOIN_TYPES", "42613", "The join types LATERAL and NATURAL are incompatible.",
         span_from(first));
  }
  if (out.right.lateral && at(Keyword::kUsing)) {
    fail("UNSUPPORTED_FEATURE.LATERAL_JOIN_USING", "0A000",
         "The feature is not supported: JOIN USING with LATERAL correlation.", span_from(first));
  }
  if (out.natural) {
    out.span = span_from(first);
    return out;
  }
  if (accept(Keyword::kOn)) {
    out.on = expression();
  } else if (accept(Keyword::kUsing)) {
    out.using_columns = identifier_list();
  }
  out.span = span_from(first);
  return out;
}

TableSource Parser::table_source() {
  const Nesting nesting(*this);
  const size_t first = start();
  const bool lateral = accept(Keyword::kLateral);
  // STREAM is a stream before a name or a parenthesis, else a table of that name.
  const Token& next = ahead();
  const bool name_follows = next.kind == TokenKind::kQuotedName ||
                            (next.kind == TokenKind::kWord && !begins_clause(next.keyword) &&
                             next.keyword != Keyword::kAs);
  const bool stream = at(Keyword::kStream) && (name_follows || next.symbol == Symbol::kLeftParen);
  TableSource out = stream ? stream_source() : plain_source();
  out.lateral = lateral;
  if (lateral && !std::holds_alternative<SubqueryTable>(out.node) &&
      !std::holds_alternative<TableFunction>(out.node)) {
    fail("INVALID_SQL_SYNTAX.LATERAL_WITHOUT_SUBQUERY_OR_TABLE_VALUED_FUNC", "42000",
         "Invalid SQL syntax: LATERAL can only be used with subquery and table-valued functions",
         span_from(first));
  }
  source_suffixes(out);
  out.span = span_from(first);
  return out;
}

// STREAM x, STREAM(x), STREAM f(..), STREAM(f(..)), STREAM (query).
TableSource Parser::stream_source() {
  advance();
  TableSource out;
  if (!accept(Symbol::kLeftParen)) {
    out = plain_source();
  } else {
    if (at_query()) {
      out.node = SubqueryTable{query()};
    } else {
      out = plain_source();
    }
    expect(Symbol::kRightParen);
    if (auto* table = std::get_if<TableName>(&out.node);
        table != nullptr && table->options.empty() && at(Keyword::kWith)) {
      table->options = properties();
    }
  }
  out.stream = true;
  return out;
}

// (VALUES (1) AS t(x) JOIN ..): rows with a name are a relation, and not yet a query.
bool Parser::at_aliased_values() {
  if (!at(Keyword::kValues)) return false;
  const size_t before = position_;
  inline_table();
  constexpr Keyword kOfQueries[] = {Keyword::kUnion, Keyword::kIntersect, Keyword::kExcept,
                                    Keyword::kMinus, Keyword::kSetminus,  Keyword::kOrder,
                                    Keyword::kSort,  Keyword::kCluster,   Keyword::kDistribute,
                                    Keyword::kLimit, Keyword::kOffset,    Keyword::kWindow};
  const bool goes_on =
      current().kind == TokenKind::kWord || current().kind == TokenKind::kQuotedName;
  const bool is_relation =
      (goes_on && std::ranges::find(kOfQueries, current().keyword) == std::end(kOfQueries)) ||
      at(Symbol::kComma);
  position_ = before;
  return is_relation;
}

TableSource Parser::plain_source() {
  TableSource out;
  if (accept(Symbol::kLeftParen)) {
    if (at_query() && !at_aliased_values()) {
      out.node = SubqueryTable{query()};
    } else {
      out.node = JoinGroup{std::make_unique<FromItem>(from_item())};
    }
    expect(Symbol::kRightParen);
    return out;
  }
  if (at(Keyword::kValues) && !is_name_before(ahead())) {
    out.node = inline_table();
    return out;
  }
  if (!at_name_not_clause()) {
    fail_expected("a table");
  }
  Name named = name();
  refuse_hyphen();
  if (at(Symbol::kLeftParen)) {
    out.node = table_function(std::move(named));
  } else {
    out.node = table_name(std::move(named));
  }
  return out;
}

TableName Parser::table_name(Name name) {
  TableName out = {.name = std::move(name), .time_travel = time_travel(), .options = {}};
  if (at(Keyword::kWith) && ahead().symbol == Symbol::kLeftParen) {
    out.options = properties();
  }
  return out;
}

// At the `(`.
TableFunction Parser::table_function(Name name) {
  TableFunction out = {.name = std::move(name), .arguments = {}};
  advance();
  if (!at(Symbol::kRightParen)) {
    do {
      const bool is_named = at_identifier() && ahead().symbol == Symbol::kFatArrow;
      const size_t value = is_named ? 2 : 0;
      const Token& behind = ahead(value + 1);
      const bool is_table = ahead(value).keyword == Keyword::kTable &&
                            (behind.symbol == Symbol::kLeftParen || is_name_token(behind));
      out.arguments.push_back(is_table ? table_argument() : argument());
    } while (accept(Symbol::kComma));
  }
  expect(Symbol::kRightParen);
  return out;
}

// [name =>] TABLE t | TABLE(t) | TABLE(query), and how its rows are handed out.
FunctionCall::Argument Parser::table_argument() {
  FunctionCall::Argument out;
  const size_t first = start();
  if (ahead().symbol == Symbol::kFatArrow) {
    out.name = identifier();
    advance();
  }
  advance();
  FunctionCall call;
  call.name = {{Identifier{std::string(kTableArgument), span_of(current())}}, span_of(current())};
  if (!accept(Symbol::kLeftParen)) {
    name();
  } else {
    if (at_query()) {
      call.arguments.push_back({std::nullopt, make(start(), ScalarSubquery{query()})});
    } else {
      name();
    }
    expect(Symbol::kRightParen);
  }
  if (at(Keyword::kWith) && is_word(ahead(), "SINGLE")) {
    position_ += 2;
    expect(Keyword::kPartition);
  } else if ((at(Keyword::kPartition) || at(Keyword::kDistribute)) &&
             ahead().keyword == Keyword::kBy) {
    position_ += 2;
    const bool has_parentheses = accept(Symbol::kLeftParen);
    do {
      call.arguments.push_back({std::nullopt, expression()});
    } while (accept(Symbol::kComma));
    if (has_parentheses) {
      expect(Symbol::kRightParen);
    }
  }
  if ((at(Keyword::kOrder) || at(Keyword::kSort)) && ahead().keyword == Keyword::kBy) {
    position_ += 2;
    const bool has_parentheses = accept(Symbol::kLeftParen);
    sort_items();
    if (has_parentheses) {
      expect(Symbol::kRightParen);
    }
  }
  out.value = make(first, std::move(call));
  return out;
}

// TABLESAMPLE, WATERMARK and the alias. Spark writes WATERMARK before the alias, Databricks'
// examples behind it: both are read.
void Parser::source_suffixes(TableSource& source) {
  const bool is_sampled = !std::holds_alternative<TableFunction>(source.node) &&
                          !std::holds_alternative<InlineTable>(source.node);
  if (is_sampled) {
    source.sample = table_sample();
  }
  source.watermark = watermark();
  source.alias = table_alias();
  if (!source.watermark) {
    source.watermark = watermark();
  }
}

TableAlias Parser::table_alias() {
  TableAlias out;
  if (at(Keyword::kAs) && !ends_item(ahead())) {
    advance();
    if (is_strict(current().keyword)) {
      fail_expected("an alias");
    }
    out.name = identifier();
  } else {
    out.name = implicit_alias(AliasPlace::kTable);
  }
  if (out.name && at(Symbol::kLeftParen)) {
    out.columns = identifier_list();
  }
  return out;
}

// [FOR] VERSION | SYSTEM_VERSION AS OF n, [FOR] TIMESTAMP | SYSTEM_TIME AS OF t.
std::optional<TimeTravel> Parser::time_travel() {
  const size_t first = start();
  const size_t skip = at(Keyword::kFor) ? 1 : 0;
  const Keyword word = ahead(skip).keyword;
  const bool version = word == Keyword::kVersion || word == Keyword::kSystemVersion;
  const bool timestamp = word == Keyword::kTimestamp || word == Keyword::kSystemTime;
  if ((!version && !timestamp) || ahead(skip + 1).keyword != Keyword::kAs ||
      ahead(skip + 2).keyword != Keyword::kOf) {
    return std::nullopt;
  }
  position_ += skip + 3;
  TimeTravel out;
  out.kind = version ? TimeTravel::Kind::kVersion : TimeTravel::Kind::kTimestamp;
  out.value = value();
  out.span = span_from(first);
  return out;
}

std::optional<Watermark> Parser::watermark() {
  if (!at(Keyword::kWatermark) || is_name_before(ahead())) {
    return std::nullopt;
  }
  const size_t first = start();
  advance();
  Watermark out;
  out.event_time = expression();
  if (accept(Keyword::kAs)) {
    out.alias = identifier();
  }
  expect(Keyword::kDelay);
  expect(Keyword::kOf);
  out.delay = expression();
  out.span = span_from(first);
  return out;
}

std::optional<TableSample> Parser::table_sample() {
  if (!at(Keyword::kTablesample)) {
    return std::nullopt;
  }
  const size_t first = start();
  advance();
  const bool system = at(Keyword::kSystem);
  if (system || at(Keyword::kBernoulli)) {
    advance();
  }
  expect(Symbol::kLeftParen);
  TableSample out;
  if (at(Symbol::kRightParen)) {
    // Spark has no condition of its own for it.
    fail("_LEGACY_ERROR_TEMP_0014", "", "TABLESAMPLE does not accept empty inputs.",
         span_from(first));
  }
  if (accept(Keyword::kBucket)) {
    sample_bucket(out, first);
  } else {
    out.amount = value();
    if (accept(Keyword::kRows)) {
      out.kind = TableSample::Kind::kRows;
    } else if (at(Symbol::kRightParen)) {
      refuse_sample_bytes(*out.amount, first);
    } else {
      expect(Keyword::kPercent);
    }
  }
  expect(Symbol::kRightParen);
  if (accept(Keyword::kRepeatable)) {
    expect(Symbol::kLeftParen);
    out.seed = unsigned_integer();
    expect(Symbol::kRightParen);
    if (system) {
      fail("UNSUPPORTED_FEATURE.TABLESAMPLE_SYSTEM_REPEATABLE", "0A000",
           "The feature is not supported: TABLESAMPLE SYSTEM with REPEATABLE.", span_from(first));
    }
  }
  out.span = span_from(first);
  return out;
}

// BUCKET 1 OUT OF 4
void Parser::sample_bucket(TableSample& sample, size_t first) {
  sample.kind = TableSample::Kind::kBuckets;
  sample.bucket = unsigned_integer();
  expect(Keyword::kOut);
  expect(Keyword::kOf);
  sample.buckets = unsigned_integer();
  if (accept(Keyword::kOn)) {
    const Name column = dotted_name();
    fail("_LEGACY_ERROR_TEMP_0015", "",
         "TABLESAMPLE(BUCKET x OUT OF y ON " + column.text() + ") is not supported.",
         span_from(first));
  }
}

// Hive's length in bytes, 10M, which Spark knows and does not take.
void Parser::refuse_sample_bytes(const Expression& amount, size_t first) const {
  const auto* column = amount.as<ColumnName>();
  const std::string text = column != nullptr ? upper_case(column->name.last().name) : "";
  const bool is_length = text.size() > 1 && text.front() >= '0' && text.front() <= '9' &&
                         std::string_view("BKMG").find(text.back()) != std::string_view::npos;
  if (is_length) {
    fail("_LEGACY_ERROR_TEMP_0015", "", "TABLESAMPLE(byteLengthLiteral) is not supported.",
         span_from(first));
  }
  fail("_LEGACY_ERROR_TEMP_0016", "",
       text_from(first) +
           " is not a valid byte length literal, expected syntax: "
           "DIGIT+ ('B' | 'K' | 'M' | 'G').",
       span_from(first));
}

// LATERAL VIEW [OUTER] f(..) [table] [[AS] a, b].
LateralView Parser::lateral_view() {
  const size_t first = start();
  position_ += 2;
  LateralView out;
  out.outer = accept(Keyword::kOuter);
  Name named = name();
  if (!at(Symbol::kLeftParen)) {
    fail_expected("'('");
  }
  out.call.name = std::move(named);
  out.call.arguments = table_function({}).arguments;
  if (!at(Keyword::kAs) || ahead().keyword == Keyword::kAs) {
    if (!at_identifier()) {
      fail_at(current(), "a name for its rows must follow: LATERAL VIEW f(..) v AS column");
    }
    out.table = identifier();
  }
  const bool named_columns =
      accept(Keyword::kAs) || (out.table && at_identifier() && !begins_clause(current().keyword));
  if (named_columns) {
    do {
      out.columns.push_back(identifier());
    } while (accept(Symbol::kComma));
  }
  out.span = span_from(first);
  return out;
}

// WITH ('k' = 'v', a.b = 1): at the word before the parenthesis.
std::vector<Property> Parser::properties() {
  advance();
  expect(Symbol::kLeftParen);
  std::vector<Property> out;
  do {
    const size_t first = start();
    Property property;
    if (at_string()) {
      property.key = string();
    } else {
      property.key = dotted_name().text();
    }
    accept(Symbol::kEqual);
    if (at_string()) {
      property.value = string();
    } else if (at(Symbol::kMinus)) {
      advance();
      property.value = "-" + std::string(text(current()));
      advance();
    } else if (current().kind >= TokenKind::kInteger && current().kind <= TokenKind::kBigDecimal) {
      property.value = text(current());
      advance();
    } else if (at(Keyword::kTrue) || at(Keyword::kFalse)) {
      property.value = at(Keyword::kTrue) ? "true" : "false";
      advance();
    } else {
      fail_expected("a value");
    }
    property.span = span_from(first);
    out.push_back(std::move(property));
  } while (accept(Symbol::kComma));
  expect(Symbol::kRightParen);
  return out;
}

}  // namespace tarn::sql
