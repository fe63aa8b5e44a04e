#include "plan/coercion.h"

#include <algorithm>
#include <cstdlib>

#include "plan/constants.h"
#include "plan/legacy_coercion.h"

namespace tarn::plan {

using types::DataType;
using types::Field;
using types::kMaxDecimalPrecision;
using types::TypeKind;

namespace {

bool is_atomic(const DataType& type) { return !type.is_nested() && !type.is(TypeKind::kVoid); }

// Whole digits first where 38 are not enough: how two decimals meet outside arithmetic.
DataType bounded_decimal(int precision, int scale) {
  if (precision <= kMaxDecimalPrecision) return DataType::decimal(precision, scale);
  const int excess = precision - kMaxDecimalPrecision;
  return DataType::decimal(kMaxDecimalPrecision, std::max(0, scale - excess));
}

DataType wider_decimal(const DataType& a, const DataType& b) {
  const int scale = std::max(a.scale(), b.scale());
  const int whole = std::max(a.precision() - a.scale(), b.precision() - b.scale());
  return bounded_decimal(whole + scale, scale);
}

DataType wider_number(const DataType& a, const DataType& b) {
  const bool a_decimal = a.is(TypeKind::kDecimal);
  const bool b_decimal = b.is(TypeKind::kDecimal);
  if (a_decimal && b_decimal) return wider_decimal(a, b);
  if (a_decimal) {
    return b.is_integral() ? wider_decimal(a, decimal_of_integral(b)) : types::double_type();
  }
  if (b_decimal) return wider_number(b, a);
  // The kinds stand in the enumeration from the narrowest to the widest. A FLOAT that meets an
  // integer becomes DOUBLE, because FLOAT does not hold every INT.
  const TypeKind wider = std::max(a.kind(), b.kind());
  return DataType::of(wider == TypeKind::kFloat ? TypeKind::kDouble : wider);
}

DataType wider_datetime(const DataType& a, const DataType& b) {
  if (a.is(TypeKind::kTimestamp) || b.is(TypeKind::kTimestamp)) return types::timestamp_type();
  return types::timestamp_ntz_type();
}

std::optional<DataType> wider_interval(const DataType& a, const DataType& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  return DataType::interval(std::min(a.from_unit(), b.from_unit()),
                            std::max(a.to_unit(), b.to_unit()));
}

std::optional<DataType> string_meets(const DataType& other) {
  if (other.is_integral()) return types::long_type();
  if (other.is_fractional()) return types::double_type();
  if (other.is_interval() || other.is(TypeKind::kCalendarInterval) || !is_atomic(other)) {
    return std::nullopt;
  }
  return other;
}

std::optional<DataType> common_struct(const DataType& a, const DataType& b) {
  if (a.fields().size() != b.fields().size()) return std::nullopt;
  std::vector<Field> fields;
  for (size_t i = 0; i < a.fields().size(); ++i) {
    const Field& left = a.fields()[i];
    const Field& right = b.fields()[i];
    const auto type = common_type(left.type, right.type);
    // Spark merges structs by position, and only where the names agree but for case.
    if (!type || !types::find_field({left}, right.name)) return std::nullopt;
    fields.push_back({.name = left.name,
                      .type = *type,
                      .nullable = left.nullable || right.nullable ||
                                  cast_can_null(left.type, *type) ||
                                  cast_can_null(right.type, *type)});
  }
  return DataType::structure(std::move(fields));
}

std::optional<DataType> common_nested(const DataType& a, const DataType& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  if (a.is(TypeKind::kStruct)) return common_struct(a, b);
  const bool null_inside = a.contains_null() || b.contains_null();
  if (a.is(TypeKind::kArray)) {
    const auto element = common_type(a.element(), b.element());
    if (!element) return std::nullopt;
    return DataType::array(*element, null_inside);
  }
  // A key is never NULL, and Spark holds that the cast of a text may be.
  if (a.key().is(TypeKind::kString) != b.key().is(TypeKind::kString) &&
      !a.key().is(TypeKind::kVoid) && !b.key().is(TypeKind::kVoid)) {
    return std::nullopt;
  }
  const auto key = common_type(a.key(), b.key());
  const auto value = common_type(a.value(), b.value());
  if (!key || !value) return std::nullopt;
  return DataType::map(*key, *value, null_inside);
}

int digits_of(int64_t value) {
  int digits = 1;
  for (int64_t rest = value / 10; rest != 0; rest /= 10) ++digits;
  return digits;
}

// How a rule decides for the parts of nested types.
using CastRule = bool (*)(const DataType& from, const DataType& to);

std::optional<bool> nested_rule(const DataType& from, const DataType& to, CastRule rule) {
  if (!from.is_nested() || from.kind() != to.kind()) return std::nullopt;
  if (from.is(TypeKind::kArray)) return rule(from.element(), to.element());
  if (from.is(TypeKind::kMap)) return rule(from.key(), to.key()) && rule(from.value(), to.value());
  if (from.fields().size() != to.fields().size()) return false;
  for (size_t i = 0; i < from.fields().size(); ++i) {
    if (!rule(from.fields()[i].type, to.fields()[i].type)) return false;
  }
  return true;
}

bool any_part(const DataType& from, const DataType& to, CastRule rule) {
  if (from.is(TypeKind::kArray)) return rule(from.element(), to.element());
  if (from.is(TypeKind::kMap)) return rule(from.key(), to.key()) || rule(from.value(), to.value());
  if (!from.is(TypeKind::kStruct)) return false;
  for (size_t i = 0; i < from.fields().size() && i < to.fields().size(); ++i) {
    if (rule(from.fields()[i].type, to.fields()[i].type)) return true;
  }
  return false;
}

bool decimal_holds(const DataType& decimal, const DataType& number) {
  if (number.is_integral()) {
    return decimal.precision() - decimal.scale() >= decimal_of_integral(number).precision();
  }
  if (!number.is(TypeKind::kDecimal)) return false;
  return decimal.scale() >= number.scale() &&
         decimal.precision() - decimal.scale() >= number.precision() - number.scale();
}

bool number_fits(const DataType& from, const DataType& to) {
  if (to.is(TypeKind::kDecimal)) return decimal_holds(to, from);
  if (to.is(TypeKind::kFloat) || to.is(TypeKind::kDouble)) return true;
  return from.is_integral() && from.kind() <= to.kind();
}

}  // namespace

std::optional<DataType> common_type(const DataType& a, const DataType& b, AnsiMode ansi) {
  if (ansi == AnsiMode::kOff) return legacy_common_type(a, b);
  if (a == b) return a;
  if (a.is(TypeKind::kVoid)) return b;
  if (b.is(TypeKind::kVoid)) return a;
  if (a.is_numeric() && b.is_numeric()) return wider_number(a, b);
  if (a.is_datetime() && b.is_datetime()) return wider_datetime(a, b);
  if (a.is_interval() && b.is_interval()) return wider_interval(a, b);
  if (a.is(TypeKind::kString)) return string_meets(b);
  if (b.is(TypeKind::kString)) return string_meets(a);
  if (a.is_nested() && b.is_nested()) return common_nested(a, b);
  return std::nullopt;
}

std::optional<DataType> common_type(std::span<const DataType> all, AnsiMode ansi) {
  if (ansi == AnsiMode::kOff) return legacy_common_type(all);
  DataType result;
  // From the left: 1, 2.5, '3' meet in a DOUBLE, and '3', 1, 2.5 in a DECIMAL, as in Spark.
  for (const DataType& type : all) {
    const auto wider = common_type(result, type);
    if (!wider) return std::nullopt;
    result = *wider;
  }
  return result;
}

std::optional<DataType> comparison_type(const DataType& a, const DataType& b, AnsiMode ansi) {
  return ansi == AnsiMode::kOff ? legacy_comparison_type(a, b) : common_type(a, b);
}

std::optional<DataType> common_type(std::span<const ExpressionPtr> all, AnsiMode ansi) {
  std::vector<DataType> list;
  list.reserve(all.size());
  for (const ExpressionPtr& expression : all) list.push_back(expression->type);
  return common_type(list, ansi);
}

DataType adjusted_decimal(int precision, int scale) {
  constexpr int kScaleKept = 6;
  if (precision <= kMaxDecimalPrecision) return DataType::decimal(precision, scale);
  const int whole = precision - scale;
  const int scale_min = std::min(scale, kScaleKept);
  return DataType::decimal(kMaxDecimalPrecision, std::max(kMaxDecimalPrecision - whole, scale_min));
}

DataType decimal_of_integral(const DataType& integral) {
  switch (integral.kind()) {
    case TypeKind::kByte:
      return DataType::decimal(3, 0);
    case TypeKind::kShort:
      return DataType::decimal(5, 0);
    case TypeKind::kInt:
      return DataType::decimal(10, 0);
    default:
      CHECK(integral.is(TypeKind::kLong));
      return DataType::decimal(20, 0);
  }
}

DataType decimal_of(const Expression& integral) {
  const auto* literal = std::get_if<Literal>(&integral.content);
  if (literal != nullptr && !integral.type.is(TypeKind::kByte)) {
    if (const auto* value = std::get_if<int64_t>(&literal->value.content)) {
      return DataType::decimal(digits_of(*value), 0);
    }
  }
  return decimal_of_integral(integral.type);
}

namespace {

// What 38 digits hold of it, without a digit behind the point giving way to one before it.
DataType cut_decimal(int precision, int scale) {
  return DataType::decimal(std::min(precision, kMaxDecimalPrecision),
                           std::min(scale, kMaxDecimalPrecision));
}

// A quotient has digits enough for both parts to give way by half of what is too much.
DataType bounded_quotient(int whole, int scale) {
  whole = std::min(whole, kMaxDecimalPrecision);
  scale = std::min(scale, kMaxDecimalPrecision);
  const int excess = whole + scale - kMaxDecimalPrecision;
  if (excess > 0) {
    scale -= excess / 2 + 1;
    whole = kMaxDecimalPrecision - scale;
  }
  return cut_decimal(whole + scale, scale);
}

}  // namespace

DataType decimal_result(DecimalOperator op, const DataType& a, const DataType& b,
                        DecimalScale kept) {
  const auto fitted = kept == DecimalScale::kGivesWay ? adjusted_decimal : cut_decimal;
  const int p1 = a.precision();
  const int s1 = a.scale();
  const int p2 = b.precision();
  const int s2 = b.scale();
  const int whole_max = std::max(p1 - s1, p2 - s2);
  const int scale_max = std::max(s1, s2);
  switch (op) {
    case DecimalOperator::kAdd:
      return fitted(whole_max + scale_max + 1, scale_max);
    case DecimalOperator::kMultiply:
      return fitted(p1 + p2 + 1, s1 + s2);
    case DecimalOperator::kDivide: {
      const int scale = std::max(6, s1 + p2 + 1);
      if (kept == DecimalScale::kStays) return bounded_quotient(p1 - s1 + s2, scale);
      return fitted(p1 - s1 + s2 + scale, scale);
    }
    case DecimalOperator::kModulo:
      return fitted(std::min(p1 - s1, p2 - s2) + scale_max, scale_max);
    case DecimalOperator::kIntegerDivide:
      return types::long_type();
  }
  CHECK(false);
  return {};
}

bool can_cast_implicitly(const Expression& from, const DataType& to, AnsiMode ansi) {
  if (ansi == AnsiMode::kOff) return legacy_casts_implicitly(from.type, to);
  const DataType& type = from.type;
  if (type.same_ignoring_nullability(to) || type.is(TypeKind::kVoid)) return true;
  if (type.is(TypeKind::kString)) {
    return is_atomic(to) && !to.is_interval() && !to.is(TypeKind::kCalendarInterval);
  }
  if (to.is(TypeKind::kString)) return is_atomic(type);
  if (type.is_numeric() && to.is_numeric()) {
    if (number_fits(type, to)) return true;
    // LEFT(s, 2L): a constant may shrink, a column may not.
    return type.is(TypeKind::kLong) && to.is(TypeKind::kInt) && is_constant(from);
  }
  if (type.is_datetime() && to.is_datetime()) return true;
  if (type.is_nested()) {
    const auto common = common_type(type, to);
    return common && common->same_ignoring_nullability(to);
  }
  return false;
}

// Whether a cast that does not raise may make NULL of what is not NULL, by Spark's table of types.
static bool may_lose_value(const DataType& from, const DataType& to) {
  if (from.same_ignoring_nullability(to) || from.is(TypeKind::kVoid)) return false;
  if (from.is(TypeKind::kVariant)) return true;
  if (from.is(TypeKind::kString)) return !to.is(TypeKind::kBinary);
  if (to.is(TypeKind::kString)) return false;
  const bool real = from.is(TypeKind::kFloat) || from.is(TypeKind::kDouble);
  if (from.is(TypeKind::kTimestamp)) {
    if (to.is_integral()) return !to.is(TypeKind::kLong);
  }
  if (real && to.is(TypeKind::kTimestamp)) return true;
  if (to.is(TypeKind::kDate)) return !from.is(TypeKind::kTimestamp);
  if (from.is(TypeKind::kDate)) return !to.is(TypeKind::kTimestamp);
  if (to.is(TypeKind::kDecimal)) {
    return !from.is(TypeKind::kBoolean) && (!from.is_numeric() || real || !number_fits(from, to));
  }
  return (real || from.is(TypeKind::kDecimal)) && to.is_integral();
}

// TRY_CAST of what holds maps: a key must not become NULL.
static bool keeps_keys(const DataType& from, const DataType& to) {
  const bool keeps =
      !from.is(TypeKind::kMap) || !to.is(TypeKind::kMap) || !may_lose_value(from.key(), to.key());
  return keeps && nested_rule(from, to, keeps_keys).value_or(true);
}

bool can_cast(const DataType& from, const DataType& to, CastMode mode) {
  if (mode == CastMode::kLegacy) return legacy_cast_exists(from, to);
  if (mode == CastMode::kTry && !keeps_keys(from, to)) return false;
  if (from.same_ignoring_nullability(to) || from.is(TypeKind::kVoid)) return true;
  // Of what a VARIANT can hold, structs and maps come in by to_variant_object alone.
  if (from.is(TypeKind::kVariant)) return has_variant_object(to);
  if (to.is(TypeKind::kVariant)) {
    if (from.is(TypeKind::kArray)) {
      return !from.element().is(TypeKind::kVoid) && can_cast(from.element(), to);
    }
    return !from.is_nested() && has_variant_object(from);
  }
  if (const auto nested = nested_rule(
          from, to, [](const DataType& a, const DataType& b) { return can_cast(a, b); }))
    return *nested;
  if (to.is(TypeKind::kString)) return true;
  if (from.is_nested() || to.is_nested() || to.is(TypeKind::kVoid)) return false;
  if (from.is(TypeKind::kString)) return true;
  if (from.is(TypeKind::kBinary) || to.is(TypeKind::kBinary)) return false;
  if (from.is(TypeKind::kCalendarInterval) || to.is(TypeKind::kCalendarInterval)) return false;
  if (from.is(TypeKind::kTime)) {
    return to.is(TypeKind::kTime) || to.is_integral() || to.is(TypeKind::kDecimal);
  }
  if (to.is(TypeKind::kTime)) return false;
  if (from.is_numeric() && to.is_numeric()) return true;
  if (from.is(TypeKind::kBoolean)) return to.is_numeric();
  if (to.is(TypeKind::kBoolean)) return from.is_numeric();
  if (from.is(TypeKind::kTimestamp) && to.is_numeric()) return true;
  if (from.is_numeric() && to.is(TypeKind::kTimestamp)) return true;
  if (from.is_datetime() && to.is_datetime()) return true;
  if (from.is_interval() && to.is_interval()) return from.kind() == to.kind();
  // An interval of one field is a number and back.
  if (from.is_interval()) return to.is_integral() || to.is(TypeKind::kDecimal);
  if (to.is_interval()) return from.is_integral() || from.is(TypeKind::kDecimal);
  return false;
}

bool cast_can_raise(const DataType& from, const DataType& to) {
  if (from.same_ignoring_nullability(to) || from.is(TypeKind::kVoid)) return false;
  if (to.is(TypeKind::kVariant)) return false;
  if (from.is(TypeKind::kVariant)) return true;
  if (from.is_nested() && from.kind() == to.kind()) return any_part(from, to, cast_can_raise);
  if (to.is(TypeKind::kString)) return false;
  if (from.is(TypeKind::kString)) {
    // CAST('x' AS INTERVAL) is NULL, in ANSI mode, too.
    return !to.is(TypeKind::kBinary) && !to.is(TypeKind::kCalendarInterval);
  }
  if (from.is(TypeKind::kTime) && to.is(TypeKind::kTime)) return false;
  if (from.is_numeric() && to.is_numeric()) return !number_fits(from, to);
  if (from.is_datetime() && to.is_datetime()) return false;
  return !(to.is(TypeKind::kBoolean) || from.is(TypeKind::kBoolean));
}

bool cast_can_null(const DataType& from, const DataType& to) {
  if (from.is(TypeKind::kVoid)) return true;
  if (from.same_ignoring_nullability(to)) return false;
  if (to.is(TypeKind::kVariant)) return false;
  if (from.is(TypeKind::kVariant)) return true;  // of JSON's null
  if (from.is(TypeKind::kString)) return !to.is(TypeKind::kBinary) && !to.is(TypeKind::kString);
  if (from.is_numeric() && to.is(TypeKind::kDecimal)) return cast_can_raise(from, to);
  return (from.is(TypeKind::kFloat) || from.is(TypeKind::kDouble)) && to.is(TypeKind::kTimestamp);
}

bool can_store(const DataType& from, const DataType& to) {
  if (from.same_ignoring_nullability(to) || from.is(TypeKind::kVoid)) return true;
  if (const auto nested = nested_rule(from, to, can_store)) return *nested;
  if (from.is_nested() || to.is_nested()) return false;
  if (to.is(TypeKind::kString)) return true;
  if (from.is_numeric() && to.is_numeric()) return true;
  if (from.is_datetime() && to.is_datetime()) return true;
  return from.is_interval() && to.is_interval() && from.kind() == to.kind();
}

bool can_up_cast(const DataType& from, const DataType& to) {
  if (from.same_ignoring_nullability(to) || from.is(TypeKind::kVoid)) return true;
  if (const auto nested = nested_rule(from, to, can_up_cast)) return *nested;
  if (from.is_nested() || to.is_nested()) return false;
  if (to.is(TypeKind::kString)) return !from.is(TypeKind::kBinary);
  if (to.is(TypeKind::kDecimal)) {
    if (!from.is_integral() && !from.is(TypeKind::kDecimal)) return false;
    const DataType needed = from.is_integral() ? decimal_of_integral(from) : from;
    return to.scale() >= needed.scale() &&
           to.precision() - to.scale() >= needed.precision() - needed.scale();
  }
  if (from.is(TypeKind::kDecimal)) return false;
  // The enumerators stand from the narrowest number to the widest.
  if (from.is_numeric() && to.is_numeric()) return from.kind() <= to.kind();
  if (from.is(TypeKind::kDate)) return to.is_datetime();
  return from.is_interval() && from.kind() == to.kind();
}

bool same_structure(const DataType& a, const DataType& b) {
  if (const auto nested = nested_rule(a, b, same_structure)) return *nested;
  return a.same_ignoring_nullability(b);
}

bool is_groupable(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kMap:
    case TypeKind::kVariant:
      return false;
    case TypeKind::kArray:
      return is_groupable(type.element());
    case TypeKind::kStruct:
      return std::ranges::all_of(type.fields(),
                                 [](const Field& field) { return is_groupable(field.type); });
    default:
      return true;
  }
}

bool contains_variant(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kVariant:
      return true;
    case TypeKind::kArray:
      return contains_variant(type.element());
    case TypeKind::kMap:
      return contains_variant(type.key()) || contains_variant(type.value());
    case TypeKind::kStruct:
      return std::ranges::any_of(type.fields(),
                                 [](const Field& field) { return contains_variant(field.type); });
    default:
      return false;
  }
}

bool has_variant_object(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kArray:
      return has_variant_object(type.element());
    case TypeKind::kMap:
      return type.key().is(TypeKind::kString) && has_variant_object(type.value());
    case TypeKind::kStruct:
      return std::ranges::all_of(type.fields(),
                                 [](const Field& field) { return has_variant_object(field.type); });
    default:
      return !type.is(TypeKind::kVoid) && !type.is_interval() &&
             !type.is(TypeKind::kCalendarInterval);
  }
}

bool is_orderable(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kMap:
    case TypeKind::kCalendarInterval:
    case TypeKind::kVariant:
      return false;
    case TypeKind::kArray:
      return is_orderable(type.element());
    case TypeKind::kStruct:
      return std::ranges::all_of(type.fields(),
                                 [](const Field& field) { return is_orderable(field.type); });
    default:
      return true;
  }
}

}  // namespace tarn::plan
