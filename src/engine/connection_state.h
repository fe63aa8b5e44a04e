// What a Connection holds. Internal to this room.

#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/connection.h"
#include "engine/emit.h"
#include "engine/instance.h"

namespace tarn::engine {

// A connection of DuckDB's, and what interrupt() needs from another thread.
struct LaneState {
  explicit LaneState(Instance& of)
      : instance(of), number(of.next_lane()), connection(of.connect()) {
    connection.Execute("SET enable_progress_bar=false").Drain();
  }

  Instance& instance;
  const int64_t number;  // by which statements say whose rows they pull
  duck::Connection connection;
  std::atomic<bool> cancel_wanted = false;
  std::mutex mutex;
  std::shared_ptr<Execution> current;  // guarded by mutex; shared with the run it belongs to
};

// An execution under way on a lane. Ends itself when it goes.
class Run {
 public:
  // `natives` are held as long as it lasts.
  Run(LaneState& lane, std::shared_ptr<Execution> execution, std::vector<SharedNative> natives);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // What an exception means here: a reader's own error, a cancellation, or DuckDB's.
  Error error_of(const std::exception& exception) const;

 private:
  LaneState& lane_;
  std::shared_ptr<Execution> execution_;
  std::vector<SharedNative> natives_;
};

// Text and functions of a plan, ready to be executed; the scans are bound.
struct PreparedPlan {
  std::string sql;
  std::unique_ptr<Run> run;
  bool keeps_join_sides = false;
  bool is_plain = false;
};

struct Connection::State : LaneState {
  using LaneState::LaneState;

  // `output` as emit() takes it.
  Result<PreparedPlan> prepare(const plan::PlanPtr& plan, const Bindings& bindings,
                               const Moment& moment, const OutputColumn& output = nullptr);
  // May throw what DuckDB throws.
  duck::QueryResult execute(const std::string& text, const PreparedPlan& prepared);

 private:
  // Whether DuckDB looks for a better plan, which for a plain one is a third of the time it takes.
  void set_optimizing(bool wanted);

  bool optimizing_ = true;
  // The newest statement, which is parsed once however often it comes: a flow's batches often
  // differ in nothing but the rows that are pulled and the files that are read. Its plan is not
  // kept: DuckDB binds a COPY and a read_parquet() anew each time, prepared or not.
  std::string text_;
  std::optional<duck::SqlStatement> parsed_;
};

}  // namespace tarn::engine
