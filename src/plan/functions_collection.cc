// Functions of more than one kind of collection: their size, their elements, structs, the order of
// nested values.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/function_families.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::Field;
using types::int_type;
using types::TypeKind;

constexpr auto kEmitter = Implementation::kEmitter;
constexpr auto kNative = Implementation::kNative;

// The resolver knows the names of the fields: the call's type comes from there.
Result<Signature> struct_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, SIZE_MAX));
  Signature signature{.nullable = false};
  std::vector<Field> fields;
  for (const ExpressionPtr& argument : call.arguments) {
    signature.arguments.push_back(argument->type);
    fields.push_back({.name = "col" + std::to_string(fields.size() + 1),
                      .type = argument->type,
                      .nullable = argument->nullable});
  }
  signature.result = DataType::structure(std::move(fields));
  return signature;
}

Result<Signature> size_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  if (type.is(TypeKind::kMap)) {
    return Signature{.arguments = {type}, .result = int_type(), .variant = "size.map"};
  }
  if (type.is(TypeKind::kVoid)) {
    return Signature{.arguments = {DataType::array(DataType())}, .result = int_type()};
  }
  if (!type.is(TypeKind::kArray)) return unexpected_input_type(call, 0, "(\"ARRAY\" or \"MAP\")");
  return Signature{.arguments = {type}, .result = int_type()};
}

// Of array(a, b)[1] it is known that it is b; and what lies beyond the last raises, and is never
// NULL. `first`: where the first element is.
bool element_may_be_null(const CallSite& call, int64_t first) {
  if (call.ansi == AnsiMode::kOff || call.name.starts_with("try_")) return true;
  const auto* array = std::get_if<Call>(&call.arguments[0]->content);
  const auto place = literal_integer(*call.arguments[1]);
  if (array == nullptr || array->function->name != "array" || !place) return true;
  const auto length = static_cast<int64_t>(array->arguments.size());
  const int64_t at = first == 1 && *place < 0 ? length + *place : *place - first;
  if (at < 0 || at >= length) return false;
  return array->arguments[static_cast<size_t>(at)]->nullable;
}

// Positions count from 1 in an array; in a map the key is looked up.
Result<Signature> element_at_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& type = call.arguments[0]->type;
  if (type.is(TypeKind::kMap)) {
    ASSIGN_OR_RETURN(const MapAndKey types, map_and_key(call));
    return Signature{.arguments = {types.map, types.key},
                     .result = type.value(),
                     .may_be_null = true,
                     .variant = "element_at.map"};
  }
  if (!type.is(TypeKind::kArray)) return unexpected_input_type(call, 0, "(\"ARRAY\" or \"MAP\")");
  RETURN_IF_ERROR(expect_int(call, 1));
  if (call.arguments[1]->type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 1, "\"INT\"");
  }
  return Signature{.arguments = {type, int_type()},
                   .result = type.element(),
                   .may_be_null = element_may_be_null(call, 1)};
}

// Whether a part of a nested key takes the type that it has in the map. Numbers do, whatever they
// lose; without ANSI, only whole ones in arrays.
bool part_fits(const DataType& from, const DataType& to, AnsiMode ansi) {
  const bool strict = ansi == AnsiMode::kOn;
  if (from.is(TypeKind::kArray) && to.is(TypeKind::kArray)) {
    if (from.element().is(TypeKind::kVoid)) return !from.contains_null();
    return part_fits(from.element(), to.element(), ansi);
  }
  if (from.is(TypeKind::kStruct) && to.is(TypeKind::kStruct)) {
    if (!strict) return from.same_ignoring_nullability(to);
    return std::ranges::equal(from.fields(), to.fields(), [&](const auto& a, const auto& b) {
      return part_fits(a.type, b.type, ansi);
    });
  }
  const bool are_numbers =
      strict ? from.is_numeric() && to.is_numeric() : from.is_integral() && to.is_integral();
  return are_numbers || (from.is_datetime() && to.is_datetime()) ||
         (to.is(TypeKind::kString) && !from.is_nested()) || from == to;
}

bool key_fits(const Expression& key, const DataType& wanted, AnsiMode ansi) {
  const DataType& type = key.type;
  const bool has_parts = type.is(TypeKind::kArray) || type.is(TypeKind::kStruct);
  if (has_parts && type.kind() == wanted.kind()) return part_fits(type, wanted, ansi);
  const bool reads_text = type.is(TypeKind::kString) && wanted.is_interval();
  const bool are_times = type.is(TypeKind::kTime) && wanted.is(TypeKind::kTime);
  return reads_text || are_times || (type.is_numeric() && wanted.is_numeric()) ||
         can_cast_implicitly(key, wanted);
}

