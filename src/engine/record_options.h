// Options of from_json, to_csv and their kin, as the constant map of a call holds them.

#pragma once

#include "base/result.h"
#include "engine/native.h"
#include "format/record_decoder.h"
#include "types/datetime.h"

namespace tarn::engine {

// The entries of the call's constant map; names in lower case.
format::Options record_options(const NativeSite& site);

// The zone that the option timeZone names, or else the session's.
types::SessionZone record_zone(const NativeSite& site, const format::Options& options);

// Parsers for the patterns that are given.
Result<format::DateTimeHooks> record_hooks(const format::DateTimePatterns& patterns,
                                           const types::SessionZone& zone);

// kUnsupported, naming the option and the function.
Error unknown_option(std::string_view function, const std::string& option);

}  // namespace tarn::engine
