// |>: each step reads the rows of the step before it, and their columns keep the names of their
// tables as long as no step gives them another.

#include <algorithm>

#include "base/overloaded.h"
#include "plan/expression_resolver.h"
#include "plan/order_items.h"
#include "plan/select_resolver.h"
#include "plan/walk.h"

namespace tarn::plan {

namespace {

bool is_its_output(const ScopedPlan& rows) {
  return std::ranges::equal(
      rows.columns, rows.plan->output, [](const ScopeColumn& column, const Attribute& attribute) {
        return column.visibility == Visibility::kVisible && column.attribute.id == attribute.id;
      });
}

}  // namespace

// The rows with the columns that * means, in this order, and no others.
ScopedPlan QueryResolver::visible_only(ScopedPlan rows, Span span) {
  if (!rows.plan || is_its_output(rows)) return rows;
  std::vector<NamedExpression> columns;
  std::erase_if(rows.columns, [](const ScopeColumn& column) {
    return column.visibility != Visibility::kVisible;
  });
  for (const ScopeColumn& column : rows.columns) {
    columns.push_back({.id = column.attribute.id,
                       .name = column.attribute.name,
                       .expression = make_reference(column.attribute)});
  }
  rows.plan = make_project(rows.plan, std::move(columns), span);
  return rows;
}

ScopedPlan QueryResolver::pipe(const sql::Pipe& pipe, const CommonTables* tables,
                               const Scope* outer) {
  // FROM alone hands its tables on as they are, with what * does not show of them.
  const auto* select = std::get_if<sql::Select>(&pipe.input->node);
  ScopedPlan rows = select != nullptr && select->from_alone ? from(*select, tables, outer)
                                                            : body(*pipe.input, tables, outer);
  for (const sql::PipeStep& step : pipe.steps) {
    if (!rows.plan) return {};
    // What USING hides can be named as long as columns do not go by their places.
    const bool by_place = !std::holds_alternative<sql::PipeWhere>(step.node) &&
                          !std::holds_alternative<sql::PipeOrganisation>(step.node) &&
                          !std::holds_alternative<sql::PipeSelect>(step.node) &&
                          !std::holds_alternative<sql::PipeJoin>(step.node);
    if (by_place) rows = visible_only(std::move(rows), step.span);
    rows = piped(std::move(rows), step, tables, outer);
  }
  return visible_only(std::move(rows), pipe.input->span);
}

ScopedPlan QueryResolver::piped(ScopedPlan rows, const sql::PipeStep& step,
                                const CommonTables* tables, const Scope* outer) {
  return std::visit(
      Overloaded{
          [&](const sql::PipeSelect& select) {
            return SelectResolver(*this, select, std::move(rows), tables, outer).resolve();
          },
          [&](const sql::PipeAs& as) {
            for (ScopeColumn& column : rows.columns) column.qualifier = {as.name.name};
            return std::move(rows);
          },
          [&](const sql::PipeWhere& where) {
            const Scope scope{.columns = rows.columns, .outer = outer};
            ExpressionResolver resolver(*this, {.scope = &scope,
                                                .tables = tables,
                                                .no_aggregates_in = "WHERE",
                                                .no_windows_in = "WHERE"});
            ExpressionPtr condition = resolver.condition(*where.condition);
            if (!condition) return ScopedPlan{};
            rows.plan = make_filter(rows.plan, std::move(condition), step.span);
            return std::move(rows);
          },
          [&](const sql::Pivot& pivot) { return pivoted(std::move(rows), pivot, tables, outer); },
          [&](const sql::Unpivot& unpivot) {
            return unpivoted(std::move(rows), unpivot, tables, outer);
          },
          [&](const sql::PipeSample& sample) {
            rows.plan = sampled(rows, sample.sample);
            return rows.plan ? std::move(rows) : ScopedPlan{};
          },
          [&](const sql::PipeJoin& piped) {
            const sql::Join& join = piped.join;
            const Scope here{.columns = rows.columns, .outer = outer};
            ScopedPlan right = source(join.right, tables, join.right.lateral ? &here : outer);
            if (!right.plan) return ScopedPlan{};
            return joined(std::move(rows), std::move(right), join, tables, outer);
          },
          [&](const sql::PipeCombine& combined) {
            ScopedPlan right = body(*combined.step.right, tables, outer);
            if (!right.plan) return ScopedPlan{};
            return combine(combined.step, std::move(rows), std::move(right), 0);
          },
          [&](const sql::PipeOrganisation& organisation) {
            const sql::Query& clauses = *organisation.clauses;
            if (!is_one_order(clauses)) {
              report_two_orders(step.span);
              return ScopedPlan{};
            }
            if (has_order(clauses)) rows = sorted(std::move(rows), clauses, tables, outer);
            return rows.plan ? limited(std::move(rows), clauses, tables) : ScopedPlan{};
          },
      },
      step.node);
}

// ---------------------------------------------------------------- what a step's SELECT obeys

namespace {

bool is_grouping(const Expression& expression) {
  const auto* call = std::get_if<AggregateCall>(&expression.content);
  return call != nullptr &&
         (call->function->name == "grouping" || call->function->name == "grouping_id");
}

bool has_aggregate(const ExpressionPtr& expression) {
  return expression && contains(expression, [](const Expression& part) {
           return std::holds_alternative<AggregateCall>(part.content);
         });
}

}  // namespace

// A whole number that AGGREGATE groups by is a column of its input.
bool SelectResolver::add_input_column(const sql::SelectItem& item) {
  const auto position =
      static_cast<size_t>(std::get<int64_t>(item.expression->as<sql::Literal>()->value.content));
  std::vector<Attribute> columns;
  for (const ScopeColumn& column : scope_.columns) {
    if (column.visibility == Visibility::kVisible) columns.push_back(column.attribute);
  }
  if (position < 1 || position > columns.size()) {
    query_.report(item.span, {.condition = "GROUP_BY_POS_OUT_OF_RANGE",
                              .sqlstate = "42805",
                              .message = "GROUP BY position " + std::to_string(position) +
                                         " is not in the input (valid range is [1, " +
                                         std::to_string(columns.size()) + "])."});
    return false;
  }
  const Attribute& attribute = columns[position - 1];
  items_.push_back({.name = item.aliases.empty() ? attribute.name : item.aliases[0].name,
                    .expression = make_reference(attribute, item.span),
                    .id = query_.ids().next_attribute(),
                    .span = item.span});
  return true;
}

bool SelectResolver::check_step() {
  switch (step_->word) {
    case sql::PipeWord::kSelect:
    case sql::PipeWord::kDrop:
      return true;
    case sql::PipeWord::kExtend:
    case sql::PipeWord::kSet:
      for (const Item& item : items_) {
        if (!has_aggregate(item.expression)) continue;
        const std::string word = step_->word == sql::PipeWord::kSet ? "SET" : "EXTEND";
        query_.report(item.span,
                      {.condition = "PIPE_OPERATOR_CONTAINS_AGGREGATE_FUNCTION",
                       .sqlstate = "0A000",
                       .message = "An aggregate function is not allowed when using the pipe "
                                  "operator |> " +
                                  word +
                                  " clause; please use the pipe operator |> AGGREGATE clause "
                                  "instead."});
        return false;
      }
      return step_->word == sql::PipeWord::kExtend || set_column();
    case sql::PipeWord::kAggregate:
      return check_aggregates();
  }
  CHECK(false);
  return false;
}

bool SelectResolver::check_aggregates() {
  for (size_t at = 0; at < items_.size(); ++at) {
    const Item& item = items_[at];
    const bool key = at < step_->keys;
    if (!item.expression || key != has_aggregate(item.expression)) continue;
    if (key && contains(item.expression, is_grouping)) {
      query_.report(item.span,
                    {.condition = "UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE",
                     .sqlstate = "0A000",
                     .message = "The feature is not supported: The SQL pipe operator syntax with "
                                "aggregation (using |> AGGREGATE) does not support GROUPING."});
    } else if (key) {
      query_.report(item.span,
                    {.condition = "GROUP_BY_AGGREGATE",
                     .sqlstate = "42903",
                     .message = "Aggregate functions are not allowed in GROUP BY, but found " +
                                item.name + "."});
    } else {
      query_.report(
          item.span,
          {.condition = "PIPE_OPERATOR_AGGREGATE_EXPRESSION_CONTAINS_NO_AGGREGATE_FUNCTION",
           .sqlstate = "0A000",
           .message = "Non-grouping expression " + item.name +
                      " is provided as an argument to the |> AGGREGATE pipe operator but does not "
                      "contain any aggregate function; please update it to include an aggregate "
                      "function and then retry the query again."});
    }
    return false;
  }
  return true;
}

// The last item takes the place of the column that it is called like.
bool SelectResolver::set_column() {
  const Item value = items_.back();
  items_.pop_back();
  bool found = false;
  for (Item& item : items_) {
    if (!query_.names().same(item.name, value.name)) continue;
    item.expression = value.expression;
    item.id = found ? query_.ids().next_attribute() : value.id;
    item.name = value.name;
    found = true;
  }
  if (found) return true;
  const sql::Name name{.parts = {{.name = value.name, .span = value.span}}, .span = value.span};
  query_.report(value.span, {.condition = "UNRESOLVED_COLUMN.WITH_SUGGESTION",
                             .sqlstate = "42703",
                             .message = "A column with name " + quoted(value.name) +
                                        " cannot be resolved. Did you mean one of the following? " +
                                        suggestion_list(scope_.columns, name) + "."});
  return false;
}

// A column that is handed through is still its table's.
std::vector<std::string> SelectResolver::qualifier_of(const Item& item) const {
  const auto* reference = std::get_if<AttributeRef>(&item.expression->content);
  if (reference == nullptr) return {};
  for (const ScopeColumn& column : scope_.columns) {
    if (column.attribute.id == reference->id &&
        query_.names().same(column.attribute.name, item.name)) {
      return column.qualifier;
    }
  }
  return {};
}

}  // namespace tarn::plan
