#include "plan/legacy_coercion.h"

#include <algorithm>

#include "plan/coercion.h"

namespace tarn::plan {

using types::DataType;
using types::Field;
using types::TypeKind;

namespace {

bool is_atomic(const DataType& type) { return !type.is_nested() && !type.is(TypeKind::kVoid); }

// Numbers by their rank, FLOAT above every integer; beside a decimal FLOAT and DOUBLE win.
std::optional<DataType> wider_number(const DataType& a, const DataType& b) {
  if (a.is(TypeKind::kDecimal) || b.is(TypeKind::kDecimal)) return common_type(a, b);
  return DataType::of(std::max(a.kind(), b.kind()));
}

std::optional<DataType> common_nested(const DataType& a, const DataType& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  if (a.is(TypeKind::kArray)) {
    const auto element = legacy_common_type(a.element(), b.element());
    if (!element) return std::nullopt;
    return DataType::array(*element, a.contains_null() || b.contains_null());
  }
  if (a.is(TypeKind::kMap)) {
    const auto key = legacy_common_type(a.key(), b.key());
    const auto value = legacy_common_type(a.value(), b.value());
    if (!key || !value) return std::nullopt;
    return DataType::map(*key, *value, a.contains_null() || b.contains_null());
  }
  if (a.fields().size() != b.fields().size()) return std::nullopt;
  std::vector<Field> fields;
  for (size_t at = 0; at < a.fields().size(); ++at) {
    const Field& left = a.fields()[at];
    const Field& right = b.fields()[at];
    const auto type = legacy_common_type(left.type, right.type);
    if (!type || !types::find_field({left}, right.name)) return std::nullopt;
    const bool casts = !left.type.same_ignoring_nullability(right.type);
    fields.push_back(
        {.name = left.name, .type = *type, .nullable = left.nullable || right.nullable || casts});
  }
  return DataType::structure(std::move(fields));
}

// What both are without a word about strings.
std::optional<DataType> common_without_strings(const DataType& a, const DataType& b) {
  if (a.is_numeric() && b.is_numeric()) return wider_number(a, b);
  const bool times = (a.is_datetime() && b.is_datetime()) || (a.is_interval() && b.is_interval());
  if (times) return common_type(a, b);
  if (a.is_nested() && b.is_nested()) return common_nested(a, b);
  return std::nullopt;
}

// Whether a string beside it makes a string of it.
bool becomes_text(const DataType& type) {
  return is_atomic(type) && !type.is(TypeKind::kBinary) && !type.is(TypeKind::kBoolean) &&
         !type.is(TypeKind::kCalendarInterval);
}

}  // namespace

std::optional<DataType> legacy_common_type(const DataType& a, const DataType& b) {
  if (a == b) return a;
  if (a.is(TypeKind::kVoid)) return b;
  if (b.is(TypeKind::kVoid)) return a;
  const bool a_text = a.is(TypeKind::kString);
  const bool b_text = b.is(TypeKind::kString);
  if (a_text || b_text) {
    if (becomes_text(a_text ? b : a)) return types::string_type();
    return std::nullopt;
  }
  return common_without_strings(a, b);
}

std::optional<DataType> legacy_common_type(std::span<const DataType> all) {
  DataType result;
  // Strings first: what meets one becomes one, whatever stands between them.
  for (const bool strings : {true, false}) {
    for (const DataType& type : all) {
      if (type.is(TypeKind::kString) != strings) continue;
      const auto wider = legacy_common_type(result, type);
      if (!wider) return std::nullopt;
      result = *wider;
    }
  }
  return result;
}

std::optional<DataType> legacy_comparison_type(const DataType& a, const DataType& b) {
  if (a == b) return a;
  const bool a_text = a.is(TypeKind::kString);
  if (a_text || b.is(TypeKind::kString)) {
    const DataType& other = a_text ? b : a;
    if (other.is(TypeKind::kVoid)) return types::string_type();
    if (other.is(TypeKind::kDecimal)) return types::double_type();
    const bool gives_way =
        is_atomic(other) && !other.is_interval() && !other.is(TypeKind::kCalendarInterval);
    return gives_way ? std::optional(other) : std::nullopt;
  }
  return legacy_common_type(a, b);
}

bool legacy_casts_implicitly(const DataType& from, const DataType& to) {
  if (from.same_ignoring_nullability(to) || from.is(TypeKind::kVoid)) return true;
  if (to.is(TypeKind::kString)) return is_atomic(from) && !from.is(TypeKind::kCalendarInterval);
  if (from.is_numeric() && to.is_numeric()) return true;
  if (from.is_datetime() && to.is_datetime()) return true;
  if (from.is(TypeKind::kString)) {
    return to.is_numeric() || to.is_datetime() || to.is(TypeKind::kBinary);
  }
  if (from.is_nested()) {
    const auto common = legacy_common_type(from, to);
    return common && common->same_ignoring_nullability(to);
  }
  return false;
}

bool legacy_cast_exists(const DataType& from, const DataType& to) {
  if (from.same_ignoring_nullability(to) || from.is(TypeKind::kVoid)) return true;
  if (from.is_nested() && from.kind() == to.kind()) {
    if (from.is(TypeKind::kArray)) return legacy_cast_exists(from.element(), to.element());
    if (from.is(TypeKind::kMap)) {
      // A key that becomes NULL is none.
      return legacy_cast_exists(from.key(), to.key()) &&
             !legacy_cast_can_null(from.key(), to.key()) &&
             legacy_cast_exists(from.value(), to.value());
    }
    return from.fields().size() == to.fields().size() &&
           std::ranges::equal(from.fields(), to.fields(), [](const Field& a, const Field& b) {
             return legacy_cast_exists(a.type, b.type);
           });
  }
  if (can_cast(from, to)) return true;
  const bool is_number_or_truth = to.is_numeric() || to.is(TypeKind::kBoolean);
  if (from.is(TypeKind::kDate)) return is_number_or_truth;  // always NULL
  if (from.is(TypeKind::kTimestamp)) return is_number_or_truth;
  if (from.is(TypeKind::kBoolean)) return to.is(TypeKind::kTimestamp);
  return from.is_integral() && to.is(TypeKind::kBinary);
}

bool legacy_cast_can_null(const DataType& from, const DataType& to) {
  if (from.same_ignoring_nullability(to)) return false;
  if (from.is(TypeKind::kVoid)) return true;
  if (from.is(TypeKind::kString)) return !to.is(TypeKind::kBinary) && !to.is(TypeKind::kString);
  if (from.is(TypeKind::kTimestamp) && to.is_integral()) return !to.is(TypeKind::kLong);
  if (to.is(TypeKind::kTimestamp)) return from.is(TypeKind::kFloat) || from.is(TypeKind::kDouble);
  if (from.is(TypeKind::kDate)) return !to.is_datetime() && !to.is(TypeKind::kString);
  if (to.is(TypeKind::kDecimal)) return cast_can_raise(from, to);
  return false;
}

}  // namespace tarn::plan
