// JSON documents as VARIANTs.

#pragma once

#include "format/json_scanner.h"
#include "types/variant.h"

namespace tarn::format {

// Appends the value at the scanner and passes it: whole numbers as BIGINT, what has no exponent and
// at most 38 digits as a decimal, other numbers as DOUBLE. False: malformed, or two fields of an
// object have one name.
bool append_variant(JsonScanner& scanner, types::VariantBuilder& builder);

}  // namespace tarn::format
