// UPDATE and DELETE: the files of a Delta table that hold a row which changes are written anew.
//
// The table is read at one version, whose files the commit replaces: another writer who removed one
// of them meanwhile, or added rows that would have had to be looked at, is a conflict.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "delta/commit_info.h"
#include "plan/builder.h"
#include "plan/function.h"
#include "session/refusals.h"
#include "session/session.h"
#include "session/stored_rows.h"
#include "sink/delta_sink.h"
#include "source/delta_files.h"
#include "storage/path.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

// An option of the scan that is rewritten, so that it is told from others of the same table.
constexpr const char* kTargetMark = "tarn.target";
// The column that says whether a row changes.
constexpr const char* kHit = "_tarn_hit";

sql::ExpressionPtr node(Span span, sql::ExpressionNode content) {
  return std::make_unique<sql::Expression>(span, std::move(content));
}

sql::Name name_of(const std::string& part, Span span) {
  return {.parts = {{.name = part, .span = span, .quoted = true}}, .span = span};
}

sql::SelectItem item(sql::ExpressionPtr expression, const std::string& alias, Span span) {
  sql::SelectItem out;
  out.expression = std::move(expression);
  if (!alias.empty()) {
    out.aliases.push_back({.name = alias, .span = span});
  }
  out.span = span;
  return out;
}

// coalesce(condition, FALSE).
sql::ExpressionPtr holds(sql::ExpressionPtr condition, Span span) {
  sql::FunctionCall call;
  call.name = name_of("coalesce", span);
  call.arguments.push_back({.name = {}, .value = std::move(condition)});
  call.arguments.push_back(
      {.name = {},
       .value = node(span, sql::Literal{.type = types::boolean(), .value = types::Value{false}})});
  return node(span, std::move(call));
}

}  // namespace

// A Delta table whose rows change.
struct Session::Changed {
  std::string name;  // quoted, for messages
  std::string path;
  types::Schema schema = {};
  std::shared_ptr<const delta::Snapshot> snapshot = nullptr;  // shared: the cache hands it out
};

Result<Session::Changed> Session::changed_table(const sql::Name& name,
                                                const std::string& operation) const {
  ASSIGN_OR_RETURN(const catalog::Thing thing, table_to_change(name, operation));
  const auto* delta = std::get_if<catalog::DeltaTable>(&thing);
  if (delta == nullptr) {
    return delta_operation(quoted(dataset_of(name)), operation);
  }
  Changed changed{.name = quoted(dataset_of(name)), .path = delta->path};
  ASSIGN_OR_RETURN(changed.snapshot, delta_table(delta->path).snapshot());
  changed.schema = changed.snapshot->schema;
  return changed;
}

// SELECT items FROM target AS alias, the scan marked.
sql::Query Session::query_over(const sql::Name& target, const sql::TableAlias& alias,
                               std::vector<sql::SelectItem> items) {
  sql::TableName table{.name = target, .time_travel = {}, .options = {}};
  table.options.push_back({.key = kTargetMark, .value = "true", .span = target.span});
  sql::FromItem from;
  from.source.node = std::move(table);
  from.source.alias = {.name = alias.name, .columns = alias.columns};
  from.source.span = from.span = target.span;
  sql::Select select;
  select.items = std::move(items);
  select.from.push_back(std::move(from));
  select.span = target.span;
  sql::Query query;
  query.body = std::make_unique<sql::QueryBody>(
      sql::QueryBody{.span = target.span, .node = std::move(select)});
  query.span = target.span;
  return query;
}

// The files of the table that a plan's marked scan reads.
Result<engine::Bindings> Session::bind_changed(const plan::Node& plan, const Changed& changed,
                                               const std::vector<delta::AddFile>& files) const {
  engine::Bindings bindings;
  for (const plan::Node* scan : plan::scans_of(plan)) {
    const auto& content = std::get<plan::Scan>(scan->content);
    const auto* table = std::get_if<plan::TableSource>(&content.source);
    if (table != nullptr && table->options.contains(kTargetMark)) {
      ASSIGN_OR_RETURN(engine::ParquetFiles relation,
                       source::parquet_files(*changed.snapshot, files));
      bindings.emplace(content.id, std::move(relation));
    } else {
      ASSIGN_OR_RETURN(source::BoundScan bound, source::bind_scan(*scan, reading_));
      bindings.emplace(content.id, std::move(bound.relation));
    }
  }
  return bindings;
}

