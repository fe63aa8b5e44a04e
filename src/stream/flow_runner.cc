#include "stream/flow_runner.h"

#include <xxhash.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/failpoint.h"
#include "stream/staged_execution.h"

namespace tarn::stream {
namespace {

using Json = nlohmann::ordered_json;

// What the journal says of a batch that is about to run. `ends` holds an offset for each source.
struct PlannedBatch {
  BatchId batch;
  Micros at = 0;  // the batch's clock: the same whenever it runs
  int64_t late_ms = 0;
  int64_t eviction_ms = 0;
  std::vector<std::string> sources;  // what each source reads: a changed query is noticed
  // The operators with state, likewise; nothing in a checkpoint of an older version.
  std::optional<std::vector<std::string>> operators;
  std::vector<std::string> ends;
};

std::string json_of(const PlannedBatch& planned) {
  return Json{{"at_us", planned.at},
              {"late_ms", planned.late_ms},
              {"eviction_ms", planned.eviction_ms},
              {"sources", planned.sources},
              {"operators", planned.operators.value_or(std::vector<std::string>())},
              {"ends", planned.ends}}
      .dump();
}

Result<PlannedBatch> planned_from(BatchId batch, const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("at_us") || !json.contains("late_ms") ||
      !json.contains("eviction_ms") || !json.contains("sources") || !json.contains("ends")) {
    return Error{.code = ErrorCode::kCorrupt,
                 .message = "a planned batch without its offsets: " + text};
  }
  PlannedBatch planned{.batch = batch,
                       .at = json["at_us"].get<int64_t>(),
                       .late_ms = json["late_ms"].get<int64_t>(),
                       .eviction_ms = json["eviction_ms"].get<int64_t>(),
                       .sources = json["sources"].get<std::vector<std::string>>(),
                       .ends = json["ends"].get<std::vector<std::string>>()};
  if (json.contains("operators")) {
    planned.operators = json["operators"].get<std::vector<std::string>>();
  }
  return planned;
}

// What a source remembers lies in the flow's state, under an operator of its own: the highest ids
// are the sources', the lowest the plan's operators'.
constexpr OperatorId kFirstSource = 255;
constexpr size_t kSourcesMax = 64;

OperatorId memory_of_source(size_t number) {
  CHECK(number < kSourcesMax);
  return static_cast<OperatorId>(kFirstSource - number);
}

Keys keys_of(const std::vector<std::string>& names) {
  Keys keys;
  for (const std::string& name : names) {
    keys.add(name);
  }
  return keys;
}

class MemoryInState final : public source::SourceMemory {
 public:
  MemoryInState(KeyedState& state, OperatorId op) : state_(state), op_(op) {}

  Result<std::vector<uint8_t>> has(const std::vector<std::string>& names) override {
    ASSIGN_OR_RETURN(KeyedState::Found found, state_.lookup(op_, keys_of(names)));
    return std::move(found.present);
  }

 private:
  KeyedState& state_;
  OperatorId op_;
};

}  // namespace

struct FlowRunner::State {
  StreamingFlow flow;
  StageResources resources;
  source::ReadContext reading;
  sink::DeltaSink& sink;
  const Clock& clock;

  StagedPlan staged = {};
  std::map<plan::ScanId, std::unique_ptr<source::StreamSource>> streams = {};
  std::unique_ptr<FlowStore> store = nullptr;

  std::optional<PlannedBatch> unfinished = {};  // journalled, not recorded
  std::vector<BatchReport> untold = {};         // recorded, and not in the event log
  std::vector<std::string> last_ends = {};      // of the newest committed batch; empty: none yet
  BatchId next_batch = {0};
  int64_t watermark_ms = 0;  // after the newest committed batch
  int64_t eviction_ms = 0;   // that the newest committed batch evicted by

