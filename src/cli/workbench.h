// What most commands need: the project in this folder, the machine's disk and clock, and an engine.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "base/result.h"
#include "engine/engine.h"
#include "project/definitions.h"
#include "project/graph.h"
#include "runtime/workspace.h"
#include "source/stream_source.h"
#include "storage/local_file_system.h"

namespace tarn::cli {

// A project that was read, and where it keeps its things.
struct OpenedProject {
  std::shared_ptr<const project::Project> project;  // shared with its graph
  runtime::Workspace workspace;
};

class Workbench {
 public:
  explicit Workbench(bool json) : json_(json) {}

  // The project at `spec`, or found from the working directory upwards. What is wrong is printed, and
  // nothing comes back.
  std::unique_ptr<OpenedProject> open_project(const std::string& spec);

  // The spec only, for commands that work on tables: SQL files with mistakes do not matter.
  std::unique_ptr<OpenedProject> open_spec(const std::string& spec);

  // The checked graph; what is wrong is printed.
  std::optional<project::Graph> analyze(const OpenedProject& opened);

  Result<std::unique_ptr<engine::Engine>> open_engine(const runtime::Workspace& workspace);

  source::ReadContext reading(const runtime::Workspace& workspace);
  std::string time_zone() const { return time_zone_; }

  storage::FileSystem& files() { return files_; }
  const Clock& clock() const { return clock_; }

  void print(const std::vector<Diagnostic>& diagnostics) const;
  void print(const std::vector<std::string>& notes) const;
  void print(const Error& error) const;

 private:
  bool json_;  // diagnostics as JSON lines on stdout, not as text on stderr
  std::string time_zone_ = "UTC";
  storage::LocalFileSystem files_;
  SystemClock clock_;
};

}  // namespace tarn::cli
