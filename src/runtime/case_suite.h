// Many pipeline cases: found, run side by side in the ways that were asked for, and reported.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "runtime/case_runner.h"
#include "runtime/pipeline_case.h"

namespace tarn::runtime {

struct CaseReport {
  const PipelineCase* pipeline_case = nullptr;
  std::vector<CaseOutcome> outcomes;  // one a way

  bool has_passed() const;
};

struct SuiteReport {
  std::vector<CaseReport> cases;  // in the order given
  double seconds = 0;

  bool has_passed() const;
};

// `told` hears of each case when all of its ways are over: in the order given, one at a time.
SuiteReport run_suite(const std::vector<const PipelineCase*>& cases, const std::vector<Way>& ways,
                      int jobs, const CaseHost& host,
                      const std::function<void(const CaseReport&)>& told);

// "tests/orders.yml:1: FAILED: <title>" and what was not as expected, way by way. Empty: it passed.
std::string failure_text(const CaseReport& report);

// "62 cases passed, 1 failed; 58 cut, 61 killed (412 kills), 4 not cut; 3.2 s"
std::string summary_text(const SuiteReport& report);

// One line of JSON.
std::string case_json(const CaseReport& report);

// JUnit's XML: a suite for each file, a test case for each case and way.
std::string junit_xml(const SuiteReport& report);

// The file's text with what its cases expect as it was found. Where several ways differ, as written
// counts.
std::string rewritten(const std::string& text, const std::vector<const CaseReport*>& reports);

}  // namespace tarn::runtime
