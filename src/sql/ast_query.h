// The syntax of queries. See ast_expression.h for what holds of every node.

#pragma once

#include "sql/ast_expression.h"

namespace tarn::sql {

// 'k' = 'v' pairs of WITH (..), OPTIONS (..), TBLPROPERTIES (..), in the order written.
struct Property {
  std::string key;
  std::string value;
  Span span = {};
};

// expression [AS] alias, or expression AS (a, b) for generators with several columns.
struct SelectItem {
  ExpressionPtr expression;
  std::vector<Identifier> aliases;
  Span span = {};
};

// [AS] name (a, b).
struct TableAlias {
  std::optional<Identifier> name;
  std::vector<Identifier> columns;
};

// WATERMARK expression [AS alias] DELAY OF delay.
struct Watermark {
  ExpressionPtr event_time;
  std::optional<Identifier> alias;
  ExpressionPtr delay;
  Span span = {};
};

// TABLESAMPLE (10 PERCENT) | (5 ROWS) | (BUCKET 1 OUT OF 4) [REPEATABLE (seed)].
struct TableSample {
  enum class Kind : uint8_t { kPercent, kRows, kBuckets };
  Kind kind = Kind::kPercent;
  ExpressionPtr amount;  // percent or rows
  int64_t bucket = 0;
  int64_t buckets = 0;
  std::optional<int64_t> seed = {};
  Span span = {};
};

// VERSION AS OF 3, TIMESTAMP AS OF expression.
struct TimeTravel {
  enum class Kind : uint8_t { kVersion, kTimestamp };
  Kind kind = Kind::kVersion;
  ExpressionPtr value;
  Span span = {};
};

struct TableName {
  Name name;
  std::optional<TimeTravel> time_travel;
  std::vector<Property> options;  // WITH ('k' = 'v')
};

struct SubqueryTable {
  QueryPtr query;
};

// range(10), read_files('p', format => 'json'), LATERAL explode(a).
struct TableFunction {
  Name name;
  std::vector<FunctionCall::Argument> arguments;
  std::vector<Property> options = {};
};

// VALUES (1, 'a'), (2, 'b'): each row is one expression, a Tuple where it has several columns.
struct InlineTable {
  ExpressionList rows;
};

struct FromItem;

// (a JOIN b ON ..) with parentheses of its own.
struct JoinGroup {
  std::unique_ptr<FromItem> item;
};

// One thing that rows come from, before any join.
struct TableSource {
  Span span = {};
  std::variant<TableName, SubqueryTable, TableFunction, InlineTable, JoinGroup> node;
  bool stream = false;   // STREAM x, STREAM(x), STREAM f(..), STREAM (query)
  bool lateral = false;  // LATERAL in front: may name columns of what stands before
  std::optional<TableSample> sample = {};
  std::optional<Watermark> watermark = {};
  TableAlias alias = {};
};

enum class JoinKind : uint8_t { kInner, kCross, kLeft, kRight, kFull, kLeftSemi, kLeftAnti };

struct Join {
  JoinKind kind = JoinKind::kInner;
  bool natural = false;
  TableSource right;
  ExpressionPtr on = nullptr;  // nullptr without ON
  std::vector<Identifier> using_columns = {};
  Span span = {};
};

// PIVOT (aggregates FOR (columns) IN (values)) [AS alias]: a column for each value and aggregate.
struct Pivot {
  std::vector<SelectItem> aggregates;
  std::vector<Identifier> columns;
  std::vector<SelectItem> values;  // each with one alias at most
  std::optional<Identifier> alias = {};
  Span span = {};
};

// UNPIVOT [INCLUDE | EXCLUDE NULLS] ((values) FOR name IN ((columns) AS alias, ..)) [AS alias]: a
// row for each set of columns.
struct Unpivot {
  struct Set {
    std::vector<Name> columns;
    std::optional<Identifier> alias;
    Span span = {};
  };
  bool include_nulls = false;
  std::vector<Identifier> values;
  Identifier name;
  std::vector<Set> sets;
  std::optional<Identifier> alias = {};
  Span span = {};
};

// What turns all that stands before it in FROM, `after_joins` joins of its item included.
struct Reshape {
  size_t after_joins = 0;
  std::variant<Pivot, Unpivot> node;
};

// One entry of FROM's comma list: a source and what is joined to it, from left to right.
struct FromItem {
  TableSource source;
  std::vector<Join> joins;
  Span span = {};
  std::vector<Reshape> reshapes = {};
};

// LATERAL VIEW [OUTER] f(..) table [AS a, b].
struct LateralView {
  bool outer = false;
  FunctionCall call;
  std::optional<Identifier> table;
  std::vector<Identifier> columns;
  Span span = {};
};

enum class GroupingKind : uint8_t {
  kNone,          // no GROUP BY
  kExpressions,   // expressions and ordinals; also the plain ones of `sets` forms
  kAll,           // GROUP BY ALL
  kGroupingSets,  // analytics below are not empty
};

enum class GroupingAnalyticKind : uint8_t { kGroupingSets, kRollup, kCube };

// GROUPING SETS (..), ROLLUP (..), CUBE (..): the sets as written; ROLLUP and CUBE not expanded.
struct GroupingAnalytic {
  GroupingAnalyticKind kind = GroupingAnalyticKind::kGroupingSets;
  std::vector<ExpressionList> sets;
  std::vector<GroupingAnalytic> nested = {};  // GROUPING SETS (ROLLUP (a), (b))
  Span span = {};
};

struct GroupBy {
  GroupingKind kind = GroupingKind::kNone;
  ExpressionList expressions = {};
  std::vector<GroupingAnalytic> analytics = {};
  // GROUP BY a, b GROUPING SETS (..): the list before the sets. They are keys, wherever a set
  // names them or not.
  ExpressionList given = {};
  Span span = {};
};

// WINDOW name AS (spec).
struct NamedWindow {
  Identifier name;
  WindowSpec spec;
};

// SELECT DISTINCT ON (keys) [WITHIN WATERMARK]: Tarn's own words for dropDuplicates(keys) and
// dropDuplicatesWithinWatermark(keys).
struct DistinctOn {
  ExpressionList keys;
  bool within_watermark = false;
  Span span = {};
};

struct Select {
  bool from_alone = false;  // FROM .. with no SELECT behind it, whose item is the * that it means
  bool distinct = false;
  std::optional<DistinctOn> distinct_on;
  std::vector<SelectItem> items;
  std::vector<FromItem> from;
  std::vector<LateralView> lateral_views;
  ExpressionPtr where;
  GroupBy group_by;
  ExpressionPtr having;
  std::vector<NamedWindow> windows;
  ExpressionPtr qualify;
  Span span = {};
};

enum class SetOperator : uint8_t { kUnion, kIntersect, kExcept };  // MINUS is kExcept

struct QueryBody;
using QueryBodyPtr = std::unique_ptr<QueryBody>;

// first op right op right .., from left to right. INTERSECT binds closer than the others, so a
// chain holds either only INTERSECTs or none.
struct SetOperation {
  struct Step {
    SetOperator op = SetOperator::kUnion;
    bool all = false;
    bool by_name = false;
    QueryBodyPtr right;
    Span span = {};
  };
  QueryBodyPtr first;
  std::vector<Step> steps;
};

// TABLE t.
struct TableStatement {
  TableName table;
};

// What reads a row and writes a row, as the SELECT that it stands for; FROM is what came before.
//   SELECT ..      as written
//   EXTEND a, ..   SELECT *, a, ..
//   SET x = a      SELECT *, a AS x, whose last column takes the place of x; one step for each
//   DROP x, ..     SELECT * EXCEPT (x, ..)
//   AGGREGATE a, .. GROUP BY k, ..   SELECT k, .., a, .. GROUP BY 1, ..
enum class PipeWord : uint8_t { kSelect, kExtend, kSet, kDrop, kAggregate };

struct PipeSelect {
  PipeWord word = PipeWord::kSelect;
  Select select;
  size_t keys = 0;  // of kAggregate: how many items are grouped by
};

// |> AS t
struct PipeAs {
  Identifier name;
};

// |> WHERE condition
struct PipeWhere {
  ExpressionPtr condition;
};

// |> TABLESAMPLE (..)
struct PipeSample {
  TableSample sample;
};

// |> JOIN ..
struct PipeJoin {
  Join join;
};

// |> UNION .., INTERSECT .., EXCEPT ..
struct PipeCombine {
  SetOperation::Step step;
};

// |> ORDER BY .., LIMIT .., and their kin: a query without a body.
struct PipeOrganisation {
  QueryPtr clauses;
};

struct PipeStep {
  std::variant<PipeSelect, PipeAs, PipeWhere, Pivot, Unpivot, PipeSample, PipeJoin, PipeCombine,
               PipeOrganisation>
      node;
  Span span = {};
};

// A query, and what its rows go through from left to right.
struct Pipe {
  QueryBodyPtr input;
  std::vector<PipeStep> steps;
};

struct QueryBody {
  Span span = {};
  // A QueryPtr stands in parentheses of its own.
  std::variant<Select, SetOperation, InlineTable, TableStatement, QueryPtr, Pipe> node;
};

struct CommonTable {
  Identifier name;
  std::vector<Identifier> columns;
  QueryPtr query;
  Span span = {};
  // Only in WITH RECURSIVE.
  std::optional<int64_t> max_recursion_level = {};
};

// LIMIT ALL is no limit.
struct Query {
  Span span = {};
  uint32_t depth = 1;  // as Expression::depth
  std::vector<CommonTable> ctes;
  bool recursive = false;  // WITH RECURSIVE
  QueryBodyPtr body;
  std::vector<SortItem> order_by;
  bool order_by_all = false;  // ORDER BY ALL: `order_by` holds one item whose expression is nullptr
  std::vector<SortItem> sort_by;
  ExpressionList distribute_by;
  ExpressionList cluster_by;
  ExpressionPtr limit;
  ExpressionPtr offset;
  std::vector<NamedWindow> windows = {};  // a WINDOW clause behind a set operation
};

}  // namespace tarn::sql
