// The select list, and the clauses that see its columns.

#include <algorithm>

#include "base/ascii.h"
#include "plan/coercion.h"
#include "plan/select_resolver.h"
#include "plan/subquery_truth.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::TypeKind;

Place SelectResolver::place(const char* no_aggregates, const char* no_windows) {
  return {.scope = &scope_,
          .tables = tables_,
          .windows = &select_.windows,
          .no_aggregates_in = no_aggregates,
          .no_windows_in = no_windows,
          .file = &row_file_,
          .time_window = time_window_ ? &time_window_->column : nullptr};
}

std::vector<AliasedExpression> SelectResolver::aliases() const {
  std::vector<AliasedExpression> list;
  for (const Item& item : items_)
    list.push_back({.name = item.name, .expression = item.expression});
  return list;
}

ScopedPlan SelectResolver::resolve() {
  if (step_ == nullptr) from_ = query_.from(select_, tables_, outer_);
  if (!from_.plan) return {};
  scope_ = {.columns = from_.columns, .outer = outer_};
  const size_t before = query_.problems();
  if (select_.where != nullptr) {
    ExpressionResolver resolver(query_, place("WHERE", "WHERE"));
    where_ = resolver.condition(*select_.where);
  }
  if (!resolve_time_window()) return {};
  bool complete = resolve_items();
  if (step_ != nullptr && complete) complete = check_step();
  inline_unshared_columns();
  complete = resolve_grouping() && complete;
  // What follows names the items: after a failure there it would only repeat it.
  if (!complete || query_.problems() != before) return {};
  complete = resolve_late_clauses();
  if (!check_distinct()) return {};
  complete = resolve_order() && complete;
  complete = resolve_distinct_on() && complete;
  if (!complete || query_.problems() != before || !check_correlation()) return {};
  ScopedPlan result;
  result.plan = assemble();
  if (!result.plan || query_.problems() != before) return {};
  for (size_t at = 0; at < result.plan->output.size(); ++at) {
    result.columns.push_back(
        {.qualifier = qualifier_of(items_[at]), .attribute = result.plan->output[at]});
  }
  return result;
}

bool SelectResolver::check_distinct() {
  if (!select_.distinct) return true;
  bool comparable = true;
  for (const Item& item : items_) {
    const types::DataType& type = item.expression->type;
    if (is_groupable(type)) continue;
    const std::string kind = contains_variant(type) ? "VARIANT" : "MAP";
    query_.report(select_.span,
                  {.condition = "UNSUPPORTED_FEATURE.SET_OPERATION_ON_" + kind + "_TYPE",
                   .sqlstate = "0A000",
                   .message = "Cannot have " + kind +
                              " type columns in DataFrame which calls set operations (INTERSECT, "
                              "EXCEPT, etc.), but the type of column " +
                              quoted(item.name) + " is \"" + type.sql() + "\"."});
    comparable = false;
  }
  return comparable;
}

bool SelectResolver::resolve_items() {
  bool complete = true;
  for (size_t at = 0; at < select_.items.size(); ++at) {
    const sql::SelectItem& item = select_.items[at];
    const bool is_position = step_ != nullptr && at < step_->keys && is_ordinal(*item.expression);
    complete = (is_position ? add_input_column(item) : add_item(item)) && complete;
  }
  return complete;
}

bool SelectResolver::add_item(const sql::SelectItem& item) {
  if (const auto* star = item.expression->as<sql::Star>()) {
    if (item.aliases.empty()) return add_star(*star, item.span);
    query_.report(item.span, {.condition = "INVALID_USAGE_OF_STAR_OR_REGEX",
                              .sqlstate = "42000",
                              .message = "Invalid usage of '*': all columns have no one name."});
    return false;
  }
  if (const auto* call = item.expression->as<sql::FunctionCall>()) {
    const Function* function =
        call->name.parts.size() == 1 ? find_function(call->name.last().name) : nullptr;
    if (function != nullptr && function->kind == FunctionKind::kGenerator) {
      return add_generator(item, *call);
    }
  }
  if (item.aliases.size() > 1) {
    query_.report(item.span, {.condition = "MULTI_ALIAS_WITHOUT_GENERATOR",
                              .sqlstate = "42K0E",
                              .message = "Multi part aliasing is not supported with an expression "
                                         "that is no generator function."});
    return false;
  }
  ExpressionResolver resolver(query_, select_place());
  if (item.aliases.empty() && resolver.is_pattern(*item.expression)) {
    return add_matching(resolver, item.expression->as<sql::ColumnName>()->name, item.span);
  }
  Typed typed = resolver.resolve(*item.expression);
  std::string name = item.aliases.empty() ? typed.name() : item.aliases[0].name;
  if (!item.aliases.empty()) {
    if (typed && wants_early_column(typed.expression)) {
      typed.expression = early_column(name, typed);
    }
    lateral_.push_back({.name = name, .expression = typed.expression});
  }
  items_.push_back({.name = std::move(name),
                    .expression = typed.expression,
                    .id = query_.ids().next_attribute(),
                    .span = item.span,
                    .uses_lateral = resolver.met_lateral_alias()});
  return static_cast<bool>(typed);
}

