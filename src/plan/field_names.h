// Structs that meet by position: in UNION and in IN, fields of the same types may be called
// differently on the two sides.

#pragma once

#include <optional>
#include <span>

#include "plan/expression.h"
#include "types/type.h"

namespace tarn::plan {

// `type` with the names of `like`'s fields, wherever the two have the same shape.
types::DataType renamed(const types::DataType& type, const types::DataType& like);

// The common type of all, or of the first one's shape where all have that: then with its names.
std::optional<types::DataType> common_type_by_position(std::span<const types::DataType> all,
                                                       AnsiMode ansi = AnsiMode::kOn);

}  // namespace tarn::plan
