// The schemas that a flow's streams inferred, kept in the flow's checkpoint: what schemaLocation is
// for. A full refresh begins with a new checkpoint, and so with a new schema.
//
// One file, <checkpoint>/schemas.json, replaced whole (docs/formats/storage.md). It is written
// before the first batch that is read with it.

#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "plan/node.h"
#include "storage/file_system.h"
#include "types/type.h"

namespace tarn::source {

struct StoredSchema {
  types::Schema columns;     // of the records, hints included
  types::Schema partitions;  // of the folders
  friend bool operator==(const StoredSchema&, const StoredSchema&) = default;
};

class SchemaStore {
 public:
  SchemaStore(storage::FileSystem& files, std::string checkpoint)
      : files_(files), checkpoint_(std::move(checkpoint)) {}

  // What the stream over `source` was read with last; nothing: it was never read.
  Result<std::optional<StoredSchema>> load(const plan::FileSource& source) const;
  // Durable when it returns. Writes nothing where the same is there.
  Status save(const plan::FileSource& source, const StoredSchema& schema) const;

 private:
  std::string path() const;

  storage::FileSystem& files_;
  std::string checkpoint_;
};

}  // namespace tarn::source
