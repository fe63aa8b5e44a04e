// DuckDB's C++ API under a short name. Internal to this room: no public header includes it.

#pragma once

#include "duckdb_cpp.hpp"

namespace tarn::engine {

namespace duck = duckdb::cxx;

}  // namespace tarn::engine
