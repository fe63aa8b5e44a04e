// Texts of the two families of intervals: '1-2' (years and months) and '1 02:03:04.5' (days and
// times), with and without the words around them, and texts of units ("1 day 2 hours").
//
// An interval is a number: of months, or of microseconds. Pure.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "types/type.h"

namespace tarn::types {

// INTERVAL '1-2' YEAR TO MONTH: as SQL writes it.
std::string interval_sql(int64_t value, const DataType& type);

// '1-2' as its type's fields say. INVALID_INTERVAL_FORMAT where the text is of another form.
Result<int64_t> parse_interval(std::string_view text, const DataType& type);

// The same, or the whole literal: INTERVAL '1-2' YEAR TO MONTH. What CAST takes.
Result<int64_t> parse_interval_cast(std::string_view text, const DataType& type);

// Amounts of units, added up.
struct UnitSum {
  int64_t months = 0;
  int64_t days = 0;
  int64_t micros = 0;

  // The days and microseconds together; INTERVAL_ARITHMETIC_OVERFLOW beyond BIGINT.
  Result<int64_t> day_time() const;
};

// Adds "1.5" of a unit ("seconds", in any case). INVALID_INTERVAL_FORMAT: no number, a fraction
// where none may be, or too much. `whole` is the text shown in messages.
Status add_unit(UnitSum& sum, std::string_view number, std::string_view unit,
                std::string_view whole);

Error interval_overflow(std::string_view try_function);

}  // namespace tarn::types
