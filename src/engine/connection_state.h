// What a Connection holds. Internal to this room.

#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "engine/connection.h"
#include "engine/instance.h"

namespace tarn::engine {

struct Connection::State {
  explicit State(Instance& of) : instance(of), connection(of.connect()) {
    connection.Execute("SET enable_progress_bar=false").Drain();
    connection.Execute("SET TimeZone='UTC'").Drain();
  }

  // A statement under way. Ends itself when it goes.
  struct Run {
    State& state;
    int64_t number;
    std::shared_ptr<Execution> execution;

    Run(State& of, int64_t with, std::shared_ptr<Execution> what);
    ~Run();
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    // What an exception means here: a reader's own error, a cancellation, or DuckDB's.
    Error error_of(const std::exception& exception) const;
  };

  // Text and functions of a plan, ready to be executed; the scans are bound.
  struct Prepared {
    std::string sql;
    std::unique_ptr<Run> run;
    bool keeps_order = false;  // joins must keep their sides
  };
  Result<Prepared> prepare(const plan::PlanPtr& plan, const Bindings& bindings,
                           const Moment& moment);
  // May throw what DuckDB throws.
  duck::QueryResult execute(const std::string& sql, const Prepared& prepared);

  Instance& instance;
  duck::Connection connection;
  std::atomic<bool> cancel_wanted = false;
  std::mutex mutex;
  std::shared_ptr<Execution> current;  // guarded by mutex
};

}  // namespace tarn::engine
