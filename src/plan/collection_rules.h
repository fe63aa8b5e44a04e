// What the type rules of arrays, maps and higher-order functions share.
//
// Pure. Functions on collections are stricter than operators: an element and an array's elements
// meet only where one of the two types holds every value of the other (an INT and a BIGINT, never a
// STRING and an INT).

#pragma once

#include <optional>
#include <string_view>

#include "plan/function.h"
#include "plan/type_rules.h"

namespace tarn::plan {

// The one of two types that holds all values of the other; inside nested types too.
std::optional<types::DataType> tightest_type(const types::DataType& a, const types::DataType& b);

// Argument `at`, which must be an ARRAY (or a MAP).
Result<types::DataType> array_argument(const CallSite& call, size_t at);
Result<types::DataType> map_argument(const CallSite& call, size_t at);

// Argument `at` as a whole number that needs no cast but a widening one: DATATYPE_MISMATCH where it
// is a BIGINT or a text.
Status expect_int(const CallSite& call, size_t at);

// An array (argument 0) and a value of its elements' type (argument `value_at`).
struct ArrayAndValue {
  types::DataType array;
  types::DataType value;
};
Result<ArrayAndValue> array_and_value(const CallSite& call, size_t value_at);

// A map (argument 0) and a key (argument 1).
struct MapAndKey {
  types::DataType map;
  types::DataType key;
};

// The tightest type for both a collection's element and a value beside it. Intervals that count
// other units do not meet here, and without ANSI nor do structs with fields of other types.
std::optional<types::DataType> type_of_both(const types::DataType& a, const types::DataType& b,
                                            AnsiMode ansi);

Result<MapAndKey> map_and_key(const CallSite& call);

// DATATYPE_MISMATCH.INVALID_ORDERING_TYPE unless values of the type can be compared.
Status expect_orderable(const CallSite& call, const types::DataType& type);
// DATATYPE_MISMATCH.INVALID_MAP_KEY_TYPE where a key's type is a map or holds one.
Status expect_map_key(const types::DataType& key);

// A DATATYPE_MISMATCH error: `kind` is what stands behind the point.
Error type_mismatch(std::string_view kind, std::string message);

}  // namespace tarn::plan
