// Executes plans: rows out as a stream, or into Parquet files.
//
// A Connection serves one thread at a time and has at most one live RowStream; only interrupt() may
// be called from elsewhere. A plan's names never reach DuckDB: they return in the Parquet files.
// Nothing is left behind by an execution that failed, but for files of write_parquet that are
// not named in any result.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/numbering.h"
#include "engine/relation.h"
#include "plan/node.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::engine {

// What current_timestamp() and everything with a time zone depend on.
struct Moment {
  Micros now = 0;
  std::string time_zone = "UTC";
  // What a plan with identity columns that are counted takes its numbers from. Shared: with who
  // writes the rows, and asks what was given.
  std::shared_ptr<Numbering> numbers = nullptr;
};

// The rows of a plan, with the types of its output. It must be destroyed before the next execution
// on its connection; destroying it early stops the execution.
class RowStream : public BatchReader {
 public:
  virtual const types::Schema& schema() const = 0;
};

// Where rows become Parquet files.
struct ParquetTarget {
  std::string folder;  // of the local disk; made if it is not there
  types::Schema
      schema;  // names (of columns and, inside types, of fields) for the plan's columns, in order
  std::vector<std::string> partition_columns =
      {};                        // one folder for each of their values, outermost first
  std::string codec = "snappy";  // snappy, zstd, gzip, lz4_raw, uncompressed
  // Stands in the files' names: a second write with the same one replaces files of the first.
  std::string write_id = {};
  int64_t rows_per_file = 0;  // start a new file beyond about as many rows; 0: one file a partition
  // Instead of a name made of write_id: that of the only file. Not with several files.
  std::string file_name = {};
  // The `field_id` of columns and of fields in them, by their path; elements of arrays are
  // "element", parts of maps "key" and "value".
  std::map<std::vector<std::string>, int64_t> field_ids = {};
};

// What is known of a column of a file. Statistics of a column inside a struct have its path;
// elements of arrays and maps have none.
struct ColumnStatistics {
  std::vector<std::string> path;  // names, outermost first
  int64_t null_count = 0;
  std::optional<types::Value> min;
  std::optional<types::Value> max;  // absent where a NaN is among the values
  bool has_nan = false;
};

struct WrittenFile {
  std::string
      path;  // relative to the target's folder, '/' between folders; not percent-encoded again
  std::map<std::string, std::optional<std::string>> partition_values;  // as Delta serializes them
  int64_t rows = 0;
  int64_t size_bytes = 0;
  std::vector<ColumnStatistics> statistics;
};

class Connection {
 public:
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Starts `plan`. Errors of rows come from the stream's next(), others from here.
  Result<std::unique_ptr<RowStream>> query(const plan::PlanPtr& plan, const Bindings& bindings,
                                           const Moment& moment);

  // Writes the rows of `plan` in their order. Files are complete, but not synced: the caller does
  // that before it names them in a log. No rows, no file.
  Result<std::vector<WrittenFile>> write_parquet(const plan::PlanPtr& plan,
                                                 const Bindings& bindings, const Moment& moment,
                                                 const ParquetTarget& target);

  // Makes the execution that is under way, or else the next one, end with kCancelled. From any
  // thread.
  void interrupt();
  // Takes back an interrupt() that met no execution.
  void clear_interrupt();

 private:
  friend class Engine;
  struct State;
  explicit Connection(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tarn::engine
