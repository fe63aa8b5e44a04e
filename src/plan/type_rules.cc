#include "plan/type_rules.h"

#include <algorithm>

#include "plan/coercion.h"
#include "plan/collection_rules.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

std::string ordinal_word(size_t at) {
  constexpr std::array<std::string_view, 5> kWords = {"first", "second", "third", "fourth",
                                                      "fifth"};
  return at < kWords.size() ? std::string(kWords[at]) : std::to_string(at + 1) + "th";
}

std::string_view required_text(Want want) {
  switch (want) {
    case Want::kAny:
      return "\"ANY\"";
    case Want::kOrderable:
      return "\"ORDERABLE\"";
    case Want::kBoolean:
      return "\"BOOLEAN\"";
    case Want::kInt:
      return "\"INT\"";
    case Want::kSmallInt:
      return "(\"INT\" or \"SMALLINT\" or \"TINYINT\")";
    case Want::kLong:
      return "\"BIGINT\"";
    case Want::kDouble:
      return "\"DOUBLE\"";
    case Want::kNumeric:
      return "\"NUMERIC\"";
    case Want::kString:
      return "\"STRING\"";
    case Want::kStringOrBinary:
      return "(\"STRING\" or \"BINARY\")";
    case Want::kBinary:
      return "\"BINARY\"";
    case Want::kDate:
      return "\"DATE\"";
    case Want::kTimestamp:
      return "\"TIMESTAMP\"";
    case Want::kArray:
      return "\"ARRAY\"";
    case Want::kMap:
      return "\"MAP\"";
  }
  CHECK(false);
  return "";
}

std::optional<DataType> implicit(const Expression& argument, DataType wanted, AnsiMode ansi) {
  if (can_cast_implicitly(argument, wanted, ansi)) return wanted;
  return std::nullopt;
}

std::optional<DataType> numeric(const DataType& type) {
  if (type.is_numeric()) return type;
  if (type.is(TypeKind::kString) || type.is(TypeKind::kVoid)) return types::double_type();
  return std::nullopt;
}

std::optional<DataType> of_kind(const DataType& type, TypeKind kind, DataType when_void) {
  if (type.is(kind)) return type;
  if (type.is(TypeKind::kVoid)) return when_void;
  return std::nullopt;
}

std::optional<DataType> small_integer(const Expression& argument) {
  const DataType& type = argument.type;
  const bool fits = type.is(TypeKind::kByte) || type.is(TypeKind::kShort) ||
                    type.is(TypeKind::kInt) || type.is(TypeKind::kString) ||
                    type.is(TypeKind::kVoid);
  return fits ? std::optional(types::int_type()) : std::nullopt;
}

std::optional<DataType> accepted(const Expression& argument, Want want, AnsiMode ansi) {
  const DataType& type = argument.type;
  switch (want) {
    case Want::kAny:
      return type;
    case Want::kOrderable:
      return is_orderable(type) ? std::optional(type) : std::nullopt;
    case Want::kBoolean:
      return implicit(argument, types::boolean(), ansi);
    case Want::kInt:
      return type.is_numeric() ? types::int_type() : implicit(argument, types::int_type(), ansi);
    case Want::kSmallInt:
      return small_integer(argument);
    case Want::kLong:
      return type.is_numeric() ? types::long_type() : implicit(argument, types::long_type(), ansi);
    case Want::kDouble:
      return implicit(argument, types::double_type(), ansi);
    case Want::kNumeric:
      return numeric(type);
    case Want::kString:
      return implicit(argument, types::string_type(), ansi);
    case Want::kStringOrBinary:
      return type.is(TypeKind::kBinary) ? type : implicit(argument, types::string_type(), ansi);
    case Want::kBinary:
      return implicit(argument, types::binary_type(), ansi);
    case Want::kDate:
      return implicit(argument, types::date_type(), ansi);
    case Want::kTimestamp:
      return implicit(argument, types::timestamp_type(), ansi);
    case Want::kArray:
      return of_kind(type, TypeKind::kArray, DataType::array(DataType()));
    case Want::kMap:
      return of_kind(type, TypeKind::kMap, DataType::map(DataType(), DataType()));
  }
  CHECK(false);
  return std::nullopt;
}

