#include "plan/needed_constants.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "plan/builder.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
#include "plan/function.h"
#include "plan/part_by_part.h"
#include "plan/rewrite.h"
#include "plan/routine.h"
#include "plan/shortened.h"
#include "plan/walk.h"

namespace tarn::plan {
namespace {

// Spark's optimizer takes no call with a lambda (array_compact() is one), nor elt() and
// map_concat(), for a constant: it computes the constants inside, needed or not.
bool is_foldable(const ExpressionPtr& expression) {
  return is_constant(*expression) && !contains(expression, [](const Expression& each) {
           const auto* call = std::get_if<Call>(&each.content);
           return std::holds_alternative<Lambda>(each.content) ||
                  (call != nullptr && (call->function->evaluation == Evaluation::kChosen ||
                                       call->function->name == "array_compact" ||
                                       call->function->name == "map_concat" ||
                                       call->function->name == "array_sort.plain"));
         });
}

// A constant that raises is left where it stands in a branch that rows may not take.
bool is_conditional(const Expression& expression) {
  const auto* call = std::get_if<Call>(&expression.content);
  return std::holds_alternative<CaseWhen>(expression.content) ||
         (call != nullptr && (call->function->evaluation == Evaluation::kUntilKnown ||
                              call->function->evaluation == Evaluation::kUntilNumber));
}

// What Spark's optimizer moves into the branches of a CASE (PushFoldableIntoBranches).
bool is_pushed_into_branches(const Expression& expression) {
  if (std::holds_alternative<Cast>(expression.content)) return true;
  constexpr auto kPushed = std::to_array<std::string_view>(
      {"=",    "<=>",        "<",        "<=",       ">",        ">=",     "+",     "-",
       "*",    "/",          "%",        "div",      "pmod",     "abs",    "not",   "isnull",
       "like", "startswith", "endswith", "contains", "rlike",    "length", "upper", "lower",
       "year", "month",      "day",      "hour",     "isnotnull"});
  const auto* call = std::get_if<Call>(&expression.content);
  return call != nullptr && std::ranges::find(kPushed, call->function->name) != kPushed.end();
}

Status check_texts_of_times(const PlanPtr& plan, const SessionSettings& settings) {
  // No optimizer has made NULL of anything yet.
  PartByPart constants(settings, PartByPart::Nulls::kLookedInto, PartByPart::Writing::kIsNothing);
  std::optional<Error> error;
  replace_everywhere(plan, [&](const ExpressionPtr& each) -> ExpressionPtr {
    if (error) return each;
    const ExpressionPtr text = text_of_time(*each);
    if (text == nullptr || !is_foldable(text)) return nullptr;
    if (const auto computed = constants.computed(without_routines(text)); !computed)
      error = computed.error();
    return each;
  });
  if (error) return *error;
  return ok();
}

// Whether VALUES stand below that may have lost all of their rows to a filter: over no rows Spark
// leaves out all that would be empty, before it looks for constants.
bool may_be_over_nothing(const Node& node) {
  const bool filters =
      std::holds_alternative<Filter>(node.content) || std::holds_alternative<Limit>(node.content);
  if (filters && is_over_local_rows(node)) return true;
  return std::ranges::any_of(inputs_of(node),
                             [](const PlanPtr& input) { return may_be_over_nothing(*input); });
}

bool is_limit_of_none(const Node& node) {
  const auto* limit = std::get_if<Limit>(&node.content);
  const auto* count = limit == nullptr || limit->count == nullptr
                          ? nullptr
                          : std::get_if<Literal>(&limit->count->content);
  return count != nullptr && count->value == types::Value{int64_t{0}};
}

// The expressions of a node that Spark computes: groups and partitions of a constant are none.
std::vector<ExpressionPtr> computed_expressions(const Node& node) {
  std::vector<ExpressionPtr> all;
  if (const auto* aggregate = std::get_if<Aggregate>(&node.content)) {
    for (const NamedExpression& each : aggregate->aggregates) all.push_back(each.expression);
  } else {
    for_each_expression(node, [&](const ExpressionPtr& each) { all.push_back(each); });
  }
  return all;
}

// Spark computes the constants of a plan before it looks for rows: one that raises is an error
// even where there are none, beside a NULL and in a function's body that is never called; but not
// in a branch, nor over VALUES, of which it makes rows first.
class Check {
 public:
  explicit Check(const SessionSettings& settings)
      : constants_(settings, PartByPart::Nulls::kLookedInto) {}

