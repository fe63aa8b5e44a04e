// The syntax of what a SQL session understands besides a pipeline's statements. See
// ast_expression.h for what holds of every node.

#pragma once

#include "sql/ast_routine.h"
#include "sql/ast_table_command.h"

namespace tarn::sql {

enum class ViewScope : uint8_t { kPersisted, kTemporary, kGlobalTemporary };

// CREATE [OR REPLACE] [[GLOBAL] TEMPORARY] VIEW [IF NOT EXISTS] name [(a [COMMENT '..'], ..)] ..
// AS query, or USING format [OPTIONS (..)] where the rows lie in files.
struct CreateView {
  ViewScope scope = ViewScope::kPersisted;
  bool or_replace = false;
  bool if_not_exists = false;
  Name name;
  std::vector<ColumnDefinition> columns = {};
  std::optional<std::string> comment = {};
  std::vector<Property> properties = {};  // TBLPROPERTIES
  std::optional<Identifier> format = {};  // USING
  std::vector<Property> options = {};     // OPTIONS
  QueryPtr query = nullptr;               // nullptr with USING
  std::string query_text = {};
};

// DROP VIEW [IF EXISTS] name.
struct DropView {
  bool if_exists = false;
  Name name;
};

// RESET, RESET key.
struct ResetStatement {
  std::optional<std::string> key;
  Span key_span = {};
};

using SessionNode =
    std::variant<QueryStatement, SetStatement, SetTimeZone, ResetStatement, UseStatement,
                 CreateView, DropView, CreateTable, CreateTableLike, InsertStatement,
                 UpdateStatement, DeleteStatement, MergeStatement, TruncateTable, DropTable,
                 CreateSchema, DropSchema, AlterTable, CommentOn, ShowStatement, DescribeStatement,
                 CacheTable, TouchTable, NoOperation, RefreshFunction, ExplainStatement,
                 DeclareVariable, SetVariable, DropVariable, ExecuteImmediate, CreateFunction,
                 DropFunction, CreateDataset, CreateFlow, OtherStatement>;

struct SessionStatement {
  Span span = {};
  SessionNode node;
};

}  // namespace tarn::sql
