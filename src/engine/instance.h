// The DuckDB instance that an engine and its connections share. Internal to this room.
//
// It knows which signatures are registered (each once, on first use: creating all of them at the
// start would cost more than opening the instance), which bodies they call, and which executions
// are under way, so that the pull function finds the rows, and the function of paths the files,
// that it was called for. All members may be called from any thread.

#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/duckdb.h"
#include "engine/emit.h"
#include "engine/native_store.h"
#include "engine/numbering.h"
#include "engine/relation.h"
#include "engine/stored_variant.h"

namespace tarn::engine {

// What the scans of one execution are bound to, and what went wrong in it.
class Execution {
 public:
  struct BoundScan {
    std::vector<types::DataType> types;
    Relation relation;
  };

  explicit Execution(std::map<plan::ScanId, BoundScan> scans) : scans_(std::move(scans)) {}

  const BoundScan* find(plan::ScanId scan) const;

  // True the first time for a scan. Its reader's rows are there once: who began it twice would get
  // each row in one of two places.
  bool begin_pulling(const BoundScan& scan);

  // The first error of a reader; the execution's own error.
  void fail(const Error& error);
  std::optional<Error> error() const;

  void cancel() { cancelled_ = true; }
  bool is_cancelled() const { return cancelled_; }

  // Files that are there as long as the execution is.
  void hold(std::shared_ptr<PlainCopies> copies) { copies_ = std::move(copies); }

  // Null where no rows are written.
  void number_with(std::shared_ptr<Numbering> numbers) { numbers_ = std::move(numbers); }
  Numbering* numbers() const { return numbers_.get(); }

 private:
  std::map<plan::ScanId, BoundScan> scans_;
  std::shared_ptr<PlainCopies> copies_;  // shared: empty for nearly all
  std::shared_ptr<Numbering> numbers_;   // shared: with the writer of the rows
  std::atomic<bool> cancelled_ = false;
  mutable std::mutex mutex_;
  std::optional<Error> error_;          // guarded by mutex_
  std::set<const BoundScan*> pulling_;  // guarded by mutex_
};

// The optimizations that are switched off, as DuckDB's setting takes them. Always the one that
// makes a window over whole partitions a join of its input with itself: the input's scan would be
// pulled twice, and rows that are made while they are pulled are there only once.
enum class JoinSides : uint8_t { kFree, kKept };
std::string disabled_optimizers(JoinSides sides);

class Instance {
 public:
  explicit Instance(duck::Instance database);

  duck::Connection connect() { return database_.Connect(); }
  int64_t next_lane() { return next_lane_++; }
  int64_t next_execution() { return next_execution_++; }

  // Registers what is not registered yet. A statement with these calls can be bound as long as the
  // bodies are held.
  Result<std::vector<SharedNative>> provide(const std::vector<NativeUse>& natives);
  const NativeStore& natives() const { return natives_; }

  // The execution that is under way on a lane.
  void begin(int64_t lane, std::shared_ptr<Execution> execution);
  void end(int64_t lane);
  std::shared_ptr<Execution> find(int64_t lane);

  // A type of ours as DuckDB's, by its text; parsed once. The reference holds as long as the
  // instance.
  const duck::LogicalType& type_of(const types::DataType& type);

  // Held while a statement is planned whose joins must keep their sides.
  std::mutex& planning() { return planning_; }
  void set_join_sides(JoinSides sides);

 private:
  Status register_signature(const NativeUse& use);
  Status provide_aggregate(const NativeUse& use);

  NativeStore natives_;
  duck::Instance database_;
  std::mutex planning_;
  std::mutex registry_mutex_;
  duck::Connection registrar_;                      // guarded by registry_mutex_
  std::set<std::string> registered_;                // guarded by registry_mutex_
  std::map<std::string, duck::LogicalType> types_;  // by text; guarded by registry_mutex_
  std::mutex executions_mutex_;
  std::map<int64_t, std::shared_ptr<Execution>>
      executions_;  // by lane; guarded by executions_mutex_
  std::atomic<int64_t> next_lane_ = 1;
  std::atomic<int64_t> next_execution_ = 1;
};

// Makes tarn_pull(lane, scan), tarn_paths(lane, scan), tarn_number(lane, column) and
// tarn_optional(value) known. `instance` outlives the database.
void register_pull(duck::Connection& connection, Instance& instance);
void register_paths(duck::Connection& connection, Instance& instance);
void register_numbers(duck::Connection& connection, Instance& instance);
void register_optional(duck::Connection& connection);

// What an exception that DuckDB threw means.
Error error_from_exception(const std::exception& exception);

}  // namespace tarn::engine
