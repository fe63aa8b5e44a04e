#include "plan/suspects.h"

#include <algorithm>
#include <string_view>

#include "plan/coercion.h"
#include "plan/function.h"
#include "plan/walk.h"

namespace tarn::plan {
namespace {

// "+" of "+.decimal".
std::string_view family_of(const Function& function) {
  return std::string_view(function.name).substr(0, function.name.find('.'));
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

bool is_arithmetic(std::string_view name) {
  return is_one_of(name, {"+", "-", "*", "/", "div", "%", "pmod", "negative"});
}

const Function* function_in(const Expression& part) {
  if (const auto* call = std::get_if<Call>(&part.content)) return call->function;
  if (const auto* call = std::get_if<AggregateCall>(&part.content)) return call->function;
  if (const auto* call = std::get_if<WindowCall>(&part.content)) return call->function;
  return nullptr;
}

bool cast_may_raise(const Expression& part, const Cast& cast, const Error& error) {
  if (cast.mode == CastMode::kTry || !cast_can_raise(cast.input->type, part.type)) return false;
  // The message names the type; of a nested value that of a part.
  const bool names_it = error.message.find('"' + part.type.sql() + '"') != std::string::npos;
  return part.type.is_nested() || names_it;
}

// Whether the part can raise errors of this condition.
bool may_raise(const Expression& part, const Error& error) {
  const std::string_view condition = error.condition;
  if (condition == "SCALAR_SUBQUERY_TOO_MANY_ROWS") {
    return std::holds_alternative<ScalarSubquery>(part.content);
  }
  const bool of_casts = condition.starts_with("CAST_");
  const bool of_numbers = condition.starts_with("NUMERIC_VALUE_OUT_OF_RANGE");
  if (const auto* cast = std::get_if<Cast>(&part.content)) {
    return (of_casts && cast_may_raise(part, *cast, error)) ||
           (of_numbers && cast->mode != CastMode::kTry && part.type.is(types::TypeKind::kDecimal));
  }
  const Function* function = function_in(part);
  if (function == nullptr || of_casts) return false;
  const std::string_view name = family_of(*function);
  if (condition == "DIVIDE_BY_ZERO") return name == "/" || name == "div";
  if (condition == "REMAINDER_BY_ZERO") return name == "%" || name == "pmod";
  if (condition == "INVALID_ARRAY_INDEX") return function->body == "subscript";
  if (condition == "USER_RAISED_EXCEPTION") return is_one_of(name, {"raise_error", "assert_true"});
  const bool of_overflows = of_numbers || condition.find("OVERFLOW") != std::string_view::npos;
  if (of_overflows) return is_arithmetic(name) || function->can_raise;
  return function->can_raise && !is_arithmetic(name) && function->body != "subscript";
}

class Search {
 public:
  explicit Search(const Error& error) : error_(error) {}

  void look_at(const Node& node) {
    for_each_expression(node, [this](const ExpressionPtr& expression) {
      for_each(expression, [this](const ExpressionPtr& part) {
        if (part->span.end > part->span.begin && may_raise(*part, error_)) {
          places_.push_back(part->span);
        }
        if (const PlanPtr plan = subquery_of(*part)) look_at(*plan);
      });
    });
    for (const PlanPtr& input : inputs_of(node)) look_at(*input);
  }

  std::vector<Span> places() && {
    std::ranges::sort(places_, [](const Span& a, const Span& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    const auto same = std::ranges::unique(places_);
    places_.erase(same.begin(), same.end());
    return std::move(places_);
  }

 private:
  const Error& error_;
  std::vector<Span> places_;
};

}  // namespace

std::vector<Span> suspects(const Node& plan, const Error& error) {
  if (error.condition.empty()) return {};
  Search search(error);
  search.look_at(plan);
  return std::move(search).places();
}

}  // namespace tarn::plan
