// Functions with OVER.

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/constants.h"
#include "plan/naming.h"
#include "plan/resolution.h"
#include "plan/type_rules.h"
#include "plan/walk.h"

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

// How far behind the current row a bound with an offset lies, where that is a whole number or an
// interval.
std::optional<int64_t> place_of(const FrameBound& bound) {
  if (!bound.offset || (!bound.offset->type.is_integral() && !bound.offset->type.is_interval())) {
    return std::nullopt;
  }
  const auto* cast = std::get_if<Cast>(&bound.offset->content);
  const Expression& written = cast != nullptr ? *cast->input : *bound.offset;
  // An interval that becomes a number counts its own units.
  if (written.type.is_interval() != bound.offset->type.is_interval()) return std::nullopt;
  const auto* literal = std::get_if<Literal>(&written.content);
  const auto* value = literal == nullptr ? nullptr : std::get_if<int64_t>(&literal->value.content);
  if (value == nullptr) return std::nullopt;
  return bound.kind == FrameBound::Kind::kPreceding ? -*value : *value;
}

// -1 PRECEDING is 1 FOLLOWING.
void turn_if_negative(FrameBound& bound) {
  const auto place = place_of(bound);
  if (!place) return;
  bound.kind = *place < 0 ? FrameBound::Kind::kPreceding : FrameBound::Kind::kFollowing;
  bound.offset = make_literal({.content = *place < 0 ? -*place : *place}, bound.offset->type,
                              bound.offset->span);
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

}  // namespace

