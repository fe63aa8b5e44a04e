// Queries inside expressions. Their plans name attributes of the enclosing query by id.

#include <algorithm>
#include <functional>
#include <set>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/expression_resolver.h"
#include "plan/subquery_truth.h"
#include "plan/walk.h"
#include "sql/visit.h"

namespace tarn::plan {

namespace {

// The columns that a subquery's plan takes from the enclosing query, as Spark names them in the
// subquery's own name: one after the other from the top of the plan, repetitions included.
class OuterNames {
 public:
  OuterNames(const Node& plan, const Scope* scope) : scope_(scope) { gather(plan); }

  const std::string& text() const { return text_; }

 private:
  void gather(const Node& node) {
    for_each_expression(node, [this](const ExpressionPtr& expression) {
      for_each(expression, [this](const ExpressionPtr& part) { note(*part); });
    });
    for (const PlanPtr& input : inputs_of(node)) gather(*input);
  }

  void note(const Expression& part) {
    const auto* reference = std::get_if<AttributeRef>(&part.content);
    if (reference == nullptr || scope_ == nullptr) return;
    for (const ScopeColumn& column : scope_->columns) {
      if (column.attribute.id != reference->id) continue;
      text_ += (text_.empty() ? "" : ", ") + column.attribute.name;
      return;
    }
  }

