// What is looked at when a SQL function is made: its defaults, its body, what it gives.

#include <algorithm>

#include "plan/query_resolver.h"
#include "plan/routine.h"
#include "plan/routine_parameters.h"
#include "plan/walk.h"

namespace tarn::plan {

namespace {

bool refers_outwards_only(const Expression& aggregate, const std::set<AttributeId>& parameters) {
  std::set<AttributeId> used;
  collect_attributes(aggregate, used);
  return !used.empty() &&
         std::ranges::all_of(used, [&](AttributeId id) { return parameters.contains(id); });
}

// An aggregate in a subquery that is over nothing but parameters belongs to the function's body.
bool aggregates_parameters(const Node& plan, const std::set<AttributeId>& parameters) {
  bool found = false;
  for_each_expression(plan, [&](const ExpressionPtr& expression) {
    for_each(expression, [&](const ExpressionPtr& part) {
      if (std::holds_alternative<AggregateCall>(part->content)) {
        found = found || refers_outwards_only(*part, parameters);
      }
      if (const PlanPtr inner = subquery_of(*part)) {
        found = found || aggregates_parameters(*inner, parameters);
      }
    });
  });
  return found || std::ranges::any_of(inputs_of(plan), [&](const PlanPtr& input) {
           return aggregates_parameters(*input, parameters);
         });
}

bool is_complex(const ExpressionPtr& body, const std::set<AttributeId>& parameters) {
  return contains(body, [&](const Expression& part) {
    const PlanPtr plan = subquery_of(part);
    return std::holds_alternative<AggregateCall>(part.content) ||
           std::holds_alternative<WindowCall>(part.content) ||
           (plan != nullptr && aggregates_parameters(*plan, parameters));
  });
}

QueryResolver::Problem complex_function(const std::string& text) {
  return {.condition = "USER_DEFINED_FUNCTIONS.CANNOT_CONTAIN_COMPLEX_FUNCTIONS",
          .sqlstate = "42601",
          .message =
              "User defined function is invalid: SQL scalar function cannot contain "
              "aggregate/window/generate functions: " +
              text};
}

bool reads_data(const Node& plan) {
  return std::ranges::any_of(scans_of(plan), [](const Node* scan) {
    return std::holds_alternative<TableSource>(std::get<Scan>(scan->content).source) ||
           std::holds_alternative<FileSource>(std::get<Scan>(scan->content).source);
  });
}

bool reads_data(const ExpressionPtr& expression) {
  return contains(expression, [](const Expression& part) {
    const PlanPtr plan = subquery_of(part);
    return plan != nullptr && reads_data(*plan);
  });
}

}  // namespace

bool QueryResolver::check_defaults(const FunctionReference& reference) {
  bool complete = true;
  for (const FunctionParameter& parameter : reference.function->parameters) {
    if (parameter.default_value == nullptr) continue;
    const ExpressionPtr value = default_of(parameter, reference).expression;
    complete = complete && value;
    if (value == nullptr || !is_complex(value, {})) continue;
    within(parameter.default_text, reference)
        .report(parameter.default_value->span, complex_function(parameter.name));
    complete = false;
  }
  return complete;
}

FunctionCheck check_function(const SqlFunction& function, const SessionSettings& settings,
                             Catalog& catalog, IdSource& ids) {
  FunctionCheck result;
  std::vector<const sql::Query*> views;
  Routines routines{.open = {function.name}, .making = true};
  Room room;
  QueryResolver resolver({.settings = settings,
                          .ids = ids,
                          .diagnostics = result.diagnostics,
                          .views = views,
                          .routines = routines,
                          .room = room},
                         function.text, catalog);
  // Borrowed for as long as this function runs.
  const FunctionReference reference{
      .function = std::shared_ptr<const SqlFunction>(&function, [](const SqlFunction*) {}),
      .scope = &catalog,
      .settings = &settings};
  const RoutineParameters parameters = parameters_of(function, ids);
  if (!resolver.check_defaults(reference)) return result;
  if (function.is_table) {
    const ScopedPlan rows = resolver.routine_rows(reference, parameters.scope, {});
    if (!rows.plan) return result;
    result.columns = schema_of(*rows.plan);
    result.deterministic = !is_volatile(*rows.plan);
    result.reads_data = reads_data(*rows.plan);
    return result;
  }
  const ExpressionPtr body = resolver.routine_body(reference, parameters.scope);
  if (body == nullptr) return result;
  result.returns = body->type;
  result.deterministic = !is_volatile(body);
  result.reads_data = reads_data(body);
  if (is_complex(body, parameters.ids)) {
    const Span span = function.query != nullptr ? function.query->span : function.expression->span;
    resolver.report(
        span, complex_function(function.text->text.substr(span.begin, span.end - span.begin)));
  }
  return result;
}

}  // namespace tarn::plan
