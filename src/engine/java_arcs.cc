#include <cmath>
#include <limits>
#include <numbers>

#include "engine/java_math.h"
#include "engine/java_math_parts.h"

namespace tarn::engine::java_math {
namespace {

constexpr double kHalfPiHigh = 1.57079632679489655800e+00;
constexpr double kHalfPiLow = 6.12323399573676603587e-17;
constexpr double kQuarterPi = 7.85398163397448278999e-01;
constexpr double kPi = std::numbers::pi;
constexpr double kPiLow = 1.2246467991473531772e-16;
constexpr uint32_t kHalf = 0x3fe00000;  // the high word of 0.5

// asin(x) = x + x * R(x^2).
double remainder_of(double z) {
  constexpr double kOver[] = {1.66666666666666657415e-01, -3.25565818622400915405e-01,
                              2.01212532134862925881e-01, -4.00555345006794114027e-02,
                              7.91534994289814532176e-04, 3.47933107596021167570e-05};
  constexpr double kUnder[] = {1, -2.40339491173441421878e+00, 2.02094576023350569471e+00,
                               -6.88283971605453293030e-01, 7.70381505559019352791e-02};
  return z * polynomial(z, kOver) / polynomial(z, kUnder);
}

constexpr double kAtanHigh[] = {4.63647609000806093515e-01, kQuarterPi, 9.82793723247329054082e-01,
                                kHalfPiHigh};
constexpr double kAtanLow[] = {2.26987774529616870924e-17, 3.06161699786838301793e-17,
                               1.39033110312309984516e-17, kHalfPiLow};
constexpr double kAtanOdd[] = {3.33333333333329318027e-01, 1.42857142725034663711e-01,
                               9.09088713343650656196e-02, 6.66107313738753120669e-02,
                               4.97687799461593236017e-02, 1.62858201153657823623e-02};
constexpr double kAtanEven[] = {-1.99999999998764832476e-01, -1.11111104054623557880e-01,
                                -7.69187620504482999495e-02, -5.83357013379057348645e-02,
                                -3.65315727442169155270e-02};

// atan of 0 to infinity.
double positive_atan(double x) {
  int around = -1;  // which of kAtanHigh is near
  const uint32_t size = high_word(x);
  if (size >= 0x44100000) return kAtanHigh[3] + kAtanLow[3];
  if (size < 0x3fdc0000) {  // 7/16
    if (size < 0x3e200000) return x;
  } else if (size < 0x3fe60000) {  // 11/16
    around = 0;
    x = (2 * x - 1) / (2 + x);
  } else if (size < 0x3ff30000) {  // 19/16
    around = 1;
    x = (x - 1) / (x + 1);
  } else if (size < 0x40038000) {  // 39/16
    around = 2;
    x = (x - 1.5) / (1 + 1.5 * x);
  } else {
    around = 3;
    x = -1 / x;
  }
  const double z = x * x;
  const double w = z * z;
  const double sum = z * polynomial(w, kAtanOdd) + w * polynomial(w, kAtanEven);
  if (around < 0) return x - x * sum;
  return kAtanHigh[around] - ((x * sum - kAtanLow[around]) - x);
}

}  // namespace

double atan(double x) {
  if (std::isnan(x)) return x;
  return std::copysign(positive_atan(std::abs(x)), x);
}

double atan2(double y, double x) {
  // Zeros, infinities and NaN have exact answers, the same everywhere.
  if (!std::isfinite(x) || !std::isfinite(y) || x == 0 || y == 0) return std::atan2(y, x);
  if (x == 1) return atan(y);
  const int exponents = (static_cast<int>(magnitude(y)) - static_cast<int>(magnitude(x))) >> 20;
  double z = 0;
  if (exponents > 60) {
    z = kHalfPiHigh + 0.5 * kPiLow;
  } else if (!(x < 0 && exponents < -60)) {
    z = positive_atan(std::abs(y / x));
  }
  if (x > 0) return y < 0 ? -z : z;
  return y < 0 ? (z - kPiLow) - kPi : kPi - (z - kPiLow);
}

double asin(double x) {
  const double size = std::abs(x);
  if (std::isnan(x) || size > 1) return std::numeric_limits<double>::quiet_NaN();
  if (size == 1) return x * kHalfPiHigh + x * kHalfPiLow;
  if (magnitude(x) < kHalf) return magnitude(x) < 0x3e400000 ? x : x + x * remainder_of(x * x);
  const double t = (1 - size) * 0.5;
  const double r = remainder_of(t);
  const double s = std::sqrt(t);
  double result = 0;
  if (magnitude(x) >= 0x3fef3333) {  // 0.975
    result = kHalfPiHigh - (2 * (s + s * r) - kHalfPiLow);
  } else {
    const double w = upper_half(s);
    const double c = (t - w * w) / (s + w);
    const double p = 2 * s * r - (kHalfPiLow - 2 * c);
    const double q = kQuarterPi - 2 * w;
    result = kQuarterPi - (p - q);
  }
  return std::copysign(result, x);
}

double acos(double x) {
  if (std::isnan(x) || std::abs(x) > 1) return std::numeric_limits<double>::quiet_NaN();
  if (x == 1) return 0;
  if (x == -1) return kPi + 2 * kHalfPiLow;
  if (magnitude(x) < kHalf) {
    if (magnitude(x) <= 0x3c600000) return kHalfPiHigh + kHalfPiLow;
    return kHalfPiHigh - (x - (kHalfPiLow - x * remainder_of(x * x)));
  }
  if (x < 0) {
    const double z = (1 + x) * 0.5;
    const double s = std::sqrt(z);
    return kPi - 2 * (s + (remainder_of(z) * s - kHalfPiLow));
  }
  const double z = (1 - x) * 0.5;
  const double s = std::sqrt(z);
  const double upper = upper_half(s);
  const double c = (z - upper * upper) / (s + upper);
  return 2 * (upper + (remainder_of(z) * s + c));
}

}  // namespace tarn::engine::java_math
