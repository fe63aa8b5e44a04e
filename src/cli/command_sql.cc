// tarn sql

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/workbench.h"
#include "session/session.h"

namespace tarn::cli {
namespace {

Result<sql::Fragment> query_text(Workbench& bench, const SqlOptions& options) {
  if (options.file.empty()) {
    return sql::Fragment::whole(options.query, "query");
  }
  ASSIGN_OR_RETURN(std::string text, bench.files().read(options.file));
  return sql::Fragment::whole(std::move(text), options.file);
}

// False where the query is wrong, which was said.
Result<bool> print_query(Workbench& bench, const OpenedProject& opened, engine::Engine& engine,
                         const SqlOptions& options) {
  const project::Spec& spec = opened.project->spec;
  const project::SettingMap settings(spec.configuration.begin(), spec.configuration.end());
  const source::ReadContext reading = bench.reading(opened.workspace);
  ASSIGN_OR_RETURN(const auto session,
                   session::Session::open(
                       engine, reading,
                       {.warehouse = opened.workspace.warehouse,
                        .defaults = {.catalog = spec.catalog, .schema = spec.schema, .table = ""},
                        .settings = project::session_settings(settings, bench.time_zone())}));
  ASSIGN_OR_RETURN(const sql::Fragment text, query_text(bench, options));
  const session::Prepared prepared = session->prepare(text);
  bench.print(prepared.diagnostics);
  if (prepared.plan == nullptr) {
    return false;
  }
  ASSIGN_OR_RETURN(const auto rows, session->run(prepared.plan));
  ASSIGN_OR_RETURN(
      [[maybe_unused]] const int64_t count,
      print_rows(*rows, plan::schema_of(*prepared.plan), options.format, reading.zone, stdout));
  return true;
}

}  // namespace

ExitCode sql(const SqlOptions& options) {
  Workbench bench;
  const auto opened = bench.open_spec(options.spec);
  if (opened == nullptr) {
    return ExitCode::kFailed;
  }
  const auto engine = bench.engine(opened->workspace);
  if (!engine) {
    bench.print(engine.error());
    return ExitCode::kFailed;
  }
  const auto printed = print_query(bench, *opened, **engine, options);
  if (!printed) {
    bench.print(printed.error());
    return ExitCode::kFailed;
  }
  return *printed ? ExitCode::kDone : ExitCode::kFailed;
}

}  // namespace tarn::cli
