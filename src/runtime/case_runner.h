// Runs one pipeline case in one of the ways, in a folder of its own, and says what was not as
// expected.
//
// The ways must end with the same tables:
//   written  as the case says
//   cut      one update after each piece of the given files (case_cut.h)
//   killed   for each update and each failpoint: the program is run until it dies there, then
//   started again
//   on Spark  as written, on Tarn and on Spark: both end with what is expected (spark_twin.h)
// May be called from several threads; the engine is shared.

#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/uuid.h"
#include "engine/engine.h"
#include "runtime/pipeline_case.h"
#include "runtime/update.h"
#include "storage/file_system.h"

namespace tarn::runtime {

enum class Way : uint8_t { kWritten, kCut, kKilled, kSpark };
const char* name_of(Way way);

// The program itself, for updates that are killed: only a process that ends leaves behind what a
// crash leaves.
class UpdateProgram {
 public:
  virtual ~UpdateProgram() = default;
  // Runs an update of the project in a process of its own: the failpoints that it reached, one by
  // one. `trace` is a file that it keeps them in on the way.
  virtual Result<std::vector<std::string>> reached(const std::string& spec_path,
                                                   const Selection& selection,
                                                   const std::string& trace) = 0;
  // The same, to die at `failpoint` ("name:visit"). The exit code; kFailpointExitCode where it did.
  virtual Result<int> run(const std::string& spec_path, const Selection& selection,
                          const std::string& failpoint) = 0;
};

// A Spark that runs exported pipelines; its requests and answers are those of
// lowering/spark_driver.h.
class SparkProgram {
 public:
  virtual ~SparkProgram() = default;
  // A line of JSON for a line of JSON.
  virtual Result<std::string> ask(const std::string& request) = 0;

  std::mutex turn;  // held by the case whose tables are there
};

struct CaseHost {
  storage::FileSystem& files;
  const Clock& clock;
  RandomSource random;
  engine::Engine& engine;
  engine::EngineOptions engine_options;  // for engines that are opened anew
  UpdateProgram& program;
  SparkProgram* spark = nullptr;  // for Way::kSpark
  std::string scratch;            // the folder for the cases' folders
  std::string project;            // the spec of the project around the cases; empty: there is none
};

// An entry of what a case expects, as it should read now.
struct Correction {
  Span key;          // of the entry
  std::string text;  // what stands behind the key's colon: the rest of the line, and further lines
};

struct CaseOutcome {
  Way way = Way::kWritten;
  std::vector<std::string> failures;    // each of one or more lines; empty: it passed
  std::vector<Correction> corrections;  // for --update
  std::string exempt = {};              // why the case was not run in this way
  int kills = 0;
  size_t not_compared = 0;  // counts that Spark does not make
  double seconds = 0;
};

CaseOutcome run_case(const PipelineCase& pipeline_case, Way way, const CaseHost& host);

}  // namespace tarn::runtime
