#include "plan/catalog.h"

#include "plan/routine.h"

namespace tarn::plan {

std::optional<Variable> Catalog::variable(const std::vector<std::string>&) { return std::nullopt; }

Result<std::optional<FunctionReference>> Catalog::function(const std::vector<std::string>&) {
  return std::optional<FunctionReference>();
}

Error with_suggestion(Error error, const std::string& near) {
  if (error.condition != "TABLE_OR_VIEW_NOT_FOUND" || near.empty() ||
      error.message.find("did you mean") != std::string::npos) {
    return error;
  }
  if (error.message.ends_with('.')) error.message.pop_back();
  error.message += "; did you mean '" + near + "'?";
  return error;
}

}  // namespace tarn::plan
