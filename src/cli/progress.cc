#include "cli/progress.h"

#include <fmt/format.h>

#include <map>
#include <mutex>

namespace tarn::cli {
namespace {

using runtime::Event;
using runtime::FlowStatus;

// 1234567 as "1,234,567".
std::string count_text(int64_t count) {
  std::string digits = std::to_string(count);
  for (int64_t at = static_cast<int64_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<size_t>(at), 1, ',');
  }
  return digits;
}

class JsonProgress final : public runtime::EventSink {
 public:
  JsonProgress(runtime::Origin origin, std::FILE* out) : origin_(std::move(origin)), out_(out) {}

  void tell(const Event& event) override {
    const std::lock_guard lock(mutex_);
    fmt::print(out_, "{}\n", runtime::event_json(origin_, sequence_++, event));
    std::fflush(out_);
  }

 private:
  std::mutex mutex_;  // guards sequence_ and the order of lines
  runtime::Origin origin_;
  int64_t sequence_ = 0;
  std::FILE* out_;
};

// One line for each flow that ends, and one for each batch of a flow that has several.
class TextProgress final : public runtime::EventSink {
 public:
  explicit TextProgress(std::FILE* out) : out_(out) {}

  void tell(const Event& event) override {
    const std::lock_guard lock(mutex_);
    if (event.metrics) {
      return note(event);
    }
    if (event.flow.empty()) {
      return update_line(event);
    }
    if (event.status) {
      flow_line(event);
    }
  }

 private:
  struct Totals {
    int64_t batches = 0;
    int64_t rows = 0;
    int64_t duration_us = 0;
    int64_t late = 0;
    int64_t duplicates = 0;
    int64_t dropped = 0;
    std::map<std::string, int64_t> failed;  // by expectation
  };

  void note(const Event& event) {
    Totals& totals = totals_[event.flow];
    ++totals.batches;
    totals.rows += event.metrics->rows_written;
    totals.duration_us += event.metrics->duration_us;
    totals.late += event.metrics->counts.dropped_late;
    totals.duplicates += event.metrics->counts.duplicates;
    totals.dropped += event.metrics->counts.dropped_by_expectations;
    for (const auto& count : event.metrics->counts.expectations) {
      totals.failed[count.name] += count.failed;
    }
  }

  void update_line(const Event& event) {
    if (event.level == runtime::Level::kWarn) {
      return line("warning: " + event.message);
    }
    if (event.state == runtime::UpdateState::kCompleted ||
        event.state == runtime::UpdateState::kFailed ||
        event.state == runtime::UpdateState::kCanceled) {
      line(event.message);
    }
  }

  void flow_line(const Event& event) {
    switch (*event.status) {
      case FlowStatus::kCompleted:
        return line(fmt::format("  {:<45} {}", event.flow, summary(totals_[event.flow])));
      case FlowStatus::kIdle:
        return line(fmt::format("  {:<45} no new data", event.flow));
      case FlowStatus::kExcluded:
        return line(fmt::format("  {:<45} not selected", event.flow));
      case FlowStatus::kSkipped:
        return line(fmt::format("  {:<45} skipped: something upstream failed", event.flow));
      case FlowStatus::kStopped:
        return line(fmt::format("  {:<45} stopped", event.flow));
      case FlowStatus::kFailed:
        return line(fmt::format("  {:<45} FAILED: {}", event.flow,
                                event.error ? event.error->text() : event.message));
      default:
        return;
    }
  }

  static std::string summary(const Totals& totals) {
    std::string text = fmt::format("{} rows in {:.2f} s", count_text(totals.rows),
                                   static_cast<double>(totals.duration_us) / 1e6);
    if (totals.batches > 1) {
      text += fmt::format(", {} batches", totals.batches);
    }
    const auto add = [&](int64_t count, const char* what) {
      if (count > 0) {
        text += fmt::format(", {} {}", count_text(count), what);
      }
    };
    add(totals.duplicates, "duplicates left out");
    add(totals.late, "dropped late");
    add(totals.dropped, "dropped by expectations");
    for (const auto& [name, failed] : totals.failed) {
      add(failed, fmt::format("failed {}", name).c_str());
    }
    return text;
  }

  void line(const std::string& text) {
    fmt::print(out_, "{}\n", text);
    std::fflush(out_);
  }

  std::mutex mutex_;  // guards all below
  std::FILE* out_;
  std::map<std::string, Totals> totals_;
};

}  // namespace

std::unique_ptr<runtime::EventSink> make_progress(const runtime::Origin& origin, bool json,
                                                  std::FILE* out) {
  if (json) {
    return std::make_unique<JsonProgress>(origin, out);
  }
  return std::make_unique<TextProgress>(out);
}

}  // namespace tarn::cli
