#include "engine/java_math.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include "engine/java_math_parts.h"

// The approximations and their coefficients are fdlibm's; each sum keeps its order, because another
// order rounds otherwise.

namespace tarn::engine::java_math {
namespace {

constexpr double kOverLn2 = 1.44269504088896338700e+00;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// x = k * ln(2) + (high - low), with what is left in `reduced`.
struct Reduced {
  int k = 0;
  double high = 0;
  double low = 0;
  double reduced = 0;
};

Reduced reduce_by_ln2(double x) {
  Reduced out;
  const bool negative = std::signbit(x);
  if (magnitude(x) < 0x3ff0a2b2) {  // below 1.5 ln(2)
    out.k = negative ? -1 : 1;
    out.high = negative ? x + kLn2High : x - kLn2High;
    out.low = negative ? -kLn2Low : kLn2Low;
  } else {
    out.k = static_cast<int>(kOverLn2 * x + (negative ? -0.5 : 0.5));
    out.high = x - out.k * kLn2High;
    out.low = out.k * kLn2Low;
  }
  out.reduced = out.high - out.low;
  return out;
}

constexpr uint32_t kHalfLn2 = 0x3fd62e42;  // the high word of ln(2) / 2
constexpr double kLargestExponent = 7.09782712893383973096e+02;
constexpr double kLeastExponent = -7.45133219101941108420e+02;

constexpr double kExpm1[] = {-3.33333333333331316428e-02, 1.58730158725481460165e-03,
                             -7.93650757867487942473e-05, 4.00821782732936239552e-06,
                             -2.01099218183624371326e-07};
constexpr double kLog[] = {6.666666666666735130e-01, 3.999999999940941908e-01,
                           2.857142874366239149e-01, 2.222219843214978396e-01,
                           1.818357216161805012e-01, 1.531383769920937332e-01,
                           1.479819860511658591e-01};

}  // namespace

double exp(double x) {
  if (std::isnan(x)) return x;
  if (x > kLargestExponent) return kInfinity;
  if (x < kLeastExponent) return 0;
  Reduced r{.high = x, .reduced = x};
  if (magnitude(x) > kHalfLn2) {
    r = reduce_by_ln2(x);
  } else if (magnitude(x) < 0x3e300000) {
    return 1 + x;
  }
  const double t = r.reduced * r.reduced;
  const double c = r.reduced - t * polynomial(t, kExp);
  if (r.k == 0) return 1 - ((r.reduced * c) / (c - 2) - r.reduced);
  const double y = 1 - ((r.low - (r.reduced * c) / (2 - c)) - r.high);
  if (r.k == 1024) return y * 2 * 0x1p1023;
  if (r.k >= -1021) return raised(y, r.k);
  return raised(y, r.k + 1000) * 0x1p-1000;
}

double expm1(double x) {
  if (std::isnan(x)) return x;
  if (x > kLargestExponent) return kInfinity;
  if (std::signbit(x) && magnitude(x) >= 0x4043687a) return -1;  // below -56 ln(2)
  Reduced r{.reduced = x};
  double c = 0;
  if (magnitude(x) > kHalfLn2) {
    r = reduce_by_ln2(x);
    c = (r.high - r.reduced) - r.low;
  } else if (magnitude(x) < 0x3c900000) {
    return x;
  }
  x = r.reduced;
  const double half = 0.5 * x;
  const double square = x * half;
  const double r1 = 1 + square * polynomial(square, kExpm1);
  const double t = 3 - r1 * half;
  double e = square * ((r1 - t) / (6 - x * t));
  if (r.k == 0) return x - (x * e - square);
  e = x * (e - c) - c;
  e -= square;
  if (r.k == -1) return 0.5 * (x - e) - 0.5;
  if (r.k == 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  if (r.k <= -2 || r.k > 56) {
    const double y = 1 - (e - x);
    return (r.k == 1024 ? y * 2 * 0x1p1023 : raised(y, r.k)) - 1;
  }
  const double shift = power_of_two(-r.k);
  if (r.k < 20) return raised((1 - shift) - (e - x), r.k);
  return raised((x - (e + shift)) + 1, r.k);
}

double log(double x) {
  if (std::isnan(x) || x == kInfinity) return x;
  if (x == 0) return -kInfinity;
  if (x < 0) return std::numeric_limits<double>::quiet_NaN();
  int k = 0;
  if (high_word(x) < 0x00100000) {  // subnormal
    k = -54;
    x *= kTwo54;
  }
  uint32_t high = high_word(x);
  k += static_cast<int>(high >> 20) - kExponentBias;
  high &= kFraction;
  // Between sqrt(2) / 2 and sqrt(2).
  const uint32_t above = (high + 0x95f64) & 0x100000;
  x = with_high_word(x, high | (above ^ kOne));
  k += static_cast<int>(above >> 20);
  const double f = x - 1;
  if ((kFraction & (2 + high)) < 3) {  // |f| < 2^-20
    if (f == 0) return k == 0 ? 0 : k * kLn2High + k * kLn2Low;
    const double r = f * f * (0.5 - 0.33333333333333333 * f);
    return k == 0 ? f - r : k * kLn2High - ((r - k * kLn2Low) - f);
  }
  const double s = f / (2 + f);
  const double z = s * s;
  const double w = z * z;
  const double even = w * (kLog[1] + w * (kLog[3] + w * kLog[5]));
  const double odd = z * (kLog[0] + w * (kLog[2] + w * (kLog[4] + w * kLog[6])));
  const double r = odd + even;
  const auto signed_high = static_cast<int32_t>(high);
  if (((signed_high - 0x6147a) | (0x6b851 - signed_high)) > 0) {
    const double half = 0.5 * f * f;
    if (k == 0) return f - (half - s * (half + r));
    return k * kLn2High - ((half - (s * (half + r) + k * kLn2Low)) - f);
  }
  if (k == 0) return f - s * (f - r);
  return k * kLn2High - ((s * (f - r) - k * kLn2Low) - f);
}

double log10(double x) {
  constexpr double kOverLn10 = 4.34294481903251816668e-01;
  constexpr double kLog2High = 3.01029995663611771306e-01;
  constexpr double kLog2Low = 3.69423907715893078616e-13;
  if (!(x > 0) || x == kInfinity) return log(x);
  int k = 0;
  if (high_word(x) < 0x00100000) {
    k = -54;
    x *= kTwo54;
  }
  const uint32_t high = high_word(x);
  k += static_cast<int>(high >> 20) - kExponentBias;
  const int below = k < 0 ? 1 : 0;
  const double y = k + below;
  const auto exponent = static_cast<uint32_t>(kExponentBias - below) << 20;
  x = with_high_word(x, (high & kFraction) | exponent);
  const double z = y * kLog2Low + kOverLn10 * log(x);
  return z + y * kLog2High;
}

double log1p(double x) {
  if (std::isnan(x) || x == kInfinity) return x;
  if (x <= -1) return x == -1 ? -kInfinity : std::numeric_limits<double>::quiet_NaN();
  int k = 0;
  double f = x;
  double c = 0;
  bool near_one = false;
  const auto high = static_cast<int32_t>(high_word(x));
  if (high < 0x3fda827a && magnitude(x) < 0x3e200000) {  // |x| < 2^-29
    return magnitude(x) < 0x3c900000 ? x : x - x * x * 0.5;
  }
  const bool small = high < 0x3fda827a && (high > 0 || high <= static_cast<int32_t>(0xbfd2bec3));
  if (!small) {
    double u = x;
    if (high < 0x43400000) {
      u = 1 + x;
      k = static_cast<int>(high_word(u) >> 20) - kExponentBias;
      c = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    } else {
      k = static_cast<int>(high_word(u) >> 20) - kExponentBias;
    }
    uint32_t part = high_word(u) & kFraction;
    if (part < 0x6a09e) {
      u = with_high_word(u, part | kOne);
    } else {
      ++k;
      u = with_high_word(u, part | 0x3fe00000);
      part = (0x00100000 - part) >> 2;
    }
    near_one = part == 0;
    f = u - 1;
  }
  const double half = 0.5 * f * f;
  if (near_one) {
    if (f == 0) return k == 0 ? 0 : k * kLn2High + (c + k * kLn2Low);
    const double r = half * (1 - 0.66666666666666666 * f);
    return k == 0 ? f - r : k * kLn2High - ((r - (k * kLn2Low + c)) - f);
  }
  const double s = f / (2 + f);
  const double z = s * s;
  const double r = z * polynomial(z, kLog);
  if (k == 0) return f - (half - s * (half + r));
  return k * kLn2High - ((half - (s * (half + r) + (k * kLn2Low + c))) - f);
}

namespace {

constexpr uint32_t kTwentyTwo = 0x40360000;     // the high word of 22.0
constexpr uint32_t kExpOverflows = 0x40862e42;  // of the greatest argument of exp

}  // namespace

double sinh(double x) {
  const double size = std::abs(x);
  const double half = std::signbit(x) ? -0.5 : 0.5;
  if (!std::isfinite(x)) return x;
  if (magnitude(x) < kTwentyTwo) {
    if (magnitude(x) < 0x3e300000) return x;
    const double t = expm1(size);
    if (magnitude(x) < kOne) return half * (2 * t - t * t / (t + 1));
    return half * (t + t / (t + 1));
  }
  if (magnitude(x) < kExpOverflows) return half * exp(size);
  const double w = exp(0.5 * size);
  return half * w * w;
}

double cosh(double x) {
  const double size = std::abs(x);
  if (!std::isfinite(x)) return size;
  if (magnitude(x) < 0x3fd62e43) {  // ln(2) / 2
    const double t = expm1(size);
    const double w = 1 + t;
    return magnitude(x) < 0x3c800000 ? w : 1 + (t * t) / (w + w);
  }
  if (magnitude(x) < kTwentyTwo) {
    const double t = exp(size);
    return 0.5 * t + 0.5 / t;
  }
  if (magnitude(x) < kExpOverflows) return 0.5 * exp(size);
  const double w = exp(0.5 * size);
  return 0.5 * w * w;
}

double tanh(double x) {
  if (std::isnan(x)) return x;
  const double size = std::abs(x);
  double z = 1;
  if (magnitude(x) < kTwentyTwo) {
    if (magnitude(x) < 0x3c800000) return x * (1 + x);
    if (magnitude(x) >= kOne) {
      const double t = expm1(2 * size);
      z = 1 - 2 / (t + 2);
    } else {
      const double t = expm1(-2 * size);
      z = -t / (t + 2);
    }
  }
  return std::signbit(x) ? -z : z;
}

double asinh(double x) {
  const double size = std::abs(x);
  double w = 0;
  if (!std::isfinite(x) || magnitude(x) < 0x3e300000) return x;
  if (magnitude(x) > 0x41b00000) {  // 2^28
    w = log(size) + std::numbers::ln2;
  } else if (magnitude(x) > 0x40000000) {
    w = log(2 * size + 1 / (std::sqrt(x * x + 1) + size));
  } else {
    const double t = x * x;
    w = log1p(size + t / (1 + std::sqrt(1 + t)));
  }
  return std::copysign(w, x);
}

double acosh(double x) {
  if (std::isnan(x) || x < 1) return std::numeric_limits<double>::quiet_NaN();
  if (magnitude(x) >= 0x41b00000) return log(x) + std::numbers::ln2;
  if (x == 1) return 0;
  if (x > 2) return log(2 * x - 1 / (x + std::sqrt(x * x - 1)));
  const double t = x - 1;
  return log1p(t + std::sqrt(2 * t + t * t));
}

}  // namespace tarn::engine::java_math
