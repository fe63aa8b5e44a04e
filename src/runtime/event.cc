#include "runtime/event.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace tarn::runtime {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kHeaderBegin = "{\"spool\":";

const char* name_of(Level level) {
  switch (level) {
    case Level::kInfo:
      return "INFO";
    case Level::kWarn:
      return "WARN";
    case Level::kError:
      return "ERROR";
    case Level::kMetrics:
      return "METRICS";
  }
  return "INFO";
}

Json metrics_json(const stream::BatchReport& metrics) {
  Json json = {{"num_output_rows", metrics.rows_written},
               {"duration_ms", metrics.duration_us / 1000},
               {"num_rows_dropped_by_watermark", metrics.counts.dropped_late},
               {"num_duplicate_rows", metrics.counts.duplicates}};
  if (metrics.version) {
    json["table_version"] = metrics.version->value;
  }
  return json;
}

Json quality_json(const stream::BatchCounts& counts) {
  Json expectations = Json::array();
  for (const stream::ExpectationCount& count : counts.expectations) {
    expectations.push_back({{"name", count.name},
                            {"dataset", count.dataset},
                            {"passed_records", count.passed},
                            {"failed_records", count.failed}});
  }
  return {{"dropped_records", counts.dropped_by_expectations},
          {"expectations", std::move(expectations)}};
}

Json details_json(const Event& event) {
  Json details = Json::object();
  if (event.status) {
    details["status"] = name_of(*event.status);
  }
  if (event.state) {
    details["state"] = name_of(*event.state);
  }
  if (event.metrics) {
    details["metrics"] = metrics_json(*event.metrics);
    if (!event.metrics->counts.expectations.empty()) {
      details["data_quality"] = quality_json(event.metrics->counts);
    }
  }
  return Json{{event.event_type, std::move(details)}};
}

Json error_json(const Error& error) {
  return {{"fatal", true},
          {"exceptions", Json::array({{{"class_name", error.condition},
                                       {"message", error.message},
                                       {"stack", Json::array()}}})}};
}

}  // namespace

std::string timestamp_text(Micros time) {
  const std::time_t seconds = time / 1'000'000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), time / 1000 % 1000);
}

const char* name_of(FlowStatus status) {
  switch (status) {
    case FlowStatus::kQueued:
      return "QUEUED";
    case FlowStatus::kPlanning:
      return "PLANNING";
    case FlowStatus::kStarting:
      return "STARTING";
    case FlowStatus::kRunning:
      return "RUNNING";
    case FlowStatus::kCompleted:
      return "COMPLETED";
    case FlowStatus::kFailed:
      return "FAILED";
    case FlowStatus::kSkipped:
      return "SKIPPED";
    case FlowStatus::kStopped:
      return "STOPPED";
    case FlowStatus::kIdle:
      return "IDLE";
    case FlowStatus::kExcluded:
      return "EXCLUDED";
  }
  return "QUEUED";
}

const char* name_of(UpdateState state) {
  switch (state) {
    case UpdateState::kInitializing:
      return "INITIALIZING";
    case UpdateState::kResetting:
      return "RESETTING";
    case UpdateState::kSettingUpTables:
      return "SETTING_UP_TABLES";
    case UpdateState::kRunning:
      return "RUNNING";
    case UpdateState::kStopping:
      return "STOPPING";
    case UpdateState::kCompleted:
      return "COMPLETED";
    case UpdateState::kFailed:
      return "FAILED";
    case UpdateState::kCanceled:
      return "CANCELED";
  }
  return "INITIALIZING";
}

