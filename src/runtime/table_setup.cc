#include "runtime/table_setup.h"

#include <optional>
#include <utility>

#include "delta/log_files.h"
#include "delta/property_effect.h"
#include "runtime/kept_schemas.h"
#include "runtime/reset.h"
#include "types/identity_column.h"
#include "types/made_values.h"

namespace tarn::runtime {
namespace {

// Properties that the table keeps. Those of the pipeline engine itself ("pipelines.*") are kept
// too: other tools show them.
delta::TableDefinition definition_of(const project::GraphDataset& dataset) {
  const project::Dataset& definition = *dataset.definition;
  return {.schema = dataset.schema,
          .partition_columns = definition.partition_columns,
          .properties = delta::with_effect(dataset.schema, definition.properties),
          .comment = definition.comment.empty() ? std::nullopt : std::optional(definition.comment)};
}

Error needs_full_refresh(const char* condition, const std::string& what) {
  return {.code = ErrorCode::kInvalid,
          .message = what +
                     "; rows that are there were written without it. A full refresh of the "
                     "table writes them anew",
          .condition = condition,
          .sqlstate = *condition == '\0' ? "" : "0AKDC"};
}

// How a column is counted, whatever it was counted to.
std::optional<types::Identity> sequence_of(const types::Schema& schema, const std::string& name) {
  const auto at = types::find_field(schema, name);
  auto identity = at ? types::identity_of(schema[*at]) : std::nullopt;
  if (identity) {
    identity->mark.reset();
  }
  return identity;
}

// A column is counted from its first row on, and to its last.
Status check_counted_columns(const types::Schema& there, const types::Schema& declared) {
  for (const types::Field& column : declared) {
    if (sequence_of(declared, column.name) != sequence_of(there, column.name)) {
      return needs_full_refresh(
          "", "what the column " + column.name + " is GENERATED AS IDENTITY is not what it was");
    }
  }
  for (const types::Field& column : there) {
    if (types::identity_of(column) && !types::find_field(declared, column.name)) {
      return needs_full_refresh(
          "", "the table counts the column " + column.name + ", and its definition has it no more");
    }
  }
  return ok();
}

// Rows that are there keep the values that the table made of them: what it generates stays what it
// is, and a new column has nothing that they would have to have.
Status check_made_columns(const types::Schema& there, const types::Schema& declared) {
  for (const types::Field& column : declared) {
    const auto at = types::find_field(there, column.name);
    const auto generation = types::generation_of(column);
    if (!at && types::default_of(column)) {
      return needs_full_refresh(
          "WRONG_COLUMN_DEFAULTS_FOR_DELTA_ALTER_TABLE_ADD_COLUMN_NOT_SUPPORTED",
          "the new column " + column.name + " has a DEFAULT");
    }
    if (!at && generation) {
      return needs_full_refresh(
          "", "the new column " + column.name + " is GENERATED ALWAYS AS (" + *generation + ")");
    }
    if (at && types::generation_of(there[*at]) != generation) {
      return needs_full_refresh(
          "", "what the column " + column.name + " is GENERATED ALWAYS AS is not what it was");
    }
  }
  RETURN_IF_ERROR(check_counted_columns(there, declared));
  for (const types::Field& column : there) {
    if (types::generation_of(column) && !types::find_field(declared, column.name)) {
      return needs_full_refresh("", "the table generates the column " + column.name +
                                        ", and its definition has it no more");
    }
  }
  return ok();
}

// Defaults are for rows to come: the table has them as they are declared now.
Status change_defaults(const types::Schema& there, const types::Schema& declared,
                       delta::Table& table) {
  types::Schema changed = there;
  for (types::Field& column : changed) {
    const auto at = types::find_field(declared, column.name);
    const auto wanted = at ? types::default_of(declared[*at]) : std::nullopt;
    if (wanted == types::default_of(column)) {
      continue;
    }
    if (wanted) {
      types::set_default(column, *wanted);
    } else {
      types::drop_default(column);
    }
  }
  if (changed == there) {
    return ok();
  }
  const auto done = table.change({.schema = std::move(changed), .is_whole_schema = true});
  return done ? ok() : Status(done.error());
}

// A table that begins anew takes its columns from the reset that follows: their types may change.
Status create_or_alter(const project::GraphDataset& dataset, bool begins_anew, const Host& host,
                       delta::Table& table) {
  const delta::TableDefinition definition = definition_of(dataset);
  ASSIGN_OR_RETURN(const bool exists, delta::has_table(host.files, table.path()));
  if (!exists) {
    ASSIGN_OR_RETURN([[maybe_unused]] const delta::Committed created, table.create(definition));
    return ok();
  }
  const bool grows =
      dataset.definition->kind == project::DatasetKind::kStreamingTable && !begins_anew;
  if (grows) {
    ASSIGN_OR_RETURN(const auto snapshot, table.snapshot());
    RETURN_IF_ERROR(check_made_columns(snapshot->schema, dataset.schema));
    RETURN_IF_ERROR(change_defaults(snapshot->schema, dataset.schema, table));
  }
  ASSIGN_OR_RETURN([[maybe_unused]] const delta::Committed changed,
                   table.change({.schema = grows ? std::optional(definition.schema) : std::nullopt,
                                 .partition_columns = definition.partition_columns,
                                 .properties = definition.properties,
                                 .comment = definition.comment}));
  return ok();
}

// A checkpoint that cannot be written is a warning: the table's commits stand without it.
delta::TableHost table_host(const project::GraphDataset& dataset, const Host& host,
                            EventSink& events) {
  const auto warn = [name = dataset.definition->name.text(), &clock = host.clock, &events](
                        const std::string&, const Error& problem) {
    events.tell(
        {.timestamp = clock.now(),
         .level = Level::kWarn,
         .event_type = "maintenance_progress",
         .message = "Writing a checkpoint of table " + name +
                    " failed; its rows are safe, and it is slower to read: " + problem.text(),
         .dataset = name});
  };
  return {.files = host.files,
          .clock = host.clock,
          .random = host.random,
          .checkpoints = host.reading.checkpoints,
          .on_checkpoint_problem = warn};
}

ResetTarget reset_target(const project::Graph& graph, const project::GraphDataset& dataset) {
  ResetTarget target{.table = dataset.definition->name, .flows = {}, .schema = dataset.schema};
  for (const size_t flow : dataset.flows) {
    target.flows.push_back(graph.flows[flow].definition->name.table);
  }
  return target;
}

}  // namespace

Result<Tables> set_up_tables(const project::Graph& graph, const Workspace& workspace,
                             const ResolvedSelection& selected, const Host& host,
                             EventSink& events) {
  Tables tables;
  for (size_t i = 0; i < graph.datasets.size(); ++i) {
    const project::GraphDataset& dataset = graph.datasets[i];
    if (!dataset.definition->is_table()) {
      continue;
    }
    auto table = std::make_unique<delta::Table>(table_host(dataset, host, events), dataset.path);
    const std::string what = "setting up the table " + dataset.definition->name.text();
    const bool begins_anew = selected.full_refresh.contains(i);
    // A table and the schema that made it must not part: the schema is kept first, and again where
    // a reset has moved on to another checkpoint.
    Status set_up = begins_anew ? ok() : keep_schemas(host.files, workspace, graph, i);
    if (set_up) {
      set_up = create_or_alter(dataset, begins_anew, host, *table);
    }
    if (!set_up) {
      return set_up.error().within(what);
    }
    const ResetTarget target = reset_target(graph, dataset);
    Status reset = finish_reset(host.files, workspace, target, *table);
    if (reset && begins_anew) {
      reset = reset_table(host.files, workspace, target, *table);
    }
    if (reset) {
      reset = keep_schemas(host.files, workspace, graph, i);
    }
    if (!reset) {
      return reset.error().within(what);
    }
    tables.emplace(i, std::move(table));
  }
  return tables;
}

}  // namespace tarn::runtime
