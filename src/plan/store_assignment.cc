#include "plan/store_assignment.h"

#include "plan/coercion.h"
#include "plan/legacy_coercion.h"
#include "types/utf8.h"

namespace tarn::plan {

using types::DataType;
using types::Field;
using types::TypeKind;

namespace {

// One write to one table: which names stand in its errors.
class StoreCheck {
 public:
  StoreCheck(StorePolicy policy, const std::string& table) : policy_(policy), table_(table) {}

  Status check(const StoredColumn& stored, const std::string& column) const {
    if (stored.from_nullable && !stored.to_nullable) {
      return refused("NULLABLE_COLUMN",
                     "Cannot write nullable values to non-null column " + quoted(column) + ".");
    }
    return check_types(stored.from, stored.to, column);
  }

 private:
  Status check_types(const DataType& from, const DataType& to, const std::string& column) const {
    const bool same_shape = from.is_nested() && from.kind() == to.kind();
    if (!same_shape) return is_allowed(from, to) ? ok() : Status(unsafe_cast(from, to, column));
    if (from.is(TypeKind::kStruct)) return check_structs(from, to, column);
    if (from.is(TypeKind::kArray)) {
      RETURN_IF_ERROR(check_types(from.element(), to.element(), column + ".element"));
      if (from.contains_null() && !to.contains_null()) {
        return refused(
            "NULLABLE_ARRAY_ELEMENTS",
            "Cannot write nullable elements to array of non-nulls: " + quoted(column) + ".");
      }
      return ok();
    }
    RETURN_IF_ERROR(check_types(from.key(), to.key(), column + ".key"));
    RETURN_IF_ERROR(check_types(from.value(), to.value(), column + ".value"));
    if (from.contains_null() && !to.contains_null()) {
      return refused("NULLABLE_MAP_VALUES",
                     "Cannot write nullable values to map of non-nulls: " + quoted(column) + ".");
    }
    return ok();
  }

  // Fields by their places, which must have the same names.
  Status check_structs(const DataType& from, const DataType& to, const std::string& column) const {
    const std::vector<Field>& given = from.fields();
    const std::vector<Field>& wanted = to.fields();
    if (given.size() < wanted.size()) {
      return refused("STRUCT_MISSING_FIELDS", "Struct " + quoted(column) + " missing fields: " +
                                                  names_behind(wanted, given.size()) + ".");
    }
    if (given.size() > wanted.size()) {
      return refused("EXTRA_STRUCT_FIELDS", "Cannot write extra fields " +
                                                names_behind(given, wanted.size()) +
                                                " to the struct " + quoted(column) + ".");
    }
    for (size_t at = 0; at < wanted.size(); ++at) {
      if (!types::equal_ignoring_case(given[at].name, wanted[at].name)) {
        return refused("UNEXPECTED_COLUMN_NAME",
                       "Struct " + quoted(column) + " " + std::to_string(at) +
                           "-th field name does not match (may be out of order): expected " +
                           quoted(wanted[at].name) + ", found " + quoted(given[at].name) + ".");
      }
      RETURN_IF_ERROR(check({.from = given[at].type,
                             .from_nullable = given[at].nullable,
                             .to = wanted[at].type,
                             .to_nullable = wanted[at].nullable},
                            column + "." + wanted[at].name));
    }
    return ok();
  }

  bool is_allowed(const DataType& from, const DataType& to) const {
    switch (policy_) {
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

  Error unsafe_cast(const DataType& from, const DataType& to, const std::string& column) const {
    return refused("CANNOT_SAFELY_CAST", "Cannot safely cast " + quoted(column) + " \"" +
                                             from.sql() + "\" to \"" + to.sql() + "\".");
  }

  Error refused(const std::string& kind, const std::string& why) const {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "Cannot write incompatible data for the table " + table_ + ": " + why,
                 .condition = "INCOMPATIBLE_DATA_FOR_TABLE." + kind,
                 .sqlstate = "KD000"};
  }

  static std::string quoted(const std::string& name) { return "`" + name + "`"; }

  static std::string names_behind(const std::vector<Field>& fields, size_t first) {
    std::string names;
    for (size_t at = first; at < fields.size(); ++at) {
      names += (names.empty() ? "" : ", ") + quoted(fields[at].name);
    }
    return names;
  }

  StorePolicy policy_;
  const std::string& table_;
};

}  // namespace

StorePolicy store_policy_of(std::string_view setting) {
  if (types::equal_ignoring_case(setting, "LEGACY")) return StorePolicy::kLegacy;
  if (types::equal_ignoring_case(setting, "STRICT")) return StorePolicy::kStrict;
  return StorePolicy::kAnsi;
}

Status check_store(const StoredColumn& stored, StorePolicy policy, const std::string& table,
                   const std::string& column) {
  return StoreCheck(policy, table).check(stored, column);
}

CastMode store_cast(StorePolicy policy) {
  return policy == StorePolicy::kLegacy ? CastMode::kLegacy : CastMode::kAnsi;
}

}  // namespace tarn::plan
