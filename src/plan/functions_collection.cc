#include "plan/coercion.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::boolean;
using types::DataType;
using types::Field;
using types::int_type;
using types::TypeKind;

constexpr auto kEmitter = Implementation::kEmitter;

bool any_nullable(std::span<const ExpressionPtr> arguments) {
  for (const ExpressionPtr& argument : arguments) {
    if (argument->nullable) return true;
  }
  return false;
}

Result<Signature> array_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, all_common(call, 0));
  signature.result = DataType::array(signature.result, any_nullable(call.arguments));
  signature.nullable = false;
  return signature;
}

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
  const auto key = common_type(keys);
  const auto value = common_type(values);
  if (!key || !value) return different_types(call);
  Signature signature{.result = DataType::map(*key, *value, null_values), .nullable = false};
  for (size_t at = 0; at < call.arguments.size(); at += 2) {
    signature.arguments.push_back(*key);
    signature.arguments.push_back(*value);
  }
  return signature;
}

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
  if (!type.is(TypeKind::kArray)) return unexpected_input_type(call, 0, "(\"ARRAY\" or \"MAP\")");
  return Signature{.arguments = {type}, .result = int_type()};
}

Result<Signature> array_contains_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  ASSIGN_OR_RETURN(const DataType array, accept(call, 0, Want::kArray));
  const DataType& wanted = call.arguments[1]->type;
  if (array.element().is(TypeKind::kVoid) || wanted.is(TypeKind::kVoid)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "Null typed values cannot be used as arguments of `" +
                            std::string(call.name) + "`.",
                 .condition = "DATATYPE_MISMATCH.NULL_TYPE",
                 .sqlstate = "42K09"};
  }
  const auto common = common_type(array.element(), wanted);
  if (!common || !is_orderable(*common)) return different_types(call);
  return Signature{.arguments = {DataType::array(*common, array.contains_null()), *common},
                   .result = boolean(),
                   .may_be_null = array.contains_null()};
}

// Positions count from 1 in an array; in a map the key is looked up.
Result<Signature> element_at_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& type = call.arguments[0]->type;
  if (type.is(TypeKind::kMap)) {
    const auto common = common_type(type.key(), call.arguments[1]->type);
    if (!common || !common->same_ignoring_nullability(type.key())) {
      return unexpected_input_type(call, 1, "\"" + type.key().sql() + "\"");
    }
    return Signature{.arguments = {type, type.key()},
                     .result = type.value(),
                     .may_be_null = true,
                     .variant = "map_value"};
  }
  if (!type.is(TypeKind::kArray)) return unexpected_input_type(call, 0, "(\"ARRAY\" or \"MAP\")");
  if (!call.arguments[1]->type.is_integral()) return unexpected_input_type(call, 1, "\"INT\"");
  return Signature{.arguments = {type, int_type()}, .result = type.element(), .may_be_null = true};
}

// a[i]: counts from 0; m[k].
Result<Signature> subscript_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& type = call.arguments[0]->type;
  if (type.is(TypeKind::kMap)) {
    ASSIGN_OR_RETURN(Signature signature, element_at_rule(call));
    // A key may be narrower than the map's keys, or a string that is read as one.
    return signature;
  }
  if (!type.is(TypeKind::kArray)) return unexpected_input_type(call, 0, "(\"ARRAY\" or \"MAP\")");
  if (!call.arguments[1]->type.is_integral()) {
    return unexpected_input_type(call, 1, "\"INTEGRAL\"");
  }
  return Signature{.arguments = {type, int_type()}, .result = type.element(), .may_be_null = true};
}

Result<Signature> get_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  ASSIGN_OR_RETURN(const DataType array, accept(call, 0, Want::kArray));
  if (!call.arguments[1]->type.is_integral()) return unexpected_input_type(call, 1, "\"INTEGRAL\"");
  return Signature{
      .arguments = {array, int_type()}, .result = array.element(), .may_be_null = true};
}

// The lambda's body has been typed by the resolver: its type is the second argument's.
Result<Signature> transform_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  ASSIGN_OR_RETURN(const DataType array, accept(call, 0, Want::kArray));
  const Expression& lambda = *call.arguments[1];
  return Signature{.arguments = {array, lambda.type},
                   .result = DataType::array(lambda.type, lambda.nullable)};
}

