#include "session/alter_commands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "engine/each_row.h"
#include "plan/coercion.h"
#include "plan/generated_columns.h"
#include "session/refusals.h"
#include "session/schema_edits.h"
#include "session/spelling.h"
#include "session/stored_rows.h"
#include "types/declared_type.h"
#include "types/identity_column.h"
#include "types/made_values.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

// A property that goes may be missing, with IF EXISTS and without.
void change_properties(std::map<std::string, std::string>& properties,
                       const sql::TableChangeNode& change) {
  if (const auto* set = std::get_if<sql::SetProperties>(&change)) {
    for (const sql::Property& property : set->properties) {
      properties[property.key] = property.value;
    }
  } else if (const auto* unset = std::get_if<sql::UnsetProperties>(&change)) {
    for (const std::string& key : unset->keys) {
      properties.erase(key);
    }
  }
}

bool is_about_properties(const sql::TableChangeNode& change) {
  return std::holds_alternative<sql::SetProperties>(change) ||
         std::holds_alternative<sql::UnsetProperties>(change);
}

Error delta_refusal(const char* condition, const char* sqlstate, std::string message) {
  return {.code = ErrorCode::kUnsupported,
          .message = std::move(message),
          .condition = condition,
          .sqlstate = sqlstate};
}

// A column that the table counts changes its place and its comment alone.
Status check_stays_counted(const types::Field& field, const sql::ColumnChange& change) {
  const bool is_other_type = change.type && *change.type != types::declared_type(field);
  const bool loosens = change.nullable.value_or(false);
  const bool is_about_default = change.drops_default || change.default_value;
  if (!types::identity_of(field) || !(is_other_type || loosens || is_about_default)) {
    return ok();
  }
  return delta_refusal("DELTA_IDENTITY_COLUMNS_ALTER_COLUMN_NOT_SUPPORTED", "429BQ",
                       "ALTER TABLE ALTER COLUMN is not supported for IDENTITY columns.");
}

}  // namespace

Answer AlterCommands::answer(sql::AlterTable& statement) {
  if (auto* query = std::get_if<sql::ViewQuery>(&statement.change)) {
    return alter_view_query(statement.name, *query);
  }
  if (const auto* rename = std::get_if<sql::RenameTo>(&statement.change)) {
    if (session_.views_.find(parts_of(statement.name)) != nullptr) {
      return rename_temporary(statement.name, *rename);
    }
  }
  const plan::DatasetName name = session_.dataset_of(statement.name);
  auto thing = statement.is_view ? view_to_change(statement.name)
                                 : session_.table_to_change(statement.name, "ALTER TABLE");
  if (!thing) {
    Error error = thing.error();
    if (is_about_properties(statement.change) && error.condition.starts_with("EXPECT_TABLE")) {
      error.condition = "EXPECT_TABLE_NOT_VIEW.USE_ALTER_VIEW";
      error.message += " Use ALTER VIEW instead.";
    }
    return refuse(error, statement.name.span);
  }
  if (const auto* rename = std::get_if<sql::RenameTo>(&statement.change)) {
    return rename_to(name, *rename);
  }
  const Status done = change(name, *std::move(thing), statement.change);
  return done ? Answer{} : refuse(done.error(), statement.name.span);
}

// The view keeps its comment and its properties; its columns are those of the new query.
Answer AlterCommands::alter_view_query(const sql::Name& name, sql::ViewQuery& query) {
  sql::CreateView view;
  view.or_replace = true;
  view.name = name;
  view.query = std::move(query.query);
  view.query_text = std::move(query.text);
  const std::vector<std::string> parts = parts_of(name);
  if (session_.views_.find(parts) != nullptr) {
    view.scope = sql::ViewScope::kTemporary;
    return session_.put_view(parts, view, text_);
  }
  const auto thing = session_.warehouse_.find(session_.dataset_of(name));
  if (!thing) {
    return refuse(thing.error(), name.span);
  }
  if (!*thing) {
    return refuse(session_.not_found(name), name.span);
  }
  const auto* before = std::get_if<catalog::View>(&**thing);
  if (before == nullptr) {
    return refuse({.code = ErrorCode::kInvalid,
                   .message = fmt::format("The table {} does not support ALTER VIEW .. AS.",
                                          quoted(session_.dataset_of(name))),
                   .condition = "EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE",
                   .sqlstate = "42809"},
                  name.span);
  }
  view.scope = sql::ViewScope::kPersisted;
  view.comment = before->comment;
  for (const auto& [key, value] : before->properties) {
    view.properties.push_back({.key = key, .value = value});
  }
  return session_.create_view(view, text_, Session::ViewNames::kAny);
}

