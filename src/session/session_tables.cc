// Tables of the warehouse: made and dropped.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "delta/table.h"
#include "plan/text_lengths.h"
#include "session/refusals.h"
#include "session/session.h"
#include "session/spelling.h"
#include "sql/parse.h"
#include "storage/path.h"
#include "types/declared_type.h"
#include "types/identity_column.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

// What CREATE TABLE asks for, with its columns known.
struct Wanted {
  plan::DatasetName name;
  std::string format;
  types::Schema schema;
  std::vector<std::string> partition_columns;
};

Error unknown_format(const std::string& format) {
  const bool is_known = format == "orc" || format == "avro" || format == "text" ||
                        format == "xml" || format == "binaryfile" || format == "hive" ||
                        format == "jdbc";
  if (is_known) {
    return unsupported("A table USING " + format +
                       " is not supported by Tarn; delta, parquet, csv and json are");
  }
  return {.code = ErrorCode::kNotFound,
          .message = fmt::format("Failed to find the data source: {}; delta, parquet, csv and json "
                                 "are known.",
                                 format),
          .condition = "DATA_SOURCE_NOT_FOUND",
          .sqlstate = "42K02"};
}

// Spark's own plain-file formats keep partition columns behind the others; Delta keeps the order.
void move_partitions_behind(Wanted& wanted) {
  if (wanted.format == "delta") {
    return;
  }
  types::Schema behind;
  for (const std::string& column : wanted.partition_columns) {
    const auto at = types::find_field(wanted.schema, column);
    behind.push_back(wanted.schema[*at]);
    wanted.schema.erase(wanted.schema.begin() + static_cast<ptrdiff_t>(*at));
  }
  wanted.schema.insert(wanted.schema.end(), behind.begin(), behind.end());
}

Status check_columns(const Wanted& wanted) {
  std::set<std::string> seen;
  for (const types::Field& field : wanted.schema) {
    const std::string folded = types::case_folded(field.name);
    if (!seen.insert(folded).second) {
      return column_exists(folded);
    }
  }
  for (const std::string& column : wanted.partition_columns) {
    const auto place = types::find_field(wanted.schema, column);
    if (place && types::identity_of(wanted.schema[*place])) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format("PARTITIONED BY IDENTITY column {} is not supported.",
                                          wanted.schema[*place].name),
                   .condition = "DELTA_IDENTITY_COLUMNS_PARTITION_NOT_SUPPORTED",
                   .sqlstate = "42601"};
    }
    if (place && wanted.schema[*place].type.is(types::TypeKind::kVariant)) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "Cannot use \"VARIANT\" for partition column.",
                   .condition = "INVALID_PARTITION_COLUMN_DATA_TYPE",
                   .sqlstate = "0A000"};
    }
    if (!place) {
      std::vector<std::string> known;
      for (const types::Field& field : wanted.schema) {
        known.push_back("`" + field.name + "`");
      }
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format("partition column `{}` is not defined in table {}, "
                                          "defined table columns are: {}.",
                                          column, quoted(wanted.name), fmt::join(known, ", ")),
                   .condition = "COLUMN_NOT_DEFINED_IN_TABLE",
                   .sqlstate = "42703"};
    }
  }
  if (!wanted.schema.empty() && wanted.partition_columns.size() == wanted.schema.size()) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "Cannot use all columns for partition columns.",
                 .condition = "ALL_PARTITION_COLUMNS_NOT_ALLOWED",
                 .sqlstate = "KD005"};
  }
  return ok();
}

// What the data source of a format does not store.
Status check_stored_types(const Wanted& wanted) {
  for (const types::Field& field : wanted.schema) {
    const bool is_flat_text = wanted.format == "csv" &&
                              (field.type.is_nested() || field.type.is(types::TypeKind::kBinary) ||
                               field.type.is(types::TypeKind::kVariant));
    if (field.type.is(types::TypeKind::kVoid) || is_flat_text) {
      return Error{
          .code = ErrorCode::kInvalid,
          .message = fmt::format("The {} datasource doesn't support the column `{}` of the "
                                 "type \"{}\".",
                                 wanted.format, field.name, field.type.sql()),
          .condition = "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
          .sqlstate = "0A000"};
    }
  }
  return ok();
}