  Status plan(const Node& node) {
    if (is_limit_of_none(node)) return ok();
    for (const PlanPtr& input : inputs_of(node)) RETURN_IF_ERROR(plan(*input));
    const bool was =
        std::exchange(is_strict_, !std::holds_alternative<Rows>(node.content) &&
                                      !is_over_local_rows(node) && !may_be_over_nothing(node));
    Status status = ok();
    for (const ExpressionPtr& each : computed_expressions(node)) {
      status = expression(each);
      if (!status) break;
    }
    is_strict_ = was;
    return status;
  }

 private:
  Status expression(const ExpressionPtr& each) {
    if (std::holds_alternative<ExistsSubquery>(each->content)) return ok();
    if (is_strict_ && is_foldable(each)) return constant(each);
    if (is_conditional(*each)) return ok();
    if (!is_strict_ && std::holds_alternative<Lambda>(each->content)) return ok();
    if (is_foldable(each)) return constant(each);
    if (is_strict_ && (is_known_null(*each) || is_decided(*each))) return ok();
    if (const PlanPtr below = subquery_of(*each)) RETURN_IF_ERROR(plan(*below));
    Status status = ok();
    for_each_child(*each, [&](const ExpressionPtr& child) {
      if (status && !is_partition(*each, child)) status = expression(child);
    });
    return status;
  }

  Status constant(const ExpressionPtr& each) {
    if (!can_raise(*each) || is_known_null(*each)) return ok();
    const ExpressionPtr constant = without_routines(each);
    if (!is_strict_) return each->nullable ? constants_.check_null(constant) : ok();
    const auto computed = constants_.computed(constant);
    return computed ? ok() : Status(computed.error());
  }

  // x IS NULL AND .. where x is never NULL.
  static bool is_decided(const Expression& expression) {
    const auto* call = std::get_if<Call>(&expression.content);
    if (call == nullptr) return false;
    const Evaluation evaluation = call->function->evaluation;
    const std::string_view decisive = evaluation == Evaluation::kUntilFalse  ? "isnull"
                                      : evaluation == Evaluation::kUntilTrue ? "isnotnull"
                                                                             : "";
    return std::ranges::any_of(call->arguments, [&](const ExpressionPtr& side) {
      const auto* test = std::get_if<Call>(&side->content);
      return test != nullptr && test->function->name == decisive && !test->arguments[0]->nullable;
    });
  }

  static bool is_partition(const Expression& expression, const ExpressionPtr& child) {
    const auto* window = std::get_if<WindowCall>(&expression.content);
    return window != nullptr &&
           std::ranges::find(window->partition_by, child) != window->partition_by.end();
  }

  PartByPart constants_;
  bool is_strict_ = false;
};

class Plans {
 public:
  explicit Plans(const SessionSettings& settings) : constants_(settings) {}

  Result<PlanPtr> reduced(const PlanPtr& plan) {
    PlanPtr reduced = of_plan(plan);
    if (error_) return *error_;
    return reduced;
  }

 private:
  PlanPtr of_plan(const PlanPtr& plan) {
    return replace_in_nodes(plan, [this](const Node* node, const ExpressionPtr& each) {
      if (node != nullptr && is_over_local_rows(*node)) return of_row(each, true);
      is_grouped_ = node != nullptr && std::holds_alternative<Aggregate>(node->content);
      return of_optimizer(each, false);
    });
  }

