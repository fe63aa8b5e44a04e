// Views of a session: temporary ones, and those that the warehouse keeps.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "plan/function.h"
#include "session/refusals.h"
#include "session/session.h"
#include "sql/parse.h"
#include "types/declared_type.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

Error wrong_arity(const std::vector<std::string>& name, size_t columns, size_t data) {
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format(
              "Cannot create view {}, the reason is {} data columns: the view lists {} and its "
              "query has {}.",
              quoted(name), data < columns ? "not enough" : "too many", columns, data),
          .condition = data < columns ? "CREATE_VIEW_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS"
                                      : "CREATE_VIEW_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS",
          .sqlstate = "21S01"};
}

// `listed`: how many columns the view names itself. Names are told apart as the session does it.
Status check_view_columns(const std::vector<std::string>& name,
                          const std::vector<plan::ViewColumn>& columns, size_t listed,
                          const plan::SessionSettings& settings) {
  if (listed != 0 && listed != columns.size()) {
    return wrong_arity(name, listed, columns.size());
  }
  std::set<std::string> seen;
  for (const plan::ViewColumn& column : columns) {
    const std::string folded = types::case_folded(column.name);
    if (!seen.insert(settings.case_sensitive ? column.name : folded).second) {
      return column_exists(folded);
    }
  }
  return ok();
}

Error wrong_qualifier(const std::vector<std::string>& name) {
  const std::vector<std::string> qualifier(name.begin(), name.end() - 1);
  return {
      .code = ErrorCode::kInvalid,
      .message = fmt::format("Temporary VIEW `{}` cannot be qualified with {}. Temporary objects "
                             "can only be qualified with SESSION or SYSTEM.SESSION.",
                             name.back(), quoted(qualifier)),
      .condition = "INVALID_TEMP_OBJ_QUALIFIER",
      .sqlstate = "42602"};
}

Error view_expected(const std::string& operation, const plan::DatasetName& name) {
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format("The operation {} requires a VIEW, and {} is a table. Use DROP "
                                 "TABLE for tables.",
                                 operation, quoted(name)),
          .condition = "WRONG_COMMAND_FOR_OBJECT_TYPE",
          .sqlstate = "42809"};
}

// Whether an expression has a name without an alias: columns and their fields, constants, casts of
// columns, generators.
bool has_name(const sql::Expression& expression) {
  if (const auto* cast = expression.as<sql::Cast>()) {
    return cast->operand->as<sql::ColumnName>() != nullptr;
  }
  if (const auto* field = expression.as<sql::FieldAccess>()) {
    return has_name(*field->base);
  }
  if (const auto* element = expression.as<sql::Subscript>()) {
    return element->key->as<sql::Literal>() != nullptr && has_name(*element->base);
  }
  if (const auto* call = expression.as<sql::FunctionCall>()) {
    const plan::Function* const function =
        call->name.parts.size() == 1 ? plan::find_function(call->name.last().name) : nullptr;
    return function != nullptr && function->kind == plan::FunctionKind::kGenerator;
  }
  return expression.as<sql::ColumnName>() != nullptr || expression.as<sql::Star>() != nullptr ||
         expression.as<sql::Literal>() != nullptr ||
         expression.as<sql::TypedLiteral>() != nullptr ||
         expression.as<sql::IntervalExpression>() != nullptr ||
         expression.as<sql::Aliased>() != nullptr;
}

const sql::Select* first_select(const sql::QueryBody& body) {
  if (const auto* inner = std::get_if<sql::QueryPtr>(&body.node)) {
    return first_select(*(*inner)->body);
  }
  if (const auto* operation = std::get_if<sql::SetOperation>(&body.node)) {
    return first_select(*operation->first);
  }
  return std::get_if<sql::Select>(&body.node);
}

// The place among a query's columns of the first whose name nobody wrote.
std::optional<size_t> unnamed_column(const sql::Query& query) {
  const sql::Select* const select = first_select(*query.body);
  for (size_t i = 0; select != nullptr && i < select->items.size(); ++i) {
    const sql::SelectItem& item = select->items[i];
    if (item.aliases.empty() && item.expression != nullptr && !has_name(*item.expression)) {
      return i;
    }
  }
  return std::nullopt;
}

}  // namespace

