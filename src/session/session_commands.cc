// What a session's statements do, each in one function.

#include <fmt/format.h>

#include <cstdlib>
#include <set>
#include <utility>

#include "plan/warehouse.h"
#include "session/session.h"
#include "sql/parse.h"
#include "storage/path.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

constexpr std::string_view kUndefined = "<undefined>";  // as Spark shows a key without a value
constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kZoneSecondsMax = 18 * 3600;

Answer refused(Diagnostic diagnostic) {
  Answer answer;
  answer.diagnostics.push_back(std::move(diagnostic));
  return answer;
}

Answer refused(std::vector<Diagnostic> diagnostics) {
  Answer answer;
  answer.diagnostics = std::move(diagnostics);
  return answer;
}

Answer refused(const Error& error) { return refused(Diagnostic::of(error)); }

Answer refused(const Error& error, const sql::Fragment& text, Span span) {
  Diagnostic diagnostic = Diagnostic::of(error);
  diagnostic.source = text.source();
  diagnostic.span = span;
  return refused(std::move(diagnostic));
}

// Rows of texts.
Answer table(const std::vector<std::string>& names,
             const std::vector<std::vector<std::string>>& rows) {
  Answer answer;
  for (const std::string& name : names) {
    answer.schema.push_back({.name = name, .type = types::string_type(), .nullable = false});
  }
  types::Batch batch = types::Batch::empty(answer.schema);
  for (const std::vector<std::string>& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      batch.columns[i].append_bytes(row[i]);
    }
  }
  batch.rows = rows.size();
  std::vector<types::Batch> batches;
  batches.push_back(std::move(batch));
  // Shared: that is how a reader takes rows which may be read many times.
  answer.rows =
      engine::read_batches(std::make_shared<const std::vector<types::Batch>>(std::move(batches)));
  return answer;
}

Answer key_and_value(const std::string& key, const std::string& value) {
  return table({"key", "value"}, {{key, value}});
}

std::vector<std::string> parts_of(const sql::Name& name) {
  std::vector<std::string> parts;
  for (const sql::Identifier& part : name.parts) {
    parts.push_back(part.name);
  }
  return parts;
}

std::string quoted(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += fmt::format("{}`{}`", text.empty() ? "" : ".", part);
  }
  return text;
}

Error view_exists(const std::vector<std::string>& name) {
  return {.code = ErrorCode::kAlreadyExists,
          .message = fmt::format(
              "Cannot create the temporary view {} because it already exists. Choose a different "
              "name, drop the existing view, or write CREATE OR REPLACE TEMPORARY VIEW.",
              quoted(name)),
          .condition = "TEMP_TABLE_OR_VIEW_ALREADY_EXISTS",
          .sqlstate = "42P07"};
}

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
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format("The column `{}` already exists. Choose another name or "
                                          "rename the existing column.",
                                          folded),
                   .condition = "COLUMN_ALREADY_EXISTS",
                   .sqlstate = "42711"};
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

Error unsupported(const std::string& what) {
  return {.code = ErrorCode::kUnsupported,
          .message = what,
          .condition = "UNSUPPORTED_FEATURE",
          .sqlstate = "0A000"};
}

// "+02:00" of a duration.
Result<std::string> zone_of_offset(int64_t micros) {
  const int64_t seconds = micros / kMicrosPerSecond;
  if (micros % kMicrosPerSecond != 0 || std::abs(seconds) > kZoneSecondsMax) {
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "The interval value must be in the range of [-18, +18] hours with "
                     "second precision.",
                 .condition = "INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE",
                 .sqlstate = "22006"};
  }
  const int64_t size = std::abs(seconds);
  std::string zone =
      fmt::format("{}{:02}:{:02}", seconds < 0 ? '-' : '+', size / 3600, size / 60 % 60);
  if (size % 60 != 0) {
    zone += fmt::format(":{:02}", size % 60);
  }
  return zone;
}

}  // namespace

