// ALTER TABLE and ALTER VIEW.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "session/refusals.h"
#include "session/session.h"
#include "session/stored_rows.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

Error unknown_property(const std::string& key, const plan::DatasetName& name) {
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format("Attempted to unset a non-existent property {} in table {}.", key,
                                 quoted(name)),
          .condition = "UNSET_NONEXISTENT_PROPERTIES",
          .sqlstate = "42K0J"};
}

}  // namespace

Answer Session::answer(const sql::AlterTable& statement, const sql::Fragment& text) {
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  const plan::DatasetName name = dataset_of(statement.name);
  auto thing = statement.is_view ? view_to_change(statement.name)
                                 : table_to_change(statement.name, "ALTER TABLE");
  if (!thing) {
    return refuse(thing.error());
  }
  if (const auto* rename = std::get_if<sql::RenameTo>(&statement.change)) {
    return rename_to(name, *rename, text);
  }
  const Status done = change(name, *std::move(thing), statement.change);
  return done ? Answer{} : refuse(done.error());
}

Result<catalog::Thing> Session::view_to_change(const sql::Name& name) const {
  ASSIGN_OR_RETURN(std::optional<catalog::View> view, warehouse_.find_view(dataset_of(name)));
  if (!view) {
    return not_found(name);
  }
  return catalog::Thing(*std::move(view));
}

Answer Session::rename_to(const plan::DatasetName& from, const sql::RenameTo& rename,
                          const sql::Fragment& text) {
  const auto refuse = [&](const Error& error) { return refused(error, text, rename.name.span); };
  const plan::DatasetName to =
      full_name(parts_of(rename.name), {.catalog = from.catalog, .schema = from.schema});
  if (!is_schema(to.catalog, to.schema)) {
    return refuse(schema_not_found(to.catalog, to.schema));
  }
  const auto there = warehouse_.find(to);
  if (!there || *there) {
    return refuse(there ? table_exists(to) : there.error());
  }
  const Status done = warehouse_.rename(from, to);
  return done ? Answer{} : refuse(done.error());
}

Status Session::change(const plan::DatasetName& name, catalog::Thing thing,
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

Status Session::change_view(const plan::DatasetName& name, catalog::View view,
                            const sql::TableChangeNode& change) {
  if (const auto* set = std::get_if<sql::SetProperties>(&change)) {
    for (const sql::Property& property : set->properties) {
      view.properties[property.key] = property.value;
    }
  } else if (const auto* unset = std::get_if<sql::UnsetProperties>(&change)) {
    for (const std::string& key : unset->keys) {
      if (view.properties.erase(key) == 0 && !unset->if_exists) {
        return unknown_property(key, name);
      }
    }
  } else {
    return table_operation(quoted(name), "ALTER VIEW with columns");
  }
  return warehouse_.change(name, view);
}

// The table's columns and those that are added, which are NULL in the rows that are there.
Result<types::Schema> Session::with_added(const types::Schema& schema,
                                          const sql::AddColumns& added) {
  ASSIGN_OR_RETURN(const types::Schema columns, listed_columns(added.columns));
  types::Schema all = schema;
  for (const types::Field& column : columns) {
    if (types::find_field(all, column.name)) {
      return column_exists(types::case_folded(column.name));
    }
    if (default_of(column)) {
      return unsupported(
          "ADD COLUMN with a DEFAULT is not supported by Tarn; add the column, then "
          "INSERT with values for it");
    }
    all.push_back(column);
  }
  return all;
}

Result<size_t> Session::column_of(const types::Schema& schema, const sql::Name& column) {
  const auto at = types::find_field(schema, column.last().name);
  if (!at || column.parts.size() != 1) {
    std::vector<std::string> known;
    std::ranges::transform(schema, std::back_inserter(known), &types::Field::name);
    return column_not_found(column.text(), known);
  }
  return *at;
}

Status Session::change_files(const plan::DatasetName& name, catalog::FileTable table,
                             const sql::TableChangeNode& change) {
  if (const auto* set = std::get_if<sql::SetProperties>(&change)) {
    for (const sql::Property& property : set->properties) {
      table.properties[property.key] = property.value;
    }
  } else if (const auto* unset = std::get_if<sql::UnsetProperties>(&change)) {
    for (const std::string& key : unset->keys) {
      if (table.properties.erase(key) == 0 && !unset->if_exists) {
        return unknown_property(key, name);
      }
    }
  } else if (const auto* added = std::get_if<sql::AddColumns>(&change)) {
    // Partition columns stay behind the others.
    const types::Schema partitions = table.partition_schema();
    ASSIGN_OR_RETURN(const types::Schema all, with_added(table.schema, *added));
    types::Schema columns = table.data_schema();
    columns.insert(columns.end(), all.begin() + static_cast<ptrdiff_t>(table.schema.size()),
                   all.end());
    columns.insert(columns.end(), partitions.begin(), partitions.end());
    table.schema = std::move(columns);
  } else if (const auto* comment = std::get_if<sql::CommentColumn>(&change)) {
    ASSIGN_OR_RETURN(const size_t at, column_of(table.schema, comment->column));
    table.schema[at].comment = comment->comment;
  }
  return warehouse_.change(name, table);
}

Status Session::change_delta(const plan::DatasetName& name, const std::string& path,
                             const sql::TableChangeNode& change) {
  delta::Table table = delta_table(path);
  ASSIGN_OR_RETURN(const auto snapshot, table.snapshot());
  delta::TableChange wanted;
  if (const auto* set = std::get_if<sql::SetProperties>(&change)) {
    for (const sql::Property& property : set->properties) {
      wanted.properties[property.key] = property.value;
    }
  } else if (const auto* unset = std::get_if<sql::UnsetProperties>(&change)) {
    for (const std::string& key : unset->keys) {
      if (!unset->if_exists && !snapshot->metadata.configuration.contains(key)) {
        return unknown_property(key, name);
      }
    }
    wanted.unset = unset->keys;
  } else if (const auto* added = std::get_if<sql::AddColumns>(&change)) {
    ASSIGN_OR_RETURN(wanted.schema, with_added(snapshot->schema, *added));
  } else if (const auto* comment = std::get_if<sql::CommentColumn>(&change)) {
    types::Schema schema = snapshot->schema;
    ASSIGN_OR_RETURN(const size_t at, column_of(schema, comment->column));
    schema[at].comment = comment->comment;
    wanted.schema = std::move(schema);
  }
  RETURN_IF_ERROR(table.change(wanted));
  return ok();
}

}  // namespace tarn::session
