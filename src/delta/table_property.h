// The properties of a table that mean something to Delta ("delta.*"): which there are, which values
// they take, and which of them this program carries out.
//
// Pure. Names compare without case, as in Delta. What a user writes is checked here; what stands in
// another writer's table is checked in protocol.h, which lets pass what does not concern a writer.

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tarn::delta {

using Configuration = std::map<std::string, std::string>;

// A property that a user gives a table. DELTA_UNKNOWN_CONFIGURATION: there is none of that name.
// What Delta says of a bad value; UNSUPPORTED_FEATURE where the value asks for what Tarn does not
// do, and readers would miss it (property_effect.h). Properties that do not begin with "delta." are
// the user's own.
Status check_property(std::string_view name, std::string_view value);

// With Delta's spelling of the names, and of the mode of column mapping.
Configuration spelt_as_delta_does(const Configuration& properties);

// delta.parquet.compression.codec, as the Parquet writer calls it; "snappy" where it is absent.
std::string parquet_codec(const Configuration& configuration);

// "interval 1 week", "7 days", "1 week 2 days" in milliseconds; -1 where it is none, or negative.
int64_t interval_ms(std::string_view text);

}  // namespace tarn::delta
