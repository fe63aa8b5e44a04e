#include "plan/coercion.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::string_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

// from_json's schema argument has become the call's type (resolve_special.cc); what is left are the
// document and the options.
Result<Signature> from_json_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  ASSIGN_OR_RETURN(DataType document, accept(call, 0, Want::kString));
  Signature signature{.arguments = {std::move(document)}, .may_be_null = true};
  if (call.arguments.size() == 2) signature.arguments.push_back(call.arguments[1]->type);
  return signature;
}

Result<Signature> to_json_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  const DataType& type = call.arguments[0]->type;
  if (!type.is_nested()) {
    return unexpected_input_type(call, 0, "(\"STRUCT\" or \"ARRAY\" or \"MAP\")");
  }
  Signature signature{.arguments = {type}, .result = string_type(), .may_be_null = true};
  if (call.arguments.size() == 2) signature.arguments.push_back(call.arguments[1]->type);
  return signature;
}

const Function kFunctions[] = {
    {.name = "from_json",
     .rule = from_json_rule,
     .implementation = kNative,
     .body = "from_json",
     .nulls = NullRule::kCustom,
     .can_raise = true,
     .usage = "from_json(json, schema[, options])",
     .summary = "The value that a JSON document holds, by a schema."},
    {.name = "to_json",
     .rule = to_json_rule,
     .implementation = kNative,
     .body = "to_json",
     .usage = "to_json(expr[, options])",
     .summary = "The value as a JSON document."},
    {.name = "get_json_object",
     .rule = fixed_may_be_null<string_type, Want::kString, Want::kString>,
     .implementation = kNative,
     .body = "get_json_object",
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
