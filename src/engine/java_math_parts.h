#pragma once

// What the functions of java_math.h share: parts of a double's bits.

#include <bit>
#include <cstdint>
#include <span>

namespace tarn::engine::java_math {

constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kTwo54 = 0x1p54;
constexpr uint32_t kOne = 0x3ff00000;       // the high word of 1.0
constexpr uint32_t kFraction = 0x000fffff;  // its part in a high word
constexpr int kExponentBias = 1023;

// The upper 32 bits: sign, exponent and the first 20 bits of the fraction.
inline uint32_t high_word(double value) {
  return static_cast<uint32_t>(std::bit_cast<uint64_t>(value) >> 32);
}
inline uint32_t low_word(double value) {
  return static_cast<uint32_t>(std::bit_cast<uint64_t>(value));
}
inline uint32_t magnitude(double value) { return high_word(value) & 0x7fffffff; }
inline double of_words(uint32_t high, uint32_t low) {
  return std::bit_cast<double>(static_cast<uint64_t>(high) << 32 | low);
}
inline double with_high_word(double value, uint32_t high) {
  return of_words(high, low_word(value));
}
// The lower half of the bits gone, so that a product of two such is exact.
inline double upper_half(double value) { return of_words(high_word(value), 0); }
inline double power_of_two(int exponent) {
  return of_words(static_cast<uint32_t>(exponent + kExponentBias) << 20, 0);
}
// `value`, whose exponent becomes larger by `by` without regard for its bounds.
inline double raised(double value, int by) {
  return with_high_word(value, high_word(value) + (static_cast<uint32_t>(by) << 20));
}

// c[0] + z * (c[1] + z * (..)).
inline double polynomial(double z, std::span<const double> coefficients) {
  double sum = coefficients.back();
  for (size_t at = coefficients.size() - 1; at-- > 0;) sum = coefficients[at] + z * sum;
  return sum;
}

// exp(x) = 1 + 2x / (R - x) with R = x - x^2 * of this.
inline constexpr double kExp[] = {1.66666666666666019037e-01, -2.77777777770155933842e-03,
                                  6.61375632143793436117e-05, -1.65339022054652515390e-06,
                                  4.13813679705723846039e-08};

}  // namespace tarn::engine::java_math
