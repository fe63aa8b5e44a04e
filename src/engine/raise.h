// Errors of rows: how a function of ours raises one inside DuckDB, and what an exception of DuckDB
// means to the user.
//
// A raised error travels through DuckDB as text (its condition, SQLSTATE and message between
// control characters) and is an Error again at the room's edge. DuckDB's own operators stand bare
// only where they agree with Spark; their messages are translated to Spark's conditions here.

#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/result.h"
#include "types/type.h"

namespace tarn::engine {

// What a native body throws. DuckDB carries its text to the edge.
class RowError : public std::runtime_error {
 public:
  RowError(std::string_view condition, std::string_view sqlstate, std::string_view message);
  explicit RowError(const Error& error);
};

// The Error that the text of an exception stands for.
Error error_from_text(std::string_view text);

// ---- Spark's messages

// `value` is the value as SQL text, with its quotes or suffix: 'abc', 300S.
Error cast_invalid_input(std::string_view value, const types::DataType& from,
                         const types::DataType& to);
Error cast_overflow(std::string_view value, const types::DataType& from, const types::DataType& to);
Error numeric_out_of_range(std::string_view value, const types::DataType& to);
// A text with more digits before the point than any DECIMAL has.
Error numeric_out_of_supported_range(std::string_view value);
Error divide_by_zero();
// Neither an offset nor a region.
Error invalid_time_zone(std::string_view zone);
Error remainder_by_zero();
Error arithmetic_overflow(std::string_view what, std::string_view try_function);

}  // namespace tarn::engine
