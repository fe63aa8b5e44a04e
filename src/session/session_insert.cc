// INSERT: rows of a query into a table of the warehouse.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/invalid.h"
#include "delta/commit_info.h"
#include "delta/partition.h"
#include "plan/builder.h"
#include "session/insert_target.h"
#include "session/refusals.h"
#include "session/session.h"
#include "session/stored_rows.h"
#include "sink/delta_sink.h"
#include "sink/file_table_sink.h"
#include "source/stream_source.h"
#include "sql/parse.h"
#include "storage/path.h"
#include "types/made_values.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

// PARTITION names columns that the table is partitioned by, each once.
// `place` becomes that of what is wrong.
Status check_partition(const std::vector<sql::PartitionItem>& items,
                       const std::vector<std::string>& columns, bool is_delta,
                       const std::string& table, Span& place) {
  std::set<std::string> seen;
  for (const sql::PartitionItem& item : items) {
    const auto is_it = [&](const std::string& column) {
      return types::equal_ignoring_case(column, item.column.name);
    };
    place = item.column.span;
    if (!seen.insert(types::case_folded(item.column.name)).second) {
      return invalid("DUPLICATE_KEY", "23505",
                     fmt::format("Found duplicate keys `{}`.", item.column.name));
    }
    if (std::ranges::none_of(columns, is_it)) {
      return is_delta
                 ? invalid("NON_PARTITION_COLUMN", "42000",
                           fmt::format("PARTITION clause cannot contain the non-partition column: "
                                       "`{}`.",
                                       item.column.name))
                 : invalid("PARTITIONS_NOT_FOUND", "428FT",
                           fmt::format("The partition(s) `{}` cannot be found in table {}. Verify "
                                       "the partition specification and table name.",
                                       item.column.name, table));
    }
  }
  return ok();
}

// A table of plain files wants all of its columns in a PARTITION, those with values first. That is
// told after the number of the query's columns.
Status check_whole_partition(const std::vector<sql::PartitionItem>& items,
                             const std::vector<std::string>& columns, const std::string& table) {
  bool has_dynamic = false;
  if (items.empty()) {
    return ok();
  }
  if (items.size() != columns.size()) {
    return legacy("1169", fmt::format("Requested partitioning does not match the table {}: the "
                                      "partition columns are {}.",
                                      table, fmt::join(columns, ", ")));
  }
  for (const std::string& column : columns) {
    const auto item = std::ranges::find_if(items, [&](const sql::PartitionItem& each) {
      return types::equal_ignoring_case(each.column.name, column);
    });
    if (has_dynamic && item->value != nullptr) {
      return legacy("1147", fmt::format("The ordering of partition columns is [{}]. All partition "
                                        "columns having constant values need to appear before "
                                        "other partition columns that do not have an assigned "
                                        "constant value.",
                                        fmt::join(columns, ",")));
    }
    has_dynamic = has_dynamic || item->value == nullptr;
  }
  return ok();
}

bool has_texts(const std::map<std::string, std::optional<std::string>>& values,
               const PartitionTexts& wanted) {
  return std::ranges::all_of(wanted, [&](const auto& each) {
    const auto found = values.find(each.first);
    return found != values.end() && found->second == each.second;
  });
}

}  // namespace

StoreRules Session::store_rules(const std::string& table, bool is_delta) const {
  return {
      .table = table,
      .is_delta = is_delta,
      .policy = plan::store_policy_of(setting("spark.sql.storeAssignmentPolicy").value_or("ANSI")),
      .keeps_lengths = !settings_.char_as_string};
}

StoreRules Session::store_rules(const Target& target) const {
  return store_rules(quoted(target.name),
                     std::holds_alternative<catalog::DeltaTable>(target.thing));
}

Result<Session::Target> Session::target_of(const plan::DatasetName& name,
                                           catalog::Thing thing) const {
  Target target{.name = name, .thing = std::move(thing)};
  if (const auto* delta = std::get_if<catalog::DeltaTable>(&target.thing)) {
    ASSIGN_OR_RETURN(target.snapshot, delta_table(delta->path).snapshot());
    target.schema = target.snapshot->schema;
    target.partition_columns = target.snapshot->metadata.partition_columns;
    return target;
  }
  const auto& files = std::get<catalog::FileTable>(target.thing);
  target.schema = files.schema;
  target.partition_columns = files.partition_columns;
  return target;
}

