// Whether two expressions, or two plans, mean the same.

#include <algorithm>
#include <map>

#include "plan/sameness.h"
#include "plan/walk.h"

namespace tarn::plan {

bool is_commutative(const Function& function) { return (function.traits & kSymmetric) != 0; }

// Equality of truth values is no chain: (a = b) = c compares otherwise than a = (b = c).
bool continues_chain(const Expression& call, const Expression& argument, const Function& function) {
  return function.name != "=" && function.name != "<=>" &&
         argument.type.same_ignoring_nullability(call.type);
}

std::optional<Order> order_of(const Expression& expression) {
  const auto* call = std::get_if<Call>(&expression.content);
  if (call == nullptr) return std::nullopt;
  const std::string_view name = call->function->name;
  if (name == "not") {
    const auto inner = order_of(*call->arguments[0]);
    if (!inner) return std::nullopt;
    return Order{.less = inner->more, .more = inner->less, .or_equal = !inner->or_equal};
  }
  const bool is_less = name == "<" || name == "<=";
  if (!is_less && name != ">" && name != ">=") return std::nullopt;
  const ExpressionPtr& left = call->arguments[0];
  const ExpressionPtr& right = call->arguments[1];
  return Order{.less = is_less ? left : right,
               .more = is_less ? right : left,
               .or_equal = name == "<=" || name == ">="};
}

namespace {

void collect_operands(const Expression& expression, const Function& function,
                      std::vector<const Expression*>& into) {
  const auto* call = std::get_if<Call>(&expression.content);
  if (call == nullptr || call->function != &function) {
    into.push_back(&expression);
    return;
  }
  for (const ExpressionPtr& argument : call->arguments) {
    if (continues_chain(expression, *argument, function)) {
      collect_operands(*argument, function, into);
    } else {
      into.push_back(argument.get());
    }
  }
}

class Sameness {
 public:
  bool same(const Expression& a, const Expression& b) const {
    if (&a == &b && renamed_.empty()) return true;
    if (!a.type.same_ignoring_nullability(b.type)) return false;
    const auto order = order_of(a);
    const auto other = order ? order_of(b) : std::nullopt;
    if (order && other) {
      return order->or_equal == other->or_equal && same(*order->less, *other->less) &&
             same(*order->more, *other->more);
    }
    if (a.content.index() != b.content.index()) return false;
    if (const auto* call = std::get_if<Call>(&a.content); call && is_commutative(*call->function)) {
      return same_operands(a, b, *call->function);
    }
    return std::visit(
        [&](const auto& content) {
          return same_content(content, std::get<std::decay_t<decltype(content)>>(b.content));
        },
        a.content);
  }

  // Where they are, the columns that the second makes count from here on as those of the first.
  bool same_rows(const Node& a, const Node& b) {
    if (a.content.index() != b.content.index() || a.output.size() != b.output.size()) return false;
    const std::vector<PlanPtr> inputs = inputs_of(a);
    const std::vector<PlanPtr> others = inputs_of(b);
    if (inputs.size() != others.size()) return false;
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (!same_rows(*inputs[i], *others[i])) return false;
    }
    for (size_t i = 0; i < a.output.size(); ++i) {
      if (!a.output[i].type.same_ignoring_nullability(b.output[i].type)) return false;
    }
    const bool equal = std::visit(
        [&](const auto& content) {
          return same_operator(content, std::get<std::decay_t<decltype(content)>>(b.content));
        },
        a.content);
    if (!equal) return false;
    for (size_t i = 0; i < a.output.size(); ++i) renamed_[b.output[i].id] = a.output[i].id;
    return true;
  }

 private:
  AttributeId name_of(AttributeId id) const {
    const auto found = renamed_.find(id);
    return found == renamed_.end() ? id : found->second;
  }

  bool same_optional(const ExpressionPtr& a, const ExpressionPtr& b) const {
    if (!a || !b) return !a && !b;
    return same(*a, *b);
  }

  bool same_list(const std::vector<ExpressionPtr>& a, const std::vector<ExpressionPtr>& b) const {
    return std::ranges::equal(
        a, b, [&](const ExpressionPtr& one, const ExpressionPtr& two) { return same(*one, *two); });
  }

