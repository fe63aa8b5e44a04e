#include "stream/batch_flow.h"

#include <xxhash.h>

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/failpoint.h"
#include "delta/history.h"
#include "plan/identity_numbers.h"
#include "stream/staged_execution.h"

namespace tarn::stream {
namespace {

// Sorted, so that equality does not depend on who wrote it.
using Json = nlohmann::json;

// Commits that are looked through for the one that made the rows: changes of the definition may
// have come after it.
constexpr size_t kHistoryDepth = 32;

struct BoundInputs {
  engine::Bindings bindings;
  Json identity;  // the query and what its scans read: equal, then equal rows
};

Result<BoundInputs> bind_inputs(const BatchFlow& flow, const source::ReadContext& reading) {
  BoundInputs bound;
  Json inputs = Json::array();
  for (const plan::Node* node : plan::scans_of(*flow.plan)) {
    ASSIGN_OR_RETURN(source::BoundScan scan, source::bind_scan(*node, reading));
    inputs.push_back(scan.identity);
    bound.bindings.emplace(std::get<plan::Scan>(node->content).id, std::move(scan.relation));
  }
  const std::string query = plan::text_of(*flow.plan);
  bound.identity = {{"query", std::to_string(XXH3_64bits(query.data(), query.size()))},
                    {"zone", flow.time_zone},
                    {"inputs", std::move(inputs)}};
  return bound;
}

// What a refresh notes in its commit, under "tarn".
std::string note_text(BatchId refresh, const Json& identity, const BatchReport& report) {
  return Json{{"refresh", refresh.value}, {"identity", identity}, {"report", report_json(report)}}
      .dump();
}

// The note of the refresh that made the rows, or null where no refresh made them.
Result<Json> note_of_rows(storage::FileSystem& files, const delta::Table& table) {
  ASSIGN_OR_RETURN(const std::vector<delta::HistoryEntry> entries,
                   delta::history(files, table.path(), kHistoryDepth));
  for (const delta::HistoryEntry& entry : entries) {
    if (entry.tarn) {
      return Json::parse(*entry.tarn, nullptr, false);
    }
    if (entry.operation != "SET TBLPROPERTIES" && entry.operation != "CHANGE COLUMN") {
      break;  // somebody else's rows, or none
    }
  }
  return Json();
}

// What is left to do where the rows are up to date: tell of their refresh, if nobody did.
Result<RefreshResult> unchanged(const BatchFlow& flow, const Json& note) {
  RefreshResult result{.is_unchanged = true};
  const BatchId refresh{note.value("refresh", int64_t{0})};
  if (note.contains("report") && (!flow.told_up_to || refresh > *flow.told_up_to)) {
    ASSIGN_OR_RETURN(result.report, report_from_json(refresh, note.value("report", "")));
  }
  return result;
}

// Runs the flow's stages over `inputs`. `write(rows, report)` gets the last stage's rows and the
// report, which is whole once the rows have passed.
template <typename Write>
Result<RefreshResult> compute(const BatchFlow& flow, engine::Engine& engine,
                              const engine::Bindings& inputs, BatchId batch_id, const Clock& clock,
                              const Write& write) {
  const Micros begin = clock.now();
  BatchState batch;
  BatchReport report{.batch = batch_id};
  ASSIGN_OR_RETURN(const StagedPlan staged, cut_into_stages(flow.name, flow.plan, *flow.ids));
  const engine::Moment moment{.now = begin, .time_zone = flow.time_zone};
  StageResources resources(engine);
  ASSIGN_OR_RETURN(StagedExecution execution,
                   StagedExecution::start(resources, staged, inputs, moment, batch));
  const auto finish = [&](const sink::Written& written) -> const BatchReport& {
    report.rows_written = written.rows;
    report.counts = batch.counts;
    report.duration_us = clock.now() - begin;
    return report;
  };
  ASSIGN_OR_RETURN(const sink::Written written, write(execution.rows(), finish));
  report.version = written.version;
  if (written.version) {
    reach_failpoint("sink-committed");
  }
  finish(written);
  return RefreshResult{.report = std::move(report)};
}

Result<BatchId> next_refresh(delta::Table& table, const std::string& flow_id) {
  ASSIGN_OR_RETURN(const auto snapshot, table.snapshot());
  const auto recorded = snapshot->txns.find(flow_id);
  return BatchId{recorded == snapshot->txns.end() ? 0 : recorded->second.txn.version + 1};
}

}  // namespace

Result<RefreshResult> refresh_view(const BatchFlow& flow, engine::Engine& engine,
                                   const source::ReadContext& reading, delta::Table& table,
                                   sink::DeltaSink& sink, const Clock& clock) {
  ASSIGN_OR_RETURN(const BoundInputs inputs, bind_inputs(flow, reading));
  if (!plan::is_volatile_below_numbers(*flow.plan)) {
    ASSIGN_OR_RETURN(const Json note, note_of_rows(reading.files, table));
    if (note.is_object() && note.contains("identity") && note["identity"] == inputs.identity) {
      return unchanged(flow, note);
    }
  }
  ASSIGN_OR_RETURN(const BatchId refresh, next_refresh(table, flow.id));
  return compute(flow, engine, inputs.bindings, refresh, clock,
                 [&](const sink::Rows& rows, const auto& report_of) {
                   return sink.overwrite({.flow_id = flow.id, .batch = refresh}, rows,
                                         [&](const sink::Written& written) {
                                           return note_text(refresh, inputs.identity,
                                                            report_of(written));
                                         });
                 });
}

Result<RefreshResult> run_once(const BatchFlow& flow, engine::Engine& engine,
                               const source::ReadContext& reading, sink::DeltaSink& sink,
                               const Clock& clock) {
  const sink::Token token{.flow_id = flow.id, .batch = {0}};
  ASSIGN_OR_RETURN(const bool done, sink.has(token));
  if (done) {
    return RefreshResult{.is_unchanged = true};
  }
  ASSIGN_OR_RETURN(const BoundInputs inputs, bind_inputs(flow, reading));
  return compute(flow, engine, inputs.bindings, token.batch, clock,
                 [&](const sink::Rows& rows, const auto&) { return sink.append(token, rows); });
}

}  // namespace tarn::stream
