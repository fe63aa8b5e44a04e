// |>: what a query's rows go through, written in the order in which it happens.

#include <utility>

#include "sql/parser.h"
#include "sql/visit.h"

namespace tarn::sql {
namespace {

bool has_window(const Expression& expression) {
  const auto* call = expression.as<FunctionCall>();
  bool found = call != nullptr && call->window != nullptr;
  for_each_child(expression.node,
                 [&](const Expression& child) { found = found || has_window(child); });
  return found;
}

}  // namespace

// At the first |>.
Pipe Parser::pipe(QueryBodyPtr input) {
  Pipe out = {.input = std::move(input), .steps = {}};
  while (accept(Symbol::kPipeArrow)) {
    pipe_step(out.steps);
    if (out.steps.size() > static_cast<size_t>(kMaxNesting)) {
      fail_too_deep(kMaxNesting, out.steps.back().span);
    }
  }
  return out;
}

// SET makes a step of each assignment, the others one.
void Parser::pipe_step(std::vector<PipeStep>& steps) {
  const size_t first = start();
  if (at(Keyword::kSet)) {
    pipe_set(steps);
    return;
  }
  PipeStep step;
  switch (current().keyword) {
    case Keyword::kSelect:
      step.node = pipe_select();
      break;
    case Keyword::kDrop:
      step.node = pipe_drop();
      break;
    case Keyword::kAs:
      advance();
      step.node = PipeAs{identifier()};
      break;
    case Keyword::kWhere:
      advance();
      step.node = PipeWhere{expression()};
      if (at(Keyword::kWindow)) {
        fail("NOT_ALLOWED_IN_PIPE_OPERATOR_WHERE.WINDOW_CLAUSE", "42601",
             "Not allowed in the pipe WHERE clause: WINDOW clause", span_of(current()));
      }
      break;
    case Keyword::kPivot:
    case Keyword::kUnpivot:
      if (!at_reshape()) {
        fail_at(current());
      }
      std::visit([&](auto node) { step.node = std::move(node); }, reshape(0).node);
      if (at_reshape()) {
        fail("NOT_ALLOWED_IN_FROM.UNPIVOT_WITH_PIVOT", "42601",
             "Not allowed in the FROM clause: UNPIVOT together with PIVOT", span_of(current()));
      }
      break;
    case Keyword::kTablesample:
      step.node = PipeSample{*table_sample()};
      break;
    case Keyword::kUnion:
    case Keyword::kIntersect:
    case Keyword::kExcept:
    case Keyword::kMinus:
    case Keyword::kSetminus: {
      SetOperation::Step combined = set_step();
      combined.right = query_primary();
      combined.span = span_from(first);
      step.node = PipeCombine{std::move(combined)};
      break;
    }
    default:
      if (accept_word("EXTEND")) {
        step.node = pipe_extend();
      } else if (accept_word("AGGREGATE")) {
        step.node = pipe_aggregate();
      } else if (auto joined = join()) {
        step.node = PipeJoin{std::move(*joined)};
      } else {
        step.node = pipe_organisation();
      }
  }
  step.span = span_from(first);
  steps.push_back(std::move(step));
}

PipeSelect Parser::pipe_select() {
  const size_t first = start();
  PipeSelect out;
  select_clause(out.select);
  if (at_all({Keyword::kGroup, Keyword::kBy})) {
    out.select.group_by = group_by();
  }
  if (at(Keyword::kWindow)) {
    out.select.windows = named_windows();
  }
  out.select.span = span_from(first);
  return out;
}

// Names for values, none of them a star.
std::vector<SelectItem> Parser::plain_items(std::string_view clause) {
  std::vector<SelectItem> out;
  do {
    out.push_back(select_item());
    if (out.back().expression->as<Star>() != nullptr) {
      fail("INVALID_USAGE_OF_STAR_OR_REGEX", "42000",
           "Invalid usage of '*' in the pipe operator |> " + std::string(clause), out.back().span);
    }
  } while (accept(Symbol::kComma));
  return out;
}

PipeSelect Parser::pipe_extend() {
  const size_t first = start() - 1;
  PipeSelect out = {.word = PipeWord::kExtend, .select = {}};
  out.select.items.push_back(everything(first));
  for (SelectItem& item : plain_items("EXTEND")) {
    out.select.items.push_back(std::move(item));
  }
  if (at(Keyword::kWindow)) {
    out.select.windows = named_windows();
  }
  out.select.span = span_from(first);
  return out;
}

void Parser::pipe_set(std::vector<PipeStep>& steps) {
  advance();
  do {
    const size_t first = start();
    const Name column = dotted_name();
    if (column.parts.size() > 1) {
      fail_operation(
          "SQL pipe syntax |> SET operator with multi-part assignment key (only single-part keys "
          "are allowed).",
          column.span);
    }
    expect(Symbol::kEqual);
    PipeSelect out = {.word = PipeWord::kSet, .select = {}};
    SelectItem item;
    item.expression = expression();
    item.aliases.push_back(column.last());
    item.span = span_from(first);
    out.select.items.push_back(everything(first));
    out.select.items.push_back(std::move(item));
    out.select.span = span_from(first);
    steps.push_back({.node = std::move(out), .span = span_from(first)});
  } while (accept(Symbol::kComma));
}

PipeSelect Parser::pipe_drop() {
  const size_t first = start();
  advance();
  Star star;
  do {
    star.except.push_back(dotted_name());
  } while (accept(Symbol::kComma));
  PipeSelect out = {.word = PipeWord::kDrop, .select = {}};
  SelectItem item;
  item.expression = make(first, std::move(star));
  item.span = out.select.span = span_from(first);
  out.select.items.push_back(std::move(item));
  return out;
}

// AGGREGATE [items] [GROUP BY ..], where what is grouped by may have names.
PipeSelect Parser::pipe_aggregate() {
  const size_t first = start() - 1;
  const auto refuse = [&](std::string_view what) {
    fail("UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE", "0A000",
         "The feature is not supported: The SQL pipe operator syntax with aggregation (using |> "
         "AGGREGATE) does not support " +
             std::string(what) + ".",
         span_from(first));
  };
  const auto analytic_at = [&](size_t token) {
    const Keyword word = ahead(token).keyword;
    if (word == Keyword::kGrouping && ahead(token + 1).keyword == Keyword::kSets) {
      refuse("GROUPING SETS");
    } else if (word == Keyword::kRollup || word == Keyword::kCube) {
      refuse("GROUP BY " + std::string(text_of(word)));
    }
  };
  std::vector<SelectItem> items;
  const bool grouped_only = at_all({Keyword::kGroup, Keyword::kBy});
  const bool ends =
      at_end() || at(Symbol::kRightParen) || at(Symbol::kPipeArrow) || at(Symbol::kSemicolon);
  if (!grouped_only && !ends) {
    items = plain_items("AGGREGATE");
  }
  PipeSelect out = {.word = PipeWord::kAggregate, .select = {}};
  if (accept_all({Keyword::kGroup, Keyword::kBy})) {
    analytic_at(0);
    if (at(Keyword::kAll) && !is_name_before(ahead())) {
      fail_at(ahead());
    }
    if (at(Keyword::kAll) && ahead().symbol != Symbol::kComma && ahead().symbol != Symbol::kDot) {
      refuse("GROUP BY ALL");
    }
    out.select.items = plain_items("AGGREGATE");
    analytic_at(at(Keyword::kWith) ? 1 : 0);
    for (const SelectItem& item : items) {
      if (has_window(*item.expression)) {
        refuse(
            "window functions; please update the query to move the window functions to a "
            "subsequent |> SELECT operator instead");
      }
    }
  } else if (items.empty()) {
    fail_operation(
        "The AGGREGATE clause requires a list of aggregate expressions or a list of grouping "
        "expressions, or both.",
        span_from(first));
  }
  out.keys = out.select.items.size();
  for (size_t at = 0; at < out.keys; ++at) {
    const Span where = out.select.items[at].span;
    out.select.group_by.kind = GroupingKind::kExpressions;
    out.select.group_by.expressions.push_back(
        make(where, Literal{types::int_type(), {static_cast<int64_t>(at + 1)}}));
  }
  for (SelectItem& item : items) {
    out.select.items.push_back(std::move(item));
  }
  out.select.span = out.select.group_by.span = span_from(first);
  return out;
}

// One clause of a query's end, or LIMIT and OFFSET, or none.
PipeOrganisation Parser::pipe_organisation() {
  const size_t first = start();
  PipeOrganisation out = {QueryPtr(new Query)};
  Query& query = *out.clauses;
  query_organisation(query);
  query.span = span_from(first);
  const bool ends =
      at_end() || at(Symbol::kRightParen) || at(Symbol::kPipeArrow) || at(Symbol::kSemicolon);
  if (start() == first && !ends) {
    fail_at(current());
  }
  if (!query.windows.empty()) {
    fail("UNSUPPORTED_FEATURE.CLAUSE_WITH_PIPE_OPERATORS", "0A000",
         "The feature is not supported: The SQL pipe operator syntax using |> does not support the "
         "WINDOW clause.",
         query.span);
  }
  const char* order = !query.order_by.empty()        ? "ORDER BY"
                      : !query.sort_by.empty()       ? "SORT BY"
                      : !query.cluster_by.empty()    ? "CLUSTER BY"
                      : !query.distribute_by.empty() ? "DISTRIBUTE BY"
                                                     : nullptr;
  const char* limit = query.limit != nullptr    ? "LIMIT"
                      : query.offset != nullptr ? "OFFSET"
                                                : nullptr;
  if (order != nullptr && limit != nullptr) {
    fail("MULTIPLE_QUERY_RESULT_CLAUSES_WITH_PIPE_OPERATORS", "42000",
         std::string(order) + " and " + limit +
             " cannot coexist in the same SQL pipe operator using '|>'. Please separate the "
             "multiple result clauses into separate pipe operators and then retry the query "
             "again.",
         query.span);
  }
  return out;
}

// Spark has no condition of its own for it.
void Parser::fail_operation(std::string message, Span span) const {
  fail("_LEGACY_ERROR_TEMP_0035", "", "Operation not allowed: " + message, span);
}

}  // namespace tarn::sql
