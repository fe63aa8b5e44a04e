#include "plan/foldable.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "plan/function.h"
#include "sql/visit.h"

namespace tarn::plan {
namespace {

// Forms of the resolver's own that Spark's optimizer rewrites, as it does functions with the trait
// kRewrittenLate.
constexpr std::array<std::string_view, 8> kRewrittenForms = {
    "date_part", "datepart", "equal_null", "extract", "nullif", "nullifzero", "nvl2", "zeroifnull"};

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
    return has_trait(name, kRewrittenLate) || is_part_of_time(*call, name) ||
           std::ranges::find(kRewrittenForms, name) != kRewrittenForms.end();
  }
  const auto* like = expression.as<sql::Like>();
  return expression.as<sql::Between>() != nullptr ||
         (like != nullptr && like->kind == sql::LikeKind::kIlike);
}

}  // namespace

bool is_foldable(const sql::Expression& expression) {
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
