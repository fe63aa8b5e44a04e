// Functions of maps. Those that take functions stand in functions_higher_order.cc.

#include "base/check.h"
#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/function_families.h"

namespace tarn::plan {

namespace {

using types::boolean;
using types::DataType;
using types::string_type;
using types::TypeKind;

constexpr auto kEmitter = Implementation::kEmitter;
constexpr auto kNative = Implementation::kNative;

Result<Signature> map_rule(const CallSite& call) {
  if (call.arguments.size() % 2 != 0) return wrong_number_of_arguments(call, "2n (n > 0)");
  std::vector<DataType> keys;
  std::vector<DataType> values;
  bool null_values = false;
  for (size_t at = 0; at < call.arguments.size(); at += 2) {
    keys.push_back(call.arguments[at]->type);
    values.push_back(call.arguments[at + 1]->type);
    null_values = null_values || call.arguments[at + 1]->nullable;
  }
  const auto key = common_type(keys, call.ansi);
  const auto value = common_type(values, call.ansi);
  if (!key || !value) {
    return type_mismatch(key ? "CREATE_MAP_VALUE_DIFF_TYPES" : "CREATE_MAP_KEY_DIFF_TYPES",
                         "The given " + std::string(key ? "values" : "keys") +
                             " of function `map` should all be the same type.");
  }
  RETURN_IF_ERROR(expect_map_key(*key));
  Signature signature{.result = DataType::map(*key, *value, null_values), .nullable = false};
  for (size_t at = 0; at < call.arguments.size(); at += 2) {
    signature.arguments.push_back(*key);
    signature.arguments.push_back(*value);
  }
  return signature;
}

Result<Signature> map_part(const CallSite& call, bool keys) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  ASSIGN_OR_RETURN(const DataType map, map_argument(call, 0));
  return Signature{.arguments = {map},
                   .result = DataType::array(keys ? map.key() : map.value(), true)};
}
Result<Signature> map_keys_rule(const CallSite& call) { return map_part(call, true); }
Result<Signature> map_values_rule(const CallSite& call) { return map_part(call, false); }

Result<Signature> map_entries_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  ASSIGN_OR_RETURN(const DataType map, map_argument(call, 0));
  const DataType entry = DataType::structure(
      {{.name = "key", .type = map.key(), .nullable = false},
       {.name = "value", .type = map.value(), .nullable = map.contains_null()}});
  return Signature{.arguments = {map}, .result = DataType::array(entry, false)};
}

Result<Signature> map_contains_key_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  if (call.arguments[0]->type.is(TypeKind::kMap) && call.arguments[1]->type.is(TypeKind::kVoid)) {
    return type_mismatch("NULL_TYPE", "Null typed values cannot be used as arguments of `" +
                                          std::string(call.name) + "`.");
  }
  const DataType& map = call.arguments[0]->type;
  const DataType& wanted = call.arguments[1]->type;
  // Numbers meet here as they do in comparisons.
  if (map.is(TypeKind::kMap) && map.key().is_numeric() && wanted.is_numeric()) {
    const auto common = common_type(map.key(), wanted, call.ansi);
    CHECK(common);
    return Signature{
        .arguments = {DataType::map(*common, map.value(), map.contains_null()), *common},
        .result = boolean(),
        .may_be_null = true};
  }
  ASSIGN_OR_RETURN(const MapAndKey types, map_and_key(call));
  return Signature{
      .arguments = {types.map, types.key}, .result = boolean(), .may_be_null = true};
}

Result<Signature> map_concat_rule(const CallSite& call) {
  if (call.arguments.empty()) {
    return Signature{.result = DataType::map(string_type(), string_type(), false),
                     .nullable = false};
  }
  for (const ExpressionPtr& argument : call.arguments) {
    if (argument->type.is(TypeKind::kMap)) continue;
    return type_mismatch("MAP_CONCAT_DIFF_TYPES", "The `map_concat` should all be of type map.");
  }
  ASSIGN_OR_RETURN(Signature signature, all_common(call, 1));
  if (!signature.result.is(TypeKind::kMap)) {
    return type_mismatch("MAP_CONCAT_DIFF_TYPES", "The `map_concat` should all be of type map.");
  }
  return signature;
}

Result<Signature> map_from_arrays_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  ASSIGN_OR_RETURN(const DataType keys, array_argument(call, 0));
  ASSIGN_OR_RETURN(const DataType values, array_argument(call, 1));
  RETURN_IF_ERROR(expect_map_key(keys.element()));
  return Signature{
      .arguments = {keys, values},
      .result = DataType::map(keys.element(), values.element(), values.contains_null())};
}

