// A case on Spark, beside Tarn's own passage through it: the same pipeline, exported (room
// lowering), on the same files and given tables.
//
// The tables that a step expects are read from Spark, too, and held against what is expected. Where
// they differ, the rows of both engines are shown. Errors are compared by condition and flow. What
// Spark does not count (expectations, flows) is said to be not compared.

#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/case_runner.h"
#include "runtime/case_update.h"
#include "storage/file_system.h"

namespace tarn::runtime {

class SparkTwin {
 public:
  // Waits until no other case is on this Spark. `root`: the case's folder. All are borrowed.
  SparkTwin(SparkProgram& program, storage::FileSystem& files, std::string root);
  ~SparkTwin();  // what the case made goes
  SparkTwin(const SparkTwin&) = delete;
  SparkTwin& operator=(const SparkTwin&) = delete;

  // Behind Tarn's update of the step, which ended with the failures `of_tarn`. What differs goes to
  // the outcome; so does why the case is not one for Spark, and then it is over.
  Status run(const CaseStep& step, const CasePipeline& pipeline,
             const std::vector<UpdateFailure>& of_tarn, CaseOutcome& outcome);

 private:
  Status begin();
  Status update(const CaseStep& step, const CasePipeline& pipeline,
                const std::vector<UpdateFailure>& of_tarn, CaseOutcome& outcome);
  Status check_table(const ExpectedTable& expected, const CasePipeline& pipeline,
                     CaseOutcome& outcome);
  Result<CaseRows> read(const std::string& table, const CasePipeline& pipeline);

  SparkProgram& program_;
  storage::FileSystem& files_;
  const std::string root_;
  const std::string folder_;  // of the exported project
  std::unique_lock<std::mutex> turn_;
  bool has_begun_ = false;
  std::vector<PlacedTable> tables_;  // given so far
};

}  // namespace tarn::runtime
