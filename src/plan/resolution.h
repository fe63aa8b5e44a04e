// What the workers of one resolution hand to each other. Internal to the resolver (resolver.h).
//
// A QueryResolver (query_resolver.h) turns the queries of one text into plans; a view's text gets
// one of its own. An ExpressionResolver (expression_resolver.h) turns expressions at one place of a
// query into typed ones. What is wrong is reported once, where it is found: a null pointer then
// stands for what could not be resolved, and whoever gets one says nothing more about it.

#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plan/builder.h"
#include "plan/file_metadata.h"
#include "plan/resolver.h"
#include "plan/scope.h"
#include "sql/ast.h"

namespace tarn::plan {

// An expression, and what Spark calls it.
struct Typed {
  ExpressionPtr expression;  // null pointer: reported already
  std::string text = {};     // "(a + 1)": as a column's automatic name and in messages
  std::optional<std::string> column = {};  // the name where it is a column, or a cast of one
  bool is_variable = false;                // or a field of one: a cast of it is called otherwise

  explicit operator bool() const { return expression != nullptr; }
  const std::string& name() const { return column ? *column : text; }
};

// A select item's name for use by its neighbours: lateral aliases, GROUP BY, ORDER BY, HAVING.
struct AliasedExpression {
  std::string name;
  ExpressionPtr expression;
  bool is_generated = false;  // a column of a generator
  bool uses_lateral = false;  // GROUP BY: refused, as it names another item's alias
};

// Of what GROUP BY names: an item that names another item's alias.
Error lateral_alias_in_group_by();

// A recursive table while its recursion is resolved.
struct Recursion {
  RecursionId id;
  std::vector<Attribute> columns;
};

// Names of WITH, innermost last. A name's query is resolved anew in each place that reads it.
struct CommonTables {
  struct Entry {
    const sql::CommonTable* table;
    const CommonTables* visible;  // what its own query may name
    const Scope* outer;
    bool recursive = false;                // of WITH RECURSIVE
    const Recursion* recursion = nullptr;  // read by its own query
    mutable bool is_read = false;
  };
  std::vector<Entry> entries;
  const CommonTables* enclosing = nullptr;
};

// The SQL functions whose bodies are being resolved, outermost first.
struct Routines {
  std::vector<std::string> open;
  bool making = false;  // the outermost is made now, not called
  bool any = false;     // one was called
};

// How much of what a statement may hold is taken.
struct Room {
  size_t queries = 0;  // resolved so far: those of a name count in each place that reads it
  size_t depth = 0;    // of queries within queries
  size_t parts = 0;    // of expressions that stand in more than one place
  size_t bodies = 0;   // of SQL functions, one for each call
  // What was reported: one view read twice in a query says the same thing twice.
  std::set<std::string> problems = {};
  size_t unsaid = 0;  // problems behind the last that anyone reads
};

// What may stand at a place, and what names mean there.
struct Place {
  const Scope* scope = nullptr;
  // What subqueries see around them, where that is not the scope.
  const Scope* around_subqueries = nullptr;
  const CommonTables* tables = nullptr;
  // Before the scope: ORDER BY, HAVING and QUALIFY see the select's own columns first.
  const std::vector<AliasedExpression>* first = nullptr;
  // Behind the scope, before enclosing queries: earlier items of the select list.
  const std::vector<AliasedExpression>* lateral = nullptr;
  const std::vector<sql::NamedWindow>* windows = nullptr;
  // What a refused aggregate or window function is told; nullptr: they are allowed.
  const char* no_aggregates_in = nullptr;
  const char* no_windows_in = nullptr;
  // The same of SQL functions: "Sort", "VALUES".
  const char* no_routines_in = nullptr;
  // Where rows are sorted or generated, a subquery may only be a value that all rows share.
  bool only_shared_subqueries = false;
  // Where a subquery that is a value may not name columns of the query around it.
  bool no_correlated_scalars = false;
  // In a select list, where spark.sql.parser.quotedRegexColumnNames is set: a quoted name that is
  // no word is a pattern of names.
  bool regex_names = false;
  // Answers input_file_name() of the scope's rows; null pointer: not at this place.
  RowFile* file = nullptr;
  // The column that window() and session_window() stand for; null pointer: none here.
  const Attribute* time_window = nullptr;
};

}  // namespace tarn::plan
