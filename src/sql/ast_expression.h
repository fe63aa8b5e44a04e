// The syntax of expressions: what was written, and where. Nothing is resolved here.
//
// Every node carries the Span of the original file's bytes that it was read from. Nodes own their
// children and move only; they may be read from several threads. No tree is deeper than
// kMaxTreeDepth (parse.h), so code over it may recurse.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::sql {

struct Expression;
struct Query;
using ExpressionPtr = std::unique_ptr<Expression>;
using ExpressionList = std::vector<ExpressionPtr>;

// Owns a Query; defined apart because a Query is only known in ast_query.h.
struct QueryDeleter {
  void operator()(Query* query) const;
};
using QueryPtr = std::unique_ptr<Query, QueryDeleter>;

// A name as written, without its backticks. Names compare without regard to case (the resolver's
// rule), and keep the case written first.
struct Identifier {
  std::string name;
  Span span = {};
  bool quoted = false;  // stood in backticks
};

// One or more identifiers with dots between them: a table, a column, a function.
struct Name {
  std::vector<Identifier> parts;
  Span span = {};

  std::string text() const;  // "a.b", parts in backticks where they need them
  const Identifier& last() const { return parts.back(); }
};

// NULL, TRUE, 1, 1L, 1.5, 1.5D, 'x', X'1F': the type that Spark gives it, and its value. A minus
// sign directly before a number belongs to the number, as in Spark.
struct Literal {
  types::DataType type;
  types::Value value;
};

// DATE '2026-01-01', TIMESTAMP '..', TIMESTAMP_NTZ '..', TIMESTAMP_LTZ '..', INTERVAL '1 day 2
// hours': the text is read by the resolver, which knows the time zone.
struct TypedLiteral {
  std::string type_name;  // upper case
  std::string text;
};

enum class IntervalWord : uint8_t {
  kYear,
  kMonth,
  kWeek,
  kDay,
  kHour,
  kMinute,
  kSecond,
  kMillisecond,
  kMicrosecond,
  kNanosecond,
};

// INTERVAL 1 HOUR; INTERVAL 1 DAY 2 HOURS (several parts); INTERVAL '1 2:03' DAY TO MINUTE (one
// part, and `to`). A value is any expression, a string literal in the forms with quotes.
struct IntervalExpression {
  struct Part {
    ExpressionPtr value;
    IntervalWord unit = IntervalWord::kDay;
    Span span = {};
  };
  std::vector<Part> parts;
  std::optional<IntervalWord> to;
};

// a, t.a, c.s.t.a, a.field: which of these is meant is the resolver's to find out.
struct ColumnName {
  Name name;
};

// *, t.*, struct_column.*, and without the columns after EXCEPT.
struct Star {
  std::optional<Name> qualifier;
  std::vector<Name> except;
};

// :name or ?, whose values come from outside. `name` is empty for ?.
struct Parameter {
  std::string name;
};

enum class UnaryOperator : uint8_t { kMinus, kPlus, kBitNot, kNot };

struct Unary {
  UnaryOperator op;
  ExpressionPtr operand;
};

enum class BinaryOperator : uint8_t {
  kMultiply,
  kDivide,
  kModulo,
  kIntegerDivide,  // DIV
  kAdd,
  kSubtract,
  kConcat,  // ||
  kShiftLeft,
  kShiftRight,
  kShiftRightUnsigned,
  kBitAnd,
  kBitXor,
  kBitOr,
  kEqual,
  kNullSafeEqual,  // <=>
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kAnd,
  kOr,
};

// A chain of ANDs (or ORs) is a balanced tree, whose leaves stand in the order written.
struct Binary {
  BinaryOperator op;
  ExpressionPtr left;
  ExpressionPtr right;
};

enum class LikeKind : uint8_t { kLike, kIlike, kRlike };
enum class LikeQuantifier : uint8_t { kNone, kAny, kAll };  // SOME is kAny

struct Like {
  LikeKind kind = LikeKind::kLike;
  LikeQuantifier quantifier = LikeQuantifier::kNone;
  bool negated = false;
  ExpressionPtr operand;
  ExpressionList patterns;                 // one without a quantifier
  std::optional<std::string> escape = {};  // of ESCAPE 'c': one character
};

struct Between {
  bool negated = false;
  ExpressionPtr operand;
  ExpressionPtr low;
  ExpressionPtr high;
};

struct InList {
  bool negated = false;
  ExpressionPtr operand;
  ExpressionList values;
};

struct InSubquery {
  bool negated = false;
  ExpressionPtr operand;  // a Tuple for (a, b) IN (SELECT ..)
  QueryPtr query;
};

struct Exists {
  QueryPtr query;
};

struct ScalarSubquery {
  QueryPtr query;
};

// IS [NOT] NULL | TRUE | FALSE | UNKNOWN.
enum class IsKind : uint8_t { kNull, kTrue, kFalse, kUnknown };

struct IsTest {
  IsKind kind = IsKind::kNull;
  bool negated = false;
  ExpressionPtr operand;
};

// left IS [NOT] DISTINCT FROM right.
struct IsDistinctFrom {
  bool negated = false;
  ExpressionPtr left;
  ExpressionPtr right;
};

// CASE [operand] WHEN .. THEN .. [ELSE ..] END.
struct Case {
  struct Branch {
    ExpressionPtr when;
    ExpressionPtr then;
  };
  ExpressionPtr operand;  // nullptr in the searched form
  std::vector<Branch> branches;
  ExpressionPtr otherwise;  // nullptr without ELSE
};

enum class CastForm : uint8_t { kCast, kTryCast, kColons };

