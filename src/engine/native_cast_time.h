// Casts between numbers, dates and times. Internal to this room.

#pragma once

#include <cstdint>
#include <string>

#include "engine/native.h"
#include "engine/time_zones.h"
#include "types/type.h"

namespace tarn::engine {

// What a cast does with a value that does not fit.
enum class OnCastError : uint8_t { kRaise, kNull };

// The body of a cast between two types of which one is a date or a time, or null if it is not one
// of ours. `time_zone` is the session's.
NativePtr cast_between_times(const types::DataType& from, const types::DataType& to,
                             const std::string& time_zone, OnCastError on_error);

}  // namespace tarn::engine
