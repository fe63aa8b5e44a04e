// Columns whose values a table makes where a writer gives none: their defaults and the expressions
// that generate them, as the protocols of Spark and Delta keep them in a field's metadata.
//
// Pure. Source: Delta protocol, "Default Columns" and "Generated Columns".

#pragma once

#include <optional>
#include <string>

#include "types/type.h"

namespace tarn::types {

// The default as it was written; nothing where the column has none.
std::optional<std::string> default_of(const Field& column);
void set_default(Field& column, const std::string& text);
// What rows had that were there before the column stays known.
void drop_default(Field& column);

// The expression over the table's other columns that a generated column's values are.
std::optional<std::string> generation_of(const Field& column);
void set_generation(Field& column, const std::string& text);
bool has_generated(const Schema& schema);

}  // namespace tarn::types
