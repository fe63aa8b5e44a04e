// rate(rowsPerSecond => .., rampUpTime => ..): so many rows a second since the stream began, as
// Spark's source of that name gives them. For trying a pipeline out, and for load tests.
//
// Columns: timestamp, value (0, 1, ..). The rows of a second are there once it is over, spread
// evenly over it; in the ramp-up time each second has a step more of them than the one before.
// Two runs that end at different seconds may give a row another timestamp, never another value.

#pragma once

#include <memory>
#include <optional>

#include "plan/catalog.h"
#include "source/stream_source.h"

namespace tarn::source {

// INVALID_OPTION, UNSUPPORTED_FEATURE: an argument, by its name.
Result<plan::RateSource> rate_of(const plan::TableFunctionReference& reference);
types::Schema rate_schema();

// `scan` reads a plan::RateSource.
Result<std::unique_ptr<StreamSource>> open_rate_stream(const plan::Node& scan,
                                                       const ReadContext& context);

// How many rows there are after so many seconds; nothing where a BIGINT cannot count them.
std::optional<int64_t> rate_rows_after(const plan::RateSource& source, int64_t seconds);

}  // namespace tarn::source
