#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/java_math.h"
#include "engine/java_math_parts.h"

namespace tarn::engine::java_math {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// A number as a sum of two, of which the first has half the bits.
struct Two {
  double high = 0;
  double low = 0;
};

// log2 of what is within 2^-20 of 1.
Two log2_near_one(double x) {
  constexpr double kOverLn2 = 1.44269504088896338700e+00;
  constexpr double kOverLn2High = 1.44269502162933349609e+00;
  constexpr double kOverLn2Low = 1.92596299112661746887e-08;
  const double t = x - 1;
  const double w = (t * t) * (0.5 - t * (0.3333333333333333333333 - t * 0.25));
  const double u = kOverLn2High * t;
  const double v = t * kOverLn2Low - w * kOverLn2;
  const double high = upper_half(u + v);
  return {.high = high, .low = v - (high - u)};
}

// log2 of a positive finite number.
Two log2_in_two(double x) {
  constexpr double kNear[] = {1, 1.5};
  constexpr double kLogHigh[] = {0, 5.84962487220764160156e-01};  // log2 of kNear
  constexpr double kLogLow[] = {0, 1.35003920212974897128e-08};
  constexpr double kSeries[] = {5.99999999999994648725e-01, 4.28571428578550184252e-01,
                                3.33333329818377432918e-01, 2.72728123808534006489e-01,
                                2.30660745775561754067e-01, 2.06975017800338417784e-01};
  constexpr double kScale = 9.61796693925975554329e-01;  // 2 / (3 ln 2)
  constexpr double kScaleHigh = 9.61796700954437255859e-01;
  constexpr double kScaleLow = -7.02846165095275826516e-09;
  int n = 0;
  if (high_word(x) < 0x00100000) {
    x *= 0x1p53;
    n -= 53;
  }
  uint32_t size = high_word(x);
  n += static_cast<int>(size >> 20) - kExponentBias;
  const uint32_t fraction = size & kFraction;
  size = fraction | kOne;
  uint32_t near = 0;
  if (fraction > 0x3988e && fraction < 0xbb67a) {
    near = 1;  // between the roots of 3/2 and 3
  } else if (fraction >= 0xbb67a) {
    ++n;
    size -= 0x00100000;
  }
  x = with_high_word(x, size);
  // s = (x - near) / (x + near), in two parts.
  const double u = x - kNear[near];
  const double v = 1 / (x + kNear[near]);
  const double s = u * v;
  const double s_high = upper_half(s);
  double t_high = of_words(((size >> 1) | 0x20000000) + 0x00080000 + (near << 18), 0);
  double t_low = x - (t_high - kNear[near]);
  const double s_low = v * ((u - s_high * t_high) - s_high * t_low);
  double square = s * s;
  double r = square * square * polynomial(square, kSeries);
  r += s_low * (s_high + s);
  square = s_high * s_high;
  t_high = upper_half(3 + square + r);
  t_low = r - ((t_high - 3) - square);
  // 2 / (3 ln 2) * s * t.
  const double a = s_high * t_high;
  const double b = s_low * t_high + t_low * s;
  const double p_high = upper_half(a + b);
  const double p_low = b - (p_high - a);
  const double z_high = kScaleHigh * p_high;
  const double z_low = kScaleLow * p_high + p_low * kScale + kLogLow[near];
  const double whole = n;
  const double high = upper_half(((z_high + z_low) + kLogHigh[near]) + whole);
  return {.high = high, .low = z_low - (((high - whole) - kLogHigh[near]) - z_high)};
}

// 2 to the power of a sum.
double exp2_of(Two power) {
  constexpr double kLn2 = 6.93147180559945286227e-01;
  constexpr double kLn2Upper = 6.93147182464599609375e-01;
  constexpr double kLn2Lower = -1.90465429995776804525e-09;
  constexpr double kRounded = 8.0085662595372944372e-17;  // half a unit behind the greatest number
  const double z = power.low + power.high;
  if (z > 1024 || (z == 1024 && power.low + kRounded > z - power.high)) return kInfinity;
  if (z < -1075 || (z == -1075 && power.low <= z - power.high)) return 0;
  int n = 0;
  const uint32_t size = magnitude(z);
  if (size > 0x3fe00000) {  // more than 1/2: a whole number goes
    const int shift = static_cast<int>(size >> 20) - kExponentBias;
    const uint32_t rounded = high_word(z) + (0x00100000U >> (shift + 1));
    const int exponent = static_cast<int>((rounded & 0x7fffffff) >> 20) - kExponentBias;
    power.high -= of_words(rounded & ~(kFraction >> exponent), 0);
    n = static_cast<int>(((rounded & kFraction) | 0x00100000) >> (20 - exponent));
    if (std::signbit(z)) n = -n;
  }
  const double t = upper_half(power.low + power.high);
  const double u = t * kLn2Upper;
  const double v = (power.low - (t - power.high)) * kLn2 + t * kLn2Lower;
  const double x = u + v;
  const double w = v - (x - u);
  const double square = x * x;
  const double t1 = x - square * polynomial(square, kExp);
  const double r = (x * t1) / (t1 - 2) - (w + x * w);
  const double result = 1 - (r - x);
  const int exponent = static_cast<int>(high_word(result) >> 20) + n;
  return exponent <= 0 ? std::scalbn(result, n) : raised(result, n);
}

bool is_odd(double value) { return std::abs(std::fmod(value, 2)) == 1; }

}  // namespace

