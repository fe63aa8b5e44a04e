// Bodies over decimals whose names are shared with other numbers. Internal to this room.

#pragma once

#include "engine/native.h"

namespace tarn::engine {

NativePtr decimal_remainder(const NativeSite& site);
NativePtr decimal_pmod(const NativeSite& site);
NativePtr decimal_whole_quotient(const NativeSite& site);

}  // namespace tarn::engine
