// Generators: explode and its kin, wherever they stand.

#include <algorithm>

#include "base/ascii.h"
#include "plan/expression_resolver.h"

namespace tarn::plan {

namespace {

// The generators whose one parameter can be named in a call: explode(collection => a).
std::string_view parameter_of(std::string_view generator) {
  if (generator == "inline" || generator == "inline_outer" ||
      generator.starts_with("variant_explode")) {
    return "input";
  }
  return generator.find("explode") != std::string_view::npos ? "collection" : "";
}

QueryResolver::Problem parameter_problem(std::string_view condition, const std::string& name,
                                         const std::string& why) {
  return {.condition = std::string(condition),
          .sqlstate = "4274K",
          .message = "Cannot invoke routine " + quoted(name) + " because " + why + "."};
}

// What is wrong with the names of the arguments, if anything is.
std::optional<QueryResolver::Problem> named_wrongly(
    const std::string& name, const std::vector<sql::FunctionCall::Argument>& arguments) {
  const std::string parameter(parameter_of(name));
  if (arguments.empty() && !parameter.empty()) {
    return parameter_problem("REQUIRED_PARAMETER_NOT_FOUND", name,
                             "the parameter named " + quoted(parameter) +
                                 " is required, but the routine call did not supply a value");
  }
  for (const sql::FunctionCall::Argument& argument : arguments) {
    if (!argument.name) continue;
    if (parameter.empty()) {
      return QueryResolver::Problem{
          .condition = "NAMED_PARAMETERS_NOT_SUPPORTED",
          .sqlstate = "4274K",
          .message = "Named parameters are not supported for function " + quoted(name) + "."};
    }
    if (lower_ascii(argument.name->name) == parameter) continue;
    return parameter_problem("UNRECOGNIZED_PARAMETER_NAME", name,
                             "the routine call included a named argument reference for the "
                             "argument named " +
                                 quoted(argument.name->name) +
                                 ", but this routine has no argument with this name");
  }
  return std::nullopt;
}

}  // namespace

std::optional<ExpressionResolver::Generator> ExpressionResolver::generator(
    const sql::FunctionCall& call, Span span) {
  const Function* function =
      call.name.parts.size() == 1 ? find_function(call.name.last().name) : nullptr;
  if (function == nullptr) {
    query_.report(call.name.span,
                  {.condition = "ROUTINE_NOT_FOUND",
                   .sqlstate = "42883",
                   .message = "The routine " + quoted(call.name) +
                              " cannot be found. Verify the spelling of the generator."});
    return std::nullopt;
  }
  if ((function->traits & kOnlyInFrom) != 0) {
    query_.report(call.name.span,
                  {.condition = "ROUTINE_NOT_FOUND",
                   .sqlstate = "42883",
                   .message = "The routine " + quoted(call.name) +
                              " cannot be found: it is a table function, for FROM."});
    return std::nullopt;
  }
  if (function->kind != FunctionKind::kGenerator) {
    query_.report(call.name.span,
                  {.condition = "UNSUPPORTED_GENERATOR.NOT_GENERATOR",
                   .sqlstate = "42K0E",
                   .message = "The generator is not supported: " + quoted(call.name) +
                              " is expected to be a generator, and is none."});
    return std::nullopt;
  }
  return generator_of(call.name, call.arguments, span);
}

std::optional<ExpressionResolver::Generator> ExpressionResolver::generator_of(
    const sql::Name& written, const std::vector<sql::FunctionCall::Argument>& given, Span span) {
  const std::string name = lower_ascii(written.last().name);
  const Function* function = find_function(name);
  CHECK(function != nullptr && function->kind == FunctionKind::kGenerator);
  if (auto problem = named_wrongly(name, given)) {
    query_.report(span, std::move(*problem));
    return std::nullopt;
  }
  std::vector<Typed> arguments;
  for (const sql::FunctionCall::Argument& argument : given) {
    if (const auto* star = argument.value->as<sql::Star>()) {
      auto columns = expanded(*star, argument.value->span);
      if (!columns) return std::nullopt;
      std::ranges::move(*columns, std::back_inserter(arguments));
    } else {
      arguments.push_back(resolve(*argument.value));
    }
  }
  std::string text = name + "(";
  for (size_t at = 0; at < arguments.size(); ++at) {
    text += (at == 0 ? "" : ", ") + arguments[at].text;
  }
  Typed typed = call(*function, std::move(arguments), text + ")", span, name);
  if (!typed) return std::nullopt;
  if (typed.expression->type.fields().empty()) {
    query_.report(span, {.condition = "UNSUPPORTED_FEATURE",
                         .sqlstate = "0A000",
                         .message = "`" + name +
                                    "` of structs without fields, which makes rows without "
                                    "columns, is not supported by Tarn."});
    return std::nullopt;
  }
  const auto& plain = std::get<Call>(typed.expression->content);
  return Generator{.function = plain.function,
                   .arguments = plain.arguments,
                   .columns = typed.expression->type.fields(),
                   .outer = name.ends_with("_outer")};
}

}  // namespace tarn::plan
