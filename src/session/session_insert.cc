// INSERT: rows of a query into a table of the warehouse.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/invalid.h"
#include "delta/partition.h"
#include "plan/builder.h"
#include "plan/identity_numbers.h"
#include "session/insert_target.h"
#include "session/refusals.h"
#include "session/session.h"
#include "session/stored_rows.h"
#include "types/identity_column.h"
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

// Places of the columns that those of the query go to, in their order. `place` becomes that of what
// is wrong.
Result<std::vector<size_t>> columns_to_fill(const sql::InsertStatement& statement,
                                            const StoreTarget& store, Span& place) {
  std::vector<size_t> columns;
  if (statement.columns.empty()) {
    for (size_t i = 0; i < store.schema.size(); ++i) {
      if (!store.fixed.contains(i)) {
        columns.push_back(i);
      }
    }
  }
  for (const sql::Identifier& column : statement.columns) {
    place = column.span;
    const auto at = types::find_field(store.schema, column.name);
    if (!at) {
      std::vector<std::string> known;
      std::ranges::transform(store.schema, std::back_inserter(known), &types::Field::name);
      return column_not_found(column.name, known);
    }
    if (store.fixed.contains(*at)) {
      return invalid("STATIC_PARTITION_COLUMN_IN_INSERT_COLUMN_LIST", "42713",
                     fmt::format("Static partition column {} is also specified in the column list.",
                                 column.name));
    }
    if (std::ranges::find(columns, *at) != columns.end()) {
      return column_exists(types::case_folded(column.name));
    }
    columns.push_back(*at);
  }
  return columns;
}

ColumnList columns_named_by(const sql::InsertStatement& statement) {
  const bool has_value = std::ranges::any_of(
      statement.partition, [](const sql::PartitionItem& item) { return item.value != nullptr; });
  return !statement.columns.empty() ? ColumnList::kNamed
         : has_value                ? ColumnList::kPartition
                                    : ColumnList::kWhole;
}

// DEFAULT stands for a value as a whole, and is no column.
void name_misplaced_defaults(const sql::Fragment& text, std::vector<Diagnostic>& diagnostics) {
  for (Diagnostic& diagnostic : diagnostics) {
    const bool is_default = types::equal_ignoring_case(text_of(text, diagnostic.span), "default");
    if (is_default && diagnostic.condition.starts_with("UNRESOLVED_COLUMN")) {
      diagnostic.condition = "DEFAULT_PLACEMENT_INVALID";
      diagnostic.sqlstate = "42608";
    }
  }
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
  Span place = statement.target.span;
  if (const Status taken = take_partitions(statement, target, store, text, place); !taken) {
    return refuse(taken.error(), place);
  }
  const Span partition_place = place;
  const auto columns = columns_to_fill(statement, store, place);
  if (!columns) {
    return refuse(columns.error(), place);
  }
  std::vector<types::Field> fields;
  for (const size_t column : *columns) {
    fields.push_back(store.schema[column]);
  }
  if (const Status filled = fill_defaults(*statement.query, fields); !filled) {
    return refuse(filled.error(), statement.target.span);
  }
  Prepared prepared = resolve(*statement.query, text);
  if (prepared.plan == nullptr) {
    name_misplaced_defaults(text, prepared.diagnostics);
    return prepared;
  }
  const types::Schema given = plan::schema_of(*prepared.plan);
  auto places = statement.by_name
                    ? places_by_name(store, given, settings_.case_sensitive)
                    : places_in_order(store, given, *columns, columns_named_by(statement));
  if (!places) {
    return refuse(places.error(), statement.target.span);
  }
  if (!target.is_delta()) {
    const Status whole =
        check_whole_partition(statement.partition, target.partition_columns, store.rules.table);
    if (!whole) {
      return refuse(whole.error(), partition_place);
    }
  }
  if (const Status made = make_left_out(store, *places); !made) {
    return refuse(made.error(), statement.target.span);
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

// `place` becomes that of what is wrong.
Status Session::take_partitions(const sql::InsertStatement& statement, Target& target,
                                StoreTarget& store, const sql::Fragment& text, Span& place) {
  RETURN_IF_ERROR(check_partition(statement.partition, target.partition_columns, target.is_delta(),
                                  store.rules.table, place));
  const Span checked = place;
  for (const sql::PartitionItem& item : statement.partition) {
    place = item.column.span;
    if (statement.if_not_exists && item.value == nullptr) {
      return legacy("0035", "Operation not allowed: IF NOT EXISTS with dynamic partitions: " +
                                item.column.name + ".");
    }
    RETURN_IF_ERROR(take_partition(item, target, store, text));
  }
  place = checked;
  return ok();
}

// What a statement leaves out of a table's row: defaults, and numbers of identity columns.
Status Session::make_left_out(StoreTarget& store, const StorePlaces& places) {
  for (size_t i = 0; i < store.schema.size(); ++i) {
    const types::Field& column = store.schema[i];
    const bool is_given = places.contains(i) || store.fixed.contains(i);
    const bool is_counted = store.rules.is_delta && types::identity_of(column);
    const auto written = types::default_of(column);
    if (is_given && is_counted) {
      RETURN_IF_ERROR(plan::check_may_be_given(column));
    } else if (is_counted) {
      store.fixed[i] = plan::next_number(i);
    } else if (!is_given && written && !types::generation_of(column)) {
      ASSIGN_OR_RETURN(plan::ExpressionPtr value, default_value(column, *written));
      store.fixed[i] = plan::make_cast(std::move(value), column.type);
    }
  }
  return ok();
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
