// tarn events

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/workbench.h"
#include "delta/log.h"
#include "delta/table.h"
#include "engine/each_row.h"
#include "runtime/event.h"
#include "session/session.h"

namespace tarn::cli {
namespace {

using nlohmann::json;

struct EventLine {
  std::string id;
  std::string update;
  std::string flow;
  std::string level;
  std::string time;
  std::string message;
  std::string json;  // the whole event
};

// Those that the table has, oldest first.
Status read_table(Workbench& bench, const OpenedProject& opened, std::vector<EventLine>& into) {
  ASSIGN_OR_RETURN(const bool exists,
                   delta::has_table(bench.files(), opened.workspace.event_table()));
  if (!exists) {
    return ok();
  }
  ASSIGN_OR_RETURN(engine::Engine * engine, bench.engine(opened.workspace));
  ASSIGN_OR_RETURN(const auto session,
                   session::Session::open(
                       *engine, bench.reading(opened.workspace),
                       {.warehouse = opened.workspace.warehouse,
                        .defaults = {.catalog = "spark_catalog", .schema = "default", .table = ""},
                        .settings = {}}));
  const std::string query = fmt::format(
      "SELECT id, origin.update_id, origin.flow_name, level, CAST(timestamp AS STRING), message,"
      " to_json(struct(*)) FROM delta.`{}` ORDER BY timestamp, sequence.control_plane_seq_no",
      opened.workspace.event_table());
  const session::Prepared prepared = session->prepare(sql::Fragment::whole(query, "events"));
  if (prepared.plan == nullptr) {
    return prepared.diagnostics.front().as_error();
  }
  ASSIGN_OR_RETURN(const auto rows, session->run(prepared.plan));
  return engine::for_each_row(*rows, [&](const types::Batch& batch, size_t row) {
    const auto text = [&](size_t column) {
      return batch.columns[column].is_valid(row) ? std::string(batch.columns[column].bytes_at(row))
                                                 : std::string();
    };
    into.push_back({.id = text(0),
                    .update = text(1),
                    .flow = text(2),
                    .level = text(3),
                    .time = text(4),
                    .message = text(5),
                    .json = text(6)});
  });
}

// Those that are not in the table yet: of an update under way, or of one that died. One that died
// at the very end left some that are.
Status read_spool(Workbench& bench, const OpenedProject& opened, std::vector<EventLine>& into) {
  ASSIGN_OR_RETURN(const bool exists, bench.files().exists(opened.workspace.event_log()));
  if (!exists) {
    return ok();
  }
  ASSIGN_OR_RETURN(const std::string text, bench.files().read(opened.workspace.event_log()));
  std::string_view lines = runtime::parse_spool(text).lines;
  std::set<std::string> in_table;
  for (const EventLine& event : into) {
    in_table.insert(event.id);
  }
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 1);
    const json event = json::parse(line, nullptr, false);
    if (!event.is_object()) {
      continue;  // torn by a crash
    }
    std::string id = event.value("id", "");
    if (in_table.contains(id)) {
      continue;
    }
    const json& origin = event.at("origin");
    std::string time = event.value("timestamp", "");
    if (time.size() > 10) {
      time[10] = ' ';
      time.pop_back();  // the Z
    }
    into.push_back({.id = std::move(id),
                    .update = origin.value("update_id", ""),
                    .flow = origin.value("flow_name", ""),
                    .level = event.value("level", ""),
                    .time = std::move(time),
                    .message = event.value("message", ""),
                    .json = std::string(line)});
  }
  return ok();
}

bool is_wanted(const EventLine& event, const EventsOptions& options, const std::string& newest) {
  if (options.update.empty() ? !options.all && event.update != newest
                             : !event.update.starts_with(options.update)) {
    return false;
  }
  if (!options.flow.empty() && event.flow != options.flow &&
      !event.flow.ends_with("." + options.flow)) {
    return false;
  }
  return options.level.empty() || event.level == options.level;
}

}  // namespace

ExitCode events(const EventsOptions& options) {
  Workbench bench(options.json ? Diagnostics::kJson : Diagnostics::kText);
  const auto opened = bench.open_spec(options.spec);
  if (opened == nullptr) {
    return ExitCode::kFailed;
  }
  std::vector<EventLine> all;
  Status read = read_table(bench, *opened, all);
  if (read) {
    read = read_spool(bench, *opened, all);
  }
  if (!read) {
    bench.print(read.error());
    return ExitCode::kFailed;
  }
  const std::string newest = all.empty() ? "" : all.back().update;
  for (const EventLine& event : all) {
    if (!is_wanted(event, options, newest)) {
      continue;
    }
    if (options.json) {
      fmt::print("{}\n", event.json);
    } else {
      fmt::print("{:<23}  {:<7}  {}\n", event.time, event.level, event.message);
    }
  }
  return ExitCode::kDone;
}

}  // namespace tarn::cli
