// UPDATE and DELETE: the files of a Delta table that hold a row which changes are written anew.
//
// The table is read at one version, whose files the commit replaces: another writer who removed one
// of them meanwhile, or added rows that would have had to be looked at, is a conflict.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "delta/commit_info.h"
#include "engine/each_row.h"
#include "plan/builder.h"
#include "session/changed_table.h"
#include "session/refusals.h"
#include "session/session.h"
#include "session/stored_rows.h"
#include "sink/delta_sink.h"
#include "source/delta_files.h"
#include "sql/query_parts.h"
#include "storage/path.h"
#include "types/made_values.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

sql::ExpressionPtr node(Span span, sql::ExpressionNode content) {
  return std::make_unique<sql::Expression>(span, std::move(content));
}

sql::SelectItem column_item(const std::vector<std::string>& parts, Span span) {
  sql::Name name{.parts = {}, .span = span};
  for (const std::string& part : parts) {
    name.parts.push_back({.name = part, .span = span, .quoted = true});
  }
  sql::SelectItem out;
  out.expression = node(span, sql::ColumnName{std::move(name)});
  out.span = span;
  return out;
}

// The table that a view shows as it is: SELECT * FROM table.
std::optional<sql::Name> whole_table(const TemporaryView& view, Span span) {
  const sql::TableName* const table = sql::only_table(*view.query);
  const bool renames = std::ranges::any_of(
      view.columns, [](const plan::ViewColumn& each) { return each.name != each.in_query; });
  if (table == nullptr || renames) return std::nullopt;
  const plan::DatasetName full = full_name(parts_of(table->name), view.names);
  return sql::Name{.parts = {{.name = full.catalog, .span = span, .quoted = true},
                             {.name = full.schema, .span = span, .quoted = true},
                             {.name = full.table, .span = span, .quoted = true}},
                   .span = span};
}

int64_t number_at(const types::Batch& batch, size_t column, size_t row) {
  const types::Value value = batch.columns[column].value_at(row);
  return value.is_null() ? 0 : std::get<int64_t>(value.content);
}

}  // namespace

Answer counts(const std::vector<std::pair<std::string, int64_t>>& numbers) {
  Answer answer;
  for (const auto& [name, number] : numbers) {
    answer.schema.push_back({.name = name, .type = types::long_type()});
  }
  types::Batch batch = types::Batch::empty(answer.schema);
  for (size_t i = 0; i < numbers.size(); ++i) {
    batch.columns[i].append_value(types::Value{numbers[i].second});
  }
  batch.rows = 1;
  std::vector<types::Batch> batches;
  batches.push_back(std::move(batch));
  // Shared: that is how a reader takes rows which may be read many times.
  answer.rows =
      engine::read_batches(std::make_shared<const std::vector<types::Batch>>(std::move(batches)));
  return answer;
}

Result<Session::Changed> Session::changed_table(const sql::Name& name, const sql::TableAlias& alias,
                                                const std::string& statement,
                                                const std::string& operation) const {
  if (const auto view = views_.find(parts_of(name))) {
    const std::optional<sql::Name> table = whole_table(*view, name.span);
    if (!table) {
      return table_operation(quoted(parts_of(name)), operation);
    }
    const sql::TableAlias as{.name = alias.name ? alias.name : name.last(), .columns = {}};
    return changed_table(*table, as, statement, operation);
  }
  const plan::DatasetName dataset = dataset_of(name);
  const auto thing = table_to_change(name, operation);
  if (!thing && thing.error().condition == "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE") {
    return Error{.code = ErrorCode::kInvalid,
                 .message = statement + " destination only supports Delta sources; " +
                            quoted(dataset) + " is a view.",
                 .condition = "DELTA_UNSUPPORTED_SOURCE",
                 .sqlstate = "0AKDD"};
  }
  if (!thing) {
    return thing.error();
  }
  const auto* delta = std::get_if<catalog::DeltaTable>(&*thing);
  if (delta == nullptr) {
    return delta_operation(quoted(dataset), operation);
  }
  Changed changed{.name = quoted(dataset), .path = delta->path, .source = name, .qualifier = {}};
  changed.qualifier = alias.name ? std::vector{alias.name->name}
                                 : std::vector{dataset.catalog, dataset.schema, dataset.table};
  ASSIGN_OR_RETURN(changed.snapshot, delta_table(delta->path).snapshot());
  changed.schema = changed.snapshot->schema;
  return changed;
}