std::string text_at(const CallSite& call, size_t at) {
  return at < call.texts.size() ? call.texts[at] : "argument " + std::to_string(at + 1);
}

}  // namespace

Result<DataType> accept(const CallSite& call, size_t at, Want want) {
  CHECK(at < call.arguments.size());
  auto type = accepted(*call.arguments[at], want, call.ansi);
  // A TIME is offered to a parameter that is a time, and there is no such cast.
  const bool wants_time = want == Want::kDate || want == Want::kTimestamp;
  if (!type && wants_time && call.arguments[at]->type.is(TypeKind::kTime)) {
    return type_mismatch("CAST_WITHOUT_SUGGESTION", "cannot cast \"" +
                                                        call.arguments[at]->type.sql() + "\" to " +
                                                        std::string(required_text(want)) + ".");
  }
  if (!type) return unexpected_input_type(call, at, required_text(want));
  return *type;
}

Result<Signature> fixed_signature(const CallSite& call, std::span<const Want> wants, size_t min,
                                  const DataType& result) {
  RETURN_IF_ERROR(expect_arguments(call, min, wants.size()));
  Signature signature;
  for (size_t at = 0; at < call.arguments.size(); ++at) {
    ASSIGN_OR_RETURN(DataType type, accept(call, at, wants[at]));
    signature.arguments.push_back(std::move(type));
  }
  signature.result = result;
  return signature;
}

Error wrong_number_of_arguments(const CallSite& call, std::string_view expected) {
  return Error{.code = ErrorCode::kInvalid,
               .message = "The `" + std::string(call.name) + "` requires " + std::string(expected) +
                          " parameters but the actual number is " +
                          std::to_string(call.arguments.size()) + ".",
               .condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
               .sqlstate = "42605"};
}

Error unexpected_input_type(const CallSite& call, size_t at, std::string_view required) {
  return Error{.code = ErrorCode::kInvalid,
               .message = "The " + ordinal_word(at) + " parameter requires the " +
                          std::string(required) + " type, however \"" + text_at(call, at) +
                          "\" has the type \"" + call.arguments[at]->type.sql() + "\".",
               .condition = "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
               .sqlstate = "42K09"};
}

bool is_rounded_when_turned(const DataType& type) {
  constexpr int kJavaDigits = 34;
  return type.is(TypeKind::kDecimal) && type.precision() > kJavaDigits;
}

Error not_foldable(const CallSite& call, size_t at, std::string_view parameter,
                   std::string_view type) {
  return Error{.code = ErrorCode::kInvalid,
               .message = "the input `" + std::string(parameter) + "` should be a foldable \"" +
                          std::string(type) + "\" expression; however, got \"" + text_at(call, at) +
                          "\".",
               .condition = "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT",
               .sqlstate = "42K09"};
}

Error non_foldable_argument(std::string_view function, std::string_view parameter,
                            std::string_view type) {
  return Error{.code = ErrorCode::kInvalid,
               .message = "The function `" + std::string(function) + "` requires the parameter `" +
                          std::string(parameter) + "` to be a foldable expression of the type \"" +
                          std::string(type) + "\", but the actual argument is a non-foldable.",
               .condition = "NON_FOLDABLE_ARGUMENT",
               .sqlstate = "42K08"};
}

