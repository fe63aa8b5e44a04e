// One value of any Spark type, for literals, options, statistics and tests. Not for columns of
// data.
//
// A Value does not know its type; whoever holds it does. Its alternatives, by type:
//   VOID or NULL of any type     std::monostate
//   BOOLEAN                      bool
//   TINYINT..BIGINT              int64_t
//   FLOAT, DOUBLE                double
//   DECIMAL                      Int128 (unscaled)
//   STRING, BINARY               std::string (UTF-8, or any bytes)
//   VARIANT                      std::string (variant.h)
//   DATE                         int64_t, days since 1970-01-01
//   TIMESTAMP, TIMESTAMP_NTZ     int64_t, microseconds since 1970-01-01T00:00:00 (UTC, wall clock)
//   TIME                         int64_t, nanoseconds since midnight
//   year-month interval          int64_t, months
//   day-time interval            int64_t, microseconds
//   INTERVAL                     CalendarInterval
//   ARRAY                        ValueList, its elements
//   STRUCT                       ValueList, its fields in order
//   MAP                          ValueMap

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "types/calendar_interval.h"
#include "types/datetime.h"
#include "types/type.h"

namespace tarn::types {

__extension__ using Int128 = __int128;

struct Value;
using ValueList = std::vector<Value>;
struct ValueEntry;
using ValueMap = std::vector<ValueEntry>;

struct Value {
  std::variant<std::monostate, bool, int64_t, double, Int128, std::string, CalendarInterval,
               ValueList, ValueMap>
      content;

  bool is_null() const { return content.index() == 0; }
  friend bool operator==(const Value&, const Value&);
};

// A struct and no std::pair, which Clang cannot complete around a type that holds it.
struct ValueEntry {
  Value first;   // the key
  Value second;  // its value
  friend bool operator==(const ValueEntry&, const ValueEntry&) = default;
};

// Decimal text of an unscaled number: (-12345, 2) is "-123.45".
std::string decimal_text(Int128 unscaled, int scale);
// As Java's BigDecimal.toString() has it: 5E-7 where there would be more than five zeros behind the
// point.
std::string java_decimal_text(Int128 unscaled, int scale);

// As Spark's SQL shell prints it (Hive result format): 1.50, 2026-01-02 03:04:05.678, [1,NULL],
// {"a":1}, NULL. A TIMESTAMP is shown as the wall clock of `zone`.
std::string hive_text(const Value& value, const DataType& type, const SessionZone& zone = {});

}  // namespace tarn::types
