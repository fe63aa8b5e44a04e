// Schemas, comments on things, and commands about caches.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "session/refusals.h"
#include "session/session.h"
#include "sql/parse.h"
#include "types/utf8.h"

namespace tarn::session {

Answer Session::answer(const sql::CreateSchema& statement, const sql::Fragment& text) {
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  if (statement.location) {
    return refuse(unsupported("LOCATION of a schema is not supported by Tarn"));
  }
  const plan::CurrentNames names = schema_of(statement.name);
  if (is_schema(names.catalog, names.schema)) {
    return statement.if_not_exists ? Answer{} : refuse(schema_exists(names.schema));
  }
  const Status made = warehouse_.create_schema(
      names.catalog, names.schema,
      {.properties = map_of(statement.properties), .comment = statement.comment});
  return made ? Answer{} : refuse(made.error());
}

// A schema's name of one or two parts.
plan::CurrentNames Session::schema_of(const sql::Name& name) const {
  const std::vector<std::string> parts = parts_of(name);
  return {.catalog = parts.size() > 1 ? parts[parts.size() - 2] : names_.catalog,
          .schema = parts.back()};
}

Answer Session::answer(const sql::DropSchema& statement, const sql::Fragment& text) {
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  const plan::CurrentNames names = schema_of(statement.name);
  if (!is_schema(names.catalog, names.schema)) {
    return statement.if_exists ? Answer{} : refuse(schema_not_found(names.catalog, names.schema));
  }
  if (types::equal_ignoring_case(names.schema, options_.defaults.schema) &&
      types::equal_ignoring_case(names.catalog, options_.defaults.catalog)) {
    return refuse(
        {.code = ErrorCode::kUnsupported,
         .message = fmt::format("The feature is not supported: Drop the default database "
                                "{}.",
                                quoted(std::vector<std::string>{names.catalog, names.schema})),
         .condition = "UNSUPPORTED_FEATURE.DROP_DATABASE",
         .sqlstate = "0A000"});
  }
  const auto things = warehouse_.things(names.catalog, names.schema);
  if (!things) {
    return refuse(things.error());
  }
  const auto functions = warehouse_.functions(names.catalog, names.schema);
  if (!functions) {
    return refuse(functions.error());
  }
  if (!(things->empty() && functions->empty()) && !statement.cascade) {
    return refuse(
        {.code = ErrorCode::kInvalid,
         .message = fmt::format("Cannot drop a schema `{}` because it contains objects. "
                                "Use DROP SCHEMA .. CASCADE to drop the schema and all its "
                                "objects.",
                                names.schema),
         .condition = "SCHEMA_NOT_EMPTY",
         .sqlstate = "2BP01"});
  }
  const Status done = warehouse_.drop_schema(names.catalog, names.schema);
  return done ? Answer{} : refuse(done.error());
}

Answer Session::answer(const sql::CacheTable& statement, const sql::Fragment& text) {
  if (statement.query != nullptr) {
    // CACHE TABLE v AS query makes a temporary view.
    const auto text_of_view = sql::Fragment::whole(
        fmt::format("CREATE TEMPORARY VIEW {} AS {}", statement.name.text(), statement.query_text));
    const sql::NameConstants constants = name_constants(text_of_view);
    auto view = sql::parse_session_statement(text_of_view, &constants);
    CHECK(view);
    sql::SessionStatement made = std::move(view).value();
    return answer(std::get<sql::CreateView>(made.node), text_of_view);
  }
  const auto there = described(statement.name);
  return there ? Answer{} : refused(there.error(), text, statement.name.span);
}

Answer Session::answer(const sql::TouchTable& statement, const sql::Fragment& text) {
  const auto there = described(statement.name);
  if (!there) {
    const bool is_fine =
        statement.if_exists && there.error().condition == "TABLE_OR_VIEW_NOT_FOUND";
    return is_fine ? Answer{} : refused(there.error(), text, statement.name.span);
  }
  const Status can =
      statement.keywords == "ANALYZE TABLE" ? check_analyzed(statement, *there) : ok();
  return can ? Answer{} : refused(can.error(), text, statement.name.span);
}

// Statistics are of tables of plain files, and of columns and partitions that they have.
Status Session::check_analyzed(const sql::TouchTable& statement, const Description& it) {
  const auto refuse = [](const char* condition, const char* sqlstate, std::string message) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = std::move(message),
                 .condition = condition,
                 .sqlstate = sqlstate};
  };
  if (it.kind == DescribedKind::kTemporaryView) {
    return permanent_view_expected("ANALYZE TABLE", quoted(parts_of(statement.name)));
  }
  if (it.kind == DescribedKind::kView) {
    return refuse("UNSUPPORTED_FEATURE.ANALYZE_VIEW", "0A000",
                  "The ANALYZE TABLE command does not support views.");
  }
  if (it.format == "delta") {
    return refuse("NOT_SUPPORTED_COMMAND_FOR_V2_TABLE", "0A000",
                  "ANALYZE TABLE is not supported for Delta tables, which keep their statistics "
                  "themselves.");
  }
  for (const sql::Identifier& column : statement.columns) {
    if (!types::find_field(it.schema, column.name)) {
      return refuse("COLUMN_NOT_FOUND", "42703",
                    fmt::format("The column `{}` cannot be found.", column.name));
    }
  }
  for (const sql::PartitionItem& item : statement.partition) {
    const bool is_there = std::ranges::any_of(it.partition_columns, [&](const std::string& each) {
      return types::equal_ignoring_case(each, item.column.name);
    });
    if (!is_there) {
      return refuse("PARTITIONS_NOT_FOUND", "428FT",
                    fmt::format("The partition(s) `{}` cannot be found in table {}.",
                                item.column.name, quoted(it.name)));
    }
  }
  return ok();
}

Answer Session::answer(const sql::CommentOn& statement, const sql::Fragment& text) {
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  if (statement.is_schema) {
    const plan::CurrentNames names = schema_of(statement.name);
    if (!is_schema(names.catalog, names.schema)) {
      return refuse(schema_not_found(names.catalog, names.schema));
    }
    auto schema = warehouse_.schema(names.catalog, names.schema);
    if (!schema) {
      return refuse(schema.error());
    }
    schema->comment = statement.comment;
    const Status done = warehouse_.change_schema(names.catalog, names.schema, *schema);
    return done ? Answer{} : refuse(done.error());
  }
  auto thing = table_to_change(statement.name, "COMMENT ON TABLE");
  if (!thing) {
    return refuse(thing.error());
  }
  if (auto* table = std::get_if<catalog::FileTable>(&*thing)) {
    table->comment = statement.comment;
    const Status done = warehouse_.change(dataset_of(statement.name), *table);
    return done ? Answer{} : refuse(done.error());
  }
  const auto done = delta_table(std::get<catalog::DeltaTable>(*thing).path)
                        .change({.comment = statement.comment});
  return done ? Answer{} : refuse(done.error());
}

}  // namespace tarn::session
