// Functions of numbers as java.lang.Math has them, arithmetic that answers NULL where it would
// raise, and bits.

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <type_traits>

#include "engine/java_math.h"
#include "engine/native_rows.h"

namespace tarn::engine {
namespace {

using types::TypeKind;

template <double (*kFunction)(double)>
double plain(double value) {
  return kFunction(value);
}

double cot(double value) { return 1.0 / std::tan(value); }
double sec(double value) { return 1.0 / std::cos(value); }
double csc(double value) { return 1.0 / std::sin(value); }
double degrees(double value) { return value * (180.0 / std::numbers::pi); }
double radians(double value) { return value * (std::numbers::pi / 180.0); }
// Java's zeroes: +0.0 is added to both, so that -0.0 counts as 0.0.
double atan2(double a, double b) { return java_math::atan2(a + 0.0, b + 0.0); }
double atanh(double value) { return 0.5 * (java_math::log1p(value) - java_math::log1p(-value)); }

// Logarithms of what has none are NULL.
std::optional<double> ln(double value) {
  if (value <= 0) return std::nullopt;
  return java_math::log(value);
}
std::optional<double> log10(double value) {
  if (value <= 0) return std::nullopt;
  return java_math::log10(value);
}
std::optional<double> log2(double value) {
  if (value <= 0) return std::nullopt;
  return java_math::log(value) / java_math::log(2.0);
}
std::optional<double> log1p(double value) {
  if (value <= -1) return std::nullopt;
  return java_math::log1p(value);
}
std::optional<double> log_of_base(double base, double value) {
  if (base <= 0 || value <= 0) return std::nullopt;
  return java_math::log(value) / java_math::log(base);
}

std::optional<int64_t> factorial(int32_t number) {
  if (number < 0 || number > 20) return std::nullopt;
  int64_t product = 1;
  for (int64_t factor = 2; factor <= number; ++factor) product *= factor;
  return product;
}

// Which of `count` equally wide buckets between two bounds; 0 and count + 1 are outside.
template <typename T>
std::optional<int64_t> width_bucket(T value, T low, T high, int64_t count) {
  const auto v = static_cast<double>(value);
  const auto a = static_cast<double>(low);
  const auto b = static_cast<double>(high);
  if (count <= 0 || count == std::numeric_limits<int64_t>::max() || std::isnan(v) || a == b ||
      !std::isfinite(a) || !std::isfinite(b)) {
    return std::nullopt;
  }
  const double least = std::min(a, b);
  const double most = std::max(a, b);
  if (a < b ? v < least : v > most) return 0;
  if (a < b ? v >= most : v <= least) return count + 1;
  if (a < b)
    return static_cast<int64_t>(static_cast<double>(count) * (v - least) / (most - least)) + 1;
  return static_cast<int64_t>(static_cast<double>(count) * (most - v) / (most - least)) + 1;
}

// ---------------------------------------------------------------- bits

// A bitmap of Spark's holds 32,768 numbers, of which 1 is the first of bucket 1.
constexpr int64_t kBitmapBits = 32768;

int64_t bitmap_bit_position(int64_t value) {
  return value > 0 ? (value - 1) % kBitmapBits : -(value % kBitmapBits);
}

int64_t bitmap_bucket_number(int64_t value) {
  return value > 0 ? 1 + (value - 1) / kBitmapBits : value / kBitmapBits;
}

int64_t bitmap_count(std::string_view bytes) {
  int64_t count = 0;
  for (const char byte : bytes) count += std::popcount(static_cast<unsigned char>(byte));
  return count;
}

int32_t bit_count(int64_t value) { return std::popcount(static_cast<uint64_t>(value)); }

struct BitGet {
  static constexpr bool kTakesFractions = false;
  template <typename T>
  static int8_t of(T value, int32_t place) {
    constexpr int kBits = sizeof(T) * 8;
    if (place < 0 || place >= kBits) {
      throw RowError("INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE", "22023",
                     "The value of parameter(s) `pos` in `getbit` is invalid: expects an integer "
                     "value in [0, " +
                         std::to_string(kBits) + "), but got " + std::to_string(place) + ".");
    }
    return static_cast<int8_t>(static_cast<std::make_unsigned_t<T>>(value) >> place & 1);
  }
};

// Only the low bits of the distance count: a shift by 33 of an INT is a shift by 1.
struct ShiftLeft {
  static constexpr bool kTakesFractions = false;
  template <typename T>
  static T of(T value, int32_t by) {
    using Unsigned = std::make_unsigned_t<T>;
    return static_cast<T>(static_cast<Unsigned>(value) << (by & (sizeof(T) * 8 - 1)));
  }
};
struct ShiftRight {
  static constexpr bool kTakesFractions = false;
  template <typename T>
  static T of(T value, int32_t by) {
    return static_cast<T>(value >> (by & (sizeof(T) * 8 - 1)));
  }
};
struct ShiftRightUnsigned {
  static constexpr bool kTakesFractions = false;
  template <typename T>
  static T of(T value, int32_t by) {
    using Unsigned = std::make_unsigned_t<T>;
    return static_cast<T>(static_cast<Unsigned>(value) >> (by & (sizeof(T) * 8 - 1)));
  }
};

// ---------------------------------------------------------------- NULL instead of an error

struct Negate {
  static constexpr bool kTakesFractions = false;
  template <typename T>
  static T of(T value) {
    if (value == std::numeric_limits<T>::min()) throw RowError(arithmetic_overflow("overflow", ""));
    return static_cast<T>(-value);
  }
};
struct TryAdd {
  static constexpr bool kTakesFractions = true;
  template <typename T>
  static std::optional<T> of(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
      return a + b;
    } else {
      T sum;
      return __builtin_add_overflow(a, b, &sum) ? std::nullopt : std::optional(sum);
    }
  }
};
struct TrySubtract {
  static constexpr bool kTakesFractions = true;
  template <typename T>
  static std::optional<T> of(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
      return a - b;
    } else {
      T difference;
      return __builtin_sub_overflow(a, b, &difference) ? std::nullopt : std::optional(difference);
    }
  }
};
struct TryMultiply {
  static constexpr bool kTakesFractions = true;
  template <typename T>
  static std::optional<T> of(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
      return a * b;
    } else {
      T product;
      return __builtin_mul_overflow(a, b, &product) ? std::nullopt : std::optional(product);
    }
  }
};
struct TryMod {
  static constexpr bool kTakesFractions = true;
  template <typename T>
  static std::optional<T> of(T a, T b) {
    if (b == 0) return std::nullopt;
    if constexpr (std::is_floating_point_v<T>) {
      return std::fmod(a, b);
    } else {
      return b == -1 ? T(0) : static_cast<T>(a % b);
    }
  }
};
// As Java's operators do, and NULL for a quotient of zero.
template <typename T>
using Unsigned = std::make_unsigned_t<T>;

