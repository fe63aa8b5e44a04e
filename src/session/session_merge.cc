// MERGE: a source's rows into a Delta table.
//
// As UPDATE and DELETE do it: one query finds the files that hold a row which changes, another
// writes them anew, with the rows that are inserted, in one commit. Both read the source; one that
// would give other rows the second time is kept in memory.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "delta/commit_info.h"
#include "plan/builder.h"
#include "session/changed_table.h"
#include "session/refusals.h"
#include "session/session.h"
#include "sink/delta_sink.h"
#include "source/delta_files.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

using sql::MergeAction;
using sql::MergeMatch;

const char* action_of(MergeAction action) {
  switch (action) {
    case MergeAction::kDelete:
      return "DELETE";
    case MergeAction::kUpdate:
    case MergeAction::kUpdateAll:
      return "UPDATE";
    case MergeAction::kInsert:
    case MergeAction::kInsertAll:
      return "INSERT";
  }
  CHECK(false);
  return "";
}

std::vector<RowClause>& clauses_for(RowClauses& clauses, MergeMatch match) {
  switch (match) {
    case MergeMatch::kMatched:
      return clauses.matched;
    case MergeMatch::kNotMatched:
      return clauses.not_matched;
    case MergeMatch::kNotMatchedBySource:
      return clauses.not_matched_by_source;
  }
  CHECK(false);
  return clauses.matched;
}

Error several_rows() {
  return {.code = ErrorCode::kInvalid,
          .message =
              "Cannot perform Merge as multiple source rows matched and attempted to modify "
              "the same target row in the Delta table in possibly conflicting ways. "
              "Preprocess the source to have at most one row for each target row.",
          .condition = "DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE",
          .sqlstate = "21506"};
}

}  // namespace

// The table and the source, and the names by which expressions know their columns.
struct Session::MergeSides {
  RowMeeting meeting;
  plan::VisibleRelation table;
  plan::VisibleRelation source;
  bool may_lack = false;  // WITH SCHEMA EVOLUTION: a star takes what the source has
};

Answer Session::answer(sql::MergeStatement& statement, const sql::Fragment& text) {
  const auto refuse = [&](const Error& error) {
    return refused(error, text, statement.target.span);
  };
  auto changed = changed_table(statement.target, statement.alias, "MERGE", "MERGE INTO TABLE");
  if (!changed) {
    return refuse(changed.error());
  }
  Prepared source = source_of(statement, text);
  if (source.plan == nullptr) {
    return refused(std::move(source.diagnostics));
  }
  MergeSides sides{.meeting = {},
                   .table = {.qualifier = changed->qualifier, .columns = {}},
                   .source = visible_source(statement, *source.plan),
                   .may_lack = statement.with_schema_evolution};
  if (const Status added = add_columns(statement, sides.source, *changed); !added) {
    return refuse(added.error());
  }
  const Prepared table = rows_of_table(*changed, text);
  if (table.plan == nullptr) {
    return refused(table.diagnostics);
  }
  sides.table.columns.assign(table.plan->output.begin(), table.plan->output.end() - 1);

  SessionCatalog catalog = catalog_of({});
  RowResolver resolver = resolver_over(*changed, text, catalog, statement.with.get(), true);
  sides.meeting.on = resolver.join_condition(*statement.on, {sides.table, sides.source});
  RowClauses clauses =
      resolver.has_failed() ? RowClauses{} : clauses_of(statement, sides, resolver);
  if (resolver.has_failed()) {
    return refused(resolver.take_diagnostics());
  }
  if (const Status known = know_generated(*changed, sides.table.columns, clauses); !known) {
    return refuse(known.error());
  }
  auto kept = kept_in_memory(source.plan, *changed);
  if (!kept) {
    return refused(kept.error());
  }
  sides.meeting.table = with_number(table.plan, ids_);
  sides.meeting.columns = changed->schema.size();
  sides.meeting.source = with_mark(*std::move(kept), ids_);
  const auto done = merge(*changed, sides.meeting, clauses, {.name = "MERGE"});
  if (!done) {
    const bool has_place = done.error().condition == several_rows().condition;
    return has_place ? refuse(done.error()) : refused(done.error());
  }
  return counts({{"num_affected_rows", done->updated + done->deleted + done->inserted},
                 {"num_updated_rows", done->updated},
                 {"num_deleted_rows", done->deleted},
                 {"num_inserted_rows", done->inserted}});
}

