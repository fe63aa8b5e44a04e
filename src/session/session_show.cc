// SHOW, DESCRIBE and EXPLAIN: what there is, as rows.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "delta/partition.h"
#include "plan/builder.h"
#include "session/function_commands.h"
#include "session/refusals.h"
#include "session/session.h"
#include "sink/file_table_sink.h"
#include "storage/path.h"
#include "types/declared_type.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

using Row = std::vector<Cell>;

const types::Field kIsTemporary = {
    .name = "isTemporary", .type = types::boolean(), .nullable = false};

types::Field text_column(const std::string& name) {
  return {.name = name, .type = types::string_type(), .nullable = false};
}

// A query's columns have no lengths.
types::Schema without_metadata(types::Schema schema) {
  for (types::Field& field : schema) {
    field.metadata.clear();
  }
  return schema;
}

// The first line of a partition's folder: "p=1/q=x" as SHOW PARTITIONS gives it.
std::string partition_of(const std::string& file) {
  const size_t slash = file.rfind('/');
  return slash == std::string::npos ? std::string() : file.substr(0, slash);
}

// Whether "p=1/q=x" holds "q=x".
bool has_part(std::string_view partition, std::string_view part) {
  while (!partition.empty()) {
    const size_t slash = std::min(partition.find('/'), partition.size());
    if (partition.substr(0, slash) == part) {
      return true;
    }
    partition.remove_prefix(std::min(slash + 1, partition.size()));
  }
  return false;
}

}  // namespace

Result<Description> Session::described(const sql::Name& name) {
  if (const auto view = views_.find(parts_of(name))) {
    Description it{.kind = DescribedKind::kTemporaryView, .name = {}, .schema = {}};
    it.name.table = name.last().name;
    for (size_t i = 0; i < view->columns.size(); ++i) {
      const plan::ViewColumn& column = view->columns[i];
      it.schema.push_back(types::stored_field(
          {.name = column.name,
           .type = column.declared,
           .comment = i < view->comments.size() ? view->comments[i] : std::string()}));
    }
    return it;
  }
  const plan::DatasetName full = dataset_of(name);
  ASSIGN_OR_RETURN(std::optional<catalog::Thing> thing, warehouse_.find(full));
  if (!thing) {
    return not_found(name);
  }
  return description_of(full, *thing);
}

Result<Description> Session::description_of(const plan::DatasetName& name,
                                            const catalog::Thing& thing) const {
  Description it{.name = name, .schema = {}};
  if (const auto* view = std::get_if<catalog::View>(&thing)) {
    it.kind = DescribedKind::kView;
    it.schema = view->schema;
    it.properties = view->properties;
    it.comment = view->comment;
    it.view_text = view->query;
    it.created_ms = view->created_ms;
    return it;
  }
  if (const auto* table = std::get_if<catalog::FileTable>(&thing)) {
    it.kind = table->location ? DescribedKind::kExternal : DescribedKind::kManaged;
    it.format = table->format;
    it.schema = table->schema;
    it.partition_columns = table->partition_columns;
    it.properties = table->properties;
    it.options = table->options;
    it.comment = table->comment;
    it.location = table->path;
    it.created_ms = table->created_ms;
    return it;
  }
  const auto& delta = std::get<catalog::DeltaTable>(thing);
  ASSIGN_OR_RETURN(const auto snapshot, delta_table(delta.path).snapshot());
  it.kind = delta.is_external ? DescribedKind::kExternal : DescribedKind::kManaged;
  it.format = "delta";
  it.schema = snapshot->schema;
  it.partition_columns = snapshot->metadata.partition_columns;
  it.properties = snapshot->metadata.configuration;
  it.comment = snapshot->metadata.description;
  it.location = delta.path;
  it.created_ms = snapshot->metadata.created_time_ms.value_or(0);
  return it;
}

Answer Session::answer(const sql::DescribeStatement& statement, const sql::Fragment& text) {
  const std::vector<std::string> columns = {"col_name", "data_type", "comment"};
  switch (statement.kind) {
    case sql::DescribeKind::kQuery: {
      Prepared prepared = resolve(*statement.query, text);
      return prepared.plan == nullptr
                 ? refused(std::move(prepared.diagnostics))
                 : rows_of(columns, column_rows(without_metadata(plan::schema_of(*prepared.plan))));
    }
    case sql::DescribeKind::kSchema:
      return describe_schema(statement, text);
    case sql::DescribeKind::kFunction:
      return FunctionCommands(*this, text).describe(statement);
    case sql::DescribeKind::kTable: {
      const auto it = described(statement.name);
      if (!it) {
        return refused(it.error(), text, statement.name.span);
      }
      return statement.column ? describe_column(statement, *it, text)
                              : rows_of(columns, description_rows(*it, statement.extended));
    }
  }
  CHECK(false);
}

