// UPDATE, DELETE and MERGE.

#include "sql/parser.h"

namespace tarn::sql {

std::vector<Assignment> Parser::assignments() {
  std::vector<Assignment> out;
  do {
    const size_t first = start();
    Assignment each{.column = name(), .value = nullptr};
    expect(Symbol::kEqual);
    each.value = expression();
    each.span = span_from(first);
    out.push_back(std::move(each));
  } while (accept(Symbol::kComma));
  return out;
}

// The alias of a statement's target: SET is no alias without AS.
TableAlias Parser::target_alias() {
  if (at(Keyword::kSet) || at(Keyword::kWhere) || at(Keyword::kUsing)) {
    return {};
  }
  return table_alias();
}

UpdateStatement Parser::update() {
  advance();
  UpdateStatement out{.target = name()};
  out.alias = target_alias();
  expect(Keyword::kSet);
  out.assignments = assignments();
  if (accept(Keyword::kWhere)) {
    out.where = expression();
  }
  return out;
}

DeleteStatement Parser::delete_from() {
  advance();
  expect(Keyword::kFrom);
  DeleteStatement out{.target = name()};
  out.alias = target_alias();
  if (accept(Keyword::kWhere)) {
    out.where = expression();
  }
  return out;
}

MergeStatement Parser::merge() {
  advance();
  MergeStatement out;
  if (accept(Keyword::kWith)) {
    expect(Keyword::kSchema);
    if (!accept_word("EVOLUTION")) {
      fail_expected("EVOLUTION");
    }
    out.with_schema_evolution = true;
  }
  expect(Keyword::kInto);
  out.target = name();
  out.alias = target_alias();
  expect(Keyword::kUsing);
  out.source = table_source();
  expect(Keyword::kOn);
  out.on = expression();
  while (at(Keyword::kWhen)) {
    out.clauses.push_back(merge_clause());
  }
  if (out.clauses.empty()) {
    fail_expected("WHEN MATCHED or WHEN NOT MATCHED");
  }
  return out;
}

MergeClause Parser::merge_clause() {
  const size_t first = start();
  advance();
  MergeClause out;
  const bool is_not = accept(Keyword::kNot);
  if (!accept_word("MATCHED")) {
    fail_expected("MATCHED");
  }
  out.match = is_not ? MergeMatch::kNotMatched : MergeMatch::kMatched;
  if (is_not && accept(Keyword::kBy)) {
    if (accept_word("SOURCE")) {
      out.match = MergeMatch::kNotMatchedBySource;
    } else if (!accept_word("TARGET")) {
      fail_expected("SOURCE or TARGET");
    }
  }
  if (accept(Keyword::kAnd)) {
    out.condition = expression();
  }
  expect(Keyword::kThen);
  merge_action(out);
  out.span = span_from(first);
  return out;
}

void Parser::merge_action(MergeClause& clause) {
  if (clause.match == MergeMatch::kNotMatched) {
    expect(Keyword::kInsert);
    if (accept(Symbol::kStar)) {
      clause.action = MergeAction::kInsertAll;
      return;
    }
    clause.action = MergeAction::kInsert;
    const size_t first = start();
    const std::vector<Name> columns = name_list();
    expect(Keyword::kValues);
    expect(Symbol::kLeftParen);
    ExpressionList values = expression_list();
    expect(Symbol::kRightParen);
    if (columns.size() != values.size()) {
      fail("PARSE_SYNTAX_ERROR", "42601",
           "The number of inserted values cannot match the fields of the INSERT", span_from(first));
    }
    for (size_t i = 0; i < columns.size(); ++i) {
      clause.assignments.push_back({.column = columns[i], .value = std::move(values[i])});
    }
    return;
  }
  if (accept(Keyword::kDelete)) {
    clause.action = MergeAction::kDelete;
    return;
  }
  expect(Keyword::kUpdate);
  expect(Keyword::kSet);
  if (accept(Symbol::kStar)) {
    if (clause.match == MergeMatch::kNotMatchedBySource) {
      fail_expected("assignments");
    }
    clause.action = MergeAction::kUpdateAll;
    return;
  }
  clause.action = MergeAction::kUpdate;
  clause.assignments = assignments();
}

}  // namespace tarn::sql