Answer Session::answer(sql::InsertStatement& statement, const sql::Fragment& text) {
  const auto refuse = [&](const Error& error) {
    return refused(error, text, statement.target.span);
  };
  auto thing = table_to_change(statement.target, "INSERT");
  if (!thing) {
    return refuse(thing.error());
  }
  auto target = target_of(dataset_of(statement.target), *std::move(thing));
  if (!target) {
    return refuse(target.error());
  }
  target->overwrite = statement.overwrite;
  target->is_dynamic =
      !target->partition_columns.empty() &&
      types::equal_ignoring_case(
          setting("spark.sql.sources.partitionOverwriteMode").value_or("static"), "dynamic");
  if (statement.replace_where != nullptr && !target->is_delta()) {
    return refuse(legacy("1012", "Cannot write into v1 table: " + quoted(target->name) + "."));
  }
  if (statement.if_not_exists && !statement.overwrite) {
    return refuse({.code = ErrorCode::kInvalid,
                   .message =
                       "The statement or clause: INSERT INTO ... IF NOT EXISTS is not valid; "
                       "INSERT OVERWRITE is.",
                   .condition = "INVALID_STATEMENT_OR_CLAUSE",
                   .sqlstate = "42601"});
  }
  if (statement.if_not_exists && target->is_delta()) {
    return refuse(
        {.code = ErrorCode::kUnsupported,
         .message = fmt::format("INSERT INTO {} with IF NOT EXISTS in the PARTITION spec is not "
                                "supported: it is for tables of plain files.",
                                quoted(target->name)),
         .condition = "UNSUPPORTED_FEATURE.INSERT_PARTITION_SPEC_IF_NOT_EXISTS",
         .sqlstate = "0A000"});
  }
  auto rows = rows_to_store(statement, *target, text);
  if (!rows.diagnostics.empty()) {
    return refused(std::move(rows.diagnostics));
  }
  if (statement.replace_where != nullptr) {
    return replace_where(statement, *target, rows.plan, text);
  }
  if (statement.if_not_exists) {
    const auto is_there = has_partition(*target);
    if (!is_there || *is_there) {
      return is_there ? Answer{} : refuse(is_there.error());
    }
  }
  const Status done = store(*target, rows.plan);
  return done ? Answer{} : refused(done.error());
}

Prepared Session::rows_to_store(sql::InsertStatement& statement, Target& target,
                                const sql::Fragment& text) {
  const auto refuse = [&](const Error& error, Span span) -> Prepared {
    return {.plan = nullptr, .diagnostics = std::move(refused(error, text, span).diagnostics)};
  };
  StoreTarget store{.rules = store_rules(target),
                    .fields = statement.by_name ? FieldOrder::kByName : FieldOrder::kByPosition,
                    .schema = target.schema};
  const bool has_value = std::ranges::any_of(
      statement.partition, [](const sql::PartitionItem& item) { return item.value != nullptr; });
  Span place = statement.target.span;
  if (const Status fits = check_partition(statement.partition, target.partition_columns,
                                          target.is_delta(), store.rules.table, place);
      !fits) {
    return refuse(fits.error(), place);
  }
  for (const sql::PartitionItem& item : statement.partition) {
    if (statement.if_not_exists && item.value == nullptr) {
      return refuse(
          legacy("0035", "Operation not allowed: IF NOT EXISTS with dynamic partitions: " +
                             item.column.name + "."),
          item.column.span);
    }
    if (const Status taken = take_partition(item, target, store, text); !taken) {
      return refuse(taken.error(), item.column.span);
    }
  }
  std::vector<size_t> columns;
  if (statement.columns.empty()) {
    for (size_t i = 0; i < store.schema.size(); ++i) {
      if (!store.fixed.contains(i)) {
        columns.push_back(i);
      }
    }
  }
  for (const sql::Identifier& column : statement.columns) {
    const auto at = types::find_field(store.schema, column.name);
    if (!at) {
      std::vector<std::string> known;
      std::ranges::transform(store.schema, std::back_inserter(known), &types::Field::name);
      return refuse(column_not_found(column.name, known), column.span);
    }
    if (store.fixed.contains(*at)) {
      return refuse(invalid("STATIC_PARTITION_COLUMN_IN_INSERT_COLUMN_LIST", "42713",
                            fmt::format("Static partition column {} is also specified in the "
                                        "column list.",
                                        column.name)),
                    column.span);
    }
    if (std::ranges::find(columns, *at) != columns.end()) {
      return refuse(column_exists(types::case_folded(column.name)), column.span);
    }
    columns.push_back(*at);
  }
  std::vector<types::Field> fields;
  for (const size_t column : columns) {
    fields.push_back(store.schema[column]);
  }
  if (const Status filled = fill_defaults(*statement.query, fields); !filled) {
    return refuse(filled.error(), statement.target.span);
  }

  Prepared prepared = resolve(*statement.query, text);
  if (prepared.plan == nullptr) {
    for (Diagnostic& diagnostic : prepared.diagnostics) {
      const bool is_default = types::equal_ignoring_case(text_of(text, diagnostic.span), "default");
      if (is_default && diagnostic.condition.starts_with("UNRESOLVED_COLUMN")) {
        diagnostic.condition = "DEFAULT_PLACEMENT_INVALID";
        diagnostic.sqlstate = "42608";
      }
    }
    return prepared;
  }
  const types::Schema given = plan::schema_of(*prepared.plan);
  const ColumnList list = !statement.columns.empty() ? ColumnList::kNamed
                          : has_value                ? ColumnList::kPartition
                                                     : ColumnList::kWhole;
  auto places = statement.by_name ? places_by_name(store, given, settings_.case_sensitive)
                                  : places_in_order(store, given, columns, list);
  if (!places) {
    return refuse(places.error(), statement.target.span);
  }
  if (!target.is_delta()) {
    const Status whole =
        check_whole_partition(statement.partition, target.partition_columns, store.rules.table);
    if (!whole) {
      return refuse(whole.error(), place);
    }
  }
  // What the query leaves out has its default.
  for (size_t i = 0; i < store.schema.size(); ++i) {
    const auto written = types::default_of(store.schema[i]);
    const bool is_made = places->contains(i) || store.fixed.contains(i) ||
                         types::generation_of(store.schema[i]).has_value();
    if (written && !is_made) {
      auto value = default_value(store.schema[i], *written);
      if (!value) {
        return refuse(value.error(), statement.target.span);
      }
      store.fixed[i] = *std::move(value);
    }
  }
  auto stored = stored_rows(std::move(prepared.plan), store, *places, ids_);
  if (stored) {
    stored = with_generated(*std::move(stored), store, *places);
  }
  if (!stored) {
    return refuse(stored.error(), statement.target.span);
  }
  return {.plan = *std::move(stored), .diagnostics = {}};
}

