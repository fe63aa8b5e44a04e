// The types inside of VARIANTs, as schema_of_variant tells them.

#pragma once

#include <string>

#include "types/type.h"
#include "types/variant.h"

namespace tarn::engine {

// An object is a STRUCT here; parts whose types do not meet are VARIANT.
types::DataType variant_schema(const types::VariantView& value);

// The type that values of both have. VOID meets everything.
types::DataType merged_variant_schema(const types::DataType& a, const types::DataType& b);

// "OBJECT<a: BIGINT, `b c`: ARRAY<STRING>>"
std::string variant_schema_text(const types::DataType& type);

}  // namespace tarn::engine
