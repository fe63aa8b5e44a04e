// Dates and times out of numbers: make_date, make_timestamp, timestamp_seconds and their kin.

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/native_lambda.h"
#include "engine/time_zones.h"
#include "engine/zoned_time.h"
#include "types/datetime.h"

namespace tarn::engine {
namespace {

using types::kMicrosPerMinute;
using types::kMicrosPerSecond;
using types::TypeKind;

enum class OnFieldError : uint8_t { kRaise, kNull };

Error field_out_of_bounds(const std::string& why) {
  return Error{ErrorCode::kData,
               why +
                   ". If necessary set \"spark.sql.ansi.enabled\" to \"false\" to bypass this "
                   "error.",
               "DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION", "22023"};
}

Error outside(std::string_view field, std::string_view range, int64_t value) {
  return field_out_of_bounds(
      fmt::format("Invalid value for {} (valid values {}): {}", field, range, value));
}

Error overflow_of_long() {
  return Error{ErrorCode::kData, "long overflow", "ARITHMETIC_OVERFLOW", "22003"};
}

Result<int32_t> date_of(int32_t year, int32_t month, int32_t day) {
  static constexpr std::array<const char*, 12> kMonths = {
      "JANUARY", "FEBRUARY", "MARCH",     "APRIL",   "MAY",      "JUNE",
      "JULY",    "AUGUST",   "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"};
  constexpr int32_t kYearMost = 999'999'999;
  if (year < -kYearMost || year > kYearMost) {
    return outside("Year", "-999999999 - 999999999", year);
  }
  if (month < 1 || month > 12) return outside("MonthOfYear", "1 - 12", month);
  if (day < 1 || day > 31) return outside("DayOfMonth", "1 - 28/31", day);
  if (day > types::days_in_month(year, month)) {
    if (day == 29) {
      return field_out_of_bounds(
          fmt::format("Invalid date 'February 29' as '{}' is not a leap year", year));
    }
    return field_out_of_bounds(
        fmt::format("Invalid date '{} {}'", kMonths[static_cast<size_t>(month - 1)], day));
  }
  const int64_t days = types::days_from_civil({year, month, day});
  if (days < std::numeric_limits<int32_t>::min() || days > std::numeric_limits<int32_t>::max()) {
    return Error{ErrorCode::kData, "integer overflow", "ARITHMETIC_OVERFLOW", "22003"};
  }
  return static_cast<int32_t>(days);
}

// The result of a row, or its error as the function has it.
template <typename T>
std::optional<T> answered(const Result<T>& result, OnFieldError on_error) {
  if (result) return *result;
  if (on_error == OnFieldError::kRaise) throw RowError(result.error());
  return std::nullopt;
}

NativePtr make_date(OnFieldError on_error) {
  return lambda_native<int32_t, int32_t, int32_t, int32_t>(
      [on_error](int32_t year, int32_t month, int32_t day) {
        return answered(date_of(year, month, day), on_error);
      });
}

struct TimeParts {
  int32_t year;
  int32_t month;
  int32_t day;
  int32_t hour;
  int32_t minute;
  int64_t second_micros;  // the seconds, with six decimal places
};

// The wall clock. 60 seconds sharp are the next minute.
Result<int64_t> wall_clock(const TimeParts& parts) {
  ASSIGN_OR_RETURN(const int32_t days, date_of(parts.year, parts.month, parts.day));
  if (parts.hour < 0 || parts.hour > 23) return outside("HourOfDay", "0 - 23", parts.hour);
  if (parts.minute < 0 || parts.minute > 59) return outside("MinuteOfHour", "0 - 59", parts.minute);
  // Spark counts them in 32 bits.
  const auto second_micros = static_cast<int32_t>(parts.second_micros);
  const int64_t second = floor_divide(second_micros, kMicrosPerSecond);
  if (second == 60 && second_micros % kMicrosPerSecond != 0) {
    std::string shown = types::decimal_text(parts.second_micros, 6);
    shown.erase(shown.find_last_not_of('0') + 1);
    return Error{ErrorCode::kData,
                 "Valid range for seconds is [0, 60] (inclusive), but the provided value is " +
                     shown +
                     ". To avoid this error, use `try_make_timestamp`, which returns NULL "
                     "on error.",
                 "INVALID_FRACTION_OF_SECOND", "22023"};
  }
  if (second < 0 || second > 60) return outside("SecondOfMinute", "0 - 59", second);
  int64_t local = 0;
  if (__builtin_mul_overflow(int64_t{days}, types::kMicrosPerDay, &local)) {
    return overflow_of_long();
  }
  return local + parts.hour * types::kMicrosPerHour + parts.minute * kMicrosPerMinute +
         second_micros;
}

class MakeTimestamp final : public Native {
 public:
  MakeTimestamp(const NativeSite& site, OnFieldError on_error)
      : is_local_(site.result.is(TypeKind::kTimestampNtz)),
        zone_(is_local_ ? "UTC" : site.time_zone),
        has_zone_(site.arguments.size() == 7),
        on_error_(on_error) {}

