// The words that name nothing where spark.sql.ansi.enforceReservedKeywords holds.

#pragma once

#include <string_view>

namespace tarn::sql {

// In any case.
bool is_reserved(std::string_view word);

}  // namespace tarn::sql
