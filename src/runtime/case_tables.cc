#include "runtime/case_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "delta/log_files.h"
#include "delta/snapshot.h"
#include "delta/table.h"
#include "engine/each_row.h"
#include "session/session.h"
#include "sink/delta_sink.h"
#include "storage/path.h"

namespace tarn::runtime {
namespace {

std::string literal(const Cell& cell) {
  if (!cell) {
    return "NULL";
  }
  std::string text = "'";
  for (const char c : *cell) {
    text += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return text + "'";
}

std::string back_quoted(const std::string& name) {
  std::string text = "`";
  for (const char c : name) {
    text += c == '`' ? "``" : std::string(1, c);
  }
  return text + "`";
}

// Text to a value: VARIANTs, lists, maps and structs are written as JSON. Each is read inside of an
// object, because a list by itself is not one document for from_json.
std::string conversion(const std::string& column, const types::DataType& type) {
  if (type.is(types::TypeKind::kVariant)) {
    return fmt::format("parse_json({})", column);
  }
  return type.is_nested() ? fmt::format(
                                "from_json(concat('{{\"v\":', {}, '}}'), 'STRUCT<v: {}>', "
                                "map('mode', 'FAILFAST')).v",
                                column, type.sql())
                          : fmt::format("CAST({} AS {})", column, type.sql());
}

// SELECT CAST(c0 AS INT) AS `id`, .. FROM (SELECT CAST(c0 AS STRING) .. FROM VALUES ('1', ..), ..
// AS given(c0, ..))
std::string query_of(const CaseRows& rows, const types::Schema& schema) {
  std::vector<std::string> items;
  std::vector<std::string> columns;
  std::vector<std::string> texts;
  for (size_t i = 0; i < schema.size(); ++i) {
    columns.push_back(fmt::format("c{}", i));
    texts.push_back(
        fmt::format("CAST(c{0} AS STRING) AS c{0}", i));  // a column of NULLs has no type
    items.push_back(conversion(columns.back(), schema[i].type) + " AS " +
                    back_quoted(schema[i].name));
  }
  std::vector<std::string> lines;
  for (const CellRow& row : rows.rows) {
    std::vector<std::string> cells;
    std::ranges::transform(row, std::back_inserter(cells), literal);
    lines.push_back(fmt::format("({})", fmt::join(cells, ", ")));
  }
  return fmt::format("SELECT {} FROM (SELECT {} FROM VALUES {} AS given({}))",
                     fmt::join(items, ", "), fmt::join(texts, ", "), fmt::join(lines, ", "),
                     fmt::join(columns, ", "));
}

Result<std::unique_ptr<session::Session>> open_session(const CaseTables& tables) {
  return session::Session::open(tables.engine, tables.reading,
                                {.warehouse = tables.warehouse, .defaults = tables.defaults});
}

Result<plan::PlanPtr> prepare(session::Session& session, std::string query) {
  const session::Prepared prepared = session.prepare(sql::Fragment::whole(std::move(query)));
  if (prepared.plan == nullptr) {
    return prepared.diagnostics.front().as_error();
  }
  return prepared.plan;
}

Status append_rows(const CaseTables& tables, delta::Table& table, const CaseRows& rows,
                   const types::Schema& schema) {
  ASSIGN_OR_RETURN(const auto session, open_session(tables));
  ASSIGN_OR_RETURN(const plan::PlanPtr plan, prepare(*session, query_of(rows, schema)));
  ASSIGN_OR_RETURN(const auto connection, tables.engine.connect());
  ASSIGN_OR_RETURN(sink::DeltaSink sink,
                   sink::DeltaSink::open(table, tables.reading.files, tables.random, schema,
                                         storage::join(tables.warehouse, "_scratch/given")));
  const engine::Moment moment{.now = tables.reading.clock.now(),
                              .time_zone = tables.reading.zone.id};
  ASSIGN_OR_RETURN(
      [[maybe_unused]] const sink::Written written,
      sink.append({.flow_id = make_uuid(tables.random), .batch = {0}},
                  {.connection = *connection, .plan = plan, .bindings = {}, .moment = moment}));
  return ok();
}

}  // namespace

Result<types::Schema> typed_columns(const CaseRows& rows, const types::Schema& known) {
  if (rows.columns.empty()) {
    if (known.empty()) {
      return Error{
          .code = ErrorCode::kInvalid,
          .message = "the columns are not known; write a header such as `id: int | item: string`"};
    }
    return known;
  }
  types::Schema schema;
  for (const CaseColumn& column : rows.columns) {
    types::Field field{.name = column.name, .type = {}};
    const auto found = types::find_field(known, column.name);
    if (column.type) {
      field.type = *column.type;
    } else if (found) {
      field = known[*found];
      field.nullable = true;
    } else {
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format(
                       "the type of column '{0}' is not known; write `{0}: int` in the header, or "
                       "`columns: \"{0} INT, ..\"`",
                       column.name)};
    }
    schema.push_back(std::move(field));
  }
  return schema;
}

Status write_table(const CaseTables& tables, const std::string& path, const CaseRows& rows,
                   const types::Schema& schema, bool replaces) {
  delta::Table table({.files = tables.reading.files,
                      .clock = tables.reading.clock,
                      .random = tables.random,
                      .checkpoints = tables.reading.checkpoints},
                     path);
  ASSIGN_OR_RETURN(const bool exists, delta::has_table(tables.reading.files, path));
  if (!exists) {
    ASSIGN_OR_RETURN([[maybe_unused]] const auto created, table.create({.schema = schema}));
  } else if (replaces) {
    ASSIGN_OR_RETURN(
        [[maybe_unused]] const auto emptied,
        table.overwrite({.files = {}, .schema = schema, .operation = {.name = "TRUNCATE"}}));
  } else {
    ASSIGN_OR_RETURN([[maybe_unused]] const auto grown, table.change({.schema = schema}));
  }
  return rows.rows.empty() ? ok() : append_rows(tables, table, rows, schema);
}

Result<types::Schema> table_columns(const CaseTables& tables, const std::string& path) {
  ASSIGN_OR_RETURN(const bool exists, delta::has_table(tables.reading.files, path));
  if (!exists) {
    return types::Schema{};
  }
  ASSIGN_OR_RETURN(const delta::Snapshot snapshot,
                   delta::read_snapshot(tables.reading.files, tables.reading.checkpoints, path));
  return snapshot.schema;
}

Result<CaseRows> read_table(const CaseTables& tables, const std::string& name) {
  ASSIGN_OR_RETURN(const auto session, open_session(tables));
  ASSIGN_OR_RETURN(const plan::PlanPtr plan, prepare(*session, "SELECT * FROM " + name));
  ASSIGN_OR_RETURN(const auto stream, session->run(plan));
  const types::Schema schema = plan::schema_of(*plan);
  CaseRows rows;
  for (const types::Field& field : schema) {
    rows.columns.push_back({.name = field.name, .type = field.type});
  }
  RETURN_IF_ERROR(engine::for_each_row(*stream, [&](const types::Batch& batch, size_t row) {
    CellRow& cells = rows.rows.emplace_back();
    for (size_t i = 0; i < schema.size(); ++i) {
      cells.push_back(cell_of(batch.columns[i].value_at(row), schema[i].type, tables.reading.zone));
    }
  }));
  return rows;
}

}  // namespace tarn::runtime