// SELECT * FROM source, which may read the common tables in front of MERGE.
Prepared Session::source_of(sql::MergeStatement& statement, const sql::Fragment& text) {
  const Span span = statement.source.span;
  sql::SelectItem star;
  star.expression = std::make_unique<sql::Expression>(span, sql::Star{});
  star.span = span;
  sql::Select select;
  select.items.push_back(std::move(star));
  sql::FromItem from;
  from.source.node = std::move(statement.source.node);
  from.source.span = from.span = span;
  select.from.push_back(std::move(from));
  select.span = span;
  sql::Query query;
  if (statement.with != nullptr) {
    query.ctes = std::move(statement.with->ctes);
    query.recursive = statement.with->recursive;
  }
  query.body =
      std::make_unique<sql::QueryBody>(sql::QueryBody{.span = span, .node = std::move(select)});
  query.span = span;
  Prepared prepared = resolve(query, text);
  auto& read = std::get<sql::Select>(query.body->node).from.front();
  statement.source.node = std::move(read.source.node);
  if (statement.with != nullptr) {
    statement.with->ctes = std::move(query.ctes);
  }
  return prepared;
}

// A source without an alias has its table's name, where it is a table.
plan::VisibleRelation Session::visible_source(const sql::MergeStatement& statement,
                                              const plan::Node& source) const {
  plan::VisibleRelation visible{.qualifier = {}, .columns = source.output};
  const auto* table = std::get_if<sql::TableName>(&statement.source.node);
  if (statement.source.alias.name) {
    visible.qualifier = {statement.source.alias.name->name};
  } else if (table != nullptr) {
    const std::string& last = table->name.last().name;
    const bool is_common =
        statement.with != nullptr &&
        std::ranges::any_of(statement.with->ctes, [&](const sql::CommonTable& each) {
          return types::equal_ignoring_case(each.name.name, last);
        });
    const plan::DatasetName name = dataset_of(table->name);
    visible.qualifier = is_common || views_.find(parts_of(table->name)) != nullptr
                            ? std::vector{last}
                            : std::vector{name.catalog, name.schema, name.table};
  }
  return visible;
}

// WITH SCHEMA EVOLUTION: columns that a star takes from the source, or an assignment names, and
// that the table lacks.
Status Session::add_columns(const sql::MergeStatement& statement,
                            const plan::VisibleRelation& source, Changed& changed) const {
  if (!statement.with_schema_evolution) {
    return ok();
  }
  const auto is_named = [&](const sql::MergeClause& clause, const std::string& column) {
    return clause.action == MergeAction::kUpdateAll || clause.action == MergeAction::kInsertAll ||
           std::ranges::any_of(clause.assignments, [&](const sql::Assignment& each) {
             return types::equal_ignoring_case(each.column.last().name, column);
           });
  };
  for (const plan::Attribute& column : source.columns) {
    const bool is_wanted = std::ranges::any_of(
        statement.clauses, [&](const auto& clause) { return is_named(clause, column.name); });
    if (!is_wanted || types::find_field(changed.schema, column.name)) {
      continue;
    }
    if (column.type.is(types::TypeKind::kVoid)) {
      return Error{
          .code = ErrorCode::kInvalid,
          .message = fmt::format("Cannot add column `{}` with type VOID. Please explicitly "
                                 "specify a non-void type.",
                                 column.name),
          .condition = "DELTA_MERGE_ADD_VOID_COLUMN",
          .sqlstate = "42K09"};
    }
    changed.schema.push_back({.name = column.name, .type = column.type});
  }
  return ok();
}

