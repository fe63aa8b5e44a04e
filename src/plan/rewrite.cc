#include "plan/rewrite.h"

#include <memory>
#include <type_traits>
#include <utility>

#include "base/check.h"

namespace tarn::plan {

PlanPtr with_inputs(const Node& node, std::vector<PlanPtr> inputs) {
  auto copy = std::make_shared<Node>(node);
  std::visit(
      [&](auto& operation) {
        using T = std::decay_t<decltype(operation)>;
        if constexpr (std::is_same_v<T, Scan> || std::is_same_v<T, Rows> ||
                      std::is_same_v<T, RecursiveReference>) {
          CHECK(inputs.empty());
        } else if constexpr (std::is_same_v<T, Join> || std::is_same_v<T, SetOperation> ||
                             std::is_same_v<T, RecursiveUnion>) {
          CHECK(inputs.size() == 2);
          operation.left = std::move(inputs[0]);
          operation.right = std::move(inputs[1]);
        } else {
          CHECK(inputs.size() == 1);
          operation.input = std::move(inputs[0]);
        }
      },
      copy->content);
  return copy;
}

}  // namespace tarn::plan
