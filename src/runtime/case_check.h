// What an update left, held against what a step of a case expects.

#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "runtime/case_runner.h"
#include "runtime/case_update.h"

namespace tarn::runtime {

// Sums over the lines of an event log.
struct EventCounts {
  struct Expectation {
    int64_t passed = 0;
    int64_t failed = 0;
  };
  struct Flow {
    int64_t written = 0;
    int64_t late = 0;
    int64_t duplicates = 0;
  };
  std::map<std::string, std::map<std::string, Expectation>>
      expectations;  // by dataset, then by name
  std::map<std::string, Flow> flows;
};
EventCounts count_events(std::string_view lines);

// Which counts say the same in every way: those of views that are computed anew in each update do
// not, where there are more updates than the case says.
enum class ViewCounts : uint8_t { kCompared, kLeftOut };

struct Observed {
  std::vector<UpdateFailure> failures;  // of the last update
  EventCounts counts;
  std::set<std::string> views;  // materialized views, by name
};

// The expected rows; where no columns matter, under those that were found.
CaseRows under_found_columns(const ExpectedTable& expected, const CaseRows& found);

// Adds to the outcome's failures and corrections.
void check(const Expected& expected, const Observed& observed, const CasePipeline& pipeline,
           ViewCounts view_counts, CaseOutcome& outcome);

}  // namespace tarn::runtime
