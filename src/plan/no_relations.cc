#include "plan/no_relations.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tarn::plan {

Result<Relation> NoRelations::table(const TableReference& reference) {
  return refusal(fmt::format("{}", fmt::join(reference.name, ".")));
}

Result<Relation> NoRelations::table_function(const TableFunctionReference& reference) {
  return refusal(reference.name);
}

Error NoRelations::refusal(const std::string& name) {
  was_asked_ = true;
  return {.code = ErrorCode::kInvalid, .message = what_ + " and cannot read " + name + "."};
}

}  // namespace tarn::plan