Result<catalog::Thing> AlterCommands::view_to_change(const sql::Name& name) const {
  if (session_.views_.find(parts_of(name)) != nullptr) {
    return permanent_view_expected("ALTER VIEW", quoted(parts_of(name)));
  }
  ASSIGN_OR_RETURN(std::optional<catalog::View> view,
                   session_.warehouse_.find_view(session_.dataset_of(name)));
  ASSIGN_OR_RETURN(const auto there, session_.warehouse_.find(session_.dataset_of(name)));
  if (!view && there) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("The table {} does not support ALTER VIEW. Use ALTER TABLE "
                                        "instead.",
                                        quoted(parts_of(name))),
                 .condition = "EXPECT_VIEW_NOT_TABLE.USE_ALTER_TABLE",
                 .sqlstate = "42809"};
  }
  if (!view) {
    return session_.not_found(name);
  }
  return catalog::Thing(*std::move(view));
}

// A temporary view stays one, and a global one global.
Answer AlterCommands::rename_temporary(const sql::Name& name, const sql::RenameTo& rename) {
  const std::vector<std::string> from = parts_of(name);
  std::vector<std::string> to = parts_of(rename.name);
  const bool is_global =
      types::equal_ignoring_case(from.front(), TemporaryViews::kGlobalSchema) && from.size() == 2;
  const bool names_global =
      to.size() == 2 && types::equal_ignoring_case(to.front(), TemporaryViews::kGlobalSchema);
  if (to.size() > 1 && !(is_global && names_global)) {
    return refuse({.code = ErrorCode::kInvalid,
                   .message = fmt::format("RENAME TEMPORARY VIEW from {} to {}: a temporary view "
                                          "has a name without a schema.",
                                          quoted(from), quoted(to)),
                   .condition = "_LEGACY_ERROR_TEMP_1074",
                   .sqlstate = ""},
                  rename.name.span);
  }
  if (is_global && !names_global) {
    to.insert(to.begin(), std::string(TemporaryViews::kGlobalSchema));
  }
  if (session_.views_.find(to) != nullptr) {
    Error error = temporary_view_exists(to);
    error.condition = "TABLE_OR_VIEW_ALREADY_EXISTS";
    return refuse(error, rename.name.span);
  }
  session_.views_.rename(from, to);
  return {};
}

Answer AlterCommands::rename_to(const plan::DatasetName& from, const sql::RenameTo& rename) {
  const plan::DatasetName to =
      full_name(parts_of(rename.name), {.catalog = from.catalog, .schema = from.schema});
  if (!session_.is_schema(to.catalog, to.schema)) {
    return refuse(schema_not_found(to.catalog, to.schema), rename.name.span);
  }
  const auto there = session_.warehouse_.find(to);
  if (!there || *there) {
    return refuse(there ? table_exists(to) : there.error(), rename.name.span);
  }
  const Status done = session_.warehouse_.rename(from, to);
  return done ? Answer{} : refuse(done.error(), rename.name.span);
}

Status AlterCommands::change(const plan::DatasetName& name, catalog::Thing thing,
                             const sql::TableChangeNode& change) {
  if (const auto* other = std::get_if<sql::OtherChange>(&change)) {
    return table_operation(quoted(name), other->keywords);
  }
  if (auto* view = std::get_if<catalog::View>(&thing)) {
    return change_view(name, std::move(*view), change);
  }
  if (auto* table = std::get_if<catalog::FileTable>(&thing)) {
    return change_files(name, std::move(*table), change);
  }
  return change_delta(name, std::get<catalog::DeltaTable>(thing).path, change);
}

