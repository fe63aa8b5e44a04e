#include "plan/subquery_truth.h"

#include "plan/builder.h"
#include "plan/function.h"
#include "plan/walk.h"

namespace tarn::plan {
namespace {

const Call* call_of(const Expression& expression, std::string_view name) {
  const auto* call = std::get_if<Call>(&expression.content);
  return call != nullptr && call->function->name == name ? call : nullptr;
}

bool is_bare(const Expression& expression) {
  if (std::holds_alternative<InSubquery>(expression.content)) return true;
  const Call* negation = call_of(expression, "not");
  return negation != nullptr && std::holds_alternative<InSubquery>(negation->arguments[0]->content);
}

// The membership that never_null() was put around, or null.
ExpressionPtr inside(const Expression& expression) {
  if (const Call* first = call_of(expression, "coalesce")) {
    const auto* literal = first->arguments.size() == 2
                              ? std::get_if<Literal>(&first->arguments[1]->content)
                              : nullptr;
    const bool* value = literal == nullptr ? nullptr : std::get_if<bool>(&literal->value.content);
    if (value != nullptr && !*value && is_bare(*first->arguments[0])) return first->arguments[0];
  }
  return nullptr;
}

ExpressionPtr negation_of(const ExpressionPtr& expression) {
  if (const Call* negation = call_of(*expression, "not")) return negation->arguments[0];
  return make_call(*find_function("not"), {expression}, types::boolean(), expression->nullable,
                   expression->span);
}

bool holds_membership(const Expression& expression) {
  if (inside(expression) || is_bare(expression)) return true;
  for (const char* name : {"and", "or", "not"}) {
    if (const Call* call = call_of(expression, name)) {
      for (const ExpressionPtr& argument : call->arguments) {
        if (holds_membership(*argument)) return true;
      }
    }
  }
  return false;
}

ExpressionPtr negated(const ExpressionPtr& expression) {
  if (const ExpressionPtr membership = inside(*expression)) {
    return never_null(negation_of(membership));
  }
  if (is_bare(*expression)) return never_null(negation_of(expression));
  for (const bool is_and : {true, false}) {
    const Call* call = call_of(*expression, is_and ? "and" : "or");
    if (call == nullptr) continue;
    std::vector<ExpressionPtr> parts;
    bool nullable = false;
    for (const ExpressionPtr& argument : call->arguments) {
      parts.push_back(negated(argument));
      nullable = nullable || parts.back()->nullable;
    }
    return make_call(*find_function(is_and ? "or" : "and"), std::move(parts), types::boolean(),
                     nullable, expression->span);
  }
  return negation_of(expression);
}

}  // namespace

ExpressionPtr never_null(const ExpressionPtr& truth) {
  if (!truth->nullable) return truth;
  return make_call(*find_function("coalesce"), {truth, make_boolean(false)}, types::boolean(),
                   false, truth->span);
}

ExpressionPtr negated_membership(const ExpressionPtr& expression) {
  return holds_membership(*expression) ? negated(expression) : nullptr;
}

ExpressionPtr bare_membership(const ExpressionPtr& condition) {
  if (ExpressionPtr membership = inside(*condition)) return membership;
  const Call* both = call_of(*condition, "and");
  if (both == nullptr) return condition;
  return with_children(condition, bare_membership);
}

}  // namespace tarn::plan
