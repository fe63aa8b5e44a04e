// Arithmetic of decimals with Spark's results: exact, then rounded half up to the result's scale
// once.

#pragma once

#include <cstdint>
#include <optional>

#include "types/type.h"
#include "types/value.h"

namespace tarn::engine {

enum class DecimalOperation : uint8_t { kAdd, kSubtract, kMultiply, kDivide, kModulo };

struct DecimalTypes {
  int left_scale = 0;
  int right_scale = 0;
  int precision = 38;  // of the result
  int scale = 0;
};

// The unscaled result, or nothing if it has more digits than `types.precision`. The right side of
// kDivide and kModulo is not zero.
std::optional<types::Int128> calculate(DecimalOperation operation, types::Int128 left,
                                       types::Int128 right, const DecimalTypes& types);

// The quotient's whole part (Spark's `div`); of one that BIGINT does not hold the lowest 64 bits,
// as Java's longValue() has it.
int64_t whole_quotient(types::Int128 left, types::Int128 right, const DecimalTypes& types);

}  // namespace tarn::engine
