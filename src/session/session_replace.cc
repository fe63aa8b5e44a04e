// INSERT INTO .. REPLACE WHERE: a query's rows in place of those that a condition holds of.

#include <fmt/format.h>

#include <utility>

#include "delta/commit_info.h"
#include "plan/builder.h"
#include "plan/function.h"
#include "session/changed_table.h"
#include "session/insert_target.h"
#include "session/refusals.h"
#include "session/session.h"

namespace tarn::session {
namespace {

plan::ExpressionPtr truth_of(plan::ExpressionPtr condition) {
  return plan::make_case(std::move(condition), plan::make_boolean(true), plan::make_boolean(false));
}

// The rows, each of which has to meet the condition.
plan::PlanPtr checked(plan::PlanPtr rows, plan::ExpressionPtr condition,
                      const std::string& written) {
  const auto* constant = std::get_if<plan::Literal>(&condition->content);
  const bool is_false = constant != nullptr && constant->value == types::Value{false};
  if (is_false) {
    return rows;  // Delta replaces nothing then, and holds no row against it
  }
  plan::ExpressionPtr refusal = plan::make_call(
      *plan::find_function("raise.refusal"),
      {plan::make_boolean(true), plan::make_string("DELTA_REPLACE_WHERE_MISMATCH"),
       plan::make_string("44000"),
       plan::make_string(fmt::format("Written data does not conform to partial table overwrite "
                                     "condition or constraint '{}'.",
                                     written))},
      types::boolean(), true);
  return plan::make_filter(
      std::move(rows),
      plan::make_case(std::move(condition), plan::make_boolean(true), std::move(refusal)));
}

plan::PlanPtr both(const plan::PlanPtr& kept, const plan::PlanPtr& added, plan::IdSource& ids) {
  std::vector<plan::Attribute> output = kept->output;
  for (plan::Attribute& attribute : output) {
    attribute.id = ids.next_attribute();
    attribute.nullable = true;
  }
  return plan::make_node(
      plan::SetOperation{
          .kind = plan::SetOperationKind::kUnion, .all = true, .left = kept, .right = added},
      std::move(output));
}

}  // namespace

Answer Session::replace_where(const sql::InsertStatement& statement, const Target& target,
                              const plan::PlanPtr& rows, const sql::Fragment& text) {
  const auto* delta = std::get_if<catalog::DeltaTable>(&target.thing);
  CHECK(delta != nullptr);
  Changed changed{.name = quoted(target.name),
                  .path = delta->path,
                  .source = statement.target,
                  .qualifier = {},
                  .schema = target.schema,
                  .snapshot = target.snapshot};
  const Prepared table = rows_of_table(changed, text);
  if (table.plan == nullptr) {
    return refused(table.diagnostics);
  }
  SessionCatalog catalog = catalog_of({});
  RowResolver resolver = resolver_over(changed, text, catalog, nullptr, false);
  const plan::ExpressionPtr goes = resolver.replaced(
      *statement.replace_where, {{}, {table.plan->output.begin(), table.plan->output.end() - 1}});
  const plan::ExpressionPtr fits =
      resolver.has_failed() ? nullptr
                            : resolver.replaced(*statement.replace_where, {{}, rows->output});
  if (resolver.has_failed()) {
    return refused(resolver.take_diagnostics());
  }
  const RowMeeting meeting{.table = table.plan, .columns = changed.schema.size()};
  const RowClauses clauses{
      .matched = {{.condition = truth_of(goes), .action = RowAction::kDelete}}};
  const auto touched = touched_files(changed_files(meeting, clauses, ids_), changed);
  if (!touched) {
    return refused(touched.error());
  }
  const Span span = statement.replace_where->span;
  const std::string written = text_of(text, span);
  plan::PlanPtr after = checked(rows, fits, written);
  if (!touched->files.empty()) {
    after = both(changed_rows(meeting, clauses, changed.schema, ids_), after, ids_);
  }
  delta::Operation operation =
      delta::overwrite_operation(target.snapshot->metadata.partition_columns);
  operation.parameters.emplace_back("predicate", written);
  const auto done = rewrite(
      changed, after, touched->files,
      {.read = changed.snapshot, .removed = touched->files, .operation = std::move(operation)});
  return done ? Answer{} : refused(done.error());
}

}  // namespace tarn::session
