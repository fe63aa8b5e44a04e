// Arithmetic of CalendarInterval: part by part, ARITHMETIC_OVERFLOW where a part leaves its range.

#pragma once

#include "engine/native.h"
#include "types/calendar_interval.h"

namespace tarn::engine {

// interval + interval; `sign` is -1 for the difference.
NativePtr calendar_sum(int sign);
NativePtr calendar_negation();

}  // namespace tarn::engine
