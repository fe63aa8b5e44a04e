// Functions that make arrays, and arrays of arrays. What looks for values in them stands in
// functions_array_member.cc, what takes functions in functions_higher_order.cc.

#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/constants.h"
#include "plan/function_families.h"

namespace tarn::plan {

namespace {

using types::boolean;
using types::DataType;
using types::Field;
using types::int_type;
using types::long_type;
using types::TypeKind;

constexpr auto kEmitter = Implementation::kEmitter;
constexpr auto kNative = Implementation::kNative;
constexpr auto kCustom = NullRule::kCustom;

bool any_nullable(std::span<const ExpressionPtr> arguments) {
  for (const ExpressionPtr& argument : arguments) {
    if (argument->nullable) return true;
  }
  return false;
}

// ---------------------------------------------------------------- made of values

Result<Signature> array_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, all_common(call, 0));
  signature.result = DataType::array(signature.result, any_nullable(call.arguments));
  signature.nullable = false;
  return signature;
}

Result<Signature> array_repeat_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& count = call.arguments[1]->type;
  if (!count.is(TypeKind::kInt) && !count.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 1, "\"INT\"");
  }
  const Expression& element = *call.arguments[0];
  return Signature{.arguments = {element.type, int_type()},
                   .result = DataType::array(element.type, element.nullable),
                   .nullable = call.arguments[1]->nullable};
}

Result<Signature> sequence_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 3));
  const bool by_interval =
      call.arguments.size() == 3 && (call.arguments[2]->type.is_interval() ||
                                     call.arguments[2]->type.is(TypeKind::kCalendarInterval));
  std::vector<DataType> bounds;
  for (size_t at = 0; at < call.arguments.size(); ++at) {
    if (at < 2 || !by_interval) bounds.push_back(call.arguments[at]->type);
  }
  const auto common = common_type(bounds, call.ansi);
  const bool numbers = common && common->is_integral() && !by_interval;
  const bool times = common && common->is_datetime() && (by_interval || call.arguments.size() == 2);
  if (!numbers && !times) {
    return type_mismatch("SEQUENCE_WRONG_INPUT_TYPES",
                         "`sequence` takes a start and a stop of whole numbers with a step of the "
                         "same type, or of dates or timestamps with an interval as step.");
  }
  Signature signature{.arguments = {*common, *common}, .result = DataType::array(*common, false)};
  if (call.arguments.size() == 3) {
    signature.arguments.push_back(by_interval ? call.arguments[2]->type : *common);
  }
  return signature;
}

// The resolver knows the names of the fields: the call's type comes from there.
Result<Signature> arrays_zip_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, SIZE_MAX));
  Signature signature;
  std::vector<Field> fields;
  for (size_t at = 0; at < call.arguments.size(); ++at) {
    ASSIGN_OR_RETURN(const DataType array, array_argument(call, at));
    fields.push_back({.name = std::to_string(at), .type = array.element()});
    signature.arguments.push_back(array);
  }
  signature.result = DataType::array(DataType::structure(std::move(fields)), false);
  return signature;
}

// ---------------------------------------------------------------- one array

Result<Signature> array_size_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  ASSIGN_OR_RETURN(const DataType array, array_argument(call, 0));
  return Signature{.arguments = {array}, .result = int_type()};
}

// An array to an array of the same type.
Result<Signature> same_array_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  ASSIGN_OR_RETURN(const DataType array, array_argument(call, 0));
  return Signature{.arguments = {array}, .result = array};
}

Result<Signature> array_compact_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, same_array_rule(call));
  signature.result = DataType::array(signature.result.element(), false);
  return signature;
}

Result<Signature> array_distinct_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, same_array_rule(call));
  RETURN_IF_ERROR(expect_orderable(call, signature.result.element()));
  return signature;
}