// Of the select list's items.
Place SelectResolver::select_place() {
  Place where = place(nullptr, nullptr);
  if (query_.settings().lateral_aliases) where.lateral = &lateral_;
  where.regex_names = query_.settings().regex_names;
  return where;
}

bool SelectResolver::add_matching(ExpressionResolver& resolver, const sql::Name& pattern,
                                  Span span) {
  auto columns = resolver.matching(pattern, span);
  if (!columns) return false;
  for (Typed& column : *columns) {
    std::string name = column.name();
    items_.push_back({.name = std::move(name),
                      .expression = std::move(column.expression),
                      .id = query_.ids().next_attribute(),
                      .span = span});
  }
  return true;
}

bool SelectResolver::add_generator(const sql::SelectItem& item, const sql::FunctionCall& call) {
  if (has_trait(lower_ascii(call.name.last().name), kOnlyInFrom)) {
    query_.report(item.span, {.condition = "NOT_A_SCALAR_FUNCTION",
                              .sqlstate = "42887",
                              .message = quoted(call.name) +
                                         " appears as a scalar expression here, but the function "
                                         "was defined as a table function."});
    return false;
  }
  Place where = select_place();
  where.no_routines_in = "Generate";
  where.no_correlated_scalars = true;
  ExpressionResolver resolver(query_, where);
  auto generator = resolver.generator(call, item.span);
  if (!generator) return false;
  const size_t count = generator->columns.size();
  if (!item.aliases.empty() && item.aliases.size() != count) {
    query_.report(item.span, {.condition = "UDTF_ALIAS_NUMBER_MISMATCH",
                              .sqlstate = "42802",
                              .message = "The number of aliases supplied in the AS clause does not "
                                         "match the number of columns output by the generator: "
                                         "expected " +
                                         std::to_string(count) + ", but got " +
                                         std::to_string(item.aliases.size()) + "."});
    return false;
  }
  PendingGenerator pending{.generator = std::move(*generator), .span = item.span};
  for (size_t at = 0; at < count; ++at) {
    const types::Field& field = pending.generator.columns[at];
    const Attribute attribute{.id = query_.ids().next_attribute(),
                              .name = item.aliases.empty() ? field.name : item.aliases[at].name,
                              .type = field.type,
                              .nullable = field.nullable || pending.generator.outer};
    ExpressionPtr reference = make_reference(attribute, item.span);
    if (!item.aliases.empty()) {
      lateral_.push_back({.name = attribute.name, .expression = reference, .is_generated = true});
    }
    items_.push_back({.name = attribute.name,
                      .expression = std::move(reference),
                      .id = query_.ids().next_attribute(),
                      .span = item.span});
    pending.generated.push_back(attribute);
  }
  generators_.push_back(std::move(pending));
  return true;
}

bool SelectResolver::has_windows(const ExpressionPtr& qualify) const {
  const auto is_window = [](const Expression& part) {
    return std::holds_alternative<WindowCall>(part.content);
  };
  return contains(qualify, is_window) || std::ranges::any_of(items_, [&](const Item& item) {
           return item.expression && contains(item.expression, is_window);
         });
}

// Spark filters above the select list there, where a window function has its value.
bool SelectResolver::refuse_windows_in_having(const ExpressionPtr& having) {
  const bool any = contains(having, [](const Expression& part) {
    return std::holds_alternative<WindowCall>(part.content);
  });
  if (!any) return false;
  query_.report(select_.having->span,
                {.condition = "UNSUPPORTED_FEATURE",
                 .sqlstate = "0A000",
                 .message = "HAVING without aggregates over a window function is not supported by "
                            "Tarn; use QUALIFY."});
  return true;
}

