// Casts of TIME, a number of nanoseconds in the engine, to TIME of fewer digits and to numbers of
// seconds.

#pragma once

#include "engine/native.h"
#include "engine/native_cast_time.h"

namespace tarn::engine {

NativePtr cast_of_time_of_day(const types::DataType& from, const types::DataType& to,
                              OnCastError on_error);

}  // namespace tarn::engine
