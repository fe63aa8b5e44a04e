#include "stream/batch_flow.h"

#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <xxhash.h>

#include "base/failpoint.h"
#include "delta/history.h"
#include "stream/staged_execution.h"

namespace tarn::stream {
namespace {

using Json = nlohmann::ordered_json;

// Commits that are looked through for the one that made the rows: changes of the definition may have
// come after it.
constexpr size_t kHistoryDepth = 32;

struct BoundInputs {
  engine::Bindings bindings;
  std::string identity;  // JSON: the query and what its scans read
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
  bound.identity = Json{{"query", std::to_string(XXH3_64bits(query.data(), query.size()))},
                        {"zone", flow.time_zone},
                        {"inputs", std::move(inputs)}}
                       .dump();
  return bound;
}

// What the rows that the table holds were made from, or nothing where no refresh made them.
Result<std::optional<std::string>> identity_of_rows(storage::FileSystem& files, const delta::Table& table) {
  ASSIGN_OR_RETURN(const std::vector<delta::HistoryEntry> entries,
                   delta::history(files, table.path(), kHistoryDepth));
  for (const delta::HistoryEntry& entry : entries) {
    if (entry.tarn) {
      return entry.tarn;
    }
    if (entry.operation != "SET TBLPROPERTIES" && entry.operation != "CHANGE COLUMN") {
      break;  // somebody else's rows, or none
    }
  }
  return std::optional<std::string>();
}

bool same_json(const std::string& a, const std::string& b) {
  const Json left = Json::parse(a, nullptr, false);
  const Json right = Json::parse(b, nullptr, false);
  return !left.is_discarded() && left == right;
}

struct Computed {
  sink::Written written;
  BatchCounts counts;
};

// Runs the flow's stages over `inputs`; `write` gets the last stage's rows.
template <typename Write>
Result<Computed> compute(const BatchFlow& flow, engine::Engine& engine, const engine::Bindings& inputs,
                         Micros now, const Write& write) {
  BatchState batch;
  ASSIGN_OR_RETURN(const StagedPlan staged, cut_into_stages(flow.name, flow.plan, *flow.ids));
  const engine::Moment moment{.now = now, .time_zone = flow.time_zone};
  ASSIGN_OR_RETURN(StagedExecution execution,
                   StagedExecution::start(engine, staged, inputs, moment, batch));
  ASSIGN_OR_RETURN(const sink::Written written, write(execution.rows()));
  if (written.version) {
    reach_failpoint("sink-committed");
  }
  return Computed{.written = written, .counts = std::move(batch.counts)};
}

RefreshReport report_of(Computed computed, Micros begin, Micros end) {
  return {.version = computed.written.version,
          .rows_written = computed.written.rows,
          .duration_us = end - begin,
          .counts = std::move(computed.counts)};
}

Result<BatchId> next_refresh(delta::Table& table, const std::string& flow_id) {
  ASSIGN_OR_RETURN(const auto snapshot, table.snapshot());
  const auto recorded = snapshot->txns.find(flow_id);
  return BatchId{recorded == snapshot->txns.end() ? 0 : recorded->second.txn.version + 1};
}

}  // namespace

Result<RefreshReport> refresh_view(const BatchFlow& flow, engine::Engine& engine,
                                   const source::ReadContext& reading, delta::Table& table,
                                   sink::DeltaSink& sink, const Clock& clock) {
  const Micros begin = clock.now();
  RefreshReport report;
  ASSIGN_OR_RETURN(const BoundInputs inputs, bind_inputs(flow, reading));
  if (plan::is_deterministic(*flow.plan)) {
    ASSIGN_OR_RETURN(const std::optional<std::string> made_from, identity_of_rows(reading.files, table));
    if (made_from && same_json(*made_from, inputs.identity)) {
      report.is_unchanged = true;
      return report;
    }
  }
  ASSIGN_OR_RETURN(const BatchId refresh, next_refresh(table, flow.id));
  ASSIGN_OR_RETURN(Computed computed,
                   compute(flow, engine, inputs.bindings, begin, [&](const sink::Rows& rows) {
                     return sink.overwrite({.flow_id = flow.id, .batch = refresh}, rows, inputs.identity);
                   }));
  return report_of(std::move(computed), begin, clock.now());
}

Result<RefreshReport> run_once(const BatchFlow& flow, engine::Engine& engine,
                               const source::ReadContext& reading, sink::DeltaSink& sink,
                               const Clock& clock) {
  const Micros begin = clock.now();
  const sink::Token token{.flow_id = flow.id, .batch = {0}};
  ASSIGN_OR_RETURN(const bool done, sink.has(token));
  if (done) {
    return RefreshReport{.is_unchanged = true};
  }
  ASSIGN_OR_RETURN(const BoundInputs inputs, bind_inputs(flow, reading));
  ASSIGN_OR_RETURN(Computed computed,
                   compute(flow, engine, inputs.bindings, begin,
                           [&](const sink::Rows& rows) { return sink.append(token, rows); }));
  return report_of(std::move(computed), begin, clock.now());
}

}  // namespace tarn::stream