Status AlterCommands::change_view(const plan::DatasetName& name, catalog::View view,
                                  const sql::TableChangeNode& change) {
  if (!is_about_properties(change)) {
    return table_operation(quoted(name), "ALTER VIEW with columns");
  }
  change_properties(view.properties, change);
  return session_.warehouse_.change(name, view);
}

Result<types::Schema> AlterCommands::added_columns(const sql::AddColumns& added) {
  types::Schema columns;
  for (const sql::AddedColumn& each : added.columns) {
    ASSIGN_OR_RETURN(types::Field column, session_.listed_column(each.column));
    columns.push_back(std::move(column));
  }
  return columns;
}

// ---------------------------------------------------------------- tables of plain files

Status AlterCommands::change_files(const plan::DatasetName& name, catalog::FileTable table,
                                   const sql::TableChangeNode& change) {
  if (is_about_properties(change)) {
    change_properties(table.properties, change);
  } else if (const auto* added = std::get_if<sql::AddColumns>(&change)) {
    RETURN_IF_ERROR(add_to_files(name, table, *added));
  } else if (const auto* altered = std::get_if<sql::AlterColumns>(&change)) {
    for (const sql::ColumnChange& each : altered->columns) {
      RETURN_IF_ERROR(alter_in_files(name, table, each));
    }
  } else {
    const bool renames = std::holds_alternative<sql::RenameColumn>(change);
    return table_operation(quoted(name), renames ? "RENAME COLUMN" : "DROP COLUMN");
  }
  return session_.warehouse_.change(name, table);
}

Status AlterCommands::add_to_files(const plan::DatasetName& name, catalog::FileTable& table,
                                   const sql::AddColumns& added) {
  for (const sql::AddedColumn& each : added.columns) {
    if (!each.parents.empty()) {
      return table_operation(quoted(name), "ADD COLUMN with qualified column");
    }
    if (!each.column.nullable) {
      return legacy("1052", "ADD COLUMN with v1 tables cannot specify NOT NULL.");
    }
    if (each.column.default_value) {
      return unsupported(
          "ADD COLUMN with a DEFAULT is not supported by Tarn; add the column, then ALTER COLUMN "
          ".. SET DEFAULT");
    }
  }
  // Spark reads FIRST and AFTER and passes over them here: a new column stands behind the others.
  // Partition columns stay behind the others.
  const types::Schema partitions = table.partition_schema();
  ASSIGN_OR_RETURN(const types::Schema columns, added_columns(added));
  types::Schema all = table.data_schema();
  for (const types::Field& column : columns) {
    if (types::find_field(table.schema, column.name) || types::find_field(all, column.name)) {
      return column_exists(types::case_folded(column.name));
    }
    all.push_back(column);
  }
  all.insert(all.end(), partitions.begin(), partitions.end());
  table.schema = std::move(all);
  return ok();
}

Status AlterCommands::set_default_of(types::Field& field, const sql::ColumnChange& change) {
  if (change.drops_default) {
    types::drop_default(field);
    return ok();
  }
  // Whether it is too long is asked when it is stored, as Spark does it.
  types::Field plain = field;
  plain.metadata.erase(std::string(types::kDeclaredTypeKey));
  RETURN_IF_ERROR(session_.check_default(plain, *change.default_value));
  types::set_default(field, change.default_value->text);
  return ok();
}

