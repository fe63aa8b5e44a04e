// Aggregate functions, and functions with OVER.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/naming.h"
#include "plan/resolution.h"
#include "plan/type_rules.h"

namespace tarn::plan {

using types::TypeKind;

namespace {

std::string lower_ascii(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  return text;
}

bool takes_null_flag(const Function& function) {
  return function.name == "first" || function.name == "last";
}

std::string joined(const std::vector<Typed>& list) {
  std::string result;
  for (const Typed& item : list) result += (result.empty() ? "" : ", ") + item.text;
  return result;
}

std::string bound_name(const FrameBound& bound, const std::string& offset) {
  switch (bound.kind) {
    case FrameBound::Kind::kUnboundedPreceding:
      return "UNBOUNDED PRECEDING";
    case FrameBound::Kind::kPreceding:
      return offset + " PRECEDING";
    case FrameBound::Kind::kCurrentRow:
      return "CURRENT ROW";
    case FrameBound::Kind::kFollowing:
      return offset + " FOLLOWING";
    case FrameBound::Kind::kUnboundedFollowing:
      return "UNBOUNDED FOLLOWING";
  }
  CHECK(false);
  return {};
}

FrameBound::Kind kind_of(sql::FrameBoundKind kind) {
  switch (kind) {
    case sql::FrameBoundKind::kUnboundedPreceding:
      return FrameBound::Kind::kUnboundedPreceding;
    case sql::FrameBoundKind::kPreceding:
      return FrameBound::Kind::kPreceding;
    case sql::FrameBoundKind::kCurrentRow:
      return FrameBound::Kind::kCurrentRow;
    case sql::FrameBoundKind::kFollowing:
      return FrameBound::Kind::kFollowing;
    case sql::FrameBoundKind::kUnboundedFollowing:
      return FrameBound::Kind::kUnboundedFollowing;
  }
  CHECK(false);
  return FrameBound::Kind::kCurrentRow;
}

bool is_offset_function(const Function& function) {
  return function.name == "lag" || function.name == "lead";
}

// Functions whose frame is their own, whatever is written.
bool has_own_frame(const Function& function) {
  return function.kind == FunctionKind::kWindow && function.name != "nth_value" &&
         function.name != "cume_dist";
}

}  // namespace

Typed ExpressionResolver::aggregate_call(const sql::FunctionCall& node, const Function& function,
                                         Span span) {
  const std::string name = lower_ascii(node.name.last().name);
  if (place_.no_aggregates_in != nullptr) {
    const std::string_view clause = place_.no_aggregates_in;
    query_.report(span, {.condition = clause == "WHERE"  ? "INVALID_WHERE_CONDITION"
                                      : clause == "JOIN" ? "UNSUPPORTED_EXPR_FOR_OPERATOR"
                                                         : "GROUP_BY_AGGREGATE",
                         .sqlstate = clause == "JOIN" ? "42K0E" : "42903",
                         .message = "The " + std::string(place_.no_aggregates_in) +
                                    " condition contains an invalid expression: " + name +
                                    "(..). Aggregate functions are not allowed there."});
    return {};
  }
  if (inside_aggregate_) {
    query_.report(span, {.condition = "NESTED_AGGREGATE_FUNCTION",
                         .sqlstate = "42607",
                         .message = "It is not allowed to use an aggregate function in the "
                                    "argument of another aggregate function. Please use the inner "
                                    "aggregate function in a sub-query."});
    return {};
  }
  // Inside an aggregate a name means the input's column before the select's.
  const Place outside = place_;
  place_.first = nullptr;
  inside_aggregate_ = true;
  std::optional<std::vector<Typed>> arguments;
  const bool star = node.arguments.size() == 1 && node.arguments[0].value->as<sql::Star>() &&
                    function.name == "count";
  if (star && node.arguments[0].value->as<sql::Star>()->qualifier) {
    query_.report(span, {.condition = "INVALID_USAGE_OF_STAR_WITH_TABLE_IDENTIFIER_IN_COUNT",
                         .sqlstate = "42000",
                         .message = "count(t.*) is not allowed. Use count(*) or expand the columns "
                                    "manually, e.g. count(col1, col2)."});
  } else {
    arguments = star ? std::vector<Typed>{} : arguments_of(node);
  }
  Typed filter;
  bool complete = arguments.has_value();
  if (node.filter != nullptr) {
    filter = resolve(*node.filter);
    if (filter && !filter.expression->type.is(TypeKind::kBoolean)) {
      query_.report(node.filter->span,
                    {.condition = "INVALID_AGGREGATE_FILTER.NOT_BOOLEAN",
                     .sqlstate = "42903",
                     .message = "The FILTER expression \"" + filter.text +
                                "\" in an aggregate function is invalid. Expected a FILTER "
                                "expression of the BOOLEAN type."});
      filter = {};
    }
    complete = complete && filter;
  }
  place_ = outside;
  inside_aggregate_ = false;
  if (!complete) return {};

  bool ignore_nulls = node.nulls == sql::NullTreatment::kIgnore;
  if (takes_null_flag(function) && arguments->size() == 2) {
    const auto* flag = std::get_if<Literal>(&(*arguments)[1].expression->content);
    const bool* value = flag == nullptr ? nullptr : std::get_if<bool>(&flag->value.content);
    if (value == nullptr) {
      query_.report(span, {.condition = "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT",
                           .sqlstate = "42K09",
                           .message = "The second parameter of " + name +
                                      " should be a foldable \"BOOLEAN\" expression."});
      return {};
    }
    ignore_nulls = *value;
    arguments->pop_back();
  } else if (ignore_nulls && !takes_null_flag(function)) {
    query_.report(span, {.condition = "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX",
                         .sqlstate = "42000",
                         .message = "Invalid SQL syntax: The function " + quoted(name) +
                                    " does not support IGNORE NULLS."});
    return {};
  }
  if (function.name == "count" && arguments->empty() && !star) {
    query_.report(span,
                  {.condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                   .sqlstate = "42605",
                   .message = "The `count` requires > 0 parameters but the actual number is 0."});
    return {};
  }
  // first_value(x) IGNORE NULLS is named first(x).
  const std::string shown =
      node.nulls == sql::NullTreatment::kIgnore ? std::string(function.name) : name;
  std::string text =
      star ? "count(1)"
           : shown + "(" + (node.distinct ? "DISTINCT " : "") + joined(*arguments) + ")";
  if (filter) text += " FILTER (WHERE " + filter.text + ")";
  Typed typed = call(function, std::move(*arguments), std::move(text), span, name);
  if (!typed) return {};
  const auto& plain = std::get<Call>(typed.expression->content);
  typed.expression = std::make_shared<const Expression>(
      Expression{.content = AggregateCall{.function = plain.function,
                                          .arguments = plain.arguments,
                                          .distinct = node.distinct,
                                          .ignore_nulls = ignore_nulls,
                                          .filter = filter.expression},
                 .type = typed.expression->type,
                 .nullable = typed.expression->nullable,
                 .span = span});
  return typed;
}

Typed ExpressionResolver::window_call(const sql::FunctionCall& node, const Function& function,
                                      Span span) {
  const std::string name = lower_ascii(node.name.last().name);
  if (node.window == nullptr) {
    query_.report(span, {.condition = "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE",
                         .sqlstate = "42601",
                         .message = "Window function \"" + name + "\" requires an OVER clause."});
    return {};
  }
  if (place_.no_windows_in != nullptr) {
    query_.report(span, {.condition = "WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE",
                         .sqlstate = "42601",
                         .message = "It is not allowed to use window functions inside " +
                                    std::string(place_.no_windows_in) + " clause."});
    return {};
  }
  if (inside_window_ || inside_aggregate_) {
    query_.report(span,
                  {.condition = "UNSUPPORTED_FEATURE.NESTED_WINDOW_FUNCTION",
                   .sqlstate = "0A000",
                   .message = "It is not allowed to use a window function inside an aggregate "
                              "or window function. Please use the inner window function in a "
                              "sub-query."});
    return {};
  }
  if (node.distinct) {
    query_.report(span,
                  {.condition = "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED",
                   .sqlstate = "0A000",
                   .message = "Distinct window functions are not supported: \"" + name + "\"."});
    return {};
  }
  Typed typed;
  bool ignore_nulls = node.nulls == sql::NullTreatment::kIgnore;
  ExpressionPtr filter;
  inside_window_ = true;
  if (function.kind == FunctionKind::kAggregate) {
    typed = aggregate_call(node, function, span);
    if (typed) {
      const auto& aggregate = std::get<AggregateCall>(typed.expression->content);
      ignore_nulls = aggregate.ignore_nulls;
      filter = aggregate.filter;
    }
  } else if (auto arguments = arguments_of(node)) {
    if (is_offset_function(function) && arguments->size() == 1) {
      arguments->push_back({.expression = make_int(1, span), .text = "1"});
    }
    if (is_offset_function(function) && arguments->size() == 2) {
      arguments->push_back({.expression = make_null({}, span), .text = "NULL"});
    }
    std::string text = call_name(name, false, *arguments);
    typed = call(function, std::move(*arguments), std::move(text), span, name);
  }
  std::string over;
  auto window = typed ? window_of(node, function, span, over) : std::nullopt;
  inside_window_ = false;
  if (!window) return {};
  const auto* plain = std::get_if<Call>(&typed.expression->content);
  const auto* aggregate = std::get_if<AggregateCall>(&typed.expression->content);
  window->function = plain != nullptr ? plain->function : aggregate->function;
  window->arguments = plain != nullptr ? plain->arguments : aggregate->arguments;
  window->ignore_nulls = ignore_nulls;
  window->filter = filter;
  return {.expression =
              std::make_shared<const Expression>(Expression{.content = std::move(*window),
                                                            .type = typed.expression->type,
                                                            .nullable = typed.expression->nullable,
                                                            .span = span}),
          .text = typed.text + over};
}

std::optional<WindowCall> ExpressionResolver::window_of(const sql::FunctionCall& node,
                                                        const Function& function, Span span,
                                                        std::string& text) {
  const sql::WindowSpec* spec = node.window.get();
  if (spec->reference) {
    const sql::WindowSpec* named = nullptr;
    if (place_.windows != nullptr) {
      for (const sql::NamedWindow& window : *place_.windows) {
        if (query_.names().same(window.name.name, spec->reference->name)) named = &window.spec;
      }
    }
    if (named == nullptr || named->reference) {
      query_.report(spec->span, {.condition = "MISSING_WINDOW_SPECIFICATION",
                                 .sqlstate = "42P20",
                                 .message = "Window specification is not defined in the WINDOW "
                                            "clause for " +
                                            quoted(spec->reference->name) + "."});
      return std::nullopt;
    }
    spec = named;
  }
  WindowCall call;
  bool complete = true;
  text = " OVER (";
  std::vector<Typed> partition;
  for (const sql::ExpressionPtr& expression : spec->partition_by) {
    partition.push_back(resolve(*expression));
    complete = complete && partition.back();
    call.partition_by.push_back(partition.back().expression);
  }
  if (!partition.empty()) text += "PARTITION BY " + joined(partition) + " ";
  std::string order;
  for (const sql::SortItem& item : spec->order_by) {
    const size_t before = query_.problems();
    Typed shown = resolve(*item.expression);
    auto key = query_.problems() == before ? sort_key(item) : std::nullopt;
    complete = complete && key;
    if (!key) continue;
    order += (order.empty() ? "" : ", ") + shown.text + (key->ascending ? " ASC" : " DESC") +
             (key->nulls_first ? " NULLS FIRST" : " NULLS LAST");
    call.order_by.push_back(std::move(*key));
  }
  if (!order.empty()) text += "ORDER BY " + order + " ";
  if (!complete) return std::nullopt;
  if (call.order_by.empty() && has_own_frame(function)) {
    query_.report(span, {.condition = "WINDOW_FUNCTION_FRAME_NOT_ORDERED",
                         .sqlstate = "42601",
                         .message = "Window function " + std::string(function.name) +
                                    " requires the window to be ordered. You need to add an ORDER "
                                    "BY clause."});
    return std::nullopt;
  }
  using Kind = FrameBound::Kind;
  call.frame = {
      .unit = call.order_by.empty() ? WindowFrame::Unit::kRows : WindowFrame::Unit::kRange,
      .start = {.kind = Kind::kUnboundedPreceding},
      .end = {.kind = call.order_by.empty() ? Kind::kUnboundedFollowing : Kind::kCurrentRow}};
  std::string from_text;
  std::string to_text;
  if (has_own_frame(function)) {
    call.frame.unit = WindowFrame::Unit::kRows;
  } else if (spec->frame) {
    call.frame.unit = spec->frame->unit == sql::FrameUnit::kRows ? WindowFrame::Unit::kRows
                                                                 : WindowFrame::Unit::kRange;
    const auto bound = [&](const sql::FrameBound& written, FrameBound& into, std::string& shown) {
      into.kind = kind_of(written.kind);
      if (written.offset == nullptr) return true;
      Typed offset = resolve(*written.offset);
      if (!offset) return false;
      shown = offset.text;
      into.offset = offset.expression;
      if (call.frame.unit == WindowFrame::Unit::kRows) {
        into.offset = make_cast(offset.expression, types::long_type());
      }
      return true;
    };
    if (!bound(spec->frame->from, call.frame.start, from_text) ||
        !bound(spec->frame->to, call.frame.end, to_text)) {
      return std::nullopt;
    }
  }
  if (is_offset_function(function)) {
    const Typed rows =
        node.arguments.size() > 1 ? resolve(*node.arguments[1].value) : Typed{.text = "1"};
    const std::string shift = (function.name == "lag" ? "-" : "") + rows.text;
    text += "ROWS BETWEEN " + shift + " FOLLOWING AND " + shift + " FOLLOWING)";
    return call;
  }
  text += call.frame.unit == WindowFrame::Unit::kRows ? "ROWS BETWEEN " : "RANGE BETWEEN ";
  text +=
      bound_name(call.frame.start, from_text) + " AND " + bound_name(call.frame.end, to_text) + ")";
  return call;
}

}  // namespace tarn::plan
