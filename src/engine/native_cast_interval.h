// Casts to and from intervals. Internal to this room.

#pragma once

#include "engine/native.h"
#include "engine/native_cast_time.h"
#include "types/type.h"

namespace tarn::engine {

// The body of a cast between two types of which one is an interval and none is nested, or null if
// there is no such cast. To STRING is value_text.h's.
NativePtr cast_of_intervals(const types::DataType& from, const types::DataType& to,
                            OnCastError on_error);

}  // namespace tarn::engine