  std::vector<std::string> source_names() const;
  Status recover(const FlowStore::Opened& opened);
  Result<PlannedBatch> recover_planned(BatchId batch, const std::string& text);
  Status recover_committed(const FlowStore::Opened::Committed& committed);
  Status prepare_sources();
  Status remember_names(const PlannedBatch& planned);
  Status evict(int64_t watermark_ms);
  Result<std::optional<PlannedBatch>> plan_next();
  Result<BatchReport> run(const PlannedBatch& planned,
                          const std::optional<std::vector<std::string>>& starts);
  Result<engine::Bindings> bind(const PlannedBatch& planned,
                                const std::optional<std::vector<std::string>>& starts);
  Status compute(const PlannedBatch& planned, StagedExecution& execution, BatchReport& report);
};

Result<std::unique_ptr<FlowRunner>> FlowRunner::open(StreamingFlow flow, engine::Engine& engine,
                                                     const source::ReadContext& reading,
                                                     sink::DeltaSink& sink, const Clock& clock) {
  auto state = std::unique_ptr<State>(new State{.flow = std::move(flow),
                                                .resources = StageResources(engine),
                                                .reading = reading,
                                                .sink = sink,
                                                .clock = clock});
  ASSIGN_OR_RETURN(state->staged,
                   cut_into_stages(state->flow.name, state->flow.plan, *state->flow.ids));
  for (const plan::Node* node : plan::scans_of(*state->flow.plan)) {
    const auto& scan = std::get<plan::Scan>(node->content);
    if (scan.streaming) {
      ASSIGN_OR_RETURN(state->streams[scan.id], source::open_stream(*node, reading));
    }
  }
  const StreamingFlow& opening = state->flow;
  // A flow's id holds the pipeline's random UUID.
  const uint64_t seed = XXH3_64bits_withSeed(opening.id.data(), opening.id.size(),
                                             static_cast<uint64_t>(clock.now()));
  ASSIGN_OR_RETURN(FlowStore::Opened opened, FlowStore::open(reading.files, opening.checkpoint,
                                                             {.memory_bytes = opening.state_bytes,
                                                              .hash_seed = seed,
                                                              .told_up_to = opening.told_up_to}));
  state->store = std::move(opened.store);
  if (Status recovered = state->recover(opened); !recovered) {
    return recovered.error().within("recovering flow '" + state->flow.name + "'");
  }
  return std::unique_ptr<FlowRunner>(new FlowRunner(std::move(state)));
}

FlowRunner::FlowRunner(std::unique_ptr<State> state) : state_(std::move(state)) {}
FlowRunner::~FlowRunner() = default;

std::vector<std::string> FlowRunner::State::source_names() const {
  std::vector<std::string> names;
  for (const auto& [scan, stream] : streams) {
    names.push_back(stream->name());
  }
  return names;
}

Status FlowRunner::State::recover(const FlowStore::Opened& opened) {
  if (opened.committed) {
    RETURN_IF_ERROR(recover_committed(*opened.committed));
  }
  if (opened.unfinished) {
    ASSIGN_OR_RETURN(unfinished,
                     recover_planned(opened.unfinished->batch, opened.unfinished->text));
  }
  for (const FlowStore::Report& report : opened.untold) {
    ASSIGN_OR_RETURN(BatchReport read, report_from_json(report.batch, report.text));
    untold.push_back(std::move(read));
  }
  return ok();
}

Result<PlannedBatch> FlowRunner::State::recover_planned(BatchId batch, const std::string& text) {
  ASSIGN_OR_RETURN(PlannedBatch planned, planned_from(batch, text));
  if (planned.sources != source_names()) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "its checkpoint was made by a query over " +
                            Json(planned.sources).dump() + ", the query now reads " +
                            Json(source_names()).dump() +
                            "; run a full refresh of the table, or give the flow a new name"};
  }
  if (planned.operators && *planned.operators != staged.operators) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "its checkpoint holds the state of " + Json(*planned.operators).dump() +
                            ", the query now has " + Json(staged.operators).dump() +
                            "; run a full refresh of the table, or give the flow a new name",
                 .condition = "STREAMING_STATEFUL_OPERATOR_NOT_MATCH_IN_STATE_METADATA",
                 .sqlstate = "42K03"};
  }
  size_t at = 0;
  for (auto& [scan, stream] : streams) {
    RETURN_IF_ERROR(stream->recover(planned.ends[at++]));
  }
  next_batch = {batch.value + 1};
  return planned;
}