struct Cast {
  CastForm form = CastForm::kCast;
  ExpressionPtr operand;
  types::DataType type;
  Span type_span = {};
};

enum class SortDirection : uint8_t { kAscending, kDescending };
enum class NullOrder : uint8_t { kDefault, kFirst, kLast };  // default: first ascending, else last

struct SortItem {
  ExpressionPtr expression;
  SortDirection direction = SortDirection::kAscending;
  NullOrder nulls = NullOrder::kDefault;
  Span span = {};
};

enum class FrameUnit : uint8_t { kRows, kRange };
enum class FrameBoundKind : uint8_t {
  kUnboundedPreceding,
  kPreceding,
  kCurrentRow,
  kFollowing,
  kUnboundedFollowing,
};

struct FrameBound {
  FrameBoundKind kind = FrameBoundKind::kCurrentRow;
  ExpressionPtr offset;  // for kPreceding and kFollowing
};

struct Frame {
  FrameUnit unit = FrameUnit::kRange;
  FrameBound from;
  FrameBound to;  // kCurrentRow where only one bound is written
  Span span = {};
};

// OVER name, OVER (name), OVER ([PARTITION BY ..] [ORDER BY ..] [frame]).
struct WindowSpec {
  std::optional<Identifier> reference;  // and then nothing else
  ExpressionList partition_by;
  std::vector<SortItem> order_by;
  std::optional<Frame> frame;
  Span span = {};
};

enum class NullTreatment : uint8_t { kUnset, kRespect, kIgnore };

// How a call was written, where the resolver must know: `current_date` alone is a column first and
// a function second, and a special form has a name of its own as a column.
enum class CallForm : uint8_t { kPlain, kWithoutParentheses, kSpecial };

// f(a, b), count(DISTINCT x), sum(x) FILTER (WHERE ..) OVER (..), listagg(x) WITHIN GROUP (..).
// Special forms arrive as calls:
//   EXTRACT(f FROM x)            extract('f', x)
//   SUBSTRING(x FROM a FOR b)    substring(x, a, b)
//   POSITION(a IN b)             position(a, b)
//   OVERLAY(x PLACING y FROM p FOR l)   overlay(x, y, p, l)
//   TRIM(BOTH s FROM x), TRIM(LEADING ..), TRIM(TRAILING ..)   trim(s, x), ltrim(s, x), rtrim(s,
//   x),
//                                or of x alone where s is not written
//   TIMESTAMPADD | DATEADD | DATE_ADD(unit, n, t)              timestampadd('UNIT', n, t)
//   TIMESTAMPDIFF | DATEDIFF | DATE_DIFF | TIMEDIFF(unit, a, b)   timestampdiff('UNIT', a, b)
//   CURRENT_DATE and its kin without parentheses               current_date()
//   count(*)                     count with a Star
struct FunctionCall {
  // `name` => value; `name` is absent for positional arguments.
  struct Argument {
    std::optional<Identifier> name;
    ExpressionPtr value;
  };
  Name name;
  CallForm form = CallForm::kPlain;
  bool distinct = false;
  std::vector<Argument> arguments;
  std::vector<SortItem> within_group = {};
  ExpressionPtr filter = nullptr;
  NullTreatment nulls = NullTreatment::kUnset;
  std::unique_ptr<WindowSpec> window = nullptr;
};

// STRUCT(a, b AS c): values with the names written or none.
struct StructConstructor {
  struct Item {
    ExpressionPtr value;
    std::optional<Identifier> alias;
  };
  std::vector<Item> items;
};

// x -> .., (x, y) -> ..
struct Lambda {
  std::vector<Identifier> parameters;
  ExpressionPtr body;
};

struct Subscript {
  ExpressionPtr base;
  ExpressionPtr key;
};

// base.field, where the base is not itself a name.
struct FieldAccess {
  ExpressionPtr base;
  Identifier field;
};

// base:path, as in raw:items[0].price['per unit'].
struct JsonPath {
  struct Step {
    enum class Kind : uint8_t { kField, kIndex, kEveryElement };
    Kind kind = Kind::kField;
    std::string field = {};
    bool quoted = false;  // ['x'] or `x`: the case must match; a bare field ignores case
    int64_t index = 0;
  };
  ExpressionPtr base;
  std::vector<Step> steps;
};

// (a, b): a struct by position.
struct Tuple {
  ExpressionList items;
};

// `AS alias` where Spark takes a name inside an expression list: struct(), PIVOT, partitioning.
struct Aliased {
  ExpressionPtr value;
  Identifier alias;
};

using ExpressionNode =
    std::variant<Literal, TypedLiteral, IntervalExpression, ColumnName, Star, Parameter, Unary,
                 Binary, Like, Between, InList, InSubquery, Exists, ScalarSubquery, IsTest,
                 IsDistinctFrom, Case, Cast, FunctionCall, StructConstructor, Lambda, Subscript,
                 FieldAccess, JsonPath, Tuple, Aliased>;

struct Expression {
  Expression(Span where, ExpressionNode what);
  ~Expression();

  Span span;
  bool parenthesised = false;  // stood in parentheses of its own
  uint32_t depth = 1;          // nodes on the longest way down, subqueries counted
  ExpressionNode node;

  // The node if it is of that kind, else nullptr.
  template <typename Node>
  const Node* as() const {
    return std::get_if<Node>(&node);
  }
};

// An expression, and the characters it was written with after substitution (for table properties,
// messages and the transaction log, which keep text).
struct ExpressionText {
  ExpressionPtr expression;
  std::string text;
};

}  // namespace tarn::sql
