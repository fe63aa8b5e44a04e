#include "project/flow_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "plan/builder.h"
#include "plan/column_default.h"
#include "plan/generated_columns.h"
#include "plan/identity_numbers.h"
#include "plan/no_relations.h"
#include "plan/walk.h"
#include "types/identity_column.h"
#include "types/made_values.h"

namespace tarn::project {
namespace {

bool is_about_several_rows(const plan::ExpressionPtr& expression) {
  return plan::contains(expression, [](const plan::Expression& part) {
    return std::holds_alternative<plan::AggregateCall>(part.content) ||
           std::holds_alternative<plan::WindowCall>(part.content);
  });
}

// A row is counted when everything else about it is known.
Status check_not_of_number(const types::Schema& schema, size_t place,
                           const plan::SessionSettings& settings, plan::IdSource& ids) {
  std::vector<plan::Attribute> row;
  for (const types::Field& field : schema) {
    row.push_back({.id = ids.next_attribute(), .name = field.name, .type = field.type});
  }
  ASSIGN_OR_RETURN(const plan::GeneratedColumns generated,
                   plan::generated_columns(schema, std::move(row), settings, ids));
  for (const size_t source : plan::sources_of(generated, place)) {
    if (types::identity_of(schema[source])) {
      return Error{.code = ErrorCode::kUnsupported,
                   .message = fmt::format(
                       "The generated column {} is computed of the identity column {}, which a "
                       "pipeline counts last; compute it where the table is read.",
                       schema[place].name, schema[source].name)};
    }
  }
  return ok();
}

// Expectations see rows before they are counted.
void check_expectations_without(const plan::Node& rows, const std::set<size_t>& counted,
                                std::vector<Diagnostic>& diagnostics, const Place& place) {
  const auto* expect = std::get_if<plan::Expect>(&rows.content);
  for (size_t i = 0; expect != nullptr && i < expect->expectations.size(); ++i) {
    std::set<plan::AttributeId> named;
    plan::collect_attributes(*expect->expectations[i].condition, named);
    for (const size_t column : counted) {
      if (named.contains(rows.output[column].id)) {
        diagnostics.push_back(
            {.message = fmt::format("The expectation '{}' looks at the identity column {}, whose "
                                    "numbers rows get after it.",
                                    expect->expectations[i].name, rows.output[column].name),
             .source = place.source,
             .span = place.span});
      }
    }
  }
}

}  // namespace

Diagnostic not_boolean(const std::string& text, const types::DataType& type, const Place& place) {
  return {
      .condition = "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
      .sqlstate = "42K09",
      .message = fmt::format("Cannot resolve \"{0}\" due to data type mismatch: Filter expression "
                             "\"{0}\" of type \"{1}\" is not a boolean.",
                             text, type.sql()),
      .source = place.source,
      .span = place.span};
}

plan::PlanPtr with_column_names(plan::PlanPtr plan, const Dataset& view, plan::IdSource& ids,
                                std::vector<Diagnostic>& diagnostics) {
  if (view.columns.empty()) {
    return plan;
  }
  if (view.columns.size() != plan->output.size()) {
    const bool too_few = plan->output.size() < view.columns.size();
    std::vector<std::string> names;
    for (const DeclaredColumn& column : view.columns) {
      names.push_back("`" + column.name + "`");
    }
    std::vector<std::string> data;
    for (const plan::Attribute& attribute : plan->output) {
      data.push_back("`" + attribute.name + "`");
    }
    diagnostics.push_back(
        {.condition = too_few ? "CREATE_VIEW_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS"
                              : "CREATE_VIEW_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS",
         .sqlstate = "21S01",
         .message =
             fmt::format("Cannot create view {}, the reason is {} data columns: View columns: "
                         "{}. Data columns: {}.",
                         quoted(view.name), too_few ? "not enough" : "too many",
                         fmt::join(names, ", "), fmt::join(data, ", ")),
         .source = view.place.source,
         .span = {view.columns.front().span.begin, view.columns.back().span.end}});
    return plan;
  }
  plan::Project project{.input = plan, .columns = {}};
  auto node = std::make_shared<plan::Node>();
  for (size_t i = 0; i < view.columns.size(); ++i) {
    const plan::Attribute& from = plan->output[i];
    const plan::AttributeId id = ids.next_attribute();
    project.columns.push_back({.id = id,
                               .name = view.columns[i].name,
                               .expression = std::make_shared<plan::Expression>(plan::Expression{
                                   .content = plan::AttributeRef{.id = from.id, .name = from.name},
                                   .type = from.type,
                                   .nullable = from.nullable})});
    node->output.push_back(
        {.id = id, .name = view.columns[i].name, .type = from.type, .nullable = from.nullable});
  }
  node->span = plan->span;
  node->content = std::move(project);
  return node;
}

plan::PlanPtr with_expectations(plan::PlanPtr plan, const Dataset& dataset,
                                const plan::SessionSettings& settings, plan::IdSource& ids,
                                std::vector<Diagnostic>& diagnostics) {
  if (dataset.expectations.empty()) {
    return plan;
  }
  plan::NoRelations no_relations("An expectation looks at one row of its own dataset");
  plan::Expect expect{.input = plan, .dataset = plain(dataset.name), .expectations = {}};
  for (size_t i = 0; i < dataset.expectations.size(); ++i) {
    const plan::ViewExpectation& rule = dataset.expectations[i];
    const Place place{.source = dataset.place.source, .span = dataset.expectation_spans[i]};
    plan::ExpressionResolution resolved =
        plan::resolve_expression(*rule.condition, *plan, place.source, settings, no_relations, ids);
    if (resolved.expression == nullptr) {
      std::ranges::move(resolved.diagnostics, std::back_inserter(diagnostics));
    } else if (is_about_several_rows(resolved.expression)) {
      diagnostics.push_back(
          {.message = fmt::format("The expectation '{}' looks at several rows.", rule.name),
           .hint = "a condition is about one row of the dataset",
           .source = place.source,
           .span = place.span});
    } else if (!resolved.expression->type.is(types::TypeKind::kBoolean)) {
      diagnostics.push_back(not_boolean(rule.text, resolved.expression->type, place));
    } else {
      expect.expectations.push_back({.name = rule.name,
                                     .condition = std::move(resolved.expression),
                                     .text = rule.text,
                                     .action = rule.action});
    }
  }
  if (expect.expectations.size() != dataset.expectations.size()) {
    return plan;
  }
  auto node = std::make_shared<plan::Node>();
  node->output = plan->output;
  node->span = plan->span;
  node->content = std::move(expect);
  return node;
}

void check_made_columns(const Dataset& table, const types::Schema& schema,
                        const plan::SessionSettings& settings, plan::IdSource& ids,
                        std::vector<Diagnostic>& diagnostics) {
  for (const DeclaredColumn& column : table.columns) {
    const auto at = types::find_field(schema, column.name);
    if (!at || !column.is_made()) {
      continue;
    }
    Status made = ok();
    if (column.generated_as) {
      made = plan::check_generated(schema, *at, plan::GenerationRules::kPipeline, settings, ids);
      made = made ? check_not_of_number(schema, *at, settings, ids) : made;
    } else if (const auto value = plan::default_value(schema[*at], settings, ids); !value) {
      made = value.error();
    }
    if (!made) {
      diagnostics.push_back({.condition = made.error().condition,
                             .sqlstate = made.error().sqlstate,
                             .message = made.error().message,
                             .source = table.place.source,
                             .span = column.span});
    }
  }
}

plan::PlanPtr with_counted_columns(plan::PlanPtr rows, const types::Schema& schema,
                                   const types::Schema& given, const Flow& flow,
                                   plan::IdSource& ids, std::vector<Diagnostic>& diagnostics) {
  for (const types::Field& column : schema) {
    const bool is_given = types::find_field(given, column.name).has_value();
    if (const Status allowed = plan::check_may_be_given(column); is_given && !allowed) {
      diagnostics.push_back({.condition = allowed.error().condition,
                             .sqlstate = allowed.error().sqlstate,
                             .message = allowed.error().message,
                             .hint = "leave it out of the query, or declare it BY DEFAULT",
                             .source = flow.place.source,
                             .span = flow.place.span});
    }
  }
  const std::set<size_t> counted = plan::numbered_columns(schema, given);
  check_expectations_without(*rows, counted, diagnostics, flow.place);
  return plan::with_numbers(std::move(rows), counted, ids);
}

Diagnostic identity_in_auto_cdc(const Flow& flow) {
  return {.message = "Identity columns are not supported for tables that AUTO CDC fills.",
          .hint = "take the keys of the source for keys",
          .source = flow.place.source,
          .span = flow.place.span};
}

Result<plan::PlanPtr> with_made_values(plan::PlanPtr rows, const types::Schema& schema,
                                       const types::Schema& given,
                                       const plan::SessionSettings& settings, plan::IdSource& ids) {
  std::set<size_t> there;
  std::map<size_t, plan::ExpressionPtr> defaults;
  for (size_t i = 0; i < schema.size(); ++i) {
    if (types::find_field(given, schema[i].name)) {
      there.insert(i);
    } else if (types::default_of(schema[i])) {
      ASSIGN_OR_RETURN(defaults[i], plan::default_value(schema[i], settings, ids));
    }
  }
  if (!defaults.empty()) {
    std::vector<plan::NamedExpression> columns;
    for (size_t i = 0; i < schema.size(); ++i) {
      const auto value = defaults.find(i);
      columns.push_back({.id = ids.next_attribute(),
                         .name = schema[i].name,
                         .expression = value == defaults.end()
                                           ? plan::make_reference(rows->output[i])
                                           : value->second});
    }
    rows = plan::make_project(std::move(rows), std::move(columns));
  }
  if (!types::has_generated(schema)) {
    return rows;
  }
  ASSIGN_OR_RETURN(const plan::GeneratedColumns generated,
                   plan::generated_columns(schema, rows->output, settings, ids));
  return plan::with_generated(std::move(rows), generated, there, ids);
}

}  // namespace tarn::project
