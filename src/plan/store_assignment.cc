#include "plan/store_assignment.h"

#include "plan/coercion.h"
#include "plan/legacy_coercion.h"
#include "types/utf8.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

bool is_allowed(const DataType& from, const DataType& to, StorePolicy policy) {
  switch (policy) {
    case StorePolicy::kAnsi:
      return can_store(from, to);
    case StorePolicy::kLegacy:
      return legacy_cast_exists(from, to);
    case StorePolicy::kStrict:
      return !from.is(TypeKind::kVoid) && can_up_cast(from, to);
  }
  CHECK(false);
  return false;
}

}  // namespace

StorePolicy store_policy_of(std::string_view setting) {
  if (types::equal_ignoring_case(setting, "LEGACY")) return StorePolicy::kLegacy;
  if (types::equal_ignoring_case(setting, "STRICT")) return StorePolicy::kStrict;
  return StorePolicy::kAnsi;
}

Status check_store(const DataType& from, const DataType& to, StorePolicy policy,
                   const std::string& table, const std::string& column) {
  if (is_allowed(from, to, policy)) return ok();
  return Error{.code = ErrorCode::kInvalid,
               .message = "Cannot write incompatible data for the table " + table +
                          ": Cannot safely cast " + column + " \"" + from.sql() + "\" to \"" +
                          to.sql() + "\".",
               .condition = "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST",
               .sqlstate = "KD000"};
}

CastMode store_cast(StorePolicy policy) {
  return policy == StorePolicy::kLegacy ? CastMode::kLegacy : CastMode::kAnsi;
}

}  // namespace tarn::plan
