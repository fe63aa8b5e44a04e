// Batches into a Delta table, each under its token (flow id, batch number): exactly once.
//
// Data files are written to a scratch folder on the table's volume, made durable, moved into the
// table's folder, and then named in one log entry together with the token. A crash before that
// entry leaves files that no version names; a call after it with the same token changes nothing.
// Identity columns are counted on from the table's marks, which the same entry moves: what was
// counted and not committed is counted again. One thread at a time.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/uuid.h"
#include "delta/table.h"
#include "sink/data_files.h"
#include "storage/file_system.h"
#include "types/type.h"

namespace tarn::sink {

// Which batch of which flow.
struct Token {
  std::string flow_id;
  BatchId batch;
};

struct Written {
  std::optional<Version> version;  // nothing where there was nothing to commit
  int64_t rows = 0;
  int64_t bytes = 0;
  int64_t files = 0;
};

class DeltaSink {
 public:
  // `scratch` is a folder of this sink alone; what an earlier process left there is removed.
  static Result<DeltaSink> open(delta::Table& table, storage::FileSystem& files,
                                RandomSource random, types::Schema schema, std::string scratch);

  // Whether the table holds the token's batch (or a later one of its flow) already.
  Result<bool> has(const Token& token);

  // Appends the rows under the token. No rows: no commit.
  Result<Written> append(const Token& token, const Rows& rows);

  // The rows of a statement, which nobody repeats: without a token. kConflict: another writer took
  // numbers of the same identity column, and nothing was written.
  Result<Written> insert(const Rows& rows);
  // The same, in place of some files: one commit. Where no file comes or goes there is none.
  struct Replacement {
    std::shared_ptr<const delta::Snapshot> read;  // shared: the cache hands it out
    std::vector<delta::AddFile> removed = {};     // files of `read`
    bool written_partitions_only = false;         // of `removed`, only what has rows now
    delta::Operation operation;
    // What the operation says of the rows that were written, once that is known.
    std::function<void(const Written&, delta::Operation&)> finish = {};
  };
  Result<Written> rewrite(const Rows& rows, Replacement replacement);

  // Replaces the table's rows in one commit. `note` makes the JSON that the commit carries for
  // Tarn; it is called when the rows have passed.
  using Note = std::function<std::string(const Written&)>;
  Result<Written> overwrite(const Token& token, const Rows& rows, const Note& note);

 private:
  DeltaSink(delta::Table& table, storage::FileSystem& files, RandomSource random,
            types::Schema schema, std::string scratch)
      : table_(table),
        files_(files),
        random_(std::move(random)),
        schema_(std::move(schema)),
        scratch_(std::move(scratch)) {}

  // Files of a write that no commit names yet, and how far their rows count.
  struct NewFiles {
    std::vector<delta::AddFile> added;
    std::vector<delta::MovedMark> marks;
  };

  types::Schema counted_columns(const delta::Snapshot& snapshot) const;
  std::unique_lock<std::mutex> begin_numbering();
  Result<engine::ParquetTarget> target_of(const delta::Snapshot& snapshot) const;
  Result<NewFiles> write_files(const Rows& rows, const delta::Snapshot& snapshot, Written& written);
  Result<Written> add(const Rows& rows, const delta::Snapshot& snapshot, delta::Operation operation,
                      std::optional<delta::Txn> txn);

  delta::Table& table_;
  storage::FileSystem& files_;
  RandomSource random_;
  types::Schema schema_;
  std::string scratch_;
};

}  // namespace tarn::sink
