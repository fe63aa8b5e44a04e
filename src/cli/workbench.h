// What most commands need: the project in this folder, the machine's disk and clock, and an engine.

#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "base/result.h"
#include "delta/parquet_checkpoints.h"
#include "engine/engine.h"
#include "project/definitions.h"
#include "project/graph.h"
#include "runtime/update.h"
#include "runtime/workspace.h"
#include "source/stream_source.h"
#include "storage/local_file_system.h"

namespace tarn::cli {

// A project that was read, and where it keeps its things.
struct OpenedProject {
  std::shared_ptr<const project::Project> project;  // shared with its graph
  runtime::Workspace workspace;
};

// How diagnostics are printed: for people on stderr, or as JSON lines on stdout.
enum class Diagnostics { kText, kJson };

class Workbench {
 public:
  explicit Workbench(Diagnostics form = Diagnostics::kText) : form_(form) {}

  // The spec at `spec`, or found from the working directory upwards, without the project's SQL
  // files: commands that work on tables do not mind mistakes in those. What is wrong is printed,
  // and nothing comes back.
  std::unique_ptr<OpenedProject> open_spec(const std::string& spec);

  // A project without files or a name, for what is asked outside of any: it reads from the working
  // directory, and keeps its tables in `folder`.
  Result<std::unique_ptr<OpenedProject>> open_scratch(const std::string& folder);

  // The project with its SQL files, and its graph, checked. What is wrong is printed.
  // As an update with `selection` would find it.
  std::optional<project::Graph> analyze(OpenedProject& opened,
                                        const runtime::Selection& selection = {});

  // What analyze() noted: nothing is wrong, and somebody may want to know.
  const std::vector<std::string>& notes() const { return notes_; }

  // The process's one engine, opened when it is first asked for. From any thread.
  Result<engine::Engine*> engine(const runtime::Workspace& workspace);

  source::ReadContext reading(const runtime::Workspace& workspace);
  std::string time_zone() const { return time_zone_; }
  // Memory for what the flows of the opened project remember.
  uint64_t state_bytes() const;
  // And for all of it.
  int64_t memory_bytes() const { return memory_bytes_; }

  storage::FileSystem& files() { return files_; }
  const Clock& clock() const { return clock_; }

  void print(const std::vector<Diagnostic>& diagnostics) const;
  void print(const Error& error) const;

 private:
  Diagnostics form_;
  std::string time_zone_ = "UTC";
  int64_t memory_bytes_ = 0;  // of the engine and the flows' state together; open_spec() sets it
  std::vector<std::string> notes_;
  storage::LocalFileSystem files_;
  SystemClock clock_;
  std::mutex engine_mutex_;
  std::unique_ptr<engine::Engine> engine_;  // guarded by engine_mutex_
  std::optional<delta::ParquetCheckpoints> checkpoints_;
};

}  // namespace tarn::cli
