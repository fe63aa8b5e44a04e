#include "session/session.h"

#include <utility>

#include "plan/constants.h"
#include "plan/needed_constants.h"
#include "session/changed_table.h"
#include "session/retried_rows.h"
#include "session/substituted.h"
#include "source/delta_files.h"
#include "sql/parse.h"
#include "types/utf8.h"

namespace tarn::session {

Session::Session(engine::Engine& engine, std::unique_ptr<engine::Connection> connection,
                 source::ReadContext reading, SessionOptions options)
    : constants_([&engine]() -> Result<engine::Engine*> { return &engine; }, reading.clock),
      connection_(std::move(connection)),
      reading_(std::move(reading)),
      system_zone_(reading_.zone.id),
      options_(std::move(options)),
      names_{.catalog = options_.defaults.catalog, .schema = options_.defaults.schema},
      warehouse_(reading_.files, options_.warehouse) {
  take_settings();
}

Result<std::unique_ptr<Session>> Session::open(engine::Engine& engine, source::ReadContext reading,
                                               SessionOptions options) {
  ASSIGN_OR_RETURN(auto connection, engine.connect());
  return std::unique_ptr<Session>(
      new Session(engine, std::move(connection), std::move(reading), std::move(options)));
}

void Session::take_settings() {
  plan::SettingMap all = options_.settings;
  for (const auto& [key, value] : changed_) {
    all.insert_or_assign(key, value);
  }
  settings_ = plan::session_settings(all, system_zone_);
  settings_.current_catalog = names_.catalog;
  settings_.current_schema = names_.schema;
  settings_.regions = reading_.zone.regions;
  settings_.constants = &constants_;
  reading_.zone.id = settings_.time_zone;
}

plan::SettingMap Session::kept_settings() const {
  plan::SettingMap all = options_.settings;
  for (const auto& [key, value] : changed_) {
    all.insert_or_assign(key, value);
  }
  all.insert_or_assign(std::string(plan::kTimeZoneSetting), settings_.time_zone);
  return all;
}

// IDENTIFIER(x): a variable, or what can be computed of variables and literals.
sql::NameConstants Session::name_constants(const sql::Fragment& text) {
  return [this, &text](const sql::Expression& expression) -> Result<types::Value> {
    const auto refuse = [](const std::string& why) {
      return Error{.code = ErrorCode::kInvalid,
                   .message =
                       "The expression used for the routine or clause IDENTIFIER must be a "
                       "constant STRING which is NOT NULL",
                   .condition = "NOT_A_CONSTANT_STRING." + why,
                   .sqlstate = "42601"};
    };
    const auto value = constant(expression, text);
    if (!value) {
      // A column: what columns there are is not known yet.
      const bool is_column = value.error().condition.starts_with("UNRESOLVED_COLUMN");
      return is_column ? refuse("NOT_CONSTANT") : value.error();
    }
    if (!plan::is_constant(**value)) {
      return refuse("NOT_CONSTANT");
    }
    if (!(*value)->type.is(types::TypeKind::kString) &&
        !(*value)->type.is(types::TypeKind::kVoid)) {
      return refuse("WRONG_TYPE");
    }
    return constants_.value_of(*value, settings_.time_zone);
  };
}

// A statement's text under the session's settings: with their values for ${name}, and with what a
// backslash means.
Result<sql::Fragment> Session::as_set(const sql::Fragment& written) const {
  const auto is_set = [this](const std::string& key, std::string_view to) {
    return types::equal_ignoring_case(setting(key).value_or(""), to);
  };
  const auto value_of = [this](const std::string& key) { return setting(key); };
  const bool substitutes = !is_set("spark.sql.variable.substitute", "false");
  ASSIGN_OR_RETURN(const sql::Fragment text,
                   substitutes ? substituted(written, value_of) : Result<sql::Fragment>(written));
  return text.with(settings_.reading);
}

Prepared Session::prepare(const sql::Fragment& written) {
  const auto query = as_set(written);
  if (!query) {
    return {.plan = nullptr, .diagnostics = {Diagnostic::of(query.error())}};
  }
  const sql::NameConstants constants = name_constants(*query);
  const auto parsed = sql::parse_query(*query, &constants);
  if (!parsed) {
    return {.plan = nullptr, .diagnostics = {parsed.diagnostic()}};
  }
  return resolve(**parsed, *query);
}

SessionCatalog Session::catalog_of(const std::vector<std::string>& making) const {
  return {own_things(), reading_, options_.warehouse, names_, making};
}

Prepared Session::resolve(const sql::Query& query, const sql::Fragment& text,
                          const std::vector<std::string>& making) {
  SessionCatalog catalog = catalog_of(making);
  return resolve(query, text, catalog);
}

Prepared Session::resolve(const sql::Query& query, const sql::Fragment& text,
                          SessionCatalog& catalog) {
  plan::Resolution resolution = plan::resolve_query(query, text.source(), settings_, catalog, ids_);
  return {.plan = std::move(resolution.plan),
          .diagnostics = std::move(resolution.diagnostics),
          .is_of_one_text = !catalog.has_read_texts()};
}

engine::Moment Session::now() const {
  return {.now = reading_.clock.now(), .time_zone = settings_.time_zone};
}

Result<engine::Bindings> Session::bind(const plan::Node& plan, const MarkedFiles* marked) const {
  engine::Bindings bindings;
  for (const plan::Node* node : plan::scans_of(plan)) {
    const auto& scan = std::get<plan::Scan>(node->content);
    const auto* table = std::get_if<plan::TableSource>(&scan.source);
    if (marked != nullptr && table != nullptr && table->options.contains(kTargetMark)) {
      ASSIGN_OR_RETURN(engine::ParquetFiles files,
                       source::parquet_files(reading_.files, marked->snapshot, marked->files));
      bindings.emplace(scan.id, std::move(files));
      continue;
    }
    if (marked != nullptr && marked->known.contains(scan.id)) {
      bindings.emplace(scan.id, marked->known.at(scan.id));
      continue;
    }
    if (scan.streaming) {
      return Error{
          .code = ErrorCode::kInvalid,
          .message = "STREAM has a meaning in a pipeline's flows only; read the table without it",
          .condition = "UNSUPPORTED_FEATURE",
          .sqlstate = "0A000"};
    }
    ASSIGN_OR_RETURN(source::BoundScan bound, source::bind_scan(*node, reading_));
    const bool is_read_once = std::holds_alternative<engine::Pulled>(bound.relation);
    if (marked != nullptr && !is_read_once) {
      marked->known.emplace(scan.id, bound.relation);
    }
    bindings.emplace(scan.id, std::move(bound.relation));
  }
  return bindings;
}

Result<std::unique_ptr<engine::RowStream>> Session::run_as_is(const plan::PlanPtr& plan) {
  ASSIGN_OR_RETURN(const engine::Bindings bindings, bind(*plan));
  return connection_->query(plan, bindings, now());
}

Result<std::unique_ptr<engine::RowStream>> Session::run(const plan::PlanPtr& plan) {
  RETURN_IF_ERROR(plan::check_constants(plan, settings_));
  const auto without_needless = [this, plan](const Error& error) {
    return run_without_needless(plan, error);
  };
  auto rows = run_as_is(plan);
  if (!rows) return without_needless(rows.error());
  return retried_rows(*std::move(rows), without_needless);
}

// The engine raises what Spark never computes: where a constant may have done so, the query is run
// over what Spark would have computed of its constants.
Result<std::unique_ptr<engine::RowStream>> Session::run_without_needless(const plan::PlanPtr& plan,
                                                                         const Error& error) {
  if (error.code == ErrorCode::kCancelled) return error;
  ASSIGN_OR_RETURN(const plan::PlanPtr needed, plan::with_needed_constants(plan, settings_));
  if (needed == plan) return error;
  return run_as_is(needed);
}

}  // namespace tarn::session
