// What becomes of each row when UPDATE, DELETE or MERGE changes a table, as plans: one that says
// which of the table's files hold a row that changes, and one that gives the rows of those files as
// they are afterwards.
//
// Pure. Both plans read the table and the source; rows of the two that meet are told by `on`. The
// first clause that applies decides about a row. Source: Delta 4.4, whose rule for target rows that
// meet several source rows is kept too (MatchCount).

#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "plan/generated_columns.h"
#include "plan/node.h"

namespace tarn::session {

enum class RowAction : uint8_t { kDelete, kUpdate, kInsert };

struct RowClause {
  plan::ExpressionPtr condition;  // null pointer: always
  RowAction action = RowAction::kDelete;
  // Of each column of the table; null pointer: the table generates it. kDelete: none.
  std::vector<plan::ExpressionPtr> values = {};
  // Generated columns that stay as they are, because what they are made of does.
  std::set<size_t> kept = {};
};

struct RowClauses {
  std::vector<RowClause> matched = {};
  std::vector<RowClause> not_matched = {};            // rows of the source alone
  std::vector<RowClause> not_matched_by_source = {};  // rows of the table alone

  plan::GeneratedColumns generated = {};  // of the table, where a clause has values

  bool only_inserts() const { return matched.empty() && not_matched_by_source.empty(); }
  // A row that is to go anyway may be met several times.
  bool is_one_plain_delete() const;
};

// A table and, for MERGE, a source beside it.
struct RowMeeting {
  plan::PlanPtr table;  // the table's columns, the path of the row's file, the row's number, TRUE
  size_t columns = 0;   // of the table
  plan::PlanPtr source = nullptr;  // its last column is TRUE; null pointer: every row is matched
  plan::ExpressionPtr on = nullptr;
};

// Adds the row's number and TRUE to a plan of the table's columns and path.
plan::PlanPtr with_number(plan::PlanPtr table, plan::IdSource& ids);
// Adds TRUE: it is NULL where an outer join found no row.
plan::PlanPtr with_mark(plan::PlanPtr rows, plan::IdSource& ids);

// A row for each file that holds a row which some clause is about: its path, how many rows are
// updated, how many deleted, how many source rows meet the row that meets most (0 without a
// source), and whether the file has to be written anew.
plan::PlanPtr changed_files(const RowMeeting& meeting, const RowClauses& clauses,
                            plan::IdSource& ids);

// The rows of the files that change, and those that are inserted, in the table's columns.
plan::PlanPtr changed_rows(const RowMeeting& meeting, const RowClauses& clauses,
                           const types::Schema& schema, plan::IdSource& ids);

// The rows that are inserted where nothing else happens: those of the source that meet no row.
plan::PlanPtr inserted_rows(const RowMeeting& meeting, const RowClauses& clauses,
                            const types::Schema& schema, plan::IdSource& ids);

// How many rows a plan gives: one row, one column.
plan::PlanPtr count_of(const plan::PlanPtr& rows, plan::IdSource& ids);

}  // namespace tarn::session