Typed ExpressionResolver::window_call(const sql::FunctionCall& node, const Function& function,
                                      Span span) {
  const std::string name = lower_ascii(node.name.last().name);
  const auto refuse = [&](const char* condition, const char* sqlstate, const std::string& message) {
    query_.report(span, {.condition = condition, .sqlstate = sqlstate, .message = message});
    return Typed();
  };
  if (node.window == nullptr) {
    return refuse("WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", "42601",
                  "Window function \"" + name + "\" requires an OVER clause.");
  }
  if (place_.no_windows_in != nullptr) {
    const std::string clause = place_.no_windows_in;
    if (clause == "GROUP BY" || clause == "PIVOT") {
      return refuse("MISSING_AGGREGATION", "42803",
                    "A window function is computed behind the grouping and cannot be grouped by.");
    }
    if (clause == "VALUES") {
      return refuse("INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE", "42000",
                    "A window function cannot be computed in VALUES.");
    }
    if (clause == "ORDER BY" && node.window->reference && place_.windows == nullptr) {
      window_spec(*node.window);  // there is none, which is reported
      return {};
    }
    if (clause == "ORDER BY" || clause == "JOIN") {
      return refuse("UNSUPPORTED_EXPR_FOR_OPERATOR", "42K0E",
                    "A query operator contains one or more unsupported expressions.");
    }
    return refuse("WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE", "42601",
                  "It is not allowed to use window functions inside " + clause + " clause.");
  }
  if (inside_aggregate_) {
    // Spark has no condition of its own for it.
    return refuse("_LEGACY_ERROR_TEMP_1031", "",
                  "It is not allowed to use a window function inside an aggregate function. Please "
                  "use the inner window function in a sub-query.");
  }
  const bool is_aggregate = function.kind == FunctionKind::kAggregate;
  if (!is_aggregate && (node.distinct || node.filter != nullptr)) {
    return refuse("INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", "42000",
                  "Invalid SQL syntax: The function " + quoted(name) + " does not support " +
                      (node.distinct ? "DISTINCT." : "FILTER CLAUSE."));
  }
  if (node.distinct) {
    return refuse("DISTINCT_WINDOW_FUNCTION_UNSUPPORTED", "0A000",
                  "Distinct window functions are not supported: \"" + name + "\".");
  }
  if (node.nulls == sql::NullTreatment::kIgnore && !takes_null_treatment(function)) {
    return refuse(
        "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", "42000",
        "Invalid SQL syntax: The function " + quoted(name) + " does not support IGNORE NULLS.");
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
  // Names of windows are told apart by case, whatever the setting.
  const auto find = [&](const std::string& name) -> const sql::WindowSpec* {
    if (place_.windows == nullptr) return nullptr;
    for (const sql::NamedWindow& window : *place_.windows) {
      if (window.name.name == name) return &window.spec;
    }
    return nullptr;
  };
  const sql::WindowSpec* named = find(written.reference->name);
  // WINDOW a AS (..), b AS a: a name may stand for another, and that for a window.
  if (named != nullptr && named->reference) named = find(named->reference->name);
  if (named != nullptr && !named->reference) return named;
  if (named != nullptr) {
    query_.report(written.span,
                  {.condition = "INVALID_SQL_SYNTAX.INVALID_WINDOW_REFERENCE",
                   .sqlstate = "42000",
                   .message = "Invalid SQL syntax: Window reference " +
                              quoted(written.reference->name) + " is not a window specification."});
    return nullptr;
  }
  query_.report(written.span,
                {.condition = "MISSING_WINDOW_SPECIFICATION",
                 .sqlstate = "42P20",
                 .message = "Window specification is not defined in the WINDOW clause for " +
                            quoted(written.reference->name) + "."});
  return nullptr;
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

// Whether what bounds a RANGE frame can be added to the values of its order, or cast to their type.
static bool bound_fits(const DataType& bound, const DataType& order) {
  if (order.is(TypeKind::kTime)) return false;
  if (order.is(TypeKind::kDate)) {
    const bool whole_days = bound.is(TypeKind::kDayTimeInterval) &&
                            bound.from_unit() == types::IntervalUnit::kDay &&
                            bound.to_unit() == types::IntervalUnit::kDay;
    return bound.is(TypeKind::kInt) || bound.is(TypeKind::kYearMonthInterval) || whole_days;
  }
  if (order.is_datetime()) return bound.is_interval();
  return can_cast(bound, order);
}

// Casts the bounds of a RANGE frame to what is added to the order's values, and those of ROWS to a
// number of rows.
bool ExpressionResolver::typed_frame(WindowCall& call, Span span) {
  FrameBound* const bounds[] = {&call.frame.start, &call.frame.end};
  const auto refuse = [&](const char* problem, const std::string& message) {
    query_.report(
        span, {.condition = std::string("DATATYPE_MISMATCH.") + problem,
               .sqlstate = "42K09",
               .message = "Cannot resolve the window frame due to data type mismatch: " + message});
    return false;
  };
  using Kind = FrameBound::Kind;
  if (call.frame.start.kind == Kind::kUnboundedFollowing ||
      call.frame.end.kind == Kind::kUnboundedPreceding) {
    return refuse("SPECIFIED_WINDOW_FRAME_INVALID_BOUND",
                  "Window frame upper bound does not follow the lower bound.");
  }
  const auto from = place_of(call.frame.start);
  const auto to = place_of(call.frame.end);
  if (from && to && *from > *to) {
    return refuse(
        "SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON",
        "The lower bound of a window frame must be less than or equal to the upper bound.");
  }
  const bool has_offset = call.frame.start.offset || call.frame.end.offset;
  if (call.frame.unit == WindowFrame::Unit::kRows) {
    for (FrameBound* bound : bounds) {
      if (!bound->offset) continue;
      if (!bound->offset->type.is(TypeKind::kInt)) {
        return refuse("SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE",
                      "The data type of the bound \"" + bound->offset->type.sql() +
                          "\" does not match the expected data type \"INT\".");
      }
      bound->offset = make_cast(bound->offset, types::long_type());
    }
    return true;
  }
  const bool unbounded = call.frame.start.kind == Kind::kUnboundedPreceding &&
                         call.frame.end.kind == Kind::kUnboundedFollowing;
  if (call.order_by.empty() && !unbounded) {
    return refuse("RANGE_FRAME_WITHOUT_ORDER",
                  "A range window frame cannot be used in an unordered window specification.");
  }
  if (!has_offset) return true;
  if (call.order_by.size() > 1) {
    return refuse("RANGE_FRAME_MULTI_ORDER",
                  "A range window frame with value boundaries cannot be used in a window "
                  "specification with multiple order by expressions.");
  }
  const DataType& order = call.order_by[0].expression->type;
  const DataType* before = nullptr;
  for (FrameBound* bound : bounds) {
    if (!bound->offset) continue;
    const DataType& type = bound->offset->type;
    if (!bound_fits(type, order)) {
      return refuse("RANGE_FRAME_INVALID_TYPE",
                    "The data type \"" + order.sql() +
                        "\" used in the order specification does not support the data type \"" +
                        type.sql() + "\" which is used in the range frame.");
    }
    if (!order.is_datetime()) {
      if (!order.is_numeric() && !order.is_interval()) {
        return refuse("SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE",
                      "The data type of the bound \"" + order.sql() +
                          "\" does not match the expected data type (\"NUMERIC\" or an interval).");
      }
      bound->offset = make_cast(bound->offset, order);
    }
    if (before != nullptr && !(*before == bound->offset->type)) {
      return refuse("SPECIFIED_WINDOW_FRAME_DIFF_TYPES",
                    "Window frame bounds do not have the same type: \"" + before->sql() +
                        "\" <> \"" + bound->offset->type.sql() + "\".");
    }
    before = &bound->offset->type;
  }
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

std::optional<WindowCall> ExpressionResolver::window_of(const sql::FunctionCall& node,
                                                        const Function& function, Span span,
                                                        std::string& text) {
  const sql::WindowSpec* spec = window_spec(*node.window);
  if (spec == nullptr) return std::nullopt;
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
  if (!complete || !can_partition(*spec, partition)) return std::nullopt;
  const auto refuse = [&](const char* condition, const char* sqlstate, const std::string& message) {
    query_.report(span, {.condition = condition, .sqlstate = sqlstate, .message = message});
    return std::nullopt;
  };
  const bool own_order =
      refuses_order(function) || (!node.within_group.empty() && function.name != "mode");
  if (own_order && (!call.order_by.empty() || spec->frame)) {
    return refuse(
        "INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC", "42601",
        "Cannot specify ORDER BY or a window frame for " + std::string(function.name) + ".");
  }
  if (call.order_by.empty() && function.kind == FunctionKind::kWindow) {
    return refuse("WINDOW_FUNCTION_FRAME_NOT_ORDERED", "42601",
                  "Window function " + std::string(function.name) +
                      " requires the window to be ordered. You need to add an ORDER BY clause.");
  }
  if (is_offset_function(function) && spec->frame) {
    return refuse("_LEGACY_ERROR_TEMP_1035", "",
                  "Cannot specify window frame for " + std::string(function.name) + " function.");
  }
  using Kind = FrameBound::Kind;
  call.frame = {
      .unit = call.order_by.empty() ? WindowFrame::Unit::kRows : WindowFrame::Unit::kRange,
      .start = {.kind = Kind::kUnboundedPreceding},
      .end = {.kind = call.order_by.empty() ? Kind::kUnboundedFollowing : Kind::kCurrentRow}};
  if (has_own_frame(function)) call.frame.unit = WindowFrame::Unit::kRows;
  std::string from_text;
  std::string to_text;
  if (spec->frame) {
    const WindowFrame::Unit required = call.frame.unit;
    call.frame.unit = spec->frame->unit == sql::FrameUnit::kRows ? WindowFrame::Unit::kRows
                                                                 : WindowFrame::Unit::kRange;
    if (!frame_bound(spec->frame->from, call.frame.start, from_text) ||
        !frame_bound(spec->frame->to, call.frame.end, to_text) || !typed_frame(call, span)) {
      return std::nullopt;
    }
    const bool as_required = call.frame.unit == required &&
                             call.frame.start.kind == Kind::kUnboundedPreceding &&
                             call.frame.end.kind == Kind::kCurrentRow;
    if (function.kind == FunctionKind::kWindow && function.name != "nth_value" && !as_required) {
      return refuse("_LEGACY_ERROR_TEMP_1036", "",
                    "The window frame of " + std::string(function.name) +
                        " must be the one that it has without a frame clause.");
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
