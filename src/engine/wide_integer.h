// 256 bits, unsigned: what an exact product or a scaled dividend of two 38-digit decimals needs.

#pragma once

#include <compare>
#include <cstdint>

namespace tarn::engine {

__extension__ using Uint128 = unsigned __int128;

struct Uint256 {
  Uint128 high = 0;
  Uint128 low = 0;
  friend auto operator<=>(const Uint256&, const Uint256&) = default;
};

inline Uint256 operator+(const Uint256& a, const Uint256& b) {
  const Uint128 low = a.low + b.low;
  return {a.high + b.high + (low < a.low ? 1 : 0), low};
}

// a >= b
inline Uint256 operator-(const Uint256& a, const Uint256& b) {
  return {a.high - b.high - (a.low < b.low ? 1 : 0), a.low - b.low};
}

inline Uint256 product(Uint128 a, Uint128 b) {
  constexpr Uint128 kHalf = ~uint64_t{0};
  const Uint128 a_low = a & kHalf;
  const Uint128 a_high = a >> 64;
  const Uint128 b_low = b & kHalf;
  const Uint128 b_high = b >> 64;
  const Uint128 low = a_low * b_low;
  const Uint128 middle = a_high * b_low + (low >> 64);
  const Uint128 middle_two = a_low * b_high + (middle & kHalf);
  return {a_high * b_high + (middle >> 64) + (middle_two >> 64),
          (middle_two << 64) | (low & kHalf)};
}

struct Division {
  Uint256 quotient;
  Uint256 remainder;
};

// b is not zero.
inline Division divided(const Uint256& a, const Uint256& b) {
  if (a.high == 0 && b.high == 0) return {{0, a.low / b.low}, {0, a.low % b.low}};
  Division result;
  for (int bit = 255; bit >= 0; --bit) {
    const bool set = bit >= 128 ? (a.high >> (bit - 128)) & 1 : (a.low >> bit) & 1;
    result.remainder = result.remainder + result.remainder;
    if (set) result.remainder.low |= 1;
    if (result.remainder >= b) {
      result.remainder = result.remainder - b;
      if (bit >= 128) {
        result.quotient.high |= Uint128{1} << (bit - 128);
      } else {
        result.quotient.low |= Uint128{1} << bit;
      }
    }
  }
  return result;
}

// a / b, rounded half away from zero.
inline Uint256 divided_half_up(const Uint256& a, const Uint256& b) {
  Division division = divided(a, b);
  if (division.remainder >= b - division.remainder) {
    division.quotient = division.quotient + Uint256{0, 1};
  }
  return division.quotient;
}

}  // namespace tarn::engine
