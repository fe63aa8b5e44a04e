// Types and values as DuckDB SQL. Pure text.
//
// How Spark's types lie in DuckDB: structs are unnamed tuples, a day-time interval is a BIGINT of
// microseconds and a year-month interval an INTEGER of months (so they compare, add up and are
// stored as Spark does it), TIMESTAMP is TIMESTAMP WITH TIME ZONE, TIMESTAMP_NTZ is TIMESTAMP, and
// VOID is a BOOLEAN that is always NULL. A struct without fields has a hidden one of VOID, because
// DuckDB knows no empty tuples.

#pragma once

#include <string>
#include <string_view>

#include "types/type.h"
#include "types/value.h"

namespace tarn::engine {

// "DECIMAL(10,2)", "TUPLE(INTEGER, VARCHAR)[]".
std::string type_sql(const types::DataType& type);

// The same with the names of struct fields: STRUCT("a b" INTEGER). For files.
std::string named_type_sql(const types::DataType& type);

// A string as an SQL literal, whatever bytes it has.
std::string text_sql(std::string_view text);

// A name as a quoted identifier.
std::string identifier_sql(std::string_view name);

// A value of a type, with its cast.
std::string literal_sql(const types::Value& value, const types::DataType& type);

}  // namespace tarn::engine
