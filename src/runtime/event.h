// The event log: what an update did, in the schema of Databricks' pipeline event log (SEMANTICS 11).
//
// Events are made here and told to an EventSink; what a terminal shows, what --json prints and what
// the log keeps are sinks. No secret may stand in an event.

#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "storage/append_file.h"
#include "stream/operators.h"

namespace tarn::runtime {

enum class Level : uint8_t { kInfo, kWarn, kError, kMetrics };

enum class FlowStatus : uint8_t {
  kQueued,
  kPlanning,
  kStarting,
  kRunning,
  kCompleted,
  kFailed,
  kSkipped,
  kStopped,
  kIdle,
  kExcluded,
};
enum class UpdateState : uint8_t { kInitializing, kResetting, kSettingUpTables, kRunning, kStopping, kCompleted, kFailed, kCanceled };

const char* name_of(FlowStatus status);
const char* name_of(UpdateState state);

// What one batch or refresh of a flow did.
struct FlowMetrics {
  std::optional<BatchId> batch;
  std::optional<Version> version;
  int64_t num_output_rows = 0;
  int64_t duration_us = 0;
  stream::BatchCounts counts;
};

struct Event {
  Micros timestamp = 0;
  Level level = Level::kInfo;
  std::string event_type;  // "flow_progress", "update_progress", ..
  std::string message;
  std::string flow;                 // empty: the update's
  std::string dataset;
  std::optional<FlowStatus> status = {};
  std::optional<UpdateState> state = {};
  std::optional<FlowMetrics> metrics = {};
  std::optional<Error> error = {};
};

// Which update of which pipeline events belong to.
struct Origin {
  std::string pipeline_id;
  std::string pipeline_name;
  std::string update_id;
};

// One line of JSON. `sequence` counts an update's events, from 0; `id` is derived from update and
// sequence.
std::string event_json(const Origin& origin, int64_t sequence, const Event& event);

// May be told from several threads.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void tell(const Event& event) = 0;
};

// Events as JSON lines into a file, durable when flush() returns.
class EventSpool final : public EventSink {
 public:
  EventSpool(Origin origin, std::unique_ptr<storage::AppendFile> file)
      : origin_(std::move(origin)), file_(std::move(file)) {}

  void tell(const Event& event) override;
  // The first error of a write, if there was one.
  Status flush();

 private:
  std::mutex mutex_;  // guards all below
  Origin origin_;
  std::unique_ptr<storage::AppendFile> file_;
  int64_t sequence_ = 0;
  Status status_;
};

}  // namespace tarn::runtime
