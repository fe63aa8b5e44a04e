// Casts that DuckDB does otherwise than Spark: texts to numbers and to times, fractions to
// integers, everything that depends on a time zone, and everything to STRING.

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/native_call.h"
#include "engine/native_cast_interval.h"
#include "engine/native_cast_time.h"
#include "engine/number_parse.h"
#include "engine/time_of_day.h"
#include "engine/value_text.h"
#include "engine/variant_cast.h"
#include "types/datetime.h"
#include "types/number_text.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::Int128;
using types::TypeKind;

// What a cast does with a value that does not fit.
struct CastRule {
  DataType from;
  DataType to;
  OnCastError on_error = OnCastError::kRaise;

  // Raises, or says NULL.
  template <typename T>
  std::optional<T> malformed(const std::string& value) const {
    if (on_error == OnCastError::kRaise) throw RowError(cast_invalid_input(value, from, to));
    return std::nullopt;
  }
  template <typename T>
  std::optional<T> overflow(const std::string& value) const {
    if (on_error == OnCastError::kRaise) throw RowError(cast_overflow(value, from, to));
    return std::nullopt;
  }
};

template <typename T>
NativePtr text_to_integral(const CastRule& rule) {
  return row_native<std::string_view, T>([rule](std::string_view text) -> std::optional<T> {
    const std::optional<int64_t> value = parse_long(text);
    if (value && *value >= std::numeric_limits<T>::min() &&
        *value <= std::numeric_limits<T>::max()) {
      return static_cast<T>(*value);
    }
    return rule.malformed<T>(literal_text(text));
  });
}

template <typename T, typename Parse>
NativePtr text_to(const CastRule& rule, Parse parse) {
  return row_native<std::string_view, T>([rule, parse](std::string_view text) -> std::optional<T> {
    if (const auto value = parse(text)) return static_cast<T>(*value);
    return rule.malformed<T>(literal_text(text));
  });
}

// A result of type DECIMAL, from whatever `Parse` makes of a value.
template <typename In, typename Parse>
class ToDecimal final : public Native {
 public:
  ToDecimal(CastRule rule, Parse parse) : rule_(std::move(rule)), parse_(std::move(parse)) {}