Answer Session::describe_column(const sql::DescribeStatement& statement, const Description& it,
                                const sql::Fragment& text) {
  const auto at = column_of(it.schema, *statement.column);
  if (!at) {
    Error error = at.error();
    error.condition = "COLUMN_NOT_FOUND";
    return refused(error, text, statement.column->span);
  }
  const types::Field& field = it.schema[*at];
  std::vector<Row> rows = {{"col_name", field.name},
                           {"data_type", types::declared_type(field).text()},
                           {"comment", field.comment.empty() ? "NULL" : field.comment}};
  if (statement.extended) {
    // Statistics of columns, which nobody has computed.
    for (const char* name :
         {"min", "max", "num_nulls", "distinct_count", "avg_col_len", "max_col_len", "histogram"}) {
      rows.push_back({name, "NULL"});
    }
  }
  return rows_of({"info_name", "info_value"}, rows);
}

Answer Session::describe_schema(const sql::DescribeStatement& statement,
                                const sql::Fragment& text) {
  const plan::CurrentNames names = schema_of(statement.name);
  if (!is_schema(names.catalog, names.schema)) {
    return refused(schema_not_found(names.catalog, names.schema), text, statement.name.span);
  }
  const auto schema = warehouse_.schema(names.catalog, names.schema);
  if (!schema) {
    return refused(schema.error());
  }
  std::vector<Row> rows = {
      {"Catalog Name", names.catalog},
      {"Namespace Name", names.schema},
      {"Comment", schema->comment.value_or(types::equal_ignoring_case(names.schema, "default")
                                               ? "default database"
                                               : "")},
      {"Location", "file:" + warehouse_.path_of_schema(names.catalog, names.schema)}};
  if (statement.extended) {
    std::string properties;
    for (const auto& [key, value] : schema->properties) {
      properties += fmt::format("{}({},{})", properties.empty() ? "" : ", ", key, value);
    }
    rows.push_back({"Properties", properties.empty() ? "" : "(" + properties + ")"});
  }
  return rows_of({"info_name", "info_value"}, rows);
}

Answer Session::answer(const sql::ExplainStatement& statement, const sql::Fragment& text) {
  Prepared prepared = resolve(*statement.query, text);
  if (prepared.plan == nullptr) {
    // Spark shows what is wrong in place of the plan.
    const Diagnostic& wrong = prepared.diagnostics.front();
    return rows_of({"plan"}, {{"Error occurred during query planning: "},
                              {fmt::format("[{}] {}", wrong.condition, wrong.message)}});
  }
  return rows_of({"plan"}, {{"== Plan ==\n" + plan::text_of(*prepared.plan)}});
}

Answer Session::answer(const sql::ShowStatement& statement, const sql::Fragment& text) {
  switch (statement.kind) {
    case sql::ShowKind::kTables:
    case sql::ShowKind::kTablesExtended:
    case sql::ShowKind::kViews:
      return show_tables(statement, text);
    case sql::ShowKind::kSchemas:
      return show_schemas(statement);
    case sql::ShowKind::kCatalogs:
      return show_catalogs(statement);
    case sql::ShowKind::kFunctions:
      return FunctionCommands(*this, text).show(statement);
    case sql::ShowKind::kCurrentNamespace:
      return rows_of({"catalog", "namespace"}, {{names_.catalog, names_.schema}});
    case sql::ShowKind::kColumns:
    case sql::ShowKind::kProperties:
    case sql::ShowKind::kCreateTable:
    case sql::ShowKind::kPartitions:
      return show_of_table(statement, text);
  }
  CHECK(false);
}

