#include "engine/native_cast_time.h"

#include <limits>
#include <optional>

#include "engine/native_call.h"
#include "engine/raise.h"
#include "types/datetime.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::kMicrosPerDay;
using types::kMicrosPerSecond;
using types::TypeKind;

int64_t floor_divide(int64_t value, int64_t by) {
  const int64_t quotient = value / by;
  return value % by < 0 ? quotient - 1 : quotient;
}

// Beyond BIGINT it saturates, as in Spark.
int64_t seconds_to_micros(int64_t seconds) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max() / kMicrosPerSecond;
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min() / kMicrosPerSecond;
  if (seconds > kMax) return std::numeric_limits<int64_t>::max();
  if (seconds < kMin) return std::numeric_limits<int64_t>::min();
  return seconds * kMicrosPerSecond;
}

template <typename In>
NativePtr integral_to_timestamp() {
  return row_native<In, int64_t>(
      [](In value) -> std::optional<int64_t> { return seconds_to_micros(int64_t{value}); });
}

// Whole seconds, which must fit.
template <typename Out>
NativePtr timestamp_to_integral(const DataType& to, const std::string& zone, OnCastError on_error) {
  return row_native<int64_t, Out>([=](int64_t micros) -> std::optional<Out> {
    const int64_t seconds = floor_divide(micros, kMicrosPerSecond);
    if (seconds >= std::numeric_limits<Out>::min() && seconds <= std::numeric_limits<Out>::max()) {
      return static_cast<Out>(seconds);
    }
    if (on_error == OnCastError::kNull) return std::nullopt;
    const std::string text = types::timestamp_text(micros + offset_at_instant(zone, micros));
    throw RowError(cast_overflow("TIMESTAMP '" + text + "'", types::timestamp_type(), to));
  });
}

NativePtr timestamp_to(const DataType& to, const std::string& zone, OnCastError on_error) {
  if (to.is(TypeKind::kDate)) {
    return row_native<int64_t, int32_t>([zone](int64_t micros) -> std::optional<int32_t> {
      return static_cast<int32_t>(
          floor_divide(micros + offset_at_instant(zone, micros), kMicrosPerDay));
    });
  }
  if (to.is(TypeKind::kTimestampNtz)) {
    return row_native<int64_t, int64_t>([zone](int64_t micros) -> std::optional<int64_t> {
      return micros + offset_at_instant(zone, micros);
    });
  }
  switch (to.kind()) {
    case TypeKind::kByte:
      return timestamp_to_integral<int8_t>(to, zone, on_error);
    case TypeKind::kShort:
      return timestamp_to_integral<int16_t>(to, zone, on_error);
    case TypeKind::kInt:
      return timestamp_to_integral<int32_t>(to, zone, on_error);
    case TypeKind::kLong:
      return timestamp_to_integral<int64_t>(to, zone, on_error);
    default:
      return nullptr;  // every other target is SQL or does not exist
  }
}

// Midnight of a day in a zone. A TIMESTAMP has room for 106,751,991 days on either side of 1970.
NativePtr date_to_timestamp(const std::string& zone, OnCastError on_error) {
  return row_native<int32_t, int64_t>([zone, on_error](int32_t days) -> std::optional<int64_t> {
    int64_t local = 0;
    if (!__builtin_mul_overflow(int64_t{days}, kMicrosPerDay, &local))
      return local - offset_at_local(zone, local);
    if (on_error == OnCastError::kNull) return std::nullopt;
    throw RowError(
        "ARITHMETIC_OVERFLOW", "22003",
        "The day " + types::date_text(days) + " lies outside of what a TIMESTAMP holds.");
  });
}

NativePtr to_timestamp(const DataType& from, const std::string& zone, OnCastError on_error) {
  switch (from.kind()) {
    case TypeKind::kByte:
      return integral_to_timestamp<int8_t>();
    case TypeKind::kShort:
      return integral_to_timestamp<int16_t>();
    case TypeKind::kInt:
      return integral_to_timestamp<int32_t>();
    case TypeKind::kLong:
      return integral_to_timestamp<int64_t>();
    case TypeKind::kDate:
      return date_to_timestamp(zone, on_error);
    case TypeKind::kTimestampNtz:
      return row_native<int64_t, int64_t>([zone](int64_t local) -> std::optional<int64_t> {
        return local - offset_at_local(zone, local);
      });
    default:
      return nullptr;  // every other source is SQL or does not exist
  }
}

}  // namespace

NativePtr cast_between_times(const DataType& from, const DataType& to, const std::string& time_zone,
                             OnCastError on_error) {
  if (from.is(TypeKind::kTimestamp)) return timestamp_to(to, time_zone, on_error);
  if (to.is(TypeKind::kTimestamp)) return to_timestamp(from, time_zone, on_error);
  return nullptr;
}

}  // namespace tarn::engine
