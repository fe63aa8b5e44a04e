// Which expressions are NULL before anything is computed.
//
// Spark's optimizer makes NULL of a call beside a NULL before it computes its constants, so that
// mod(month('x'), tan(NULL)) is NULL although its first argument would raise.

#include <algorithm>
#include <string_view>

#include "engine/emitter.h"
#include "plan/function.h"

namespace tarn::engine {
namespace {

using plan::Expression;
using plan::ExpressionPtr;

// AND and OR may be true or false beside a NULL; a concatenation is NULL when it comes to one.
bool is_other(std::string_view name) { return name == "and" || name == "or" || name == "concat"; }

bool is_null_with_an_argument(const plan::Call& call) {
  const plan::Function& function = *call.function;
  if (function.kind != plan::FunctionKind::kScalar ||
      function.nulls != plan::NullRule::kNullInNullOut || is_other(function.name)) {
    return false;
  }
  // What a lambda is called with is another matter.
  return std::ranges::none_of(call.arguments, [](const ExpressionPtr& each) {
    return std::holds_alternative<plan::Lambda>(each->content);
  });
}

}  // namespace

bool is_known_null(const Expression& expression) {
  if (const auto* literal = std::get_if<plan::Literal>(&expression.content)) {
    return literal->value.is_null();
  }
  if (const auto* cast = std::get_if<plan::Cast>(&expression.content)) {
    return is_known_null(*cast->input);
  }
  if (const auto* field = std::get_if<plan::GetField>(&expression.content)) {
    return is_known_null(*field->input);
  }
  if (const auto* in = std::get_if<plan::InList>(&expression.content)) {
    return is_known_null(*in->input);
  }
  const auto* call = std::get_if<plan::Call>(&expression.content);
  return call != nullptr && is_null_with_an_argument(*call) &&
         std::ranges::any_of(call->arguments,
                             [](const ExpressionPtr& each) { return is_known_null(*each); });
}

}  // namespace tarn::engine