Answer Session::execute(const sql::Fragment& text) {
  auto parsed = sql::parse_session_statement(text);
  if (!parsed) {
    return refused(parsed.diagnostic());
  }
  sql::SessionStatement statement = std::move(parsed).value();
  const Span span = statement.span;
  struct Visitor {
    Session& self;
    const sql::Fragment& text;
    Span span;
    Answer operator()(sql::QueryStatement& each) const { return self.answer(each, text); }
    Answer operator()(sql::SetStatement& each) const { return self.answer(each); }
    Answer operator()(sql::SetTimeZone& each) const { return self.answer(each, text); }
    Answer operator()(sql::ResetStatement& each) const { return self.answer(each); }
    Answer operator()(sql::UseStatement& each) const { return self.answer(each, text); }
    Answer operator()(sql::CreateView& each) const { return self.answer(each, text); }
    Answer operator()(sql::DropView& each) const { return self.answer(each, text); }
    Answer operator()(sql::CreateDataset&) const { return of_a_pipeline(); }
    Answer operator()(sql::CreateFlow&) const { return of_a_pipeline(); }
    Answer operator()(sql::OtherStatement& each) const {
      return refused(unsupported(each.keywords + " is not supported in a session yet"), text, span);
    }
    Answer of_a_pipeline() const {
      return refused(
          unsupported("This statement defines a part of a pipeline: write it into a .sql "
                      "file of the project, and `tarn run` carries it out"),
          text, span);
    }
  };
  return std::visit(Visitor{*this, text, span}, statement.node);
}

Answer Session::answer(const sql::QueryStatement& statement, const sql::Fragment& text) {
  Prepared prepared = resolve(*statement.query, text);
  if (prepared.plan == nullptr) {
    return refused(std::move(prepared.diagnostics));
  }
  auto rows = run(prepared.plan);
  if (!rows) {
    return refused(rows.error());
  }
  Answer answer;
  answer.schema = plan::schema_of(*prepared.plan);
  answer.rows = *std::move(rows);
  return answer;
}

Status Session::set(const std::string& key, const std::string& value) {
  RETURN_IF_ERROR(plan::check_changeable(key));
  if (const auto use = plan::check_setting(key, value, reading_.zone.regions); !use) {
    return use.error().condition.empty() ? unsupported(use.error().message) : use.error();
  }
  changed_.insert_or_assign(key, value);
  take_settings();
  return ok();
}

std::optional<std::string> Session::setting(const std::string& key) const {
  if (const auto found = changed_.find(key); found != changed_.end()) {
    return found->second;
  }
  if (const auto found = options_.settings.find(key); found != options_.settings.end()) {
    return found->second;
  }
  if (key == plan::kTimeZoneSetting) {
    return system_zone_;
  }
  return plan::default_of_setting(key);
}

Answer Session::answer(const sql::SetStatement& statement) {
  if (statement.key == "-v") {
    std::vector<std::vector<std::string>> rows;
    for (const std::string& key : plan::known_settings()) {
      rows.push_back(
          {key, setting(key).value_or(std::string(kUndefined)), plan::effect_of_setting(key)});
    }
    return table({"key", "value", "meaning"}, rows);
  }
  if (statement.key.empty()) {
    plan::SettingMap all = options_.settings;
    for (const auto& [key, value] : changed_) {
      all.insert_or_assign(key, value);
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& [key, value] : all) {
      rows.push_back({key, value});
    }
    return table({"key", "value"}, rows);
  }
  if (!statement.value) {
    return key_and_value(statement.key, setting(statement.key).value_or(std::string(kUndefined)));
  }
  if (const Status done = set(statement.key, *statement.value); !done) {
    return refused(done.error());
  }
  return key_and_value(statement.key, *statement.value);
}

Answer Session::answer(const sql::SetTimeZone& statement, const sql::Fragment& text) {
  std::string zone = statement.zone.value_or(system_zone_);
  if (statement.offset != nullptr) {
    auto offset = offset_of(*statement.offset, text);
    if (!offset) {
      return refused(offset.error());
    }
    zone = *std::move(offset);
  }
  const std::string key(plan::kTimeZoneSetting);
  if (const Status done = set(key, zone); !done) {
    return refused(done.error());
  }
  return key_and_value(key, zone);
}

Result<std::string> Session::offset_of(const sql::Expression& interval, const sql::Fragment& text) {
  SessionCatalog catalog(views_, reading_, options_.warehouse, names_);
  plan::IdSource ids;
  const plan::Node nothing{.content = plan::Rows{.rows = {{}}}, .output = {}};
  const plan::ExpressionResolution resolved =
      plan::resolve_expression(interval, nothing, text.source(), settings_, catalog, ids);
  if (resolved.expression == nullptr) {
    return resolved.diagnostics.front().as_error();
  }
  if (!resolved.expression->type.is(types::TypeKind::kDayTimeInterval)) {
    return zone_of_offset(INT64_MAX);
  }
  ASSIGN_OR_RETURN(const types::Value value,
                   constants_.value_of(resolved.expression, settings_.time_zone));
  return zone_of_offset(value.is_null() ? INT64_MAX : std::get<int64_t>(value.content));
}

Answer Session::answer(const sql::ResetStatement& statement) {
  if (statement.key) {
    if (const Status may = plan::check_changeable(*statement.key); !may) {
      return refused(may.error());
    }
    changed_.erase(*statement.key);
  } else {
    changed_.clear();
  }
  take_settings();
  return {};
}

