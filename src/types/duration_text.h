// Durations as words: "5 minutes", "interval 1 day 2 hours".

#pragma once

#include <string_view>

#include "base/result.h"
#include "types/interval_text.h"

namespace tarn::types {

// CANNOT_PARSE_INTERVAL where the text is none.
Result<UnitSum> parse_duration(std::string_view text);

}  // namespace tarn::types
