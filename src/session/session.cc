#include "session/session.h"

#include <utility>

#include "base/user_name.h"
#include "source/external_catalog.h"
#include "sql/parse.h"

namespace tarn::session {

Result<std::unique_ptr<Session>> Session::open(engine::Engine& engine, source::ReadContext reading,
                                               SessionOptions options) {
  ASSIGN_OR_RETURN(auto connection, engine.connect());
  options.settings.current_catalog = options.defaults.catalog;
  options.settings.current_schema = options.defaults.schema;
  options.settings.user = user_name();
  if (options.settings.regions == nullptr) options.settings.regions = reading.zone.regions;
  return std::unique_ptr<Session>(
      new Session(engine, std::move(connection), std::move(reading), std::move(options)));
}

Prepared Session::prepare(const sql::Fragment& query) {
  const auto parsed = sql::parse_query(query);
  if (!parsed) {
    return {.plan = nullptr, .diagnostics = {parsed.diagnostic()}};
  }
  source::ExternalCatalog catalog(reading_, options_.warehouse, options_.defaults);
  plan::IdSource ids;
  plan::Resolution resolution =
      plan::resolve_query(**parsed, query.source(), options_.settings, catalog, ids);
  return {.plan = std::move(resolution.plan), .diagnostics = std::move(resolution.diagnostics)};
}

Result<std::unique_ptr<engine::RowStream>> Session::run(const plan::PlanPtr& plan) {
  engine::Bindings bindings;
  for (const plan::Node* node : plan::scans_of(*plan)) {
    const auto& scan = std::get<plan::Scan>(node->content);
    if (scan.streaming) {
      return Error{
          .code = ErrorCode::kInvalid,
          .message = "STREAM has a meaning in a pipeline's flows only; read the table without it",
          .condition = "UNSUPPORTED_FEATURE",
          .sqlstate = "0A000"};
    }
    ASSIGN_OR_RETURN(source::BoundScan bound, source::bind_scan(*node, reading_));
    bindings.emplace(scan.id, std::move(bound.relation));
  }
  const engine::Moment moment{.now = reading_.clock.now(),
                              .time_zone = options_.settings.time_zone};
  return connection_->query(plan, bindings, moment);
}

}  // namespace tarn::session
