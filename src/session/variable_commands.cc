#include "session/variable_commands.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "base/check.h"
#include "base/invalid.h"
#include "plan/builder.h"
#include "session/stored_rows.h"
#include "sql/parse.h"
#include "sql/query_parts.h"
#include "sql/visit.h"
#include "types/declared_type.h"
#include "types/text_length.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

std::string quoted_variable(const sql::Name& name) {
  return quoted(
      std::vector<std::string>{"system", "session", types::case_folded(name.last().name)});
}

// `path`: where it was looked for.
Error unresolved(const sql::Name& name, const std::string& path) {
  return {.code = ErrorCode::kNotFound,
          .message = fmt::format("Cannot resolve variable {} on search path [{}].",
                                 quoted(parts_of(name)), path),
          .condition = "UNRESOLVED_VARIABLE",
          .sqlstate = "42883"};
}

constexpr const char* kOwnPath = "`system`.`session`";

// DEFAULT somewhere inside an expression.
const sql::Expression* misplaced_default(const sql::Expression& expression) {
  if (const auto* column = expression.as<sql::ColumnName>()) {
    const bool is_default = column->name.parts.size() == 1 && !column->name.last().quoted &&
                            types::equal_ignoring_case(column->name.last().name, "default");
    return is_default ? &expression : nullptr;
  }
  const sql::Expression* found = nullptr;
  sql::for_each_child(expression.node, [&](const sql::Expression& child) {
    found = found != nullptr ? found : misplaced_default(child);
  });
  return found;
}

sql::Query select_of(std::vector<sql::SelectItem> items, sql::QueryPtr rows, Span span) {
  sql::Select select;
  select.items = std::move(items);
  select.span = span;
  if (rows != nullptr) {
    sql::FromItem from;
    from.source.node = sql::SubqueryTable{.query = std::move(rows)};
    from.source.span = from.span = span;
    from.source.alias.name = sql::Identifier{.name = "source", .span = span};
    for (size_t i = 0; i < select.items.size(); ++i) {
      from.source.alias.columns.push_back({.name = fmt::format("c{}", i), .span = span});
    }
    select.from.push_back(std::move(from));
  }
  sql::Query query;
  query.body =
      std::make_unique<sql::QueryBody>(sql::QueryBody{.span = span, .node = std::move(select)});
  query.span = span;
  return query;
}

sql::SelectItem item_of(sql::ExpressionPtr value) {
  const Span span = value->span;
  return {.expression = std::move(value), .aliases = {}, .span = span};
}

}  // namespace

Result<std::vector<types::Value>> VariableCommands::first_row(const plan::PlanPtr& plan,
                                                              bool of_query) {
  ASSIGN_OR_RETURN(const auto rows, session_.run(plan));
  Values values(plan->output.size());
  size_t seen = 0;
  types::Batch batch;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, rows->next(batch));
    if (!more) return values;
    if (batch.rows == 0) continue;
    seen += batch.rows;
    if (seen > 1) {
      return Error{
          .code = ErrorCode::kInvalid,
          .message = "More than one row returned by a subquery used as a row.",
          .condition = of_query ? "ROW_SUBQUERY_TOO_MANY_ROWS" : "SCALAR_SUBQUERY_TOO_MANY_ROWS",
          .sqlstate = "21000"};
    }
    for (size_t i = 0; i < values.size(); ++i) {
      values[i] = batch.columns[i].value_at(0);
    }
  }
}

Result<std::vector<types::Value>> VariableCommands::values_of(sql::Query query,
                                                              const sql::Fragment& text,
                                                              bool of_query) {
  Prepared prepared = session_.resolve(query, text);
  if (prepared.plan == nullptr) {
    return prepared.diagnostics.front().as_error();
  }
  return first_row(prepared.plan, of_query);
}

// An expression over no columns.
plan::ExpressionResolution VariableCommands::resolved(const sql::Expression& value,
                                                      const sql::Fragment& text,
                                                      SessionCatalog& catalog) {
  const plan::Node nothing{.content = plan::Rows{.rows = {{}}}, .output = {}};
  return plan::resolve_expression(value, nothing, text.source(), session_.settings_, catalog,
                                  session_.ids_);
}

// What is wrong with the names that DECLARE gives, if anything; `wrong`: where it stands.
Status VariableCommands::check_names(const sql::DeclareVariable& statement, Span& wrong) const {
  std::set<std::string> seen;
  for (const sql::Name& name : statement.names) {
    wrong = name.span;
    if (!own_name(parts_of(name))) {
      return unresolved(name, kOwnPath);
    }
    if (!seen.insert(types::case_folded(name.last().name)).second) {
      return invalid("DUPLICATE_VARIABLE_NAME_INSIDE_DECLARE", "42734",
                     fmt::format("Found duplicate variable {} in the declare variable list. "
                                 "Please, remove one of them.",
                                 quoted_variable(name)));
    }
  }
  return ok();
}

