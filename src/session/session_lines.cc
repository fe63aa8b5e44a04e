// Rows that go into a table of text files: as lines.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "plan/builder.h"
#include "session/session.h"
#include "session/spelling.h"
#include "sink/file_table_sink.h"
#include "sql/parse.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

// Options of reading that to_csv() and to_json() do not know.
constexpr std::string_view kReaderOnly[] = {"header",      "path",        "inferschema",
                                            "mode",        "multiline",   "samplingratio",
                                            "mergeschema", "compression", "encoding"};

bool is_true(const std::optional<std::string>& text) {
  return text && types::equal_ignoring_case(*text, "true");
}

// "to_csv(named_struct('a', `a`), map('sep', ';'))"
std::string line_expression(const catalog::FileTable& table) {
  std::vector<std::string> fields;
  for (const types::Field& field : table.data_schema()) {
    fields.push_back(text_literal(field.name));
    fields.push_back(back_quoted(field.name));
  }
  std::vector<std::string> options;
  for (const auto& [key, value] : table.options) {
    if (std::ranges::find(kReaderOnly, key) == std::end(kReaderOnly)) {
      options.push_back(text_literal(key));
      options.push_back(text_literal(value));
    }
  }
  return fmt::format("to_{}(named_struct({}){})", table.format, fmt::join(fields, ", "),
                     options.empty() ? "" : fmt::format(", map({})", fmt::join(options, ", ")));
}

std::string header_of(const catalog::FileTable& table) {
  const auto header = table.options.find("header");
  if (table.format != "csv" || header == table.options.end() || !is_true(header->second)) {
    return {};
  }
  const auto separator = table.options.find("sep");
  std::vector<std::string> names;
  for (const types::Field& field : table.data_schema()) {
    names.push_back(field.name);
  }
  return fmt::format("{}", fmt::join(names, separator == table.options.end() ? std::string(",")
                                                                             : separator->second));
}

}  // namespace

// The rows as lines of text, which to_csv() and to_json() make.
Result<std::vector<sink::TableFile>> Session::store_lines(const catalog::FileTable& table,
                                                          const sink::Folder& folder,
                                                          const sink::Rows& rows) {
  std::vector<std::string> items = {line_expression(table)};
  for (const std::string& column : table.partition_columns) {
    items.push_back(fmt::format("CAST({} AS STRING)", back_quoted(column)));
  }
  SessionCatalog catalog = catalog_of({});
  std::vector<plan::NamedExpression> columns;
  for (const std::string& item : items) {
    const auto text = sql::Fragment::whole(item, "line");
    const auto parsed = sql::parse_expression(text);
    CHECK(parsed);
    plan::ExpressionResolution resolved =
        plan::resolve_expression(**parsed, *rows.plan, text.source(), settings_, catalog, ids_);
    if (resolved.expression == nullptr) {
      return resolved.diagnostics.front().as_error();
    }
    columns.push_back(
        {.id = ids_.next_attribute(), .name = "line", .expression = resolved.expression});
  }
  const plan::PlanPtr lines = plan::make_project(rows.plan, std::move(columns));
  return sink::write_text_table(folder,
                                {.connection = rows.connection,
                                 .plan = lines,
                                 .bindings = rows.bindings,
                                 .moment = rows.moment},
                                {.extension = table.format,
                                 .header = header_of(table),
                                 .partitions = table.partition_columns});
}

}  // namespace tarn::session