// The engine's order of plain values is Spark's; of nested values it is not.
Result<Signature> extreme_rule(const CallSite& call, std::string_view of_nested) {
  ASSIGN_OR_RETURN(Signature signature, same_array_rule(call));
  const DataType element = signature.result.element();
  RETURN_IF_ERROR(expect_orderable(call, element));
  signature.result = element;
  signature.may_be_null = true;
  if (element.is_nested()) signature.variant = of_nested;
  return signature;
}
Result<Signature> array_max_rule(const CallSite& call) {
  return extreme_rule(call, "array_max.nested");
}
Result<Signature> array_min_rule(const CallSite& call) {
  return extreme_rule(call, "array_min.nested");
}

Result<Signature> sort_array_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  ASSIGN_OR_RETURN(const DataType array, array_argument(call, 0));
  RETURN_IF_ERROR(expect_orderable(call, array));
  const Expression& ascending = *call.arguments[1];
  if (!is_constant(ascending)) {
    return not_foldable(call, 1, "ascendingOrder", ascending.type.sql());
  }
  if (!ascending.type.is(TypeKind::kBoolean) && !ascending.type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 1, "\"BOOLEAN\"");
  }
  return Signature{.arguments = {array, boolean()}, .result = array};
}

Result<Signature> array_sort_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, same_array_rule(call));
  RETURN_IF_ERROR(expect_orderable(call, signature.result.element()));
  return signature;
}

Result<Signature> shuffle_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  ASSIGN_OR_RETURN(const DataType array, array_argument(call, 0));
  if (call.arguments.size() == 1) return Signature{.arguments = {array}, .result = array};
  const Expression& seed = *call.arguments[1];
  if (!seed.type.is_integral() && !seed.type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 1, "(\"INT\" or \"BIGINT\")");
  }
  if (!is_constant(seed)) {
    return type_mismatch("NON_FOLDABLE_INPUT",
                         "the input `seed` should be a foldable \"BIGINT\" expression.");
  }
  return Signature{.arguments = {array, long_type()}, .result = array, .variant = "shuffle.seeded"};
}

Result<Signature> flatten_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  if (!type.is(TypeKind::kArray) || !type.element().is(TypeKind::kArray)) {
    return unexpected_input_type(call, 0, "\"ARRAY\" of \"ARRAY\"");
  }
  return Signature{
      .arguments = {type}, .result = type.element(), .may_be_null = type.contains_null()};
}

Result<Signature> slice_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 3, 3));
  ASSIGN_OR_RETURN(const DataType array, array_argument(call, 0));
  for (const size_t at : {1, 2}) {
    const DataType& type = call.arguments[at]->type;
    // A fraction that is written out is cut.
    const bool is_cut = type.is_numeric() && is_constant(*call.arguments[at]);
    if (!is_cut && !can_cast_implicitly(*call.arguments[at], int_type(), call.ansi)) {
      return unexpected_input_type(call, at, "\"INT\"");
    }
  }
  return Signature{.arguments = {array, int_type(), int_type()}, .result = array};
}

Result<Signature> array_join_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 3));
  const DataType& type = call.arguments[0]->type;
  const bool joins =
      type.is(TypeKind::kVoid) || (type.is(TypeKind::kArray) && !type.element().is_nested());
  if (!joins) return unexpected_input_type(call, 0, "\"ARRAY<STRING>\"");
  Signature signature{.arguments = {DataType::array(types::string_type())},
                      .result = types::string_type()};
  for (size_t at = 1; at < call.arguments.size(); ++at) {
    // Nothing else becomes a text here.
    const DataType& text = call.arguments[at]->type;
    if (!text.is(TypeKind::kString) && !text.is(TypeKind::kVoid)) {
      return unexpected_input_type(call, at, "\"STRING\"");
    }
    signature.arguments.push_back(types::string_type());
  }
  return signature;
}

