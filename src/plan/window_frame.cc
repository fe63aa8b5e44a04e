#include "plan/window_frame.h"

#include "plan/builder.h"
#include "plan/coercion.h"
#include "plan/type_rules.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

using Kind = FrameBound::Kind;

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

// Whether what bounds a RANGE frame can be added to the values of its order, or cast to their type.
bool bound_fits(const DataType& bound, const DataType& order) {
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

QueryResolver::Problem mismatch(const char* condition, const std::string& message) {
  return {.condition = std::string("DATATYPE_MISMATCH.") + condition,
          .sqlstate = "42K09",
          .message = "Cannot resolve the window frame due to data type mismatch: " + message};
}

// What is wrong with the bounds' places in relation to each other, if anything.
std::optional<QueryResolver::Problem> refused_places(const WindowFrame& frame) {
  if (frame.start.kind == Kind::kUnboundedFollowing ||
      frame.end.kind == Kind::kUnboundedPreceding) {
    return mismatch("SPECIFIED_WINDOW_FRAME_INVALID_BOUND",
                    "Window frame upper bound does not follow the lower bound.");
  }
  const auto from = place_of(frame.start);
  const auto to = place_of(frame.end);
  if (!from || !to || *from <= *to) return std::nullopt;
  return mismatch(
      "SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON",
      "The lower bound of a window frame must be less than or equal to the upper bound.");
}

// Of ROWS: a bound is a number of rows.
std::optional<QueryResolver::Problem> type_row_bounds(WindowFrame& frame) {
  for (FrameBound* bound : {&frame.start, &frame.end}) {
    if (!bound->offset) continue;
    if (!bound->offset->type.is(TypeKind::kInt)) {
      return mismatch("SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE",
                      "The data type of the bound \"" + bound->offset->type.sql() +
                          "\" does not match the expected data type \"INT\".");
    }
    bound->offset = make_cast(bound->offset, types::long_type());
  }
  return std::nullopt;
}

// Of RANGE: a bound is what is added to the values of the one key.
std::optional<QueryResolver::Problem> type_value_bounds(WindowFrame& frame, const DataType& order) {
  const DataType* before = nullptr;
  for (FrameBound* bound : {&frame.start, &frame.end}) {
    if (!bound->offset) continue;
    const DataType& type = bound->offset->type;
    if (!bound_fits(type, order)) {
      return mismatch("RANGE_FRAME_INVALID_TYPE",
                      "The data type \"" + order.sql() +
                          "\" used in the order specification does not support the data type \"" +
                          type.sql() + "\" which is used in the range frame.");
    }
    if (!order.is_datetime()) {
      if (!order.is_numeric() && !order.is_interval()) {
        return mismatch(
            "SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE",
            "The data type of the bound \"" + order.sql() +
                "\" does not match the expected data type (\"NUMERIC\" or an interval).");
      }
      bound->offset = make_cast(bound->offset, order);
    }
    if (before != nullptr && !(*before == bound->offset->type)) {
      return mismatch("SPECIFIED_WINDOW_FRAME_DIFF_TYPES",
                      "Window frame bounds do not have the same type: \"" + before->sql() +
                          "\" <> \"" + bound->offset->type.sql() + "\".");
    }
    before = &bound->offset->type;
  }
  return std::nullopt;
}

}  // namespace

std::optional<QueryResolver::Problem> type_frame(WindowCall& call) {
  WindowFrame& frame = call.frame;
  if (auto refusal = refused_places(frame)) return refusal;
  if (frame.unit == WindowFrame::Unit::kRows) return type_row_bounds(frame);
  const bool unbounded =
      frame.start.kind == Kind::kUnboundedPreceding && frame.end.kind == Kind::kUnboundedFollowing;
  if (call.order_by.empty() && !unbounded) {
    return mismatch("RANGE_FRAME_WITHOUT_ORDER",
                    "A range window frame cannot be used in an unordered window specification.");
  }
  if (!frame.start.offset && !frame.end.offset) return std::nullopt;
  if (call.order_by.size() > 1) {
    return mismatch("RANGE_FRAME_MULTI_ORDER",
                    "A range window frame with value boundaries cannot be used in a window "
                    "specification with multiple order by expressions.");
  }
  return type_value_bounds(frame, call.order_by[0].expression->type);
}

void turn_if_negative(FrameBound& bound) {
  const auto place = place_of(bound);
  if (!place) return;
  bound.kind = *place < 0 ? FrameBound::Kind::kPreceding : FrameBound::Kind::kFollowing;
  bound.offset = make_literal({.content = *place < 0 ? -*place : *place}, bound.offset->type,
                              bound.offset->span);
}

}  // namespace tarn::plan
