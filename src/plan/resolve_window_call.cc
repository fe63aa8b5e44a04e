// Functions with OVER.

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/constants.h"
#include "plan/expression_resolver.h"
#include "plan/naming.h"
#include "plan/refused_clause.h"
#include "plan/type_rules.h"
#include "plan/walk.h"
#include "plan/window_frame.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

std::string bound_name(const FrameBound& bound, const std::string& offset, WindowFrame::Unit unit) {
  switch (bound.kind) {
    case FrameBound::Kind::kUnboundedPreceding:
      return "UNBOUNDED PRECEDING";
    case FrameBound::Kind::kPreceding:
      // Spark turns a bound around that it casts to the type of the order.
      return unit == WindowFrame::Unit::kRange && bound.offset &&
                     std::holds_alternative<Cast>(bound.offset->content)
                 ? "(- " + offset + ") FOLLOWING"
                 : offset + " PRECEDING";
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

// Ranks take arguments and look at none of them.
bool is_rank(const Function& function) {
  return function.name == "rank" || function.name == "dense_rank" ||
         function.name == "percent_rank";
}

bool takes_null_treatment(const Function& function) {
  return is_offset_function(function) || function.name == "nth_value" ||
         function.kind == FunctionKind::kAggregate;
}

// Aggregates whose own order leaves no room for one in the window.
bool refuses_order(const Function& function) {
  constexpr std::array kNames = {"median", "percentile_cont", "percentile_disc"};
  return std::ranges::find(kNames, function.name) != kNames.end();
}

// What OVER does not take of a call's own clauses, if anything.
std::optional<QueryResolver::Problem> refused_syntax(const sql::FunctionCall& node,
                                                     const Function& function,
                                                     const std::string& name) {
  const bool is_aggregate = function.kind == FunctionKind::kAggregate;
  if (!is_aggregate && (node.distinct || node.filter != nullptr)) {
    return takes_no_clause(name, node.distinct ? "DISTINCT" : "FILTER CLAUSE");
  }
  if (node.distinct) {
    return QueryResolver::Problem{
        .condition = "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED",
        .sqlstate = "0A000",
        .message = "Distinct window functions are not supported: \"" + name + "\"."};
  }
  if (node.nulls == sql::NullTreatment::kIgnore && !takes_null_treatment(function)) {
    return takes_no_clause(name, "IGNORE NULLS");
  }
  return std::nullopt;
}

// The frame of a window that writes none.
WindowFrame default_frame(const Function& function, bool is_ordered) {
  using Kind = FrameBound::Kind;
  const bool by_rows = !is_ordered || has_own_frame(function);
  return {.unit = by_rows ? WindowFrame::Unit::kRows : WindowFrame::Unit::kRange,
          .start = {.kind = Kind::kUnboundedPreceding},
          .end = {.kind = is_ordered ? Kind::kCurrentRow : Kind::kUnboundedFollowing}};
}

// What the function does not take of its window, if anything.
std::optional<QueryResolver::Problem> refused_window(const sql::FunctionCall& node,
                                                     const Function& function,
                                                     const sql::WindowSpec& spec, bool is_ordered) {
  const std::string name(function.name);
  const bool own_order =
      refuses_order(function) || (!node.within_group.empty() && function.name != "mode");
  if (own_order && (is_ordered || spec.frame)) {
    return QueryResolver::Problem{
        .condition = "INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC",
        .sqlstate = "42601",
        .message = "Cannot specify ORDER BY or a window frame for " + name + "."};
  }
  if (!is_ordered && function.kind == FunctionKind::kWindow) {
    return QueryResolver::Problem{
        .condition = "WINDOW_FUNCTION_FRAME_NOT_ORDERED",
        .sqlstate = "42601",
        .message = "Window function " + name +
                   " requires the window to be ordered. You need to add an ORDER BY clause."};
  }
  if (is_offset_function(function) && spec.frame) {
    return QueryResolver::Problem{
        .condition = "_LEGACY_ERROR_TEMP_1035",
        .sqlstate = "",
        .message = "Cannot specify window frame for " + name + " function."};
  }
  return std::nullopt;
}

// Whether the function takes the frame that is written, if only its own.
bool takes_frame(const Function& function, const WindowFrame& frame, const WindowFrame& own) {
  const bool is_own = frame.unit == own.unit &&
                      frame.start.kind == FrameBound::Kind::kUnboundedPreceding &&
                      frame.end.kind == FrameBound::Kind::kCurrentRow;
  return is_own || function.kind != FunctionKind::kWindow || function.name == "nth_value";
}

}  // namespace

// Whether a window function may not stand at this place, which is reported.
bool ExpressionResolver::windows_are_refused(const sql::FunctionCall& node, const std::string& name,
                                             Span span) {
  const auto refuse = [&](const char* condition, const char* sqlstate, const std::string& message) {
    query_.report(span, {.condition = condition, .sqlstate = sqlstate, .message = message});
    return true;
  };
  if (node.window == nullptr) {
    return refuse("WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", "42601",
                  "Window function \"" + name + "\" requires an OVER clause.");
  }
  if (place_.no_windows_in != nullptr) {
    if (node.window->reference && named_window(node.window->reference->name) == nullptr) {
      report_missing_window(*node.window);
      return true;
    }
    const std::string clause = place_.no_windows_in;
    if (clause == "GROUP BY" || clause == "PIVOT") {
      return refuse("MISSING_AGGREGATION", "42803",
                    "A window function is computed behind the grouping and cannot be grouped by.");
    }
    if (clause == "VALUES") {
      return refuse("INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE", "42000",
                    "A window function cannot be computed in VALUES.");
    }
    if (clause == "ORDER BY" || clause == "JOIN") {
      return refuse("UNSUPPORTED_EXPR_FOR_OPERATOR", "42K0E",
                    "A query operator contains one or more unsupported expressions.");
    }
    return refuse("WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE", "42601",
                  "It is not allowed to use window functions inside " + clause + " clause.");
  }
  if (!inside_aggregate_) return false;
  // Spark has no condition of its own for it.
  return refuse("_LEGACY_ERROR_TEMP_1031", "",
                "It is not allowed to use a window function inside an aggregate function. Please "
                "use the inner window function in a sub-query.");
}

Typed ExpressionResolver::window_call(const sql::FunctionCall& node, const Function& function,
                                      Span span) {
  const std::string name = lower_ascii(node.name.last().name);
  if (windows_are_refused(node, name, span)) return {};
  if (auto syntax = refused_syntax(node, function, name)) {
    query_.report(span, *std::move(syntax));
    return {};
  }
  const bool is_nested = std::exchange(inside_window_, true);
  const Typed typed = function.kind == FunctionKind::kAggregate
                          ? aggregate_call(node, function, span)
                          : ranking_call(node, function, name, span);
  std::string over;
  auto window = typed ? window_of(node, function, span, over) : std::nullopt;
  inside_window_ = is_nested;
  if (!window) return {};
  window->ignore_nulls = node.nulls == sql::NullTreatment::kIgnore;
  if (const auto* plain = std::get_if<Call>(&typed.expression->content)) {
    window->function = plain->function;
    window->arguments = plain->arguments;
  } else {
    const auto& aggregate = std::get<AggregateCall>(typed.expression->content);
    window->function = aggregate.function;
    window->arguments = aggregate.arguments;
    window->ignore_nulls = aggregate.ignore_nulls;
    window->filter = aggregate.filter;
    window->within_group = aggregate.order_by;
  }
  return {.expression =
              std::make_shared<const Expression>(Expression{.content = std::move(*window),
                                                            .type = typed.expression->type,
                                                            .nullable = typed.expression->nullable,
                                                            .span = span}),
          .text = typed.text + over};
}

// A function that exists only with OVER.
Typed ExpressionResolver::ranking_call(const sql::FunctionCall& node, const Function& function,
                                       const std::string& name, Span span) {
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  if (is_rank(function)) arguments->clear();
  if (function.name == "ntile" && arguments->empty()) {
    arguments->push_back({.expression = make_int(1, span), .text = "1"});
  }
  if (is_offset_function(function) && arguments->size() == 1) {
    arguments->push_back({.expression = make_int(1, span), .text = "1"});
  }
  if (is_offset_function(function) && arguments->size() == 2) {
    arguments->push_back({.expression = make_null({}, span), .text = "NULL"});
  }
  std::string text = call_name(name, false, *arguments);
  if (function.name == "nth_value" && node.nulls == sql::NullTreatment::kIgnore) {
    text += " ignore nulls";
  }
  return call(function, std::move(*arguments), std::move(text), span, name);
}

const sql::WindowSpec* ExpressionResolver::window_spec(const sql::WindowSpec& written) {
  if (!written.reference) return &written;
  const sql::WindowSpec* named = named_window(written.reference->name);
  // WINDOW a AS (..), b AS a: a name may stand for another, and that for a window.
  if (named != nullptr && named->reference) named = named_window(named->reference->name);
  if (named != nullptr && !named->reference) return named;
  if (named != nullptr) {
    query_.report(written.span,
                  {.condition = "INVALID_SQL_SYNTAX.INVALID_WINDOW_REFERENCE",
                   .sqlstate = "42000",
                   .message = "Invalid SQL syntax: Window reference " +
                              quoted(written.reference->name) + " is not a window specification."});
    return nullptr;
  }
  report_missing_window(written);
  return nullptr;
}

// Names of windows are told apart by case, whatever the setting.
const sql::WindowSpec* ExpressionResolver::named_window(const std::string& name) const {
  if (place_.windows == nullptr) return nullptr;
  const auto found = std::ranges::find(
      *place_.windows, name, [](const sql::NamedWindow& window) { return window.name.name; });
  return found == place_.windows->end() ? nullptr : &found->spec;
}

void ExpressionResolver::report_missing_window(const sql::WindowSpec& written) {
  query_.report(written.span,
                {.condition = "MISSING_WINDOW_SPECIFICATION",
                 .sqlstate = "42P20",
                 .message = "Window specification is not defined in the WINDOW clause for " +
                            quoted(written.reference->name) + "."});
}

// One bound of a frame, and what it is called. Offsets are constants.
bool ExpressionResolver::frame_bound(const sql::FrameBound& written, FrameBound& into,
                                     std::string& shown) {
  into.kind = kind_of(written.kind);
  if (written.offset == nullptr) return true;
  const Typed offset = resolve(*written.offset);
  if (!offset) return false;
  if (!is_constant(*offset.expression)) {
    query_.report(written.offset->span, {.condition = "_LEGACY_ERROR_TEMP_0064",
                                         .sqlstate = "",
                                         .message = "Frame bound value must be a literal."});
    return false;
  }
  shown = offset.text;
  const Typed rows = constant(offset, written.offset->span);
  if (!rows) return false;
  into.offset = rows.expression;
  return true;
}

// Whether rows can be told apart by the keys of PARTITION BY; what is ordered by was looked at.
bool ExpressionResolver::can_partition(const sql::WindowSpec& spec,
                                       const std::vector<Typed>& keys) {
  bool can = true;
  for (size_t at = 0; at < keys.size(); ++at) {
    const DataType& type = keys[at].expression->type;
    if (is_orderable(type)) continue;
    can = false;
    query_.report(spec.partition_by[at]->span,
                  {.condition = "EXPRESSION_TYPE_IS_NOT_ORDERABLE",
                   .sqlstate = "42822",
                   .message = "Column expression \"" + keys[at].text +
                              "\" cannot be sorted because its type \"" + type.sql() +
                              "\" is not orderable."});
  }
  return can;
}

// The keys of PARTITION BY and ORDER BY; `text` takes how a column's name shows them.
bool ExpressionResolver::resolve_window_keys(const sql::WindowSpec& spec, WindowCall& call,
                                             std::string& text) {
  bool complete = true;
  std::vector<Typed> partition;
  for (const sql::ExpressionPtr& expression : spec.partition_by) {
    partition.push_back(resolve(*expression));
    complete = complete && partition.back();
    call.partition_by.push_back(partition.back().expression);
  }
  if (!partition.empty()) text += "PARTITION BY " + joined(partition) + " ";
  std::string order;
  for (const sql::SortItem& item : spec.order_by) {
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
  return complete && can_partition(spec, partition);
}

std::optional<WindowCall> ExpressionResolver::window_of(const sql::FunctionCall& node,
                                                        const Function& function, Span span,
                                                        std::string& text) {
  const sql::WindowSpec* spec = window_spec(*node.window);
  if (spec == nullptr) return std::nullopt;
  WindowCall call;
  text = " OVER (";
  if (!resolve_window_keys(*spec, call, text)) return std::nullopt;
  const bool is_ordered = !call.order_by.empty();
  if (auto refusal = refused_window(node, function, *spec, is_ordered)) {
    query_.report(span, *std::move(refusal));
    return std::nullopt;
  }
  call.frame = default_frame(function, is_ordered);
  std::string from_text;
  std::string to_text;
  if (spec->frame) {
    const WindowFrame own = call.frame;
    call.frame.unit = spec->frame->unit == sql::FrameUnit::kRows ? WindowFrame::Unit::kRows
                                                                 : WindowFrame::Unit::kRange;
    if (!frame_bound(spec->frame->from, call.frame.start, from_text) ||
        !frame_bound(spec->frame->to, call.frame.end, to_text)) {
      return std::nullopt;
    }
    if (auto refusal = type_frame(call)) {
      query_.report(span, *std::move(refusal));
      return std::nullopt;
    }
    if (!takes_frame(function, call.frame, own)) {
      query_.report(span, {.condition = "_LEGACY_ERROR_TEMP_1036",
                           .sqlstate = "",
                           .message = "The window frame of " + std::string(function.name) +
                                      " must be the one that it has without a frame clause."});
      return std::nullopt;
    }
  }
  if (is_offset_function(function)) {
    const std::string shift = offset_text(node, function);
    text += "ROWS BETWEEN " + shift + " FOLLOWING AND " + shift + " FOLLOWING)";
    return call;
  }
  text += call.frame.unit == WindowFrame::Unit::kRows ? "ROWS BETWEEN " : "RANGE BETWEEN ";
  text += bound_name(call.frame.start, from_text, call.frame.unit) + " AND " +
          bound_name(call.frame.end, to_text, call.frame.unit) + ")";
  turn_if_negative(call.frame.start);
  turn_if_negative(call.frame.end);
  return call;
}

// lag(x, 2) is named by a frame of -2 FOLLOWING.
std::string ExpressionResolver::offset_text(const sql::FunctionCall& node,
                                            const Function& function) {
  const bool back = function.name == "lag";
  if (node.arguments.size() < 2) return back ? "-1" : "1";
  const Typed rows = resolve(*node.arguments[1].value);
  if (!rows || !back) return rows.text;
  const Typed folded_rows = constant(rows, node.arguments[1].value->span);
  if (!folded_rows) return rows.text;
  const auto number = literal_integer(*folded_rows.expression);
  return number ? std::to_string(-*number) : "(- " + rows.text + ")";
}

}  // namespace tarn::plan
