// A value as Spark's to_json writes it: NULL fields of structs are left out, NULL elements and map
// values are null, times have milliseconds and the zone's offset, unless options say otherwise.

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/native.h"
#include "format/record_decoder.h"
#include "types/column.h"
#include "types/date_pattern.h"

namespace tarn::engine {

// How values are written. The patterns are shared by the copies of a body's settings; they never
// change.
struct JsonWriting {
  std::string zone = "UTC";
  std::shared_ptr<const types::DatePattern> date = nullptr;  // null pointers: the default forms
  std::shared_ptr<const types::DatePattern> timestamp = nullptr;
  std::shared_ptr<const types::DatePattern> timestamp_ntz = nullptr;
  bool leaves_out_nulls = true;
  bool sorts_keys = false;
  bool escapes_beyond_ascii = false;
};

// The zone and the patterns that dateFormat, timestampFormat, timestampNTZFormat and timeZone give.
Result<JsonWriting> time_writing(const NativeSite& site, const format::Options& options);

// Row `row` of `column`, which is not NULL.
void append_json(const types::Column& column, size_t row, const JsonWriting& writing,
                 std::string& out);

// A DATE, TIMESTAMP or TIMESTAMP_NTZ without quotes.
void append_time(const types::Column& column, size_t row, const JsonWriting& writing,
                 std::string& out);

// Compact JSON with line breaks and blanks, as the option `pretty` wants it.
std::string pretty_json(std::string_view json);

}  // namespace tarn::engine
