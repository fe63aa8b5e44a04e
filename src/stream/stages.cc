#include "stream/stages.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/check.h"
#include "plan/rewrite.h"

namespace tarn::stream {
namespace {

// The event time of a plan's rows: which column, and the delay that its WATERMARK promises.
struct EventTime {
  plan::AttributeId column;
  int64_t delay_us = 0;
};

size_t position_of(const plan::Node& node, plan::AttributeId id) {
  const auto found = std::ranges::find(node.output, id, &plan::Attribute::id);
  CHECK(found != node.output.end());
  return static_cast<size_t>(found - node.output.begin());
}

bool has_column(const plan::Node& node, plan::AttributeId id) {
  return std::ranges::find(node.output, id, &plan::Attribute::id) != node.output.end();
}

// The column of `node`'s output that carries the event time of a WATERMARK below it, followed
// through projections that only rename it. Spark does the same with column metadata.
std::optional<EventTime> event_time_of(const plan::Node& node) {
  if (const auto* watermark = std::get_if<plan::Watermark>(&node.content)) {
    return EventTime{.column = watermark->column, .delay_us = watermark->delay_us};
  }
  std::optional<EventTime> below;
  for (const plan::PlanPtr& input : plan::inputs_of(node)) {
    if (!below && plan::is_streaming(*input)) {
      below = event_time_of(*input);
    }
  }
  if (!below) {
    return std::nullopt;
  }
  if (const auto* project = std::get_if<plan::Project>(&node.content)) {
    for (const plan::NamedExpression& column : project->columns) {
      const auto* reference = std::get_if<plan::AttributeRef>(&column.expression->content);
      if (reference != nullptr && reference->id == below->column) {
        return EventTime{.column = column.id, .delay_us = below->delay_us};
      }
    }
    return std::nullopt;
  }
  return has_column(node, below->column) ? below : std::nullopt;
}

// Project(Watermark(x)) as Watermark(Project(x)), where the event time passes through the
// projection: the same rows with the same times meet the watermark, and what follows may share its
// stage.
plan::PlanPtr with_watermark_raised(const plan::PlanPtr& node) {
  const auto* project = std::get_if<plan::Project>(&node->content);
  if (project == nullptr) {
    return node;
  }
  const plan::PlanPtr input = with_watermark_raised(project->input);
  const auto* watermark = std::get_if<plan::Watermark>(&input->content);
  if (watermark == nullptr) {
    return node;
  }
  const auto time =
      std::ranges::find_if(project->columns, [&](const plan::NamedExpression& column) {
        const auto* reference = std::get_if<plan::AttributeRef>(&column.expression->content);
        return reference != nullptr && reference->id == watermark->column;
      });
  if (time == project->columns.end()) {
    return node;
  }
  plan::Watermark raised = *watermark;
  raised.column = time->id;
  raised.input = plan::with_inputs(*node, {watermark->input});
  return std::make_shared<plan::Node>(
      plan::Node{.content = std::move(raised), .output = node->output});
}

class Cutter {
 public:
  Cutter(const std::string& flow, plan::IdSource& ids) : flow_(flow), ids_(ids) {}

  Result<StagedPlan> cut(const plan::PlanPtr& plan) {
    ASSIGN_OR_RETURN(plan::PlanPtr last, below(plan));
    staged_.stages.push_back({.statement = std::move(last), .operations = {}});
    return std::move(staged_);
  }

 private:
  Result<plan::PlanPtr> below(const plan::PlanPtr& given) {
    const plan::PlanPtr node = with_watermark_raised(given);
    std::vector<plan::PlanPtr> inputs;
    for (const plan::PlanPtr& input : plan::inputs_of(*node)) {
      ASSIGN_OR_RETURN(plan::PlanPtr cut, below(input));
      inputs.push_back(std::move(cut));
    }
    const bool streaming = plan::is_streaming(*node);
    if (const auto* watermark = std::get_if<plan::Watermark>(&node->content)) {
      return streaming ? at_watermark(*watermark, std::move(inputs[0])) : std::move(inputs[0]);
    }
    if (const auto* expect = std::get_if<plan::Expect>(&node->content)) {
      return at_expect(*node, *expect, std::move(inputs[0]));
    }
    if (const auto* deduplicate = std::get_if<plan::Deduplicate>(&node->content);
        deduplicate != nullptr && streaming) {
      return at_deduplicate(*deduplicate, std::move(inputs[0]));
    }
    if (const auto* limit = std::get_if<plan::Limit>(&node->content);
        limit != nullptr && streaming) {
      return at_limit(*limit, std::move(inputs[0]));
    }
    return plan::with_inputs(*node, std::move(inputs));
  }

  Result<plan::PlanPtr> at_watermark(const plan::Watermark& watermark, plan::PlanPtr input) {
    if (staged_.has_watermark) {
      return Error{.code = ErrorCode::kUnsupported,
                   .message = "flow '" + flow_ + "' has two WATERMARK clauses; one is supported",
                   .condition = "UNSUPPORTED_FEATURE",
                   .sqlstate = "0A000"};
    }
    staged_.has_watermark = true;
    const size_t column = position_of(*input, watermark.column);
    return hand_over(std::move(input),
                     WatermarkOperator{.column = column, .delay_us = watermark.delay_us});
  }

