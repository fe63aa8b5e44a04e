#include "delta/type_changes.h"

#include <string>
#include <utility>

#include "delta/json_object.h"

namespace tarn::delta {
namespace {

using Json = nlohmann::json;
using types::DataType;
using types::TypeKind;

constexpr const char* kTypeChanges = "delta.typeChanges";

bool is_whole(const DataType& type) { return type.is_integral(); }

// Whole numbers are decimals of 10 digits before the point, BIGINT of 20 (protocol, "Type
// Widening").
bool holds_whole(const DataType& decimal, const DataType& whole) {
  const int digits = whole.is(TypeKind::kLong) ? 20 : 10;
  return decimal.precision() - decimal.scale() >= digits;
}

bool is_widening(const DataType& from, const DataType& to) {
  if (is_whole(from) && is_whole(to)) {
    return from.kind() <= to.kind();  // TINYINT .. BIGINT stand in this order
  }
  if (is_whole(from) && to.is(TypeKind::kDouble)) {
    return !from.is(TypeKind::kLong);
  }
  if (is_whole(from) && to.is(TypeKind::kDecimal)) {
    return holds_whole(to, from);
  }
  if (from.is(TypeKind::kDecimal) && to.is(TypeKind::kDecimal)) {
    return to.scale() >= from.scale() &&
           to.precision() - to.scale() >= from.precision() - from.scale();
  }
  return from == to || (from.is(TypeKind::kFloat) && to.is(TypeKind::kDouble)) ||
         (from.is(TypeKind::kDate) && to.is(TypeKind::kTimestampNtz));
}

// A type as the schema's JSON names it: read as that of a column.
Result<DataType> type_named(const std::string& name) {
  const Json schema = {
      {"type", "struct"},
      {"fields",
       Json::array(
           {{{"name", "c"}, {"type", name}, {"nullable", true}, {"metadata", Json::object()}}})}};
  ASSIGN_OR_RETURN(const types::Schema fields, types::schema_from_json(schema.dump()));
  return fields.front().type;
}

Error unsupported(const std::string& column, const std::string& from, const std::string& to) {
  return {.code = ErrorCode::kUnsupported,
          .message = "an unsupported type change was applied: the column '" + column +
                     "' was changed from " + from + " to " + to,
          .condition = "DELTA_UNSUPPORTED_TYPE_CHANGE_IN_SCHEMA",
          .sqlstate = "0AKDC"};
}

Status check_change(const types::Field& field, const Json& change) {
  const auto text = [&change](const char* name) {
    const auto at = change.find(name);
    return at != change.end() && at->is_string() ? at->get<std::string>() : std::string("nothing");
  };
  const std::string from = text("fromType");
  const std::string to = text("toType");
  const Result<DataType> before = type_named(from);
  const Result<DataType> after = type_named(to);
  if (!before || !after || !is_widening(*before, *after)) {
    return unsupported(field.name, from, to);
  }
  return ok();
}

Status check_field(const types::Field& field) {
  const auto at = field.metadata.find(kTypeChanges);
  if (at == field.metadata.end()) {
    return ok();
  }
  const std::optional<Json> changes = parse_json(at->second);
  if (!changes || !changes->is_array()) {
    return unsupported(field.name, at->second, "nothing");
  }
  for (const Json& change : *changes) {
    if (!change.is_object()) {
      return unsupported(field.name, change.dump(), "nothing");
    }
    RETURN_IF_ERROR(check_change(field, change));
  }
  return ok();
}

Status check_type(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kStruct:
      return check_type_changes(type.fields());
    case TypeKind::kArray:
      return check_type(type.element());
    case TypeKind::kMap:
      RETURN_IF_ERROR(check_type(type.key()));
      return check_type(type.value());
    default:  // the flat types: no field in them
      return ok();
  }
}

}  // namespace

Status check_type_changes(const types::Schema& schema) {
  for (const types::Field& field : schema) {
    RETURN_IF_ERROR(check_field(field));
    RETURN_IF_ERROR(check_type(field.type));
  }
  return ok();
}

}  // namespace tarn::delta
