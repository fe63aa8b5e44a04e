// The typed logical plan: a tree of relational operators over sources.
//
// Nodes are immutable and shared, and may be read from several threads. A node's `output` is the
// list of its columns; an operator's expressions refer to the outputs of its inputs by id.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "plan/expression.h"
#include "types/type.h"

namespace tarn::plan {

// ---------------------------------------------------------------- sources

// A name of three parts as the catalog knows it; compared without regard to case.
struct DatasetName {
  std::string catalog;
  std::string schema;
  std::string table;

  std::string text() const { return catalog + "." + schema + "." + table; }
  friend bool operator==(const DatasetName& a, const DatasetName& b);
  friend bool operator<(const DatasetName& a, const DatasetName& b);
};

// A Delta table: of this pipeline, or one that was there before.
struct TableSource {
  DatasetName name;
  std::string path;                                 // where it lies
  std::optional<int64_t> version = {};              // VERSION AS OF
  std::optional<int64_t> timestamp_us = {};         // TIMESTAMP AS OF
  std::map<std::string, std::string> options = {};  // WITH (..)
};

// Files of one format under a path: read_files, cloud_files, format.`path`.
struct FileSource {
  std::string format;  // "json", "csv", "text", "parquet"
  std::string path;    // a file, a folder or a glob; as written, relative to the project's folder
  std::map<std::string, std::string> options;  // keys in lower case
  types::Schema schema;                        // of the records; without partition columns
  types::Schema partitions = {};               // columns that folders named key=value give
  bool is_inferred = false;                    // nobody declared the schema: the data said it
};

// range(start, end, step)
struct RangeSource {
  int64_t start = 0;
  int64_t end = 0;
  int64_t step = 1;
};

// rate(rowsPerSecond => .., rampUpTime => ..): rows that come as time passes.
struct RateSource {
  int64_t rows_per_second = 1;
  int64_t ramp_up_seconds = 0;  // until the full speed is reached
};

// Rows that an operator of the stream room hands to the rest of a plan that was cut at it.
struct HandoverSource {};

using Source = std::variant<TableSource, FileSource, RangeSource, RateSource, HandoverSource>;

// ---------------------------------------------------------------- operators

// Which scan of a plan: the key under which an execution binds its rows.
using ScanId = Id<struct ScanTag>;

// Reads a source. `output` holds the columns that the plan uses, in the source's order; a column
// named `_metadata` is the source's hidden file metadata.
struct Scan {
  ScanId id;
  Source source;
  bool streaming = false;
};

// VALUES, and SELECT without FROM (one row, no column).
struct Rows {
  std::vector<std::vector<ExpressionPtr>> rows;
};

struct Project {
  PlanPtr input;
  std::vector<NamedExpression> columns;
};

struct Filter {
  PlanPtr input;
  ExpressionPtr condition;
};

enum class JoinKind : uint8_t {
  kInner,
  kCross,
  kLeftOuter,
  kRightOuter,
  kFullOuter,
  kLeftSemi,
  kLeftAnti
};

struct Join {
  JoinKind kind = JoinKind::kInner;
  PlanPtr left;
  PlanPtr right;
  ExpressionPtr condition;  // null pointer: none
  bool lateral = false;     // the right side refers to the left's columns
};

// Groups by `keys`. Output: the keys, then the aggregates. With `grouping_sets`, one group list for
// each set of key positions, and keys outside the set are NULL.
struct Aggregate {
  PlanPtr input;
  std::vector<NamedExpression> keys;
  std::vector<NamedExpression> aggregates;  // each an AggregateCall
  std::vector<std::vector<size_t>> grouping_sets = {};
  std::optional<AttributeId> grouping_id =
      {};  // output column with Spark's grouping__id, if wanted
};

// Adds window columns to the input's.
struct Window {
  PlanPtr input;
  std::vector<NamedExpression> columns;  // each a WindowCall
};

struct Sort {
  PlanPtr input;
  std::vector<SortKey> keys;
};

struct Limit {
  PlanPtr input;
  ExpressionPtr count;   // null pointer: no limit
  ExpressionPtr offset;  // null pointer: 0
};

enum class SetOperationKind : uint8_t { kUnion, kIntersect, kExcept };

// By position; the inputs have the same types.
struct SetOperation {
  SetOperationKind kind = SetOperationKind::kUnion;
  bool all = true;
  PlanPtr left;
  PlanPtr right;
};

struct Distinct {
  PlanPtr input;
};

// For each input row, the rows of a generator function: explode, posexplode, inline, stack ..
// Output: the input's columns, then the generated ones.
struct Generate {
  PlanPtr input;
  const Function* function;
  std::vector<ExpressionPtr> arguments;
  bool outer = false;  // a row without generated rows is kept, with NULLs
  std::vector<Attribute> generated;
};

// SELECT DISTINCT ON: the first row per key in arrival order. On a stream the keys seen are state
// (SEMANTICS 4.9).
struct Deduplicate {
  PlanPtr input;
  std::vector<AttributeId> keys;
  bool within_watermark = false;
};

// WATERMARK column DELAY OF INTERVAL ..: on a stream, rows may be this late (SEMANTICS 4.1).
// Batch queries ignore it.
struct Watermark {
  PlanPtr input;
  AttributeId column;
  int64_t delay_us = 0;
};

enum class ViolationAction : uint8_t { kWarn, kDropRow, kFailUpdate };

struct Expectation {
  std::string name;
  ExpressionPtr condition;  // BOOLEAN over the input's columns; NULL counts as failed (SEMANTICS 7)
  std::string text;         // as written, for messages
  ViolationAction action = ViolationAction::kWarn;
};

// Counts each row that breaks a rule; drops it or stops the flow where the rule says so. Output:
// the input's columns.
struct Expect {
  PlanPtr input;
  std::string dataset;  // whose expectations these are
  std::vector<Expectation> expectations;
};

// Which recursion a RecursiveReference reads.
using RecursionId = Id<struct RecursionTag>;

// WITH RECURSIVE: the rows of `left`, then those of `right` again and again, each time over what
// the time before gave, until that is nothing. The inputs have the same types.
struct RecursiveUnion {
  RecursionId id;
  PlanPtr left;
  PlanPtr right;
  int64_t level_max = 0;  // rows that `right` gives this often are an error
  int64_t rows_max = 0;   // so are more rows than this
};

// What the recursion's last step gave; its columns by position. Only below its RecursiveUnion.
struct RecursiveReference {
  RecursionId id;
};

struct Node {
  std::variant<Scan, Rows, Project, Filter, Join, Aggregate, Window, Sort, Limit, SetOperation,
               Distinct, Generate, Deduplicate, Watermark, Expect, RecursiveUnion,
               RecursiveReference>
      content;
  std::vector<Attribute> output;
  Span span = {};
};

// A fresh id generator for one plan (and the plans that are put together with it).
class IdSource {
 public:
  AttributeId next_attribute() { return {next_++}; }
  ScanId next_scan() { return {next_++}; }

 private:
  int64_t next_ = 1;
};

// ---------------------------------------------------------------- questions about a plan

// Its inputs, left to right; subqueries inside expressions are not among them.
std::vector<PlanPtr> inputs_of(const Node& node);
// Every scan in it, subqueries included, left to right.
std::vector<const Node*> scans_of(const Node& node);
// Whether a streaming scan feeds it.
bool is_streaming(const Node& node);
// Whether running it again over the same inputs makes other rows: uuid() or now() is in it. What
// rests on the order of rows is not volatile: the rows of one run are as good as those of another.
bool is_volatile(const Node& node);
// The output as a schema, with the lengths that columns were declared with.
types::Schema schema_of(const Node& node);
// An indented tree, for tests and `EXPLAIN`.
std::string text_of(const Node& node);
std::string text_of(const Expression& expression);

}  // namespace tarn::plan
