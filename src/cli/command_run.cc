// tarn run, tarn dry-run

#include <fmt/format.h>

#include <memory>
#include <stop_token>

#include "base/uuid.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/signal_watch.h"
#include "cli/workbench.h"
#include "runtime/event_table.h"
#include "runtime/update.h"

namespace tarn::cli {
namespace {

// Tells every sink.
class Tee final : public runtime::EventSink {
 public:
  Tee(runtime::EventSink& first, runtime::EventSink& second) : first_(first), second_(second) {}
  void tell(const runtime::Event& event) override {
    first_.tell(event);
    second_.tell(event);
  }
  Status flush() override {
    RETURN_IF_ERROR(first_.flush());
    return second_.flush();
  }

 private:
  runtime::EventSink& first_;
  runtime::EventSink& second_;
};

// The pipeline's lock is held.
Result<runtime::UpdateResult> update(Workbench& bench, const OpenedProject& opened,
                                     project::Graph& graph, const RunOptions& options,
                                     const runtime::Selection& selection, engine::Engine& engine,
                                     const std::stop_token& stop) {
  const runtime::Workspace& workspace = opened.workspace;
  const RandomSource random = system_random();
  ASSIGN_OR_RETURN(
      const std::string pipeline,
      runtime::pipeline_id(bench.files(), workspace, opened.project->spec.name, random));
  const runtime::Origin origin{.pipeline_id = pipeline,
                               .pipeline_name = opened.project->spec.name,
                               .update_id = make_uuid(random)};
  ASSIGN_OR_RETURN(runtime::OpenedSpool opened_spool,
                   runtime::open_spool(bench.files(), workspace.event_log(), origin));
  const std::unique_ptr<runtime::EventSink> progress = make_progress(origin, options.json, stdout);
  Tee events(*opened_spool.spool, *progress);
  const runtime::Host host{.files = bench.files(),
                           .clock = bench.clock(),
                           .random = random,
                           .engine = engine,
                           .reading = bench.reading(workspace),
                           .told = std::move(opened_spool.told),
                           .state_bytes = bench.state_bytes()};
  ASSIGN_OR_RETURN(runtime::UpdateResult result,
                   runtime::run_update(graph, workspace, pipeline, selection, host, events, stop));
  RETURN_IF_ERROR(opened_spool.spool->flush());
  opened_spool.spool.reset();
  // The update stands, whatever becomes of this: the next one moves what is left.
  if (const Status moved =
          runtime::move_events_into_table({.files = bench.files(),
                                           .clock = bench.clock(),
                                           .random = random,
                                           .engine = engine,
                                           .checkpoints = host.reading.checkpoints},
                                          workspace, pipeline);
      !moved) {
    bench.print(moved.error());
  }
  return result;
}

ExitCode exit_code_of(runtime::Outcome outcome) {
  switch (outcome) {
    case runtime::Outcome::kCompleted:
      return ExitCode::kDone;
    case runtime::Outcome::kFailed:
      return ExitCode::kFailed;
    case runtime::Outcome::kCanceled:
      return ExitCode::kStopped;
  }
  return ExitCode::kFailed;
}

}  // namespace

ExitCode run(const RunOptions& options) {
  SignalWatch signals("stopping after the batches under way; once more to stop at once");
  Workbench bench(options.json ? Diagnostics::kJson : Diagnostics::kText);
  const auto opened = bench.open_spec(options.spec);
  if (opened == nullptr) {
    return ExitCode::kFailed;
  }
  // The engine takes longer to open than the project to be read: do both at once.
  Result<engine::Engine*> engine = nullptr;
  std::jthread opening([&] { engine = bench.engine(opened->workspace); });
  runtime::Selection selection{.refresh = options.refresh,
                               .full_refresh = options.full_refresh,
                               .full_refresh_all = options.full_refresh_all};
  auto graph = bench.analyze(*opened, selection);
  opening.join();
  if (!graph) {
    return ExitCode::kFailed;
  }
  if (!engine) {
    bench.print(engine.error());
    return ExitCode::kFailed;
  }
  const auto lock = runtime::PipelineLock::acquire(opened->workspace, bench.files());
  if (!lock) {
    bench.print(lock.error());
    return lock.error().code == ErrorCode::kConflict ? ExitCode::kBusy : ExitCode::kFailed;
  }
  for (int run = 1;; ++run) {
    const auto result =
        update(bench, *opened, *graph, options, selection, **engine, signals.token());
    if (!result) {
      bench.print(result.error());
      return ExitCode::kFailed;
    }
    if (!runtime::calls_for_another_update(*result) || run == runtime::kUpdatesInARowMax ||
        signals.token().stop_requested()) {
      return exit_code_of(result->outcome);
    }
    selection = runtime::selection_after(selection);
    graph = bench.analyze(*opened, selection);
    if (!graph) {
      return ExitCode::kFailed;
    }
  }
}

ExitCode dry_run(const DryRunOptions& options) {
  Workbench bench(options.json ? Diagnostics::kJson : Diagnostics::kText);
  const auto opened = bench.open_spec(options.spec);
  const auto graph = opened == nullptr ? std::nullopt : bench.analyze(*opened);
  if (!graph) {
    return ExitCode::kFailed;
  }
  for (const std::string& note : bench.notes()) {
    fmt::print(stderr, "note: {}\n", note);
  }
  if (!options.json) {
    fmt::print("{}: {} datasets, {} flows, nothing wrong\n", opened->project->spec.name,
               graph->datasets.size(), graph->flows.size());
  }
  return ExitCode::kDone;
}

}  // namespace tarn::cli
