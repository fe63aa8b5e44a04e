#include "plan/foldable.h"

#include <memory>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "sql/visit.h"

namespace tarn::plan {
namespace {

// Between spaces, for one search.
constexpr std::string_view kReplacedLater =
    " aes_decrypt aes_encrypt aggregate array_append array_compact array_prepend "
    "array_size array_sort arrays_zip btrim date_part datepart decode encode "
    "endswith equal_null exists extract filter forall ifnull is_valid_utf8 left "
    "luhn_check make_time make_timestamp make_timestamp_ltz make_valid_utf8 "
    "map_concat map_contains_key map_filter map_zip_with nullif nullifzero nvl nvl2 "
    "parse_url reduce regexp_count regexp_substr right split_part to_binary to_date "
    "to_time to_timestamp to_timestamp_ltz to_timestamp_ntz transform transform_keys "
    "transform_values try_add try_aes_decrypt try_divide try_element_at "
    "try_make_interval try_make_timestamp try_make_timestamp_ltz try_mod "
    "try_multiply try_parse_url try_subtract try_to_binary try_to_date try_to_time "
    "try_to_timestamp try_url_decode try_validate_utf8 url_decode url_encode "
    "validate_utf8 vector_cosine_similarity vector_inner_product vector_l2_distance "
    "vector_normalize zeroifnull zip_with ";

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

bool is_replaced_later(const sql::Expression& expression) {
  // A time less an interval; of two intervals the difference is a constant.
  const auto* binary = expression.as<sql::Binary>();
  if (binary != nullptr && binary->op == sql::BinaryOperator::kSubtract &&
      is_interval(*binary->right) && is_time(*binary->left)) {
    return true;
  }
  if (const auto* call = expression.as<sql::FunctionCall>()) {
    return kReplacedLater.find(" " + lower_ascii(call->name.last().name) + " ") !=
           std::string_view::npos;
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