Error different_types(const CallSite& call) {
  std::vector<std::string> seen;
  for (const ExpressionPtr& argument : call.arguments) {
    std::string text = "\"" + argument->type.sql() + "\"";
    if (std::ranges::find(seen, text) == seen.end()) seen.push_back(std::move(text));
  }
  std::string list;
  for (const std::string& text : seen) list += (list.empty() ? "" : " or ") + text;
  return Error{.code = ErrorCode::kInvalid,
               .message = "Input to `" + std::string(call.name) +
                          "` should all be the same type, but it's (" + list + ").",
               .condition = "DATATYPE_MISMATCH.DATA_DIFF_TYPES",
               .sqlstate = "42K09"};
}

Status expect_arguments(const CallSite& call, size_t min, size_t max) {
  const size_t count = call.arguments.size();
  if (count >= min && count <= max) return ok();
  if (max == SIZE_MAX) {
    return wrong_number_of_arguments(call, "> " + std::to_string(min == 0 ? 0 : min - 1));
  }
  if (min == max) return wrong_number_of_arguments(call, std::to_string(min));
  std::string list;
  for (size_t number = min; number <= max; ++number) {
    list += (list.empty() ? "" : ", ") + std::to_string(number);
  }
  return wrong_number_of_arguments(call, "[" + list + "]");
}

std::optional<DataType> implicit_decimal(const DataType& type) {
  if (type.is(TypeKind::kDecimal)) return type;
  if (type.is_integral()) return decimal_of_integral(type);
  if (type.is(TypeKind::kFloat)) return DataType::decimal(14, 7);
  if (type.is(TypeKind::kDouble)) return DataType::decimal(30, 15);
  if (type.is(TypeKind::kString) || type.is(TypeKind::kVoid)) {
    return DataType::decimal(types::kMaxDecimalPrecision, 18);
  }
  return std::nullopt;
}

std::optional<std::string> literal_string(const Expression& expression) {
  const auto* literal = std::get_if<Literal>(&expression.content);
  if (literal == nullptr || !expression.type.is(TypeKind::kString)) return std::nullopt;
  const auto* text = std::get_if<std::string>(&literal->value.content);
  return text == nullptr ? std::nullopt : std::optional(*text);
}

std::optional<int64_t> literal_integer(const Expression& expression) {
  const auto* literal = std::get_if<Literal>(&expression.content);
  if (literal == nullptr || !expression.type.is_integral()) return std::nullopt;
  const auto* value = std::get_if<int64_t>(&literal->value.content);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

Result<Signature> all_common(const CallSite& call, size_t min) {
  RETURN_IF_ERROR(expect_arguments(call, min, SIZE_MAX));
  const auto common = common_type(call.arguments, call.ansi);
  if (!common) return different_types(call);
  return Signature{.arguments = std::vector<DataType>(call.arguments.size(), *common),
                   .result = *common};
}

Result<Signature> comparison(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& left = call.arguments[0]->type;
  const DataType& right = call.arguments[1]->type;
  // A string inside a nested value does not give way to the other side.
  auto common = left.is_nested() && right.is_nested() ? tightest_type(left, right)
                                                      : comparison_type(left, right, call.ansi);
  // Without ANSI a truth value equals 1 or 0.
  const bool equality = call.name == "=" || call.name == "==" || call.name == "<=>";
  if (!common && call.ansi == AnsiMode::kOff && equality) {
    if (left.is(TypeKind::kBoolean) && right.is_numeric()) common = right;
    if (right.is(TypeKind::kBoolean) && left.is_numeric()) common = left;
  }
  // Structs are compared by position, whatever their fields are called.
  if (!common && same_structure(left, right)) common = left;
  if (!common) {
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "the left and right operands of the binary operator have incompatible "
                     "types (\"" +
                     left.sql() + "\" and \"" + right.sql() + "\").",
                 .condition = "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES",
                 .sqlstate = "42K09"};
  }
  if (!is_orderable(*common)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "The `" + std::string(call.name) +
                            "` does not support ordering on type \"" + common->sql() + "\".",
                 .condition = "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
                 .sqlstate = "42K09"};
  }
  return Signature{.arguments = {*common, *common}, .result = types::boolean()};
}

}  // namespace tarn::plan
