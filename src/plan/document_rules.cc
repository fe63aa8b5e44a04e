#include "plan/document_rules.h"

#include <string>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/type_rules.h"

namespace tarn::plan {

using types::DataType;
using types::string_type;
using types::TypeKind;

Result<Signature> from_document_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  const DataType& document = call.arguments[0]->type;
  if (!document.is(TypeKind::kString) && !document.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"STRING\"");
  }
  Signature signature{.arguments = {string_type()}, .may_be_null = true};
  if (call.arguments.size() == 2) signature.arguments.push_back(call.arguments[1]->type);
  return signature;
}

Result<Signature> schema_of_document_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  // schema_of_json: json
  const std::string parameter(call.name.substr(call.name.rfind('_') + 1));
  const Expression& document = *call.arguments[0];
  if (is_null_literal(document)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "The " + parameter + " must not be null.",
                 .condition = "DATATYPE_MISMATCH.UNEXPECTED_NULL",
                 .sqlstate = "42K09"};
  }
  if (!document.type.is(TypeKind::kString)) return unexpected_input_type(call, 0, "\"STRING\"");
  if (!literal_string(document)) return not_foldable(call, 0, parameter, "STRING");
  Signature signature{.arguments = {document.type}, .result = string_type(), .nullable = false};
  if (call.arguments.size() == 2) signature.arguments.push_back(call.arguments[1]->type);
  return signature;
}

}  // namespace tarn::plan
