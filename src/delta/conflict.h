// Whether an update that was prepared at one version may be committed after versions that others
// wrote meanwhile (Delta "Concurrency control", isolation level WriteSerializable). Pure.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "delta/action.h"

namespace tarn::delta {

enum class WriteKind {
  kBlindAppend,  // adds files, has read nothing of the table
  kOverwrite,    // removes every file that it saw, adds others
  kMetadata,     // changes metaData or protocol only
};

struct Attempt {
  WriteKind kind = WriteKind::kBlindAppend;
  bool changes_metadata = false;
  std::optional<Txn> txn = {};
};

// kConflict, with Delta's condition, where the two cannot both stand. A caller that gets it must
// start over from what the table is now.
Status check_conflict(const Attempt& attempt, const std::vector<Action>& winner,
                      const std::string& table_path);

}  // namespace tarn::delta