RowClauses Session::clauses_of(sql::MergeStatement& statement, const MergeSides& sides,
                               RowResolver& resolver) {
  RowClauses clauses;
  for (sql::MergeClause& written : statement.clauses) {
    RowResolver::Relations visible;
    if (written.match != MergeMatch::kNotMatched) {
      visible.push_back(sides.table);
    }
    if (written.match != MergeMatch::kNotMatchedBySource) {
      visible.push_back(sides.source);
    }
    RowClause clause;
    if (written.condition != nullptr) {
      clause.condition =
          resolver.clause_condition(*written.condition, visible, action_of(written.action));
    }
    switch (written.action) {
      case MergeAction::kDelete:
        clause.action = RowAction::kDelete;
        break;
      case MergeAction::kUpdate:
        clause.action = RowAction::kUpdate;
        clause.values = resolver.updated(written.assignments, sides.table, visible);
        break;
      case MergeAction::kUpdateAll:
        clause.action = RowAction::kUpdate;
        clause.values = resolver.by_name(sides.source, &sides.table, sides.may_lack, written.span);
        break;
      case MergeAction::kInsert:
        clause.action = RowAction::kInsert;
        clause.values = resolver.inserted(written.assignments, sides.table, visible);
        break;
      case MergeAction::kInsertAll:
        clause.action = RowAction::kInsert;
        clause.values = resolver.by_name(sides.source, nullptr, sides.may_lack, written.span);
        break;
    }
    clauses_for(clauses, written.match).push_back(std::move(clause));
  }
  return clauses;
}

// The source is read more than once: what gives other rows each time is read now.
Result<plan::PlanPtr> Session::kept_in_memory(const plan::PlanPtr& rows, Changed& changed) {
  if (!plan::is_volatile(*rows)) {
    return rows;
  }
  ASSIGN_OR_RETURN(const engine::Bindings bindings, bind(*rows));
  std::vector<types::Batch> batches;
  {
    ASSIGN_OR_RETURN(const auto stream, connection_->query(rows, bindings, now()));
    types::Batch batch;
    while (true) {
      ASSIGN_OR_RETURN(const bool more, stream->next(batch));
      if (!more) {
        break;
      }
      batches.push_back(std::move(batch));
      batch = {};
    }
  }
  const plan::ScanId scan = ids_.next_scan();
  // Shared: each execution reads them.
  changed.known.emplace(
      scan,
      engine::Collected{std::make_shared<const std::vector<types::Batch>>(std::move(batches))});
  return plan::make_node(plan::Scan{.id = scan, .source = plan::HandoverSource{}}, rows->output);
}

Result<Session::MergeCounts> Session::merge(Changed& changed, const RowMeeting& meeting,
                                            const RowClauses& clauses, delta::Operation operation) {
  MergeCounts counts;
  if (clauses.only_inserts()) {
    const auto finish = [&](const sink::Written& written, delta::Operation& said) {
      said.metrics.emplace_back("numTargetRowsInserted", written.rows);
    };
    ASSIGN_OR_RETURN(const sink::Written written,
                     rewrite(changed, inserted_rows(meeting, clauses, changed.schema, ids_),
                             source::files_in_stream_order(*changed.snapshot),
                             {.read = changed.snapshot,
                              .removed = {},
                              .operation = std::move(operation),
                              .finish = finish}));
    counts.inserted = written.rows;
    return counts;
  }
  ASSIGN_OR_RETURN(const Touched touched,
                   touched_files(changed_files(meeting, clauses, ids_), changed));
  if (touched.meets_max > 1 && !clauses.is_one_plain_delete()) {
    return several_rows();
  }
  counts.updated = touched.updated;
  counts.deleted = touched.deleted;
  if (touched.files.empty() && clauses.not_matched.empty()) {
    return counts;
  }
  int64_t before = 0;
  if (!touched.files.empty()) {
    ASSIGN_OR_RETURN(before, number_of(meeting.table, changed, touched.files));
  }
  const auto finish = [&](const sink::Written& written, delta::Operation& said) {
    counts.inserted = written.rows - (before - counts.deleted);
    said.metrics.emplace_back("numTargetRowsInserted", counts.inserted);
    said.metrics.emplace_back("numTargetRowsUpdated", counts.updated);
    said.metrics.emplace_back("numTargetRowsDeleted", counts.deleted);
    said.metrics.emplace_back("numTargetRowsCopied", before - counts.deleted - counts.updated);
  };
  RETURN_IF_ERROR(rewrite(changed, changed_rows(meeting, clauses, changed.schema, ids_),
                          touched.files,
                          {.read = changed.snapshot,
                           .removed = touched.files,
                           .operation = std::move(operation),
                           .finish = finish}));
  return counts;
}

}  // namespace tarn::session