Answer Session::answer(const sql::UseStatement& statement, const sql::Fragment& text) {
  const std::vector<std::string> parts = parts_of(statement.name);
  plan::CurrentNames names = names_;
  if (statement.kind == sql::UseKind::kCatalog && parts.size() == 1) {
    names = {.catalog = parts[0], .schema = options_.defaults.schema};
  } else if (parts.size() == 2) {
    names = {.catalog = parts[0], .schema = parts[1]};
  } else {
    names.schema = parts.back();
  }
  if (parts.size() > 2 || !is_schema(names)) {
    std::vector<std::string> all = parts;
    if (all.size() != 2) {
      all.insert(all.begin(), names_.catalog);
    }
    return refused(
        Error{.code = ErrorCode::kNotFound,
              .message = fmt::format("The schema {} cannot be found. Verify the spelling and "
                                     "correctness of the schema and catalog.",
                                     quoted(all)),
              .condition = "SCHEMA_NOT_FOUND",
              .sqlstate = "42704"},
        text, statement.name.span);
  }
  names_ = std::move(names);
  take_settings();
  return {};
}

// The folder is there; or it is where the session began, whether or not it holds a table yet.
bool Session::is_schema(const plan::CurrentNames& names) const {
  const plan::DatasetName any{.catalog = names.catalog, .schema = names.schema, .table = "t"};
  const plan::DatasetName first{
      .catalog = options_.defaults.catalog, .schema = options_.defaults.schema, .table = "t"};
  if (any == first) {
    return true;
  }
  const std::string path = plan::table_path(options_.warehouse, any);
  return static_cast<bool>(reading_.files.list_names(storage::parent_of(path)));
}

Answer Session::answer(sql::CreateView& statement, const sql::Fragment& text) {
  std::vector<std::string> name = parts_of(statement.name);
  const auto refuse = [&](const Error& error) { return refused(error, text, statement.name.span); };
  if (statement.scope == sql::ViewScope::kPersisted) {
    return refuse(unsupported("CREATE VIEW without TEMPORARY is not supported in a session yet"));
  }
  if (statement.query == nullptr) {
    return refuse(unsupported("CREATE TEMPORARY VIEW .. USING is not supported in a session yet"));
  }
  if (!statement.properties.empty()) {
    // Spark has no other name for this one and the next.
    return refuse(Error{.code = ErrorCode::kInvalid,
                        .message = "Operation not allowed: TBLPROPERTIES can't coexist with CREATE "
                                   "TEMPORARY VIEW.",
                        .condition = "_LEGACY_ERROR_TEMP_0035",
                        .sqlstate = ""});
  }
  if (statement.if_not_exists) {
    return refuse(
        Error{.code = ErrorCode::kInvalid,
              .message = "It is not allowed to define a TEMPORARY view with IF NOT EXISTS.",
              .condition = "_LEGACY_ERROR_TEMP_0053",
              .sqlstate = ""});
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
    return refuse(view_exists(name));
  }
  Prepared prepared = resolve(*statement.query, text, name);
  if (prepared.plan == nullptr) {
    return refused(std::move(prepared.diagnostics));
  }
  const types::Schema data = plan::schema_of(*prepared.plan);
  std::vector<plan::ViewColumn> columns;
  for (size_t i = 0; i < data.size(); ++i) {
    const bool is_named = i < statement.columns.size();
    columns.push_back({.name = is_named ? statement.columns[i].name.name : data[i].name,
                       .in_query = data[i].name,
                       .type = data[i].type});
  }
  if (const Status fits = check_view_columns(name, columns, statement.columns.size(), settings_);
      !fits) {
    return refuse(fits.error());
  }
  views_.put(name, {.name = fmt::format("{}", fmt::join(name, ".")),
                    .query = std::move(statement.query),
                    .text = text.source(),
                    .columns = std::move(columns),
                    .names = names_});
  return {};
}

Answer Session::answer(const sql::DropView& statement, const sql::Fragment& text) {
  const std::vector<std::string> name = parts_of(statement.name);
  if (views_.drop(name) || statement.if_exists) {
    return {};
  }
  const std::string near = nearest(statement.name.text(), views_.names());
  return refused(
      Error{.code = ErrorCode::kNotFound,
            .message = fmt::format("The table or view {} cannot be found{}", quoted(name),
                                   near.empty() ? "." : fmt::format("; did you mean '{}'?", near)),
            .condition = "TABLE_OR_VIEW_NOT_FOUND",
            .sqlstate = "42P01"},
      text, statement.name.span);
}

}  // namespace tarn::session