  Result<plan::PlanPtr> at_deduplicate(const plan::Deduplicate& deduplicate, plan::PlanPtr input) {
    DeduplicateOperator operation;
    std::string name = deduplicate.within_watermark ? "dedupeWithinWatermark(" : "dedupe(";
    for (const plan::AttributeId key : deduplicate.keys) {
      operation.keys.push_back(position_of(*input, key));
      name += (name.back() == '(' ? "" : ",") + input->output[operation.keys.back()].type.text();
    }
    operation.id = next_operator(name + ")");
    const std::optional<EventTime> time = event_time_of(*deduplicate.input);
    if (time && has_column(*input, time->column)) {
      operation.event_time = position_of(*input, time->column);
      operation.expires_by_event_time = std::ranges::count(deduplicate.keys, time->column) > 0;
    }
    if (deduplicate.within_watermark) {
      if (!operation.event_time) {
        return Error{
            .code = ErrorCode::kInvalid,
            .message = "DISTINCT ON .. WITHIN WATERMARK of flow '" + flow_ +
                       "' needs the column of a WATERMARK clause among its input's columns",
            .condition = "UNSUPPORTED_STREAMING_OPERATOR_WITHOUT_WATERMARK",
            .sqlstate = "0A000"};
      }
      operation.within_us = time->delay_us;
    }
    return hand_over(std::move(input), std::move(operation));
  }

  // The next operator with state.
  OperatorId next_operator(std::string name) {
    staged_.is_stateful = true;
    staged_.operators.push_back(std::move(name));
    return static_cast<OperatorId>(staged_.operators.size() - 1);
  }

  Result<plan::PlanPtr> at_limit(const plan::Limit& limit, plan::PlanPtr input) {
    if (limit.offset != nullptr || limit.count == nullptr) {
      return Error{.code = ErrorCode::kUnsupported,
                   .message = "Offset is not supported on streaming DataFrames/Datasets (flow '" +
                              flow_ + "')",
                   .sqlstate = "0A000"};
    }
    const auto* const rows = std::get_if<plan::Literal>(&limit.count->content);
    if (rows == nullptr) {  // the resolver makes a literal of every constant
      return Error{.code = ErrorCode::kInternal,
                   .message = "the LIMIT of flow '" + flow_ + "' is not a plain number"};
    }
    // An operator below counts or follows every row, so all of them have to come.
    const std::vector<const plan::Node*> scans = plan::scans_of(*input);
    const bool is_first = std::ranges::none_of(scans, [](const plan::Node* scan) {
      return std::holds_alternative<plan::HandoverSource>(
          std::get<plan::Scan>(scan->content).source);
    });
    return hand_over(std::move(input), LimitOperator{.id = next_operator("globalLimit"),
                                                     .rows = std::get<int64_t>(rows->value.content),
                                                     .may_end_the_reading = is_first});
  }

  Result<plan::PlanPtr> at_expect(const plan::Node& node, const plan::Expect& expect,
                                  plan::PlanPtr input) {
    plan::Project project{.input = input, .columns = {}};
    auto statement =
        std::make_shared<plan::Node>(plan::Node{.content = {}, .output = input->output});
    for (const plan::Attribute& column : input->output) {
      project.columns.push_back(
          {.id = column.id,
           .name = column.name,
           .expression = std::make_shared<plan::Expression>(
               plan::Expression{.content = plan::AttributeRef{.id = column.id, .name = column.name},
                                .type = column.type,
                                .nullable = column.nullable})});
    }
    for (const plan::Expectation& expectation : expect.expectations) {
      const plan::AttributeId id = ids_.next_attribute();
      project.columns.push_back(
          {.id = id, .name = expectation.name, .expression = expectation.condition});
      statement->output.push_back({.id = id, .name = expectation.name, .type = types::boolean()});
    }
    statement->content = std::move(project);
    ExpectOperator operation{.flow = flow_,
                             .dataset = expect.dataset,
                             .expectations = expect.expectations,
                             .schema = plan::schema_of(*input)};
    CHECK(input->output.size() == node.output.size());
    return as_stage(std::move(statement), std::move(operation), input->output);
  }

  // Rows of the statement go through an operator that leaves their columns as they are.
  plan::PlanPtr hand_over(plan::PlanPtr statement, Operation operation) {
    const auto* scan = std::get_if<plan::Scan>(&statement->content);
    if (scan != nullptr && std::holds_alternative<plan::HandoverSource>(scan->source)) {
      const auto stage = std::ranges::find(staged_.stages, scan->id, &Stage::feeds);
      CHECK(stage != staged_.stages.end());
      stage->operations.push_back(std::move(operation));
      return statement;
    }
    std::vector<plan::Attribute> output = statement->output;
    return as_stage(std::move(statement), std::move(operation), std::move(output));
  }

  // The statement becomes a stage; what stays in its place is a scan of the stage's rows.
  plan::PlanPtr as_stage(plan::PlanPtr statement, Operation operation,
                         std::vector<plan::Attribute> output) {
    const bool streaming = plan::is_streaming(*statement);
    const plan::ScanId scan = ids_.next_scan();
    staged_.stages.push_back(
        {.statement = std::move(statement), .operations = {std::move(operation)}, .feeds = scan});
    return std::make_shared<plan::Node>(plan::Node{
        .content = plan::Scan{.id = scan, .source = plan::HandoverSource{}, .streaming = streaming},
        .output = std::move(output)});
  }

  const std::string& flow_;
  plan::IdSource& ids_;
  StagedPlan staged_;
};

}  // namespace

bool has_state(const plan::Node& plan) {
  const bool here = (std::holds_alternative<plan::Deduplicate>(plan.content) ||
                     std::holds_alternative<plan::Limit>(plan.content)) &&
                    plan::is_streaming(plan);
  return here || std::ranges::any_of(plan::inputs_of(plan),
                                     [](const plan::PlanPtr& input) { return has_state(*input); });
}

Result<StagedPlan> cut_into_stages(const std::string& flow, const plan::PlanPtr& plan,
                                   plan::IdSource& ids) {
  return Cutter(flow, ids).cut(plan);
}

}  // namespace tarn::stream
