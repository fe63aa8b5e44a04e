#include "engine/native_cast_interval.h"

#include <array>
#include <limits>
#include <optional>
#include <string>

#include "engine/decimal_arithmetic.h"
#include "engine/native_call.h"
#include "engine/raise.h"
#include "engine/value_text.h"
#include "types/datetime.h"
#include "types/interval_text.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::Int128;
using types::IntervalUnit;
using types::TypeKind;

bool is_months(const DataType& type) { return type.is(TypeKind::kYearMonthInterval); }

// How much one of a field is: months, or microseconds.
int64_t size_of(IntervalUnit unit) {
  constexpr std::array<int64_t, 6> kSizes = {12,
                                             1,
                                             types::kMicrosPerDay,
                                             types::kMicrosPerHour,
                                             types::kMicrosPerMinute,
                                             types::kMicrosPerSecond};
  return kSizes[static_cast<size_t>(unit)];
}

struct Cast {
  DataType from;
  DataType to;
  OnCastError on_error = OnCastError::kRaise;

  template <typename T>
  std::optional<T> failed(const Error& error) const {
    if (on_error == OnCastError::kRaise) throw RowError(error);
    return std::nullopt;
  }
  template <typename T>
  std::optional<T> fitting(Int128 value, const std::string& shown) const {
    if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max()) {
      return failed<T>(cast_overflow(shown, from, to));
    }
    return static_cast<T>(value);
  }
};

template <typename T>
NativePtr of_text(const Cast& cast) {
  return row_native<std::string_view, T>([cast](std::string_view text) -> std::optional<T> {
    const auto value = types::parse_interval_cast(text, cast.to);
    if (!value) return cast.failed<T>(value.error());
    return static_cast<T>(*value);
  });
}

// Fields that the target does not have are cut off.
template <typename T>
NativePtr of_interval(const Cast& cast) {
  const auto unit =
      static_cast<T>(is_months(cast.to) && cast.to.to_unit() == IntervalUnit::kMonth ? 1
                     : cast.to.to_unit() == IntervalUnit::kSecond                    ? 1
                                                                  : size_of(cast.to.to_unit()));
  return row_native<T, T>(
      [unit](T value) -> std::optional<T> { return static_cast<T>(value - value % unit); });
}

template <typename In, typename T>
NativePtr of_integer(const Cast& cast) {
  const std::string suffix = sizeof(In) == 1   ? "Y"
                             : sizeof(In) == 2 ? "S"
                             : sizeof(In) == 8 ? "L"
                                               : "";
  return row_native<In, T>([cast, suffix, unit = size_of(cast.to.to_unit())](In value) {
    return cast.fitting<T>(Int128{value} * unit, std::to_string(value) + suffix);
  });
}

template <typename T>
NativePtr of_integers(const Cast& cast) {
  switch (cast.from.kind()) {
    case TypeKind::kByte:
      return of_integer<int8_t, T>(cast);
    case TypeKind::kShort:
      return of_integer<int16_t, T>(cast);
    case TypeKind::kInt:
      return of_integer<int32_t, T>(cast);
    case TypeKind::kLong:
      return of_integer<int64_t, T>(cast);
    default:
      return nullptr;
  }
}

