#include "engine/statement_bounds.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <variant>

#include "plan/function.h"
#include "plan/walk.h"

namespace tarn::engine {
namespace {

// A subquery becomes a join of its own. The engine goes over all joins of one operator again for
// each, and more often where the subquery names the rows outside of it.
constexpr size_t kSubqueriesMax = 128;
constexpr size_t kCorrelatedWeight = 3;  // LATERAL, too
// A table of groups for each grouping set, and for each DISTINCT aggregate in each: two megabytes.
constexpr size_t kGroupingSetsMax = 1024;
constexpr size_t kDistinctMax = 256;
// Rows are sorted anew, and kept, for each window of another partition or order.
constexpr size_t kWindowsMax = 512;

// Each step of an expression keeps its type, and the engine copies it level by level.
constexpr size_t kTypeDepthMax = 100;

size_t depth_of(const types::DataType& type) {
  if (!type.is_nested()) return 0;
  if (type.is(types::TypeKind::kArray)) return 1 + depth_of(type.element());
  if (type.is(types::TypeKind::kMap)) {
    return 1 + std::max(depth_of(type.key()), depth_of(type.value()));
  }
  size_t depth = 0;
  for (const types::Field& field : type.fields()) depth = std::max(depth, depth_of(field.type));
  return 1 + depth;
}

size_t weight_of(const plan::Expression& expression) {
  const plan::PlanPtr subquery = plan::subquery_of(expression);
  if (subquery == nullptr) return 0;
  return plan::names_columns_outside(*subquery) ? kCorrelatedWeight : 1;
}

// Joins stand in one chain, however many there are.
size_t lateral_joins(const plan::Node& node) {
  size_t count = 0;
  const plan::Node* next = &node;
  while (const auto* join = std::get_if<plan::Join>(&next->content)) {
    count += join->lateral ? 1 : 0;
    next = join->left.get();
  }
  return count;
}

class Bounds {
 public:
  void look_at(const plan::Node& node) {
    if (!seen_.insert(&node).second) return;
    look_at_operator(node);
    for (const plan::PlanPtr& input : plan::inputs_of(node)) look_at(*input);
  }

  std::optional<Error> error() const { return error_; }

 private:
  void refuse(const std::string& what) {
    if (!error_) error_ = too_complex(what);
  }

  void look_at(const types::DataType& type) {
    if (depth_of(type) > kTypeDepthMax) {
      refuse("one of its types has more than 100 arrays, maps and structs within one another");
    }
  }

  void look_at_operator(const plan::Node& node) {
    for (const plan::Attribute& column : node.output) look_at(column.type);
    size_t subqueries = kCorrelatedWeight * lateral_joins(node);
    plan::for_each_expression(node, [&](const plan::ExpressionPtr& expression) {
      plan::for_each(expression, [&](const plan::ExpressionPtr& part) {
        subqueries += weight_of(*part);
        look_at(part->type);
        if (const plan::PlanPtr subquery = plan::subquery_of(*part)) look_at(*subquery);
      });
    });
    if (subqueries > kSubqueriesMax) {
      refuse(
          "one of its clauses holds more than 128 subqueries, of which LATERAL ones and those that "
          "name columns outside of them count three times");
    }
    if (const auto* aggregate = std::get_if<plan::Aggregate>(&node.content)) groups(*aggregate);
    if (const auto* window = std::get_if<plan::Window>(&node.content)) windows(*window);
  }

  void groups(const plan::Aggregate& aggregate) {
    const auto distinct = static_cast<size_t>(
        std::ranges::count_if(aggregate.aggregates, [](const plan::NamedExpression& each) {
          const auto* call = std::get_if<plan::AggregateCall>(&each.expression->content);
          return call != nullptr && call->distinct;
        }));
    if (distinct > kDistinctMax) {
      refuse("it has more than 256 DISTINCT aggregates in one GROUP BY");
    }
    if (aggregate.grouping_sets.size() * (1 + distinct) > kGroupingSetsMax) {
      refuse(
          "it has more than 1024 grouping sets in one GROUP BY, each of which counts once more "
          "for each DISTINCT aggregate");
    }
  }

  void windows(const plan::Window& window) {
    std::set<std::string> orders;
    for (const plan::NamedExpression& each : window.columns) {
      const auto* call = std::get_if<plan::WindowCall>(&each.expression->content);
      if (call == nullptr) continue;
      std::string order;
      for (const plan::ExpressionPtr& key : call->partition_by) order += plan::text_of(*key) + ",";
      for (const plan::SortKey& key : call->order_by) {
        order += " " + plan::text_of(*key.expression) + (key.ascending ? "<" : ">") +
                 (key.nulls_first ? "first" : "last");
      }
      orders.insert(std::move(order));
    }
    if (orders.size() > kWindowsMax) {
      refuse("it has windows of more than 512 different partitions and orders in one SELECT");
    }
  }

  std::set<const plan::Node*> seen_;
  std::optional<Error> error_;
};

}  // namespace

Error too_complex(const std::string& what) {
  return {ErrorCode::kInvalid, "The statement is too complex: " + what,
          "FAILED_TO_PARSE_TOO_COMPLEX", "54001"};
}

std::optional<Error> beyond_bounds(const plan::Node& plan) {
  Bounds bounds;
  bounds.look_at(plan);
  return bounds.error();
}

}  // namespace tarn::engine