  // Over VALUES Spark optimizes nothing: constants are computed where the row comes to them.
  ExpressionPtr of_row(const ExpressionPtr& expression, bool in_branch) {
    if (error_) return expression;
    if (is_foldable(expression)) return of_constant(expression, in_branch);
    // No item of IN is looked at behind a NULL.
    if (!is_conditional(*expression) && !std::holds_alternative<InList>(expression->content))
      return nullptr;
    return with_children(expression, [this](const ExpressionPtr& child) {
      return replace_everywhere(child,
                                [this](const ExpressionPtr& each) { return of_row(each, true); });
    });
  }

  ExpressionPtr of_constant(const ExpressionPtr& expression, bool in_branch) {
    if (!can_raise(*expression)) return expression;
    auto computed = constants_.computed(without_routines(expression));
    if (computed) return computed->expression;
    if (!in_branch) error_ = computed.error();
    return expression;
  }

  ExpressionPtr of_optimizer(const ExpressionPtr& expression, bool in_branch) {
    if (error_) return expression;
    if (is_foldable(expression)) {
      const ExpressionPtr constant = of_constant(expression, in_branch);
      return constant == expression && in_branch ? shortened(expression) : constant;
    }
    const bool is_branch = in_branch || is_conditional(*expression);
    const ExpressionPtr result = with_children(
        expression, [&](const ExpressionPtr& child) { return of_optimizer(child, is_branch); });
    if (error_) return expression;
    if (const PlanPtr plan = subquery_of(*result)) {
      PlanPtr replaced = of_plan(plan);
      return replaced == plan ? result : with_subquery(result, std::move(replaced));
    }
    if (const ExpressionPtr decided = decided_by_constants(result)) return decided;
    if (const ExpressionPtr pushed = in_branches(result)) {
      const ExpressionPtr decided = decided_by_form(pushed);
      return decided == nullptr ? pushed : decided;
    }
    return shortened_here(result);
  }

  // What a call or cast makes of each result of a CASE, where these and its other arguments are
  // constants: CASE .. THEN 1 ELSE 2 END > 0 is true whatever a condition raises. Null: it is no
  // such call, or one of the results raises.
  ExpressionPtr in_branches(const ExpressionPtr& expression) {
    if (!is_pushed_into_branches(*expression) || !can_raise(*expression)) return nullptr;
    ExpressionPtr cases;
    bool are_others_constant = true;
    for_each_child(*expression, [&](const ExpressionPtr& child) {
      if (std::holds_alternative<CaseWhen>(child->content) && cases == nullptr) {
        cases = child;
      } else {
        are_others_constant = are_others_constant && is_foldable(child);
      }
    });
    if (cases == nullptr || !are_others_constant) return nullptr;
    const auto made_of = [&](const ExpressionPtr& result) -> ExpressionPtr {
      if (!is_foldable(result)) return nullptr;
      auto computed = constants_.computed(
          without_routines(with_children(expression, [&](const ExpressionPtr& child) {
            return child == cases ? result : child;
          })));
      return computed ? make_literal(computed->value, expression->type, expression->span) : nullptr;
    };
    CaseWhen pushed = std::get<CaseWhen>(cases->content);
    for (CaseWhen::Branch& branch : pushed.branches) {
      branch.result = made_of(branch.result);
      if (branch.result == nullptr) return nullptr;
    }
    if (pushed.otherwise == nullptr) pushed.otherwise = make_null(cases->type, cases->span);
    pushed.otherwise = made_of(pushed.otherwise);
    if (pushed.otherwise == nullptr) return nullptr;
    Expression result = *expression;
    result.content = std::move(pushed);
    return std::make_shared<const Expression>(std::move(result));
  }

  ExpressionPtr shortened(const ExpressionPtr& expression) {
    return shortened_here(
        with_children(expression, [this](const ExpressionPtr& child) { return shortened(child); }));
  }

  // A key of a group must stay what the groups are made by.
  ExpressionPtr shortened_here(const ExpressionPtr& expression) const {
    ExpressionPtr shorter = shortened_size(expression);
    if (shorter == nullptr && !is_grouped_) shorter = shortened_part(expression);
    return shorter == nullptr ? expression : shorter;
  }

