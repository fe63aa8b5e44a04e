#include "session/function_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "plan/function.h"
#include "plan/text_lengths.h"
#include "session/refusals.h"
#include "sql/query_parts.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

Error invalid_function(const std::string& condition, const std::string& message) {
  return {.code = ErrorCode::kInvalid,
          .message = "User defined function is invalid: " + message,
          .condition = "USER_DEFINED_FUNCTIONS." + condition,
          .sqlstate = "42601"};
}

std::optional<std::string> repeated(const std::vector<sql::ColumnDefinition>& columns) {
  std::set<std::string> seen;
  for (const sql::ColumnDefinition& column : columns) {
    if (!seen.insert(types::case_folded(column.name.name)).second) {
      return types::case_folded(column.name.name);
    }
  }
  return std::nullopt;
}

// The first SELECT of a query, through parentheses and set operations; null where there is none.
const sql::Select* first_select(const sql::QueryBody& body) {
  if (const auto* select = std::get_if<sql::Select>(&body.node)) return select;
  if (const auto* operation = std::get_if<sql::SetOperation>(&body.node)) {
    return first_select(*operation->first);
  }
  if (const auto* inner = std::get_if<sql::QueryPtr>(&body.node)) {
    return first_select(*(*inner)->body);
  }
  return nullptr;
}

bool is_without_name(const sql::SelectItem& item) {
  const sql::Expression& value = *item.expression;
  return item.aliases.empty() && value.as<sql::ColumnName>() == nullptr &&
         value.as<sql::Star>() == nullptr && value.as<sql::FieldAccess>() == nullptr;
}

types::Schema schema_of(const std::vector<sql::ColumnDefinition>& columns) {
  types::Schema schema;
  for (const sql::ColumnDefinition& column : columns) {
    schema.push_back(
        {.name = column.name.name, .type = *column.type, .comment = column.comment.value_or("")});
  }
  return schema;
}

Error routine_exists(const std::vector<std::string>& name) {
  return {.code = ErrorCode::kAlreadyExists,
          .message = fmt::format("Cannot create the routine {} because a routine of that name "
                                 "already exists. Choose a different name, drop or replace the "
                                 "existing routine, or add the IF NOT EXISTS clause.",
                                 quoted(name)),
          .condition = "ROUTINE_ALREADY_EXISTS",
          .sqlstate = "42723"};
}

Error routine_not_found(const std::vector<std::string>& name) {
  return {.code = ErrorCode::kNotFound,
          .message = fmt::format("The routine {} cannot be found. Verify the spelling and "
                                 "correctness of the schema and catalog, or write IF EXISTS.",
                                 quoted(name)),
          .condition = "ROUTINE_NOT_FOUND",
          .sqlstate = "42883"};
}

bool is_builtin(const std::vector<std::string>& name) {
  return name.size() == 1 && plan::find_function(types::case_folded(name[0])) != nullptr;
}

}  // namespace

