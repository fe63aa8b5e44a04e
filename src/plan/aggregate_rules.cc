#include "plan/aggregate_rules.h"

#include <cstdlib>
#include <optional>
#include <string>

#include "plan/collection_rules.h"

namespace tarn::plan {

namespace {

using types::TypeKind;

std::string text_at(const CallSite& call, size_t at) {
  return at < call.texts.size() ? call.texts[at] : "argument " + std::to_string(at + 1);
}

const Literal* literal_of(const Expression& expression) {
  return std::get_if<Literal>(&expression.content);
}

bool is_null(const Expression& expression) {
  const Literal* literal = literal_of(expression);
  return expression.type.is(TypeKind::kVoid) ||
         (literal != nullptr && std::holds_alternative<std::monostate>(literal->value.content));
}

// The number that a literal is, or writes.
std::optional<double> number_of(const Expression& expression) {
  const Literal* literal = literal_of(expression);
  if (literal == nullptr || is_null(expression)) return std::nullopt;
  if (!expression.type.is_numeric() && !expression.type.is(TypeKind::kString)) return std::nullopt;
  const std::string text = types::hive_text(literal->value, expression.type);
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return end == text.c_str() ? std::nullopt : std::optional(number);
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
  if (is_null(argument)) {
    return type_mismatch("UNEXPECTED_NULL",
                         "The " + std::string(range.parameter) + " must not be null.");
  }
  std::vector<const Expression*> values = {&argument};
  if (const auto* array = std::get_if<Call>(&argument.content);
      array != nullptr && array->function->name == "array") {
    values.clear();
    for (const ExpressionPtr& element : array->arguments) {
      const auto* cast = std::get_if<Cast>(&element->content);
      values.push_back(cast != nullptr ? cast->input.get() : element.get());
    }
  }
  for (const Expression* value : values) {
    const auto number = number_of(*value);
    if (!number || (*number >= range.min && *number <= range.max)) continue;
    return type_mismatch("VALUE_OUT_OF_RANGE", "The " + std::string(range.parameter) +
                                                   " must be between " + std::string(range.bounds) +
                                                   " (current value = " + text_at(call, at) + ").");
  }
  return ok();
}

}  // namespace tarn::plan
