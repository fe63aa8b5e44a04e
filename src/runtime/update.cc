#include "runtime/update.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "runtime/flow_task.h"
#include "runtime/selection.h"
#include "runtime/table_setup.h"
#include "source/schema_inference.h"
#include "stream/stages.h"

namespace tarn::runtime {
namespace {

bool is_over(FlowStatus status) {
  return status != FlowStatus::kQueued && status != FlowStatus::kRunning;
}

bool lets_downstream_run(FlowStatus status) {
  return status == FlowStatus::kCompleted || status == FlowStatus::kIdle ||
         status == FlowStatus::kExcluded;
}

// Runs the flows of a graph, each when its upstream is done. The decisions are made under one mutex
// by the thread that calls run(); flows run on threads of their own.
class Scheduler {
 public:
  Scheduler(project::Graph& graph, const Workspace& workspace, std::string pipeline_id,
            const SelectedFlows& selected, std::map<size_t, std::unique_ptr<delta::Table>>& tables,
            const Host& host, EventSink& events)
      : graph_(graph),
        workspace_(workspace),
        pipeline_id_(std::move(pipeline_id)),
        tables_(tables),
        host_(host),
        events_(events) {
    for (const size_t flow : graph.order) {
      if (graph.flows[flow].definition->kind == project::FlowKind::kView) {
        continue;
      }
      const bool in = selected.contains(flow);
      results_[flow] = {.flow = project::plain(graph.flows[flow].definition->name),
                        .status = in ? FlowStatus::kQueued : FlowStatus::kExcluded};
      tell(flow, in ? "Flow {} is QUEUED." : "Flow '{}' is EXCLUDED.");
    }
    state_share_ = host.state_bytes / std::max<size_t>(1, remembering_flows());
  }

  std::vector<FlowResult> run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (start_ready(stop) || running_ > 0) {
      changed_.wait(lock, [&] { return finished_; });
      finished_ = false;
    }
    lock.unlock();
    threads_.clear();  // joined
    std::vector<FlowResult> results;
    for (const size_t flow : graph_.order) {
      if (const auto result = results_.find(flow); result != results_.end()) {
        results.push_back(std::move(result->second));
      }
    }
    return results;
  }

 private:
  // Those of this update that may remember much. Others remember the files that they have seen.
  size_t remembering_flows() const {
    return static_cast<size_t>(std::ranges::count_if(results_, [&](const auto& result) {
      const project::GraphFlow& flow = graph_.flows[result.first];
      return result.second.status == FlowStatus::kQueued &&
             flow.definition->kind == project::FlowKind::kAppend && stream::has_state(*flow.plan);
    }));
  }

  // Starts what can start and skips what cannot any more; whether a flow was started.
  bool start_ready(const std::stop_token& stop) {
    bool started = false;
    for (const size_t flow : graph_.order) {
      const auto result = results_.find(flow);
      if (result == results_.end() || result->second.status != FlowStatus::kQueued) {
        continue;
      }
      if (stop.stop_requested()) {
        finish(flow, FlowStatus::kStopped, "Flow '{}' was STOPPED before it started.");
      } else if (const std::vector<size_t> upstream = upstream_of(flow); any_failed(upstream)) {
        finish(flow, FlowStatus::kSkipped, "Flow '{}' SKIPPED due to upstream failure(s).");
      } else if (all_done(upstream) && running_ < kConcurrentFlowsMax) {
        start(flow, stop);
        started = true;
      }
    }
    return started;
  }

  void start(size_t flow, const std::stop_token& stop) {
    results_[flow].status = FlowStatus::kRunning;
    ++running_;
    tell(flow, "Flow {} is RUNNING.");
    const project::GraphFlow& graph_flow = graph_.flows[flow];
    const project::GraphDataset& target = graph_.datasets[graph_flow.target];
    FlowTask task{.flow = graph_flow,
                  .target = target,
                  .name = results_[flow].flow,
                  .dataset = project::plain(target.definition->name),
                  .ids = graph_.ids,
                  .table = *tables_.at(graph_flow.target),
                  .workspace = workspace_,
                  .pipeline_id = pipeline_id_,
                  .state_bytes = state_share_};
    threads_.emplace_back([this, flow, stop, task = std::move(task)]() mutable {
      FlowResult result = run_flow(std::move(task), host_, events_, stop);
      const std::lock_guard lock(mutex_);
      results_[flow] = std::move(result);
      tell_end(flow);
      --running_;
      finished_ = true;
      changed_.notify_one();
    });
  }

  std::vector<size_t> upstream_of(size_t flow) const {
    std::vector<size_t> upstream;
    for (const size_t dataset : graph_.flows[flow].reads) {
      for (const size_t writer : graph_.datasets[dataset].flows) {
        if (writer != flow) {
          upstream.push_back(writer);
        }
      }
    }
    return upstream;
  }

