#include "stream/batch_report.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace tarn::stream {
namespace {

using Json = nlohmann::ordered_json;

const char* name_of(plan::ViolationAction action) {
  switch (action) {
    case plan::ViolationAction::kWarn:
      return "warn";
    case plan::ViolationAction::kDropRow:
      return "drop";
    case plan::ViolationAction::kFailUpdate:
      return "fail";
  }
  return "warn";
}

plan::ViolationAction action_of(const std::string& name) {
  return name == "drop"   ? plan::ViolationAction::kDropRow
         : name == "fail" ? plan::ViolationAction::kFailUpdate
                          : plan::ViolationAction::kWarn;
}

}  // namespace

std::string report_json(const BatchReport& report) {
  Json expectations = Json::array();
  for (const ExpectationCount& count : report.counts.expectations) {
    expectations.push_back({{"dataset", count.dataset},
                            {"name", count.name},
                            {"action", name_of(count.action)},
                            {"passed", count.passed},
                            {"failed", count.failed}});
  }
  Json json = {{"watermark_ms", report.watermark_ms},
               {"rows_written", report.rows_written},
               {"duration_us", report.duration_us},
               {"dropped_late", report.counts.dropped_late},
               {"duplicates", report.counts.duplicates},
               {"dropped_by_expectations", report.counts.dropped_by_expectations},
               {"expectations", std::move(expectations)}};
  if (report.version) {
    json["version"] = report.version->value;
  }
  return json.dump();
}

Result<BatchReport> report_from_json(BatchId batch, const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("watermark_ms") || !json.contains("expectations")) {
    return Error{.code = ErrorCode::kCorrupt, .message = "not the record of a batch: " + text};
  }
  BatchReport report{.batch = batch,
                     .rows_written = json.value("rows_written", int64_t{0}),
                     .watermark_ms = json.value("watermark_ms", int64_t{0}),
                     .duration_us = json.value("duration_us", int64_t{0})};
  if (json.contains("version")) {
    report.version = Version{json.value("version", int64_t{0})};
  }
  report.counts.dropped_late = json.value("dropped_late", int64_t{0});
  report.counts.duplicates = json.value("duplicates", int64_t{0});
  report.counts.dropped_by_expectations = json.value("dropped_by_expectations", int64_t{0});
  for (const Json& count : json["expectations"]) {
    report.counts.expectations.push_back({.dataset = count.value("dataset", ""),
                                          .name = count.value("name", ""),
                                          .action = action_of(count.value("action", "")),
                                          .passed = count.value("passed", int64_t{0}),
                                          .failed = count.value("failed", int64_t{0})});
  }
  return report;
}

}  // namespace tarn::stream