Answer Session::answer(sql::CreateView& statement, const sql::Fragment& text) {
  std::vector<std::string> name = parts_of(statement.name);
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  if (statement.scope == sql::ViewScope::kPersisted) {
    return create_view(statement, text);
  }
  if (!statement.properties.empty()) {
    return refuse(legacy("0035",
                         "Operation not allowed: TBLPROPERTIES can't coexist with CREATE "
                         "TEMPORARY VIEW."));
  }
  if (statement.if_not_exists) {
    return refuse(
        legacy("0053", "It is not allowed to define a TEMPORARY view with IF NOT EXISTS."));
  }
  const bool is_of_session = (name.size() == 2 && types::equal_ignoring_case(name[0], "session")) ||
                             (name.size() == 3 && types::equal_ignoring_case(name[0], "system") &&
                              types::equal_ignoring_case(name[1], "session"));
  if (name.size() > 1 && !is_of_session) {
    return refuse(wrong_qualifier(name));
  }
  name = {name.back()};
  if (statement.scope == sql::ViewScope::kGlobalTemporary) {
    name.insert(name.begin(), std::string(TemporaryViews::kGlobalSchema));
  }
  if (!statement.or_replace && views_.find(name) != nullptr) {
    return refuse(temporary_view_exists(name));
  }
  if (statement.format) {
    return create_view_of_files(statement, name, text);
  }
  return put_view(name, statement, text);
}

// The columns that a view will have: those of its query under the names that it lists.
std::vector<plan::ViewColumn> Session::view_columns(const sql::CreateView& statement,
                                                    const types::Schema& data) {
  std::vector<plan::ViewColumn> columns;
  for (size_t i = 0; i < data.size(); ++i) {
    const bool is_named = i < statement.columns.size();
    columns.push_back({.name = is_named ? statement.columns[i].name.name : data[i].name,
                       .in_query = data[i].name,
                       .type = data[i].type,
                       .declared = types::declared_type(data[i])});
  }
  return columns;
}

Answer Session::put_view(const std::vector<std::string>& name, sql::CreateView& statement,
                         const sql::Fragment& text) {
  Prepared prepared = resolve(*statement.query, text, name);
  if (prepared.plan == nullptr) {
    return refused(std::move(prepared.diagnostics));
  }
  std::vector<plan::ViewColumn> columns = view_columns(statement, plan::schema_of(*prepared.plan));
  if (const Status fits = check_view_columns(name, columns, statement.columns.size(), settings_);
      !fits) {
    return refused(fits.error(), text, statement.name.span);
  }
  std::vector<std::string> comments;
  for (const auto& column : statement.columns) {
    comments.push_back(column.comment.value_or(""));
  }
  views_.put(name, {.name = fmt::format("{}", fmt::join(name, ".")),
                    .query = std::move(statement.query),
                    .text = text.source(),
                    .columns = std::move(columns),
                    .names = names_,
                    .settings = std::make_shared<const plan::SessionSettings>(settings_),
                    .comments = std::move(comments)});
  return {};
}

// CREATE TEMPORARY VIEW v [(schema)] USING csv OPTIONS (path '..', ..): a query that reads the
// files.
Answer Session::create_view_of_files(sql::CreateView& statement,
                                     const std::vector<std::string>& name,
                                     const sql::Fragment& text) {
  auto files = files_of(*statement.format, statement.options, statement.columns);
  if (!files) {
    return refused(files.error(), text, statement.format->span);
  }
  auto parsed = sql::parse_query(sql::Fragment::whole(*files, "USING"));
  CHECK(parsed);
  sql::CreateView view{.scope = statement.scope,
                       .or_replace = statement.or_replace,
                       .name = statement.name,
                       .query = std::move(parsed).value(),
                       .query_text = *files};
  Answer answer = put_view(name, view, sql::Fragment::whole(*files, "USING"));
  for (Diagnostic& diagnostic : answer.diagnostics) {
    diagnostic.source = text.source();
    diagnostic.span = statement.format->span;
  }
  return answer;
}

