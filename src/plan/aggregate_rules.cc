#include "plan/aggregate_rules.h"

#include <cstdlib>
#include <optional>
#include <string>

#include "plan/collection_rules.h"
#include "plan/constants.h"

namespace tarn::plan {

namespace {

using types::TypeKind;

std::string text_at(const CallSite& call, size_t at) {
  return at < call.texts.size() ? call.texts[at] : "argument " + std::to_string(at + 1);
}

// The number that a value is, or writes.
std::optional<double> number_of(const types::Value& value, const types::DataType& type) {
  if (value.is_null() || (!type.is_numeric() && !type.is(TypeKind::kString))) return std::nullopt;
  const std::string text = types::hive_text(value, type);
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return end == text.c_str() ? std::nullopt : std::optional(number);
}

Error out_of_range(const CallSite& call, size_t at, const ConstantRange& range) {
  return type_mismatch("VALUE_OUT_OF_RANGE", "The " + std::string(range.parameter) +
                                                 " must be between " + std::string(range.bounds) +
                                                 " (current value = " + text_at(call, at) + ").");
}

}  // namespace

Status expect_constant(const CallSite& call, size_t at, std::string_view parameter,
                       std::string_view type) {
  if (is_constant(*call.arguments[at])) return ok();
  return type_mismatch("NON_FOLDABLE_INPUT", "the input `" + std::string(parameter) +
                                                 "` should be a foldable \"" + std::string(type) +
                                                 "\" expression; however, got \"" +
                                                 text_at(call, at) + "\".");
}

Status expect_constant_in(const CallSite& call, size_t at, const ConstantRange& range) {
  RETURN_IF_ERROR(expect_constant(call, at, range.parameter, range.type));
  const Expression& argument = *call.arguments[at];
  if (is_null_literal(argument)) {
    if (range.null == NullConstant::kIsZero) return out_of_range(call, at, range);
    return type_mismatch("UNEXPECTED_NULL",
                         "The " + std::string(range.parameter) + " must not be null.");
  }
  const auto* literal = std::get_if<Literal>(&argument.content);
  if (literal == nullptr) return ok();
  const auto* list = argument.type.is(TypeKind::kArray)
                         ? std::get_if<types::ValueList>(&literal->value.content)
                         : nullptr;
  const types::DataType& type = list == nullptr ? argument.type : argument.type.element();
  for (const types::Value& value : list == nullptr ? types::ValueList{literal->value} : *list) {
    const auto number = number_of(value, type);
    if (number && (*number < range.min || *number > range.max)) {
      return out_of_range(call, at, range);
    }
  }
  return ok();
}

}  // namespace tarn::plan