// What is wrong with a definition before its body is looked at.
Status FunctionCommands::check_names(const sql::CreateFunction& statement) const {
  const std::string name = statement.name.last().name;
  if (statement.temporary && !own_name(parts_of(statement.name))) {
    const auto parts = parts_of(statement.name);
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format(
                     "Temporary FUNCTION `{}` cannot be qualified with {}. Temporary objects can "
                     "only be qualified with SESSION or SYSTEM.SESSION.",
                     name, quoted(std::vector<std::string>(parts.begin(), parts.end() - 1))),
                 .condition = "INVALID_TEMP_OBJ_QUALIFIER",
                 .sqlstate = "42602"};
  }
  if (const auto twice = repeated(statement.parameters)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("Found duplicate name(s) in the parameter list of the "
                                        "user-defined routine {}: `{}`.",
                                        name, *twice),
                 .condition = "DUPLICATE_ROUTINE_PARAMETER_NAMES",
                 .sqlstate = "42734"};
  }
  if (const auto twice = repeated(statement.columns)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("Found duplicate column(s) in the RETURNS clause column "
                                        "list of the user-defined routine {}: `{}`.",
                                        name, *twice),
                 .condition = "DUPLICATE_ROUTINE_RETURNS_COLUMNS",
                 .sqlstate = "42711"};
  }
  const sql::ColumnDefinition* with_default = nullptr;
  for (const sql::ColumnDefinition& parameter : statement.parameters) {
    if (!parameter.nullable) {
      return invalid_function(
          "NOT_NULL_ON_FUNCTION_PARAMETERS",
          "Cannot specify NOT NULL on function parameters: " + parameter.name.name);
    }
    if (parameter.default_value && sql::has_subquery(*parameter.default_value->expression)) {
      return invalid_function(
          "NOT_A_VALID_DEFAULT_EXPRESSION",
          fmt::format("The DEFAULT expression of `{}`.`{}` is not supported because it contains a "
                      "subquery.",
                      name, parameter.name.name));
    }
    if (with_default != nullptr && !parameter.default_value) {
      return invalid_function(
          "NOT_A_VALID_DEFAULT_PARAMETER_POSITION",
          fmt::format("In routine `{}` parameter `{}` with DEFAULT must not be followed by "
                      "parameter `{}` without DEFAULT.",
                      name, with_default->name.name, parameter.name.name));
    }
    with_default = parameter.default_value ? &parameter : with_default;
  }
  const bool is_table = statement.result == sql::FunctionResult::kTable ||
                        statement.result == sql::FunctionResult::kTableOfAny;
  if (is_table && statement.query == nullptr) {
    return invalid_function("SQL_TABLE_UDF_BODY_MUST_BE_A_QUERY",
                            fmt::format("SQL table function {} body must be a query.", name));
  }
  const sql::Select* const select = statement.result == sql::FunctionResult::kTableOfAny
                                        ? first_select(*statement.query->body)
                                        : nullptr;
  if (select != nullptr && std::ranges::any_of(select->items, is_without_name)) {
    return invalid_function(
        "SQL_TABLE_UDF_MISSING_COLUMN_NAMES",
        fmt::format("The relation returned by the query in the CREATE FUNCTION statement for `{}` "
                    "with RETURNS TABLE clause lacks explicit names for one or more output "
                    "columns.",
                    name));
  }
  return ok();
}

std::string FunctionCommands::full_name_of(const sql::CreateFunction& statement) const {
  return statement.temporary ? types::case_folded(statement.name.last().name)
                             : session_.dataset_of(statement.name).text();
}

Result<bool> FunctionCommands::is_there(const sql::CreateFunction& statement) const {
  if (statement.temporary) {
    return session_.functions_.find(parts_of(statement.name)) != nullptr;
  }
  const plan::DatasetName name = session_.dataset_of(statement.name);
  if (!session_.is_schema(name.catalog, name.schema)) {
    return schema_not_found(name.catalog, name.schema);
  }
  ASSIGN_OR_RETURN(const auto found, session_.warehouse_.find_function(name));
  return found.has_value();
}

// Neither parameters nor results have lengths.
Status FunctionCommands::take_types(sql::CreateFunction& statement) const {
  const auto take = [&](types::DataType& type) -> Status {
    ASSIGN_OR_RETURN(type, plan::type_without_lengths(type, session_.settings_));
    return ok();
  };
  for (auto* columns : {&statement.parameters, &statement.columns}) {
    for (sql::ColumnDefinition& column : *columns) {
      RETURN_IF_ERROR(take(*column.type));
    }
  }
  return statement.returns ? take(*statement.returns) : ok();
}

plan::SqlFunction FunctionCommands::written(sql::CreateFunction& statement) const {
  plan::SqlFunction function;
  function.name = full_name_of(statement);
  function.is_table = statement.result == sql::FunctionResult::kTable ||
                      statement.result == sql::FunctionResult::kTableOfAny;
  for (sql::ColumnDefinition& each : statement.parameters) {
    plan::FunctionParameter parameter{.name = each.name.name, .type = *each.type};
    if (each.default_value) {
      parameter.default_value = std::move(each.default_value->expression);
      parameter.default_text = text_.source();
    }
    function.parameters.push_back(std::move(parameter));
  }
  function.returns = statement.returns;
  function.columns = schema_of(statement.columns);
  function.expression = std::move(statement.expression);
  function.query = std::move(statement.query);
  function.text = text_.source();
  return function;
}

