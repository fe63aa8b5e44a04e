// The event log: what an update did, in the schema of Databricks' pipeline event log (SEMANTICS
// 11).
//
// Events are made here and told to an EventSink; what a terminal shows, what --json prints and what
// the log keeps are sinks. No secret may stand in an event.

#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "storage/append_file.h"
#include "storage/file_system.h"
#include "stream/batch_report.h"

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
enum class UpdateState : uint8_t {
  kInitializing,
  kResetting,
  kSettingUpTables,
  kRunning,
  kStopping,
  kCompleted,
  kFailed,
  kCanceled
};

const char* name_of(FlowStatus status);
const char* name_of(UpdateState state);

struct Event {
  Micros timestamp = 0;
  Level level = Level::kInfo;
  std::string event_type;  // "flow_progress", "update_progress", ..
  std::string message;
  std::string flow;     // empty: the update's
  std::string flow_id;  // the flow's id of its batches, where there are metrics
  std::string dataset;
  std::optional<FlowStatus> status = {};
  std::optional<UpdateState> state = {};
  std::optional<stream::BatchReport> metrics = {};
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
// 2026-01-02T03:04:05.678Z
std::string timestamp_text(Micros time);

// Of an event log's lines those that tell of a batch. Most do not, and parsing each would cost more
// than an update.
std::vector<std::string_view> batch_lines(std::string_view lines);
// By flow id, the newest batch that an event log's file tells of, its header included. Lines that
// are torn or of another making are passed over.
using ToldBatches = std::map<std::string, BatchId>;
ToldBatches told_batches(std::string_view text);

// The text of an event log's file. It may begin with a header, which says what stood there before
// it was moved elsewhere: how many bytes of events, and what they told.
struct Spool {
  int64_t begin = 0;       // bytes of events that were moved
  std::string_view lines;  // the events, one a line
};
Spool parse_spool(std::string_view text);
std::string spool_header(int64_t begin, const ToldBatches& told);

// May be told from several threads.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void tell(const Event& event) = 0;
  // What was told is kept when this returns, where events are kept at all. The first error of a
  // write, if there was one.
  virtual Status flush() { return ok(); }
};

// Events as JSON lines into a file, durable when flush() returns.
class EventSpool final : public EventSink {
 public:
  EventSpool(Origin origin, std::unique_ptr<storage::AppendFile> file)
      : origin_(std::move(origin)), file_(std::move(file)) {}

  void tell(const Event& event) override;
  Status flush() override;

 private:
  std::mutex mutex_;  // guards all below
  Origin origin_;
  std::unique_ptr<storage::AppendFile> file_;
  int64_t sequence_ = 0;
  Status status_;
};

struct OpenedSpool {
  std::unique_ptr<EventSpool> spool;
  ToldBatches told;  // by earlier updates
};

// The event log's file, made where there is none, to be written behind what is there.
Result<OpenedSpool> open_spool(storage::FileSystem& files, const std::string& path,
                               const Origin& origin);

}  // namespace tarn::runtime
