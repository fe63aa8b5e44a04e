// Bodies over TIME, a number of nanoseconds since midnight: made of numbers and of texts, cut to a
// unit, moved, put behind a date.

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/decimal_arithmetic.h"
#include "engine/native_lambda.h"
#include "engine/time_of_day.h"
#include "engine/time_zones.h"
#include "engine/value_text.h"
#include "engine/zoned_time.h"
#include "types/datetime.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::Int128;
using types::kNanosPerDay;
using types::kNanosPerMicro;
using types::kNanosPerSecond;
using types::TypeKind;

std::string literal_of(int64_t nanos) { return "TIME '" + types::time_of_day_text(nanos) + "'"; }

// ---------------------------------------------------------------- casts

NativePtr cut_to(int precision) {
  const int64_t unit = types::time_unit(precision);
  return lambda_native<int64_t, int64_t>([unit](int64_t nanos) { return nanos - nanos % unit; });
}

template <typename Out>
NativePtr whole_seconds(const DataType& from, const DataType& to, OnCastError on_error) {
  return lambda_native<Out, int64_t>([=](int64_t nanos) -> std::optional<Out> {
    const int64_t seconds = nanos / kNanosPerSecond;
    if (seconds <= std::numeric_limits<Out>::max()) return static_cast<Out>(seconds);
    if (on_error == OnCastError::kNull) return std::nullopt;
    throw RowError(cast_overflow(literal_of(nanos), from, to));
  });
}

class SecondsAsDecimal final : public Native {
 public:
  SecondsAsDecimal(DataType to, OnCastError on_error) : to_(std::move(to)), on_error_(on_error) {}

