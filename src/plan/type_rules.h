// Type rules that many functions share, and what they are made of.
//
// Pure. A rule answers the types that arguments are cast to and the result's, or an Error with
// Spark's condition; the resolver adds the position.

#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "plan/function.h"

namespace tarn::plan {

// What a parameter takes.
enum class Want : uint8_t {
  kAny,
  kOrderable,
  kBoolean,
  kInt,       // any number, cast to INT
  kSmallInt,  // TINYINT, SMALLINT, INT, cast to INT: date_add's days
  kLong,
  kDouble,
  kNumeric,  // any number as it is; a string becomes DOUBLE
  kString,
  kStringOrBinary,
  kBinary,
  kDate,
  kTimestamp,
  kArray,
  kMap,
};

// A maker of types, so that a rule can be a template over its result.
using TypeMaker = types::DataType (*)();

// The type that argument `at` is cast to, or DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE.
Result<types::DataType> accept(const CallSite& call, size_t at, Want want);

// The arguments cast to what is wanted, and `result`; as many arguments as wants, or at least
// `min`.
Result<Signature> fixed_signature(const CallSite& call, std::span<const Want> wants, size_t min,
                                  const types::DataType& result);

// WRONG_NUM_ARGS.WITHOUT_SUGGESTION; `expected` as Spark writes it: "2", "[2, 3]", "> 0".
Error wrong_number_of_arguments(const CallSite& call, std::string_view expected);
// DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE at a 0-based position; `required` is "\"STRING\"".
Error unexpected_input_type(const CallSite& call, size_t at, std::string_view required);
// DATATYPE_MISMATCH.NON_FOLDABLE_INPUT: `parameter` must be a constant of a type ("STRING").
Error not_foldable(const CallSite& call, size_t at, std::string_view parameter,
                   std::string_view type);
// NON_FOLDABLE_ARGUMENT, which some functions say instead.
Error non_foldable_argument(std::string_view function, std::string_view parameter,
                            std::string_view type);
// DATATYPE_MISMATCH.DATA_DIFF_TYPES over all arguments.
Error different_types(const CallSite& call);
// Passes if the number of arguments lies in [min, max].
Status expect_arguments(const CallSite& call, size_t min, size_t max);

// The DECIMAL that a value becomes where a function wants some DECIMAL: DOUBLE is DECIMAL(30,15).
std::optional<types::DataType> implicit_decimal(const types::DataType& type);

// The string of a literal argument, or nothing.
std::optional<std::string> literal_string(const Expression& expression);
std::optional<int64_t> literal_integer(const Expression& expression);

// fixed<int_type, Want::kString>: one STRING to INT.
template <TypeMaker Result_, Want... Wants>
Result<Signature> fixed(const CallSite& call) {
  constexpr std::array<Want, sizeof...(Wants)> wants = {Wants...};
  return fixed_signature(call, wants, wants.size(), Result_());
}

// The same, and never NULL.
template <TypeMaker Result_, Want... Wants>
Result<Signature> fixed_not_null(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, (fixed<Result_, Wants...>(call)));
  signature.nullable = false;
  return signature;
}

// Whether turning the sign of such a number rounds it: Spark's decimals lose what is beyond 34
// digits then.
bool is_rounded_when_turned(const types::DataType& type);

// The same, and possibly NULL although no argument is.
template <TypeMaker Result_, Want... Wants>
Result<Signature> fixed_may_be_null(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, (fixed<Result_, Wants...>(call)));
  signature.may_be_null = true;
  return signature;
}

// The result has the type of the one argument.
template <Want Want_>
Result<Signature> same_as_argument(const CallSite& call) {
  constexpr std::array<Want, 1> wants = {Want_};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, wants, 1, types::DataType()));
  signature.result = signature.arguments[0];
  return signature;
}

// All arguments to their common type, which is the result: coalesce, greatest, array elements.
Result<Signature> all_common(const CallSite& call, size_t min);

// Both arguments to their common type; BOOLEAN.
Result<Signature> comparison(const CallSite& call);

}  // namespace tarn::plan
