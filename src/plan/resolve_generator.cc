// Generators: explode and its kin, wherever they stand.

#include <algorithm>

#include "plan/resolution.h"

namespace tarn::plan {

std::optional<ExpressionResolver::Generator> ExpressionResolver::generator(
    const sql::FunctionCall& call, Span span) {
  const Function* function =
      call.name.parts.size() == 1 ? find_function(call.name.last().name) : nullptr;
  if (function == nullptr || function->kind != FunctionKind::kGenerator) {
    query_.report(call.name.span,
                  {.condition = "UNRESOLVED_ROUTINE",
                   .sqlstate = "42883",
                   .message = "Cannot resolve the generator " + quoted(call.name.text()) + "."});
    return std::nullopt;
  }
  auto arguments = arguments_of(call);
  if (!arguments) return std::nullopt;
  return generator_of(call.name.last().name, std::move(*arguments), span);
}

std::optional<ExpressionResolver::Generator> ExpressionResolver::generator_of(
    const std::string& name, std::vector<Typed> arguments, Span span) {
  const Function* function = find_function(name);
  CHECK(function != nullptr && function->kind == FunctionKind::kGenerator);
  std::string lower = name;
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  std::string text = lower + "(";
  for (size_t at = 0; at < arguments.size(); ++at) {
    text += (at == 0 ? "" : ", ") + arguments[at].text;
  }
  Typed typed = call(*function, std::move(arguments), text + ")", span, lower);
  if (!typed) return std::nullopt;
  const auto& plain = std::get<Call>(typed.expression->content);
  return Generator{.function = plain.function,
                   .arguments = plain.arguments,
                   .columns = typed.expression->type.fields(),
                   .outer = lower.ends_with("_outer")};
}

}  // namespace tarn::plan
