// VARIANTs out of files of others: their bytes are looked through once, so that whoever reads them
// afterwards (variant.h) needs no care.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tarn::types {

// A VARIANT in one run of bytes, out of its two parts. What follows a part is left out, and an
// object whose fields stand in another order than that of their names is built anew.
// kData, with Spark's condition: MALFORMED_VARIANT; UNKNOWN_PRIMITIVE_TYPE_IN_VARIANT.
Result<std::string> checked_variant(std::string_view metadata, std::string_view value);

}  // namespace tarn::types
