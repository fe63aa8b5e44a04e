// How a statement writes an identity column. Pure.

#pragma once

#include <string>

#include "types/type.h"

namespace tarn::types {

// " GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 1)"; empty where the column is none.
std::string identity_clause(const Field& column);

}  // namespace tarn::types
