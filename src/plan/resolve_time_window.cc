// window() and session_window() in a query: a column that they add to what the select reads.
//
//   window          Generate: a row for each window that the time falls into
//   session_window  with GROUP BY, the sessions of each group: rows in the order of their times,
//                   a session's first row begins behind the end of all before it. Without, each
//                   row's own.

#include "plan/select_resolver.h"
#include "plan/type_rules.h"
#include "plan/walk.h"
#include "sql/visit.h"
#include "types/duration_text.h"
#include "types/utf8.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

bool is_time_window(const sql::FunctionCall& call) {
  if (call.name.parts.size() != 1 || call.window != nullptr) return false;
  const std::string& name = call.name.last().name;
  return types::equal_ignoring_case(name, "window") ||
         types::equal_ignoring_case(name, "session_window");
}

void collect(const sql::Expression& expression, std::vector<const sql::Expression*>& found) {
  if (const auto* call = expression.as<sql::FunctionCall>(); call && is_time_window(*call)) {
    found.push_back(&expression);
    return;
  }
  sql::for_each_child(expression.node,
                      [&](const sql::Expression& child) { collect(child, found); });
}

void collect(const sql::GroupingAnalytic& analytic, std::vector<const sql::Expression*>& found) {
  for (const sql::ExpressionList& set : analytic.sets) {
    for (const sql::ExpressionPtr& each : set) collect(*each, found);
  }
  for (const sql::GroupingAnalytic& nested : analytic.nested) collect(nested, found);
}

bool is_time(const DataType& type) {
  return type.is(TypeKind::kTimestamp) || type.is(TypeKind::kTimestampNtz);
}

DataType window_type(const DataType& time) {
  return DataType::structure({{.name = "start", .type = time}, {.name = "end", .type = time}});
}

ExpressionPtr make_long(int64_t value) {
  return make_literal({.content = value}, types::long_type());
}

// What a duration is written as, in microseconds.
Result<int64_t> duration_of(const Expression& expression) {
  const bool is_small = expression.type.is(TypeKind::kByte) || expression.type.is(TypeKind::kShort);
  if (const auto number = literal_integer(expression); number && !is_small) return *number;
  const auto text = literal_string(expression);
  if (!text) {
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "The duration and time inputs to window must be an integer, long or "
                     "string literal.",
                 .condition = "_LEGACY_ERROR_TEMP_1207",
                 .sqlstate = ""};
  }
  ASSIGN_OR_RETURN(const types::UnitSum sum, types::parse_duration(*text));
  if (sum.months != 0) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "Intervals greater than a month is not supported (" + *text + ").",
                 .condition = "_LEGACY_ERROR_TEMP_3231",
                 .sqlstate = ""};
  }
  return sum.day_time();
}

Status mismatch(std::string_view kind, const std::string& message) {
  return Error{.code = ErrorCode::kInvalid,
               .message = message,
               .condition = "DATATYPE_MISMATCH." + std::string(kind),
               .sqlstate = "42K09"};
}

Status check_durations(int64_t width, int64_t slide, int64_t start) {
  const auto out_of_range = [](const std::string& name, int64_t value) {
    return mismatch("VALUE_OUT_OF_RANGE", "The `" + name +
                                              "` must be between (0, 9223372036854775807] "
                                              "(current value = " +
                                              std::to_string(value) + "L).");
  };
  if (width <= 0) return out_of_range("window_duration", width);
  if (slide <= 0) return out_of_range("slide_duration", slide);
  if (slide > width) {
    return mismatch("PARAMETER_CONSTRAINT_VIOLATION",
                    "The `slide_duration`(" + std::to_string(slide) +
                        "L) must be <= the `window_duration`(" + std::to_string(width) + "L).");
  }
  if (start >= slide || -start >= slide) {
    return mismatch("PARAMETER_CONSTRAINT_VIOLATION",
                    "The `abs(start_time)`(" + std::to_string(start) +
                        "L) must be < the `slide_duration`(" + std::to_string(slide) + "L).");
  }
  return ok();
}

// The plan with one more column behind its own.
PlanPtr with_column(const PlanPtr& plan, const NamedExpression& column) {
  std::vector<NamedExpression> columns;
  for (const Attribute& each : plan->output) {
    columns.push_back({.id = each.id, .name = each.name, .expression = make_reference(each)});
  }
  columns.push_back(column);
  return make_project(plan, std::move(columns));
}

