// Queries: WITH, SELECT, set operations, WINDOW, ORDER BY, LIMIT.

#include <algorithm>
#include <utility>

#include "sql/item_end.h"
#include "sql/parser.h"

namespace tarn::sql {
namespace {

// Words that may stand behind a query's closing parenthesis and make it part of a larger query.
bool continues_query(const Token& token) {
  if (token.symbol == Symbol::kRightParen || token.symbol == Symbol::kSemicolon ||
      token.symbol == Symbol::kPipeArrow || token.kind == TokenKind::kEnd) {
    return true;
  }
  switch (token.keyword) {
    case Keyword::kUnion:
    case Keyword::kIntersect:
    case Keyword::kExcept:
    case Keyword::kMinus:
    case Keyword::kSetminus:
    case Keyword::kOrder:
    case Keyword::kSort:
    case Keyword::kCluster:
    case Keyword::kDistribute:
    case Keyword::kLimit:
    case Keyword::kOffset:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool Parser::at_query() const { return is_query_at(position_); }

// True where the token begins a whole query, and not a column that happens to be called `select`.
bool Parser::is_query_at(size_t token) const {
  const auto following = [&](size_t i) -> const Token& {
    return tokens_[std::min(token + i, tokens_.size() - 1)];
  };
  switch (following(0).keyword) {
    case Keyword::kSelect: {
      const Symbol next = following(1).symbol;
      return !is_name_before(following(1)) || next == Symbol::kStar || next == Symbol::kMinus ||
             next == Symbol::kPlus || next == Symbol::kColon ||
             following(1).kind == TokenKind::kEnd;
    }
    case Keyword::kWith:
    case Keyword::kFrom:
    case Keyword::kTable:
      return following(1).kind == TokenKind::kQuotedName ||
             (following(1).kind == TokenKind::kWord && !is_name_before(following(1))) ||
             (following(0).keyword == Keyword::kFrom && following(1).symbol == Symbol::kLeftParen);
    case Keyword::kValues:
      return !is_name_before(following(1));
    default:
      return following(0).symbol == Symbol::kLeftParen && is_parenthesised_query(token);
  }
}

// (SELECT 1) UNION .. is a query, (SELECT 1) + 1 an expression: what stands behind each parenthesis
// decides.
bool Parser::is_parenthesised_query(size_t open) const {
  size_t inner = open;
  while (tokens_[inner].symbol == Symbol::kLeftParen) {
    ++inner;
    if (inner - open > static_cast<size_t>(kMaxNesting)) {
      return false;
    }
  }
  if (!is_query_at(inner)) {
    return false;
  }
  for (size_t i = open; i < inner; ++i) {
    const size_t behind = closing_[i] + 1;
    if (behind < tokens_.size() && !continues_query(tokens_[behind])) {
      return false;
    }
  }
  return true;
}

QueryPtr Parser::query() {
  const Nesting nesting(*this);
  const size_t first = start();
  const uint32_t deepest_outside = std::exchange(deepest_, 0);
  QueryPtr out(new Query);
  common_tables(*out);
  out->body = query_body();
  query_organisation(*out);
  out->span = span_from(first);
  out->depth = deepest_ + 1;
  if (out->depth > kMaxTreeDepth) {
    fail("FAILED_TO_PARSE_TOO_COMPLEX", "54001",
         "The statement is too complex to parse: it is nested more than " +
             std::to_string(kMaxTreeDepth) + " levels deep",
         out->span);
  }
  deepest_ = std::max(deepest_outside, out->depth);
  return out;
}

// name [(columns)] [MAX RECURSION LEVEL n] [AS] (query)
// WITH [RECURSIVE] a AS (..), ..; nothing where there is no WITH.
void Parser::common_tables(Query& query) {
  if (!accept(Keyword::kWith)) {
    return;
  }
  const bool name_follows =
      ahead().kind == TokenKind::kQuotedName ||
      ahead().kind == TokenKind::kWord;  // AS too: WITH RECURSIVE AS (..) names it `AS`
  if (at(Keyword::kRecursive) && name_follows) {
    advance();
    query.recursive = true;
  }
  do {
    query.ctes.push_back(common_table(query.recursive));
  } while (accept(Symbol::kComma));
}

CommonTable Parser::common_table(bool recursive) {
  const size_t first = start();
  CommonTable out;
  out.name = identifier();
  if (at(Symbol::kLeftParen) && !is_query_at(position_ + 1)) {
    out.columns = identifier_list();
  }
  if (at_word("MAX") && is_word(ahead(), "RECURSION") && is_word(ahead(2), "LEVEL")) {
    position_ += 3;
    out.max_recursion_level = unsigned_integer();
    if (!recursive) {
      // Spark has no condition of its own for it.
      fail("_LEGACY_ERROR_TEMP_0035", "",
           "Operation not allowed: Cannot specify MAX RECURSION LEVEL when the CTE is not marked "
           "as RECURSIVE.",
           span_from(first));
    }
  }
  accept(Keyword::kAs);
  expect(Symbol::kLeftParen);
  out.query = query();
  expect(Symbol::kRightParen);
  out.span = span_from(first);
  return out;
}

QueryBodyPtr Parser::make_body(size_t first_token, QueryBody body) {
  body.span = span_from(first_token);
  return std::make_unique<QueryBody>(std::move(body));
}

// Set operations, and |> behind them: both go from left to right.
QueryBodyPtr Parser::query_body() {
  const size_t first = start();
  QueryBodyPtr out = union_chain(query_primary());
  // Each round stands above the one before it in the tree.
  for (int rounds = 0; at(Symbol::kPipeArrow); ++rounds) {
    if (rounds == kMaxNesting) {
      fail_too_deep(kMaxNesting, span_of(current()));
    }
    out = make_body(first, {.node = pipe(std::move(out))});
    out = union_chain(std::move(out));
  }
  return out;
}

// The words between two queries.
SetOperation::Step Parser::set_step() {
  SetOperation::Step step;
  step.op = at(Keyword::kUnion)       ? SetOperator::kUnion
            : at(Keyword::kIntersect) ? SetOperator::kIntersect
                                      : SetOperator::kExcept;
  advance();
  step.all = accept(Keyword::kAll);
  if (!step.all) {
    accept(Keyword::kDistinct);
  }
  step.by_name = accept_all({Keyword::kBy, Keyword::kName});
  return step;
}

// UNION, EXCEPT and MINUS from left to right, over chains of INTERSECT.
QueryBodyPtr Parser::union_chain(QueryBodyPtr left) {
  const bool is_flat = fragment_.reading().sets_from_left;
  if (!is_flat) left = intersect_chain(std::move(left));
  SetOperation chain;
  while (at(Keyword::kUnion) || at(Keyword::kExcept) || at(Keyword::kMinus) ||
         at(Keyword::kSetminus) || (is_flat && at(Keyword::kIntersect))) {
    const size_t step_start = start();
    SetOperation::Step step = set_step();
    step.right = is_flat ? query_primary() : intersect_chain(query_primary());
    step.span = span_from(step_start);
    chain.steps.push_back(std::move(step));
  }
  if (chain.steps.empty()) {
    return left;
  }
  Span whole = joined(left->span, chain.steps.back().span);
  chain.first = std::move(left);
  return std::make_unique<QueryBody>(QueryBody{.span = whole, .node = std::move(chain)});
}

QueryBodyPtr Parser::intersect_chain(QueryBodyPtr left) {
  SetOperation chain;
  while (at(Keyword::kIntersect)) {
    const size_t step_start = start();
    SetOperation::Step step = set_step();
    step.right = query_primary();
    step.span = span_from(step_start);
    chain.steps.push_back(std::move(step));
  }
  if (chain.steps.empty()) {
    return left;
  }
  Span whole = joined(left->span, chain.steps.back().span);
  chain.first = std::move(left);
  return std::make_unique<QueryBody>(QueryBody{.span = whole, .node = std::move(chain)});
}

QueryBodyPtr Parser::query_primary() {
  const size_t first = start();
  if (accept(Symbol::kLeftParen)) {
    QueryPtr inner = query();
    expect(Symbol::kRightParen);
    return make_body(first, {.node = std::move(inner)});
  }
  if (at(Keyword::kFrom)) {
    return from_first();
  }
  if (at(Keyword::kSelect)) {
    Select select = this->select();
    select.span = span_from(first);
    return make_body(first, {.node = std::move(select)});
  }
  if (at(Keyword::kValues)) {
    InlineTable table = inline_table();
    TableAlias alias = table_alias();
    if (!alias.name) {
      return make_body(first, {.node = std::move(table)});
    }
    return make_body(first, {.node = all_of(first, std::move(table), std::move(alias))});
  }
  if (accept(Keyword::kTable)) {
    TableStatement statement = {table_name(name())};
    return make_body(first, {.node = std::move(statement)});
  }
  fail_expected("a query");
}

// The * that a query without SELECT means.
SelectItem Parser::everything(size_t first_token) {
  SelectItem out;
  out.expression = make(first_token, Star{});
  out.span = out.expression->span;
  return out;
}

// VALUES (1), (2) AS t(a) is SELECT * FROM it.
Select Parser::all_of(size_t first_token, InlineTable table, TableAlias alias) {
  Select out;
  out.items.push_back(everything(first_token));
  FromItem from;
  from.source.node = std::move(table);
  from.source.alias = std::move(alias);
  from.source.span = from.span = out.span = span_from(first_token);
  out.from.push_back(std::move(from));
  return out;
}

// FROM .. alone, or with one SELECT behind it or more, whose rows are put together. FROM is then
// read once for each of them.
QueryBodyPtr Parser::from_first() {
  const size_t first = start();
  SetOperation chain;
  size_t behind = first;
  do {
    position_ = first;
    Select select;
    select.from = from_clause();
    while (at(Keyword::kLateral) && ahead().keyword == Keyword::kView) {
      select.lateral_views.push_back(lateral_view());
    }
    if (behind != first) {
      position_ = behind;
    }
    if (at(Keyword::kSelect)) {
      select_clause(select);
      after_from(select);
    } else {
      select.from_alone = true;
      select.items.push_back(everything(first));
    }
    select.span = span_from(first);
    behind = position_;
    QueryBodyPtr body = make_body(first, {.node = std::move(select)});
    if (chain.first == nullptr) {
      chain.first = std::move(body);
    } else {
      const Span where = body->span;
      chain.steps.push_back({.all = true, .right = std::move(body), .span = where});
    }
  } while (at(Keyword::kSelect));
  if (chain.steps.empty()) {
    return std::move(chain.first);
  }
  return make_body(first, {.node = std::move(chain)});
}

// SELECT .. FROM ..
Select Parser::select() {
  Select out;
  select_clause(out);
  if (at(Keyword::kFrom)) {
    out.from = from_clause();
  }
  after_from(out);
  return out;
}

void Parser::select_clause(Select& select) {
  expect(Keyword::kSelect);
  if (at_word("TRANSFORM") && ahead().symbol == Symbol::kLeftParen &&
      closing_[position_ + 1] + 1 < tokens_.size() &&
      tokens_[closing_[position_ + 1] + 1].keyword == Keyword::kUsing) {
    fail_unsupported("SELECT TRANSFORM .. USING a program", span_of(current()));
  }
  if (at(Keyword::kDistinct) && ahead().keyword == Keyword::kOn &&
      ahead(2).symbol == Symbol::kLeftParen) {
    const size_t first = start();
    position_ += 3;
    DistinctOn on;
    on.keys = expression_list();
    expect(Symbol::kRightParen);
    on.within_watermark = accept_all({Keyword::kWithin, Keyword::kWatermark});
    on.span = span_from(first);
    select.distinct_on = std::move(on);
  } else {
    const Token& next = ahead();
    const bool item_follows = !is_name_before(next) || next.symbol == Symbol::kStar ||
                              next.symbol == Symbol::kMinus || next.symbol == Symbol::kColon;
    if (at(Keyword::kDistinct) && item_follows) {
      advance();
      select.distinct = true;
    } else if (at(Keyword::kAll) && item_follows) {
      advance();
    }
  }
  do {
    if (at(Keyword::kFrom) && !select.items.empty() && at_name_not_clause()) {
      fail("TRAILING_COMMA_IN_SELECT", "42601",
           "Trailing comma detected in SELECT clause. Remove the trailing comma before the FROM "
           "clause.",
           span_of(current()));
    }
    select.items.push_back(select_item());
  } while (accept(Symbol::kComma));
}

SelectItem Parser::select_item() {
  const size_t first = start();
  SelectItem out;
  out.expression = expression();
  if (at(Keyword::kAs) && !ends_item(ahead())) {
    advance();
    if (at(Symbol::kLeftParen)) {
      out.aliases = identifier_list();
    } else {
      out.aliases.push_back(identifier());
      refuse_hyphen();
    }
  } else if (at(Symbol::kLeftParen) && ahead().kind == TokenKind::kWord) {
    out.aliases = identifier_list();
  } else if (auto alias = implicit_alias(AliasPlace::kSelectItem)) {
    out.aliases.push_back(std::move(*alias));
  }
  out.span = span_from(first);
  return out;
}

// What may follow FROM, in Spark's order; QUALIFY and WINDOW in either.
void Parser::after_from(Select& select) {
  while (at(Keyword::kLateral) && ahead().keyword == Keyword::kView) {
    select.lateral_views.push_back(lateral_view());
  }
  if (!select.lateral_views.empty() && at_reshape()) {
    const std::string word(text_of(current().keyword));
    fail("NOT_ALLOWED_IN_FROM.LATERAL_WITH_" + word, "42601",
         "Not allowed in the FROM clause: LATERAL together with " + word, span_of(current()));
  }
  if (accept(Keyword::kWhere)) {
    select.where = expression();
  }
  if (at_all({Keyword::kGroup, Keyword::kBy})) {
    select.group_by = group_by();
  }
  if (accept(Keyword::kHaving)) {
    select.having = expression();
  }
  if (at(Keyword::kWindow)) {
    select.windows = named_windows();
  }
  if (accept(Keyword::kQualify)) {
    select.qualify = expression();
  }
  if (select.windows.empty() && at(Keyword::kWindow)) {
    select.windows = named_windows();
  }
}

std::vector<NamedWindow> Parser::named_windows() {
  advance();
  std::vector<NamedWindow> out;
  do {
    NamedWindow window;
    window.name = identifier();
    for (const NamedWindow& before : out) {
      if (before.name.name == window.name.name) {
        fail("INVALID_SQL_SYNTAX.REPETITIVE_WINDOW_DEFINITION", "42000",
             "Invalid SQL syntax: The definition of window `" + window.name.name +
                 "` is repetitive.",
             window.name.span);
      }
    }
    expect(Keyword::kAs);
    window.spec = window_spec();
    out.push_back(std::move(window));
  } while (accept(Symbol::kComma));
  return out;
}

void Parser::query_organisation(Query& query) {
  if (accept_all({Keyword::kOrder, Keyword::kBy})) {
    const Symbol next = ahead().symbol;
    const bool all = at(Keyword::kAll) && next != Symbol::kComma && next != Symbol::kDot &&
                     next != Symbol::kLeftBracket;
    if (all) {
      // Reads `ALL DESC NULLS FIRST` as a column's sort item, then takes the column out.
      SortItem item = sort_item();
      item.expression = nullptr;
      query.order_by.push_back(std::move(item));
      query.order_by_all = true;
    } else {
      query.order_by = sort_items();
    }
  }
  if (accept_all({Keyword::kCluster, Keyword::kBy})) {
    query.cluster_by = expression_list();
  }
  if (accept_all({Keyword::kDistribute, Keyword::kBy})) {
    query.distribute_by = expression_list();
  }
  if (accept_all({Keyword::kSort, Keyword::kBy})) {
    query.sort_by = sort_items();
  }
  if (at(Keyword::kWindow)) {
    query.windows = named_windows();
  }
  if (accept(Keyword::kLimit)) {
    const bool all = at(Keyword::kAll);
    if (all) {
      advance();
    } else {
      query.limit = expression();
    }
  }
  if (accept(Keyword::kOffset)) {
    query.offset = expression();
  }
}

InlineTable Parser::inline_table() {
  expect(Keyword::kValues);
  InlineTable out;
  out.rows = expression_list();
  return out;
}

}  // namespace tarn::sql
