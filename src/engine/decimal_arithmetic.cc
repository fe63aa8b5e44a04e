#include "engine/decimal_arithmetic.h"

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "engine/number_parse.h"
#include "engine/wide_integer.h"

namespace tarn::engine {
namespace {

using types::Int128;

struct Wide {
  bool negative = false;
  Uint256 size;
};

Uint128 size_of(Int128 value) {
  return value < 0 ? Uint128{0} - static_cast<Uint128>(value) : static_cast<Uint128>(value);
}

Uint128 ten_to(int exponent) { return static_cast<Uint128>(power_of_ten(exponent)); }

Wide scaled(Int128 value, int by) { return {value < 0, product(size_of(value), ten_to(by))}; }

Wide sum(const Wide& a, const Wide& b) {
  if (a.negative == b.negative) return {a.negative, a.size + b.size};
  if (a.size >= b.size) return {a.negative, a.size - b.size};
  return {b.negative, b.size - a.size};
}

// `value` has `scale` digits behind the point; the result has types.scale of them.
std::optional<Int128> fitted(const Wide& value, int scale, const DecimalTypes& types) {
  Uint256 size = value.size;
  if (scale > types.scale) {
    for (int by = scale - types.scale; by > 0;) {
      // Cut in one step where one power reaches: rounding twice would not be rounding.
      const int step = std::min(by, 38);
      size = step == by ? divided_half_up(size, {0, ten_to(step)})
                        : divided(size, {0, ten_to(step)}).quotient;
      by -= step;
    }
  } else if (scale < types.scale) {
    if (size.high != 0) return std::nullopt;
    size = product(size.low, ten_to(types.scale - scale));
  }
  if (size >= Uint256{0, ten_to(types.precision)}) return std::nullopt;
  const auto unsigned_value = static_cast<Int128>(size.low);
  return value.negative ? -unsigned_value : unsigned_value;
}

std::optional<Wide> dividend(Int128 left, int exponent) {
  if (exponent <= 38) return scaled(left, std::max(exponent, 0));
  const Wide first = scaled(left, 38);
  if (first.size.high != 0) return std::nullopt;
  return Wide{left < 0, product(first.size.low, ten_to(std::min(exponent - 38, 38)))};
}

}  // namespace

std::optional<Int128> calculate(DecimalOperation operation, Int128 left, Int128 right,
                                const DecimalTypes& types) {
  const int common = std::max(types.left_scale, types.right_scale);
  switch (operation) {
    case DecimalOperation::kAdd:
    case DecimalOperation::kSubtract: {
      const Wide a = scaled(left, common - types.left_scale);
      Wide b = scaled(right, common - types.right_scale);
      if (operation == DecimalOperation::kSubtract) b.negative = !b.negative;
      return fitted(sum(a, b), common, types);
    }
    case DecimalOperation::kMultiply:
      return fitted({(left < 0) != (right < 0), product(size_of(left), size_of(right))},
                    types.left_scale + types.right_scale, types);
    case DecimalOperation::kDivide: {
      CHECK(right != 0);
      const int exponent = types.scale - types.left_scale + types.right_scale;
      const std::optional<Wide> a = dividend(left, exponent);
      if (!a) return std::nullopt;
      Uint256 b{0, size_of(right)};
      if (exponent < 0) b = product(b.low, ten_to(-exponent));
      return fitted({(left < 0) != (right < 0), divided_half_up(a->size, b)}, types.scale, types);
    }
    case DecimalOperation::kModulo: {
      CHECK(right != 0);
      const Wide a = scaled(left, common - types.left_scale);
      const Wide b = scaled(right, common - types.right_scale);
      return fitted({left < 0, divided(a.size, b.size).remainder}, common, types);
    }
  }
  CHECK(false);
}

int64_t whole_quotient(Int128 left, Int128 right, const DecimalTypes& types) {
  CHECK(right != 0);
  const int common = std::max(types.left_scale, types.right_scale);
  const Wide a = scaled(left, common - types.left_scale);
  const Wide b = scaled(right, common - types.right_scale);
  const Uint256 size = divided(a.size, b.size).quotient;
  const bool negative = a.negative != b.negative;
  return static_cast<int64_t>(negative ? Uint128{0} - size.low : size.low);
}

}  // namespace tarn::engine