PlanPtr computed_windows(const PlanPtr& plan, std::vector<NamedExpression> windows) {
  std::vector<Attribute> output = plan->output;
  for (const NamedExpression& each : windows) output.push_back(attribute_of(each));
  return make_node(Window{.input = plan, .columns = std::move(windows)}, std::move(output));
}

ExpressionPtr window_call(std::string_view function, const ExpressionPtr& argument,
                          const std::vector<ExpressionPtr>& partition, const ExpressionPtr& order,
                          WindowFrame frame) {
  WindowCall call{.function = find_function(function),
                  .arguments = {argument},
                  .partition_by = partition,
                  .order_by = {},
                  .frame = std::move(frame)};
  if (order) call.order_by.push_back({.expression = order});
  return std::make_shared<const Expression>(
      Expression{.content = std::move(call), .type = argument->type, .nullable = true});
}

}  // namespace

// Finds the windows of the select list and of GROUP BY, which must be one, and makes it a column.
bool SelectResolver::resolve_time_window() {
  std::vector<const sql::Expression*> found;
  for (const sql::SelectItem& item : select_.items) collect(*item.expression, found);
  for (const sql::ExpressionPtr& each : select_.group_by.expressions) collect(*each, found);
  for (const sql::ExpressionPtr& each : select_.group_by.given) collect(*each, found);
  for (const sql::GroupingAnalytic& each : select_.group_by.analytics) collect(each, found);
  for (const sql::Expression* expression : found) {
    ExpressionResolver resolver(query_, place("window", "window"));
    auto window = resolver.time_window(*expression->as<sql::FunctionCall>(), expression->span);
    if (!window) return false;
    if (!time_window_) {
      time_window_ = std::move(window);
      continue;
    }
    const bool is_same = window->column.name == time_window_->column.name &&
                         same_expression(*window->time, *time_window_->time) &&
                         window->durations == time_window_->durations &&
                         (!window->end || same_expression(*window->end, *time_window_->end));
    if (is_same) continue;
    query_.report(expression->span,
                  {.condition = "_LEGACY_ERROR_TEMP_1039",
                   .sqlstate = "",
                   .message = "Multiple time/session window expressions would result in a "
                              "cartesian product of rows, therefore they are currently not "
                              "supported."});
    return false;
  }
  if (!time_window_) return true;
  if (is_streaming(*from_.plan)) {
    query_.report_unsupported(found.front()->span,
                              "the function " + time_window_->column.name + " over a stream");
    return false;
  }
  scope_.columns.push_back(
      {.qualifier = {}, .attribute = time_window_->column, .visibility = Visibility::kHidden});
  return true;
}

std::optional<TimeWindow> ExpressionResolver::time_window(const sql::FunctionCall& node,
                                                          Span span) {
  const bool is_session = types::equal_ignoring_case(node.name.last().name, "session_window");
  const std::string name = is_session ? "session_window" : "window";
  auto arguments = arguments_of(node);
  if (!arguments) return std::nullopt;
  std::vector<ExpressionPtr> values;
  std::vector<std::string> texts;
  for (const Typed& argument : *arguments) {
    values.push_back(argument.expression);
    texts.push_back(argument.text);
  }
  const CallSite site{.name = name, .arguments = values, .texts = texts};
  const auto refuse = [&](const Error& error) {
    query_.report_error(span, error);
    return std::nullopt;
  };
  if (is_session ? values.size() != 2 : values.size() < 2 || values.size() > 4) {
    return refuse(wrong_number_of_arguments(site, is_session ? "2" : "[2, 3, 4]"));
  }
  ExpressionPtr time = values[0];
  const DataType& type = time->type;
  if (type.is(TypeKind::kString) || type.is(TypeKind::kDate) || type.is(TypeKind::kVoid)) {
    time = make_cast(time, types::timestamp_type());
  } else if (type.is(TypeKind::kStruct) && type.fields().size() == 2 &&
             is_time(type.fields()[1].type)) {
    // A window of windows: by the last microsecond of each.
    time = make_call(*find_function("window_time"), {time}, type.fields()[1].type, true, span);
  } else if (!is_time(type)) {
    return refuse(unexpected_input_type(
        site, 0, "(\"(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)\" or \"STRUCT\")"));
  }
  TimeWindow window{.time = time,
                    .column = {.id = query_.ids().next_attribute(),
                               .name = name,
                               .type = window_type(time->type),
                               .nullable = false}};
  if (is_session) {
    const ExpressionPtr gap = make_cast(values[1], types::string_type());
    window.end =
        make_call(*find_function("session_window.end"), {time, gap}, time->type, true, span);
    return window;
  }
  for (size_t at = 1; at < values.size(); ++at) {
    const Typed folded = constant((*arguments)[at], span);
    if (!folded) return std::nullopt;
    const auto duration = duration_of(*folded.expression);
    if (!duration) return refuse(duration.error());
    window.durations.push_back(*duration);
  }
  if (window.durations.size() < 2) window.durations.push_back(window.durations[0]);
  if (window.durations.size() < 3) window.durations.push_back(0);
  if (const Status status =
          check_durations(window.durations[0], window.durations[1], window.durations[2]);
      !status) {
    return refuse(status.error());
  }
  return window;
}