const Function kFunctions[] = {
    {.name = "array",
     .rule = array_rule,
     .body = "CAST([{*}] AS {type})",
     .nulls = kCustom,
     .usage = "array(expr, ...)",
     .summary = "An array of the arguments."},
    {.name = "array_repeat",
     .rule = array_repeat_rule,
     .implementation = kNative,
     .body = "array_repeat",
     .nulls = kCustom,
     .ends_at_null = places(1),
     .can_raise = true,
     .evaluation = Evaluation::kLastFirst,
     .usage = "array_repeat(element, count)",
     .summary = "An array of the element, count times."},
    {.name = "sequence",
     .rule = sequence_rule,
     .implementation = kNative,
     .body = "sequence",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .usage = "sequence(start, stop[, step])",
     .summary = "Whole numbers, dates or timestamps from start to stop, both included."},
    {.name = "arrays_zip",
     .rule = arrays_zip_rule,
     .implementation = kEmitter,
     .body = "arrays_zip",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate | kForgetsUntyped,
     .usage = "arrays_zip(array, ...)",
     .summary = "An array of structs, the n-th of the n-th elements."},
    {.name = "array_size",
     .rule = array_size_rule,
     .body = "len({0})",
     .traits = kRewrittenLate,
     .usage = "array_size(array)",
     .summary = "How many elements an array has."},
    {.name = "array_compact",
     .rule = array_compact_rule,
     .body = "list_filter({0}, lambda e: e IS NOT NULL)",
     .traits = kRewrittenLate,
     .usage = "array_compact(array)",
     .summary = "The elements that are not NULL."},
    {.name = "array_distinct",
     .rule = array_distinct_rule,
     .implementation = kNative,
     .body = "array_distinct",
     .traits = kForgetsUntyped,
     .usage = "array_distinct(array)",
     .summary = "Each element once, where it stood first."},
    {.name = "array_max",
     .rule = array_max_rule,
     .body = "list_max({0})",
     .usage = "array_max(array)",
     .summary = "The greatest element; NULLs are left out."},
    {.name = "array_max.nested",
     .rule = array_max_rule,
     .implementation = kNative,
     .body = "array_max"},
    {.name = "array_min",
     .rule = array_min_rule,
     .body = "list_min({0})",
     .usage = "array_min(array)",
     .summary = "The least element; NULLs are left out."},
    {.name = "array_min.nested",
     .rule = array_min_rule,
     .implementation = kNative,
     .body = "array_min"},
    {.name = "sort_array",
     .rule = sort_array_rule,
     .implementation = kNative,
     .body = "sort_array",
     .constants = places(1),
     .traits = kForgetsUntyped | kConstantsLast,
     .usage = "sort_array(array[, ascending])",
     .summary = "The elements in order, NULLs first, or the other way round."},
    {.name = "array_sort.plain",
     .rule = array_sort_rule,
     .implementation = kNative,
     .body = "array_sort"},
    {.name = "shuffle",
     .rule = shuffle_rule,
     .implementation = kNative,
     .body = "shuffle",
     .determinism = Determinism::kVolatile,
     .constants = places(1),
     .traits = kForgetsUntyped,
     .usage = "shuffle(array[, seed])",
     .summary = "The elements in random order."},
    {.name = "shuffle.seeded",
     .rule = shuffle_rule,
     .implementation = kNative,
     .body = "shuffle_seeded",
     .nulls = kCustom,
     .determinism = Determinism::kByRowOrder},
    {.name = "flatten",
     .rule = flatten_rule,
     .body = "CASE WHEN list_count({0}) = len({0}) THEN flatten({0}) END",
     .usage = "flatten(array)",
     .summary = "The elements of all arrays of an array; NULL if one of them is NULL."},
    {.name = "slice",
     .rule = slice_rule,
     .implementation = kNative,
     .body = "slice",
     .can_raise = true,
     .usage = "slice(array, start, length)",
     .summary = "Elements from a place on, counted from 1 or, negative, from the end."},
    {.name = "array_join",
     .rule = array_join_rule,
     .implementation = kNative,
     .body = "array_join",
     .nulls = NullRule::kNullWhenComputed,
     .traits = kForgetsUntyped,
     .usage = "array_join(array, delimiter[, nullReplacement])",
     .summary = "The elements as one text; NULLs are left out or replaced."},
};

}  // namespace

std::span<const Function> array_functions() { return kFunctions; }

}  // namespace tarn::plan
