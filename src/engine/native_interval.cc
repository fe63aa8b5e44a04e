// Arithmetic of intervals: numbers of months (INT) or microseconds (BIGINT), which never leave
// their range.

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "engine/calendar_arithmetic.h"
#include "engine/decimal_arithmetic.h"
#include "engine/native_lambda.h"
#include "engine/wide_integer.h"
#include "types/interval_text.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::Int128;
using types::TypeKind;

bool is_calendar(const DataType& type) { return type.is(TypeKind::kCalendarInterval); }

bool is_months(const DataType& type) { return type.is(TypeKind::kYearMonthInterval); }

// `value` if it fits the family's number.
template <typename T>
std::optional<T> fitting(Int128 value) {
  if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max()) {
    return std::nullopt;
  }
  return static_cast<T>(value);
}

// Throws where the result is nothing.
template <typename T>
T checked(const std::optional<T>& value, std::string_view try_function) {
  if (!value) throw RowError(types::interval_overflow(try_function));
  return *value;
}

template <typename T, int kSign>
NativePtr add() {
  return lambda_native<T, T, T>([](T a, T b) {
    return checked(fitting<T>(Int128{a} + kSign * Int128{b}),
                   kSign > 0 ? "try_add" : "try_subtract");
  });
}

template <int kSign>
Result<NativePtr> make_add(const NativeSite& site) {
  if (is_calendar(site.result)) return calendar_sum(kSign);
  return is_months(site.result) ? add<int32_t, kSign>() : add<int64_t, kSign>();
}

template <typename T>
NativePtr negate() {
  return lambda_native<T, T>([](T value) { return checked(fitting<T>(-Int128{value}), ""); });
}

Result<NativePtr> make_negate(const NativeSite& site) {
  if (is_calendar(site.result)) return calendar_negation();
  return is_months(site.result) ? negate<int32_t>() : negate<int64_t>();
}

template <typename T>
NativePtr absolute() {
  return lambda_native<T, T>([](T value) {
    const auto result = fitting<T>(value < 0 ? -Int128{value} : Int128{value});
    if (!result) throw RowError(arithmetic_overflow("overflow", ""));
    return *result;
  });
}

Result<NativePtr> make_absolute(const NativeSite& site) {
  return is_months(site.result) ? absolute<int32_t>() : absolute<int64_t>();
}

// Rounded half away from zero, as all of these are.
Int128 divided_half_up(Int128 value, Int128 by) {
  const bool negative = (value < 0) != (by < 0);
  const Uint256 quotient =
      divided_half_up(Uint256{0, static_cast<Uint128>(value < 0 ? -value : value)},
                      Uint256{0, static_cast<Uint128>(by < 0 ? -by : by)});
  const auto magnitude = static_cast<Int128>(quotient.low);
  return negative ? -magnitude : magnitude;
}

template <typename T>
std::optional<T> rounded(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  const double whole = std::round(value);
  constexpr double kBeyond = sizeof(T) == 4 ? 0x1p31 : 0x1p63;
  if (whole >= kBeyond || whole < -kBeyond) return std::nullopt;
  return static_cast<T>(whole);
}

enum class Scaling : uint8_t { kMultiply, kDivide };

Error divided_by_zero() {
  return Error{ErrorCode::kData,
               "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL "
               "instead.",
               "INTERVAL_DIVIDED_BY_ZERO", "22012"};
}

// interval * number and interval / number, for BIGINT, DOUBLE and DECIMAL numbers.
template <typename T>
class Scaled final : public Native {
 public:
  Scaled(Scaling scaling, DataType number) : scaling_(scaling), number_(std::move(number)) {}

  void run(NativeCall& call, Scratch*) const override {
    switch (number_.kind()) {
      case TypeKind::kDecimal:
        return run_rows(call, call.decimals(1, number_));
      case TypeKind::kDouble:
        return run_rows(call, call.argument<double>(1));
      default:
        return run_rows(call, call.argument<int64_t>(1));
    }
  }

