// The function table: every function and operator of Spark SQL that Tarn knows, in one place.
//
// An entry says what the function accepts, what it returns, whether it is deterministic, whether it
// can raise, and how the engine carries it out. docs/FUNCTIONS.md is generated from the table. To
// add a function: one entry in the table of its family (functions_string.cc ..); a C++ body in
// `engine` where the entry says kNative (native_string.cc ..), or a line of the emitter's table
// (engine/emitted_functions.cc) where it says kEmitter; one test. A call with a form of its own has
// a line in special_calls.cc, too.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plan/expression.h"
#include "types/type.h"

namespace tarn::plan {

enum class FunctionKind : uint8_t { kScalar, kAggregate, kWindow, kGenerator };

// What a type rule decides: the type that each argument is cast to, and the result.
struct Signature {
  std::vector<types::DataType> arguments;  // one for each argument given
  types::DataType result;
  bool nullable = true;  // false: never NULL, whatever the arguments
  bool may_be_null =
      false;  // true: may be NULL although no argument is (unmatched, zero divisor ..)
  std::string_view variant = {};  // the entry that carries this overload out; empty: the called one
};

// What a type rule sees of a call.
struct CallSite {
  std::string_view name;
  std::span<const ExpressionPtr>
      arguments;  // resolved, not yet cast; a Lambda is typed by its rule's caller
  std::span<const std::string> texts = {};  // each argument as messages write it; may be empty
  AnsiMode ansi = AnsiMode::kOn;
};

// Picks the signature for the arguments' types and literal values, or says why there is none
// (DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE, WRONG_NUM_ARGS.WITHOUT_SUGGESTION ..).
using TypeRule = Result<Signature> (*)(const CallSite& call);

enum class NullRule : uint8_t {
  // NULL if any argument is; beside the literal NULL Spark's optimizer computes none of the others.
  kNullInNullOut,
  // NULL if any argument is, but that is seen only as the arguments are computed.
  kNullWhenComputed,
  kNullFromNull,  // NULL only if an argument is; but false AND NULL is false
  kCustom,        // the body decides
};

// How the engine carries a function out.
enum class Implementation : uint8_t {
  kSql,  // `body` is engine SQL; {0} {1} .. are the arguments, {*} all of them, {type} the result's
  kNative,     // a C++ body registered in `engine` under `body`
  kEmitter,    // a member of the engine's emitter: engine/emitted_functions.cc finds it by `body`
  kRewritten,  // not at all: the resolver puts other functions in the call's place
};

// What the result rests on besides the arguments' values.
enum class Determinism : uint8_t {
  kDeterministic,
  kByRowOrder,  // the order in which rows come: first(), collect_list()
  kVolatile,    // the clock or chance: now(), uuid()
};

// Which of its arguments Spark computes, and in what order.
enum class Evaluation : uint8_t {
  kAll,       // all of them, from the first; where NULL ends the call, up to a NULL
  kTogether,  // all of them, from the first, beside a NULL as well
  // As kTogether where Spark interprets, which it does to constants and VALUES, else as kAll.
  kInterpretedTogether,
  kLastFirst,     // as kAll, but the last one before the others
  kDivisorFirst,  // what is divided only where the divisor is neither NULL nor zero
  kUnitFirst,     // the unit of time, one of the two arguments and a text, and then the time
  kEntries,       // keys and values by turns: a key that is NULL raises before the next key
  kUntilFalse,
  kUntilTrue,
  kUntilKnown,   // up to the first that is not NULL
  kUntilNumber,  // up to the first that is not NaN
  kChosen,       // the one that the first one counts off
};

// What stands for an argument that was left out, and is shown in the column's name.
struct DefaultArgument {
  enum class Kind : uint8_t { kText, kInteger, kBytes, kNull };
  size_t at = 0;  // where as many arguments were given
  Kind kind = Kind::kText;
  std::string_view text = {};  // kText, kBytes
  int64_t integer = 0;         // kInteger
};

// What else Spark does with a call as it is written: the bits of Function::traits.
enum Trait : uint32_t {
  // Its optimizer puts something else in the call's place: where a constant is asked for, the call
  // is none, whatever its arguments are.
  kRewrittenLate = 1u << 0,
  // What has no type is a bare NULL to it, and is shown so: f(nvl(NULL, NULL)) is `f(NULL)`.
  kForgetsUntyped = 1u << 1,
  // So, where it takes a date, a time of day and perhaps a zone, and not years and months.
  kForgetsUntypedTimes = 1u << 2,
  // Its arguments may change places: a + b is b + a in GROUP BY.
  kSymmetric = 1u << 3,
  // NULL without ANSI mode where it raises with it.
  kTriedWithoutAnsi = 1u << 4,
  // Shows nothing of a value: a hash, a length. The lineage says "masking".
  kHidesValue = 1u << 5,
  // A generator that stands in FROM alone, where explode may stand in LATERAL VIEW and SELECT, too.
  kOnlyInFrom = 1u << 6,
  // NULL to its optimizer where the first argument is, though it is seen of the others only as they
  // are computed.
  kNullOfFirst = 1u << 7,
  // What its constants raise is raised by rows, and refuses nothing.
  kConstantsLast = 1u << 9,
  // An aggregate of pairs: beside a NULL the other side is not computed.
  kPairs = 1u << 8,
};

// The bits of Function::constants for arguments by their places.
template <typename... Places>
constexpr uint32_t places(Places... at) {
  return ((uint32_t{1} << at) | ...);
}

struct Function {
  std::string_view name;  // lower case, or an operator's symbol; "round.decimal" is a variant that
                          // type rules pick and nobody can call
  FunctionKind kind = FunctionKind::kScalar;
  TypeRule rule = nullptr;
  Implementation implementation = Implementation::kSql;
  std::string_view body = {};
  NullRule nulls = NullRule::kNullInNullOut;
  // Under kCustom: the arguments, a bit each, that make the call NULL when they are.
  uint32_t ends_at_null = 0;
  Determinism determinism = Determinism::kDeterministic;
  bool can_raise = false;
  bool tries_arguments = false;  // NULL where an argument raises, too
  Evaluation evaluation = Evaluation::kAll;
  // The arguments that must be constants, a bit each: they reach the rule as literals.
  uint32_t constants = 0;
  uint32_t traits = 0;             // bits of Trait; an alias has those of its entry, and its own
  std::string_view usage = {};     // "substring(str, pos[, len])"
  std::string_view summary = {};   // one sentence
  std::string_view alias_of = {};  // another entry, which says the rest; empty: an entry of its own
  std::string_view shown = {};     // its name in a column's name, where that is another: "ACOS"
  std::span<const DefaultArgument> defaults = {};
};

// The entry for a name (case ignored, aliases followed), or null.
const Function* find_function(std::string_view name);
// Whether a function, as it was written (in lower case), has a trait.
bool has_trait(std::string_view name, Trait trait);
// What a column's automatic name calls the function that was written as `name`, in lower case.
std::string_view shown_name(std::string_view name);
// All entries, by name.
std::vector<const Function*> all_functions();

}  // namespace tarn::plan
