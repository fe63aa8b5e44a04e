#include "plan/collection_rules.h"

#include <algorithm>

#include "plan/coercion.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::DataType;
using types::Field;
using types::TypeKind;

namespace {

bool contains_map(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kMap:
      return true;
    case TypeKind::kArray:
      return contains_map(type.element());
    case TypeKind::kStruct:
      return std::ranges::any_of(type.fields(),
                                 [](const Field& field) { return contains_map(field.type); });
    default:
      return false;
  }
}

// The DECIMAL, where it has room for every value of the integer type.
std::optional<DataType> tightest_decimal(const DataType& decimal, const DataType& integral) {
  const DataType all = decimal_of_integral(integral);
  const bool fits = decimal.precision() - decimal.scale() >= all.precision();
  return fits ? std::optional(decimal) : std::nullopt;
}

std::optional<DataType> tightest_number(const DataType& a, const DataType& b) {
  const bool a_decimal = a.is(TypeKind::kDecimal);
  const bool b_decimal = b.is(TypeKind::kDecimal);
  if (a_decimal && b_decimal) return std::nullopt;
  if (a_decimal) return b.is_integral() ? tightest_decimal(a, b) : std::nullopt;
  if (b_decimal) return a.is_integral() ? tightest_decimal(b, a) : std::nullopt;
  // The kinds stand in the enumeration from the narrowest to the widest.
  return DataType::of(std::max(a.kind(), b.kind()));
}

std::optional<DataType> tightest_struct(const DataType& a, const DataType& b) {
  if (a.fields().size() != b.fields().size()) return std::nullopt;
  std::vector<Field> fields;
  for (size_t i = 0; i < a.fields().size(); ++i) {
    const Field& left = a.fields()[i];
    const Field& right = b.fields()[i];
    const auto type = tightest_type(left.type, right.type);
    if (!type || !types::find_field({left}, right.name)) return std::nullopt;
    fields.push_back(
        {.name = left.name, .type = *type, .nullable = left.nullable || right.nullable});
  }
  return DataType::structure(std::move(fields));
}

}  // namespace

std::optional<DataType> tightest_type(const DataType& a, const DataType& b) {
  if (a == b || b.is(TypeKind::kVoid)) return a;
  if (a.is(TypeKind::kVoid)) return b;
  if (a.is_numeric() && b.is_numeric() && a.same_ignoring_nullability(b)) return a;
  if (a.is_numeric() && b.is_numeric()) return tightest_number(a, b);
  const bool times = (a.is_datetime() && b.is_datetime()) || (a.is_interval() && b.is_interval());
  if (times) return common_type(a, b);
  if (!a.is_nested() || a.kind() != b.kind()) {
    return a.same_ignoring_nullability(b) ? std::optional(a) : std::nullopt;
  }
  if (a.is(TypeKind::kStruct)) return tightest_struct(a, b);
  const bool null_inside = a.contains_null() || b.contains_null();
  if (a.is(TypeKind::kArray)) {
    const auto element = tightest_type(a.element(), b.element());
    return element ? std::optional(DataType::array(*element, null_inside)) : std::nullopt;
  }
  const auto key = tightest_type(a.key(), b.key());
  const auto value = tightest_type(a.value(), b.value());
  return key && value ? std::optional(DataType::map(*key, *value, null_inside)) : std::nullopt;
}

Result<DataType> array_argument(const CallSite& call, size_t at) {
  return accept(call, at, Want::kArray);
}

Result<DataType> map_argument(const CallSite& call, size_t at) {
  return accept(call, at, Want::kMap);
}

Status expect_int(const CallSite& call, size_t at) {
  switch (call.arguments[at]->type.kind()) {
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kVoid:
      return ok();
    default:
      return unexpected_input_type(call, at, "\"INT\"");
  }
}