  bool same_columns(const std::vector<NamedExpression>& a,
                    const std::vector<NamedExpression>& b) const {
    return std::ranges::equal(a, b, [&](const NamedExpression& one, const NamedExpression& two) {
      return same(*one.expression, *two.expression);
    });
  }

  bool same_keys(const std::vector<SortKey>& a, const std::vector<SortKey>& b) const {
    return std::ranges::equal(a, b, [&](const SortKey& one, const SortKey& two) {
      return one.ascending == two.ascending && one.nulls_first == two.nulls_first &&
             same(*one.expression, *two.expression);
    });
  }

  bool same_bound(const FrameBound& a, const FrameBound& b) const {
    return a.kind == b.kind && same_optional(a.offset, b.offset);
  }

  // Equal but for their order.
  bool same_set(const std::vector<const Expression*>& a, std::vector<const Expression*> b) const {
    if (a.size() != b.size()) return false;
    for (const Expression* each : a) {
      const auto found =
          std::ranges::find_if(b, [&](const Expression* other) { return same(*each, *other); });
      if (found == b.end()) return false;
      b.erase(found);
    }
    return true;
  }

  bool same_operands(const Expression& a, const Expression& b, const Function& function) const {
    if (std::get<Call>(b.content).function != &function) return false;
    std::vector<const Expression*> operands;
    std::vector<const Expression*> others;
    collect_operands(a, function, operands);
    collect_operands(b, function, others);
    return same_set(operands, std::move(others));
  }

  // ---------------------------------------------------------------- expressions

  bool same_content(const Literal& a, const Literal& b) const { return a.value == b.value; }
  bool same_content(const AttributeRef& a, const AttributeRef& b) const {
    return a.id == name_of(b.id);
  }
  bool same_content(const LambdaRef& a, const LambdaRef& b) const { return a.id == b.id; }
  bool same_content(const Call& a, const Call& b) const {
    return a.function == b.function && same_list(a.arguments, b.arguments);
  }
  bool same_content(const Cast& a, const Cast& b) const {
    return a.mode == b.mode && same(*a.input, *b.input);
  }
  bool same_content(const CaseWhen& a, const CaseWhen& b) const {
    const auto equal = [&](const CaseWhen::Branch& one, const CaseWhen::Branch& two) {
      return same(*one.condition, *two.condition) && same(*one.result, *two.result);
    };
    return std::ranges::equal(a.branches, b.branches, equal) &&
           same_optional(a.otherwise, b.otherwise);
  }
  bool same_content(const GetField& a, const GetField& b) const {
    return a.ordinal == b.ordinal && same(*a.input, *b.input);
  }
  // Each lambda has parameters of its own, so the second is compared with those of the first.
  bool same_content(const Lambda& a, const Lambda& b) const {
    if (a.parameters.size() != b.parameters.size()) return false;
    for (size_t i = 0; i < a.parameters.size(); ++i) {
      if (!a.parameters[i].type.same_ignoring_nullability(b.parameters[i].type)) return false;
    }
    const ExpressionPtr renamed = replace_top_down(b.body, [&](const ExpressionPtr& each) {
      const auto* reference = std::get_if<LambdaRef>(&each->content);
      if (reference == nullptr) return ExpressionPtr();
      for (size_t i = 0; i < b.parameters.size(); ++i) {
        if (b.parameters[i].id != reference->id) continue;
        auto other = std::make_shared<Expression>(*each);
        std::get<LambdaRef>(other->content).id = a.parameters[i].id;
        return ExpressionPtr(std::move(other));
      }
      return ExpressionPtr();
    });
    return same(*a.body, *renamed);
  }
  bool same_content(const InList& a, const InList& b) const {
    std::vector<const Expression*> items;
    std::vector<const Expression*> others;
    for (const ExpressionPtr& item : a.items) items.push_back(item.get());
    for (const ExpressionPtr& item : b.items) others.push_back(item.get());
    return same(*a.input, *b.input) && same_set(items, std::move(others));
  }
  bool same_content(const ScalarSubquery& a, const ScalarSubquery& b) const {
    return same_subquery(a.plan, b.plan);
  }
  bool same_content(const ExistsSubquery& a, const ExistsSubquery& b) const {
    return same_subquery(a.plan, b.plan);
  }
  bool same_content(const InSubquery& a, const InSubquery& b) const {
    return same_list(a.values, b.values) && same_subquery(a.plan, b.plan);
  }
  bool same_content(const AggregateCall& a, const AggregateCall& b) const {
    return a.function == b.function && a.distinct == b.distinct &&
           a.ignore_nulls == b.ignore_nulls && same_list(a.arguments, b.arguments) &&
           same_optional(a.filter, b.filter) && same_keys(a.order_by, b.order_by);
  }
  bool same_content(const WindowCall& a, const WindowCall& b) const {
    return a.function == b.function && a.distinct == b.distinct &&
           a.ignore_nulls == b.ignore_nulls && same_list(a.arguments, b.arguments) &&
           same_list(a.partition_by, b.partition_by) && same_keys(a.order_by, b.order_by) &&
           a.frame.unit == b.frame.unit && same_bound(a.frame.start, b.frame.start) &&
           same_bound(a.frame.end, b.frame.end) && same_optional(a.filter, b.filter) &&
           same_keys(a.within_group, b.within_group);
  }
  bool same_content(const RoutineCall& a, const RoutineCall& b) const {
    return a.function == b.function && same_list(a.arguments, b.arguments) &&
           (a.body == b.body || !is_volatile(a.body));
  }

