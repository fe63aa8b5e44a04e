// Which operators a streaming flow can have. Stateless ones, joins with a static side, Deduplicate
// and Limit are carried out; the others are refused, with Spark's condition where Spark refuses
// them too.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <type_traits>
#include <utility>
#include <variant>

#include "plan/function.h"
#include "plan/walk.h"
#include "project/validation.h"

namespace tarn::project {
namespace {

std::string_view name_of_join(plan::JoinKind kind) {
  switch (kind) {
    case plan::JoinKind::kInner:
      return "Inner";
    case plan::JoinKind::kCross:
      return "Cross";
    case plan::JoinKind::kLeftOuter:
      return "LeftOuter";
    case plan::JoinKind::kRightOuter:
      return "RightOuter";
    case plan::JoinKind::kFullOuter:
      return "FullOuter";
    case plan::JoinKind::kLeftSemi:
      return "LeftSemi";
    case plan::JoinKind::kLeftAnti:
      return "LeftAnti";
  }
  return "";
}

class StreamChecker {
 public:
  StreamChecker(const Place& place, bool own_text) : place_(place), own_text_(own_text) {}

  // Inputs first, so that messages come in the order in which the rows meet the operators.
  void check(const plan::Node& node) {
    for (const plan::PlanPtr& input : plan::inputs_of(node)) {
      check(*input);
    }
    check_subqueries(node);
    if (plan::is_streaming(node)) {
      std::visit([&](const auto& content) { check_node(node, content); }, node.content);
    }
  }

  std::vector<Diagnostic> take() { return std::move(found_); }

 private:
  void refuse(const plan::Node& node, std::string condition, std::string sqlstate,
              std::string message, std::string hint = {}) {
    const bool placed = own_text_ && node.span.end > node.span.begin;
    Diagnostic diagnostic{.condition = std::move(condition),
                          .sqlstate = std::move(sqlstate),
                          .message = std::move(message),
                          .hint = std::move(hint),
                          .source = place_.source,
                          .span = placed ? node.span : place_.span};
    const bool known = std::ranges::any_of(found_, [&diagnostic](const Diagnostic& earlier) {
      return earlier.message == diagnostic.message && earlier.span == diagnostic.span;
    });
    if (!known) {
      found_.push_back(std::move(diagnostic));
    }
  }

  void refuse_for_now(const plan::Node& node, std::string_view what, std::string hint = {}) {
    refuse(node, "", "0A000", fmt::format("{} is not supported yet.", what), std::move(hint));
  }

  // A stream inside an expression, as in x IN (SELECT .. FROM STREAM(t)).
  void check_subqueries(const plan::Node& node) {
    plan::for_each_expression(node, [&](const plan::ExpressionPtr& root) {
      plan::for_each(root, [&](const plan::ExpressionPtr& part) {
        if (const plan::PlanPtr subquery = plan::subquery_of(*part);
            subquery != nullptr && plan::is_streaming(*subquery)) {
          refuse(node, "INVALID_SUBQUERY_EXPRESSION.STREAMING_QUERY", "42823",
                 "Invalid subquery: Streaming query is not allowed in subquery expressions.",
                 "read without STREAM in the subquery");
        }
      });
    });
  }

  // An aggregation without a watermark never knows when a group is complete.
  void refuse_aggregation(const plan::Node& node, const plan::Node& input, std::string_view what,
                          std::string hint) {
    if (has_watermark(input)) {
      refuse_for_now(node, fmt::format("{} on a stream", what), std::move(hint));
      return;
    }
    refuse(node, "STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION", "42KDE",
           "Invalid streaming output mode: append. This output mode is not supported for streaming "
           "aggregations without watermark on streaming DataFrames/DataSets.",
           std::move(hint));
  }

  static bool has_watermark(const plan::Node& node) {
    if (std::holds_alternative<plan::Watermark>(node.content)) {
      return true;
    }
    return std::ranges::any_of(plan::inputs_of(node),
                               [](const plan::PlanPtr& input) { return has_watermark(*input); });
  }