// The table's columns, and the path of each row's file.
Prepared Session::rows_of_table(const Changed& changed, const sql::Fragment& text) {
  const Span span = changed.source.span;
  sql::TableName table{.name = changed.source, .time_travel = {}, .options = {}};
  table.options.push_back({.key = kTargetMark, .value = "true", .span = span});
  sql::FromItem from;
  from.source.node = std::move(table);
  from.source.span = from.span = span;
  sql::Select select;
  for (const types::Field& field : changed.snapshot->schema) {
    select.items.push_back(column_item({field.name}, span));
  }
  select.items.push_back(column_item({"_metadata", "file_path"}, span));
  select.from.push_back(std::move(from));
  select.span = span;
  sql::Query query;
  query.body =
      std::make_unique<sql::QueryBody>(sql::QueryBody{.span = span, .node = std::move(select)});
  query.span = span;
  Prepared prepared = resolve(query, text);
  if (prepared.plan == nullptr) {
    return prepared;
  }
  // Columns that the statement adds are NULL in the rows that are there.
  const size_t known = changed.snapshot->schema.size();
  std::vector<plan::NamedExpression> columns;
  for (size_t i = 0; i < changed.schema.size(); ++i) {
    columns.push_back({.id = ids_.next_attribute(),
                       .name = changed.schema[i].name,
                       .expression = i < known ? plan::make_reference(prepared.plan->output[i])
                                               : plan::make_null(changed.schema[i].type)});
  }
  columns.push_back({.id = ids_.next_attribute(),
                     .name = "path",
                     .expression = plan::make_reference(prepared.plan->output[known])});
  prepared.plan = plan::make_project(std::move(prepared.plan), std::move(columns));
  return prepared;
}

RowResolver Session::resolver_over(const Changed& changed, const sql::Fragment& text,
                                   SessionCatalog& catalog, const sql::Query* with, bool is_merge) {
  return RowResolver({.text = text,
                      .settings = settings_,
                      .catalog = catalog,
                      .ids = ids_,
                      .schema = changed.schema,
                      .rules = store_rules(changed.name, true),
                      .is_merge = is_merge,
                      .with = with});
}

// What changed_files() says, with the files that have to be written anew.
Result<Session::Touched> Session::touched_files(const plan::PlanPtr& counts, Changed& changed) {
  const std::vector<delta::AddFile> all = source::files_in_stream_order(*changed.snapshot);
  const MarkedFiles marked{.snapshot = *changed.snapshot, .files = all, .known = changed.known};
  ASSIGN_OR_RETURN(const engine::Bindings bindings, bind(*counts, &marked));
  Touched touched;
  std::map<std::string, bool> is_touched;
  {
    ASSIGN_OR_RETURN(const auto rows, connection_->query(counts, bindings, now()));
    RETURN_IF_ERROR(engine::for_each_row(*rows, [&](const types::Batch& batch, size_t row) {
      touched.updated += number_at(batch, 1, row);
      touched.deleted += number_at(batch, 2, row);
      touched.meets_max = std::max(touched.meets_max, number_at(batch, 3, row));
      is_touched[std::string(batch.columns[0].bytes_at(row))] = number_at(batch, 4, row) > 0;
    }));
  }
  for (const delta::AddFile& file : all) {
    ASSIGN_OR_RETURN(const std::string path, delta::data_path(changed.path, file));
    const auto found = is_touched.find(storage::uri_from_path(path));
    if (found != is_touched.end() && found->second) {
      touched.files.push_back(file);
    }
  }
  return touched;
}

// How many rows of the table lie in some of its files.
Result<int64_t> Session::number_of(const plan::PlanPtr& rows, Changed& changed,
                                   const std::vector<delta::AddFile>& files) {
  const MarkedFiles marked{.snapshot = *changed.snapshot, .files = files, .known = changed.known};
  const plan::PlanPtr counted = count_of(rows, ids_);
  ASSIGN_OR_RETURN(const engine::Bindings bindings, bind(*counted, &marked));
  ASSIGN_OR_RETURN(const auto stream, connection_->query(counted, bindings, now()));
  int64_t number = 0;
  RETURN_IF_ERROR(engine::for_each_row(
      *stream, [&](const types::Batch& batch, size_t row) { number += number_at(batch, 0, row); }));
  return number;
}

