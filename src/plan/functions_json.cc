#include <algorithm>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/document_rules.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::string_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

Result<Signature> to_json_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  DataType type = call.arguments[0]->type;
  if (type.is(TypeKind::kVoid)) type = DataType::array(string_type());
  if (!type.is_nested() && !type.is(TypeKind::kVariant)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "Input schema \"" + type.sql() +
                            "\" must be a struct, an array, a map or a variant.",
                 .condition = "DATATYPE_MISMATCH.INVALID_JSON_SCHEMA",
                 .sqlstate = "42K09"};
  }
  Signature signature{.arguments = {type}, .result = string_type(), .may_be_null = true};
  if (call.arguments.size() == 2) signature.arguments.push_back(call.arguments[1]->type);
  return signature;
}

Result<Signature> to_csv_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  const DataType& type = call.arguments[0]->type;
  const bool has_variant = type.is(TypeKind::kStruct) &&
                           std::ranges::any_of(type.fields(), [](const types::Field& field) {
                             return contains_variant(field.type);
                           });
  if (has_variant || (!type.is(TypeKind::kStruct) && !type.is(TypeKind::kVoid))) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "The input of `to_csv` can't be \"" + type.sql() + "\" type data.",
                 .condition = "DATATYPE_MISMATCH.UNSUPPORTED_INPUT_TYPE",
                 .sqlstate = "42K09"};
  }
  Signature signature{.arguments = {type}, .result = string_type(), .may_be_null = true};
  if (type.is(TypeKind::kVoid)) {
    signature.arguments[0] = DataType::structure({{.name = "col1", .type = string_type()}});
  }
  if (call.arguments.size() == 2) signature.arguments.push_back(call.arguments[1]->type);
  return signature;
}

// Nothing else becomes a string here by itself.
template <DataType (*kResult)(), size_t kArguments>
Result<Signature> of_strings(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, kArguments, kArguments));
  for (size_t at = 0; at < kArguments; ++at) {
    const DataType& type = call.arguments[at]->type;
    if (!type.is(TypeKind::kString) && !type.is(TypeKind::kVoid)) {
      return unexpected_input_type(call, at, "\"STRING\"");
    }
  }
  return Signature{.arguments = std::vector<DataType>(kArguments, string_type()),
                   .result = kResult(),
                   .may_be_null = true};
}

Result<Signature> object_keys_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, (of_strings<string_type, 1>(call)));
  signature.result = DataType::array(string_type());
  return signature;
}

const Function kFunctions[] = {
    {.name = "from_csv",
     .rule = from_document_rule,
     .implementation = kNative,
     .body = "from_csv",
     .nulls = NullRule::kCustom,
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "from_csv(csv, schema[, options])",
     .summary = "The struct that a line of CSV holds, by a schema."},
    {.name = "to_csv",
     .rule = to_csv_rule,
     .implementation = kNative,
     .body = "to_csv",
     .traits = kForgetsUntyped,
     .usage = "to_csv(struct[, options])",
     .summary = "The struct as a line of CSV."},
    {.name = "schema_of_csv",
     .rule = schema_of_document_rule,
     .implementation = kNative,
     .body = "schema_of_csv",
     .can_raise = true,
     .constants = places(0),
     .usage = "schema_of_csv(csv[, options])",
     .summary = "The schema of a line of CSV, as DDL."},
    {.name = "schema_of_json",
     .rule = schema_of_document_rule,
     .implementation = kNative,
     .body = "schema_of_json",
     .can_raise = true,
     .constants = places(0),
     .usage = "schema_of_json(json[, options])",
     .summary = "The schema of a JSON document, as DDL."},
    {.name = "json_array_length",
     .rule = of_strings<types::int_type, 1>,
     .implementation = kNative,
     .body = "json_array_length",
     .traits = kForgetsUntyped,
     .usage = "json_array_length(json)",
     .summary = "How many elements a JSON array has; NULL of anything else."},
    {.name = "json_object_keys",
     .rule = object_keys_rule,
     .implementation = kNative,
     .body = "json_object_keys",
     .traits = kForgetsUntyped,
     .usage = "json_object_keys(json)",
     .summary = "The names of a JSON object's fields; NULL of anything else."},
    {.name = "from_json",
     .rule = from_document_rule,
     .implementation = kNative,
     .body = "from_json",
     .nulls = NullRule::kCustom,
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "from_json(json, schema[, options])",
     .summary = "The value that a JSON document holds, by a schema."},
    {.name = "to_json",
     .rule = to_json_rule,
     .implementation = kNative,
     .body = "to_json",
     .traits = kForgetsUntyped,
     .usage = "to_json(expr[, options])",
     .summary = "The value as a JSON document."},
    {.name = "get_json_object",
     .rule = of_strings<string_type, 2>,
     .implementation = kNative,
     .body = "get_json_object",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kTogether,
     .traits = kForgetsUntyped,
     .usage = "get_json_object(json, path)",
     .summary = "What a path leads to in a JSON document, as a string."},
    {.name = "get_json_object.path",
     .rule = fixed_may_be_null<string_type, Want::kString, Want::kString>,
     .implementation = kNative,
     .body = "json_path"},
};

}  // namespace

std::span<const Function> json_functions() { return kFunctions; }

}  // namespace tarn::plan