Answer Session::show_tables(const sql::ShowStatement& statement, const sql::Fragment& text) {
  const plan::CurrentNames names = statement.scope ? schema_of(*statement.scope) : names_;
  const bool is_global = types::equal_ignoring_case(names.schema, TemporaryViews::kGlobalSchema);
  if (!is_global && !is_schema(names.catalog, names.schema)) {
    return refused(schema_not_found(names.catalog, names.schema), text,
                   statement.scope ? statement.scope->span : Span{});
  }
  const bool extended = statement.kind == sql::ShowKind::kTablesExtended;
  const bool only_views = statement.kind == sql::ShowKind::kViews;
  types::Schema columns = {text_column("namespace"),
                           text_column(only_views ? "viewName" : "tableName"), kIsTemporary};
  if (extended) {
    columns.push_back(text_column("information"));
  }
  std::vector<Row> rows;
  const auto things = warehouse_.things(names.catalog, names.schema);
  if (!things) {
    return refused(things.error());
  }
  for (const catalog::ListedThing& each : *things) {
    if ((only_views && !each.is_view) || !matches_pattern(each.name, statement.pattern)) {
      continue;
    }
    const plan::DatasetName full{
        .catalog = names.catalog, .schema = names.schema, .table = each.name};
    const auto thing = warehouse_.find(full);
    if (!thing) {
      return refused(thing.error());
    }
    if (!*thing) {
      continue;  // a folder that holds something else
    }
    rows.push_back({names.schema, each.name, "false"});
    if (extended) {
      const auto it = description_of(full, **thing);
      if (!it) {
        return refused(it.error());
      }
      rows.back().push_back(information(*it));
    }
  }
  for (const std::string& view : views_.names()) {
    const size_t dot = view.find('.');
    const bool view_is_global = dot != std::string::npos;
    const std::string name = view_is_global ? view.substr(dot + 1) : view;
    if ((view_is_global && !is_global) || !matches_pattern(name, statement.pattern)) {
      continue;
    }
    rows.push_back({view_is_global ? view.substr(0, dot) : "", name, "true"});
    if (extended) {
      rows.back().push_back("Table: " + name + "\nType: VIEW\n");
    }
  }
  return typed_rows(columns, rows);
}

Answer Session::show_schemas(const sql::ShowStatement& statement) {
  const std::string catalog = statement.scope ? statement.scope->last().name : names_.catalog;
  const auto schemas = warehouse_.schemas(catalog);
  if (!schemas) {
    return refused(schemas.error());
  }
  std::set<std::string> names(schemas->begin(), schemas->end());
  if (types::equal_ignoring_case(catalog, options_.defaults.catalog)) {
    names.insert(options_.defaults.schema);
  }
  std::vector<Row> rows;
  for (const std::string& name : names) {
    if (matches_pattern(name, statement.pattern)) {
      rows.push_back({name});
    }
  }
  return rows_of({"namespace"}, rows);
}

Answer Session::show_catalogs(const sql::ShowStatement& statement) {
  const auto catalogs = warehouse_.catalogs();
  if (!catalogs) {
    return refused(catalogs.error());
  }
  std::set<std::string> names(catalogs->begin(), catalogs->end());
  names.insert(options_.defaults.catalog);
  std::vector<Row> rows;
  for (const std::string& name : names) {
    if (matches_pattern(name, statement.pattern)) {
      rows.push_back({name});
    }
  }
  return rows_of({"catalog"}, rows);
}

Answer Session::show_of_table(const sql::ShowStatement& statement, const sql::Fragment& text) {
  sql::Name name = *statement.name;
  if (statement.scope) {
    // SHOW COLUMNS IN t IN schema.
    const size_t parts = name.parts.size();
    if (parts > 1 &&
        !types::equal_ignoring_case(name.parts[parts - 2].name, statement.scope->last().name)) {
      return refused(
          {.code = ErrorCode::kInvalid,
           .message = fmt::format("SHOW COLUMNS with conflicting namespaces: `{}` != "
                                  "`{}`.",
                                  statement.scope->last().name, name.parts[parts - 2].name),
           .condition = "SHOW_COLUMNS_WITH_CONFLICT_NAMESPACE",
           .sqlstate = "42K05"},
          text, statement.scope->span);
    }
    if (parts == 1) {
      name.parts.insert(name.parts.begin(), statement.scope->last());
    }
  }
  const auto it = described(name);
  if (!it) {
    return refused(it.error(), text, statement.name->span);
  }
  const auto refuse = [&](const Error& error) {
    return refused(error, text, statement.name->span);
  };
  std::vector<Row> rows;
  if (statement.kind == sql::ShowKind::kColumns) {
    for (const types::Field& field : it->schema) {
      rows.push_back({field.name});
    }
    return rows_of({"col_name"}, rows);
  }
  if (statement.kind == sql::ShowKind::kCreateTable) {
    if (it->kind == DescribedKind::kTemporaryView) {
      return refuse({.code = ErrorCode::kInvalid,
                     .message = fmt::format("'SHOW CREATE TABLE' expects a permanent view but {} "
                                            "is a temp view.",
                                            quoted(parts_of(name))),
                     .condition = "EXPECT_PERMANENT_VIEW_NOT_TEMP",
                     .sqlstate = "42809"});
    }
    return rows_of({"createtab_stmt"}, {{create_statement(*it)}});
  }
  if (statement.kind == sql::ShowKind::kPartitions) {
    return show_partitions(*it, statement, text);
  }
  if (!statement.key) {
    for (const auto& [key, value] : it->properties) {
      rows.push_back({key, value});
    }
    return rows_of({"key", "value"}, rows);
  }
  const auto found = it->properties.find(*statement.key);
  return rows_of({"key", "value"},
                 {{*statement.key, found == it->properties.end()
                                       ? fmt::format("Table {} does not have property: {}",
                                                     it->name.text(), *statement.key)
                                       : found->second}});
}

