#include "plan/column_default.h"

#include <fmt/format.h>

#include <utility>

#include "plan/builder.h"
#include "plan/coercion.h"
#include "plan/constant_folder.h"
#include "plan/no_relations.h"
#include "plan/text_lengths.h"
#include "plan/walk.h"
#include "sql/parse.h"
#include "types/declared_type.h"
#include "types/made_values.h"

namespace tarn::plan {
namespace {

Error refusal(const types::Field& column, const std::string& text, const char* kind,
              const std::string& why) {
  return {
      .code = ErrorCode::kInvalid,
      .message = fmt::format("The column `{}` has a DEFAULT value {}, {}.", column.name, text, why),
      .condition = std::string("INVALID_DEFAULT_VALUE.") + kind,
      .sqlstate = "42623"};
}

}  // namespace

bool can_be_default(const types::DataType& from, const types::DataType& to) {
  const bool is_text_of = from.is(types::TypeKind::kString) &&
                          (to.is_numeric() || to.is_datetime() || to.is_interval() ||
                           to.is(types::TypeKind::kTime) || to.is(types::TypeKind::kBinary));
  const bool is_time = from.is_integral() && to.is(types::TypeKind::kTimestamp);
  return is_text_of || is_time || can_store(from, to);
}

Result<ExpressionPtr> default_value(const types::Field& column, const SessionSettings& settings,
                                    IdSource& ids) {
  const auto text = types::default_of(column);
  if (!text) {
    return make_null(column.type);
  }
  const auto fragment = sql::Fragment::whole(*text, "default of " + column.name);
  const auto parsed = sql::parse_expression(fragment);
  if (!parsed) {
    return parsed.diagnostic().as_error().within("the default of column " + column.name);
  }
  NoRelations no_relations("A default is a constant");
  const Node nothing{.content = Rows{.rows = {{}}}, .output = {}};
  const ExpressionResolution resolved =
      resolve_expression(**parsed, nothing, fragment.source(), settings, no_relations, ids);
  if (no_relations.was_asked()) {
    return refusal(column, *text, "NOT_CONSTANT", "which is not a constant expression");
  }
  if (resolved.expression == nullptr) {
    return refusal(column, *text, "UNRESOLVED_EXPRESSION",
                   "which fails to resolve as a valid expression");
  }
  const auto is_subquery = [](const Expression& each) { return subquery_of(each) != nullptr; };
  if (contains(resolved.expression, is_subquery)) {
    return refusal(column, *text, "NOT_CONSTANT", "which is not a constant expression");
  }
  const types::DataType& given = resolved.expression->type;
  ExpressionPtr value = make_cast(resolved.expression, column.type);
  // Of a text, one that the column can hold.
  const auto is_held = [&] {
    return settings.constants != nullptr &&
           static_cast<bool>(settings.constants->value_of(value, settings.time_zone));
  };
  if (!can_be_default(given, column.type) || (!can_store(given, column.type) && !is_held())) {
    return refusal(column, *text, "DATA_TYPE",
                   fmt::format("which requires \"{}\" type, but the statement provided a value of "
                               "incompatible \"{}\" type",
                               column.type.sql(), given.sql()));
  }
  const types::DataType declared = types::declared_type(column);
  return declared == column.type ? value : value_within(std::move(value), column, declared, ids);
}

}  // namespace tarn::plan
