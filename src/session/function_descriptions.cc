// What SHOW FUNCTIONS and DESCRIBE FUNCTION say, and REFRESH FUNCTION, which only looks a name up.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "plan/function.h"
#include "session/function_commands.h"
#include "session/refusals.h"
#include "sql/parse.h"
#include "types/utf8.h"

namespace tarn::session {

namespace {

using Row = std::vector<Cell>;

// The lines of a schema, its columns below each other, behind a title in the first.
void append_columns(std::vector<Row>& rows, const std::string& title, const types::Schema& columns,
                    const std::map<std::string, std::string>& defaults, bool extended) {
  size_t name_width = 0;
  size_t type_width = 0;
  for (const types::Field& column : columns) {
    name_width = std::max(name_width, column.name.size());
    type_width = std::max(type_width, column.type.sql().size());
  }
  for (const types::Field& column : columns) {
    std::string line = &column == &columns.front() ? title : std::string(title.size(), ' ');
    line += fmt::format("{:<{}} {:<{}}", column.name, name_width, column.type.sql(), type_width);
    if (extended) {
      const auto value = defaults.find(column.name);
      if (value != defaults.end()) line += " DEFAULT " + value->second;
      if (!column.comment.empty()) line += " '" + column.comment + "'";
    }
    rows.push_back({std::move(line)});
  }
  if (columns.empty()) {
    rows.push_back({title + "()"});
  }
}

std::vector<Row> rows_of_function(const std::string& name, const catalog::Function& function,
                                  bool extended) {
  const auto title = [extended](std::string_view word) {
    return fmt::format("{:<{}}", std::string(word) + ":", extended ? 15 : 10);
  };
  std::vector<Row> rows = {{title("Function") + name},
                           {title("Type") + (function.is_table ? "TABLE" : "SCALAR")}};
  append_columns(rows, title("Input"), function.parameters, function.defaults, extended);
  if (function.is_table) {
    append_columns(rows, title("Returns"), function.returns, {}, extended);
  } else {
    rows.push_back({title("Returns") + function.returns.front().type.sql()});
  }
  if (extended) {
    if (function.comment) {
      rows.push_back({title("Comment") + *function.comment});
    }
    rows.push_back({title("Deterministic") + (function.deterministic ? "true" : "false")});
    rows.push_back({title("Data Access") + function.data_access});
    rows.push_back({title("Body") + function.body});
  }
  return rows;
}

// builtin.abs, system.builtin.abs, abs.
std::string builtin_name(const std::string& written) {
  for (const std::string_view qualifier : {"system.builtin.", "builtin."}) {
    if (types::case_folded(written).starts_with(qualifier)) {
      return types::case_folded(written.substr(qualifier.size()));
    }
  }
  return types::case_folded(written);
}

}  // namespace

Result<std::optional<catalog::Function>> FunctionCommands::definition(
    const std::vector<std::string>& name, std::string& full_name) const {
  if (const auto own = session_.functions_.find(name)) {
    full_name = own->function->name;
    return std::optional(own->definition);
  }
  if (name.size() > 3) {
    return std::optional<catalog::Function>();
  }
  const plan::DatasetName dataset = tarn::session::full_name(name, session_.names_);
  full_name = dataset.text();
  return session_.warehouse_.find_function(dataset);
}

Answer FunctionCommands::describe(const sql::DescribeStatement& statement) {
  const std::string name = builtin_name(statement.function);
  const plan::Function* const function = plan::find_function(name);
  if (function != nullptr) {
    std::vector<Row> rows = {{fmt::format("Function: {}", name)},
                             {fmt::format("Usage: {} - {}", function->usage, function->summary)}};
    if (statement.extended && function->determinism == plan::Determinism::kVolatile) {
      rows.push_back({"Deterministic: false"});
    }
    return rows_of({"function_desc"}, rows);
  }
  const auto parsed = sql::parse_name(sql::Fragment::whole(statement.function));
  const std::vector<std::string> parts =
      parsed ? parts_of(*parsed) : std::vector<std::string>{statement.function};
  std::string full_name;
  const auto found = definition(parts, full_name);
  if (!found) {
    return refused(found.error());
  }
  if (*found) {
    return rows_of({"function_desc"}, rows_of_function(full_name, **found, statement.extended));
  }
  return refuse(unresolved(parts), statement.name.span);
}

Error FunctionCommands::unresolved(const std::vector<std::string>& name) const {
  return {.code = ErrorCode::kNotFound,
          .message = fmt::format("Cannot resolve routine {} on search path [`system`.`builtin`, "
                                 "`system`.`session`, `{}`.`{}`].",
                                 quoted(name), session_.names_.catalog, session_.names_.schema),
          .condition = "UNRESOLVED_ROUTINE",
          .sqlstate = "42883"};
}

Answer FunctionCommands::answer(const sql::RefreshFunction& statement) {
  const std::vector<std::string> name = parts_of(statement.name);
  const Span span = statement.name.span;
  if (plan::find_function(builtin_name(statement.name.text())) != nullptr) {
    return refuse(legacy("1256", "Cannot refresh built-in function " + name.back() + "."), span);
  }
  std::string full_name;
  const auto found = definition(name, full_name);
  if (!found || *found) {
    return found ? Answer{} : refuse(found.error(), span);
  }
  return refuse({.code = ErrorCode::kNotFound,
                 .message = fmt::format("The routine {} cannot be found. Verify the spelling and "
                                        "correctness of the schema and catalog.",
                                        quoted(session_.dataset_of(statement.name))),
                 .condition = "ROUTINE_NOT_FOUND",
                 .sqlstate = "42883"},
                span);
}

Answer FunctionCommands::show(const sql::ShowStatement& statement) {
  const plan::CurrentNames names =
      statement.scope ? session_.schema_of(*statement.scope) : session_.names_;
  if (!session_.is_schema(names.catalog, names.schema)) {
    return refuse(schema_not_found(names.catalog, names.schema),
                  statement.scope ? statement.scope->span : Span{});
  }
  std::vector<std::string> found;
  if (statement.functions != "USER") {
    for (const plan::Function* function : plan::all_functions()) {
      if (function->name.find('.') == std::string_view::npos &&
          matches_pattern(std::string(function->name), statement.pattern)) {
        found.emplace_back(function->name);
      }
    }
  }
  if (statement.functions != "SYSTEM") {
    for (const std::string& each : session_.functions_.names()) {
      if (matches_pattern(each, statement.pattern)) {
        found.push_back(each);
      }
    }
    const auto kept = session_.warehouse_.functions(names.catalog, names.schema);
    if (!kept) {
      return refused(kept.error());
    }
    for (const std::string& each : *kept) {
      if (matches_pattern(each, statement.pattern)) {
        found.push_back(fmt::format("{}.{}.{}", names.catalog, names.schema, each));
      }
    }
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<Row> rows;
  for (std::string& each : found) {
    rows.push_back({std::move(each)});
  }
  return rows_of({"function"}, rows);
}

}  // namespace tarn::session
