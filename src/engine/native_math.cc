// Division, remainders and rounding of numbers, where DuckDB has other results or raises otherwise.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "engine/native_call.h"
#include "engine/native_decimal.h"
#include "engine/number_parse.h"
#include "types/number_text.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::Int128;
using types::TypeKind;

// Two values of one type to one: NULL if either is.
template <typename In, typename Out, typename Body>
class PairNative final : public Native {
 public:
  explicit PairNative(Body body) : body_(std::move(body)) {}

  void run(NativeCall& call, Scratch*) const override {
    const Argument<In> left = call.argument<In>(0);
    const Argument<In> right = call.argument<In>(1);
    Output<Out> out = call.output<Out>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (left.is_valid(row) && right.is_valid(row)) {
        out.set(row, body_(left[row], right[row]));
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  Body body_;
};

template <typename In, typename Out, typename Body>
NativePtr pair_native(Body body) {
  return std::make_unique<PairNative<In, Out, Body>>(std::move(body));
}

template <typename T>
T remainder_of(T left, T right) {
  if (right == 0) throw RowError(remainder_by_zero());
  if constexpr (std::is_floating_point_v<T>) {
    return std::fmod(left, right);
  } else {
    // The least integer has no quotient by -1, and a processor stops at the attempt.
    return right == -1 ? T(0) : static_cast<T>(left % right);
  }
}

template <typename T>
T positive_remainder_of(T left, T right) {
  const T value = remainder_of(left, right);
  return value < 0 ? remainder_of(static_cast<T>(value + right), right) : value;
}

template <typename T>
NativePtr remainder_native(bool positive) {
  if (positive) return pair_native<T, T>(positive_remainder_of<T>);
  return pair_native<T, T>(remainder_of<T>);
}

Result<NativePtr> make_remainder(const NativeSite& site, bool positive) {
  switch (site.result.kind()) {
    case TypeKind::kByte:
      return remainder_native<int8_t>(positive);
    case TypeKind::kShort:
      return remainder_native<int16_t>(positive);
    case TypeKind::kInt:
      return remainder_native<int32_t>(positive);
    case TypeKind::kLong:
      return remainder_native<int64_t>(positive);
    case TypeKind::kFloat:
      return remainder_native<float>(positive);
    case TypeKind::kDouble:
      return remainder_native<double>(positive);
    case TypeKind::kDecimal:
      return positive ? decimal_pmod(site) : decimal_remainder(site);
    default:
      return Error{ErrorCode::kUnsupported, "a remainder of " + site.result.sql()};
  }
}

Result<NativePtr> make_divide(const NativeSite& site) {
  const auto body = [](auto left, auto right) {
    if (right == 0) throw RowError(divide_by_zero());
    return left / right;
  };
  if (site.result.is(TypeKind::kFloat)) return pair_native<float, float>(body);
  return pair_native<double, double>(body);
}

Result<NativePtr> make_integer_divide(const NativeSite& site) {
  if (site.arguments[0].is(TypeKind::kDecimal)) return decimal_whole_quotient(site);
  return pair_native<int64_t, int64_t>([](int64_t left, int64_t right) {
    if (right == 0) throw RowError(divide_by_zero());
    if (right == -1 && left == std::numeric_limits<int64_t>::min()) {
      throw RowError(arithmetic_overflow("Overflow in integral divide", "try_divide"));
    }
    return left / right;
  });
}

// ---------------------------------------------------------------- rounding

// Half up at `digits` behind the point (before it, if negative), over the shortest decimal text, as
// Java's BigDecimal(Double.toString(x)) does.
template <typename T>
T rounded(T value, int digits) {
  if (!std::isfinite(value)) return value;
  const std::string text = std::is_same_v<T, float> ? types::float_text(static_cast<float>(value))
                                                    : types::double_text(value);
  if (digits > 37) return value;
  if (digits < 0) {
    if (digits < -38) return T(0);
    const ParsedDecimal whole = parse_decimal(text + "e" + std::to_string(digits), 38, 0);
    if (whole.outcome != DecimalText::kOk) return value;
    return static_cast<T>(whole.unscaled * power_of_ten(-digits));
  }
  const ParsedDecimal parsed = parse_decimal(text, 38, digits);
  // So great a number has no digits behind the point.
  if (parsed.outcome != DecimalText::kOk) return value;
  const std::string result = types::decimal_text(parsed.unscaled, digits);
  const double back = parse_double(result).value_or(value);
  return static_cast<T>(back);
}

template <typename T>
class RoundFloating final : public Native {
 public:
  void run(NativeCall& call, Scratch*) const override {
    const Argument<T> values = call.argument<T>(0);
    const Argument<int32_t> digits = call.argument<int32_t>(1);
    Output<T> out = call.output<T>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (values.is_valid(row) && digits.is_valid(row)) {
        out.set(row, rounded(values[row], digits[row]));
      } else {
        out.set_null(row);
      }
    }
  }
};

Int128 half_up(Int128 value, int digits) {
  const Int128 unit = power_of_ten(digits);
  const Int128 rest = value % unit;
  Int128 result = value - rest;
  if (rest * 2 >= unit) result += unit;
  if (rest * 2 <= -unit) result -= unit;
  return result;
}

template <typename T>
class RoundInteger final : public Native {
 public:
  void run(NativeCall& call, Scratch*) const override {
    const Argument<T> values = call.argument<T>(0);
    const Argument<int32_t> digits = call.argument<int32_t>(1);
    Output<T> out = call.output<T>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!values.is_valid(row) || !digits.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      const int places = digits[row];
      if (places >= 0) {
        out.set(row, values[row]);
      } else if (places < -20) {
        out.set(row, 0);
      } else {
        const Int128 value = half_up(values[row], -places);
        if (value > std::numeric_limits<T>::max() || value < std::numeric_limits<T>::min()) {
          throw RowError(arithmetic_overflow("Overflow", ""));
        }
        out.set(row, static_cast<T>(value));
      }
    }
  }
};