Status FlowRunner::State::recover_committed(const FlowStore::Opened::Committed& committed) {
  ASSIGN_OR_RETURN(PlannedBatch planned, recover_planned(committed.batch, committed.plan));
  ASSIGN_OR_RETURN(const BatchReport report, report_from_json(committed.batch, committed.report));
  watermark_ms = report.watermark_ms;
  eviction_ms = planned.eviction_ms;
  last_ends = std::move(planned.ends);
  return ok();
}

Status FlowRunner::State::prepare_sources() {
  size_t at = 0;
  for (auto& [scan, stream] : streams) {
    MemoryInState memory(*store, memory_of_source(at++));
    RETURN_IF_ERROR(stream->prepare(memory));
  }
  return ok();
}

// Puts what the sources will ask for into the batch's changes.
Status FlowRunner::State::remember_names(const PlannedBatch& planned) {
  size_t at = 0;
  for (auto& [scan, stream] : streams) {
    ASSIGN_OR_RETURN(const std::vector<std::string> names, stream->names_in(planned.ends[at]));
    const std::vector<int64_t> forever(names.size(), kNeverExpires);
    RETURN_IF_ERROR(store->insert_if_new(memory_of_source(at), keys_of(names), forever));
    ++at;
  }
  return ok();
}

Status FlowRunner::State::evict(int64_t watermark_ms) {
  for (const Stage& stage : staged.stages) {
    for (const Operation& operation : stage.operations) {
      if (const auto* deduplicate = std::get_if<DeduplicateOperator>(&operation)) {
        RETURN_IF_ERROR(store->evict(deduplicate->id, watermark_ms * 1000, {}));
      }
    }
  }
  return ok();
}

// The next batch with rows; or, where the watermark rose since the last one, a batch without
// (SEMANTICS 2.5): it evicts, and makes rows late that the last batch still took.
Result<std::optional<PlannedBatch>> FlowRunner::State::plan_next() {
  PlannedBatch planned{.batch = next_batch,
                       .at = clock.now(),
                       .late_ms = eviction_ms,
                       .eviction_ms = watermark_ms,
                       .sources = source_names(),
                       .operators = staged.operators};
  bool has_rows = false;
  size_t at = 0;
  for (auto& [scan, stream] : streams) {
    const std::optional<std::string> last =
        last_ends.empty() ? std::nullopt : std::optional(last_ends[at]);
    ASSIGN_OR_RETURN(std::optional<std::string> end, stream->plan_batch());
    has_rows = has_rows || end.has_value();
    planned.ends.push_back(end ? *std::move(end) : stream->empty_batch(last));
    ++at;
  }
  const bool must_evict = staged.is_stateful && staged.has_watermark && watermark_ms > eviction_ms;
  return has_rows || must_evict ? std::optional(std::move(planned)) : std::nullopt;
}

