// Rows into data files of a table's folder: written to a scratch folder on the table's volume, made
// durable, then moved under names of their own.
//
// A crash in between leaves files that no log names. One thread at a time.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "delta/action.h"
#include "delta/snapshot.h"
#include "engine/connection.h"
#include "storage/file_system.h"
#include "types/type.h"

namespace tarn::sink {

// Rows to be written: a plan, what its scans are bound to, and its moment.
struct Rows {
  engine::Connection& connection;
  const plan::PlanPtr& plan;
  const engine::Bindings& bindings;
  const engine::Moment& moment;
};

struct Folder {
  storage::FileSystem& files;
  const RandomSource& random;
  std::string path;     // the table's
  std::string scratch;  // made if it is not there
};

// Moves files that lie in the scratch folder, by their paths in it, and gives them the names that
// they have in the table's folder.
Status move_into(const Folder& folder, std::vector<engine::WrittenFile>& written);

// The rows as Parquet files of the folder. `columns` are those of the target under the table's
// names, for what is said of them.
Result<std::vector<engine::WrittenFile>> write_data_files(const Folder& folder, const Rows& rows,
                                                          engine::ParquetTarget target,
                                                          const types::Schema& columns);

// What a Delta log says of them. `schema` are the table's columns as the snapshot has them.
std::vector<delta::AddFile> files_to_add(const std::vector<engine::WrittenFile>& written,
                                         const delta::Snapshot& snapshot, Micros now);

}  // namespace tarn::sink
