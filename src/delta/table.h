// One Delta table and every way to change it: each call is one commit, visible whole or not at all.
//
// When a call returns a version, the commit is durable. Data files must be on the disk (synced,
// under their final names) before they are passed in; NOT NULL is checked by whoever made them. A
// writer that loses a race reads the table again and retries, unless the winner changed what its
// own work rests on (kConflict). A call with a txn that the table already holds writes nothing. May
// be shared between threads.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/uuid.h"
#include "delta/action.h"
#include "delta/checkpoint_io.h"
#include "delta/commit_info.h"
#include "delta/conflict.h"
#include "delta/identity_marks.h"
#include "delta/log.h"
#include "delta/snapshot.h"
#include "delta/snapshot_cache.h"
#include "storage/file_system.h"
#include "types/type.h"

namespace tarn::delta {

// Attempts of one call against other writers.
inline constexpr int kCommitAttemptsMax = 1000;

struct TableHost {
  storage::FileSystem& files;
  const Clock& clock;
  RandomSource random;
  CheckpointIo* checkpoints = nullptr;  // null: none are written, and none can be read
  // Told what keeps a table's checkpoints from being written: the first problem of each Table. Its
  // commits stand. May be called from any thread that commits.
  std::function<void(const std::string& table_path, const Error&)> on_checkpoint_problem = {};
};

struct TableDefinition {
  types::Schema schema;
  std::vector<std::string> partition_columns = {};
  std::map<std::string, std::string> properties = {};
  std::optional<std::string> name = {};
  std::optional<std::string> comment = {};
};

// Files for a table, and the token that makes repeating harmless.
struct Write {
  std::vector<AddFile> files;
  std::optional<Txn> txn = {};
  std::vector<MovedMark> marks = {};
  // append(): columns that the table lacks are added. overwrite(): becomes the table's schema.
  // Nothing: the table's schema stays. Where the table maps its columns and there are files, with
  // the names of planned().
  std::optional<types::Schema> schema = {};
  Operation operation;
};

// Some files in place of others, decided by what the table held at one version.
struct Rewrite {
  std::shared_ptr<const Snapshot> read;  // shared: the cache hands it out
  std::vector<AddFile> removed;          // of `read`
  std::vector<AddFile> files = {};
  std::vector<MovedMark> marks = {};
  std::optional<types::Schema> schema = {};  // as that of a Write
  Operation operation;
};

struct TableChange {
  std::optional<types::Schema> schema = {};  // columns that the table lacks are added
  bool is_whole_schema =
      false;  // `schema` takes the place of the table's: no rows are written anew
  std::optional<std::vector<std::string>> partition_columns = {};  // must be those of the table
  std::map<std::string, std::string> properties = {};              // set; others stay
  std::vector<std::string> unset = {};                             // properties that go
  std::optional<std::string> comment = {};
};

struct Committed {
  Version version;
  // The txn was in the table before: nothing was written, the files of this call are nobody's.
  bool is_repeat = false;
};

class Table {
 public:
  Table(TableHost host, std::string path);

  const std::string& path() const { return path_; }
  // The table as it is now. kNotFound where it was not created.
  Result<std::shared_ptr<const Snapshot>> snapshot();

  // `read` as it will be once it is overwritten with `schema`, counted as far as it is: where
  // columns are mapped, new ones have their ids and names in files, which must be known before the
  // files are written.
  Result<Snapshot> planned(const Snapshot& read, const types::Schema& schema) const;

  // Version 0. kAlreadyExists where the table is there.
  Result<Committed> create(const TableDefinition& definition);
  // Adds files. Never conflicts with other appends.
  Result<Committed> append(const Write& write);
  // Replaces all files by others in one commit (they may be none).
  Result<Committed> overwrite(const Write& write);
  // kConflict where another writer removed a file meanwhile, or added rows that it had read.
  Result<Committed> rewrite(Rewrite rewrite);
  // Writes nothing, and returns the newest version, where the table is so already.
  Result<Committed> change(const TableChange& change);

  // Held by those of this process who number rows, from the table's marks to their commit, so that
  // they wait for one another and do not number the same rows again and again.
  std::unique_lock<std::mutex> begin_numbering() { return std::unique_lock(numbering_); }

 private:
  struct Request;
  struct Plan;
  struct After;

  static std::optional<Version> holder_of(const std::optional<Txn>& txn, const Snapshot& snapshot);
  Result<After> after(const Request& request, const Snapshot& read) const;
  Status change_columns(const Request& request, const Snapshot& read, After& after) const;

  Result<Committed> commit(const Request& request);
  Result<Plan> make_plan(const Request& request, const Snapshot& read, const Snapshot& first) const;
  Status check_winners(const Attempt& attempt, const Snapshot& read, Version newest);
  void look_after(const Appended& appended);
  Status write_checkpoint_if_due(Version version);

  const TableHost host_;
  const std::string path_;
  SnapshotCache cache_;
  CommitLog log_;
  std::mutex numbering_;
  std::atomic<bool> checkpoint_problem_was_told_ = false;
};

}  // namespace tarn::delta
