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
  // Numbers shorter than an INT are added as INTs: their sum does not wrap around.
  const auto sum = [&] { return static_cast<decltype(value + right)>(value + right); };
  if constexpr (sizeof(T) < sizeof(int)) {
    return value < 0 ? static_cast<T>(remainder_of<int>(sum(), right)) : value;
  } else {
    return value < 0 ? remainder_of(static_cast<T>(sum()), right) : value;
  }
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

enum class Rounding : uint8_t { kHalfUp, kHalfEven, kFloor, kCeiling };

// The places at which Java's BigDecimal cannot round a number of `scale` digits behind the point:
// it counts those that go or come in 32 bits, and cannot make the power of ten that it divides or
// multiplies by.
void check_places(int64_t scale, int64_t digits, bool is_zero) {
  constexpr int64_t kMostDigits = 646456993;  // of a number of 2^31 bits
  const int64_t dropped = scale - digits;
  if (is_zero) return;
  if (dropped > std::numeric_limits<int32_t>::max()) {
    throw RowError(arithmetic_overflow("Underflow", ""));
  }
  if (std::abs(dropped) > kMostDigits) {
    throw RowError(arithmetic_overflow("BigInteger would overflow supported range", ""));
  }
}

// A whole number of `unit`s near the value.
Int128 rounded_to(Int128 value, Int128 unit, Rounding rounding) {
  const Int128 rest = value % unit;
  const Int128 toward_zero = value - rest;
  if (rest == 0) return value;
  const bool negative = value < 0;
  // Compared with what is missing to the unit: twice the rest may not fit.
  const Int128 dropped = negative ? -rest : rest;
  const Int128 missing = unit - dropped;
  bool goes_away = false;
  switch (rounding) {
    case Rounding::kHalfUp:
      goes_away = dropped >= missing;
      break;
    case Rounding::kHalfEven:
      goes_away = dropped > missing || (dropped == missing && (toward_zero / unit) % 2 != 0);
      break;
    case Rounding::kFloor:
      goes_away = negative;
      break;
    case Rounding::kCeiling:
      goes_away = !negative;
      break;
  }
  if (!goes_away) return toward_zero;
  return toward_zero + (negative ? -unit : unit);
}

// At `digits` behind the point (before it, if negative), over the shortest decimal text, as Java's
// BigDecimal(Double.toString(x)) does.
template <typename T>
T rounded(T value, int digits, Rounding rounding) {
  if (!std::isfinite(value)) return value;
  const std::string text = std::is_same_v<T, float> ? types::float_text(static_cast<float>(value))
                                                    : types::double_text(value);
  if (digits > 37) return value;
  if (digits < -38) return T(0);
  // With all of its digits first, where there is room: those that are dropped decide.
  for (int more = std::min(17 + std::abs(digits), 37 - std::max(digits, 0)); more > 0; --more) {
    const int scale = std::max(digits + more, 0);
    const ParsedDecimal all = parse_decimal(text, 38, scale);
    if (all.outcome != DecimalText::kOk) continue;
    const Int128 unit = power_of_ten(scale - digits);
    const Int128 whole = rounded_to(all.unscaled, unit, rounding) / unit;
    if (digits < 0) return static_cast<T>(whole * power_of_ten(-digits));
    return static_cast<T>(parse_double(types::decimal_text(whole, digits)).value_or(value));
  }
  // So great a number has no digits behind the point.
  return value;
}

template <typename T>
class RoundFloating final : public Native {
 public:
  explicit RoundFloating(Rounding rounding) : rounding_(rounding) {}

  void run(NativeCall& call, Scratch*) const override {
    const Argument<T> values = call.argument<T>(0);
    const Argument<int32_t> digits = call.argument<int32_t>(1);
    Output<T> out = call.output<T>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (values.is_valid(row) && digits.is_valid(row)) {
        // As texts, whole numbers have one digit behind the point.
        if (std::isfinite(values[row])) check_places(1, digits[row], values[row] == 0);
        out.set(row, rounded(values[row], digits[row], rounding_));
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  Rounding rounding_;
};

template <typename T>
class RoundInteger final : public Native {
 public:
  explicit RoundInteger(Rounding rounding) : rounding_(rounding) {}

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
      check_places(0, places, values[row] == 0);
      if (places >= 0) {
        out.set(row, values[row]);
      } else if (places < -20) {
        out.set(row, 0);
      } else {
        const Int128 value = rounded_to(values[row], power_of_ten(-places), rounding_);
        if (value > std::numeric_limits<T>::max() || value < std::numeric_limits<T>::min()) {
          throw RowError(arithmetic_overflow("Overflow", ""));
        }
        out.set(row, static_cast<T>(value));
      }
    }
  }

 private:
  Rounding rounding_;
};