// Which files hold a row that the condition is true of.
Result<std::vector<delta::AddFile>> Session::files_that_hold(const plan::PlanPtr& paths,
                                                             const Changed& changed) {
  const std::vector<delta::AddFile> all = source::files_in_stream_order(*changed.snapshot);
  ASSIGN_OR_RETURN(const engine::Bindings bindings, bind_changed(*paths, changed, all));
  std::set<std::string> found;
  {
    ASSIGN_OR_RETURN(const auto rows, connection_->query(paths, bindings, now()));
    types::Batch batch;
    while (true) {
      ASSIGN_OR_RETURN(const bool more, rows->next(batch));
      if (!more) {
        break;
      }
      for (size_t row = 0; row < batch.rows; ++row) {
        found.emplace(batch.columns[0].bytes_at(row));
      }
    }
  }
  std::vector<delta::AddFile> files;
  for (const delta::AddFile& file : all) {
    ASSIGN_OR_RETURN(const std::string path, delta::data_path(changed.path, file));
    if (found.contains(storage::uri_from_path(path))) {
      files.push_back(file);
    }
  }
  return files;
}

Status Session::rewrite(const Changed& changed, const plan::PlanPtr& rows,
                        std::vector<delta::AddFile> files, delta::Operation operation) {
  delta::Table table = delta_table(changed.path);
  const std::string scratch = storage::join(changed.path, "_scratch-" + make_uuid(options_.random));
  ASSIGN_OR_RETURN(const engine::Bindings bindings, bind_changed(*rows, changed, files));
  ASSIGN_OR_RETURN(
      sink::DeltaSink sink,
      sink::DeltaSink::open(table, reading_.files, options_.random, changed.schema, scratch));
  const engine::Moment moment = now();
  const auto written = sink.rewrite(
      {.connection = *connection_, .plan = rows, .bindings = bindings, .moment = moment},
      changed.snapshot, std::move(files), std::move(operation));
  RETURN_IF_ERROR(reading_.files.remove_tree(scratch));
  return written ? ok() : Status(written.error());
}

Answer Session::answer(sql::DeleteStatement& statement, const sql::Fragment& text) {
  return change_rows({.operation = "DELETE",
                      .target = statement.target,
                      .alias = statement.alias,
                      .where = std::move(statement.where),
                      .assignments = {}},
                     text);
}

Answer Session::answer(sql::UpdateStatement& statement, const sql::Fragment& text) {
  return change_rows({.operation = "UPDATE",
                      .target = statement.target,
                      .alias = statement.alias,
                      .where = std::move(statement.where),
                      .assignments = std::move(statement.assignments)},
                     text);
}

Answer Session::change_rows(RowChange change, const sql::Fragment& text) {
  const Span span = change.target.span;
  const auto refuse = [&](const Error& error) { return refused(error, text, span); };
  const auto changed =
      changed_table(change.target, change.operation == "UPDATE" ? "UPDATE TABLE" : "DELETE");
  if (!changed) {
    return refuse(changed.error());
  }
  std::vector<size_t> columns;
  for (const sql::Assignment& each : change.assignments) {
    const auto at = assigned_column(*changed, change, each);
    if (!at) {
      return refused(at.error(), text, each.column.span);
    }
    columns.push_back(*at);
  }
  // The first query finds the files, the second writes them anew; both hold the same condition.
  const sql::Query whole = changed_rows(change, *changed);
  Prepared all = resolve(whole, text);
  if (all.plan == nullptr) {
    return refused(std::move(all.diagnostics));
  }
  const plan::Attribute hit = all.plan->output[changed->schema.size() + 1];
  const plan::Attribute path = all.plan->output[changed->schema.size()];
  const plan::PlanPtr paths = plan::prune_columns(plan::make_project(
      plan::make_filter(all.plan, plan::make_reference(hit)),
      {{.id = ids_.next_attribute(), .name = "path", .expression = plan::make_reference(path)}}));
  auto files = files_that_hold(paths, *changed);
  if (!files) {
    return refused(files.error());
  }
  if (files->empty()) {
    return {};
  }
  auto rows = rows_after(change, *changed, columns, all.plan);
  if (!rows) {
    return refuse(rows.error());
  }
  const Status done =
      rewrite(*changed, plan::prune_columns(*rows), *std::move(files), {.name = change.operation});
  return done ? Answer{} : refused(insert_error(done.error(), **rows));
}

