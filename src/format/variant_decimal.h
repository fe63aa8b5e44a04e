// A text that is a decimal number, for a VARIANT.

#pragma once

#include <optional>
#include <string_view>

#include "types/variant.h"

namespace tarn::format {

// The number with as many digits behind the point as the text has once its exponent is worked in.
// Nothing: the text is no number, or 38 digits do not hold it.
std::optional<types::VariantDecimal> variant_decimal(std::string_view text);

}  // namespace tarn::format