bool SelectResolver::resolve_late_clauses() {
  const std::vector<AliasedExpression> own = aliases();
  bool complete = true;
  if (select_.having != nullptr) {
    // Without aggregates HAVING comes here only where a setting makes a WHERE of it.
    Place where = place(aggregated_ ? nullptr : "WHERE", aggregated_ ? "HAVING" : "WHERE");
    where.first = &own;
    ExpressionResolver resolver(query_, where);
    if (aggregated_) scope_.aggregates = &aggregates_;
    Typed condition = resolver.resolve(*select_.having);
    // Of all conditions this one alone may be of another type, which is cast.
    if (condition && !condition.expression->type.is(TypeKind::kBoolean)) {
      condition = resolver.cast(condition, types::boolean(), CastMode::kAnsi, select_.having->span);
    }
    having_ = condition ? bare_membership(condition.expression) : nullptr;
    scope_.aggregates = nullptr;
    if (!aggregated_ && having_ && refuse_windows_in_having(having_)) return false;
    complete = having_ != nullptr;
    if (having_) having_ = without_early(having_);
    if (having_ && aggregated_) having_ = above_aggregate(having_, "HAVING");
    complete = complete && having_;
  }
  if (select_.qualify != nullptr) {
    Place where = place("QUALIFY", nullptr);
    where.first = &own;
    ExpressionResolver resolver(query_, where);
    qualify_ = resolver.condition(*select_.qualify);
    if (qualify_) qualify_ = without_early(qualify_);
    if (qualify_ && !has_windows(qualify_)) {
      query_.report(select_.qualify->span,
                    {.condition = "QUALIFY_REQUIRES_WINDOW_FUNCTION",
                     .sqlstate = "42903",
                     .message = "The QUALIFY clause requires at least one window function in the "
                                "current SELECT list or the QUALIFY condition."});
      return false;
    }
    if (qualify_) qualify_ = late(qualify_);
    complete = complete && qualify_;
  }
  for (NamedExpression& column : early_) {
    column.expression = late(column.expression);
    complete = complete && column.expression;
  }
  for (Item& item : items_) {
    item.expression = late(item.expression);
    complete = complete && item.expression;
  }
  for (PendingGenerator& pending : generators_) {
    for (ExpressionPtr& argument : pending.generator.arguments) {
      if (aggregated_) argument = above_aggregate(argument);
      complete = complete && argument;
    }
  }
  return complete;
}

ExpressionPtr SelectResolver::late(const ExpressionPtr& expression, std::string_view clause) {
  if (aggregated_) {
    const ExpressionPtr above = above_aggregate(expression, clause);
    return above ? above_window(above) : nullptr;
  }
  const bool aggregates = contains(expression, [](const Expression& part) {
    return std::holds_alternative<AggregateCall>(part.content);
  });
  if (aggregates) {
    // ORDER BY sum(b) behind a select without aggregates.
    query_.report(expression->span,
                  {.condition = "MISSING_GROUP_BY",
                   .sqlstate = "42803",
                   .message = "The query does not include a GROUP BY clause. Add GROUP BY or turn "
                              "it into the window functions using OVER clauses."});
    return nullptr;
  }
  return above_window(expression);
}

// One more than the highest of the window functions that the call is made of.
size_t SelectResolver::window_level(const ExpressionPtr& call) const {
  std::set<AttributeId> used;
  collect_attributes(*call, used);
  size_t level = 0;
  for (const LeveledWindow& window : windows_) {
    if (used.contains(window.column.id)) level = std::max(level, window.level + 1);
  }
  return level;
}

ExpressionPtr SelectResolver::above_window(const ExpressionPtr& expression) {
  return replace_top_down(expression, [&](const ExpressionPtr& part) -> ExpressionPtr {
    if (!std::holds_alternative<WindowCall>(part->content)) return nullptr;
    const ExpressionPtr call =
        with_children(part, [this](const ExpressionPtr& child) { return above_window(child); });
    const auto known = known_windows_.find(
        windows_, call, [](const LeveledWindow& window) { return window.column.expression; });
    if (known) return make_reference(attribute_of(windows_[*known].column));
    const Function& function = *std::get<WindowCall>(call->content).function;
    windows_.push_back({.column = {.id = query_.ids().next_attribute(),
                                   .name = std::string(function.name),
                                   .expression = call},
                        .level = window_level(call)});
    return make_reference(attribute_of(windows_.back().column));
  });
}

