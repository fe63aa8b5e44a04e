// Any expression, by its kind; conditions and keys of an order; literals; and what may stand in
// some expressions alone.

#include "plan/constants.h"
#include "plan/expression_resolver.h"
#include "plan/literal.h"
#include "plan/special_times.h"
#include "plan/subquery_truth.h"
#include "plan/type_rules.h"
#include "plan/without_ansi.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

Typed ExpressionResolver::resolve(const sql::Expression& expression) {
  Typed typed =
      std::visit([&](const auto& node) { return visit(node, expression.span); }, expression.node);
  if (query_.settings().ansi == AnsiMode::kOff) {
    typed.expression =
        without_ansi(typed.expression,
                     query_.settings().size_of_null ? SizeOfNull::kMinusOne : SizeOfNull::kNull);
  }
  return typed;
}

ExpressionPtr ExpressionResolver::condition(const sql::Expression& expression) {
  Typed typed = resolve(expression);
  if (!typed) return nullptr;
  if (!typed.expression->type.is(TypeKind::kBoolean)) {
    const bool joins =
        place_.no_aggregates_in != nullptr && std::string_view(place_.no_aggregates_in) == "JOIN";
    query_.report(
        expression.span,
        {.condition =
             joins ? "JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE" : "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
         .sqlstate = joins ? "42K0E" : "42K09",
         .message = "Cannot resolve \"" + typed.text +
                    "\" due to data type mismatch: Filter expression \"" + typed.text +
                    "\" of type \"" + typed.expression->type.sql() + "\" is not a boolean."});
    return nullptr;
  }
  return bare_membership(typed.expression);
}

ExpressionPtr ExpressionResolver::order_value(const sql::Expression& expression) {
  Typed typed = resolve(expression);
  if (!typed) return nullptr;
  if (is_orderable(typed.expression->type)) return typed.expression;
  query_.report(expression.span, {.condition = "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
                                  .sqlstate = "42K09",
                                  .message = "Cannot resolve \"" + typed.text +
                                             "\" due to data type mismatch: The `sortorder` does "
                                             "not support ordering on type \"" +
                                             typed.expression->type.sql() + "\"."});
  return nullptr;
}

std::optional<SortKey> ExpressionResolver::sort_key(const sql::SortItem& item) {
  ExpressionPtr value = order_value(*item.expression);
  if (!value) return std::nullopt;
  const bool ascending = item.direction == sql::SortDirection::kAscending;
  const bool first =
      item.nulls == sql::NullOrder::kDefault ? ascending : item.nulls == sql::NullOrder::kFirst;
  return SortKey{.expression = std::move(value), .ascending = ascending, .nulls_first = first};
}

Typed ExpressionResolver::visit(const sql::Literal& node, Span span) {
  return {.expression = make_literal(node.value, node.type, span),
          .text = literal_name(node.value, node.type)};
}

// DATE'today', TIMESTAMP'epoch': named by their values, where those are known here.
std::optional<Typed> ExpressionResolver::special_literal(const sql::TypedLiteral& node, Span span) {
  const bool ntz = node.type_name == "TIMESTAMP_NTZ" ||
                   (node.type_name == "TIMESTAMP" && query_.settings().ntz_by_default);
  const DataType type = node.type_name == "DATE" ? types::date_type()
                        : ntz                    ? DataType::of(TypeKind::kTimestampNtz)
                                                 : types::timestamp_type();
  const bool is_time = node.type_name == "DATE" || node.type_name.starts_with("TIMESTAMP");
  ExpressionPtr value = is_time ? special_time(node.text, type, span) : nullptr;
  if (value == nullptr) return std::nullopt;
  std::string text = node.type_name + " '" + node.text + "'";
  const auto known = folded(value, query_.settings());
  if (!known) {
    query_.report_error(span, known.error());
    return Typed{};
  }
  if (const auto* literal = std::get_if<Literal>(&(*known)->content)) {
    text = literal_name(literal->value, type,
                        {.id = query_.settings().time_zone, .regions = query_.settings().regions});
  }
  return Typed{.expression = *known, .text = std::move(text)};
}

Typed ExpressionResolver::visit(const sql::TypedLiteral& node, Span span) {
  auto literal = typed_literal(node.type_name, node.text, query_.settings());
  if (!literal) {
    if (auto time = special_literal(node, span)) return *std::move(time);
    query_.report_error(span, literal.error());
    return {};
  }
  if (literal->deferred) {
    // The zone's rules are known where the query runs, not here.
    ExpressionPtr text = make_string(node.text, span);
    return {.expression = make_cast(std::move(text), literal->type),
            .text = node.type_name + " '" + node.text + "'"};
  }
  return {.expression = make_literal(literal->value, literal->type, span),
          .text = literal_name(
              literal->value, literal->type,
              {.id = query_.settings().time_zone, .regions = query_.settings().regions})};
}

Typed ExpressionResolver::visit(const sql::IntervalExpression& node, Span span) {
  auto interval = interval_literal(node);
  if (!interval) {
    query_.report_error(span, interval.error());
    return {};
  }
  return {.expression = make_literal(interval->value, interval->type, span),
          .text = literal_name(interval->value, interval->type)};
}

Typed ExpressionResolver::visit(const sql::Parameter& node, Span span) {
  const std::string name = node.name.empty() ? "_" + std::to_string(span.begin) : node.name;
  query_.report(span, {.condition = "UNBOUND_SQL_PARAMETER",
                       .sqlstate = "42P02",
                       .message = "Found the unbound parameter: " + name +
                                  ". Please, fix `args` and provide a mapping of the parameter to "
                                  "either a SQL literal or collection constructor functions such "
                                  "as `map()`, `array()`, `struct()`."});
  return {};
}

Typed ExpressionResolver::visit(const sql::Star&, Span span) {
  query_.report(span, {.condition = "INVALID_USAGE_OF_STAR_OR_REGEX",
                       .sqlstate = "42000",
                       .message = "Invalid usage of '*' in expression."});
  return {};
}

Typed ExpressionResolver::visit(const sql::Lambda&, Span span) {
  query_.report(span, {.condition = "INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION",
                       .sqlstate = "42K0D",
                       .message = "Invalid lambda function call. A lambda function should only be "
                                  "used in a higher order function."});
  return {};
}

Typed ExpressionResolver::visit(const sql::Aliased& node, Span span) {
  query_.report_unsupported(span, "an alias inside an expression");
  resolve(*node.value);
  return {};
}

}  // namespace tarn::plan
