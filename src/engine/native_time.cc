// Functions of dates and times.

#include "engine/native.h"

namespace tarn::engine {

std::span<const NativeEntry> time_natives() { return {}; }

}  // namespace tarn::engine
