// text_of: plans and expressions as people read them. Attributes are written name#id.

#include <string>

#include "base/overloaded.h"
#include "plan/function.h"
#include "plan/node.h"

namespace tarn::plan {

namespace {

std::string joined(const std::vector<ExpressionPtr>& list) {
  std::string result;
  for (const ExpressionPtr& item : list) {
    if (!result.empty()) result += ", ";
    result += text_of(*item);
  }
  return result;
}

std::string attribute_text(AttributeId id, const std::string& name) {
  return name + "#" + std::to_string(id.value);
}

std::string columns_text(const std::vector<NamedExpression>& columns) {
  std::string result;
  for (const NamedExpression& column : columns) {
    if (!result.empty()) result += ", ";
    const auto* same = std::get_if<AttributeRef>(&column.expression->content);
    if (same != nullptr && same->id == column.id && same->name == column.name) {
      result += attribute_text(column.id, column.name);
    } else {
      result += text_of(*column.expression) + " AS " + attribute_text(column.id, column.name);
    }
  }
  return "[" + result + "]";
}

std::string keys_text(const std::vector<SortKey>& keys) {
  std::string result;
  for (const SortKey& key : keys) {
    if (!result.empty()) result += ", ";
    result += text_of(*key.expression);
    result += key.ascending ? " ASC" : " DESC";
    result += key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  }
  return result;
}

std::string bound_text(const FrameBound& bound) {
  switch (bound.kind) {
    case FrameBound::Kind::kUnboundedPreceding:
      return "UNBOUNDED PRECEDING";
    case FrameBound::Kind::kPreceding:
      return text_of(*bound.offset) + " PRECEDING";
    case FrameBound::Kind::kCurrentRow:
      return "CURRENT ROW";
    case FrameBound::Kind::kFollowing:
      return text_of(*bound.offset) + " FOLLOWING";
    case FrameBound::Kind::kUnboundedFollowing:
      return "UNBOUNDED FOLLOWING";
  }
  CHECK(false);
  return {};
}

std::string call_text(const Function& function, const std::vector<ExpressionPtr>& arguments,
                      bool distinct, bool ignore_nulls, const ExpressionPtr& filter) {
  std::string result(function.name);
  result += "(";
  if (distinct) result += "DISTINCT ";
  result += joined(arguments) + ")";
  if (ignore_nulls) result += " IGNORE NULLS";
  if (filter) result += " FILTER (" + text_of(*filter) + ")";
  return result;
}

std::string subquery_text(const std::string& word, const PlanPtr& plan) {
  std::string tree = text_of(*plan);
  std::string result;
  for (const char c : tree) {
    if (c == '\n') {
      result += "; ";
    } else {
      result += c;
    }
  }
  while (result.ends_with("; ")) result.resize(result.size() - 2);
  return word + "{" + result + "}";
}

std::string content_text(const WindowCall& call) {
  std::string result =
      call_text(*call.function, call.arguments, call.distinct, call.ignore_nulls, call.filter) +
      (call.within_group.empty()
           ? ""
           : " WITHIN GROUP (ORDER BY " + keys_text(call.within_group) + ")") +
      " OVER (";
  if (!call.partition_by.empty()) result += "PARTITION BY " + joined(call.partition_by) + " ";
  if (!call.order_by.empty()) result += "ORDER BY " + keys_text(call.order_by) + " ";
  result += call.frame.unit == WindowFrame::Unit::kRows ? "ROWS" : "RANGE";
  return result + " BETWEEN " + bound_text(call.frame.start) + " AND " +
         bound_text(call.frame.end) + ")";
}

std::string content_text(const CaseWhen& branches) {
  std::string result = "CASE";
  for (const CaseWhen::Branch& branch : branches.branches) {
    result += " WHEN " + text_of(*branch.condition) + " THEN " + text_of(*branch.result);
  }
  if (branches.otherwise) result += " ELSE " + text_of(*branches.otherwise);
  return result + " END";
}

std::string content_text(const Lambda& lambda) {
  std::string result;
  for (const Attribute& parameter : lambda.parameters) {
    if (!result.empty()) result += ", ";
    result += attribute_text(parameter.id, parameter.name);
  }
  return "(" + result + ") -> " + text_of(*lambda.body);
}

std::string literal_text(const Literal& literal, const types::DataType& type) {
  const std::string text = types::hive_text(literal.value, type);
  if (literal.value.is_null())
    return type.is(types::TypeKind::kVoid) ? "NULL" : "NULL:" + type.text();
  return type.is(types::TypeKind::kString) ? "'" + text + "'" : text;
}

std::string scan_text(const Scan& scan) {
  std::string result = scan.streaming ? "Scan STREAM " : "Scan ";
  std::visit(Overloaded{
                 [&](const TableSource& table) { result += table.name.text(); },
                 [&](const FileSource& files) { result += files.format + ".`" + files.path + "`"; },
                 [&](const RangeSource& range) {
                   result += "range(" + std::to_string(range.start) + ", " +
                             std::to_string(range.end) + ", " + std::to_string(range.step) + ")";
                 },
                 [&](const RateSource& rate) {
                   result += "rate(" + std::to_string(rate.rows_per_second) + ", " +
                             std::to_string(rate.ramp_up_seconds) + ")";
                 },
                 [&](const HandoverSource&) { result += "handover"; },
             },
             scan.source);
  return result;
}

const char* name_of(JoinKind kind) {
  switch (kind) {
    case JoinKind::kInner:
      return "Inner";
    case JoinKind::kCross:
      return "Cross";
    case JoinKind::kLeftOuter:
      return "LeftOuter";
    case JoinKind::kRightOuter:
      return "RightOuter";
    case JoinKind::kFullOuter:
      return "FullOuter";
    case JoinKind::kLeftSemi:
      return "LeftSemi";
    case JoinKind::kLeftAnti:
      return "LeftAnti";
  }
  CHECK(false);
  return "";
}

const char* name_of(SetOperationKind kind) {
  switch (kind) {
    case SetOperationKind::kUnion:
      return "Union";
    case SetOperationKind::kIntersect:
      return "Intersect";
    case SetOperationKind::kExcept:
      return "Except";
  }
  CHECK(false);
  return "";
}

std::string output_text(const std::vector<Attribute>& output) {
  std::string result;
  for (const Attribute& attribute : output) {
    if (!result.empty()) result += ", ";
    result += attribute_text(attribute.id, attribute.name);
  }
  return "[" + result + "]";
}

std::string join_text(const Join& join) {
  std::string result = std::string("Join ") + name_of(join.kind);
  if (join.lateral) result += " LATERAL";
  if (join.condition) result += " ON " + text_of(*join.condition);
  return result;
}

std::string aggregate_text(const Aggregate& aggregate) {
  std::string result =
      "Aggregate " + columns_text(aggregate.keys) + " " + columns_text(aggregate.aggregates);
  if (aggregate.grouping_sets.empty()) return result;
  result += " SETS";
  for (const auto& set : aggregate.grouping_sets) {
    std::string positions;
    for (const size_t position : set) {
      positions += (positions.empty() ? "" : ",") + std::to_string(position);
    }
    result += " (" + positions + ")";
  }
  return result;
}

std::string expect_text(const Expect& expect) {
  std::string result = "Expect " + expect.dataset;
  for (const Expectation& rule : expect.expectations) {
    result += " " + rule.name + ": " + text_of(*rule.condition);
    if (rule.action == ViolationAction::kDropRow) result += " DROP ROW";
    if (rule.action == ViolationAction::kFailUpdate) result += " FAIL UPDATE";
  }
  return result;
}

std::string line_of(const Node& node) {
  return std::visit(
      Overloaded{
          [&](const Scan& scan) { return scan_text(scan) + " " + output_text(node.output); },
          [&](const Rows& rows) {
            std::string result = "Rows " + output_text(node.output);
            for (const auto& row : rows.rows) result += " (" + joined(row) + ")";
            return result;
          },
          [](const Project& project) { return "Project " + columns_text(project.columns); },
          [](const Filter& filter) { return "Filter " + text_of(*filter.condition); },
          [](const Join& join) { return join_text(join); },
          [](const Aggregate& aggregate) { return aggregate_text(aggregate); },
          [](const Window& window) { return "Window " + columns_text(window.columns); },
          [](const Sort& sort) { return "Sort " + keys_text(sort.keys); },
          [](const Limit& limit) {
            std::string result = "Limit";
            if (limit.count) result += " " + text_of(*limit.count);
            if (limit.offset) result += " OFFSET " + text_of(*limit.offset);
            return result;
          },
          [&](const SetOperation& set) {
            return std::string(name_of(set.kind)) + (set.all ? " ALL " : " ") +
                   output_text(node.output);
          },
          [](const Distinct&) { return std::string("Distinct"); },
          [&](const RecursiveUnion& recursion) {
            return "RecursiveUnion " + std::to_string(recursion.id.value) + " MAX LEVEL " +
                   std::to_string(recursion.level_max) + " " + output_text(node.output);
          },
          [&](const RecursiveReference& reference) {
            return "RecursiveReference " + std::to_string(reference.id.value) + " " +
                   output_text(node.output);
          },
          [](const Generate& generate) {
            return std::string("Generate ") + (generate.outer ? "OUTER " : "") +
                   std::string(generate.function->name) + "(" + joined(generate.arguments) +
                   ") AS " + output_text(generate.generated);
          },
          [](const Deduplicate& deduplicate) {
            std::string keys;
            for (const AttributeId key : deduplicate.keys) {
              keys += (keys.empty() ? "#" : ", #") + std::to_string(key.value);
            }
            return "Deduplicate [" + keys + "]" +
                   (deduplicate.within_watermark ? " WITHIN WATERMARK" : "");
          },
          [](const Watermark& watermark) {
            return "Watermark #" + std::to_string(watermark.column.value) + " DELAY " +
                   std::to_string(watermark.delay_us) + "us";
          },
          [](const Expect& expect) { return expect_text(expect); },
      },
      node.content);
}

void append_tree(const Node& node, size_t depth, std::string& into) {
  into += std::string(depth * 2, ' ') + line_of(node) + "\n";
  for (const PlanPtr& input : inputs_of(node)) append_tree(*input, depth + 1, into);
}

}  // namespace

std::string text_of(const Node& node) {
  std::string result;
  append_tree(node, 0, result);
  return result;
}

std::string text_of(const Expression& expression) {
  return std::visit(
      Overloaded{
          [&](const Literal& literal) { return literal_text(literal, expression.type); },
          [](const AttributeRef& attribute) {
            return attribute_text(attribute.id, attribute.name);
          },
          [](const LambdaRef& parameter) { return attribute_text(parameter.id, parameter.name); },
          [](const Call& call) {
            return call_text(*call.function, call.arguments, false, false, nullptr);
          },
          [&](const Cast& cast) {
            return std::string(cast.mode == CastMode::kTry      ? "try_cast("
                               : cast.mode == CastMode::kLegacy ? "legacy_cast("
                                                                : "cast(") +
                   text_of(*cast.input) + " as " + expression.type.text() + ")";
          },
          [](const CaseWhen& branches) { return content_text(branches); },
          [](const GetField& field) {
            const auto& fields = field.input->type.fields();
            return text_of(*field.input) + "." + fields[field.ordinal].name;
          },
          [](const Lambda& lambda) { return content_text(lambda); },
          [](const InList& in) { return text_of(*in.input) + " IN (" + joined(in.items) + ")"; },
          [](const ScalarSubquery& scalar) { return subquery_text("scalar", scalar.plan); },
          [](const ExistsSubquery& exists) { return subquery_text("exists", exists.plan); },
          [](const InSubquery& in) {
            return "(" + joined(in.values) + ") IN " + subquery_text("", in.plan);
          },
          [](const AggregateCall& call) {
            std::string result = call_text(*call.function, call.arguments, call.distinct,
                                           call.ignore_nulls, call.filter);
            if (!call.order_by.empty()) {
              result += " WITHIN GROUP (ORDER BY " + keys_text(call.order_by) + ")";
            }
            return result;
          },
          [](const WindowCall& call) { return content_text(call); },
          [](const RoutineCall& call) {
            return call.function + "(" + joined(call.arguments) + ") { " + text_of(*call.body) +
                   " }";
          },
      },
      expression.content);
}

}  // namespace tarn::plan
