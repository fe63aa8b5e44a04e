// The expressions of UPDATE, DELETE and MERGE over a table and its source: conditions, and the
// value that each column of the table gets.
//
// What is wrong is reported once and collected; a null pointer, or a list without values, stands
// for it. One statement, one resolver. Source: Delta 4.4 (clauses, names of nested fields, casts).

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "plan/resolver.h"
#include "session/row_changes.h"
#include "session/store_cast.h"
#include "sql/ast.h"
#include "sql/substitution.h"

namespace tarn::session {

class RowResolver {
 public:
  struct Context {
    const sql::Fragment& text;
    const plan::SessionSettings& settings;
    plan::Catalog& catalog;
    plan::IdSource& ids;
    const types::Schema& schema;  // the table's
    StoreRules rules;
    bool is_merge = false;
    const sql::Query* with = nullptr;  // common tables in front of the statement
  };
  using Relations = std::vector<plan::VisibleRelation>;
  // A value for each column of the table, null pointer for one that the table generates; none where
  // something was reported.
  using Values = std::vector<plan::ExpressionPtr>;

  explicit RowResolver(Context context) : context_(std::move(context)) {}

  // WHERE of UPDATE and DELETE.
  plan::ExpressionPtr filter(const sql::Expression& condition, const Relations& visible,
                             std::string_view statement);
  // REPLACE WHERE.
  plan::ExpressionPtr replaced(const sql::Expression& condition,
                               const plan::VisibleRelation& table);
  // ON.
  plan::ExpressionPtr join_condition(const sql::Expression& condition, const Relations& visible);
  // The condition of a MERGE's clause; `action` is "UPDATE".
  plan::ExpressionPtr clause_condition(const sql::Expression& condition, const Relations& visible,
                                       std::string_view action);

  // SET a = e, s.b = f: `table` holds the table's columns first.
  Values updated(std::vector<sql::Assignment>& assignments, const plan::VisibleRelation& table,
                 const Relations& visible);
  // INSERT (a, b) VALUES (e, f): columns that are not named have their numbers, their defaults, or
  // NULL.
  Values inserted(std::vector<sql::Assignment>& assignments, const plan::VisibleRelation& table,
                  const Relations& visible);
  // SET * and INSERT *: each column takes the source's of its name. With `may_lack`, columns that
  // the source lacks stay as they are in `table`, or are NULL or counted without one.
  Values by_name(const plan::VisibleRelation& source, const plan::VisibleRelation* table,
                 bool may_lack, Span span);

  bool has_failed() const { return !diagnostics_.empty(); }
  std::vector<Diagnostic> take_diagnostics() { return std::move(diagnostics_); }

 private:
  // What an assignment names: a column, and the fields inside it.
  struct Assigned {
    std::vector<size_t> path;
    plan::ExpressionPtr value;
    Span span = {};
  };

  plan::ExpressionPtr resolve(const sql::Expression& expression, const Relations& visible,
                              plan::ExpressionUse use);
  plan::ExpressionPtr check_condition(plan::ExpressionPtr condition, Span span,
                                      const std::string& place);
  std::optional<std::vector<size_t>> path_of(const sql::Name& column,
                                             const plan::VisibleRelation& table);
  std::optional<Assigned> assigned(sql::Assignment& assignment, const plan::VisibleRelation& table,
                                   const Relations& visible, RowAction action);
  plan::ExpressionPtr value_after(const plan::ExpressionPtr& before, const types::Field& field,
                                  const std::vector<const Assigned*>& assigned, size_t depth);
  plan::ExpressionPtr default_value(size_t column);
  bool may_be_given(const types::Field& field, RowAction action, Span span);
  plan::ExpressionPtr stored(plan::ExpressionPtr value, const types::Field& field, Span span);
  void report(const Error& error, Span span);

  const Context context_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace tarn::session
