// One DuckDB instance, in memory: what plans are executed on.
//
// Opening takes about 19 ms and touches nothing of the caller's: do it in a thread while the
// project is being read. The engine holds no table of the user's between two executions. An Engine
// may be shared between threads; each Connection serves one at a time. It must end before main()
// does: DuckDB keeps state of each thread, which in exit handlers (where static objects end) is
// gone already.

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "engine/connection.h"

namespace tarn::engine {

struct EngineOptions {
  int64_t memory_limit_bytes = 0;   // 0: DuckDB's own default
  int threads = 0;                  // 0: one a core
  std::string temp_directory = {};  // where large operators spill; empty: they do not
};

class Engine {
 public:
  static Result<std::unique_ptr<Engine>> open(const EngineOptions& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // A lane of its own. It must not outlive the engine.
  Result<std::unique_ptr<Connection>> connect();

 private:
  struct State;
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tarn::engine