template <typename T>
class OfDecimal final : public Native {
 public:
  explicit OfDecimal(Cast cast) : cast_(std::move(cast)) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument in = call.decimals(0, cast_.from);
    auto out = call.output<T>();
    for (size_t row = 0; row < call.rows(); ++row) {
      const auto value = in.is_valid(row) ? interval_of(in[row]) : std::nullopt;
      if (value) {
        out.set(row, *value);
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  std::optional<T> interval_of(Int128 unscaled) const {
    const IntervalUnit unit = cast_.to.to_unit();
    const std::string shown = literal_text(unscaled, cast_.from.scale());
    // Months and microseconds are rounded, other fields cut.
    if (unit == IntervalUnit::kSecond || unit == IntervalUnit::kMonth) {
      const auto rounded = calculate(DecimalOperation::kMultiply, unscaled, size_of(unit),
                                     {.left_scale = cast_.from.scale(), .right_scale = 0});
      if (!rounded) return cast_.failed<T>(cast_overflow(shown, cast_.from, cast_.to));
      return cast_.fitting<T>(*rounded, shown);
    }
    Int128 whole = unscaled;
    for (int digit = 0; digit < cast_.from.scale(); ++digit) whole /= 10;
    Int128 total = 0;
    if (__builtin_mul_overflow(whole, Int128{size_of(unit)}, &total)) {
      return cast_.failed<T>(cast_overflow(shown, cast_.from, cast_.to));
    }
    return cast_.fitting<T>(total, shown);
  }

  Cast cast_;
};

// How many of its narrowest field the interval is.
template <typename T, typename Out>
NativePtr to_integer(const Cast& cast) {
  return row_native<T, Out>([cast, unit = size_of(cast.from.to_unit())](T value) {
    return cast.fitting<Out>(Int128{value} / unit, types::interval_sql(value, cast.from));
  });
}

template <typename T>
NativePtr to_integers(const Cast& cast) {
  switch (cast.to.kind()) {
    case TypeKind::kByte:
      return to_integer<T, int8_t>(cast);
    case TypeKind::kShort:
      return to_integer<T, int16_t>(cast);
    case TypeKind::kInt:
      return to_integer<T, int32_t>(cast);
    case TypeKind::kLong:
      return to_integer<T, int64_t>(cast);
    default:
      return nullptr;
  }
}

template <typename T>
class ToDecimal final : public Native {
 public:
  explicit ToDecimal(Cast cast) : cast_(std::move(cast)) {}

  void run(NativeCall& call, Scratch*) const override {
    const auto in = call.argument<T>(0);
    DecimalOutput out = call.decimal_output(cast_.to);
    for (size_t row = 0; row < call.rows(); ++row) {
      const auto value = in.is_valid(row) ? number_of(in[row]) : std::nullopt;
      if (value) {
        out.set(row, *value);
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  std::optional<Int128> number_of(T value) const {
    const bool seconds = cast_.from.to_unit() == IntervalUnit::kSecond;
    const Int128 unscaled = seconds ? Int128{value} : Int128{value / size_of(cast_.from.to_unit())};
    const int scale = seconds ? 6 : 0;
    const auto number = calculate(DecimalOperation::kMultiply, unscaled, 1,
                                  {.left_scale = scale,
                                   .right_scale = 0,
                                   .precision = cast_.to.precision(),
                                   .scale = cast_.to.scale()});
    if (number) return number;
    return cast_.failed<Int128>(
        numeric_out_of_range(types::decimal_text(unscaled, scale), cast_.to));
  }

  Cast cast_;
};

template <typename T>
NativePtr cast_to(const Cast& cast) {
  if (cast.from.is(TypeKind::kString)) return of_text<T>(cast);
  if (cast.from.is_interval()) return of_interval<T>(cast);
  if (cast.from.is(TypeKind::kDecimal)) return std::make_unique<OfDecimal<T>>(cast);
  return of_integers<T>(cast);
}

template <typename T>
NativePtr cast_from(const Cast& cast) {
  if (cast.to.is(TypeKind::kDecimal)) return std::make_unique<ToDecimal<T>>(cast);
  return to_integers<T>(cast);
}

}  // namespace

NativePtr cast_of_intervals(const DataType& from, const DataType& to, OnCastError on_error) {
  const Cast cast{from, to, on_error};
  if (to.is_interval()) return is_months(to) ? cast_to<int32_t>(cast) : cast_to<int64_t>(cast);
  return is_months(from) ? cast_from<int32_t>(cast) : cast_from<int64_t>(cast);
}

}  // namespace tarn::engine