// The type and the value that DEFAULT gives; `declared`: the type that is written, with its
// lengths.
Answer VariableCommands::take_default(sql::DeclareVariable& statement,
                                      const std::optional<types::DataType>& declared,
                                      plan::Variable& made) {
  auto& given = *statement.default_value;
  const Span span = given.expression->span;
  if (sql::has_subquery(*given.expression)) {
    return refuse(
        invalid("INVALID_DEFAULT_VALUE.SUBQUERY_EXPRESSION", "42623",
                fmt::format("Failed to execute DECLARE VARIABLE command because the destination "
                            "column or variable {} has a DEFAULT value {}, which contains subquery "
                            "expressions.",
                            quoted_variable(statement.names[0]), given.text)),
        span);
  }
  sql::ExpressionPtr value = std::move(given.expression);
  if (statement.type) {
    value = cast_to(std::move(value), *statement.type);
  }
  SessionCatalog catalog = session_.catalog_of({});
  auto known = resolved(*value, text_, catalog);
  if (!known.diagnostics.empty()) {
    Diagnostic& first = known.diagnostics.front();
    if (first.condition == "GROUP_BY_AGGREGATE" ||
        first.condition == "WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE") {
      first.condition = "UNSUPPORTED_EXPR_FOR_OPERATOR";
      first.sqlstate = "42K0E";
      first.message =
          "The default of a variable is over no rows: it has no aggregates and no "
          "window functions.";
    }
    return refused(std::move(known.diagnostics));
  }
  std::vector<plan::NamedExpression> columns;
  columns.push_back(
      {.id = session_.ids_.next_attribute(), .name = "value", .expression = known.expression});
  made.type = known.expression->type;
  const auto row = first_row(
      plan::make_project(plan::make_node(plan::Rows{.rows = {{}}}, {}), std::move(columns)), false);
  auto kept = row ? types::stored_value(row->front(), declared.value_or(made.type)) : row.error();
  if (!kept) {
    return refuse(kept.error(), span);
  }
  made.value = *std::move(kept);
  return {};
}

Answer VariableCommands::answer(sql::DeclareVariable& statement) {
  Span wrong;
  if (const Status names = check_names(statement, wrong); !names) {
    return refuse(names.error(), wrong);
  }
  plan::Variable made;
  const std::optional<types::DataType> declared = statement.type;
  if (statement.type) {
    statement.type = types::without_lengths(*statement.type);
  }
  if (statement.default_value) {
    if (Answer refusal = take_default(statement, declared, made); !refusal.diagnostics.empty()) {
      return refusal;
    }
  } else {
    made.type = *statement.type;
  }
  for (const sql::Name& name : statement.names) {
    if (!statement.or_replace && variables_.find(parts_of(name)) != nullptr) {
      return refuse({.code = ErrorCode::kAlreadyExists,
                     .message = fmt::format("Cannot create the variable {} because it already "
                                            "exists. Choose a different name, or drop or replace "
                                            "the existing variable.",
                                            quoted_variable(name)),
                     .condition = "VARIABLE_ALREADY_EXISTS",
                     .sqlstate = "42723"},
                    name.span);
    }
  }
  for (const sql::Name& name : statement.names) {
    made.name = types::case_folded(name.last().name);
    DeclaredVariable variable{.variable = made, .declared = declared.value_or(made.type)};
    if (statement.default_value) {
      variable.default_text = statement.default_value->text;
    }
    variables_.put(parts_of(name), std::move(variable));
  }
  return {};
}

Result<std::vector<DeclaredVariable*>> VariableCommands::targets(const sql::SetVariable& statement,
                                                                 Span& wrong) {
  std::vector<DeclaredVariable*> found;
  std::set<const DeclaredVariable*> seen;
  for (const sql::Name& name : statement.targets) {
    wrong = name.span;
    found.push_back(variables_.find(parts_of(name)));
    if (found.back() == nullptr) {
      return unresolved(name, fmt::format("`system`.`builtin`, {}, `{}`.`{}`", kOwnPath,
                                          session_.names_.catalog, session_.names_.schema));
    }
    if (!seen.insert(found.back()).second) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format("The columns or variables `{}` appear more than once as "
                                          "assignment targets.",
                                          types::case_folded(name.last().name)),
                   .condition = "DUPLICATE_ASSIGNMENTS",
                   .sqlstate = "42701"};
    }
  }
  return found;
}

// The default is computed anew, from its text, in which no variable has a meaning.
Result<types::Value> VariableCommands::default_of(const DeclaredVariable& variable) {
  if (!variable.default_text) {
    return types::Value{};
  }
  const auto fragment = sql::Fragment::whole(*variable.default_text, "default");
  auto parsed = sql::parse_expression(fragment);
  CHECK(parsed);  // it was, when the variable was declared
  const sql::ExpressionPtr value = cast_to(std::move(parsed).value(), variable.variable.type);
  const Variables none;
  SessionCatalog catalog({session_.views_, none, session_.functions_, session_.settings_},
                         session_.reading_, session_.options_.warehouse, session_.names_);
  const plan::ExpressionResolution known = resolved(*value, fragment, catalog);
  if (known.expression == nullptr) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("The variable `{}` has a DEFAULT value {}, which fails to "
                                        "resolve as a valid expression.",
                                        variable.variable.name, *variable.default_text),
                 .condition = "INVALID_DEFAULT_VALUE.UNRESOLVED_EXPRESSION",
                 .sqlstate = "42623"};
  }
  std::vector<plan::NamedExpression> columns;
  columns.push_back(
      {.id = session_.ids_.next_attribute(), .name = "value", .expression = known.expression});
  ASSIGN_OR_RETURN(const Values row,
                   first_row(plan::make_project(plan::make_node(plan::Rows{.rows = {{}}}, {}),
                                                std::move(columns)),
                             false));
  return types::stored_value(row.front(), variable.declared);
}