  void run(NativeCall& call, Scratch*) const override {
    const std::array<Argument<int32_t>, 5> numbers = {
        call.argument<int32_t>(0), call.argument<int32_t>(1), call.argument<int32_t>(2),
        call.argument<int32_t>(3), call.argument<int32_t>(4)};
    const auto seconds = call.argument<int64_t>(5);
    std::vector<Argument<std::string_view>> zones;
    if (has_zone_) zones.push_back(call.argument<std::string_view>(6));
    auto out = call.output<int64_t>();
    for (size_t row = 0; row < call.rows(); ++row) {
      bool valid = seconds.is_valid(row) && (zones.empty() || zones[0].is_valid(row));
      for (const auto& number : numbers) valid = valid && number.is_valid(row);
      std::optional<int64_t> value;
      if (valid) {
        const TimeParts parts = {numbers[0][row], numbers[1][row], numbers[2][row],
                                 numbers[3][row], numbers[4][row], seconds[row]};
        value = answered(instant(parts, zones.empty() ? std::string_view(zone_) : zones[0][row]),
                         on_error_);
      }
      if (value) {
        out.set(row, *value);
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  Result<int64_t> instant(const TimeParts& parts, std::string_view zone) const {
    // A zone that is none raises in every function and mode.
    if (!is_time_zone(zone)) throw RowError(invalid_time_zone(zone));
    ASSIGN_OR_RETURN(const int64_t local, wall_clock(parts));
    return is_local_ ? local : local - offset_at_local(zone, local);
  }

  bool is_local_;
  std::string zone_;
  bool has_zone_;
  OnFieldError on_error_;
};

template <int64_t kUnit>
std::optional<int64_t> epoch_to_micros(int64_t count) {
  int64_t micros = 0;
  if (__builtin_mul_overflow(count, kUnit, &micros)) throw RowError(overflow_of_long());
  return micros;
}

// timestamp_seconds(): whole microseconds of a decimal, the part before them of a DOUBLE.
class DecimalSeconds final : public Native {
 public:
  explicit DecimalSeconds(types::DataType type) : type_(std::move(type)) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument in = call.decimals(0, type_);
    auto out = call.output<int64_t>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (in.is_valid(row)) {
        out.set(row, micros_of(in[row]));
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  int64_t micros_of(types::Int128 unscaled) const {
    constexpr int kMicroDigits = 6;
    for (int digit = type_.scale(); digit > kMicroDigits; --digit) {
      if (unscaled % 10 != 0) {
        throw RowError("ARITHMETIC_OVERFLOW", "22003", "Rounding necessary");
      }
      unscaled /= 10;
    }
    for (int digit = type_.scale(); digit < kMicroDigits; ++digit) {
      if (__builtin_mul_overflow(unscaled, types::Int128{10}, &unscaled)) {
        throw RowError(overflow_of_long());
      }
    }
    if (unscaled < std::numeric_limits<int64_t>::min() ||
        unscaled > std::numeric_limits<int64_t>::max()) {
      throw RowError(overflow_of_long());
    }
    return static_cast<int64_t>(unscaled);
  }

  types::DataType type_;
};

std::optional<int64_t> double_seconds(double seconds) {
  if (!std::isfinite(seconds)) return std::nullopt;
  const double micros = seconds * static_cast<double>(kMicrosPerSecond);
  // Java's conversion saturates.
  if (micros >= 0x1p63) return std::numeric_limits<int64_t>::max();
  if (micros <= -0x1p63) return std::numeric_limits<int64_t>::min();
  return static_cast<int64_t>(micros);
}

Result<NativePtr> make_timestamp_seconds(const NativeSite& site) {
  switch (site.arguments[0].kind()) {
    case TypeKind::kDecimal:
      return NativePtr(std::make_unique<DecimalSeconds>(site.arguments[0]));
    case TypeKind::kDouble:
      return lambda_native<int64_t, double>(double_seconds);
    default:
      return lambda_native<int64_t, int64_t>(epoch_to_micros<kMicrosPerSecond>);
  }
}

constexpr std::array<NativeEntry, 6> kEntries = {{
    {.name = "make_date",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return make_date(OnFieldError::kRaise);
     }},
    {.name = "make_timestamp",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<MakeTimestamp>(site, OnFieldError::kRaise));
     },
     .wants_zone = true},
    {.name = "try_make_timestamp",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<MakeTimestamp>(site, OnFieldError::kNull));
     },
     .wants_zone = true},
    {.name = "timestamp_seconds", .make = make_timestamp_seconds},
    {.name = "timestamp_millis",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int64_t, int64_t>(epoch_to_micros<types::kMicrosPerMilli>);
     }},
    {.name = "timestamp_micros",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int64_t, int64_t>(epoch_to_micros<1>);
     }},
}};

}  // namespace

std::span<const NativeEntry> make_time_natives() { return kEntries; }

}  // namespace tarn::engine