// PARTITION (p = 1): a value that all rows have; (p): the query gives it.
Status Session::take_partition(const sql::PartitionItem& item, Target& target, StoreTarget& store,
                               const sql::Fragment& text) {
  const auto at = types::find_field(store.schema, item.column.name);
  CHECK(at.has_value());
  if (item.value == nullptr) {
    return ok();
  }
  const types::Field& field = store.schema[*at];
  ASSIGN_OR_RETURN(plan::ExpressionPtr value, constant(*item.value, text));
  value = with_lengths(plan::make_cast(std::move(value), field.type), field, store.rules, ids_);
  ASSIGN_OR_RETURN(const types::Value known, constants_.value_of(value, settings_.time_zone));
  ASSIGN_OR_RETURN(std::optional<std::string> written, delta::partition_text(known, field.type));
  target.fixed.emplace_back(field.name, std::move(written));
  store.fixed[*at] = std::move(value);
  return ok();
}

// Rows of a query that made a table, into it.
Status Session::fill(const plan::DatasetName& name, plan::PlanPtr rows) {
  ASSIGN_OR_RETURN(std::optional<catalog::Thing> thing, warehouse_.find(name));
  CHECK(thing.has_value());
  ASSIGN_OR_RETURN(Target target, target_of(name, *std::move(thing)));
  const StoreTarget store{.rules = store_rules(target), .schema = target.schema};
  ASSIGN_OR_RETURN(const StorePlaces places,
                   places_by_name(store, plan::schema_of(*rows), settings_.case_sensitive));
  ASSIGN_OR_RETURN(const plan::PlanPtr stored, stored_rows(std::move(rows), store, places, ids_));
  return this->store(target, stored);
}

Status Session::store(const Target& target, const plan::PlanPtr& plan) {
  ASSIGN_OR_RETURN(const engine::Bindings bindings, bind(*plan));
  const engine::Moment moment = now();
  const sink::Rows rows{
      .connection = *connection_, .plan = plan, .bindings = bindings, .moment = moment};
  if (const auto* table = std::get_if<catalog::FileTable>(&target.thing)) {
    return store_files(target, *table, rows);
  }
  return store_delta(target, std::get<catalog::DeltaTable>(target.thing).path, rows);
}