  bool any_failed(const std::vector<size_t>& flows) const {
    return std::ranges::any_of(flows, [&](size_t flow) {
      const FlowStatus status = results_.at(flow).status;
      return is_over(status) && !lets_downstream_run(status);
    });
  }

  bool all_done(const std::vector<size_t>& flows) const {
    return std::ranges::all_of(
        flows, [&](size_t flow) { return lets_downstream_run(results_.at(flow).status); });
  }

  void finish(size_t flow, FlowStatus status, std::string_view message) {
    results_[flow].status = status;
    tell(flow, message);
  }

  void tell_end(size_t flow) {
    switch (results_[flow].status) {
      case FlowStatus::kFailed:
        return tell(flow, "Flow '{}' has FAILED.");
      case FlowStatus::kStopped:
        return tell(flow, "Flow '{}' was STOPPED.");
      case FlowStatus::kIdle:
        return tell(flow, "Flow {} is IDLE: no new data.");
      default:
        return tell(flow, "Flow {} has COMPLETED.");
    }
  }

  void tell(size_t flow, std::string_view message) {
    const FlowResult& result = results_.at(flow);
    const project::GraphDataset& target = graph_.datasets[graph_.flows[flow].target];
    events_.tell({.timestamp = host_.clock.now(),
                  .level = result.status == FlowStatus::kFailed ? Level::kError : Level::kInfo,
                  .event_type = "flow_progress",
                  .message = fmt::format(fmt::runtime(message), result.flow),
                  .flow = result.flow,
                  .dataset = project::plain(target.definition->name),
                  .status = result.status,
                  .error = result.error});
  }

  project::Graph& graph_;
  const Workspace& workspace_;
  std::string pipeline_id_;
  std::map<size_t, std::unique_ptr<delta::Table>>& tables_;
  const Host& host_;
  EventSink& events_;

  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::map<size_t, FlowResult> results_;  // by position in the graph
  uint64_t state_share_ = 0;              // of memory, for each flow that remembers rows
  int running_ = 0;
  bool finished_ = false;
  std::vector<std::jthread> threads_;
};

Outcome outcome_of(const std::vector<FlowResult>& flows) {
  const auto any = [&](FlowStatus status) {
    return std::ranges::any_of(flows,
                               [&](const FlowResult& flow) { return flow.status == status; });
  };
  return any(FlowStatus::kFailed)    ? Outcome::kFailed
         : any(FlowStatus::kStopped) ? Outcome::kCanceled
                                     : Outcome::kCompleted;
}

UpdateState state_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kCompleted:
      return UpdateState::kCompleted;
    case Outcome::kFailed:
      return UpdateState::kFailed;
    case Outcome::kCanceled:
      return UpdateState::kCanceled;
  }
  return UpdateState::kFailed;
}

void tell_state(EventSink& events, const Clock& clock, UpdateState state) {
  events.tell({.timestamp = clock.now(),
               .level = state == UpdateState::kFailed ? Level::kError : Level::kInfo,
               .event_type = "update_progress",
               .message = fmt::format("Run is {}.", name_of(state)),
               .state = state});
}

}  // namespace

bool calls_for_another_update(const UpdateResult& result) {
  return std::ranges::any_of(result.flows, [](const FlowResult& flow) {
    return flow.error && source::has_grown_schema(*flow.error);
  });
}

Selection selection_after(const Selection& selection) {
  Selection next{.refresh = selection.refresh};
  next.refresh.insert(next.refresh.end(), selection.full_refresh.begin(),
                      selection.full_refresh.end());
  return next;
}

Result<UpdateResult> run_update(project::Graph& graph, const Workspace& workspace,
                                const std::string& pipeline_id, const Selection& selection,
                                const Host& host, EventSink& events, const std::stop_token& stop) {
  tell_state(events, host.clock, UpdateState::kInitializing);
  ASSIGN_OR_RETURN(const ResolvedSelection selected, resolve_selection(graph, selection));
  tell_state(events, host.clock, UpdateState::kSettingUpTables);
  auto tables = set_up_tables(graph, workspace, selected, host, events);
  if (!tables) {
    tell_state(events, host.clock, UpdateState::kFailed);
    return tables.error();
  }
  tell_state(events, host.clock, UpdateState::kRunning);
  UpdateResult result;
  result.flows =
      Scheduler(graph, workspace, pipeline_id, selected.flows, *tables, host, events).run(stop);
  result.outcome = outcome_of(result.flows);
  tell_state(events, host.clock, state_of(result.outcome));
  return result;
}

}  // namespace tarn::runtime
