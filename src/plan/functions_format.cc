// Values as formatted text, and back.

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"
#include "types/number_format.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::string_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

Result<Signature> format_string_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, SIZE_MAX));
  ASSIGN_OR_RETURN(DataType format, accept(call, 0, Want::kString));
  if (const auto text = literal_string(*call.arguments[0]);
      text && text->find("%0$") != std::string::npos) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "The value of parameter(s) `strfmt` in `" + std::string(call.name) +
                            "` is invalid: expects %1$, %2$ and so on, but got %0$.",
                 .condition = "INVALID_PARAMETER_VALUE.ZERO_INDEX",
                 .sqlstate = "22023"};
  }
  Signature signature{.arguments = {std::move(format)},
                      .result = string_type(),
                      .nullable = call.arguments[0]->nullable};
  for (size_t at = 1; at < call.arguments.size(); ++at) {
    signature.arguments.push_back(call.arguments[at]->type);
  }
  return signature;
}

// The second argument counts decimal places, or is a pattern.
Result<Signature> format_number_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& number = call.arguments[0]->type;
  const DataType& format = call.arguments[1]->type;
  if (!number.is_numeric() && !number.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"NUMERIC\"");
  }
  Signature signature{.arguments = {number.is(TypeKind::kVoid) ? types::double_type() : number},
                      .result = string_type(),
                      .may_be_null = true};
  if (format.is(TypeKind::kString)) {
    signature.arguments.push_back(format);
    return signature;
  }
  // Of the numbers only an INT counts places, by no cast.
  if (!format.is(TypeKind::kInt) && !format.is(TypeKind::kVoid))
    return unexpected_input_type(call, 1, "(\"INT\" or \"STRING\")");
  signature.arguments.push_back(types::int_type());
  return signature;
}

// The format is a constant; it says the result's type. One that is NULL makes a NULL.
Result<Signature> to_number_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kString, Want::kString};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 2, DataType::decimal(10, 0)));
  signature.may_be_null = call.name == "try_to_number";
  if (is_null_literal(*call.arguments[1])) return signature;
  const auto text = literal_string(*call.arguments[1]);
  if (!text) return not_foldable(call, 1, "attributereference", "STRING");
  ASSIGN_OR_RETURN(const auto format, types::NumberFormat::parse(*text));
  signature.result = DataType::decimal(format.precision(), format.scale());
  return signature;
}

Result<Signature> to_char_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const auto number = implicit_decimal(call.arguments[0]->type);
  if (!number) return unexpected_input_type(call, 0, "\"DECIMAL\"");
  ASSIGN_OR_RETURN(DataType format, accept(call, 1, Want::kString));
  Signature signature{
      .arguments = {*number, std::move(format)}, .result = string_type(), .may_be_null = true};
  if (is_null_literal(*call.arguments[1])) return signature;
  const auto text = literal_string(*call.arguments[1]);
  if (!text) return not_foldable(call, 1, "attributereference", "STRING");
  RETURN_IF_ERROR(types::NumberFormat::parse(*text));
  return signature;
}

const Function kFunctions[] = {
    {.name = "format_string",
     .rule = format_string_rule,
     .implementation = kNative,
     .body = "format_string",
     .nulls = NullRule::kCustom,
     .ends_at_null = places(0),
     .can_raise = true,
     .usage = "format_string(format, arg, ...)",
     .summary = "The arguments in the places that a printf-like format gives them."},
    {.name = "printf", .alias_of = "format_string"},
    {.name = "format_number",
     .rule = format_number_rule,
     .implementation = kNative,
     .body = "format_number",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "format_number(expr, places), format_number(expr, pattern)",
     .summary = "A number with separators, rounded half to even; or in a DecimalFormat pattern."},
    {.name = "to_number",
     .rule = to_number_rule,
     .implementation = kNative,
     .body = "to_number",
     .can_raise = true,
     .constants = places(1),
     .usage = "to_number(str, format)",
     .summary = "The decimal that a text in a number format is."},
    {.name = "try_to_number",
     .rule = to_number_rule,
     .implementation = kNative,
     .body = "try_to_number",
     .constants = places(1),
     .usage = "try_to_number(str, format)",
     .summary = "to_number(), NULL where the text does not match."},
    // For numbers; binaries and times become other calls (resolve_text_call.cc).
    {.name = "to_char",
     .rule = to_char_rule,
     .implementation = kNative,
     .body = "to_char",
     .constants = places(1),
     .usage = "to_char(expr, format)",
     .summary = "A number in a number format, a time in a date pattern, a binary in an encoding."},
    {.name = "to_varchar", .alias_of = "to_char"},
};

}  // namespace

std::span<const Function> format_functions() { return kFunctions; }

}  // namespace tarn::plan