Status Session::store_delta(const Target& target, const std::string& path, const sink::Rows& rows) {
  delta::Table table = delta_table(path);
  const std::string scratch = storage::join(path, "_scratch-" + make_uuid(options_.random));
  ASSIGN_OR_RETURN(
      sink::DeltaSink sink,
      sink::DeltaSink::open(table, reading_.files, options_.random, target.schema, scratch));
  Status done = ok();
  if (!target.overwrite) {
    const auto written = sink.insert(rows);
    done = written ? ok() : Status(written.error());
  } else {
    std::vector<delta::AddFile> removed;
    target.snapshot->files.for_each([&](const std::string&, const delta::AddFile& file) {
      if (has_texts(target.snapshot->partition_values_of(file), target.fixed)) {
        removed.push_back(file);
      }
    });
    const auto written = sink.rewrite(
        rows,
        {.read = target.snapshot,
         .removed = std::move(removed),
         .written_partitions_only = target.is_dynamic,
         .operation = delta::overwrite_operation(target.snapshot->metadata.partition_columns)});
    done = written ? ok() : Status(written.error());
  }
  RETURN_IF_ERROR(reading_.files.remove_tree(scratch));
  return done;
}

// Whether a file of the static partitions is there.
Result<bool> Session::has_partition(const Target& target) const {
  const auto& table = std::get<catalog::FileTable>(target.thing);
  const sink::Folder folder{
      .files = reading_.files, .random = options_.random, .path = table.path, .scratch = {}};
  ASSIGN_OR_RETURN(const std::vector<std::string> files, sink::files_of_table(folder));
  const std::string fixed = delta::partition_folder(target.fixed) + "/";
  return std::ranges::any_of(files,
                             [&](const std::string& file) { return file.starts_with(fixed); });
}

Status Session::store_files(const Target& target, const catalog::FileTable& table,
                            const sink::Rows& rows) {
  const sink::Folder folder{
      .files = reading_.files,
      .random = options_.random,
      .path = table.path,
      .scratch = storage::join(table.path, "_scratch-" + make_uuid(options_.random))};
  ASSIGN_OR_RETURN(const std::vector<std::string> before, sink::files_of_table(folder));
  auto written = table.format == "parquet" ? sink::write_parquet_table(folder, rows, target.schema,
                                                                       target.partition_columns)
                                           : store_lines(table, folder, rows);
  RETURN_IF_ERROR(reading_.files.remove_tree(folder.scratch));
  if (!written) {
    return written.error();
  }
  if (!target.overwrite) {
    return ok();
  }
  return remove_replaced(target, folder, before, *written);
}

// Which of the files that were there an INSERT OVERWRITE replaces: those of its static partitions;
// with partitionOverwriteMode = dynamic, those of the partitions that it wrote.
Status Session::remove_replaced(const Target& target, const sink::Folder& folder,
                                const std::vector<std::string>& before,
                                const std::vector<sink::TableFile>& written) const {
  const std::string fixed = delta::partition_folder(target.fixed);
  for (const std::string& file : before) {
    const bool is_fixed = fixed.empty() || file.starts_with(fixed + "/");
    const bool is_written = std::ranges::any_of(written, [&](const sink::TableFile& each) {
      return storage::parent_of(each.path) == storage::parent_of(file);
    });
    if (is_fixed && (!target.is_dynamic || is_written)) {
      RETURN_IF_ERROR(folder.files.remove(storage::join(folder.path, file)));
    }
  }
  return ok();
}

Answer Session::answer(const sql::TruncateTable& statement, const sql::Fragment& text) {
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  auto thing = table_to_change(statement.name, "TRUNCATE TABLE");
  if (!thing) {
    return refuse(thing.error());
  }
  auto target = target_of(dataset_of(statement.name), *std::move(thing));
  if (!target) {
    return refuse(target.error());
  }
  target->overwrite = true;
  StoreTarget store{.rules = store_rules(*target), .schema = target->schema};
  Span place = statement.name.span;
  if (const Status fits = check_partition(statement.partition, target->partition_columns, true,
                                          store.rules.table, place);
      !fits) {
    return refused(fits.error(), text, place);
  }
  for (const sql::PartitionItem& item : statement.partition) {
    if (const Status taken = take_partition(item, *target, store, text); !taken) {
      return refuse(taken.error());
    }
  }
  // No rows in place of those that are there.
  plan::PlanPtr nothing = plan::make_node(plan::Rows{.rows = {}}, {});
  auto rows = stored_rows(std::move(nothing), store, {}, ids_);
  const Status done = rows ? this->store(*target, *rows) : Status(rows.error());
  return done ? Answer{} : refuse(done.error());
}

}  // namespace tarn::session
