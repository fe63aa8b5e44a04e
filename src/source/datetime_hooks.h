// dateFormat, timestampFormat and timestampNTZFormat as the parsers that the decoders call.

#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "format/record_decoder.h"
#include "types/datetime.h"

namespace tarn::source {

// A parser for each pattern that is given. INVALID_DATETIME_PATTERN and its like: it is none.
Result<format::DateTimeHooks> datetime_hooks(const format::DateTimePatterns& patterns,
                                             const types::SessionZone& zone);

// The zone that the option timeZone names, or else the session's.
types::SessionZone zone_of(const format::Options& options, const types::SessionZone& session);

}  // namespace tarn::source