  void run(NativeCall& call, Scratch*) const override {
    const auto in = call.argument<int64_t>(0);
    DecimalOutput out = call.decimal_output(to_);
    for (size_t row = 0; row < call.rows(); ++row) {
      const auto value = in.is_valid(row) ? seconds(in[row]) : std::nullopt;
      if (value) {
        out.set(row, *value);
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  std::optional<Int128> seconds(int64_t nanos) const {
    constexpr int kNanoDigits = 9;
    const auto number = calculate(DecimalOperation::kMultiply, Int128{nanos}, 1,
                                  {.left_scale = kNanoDigits,
                                   .right_scale = 0,
                                   .precision = to_.precision(),
                                   .scale = to_.scale()});
    if (number || on_error_ == OnCastError::kNull) return number;
    throw RowError(numeric_out_of_range(types::decimal_text(nanos, kNanoDigits), to_));
  }

  DataType to_;
  OnCastError on_error_;
};

// ---------------------------------------------------------------- made of texts and numbers

enum class OnBadTime : uint8_t { kRaise, kNull };

template <OnBadTime kOnBadTime>
Result<NativePtr> make_to_time(const NativeSite&) {
  return lambda_native<int64_t, std::string_view>(
      [](std::string_view text) -> std::optional<int64_t> {
        const auto nanos = types::parse_time_of_day(text);
        if (nanos || kOnBadTime == OnBadTime::kNull) return nanos;
        throw RowError(
            "CANNOT_PARSE_TIME", "22010",
            fmt::format("The input string {} cannot be parsed to a TIME value because it "
                        "does not match to the datetime format 'HH:mm:ss.SSSSSS'.",
                        literal_text(text)));
      });
}

Error out_of_bounds(std::string why) {
  return Error{ErrorCode::kData, std::move(why), "DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION",
               "22023"};
}

void expect_field(std::string_view field, int64_t value, int64_t most) {
  if (value >= 0 && value <= most) return;
  throw RowError(out_of_bounds(
      fmt::format("Invalid value for {} (valid values 0 - {}): {}", field, most, value)));
}

int64_t time_of(int32_t hour, int32_t minute, int64_t second_micros) {
  expect_field("HourOfDay", hour, 23);
  expect_field("MinuteOfHour", minute, 59);
  expect_field("SecondOfMinute", floor_divide(second_micros, types::kMicrosPerSecond), 59);
  return (hour * types::kMicrosPerHour + minute * types::kMicrosPerMinute + second_micros) *
         kNanosPerMicro;
}

int64_t checked(Int128 nanos) {
  if (nanos >= 0 && nanos < kNanosPerDay) return static_cast<int64_t>(nanos);
  throw RowError(out_of_bounds(
      fmt::format("Invalid TIME value: must be between 00:00:00 and 23:59:59.999999999, but got {} "
                  "nanoseconds",
                  types::decimal_text(nanos, 0))));
}

template <int64_t kUnit>
Result<NativePtr> make_of_units(const NativeSite&) {
  return lambda_native<int64_t, int64_t>(
      [](int64_t amount) { return checked(Int128{amount} * kUnit); });
}

class OfDecimalSeconds final : public Native {
 public:
  explicit OfDecimalSeconds(DataType type) : type_(std::move(type)) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument in = call.decimals(0, type_);
    auto out = call.output<int64_t>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (in.is_valid(row)) {
        out.set(row, nanos_of(in[row]));
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  int64_t nanos_of(Int128 unscaled) const {
    constexpr int kNanoDigits = 9;
    for (int digit = type_.scale(); digit > kNanoDigits; --digit) unscaled /= 10;
    for (int digit = type_.scale(); digit < kNanoDigits; ++digit) {
      if (__builtin_mul_overflow(unscaled, Int128{10}, &unscaled)) return checked(-1);
    }
    return checked(unscaled);
  }

  DataType type_;
};

int64_t of_double_seconds(double seconds) {
  if (!std::isfinite(seconds)) {
    throw RowError(out_of_bounds("Cannot convert NaN or Infinite value to TIME."));
  }
  const double nanos = seconds * static_cast<double>(kNanosPerSecond);
  constexpr double kFarTooMuch = 1e18;
  return checked(static_cast<Int128>(std::clamp(nanos, -kFarTooMuch, kFarTooMuch)));
}

Result<NativePtr> make_of_seconds(const NativeSite& site) {
  if (site.arguments[0].is(TypeKind::kDecimal)) {
    return NativePtr(std::make_unique<OfDecimalSeconds>(site.arguments[0]));
  }
  if (site.arguments[0].is(TypeKind::kDouble)) {
    return lambda_native<int64_t, double>(of_double_seconds);
  }
  return make_of_units<kNanosPerSecond>(site);
}

// ---------------------------------------------------------------- units

int64_t unit_nanos(std::string_view name, std::string_view function) {
  constexpr std::array<std::pair<std::string_view, int64_t>, 5> kUnits = {{
      {"HOUR", types::kMicrosPerHour * kNanosPerMicro},
      {"MINUTE", types::kMicrosPerMinute * kNanosPerMicro},
      {"SECOND", kNanosPerSecond},
      {"MILLISECOND", types::kMicrosPerMilli * kNanosPerMicro},
      {"MICROSECOND", kNanosPerMicro},
  }};
  for (const auto& [unit, nanos] : kUnits) {
    if (types::equal_ignoring_case(unit, name)) return nanos;
  }
  throw RowError("INVALID_PARAMETER_VALUE.TIME_UNIT", "22023",
                 fmt::format("The value of parameter(s) `unit` in `{}` is invalid: expects one of "
                             "the units 'HOUR', 'MINUTE', 'SECOND', 'MILLISECOND', 'MICROSECOND', "
                             "but got '{}'.",
                             function, literal_text(name)));
}

int64_t time_trunc(std::string_view unit, int64_t nanos) {
  return nanos - nanos % unit_nanos(unit, "time_trunc");
}

int64_t time_diff(std::string_view unit, int64_t start, int64_t end) {
  return (end - start) / unit_nanos(unit, "time_diff");
}

// ---------------------------------------------------------------- moved, and with dates

template <int kSign>
Result<NativePtr> make_plus(const NativeSite& site) {
  return lambda_native<int64_t, int64_t, int64_t>([type = site.arguments[1]](int64_t nanos,
                                                                             int64_t micros) {
    const Int128 by = Int128{micros} * kNanosPerMicro;
    if (by != static_cast<int64_t>(by)) throw RowError(arithmetic_overflow("overflow", ""));
    const Int128 moved = Int128{nanos} + Int128{kSign} * micros * kNanosPerMicro;
    if (moved >= 0 && moved < kNanosPerDay) return static_cast<int64_t>(moved);
    throw RowError("DATETIME_OVERFLOW", "22008",
                   fmt::format("Datetime operation overflow: add an interval of {} "
                               "microseconds to the time value {}.",
                               types::decimal_text(Int128{kSign} * micros, 0), literal_of(nanos)));
  });
}

int64_t in_zone(int32_t date, int64_t nanos, std::string_view zone) {
  if (!is_time_zone(zone)) throw RowError(invalid_time_zone(zone));
  const Int128 local = Int128{date} * types::kMicrosPerDay + nanos / kNanosPerMicro;
  if (local < std::numeric_limits<int64_t>::min() || local > std::numeric_limits<int64_t>::max()) {
    throw RowError("ARITHMETIC_OVERFLOW", "22003", "long overflow");
  }
  return static_cast<int64_t>(local) - offset_at_local(zone, static_cast<int64_t>(local));
}

Result<NativePtr> make_timestamp(const NativeSite& site) {
  if (site.arguments.size() == 3) {
    return lambda_native<int64_t, int32_t, int64_t, std::string_view>(in_zone);
  }
  const std::string zone =
      site.result.is(TypeKind::kTimestampNtz) ? std::string("UTC") : site.time_zone;
  return lambda_native<int64_t, int32_t, int64_t>(
      [zone](int32_t date, int64_t nanos) { return in_zone(date, nanos, zone); });
}

constexpr std::array<NativeEntry, 11> kEntries = {{
    {.name = "to_time", .make = make_to_time<OnBadTime::kRaise>},
    {.name = "try_to_time", .make = make_to_time<OnBadTime::kNull>},
    {.name = "make_time",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int64_t, int32_t, int32_t, int64_t>(time_of);
     }},
    {.name = "time_from_seconds", .make = make_of_seconds},
    {.name = "time_from_millis",
     .make = make_of_units<types::kMicrosPerMilli * types::kNanosPerMicro>},
    {.name = "time_from_micros", .make = make_of_units<types::kNanosPerMicro>},
    {.name = "time_trunc",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int64_t, std::string_view, int64_t>(time_trunc);
     }},
    {.name = "time_diff",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return lambda_native<int64_t, std::string_view, int64_t, int64_t>(time_diff);
     }},
    {.name = "time_plus", .make = make_plus<1>},
    {.name = "time_minus", .make = make_plus<-1>},
    {.name = "make_timestamp_of_time", .make = make_timestamp, .wants_zone = true},
}};

}  // namespace

NativePtr cast_of_time_of_day(const DataType& from, const DataType& to, OnCastError on_error) {
  switch (to.kind()) {
    case TypeKind::kTime:
      return cut_to(to.precision());
    case TypeKind::kDecimal:
      return std::make_unique<SecondsAsDecimal>(to, on_error);
    case TypeKind::kByte:
      return whole_seconds<int8_t>(from, to, on_error);
    case TypeKind::kShort:
      return whole_seconds<int16_t>(from, to, on_error);
    case TypeKind::kInt:
      return whole_seconds<int32_t>(from, to, on_error);
    case TypeKind::kLong:
      return whole_seconds<int64_t>(from, to, on_error);
    default:
      return nullptr;  // there is no such cast
  }
}

std::span<const NativeEntry> time_of_day_natives() { return kEntries; }

}  // namespace tarn::engine
