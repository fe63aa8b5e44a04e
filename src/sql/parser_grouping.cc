// GROUP BY: expressions, ALL, and the words that stand for many sets of them.

#include <utility>

#include "sql/parser.h"

namespace tarn::sql {

GroupBy Parser::group_by() {
  const size_t first = start();
  position_ += 2;
  GroupBy out;
  const bool all = at(Keyword::kAll) && ahead().symbol != Symbol::kComma &&
                   ahead().symbol != Symbol::kDot && ahead().symbol != Symbol::kLeftBracket;
  if (all) {
    advance();
    out.kind = GroupingKind::kAll;
    out.span = span_from(first);
    return out;
  }
  out.kind = GroupingKind::kExpressions;
  do {
    const bool analytic =
        at_all({Keyword::kGrouping, Keyword::kSets}) ||
        ((at(Keyword::kRollup) || at(Keyword::kCube)) && ahead().symbol == Symbol::kLeftParen);
    if (analytic) {
      out.analytics.push_back(grouping_analytic());
    } else {
      out.expressions.push_back(expression());
    }
  } while (accept(Symbol::kComma));
  if (at(Keyword::kWith) &&
      (ahead().keyword == Keyword::kRollup || ahead().keyword == Keyword::kCube)) {
    // GROUP BY a, b WITH ROLLUP is GROUP BY ROLLUP (a, b).
    GroupingAnalytic analytic;
    analytic.kind = ahead().keyword == Keyword::kRollup ? GroupingAnalyticKind::kRollup
                                                        : GroupingAnalyticKind::kCube;
    position_ += 2;
    for (ExpressionPtr& each : out.expressions) {
      ExpressionList set;
      set.push_back(std::move(each));
      analytic.sets.push_back(std::move(set));
    }
    out.expressions.clear();
    analytic.span = span_from(first);
    out.analytics.push_back(std::move(analytic));
  } else if (at_all({Keyword::kGrouping, Keyword::kSets})) {
    out.analytics.push_back(grouping_analytic());
    out.given = std::exchange(out.expressions, {});
  }
  if (!out.analytics.empty()) {
    out.kind = GroupingKind::kGroupingSets;
  }
  out.span = span_from(first);
  return out;
}

GroupingAnalytic Parser::grouping_analytic() {
  const Nesting nesting(*this);
  const size_t first = start();
  GroupingAnalytic out;
  if (accept(Keyword::kRollup)) {
    out.kind = GroupingAnalyticKind::kRollup;
  } else if (accept(Keyword::kCube)) {
    out.kind = GroupingAnalyticKind::kCube;
  } else {
    position_ += 2;
  }
  expect(Symbol::kLeftParen);
  do {
    const bool nested =
        out.kind == GroupingAnalyticKind::kGroupingSets &&
        (at_all({Keyword::kGrouping, Keyword::kSets}) ||
         ((at(Keyword::kRollup) || at(Keyword::kCube)) && ahead().symbol == Symbol::kLeftParen));
    if (nested) {
      out.nested.push_back(grouping_analytic());
    } else {
      out.sets.push_back(grouping_set());
    }
  } while (accept(Symbol::kComma));
  expect(Symbol::kRightParen);
  out.span = span_from(first);
  return out;
}

// (a, b), (), or one expression.
ExpressionList Parser::grouping_set() {
  ExpressionList out;
  if (at(Symbol::kLeftParen) && ahead().symbol == Symbol::kRightParen) {
    position_ += 2;
    return out;
  }
  ExpressionPtr set = expression();
  if (auto* tuple = std::get_if<Tuple>(&set->node)) {
    return std::move(tuple->items);
  }
  out.push_back(std::move(set));
  return out;
}

}  // namespace tarn::sql
