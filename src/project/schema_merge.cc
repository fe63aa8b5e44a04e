#include "project/schema_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "types/utf8.h"

namespace tarn::project {
namespace {

using types::DataType;
using types::Field;
using types::Schema;
using types::TypeKind;

Error cannot_merge(const DataType& left, const DataType& right) {
  return {
      .code = ErrorCode::kInvalid,
      .message = fmt::format(
          "Failed to merge incompatible data types \"{}\" and \"{}\". Please check the data "
          "types of the columns being merged and ensure that they are compatible. If necessary, "
          "consider casting the columns to compatible data types before attempting the merge.",
          left.sql(), right.sql()),
      .condition = "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE",
      .sqlstate = "42825"};
}

Result<DataType> merge_types(const DataType& left, const DataType& right) {
  if (left.kind() != right.kind()) {
    return cannot_merge(left, right);
  }
  if (left.is(TypeKind::kArray)) {
    ASSIGN_OR_RETURN(DataType element, merge_types(left.element(), right.element()));
    return DataType::array(std::move(element), left.contains_null() || right.contains_null());
  }
  if (left.is(TypeKind::kMap)) {
    ASSIGN_OR_RETURN(DataType key, merge_types(left.key(), right.key()));
    ASSIGN_OR_RETURN(DataType value, merge_types(left.value(), right.value()));
    return DataType::map(std::move(key), std::move(value),
                         left.contains_null() || right.contains_null());
  }
  if (left.is(TypeKind::kStruct)) {
    ASSIGN_OR_RETURN(Schema fields, merge_schemas(left.fields(), right.fields()));
    return DataType::structure(std::move(fields));
  }
  if (left.is(TypeKind::kDecimal) && left.scale() == right.scale()) {
    return DataType::decimal(std::max(left.precision(), right.precision()), left.scale());
  }
  if (!(left == right)) {
    return cannot_merge(left, right);
  }
  return left;
}

DataType nullable_type(const DataType& type) {
  if (type.is(TypeKind::kArray)) {
    return DataType::array(nullable_type(type.element()), true);
  }
  if (type.is(TypeKind::kMap)) {
    return DataType::map(nullable_type(type.key()), nullable_type(type.value()), true);
  }
  if (type.is(TypeKind::kStruct)) {
    return DataType::structure(as_nullable(type.fields()));
  }
  return type;
}

bool same_type(const DataType& a, const DataType& b) {
  if (a.kind() != b.kind()) {
    return false;
  }
  if (a.is(TypeKind::kArray)) {
    return a.contains_null() == b.contains_null() && same_type(a.element(), b.element());
  }
  if (a.is(TypeKind::kMap)) {
    return a.contains_null() == b.contains_null() && same_type(a.key(), b.key()) &&
           same_type(a.value(), b.value());
  }
  if (a.is(TypeKind::kStruct)) {
    return same_columns(a.fields(), b.fields());
  }
  return a == b;
}

}  // namespace

Result<Schema> merge_schemas(const Schema& left, const Schema& right) {
  Schema merged = left;
  for (const Field& field : right) {
    const std::optional<size_t> at = types::find_field(left, field.name);
    if (!at) {
      merged.push_back(field);
      continue;
    }
    Result<DataType> type = merge_types(left[*at].type, field.type);
    if (!type) {
      return type.error().within(fmt::format("column `{}`", field.name));
    }
    merged[*at].type = std::move(type).value();
    merged[*at].nullable = left[*at].nullable || field.nullable;
  }
  return merged;
}

Schema as_nullable(const Schema& schema) {
  Schema nullable = schema;
  for (Field& field : nullable) {
    field.type = nullable_type(field.type);
    field.nullable = true;
  }
  return nullable;
}

bool same_columns(const Schema& a, const Schema& b) {
  return std::ranges::equal(a, b, [](const Field& x, const Field& y) {
    return x.nullable == y.nullable && types::equal_ignoring_case(x.name, y.name) &&
           same_type(x.type, y.type);
  });
}

}  // namespace tarn::project