// Options that would change how rows are written, and that nothing here follows.
Status check_options(const std::string& format, const std::map<std::string, std::string>& options) {
  const auto refuse = [&](const std::string& key, const std::string& value) {
    return unsupported(
        fmt::format("The option '{}' with the value '{}' of a table USING {} is not "
                    "supported by Tarn",
                    key, value, format));
  };
  for (const auto& [key, value] : options) {
    const std::string folded = types::case_folded(value);
    const bool has_options = format == "csv" || format == "json";
    const bool is_plain_compression = folded == "none" || folded == "uncompressed";
    if (key == "path" || (format == "parquet" && key == "mergeschema")) {
      continue;
    }
    if (!has_options || (key == "compression" && !is_plain_compression) ||
        ((key == "encoding" || key == "charset") && folded != "utf-8") ||
        (key == "linesep" && value != "\n")) {
      return refuse(key, value);
    }
  }
  return ok();
}

// What of a statement no table has. `place` becomes that of what is wrong.
Status check_clauses(const sql::CreateTable& statement, const std::string& format, Span& place) {
  if (statement.query != nullptr && !statement.columns.empty()) {
    return legacy("0035",
                  "Operation not allowed: Schema may not be specified in a Create Table As Select "
                  "(CTAS) statement.");
  }
  if (!statement.constraints.empty()) {
    place = statement.constraints.front().span;
    return unsupported(statement.constraints.front().words +
                       " of a table is not supported by Tarn");
  }
  if (statement.cluster_by.mode != sql::ClusterMode::kNone) {
    place = statement.cluster_by.span;
    return unsupported("CLUSTER BY of a table is not supported in a session");
  }
  if (format != "delta" && format != "parquet" && format != "csv" && format != "json") {
    place = statement.format ? statement.format->span : place;
    return unknown_format(format);
  }
  return check_options(format, options_of(statement.options));
}

std::vector<std::string> names_of(const std::vector<sql::Identifier>& identifiers) {
  std::vector<std::string> names;
  for (const sql::Identifier& each : identifiers) {
    names.push_back(each.name);
  }
  return names;
}

}  // namespace

std::map<std::string, std::string> map_of(const std::vector<sql::Property>& properties) {
  std::map<std::string, std::string> map;
  for (const sql::Property& each : properties) {
    map[each.key] = each.value;
  }
  return map;
}

std::map<std::string, std::string> delta_properties_of(
    const std::vector<sql::Property>& properties) {
  std::map<std::string, std::string> map = map_of(properties);
  std::erase_if(map, [](const auto& each) {
    return types::equal_ignoring_case(each.first, "delta.feature.allowColumnDefaults") &&
           types::equal_ignoring_case(each.second, "supported");
  });
  return map;
}

std::map<std::string, std::string> options_of(const std::vector<sql::Property>& properties) {
  std::map<std::string, std::string> map;
  for (const sql::Property& each : properties) {
    map[types::case_folded(each.key)] = each.value;
  }
  return map;
}

plan::DatasetName Session::dataset_of(const sql::Name& name) const {
  return full_name(parts_of(name), names_);
}

delta::Table Session::delta_table(const std::string& path) const {
  return delta::Table({.files = reading_.files,
                       .clock = reading_.clock,
                       .random = options_.random,
                       .checkpoints = reading_.checkpoints},
                      path);
}

Error Session::not_found(const sql::Name& name) const {
  std::vector<std::string> known = views_.names();
  const plan::DatasetName full = dataset_of(name);
  if (const auto things = warehouse_.things(full.catalog, full.schema)) {
    for (const catalog::ListedThing& each : *things) {
      known.push_back(each.name);
    }
  }
  return table_not_found(quoted(parts_of(name)), nearest(name.last().name, known));
}

// "SELECT * FROM csv.`path` WITH (..)": the files that OPTIONS name.
Result<std::string> Session::files_of(const sql::Identifier& format,
                                      const std::vector<sql::Property>& given,
                                      const std::vector<sql::ColumnDefinition>& columns) const {
  std::map<std::string, std::string> options = options_of(given);
  const auto path = options.find("path");
  if (path == options.end()) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "The option 'path' says which files are read, and is missing.",
                 .condition = "UNABLE_TO_INFER_SCHEMA",
                 .sqlstate = "42KD9"};
  }
  std::string text =
      fmt::format("SELECT * FROM {}.{}", back_quoted(types::case_folded(format.name)),
                  back_quoted(path->second));
  options.erase(path);
  if (!columns.empty()) {
    types::Schema schema;
    for (const sql::ColumnDefinition& column : columns) {
      ASSIGN_OR_RETURN(
          types::DataType type,
          plan::type_without_lengths(column.type.value_or(types::DataType()), settings_));
      schema.push_back({.name = column.name.name, .type = std::move(type)});
    }
    options["schema"] = types::DataType::structure(schema).sql();
  }
  std::vector<std::string> written;
  for (const auto& [key, value] : options) {
    written.push_back(fmt::format("{} = {}", text_literal(key), text_literal(value)));
  }
  if (!written.empty()) {
    text += fmt::format(" WITH ({})", fmt::join(written, ", "));
  }
  return text;
}