double pow(double x, double y) {
  if (y == 0) return 1;
  if (std::isnan(x) || std::isnan(y)) return kNan;
  const double base = std::abs(x);
  if (y == 2) return x * x;
  if (y == 0.5 && x != -kInfinity) return std::sqrt(x + 0.0);
  if (y == 1) return x;
  if (y == -1) return 1 / x;
  if (std::isinf(y)) {
    if (base == 1) return kNan;
    return (base > 1) == (y > 0) ? kInfinity : 0;
  }
  const bool negative = std::signbit(x);
  const double sign = negative && is_odd(y) ? -1 : 1;
  if (base == 0 || std::isinf(base)) return sign * ((base == 0) == (y > 0) ? 0 : kInfinity);
  if (negative && y != std::floor(y)) return kNan;
  if (base == 1) return sign;
  Two logarithm;
  if (magnitude(y) > 0x41e00000) {  // beyond 2^31 only what is near 1 is finite
    if (high_word(base) < 0x3fefffff) return sign * (y < 0 ? kInfinity : 0);
    if (high_word(base) > kOne) return sign * (y > 0 ? kInfinity : 0);
    if (magnitude(y) > 0x43f00000) return sign * ((base < 1) == (y < 0) ? kInfinity : 0);
    logarithm = log2_near_one(base);
  } else {
    logarithm = log2_in_two(base);
  }
  const double y_high = upper_half(y);
  const Two power{.high = y_high * logarithm.high,
                  .low = (y - y_high) * logarithm.high + y * logarithm.low};
  return sign * exp2_of(power);
}

double cbrt(double x) {
  if (!std::isfinite(x) || x == 0) return x;
  const double size = std::abs(x);
  // About 5 bits: a third of the exponent.
  double t = magnitude(x) < 0x00100000 ? of_words(high_word(kTwo54 * size) / 3 + 696219795, 0)
                                       : of_words(magnitude(x) / 3 + 715094163, 0);
  // 23 bits.
  double r = t * t / size;
  double s = 5.42857142857142815906e-01 + r * t;
  t *= 3.57142857142857150787e-01 + 1.60714285714285720630e+00 / (s + 1.41428571428571436819e+00 +
                                                                  -7.05306122448979611050e-01 / s);
  t = of_words(high_word(t) + 1, 0);
  // And one step of Newton's.
  s = t * t;
  r = size / s;
  r = (r - t) / ((t + t) + r);
  return std::copysign(t + t * r, x);
}

double hypot(double x, double y) {
  if (std::isinf(x) || std::isinf(y)) return kInfinity;
  if (std::isnan(x) || std::isnan(y)) return kNan;
  double a = std::max(std::abs(x), std::abs(y));
  double b = std::min(std::abs(x), std::abs(y));
  if (static_cast<int64_t>(high_word(a)) - high_word(b) > 0x3c00000) return a + b;
  int k = 0;
  const auto scale = [&](int by) {
    a = std::scalbn(a, by);
    b = std::scalbn(b, by);
    k -= by;
  };
  if (high_word(a) > 0x5f300000) scale(-600);
  if (high_word(b) < 0x20b00000) {
    if (b == 0) return a;
    scale(high_word(b) < 0x00100000 ? 1022 : 600);
  }
  double w = a - b;
  if (w > b) {
    const double high = upper_half(a);
    w = std::sqrt(high * high - (b * (-b) - (a - high) * (a + high)));
  } else {
    const double twice = a + a;
    const double b_high = upper_half(b);
    const double high = upper_half(twice);
    w = std::sqrt(high * b_high - (w * (-w) - (high * (b - b_high) + (twice - high) * b)));
  }
  return std::scalbn(w, k);
}

}  // namespace tarn::engine::java_math