  void run(NativeCall& call, Scratch*) const override {
    const Argument<In> in = call.argument<In>(0);
    DecimalOutput out = call.decimal_output(rule_.to);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!in.is_valid(row)) {
        out.set_null(row);
      } else if (const auto value = parse_(rule_, in[row])) {
        out.set(row, *value);
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  CastRule rule_;
  Parse parse_;
};

template <typename In, typename Parse>
NativePtr to_decimal(const CastRule& rule, Parse parse) {
  return std::make_unique<ToDecimal<In, Parse>>(rule, std::move(parse));
}

std::optional<Int128> checked(const CastRule& rule, const ParsedDecimal& parsed,
                              std::string_view shown) {
  if (parsed.outcome == DecimalText::kOk) return parsed.unscaled;
  if (rule.on_error == OnCastError::kNull) return std::nullopt;
  throw RowError(numeric_out_of_range(shown, rule.to));
}

std::optional<Int128> decimal_of_text(const CastRule& rule, std::string_view text) {
  ParsedDecimal parsed = parse_decimal(text, rule.to.precision(), rule.to.scale());
  if (parsed.outcome == DecimalText::kMalformed) {
    if (const auto plain = with_ascii_digits(text)) {
      parsed = parse_decimal(*plain, rule.to.precision(), rule.to.scale());
    }
  }
  if (parsed.outcome == DecimalText::kTooManyDigits && rule.on_error == OnCastError::kRaise) {
    throw RowError(numeric_out_of_supported_range(text));
  }
  if (parsed.outcome == DecimalText::kMalformed) return rule.malformed<Int128>(literal_text(text));
  if (parsed.outcome == DecimalText::kOk) return parsed.unscaled;
  return checked(rule, parsed, plain_number_text(trimmed(text)));
}

// Spark goes over the shortest text of a floating point number.
template <typename T>
std::optional<Int128> decimal_of_floating(const CastRule& rule, T value) {
  if (!std::isfinite(value)) return std::nullopt;
  const std::string text = types::double_text(static_cast<double>(value));
  const ParsedDecimal parsed = parse_decimal(text, rule.to.precision(), rule.to.scale());
  if (parsed.outcome == DecimalText::kOk) return parsed.unscaled;
  return checked(rule, parsed, plain_number_text(text));
}

NativePtr cast_from_text(const NativeSite& site, const CastRule& rule) {
  switch (rule.to.kind()) {
    case TypeKind::kByte:
      return text_to_integral<int8_t>(rule);
    case TypeKind::kShort:
      return text_to_integral<int16_t>(rule);
    case TypeKind::kInt:
      return text_to_integral<int32_t>(rule);
    case TypeKind::kLong:
      return text_to_integral<int64_t>(rule);
    case TypeKind::kFloat:
      return text_to<float>(rule, parse_float);
    case TypeKind::kDouble:
      return text_to<double>(rule, parse_double);
    case TypeKind::kBoolean:
      return text_to<bool>(rule, parse_boolean);
    case TypeKind::kDecimal:
      return to_decimal<std::string_view>(rule, decimal_of_text);
    case TypeKind::kDate:
      return text_to<int32_t>(rule, types::parse_date);
    case TypeKind::kTimestamp:
      return text_to<int64_t>(
          rule, [zone = types::SessionZone{site.time_zone, &icu_time_zones()}](
                    std::string_view text) { return types::parse_timestamp(text, zone); });
    case TypeKind::kTimestampNtz:
      return text_to<int64_t>(rule, [](std::string_view text) -> std::optional<int64_t> {
        if (auto plain = types::parse_timestamp_ntz(text, types::ZoneSuffix::kRefuse)) return plain;
        // The zone does not count, and must be one.
        if (!types::parse_timestamp(text, {"UTC", &icu_time_zones()})) return std::nullopt;
        return types::parse_timestamp_ntz(text, types::ZoneSuffix::kIgnore);
      });
    case TypeKind::kTime:
      return text_to<int64_t>(rule, types::parse_time_of_day);
    case TypeKind::kCalendarInterval:
      return row_native<std::string_view, types::CalendarInterval>(types::parse_calendar_interval);
    case TypeKind::kVoid:
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kYearMonthInterval:
    case TypeKind::kDayTimeInterval:
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kStruct:
    case TypeKind::kVariant:
      return nullptr;
  }
  return nullptr;
}

// Java's narrowing after Spark's test: floor(v) <= max and ceil(v) >= min; NaN fails it.
template <typename In, typename Out>
NativePtr floating_to_integral(const CastRule& rule) {
  return row_native<In, Out>([rule](In value) -> std::optional<Out> {
    constexpr auto kMax = std::numeric_limits<Out>::max();
    constexpr auto kMin = std::numeric_limits<Out>::min();
    if (std::floor(value) <= static_cast<In>(kMax) && std::ceil(value) >= static_cast<In>(kMin)) {
      // 2^63 passes the test, for the greatest BIGINT is not a double: it saturates.
      if (value >= static_cast<In>(kMax)) return kMax;
      return static_cast<Out>(value);
    }
    return rule.overflow<Out>(literal_text(value));
  });
}

template <typename Out>
class DecimalToIntegral final : public Native {
 public:
  explicit DecimalToIntegral(CastRule rule) : rule_(std::move(rule)) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument in = call.decimals(0, rule_.from);
    Output<Out> out = call.output<Out>();
    const Int128 unit = power_of_ten(rule_.from.scale());
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!in.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      const Int128 value = in[row] / unit;
      if (value >= std::numeric_limits<Out>::min() && value <= std::numeric_limits<Out>::max()) {
        out.set(row, static_cast<Out>(value));
      } else {
        rule_.overflow<Out>(literal_text(in[row], rule_.from.scale()));
        out.set_null(row);
      }
    }
  }

 private:
  CastRule rule_;
};

// Seconds to microseconds, cut toward zero. Spark goes over DOUBLE and BIGINT, as its errors tell.
std::optional<int64_t> floating_to_timestamp(OnCastError on_error, double seconds) {
  const DataType real = types::double_type();
  if (!std::isfinite(seconds)) {
    return CastRule{real, types::timestamp_type(), on_error}.malformed<int64_t>(
        types::double_text(seconds));
  }
  const double micros = seconds * static_cast<double>(types::kMicrosPerSecond);
  constexpr double kBeyondLong = 9.2233720368547758e18;
  if (std::abs(micros) > kBeyondLong) {
    return CastRule{real, types::long_type(), on_error}.overflow<int64_t>(literal_text(micros));
  }
  return micros == kBeyondLong ? std::numeric_limits<int64_t>::max() : static_cast<int64_t>(micros);
}

