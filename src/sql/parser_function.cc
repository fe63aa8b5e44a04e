// Calls: plain ones, the forms with a syntax of their own, and what may stand behind a call.

#include <algorithm>
#include <array>

#include "sql/parser.h"

namespace tarn::sql {
namespace {

constexpr std::array<std::string_view, 11> kDateUnits = {
    "YEAR", "QUARTER", "MONTH",  "WEEK",        "DAY",        "DAYOFYEAR",
    "HOUR", "MINUTE",  "SECOND", "MILLISECOND", "MICROSECOND"};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view each) { return equals_ignoring_case(word, each); });
}

// Functions that SQL writes without parentheses, if no column has the name. USER is left out: it
// is a column in far more tables than it is the function in queries.
bool is_niladic(std::string_view word) {
  return is_one_of(word, {"CURRENT_DATE", "CURRENT_TIMESTAMP", "CURRENT_TIME", "CURRENT_USER",
                          "SESSION_USER", "CURRENT_PATH"});
}

}  // namespace

// A call whose syntax is its own, at a word; nullptr where the word is no such form.
ExpressionPtr Parser::special_call(size_t first_token) {
  if (ahead().symbol != Symbol::kLeftParen) {
    const bool qualified = ahead().symbol == Symbol::kDot;
    if (!qualified && is_niladic(text(current()))) {
      Name named = dotted_name();
      FunctionCall call;
      call.name = std::move(named);
      call.form = CallForm::kWithoutParentheses;
      return make(first_token, std::move(call));
    }
    return nullptr;
  }
  switch (current().keyword) {
    case Keyword::kExtract:
      return extract(first_token);
    case Keyword::kTrim:
      return trim(first_token);
    case Keyword::kPosition:
      return position_call(dotted_name(), first_token);
    case Keyword::kSubstring:
    case Keyword::kSubstr:
    case Keyword::kOverlay:
      return substring_or_overlay(dotted_name(), first_token);
    case Keyword::kStruct:
      return struct_constructor(first_token);
    default:
      return nullptr;
  }
}

ExpressionPtr Parser::special_form(size_t first_token, std::string name, ExpressionList arguments) {
  FunctionCall call;
  const Span name_span = span_of(tokens_[first_token]);
  call.name = {{Identifier{std::move(name), name_span}}, name_span};
  call.form = CallForm::kSpecial;
  for (ExpressionPtr& value : arguments) {
    call.arguments.push_back({std::nullopt, std::move(value)});
  }
  return make(first_token, std::move(call));
}

// EXTRACT(field FROM source)
ExpressionPtr Parser::extract(size_t first_token) {
  if (ahead(3).keyword != Keyword::kFrom) {
    return nullptr;
  }
  position_ += 2;
  const size_t field_start = start();
  std::string field = identifier().name;
  ExpressionList arguments;
  arguments.push_back(make(field_start, Literal{types::string_type(), {std::move(field)}}));
  expect(Keyword::kFrom);
  arguments.push_back(value());
  expect(Symbol::kRightParen);
  return special_form(first_token, "extract", std::move(arguments));
}

bool Parser::has_from_in_call() const {
  int depth = 1;
  for (size_t at = position_; at < tokens_.size(); ++at) {
    const Token& token = tokens_[at];
    if (token.keyword == Keyword::kFrom && depth == 1) return true;
    if (token.symbol == Symbol::kLeftParen) ++depth;
    if (token.symbol == Symbol::kRightParen && --depth == 0) return false;
  }
  return false;
}

