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

// WITH a AS (..) UPDATE .., and DELETE and MERGE.
bool Parser::at_change_behind_with() const {
  const Token* const change = change_behind_tables();
  return change != nullptr && change->keyword != Keyword::kInsert;
}

SessionNode Parser::change_behind_with() {
  QueryPtr with(new Query);
  common_tables(*with);
  const auto behind = [&](auto statement) -> SessionNode {
    statement.with = std::move(with);
    return statement;
  };
  if (at(Keyword::kUpdate)) {
    return behind(update());
  }
  return at(Keyword::kDelete) ? behind(delete_from()) : behind(merge());
}

// [AS] name, which gives no names to columns.
TableAlias Parser::plain_alias(std::string_view statement) {
  const size_t first = start();
  TableAlias alias = table_alias();
  if (!alias.columns.empty()) {
    fail("COLUMN_ALIASES_NOT_ALLOWED", "42601",
         "Column aliases are not allowed in " + std::string(statement) + ".", span_from(first));
  }
  return alias;
}

// The alias of a statement's target: SET is no alias without AS.
TableAlias Parser::target_alias(std::string_view statement) {
  if (at(Keyword::kSet) || at(Keyword::kWhere) || at(Keyword::kUsing)) {
    return {};
  }
  return plain_alias(statement);
}

UpdateStatement Parser::update() {
  advance();
  UpdateStatement out{.target = name()};
  out.alias = target_alias("UPDATE");
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
  out.alias = target_alias("DELETE");
  if (accept(Keyword::kWhere)) {
    out.where = expression();
  }
  return out;
}

MergeStatement Parser::merge() {
  const size_t first = start();
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
  out.alias = target_alias("MERGE");
  expect(Keyword::kUsing);
  out.source = merge_source();
  expect(Keyword::kOn);
  out.on = expression();
  while (at(Keyword::kWhen)) {
    const size_t clause = position_;
    out.clauses.push_back(merge_clause());
    // WHEN MATCHED stands before WHEN NOT MATCHED, and that before BY SOURCE.
    const size_t last = out.clauses.size() - 1;
    if (last > 0 && out.clauses[last].match < out.clauses[last - 1].match) {
      position_ = clause;
      fail_expected("no such clause here: WHEN MATCHED, WHEN NOT MATCHED, then BY SOURCE");
    }
  }
  if (out.clauses.empty() && current().kind != TokenKind::kEnd && !at(Symbol::kSemicolon)) {
    fail_expected("WHEN MATCHED or WHEN NOT MATCHED");
  }
  check_merge_clauses(out, span_from(first));
  return out;
}

// A table's name or a query in parentheses.
TableSource Parser::merge_source() {
  const size_t first = start();
  TableSource out;
  if (accept(Symbol::kLeftParen)) {
    out.node = SubqueryTable{query()};
    expect(Symbol::kRightParen);
  } else {
    out.node = TableName{.name = name(), .time_travel = {}, .options = {}};
  }
  if (!at(Keyword::kOn)) {
    out.alias = plain_alias("MERGE");
  }
  out.span = span_from(first);
  return out;
}

// Of the clauses for one match, the last alone may lack a condition.
void Parser::check_merge_clauses(const MergeStatement& merge, Span span) const {
  if (merge.clauses.empty()) {
    fail("MERGE_WITHOUT_WHEN", "42601",
         "There must be at least one WHEN clause in a MERGE statement.", span);
  }
  constexpr std::string_view kNames[] = {"MATCHED", "NOT_MATCHED_BY_TARGET",
                                         "NOT_MATCHED_BY_SOURCE"};
  for (size_t i = 0; i + 1 < merge.clauses.size(); ++i) {
    const MergeClause& clause = merge.clauses[i];
    if (clause.condition == nullptr && merge.clauses[i + 1].match == clause.match) {
      fail("NON_LAST_" + std::string(kNames[static_cast<size_t>(clause.match)]) +
               "_CLAUSE_OMIT_CONDITION",
           "42613",
           "When there are more than one such WHEN clauses in a MERGE statement, only the last of "
           "them can omit the condition.",
           clause.span);
    }
  }
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
      fail("MERGE_INSERT_VALUE_COUNT_MISMATCH", "21S01",
           "The number of provided values (" + std::to_string(values.size()) +
               ") must match the number of expected columns (" + std::to_string(columns.size()) +
               ") in the INSERT clause of MERGE.",
           span_from(first));
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
