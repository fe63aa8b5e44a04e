// Appends versions to a Delta table's log: the step at which an update becomes visible.
//
// An entry is created with "fail if it exists", so of two writers at one version exactly one wins.
// When append() returns a version, the entry is durable; the data files that it names must have
// been before. A CommitLog holds nothing but the table's path, and may be shared between threads.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "delta/action.h"
#include "delta/snapshot.h"
#include "storage/file_system.h"

namespace tarn::delta {

struct Appended {
  Version version;
  bool is_repeat = false;          // the txn was in the table before: nothing was written
  std::vector<Action> entry = {};  // what the version holds; empty where nothing was written
};

class CommitLog {
 public:
  CommitLog(storage::FileSystem& files, std::string table_path);

  // Writes the first version. kAlreadyExists: the table is there.
  Result<Version> create(const std::vector<Action>& actions);

  // Writes `actions` as the version after `read`, and returns the new version.
  // kConflict: another writer took that version. Read the table again, then retry.
  // Repeating a call with the same `txn` (or a lower version of its appId) writes nothing and
  // returns the version that holds it, whether `read` knows of it or not.
  Result<Appended> append(const Snapshot& read, const std::optional<Txn>& txn,
                          std::vector<Action> actions);

  // The actions of one entry. kNotFound where it is not written yet.
  Result<std::vector<Action>> read(Version version);

 private:
  Status create_entry(Version version, const std::vector<Action>& actions);
  Result<std::optional<Version>> find_after(Version version, const Txn& txn);

  storage::FileSystem& files_;
  const std::string table_path_;
};

}  // namespace tarn::delta