// TRIM([BOTH | LEADING | TRAILING] [characters] FROM source), or plain trim(source).
ExpressionPtr Parser::trim(size_t first_token) {
  Name named = dotted_name();
  advance();
  std::string function = "trim";
  bool special = false;
  // trim(BOTH - 3 FROM a) takes "-3" away; trim(both - 3) is a difference.
  const bool side = at(Keyword::kBoth) || at(Keyword::kLeading) || at(Keyword::kTrailing);
  const bool has_sign = ahead().symbol == Symbol::kMinus || ahead().symbol == Symbol::kPlus;
  if (side && (ahead().keyword == Keyword::kFrom || !is_name_before(ahead()) ||
               (has_sign && has_from_in_call()))) {
    function = at(Keyword::kLeading) ? "ltrim" : at(Keyword::kTrailing) ? "rtrim" : "trim";
    special = true;
    advance();
  }
  ExpressionList arguments;
  if (!(at(Keyword::kFrom) && (special || !is_name_before(ahead())))) {
    if (at(Symbol::kRightParen)) {
      return plain_call(std::move(named), first_token, nullptr);
    }
    arguments.push_back(expression());
  }
  if (!special && !at(Keyword::kFrom)) {
    return plain_call(std::move(named), first_token, std::move(arguments.front()));
  }
  expect(Keyword::kFrom);
  arguments.push_back(value());
  expect(Symbol::kRightParen);
  return special_form(first_token, std::move(function), std::move(arguments));
}

// POSITION(a IN b), or plain position(a, b).
ExpressionPtr Parser::position_call(Name name, size_t first_token) {
  advance();
  if (at(Symbol::kRightParen)) {
    return plain_call(std::move(name), first_token, nullptr);
  }
  ExpressionPtr sought = value();
  if (!accept(Keyword::kIn)) {
    return plain_call(std::move(name), first_token, std::move(sought));
  }
  ExpressionList arguments;
  arguments.push_back(std::move(sought));
  arguments.push_back(value());
  expect(Symbol::kRightParen);
  return special_form(first_token, "position", std::move(arguments));
}

// SUBSTRING(x FROM a [FOR b]), OVERLAY(x PLACING y FROM a [FOR b]), or the plain calls.
ExpressionPtr Parser::substring_or_overlay(Name name, size_t first_token) {
  const bool is_overlay = equals_ignoring_case(name.last().name, "OVERLAY");
  advance();
  if (at(Symbol::kRightParen)) {
    return plain_call(std::move(name), first_token, nullptr);
  }
  ExpressionPtr source = expression();
  if (!at(is_overlay ? Keyword::kPlacing : Keyword::kFrom)) {
    return plain_call(std::move(name), first_token, std::move(source));
  }
  ExpressionList arguments;
  arguments.push_back(std::move(source));
  if (is_overlay) {
    advance();
    arguments.push_back(value());
  }
  expect(Keyword::kFrom);
  arguments.push_back(value());
  if (accept(Keyword::kFor)) {
    arguments.push_back(value());
  }
  expect(Symbol::kRightParen);
  return special_form(first_token, is_overlay ? "overlay" : "substring", std::move(arguments));
}

// STRUCT(a, b AS c)
ExpressionPtr Parser::struct_constructor(size_t first_token) {
  position_ += 2;
  StructConstructor out;
  while (!at(Symbol::kRightParen)) {
    ExpressionPtr value = expression();
    std::optional<Identifier> alias;
    if (accept(Keyword::kAs) || at_identifier()) {
      alias = identifier();
    }
    out.items.push_back({std::move(value), std::move(alias)});
    if (!accept(Symbol::kComma)) {
      break;
    }
    if (at(Symbol::kRightParen)) {
      fail_expected("an expression");
    }
  }
  expect(Symbol::kRightParen);
  return make(first_token, std::move(out));
}

// At the `(` behind the name.
ExpressionPtr Parser::function_call(Name name, size_t first_token) {
  advance();
  return plain_call(std::move(name), first_token, nullptr);
}