namespace {

// Whether `differ` holds for two parts that stand in the same place of the types.
bool differ_somewhere(const DataType& a, const DataType& b,
                      bool (*differ)(const DataType&, const DataType&)) {
  if (differ(a, b)) return true;
  if (a.is(TypeKind::kArray) && b.is(TypeKind::kArray)) {
    return differ_somewhere(a.element(), b.element(), differ);
  }
  if (a.is(TypeKind::kMap) && b.is(TypeKind::kMap)) {
    return differ_somewhere(a.key(), b.key(), differ) ||
           differ_somewhere(a.value(), b.value(), differ);
  }
  if (!a.is(TypeKind::kStruct) || !b.is(TypeKind::kStruct)) return false;
  for (size_t at = 0; at < std::min(a.fields().size(), b.fields().size()); ++at) {
    if (differ_somewhere(a.fields()[at].type, b.fields()[at].type, differ)) return true;
  }
  return false;
}

bool are_other_intervals(const DataType& a, const DataType& b) {
  return differ_somewhere(a, b, [](const DataType& x, const DataType& y) {
    return x.is_interval() && y.is_interval() && !x.same_ignoring_nullability(y);
  });
}

// Structs with fields of other types, whatever their names are.
bool are_other_structs(const DataType& a, const DataType& b) {
  return differ_somewhere(a, b, [](const DataType& x, const DataType& y) {
    return x.is(TypeKind::kStruct) && y.is(TypeKind::kStruct) &&
           !std::ranges::equal(x.fields(), y.fields(), [](const auto& one, const auto& other) {
             return one.type.kind() == other.type.kind();
           });
  });
}

}  // namespace

Result<ArrayAndValue> array_and_value(const CallSite& call, size_t value_at) {
  const DataType& array = call.arguments[0]->type;
  const DataType& value = call.arguments[value_at]->type;
  const auto common = array.is(TypeKind::kArray) ? type_of_both(array.element(), value, call.ansi)
                                                 : std::optional<DataType>();
  if (!common) {
    return type_mismatch("ARRAY_FUNCTION_DIFF_TYPES",
                         "Input to `" + std::string(call.name) +
                             "` should have been \"ARRAY\" followed by a value with same element "
                             "type, but it's [\"" +
                             array.sql() + "\", \"" + value.sql() + "\"].");
  }
  return ArrayAndValue{.array = DataType::array(*common, array.contains_null()), .value = *common};
}

std::optional<DataType> type_of_both(const DataType& a, const DataType& b, AnsiMode ansi) {
  if (are_other_intervals(a, b)) return std::nullopt;
  if (ansi == AnsiMode::kOff && are_other_structs(a, b)) return std::nullopt;
  return tightest_type(a, b);
}

Result<MapAndKey> map_and_key(const CallSite& call) {
  const DataType& map = call.arguments[0]->type;
  const DataType& key = call.arguments[1]->type;
  const auto common =
      map.is(TypeKind::kMap) ? type_of_both(map.key(), key, call.ansi) : std::optional<DataType>();
  if (!common) {
    return type_mismatch("MAP_FUNCTION_DIFF_TYPES",
                         "Input to `" + std::string(call.name) +
                             "` should have been \"MAP\" followed by a value with same key type, "
                             "but it's [\"" +
                             map.sql() + "\", \"" + key.sql() + "\"].");
  }
  return MapAndKey{.map = DataType::map(*common, map.value(), map.contains_null()), .key = *common};
}

Status expect_orderable(const CallSite& call, const DataType& type) {
  if (is_orderable(type)) return ok();
  return type_mismatch("INVALID_ORDERING_TYPE", "The `" + std::string(call.name) +
                                                    "` does not support ordering on type \"" +
                                                    type.sql() + "\".");
}

Status expect_map_key(const DataType& key) {
  if (!contains_map(key) && !contains_variant(key)) return ok();
  return type_mismatch("INVALID_MAP_KEY_TYPE",
                       "The key of map cannot be/contain \"" + key.sql() + "\".");
}

Error type_mismatch(std::string_view kind, std::string message) {
  return Error{.code = ErrorCode::kInvalid,
               .message = std::move(message),
               .condition = "DATATYPE_MISMATCH." + std::string(kind),
               .sqlstate = "42K09"};
}

}  // namespace tarn::plan
