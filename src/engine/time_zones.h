// The rules of regional time zones ("Europe/Paris"), from ICU's data.

#pragma once

#include <string>
#include <string_view>

#include "types/datetime.h"

namespace tarn::engine {

// Lives as long as the process; may be used by any thread. Offsets are cached for each thread.
const types::TimeZones& icu_time_zones();

// The machine's zone, as an id: "Europe/Paris".
std::string system_time_zone();

// A zone id as Spark takes it: a fixed offset or a region.
bool is_time_zone(std::string_view id);

// What must be added to the instant to get the wall clock in `zone`. The zone must be a known one.
int64_t offset_at_instant(std::string_view zone, int64_t micros);
// What must be subtracted from the wall clock to get the instant.
int64_t offset_at_local(std::string_view zone, int64_t local_micros);

}  // namespace tarn::engine