// Behind the `(`, or behind a first argument that was read already.
ExpressionPtr Parser::plain_call(Name name, size_t first_token, ExpressionPtr first_argument) {
  FunctionCall call;
  call.name = std::move(name);
  if (first_argument != nullptr) {
    call.arguments.push_back({std::nullopt, std::move(first_argument)});
    if (accept(Symbol::kComma)) {
      call.arguments.push_back(argument());
    }
  } else if (!at(Symbol::kRightParen)) {
    // In count(DISTINCT -x) and count(DISTINCT *) the sign or star begins an argument.
    const Symbol next = ahead().symbol;
    const bool argument_follows =
        !is_name_before(ahead()) || next == Symbol::kStar || next == Symbol::kMinus;
    if (at(Keyword::kDistinct) && argument_follows) {
      advance();
      call.distinct = true;
    } else if (at(Keyword::kAll) && argument_follows) {
      advance();
    }
    call.arguments.push_back(argument());
  }
  while (accept(Symbol::kComma)) {
    call.arguments.push_back(argument());
  }
  const bool takes_nulls_inside = call.name.parts.size() == 1 && call.arguments.size() == 1 &&
                                  is_one_of(call.name.last().name, {"FIRST", "LAST", "ANY_VALUE"});
  if (takes_nulls_inside && accept(Keyword::kIgnore)) {  // first(x IGNORE NULLS)
    call.nulls = NullTreatment::kIgnore;
    expect(Keyword::kNulls);
  }
  expect(Symbol::kRightParen);
  normalise_date_arithmetic(call);
  call_suffixes(call);
  return make(first_token, std::move(call));
}

FunctionCall::Argument Parser::argument() {
  if (at_identifier() && ahead().symbol == Symbol::kFatArrow) {
    Identifier named = identifier();
    advance();
    return {std::move(named), expression()};
  }
  if (at(Keyword::kTable) && ahead().symbol == Symbol::kLeftParen && is_query_at(position_ + 2)) {
    fail_at(ahead(), "only a table function in FROM has a TABLE argument");
  }
  return {std::nullopt, expression()};
}

// timestampadd(HOUR, 1, t) and its other names take a unit where others take an expression.
void Parser::normalise_date_arithmetic(FunctionCall& call) {
  if (call.name.parts.size() != 1 || call.arguments.size() != 3 || call.arguments[0].name) {
    return;
  }
  const std::string& name = call.name.last().name;
  const bool adds = is_one_of(name, {"TIMESTAMPADD", "DATEADD", "DATE_ADD"});
  if (!adds && !is_one_of(name, {"TIMESTAMPDIFF", "DATEDIFF", "DATE_DIFF", "TIMEDIFF"})) {
    return;
  }
  const auto* unit = call.arguments[0].value->as<ColumnName>();
  if (unit == nullptr || unit->name.parts.size() != 1) {
    return;
  }
  std::string word = unit->name.last().name;
  if (std::ranges::find(kDateUnits, upper_case(word)) == kDateUnits.end()) {
    return;
  }
  const Span where = call.arguments[0].value->span;
  call.arguments[0].value = make(where, Literal{types::string_type(), {std::move(word)}});
  call.name.parts[0].name = adds ? "timestampadd" : "timestampdiff";
  call.form = CallForm::kSpecial;
}

// WITHIN GROUP (..), FILTER (..), IGNORE NULLS, OVER ..
void Parser::call_suffixes(FunctionCall& call) {
  if (at_all({Keyword::kWithin, Keyword::kGroup})) {
    position_ += 2;
    expect(Symbol::kLeftParen);
    expect(Keyword::kOrder);
    expect(Keyword::kBy);
    call.within_group = sort_items();
    expect(Symbol::kRightParen);
  }
  if (at(Keyword::kFilter) && ahead().symbol == Symbol::kLeftParen) {
    position_ += 2;
    expect(Keyword::kWhere);
    call.filter = expression();
    expect(Symbol::kRightParen);
  }
  if ((at(Keyword::kIgnore) || at(Keyword::kRespect)) && ahead().keyword == Keyword::kNulls) {
    call.nulls = at(Keyword::kIgnore) ? NullTreatment::kIgnore : NullTreatment::kRespect;
    position_ += 2;
  }
  const Token& next = ahead();
  const bool has_window =
      at(Keyword::kOver) &&
      (next.symbol == Symbol::kLeftParen || next.kind == TokenKind::kQuotedName ||
       (next.kind == TokenKind::kWord &&
        (!begins_clause(next.keyword) || ahead(2).keyword == Keyword::kFrom ||
         ahead(2).symbol == Symbol::kComma)));
  if (has_window) {
    advance();
    call.window = std::make_unique<WindowSpec>(window_spec());
  }
}

