// Values as Spark shows them: in casts to STRING, and inside error messages.

#pragma once

#include <string>
#include <string_view>

#include "types/column.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::engine {

// CAST(value AS STRING): [1, null], {a, b}, {k -> v}; NULL inside a nested value is "null".
// TIMESTAMPs are shown in `time_zone`.
void append_cast_text(const types::Column& column, size_t row, std::string_view time_zone,
                      std::string& out);

// The same without ANSI mode: decimals are as Java has them (1E-7), inside of nested values, too.
void append_legacy_text(const types::Column& column, size_t row, std::string_view time_zone,
                        std::string& out);

// CAST(value AS STRING), but for a decimal, which is as Java has it: what files of text hold.
void append_java_text(const types::Column& column, size_t row, std::string_view time_zone,
                      std::string& out);

// What Java's String.valueOf() makes of a value as Spark keeps it: a date is its number of days, a
// struct [1,x], a map keys: [a], values: [1].
void append_internal_text(const types::Column& column, size_t row, std::string& out);

// As a literal in Spark's error messages: 'abc', 1.0E10D, 5L, 1.50BD.
std::string literal_text(std::string_view text);
std::string literal_text(double value);
std::string literal_text(float value);
std::string literal_text(types::Int128 unscaled, int scale);

// The text of a decimal number without its exponent, as Java's BigDecimal prints it: 1.5E3 is 1500.
std::string plain_number_text(std::string_view text);

}  // namespace tarn::engine
