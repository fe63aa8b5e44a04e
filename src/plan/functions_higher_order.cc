// Functions that take functions. resolve_lambda.cc has typed their lambdas, with parameters as
// these rules read them back, when a rule is asked.

#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/function_families.h"

namespace tarn::plan {

namespace {

using types::boolean;
using types::DataType;
using types::TypeKind;

constexpr auto kEmitter = Implementation::kEmitter;

const Expression& body_of(const Expression& lambda) {
  return *std::get<Lambda>(lambda.content).body;
}

Status expect_condition(const CallSite& call, size_t at) {
  if (call.arguments[at]->type.is(TypeKind::kBoolean)) return ok();
  return unexpected_input_type(call, at, "\"BOOLEAN\"");
}

Result<Signature> transform_rule(const CallSite& call) {
  const Expression& body = body_of(*call.arguments[1]);
  return Signature{.arguments = {call.arguments[0]->type, body.type},
                   .result = DataType::array(body.type, body.nullable),
                   .nullable = call.arguments[0]->nullable};
}

Result<Signature> filter_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_condition(call, 1));
  const DataType& collection = call.arguments[0]->type;
  return Signature{.arguments = {collection, boolean()},
                   .result = collection,
                   .nullable = call.arguments[0]->nullable};
}

Result<Signature> exists_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_condition(call, 1));
  const bool nullable = call.arguments[0]->nullable || body_of(*call.arguments[1]).nullable;
  return Signature{.arguments = {call.arguments[0]->type, boolean()},
                   .result = boolean(),
                   .nullable = nullable,
                   .may_be_null = nullable};
}

Result<Signature> aggregate_rule(const CallSite& call) {
  const DataType& zero = call.arguments[1]->type;
  const DataType& merged = call.arguments[2]->type;
  if (!same_structure(zero, merged)) {
    return unexpected_input_type(call, 2, "\"" + zero.sql() + "\"");
  }
  Signature signature{
      .arguments = {call.arguments[0]->type, zero, merged}, .result = zero, .may_be_null = true};
  if (call.arguments.size() == 4) {
    signature.result = call.arguments[3]->type;
    signature.arguments.push_back(signature.result);
    signature.may_be_null = body_of(*call.arguments[3]).nullable;
  }
  return signature;
}

Result<Signature> zip_with_rule(const CallSite& call) {
  const Expression& body = body_of(*call.arguments[2]);
  return Signature{.arguments = {call.arguments[0]->type, call.arguments[1]->type, body.type},
                   .result = DataType::array(body.type, body.nullable),
                   .nullable = call.arguments[0]->nullable || call.arguments[1]->nullable};
}

Result<Signature> array_sort_rule(const CallSite& call) {
  const DataType& order = call.arguments[1]->type;
  if (!order.is(TypeKind::kInt)) {
    return type_mismatch("UNEXPECTED_RETURN_TYPE",
                         "The `lambdafunction` requires return \"INT\" type, but the actual is \"" +
                             order.sql() + "\" type.");
  }
  return Signature{.arguments = {call.arguments[0]->type, order},
                   .result = call.arguments[0]->type,
                   .nullable = call.arguments[0]->nullable};
}

Result<Signature> transform_keys_rule(const CallSite& call) {
  const DataType& map = call.arguments[0]->type;
  const DataType& key = call.arguments[1]->type;
  RETURN_IF_ERROR(expect_map_key(key));
  return Signature{.arguments = {map, key},
                   .result = DataType::map(key, map.value(), map.contains_null()),
                   .nullable = call.arguments[0]->nullable};
}

Result<Signature> transform_values_rule(const CallSite& call) {
  const DataType& map = call.arguments[0]->type;
  const Expression& body = body_of(*call.arguments[1]);
  return Signature{.arguments = {map, body.type},
                   .result = DataType::map(map.key(), body.type, body.nullable),
                   .nullable = call.arguments[0]->nullable};
}

