#include "runtime/case_suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace tarn::runtime {
namespace {

// Runs the outcomes one by one, taken by whichever thread is free; tells of cases in their order.
class SuiteRun {
 public:
  SuiteRun(const std::vector<const PipelineCase*>& cases, const std::vector<Way>& ways,
           const CaseHost& host, const std::function<void(const CaseReport&)>& told)
      : ways_(ways), host_(host), told_(told), left_(cases.size(), ways.size()) {
    for (const PipelineCase* pipeline_case : cases) {
      report_.cases.push_back(
          {.pipeline_case = pipeline_case, .outcomes = std::vector<CaseOutcome>(ways.size())});
    }
  }

  SuiteReport run(int jobs) {
    const auto begin = std::chrono::steady_clock::now();
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < jobs; ++i) {
        threads.emplace_back([this] { work(); });
      }
    }
    report_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return std::move(report_);
  }

 private:
  void work() {
    const size_t all = report_.cases.size() * ways_.size();
    for (size_t at = next_++; at < all; at = next_++) {
      const size_t which = at / ways_.size();
      const size_t way = at % ways_.size();
      CaseReport& report = report_.cases[which];
      report.outcomes[way] = run_case(*report.pipeline_case, ways_[way], host_);
      finish(which);
    }
  }

  void finish(size_t which) {
    const std::lock_guard lock(mutex_);
    --left_[which];
    while (told_of_ < left_.size() && left_[told_of_] == 0) {
      told_(report_.cases[told_of_++]);
    }
  }

  const std::vector<Way>& ways_;
  const CaseHost& host_;
  const std::function<void(const CaseReport&)>& told_;
  std::atomic<size_t> next_ = 0;
  SuiteReport report_;  // each outcome is written by one thread

  std::mutex mutex_;          // guards the two below, and told_
  std::vector<size_t> left_;  // outcomes of each case
  size_t told_of_ = 0;
};

std::string plural(size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

bool CaseReport::has_passed() const {
  return std::ranges::all_of(outcomes,
                             [](const CaseOutcome& outcome) { return outcome.failures.empty(); });
}

bool SuiteReport::has_passed() const { return std::ranges::all_of(cases, &CaseReport::has_passed); }

SuiteReport run_suite(const std::vector<const PipelineCase*>& cases, const std::vector<Way>& ways,
                      int jobs, const CaseHost& host,
                      const std::function<void(const CaseReport&)>& told) {
  return SuiteRun(cases, ways, host, told).run(jobs);
}

std::string failure_text(const CaseReport& report) {
  if (report.has_passed()) {
    return {};
  }
  const PipelineCase& pipeline_case = *report.pipeline_case;
  const Position position = pipeline_case.source->position_of(pipeline_case.span.begin);
  std::string text = fmt::format("{}:{}: FAILED: {}\n", pipeline_case.source->path, position.line,
                                 pipeline_case.title);
  std::string told;
  for (const CaseOutcome& outcome : report.outcomes) {
    std::string of_way;
    for (const std::string& failure : outcome.failures) {
      of_way += "  " + failure;
    }
    if (of_way.empty() || of_way == told) {
      continue;
    }
    if (outcome.way == Way::kCut || outcome.way == Way::kSpark) {  // a death tells its place
      text += fmt::format("  {}:\n", name_of(outcome.way));
    }
    text += of_way;
    told = std::move(of_way);
  }
  return text;
}

std::string summary_text(const SuiteReport& report) {
  size_t passed = 0;
  size_t cut = 0;
  size_t whole = 0;
  size_t killed = 0;
  int kills = 0;
  size_t on_spark = 0;
  size_t not_on_spark = 0;
  size_t not_compared = 0;
  for (const CaseReport& each : report.cases) {
    passed += each.has_passed() ? 1 : 0;
    for (const CaseOutcome& outcome : each.outcomes) {
      kills += outcome.kills;
      const bool ran = outcome.exempt.empty();
      cut += outcome.way == Way::kCut && ran ? 1 : 0;
      whole += outcome.way == Way::kCut && !ran ? 1 : 0;
      killed += outcome.way == Way::kKilled && ran ? 1 : 0;
      on_spark += outcome.way == Way::kSpark && ran ? 1 : 0;
      not_on_spark += outcome.way == Way::kSpark && !ran ? 1 : 0;
      not_compared += outcome.not_compared;
    }
  }
  std::string text = plural(passed, "case") + " passed";
  if (passed < report.cases.size()) {
    text += fmt::format(", {} failed", report.cases.size() - passed);
  }
  if (cut + whole > 0) {
    text += fmt::format("; {} also cut, {} not to be cut", cut, whole);
  }
  if (killed > 0) {
    text += fmt::format("; {} also killed, {} in all", killed,
                        plural(static_cast<size_t>(kills), "time"));
  }
  if (on_spark + not_on_spark > 0) {
    text += fmt::format("; {} also on Spark, {} not on Spark", on_spark, not_on_spark);
  }
  if (not_compared > 0) {
    text += fmt::format(" ({} of expectations and flows not compared there)",
                        plural(not_compared, "count"));
  }
  return text + fmt::format("; {:.1f} s", report.seconds);
}

}  // namespace tarn::runtime
