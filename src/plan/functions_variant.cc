// VARIANT: out of JSON and other values, along paths, its schema and its parts.

#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::string_type;
using types::TypeKind;
using types::variant_type;

constexpr auto kNative = Implementation::kNative;

// No other type becomes a VARIANT, or a document, by itself here.
Result<Signature> of_one(const CallSite& call, const DataType& wanted, const DataType& result) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  if (!type.is(wanted.kind()) && !type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"" + wanted.sql() + "\"");
  }
  return Signature{.arguments = {wanted}, .result = result};
}

Result<Signature> parse_rule(const CallSite& call) {
  return of_one(call, string_type(), variant_type());
}
Result<Signature> try_parse_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, parse_rule(call));
  signature.may_be_null = true;
  return signature;
}
Result<Signature> is_null_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, of_one(call, variant_type(), types::boolean()));
  signature.nullable = false;
  return signature;
}
Result<Signature> is_valid_rule(const CallSite& call) {
  return of_one(call, variant_type(), types::boolean());
}
Result<Signature> schema_rule(const CallSite& call) {
  return of_one(call, variant_type(), string_type());
}
Result<Signature> schema_aggregate_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, schema_rule(call));
  signature.nullable = false;
  return signature;
}

// The type has become the call's (resolve_variant.cc).
Result<Signature> get_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& value = call.arguments[0]->type;
  if (!value.is(TypeKind::kVariant) && !value.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"VARIANT\"");
  }
  const DataType& path = call.arguments[1]->type;
  if (!path.is(TypeKind::kString) && !path.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 1, "\"STRING\"");
  }
  return Signature{
      .arguments = {variant_type(), string_type()}, .result = variant_type(), .may_be_null = true};
}

Result<Signature> object_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  if (!type.is_nested() || !has_variant_object(type)) {
    return type_mismatch("CAST_WITHOUT_SUGGESTION",
                         "cannot cast \"" + type.sql() + "\" to \"VARIANT\".");
  }
  return Signature{.arguments = {type}, .result = variant_type()};
}

Result<Signature> explode_rule(const CallSite& call) {
  return of_one(
      call, variant_type(),
      DataType::structure({{.name = "pos", .type = types::int_type(), .nullable = false},
                           {.name = "key", .type = string_type()},
                           {.name = "value", .type = variant_type(), .nullable = false}}));
}

const Function kFunctions[] = {
    {.name = "parse_json",
     .rule = parse_rule,
     .implementation = kNative,
     .body = "parse_json",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "parse_json(json)",
     .summary = "The document as a VARIANT."},
    {.name = "try_parse_json",
     .rule = try_parse_rule,
     .implementation = kNative,
     .body = "try_parse_json",
     .traits = kForgetsUntyped,
     .usage = "try_parse_json(json)",
     .summary = "The document as a VARIANT; NULL where it is malformed."},
    {.name = "variant_get",
     .rule = get_rule,
     .implementation = kNative,
     .body = "variant_get",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "variant_get(variant, path[, type])",
     .summary = "What a path leads to, cast to a type."},
    {.name = "try_variant_get",
     .rule = get_rule,
     .implementation = kNative,
     .body = "try_variant_get",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "try_variant_get(variant, path[, type])",
     .summary = "What a path leads to, cast to a type; NULL where it is none of that type."},
    {.name = "is_variant_null",
     .rule = is_null_rule,
     .implementation = kNative,
     .body = "is_variant_null",
     .nulls = NullRule::kCustom,
     .traits = kForgetsUntyped,
     .usage = "is_variant_null(variant)",
     .summary = "Whether the VARIANT holds JSON's null."},
    {.name = "is_valid_variant",
     .rule = is_valid_rule,
     .implementation = kNative,
     .body = "is_valid_variant",
     .traits = kForgetsUntyped,
     .usage = "is_valid_variant(variant)",
     .summary = "Whether the VARIANT is well formed, which all are here."},
    {.name = "schema_of_variant",
     .rule = schema_rule,
     .implementation = kNative,
     .body = "schema_of_variant",
     .traits = kForgetsUntyped,
     .usage = "schema_of_variant(variant)",
     .summary = "The types inside of a VARIANT, as text."},
    {.name = "schema_of_variant_agg",
     .kind = FunctionKind::kAggregate,
     .rule = schema_aggregate_rule,
     .implementation = kNative,
     .body = "schema_of_variant_agg",
     .usage = "schema_of_variant_agg(variant)",
     .summary = "The types inside of all VARIANTs of the group, merged."},
    {.name = "to_variant_object",
     .rule = object_rule,
     .implementation = kNative,
     .body = "cast",
     .usage = "to_variant_object(value)",
     .summary = "An array, a map or a struct as a VARIANT, of objects and arrays."},
    {.name = "variant_explode",
     .kind = FunctionKind::kGenerator,
     .rule = explode_rule,
     .implementation = kNative,
     .body = "variant_entries",
     .traits = kOnlyInFrom,
     .usage = "variant_explode(variant), variant_explode_outer(variant)",
     .summary = "A row for each part of an array or an object; in FROM only."},
    {.name = "variant_explode_outer", .alias_of = "variant_explode"},
};

}  // namespace

std::span<const Function> variant_functions() { return kFunctions; }

}  // namespace tarn::plan