Result<Signature> map_zip_with_rule(const CallSite& call) {
  const Expression& body = body_of(*call.arguments[2]);
  const DataType& map = call.arguments[0]->type;
  return Signature{.arguments = {map, call.arguments[1]->type, body.type},
                   .result = DataType::map(map.key(), body.type, body.nullable),
                   .nullable = call.arguments[0]->nullable || call.arguments[1]->nullable};
}

const Function kFunctions[] = {
    {.name = "transform",
     .rule = transform_rule,
     .implementation = kEmitter,
     .body = "transform",
     .traits = kRewrittenLate,
     .usage = "transform(array, x -> expr), transform(array, (x, i) -> expr)",
     .summary = "An array of what a function makes of each element."},
    {.name = "filter",
     .rule = filter_rule,
     .implementation = kEmitter,
     .body = "filter",
     .traits = kRewrittenLate,
     .usage = "filter(array, x -> condition), filter(array, (x, i) -> condition)",
     .summary = "The elements for which a condition is true."},
    {.name = "exists",
     .rule = exists_rule,
     .implementation = kEmitter,
     .body = "exists",
     .traits = kRewrittenLate,
     .usage = "exists(array, x -> condition)",
     .summary = "Whether a condition is true for an element."},
    {.name = "forall",
     .rule = exists_rule,
     .implementation = kEmitter,
     .body = "forall",
     .traits = kRewrittenLate,
     .usage = "forall(array, x -> condition)",
     .summary = "Whether a condition is true for all elements."},
    {.name = "aggregate",
     .rule = aggregate_rule,
     .implementation = kEmitter,
     .body = "aggregate",
     .traits = kRewrittenLate,
     .usage = "aggregate(array, start, (acc, x) -> expr[, acc -> expr])",
     .summary = "What a function makes of a start and each element in turn."},
    {.name = "reduce", .alias_of = "aggregate"},
    {.name = "zip_with",
     .rule = zip_with_rule,
     .implementation = kEmitter,
     .body = "zip_with",
     .traits = kRewrittenLate,
     .usage = "zip_with(array1, array2, (x, y) -> expr)",
     .summary = "An array of what a function makes of the n-th elements; the shorter array is "
                "filled up with NULLs."},
    {.name = "array_sort",
     .rule = array_sort_rule,
     .implementation = kEmitter,
     .body = "array_sort",
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "array_sort(array[, (a, b) -> expr])",
     .summary = "The elements in ascending order, NULLs last, or as a function compares them."},
    {.name = "map_filter",
     .rule = filter_rule,
     .implementation = kEmitter,
     .body = "map_filter",
     .traits = kRewrittenLate,
     .usage = "map_filter(map, (k, v) -> condition)",
     .summary = "The entries for which a condition is true."},
    {.name = "transform_keys",
     .rule = transform_keys_rule,
     .implementation = kEmitter,
     .body = "transform_keys",
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "transform_keys(map, (k, v) -> expr)",
     .summary = "A map with other keys. A key that comes twice raises."},
    {.name = "transform_keys.last",
     .rule = transform_keys_rule,
     .implementation = kEmitter,
     .body = "transform_keys",
     .can_raise = true},
    {.name = "transform_values",
     .rule = transform_values_rule,
     .implementation = kEmitter,
     .body = "transform_values",
     .traits = kRewrittenLate,
     .usage = "transform_values(map, (k, v) -> expr)",
     .summary = "A map with other values."},
    {.name = "map_zip_with",
     .rule = map_zip_with_rule,
     .implementation = kEmitter,
     .body = "map_zip_with",
     .traits = kRewrittenLate,
     .usage = "map_zip_with(map1, map2, (k, v1, v2) -> expr)",
     .summary = "A map of what a function makes of the values that two maps have for a key."},
};

}  // namespace

std::span<const Function> higher_order_functions() { return kFunctions; }

}  // namespace tarn::plan