Status AlterCommands::alter_in_files(const plan::DatasetName& name, catalog::FileTable& table,
                                     const sql::ColumnChange& change) {
  if (change.syncs_identity) {
    return delta_refusal("DELTA_IDENTITY_COLUMNS_ALTER_NON_DELTA_FORMAT", "0AKDD",
                         "ALTER TABLE ALTER COLUMN SYNC IDENTITY is only supported by Delta.");
  }
  if (change.column.parts.size() != 1) {
    return table_operation(quoted(name), "ALTER COLUMN with qualified column");
  }
  if (change.place.is_given()) {
    return table_operation(quoted(name), "ALTER COLUMN ... FIRST | AFTER");
  }
  if (change.nullable) {
    return table_operation(quoted(name), "ALTER COLUMN ... SET NOT NULL");
  }
  types::Schema& schema = table.schema;
  ASSIGN_OR_RETURN(const size_t at, Session::column_of(schema, change.column));
  types::Field& field = schema[at];
  if (types::find_field(table.partition_schema(), field.name)) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message = fmt::format("ALTER TABLE (ALTER|CHANGE) COLUMN is not supported for "
                                        "partition columns, but found the partition column `{}` "
                                        "in the table {}.",
                                        field.name, quoted(name)),
                 .condition = "CANNOT_ALTER_PARTITION_COLUMN",
                 .sqlstate = "428FR"};
  }
  if (change.type && *change.type != types::declared_type(field)) {
    return changed_type(quoted(name), field, *change.type);
  }
  if (change.comment) {
    field.comment = *change.comment;
  }
  return change.drops_default || change.default_value ? set_default_of(field, change) : ok();
}

// ---------------------------------------------------------------- Delta tables

Status AlterCommands::change_delta(const plan::DatasetName& name, const std::string& path,
                                   const sql::TableChangeNode& change) {
  delta::Table table = session_.delta_table(path);
  ASSIGN_OR_RETURN(const auto snapshot, table.snapshot());
  delta::TableChange wanted;
  if (const auto* set = std::get_if<sql::SetProperties>(&change)) {
    wanted.properties = delta_properties_of(set->properties);
  } else if (const auto* unset = std::get_if<sql::UnsetProperties>(&change)) {
    wanted.unset = unset->keys;
  } else if (const auto* added = std::get_if<sql::AddColumns>(&change)) {
    wanted = {.schema = snapshot->schema, .is_whole_schema = true};
    RETURN_IF_ERROR(add_to_delta(name, *wanted.schema, *added));
  } else if (const auto* altered = std::get_if<sql::AlterColumns>(&change)) {
    wanted = {.schema = snapshot->schema, .is_whole_schema = true};
    for (const sql::ColumnChange& each : altered->columns) {
      RETURN_IF_ERROR(each.syncs_identity ? sync_identity(path, *wanted.schema, each.column)
                                          : alter_in_delta(name, *wanted.schema, each));
    }
  } else if (const auto* rename = std::get_if<sql::RenameColumn>(&change)) {
    ASSIGN_OR_RETURN(const types::Field* field, field_at(snapshot->schema, rename->column));
    RETURN_IF_ERROR(check_generates_none(snapshot->schema, rename->column));
    return delta_refusal("DELTA_UNSUPPORTED_RENAME_COLUMN", "0AKDC",
                         fmt::format("Column rename is not supported for your Delta table, which "
                                     "knows its columns by their names: `{}` stays.",
                                     field->name));
  } else if (const auto* dropped = std::get_if<sql::DropColumns>(&change)) {
    bool any = false;
    for (const sql::Name& column : dropped->columns) {
      const auto field = field_at(snapshot->schema, column);
      if (!field && !dropped->if_exists) {
        return field.error();
      }
      any = any || field;
      if (field && snapshot->mapping != delta::ColumnMapping::kNone) {
        RETURN_IF_ERROR(check_generates_none(snapshot->schema, column));
      }
    }
    if (!any) {
      return ok();
    }
    return delta_refusal("DELTA_UNSUPPORTED_DROP_COLUMN", "0AKDC",
                         "DROP COLUMN is not supported for your Delta table, which knows its "
                         "columns by their names.");
  }
  RETURN_IF_ERROR(table.change(wanted));
  return ok();
}

// A column from which the table computes another stays as it is.
Status AlterCommands::check_generates_none(const types::Schema& schema, const sql::Name& column) {
  const auto at = types::find_field(schema, column.parts.front().name);
  if (!at || !types::has_generated(schema)) {
    return ok();
  }
  std::vector<plan::Attribute> row;
  for (const types::Field& field : schema) {
    row.push_back({.id = session_.ids_.next_attribute(), .name = field.name, .type = field.type});
  }
  ASSIGN_OR_RETURN(
      const plan::GeneratedColumns generated,
      plan::generated_columns(schema, std::move(row), session_.settings_, session_.ids_));
  std::vector<std::string> dependents;
  for (const auto& [place, expression] : generated.expressions) {
    if (plan::sources_of(generated, place).contains(*at)) {
      dependents.push_back(schema[place].name + " -> " + generated.texts.at(place));
    }
  }
  if (dependents.empty()) {
    return ok();
  }
  return delta_refusal("DELTA_GENERATED_COLUMNS_DEPENDENT_COLUMN_CHANGE", "42K09",
                       fmt::format("Cannot alter column {} because this column is referenced by "
                                   "the following generated column(s): {}",
                                   column.text(), fmt::join(dependents, ", ")));
}

