// Values into and out of VARIANT, as Spark's casts and variant_get do it.
//
// Internal to this room; may be used by several threads.

#pragma once

#include <string>

#include "engine/native_cast_time.h"
#include "types/column.h"
#include "types/variant.h"

namespace tarn::engine {

struct VariantCast {
  types::DataType to;
  std::string time_zone;
  OnCastError on_error = OnCastError::kRaise;

  // Appends one row. Throws RowError (INVALID_VARIANT_CAST) where the value is none of the type,
  // at whatever depth; with kNull that part is NULL.
  void append(const types::VariantView& value, types::Column& out) const;
};

// The body of a cast from or to VARIANT.
NativePtr cast_of_variants(const types::DataType& from, const types::DataType& to,
                           const std::string& time_zone, OnCastError on_error);

// Row `row` of a column of any type that has a VARIANT: structs and maps become objects.
void append_to_variant(const types::Column& column, size_t row, types::VariantBuilder& builder);

}  // namespace tarn::engine
