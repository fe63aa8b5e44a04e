// What one batch of a flow did: for the event log, and for the flow's own record.
//
// The record in the flow log is what counts; events are made from it again where the process died
// before they were told.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/ids.h"
#include "base/result.h"
#include "stream/operators.h"

namespace tarn::stream {

struct BatchReport {
  BatchId batch;
  std::optional<Version> version = {};  // of the table, where the batch wrote something
  int64_t rows_written = 0;
  int64_t watermark_ms = 0;  // after the batch
  int64_t duration_us = 0;
  BatchCounts counts = {};
};

std::string report_json(const BatchReport& report);
// kCorrupt: the text is not what report_json() gave.
Result<BatchReport> report_from_json(BatchId batch, const std::string& text);

}  // namespace tarn::stream