  bool same_subquery(const PlanPtr& a, const PlanPtr& b) const {
    if (a == b) return true;
    if (is_volatile(*a)) return false;
    Sameness inner = *this;  // what the subquery makes is named nowhere else
    return inner.same_rows(*a, *b);
  }

  // ---------------------------------------------------------------- operators

  bool same_operator(const Scan& a, const Scan& b) const {
    const auto* table = std::get_if<TableSource>(&a.source);
    const auto* other = std::get_if<TableSource>(&b.source);
    if (table != nullptr && other != nullptr) {
      return table->name == other->name && table->path == other->path &&
             table->version == other->version && table->timestamp_us == other->timestamp_us &&
             table->options == other->options && a.streaming == b.streaming;
    }
    const auto* range = std::get_if<RangeSource>(&a.source);
    const auto* range_too = std::get_if<RangeSource>(&b.source);
    return range != nullptr && range_too != nullptr && range->start == range_too->start &&
           range->end == range_too->end && range->step == range_too->step;
  }
  bool same_operator(const Rows& a, const Rows& b) const {
    return std::ranges::equal(
        a.rows, b.rows, [&](const auto& one, const auto& two) { return same_list(one, two); });
  }
  bool same_operator(const Project& a, const Project& b) const {
    return same_columns(a.columns, b.columns);
  }
  bool same_operator(const Filter& a, const Filter& b) const {
    return same(*a.condition, *b.condition);
  }
  bool same_operator(const Join& a, const Join& b) const {
    return a.kind == b.kind && a.lateral == b.lateral && same_optional(a.condition, b.condition);
  }
  bool same_operator(const Aggregate& a, const Aggregate& b) const {
    return same_columns(a.keys, b.keys) && same_columns(a.aggregates, b.aggregates) &&
           a.grouping_sets == b.grouping_sets &&
           a.grouping_id.has_value() == b.grouping_id.has_value();
  }
  bool same_operator(const Window& a, const Window& b) const {
    return same_columns(a.columns, b.columns);
  }
  bool same_operator(const Sort& a, const Sort& b) const { return same_keys(a.keys, b.keys); }
  bool same_operator(const Limit& a, const Limit& b) const {
    return same_optional(a.count, b.count) && same_optional(a.offset, b.offset);
  }
  bool same_operator(const SetOperation& a, const SetOperation& b) const {
    return a.kind == b.kind && a.all == b.all;
  }
  bool same_operator(const Distinct& /*a*/, const Distinct& /*b*/) const { return true; }
  bool same_operator(const Generate& a, const Generate& b) const {
    return a.function == b.function && a.outer == b.outer && same_list(a.arguments, b.arguments);
  }
  // The rest stands in no subquery that is worth comparing.
  template <typename Operator>
  bool same_operator(const Operator& /*a*/, const Operator& /*b*/) const {
    return false;
  }

  std::map<AttributeId, AttributeId> renamed_;  // of the second plan: the first's
};

}  // namespace

bool same_expression(const Expression& a, const Expression& b) { return Sameness().same(a, b); }

bool same_plan(const Node& a, const Node& b) {
  return !is_volatile(a) && Sameness().same_rows(a, b);
}

}  // namespace tarn::plan