catalog::Function FunctionCommands::definition_of(const sql::CreateFunction& statement,
                                                  const plan::FunctionCheck& check) const {
  catalog::Function out{.parameters = schema_of(statement.parameters),
                        .returns = {},
                        .body = statement.body_text,
                        .current_catalog = session_.names_.catalog,
                        .current_schema = session_.names_.schema,
                        .settings = {},
                        .comment = statement.comment,
                        .created_ms = session_.reading_.clock.now() / 1000};
  for (const sql::ColumnDefinition& parameter : statement.parameters) {
    if (parameter.default_value) {
      out.defaults[parameter.name.name] = parameter.default_value->text;
    }
  }
  out.is_table = statement.result == sql::FunctionResult::kTable ||
                 statement.result == sql::FunctionResult::kTableOfAny;
  if (statement.result == sql::FunctionResult::kTable) {
    out.returns = schema_of(statement.columns);
  } else if (out.is_table) {
    out.returns = check.columns;
  } else {
    out.returns = {{.name = "", .type = check.returns}};
  }
  for (const auto& [key, value] : session_.kept_settings()) {
    out.settings[key] = value;
  }
  out.deterministic = statement.deterministic.value_or(check.deterministic);
  out.data_access =
      statement.data_access.value_or(check.reads_data ? "READS SQL DATA" : "CONTAINS SQL");
  return out;
}

Answer FunctionCommands::answer(sql::CreateFunction& statement) {
  const Span span = statement.name.span;
  if (const Status names = check_names(statement); !names) {
    return refuse(names.error(), span);
  }
  const auto there = is_there(statement);
  if (!there) {
    return refuse(there.error(), span);
  }
  if (*there && statement.if_not_exists) {
    return {};
  }
  if (const Status types = take_types(statement); !types) {
    return refuse(types.error(), span);
  }
  const bool is_query = statement.query != nullptr;
  const plan::DatasetName name = session_.dataset_of(statement.name);
  if (*there && !statement.or_replace) {
    return refuse(
        routine_exists(statement.temporary ? std::vector<std::string>{statement.name.last().name}
                                           : std::vector<std::string>{name.schema, name.table}),
        span);
  }
  const plan::SqlFunction function = written(statement);
  SessionCatalog catalog = session_.catalog_of(
      statement.temporary ? std::vector<std::string>{}
                          : std::vector<std::string>{name.catalog, name.schema, name.table});
  plan::FunctionCheck check =
      plan::check_function(function, session_.settings_, catalog, session_.ids_);
  if (!check.diagnostics.empty()) {
    return refused(std::move(check.diagnostics));
  }
  if (const auto& temporary = catalog.temporary_read(); temporary && !statement.temporary) {
    return refuse(temporary_in("FUNCTION", {name.schema, name.table}, *temporary), span);
  }
  catalog::Function definition = definition_of(statement, check);
  definition.is_query = is_query;
  return keep(statement, std::move(definition), *there);
}

Answer FunctionCommands::keep(const sql::CreateFunction& statement, catalog::Function definition,
                              bool replaces) {
  const Span span = statement.name.span;
  if (statement.temporary) {
    auto function = function_of(full_name_of(statement), std::move(definition),
                                std::make_shared<const plan::SessionSettings>(session_.settings_));
    if (!function) {
      return refuse(function.error(), span);
    }
    session_.functions_.put(parts_of(statement.name), *std::move(function));
    return {};
  }
  const plan::DatasetName name = session_.dataset_of(statement.name);
  const Status done = replaces ? session_.warehouse_.change(name, definition)
                               : session_.warehouse_.create(name, definition);
  return done ? Answer{} : refuse(done.error(), span);
}

Answer FunctionCommands::answer(const sql::DropFunction& statement) {
  const Span span = statement.name.span;
  const std::vector<std::string> parts = parts_of(statement.name);
  if (is_builtin(parts) && !(statement.temporary && session_.functions_.find(parts) != nullptr)) {
    return refuse({.code = ErrorCode::kInvalid,
                   .message = fmt::format("The operation DROP is not allowed on the FUNCTION: {}.",
                                          quoted(parts)),
                   .condition = "FORBIDDEN_OPERATION",
                   .sqlstate = "42809"},
                  span);
  }
  if (statement.temporary) {
    const bool gone = session_.functions_.drop(parts);
    return gone || statement.if_exists ? Answer{} : refuse(routine_not_found({parts.back()}), span);
  }
  const plan::DatasetName name = session_.dataset_of(statement.name);
  const auto found = session_.warehouse_.find_function(name);
  if (!found) {
    return refuse(found.error(), span);
  }
  if (!*found) {
    return statement.if_exists ? Answer{}
                               : refuse(routine_not_found({name.schema, name.table}), span);
  }
  const Status done = session_.warehouse_.drop_function(name);
  return done ? Answer{} : refuse(done.error(), span);
}

}  // namespace tarn::session