Status AlterCommands::add_to_delta(const plan::DatasetName& name, types::Schema& schema,
                                   const sql::AddColumns& added) {
  ASSIGN_OR_RETURN(const types::Schema columns, added_columns(added));
  for (size_t i = 0; i < columns.size(); ++i) {
    const sql::AddedColumn& each = added.columns[i];
    if (!each.column.nullable) {
      return delta_refusal("DELTA_OPERATION_NOT_ALLOWED", "0AKDC",
                           fmt::format("NOT NULL of a new column of {} is not allowed: the rows "
                                       "that are there would have no value for it.",
                                       quoted(name)));
    }
    if (each.column.default_value) {
      return delta_refusal("WRONG_COLUMN_DEFAULTS_FOR_DELTA_ALTER_TABLE_ADD_COLUMN_NOT_SUPPORTED",
                           "0AKDC",
                           "A new column of a Delta table has no DEFAULT; add the column, then "
                           "ALTER COLUMN .. SET DEFAULT.");
    }
    RETURN_IF_ERROR(add_field(schema, columns[i], each));
  }
  return ok();
}

// Numbers go on behind those that rows have, wherever they come from.
Status AlterCommands::sync_identity(const std::string& path, types::Schema& schema,
                                    const sql::Name& column) {
  ASSIGN_OR_RETURN(const types::Field* found, field_at(schema, column));
  types::Field field = *found;
  auto identity = types::identity_of(field);
  if (!identity) {
    return delta_refusal("DELTA_IDENTITY_COLUMNS_ALTER_NON_IDENTITY_COLUMN", "429BQ",
                         "ALTER TABLE ALTER COLUMN SYNC IDENTITY cannot be called on non IDENTITY "
                         "columns.");
  }
  const std::string farthest =
      fmt::format("SELECT {}({}) FROM delta.{}", identity->step > 0 ? "max" : "min",
                  back_quoted(field.name), back_quoted(path));
  const Prepared prepared = session_.prepare(sql::Fragment::whole(farthest, "SYNC IDENTITY"));
  if (prepared.plan == nullptr) {
    return prepared.diagnostics.front().as_error();
  }
  ASSIGN_OR_RETURN(const auto rows, session_.run(prepared.plan));
  RETURN_IF_ERROR(engine::for_each_row(*rows, [&](const types::Batch& batch, size_t row) {
    const types::Value value = batch.columns[0].value_at(row);
    if (!value.is_null()) {
      identity->mark = identity->mark_behind(std::get<int64_t>(value.content));
    }
  }));
  types::set_identity(field, *identity);
  return put_field(schema, column, std::move(field), {});
}

Status AlterCommands::alter_in_delta(const plan::DatasetName& name, types::Schema& schema,
                                     const sql::ColumnChange& change) {
  ASSIGN_OR_RETURN(const types::Field* found, field_at(schema, change.column));
  types::Field field = *found;
  RETURN_IF_ERROR(check_stays_counted(field, change));
  if (change.type) {
    RETURN_IF_ERROR(change_type(quoted(name), field, *change.type));
  }
  if (change.comment) {
    field.comment = *change.comment;
  }
  if (change.nullable) {
    if (!*change.nullable && field.nullable) {
      return changed_nullability(field);
    }
    field.nullable = *change.nullable;
  }
  if (change.drops_default || change.default_value) {
    RETURN_IF_ERROR(set_default_of(field, change));
  }
  return put_field(schema, change.column, std::move(field), change.place);
}

}  // namespace tarn::session
