#include "types/identity_text.h"

#include <fmt/format.h>

#include "types/identity_column.h"

namespace tarn::types {

std::string identity_clause(const Field& column) {
  const auto identity = identity_of(column);
  if (!identity) {
    return {};
  }
  return fmt::format(" GENERATED {} AS IDENTITY (START WITH {} INCREMENT BY {})",
                     identity->takes_values ? "BY DEFAULT" : "ALWAYS", identity->start,
                     identity->step);
}

}  // namespace tarn::types