Answer Session::answer(sql::CreateTable& statement, const sql::Fragment& text) {
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  Wanted wanted{.name = dataset_of(statement.name),
                .format = statement.format ? types::case_folded(statement.format->name) : "delta",
                .schema = {},
                .partition_columns = names_of(statement.partitioned_by)};
  Span place = statement.name.span;
  if (const Status known = check_clauses(statement, wanted.format, place); !known) {
    return refused(known.error(), text, place);
  }
  if (!is_schema(wanted.name.catalog, wanted.name.schema)) {
    return refuse(schema_not_found(wanted.name.catalog, wanted.name.schema));
  }
  const auto there = warehouse_.find(wanted.name);
  if (!there) {
    return refuse(there.error());
  }
  if (*there && statement.if_not_exists) {
    return {};
  }
  if (statement.or_replace && wanted.format != "delta") {
    return refuse(delta_operation(quoted(wanted.name), "REPLACE TABLE"));
  }
  if (*there && !statement.or_replace) {
    return refuse(table_exists(wanted.name));
  }
  Prepared prepared;
  if (statement.query != nullptr) {
    prepared = resolve(*statement.query, text);
    if (prepared.plan == nullptr) {
      return refused(std::move(prepared.diagnostics));
    }
    wanted.schema = plan::schema_of(*prepared.plan);
    for (types::Field& field : wanted.schema) {
      field.nullable = true;
    }
  } else {
    auto columns = columns_of_new(statement, wanted.name, wanted.format);
    if (!columns) {
      return refuse(columns.error());
    }
    wanted.schema = *std::move(columns);
  }
  if (const Status fits = check_columns(wanted); !fits) {
    return refuse(fits.error());
  }
  move_partitions_behind(wanted);
  if (const Status fits = check_stored_types(wanted); !fits) {
    return refuse(fits.error());
  }
  const bool replaces = there->has_value();
  if (const Status made = make_table(statement, wanted.name, wanted.format, wanted.schema,
                                     wanted.partition_columns, replaces);
      !made) {
    return refuse(made.error());
  }
  if (prepared.plan == nullptr) {
    return {};
  }
  const Status filled = fill(wanted.name, std::move(prepared.plan));
  if (!filled) {
    // The statement did nothing: the table goes again.
    const Status gone = replaces ? ok() : warehouse_.drop(wanted.name, options_.random);
    return refused(gone ? filled.error() : gone.error());
  }
  return {};
}

// Those that the statement lists, or those of files that are there.
Result<types::Schema> Session::columns_of_new(const sql::CreateTable& statement,
                                              const plan::DatasetName& name,
                                              const std::string& format) {
  if (statement.columns.empty()) {
    return format == "delta" ? Result<types::Schema>(types::Schema())
                             : inferred_columns(statement, format);
  }
  for (const sql::ColumnDefinition& column : statement.columns) {
    if (format != "delta" && (column.generated_as || column.identity)) {
      return table_operation(quoted(name),
                             column.identity ? "identity columns" : "generated columns");
    }
  }
  return listed_columns(statement.columns);
}

// The columns of files that are there already.
Result<types::Schema> Session::inferred_columns(const sql::CreateTable& statement,
                                                const std::string& format) {
  std::vector<sql::Property> options = statement.options;
  if (statement.location) {
    options.push_back({.key = "path", .value = *statement.location});
  }
  ASSIGN_OR_RETURN(const std::string query, files_of({.name = format}, options, {}));
  const Prepared prepared = prepare(sql::Fragment::whole(query, "USING"));
  if (prepared.plan == nullptr) {
    return prepared.diagnostics.front().as_error();
  }
  return plan::schema_of(*prepared.plan);
}