// `files` are those that the plan reads.
Result<sink::Written> Session::rewrite(Changed& changed, const plan::PlanPtr& rows,
                                       const std::vector<delta::AddFile>& files,
                                       sink::DeltaSink::Replacement replacement) {
  delta::Table table = delta_table(changed.path);
  const std::string scratch = storage::join(changed.path, "_scratch-" + make_uuid(options_.random));
  const MarkedFiles marked{.snapshot = *changed.snapshot, .files = files, .known = changed.known};
  ASSIGN_OR_RETURN(const engine::Bindings bindings, bind(*rows, &marked));
  ASSIGN_OR_RETURN(
      sink::DeltaSink sink,
      sink::DeltaSink::open(table, reading_.files, options_.random, changed.schema, scratch));
  const engine::Moment moment = now();
  auto written = sink.rewrite(
      {.connection = *connection_, .plan = rows, .bindings = bindings, .moment = moment},
      std::move(replacement));
  RETURN_IF_ERROR(reading_.files.remove_tree(scratch));
  return written;
}

Answer Session::answer(sql::DeleteStatement& statement, const sql::Fragment& text) {
  return change_rows({.statement = "DELETE",
                      .operation = "DELETE",
                      .target = statement.target,
                      .alias = statement.alias,
                      .where = std::move(statement.where),
                      .assignments = {},
                      .with = std::move(statement.with)},
                     text);
}

Answer Session::answer(sql::UpdateStatement& statement, const sql::Fragment& text) {
  return change_rows({.statement = "UPDATE",
                      .operation = "UPDATE TABLE",
                      .target = statement.target,
                      .alias = statement.alias,
                      .where = std::move(statement.where),
                      .assignments = std::move(statement.assignments),
                      .with = std::move(statement.with)},
                     text);
}

Answer Session::change_rows(RowChange change, const sql::Fragment& text) {
  const Span span = change.target.span;
  const auto refuse = [&](const Error& error) { return refused(error, text, span); };
  auto changed = changed_table(change.target, change.alias, change.statement, change.operation);
  if (!changed) {
    return refuse(changed.error());
  }
  const bool is_update = change.statement == "UPDATE";
  if (is_update && types::has_generated(changed->schema) &&
      views_.find(parts_of(change.target)) != nullptr) {
    return refuse({.code = ErrorCode::kUnsupported,
                   .message = "UPDATE command on a temp view referring to a Delta table that "
                              "contains generated columns is not supported. Please run the UPDATE "
                              "command on the Delta table directly.",
                   .condition = "DELTA_OPERATION_ON_TEMP_VIEW_WITH_GENERATED_COLS_NOT_SUPPORTED",
                   .sqlstate = "0A000"});
  }
  const Prepared rows = rows_of_table(*changed, text);
  if (rows.plan == nullptr) {
    return refused(rows.diagnostics);
  }
  const plan::VisibleRelation table{
      .qualifier = changed->qualifier,
      .columns = {rows.plan->output.begin(), rows.plan->output.end() - 1}};
  SessionCatalog catalog = catalog_of({});
  RowResolver resolver = resolver_over(*changed, text, catalog, change.with.get(), false);
  RowClause clause{.condition = nullptr,
                   .action = is_update ? RowAction::kUpdate : RowAction::kDelete};
  if (is_update) {
    clause.values = resolver.updated(change.assignments, table, {table});
  }
  if (change.where != nullptr && !resolver.has_failed()) {
    clause.condition = resolver.filter(*change.where, {table}, change.statement);
  }
  if (resolver.has_failed()) {
    return refused(resolver.take_diagnostics());
  }
  const RowMeeting meeting{.table = rows.plan, .columns = changed->schema.size()};
  RowClauses clauses{.matched = {std::move(clause)}};
  if (const Status known = know_generated(*changed, table.columns, clauses); !known) {
    return refuse(known.error());
  }
  auto touched = touched_files(changed_files(meeting, clauses, ids_), *changed);
  if (!touched) {
    return refused(touched.error());
  }
  const int64_t number = is_update ? touched->updated : touched->deleted;
  if (!touched->files.empty()) {
    delta::Operation operation{.name = change.statement};
    operation.metrics.emplace_back(is_update ? "numUpdatedRows" : "numDeletedRows", number);
    const auto written = rewrite(
        *changed, changed_rows(meeting, clauses, changed->schema, ids_), touched->files,
        {.read = changed->snapshot, .removed = touched->files, .operation = std::move(operation)});
    if (!written) {
      return refused(written.error());
    }
  }
  return counts({{"num_affected_rows", number}});
}

}  // namespace tarn::session