Answer VariableCommands::set_from_query(sql::SetVariable& statement,
                                        const std::vector<DeclaredVariable*>& targets) {
  const Span span = statement.query->span;
  Prepared prepared = session_.resolve(*statement.query, text_);
  if (prepared.plan == nullptr) {
    return refused(std::move(prepared.diagnostics));
  }
  if (prepared.plan->output.size() != targets.size()) {
    return refuse({.code = ErrorCode::kInvalid,
                   .message = fmt::format("The number of columns or variables assigned or aliased: "
                                          "{} does not match the number of source expressions: {}.",
                                          targets.size(), prepared.plan->output.size()),
                   .condition = "ASSIGNMENT_ARITY_MISMATCH",
                   .sqlstate = "42802"},
                  span);
  }
  std::vector<sql::SelectItem> items;
  for (size_t i = 0; i < targets.size(); ++i) {
    sql::Name column{.parts = {{.name = fmt::format("c{}", i), .span = span}}, .span = span};
    items.push_back(item_of(
        cast_to(std::make_unique<sql::Expression>(span, sql::ColumnName{.name = std::move(column)}),
                targets[i]->variable.type)));
  }
  const auto values =
      values_of(select_of(std::move(items), std::move(statement.query), span), text_, true);
  if (!values) {
    return refuse(values.error(), span);
  }
  return put(targets, *values, span);
}

// All of them, or none where one is too long for its variable.
Answer VariableCommands::put(const std::vector<DeclaredVariable*>& targets, Values values,
                             Span span) {
  for (size_t i = 0; i < values.size(); ++i) {
    auto kept = types::stored_value(std::move(values[i]), targets[i]->declared);
    if (!kept) {
      return refuse(kept.error(), span);
    }
    values[i] = *std::move(kept);
  }
  for (size_t i = 0; i < values.size(); ++i) {
    targets[i]->variable.value = std::move(values[i]);
  }
  return {};
}

Answer VariableCommands::answer(sql::SetVariable& statement) {
  Span wrong;
  const auto found = targets(statement, wrong);
  if (!found) {
    return refuse(found.error(), wrong);
  }
  if (statement.query != nullptr) {
    return set_from_query(statement, *found);
  }
  Values values(found->size());
  std::vector<sql::SelectItem> items;
  std::vector<size_t> places;
  Span span = statement.targets.front().span;
  for (size_t i = 0; i < statement.values.size(); ++i) {
    if (statement.values[i] == nullptr) {
      auto value = default_of(*(*found)[i]);
      if (!value) {
        return refuse(value.error(), statement.targets[i].span);
      }
      values[i] = *std::move(value);
      continue;
    }
    if (const auto* misplaced = misplaced_default(*statement.values[i])) {
      return refuse({.code = ErrorCode::kInvalid,
                     .message = "A DEFAULT keyword in a SET VARIABLE command could not be directly "
                                "assigned to a target because it was part of an expression.",
                     .condition = "DEFAULT_PLACEMENT_INVALID",
                     .sqlstate = "42608"},
                    misplaced->span);
    }
    span = statement.values[i]->span;
    places.push_back(i);
    items.push_back(item_of(cast_to(std::move(statement.values[i]), (*found)[i]->variable.type)));
  }
  if (!items.empty()) {
    Prepared prepared = session_.resolve(select_of(std::move(items), nullptr, span), text_);
    if (prepared.plan == nullptr) {
      return refused(std::move(prepared.diagnostics));
    }
    const auto row = first_row(prepared.plan, false);
    if (!row) {
      return refuse(row.error(), span);
    }
    for (size_t i = 0; i < places.size(); ++i) {
      values[places[i]] = (*row)[i];
    }
  }
  return put(*found, std::move(values), span);
}

Answer VariableCommands::answer(const sql::DropVariable& statement) {
  if (!own_name(parts_of(statement.name))) {
    return refuse(unresolved(statement.name, kOwnPath), statement.name.span);
  }
  if (!variables_.drop(parts_of(statement.name)) && !statement.if_exists) {
    return refuse({.code = ErrorCode::kNotFound,
                   .message = fmt::format("The variable {} cannot be found. Verify the spelling "
                                          "and correctness of the schema and catalog, or write IF "
                                          "EXISTS.",
                                          quoted_variable(statement.name)),
                   .condition = "VARIABLE_NOT_FOUND",
                   .sqlstate = "42883"},
                  statement.name.span);
  }
  return {};
}

}  // namespace tarn::session
