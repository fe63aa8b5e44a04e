// Functions that look for a value among an array's elements, put one in or take it out; and two
// arrays as sets.

#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/function_families.h"

namespace tarn::plan {

namespace {

using types::boolean;
using types::DataType;
using types::int_type;
using types::long_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;
constexpr auto kCustom = NullRule::kCustom;

// ---------------------------------------------------------------- an array and a value

Error null_typed(const CallSite& call) {
  return type_mismatch("NULL_TYPE", "Null typed values cannot be used as arguments of `" +
                                        std::string(call.name) + "`.");
}

Result<Signature> array_contains_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& wanted = call.arguments[1]->type;
  if (wanted.is(TypeKind::kVoid) || call.arguments[0]->type.is(TypeKind::kVoid)) {
    return null_typed(call);
  }
  ASSIGN_OR_RETURN(const DataType array, array_argument(call, 0));
  // Alone among its kin it lets all numbers meet.
  if (array.element().is_numeric() && wanted.is_numeric()) {
    const auto common = common_type(array.element(), wanted, call.ansi);
    CHECK(common);
    return Signature{.arguments = {DataType::array(*common, array.contains_null()), *common},
                     .result = boolean(),
                     .may_be_null = array.contains_null()};
  }
  ASSIGN_OR_RETURN(const ArrayAndValue types, array_and_value(call, 1));
  RETURN_IF_ERROR(expect_orderable(call, types.value));
  return Signature{.arguments = {types.array, types.value},
                   .result = boolean(),
                   .may_be_null = array.contains_null()};
}

Result<Signature> array_position_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  if (call.arguments[0]->type.is(TypeKind::kVoid)) return null_typed(call);
  if (!call.arguments[0]->type.is(TypeKind::kArray)) {
    return unexpected_input_type(call, 0, "\"ARRAY\"");
  }
  const bool is_untyped = call.arguments[0]->type.element().is(TypeKind::kVoid);
  if (is_untyped && call.arguments[1]->type.is(TypeKind::kVoid)) return null_typed(call);
  ASSIGN_OR_RETURN(const ArrayAndValue types, array_and_value(call, 1));
  RETURN_IF_ERROR(expect_orderable(call, types.value));
  return Signature{.arguments = {types.array, types.value}, .result = long_type()};
}

Result<Signature> array_remove_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  ASSIGN_OR_RETURN(const ArrayAndValue types, array_and_value(call, 1));
  RETURN_IF_ERROR(expect_orderable(call, types.value));
  return Signature{.arguments = {types.array, types.value}, .result = types.array};
}

// A value joins the array: NULLs are elements then, and only a NULL array gives NULL.
Result<Signature> array_append_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  if (!call.arguments[0]->type.is(TypeKind::kArray)) {
    return unexpected_input_type(call, 0, "\"ARRAY\"");
  }
  ASSIGN_OR_RETURN(const ArrayAndValue types, array_and_value(call, 1));
  const bool null_inside = types.array.contains_null() || call.arguments[1]->nullable;
  return Signature{.arguments = {types.array, types.value},
                   .result = DataType::array(types.value, null_inside),
                   .nullable = call.arguments[0]->nullable};
}

Result<Signature> array_insert_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 3, 3));
  RETURN_IF_ERROR(expect_int(call, 1));
  const DataType& position = call.arguments[1]->type;
  const auto types_found = array_and_value(call, 2);
  const DataType& array = call.arguments[0]->type;
  if (!array.is(TypeKind::kArray)) return types_found.error();
  // Spark casts nothing where the value does not fit the array.
  const bool uncast = !types_found && !tightest_type(array.element(), call.arguments[2]->type);
  if (position.is(TypeKind::kVoid) || (uncast && !position.is(TypeKind::kInt))) {
    return unexpected_input_type(call, 1, "\"INT\"");
  }
  if (!types_found) return types_found.error();
  const ArrayAndValue& types = *types_found;
  return Signature{.arguments = {types.array, int_type(), types.value},
                   .result = DataType::array(types.value, true),
                   .nullable = call.arguments[0]->nullable || call.arguments[1]->nullable};
}

