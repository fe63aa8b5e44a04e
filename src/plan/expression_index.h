// Finds the one of many expressions that means the same as another without comparing it with each:
// a select of a thousand aggregates would take a million comparisons, and a thousand of them for
// each column of its groups.
//
// Pure, but for what it remembers.

#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "plan/node.h"
#include "plan/walk.h"

namespace tarn::plan {

class ExpressionIndex {
 public:
  // Where in `list` the first expression stands that is the same (same_expression). Between two
  // calls the list may grow at its end, and changes nowhere else. `of`: an item's expression.
  template <typename List, typename Of>
  std::optional<size_t> find(const List& list, const ExpressionPtr& expression, const Of& of) {
    if (list.size() <= kComparedAll) {
      for (size_t at = 0; at < list.size(); ++at) {
        if (is_same(of(list[at]), expression)) return at;
      }
      return std::nullopt;
    }
    for (; added_ < list.size(); ++added_) {
      places_[likeness(of(list[added_]))].push_back(added_);
    }
    const auto found = places_.find(likeness(expression));
    if (found == places_.end()) return std::nullopt;
    for (const size_t at : found->second) {
      if (is_same(of(list[at]), expression)) return at;
    }
    return std::nullopt;
  }

  std::optional<size_t> find(const std::vector<NamedExpression>& list,
                             const ExpressionPtr& expression) {
    return find(list, expression, [](const NamedExpression& item) { return item.expression; });
  }

  size_t comparisons() const { return comparisons_; }

 private:
  static constexpr size_t kComparedAll = 8;  // of so few it is cheaper to look at all

  bool is_same(const ExpressionPtr& a, const ExpressionPtr& b) {
    ++comparisons_;
    return same_expression(*a, *b);
  }

  // The same number for expressions that are the same, and seldom for others.
  size_t likeness(const ExpressionPtr& expression);
  size_t own_likeness(const Expression& expression);
  size_t likeness_of_operands(const Expression& expression, const Function& function);

  std::unordered_map<size_t, std::vector<size_t>> places_;
  // It holds the expressions, or another one could come to stand where one has been.
  std::unordered_map<ExpressionPtr, size_t> known_;
  size_t added_ = 0;
  size_t comparisons_ = 0;
};

}  // namespace tarn::plan
