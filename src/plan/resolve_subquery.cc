// Queries inside expressions. Their plans name attributes of the enclosing query by id.

#include <set>

#include "plan/coercion.h"
#include "plan/resolution.h"
#include "plan/walk.h"

namespace tarn::plan {

namespace {

void collect_ids(const Node& node, std::set<AttributeId>& into) {
  for (const Attribute& column : node.output) into.insert(column.id);
  for (const PlanPtr& input : inputs_of(node)) collect_ids(*input, into);
}

void collect_outer_names(const Node& node, const std::set<AttributeId>& inside,
                         std::vector<std::string>& into) {
  for_each_expression(node, [&](const ExpressionPtr& expression) {
    for_each(expression, [&](const ExpressionPtr& each) {
      const auto* column = std::get_if<AttributeRef>(&each->content);
      if (column != nullptr && !inside.contains(column->id)) into.push_back(column->name);
    });
  });
  for (const PlanPtr& input : inputs_of(node)) collect_outer_names(*input, inside, into);
}

// What a subquery is called with: the names of the outer columns that it reads, as they come.
std::string outer_names(const Node& plan) {
  std::set<AttributeId> inside;
  collect_ids(plan, inside);
  std::vector<std::string> names;
  collect_outer_names(plan, inside, names);
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

Typed ExpressionResolver::visit(const sql::ScalarSubquery& node, Span span) {
  const ScopedPlan plan = query_.query(*node.query, place_.tables, place_.scope);
  if (!plan.plan) return {};
  const size_t columns = plan.plan->output.size();
  if (columns != 1) {
    query_.report(
        span,
        {.condition =
             "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN",
         .sqlstate = "42823",
         .message = "Invalid subquery: Scalar subquery must return only one column, but got " +
                    std::to_string(columns) + "."});
    return {};
  }
  return {.expression = std::make_shared<const Expression>(
              Expression{.content = ScalarSubquery{.plan = plan.plan},
                         .type = plan.plan->output[0].type,
                         .nullable = true,
                         .span = span}),
          .text = "scalarsubquery(" + outer_names(*plan.plan) + ")"};
}

Typed ExpressionResolver::visit(const sql::Exists& node, Span span) {
  const ScopedPlan plan = query_.query(*node.query, place_.tables, place_.scope);
  if (!plan.plan) return {};
  return {.expression = std::make_shared<const Expression>(
              Expression{.content = ExistsSubquery{.plan = plan.plan},
                         .type = types::boolean(),
                         .nullable = false,
                         .span = span}),
          .text = "exists(" + outer_names(*plan.plan) + ")"};
}

Typed ExpressionResolver::visit(const sql::InSubquery& node, Span span) {
  std::vector<Typed> values;
  if (const auto* tuple = node.operand->as<sql::Tuple>()) {
    for (const sql::ExpressionPtr& item : tuple->items) values.push_back(resolve(*item));
  } else {
    values.push_back(resolve(*node.operand));
  }
  ScopedPlan plan = query_.query(*node.query, place_.tables, place_.scope);
  std::string left;
  for (const Typed& value : values) {
    if (!value) return {};
    left += (left.empty() ? "" : ", ") + value.text;
  }
  if (!plan.plan) return {};
  if (values.size() > 1) left = "(" + left + ")";
  const std::string text = "(" + left + " IN (listquery(" + outer_names(*plan.plan) + ")))";
  if (plan.plan->output.size() != values.size()) {
    query_.report(span,
                  {.condition = "DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH",
                   .sqlstate = "42K09",
                   .message = "Cannot resolve \"" + text +
                              "\" due to data type mismatch: the left hand side has " +
                              std::to_string(values.size()) + " columns and the subquery has " +
                              std::to_string(plan.plan->output.size()) + "."});
    return {};
  }
  InSubquery in;
  std::vector<NamedExpression> columns;
  bool nullable = false;
  for (size_t at = 0; at < values.size(); ++at) {
    const Attribute& column = plan.plan->output[at];
    const auto common =
        comparison_type(values[at].expression->type, column.type, query_.settings().ansi);
    if (!common) {
      query_.report(span,
                    {.condition = "DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH",
                     .sqlstate = "42K09",
                     .message = "Cannot resolve \"" + text + "\" due to data type mismatch: \"" +
                                values[at].expression->type.sql() + "\" does not meet \"" +
                                column.type.sql() + "\"."});
      return {};
    }
    if (!is_orderable(*common)) {
      query_.report(span, {.condition = "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
                           .sqlstate = "42K09",
                           .message = "Cannot resolve \"" + text +
                                      "\" due to data type mismatch: The `insubquery` does not "
                                      "support ordering on type \"" +
                                      common->sql() + "\"."});
      return {};
    }
    in.values.push_back(make_cast(values[at].expression, *common));
    columns.push_back(
        {.id = query_.ids().next_attribute(),
         .name = column.name,
         .expression = make_cast(
             make_reference(column), *common,
             query_.settings().ansi == AnsiMode::kOff ? CastMode::kLegacy : CastMode::kAnsi)});
    nullable = nullable || in.values.back()->nullable || columns.back().expression->nullable;
  }
  in.plan = make_project(plan.plan, std::move(columns), span);
  Typed result{
      .expression = std::make_shared<const Expression>(Expression{
          .content = std::move(in), .type = types::boolean(), .nullable = nullable, .span = span}),
      .text = text};
  return negated(std::move(result), node.negated, span);
}

}  // namespace tarn::plan
