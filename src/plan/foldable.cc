#include "plan/foldable.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "plan/function.h"
#include "sql/visit.h"

namespace tarn::plan {
namespace {

// Whether it is an interval by what is written: types are not known yet.
bool is_interval(const sql::Expression& expression) {
  if (expression.as<sql::IntervalExpression>() != nullptr) return true;
  if (const auto* cast = expression.as<sql::Cast>()) return cast->type.is_interval();
  if (const auto* unary = expression.as<sql::Unary>()) return is_interval(*unary->operand);
  if (const auto* binary = expression.as<sql::Binary>())
    return is_interval(*binary->left) || is_interval(*binary->right);
  const auto* call = expression.as<sql::FunctionCall>();
  if (call == nullptr) return false;
  const std::string name = lower_ascii(call->name.last().name);
  return name == "make_interval" || name == "make_dt_interval" || name == "make_ym_interval";
}

// Whether it is a date or a timestamp by what is written. Of two of them the difference is none.
bool is_time(const sql::Expression& expression) {
  if (const auto* literal = expression.as<sql::TypedLiteral>())
    return literal->type_name == "DATE" || literal->type_name.starts_with("TIMESTAMP");
  if (const auto* cast = expression.as<sql::Cast>()) return cast->type.is_datetime();
  const auto* binary = expression.as<sql::Binary>();
  return binary != nullptr && is_time(*binary->left) != is_time(*binary->right);
}

bool is_time_of_day(const sql::Expression& expression) {
  if (const auto* literal = expression.as<sql::TypedLiteral>()) return literal->type_name == "TIME";
  const auto* cast = expression.as<sql::Cast>();
  return cast != nullptr && cast->type.is(types::TypeKind::kTime);
}

// hour() of a TIME; that of a timestamp is a constant.
bool is_part_of_time(const sql::FunctionCall& call, std::string_view name) {
  return (name == "hour" || name == "minute" || name == "second") && call.arguments.size() == 1 &&
         is_time_of_day(*call.arguments[0].value);
}

bool is_replaced_later(const sql::Expression& expression) {
  // A time less an interval; of two intervals the difference is a constant.
  const auto* binary = expression.as<sql::Binary>();
  if (binary != nullptr && binary->op == sql::BinaryOperator::kSubtract &&
      is_interval(*binary->right) && is_time(*binary->left)) {
    return true;
  }
  if (const auto* call = expression.as<sql::FunctionCall>()) {
    const std::string name = lower_ascii(call->name.last().name);
    // From the session's zone, which is looked up later.
    const bool is_from_here = name == "convert_timezone" && call->arguments.size() == 2;
    return has_trait(name, kRewrittenLate) || is_from_here || is_part_of_time(*call, name);
  }
  const auto* like = expression.as<sql::Like>();
  return expression.as<sql::Between>() != nullptr ||
         (like != nullptr && like->kind == sql::LikeKind::kIlike);
}

}  // namespace

const sql::Expression& written_at(const sql::FunctionCall& call, size_t at) {
  return *call.arguments[std::min(at, call.arguments.size() - 1)].value;
}

bool is_foldable(const sql::Expression& expression) {
  if (expression.as<sql::Star>() != nullptr) return false;
  if (is_replaced_later(expression)) return false;
  bool foldable = true;
  sql::for_each_child(expression.node, [&](const sql::Expression& child) {
    foldable = foldable && is_foldable(child);
  });
  return foldable;
}

ExpressionPtr as_column(Expression expression) {
  expression.content = AttributeRef{.id = AttributeId{-1}, .name = {}};
  return std::make_shared<const Expression>(std::move(expression));
}

}  // namespace tarn::plan