PlanPtr SelectResolver::with_windows(PlanPtr plan) const {
  size_t placed = 0;
  for (size_t level = 0; placed < windows_.size(); ++level) {
    std::vector<NamedExpression> columns;
    std::vector<Attribute> output = plan->output;
    for (const LeveledWindow& window : windows_) {
      if (window.level != level) continue;
      columns.push_back(window.column);
      output.push_back(attribute_of(window.column));
    }
    placed += columns.size();
    plan = make_node(Window{.input = plan, .columns = std::move(columns)}, std::move(output),
                     select_.span);
  }
  return plan;
}

// ---------------------------------------------------------------- the chain of nodes

PlanPtr SelectResolver::assemble() {
  PlanPtr plan = from_.plan;
  if (where_) plan = make_filter(std::move(plan), where_, select_.where->span);
  if (time_window_) plan = with_time_window(std::move(plan));
  if (aggregated_) {
    std::vector<Attribute> output;
    for (size_t at = 0; at < keys_.size(); ++at) output.push_back(key_attribute(at));
    for (const NamedExpression& call : aggregates_) output.push_back(attribute_of(call));
    plan = make_node(Aggregate{.input = std::move(plan),
                               .keys = keys_,
                               .aggregates = aggregates_,
                               .grouping_sets = grouping_sets_},
                     std::move(output), select_.span);
  }
  if (having_) plan = make_filter(std::move(plan), having_, select_.having->span);
  for (PendingGenerator& pending : generators_) {
    std::vector<Attribute> output = plan->output;
    output.insert(output.end(), pending.generated.begin(), pending.generated.end());
    plan = make_node(Generate{.input = plan,
                              .function = pending.generator.function,
                              .arguments = pending.generator.arguments,
                              .outer = pending.generator.outer,
                              .generated = pending.generated},
                     std::move(output), pending.span);
  }
  plan = with_windows(std::move(plan));
  if (qualify_) plan = make_filter(std::move(plan), qualify_, select_.qualify->span);
  for (const NamedExpression& column : early_) {
    std::vector<NamedExpression> columns;
    for (const Attribute& attribute : plan->output) {
      columns.push_back(
          {.id = attribute.id, .name = attribute.name, .expression = make_reference(attribute)});
    }
    columns.push_back(column);
    plan = make_project(std::move(plan), std::move(columns), select_.span);
  }
  return project_and_sort(std::move(plan));
}

PlanPtr SelectResolver::project_and_sort(PlanPtr plan) {
  std::vector<SortKey> keys;
  for (const SortKey& key : sort_) {
    ExpressionPtr expression = over_output(key.expression);
    if (!expression) {
      const NamedExpression column{
          .id = *output_for(key.expression), .name = "_hidden", .expression = key.expression};
      expression = make_reference(attribute_of(column));
    }
    keys.push_back({.expression = std::move(expression),
                    .ascending = key.ascending,
                    .nulls_first = key.nulls_first});
  }
  std::vector<NamedExpression> columns;
  for (const Item& item : items_) {
    columns.push_back({.id = item.id, .name = item.name, .expression = item.expression});
  }
  const size_t visible = columns.size();
  columns.insert(columns.end(), hidden_.begin(), hidden_.end());
  plan = make_project(std::move(plan), std::move(columns), select_.span);
  if (select_.distinct) {
    plan = make_node(Distinct{.input = plan}, plan->output, select_.span);
  }
  if (select_.distinct_on) {
    plan = make_node(Deduplicate{.input = plan,
                                 .keys = distinct_keys_,
                                 .within_watermark = select_.distinct_on->within_watermark},
                     plan->output, select_.distinct_on->span);
  }
  if (!keys.empty()) {
    const Span span = order_span(*order_);
    plan = make_node(Sort{.input = plan, .keys = std::move(keys)}, plan->output, span);
  }
  if (plan->output.size() == visible) return plan;
  std::vector<NamedExpression> kept;
  for (size_t at = 0; at < visible; ++at) {
    const Attribute& attribute = plan->output[at];
    kept.push_back(
        {.id = attribute.id, .name = attribute.name, .expression = make_reference(attribute)});
  }
  return make_project(std::move(plan), std::move(kept), select_.span);
}

}  // namespace tarn::plan