// Behind OVER, or behind AS of a WINDOW clause.
WindowSpec Parser::window_spec() {
  const Nesting nesting(*this);
  const size_t first = start();
  WindowSpec out;
  if (!at(Symbol::kLeftParen)) {
    out.reference = identifier();
    out.span = span_from(first);
    return out;
  }
  advance();
  if (at_identifier() && ahead().symbol == Symbol::kRightParen) {
    out.reference = identifier();
    advance();
    out.span = span_from(first);
    return out;
  }
  if (accept_all({Keyword::kPartition, Keyword::kBy}) ||
      accept_all({Keyword::kDistribute, Keyword::kBy}) ||
      accept_all({Keyword::kCluster, Keyword::kBy})) {
    out.partition_by = expression_list();
  }
  if (accept_all({Keyword::kOrder, Keyword::kBy}) || accept_all({Keyword::kSort, Keyword::kBy})) {
    out.order_by = sort_items();
  }
  if (at(Keyword::kRows) || at(Keyword::kRange)) {
    out.frame = frame();
  }
  if (!at(Symbol::kRightParen)) {
    fail_expected("PARTITION BY, ORDER BY, ROWS, RANGE or ')'");
  }
  advance();
  out.span = span_from(first);
  return out;
}

Frame Parser::frame() {
  const size_t first = start();
  Frame out;
  out.unit = at(Keyword::kRows) ? FrameUnit::kRows : FrameUnit::kRange;
  advance();
  if (accept(Keyword::kBetween)) {
    out.from = frame_bound();
    expect(Keyword::kAnd);
    out.to = frame_bound();
  } else {
    out.from = frame_bound();
  }
  out.span = span_from(first);
  return out;
}

FrameBound Parser::frame_bound() {
  if (accept(Keyword::kUnbounded)) {
    if (accept(Keyword::kPreceding)) {
      return {FrameBoundKind::kUnboundedPreceding, nullptr};
    }
    expect(Keyword::kFollowing);
    return {FrameBoundKind::kUnboundedFollowing, nullptr};
  }
  if (at(Keyword::kCurrent) && ahead().keyword == Keyword::kRow) {
    position_ += 2;
    return {FrameBoundKind::kCurrentRow, nullptr};
  }
  ExpressionPtr offset = value();
  if (accept(Keyword::kPreceding)) {
    return {FrameBoundKind::kPreceding, std::move(offset)};
  }
  if (!accept(Keyword::kFollowing)) {
    fail_expected("PRECEDING or FOLLOWING");
  }
  return {FrameBoundKind::kFollowing, std::move(offset)};
}

std::vector<SortItem> Parser::sort_items() {
  std::vector<SortItem> out;
  do {
    out.push_back(sort_item());
  } while (accept(Symbol::kComma));
  return out;
}

SortItem Parser::sort_item() {
  const size_t first = start();
  SortItem out;
  out.expression = expression();
  if (accept(Keyword::kDesc)) {
    out.direction = SortDirection::kDescending;
  } else {
    accept(Keyword::kAsc);
  }
  if (accept(Keyword::kNulls)) {
    if (accept(Keyword::kFirst)) {
      out.nulls = NullOrder::kFirst;
    } else {
      expect(Keyword::kLast);
      out.nulls = NullOrder::kLast;
    }
  }
  out.span = span_from(first);
  return out;
}

}  // namespace tarn::sql