  // What a constant among the arguments makes of a call, whatever the others would raise: true of
  // OR, false of AND, NULL of most functions. Null: nothing.
  ExpressionPtr decided_by_constants(const ExpressionPtr& expression) {
    if (!can_raise(*expression)) return nullptr;
    if (const ExpressionPtr decided = decided_by_form(expression)) return decided;
    if (const auto* in = std::get_if<InList>(&expression->content)) {
      return is_null(in->input) ? make_null(expression->type, expression->span) : nullptr;
    }
    if (const auto* aggregate = std::get_if<AggregateCall>(&expression->content))
      return counted_nothing(*expression, *aggregate);
    const auto* call = std::get_if<Call>(&expression->content);
    if (call == nullptr) return nullptr;
    if (call->function->name == "right" && is_never_null(call->arguments[0])) {
      const auto length = constant_of(call->arguments[1]);
      return length && length->is_at_most(0) ? make_string("", expression->span) : nullptr;
    }
    const Evaluation evaluation = call->function->evaluation;
    if (evaluation == Evaluation::kUntilTrue || evaluation == Evaluation::kUntilFalse) {
      const bool decides = evaluation == Evaluation::kUntilTrue;
      const bool is_decided = std::ranges::any_of(call->arguments, [&](const ExpressionPtr& side) {
        const auto known = constant_of(side);
        return known && known->is(decides);
      });
      return is_decided ? make_boolean(decides, expression->span) : nullptr;
    }
    const bool ends = call->function->kind == FunctionKind::kScalar &&
                      call->function->nulls == NullRule::kNullInNullOut &&
                      std::ranges::none_of(call->arguments, [](const ExpressionPtr& each) {
                        return std::holds_alternative<Lambda>(each->content);
                      });
    const bool has_null = ends && std::ranges::any_of(call->arguments, [&](const auto& each) {
                            return is_null(each);
                          });
    return has_null ? make_null(expression->type, expression->span) : nullptr;
  }

  // count(NULL) counts nothing: its FILTER is not computed.
  ExpressionPtr counted_nothing(const Expression& expression, const AggregateCall& aggregate) {
    const std::string_view name = aggregate.function->name;
    const bool counts = name == "count" || name == "count_if";
    if (!counts || aggregate.filter == nullptr || aggregate.arguments.empty()) return nullptr;
    const bool is_nothing = std::ranges::all_of(aggregate.arguments, [&](const auto& each) {
      const auto known = constant_of(each);
      return known && (known->value.is_null() || (name == "count_if" && known->is(false)));
    });
    if (!is_nothing) return nullptr;
    AggregateCall unfiltered = aggregate;
    unfiltered.filter = nullptr;
    Expression result = expression;
    result.content = std::move(unfiltered);
    return std::make_shared<const Expression>(std::move(result));
  }

  std::optional<Computed> constant_of(const ExpressionPtr& expression) {
    if (!is_foldable(expression)) return std::nullopt;
    auto computed = constants_.computed(without_routines(expression));
    return computed ? std::optional(*std::move(computed)) : std::nullopt;
  }

  bool is_null(const ExpressionPtr& expression) {
    const auto known = constant_of(expression);
    return known && known->value.is_null();
  }

  PartByPart constants_;
  std::optional<Error> error_;
  bool is_grouped_ = false;
};

}  // namespace

Result<types::Value> needed_value(const ExpressionPtr& constant, const SessionSettings& settings) {
  ASSIGN_OR_RETURN(Computed computed, PartByPart(settings).computed(constant));
  return std::move(computed.value);
}

Status check_constants(const PlanPtr& plan, const SessionSettings& settings) {
  if (settings.constants == nullptr) return ok();
  RETURN_IF_ERROR(check_texts_of_times(plan, settings));
  return Check(settings).plan(*plan);
}

Result<PlanPtr> with_needed_constants(const PlanPtr& plan, const SessionSettings& settings) {
  return settings.constants == nullptr ? plan : Plans(settings).reduced(plan);
}

}  // namespace tarn::plan