struct WrapAdd {
  static constexpr bool kTakesFractions = false;
  template <typename T>
  static T of(T a, T b) {
    return static_cast<T>(static_cast<Unsigned<T>>(a) + static_cast<Unsigned<T>>(b));
  }
};
struct WrapSubtract {
  static constexpr bool kTakesFractions = false;
  template <typename T>
  static T of(T a, T b) {
    return static_cast<T>(static_cast<Unsigned<T>>(a) - static_cast<Unsigned<T>>(b));
  }
};
struct WrapMultiply {
  static constexpr bool kTakesFractions = false;
  template <typename T>
  static T of(T a, T b) {
    T product;
    static_cast<void>(__builtin_mul_overflow(a, b, &product));  // leaves what wrapped around
    return product;
  }
};
struct WrapDivide {
  static constexpr bool kTakesFractions = false;
  template <typename T>
  static std::optional<int64_t> of(T a, T b) {
    if (b == 0) return std::nullopt;
    if (b == -1) return WrapSubtract::of<int64_t>(0, a);
    return a / b;
  }
};
struct WrapNegate {
  static constexpr bool kTakesFractions = false;
  template <typename T>
  static T of(T value) {
    return WrapSubtract::of<T>(0, value);
  }
};
struct WrapAbs {
  static constexpr bool kTakesFractions = false;
  template <typename T>
  static T of(T value) {
    return value < 0 ? WrapSubtract::of<T>(0, value) : value;
  }
};

std::optional<double> try_divide(double a, double b) {
  if (b == 0) return std::nullopt;
  return a / b;
}

// The member of a family for the type of the first argument.
template <typename Family>
Result<NativePtr> by_type(const NativeSite& site) {
  switch (site.arguments[0].kind()) {
    case TypeKind::kByte:
      return rows<Family::template of<int8_t>>(site);
    case TypeKind::kShort:
      return rows<Family::template of<int16_t>>(site);
    case TypeKind::kInt:
    case TypeKind::kYearMonthInterval:
      return rows<Family::template of<int32_t>>(site);
    case TypeKind::kLong:
    case TypeKind::kDayTimeInterval:
      return rows<Family::template of<int64_t>>(site);
    case TypeKind::kFloat:
      if constexpr (Family::kTakesFractions) return rows<Family::template of<float>>(site);
      break;
    case TypeKind::kDouble:
      if constexpr (Family::kTakesFractions) return rows<Family::template of<double>>(site);
      break;
    default:
      break;
  }
  return Error{ErrorCode::kUnsupported, site.body + " of " + site.arguments[0].sql()};
}

