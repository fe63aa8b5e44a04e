#include "runtime/flow_task.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "plan/settings.h"
#include "sink/delta_sink.h"
#include "stream/batch_flow.h"
#include "stream/flow_runner.h"

namespace tarn::runtime {
namespace {

using std::chrono::seconds;

// A flow keeps the reports of so many batches in its own log before it has the event log made
// durable.
constexpr int64_t kBatchesUntoldMax = 256;
constexpr int kRetriesDefault = 2;  // spark.sql.pipelines.maxFlowRetryAttempts
constexpr seconds kFirstWait{5};
constexpr seconds kLongestWait{3600};

// Whether trying again may help. Everything else fails the same way until somebody acts.
bool may_pass(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kConflict;
}

int retries_of(const plan::SettingMap& settings) {
  for (const std::string_view key :
       {"pipelines.maxFlowRetryAttempts", "spark.sql.pipelines.maxFlowRetryAttempts"}) {
    if (const auto setting = settings.find(key); setting != settings.end()) {
      int retries = kRetriesDefault;
      std::from_chars(setting->second.data(), setting->second.data() + setting->second.size(),
                      retries);
      return std::max(retries, 0);
    }
  }
  return kRetriesDefault;
}

// False where `stop` came first.
bool wait_unless_stopped(seconds duration, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, duration, [] { return false; });
  return !stop.stop_requested();
}

class FlowAttempt {
 public:
  FlowAttempt(FlowTask& task, const Host& host, EventSink& events, FlowResult& result)
      : task_(task), host_(host), events_(events), result_(result) {}

  Status run(const std::stop_token& stop) {
    const project::Flow& definition = *task_.flow.definition;
    const plan::SessionSettings settings =
        plan::session_settings(definition.settings, host_.reading.zone.id);
    reading_.emplace(host_.reading);
    reading_->zone.id = settings.time_zone;
    ASSIGN_OR_RETURN(const FlowPlace place,
                     flow_place(host_.files, task_.workspace, task_.pipeline_id,
                                task_.target.definition->name, definition.name.table));
    ASSIGN_OR_RETURN(
        sink::DeltaSink sink,
        sink::DeltaSink::open(task_.table, host_.files, host_.random, task_.target.schema,
                              task_.workspace.scratch_folder(task_.name)));
    flow_id_ = place.flow_id;
    const stream::BatchFlow batch_flow{.name = task_.name,
                                       .id = flow_id_,
                                       .plan = task_.flow.plan,
                                       .ids = &task_.ids,
                                       .time_zone = settings.time_zone,
                                       .told_up_to = told_up_to()};
    switch (definition.kind) {
      case project::FlowKind::kAppend:
        reading_->checkpoint = place.checkpoint;
        return run_stream(place, settings.time_zone, sink, stop);
      case project::FlowKind::kBatch: {
        ASSIGN_OR_RETURN(const auto refreshed,
                         stream::refresh_view(batch_flow, host_.engine, *reading_, task_.table,
                                              sink, host_.clock));
        return note(refreshed);
      }
      case project::FlowKind::kOnce: {
        ASSIGN_OR_RETURN(const auto refreshed,
                         stream::run_once(batch_flow, host_.engine, *reading_, sink, host_.clock));
        return note(refreshed);
      }
      case project::FlowKind::kAutoCdc:
        return Error{.code = ErrorCode::kUnsupported,
                     .message = "AUTO CDC is checked and cannot run yet",
                     .condition = "UNSUPPORTED_FEATURE",
                     .sqlstate = "0A000"};
      case project::FlowKind::kView:
        break;
    }
    CHECK(definition.kind != project::FlowKind::kView);
    return ok();
  }

 private:
  Status run_stream(const FlowPlace& place, const std::string& time_zone, sink::DeltaSink& sink,
                    const std::stop_token& stop) {
    const stream::StreamingFlow flow{.name = task_.name,
                                     .id = flow_id_,
                                     .plan = task_.flow.plan,
                                     .ids = &task_.ids,
                                     .checkpoint = place.checkpoint,
                                     .told_up_to = told_up_to(),
                                     .time_zone = time_zone,
                                     .state_bytes = task_.state_bytes};
    ASSIGN_OR_RETURN(const auto runner,
                     stream::FlowRunner::open(flow, host_.engine, *reading_, sink, host_.clock));
    return runner->run_available(stop, [&](const stream::BatchReport& report) {
      tell_metrics(report);
      // An error of the event log ends the update, and comes from there.
      if (result_.batches % kBatchesUntoldMax == 0 && events_.flush()) {
        runner->note_told(report.batch);
      }
    });
  }

  Status note(const stream::RefreshResult& refreshed) {
    if (refreshed.report) {
      tell_metrics(*refreshed.report);
    }
    return ok();
  }

  std::optional<BatchId> told_up_to() const {
    const auto told = host_.told.find(flow_id_);
    return told == host_.told.end() ? std::nullopt : std::optional(told->second);
  }

  void tell_metrics(const stream::BatchReport& report) {
    ++result_.batches;
    result_.rows_written += report.rows_written;
    events_.tell({.timestamp = host_.clock.now(),
                  .level = Level::kMetrics,
                  .event_type = "flow_progress",
                  .message = fmt::format("Flow {} wrote {} rows.", task_.name, report.rows_written),
                  .flow = task_.name,
                  .flow_id = flow_id_,
                  .dataset = task_.dataset,
                  .status = FlowStatus::kRunning,
                  .metrics = report});
  }

  FlowTask& task_;
  const Host& host_;
  EventSink& events_;
  FlowResult& result_;
  std::optional<source::ReadContext> reading_;
  std::string flow_id_;
};

}  // namespace

FlowResult run_flow(FlowTask task, const Host& host, EventSink& events,
                    const std::stop_token& stop) {
  FlowResult result{.flow = task.name};
  const int retries = retries_of(task.flow.definition->settings);
  seconds wait = kFirstWait;
  for (int attempt = 0;; ++attempt) {
    const Status status = FlowAttempt(task, host, events, result).run(stop);
    if (status) {
      result.is_unchanged = result.batches == 0;
      result.status = result.is_unchanged ? FlowStatus::kIdle : FlowStatus::kCompleted;
      return result;
    }
    if (status.error().code == ErrorCode::kCancelled) {
      result.status = FlowStatus::kStopped;
      return result;
    }
    result.status = FlowStatus::kFailed;
    result.error = status.error();
    if (attempt >= retries || !may_pass(status.error())) {
      return result;
    }
    events.tell({.timestamp = host.clock.now(),
                 .level = Level::kWarn,
                 .event_type = "flow_progress",
                 .message = fmt::format("Flow '{}' has FAILED and is tried again in {} s.",
                                        task.name, wait.count()),
                 .flow = task.name,
                 .dataset = task.dataset,
                 .status = FlowStatus::kFailed,
                 .error = status.error()});
    if (!wait_unless_stopped(wait, stop)) {
      result.status = FlowStatus::kStopped;
      return result;
    }
    wait = std::min(wait * 2, kLongestWait);
    result.error.reset();
  }
}

}  // namespace tarn::runtime
