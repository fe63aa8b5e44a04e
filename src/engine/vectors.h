// Columns to DuckDB's vectors and back, all types. Internal to this room.
//
// Both directions walk the type once a chunk, not once a value. Every vector is flattened before it
// is read if it has no plain layout, and is sized before a row of it is set NULL: DuckDB demands
// both.

#pragma once

#include <cstddef>

#include "engine/duckdb.h"
#include "types/column.h"

namespace tarn::engine {

// Writes rows [begin, begin + count) of `column` to rows 0.. of `vector`, a flat vector of the
// type_sql() type. Sizes the vector.
void write_vector(const types::Column& column, size_t begin, size_t count, duck::Vector& vector);

// Appends rows 0..count of `vector` to `column`.
void append_vector(const duck::Vector& vector, size_t count, types::Column& column);

// A view of a vector in whatever layout it came.
duck::VectorView view_of(const duck::Vector& vector);

}  // namespace tarn::engine