class RoundDecimal final : public Native {
 public:
  RoundDecimal(DataType from, DataType to, int digits)
      : from_(std::move(from)), to_(std::move(to)), digits_(digits) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument values = call.decimals(0, from_);
    DecimalOutput out = call.decimal_output(to_);
    const int dropped = from_.scale() - digits_;
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!values.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      Int128 value = values[row];
      if (dropped > 38) {
        value = 0;
      } else if (dropped > 0) {
        value = half_up(value, dropped);
      }
      // Rounded at `digits_`; the result's scale may be another.
      const int shift = from_.scale() - to_.scale();
      value = shift >= 0 ? value / power_of_ten(shift) : value * power_of_ten(-shift);
      const Int128 limit = power_of_ten(to_.precision());
      if (value >= limit || value <= -limit) {
        throw RowError(numeric_out_of_range(types::decimal_text(values[row], from_.scale()), to_));
      }
      out.set(row, value);
    }
  }

 private:
  DataType from_;
  DataType to_;
  int digits_;
};

Result<NativePtr> make_round_double(const NativeSite& site) {
  if (site.result.is(TypeKind::kFloat)) return NativePtr(std::make_unique<RoundFloating<float>>());
  return NativePtr(std::make_unique<RoundFloating<double>>());
}

Result<NativePtr> make_round_integer(const NativeSite& site) {
  switch (site.result.kind()) {
    case TypeKind::kByte:
      return NativePtr(std::make_unique<RoundInteger<int8_t>>());
    case TypeKind::kShort:
      return NativePtr(std::make_unique<RoundInteger<int16_t>>());
    case TypeKind::kInt:
      return NativePtr(std::make_unique<RoundInteger<int32_t>>());
    default:
      return NativePtr(std::make_unique<RoundInteger<int64_t>>());
  }
}

Result<NativePtr> make_round_decimal(const NativeSite& site) {
  int digits = 0;
  if (const auto found = site.constants.find(1); found != site.constants.end()) {
    const auto* value = std::get_if<int64_t>(&found->second.content);
    digits = value ? static_cast<int>(*value) : 0;
  }
  return NativePtr(std::make_unique<RoundDecimal>(site.arguments[0], site.result, digits));
}

// ---------------------------------------------------------------- positions in arrays

// The 1-based position for list_extract(), or an error.
template <bool kFromOne>
class Position final : public Native {
 public:
  void run(NativeCall& call, Scratch*) const override {
    const Argument<int32_t> index = call.argument<int32_t>(0);
    const Argument<int64_t> size = call.argument<int64_t>(1);
    Output<int64_t> out = call.output<int64_t>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!index.is_valid(row) || !size.is_valid(row)) {
        out.set_null(row);
      } else {
        out.set(row, position(index[row], size[row]));
      }
    }
  }

 private:
  static int64_t position(int64_t index, int64_t size) {
    if (!kFromOne && index >= 0 && index < size) return index + 1;
    if (kFromOne && index > 0 && index <= size) return index;
    if (kFromOne && index < 0 && -index <= size) return size + index + 1;
    if (kFromOne && index == 0) {
      throw RowError("INVALID_INDEX_OF_ZERO", "22003",
                     "The index 0 is invalid. An index shall be either < 0 or > 0 (the first "
                     "element has index 1).");
    }
    const std::string text = "The index " + std::to_string(index) +
                             " is out of bounds. The array has " + std::to_string(size) +
                             " elements. Use ";
    if (kFromOne) {
      throw RowError("INVALID_ARRAY_INDEX_IN_ELEMENT_AT", "22003",
                     text +
                         "`try_element_at` to tolerate accessing element at invalid index and "
                         "return NULL instead.");
    }
    throw RowError("INVALID_ARRAY_INDEX", "22003",
                   text +
                       "the SQL function `get()` to tolerate accessing element at invalid "
                       "index and return NULL instead.");
  }
};

template <typename T>
Result<NativePtr> make(const NativeSite&) {
  return NativePtr(std::make_unique<T>());
}

constexpr std::array<NativeEntry, 9> kEntries = {{
    {.name = "divide", .make = make_divide},
    {.name = "integer_divide", .make = make_integer_divide},
    {.name = "remainder",
     .make = [](const NativeSite& site) { return make_remainder(site, false); }},
    {.name = "pmod", .make = [](const NativeSite& site) { return make_remainder(site, true); }},
    {.name = "round_double", .make = make_round_double},
    {.name = "round_integer", .make = make_round_integer},
    {.name = "round_decimal", .make = make_round_decimal, .wants_constants = true},
    {.name = "array_position_at", .make = make<Position<false>>},
    {.name = "array_element_at", .make = make<Position<true>>},
}};

}  // namespace

std::span<const NativeEntry> math_natives() { return kEntries; }

}  // namespace tarn::engine