Result<NativePtr> make_width_bucket(const NativeSite& site) {
  switch (site.arguments[0].kind()) {
    case TypeKind::kYearMonthInterval:
      return rows<width_bucket<int32_t>>(site);
    case TypeKind::kDayTimeInterval:
      return rows<width_bucket<int64_t>>(site);
    default:
      return rows<width_bucket<double>>(site);
  }
}

constexpr std::array kEntries = {
    NativeEntry{.name = "acos", .make = rows<plain<java_math::acos>>},
    NativeEntry{.name = "acosh", .make = rows<plain<java_math::acosh>>},
    NativeEntry{.name = "asin", .make = rows<plain<java_math::asin>>},
    NativeEntry{.name = "asinh", .make = rows<plain<java_math::asinh>>},
    NativeEntry{.name = "atan", .make = rows<plain<java_math::atan>>},
    NativeEntry{.name = "atanh", .make = rows<atanh>},
    NativeEntry{.name = "cbrt", .make = rows<plain<java_math::cbrt>>},
    NativeEntry{.name = "cos", .make = rows<plain<std::cos>>},
    NativeEntry{.name = "cosh", .make = rows<plain<java_math::cosh>>},
    NativeEntry{.name = "cot", .make = rows<cot>},
    NativeEntry{.name = "csc", .make = rows<csc>},
    NativeEntry{.name = "degrees", .make = rows<degrees>},
    NativeEntry{.name = "exp", .make = rows<plain<java_math::exp>>},
    NativeEntry{.name = "expm1", .make = rows<plain<java_math::expm1>>},
    NativeEntry{.name = "radians", .make = rows<radians>},
    NativeEntry{.name = "rint", .make = rows<plain<std::rint>>},
    NativeEntry{.name = "sec", .make = rows<sec>},
    NativeEntry{.name = "sin", .make = rows<plain<std::sin>>},
    NativeEntry{.name = "sinh", .make = rows<plain<java_math::sinh>>},
    NativeEntry{.name = "tan", .make = rows<plain<std::tan>>},
    NativeEntry{.name = "tanh", .make = rows<plain<java_math::tanh>>},
    NativeEntry{.name = "ln", .make = rows<ln>},
    NativeEntry{.name = "log10", .make = rows<log10>},
    NativeEntry{.name = "log1p", .make = rows<log1p>},
    NativeEntry{.name = "log2", .make = rows<log2>},
    NativeEntry{.name = "log_of_base", .make = rows<log_of_base>},
    NativeEntry{.name = "atan2", .make = rows<atan2>},
    NativeEntry{.name = "hypot", .make = rows<java_math::hypot>},
    NativeEntry{.name = "power", .make = rows<java_math::pow>},
    NativeEntry{.name = "factorial", .make = rows<factorial>},
    NativeEntry{.name = "width_bucket", .make = make_width_bucket},
    NativeEntry{.name = "bitmap_bit_position", .make = rows<bitmap_bit_position>},
    NativeEntry{.name = "bitmap_bucket_number", .make = rows<bitmap_bucket_number>},
    NativeEntry{.name = "bitmap_count", .make = rows<bitmap_count>},
    NativeEntry{.name = "bit_count", .make = rows<bit_count>},
    NativeEntry{.name = "negate", .make = by_type<Negate>},
    NativeEntry{.name = "bit_get", .make = by_type<BitGet>},
    NativeEntry{.name = "shift_left", .make = by_type<ShiftLeft>},
    NativeEntry{.name = "shift_right", .make = by_type<ShiftRight>},
    NativeEntry{.name = "shift_right_unsigned", .make = by_type<ShiftRightUnsigned>},
    NativeEntry{.name = "wrap_add", .make = by_type<WrapAdd>},
    NativeEntry{.name = "wrap_subtract", .make = by_type<WrapSubtract>},
    NativeEntry{.name = "wrap_multiply", .make = by_type<WrapMultiply>},
    NativeEntry{.name = "wrap_div", .make = by_type<WrapDivide>},
    NativeEntry{.name = "wrap_negate", .make = by_type<WrapNegate>},
    NativeEntry{.name = "wrap_abs", .make = by_type<WrapAbs>},
    NativeEntry{.name = "try_add", .make = by_type<TryAdd>},
    NativeEntry{.name = "try_subtract", .make = by_type<TrySubtract>},
    NativeEntry{.name = "try_multiply", .make = by_type<TryMultiply>},
    NativeEntry{.name = "try_divide", .make = rows<try_divide>},
    NativeEntry{.name = "try_mod", .make = by_type<TryMod>},
};

}  // namespace

std::span<const NativeEntry> numeric_natives() { return kEntries; }

}  // namespace tarn::engine
