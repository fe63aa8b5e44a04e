// The syntax of a session's statements about tables: making, filling, changing, describing them.
// See ast_expression.h for what holds of every node.

#pragma once

#include "sql/ast_statement.h"

namespace tarn::sql {

// CREATE [OR REPLACE] TABLE [IF NOT EXISTS] name [(columns)] [USING format] clauses [AS query].
struct CreateTable {
  bool or_replace = false;
  bool if_not_exists = false;
  Name name;
  std::vector<ColumnDefinition> columns = {};
  std::vector<OtherConstraint> constraints = {};
  std::optional<Identifier> format = {};  // USING
  std::vector<Property> options = {};     // OPTIONS
  // Columns by name, in the order of PARTITIONED BY. What stands there with a type is among
  // `columns` too.
  std::vector<Identifier> partitioned_by = {};
  ClusterBy cluster_by = {};
  std::optional<std::string> comment = {};
  std::optional<std::string> location = {};
  std::vector<Property> properties = {};  // TBLPROPERTIES
  QueryPtr query = nullptr;               // nullptr without AS
};

// CREATE TABLE [IF NOT EXISTS] name LIKE source [USING format] [LOCATION ..] [TBLPROPERTIES ..].
struct CreateTableLike {
  bool if_not_exists = false;
  Name name;
  Name source;
  std::optional<Identifier> format = {};
  std::optional<std::string> location = {};
  std::vector<Property> properties = {};
};

// PARTITION (p = 1, q): nullptr where no value is given.
struct PartitionItem {
  Identifier column;
  ExpressionPtr value;
};

// INSERT INTO | OVERWRITE [TABLE] target [PARTITION ..] [IF NOT EXISTS] [BY NAME | (columns)]
// query, and INSERT INTO target REPLACE WHERE condition query.
struct InsertStatement {
  Name target;
  bool overwrite = false;
  bool by_name = false;
  bool if_not_exists = false;
  std::vector<PartitionItem> partition = {};
  std::vector<Identifier> columns = {};
  ExpressionPtr replace_where = nullptr;
  QueryPtr query = nullptr;
};

// column = expression.
struct Assignment {
  Name column;
  ExpressionPtr value;
  Span span = {};
};

// UPDATE target [AS alias] SET a = e, .. [WHERE condition].
struct UpdateStatement {
  Name target;
  TableAlias alias = {};
  std::vector<Assignment> assignments = {};
  ExpressionPtr where = nullptr;
  QueryPtr with = nullptr;  // common tables in front, and nothing else; null pointer: none
};

// DELETE FROM target [AS alias] [WHERE condition].
struct DeleteStatement {
  Name target;
  TableAlias alias = {};
  ExpressionPtr where = nullptr;
  QueryPtr with = nullptr;  // as in UpdateStatement
};

enum class MergeMatch : uint8_t { kMatched, kNotMatched, kNotMatchedBySource };
enum class MergeAction : uint8_t { kDelete, kUpdate, kUpdateAll, kInsert, kInsertAll };

// WHEN [NOT] MATCHED [BY TARGET | BY SOURCE] [AND condition] THEN action.
struct MergeClause {
  MergeMatch match = MergeMatch::kMatched;
  ExpressionPtr condition = nullptr;
  MergeAction action = MergeAction::kDelete;
  std::vector<Assignment> assignments = {};  // of UPDATE SET and of INSERT (..) VALUES (..)
  Span span = {};
};

// MERGE [WITH SCHEMA EVOLUTION] INTO target USING source ON condition clauses: those of each match
// together, in the order of MergeMatch.
struct MergeStatement {
  bool with_schema_evolution = false;
  Name target;
  TableAlias alias = {};
  TableSource source;
  ExpressionPtr on = nullptr;
  std::vector<MergeClause> clauses = {};
  QueryPtr with = nullptr;  // as in UpdateStatement
};

// TRUNCATE TABLE name [PARTITION (..)].
struct TruncateTable {
  Name name;
  std::vector<PartitionItem> partition = {};
};

// DROP TABLE [IF EXISTS] name [PURGE].
struct DropTable {
  bool if_exists = false;
  Name name;
};

// CREATE SCHEMA [IF NOT EXISTS] name [COMMENT ..] [LOCATION ..] [WITH DBPROPERTIES (..)].
struct CreateSchema {
  bool if_not_exists = false;
  Name name;
  std::optional<std::string> comment = {};
  std::optional<std::string> location = {};
  std::vector<Property> properties = {};
};

// DROP SCHEMA [IF EXISTS] name [RESTRICT | CASCADE].
struct DropSchema {
  bool if_exists = false;
  bool cascade = false;
  Name name;
};

// Where a column is put: FIRST, AFTER another, or where neither is said.
struct ColumnPlace {
  bool first = false;
  std::optional<Identifier> after = {};