// Seconds to microseconds, cut toward zero. What BIGINT does not hold wraps around, as in Spark.
class DecimalToTimestamp final : public Native {
 public:
  explicit DecimalToTimestamp(DataType from) : from_(std::move(from)) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument in = call.decimals(0, from_);
    Output<int64_t> out = call.output<int64_t>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (in.is_valid(row)) {
        out.set(row, micros_of(in[row]));
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  int64_t micros_of(Int128 unscaled) const {
    constexpr int kMicroDigits = 6;
    if (from_.scale() >= kMicroDigits) {
      return static_cast<int64_t>(unscaled / power_of_ten(from_.scale() - kMicroDigits));
    }
    const auto factor = static_cast<uint64_t>(power_of_ten(kMicroDigits - from_.scale()));
    return static_cast<int64_t>(static_cast<uint64_t>(unscaled) * factor);
  }

  DataType from_;
};

template <typename In>
NativePtr cast_from_floating(const CastRule& rule) {
  switch (rule.to.kind()) {
    case TypeKind::kByte:
      return floating_to_integral<In, int8_t>(rule);
    case TypeKind::kShort:
      return floating_to_integral<In, int16_t>(rule);
    case TypeKind::kInt:
      return floating_to_integral<In, int32_t>(rule);
    case TypeKind::kLong:
      return floating_to_integral<In, int64_t>(rule);
    case TypeKind::kDecimal:
      return to_decimal<In>(rule, decimal_of_floating<In>);
    case TypeKind::kFloat:  // infinite where FLOAT has no room
      return row_native<In, float>(
          [](In value) -> std::optional<float> { return static_cast<float>(value); });
    case TypeKind::kTimestamp:
      return row_native<In, int64_t>(
          [rule](In value) { return floating_to_timestamp(rule.on_error, value); });
    default:
      return nullptr;  // every other target is SQL or does not exist
  }
}

NativePtr cast_from_decimal(const CastRule& rule) {
  switch (rule.to.kind()) {
    case TypeKind::kTimestamp:
      return std::make_unique<DecimalToTimestamp>(rule.from);
    case TypeKind::kByte:
      return std::make_unique<DecimalToIntegral<int8_t>>(rule);
    case TypeKind::kShort:
      return std::make_unique<DecimalToIntegral<int16_t>>(rule);
    case TypeKind::kInt:
      return std::make_unique<DecimalToIntegral<int32_t>>(rule);
    case TypeKind::kLong:
      return std::make_unique<DecimalToIntegral<int64_t>>(rule);
    default:
      return nullptr;  // every other target is SQL or does not exist
  }
}

// Anything to STRING, over a column: the text of a nested value needs its type at each level.
class ToText final : public Native {
 public:
  using Append = void (*)(const types::Column& column, size_t row, std::string_view zone,
                          std::string& out);
  ToText(DataType from, std::string zone, Append append)
      : from_(std::move(from)), zone_(std::move(zone)), append_(append) {}

  void run(NativeCall& call, Scratch*) const override {
    const types::Column in = call.column(0, from_);
    Output<std::string_view> out = call.output<std::string_view>();
    std::string text;
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!in.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      text.clear();
      append_(in, row, zone_, text);
      out.set(row, text);
    }
  }

 private:
  DataType from_;
  std::string zone_;
  Append append_;
};

Result<NativePtr> make_legacy_text(const NativeSite& site) {
  return NativePtr(std::make_unique<ToText>(site.arguments[0], site.time_zone, append_legacy_text));
}

Result<NativePtr> make_cast(const NativeSite& site, OnCastError on_error) {
  const CastRule rule{site.arguments[0], site.result, on_error};
  NativePtr native;
  if (rule.to.is(TypeKind::kVariant) || rule.from.is(TypeKind::kVariant)) {
    native = cast_of_variants(rule.from, rule.to, site.time_zone, on_error);
  } else if (rule.to.is(TypeKind::kString)) {
    native = std::make_unique<ToText>(rule.from, site.time_zone, append_cast_text);
  } else if (rule.to.is_interval() || rule.from.is_interval()) {
    native = cast_of_intervals(rule.from, rule.to, on_error);
  } else if (rule.from.is(TypeKind::kString)) {
    native = cast_from_text(site, rule);
  } else if (rule.from.is(TypeKind::kTime)) {
    native = cast_of_time_of_day(rule.from, rule.to, on_error);
  } else if (rule.from.is(TypeKind::kFloat)) {
    native = cast_from_floating<float>(rule);
  } else if (rule.from.is(TypeKind::kDouble)) {
    native = cast_from_floating<double>(rule);
  } else if (rule.from.is(TypeKind::kDecimal)) {
    native = cast_from_decimal(rule);
  } else {
    native = cast_between_times(rule.from, rule.to, site.time_zone, on_error);
  }
  if (native) return native;
  return Error{ErrorCode::kUnsupported, fmt::format("a cast from {} to {} is not supported yet",
                                                    rule.from.sql(), rule.to.sql())};
}

// NULL of any type, whatever the argument is: what computing it raises is raised all the same.
class NullOf final : public Native {
 public:
  explicit NullOf(DataType type) : type_(std::move(type)) {}
  void run(NativeCall& call, Scratch*) const override {
    types::Column nulls(type_);
    for (size_t row = 0; row < call.rows(); ++row) nulls.append_null();
    call.set_result(nulls);
  }

 private:
  DataType type_;
};

Result<NativePtr> make_null_of(const NativeSite& site) {
  return NativePtr(std::make_unique<NullOf>(site.result));
}

constexpr std::array<NativeEntry, 4> kEntries = {{
    {.name = "null_of", .make = make_null_of},
    {.name = "cast",
     .make = [](const NativeSite& site) { return make_cast(site, OnCastError::kRaise); },
     .wants_zone = true},
    {.name = "try_cast",
     .make = [](const NativeSite& site) { return make_cast(site, OnCastError::kNull); },
     .wants_zone = true},
    {.name = "legacy_text", .make = make_legacy_text, .wants_zone = true},
}};

}  // namespace

std::span<const NativeEntry> cast_natives() { return kEntries; }

}  // namespace tarn::engine