// Below the aggregation, above WHERE.
PlanPtr SelectResolver::with_time_window(PlanPtr plan) const {
  const TimeWindow& window = *time_window_;
  if (!window.end) {
    std::vector<ExpressionPtr> arguments = {window.time};
    for (const int64_t duration : window.durations) arguments.push_back(make_long(duration));
    std::vector<Attribute> output = plan->output;
    output.push_back(window.column);
    return make_node(Generate{.input = std::move(plan),
                              .function = find_function("window.rows"),
                              .arguments = std::move(arguments),
                              .generated = {window.column}},
                     std::move(output), select_.span);
  }
  return with_sessions(std::move(plan));
}

PlanPtr SelectResolver::with_sessions(PlanPtr plan) const {
  const TimeWindow& window = *time_window_;
  const DataType& time = window.time->type;
  const auto named = [&](ExpressionPtr expression) {
    return NamedExpression{.id = query_.ids().next_attribute(),
                           .name = "_session",
                           .expression = std::move(expression)};
  };
  const auto greater = [](ExpressionPtr a, ExpressionPtr b) {
    return make_call(*find_function(">"), {std::move(a), std::move(b)}, types::boolean(), true);
  };
  const NamedExpression start = named(window.time);
  const NamedExpression end = named(window.end);
  const ExpressionPtr start_value = make_reference(attribute_of(start));
  const ExpressionPtr end_value = make_reference(attribute_of(end));
  plan = with_column(with_column(plan, start), end);
  plan = make_filter(std::move(plan), greater(end_value, start_value), select_.span);

  ExpressionPtr first = start_value;
  ExpressionPtr last = end_value;
  if (aggregated_) {
    using Kind = FrameBound::Kind;
    std::vector<ExpressionPtr> partition;
    for (const NamedExpression& key : keys_) {
      if (key.id != window.column.id) partition.push_back(key.expression);
    }
    const WindowFrame before{.unit = WindowFrame::Unit::kRows,
                             .start = {.kind = Kind::kUnboundedPreceding},
                             .end = {.kind = Kind::kPreceding, .offset = make_int(1)}};
    const WindowFrame up_to_here{.unit = WindowFrame::Unit::kRange,
                                 .start = {.kind = Kind::kUnboundedPreceding},
                                 .end = {.kind = Kind::kCurrentRow}};
    const WindowFrame all{.unit = WindowFrame::Unit::kRange,
                          .start = {.kind = Kind::kUnboundedPreceding},
                          .end = {.kind = Kind::kUnboundedFollowing}};
    const NamedExpression reached =
        named(window_call("max", end_value, partition, start_value, before));
    plan = computed_windows(plan, {reached});
    const ExpressionPtr reached_value = make_reference(attribute_of(reached));
    CaseWhen is_new{
        .branches = {{.condition = greater(start_value, reached_value), .result = make_long(1)}},
        .otherwise = make_long(0)};
    const NamedExpression begins = named(std::make_shared<const Expression>(
        Expression{.content = std::move(is_new), .type = types::long_type(), .nullable = false}));
    plan = with_column(plan, begins);
    const NamedExpression number = named(window_call("sum", make_reference(attribute_of(begins)),
                                                     partition, start_value, up_to_here));
    plan = computed_windows(plan, {number});
    partition.push_back(make_reference(attribute_of(number)));
    const NamedExpression from = named(window_call("min", start_value, partition, nullptr, all));
    const NamedExpression to = named(window_call("max", end_value, partition, nullptr, all));
    plan = computed_windows(plan, {from, to});
    first = make_reference(attribute_of(from));
    last = make_reference(attribute_of(to));
  }
  return with_column(plan, {.id = window.column.id,
                            .name = window.column.name,
                            .expression = make_call(*find_function("struct"), {first, last},
                                                    window_type(time), false, select_.span)});
}

}  // namespace tarn::plan