// ---------------------------------------------------------------- two arrays

Result<Signature> two_arrays_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& left = call.arguments[0]->type;
  const DataType& right = call.arguments[1]->type;
  // A NULL without a type is no array here.
  const bool arrays = left.is(TypeKind::kArray) && right.is(TypeKind::kArray);
  const auto common = arrays ? type_of_both(left, right, AnsiMode::kOn) : std::optional<DataType>();
  if (!common || !common->is(TypeKind::kArray)) {
    return type_mismatch("BINARY_ARRAY_DIFF_TYPES",
                         "Input to function `" + std::string(call.name) +
                             "` should have been two \"ARRAY\" with same element type, but it's "
                             "[\"" +
                             left.sql() + "\", \"" + right.sql() + "\"].");
  }
  RETURN_IF_ERROR(expect_orderable(call, common->element()));
  return Signature{.arguments = {*common, *common}, .result = *common};
}

Result<Signature> arrays_overlap_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, two_arrays_rule(call));
  signature.may_be_null = signature.result.contains_null();
  signature.result = boolean();
  return signature;
}

const Function kFunctions[] = {
    {.name = "array_contains",
     .rule = array_contains_rule,
     .body = "CASE WHEN list_contains({0}, {1}) THEN true "
             "WHEN {0} IS NULL OR {1} IS NULL OR len({0}) <> list_count({0}) "
             "THEN NULL ELSE false END",
     .usage = "array_contains(array, value)",
     .summary = "Whether an array holds a value; NULL if only a NULL might be it."},
    {.name = "array_position",
     .rule = array_position_rule,
     .body = "CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL "
             "ELSE coalesce(list_position({0}, {1}), 0) END",
     .usage = "array_position(array, value)",
     .summary = "The place of the first element that is the value, from 1; 0 without one."},
    {.name = "array_remove",
     .rule = array_remove_rule,
     .implementation = kNative,
     .body = "array_remove",
     .usage = "array_remove(array, value)",
     .summary = "The elements that are not the value."},
    {.name = "array_append",
     .rule = array_append_rule,
     .body = "CASE WHEN {0} IS NULL THEN NULL ELSE list_append({0}, {1}) END",
     .nulls = kCustom,
     .ends_at_null = places(0),
     .traits = kRewrittenLate,
     .usage = "array_append(array, value)",
     .summary = "The array with the value behind its elements."},
    {.name = "array_prepend",
     .rule = array_append_rule,
     .body = "CASE WHEN {0} IS NULL THEN NULL ELSE list_prepend({1}, {0}) END",
     .nulls = kCustom,
     .ends_at_null = places(0),
     .traits = kRewrittenLate,
     .usage = "array_prepend(array, value)",
     .summary = "The array with the value before its elements."},
    {.name = "array_insert",
     .rule = array_insert_rule,
     .implementation = kNative,
     .body = "array_insert",
     .nulls = kCustom,
     .ends_at_null = places(0, 1),
     .can_raise = true,
     .usage = "array_insert(array, position, value)",
     .summary = "The array with the value at a place from 1, or from the end."},
    {.name = "array_union",
     .rule = two_arrays_rule,
     .implementation = kNative,
     .body = "array_union",
     .usage = "array_union(array1, array2)",
     .summary = "The elements of both arrays, each once."},
    {.name = "array_intersect",
     .rule = two_arrays_rule,
     .implementation = kNative,
     .body = "array_intersect",
     .usage = "array_intersect(array1, array2)",
     .summary = "The elements that both arrays hold, each once."},
    {.name = "array_except",
     .rule = two_arrays_rule,
     .implementation = kNative,
     .body = "array_except",
     .usage = "array_except(array1, array2)",
     .summary = "The elements of the first array that the second does not hold, each once."},
    {.name = "arrays_overlap",
     .rule = arrays_overlap_rule,
     .implementation = kNative,
     .body = "arrays_overlap",
     .usage = "arrays_overlap(array1, array2)",
     .summary = "Whether both arrays hold an element; NULL if only a NULL might be it."},
};

}  // namespace

std::span<const Function> array_member_functions() { return kFunctions; }

}  // namespace tarn::plan
