// Functions of texts.

#include "engine/native.h"

namespace tarn::engine {

std::span<const NativeEntry> text_natives() { return {}; }

}  // namespace tarn::engine