  void check_node(const plan::Node& node, const plan::Aggregate& aggregate) {
    refuse_aggregation(node, *aggregate.input, "GROUP BY",
                       "aggregate in a materialized view over the streaming table");
  }
  void check_node(const plan::Node& node, const plan::Distinct& distinct) {
    refuse_aggregation(node, *distinct.input, "SELECT DISTINCT",
                       "SELECT DISTINCT ON (keys) keeps the first row of each key");
  }
  void check_node(const plan::Node& node, const plan::Sort&) {
    refuse(node, "", "0A000",
           "Sorting is not supported on streaming DataFrames/Datasets, unless it is on aggregated "
           "DataFrame/Dataset in Complete output mode",
           "a table has no order: sort where it is read");
  }
  void check_node(const plan::Node& node, const plan::Window& window) {
    for (const plan::NamedExpression& column : window.columns) {
      const auto* call = std::get_if<plan::WindowCall>(&column.expression->content);
      refuse(node, "NON_TIME_WINDOW_NOT_SUPPORTED_IN_STREAMING", "42KDE",
             fmt::format("Window function is not supported in {} (as column `{}`) on streaming "
                         "DataFrames/Datasets. Structured Streaming only supports time-window "
                         "aggregation using the WINDOW function.",
                         call == nullptr ? "OVER" : call->function->name, column.name),
             "use it in a materialized view over the streaming table");
    }
  }
  void check_node(const plan::Node& node, const plan::Limit& limit) {
    if (limit.offset != nullptr) {
      refuse(node, "", "0A000", "Offset is not supported on streaming DataFrames/Datasets",
             "a stream has no end to count from: use OFFSET where the table is read");
    }
  }
  void check_node(const plan::Node& node, const plan::SetOperation& operation) {
    if (operation.kind == plan::SetOperationKind::kIntersect) {
      refuse(node, "", "0A000", "Intersect of streaming DataFrames/Datasets is not supported",
             "use it in a materialized view over the streaming tables");
      return;
    }
    if (operation.kind == plan::SetOperationKind::kExcept) {
      refuse_for_now(node, "EXCEPT on a stream");
      return;
    }
    if (plan::is_streaming(*operation.left) != plan::is_streaming(*operation.right)) {
      refuse(node, "", "0A000",
             "Union between streaming and batch DataFrames/Datasets is not supported",
             "read both sides with STREAM, or add a flow for each side to the streaming table");
    } else if (!operation.all) {
      refuse_aggregation(node, *operation.left, "UNION without ALL", "write UNION ALL");
    }
  }
  void check_node(const plan::Node& node, const plan::Join& join) {
    const bool left = plan::is_streaming(*join.left);
    const bool right = plan::is_streaming(*join.right);
    if (left && right) {
      refuse_for_now(node, "A join of two streams",
                     "read one side without STREAM: it is then read anew for every batch");
      return;
    }
    using enum plan::JoinKind;
    const bool allowed = join.kind == kInner || join.kind == kCross ||
                         (left && (join.kind == kLeftOuter || join.kind == kLeftSemi)) ||
                         (right && join.kind == kRightOuter);
    if (allowed) {
      return;
    }
    refuse(node, "", "0A000",
           fmt::format("{} join with a streaming DataFrame/Dataset on the {} and a static "
                       "DataFrame/Dataset on the {} is not supported",
                       name_of_join(join.kind), left ? "left" : "right", left ? "right" : "left"),
           "what the static side lacks now it may have in a later batch");
  }

  // Stateless, or carried out.
  void check_node(const plan::Node&, const plan::Scan&) {}
  void check_node(const plan::Node&, const plan::Rows&) {}
  void check_node(const plan::Node& node, const plan::RecursiveUnion&) {
    refuse_for_now(node, "WITH RECURSIVE on a stream");
  }
  void check_node(const plan::Node&, const plan::RecursiveReference&) {}
  void check_node(const plan::Node&, const plan::Project&) {}
  void check_node(const plan::Node&, const plan::Filter&) {}
  void check_node(const plan::Node&, const plan::Generate&) {}
  void check_node(const plan::Node&, const plan::Deduplicate&) {}
  void check_node(const plan::Node&, const plan::Watermark&) {}
  void check_node(const plan::Node&, const plan::Expect&) {}

  const Place& place_;
  bool own_text_;
  std::vector<Diagnostic> found_;
};

}  // namespace

std::vector<Diagnostic> unsupported_on_streams(const plan::PlanPtr& plan, const Place& place,
                                               bool own_text) {
  StreamChecker checker(place, own_text);
  checker.check(*plan);
  return checker.take();
}

}  // namespace tarn::project