Result<size_t> Session::assigned_column(const Changed& changed, const RowChange& change,
                                        const sql::Assignment& assignment) const {
  sql::Name column = assignment.column;
  const std::string alias = change.alias.name ? change.alias.name->name : change.target.last().name;
  if (column.parts.size() == 2 && types::equal_ignoring_case(column.parts[0].name, alias)) {
    column.parts.erase(column.parts.begin());
  }
  return column_of(changed.schema, column);
}

// SELECT a, b, .., _metadata.file_path, coalesce(condition, FALSE), CASE WHEN condition THEN e END
// ..
sql::Query Session::changed_rows(RowChange& change, const Changed& changed) {
  const Span span = change.target.span;
  const std::string alias = change.alias.name ? change.alias.name->name : change.target.last().name;
  std::vector<sql::SelectItem> items;
  for (const types::Field& field : changed.schema) {
    sql::Name name = name_of(alias, span);
    name.parts.push_back({.name = field.name, .span = span, .quoted = true});
    items.push_back(item(node(span, sql::ColumnName{std::move(name)}), "", span));
  }
  sql::Name path = name_of("_metadata", span);
  path.parts.push_back({.name = "file_path", .span = span, .quoted = true});
  items.push_back(item(node(span, sql::ColumnName{std::move(path)}), "", span));
  const bool has_condition = change.where != nullptr;
  items.push_back(item(has_condition ? holds(std::move(change.where), span)
                                     : node(span, sql::Literal{.type = types::boolean(),
                                                               .value = types::Value{true}}),
                       kHit, span));
  for (sql::Assignment& each : change.assignments) {
    sql::Case when;
    when.branches.push_back(
        {.when = node(span, sql::ColumnName{name_of(kHit, span)}), .then = std::move(each.value)});
    items.push_back(item(node(each.span, std::move(when)), "", each.span));
  }
  return query_over(change.target, change.alias, std::move(items));
}

// The rows that stay, in the table's columns.
Result<plan::PlanPtr> Session::rows_after(const RowChange& change, const Changed& changed,
                                          const std::vector<size_t>& assigned,
                                          const plan::PlanPtr& all) {
  const plan::ExpressionPtr hit = plan::make_reference(all->output[changed.schema.size() + 1]);
  plan::PlanPtr rows = all;
  if (change.operation == "DELETE") {
    const plan::Function* const negation = plan::find_function("not");
    CHECK(negation != nullptr);
    rows = plan::make_filter(all, plan::make_call(*negation, {hit}, types::boolean(), false));
  }
  std::vector<plan::NamedExpression> columns;
  for (size_t i = 0; i < changed.schema.size(); ++i) {
    const types::Field& field = changed.schema[i];
    plan::ExpressionPtr value = plan::make_reference(all->output[i]);
    const auto at = std::ranges::find(assigned, i);
    if (at != assigned.end()) {
      const size_t place = changed.schema.size() + 2 + static_cast<size_t>(at - assigned.begin());
      const plan::ExpressionPtr given = plan::make_reference(all->output[place]);
      RETURN_IF_ERROR(check_store(changed.name, field, given->type));
      value = plan::make_case(hit, plan::make_cast(given, field.type), std::move(value));
    }
    columns.push_back(
        {.id = ids_.next_attribute(), .name = field.name, .expression = std::move(value)});
  }
  return plan::make_project(std::move(rows), std::move(columns));
}

Answer Session::answer(const sql::MergeStatement& statement, const sql::Fragment& text) {
  return refused(unsupported("MERGE is not supported in a session yet"), text,
                 statement.target.span);
}

}  // namespace tarn::session