class RoundDecimal final : public Native {
 public:
  RoundDecimal(DataType from, DataType to, int digits, Rounding rounding)
      : from_(std::move(from)), to_(std::move(to)), digits_(digits), rounding_(rounding) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument values = call.decimals(0, from_);
    const Argument<int32_t> digits = call.argument<int32_t>(1);
    DecimalOutput out = call.decimal_output(to_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!values.is_valid(row) || !digits.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      check_places(from_.scale(), std::min(digits_, from_.scale()), values[row] == 0);
      const std::optional<Int128> value = rounded_value(values[row]);
      if (!value) {
        throw RowError("NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION", "22003",
                       types::decimal_text(values[row], from_.scale()) +
                           " rounded cannot be represented as " + to_.sql() + ".");
      }
      out.set(row, *value);
    }
  }

 private:
  // Rounded at `digits_`; the result's scale may be another. Nothing: it does not fit.
  std::optional<Int128> rounded_value(Int128 value) const {
    const int64_t dropped = int64_t{from_.scale()} - digits_;
    if (dropped > 38) {
      const bool goes_away = value != 0 && ((rounding_ == Rounding::kCeiling && value > 0) ||
                                            (rounding_ == Rounding::kFloor && value < 0));
      if (goes_away) return step_from_zero();
      value = 0;
    } else if (dropped > 0) {
      value = rounded_to(value, power_of_ten(static_cast<int>(dropped)), rounding_);
    }
    const int shift = from_.scale() - to_.scale();
    value = shift >= 0 ? value / power_of_ten(shift) : value * power_of_ten(-shift);
    const Int128 limit = power_of_ten(to_.precision());
    if (value >= limit || value <= -limit) return std::nullopt;
    return value;
  }

  // What is smaller than any digit that stays, rounded away from zero.
  std::optional<Int128> step_from_zero() const {
    const int64_t zeros = int64_t{to_.scale()} - digits_;
    if (zeros >= to_.precision()) return std::nullopt;
    const Int128 step = power_of_ten(static_cast<int>(zeros));
    return rounding_ == Rounding::kFloor ? -step : step;
  }

  DataType from_;
  DataType to_;
  int digits_;
  Rounding rounding_;
};

template <Rounding kRounding>
Result<NativePtr> make_round_double(const NativeSite& site) {
  if (site.result.is(TypeKind::kFloat)) {
    return NativePtr(std::make_unique<RoundFloating<float>>(kRounding));
  }
  return NativePtr(std::make_unique<RoundFloating<double>>(kRounding));
}

template <Rounding kRounding>
Result<NativePtr> make_round_integer(const NativeSite& site) {
  switch (site.result.kind()) {
    case TypeKind::kByte:
      return NativePtr(std::make_unique<RoundInteger<int8_t>>(kRounding));
    case TypeKind::kShort:
      return NativePtr(std::make_unique<RoundInteger<int16_t>>(kRounding));
    case TypeKind::kInt:
      return NativePtr(std::make_unique<RoundInteger<int32_t>>(kRounding));
    default:
      return NativePtr(std::make_unique<RoundInteger<int64_t>>(kRounding));
  }
}

template <Rounding kRounding>
Result<NativePtr> make_round_decimal(const NativeSite& site) {
  int digits = 0;
  if (const auto found = site.constants.find(1); found != site.constants.end()) {
    const auto* value = std::get_if<int64_t>(&found->second.content);
    digits = value ? static_cast<int>(*value) : 0;
  }
  return NativePtr(
      std::make_unique<RoundDecimal>(site.arguments[0], site.result, digits, kRounding));
}

// -x and abs() of a long decimal: Java turns a sign in 34 digits, and what is below them is lost.
class TurnedDecimal final : public Native {
 public:
  enum class Turns : uint8_t { kAll, kNegatives };

  TurnedDecimal(DataType type, Turns turns) : type_(std::move(type)), turns_(turns) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument values = call.decimals(0, type_);
    DecimalOutput out = call.decimal_output(type_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!values.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      const Int128 value = values[row];
      const bool stays = turns_ == Turns::kNegatives && value >= 0;
      out.set(row, stays ? value : turned(value));
    }
  }

 private:
  Int128 turned(Int128 value) const {
    constexpr int kJavaDigits = 34;
    Int128 turned = -value;
    for (int digits = 38; digits > kJavaDigits; --digits) {
      const Int128 least = power_of_ten(digits - 1);
      if (turned < least && turned > -least) continue;
      turned = rounded_to(turned, power_of_ten(digits - kJavaDigits), Rounding::kHalfEven);
      break;
    }
    const Int128 limit = power_of_ten(type_.precision());
    if (turned < limit && turned > -limit) return turned;
    throw RowError("NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION", "22003",
                   "The negative of " + types::decimal_text(value, type_.scale()) +
                       " cannot be represented as " + type_.sql() + ".");
  }

  DataType type_;
  Turns turns_;
};

template <TurnedDecimal::Turns kTurns>
Result<NativePtr> make_turned(const NativeSite& site) {
  return NativePtr(std::make_unique<TurnedDecimal>(site.result, kTurns));
}

constexpr std::array<NativeEntry, 14> kEntries = {{
    {.name = "negative_decimal", .make = make_turned<TurnedDecimal::Turns::kAll>},
    {.name = "abs_decimal", .make = make_turned<TurnedDecimal::Turns::kNegatives>},
    {.name = "divide", .make = make_divide},
    {.name = "integer_divide", .make = make_integer_divide},
    {.name = "remainder",
     .make = [](const NativeSite& site) { return make_remainder(site, false); }},
    {.name = "pmod", .make = [](const NativeSite& site) { return make_remainder(site, true); }},
    {.name = "round_double", .make = make_round_double<Rounding::kHalfUp>},
    {.name = "round_integer", .make = make_round_integer<Rounding::kHalfUp>},
    {.name = "round_decimal",
     .make = make_round_decimal<Rounding::kHalfUp>,
     .wants_constants = true},
    {.name = "bround_double", .make = make_round_double<Rounding::kHalfEven>},
    {.name = "bround_integer", .make = make_round_integer<Rounding::kHalfEven>},
    {.name = "bround_decimal",
     .make = make_round_decimal<Rounding::kHalfEven>,
     .wants_constants = true},
    {.name = "floor_decimal",
     .make = make_round_decimal<Rounding::kFloor>,
     .wants_constants = true},
    {.name = "ceil_decimal",
     .make = make_round_decimal<Rounding::kCeiling>,
     .wants_constants = true},
}};

}  // namespace

std::span<const NativeEntry> math_natives() { return kEntries; }

}  // namespace tarn::engine
