#include "plan/catalog.h"

#include "plan/routine.h"

namespace tarn::plan {

std::optional<Variable> Catalog::variable(const std::vector<std::string>&) { return std::nullopt; }

Result<std::optional<FunctionReference>> Catalog::function(const std::vector<std::string>&) {
  return std::optional<FunctionReference>();
}

}  // namespace tarn::plan