Answer Session::show_partitions(const Description& it, const sql::ShowStatement& statement,
                                const sql::Fragment& text) {
  if (it.kind == DescribedKind::kTemporaryView || it.kind == DescribedKind::kView) {
    const std::string name =
        it.kind == DescribedKind::kView ? quoted(it.name) : quoted(parts_of(*statement.name));
    return refused(table_expected("SHOW PARTITIONS", name), text, statement.name->span);
  }
  if (it.partition_columns.empty()) {
    return refused({.code = ErrorCode::kInvalid,
                    .message = fmt::format("The partition command is invalid. Table {} is not "
                                           "partitioned.",
                                           quoted(it.name)),
                    .condition = "INVALID_PARTITION_OPERATION.PARTITION_SCHEMA_IS_EMPTY",
                    .sqlstate = "42601"},
                   text, statement.name->span);
  }
  std::set<std::string> wanted;
  for (const sql::PartitionItem& item : statement.partition) {
    auto folder = partition_part(it, item, text);
    if (!folder) {
      return refused(folder.error(), text, item.column.span);
    }
    wanted.insert(*std::move(folder));
  }
  std::set<std::string> partitions;
  if (it.format == "delta") {
    const auto snapshot = delta_table(it.location).snapshot();
    if (!snapshot) {
      return refused(snapshot.error());
    }
    (*snapshot)->files.for_each([&](const std::string&, const delta::AddFile& file) {
      const delta::PartitionValues texts = (*snapshot)->partition_values_of(file);
      std::vector<std::pair<std::string, std::optional<std::string>>> values;
      for (const std::string& column : it.partition_columns) {
        values.emplace_back(column, texts.at(column));
      }
      partitions.insert(delta::partition_folder(values));
    });
  } else {
    const auto files = sink::files_of_table(
        {.files = reading_.files, .random = options_.random, .path = it.location, .scratch = ""});
    if (!files) {
      return refused(files.error());
    }
    for (const std::string& file : *files) {
      partitions.insert(partition_of(file));
    }
  }
  std::vector<Row> rows;
  for (const std::string& partition : partitions) {
    const auto is_in = [&](const std::string& part) { return has_part(partition, part); };
    if (std::ranges::all_of(wanted, is_in)) {
      rows.push_back({partition});
    }
  }
  return rows_of({"partition"}, rows);
}

// What PARTITION (p = 1) wants of a partition's folder: "p=1".
Result<std::string> Session::partition_part(const Description& it, const sql::PartitionItem& item,
                                            const sql::Fragment& text) {
  const auto column = std::ranges::find_if(it.partition_columns, [&](const std::string& name) {
    return types::equal_ignoring_case(name, item.column.name);
  });
  const auto at = types::find_field(it.schema, item.column.name);
  if (column == it.partition_columns.end() || !at) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("The partition(s) `{}` cannot be found in table {}. Verify "
                                        "the partition specification and table name.",
                                        item.column.name, quoted(it.name)),
                 .condition = "PARTITIONS_NOT_FOUND",
                 .sqlstate = "428FT"};
  }
  if (item.value == nullptr) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("Invalid SQL syntax: Partition key `{}` must set value.",
                                        item.column.name),
                 .condition = "INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE",
                 .sqlstate = "42000"};
  }
  const types::DataType& type = it.schema[*at].type;
  ASSIGN_OR_RETURN(plan::ExpressionPtr value, constant(*item.value, text));
  ASSIGN_OR_RETURN(
      const types::Value known,
      constants_.value_of(plan::make_cast(std::move(value), type), settings_.time_zone));
  ASSIGN_OR_RETURN(std::optional<std::string> written, delta::partition_text(known, type));
  return delta::partition_folder({{*column, std::move(written)}});
}

}  // namespace tarn::session
