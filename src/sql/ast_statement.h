// The syntax of statements: pipeline definitions, queries, settings. See ast_expression.h for what
// holds of every node.

#pragma once

#include "sql/ast_query.h"
#include "types/identity_column.h"

namespace tarn::sql {

enum class ViolationAction : uint8_t { kWarn, kDropRow, kFailUpdate };

// CONSTRAINT name EXPECT (condition) [ON VIOLATION DROP ROW | FAIL UPDATE].
struct ExpectationClause {
  Identifier name;
  ExpressionText condition;
  ViolationAction action = ViolationAction::kWarn;
  Span span = {};
};

// A constraint of another kind (PRIMARY KEY, FOREIGN KEY, CHECK, UNIQUE), of a table or behind a
// column: known by its words, so that it can be refused or noted by name.
struct OtherConstraint {
  std::optional<Identifier> name;
  std::string words;                     // "PRIMARY KEY"
  std::vector<Identifier> columns = {};  // of a key
  std::optional<Name> parent = {};       // the table that a foreign key refers to
  Span span = {};
};

// A column of CREATE .. (..): a view's has no type.
struct ColumnDefinition {
  Identifier name;
  std::optional<types::DataType> type;
  bool nullable = true;
  std::optional<std::string> comment = {};
  std::optional<ExpressionText> generated_as = {};  // GENERATED ALWAYS AS (expression)
  std::optional<ExpressionText> default_value = {};
  std::optional<types::Identity> identity = {};  // GENERATED .. AS IDENTITY
  std::vector<std::string> unsupported = {};     // words of what was read and skipped: "MASK"
  std::vector<OtherConstraint> constraints = {};
  Span type_span = {};
  Span span = {};
};

// Whether a column's values are made, hidden or checked by more than its type.
inline bool has_rules(const ColumnDefinition& column) {
  return column.generated_as || column.identity || !column.unsupported.empty() ||
         !column.constraints.empty();
}

// Words that were read and are not carried out here: SCHEDULE .., WITH ROW FILTER .., LOCATION ..
// The project decides what each of them means.
struct OtherClause {
  std::string keywords;  // "SCHEDULE", "LOCATION", "OPTIONS", "ROW FILTER"
  std::string text;      // as written, the keywords included
  Span span = {};
};

enum class ClusterMode : uint8_t { kNone, kColumns, kAuto, kExplicitlyNone };

struct ClusterBy {
  ClusterMode mode = ClusterMode::kNone;
  std::vector<Name> columns = {};
  Span span = {};
};

// COLUMNS list | COLUMNS * EXCEPT list; the same for TRACK HISTORY ON and IGNORE NULL UPDATES ON.
struct ColumnSelection {
  enum class Mode : uint8_t { kAll, kOnly, kExcept };
  Mode mode = Mode::kAll;
  std::vector<Name> columns = {};
  Span span = {};
};

enum class ScdType : uint8_t { kType1, kType2 };

// AUTO CDC INTO target FROM source KEYS (..) .., and APPLY CHANGES, its older name.
struct AutoCdc {
  TableSource source;
  std::vector<Name> keys;
  ExpressionPtr sequence_by;
  ExpressionPtr delete_when;    // nullptr without APPLY AS DELETE WHEN
  ExpressionPtr truncate_when;  // nullptr without APPLY AS TRUNCATE WHEN
  ColumnSelection columns;
  ScdType scd_type = ScdType::kType1;
  std::optional<ColumnSelection> track_history;
  std::optional<ColumnSelection> ignore_null_updates;  // kAll without ON
  bool once = false;
  std::vector<OtherClause> clauses = {};  // SYSTEM SEQUENCE BY, STORED AS BITEMPORAL
  Span span = {};
};

enum class DatasetKind : uint8_t { kStreamingTable, kMaterializedView, kTemporaryView, kView };

// CREATE STREAMING TABLE | MATERIALIZED VIEW | TEMPORARY VIEW | VIEW, and the older LIVE spellings:
//   [STREAMING | INCREMENTAL] LIVE TABLE   a streaming table, or without the word a materialized
//   view [TEMPORARY] [STREAMING | INCREMENTAL] LIVE VIEW   a temporary view TEMPORARY [STREAMING]
//   LIVE TABLE       a private table
struct CreateDataset {
  DatasetKind kind = DatasetKind::kMaterializedView;
  bool or_refresh = false;
  bool or_replace = false;
  bool if_not_exists = false;
  bool is_private = false;
  bool live_syntax = false;     // written with LIVE
  bool streaming_view = false;  // STREAMING LIVE VIEW: its query must be a stream
  Name name;
  std::vector<ColumnDefinition> columns = {};
  std::vector<ExpectationClause> expectations = {};
  std::vector<OtherConstraint> constraints = {};
  std::optional<Identifier> format = {};  // USING delta
  ExpressionList partitioned_by = {};     // a column name, or a transform as a call: days(ts)
  ClusterBy cluster_by = {};
  std::optional<std::string> comment = {};
  std::vector<Property> properties = {};  // TBLPROPERTIES
  std::vector<OtherClause> clauses = {};
  QueryPtr query = nullptr;  // nullptr without AS
  std::string query_text = {};
  std::optional<AutoCdc> auto_cdc = {};      // FLOW AUTO CDC ..
  std::optional<Identifier> flow_name = {};  // of FLOW AUTO CDC, where one is written
};

// INSERT INTO [ONCE] target [BY NAME] query, inside CREATE FLOW or alone.
struct InsertFlow {
  Name target;
  bool once = false;
  bool by_name = false;
  bool overwrite = false;
  std::vector<Identifier> columns = {};   // (a, b), which a flow may not have
  std::vector<OtherClause> clauses = {};  // PARTITION (..), IF NOT EXISTS, REPLACE WHERE
  QueryPtr query;
  std::string query_text = {};
};

struct AutoCdcFlow {
  Name target;
  AutoCdc cdc;
};

// CREATE [OR REFRESH] FLOW name [COMMENT '..'] AS INSERT .. | AUTO CDC INTO ..; also APPLY CHANGES
// INTO, which has no name of its own: then `name` is empty and the target's name serves.
struct CreateFlow {
  std::optional<Name> name;
  bool or_refresh = false;
  std::optional<std::string> comment = {};
  std::variant<InsertFlow, AutoCdcFlow> body;
};

// SET k = v, SET k (then `value` is empty), SET (then `key` is empty too), SET -v.
struct SetStatement {
  std::string key;
  std::optional<std::string> value;
  Span key_span = {};
  Span value_span = {};
};

// SET TIME ZONE LOCAL | 'UTC' | INTERVAL ..
struct SetTimeZone {
  std::optional<std::string> zone;  // of a string
  ExpressionPtr offset;             // of an interval; LOCAL has neither
};

enum class UseKind : uint8_t { kCatalog, kSchema, kName };  // kName: USE x, USE c.s

// USE [CATALOG | SCHEMA | DATABASE | NAMESPACE] name, SET CATALOG name.
struct UseStatement {
  UseKind kind = UseKind::kName;
  Name name;
};

struct QueryStatement {
  QueryPtr query;
};

// A statement that belongs to no pipeline: CREATE TABLE, INSERT, MERGE, DROP .. Known by its first
// words and not read further.
struct OtherStatement {
  std::string keywords;  // upper case: "DROP TABLE"
};

using StatementNode = std::variant<CreateDataset, CreateFlow, SetStatement, SetTimeZone,
                                   UseStatement, QueryStatement, OtherStatement>;

struct Statement {
  Span span = {};
  StatementNode node;

  template <typename Node>
  const Node* as() const {
    return std::get_if<Node>(&node);
  }
};

}  // namespace tarn::sql