  const Scope* scope_;
  std::string text_;
};

std::string outer_names(const Node& plan, const Scope* scope) {
  return OuterNames(plan, scope).text();
}

// The left side of IN, of several values. What has no name is known by its place, from 0.
std::string tuple_text(const std::vector<Typed>& values) {
  std::string text;
  for (size_t at = 0; at < values.size(); ++at) {
    const bool is_literal = std::holds_alternative<Literal>(values[at].expression->content);
    const std::string name = values[at].column ? *values[at].column
                             : is_literal      ? values[at].text
                                               : "_" + std::to_string(at);
    text += (at == 0 ? "'" : ", '") + name + "', " + values[at].text;
  }
  return "named_struct(" + text + ")";
}

// A struct that is made on the left of IN (query) stands for its values.
std::vector<const sql::Expression*> compared_values(const sql::Expression& operand) {
  std::vector<const sql::Expression*> values;
  if (const auto* tuple = operand.as<sql::Tuple>()) {
    for (const sql::ExpressionPtr& item : tuple->items) values.push_back(item.get());
  } else if (const auto* made = operand.as<sql::StructConstructor>()) {
    for (const auto& item : made->items) {
      if (item.value->as<sql::Star>() != nullptr) return {&operand};
      values.push_back(item.value.get());
    }
  }
  if (values.empty()) values.push_back(&operand);
  return values;
}

// Spark's membership is false where it cannot be told. A constant that is NULL is NULL in Spark,
// too: it is folded before.
ExpressionPtr without_null(const ExpressionPtr& membership, const std::vector<Typed>& values) {
  const ExpressionPtr& value = values.front().expression;
  if (values.size() > 1 || !value->nullable || !is_constant(*value)) return never_null(membership);
  if (std::holds_alternative<Literal>(value->content)) {
    // NULL among no rows is false.
    const auto& in = std::get<InSubquery>(membership->content);
    const auto any =
        std::make_shared<const Expression>(Expression{.content = ExistsSubquery{.plan = in.plan},
                                                      .type = types::boolean(),
                                                      .nullable = false,
                                                      .span = membership->span});
    return make_case(any, make_null(types::boolean(), membership->span),
                     make_boolean(false, membership->span));
  }
  CaseWhen known;
  known.branches.push_back({.condition = make_call(*find_function("isnotnull"), {value},
                                                   types::boolean(), false, value->span),
                            .result = never_null(membership)});
  return std::make_shared<const Expression>(Expression{.content = std::move(known),
                                                       .type = types::boolean(),
                                                       .nullable = true,
                                                       .span = membership->span});
}

}  // namespace

void for_each_name(const sql::ExpressionNode& node,
                   const std::function<void(const sql::Name&)>& visit) {
  if (const auto* column = std::get_if<sql::ColumnName>(&node)) visit(column->name);
  sql::for_each_child(node,
                      [&](const sql::Expression& child) { for_each_name(child.node, visit); });
}

const Scope* ExpressionResolver::around_subqueries() const {
  return place_.around_subqueries != nullptr ? place_.around_subqueries : place_.scope;
}

Typed ExpressionResolver::visit(const sql::ScalarSubquery& node, Span span) {
  return scalar_subquery(query_.query(*node.query, place_.tables, around_subqueries()), span);
}

Typed ExpressionResolver::scalar_subquery(const ScopedPlan& plan, Span span) {
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
  const std::string outer = outer_names(*plan.plan, around_subqueries());
  if ((place_.only_shared_subqueries || place_.no_correlated_scalars) && !outer.empty()) {
    query_.report(span, {.condition = "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_"
                                      "CORRELATED_SCALAR_SUBQUERY",
                         .sqlstate = "0A000",
                         .message = "Correlated scalar subqueries can only be used in filters, "
                                    "aggregations and projections, but this one names " +
                                    outer + " of the query around it.",
                         .hint = "select it as a column, and name that column here"});
    return {};
  }
  return {.expression =
              std::make_shared<const Expression>(Expression{.content = ScalarSubquery{plan.plan},
                                                            .type = plan.plan->output[0].type,
                                                            .nullable = true,
                                                            .span = span}),
          .text = "scalarsubquery(" + outer + ")"};
}

// Whether EXISTS or IN (query) may not stand here, which is reported.
bool ExpressionResolver::predicates_are_refused(Span span) {
  if (!place_.only_shared_subqueries) return false;
  query_.report(span, {.condition = "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_IN_"
                                    "EXISTS_SUBQUERY",
                       .sqlstate = "0A000",
                       .message = "IN/EXISTS predicate subqueries can only be used in filters, "
                                  "joins, aggregations, window functions and projections.",
                       .hint = "select it as a column, and use that here"});
  return true;
}

Typed ExpressionResolver::visit(const sql::Exists& node, Span span) {
  const ScopedPlan plan = query_.query(*node.query, place_.tables, around_subqueries());
  if (!plan.plan || predicates_are_refused(span)) return {};
  return {.expression = std::make_shared<const Expression>(
              Expression{.content = ExistsSubquery{.plan = plan.plan},
                         .type = types::boolean(),
                         .nullable = false,
                         .span = span}),
          .text = "exists(" + outer_names(*plan.plan, around_subqueries()) + ")"};
}

// Whether an aggregate of a subquery names columns of the enclosing query, which is refused.
bool ExpressionResolver::takes_outer_columns(const AggregateParts& parts, Span span) {
  if (place_.scope == nullptr || place_.scope->outer == nullptr) return false;
  std::set<AttributeId> used;
  for (const Typed& argument : parts.arguments) collect_attributes(*argument.expression, used);
  const auto uses = [&](const Scope& scope) {
    return std::ranges::any_of(scope.columns, [&](const ScopeColumn& column) {
      return used.contains(column.attribute.id);
    });
  };
  bool outer = false;
  for (const Scope* each = place_.scope->outer; each != nullptr; each = each->outer) {
    outer = outer || uses(*each);
  }
  if (!outer) return false;
  const bool mixed = uses(*place_.scope);
  query_.report(span,
                {.condition = std::string("UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.") +
                              (mixed ? "AGGREGATE_FUNCTION_MIXED_OUTER_LOCAL_REFERENCES"
                                     : "CORRELATED_REFERENCE"),
                 .sqlstate = "0A000",
                 .message = mixed ? "Unsupported subquery expression: an aggregate function in a "
                                    "subquery has both outer and local references: " +
                                        parts.text + "."
                                  : "Unsupported subquery expression: Expressions referencing the "
                                    "outer query are not supported outside of WHERE/HAVING "
                                    "clauses: " +
                                        parts.text + "."});
  return true;
}

Typed ExpressionResolver::visit(const sql::InSubquery& node, Span span) {
  std::vector<Typed> values;
  for (const sql::Expression* value : compared_values(*node.operand)) {
    values.push_back(resolve(*value));
  }
  ScopedPlan plan = query_.query(*node.query, place_.tables, around_subqueries());
  if (!plan.plan || !std::ranges::all_of(values, [](const Typed& value) { return bool(value); })) {
    return {};
  }
  const std::string left = values.size() == 1 ? values[0].text : tuple_text(values);
  const std::string text =
      "(" + left + " IN (listquery(" + outer_names(*plan.plan, around_subqueries()) + ")))";
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
    const types::DataType& left_type = values[at].expression->type;
    auto common = comparison_type(left_type, column.type, query_.settings().ansi);
    // Fields of the same types may be called differently.
    if (!common && same_structure(left_type, column.type)) common = left_type;
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
  result.expression = without_null(result.expression, values);
  if (predicates_are_refused(span)) return {};
  return negated(std::move(result), node.negated, span);
}

// An aggregate over columns of the enclosing query, in a condition of a subquery of its HAVING:
// that query computes it, and the subquery names it like a column. Nothing: it is none of those.
std::optional<Typed> ExpressionResolver::outer_aggregate(const sql::FunctionCall& node,
                                                         const Function& function, Span span) {
  const Scope* outer = place_.scope == nullptr ? nullptr : place_.scope->outer;
  if (place_.no_aggregates_in == nullptr || outer == nullptr || outer->aggregates == nullptr ||
      node.window != nullptr) {
    return std::nullopt;
  }
  bool names_own = false;
  bool names_outer = false;
  const auto note = [&](const sql::Name& name) {
    const bool own = !find_columns(place_.scope->columns, name, query_.names()).empty();
    names_own = names_own || own;
    names_outer =
        names_outer || (!own && !find_columns(outer->columns, name, query_.names()).empty());
  };
  for (const auto& argument : node.arguments) for_each_name(argument.value->node, note);
  if (node.filter != nullptr) for_each_name(node.filter->node, note);
  if (!names_outer) return std::nullopt;
  if (names_own) {
    query_.report(span,
                  {.condition = "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.AGGREGATE_FUNCTION_"
                                "MIXED_OUTER_LOCAL_REFERENCES",
                   .sqlstate = "0A000",
                   .message = "An aggregate function in a correlated condition has both outer "
                              "and local columns in its arguments."});
    return Typed();
  }
  ExpressionResolver enclosing(query_, {.scope = outer, .tables = place_.tables});
  Typed typed = enclosing.aggregate_call(node, function, span);
  if (!typed) return typed;
  outer->aggregates->push_back({.id = query_.ids().next_attribute(),
                                .name = std::string(function.name),
                                .expression = typed.expression});
  typed.expression = make_reference(attribute_of(outer->aggregates->back()), span);
  return typed;
}

}  // namespace tarn::plan
