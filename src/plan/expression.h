// Typed expressions: what an expression of the syntax tree means, with every implicit cast written
// out, every name resolved to an attribute, every operator and function resolved to an entry of
// the function table.
//
// Expressions are immutable and shared, and may be read from several threads.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "base/ids.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::plan {

struct Expression;
struct Node;
struct Function;
using ExpressionPtr =
    std::shared_ptr<const Expression>;  // shared: rewrites keep what they do not change
using PlanPtr = std::shared_ptr<const Node>;

// One column of one relation of one plan. Two scans of a table give different ids.
using AttributeId = Id<struct AttributeTag>;

struct Attribute {
  AttributeId id;
  std::string name;  // as the user sees it; never reaches the engine
  types::DataType type;
  bool nullable = true;
  // CHAR(n) and VARCHAR(n), where the column was declared so: `type` knows no lengths. Columns that
  // only repeat it under another name keep it (text_lengths.h).
  std::optional<types::DataType> declared = {};
};

struct Literal {
  types::Value value;
};

// An attribute of the node's input or, inside a subquery's plan, of an enclosing query.
struct AttributeRef {
  AttributeId id;
  std::string name;                              // for messages
  std::optional<types::DataType> declared = {};  // the attribute's
};

// A parameter of an enclosing Lambda.
struct LambdaRef {
  AttributeId id;
  std::string name;
};

// A scalar function or an operator. Arguments have exactly the types that `function` wants.
// The operators AND, OR, NOT, =, <=>, +, IS NULL .. are functions like the others ("and", "=", ..).
struct Call {
  const Function* function;  // borrowed from the function table, which lives as long as the process
  std::vector<ExpressionPtr> arguments;
};

// Whether what does not fit raises (spark.sql.ansi.enabled), and which types meet how.
enum class AnsiMode : uint8_t { kOn, kOff };

enum class CastMode : uint8_t {
  kAnsi,    // raises on what does not fit
  kTry,     // NULL instead
  kLegacy,  // without ANSI: integers wrap around, fractions are cut, the rest is NULL
};

struct Cast {
  ExpressionPtr input;
  CastMode mode = CastMode::kAnsi;
};

// CASE WHEN .. Also IF, COALESCE and their kin where they must not evaluate what they do not take.
struct CaseWhen {
  struct Branch {
    ExpressionPtr condition;
    ExpressionPtr result;
  };
  std::vector<Branch> branches;
  ExpressionPtr otherwise;  // null pointer: NULL
};

// A field of a STRUCT by position.
struct GetField {
  ExpressionPtr input;
  size_t ordinal = 0;
};

struct Lambda {
  std::vector<Attribute> parameters;
  ExpressionPtr body;
};

struct InList {
  ExpressionPtr input;
  std::vector<ExpressionPtr> items;  // of input's type
};

struct ScalarSubquery {
  PlanPtr plan;  // one column
};

struct ExistsSubquery {
  PlanPtr plan;
};

struct InSubquery {
  std::vector<ExpressionPtr> values;
  PlanPtr plan;  // as many columns, of the same types
};

struct SortKey {
  ExpressionPtr expression;
  bool ascending = true;
  bool nulls_first = true;
};

// Only as an output of an Aggregate node.
struct AggregateCall {
  const Function* function;
  std::vector<ExpressionPtr> arguments;
  bool distinct = false;
  bool ignore_nulls = false;
  ExpressionPtr filter = nullptr;      // null pointer: none
  std::vector<SortKey> order_by = {};  // WITHIN GROUP (ORDER BY ..)
};

struct FrameBound {
  enum class Kind : uint8_t {
    kUnboundedPreceding,
    kPreceding,
    kCurrentRow,
    kFollowing,
    kUnboundedFollowing
  };
  Kind kind = Kind::kUnboundedPreceding;
  ExpressionPtr offset = nullptr;  // kPreceding, kFollowing: a constant
};

struct WindowFrame {
  enum class Unit : uint8_t { kRows, kRange };
  Unit unit = Unit::kRange;
  FrameBound start;
  FrameBound end;
};

// Only as an output of a Window node. `function` is an aggregate or a window function.
struct WindowCall {
  const Function* function;
  std::vector<ExpressionPtr> arguments;
  std::vector<ExpressionPtr> partition_by;
  std::vector<SortKey> order_by;
  WindowFrame frame;
  bool distinct = false;
  bool ignore_nulls = false;
  ExpressionPtr filter = nullptr;
  std::vector<SortKey> within_group = {};  // the aggregate's own order
};

// A call of a SQL function: `body` says what it is worth over `parameters`, for which `arguments`
// stand. It is compared and walked through by its arguments. Only while a query is resolved:
// without_routines() (routine.h) puts the arguments into their places.
struct RoutineCall {
  std::string function;  // its full name
  std::vector<Attribute> parameters;
  std::vector<ExpressionPtr> arguments;  // of the parameters' types
  ExpressionPtr body;
};

struct Expression {
  std::variant<Literal, AttributeRef, LambdaRef, Call, Cast, CaseWhen, GetField, Lambda, InList,
               ScalarSubquery, ExistsSubquery, InSubquery, AggregateCall, WindowCall, RoutineCall>
      content;
  types::DataType type;
  bool nullable = true;
  Span span = {};  // in the file that the expression was written in
};

// An expression under a name: an output column.
struct NamedExpression {
  AttributeId id;
  std::string name;
  ExpressionPtr expression;
  std::optional<types::DataType> declared = {};  // nothing: that of the attribute which it repeats
};

}  // namespace tarn::plan