 private:
  template <typename Numbers>
  void run_rows(NativeCall& call, const Numbers& numbers) const {
    const auto intervals = call.argument<T>(0);
    auto out = call.output<T>();
    const std::string_view instead = scaling_ == Scaling::kDivide ? "try_divide" : "try_multiply";
    for (size_t row = 0; row < call.rows(); ++row) {
      if (intervals.is_valid(row) && numbers.is_valid(row)) {
        out.set(row, checked(scaled(intervals[row], numbers[row]), instead));
      } else {
        out.set_null(row);
      }
    }
  }

  std::optional<T> scaled(T interval, double number) const {
    if (scaling_ == Scaling::kMultiply) return rounded<T>(static_cast<double>(interval) * number);
    if (number == 0) throw RowError(divided_by_zero());
    return rounded<T>(static_cast<double>(interval) / number);
  }

  std::optional<T> scaled(T interval, int64_t number) const {
    if (scaling_ == Scaling::kMultiply) return fitting<T>(Int128{interval} * number);
    if (number == 0) throw RowError(divided_by_zero());
    return fitting<T>(divided_half_up(Int128{interval}, Int128{number}));
  }

  std::optional<T> scaled(T interval, Int128 number) const {
    const bool divides = scaling_ == Scaling::kDivide;
    if (divides && number == 0) throw RowError(divided_by_zero());
    const auto result =
        calculate(divides ? DecimalOperation::kDivide : DecimalOperation::kMultiply,
                  Int128{interval}, number, {.left_scale = 0, .right_scale = number_.scale()});
    return result ? fitting<T>(*result) : std::nullopt;
  }

  Scaling scaling_;
  DataType number_;
};

template <Scaling kScaling>
Result<NativePtr> make_scaled(const NativeSite& site) {
  if (is_months(site.result)) {
    return NativePtr(std::make_unique<Scaled<int32_t>>(kScaling, site.arguments[1]));
  }
  return NativePtr(std::make_unique<Scaled<int64_t>>(kScaling, site.arguments[1]));
}

// interval div interval.
template <typename T>
NativePtr whole_quotient() {
  return lambda_native<int64_t, T, T>([](T a, T b) {
    if (b == 0) throw RowError(divide_by_zero());
    return checked(fitting<int64_t>(Int128{a} / b), "try_divide");
  });
}

Result<NativePtr> make_whole_quotient(const NativeSite& site) {
  return is_months(site.arguments[0]) ? whole_quotient<int32_t>() : whole_quotient<int64_t>();
}

int32_t months_of(int32_t years, int32_t months) {
  return checked(fitting<int32_t>(Int128{years} * 12 + months), "");
}

// The seconds come with six decimal places, as microseconds.
int64_t micros_of(int32_t days, int32_t hours, int32_t minutes, int64_t seconds) {
  return checked(
      fitting<int64_t>(Int128{days} * types::kMicrosPerDay + Int128{hours} * types::kMicrosPerHour +
                       Int128{minutes} * types::kMicrosPerMinute + seconds),
      "");
}

constexpr std::array<NativeEntry, 9> kEntries = {{
    {.name = "interval_add", .make = make_add<1>},
    {.name = "interval_subtract", .make = make_add<-1>},
    {.name = "interval_negate", .make = make_negate},
    {.name = "interval_abs", .make = make_absolute},
    {.name = "interval_multiply", .make = make_scaled<Scaling::kMultiply>},
    {.name = "interval_divide", .make = make_scaled<Scaling::kDivide>},
    {.name = "interval_div", .make = make_whole_quotient},
    {.name = "make_ym_interval",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int32_t, int32_t, int32_t>(months_of);
     }},
    {.name = "make_dt_interval",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int64_t, int32_t, int32_t, int32_t, int64_t>(micros_of);
     }},
}};

}  // namespace

std::span<const NativeEntry> interval_natives() { return kEntries; }

}  // namespace tarn::engine