std::string event_json(const Origin& origin, int64_t sequence, const Event& event) {
  Json from = {{"pipeline_id", origin.pipeline_id},
               {"pipeline_name", origin.pipeline_name},
               {"update_id", origin.update_id}};
  if (!event.flow.empty()) {
    from["flow_name"] = event.flow;
  }
  if (!event.dataset.empty()) {
    from["dataset_name"] = event.dataset;
  }
  if (event.metrics) {
    from["flow_id"] = event.flow_id;
    from["batch_id"] = event.metrics->batch.value;
  }
  Json json = {{"id", fmt::format("{}-{:06}", origin.update_id, sequence)},
               {"sequence", {{"control_plane_seq_no", sequence}}},
               {"origin", std::move(from)},
               {"timestamp", timestamp_text(event.timestamp)},
               {"message", event.message},
               {"level", name_of(event.level)},
               {"maturity_level", "STABLE"}};
  if (event.error) {
    json["error"] = error_json(*event.error);
  }
  // As in Databricks' table, `details` is JSON text.
  json["details"] = details_json(event).dump(-1, ' ', false, Json::error_handler_t::replace);
  json["event_type"] = event.event_type;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<std::string_view> batch_lines(std::string_view lines) {
  std::vector<std::string_view> found;
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 1);
    if (line.find("\"batch_id\"") != std::string_view::npos) {
      found.push_back(line);
    }
  }
  return found;
}

Spool parse_spool(std::string_view text) {
  const size_t end = text.find('\n');
  if (!text.starts_with(kHeaderBegin) || end == std::string_view::npos) {
    return {.begin = 0, .lines = text};
  }
  const Json header = Json::parse(text.substr(0, end), nullptr, false);
  const bool is_header = header.is_object() && header["spool"].is_object();
  return {.begin = is_header ? header["spool"].value("begin", int64_t{0}) : 0,
          .lines = text.substr(end + 1)};
}

std::string spool_header(int64_t begin, const ToldBatches& told) {
  Json batches = Json::object();
  for (const auto& [flow, batch] : told) {
    batches[flow] = batch.value;
  }
  return Json{{"spool", {{"begin", begin}, {"told", std::move(batches)}}}}.dump() + "\n";
}

ToldBatches told_batches(std::string_view text) {
  ToldBatches told;
  if (text.starts_with(kHeaderBegin)) {
    const Json header = Json::parse(text.substr(0, text.find('\n')), nullptr, false);
    if (header.is_object() && header["spool"].is_object() && header["spool"].contains("told")) {
      for (const auto& [flow, batch] : header["spool"]["told"].items()) {
        told[flow] = BatchId{batch.get<int64_t>()};
      }
    }
  }
  for (const std::string_view line : batch_lines(parse_spool(text).lines)) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("origin") || !json["origin"].contains("flow_id")) {
      continue;
    }
    const Json& origin = json["origin"];
    BatchId& newest = told.try_emplace(origin.value("flow_id", ""), BatchId{-1}).first->second;
    newest = std::max(newest, BatchId{origin.value("batch_id", int64_t{-1})});
  }
  return told;
}

void EventSpool::tell(const Event& event) {
  const std::lock_guard lock(mutex_);
  Status written = file_->append(event_json(origin_, sequence_++, event) + "\n");
  if (status_ && !written) {
    status_ = std::move(written);
  }
}

Status EventSpool::flush() {
  const std::lock_guard lock(mutex_);
  file_->sync();
  return status_;
}

Result<OpenedSpool> open_spool(storage::FileSystem& files, const std::string& path,
                               const Origin& origin) {
  ASSIGN_OR_RETURN(const bool exists, files.exists(path));
  if (!exists) {
    RETURN_IF_ERROR(files.create(path, ""));
  }
  ASSIGN_OR_RETURN(const std::string lines, files.read(path));
  ASSIGN_OR_RETURN(auto file, files.open_append(path));
  if (!lines.empty() && !lines.ends_with('\n')) {
    RETURN_IF_ERROR(file->append("\n"));  // behind a line that a crash tore
  }
  return OpenedSpool{.spool = std::make_unique<EventSpool>(origin, std::move(file)),
                     .told = told_batches(lines)};
}

}  // namespace tarn::runtime