Status Session::make_table(const sql::CreateTable& statement, const plan::DatasetName& name,
                           const std::string& format, const types::Schema& schema,
                           const std::vector<std::string>& partitions, bool replaces) {
  std::map<std::string, std::string> options = options_of(statement.options);
  std::optional<std::string> location = statement.location;
  if (const auto path = options.find("path"); path != options.end()) {
    location = location ? location : path->second;
    options.erase(path);
  }
  if (location) {
    location = storage::join(reading_.root, *location);
  }
  catalog::FileTable entry{.format = format,
                           .schema = schema,
                           .partition_columns = partitions,
                           .options = options,
                           .properties = map_of(statement.properties),
                           .comment = statement.comment,
                           .location = location,
                           .created_ms = reading_.clock.now() / 1000};
  if (format != "delta") {
    RETURN_IF_ERROR(location ? reading_.files.make_directories(*location) : ok());
    return warehouse_.create(name, entry);
  }
  const std::string path = location.value_or(warehouse_.path_of(name));
  if (replaces) {
    RETURN_IF_ERROR(warehouse_.drop(name, options_.random));
  }
  if (location) {
    entry.schema.clear();
    entry.partition_columns.clear();
    RETURN_IF_ERROR(warehouse_.create(name, entry));
  }
  delta::Table table = delta_table(path);
  if (location && table.snapshot()) {
    return ok();  // a table that is there already gets a name
  }
  RETURN_IF_ERROR(table.create({.schema = schema,
                                .partition_columns = partitions,
                                .properties = delta_properties_of(statement.properties),
                                .comment = statement.comment}));
  return ok();
}

Answer Session::answer(const sql::CreateTableLike& statement, const sql::Fragment& text) {
  sql::CreateTable like{.if_not_exists = statement.if_not_exists,
                        .name = statement.name,
                        .format = statement.format,
                        .location = statement.location,
                        .properties = statement.properties};
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  auto source = described(statement.source);
  if (!source) {
    return refused(source.error(), text, statement.source.span);
  }
  const plan::DatasetName name = dataset_of(statement.name);
  if (!is_schema(name.catalog, name.schema)) {
    return refuse(schema_not_found(name.catalog, name.schema));
  }
  const auto there = warehouse_.find(name);
  if (!there || *there) {
    return !there                    ? refuse(there.error())
           : statement.if_not_exists ? Answer{}
                                     : refuse(table_exists(name));
  }
  const std::string format = statement.format         ? types::case_folded(statement.format->name)
                             : source->format.empty() ? "delta"
                                                      : source->format;
  if (format != "delta" && format != "parquet" && format != "csv" && format != "json") {
    return refuse(unknown_format(format));
  }
  // A copy counts on from where its source is; files count nothing.
  for (types::Field& column : source->schema) {
    if (format != "delta") {
      types::drop_identity(column);
    }
  }
  const Status made =
      make_table(like, name, format, source->schema, source->partition_columns, false);
  return made ? Answer{} : refuse(made.error());
}

Answer Session::answer(const sql::DropTable& statement, const sql::Fragment& text) {
  if (views_.drop(parts_of(statement.name))) {
    return {};
  }
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  const plan::DatasetName name = dataset_of(statement.name);
  const auto there = warehouse_.find(name);
  if (!there) {
    return refuse(there.error());
  }
  if (!*there) {
    return statement.if_exists ? Answer{} : refuse(not_found(statement.name));
  }
  const Status done = warehouse_.drop(name, options_.random);
  return done ? Answer{} : refuse(done.error());
}

// The table that a command changes; a view or nothing is an error.
Result<catalog::Thing> Session::table_to_change(const sql::Name& name,
                                                const std::string& operation) const {
  if (views_.find(parts_of(name)) != nullptr) {
    return table_expected(operation, quoted(parts_of(name)));
  }
  if (name.parts.size() == 2 && types::equal_ignoring_case(name.parts[0].name, "delta")) {
    const std::string path = storage::join(reading_.root, name.parts[1].name);
    if (delta_table(path).snapshot()) {
      return catalog::Thing(catalog::DeltaTable{.path = path, .is_external = true});
    }
  }
  ASSIGN_OR_RETURN(std::optional<catalog::Thing> thing, warehouse_.find(dataset_of(name)));
  if (!thing) {
    return not_found(name);
  }
  if (std::holds_alternative<catalog::View>(*thing)) {
    return table_expected(operation, quoted(dataset_of(name)));
  }
  return *std::move(thing);
}

}  // namespace tarn::session
