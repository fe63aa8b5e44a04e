// A Delta table at one version: what its log says once it has been replayed.
//
// A Snapshot never changes and may be shared between threads; copies share their files. Reading
// refuses (kUnsupported) a table whose protocol asks of a reader what this program cannot do, and
// stops (kCorrupt) at a missing or torn entry: it never shows a table that was never committed.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "delta/action.h"
#include "delta/checkpoint_io.h"
#include "delta/column_mapping.h"
#include "delta/layered_map.h"
#include "delta/log_files.h"
#include "storage/file_system.h"
#include "types/type.h"

namespace tarn::delta {

// What a writer recorded last under one appId.
struct RecordedTxn {
  Txn txn;
  Version committed_in;  // the entry that holds it, or the checkpoint that it was read from
};

struct Snapshot {
  std::string table_path;
  Version version;
  Protocol protocol;
  Metadata metadata;
  types::Schema schema;  // of metadata.schema_text, partition columns included
  ColumnMapping mapping = ColumnMapping::kNone;
  types::Schema file_schema;                // where columns are mapped, `schema` as files name it
  LayeredMap<AddFile> files;                // by file_key()
  LayeredMap<RemoveFile> tombstones;        // by file_key(): removed, perhaps still on the disk
  std::map<std::string, RecordedTxn> txns;  // by appId
  std::map<std::string, DomainMetadata> domains;

  // The columns that lie in the data files, in their order.
  types::Schema data_schema() const;
  // What data files, their statistics and partition values call a column of the table.
  std::string name_in_files(const std::string& column) const;
  // Those of a file of this table, by the table's names: one for each partition column.
  PartitionValues partition_values_of(const AddFile& file) const;
  // Nothing where the property is not set.
  std::optional<std::string> property(const std::string& name) const;
};

// Where a file lies that the log names: its path is relative to the table and percent-encoded, or a
// URI (protocol, "Add File and Remove File").
Result<std::string> path_in_table(const std::string& table_path, const std::string& logged);
// Where the data file of `file` lies.
Result<std::string> data_path(const std::string& table_path, const AddFile& file);

// The newest version. kNotFound where there is no Delta table. `checkpoints` may be null: then a
// table that cannot be read without its checkpoint is refused.
Result<Snapshot> read_snapshot(storage::FileSystem& files, CheckpointIo* checkpoints,
                               const std::string& table_path);
// As of `version` (VERSION AS OF). kNotFound: not written yet, or cleaned up.
Result<Snapshot> read_snapshot_at(storage::FileSystem& files, CheckpointIo* checkpoints,
                                  const std::string& table_path, Version version);

// A version and when it was committed. Times never fall or repeat from one version to the next,
// even where the clocks of writers did (a later one is moved to 1 ms after its predecessor).
struct CommitTime {
  Version version;
  int64_t timestamp_ms = 0;
};
// Of all versions whose entries are still there, ascending. An entry's own inCommitTimestamp where
// the table keeps it, else the time of its file.
Result<std::vector<CommitTime>> commit_times(storage::FileSystem& files,
                                             const std::string& table_path);
// The newest version that was there at `timestamp` (TIMESTAMP AS OF). kInvalid, with Delta's
// condition, where it lies before the first or after the last.
Result<Version> version_at(storage::FileSystem& files, const std::string& table_path,
                           Micros timestamp);

// `snapshot` with one more entry applied. Pure; kCorrupt or kUnsupported as above.
Result<Snapshot> next_snapshot(const Snapshot& snapshot, Version version,
                               const std::vector<Action>& entry);

}  // namespace tarn::delta