// a[i]: counts from 0; m[k]: the key takes the map's type.
Result<Signature> subscript_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& type = call.arguments[0]->type;
  const Expression& key = *call.arguments[1];
  if (type.is(TypeKind::kMap)) {
    const bool of_time = (key.type.is(TypeKind::kTime) && type.key().is_datetime()) ||
                         (key.type.is_datetime() && type.key().is(TypeKind::kTime));
    if (of_time) {
      return type_mismatch("CAST_WITHOUT_SUGGESTION", "cannot cast \"" + key.type.sql() +
                                                          "\" to \"" + type.key().sql() + "\".");
    }
    if (!key_fits(key, type.key(), call.ansi)) {
      return unexpected_input_type(call, 1, "\"" + type.key().sql() + "\"");
    }
    return Signature{.arguments = {type, type.key()},
                     .result = type.value(),
                     .may_be_null = true,
                     .variant = "subscript.map"};
  }
  if (!type.is(TypeKind::kArray)) return unexpected_input_type(call, 0, "(\"ARRAY\" or \"MAP\")");
  if (!key.type.is_integral() && !key.type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 1, "\"INTEGRAL\"");
  }
  return Signature{.arguments = {type, int_type()},
                   .result = type.element(),
                   .may_be_null = element_may_be_null(call, 0)};
}

Result<Signature> get_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  if (call.arguments[0]->type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"ARRAY\"");
  }
  ASSIGN_OR_RETURN(const DataType array, array_argument(call, 0));
  // The index is cast as an array's subscript is: a fraction is cut, what is too great raises.
  const DataType& index = call.arguments[1]->type;
  if (!index.is_numeric() && !can_cast_implicitly(*call.arguments[1], int_type(), call.ansi)) {
    return unexpected_input_type(call, 1, "\"INT\"");
  }
  return Signature{
      .arguments = {array, int_type()}, .result = array.element(), .may_be_null = true};
}

// Only as variants: greatest() and least() pick them where their arguments are nested.
Result<Signature> variant_only(const CallSite& call) { return all_common(call, 2); }

const Function kFunctions[] = {
    {.name = "struct",
     .rule = struct_rule,
     .body = "row({*})",
     .nulls = NullRule::kCustom,
     .usage = "struct(expr, ...), named_struct(name, expr, ...)",
     .summary = "A struct of the arguments."},
    {.name = "size",
     .rule = size_rule,
     .body = "len({0})",
     .nulls = NullRule::kNullWhenComputed,
     .traits = kForgetsUntyped | kHidesValue,
     .usage = "size(expr)",
     .summary = "How many elements an array or entries a map has."},
    {.name = "size.map", .rule = size_rule, .body = "cardinality({0})", .traits = kHidesValue},
    {.name = "cardinality", .alias_of = "size"},
    {.name = "element_at",
     .rule = element_at_rule,
     .implementation = kEmitter,
     .body = "element_at",
     .can_raise = true,
     .usage = "element_at(array|map, key)",
     .summary = "An element by its place from 1, or from the end; the value of a key."},
    {.name = "try_element_at",
     .rule = element_at_rule,
     .implementation = kEmitter,
     .body = "try_element_at",
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "try_element_at(array|map, key)",
     .summary = "As element_at(), but NULL outside the array."},
    {.name = "element_at.map", .rule = element_at_rule, .body = "map_extract_value({0}, {1})"},
    // array[index], map[key]: what is no function's name in Spark is none here.
    {.name = "element_at.subscript",
     .rule = subscript_rule,
     .implementation = kEmitter,
     .body = "subscript",
     .can_raise = true},
    {.name = "subscript.map", .rule = subscript_rule, .body = "map_extract_value({0}, {1})"},
    {.name = "get",
     .rule = get_rule,
     .body = "CASE WHEN {1} < 0 THEN NULL ELSE list_extract({0}, CAST({1} AS BIGINT) + 1) END",
     .usage = "get(array, index)",
     .summary = "An element by its place from 0; NULL outside the array."},
    {.name = "greatest.nested",
     .rule = variant_only,
     .implementation = kNative,
     .body = "nested_greatest",
     .nulls = NullRule::kCustom,
     .traits = kSymmetric},
    {.name = "least.nested",
     .rule = variant_only,
     .implementation = kNative,
     .body = "nested_least",
     .nulls = NullRule::kCustom,
     .traits = kSymmetric},
};

}  // namespace

std::span<const Function> collection_functions() { return kFunctions; }

}  // namespace tarn::plan
