#include "plan/file_metadata.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "plan/builder.h"
#include "plan/function.h"
#include "plan/walk.h"

namespace tarn::plan {

namespace {

using Found = std::optional<WithMetadata>;

Attribute nullable(Attribute attribute) {
  attribute.nullable = true;
  return attribute;
}

// The plan's columns, and `column` behind them.
WithMetadata with_column(const PlanPtr& plan, ExpressionPtr value, IdSource& ids) {
  std::vector<NamedExpression> columns;
  for (const Attribute& attribute : plan->output) {
    columns.push_back(
        {.id = attribute.id, .name = attribute.name, .expression = make_reference(attribute)});
  }
  columns.push_back(
      {.id = ids.next_attribute(), .name = kMetadataColumn, .expression = std::move(value)});
  PlanPtr project = make_project(plan, std::move(columns), plan->span);
  Attribute added = project->output.back();
  return {.plan = std::move(project), .metadata = std::move(added)};
}

// Operators that hand on their input's columns.
template <typename Operator>
Found handed_on(const Node& node, Operator content, IdSource& ids) {
  Found below = with_file_metadata(content.input, ids);
  if (!below) return std::nullopt;
  content.input = below->plan;
  std::vector<Attribute> output = node.output;
  output.push_back(below->metadata);
  below->plan = make_node(std::move(content), std::move(output), node.span);
  return below;
}

Found of_scan(const PlanPtr& plan, const Scan& scan, IdSource& ids) {
  if (!std::holds_alternative<FileSource>(scan.source) &&
      !std::holds_alternative<TableSource>(scan.source)) {
    return std::nullopt;
  }
  const auto hidden = std::ranges::find_if(plan->output, [](const Attribute& attribute) {
    return attribute.name == kMetadataColumn && attribute.type == file_metadata_type();
  });
  if (hidden == plan->output.end()) return std::nullopt;
  return with_column(plan, make_reference(*hidden), ids);
}

Found of_project(const Node& node, Project project, IdSource& ids) {
  Found below = with_file_metadata(project.input, ids);
  if (!below) return std::nullopt;
  project.columns.push_back({.id = ids.next_attribute(),
                             .name = kMetadataColumn,
                             .expression = make_reference(below->metadata)});
  below->metadata = attribute_of(project.columns.back());
  below->plan = make_project(below->plan, std::move(project.columns), node.span);
  return below;
}

Found of_join(const Node& node, Join join, IdSource& ids) {
  const bool left_only = join.kind == JoinKind::kLeftSemi || join.kind == JoinKind::kLeftAnti;
  Found found = with_file_metadata(join.left, ids);
  if (found) {
    join.left = found->plan;
  } else if (!left_only) {
    found = with_file_metadata(join.right, ids);
    if (found) join.right = found->plan;
  }
  if (!found) return std::nullopt;
  std::vector<Attribute> output = join_output(join.kind, *join.left, *join.right);
  const auto added = std::ranges::find(output, found->metadata.id, &Attribute::id);
  found->metadata = *added;
  found->plan = make_node(std::move(join), std::move(output), node.span);
  return found;
}

Found of_union(const Node& node, SetOperation operation, IdSource& ids) {
  if (operation.kind != SetOperationKind::kUnion || !operation.all) return std::nullopt;
  Found left = with_file_metadata(operation.left, ids);
  Found right = with_file_metadata(operation.right, ids);
  if (!left && !right) return std::nullopt;
  const types::DataType type = left ? left->metadata.type : right->metadata.type;
  if (!left) left = with_column(operation.left, make_null(type), ids);
  if (!right) right = with_column(operation.right, make_null(type), ids);
  operation.left = left->plan;
  operation.right = right->plan;
  std::vector<Attribute> output = node.output;
  output.push_back(nullable({.id = ids.next_attribute(), .name = kMetadataColumn, .type = type}));
  Attribute added = output.back();
  return WithMetadata{.plan = make_node(std::move(operation), std::move(output), node.span),
                      .metadata = std::move(added)};
}

Found of_generate(const Node& node, Generate generate, IdSource& ids) {
  Found below = with_file_metadata(generate.input, ids);
  if (!below) return std::nullopt;
  generate.input = below->plan;
  std::vector<Attribute> output = generate.input->output;
  output.insert(output.end(), generate.generated.begin(), generate.generated.end());
  below->plan = make_node(std::move(generate), std::move(output), node.span);
  return below;
}

size_t field_of(const types::DataType& metadata, std::string_view name) {
  const auto at = types::find_field(metadata.fields(), name);
  CHECK(at.has_value());
  return *at;
}

// `value`, or `otherwise` where it is NULL.
ExpressionPtr or_else(ExpressionPtr value, ExpressionPtr otherwise, Span span) {
  const types::DataType type = value->type;
  return make_call(*find_function("coalesce"), {std::move(value), std::move(otherwise)}, type,
                   false, span);
}

}  // namespace

types::DataType file_metadata_type() {
  using types::Field;
  const auto field = [](const char* name, types::DataType type) {
    return Field{.name = name, .type = std::move(type), .nullable = false};
  };
  return types::DataType::structure(
      {field("file_path", types::string_type()), field("file_name", types::string_type()),
       field("file_size", types::long_type()), field("file_block_start", types::long_type()),
       field("file_block_length", types::long_type()),
       field("file_modification_time", types::timestamp_type())});
}

size_t count_file_sources(const Node& node) {
  if (const auto* scan = std::get_if<Scan>(&node.content)) {
    return std::holds_alternative<FileSource>(scan->source) ||
                   std::holds_alternative<TableSource>(scan->source)
               ? 1
               : 0;
  }
  size_t count = 0;
  for (const PlanPtr& input : inputs_of(node)) count += count_file_sources(*input);
  const auto* operation = std::get_if<SetOperation>(&node.content);
  const bool is_union = operation != nullptr && operation->kind == SetOperationKind::kUnion;
  return is_union ? std::min<size_t>(count, 1) : count;
}

std::optional<WithMetadata> with_file_metadata(const PlanPtr& plan, IdSource& ids) {
  const Node& node = *plan;
  struct Visitor {
    const PlanPtr& plan;
    const Node& node;
    IdSource& ids;
    Found operator()(const Scan& scan) { return of_scan(plan, scan, ids); }
    Found operator()(const Project& project) { return of_project(node, project, ids); }
    Found operator()(const Filter& filter) { return handed_on(node, filter, ids); }
    Found operator()(const Watermark& watermark) { return handed_on(node, watermark, ids); }
    Found operator()(const Expect& expect) { return handed_on(node, expect, ids); }
    Found operator()(const Join& join) { return of_join(node, join, ids); }
    Found operator()(const SetOperation& operation) { return of_union(node, operation, ids); }
    Found operator()(const Generate& generate) { return of_generate(node, generate, ids); }
    Found operator()(const Rows&) { return std::nullopt; }
    // These gather rows.
    Found operator()(const Aggregate&) { return std::nullopt; }
    Found operator()(const Window&) { return std::nullopt; }
    Found operator()(const Sort&) { return std::nullopt; }
    Found operator()(const Limit&) { return std::nullopt; }
    Found operator()(const Distinct&) { return std::nullopt; }
    Found operator()(const Deduplicate&) { return std::nullopt; }
    Found operator()(const RecursiveUnion&) { return std::nullopt; }
    Found operator()(const RecursiveReference&) { return std::nullopt; }
  };
  return std::visit(Visitor{plan, node, ids}, node.content);
}

ExpressionPtr file_call(std::string_view function, const std::optional<Attribute>& metadata,
                        Span span) {
  const bool is_name = function == "input_file_name";
  ExpressionPtr none = is_name ? make_string("", span)
                               : make_literal({.content = int64_t{-1}}, types::long_type(), span);
  if (!metadata) return none;
  const std::string_view field = is_name                                ? "file_path"
                                 : function == "input_file_block_start" ? "file_block_start"
                                                                        : "file_block_length";
  ExpressionPtr value =
      make_field(make_reference(*metadata, span), field_of(metadata->type, field));
  if (is_name) {
    // Spark writes a path of this machine with one slash in _metadata, and with three here.
    const bool is_nullable = value->nullable;
    value = make_call(*find_function("regexp_replace"),
                      {std::move(value), make_string("^file:/", span),
                       make_string("file:///", span), make_int(1, span)},
                      types::string_type(), is_nullable, span);
  }
  return or_else(std::move(value), std::move(none), span);
}

ExpressionPtr RowFile::call(std::string_view function, Span span) {
  if (!is_asked_) {
    is_asked_ = true;
    if (auto found = with_file_metadata(plan_, ids_)) {
      plan_ = std::move(found->plan);
      metadata_ = std::move(found->metadata);
    }
  }
  return file_call(function, metadata_, span);
}

bool RowFile::is_in(const Expression& expression) const {
  if (!metadata_) return false;
  std::set<AttributeId> used;
  collect_attributes(expression, used);
  return used.contains(metadata_->id);
}

ExpressionPtr RowFile::gathered(const ExpressionPtr& expression) const {
  if (!metadata_) return expression;
  return replace_top_down(expression, [&](const ExpressionPtr& part) -> ExpressionPtr {
    const auto* reference = std::get_if<AttributeRef>(&part->content);
    if (reference == nullptr || reference->id != metadata_->id) return nullptr;
    return make_null(metadata_->type, part->span);
  });
}

}  // namespace tarn::plan
