// Spark as a process beside this one: the user's Python with PySpark, which runs exported pipelines
// line by line (lowering/spark_driver.h). It ends with this object.
//
// TARN_SPARK_PYTHON names the Python (python3 where it is not set), TARN_SPARK_JARS the folder of
// Delta's jars. What of them is missing is the error of start().

#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "base/result.h"
#include "runtime/case_runner.h"
#include "storage/file_system.h"

namespace tarn::cli {

class SparkProcess final : public runtime::SparkProgram {
 public:
  // `folder` is its own: its text, its log, and what Spark writes beside the tables.
  static Result<std::unique_ptr<SparkProcess>> start(storage::FileSystem& files,
                                                     const std::string& folder);
  ~SparkProcess() override;
  SparkProcess(const SparkProcess&) = delete;
  SparkProcess& operator=(const SparkProcess&) = delete;

  Result<std::string> ask(const std::string& request) override;

 private:
  SparkProcess(storage::FileSystem& files, std::string log) : files_(files), log_(std::move(log)) {}

  Status spawn(const std::string& script, const std::string& folder);
  Status write_line(const std::string& line);
  Result<std::string> read_line();
  Error ended() const;

  storage::FileSystem& files_;
  const std::string log_;
  pid_t child_ = 0;
  int requests_ = -1;
  int answers_ = -1;
  std::string read_;  // of the next line
};

}  // namespace tarn::cli
