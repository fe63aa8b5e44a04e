// Spark's rules for types that meet where spark.sql.ansi.enabled is false: a string beside a number
// makes strings of both in CASE or UNION, and gives way in comparisons; every number may stand
// where another is wanted.
//
// Pure. coercion.h asks here; nothing else does.

#pragma once

#include <optional>
#include <span>

#include "plan/expression.h"
#include "types/type.h"

namespace tarn::plan {

std::optional<types::DataType> legacy_common_type(const types::DataType& a,
                                                  const types::DataType& b);
std::optional<types::DataType> legacy_common_type(std::span<const types::DataType> all);
std::optional<types::DataType> legacy_comparison_type(const types::DataType& a,
                                                      const types::DataType& b);
bool legacy_casts_implicitly(const types::DataType& from, const types::DataType& to);
bool legacy_cast_exists(const types::DataType& from, const types::DataType& to);
// Whether the cast makes a NULL of what is not NULL.
bool legacy_cast_can_null(const types::DataType& from, const types::DataType& to);

}  // namespace tarn::plan