  bool is_given() const { return first || after.has_value(); }
};

// What ALTER TABLE changes.
struct AddedColumn {
  std::vector<Identifier> parents = {};  // the struct that it is a field of; empty: the table's
  ColumnDefinition column;
  ColumnPlace place = {};
};
struct AddColumns {
  std::vector<AddedColumn> columns;
};
struct SetProperties {
  std::vector<Property> properties;
};
struct UnsetProperties {
  bool if_exists = false;
  std::vector<std::string> keys;
};
struct RenameTo {
  Name name;
};
// ALTER COLUMN a TYPE t | COMMENT 'x' | SET | DROP NOT NULL | SET DEFAULT e | DROP DEFAULT | SYNC
// IDENTITY | FIRST | AFTER b, and CHANGE COLUMN a a t [COMMENT 'x'] [FIRST | AFTER c].
struct ColumnChange {
  Name column;
  std::optional<types::DataType> type = {};
  std::optional<std::string> comment = {};
  std::optional<bool> nullable = {};
  std::optional<ExpressionText> default_value = {};
  bool drops_default = false;
  bool syncs_identity = false;
  ColumnPlace place = {};
};
struct AlterColumns {
  std::vector<ColumnChange> columns;
};
struct RenameColumn {
  Name column;
  Identifier name;
};
struct DropColumns {
  bool if_exists = false;
  std::vector<Name> columns;
};
// AS query: of a view.
struct ViewQuery {
  QueryPtr query;
  std::string text;
};
// A change that is known by its words alone: "REPLACE COLUMNS", "ADD CONSTRAINT".
struct OtherChange {
  std::string keywords;
};

using TableChangeNode =
    std::variant<AddColumns, SetProperties, UnsetProperties, RenameTo, AlterColumns, RenameColumn,
                 DropColumns, ViewQuery, OtherChange>;

// ALTER TABLE | VIEW name change.
struct AlterTable {
  bool is_view = false;
  Name name;
  TableChangeNode change;
};

// COMMENT ON TABLE | SCHEMA name IS 'text' | NULL.
struct CommentOn {
  bool is_schema = false;
  Name name;
  std::string comment;
};

enum class ShowKind : uint8_t {
  kTables,
  kTablesExtended,
  kViews,
  kSchemas,
  kCatalogs,
  kColumns,
  kFunctions,
  kProperties,
  kCreateTable,
  kPartitions,
  kCurrentNamespace,
};

// SHOW what [FROM | IN scope] [[LIKE] 'pattern'].
struct ShowStatement {
  ShowKind kind = ShowKind::kTables;
  std::optional<Name> name = {};   // of the table, where it is about one
  std::optional<Name> scope = {};  // FROM | IN
  std::optional<std::string> pattern = {};
  std::optional<std::string> key = {};  // SHOW TBLPROPERTIES t (key)
  std::vector<PartitionItem> partition = {};
  std::string functions = "ALL";  // USER, SYSTEM or ALL FUNCTIONS
};

enum class DescribeKind : uint8_t { kTable, kQuery, kSchema, kFunction };

// DESCRIBE [EXTENDED] [TABLE] name [column]; DESCRIBE [QUERY] query; DESCRIBE SCHEMA name; DESCRIBE
// FUNCTION name.
struct DescribeStatement {
  DescribeKind kind = DescribeKind::kTable;
  bool extended = false;
  Name name = {};
  std::optional<Name> column = {};
  QueryPtr query = nullptr;
  std::string function = {};  // as written: a name or an operator
};

// CACHE [LAZY] TABLE name [AS query]: tables are read from the disk's cache anyway.
struct CacheTable {
  Name name;
  QueryPtr query = nullptr;
  std::string query_text = {};
};

// UNCACHE TABLE [IF EXISTS] name, REFRESH TABLE name, ANALYZE TABLE name ..: nothing to do, but the
// table must be there, and so must what ANALYZE names of it.
struct TouchTable {
  std::string keywords;
  bool if_exists = false;
  Name name;
  std::vector<PartitionItem> partition = {};
  std::vector<Identifier> columns = {};  // FOR COLUMNS
};

// CLEAR CACHE, REFRESH 'path': nothing to do.
struct NoOperation {};

// REFRESH FUNCTION f: nothing to do, but the function must be there.
struct RefreshFunction {
  Name name;
};

// EXPLAIN [EXTENDED | CODEGEN | COST | FORMATTED] query.
struct ExplainStatement {
  QueryPtr query;
};

}  // namespace tarn::sql
