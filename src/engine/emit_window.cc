#include <fmt/format.h>

#include "engine/emitter.h"

namespace tarn::engine {

using types::TypeKind;

std::string Emitter::frame_bound(const plan::FrameBound& bound) {
  switch (bound.kind) {
    case plan::FrameBound::Kind::kUnboundedPreceding:
      return "UNBOUNDED PRECEDING";
    case plan::FrameBound::Kind::kUnboundedFollowing:
      return "UNBOUNDED FOLLOWING";
    case plan::FrameBound::Kind::kCurrentRow:
      return "CURRENT ROW";
    case plan::FrameBound::Kind::kPreceding:
    case plan::FrameBound::Kind::kFollowing:
      break;
  }
  std::string offset = expression(*bound.offset);
  if (bound.offset->type.is(TypeKind::kDayTimeInterval)) {
    offset = fmt::format("to_microseconds({})", offset);
  } else if (bound.offset->type.is(TypeKind::kYearMonthInterval)) {
    offset = fmt::format("to_months({})", offset);
  }
  return offset + (bound.kind == plan::FrameBound::Kind::kPreceding ? " PRECEDING" : " FOLLOWING");
}

std::string Emitter::window_clause(const plan::WindowCall& call) {
  std::string text = " OVER (";
  if (!call.partition_by.empty()) {
    text += "PARTITION BY " + joined(expressions(call.partition_by));
  }
  if (!call.order_by.empty()) text += order_by(call.order_by);
  // Ranking functions and lag() have no frame; DuckDB would ignore it, and plans faster without.
  const std::string_view body = call.function->body;
  const bool framed = call.function->kind == plan::FunctionKind::kAggregate ||
                      body.find("_value(") != std::string_view::npos;
  if (framed) {
    using Kind = plan::FrameBound::Kind;
    const bool by_rows = call.frame.unit == plan::WindowFrame::Unit::kRows;
    // Intervals that are sorted by are numbers to the engine, and so is what is added to them.
    const bool over_intervals =
        !call.order_by.empty() && call.order_by[0].expression->type.is_interval();
    const auto bound_text = [&](const plan::FrameBound& bound) {
      if (!over_intervals || !bound.offset) return frame_bound(bound);
      return fmt::format("({}) {}", expression(*bound.offset),
                         bound.kind == Kind::kPreceding ? "PRECEDING" : "FOLLOWING");
    };
    std::string from = bound_text(call.frame.start);
    std::string to = bound_text(call.frame.end);
    // A frame that ends before it begins is empty; DuckDB's parser refuses the plain words for it.
    if (by_rows && call.frame.start.kind == Kind::kCurrentRow &&
        call.frame.end.kind == Kind::kPreceding) {
      from = "0 PRECEDING";
    }
    if (by_rows && call.frame.start.kind == Kind::kFollowing &&
        call.frame.end.kind == Kind::kCurrentRow) {
      to = "0 FOLLOWING";
    }
    text += fmt::format(" {} BETWEEN {} AND {}", by_rows ? "ROWS" : "RANGE", from, to);
  }
  return text + ")";
}

std::string Emitter::window(const plan::Node& node, const plan::Window& window) {
  Texts columns;
  for (const plan::Attribute& column : window.input->output) {
    columns.push_back(column_name(column.id));
  }
  for (const plan::NamedExpression& each : window.columns) {
    columns.push_back(fmt::format("{} AS {}", expression(*each.expression), column_name(each.id)));
  }
  return fmt::format("SELECT {} FROM (SELECT {} FROM {}) AS {}", column_list(node.output),
                     joined(columns), input(*window.input), next_name("t"));
}

}  // namespace tarn::engine