// CREATE VIEW: kept in the warehouse.
Answer Session::create_view(const sql::CreateView& statement, const sql::Fragment& text,
                            ViewNames names) {
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  const plan::DatasetName name = dataset_of(statement.name);
  const std::vector<std::string> parts = {name.catalog, name.schema, name.table};
  // Only what replaces a view can read itself.
  SessionCatalog catalog = catalog_of(statement.or_replace ? parts : std::vector<std::string>());
  // What is wrong with the query is told before what is wrong with the name.
  Prepared prepared = resolve(*statement.query, text, catalog);
  if (prepared.plan == nullptr) {
    return refused(std::move(prepared.diagnostics));
  }
  if (!is_schema(name.catalog, name.schema)) {
    return refuse(schema_not_found(name.catalog, name.schema));
  }
  const auto there = warehouse_.find(name);
  if (!there) {
    return refuse(there.error());
  }
  const bool is_view = *there && std::holds_alternative<catalog::View>(**there);
  if (*there && statement.if_not_exists) {
    return {};
  }
  if (*there && !(statement.or_replace && is_view)) {
    return refuse(statement.or_replace ? view_expected("CREATE OR REPLACE VIEW", name)
                                       : table_exists(name));
  }
  if (const auto& temporary = catalog.temporary_read()) {
    return refuse(temporary_in("VIEW", parts, *temporary));
  }
  const auto unnamed =
      names == ViewNames::kWritten ? unnamed_column(*statement.query) : std::optional<size_t>();
  if (unnamed) {
    const size_t last = prepared.plan->output.size() - 1;
    return refuse(
        {.code = ErrorCode::kInvalid,
         .message = fmt::format("Not allowed to create the permanent view {} without explicitly "
                                "assigning an alias for the expression \"{}\".",
                                quoted(name), prepared.plan->output[std::min(*unnamed, last)].name),
         .condition = "CREATE_PERMANENT_VIEW_WITHOUT_ALIAS",
         .sqlstate = "0A000"});
  }
  const std::vector<plan::ViewColumn> columns =
      view_columns(statement, plan::schema_of(*prepared.plan));
  if (const Status fits = check_view_columns(parts, columns, statement.columns.size(), settings_);
      !fits) {
    return refuse(fits.error());
  }
  const catalog::View view = stored_view(statement, columns);
  const Status done = *there ? warehouse_.change(name, view) : warehouse_.create(name, view);
  return done ? Answer{} : refuse(done.error());
}

catalog::View Session::stored_view(const sql::CreateView& statement,
                                   const std::vector<plan::ViewColumn>& columns) const {
  catalog::View view{.query = statement.query_text,
                     .schema = {},
                     .query_columns = {},
                     .current_catalog = names_.catalog,
                     .current_schema = names_.schema,
                     .properties = map_of(statement.properties),
                     .comment = statement.comment,
                     .created_ms = reading_.clock.now() / 1000,
                     .settings = {}};
  for (const auto& [key, value] : kept_settings()) {
    view.settings[key] = value;
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    const bool has_comment = i < statement.columns.size() && statement.columns[i].comment;
    view.schema.push_back(
        types::stored_field({.name = columns[i].name,
                             .type = columns[i].declared,
                             .comment = has_comment ? *statement.columns[i].comment : ""}));
    view.query_columns.push_back(columns[i].in_query);
  }
  return view;
}

Answer Session::answer(const sql::DropView& statement, const sql::Fragment& text) {
  if (views_.drop(parts_of(statement.name))) {
    return {};
  }
  const plan::DatasetName name = dataset_of(statement.name);
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  const auto there = warehouse_.find(name);
  if (!there) {
    return refuse(there.error());
  }
  if (!*there) {
    return statement.if_exists ? Answer{} : refuse(not_found(statement.name));
  }
  if (!std::holds_alternative<catalog::View>(**there)) {
    return refuse(view_expected("DROP VIEW", name));
  }
  const Status done = warehouse_.drop(name, options_.random);
  return done ? Answer{} : refuse(done.error());
}

}  // namespace tarn::session