Result<Signature> filter_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  ASSIGN_OR_RETURN(const DataType array, accept(call, 0, Want::kArray));
  if (!call.arguments[1]->type.is(TypeKind::kBoolean)) {
    return unexpected_input_type(call, 1, "\"BOOLEAN\"");
  }
  return Signature{.arguments = {array, boolean()}, .result = array};
}

Result<Signature> map_part(const CallSite& call, bool keys) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  ASSIGN_OR_RETURN(const DataType map, accept(call, 0, Want::kMap));
  return Signature{.arguments = {map},
                   .result = keys ? DataType::array(map.key(), false)
                                  : DataType::array(map.value(), map.contains_null())};
}
Result<Signature> map_keys_rule(const CallSite& call) { return map_part(call, true); }
Result<Signature> map_values_rule(const CallSite& call) { return map_part(call, false); }

const Function kFunctions[] = {
    {.name = "array",
     .rule = array_rule,
     .body = "CAST([{*}] AS {type})",
     .nulls = NullRule::kCustom,
     .usage = "array(expr, ...)",
     .summary = "An array of the arguments."},
    {.name = "map",
     .rule = map_rule,
     .implementation = kEmitter,
     .body = "map",
     .nulls = NullRule::kCustom,
     .can_raise = true,
     .usage = "map(key, value, ...)",
     .summary = "A map of keys and values. A key that comes twice raises."},
    {.name = "create_map", .alias_of = "map"},
    {.name = "struct",
     .rule = struct_rule,
     .body = "row({*})",
     .nulls = NullRule::kCustom,
     .usage = "struct(expr, ...), named_struct(name, expr, ...)",
     .summary = "A struct of the arguments."},
    {.name = "size",
     .rule = size_rule,
     .body = "CAST(len({0}) AS INTEGER)",
     .usage = "size(expr)",
     .summary = "How many elements an array or entries a map has."},
    {.name = "size.map", .rule = size_rule, .body = "CAST(cardinality({0}) AS INTEGER)"},
    {.name = "cardinality", .alias_of = "size"},
    {.name = "array_size", .alias_of = "size"},
    {.name = "array_contains",
     .rule = array_contains_rule,
     .body = "CASE WHEN list_contains({0}, {1}) THEN true "
             "WHEN {0} IS NULL OR {1} IS NULL OR len({0}) <> list_aggregate({0}, 'count') "
             "THEN NULL ELSE false END",
     .usage = "array_contains(array, value)",
     .summary = "Whether an array holds a value; NULL if only a NULL might be it."},
    {.name = "element_at",
     .rule = element_at_rule,
     .implementation = kEmitter,
     .body = "element_at",
     .can_raise = true,
     .usage = "element_at(array|map, key)",
     .summary = "An element by its place from 1, or from the end; the value of a key."},
    {.name = "map_value",
     .rule = element_at_rule,
     .body = "map_extract_value({0}, {1})",
     .usage = "map[key]",
     .summary = "The value of a key; NULL without one."},
    {.name = "subscript",
     .rule = subscript_rule,
     .implementation = kEmitter,
     .body = "subscript",
     .can_raise = true,
     .usage = "array[index]",
     .summary = "An element by its place from 0. A place outside raises."},
    {.name = "get",
     .rule = get_rule,
     .body = "CASE WHEN {1} < 0 THEN NULL ELSE list_extract({0}, CAST({1} AS BIGINT) + 1) END",
     .usage = "get(array, index)",
     .summary = "An element by its place from 0; NULL outside the array."},
    {.name = "map_keys",
     .rule = map_keys_rule,
     .body = "map_keys({0})",
     .usage = "map_keys(map)",
     .summary = "The keys of a map."},
    {.name = "map_values",
     .rule = map_values_rule,
     .body = "map_values({0})",
     .usage = "map_values(map)",
     .summary = "The values of a map."},
    {.name = "transform",
     .rule = transform_rule,
     .implementation = kEmitter,
     .body = "transform",
     .usage = "transform(array, x -> expr)",
     .summary = "An array of what a function makes of each element."},
    {.name = "filter",
     .rule = filter_rule,
     .implementation = kEmitter,
     .body = "filter",
     .usage = "filter(array, x -> condition)",
     .summary = "The elements for which a condition is true."},
};

}  // namespace

std::span<const Function> collection_functions() { return kFunctions; }

}  // namespace tarn::plan
