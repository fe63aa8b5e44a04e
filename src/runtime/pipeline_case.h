// A pipeline case: the unit test of a pipeline, as a YAML file says it (docs/PIPELINE_CASES.md).
//
// A case gives rows, runs updates, and says which rows, counts and errors it expects. A case
// without `pipeline:` speaks of the project that it lies in; with it, of a pipeline of its own.
// Reading is pure; all that is wrong in a file is collected, with its place.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "runtime/case_rows.h"

namespace tarn::runtime {

// A file under the project's folder.
struct GivenFile {
  std::string path;  // as written: against the project's folder
  std::string bytes;
};

// Rows of a Delta table, or of a dataset of the pipeline that they stand in for.
struct GivenTable {
  std::string name;  // as SQL writes it: prices, main.sales.prices, delta.`some/path`
  CaseRows rows;
  bool replaces = false;  // instead of the rows that are there, not behind them
  Span span = {};
};

struct Given {
  std::vector<GivenFile> files;  // in name order
  std::vector<GivenTable> tables;
};

struct ExpectedTable {
  std::string name;  // as SQL writes it
  CaseRows rows;
  bool checks_columns = true;  // false: `[]`, no rows of whatever columns
  Span span = {};              // of its key
};

// Counts of one expectation over all updates of a case up to here. What is absent is not compared.
struct ExpectedCounts {
  std::string name;  // dataset.expectation
  std::optional<int64_t> passed = {};
  std::optional<int64_t> failed = {};
  Span span = {};
};

// The same for what a flow did.
struct ExpectedFlow {
  std::string name;
  std::optional<int64_t> written = {};
  std::optional<int64_t> late = {};
  std::optional<int64_t> duplicates = {};
  Span span = {};
};

// An error of the step's last update: the whole line of text, or what is known of it.
struct ExpectedError {
  std::string line = {};  // "pipeline.sql:3:8: error[CLASS]: .."; empty: the others
  std::string condition = {};
  std::string at = {};        // pipeline.sql:3:8, or the flow; empty: anywhere
  std::string contains = {};  // a part of the message
};

struct Expected {
  std::vector<ExpectedTable> tables;
  std::vector<ExpectedCounts> expectations;
  std::vector<ExpectedFlow> flows;
  std::vector<ExpectedError> errors;  // none: the update must succeed
  Span errors_span = {};

  bool is_empty() const {
    return tables.empty() && expectations.empty() && flows.empty() && errors.empty();
  }
};

// Names of SQL files and their text.
using PipelineFiles = std::map<std::string, std::string>;

struct CaseStep {
  std::optional<PipelineFiles> pipeline = {};  // from this step on
  Given given = {};
  bool runs = true;
  std::vector<std::string> refresh = {};  // only these; empty: all
  std::vector<std::string> full_refresh = {};
  bool full_refresh_all = false;
  bool restarts = false;  // with an engine of its own, as a new process has
  Expected expect = {};
  Span span = {};
};

struct PipelineCase {
  std::string title;
  std::shared_ptr<const SourceText> source;  // the case's file; shared with diagnostics
  Span span = {};
  std::optional<PipelineFiles> pipeline = {};  // nothing: that of the project around
  std::map<std::string, std::string> configuration = {};
  std::string whole_because = {};       // why it is not to be cut; empty: it is
  std::string tarn_because = {};        // why it is not to be run on Spark; empty: it is
  std::vector<std::string> rules = {};  // names of what it covers, for who reads the case
  std::vector<CaseStep> steps = {};
};

struct CaseFile {
  std::vector<PipelineCase> cases;
  std::vector<Diagnostic> diagnostics;  // empty: the file is in order
};

// One case, or a list of them.
CaseFile read_cases(const std::shared_ptr<const SourceText>& source);

}  // namespace tarn::runtime
