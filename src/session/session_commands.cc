// What a session's statements do, each in one function.

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include "session/alter_commands.h"
#include "session/function_commands.h"
#include "session/refusals.h"
#include "session/session.h"
#include "session/variable_commands.h"
#include "sql/parse.h"

namespace tarn::session {
namespace {

constexpr std::string_view kUndefined = "<undefined>";  // as Spark shows a key without a value
constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kZoneSecondsMax = 18 * 3600;

Answer key_and_value(const std::string& key, const std::string& value) {
  return rows_of({"key", "value"}, {{key, value}});
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

// Which function carries out which statement.
struct Session::Execution {
  Session& self;
  const sql::Fragment& text;
  Span span;

  template <typename Command>
  Answer operator()(Command& each) const {
    return self.answer(each, text);
  }
  Answer operator()(sql::SetStatement& each) const { return self.answer(each); }
  Answer operator()(sql::ResetStatement& each) const { return self.answer(each); }
  Answer operator()(sql::DeclareVariable& each) const { return variables().answer(each); }
  Answer operator()(sql::SetVariable& each) const { return variables().answer(each); }
  Answer operator()(sql::DropVariable& each) const { return variables().answer(each); }
  Answer operator()(sql::ExecuteImmediate& each) const { return variables().answer(each); }
  Answer operator()(sql::CreateFunction& each) const { return functions().answer(each); }
  Answer operator()(sql::DropFunction& each) const { return functions().answer(each); }
  VariableCommands variables() const { return {self, text}; }
  FunctionCommands functions() const { return {self, text}; }
  Answer operator()(sql::NoOperation&) const { return {}; }
  Answer operator()(sql::RefreshFunction& each) const { return functions().answer(each); }
  Answer operator()(sql::AlterTable& each) const { return AlterCommands(self, text).answer(each); }
  Answer operator()(sql::CreateDataset&) const { return of_a_pipeline(); }
  Answer operator()(sql::CreateFlow&) const { return of_a_pipeline(); }
  Answer operator()(sql::OtherStatement& each) const {
    return refused(unsupported(each.keywords + " is not supported in a session yet"), text, span);
  }
  Answer of_a_pipeline() const {
    return refused(unsupported("This statement defines a part of a pipeline: write it into a .sql "
                               "file of the project, and `tarn run` carries it out"),
                   text, span);
  }
};

Answer Session::execute(const sql::Fragment& written) {
  const auto set = as_set(written);
  if (!set) {
    return refused(set.error());
  }
  const sql::Fragment& text = *set;
  const sql::NameConstants constants = name_constants(text);
  auto parsed = sql::parse_session_statement(text, &constants);
  if (!parsed) {
    return refused(parsed.diagnostic());
  }
  sql::SessionStatement statement = std::move(parsed).value();
  return std::visit(Execution{*this, text, statement.span}, statement.node);
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
  if (prepared.is_of_one_text) {
    answer.plan = prepared.plan;
    answer.text = text.source();
  }
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
    std::vector<std::vector<Cell>> rows;
    for (const std::string& key : plan::known_settings()) {
      rows.push_back(
          {key, setting(key).value_or(std::string(kUndefined)), plan::effect_of_setting(key)});
    }
    return rows_of({"key", "value", "meaning"}, rows);
  }
  if (statement.key.empty()) {
    plan::SettingMap all = options_.settings;
    for (const auto& [key, value] : changed_) {
      all.insert_or_assign(key, value);
    }
    std::vector<std::vector<Cell>> rows;
    for (const auto& [key, value] : all) {
      rows.push_back({key, value});
    }
    return rows_of({"key", "value"}, rows);
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
  SessionCatalog catalog = catalog_of({});
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
  if (parts.size() > 2 || !is_schema(names.catalog, names.schema)) {
    return refused(schema_not_found(names.catalog, names.schema), text, statement.name.span);
  }
  names_ = std::move(names);
  take_settings();
  return {};
}

// The folder is there; or it is where the session began, whether or not it holds a table yet.
bool Session::is_schema(const std::string& catalog, const std::string& schema) const {
  const plan::DatasetName any{.catalog = catalog, .schema = schema, .table = "t"};
  const plan::DatasetName first{
      .catalog = options_.defaults.catalog, .schema = options_.defaults.schema, .table = "t"};
  const auto has = warehouse_.has_schema(catalog, schema);
  return any == first || (has && *has);
}

}  // namespace tarn::session
