// A call whose arguments are typed: what must be constant is computed, the function's rule asked,
// the arguments cast.

#include <algorithm>
#include <optional>
#include <utility>

#include "base/check.h"
#include "plan/builder.h"
#include "plan/call_settings.h"
#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
#include "plan/expression_resolver.h"
#include "plan/foldable.h"
#include "plan/text_lengths.h"
#include "plan/type_rules.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

Typed ExpressionResolver::constant(Typed value, Span span) {
  auto literal = folded(value.expression, query_.settings());
  if (!literal) {
    query_.report_error(span, literal.error());
    return {};
  }
  value.expression = std::move(*literal);
  return value;
}

namespace {

bool is_comparison(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames = {"=", "<=>", "<", "<=", ">", ">="};
  return std::ranges::find(kNames, name) != kNames.end();
}

bool must_be_constant(const Function& function, size_t argument) {
  return argument < 32 && (function.constants >> argument & 1) != 0;
}

// Whether a VARIANT stands in what has to change; what is the same is left as it is.
bool casts_variant(const DataType& from, const DataType& to) {
  if (from.is(TypeKind::kVariant)) return true;
  if (from.same_ignoring_nullability(to) || from.kind() != to.kind()) return false;
  if (from.is(TypeKind::kArray)) return casts_variant(from.element(), to.element());
  if (from.is(TypeKind::kMap))
    return casts_variant(from.key(), to.key()) || casts_variant(from.value(), to.value());
  if (!from.is(TypeKind::kStruct) || from.fields().size() != to.fields().size()) return false;
  for (size_t at = 0; at < from.fields().size(); ++at) {
    if (casts_variant(from.fields()[at].type, to.fields()[at].type)) return true;
  }
  return false;
}

}  // namespace

// A type with a VARIANT inside does not become another one by itself.
bool ExpressionResolver::check_variants(const Expression& from, const DataType& to,
                                        const std::string& text, Span span) {
  const bool is_refused = query_.settings().ansi == AnsiMode::kOn && from.type.is_nested() &&
                          !is_known_null(from) && to.is_nested() &&
                          !from.type.same_ignoring_nullability(to) && casts_variant(from.type, to);
  if (!is_refused) return true;
  query_.report(span, {.condition = "DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION",
                       .sqlstate = "42K09",
                       .message = "Cannot resolve \"" + text +
                                  "\" due to data type mismatch: cannot cast \"" + from.type.sql() +
                                  "\" to \"" + to.sql() + "\"."});
  return false;
}

// Constants are computed where the function asks for them; what that raises waits for the rule.
std::optional<ExpressionResolver::TakenArguments> ExpressionResolver::taken(
    const Function& function, std::vector<Typed> arguments) {
  TakenArguments taken;
  for (size_t at = 0; at < arguments.size(); ++at) {
    Typed& argument = arguments[at];
    if (!argument) return std::nullopt;
    if (must_be_constant(function, at)) {
      auto literal = folded(argument.expression, query_.settings());
      if (literal) {
        argument.expression = *std::move(literal);
      } else if ((function.traits & kConstantsLast) == 0) {
        // What the types are is looked at first: to the rule it is a column.
        if (!taken.raised) taken.raised = literal.error();
        argument.expression = as_column(*argument.expression);
      }
    }
    taken.values.push_back(argument.expression);
    taken.texts.push_back(argument.text);
  }
  follow_settings(function, taken.values, taken.texts, query_.settings());
  return taken;
}

// What the function's rule says of the arguments; what it refuses is reported of `text`.
std::optional<Signature> ExpressionResolver::signature_of(const Function& function,
                                                          const TakenArguments& taken,
                                                          std::string_view name,
                                                          const std::string& text, Span span) {
  auto signature = function.rule({.name = name,
                                  .arguments = taken.values,
                                  .texts = taken.texts,
                                  .ansi = query_.settings().ansi});
  const std::string_view refusal = signature ? std::string_view() : signature.error().condition;
  const bool is_constant_wanted =
      refusal == "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT" || refusal == "NON_FOLDABLE_ARGUMENT";
  if (taken.raised && (signature || is_constant_wanted)) {
    query_.report_error(span, *taken.raised);
    return std::nullopt;
  }
  if (signature) return *std::move(signature);
  Error error = signature.error();
  if (error.condition.starts_with("DATATYPE_MISMATCH")) {
    error.message = "Cannot resolve \"" + text + "\" due to data type mismatch: " + error.message;
  }
  query_.report_error(span, error);
  return std::nullopt;
}

// To the types of the signature; constants stay literals.
bool ExpressionResolver::cast_all(const Function& function, const Signature& signature,
                                  TakenArguments& taken, Span span) {
  CHECK(signature.arguments.size() == taken.values.size());
  for (size_t at = 0; at < taken.values.size(); ++at) {
    ExpressionPtr& value = taken.values[at];
    if (std::holds_alternative<Lambda>(value->content)) continue;
    if (!check_variants(*value, signature.arguments[at], taken.texts[at], span)) return false;
    value = make_cast(value, signature.arguments[at]);
    const bool is_late =
        (function.traits & kConstantsLast) != 0 && !std::holds_alternative<Literal>(value->content);
    if (!must_be_constant(function, at) || is_late) continue;
    const Typed known = constant({.expression = value}, span);
    if (!known) return false;
    value = known.expression;
  }
  return true;
}

Typed ExpressionResolver::call(const Function& function, std::vector<Typed> arguments,
                               std::string text, Span span, std::string_view written) {
  auto taken = this->taken(function, std::move(arguments));
  if (!taken) return {};
  auto signature =
      signature_of(function, *taken, written.empty() ? function.name : written, text, span);
  if (!signature || !cast_all(function, *signature, *taken, span)) return {};
  const bool any_nullable = std::ranges::any_of(
      taken->values, [](const ExpressionPtr& value) { return value->nullable; });
  if (is_comparison(function.name)) pad_comparison(taken->values, query_.settings());
  if (query_.settings().empty_collections_of_text && taken->values.empty()) {
    signature->result = of_texts(signature->result);
  }
  const Function* carried = signature->variant.empty()
                                ? &function_to_carry(function, query_.settings())
                                : find_function(signature->variant);
  CHECK(carried != nullptr);
  const bool nullable =
      signature->nullable &&
      (signature->may_be_null || function.nulls == NullRule::kCustom || any_nullable);
  return {.expression =
              make_call(*carried, std::move(taken->values), signature->result, nullable, span),
          .text = std::move(text)};
}

}  // namespace tarn::plan