Status FlowRunner::run_available(const std::stop_token& stop,
                                 const std::function<void(const BatchReport&)>& on_batch) {
  State& state = *state_;
  for (const BatchReport& report : std::exchange(state.untold, {})) {
    on_batch(report);
  }
  RETURN_IF_ERROR(state.prepare_sources());
  while (true) {
    if (stop.stop_requested()) {
      return Error{.code = ErrorCode::kCancelled,
                   .message = "flow '" + state.flow.name + "' was stopped"};
    }
    std::optional<PlannedBatch> planned = std::exchange(state.unfinished, std::nullopt);
    if (!planned) {
      ASSIGN_OR_RETURN(planned, state.plan_next());
      if (!planned) {
        return ok();
      }
      RETURN_IF_ERROR(state.store->plan(planned->batch, json_of(*planned)));
      reach_failpoint("offsets-journalled");
    }
    const auto starts = state.last_ends.empty() ? std::nullopt : std::optional(state.last_ends);
    ASSIGN_OR_RETURN(BatchReport report, state.run(*planned, starts));
    RETURN_IF_ERROR(state.remember_names(*planned));
    RETURN_IF_ERROR(state.store->commit(planned->batch, report_json(report)));
    reach_failpoint("batch-committed");
    state.watermark_ms = report.watermark_ms;
    state.eviction_ms = planned->eviction_ms;
    state.last_ends = std::move(planned->ends);
    state.next_batch = {planned->batch.value + 1};
    on_batch(report);
  }
}

void FlowRunner::note_told(BatchId up_to) { state_->store->note_told(up_to); }

Result<BatchReport> FlowRunner::State::run(const PlannedBatch& planned,
                                           const std::optional<std::vector<std::string>>& starts) {
  const Micros begin = clock.now();
  BatchReport report{.batch = planned.batch};
  BatchState batch{.watermarks = {.late_ms = planned.late_ms,
                                  .eviction_ms = planned.eviction_ms,
                                  .next_ms = watermark_ms},
                   .state = store.get(),
                   .counts = {}};
  ASSIGN_OR_RETURN(const engine::Bindings sources, bind(planned, starts));
  const engine::Moment moment{.now = planned.at, .time_zone = flow.time_zone};
  ASSIGN_OR_RETURN(StagedExecution execution,
                   StagedExecution::start(resources, staged, sources, moment, batch));
  RETURN_IF_ERROR(compute(planned, execution, report));
  if (staged.is_stateful && staged.has_watermark) {
    RETURN_IF_ERROR(evict(planned.eviction_ms));
  }
  report.counts = std::move(batch.counts);
  report.watermark_ms = batch.watermarks.next_ms;
  report.duration_us = clock.now() - begin;
  return report;
}

Result<engine::Bindings> FlowRunner::State::bind(
    const PlannedBatch& planned, const std::optional<std::vector<std::string>>& starts) {
  engine::Bindings bindings;
  size_t at = 0;
  for (auto& [scan, stream] : streams) {
    ASSIGN_OR_RETURN(
        engine::Relation rows,
        stream->read(starts ? std::optional((*starts)[at]) : std::nullopt, planned.ends[at]));
    bindings.emplace(scan, std::move(rows));
    ++at;
  }
  // The other sides of joins are read anew for each batch (SEMANTICS 4.11).
  for (const plan::Node* node : plan::scans_of(*flow.plan)) {
    const auto& scan = std::get<plan::Scan>(node->content);
    if (!scan.streaming) {
      ASSIGN_OR_RETURN(source::BoundScan bound, source::bind_scan(*node, reading));
      bindings.emplace(scan.id, std::move(bound.relation));
    }
  }
  return bindings;
}

// Writes the rows, or only lets them pass where the table has them: then the process died between
// the table's commit and the flow's record, and what the operators count and remember must be made
// again.
Status FlowRunner::State::compute(const PlannedBatch& planned, StagedExecution& execution,
                                  BatchReport& report) {
  const sink::Token token{.flow_id = flow.id, .batch = planned.batch};
  ASSIGN_OR_RETURN(const bool is_repeat, sink.has(token));
  if (is_repeat) {
    ASSIGN_OR_RETURN(report.rows_written, execution.drain());
    return ok();
  }
  ASSIGN_OR_RETURN(const sink::Written written, sink.append(token, execution.rows()));
  report.version = written.version;
  report.rows_written = written.rows;
  if (written.version) {
    reach_failpoint("sink-committed");
  }
  return ok();
}

}  // namespace tarn::stream
