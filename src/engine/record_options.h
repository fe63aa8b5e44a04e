// Options of from_json, to_csv and their kin, as the constant map of a call holds them.

#pragma once

#include "base/result.h"
#include "engine/native.h"
#include "format/record_decoder.h"
#include "types/datetime.h"

namespace tarn::engine {

// The entries of the call's constant map; names in lower case.
format::Options record_options(const NativeSite& site);

// Without what has no meaning for a single text: the encoding of files, how much of them a schema
// is inferred from, and what does not name a mode. Spark passes over these, and over names that it
// does not know.
format::Options single_record_options(format::Options options);

// The zone that the option timeZone names, or else the session's.
types::SessionZone record_zone(const NativeSite& site, const format::Options& options);

// Parsers for the patterns that are given.
Result<format::DateTimeHooks> record_hooks(const format::DateTimePatterns& patterns,
                                           const types::SessionZone& zone);

}  // namespace tarn::engine