Result<Signature> map_from_entries_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  const bool pairs = type.is(TypeKind::kArray) && type.element().is(TypeKind::kStruct) &&
                     type.element().fields().size() == 2;
  if (!pairs) return unexpected_input_type(call, 0, "\"ARRAY\" of pair \"STRUCT\"");
  const auto& fields = type.element().fields();
  RETURN_IF_ERROR(expect_map_key(fields[0].type));
  return Signature{.arguments = {type},
                   .result = DataType::map(fields[0].type, fields[1].type, fields[1].nullable),
                   .may_be_null = type.contains_null()};
}

Result<Signature> str_to_map_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 3));
  for (size_t at = 0; at < call.arguments.size(); ++at) {
    const DataType& type = call.arguments[at]->type;
    if (!type.is(TypeKind::kString) && !type.is(TypeKind::kVoid)) {
      return unexpected_input_type(call, at, "\"STRING\"");
    }
  }
  return Signature{.arguments = std::vector<DataType>(call.arguments.size(), string_type()),
                   .result = DataType::map(string_type(), string_type())};
}

const Function kFunctions[] = {
    {.name = "map",
     .rule = map_rule,
     .implementation = kEmitter,
     .body = "map",
     .nulls = NullRule::kCustom,
     .can_raise = true,
     .evaluation = Evaluation::kEntries,
     .usage = "map(key, value, ...)",
     .summary = "A map of keys and values. A key that comes twice raises."},
    {.name = "map_keys",
     .rule = map_keys_rule,
     .body = "map_keys({0})",
     .traits = kForgetsUntyped,
     .usage = "map_keys(map)",
     .summary = "The keys of a map."},
    {.name = "map_values",
     .rule = map_values_rule,
     .body = "map_values({0})",
     .traits = kForgetsUntyped,
     .usage = "map_values(map)",
     .summary = "The values of a map."},
    {.name = "map_entries",
     .rule = map_entries_rule,
     .body = "CASE WHEN {0} IS NULL THEN NULL ELSE list_zip(map_keys({0}), map_values({0})) END",
     .traits = kForgetsUntyped,
     .usage = "map_entries(map)",
     .summary = "An array of structs, one for each key and its value."},
    {.name = "map_contains_key",
     .rule = map_contains_key_rule,
     .body = "list_contains(map_keys({0}), {1})",
     .traits = kRewrittenLate,
     .usage = "map_contains_key(map, key)",
     .summary = "Whether a map has a key."},
    {.name = "map_concat",
     .rule = map_concat_rule,
     .implementation = kNative,
     .body = "map_concat",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate,
     .usage = "map_concat(map, ...)",
     .summary = "The entries of all maps. A key that comes twice raises."},
    {.name = "map_from_arrays",
     .rule = map_from_arrays_rule,
     .implementation = kNative,
     .body = "map_from_arrays",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "map_from_arrays(keys, values)",
     .summary = "A map of an array of keys and one of values."},
    {.name = "map_from_entries",
     .rule = map_from_entries_rule,
     .implementation = kNative,
     .body = "map_from_entries",
     .can_raise = true,
     .usage = "map_from_entries(array)",
     .summary = "A map of an array of pairs; NULL if one of them is NULL."},
    {.name = "str_to_map",
     .rule = str_to_map_rule,
     .implementation = kEmitter,
     .body = "str_to_map",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "str_to_map(text[, pairDelim[, keyValueDelim]])",
     .summary = "A map of a text, cut at two regular expressions."},
    // Where the last of equal keys wins: spark.sql.mapKeyDedupPolicy.
    {.name = "map.last",
     .rule = map_rule,
     .implementation = kEmitter,
     .body = "map",
     .nulls = NullRule::kCustom,
     .can_raise = true,
     .evaluation = Evaluation::kEntries},
    {.name = "map_concat.last",
     .rule = map_concat_rule,
     .implementation = kNative,
     .body = "map_concat.last",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether},
    {.name = "map_from_arrays.last",
     .rule = map_from_arrays_rule,
     .implementation = kNative,
     .body = "map_from_arrays.last",
     .can_raise = true},
    {.name = "map_from_entries.last",
     .rule = map_from_entries_rule,
     .implementation = kNative,
     .body = "map_from_entries.last",
     .can_raise = true},
    {.name = "str_to_map.last",
     .rule = str_to_map_rule,
     .implementation = kEmitter,
     .body = "str_to_map",
     .can_raise = true},
};

}  // namespace

std::span<const Function> map_functions() { return kFunctions; }

}  // namespace tarn::plan
