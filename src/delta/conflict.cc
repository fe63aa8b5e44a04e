#include "delta/conflict.h"

#include <algorithm>

#include "delta/commit_info.h"

namespace tarn::delta {
namespace {

template <typename T>
bool holds(const std::vector<Action>& entry) {
  return std::ranges::any_of(
      entry, [](const Action& action) { return std::holds_alternative<T>(action); });
}

bool was_blind(const std::vector<Action>& entry) {
  return std::ranges::any_of(entry, [](const Action& action) {
    const auto* info = std::get_if<CommitInfo>(&action);
    return info != nullptr && is_blind_append(*info);
  });
}

bool adds_data(const std::vector<Action>& entry) {
  return std::ranges::any_of(entry, [](const Action& action) {
    const auto* file = std::get_if<AddFile>(&action);
    return file != nullptr && file->data_change;
  });
}

Error conflict(const char* condition, const std::string& table_path, const std::string& reason) {
  return {.code = ErrorCode::kConflict,
          .message = "writing to " + table_path + ": " + reason + "; run the update again",
          .condition = condition,
          .sqlstate = "2D521"};
}

Status check_overwrite(const Attempt& attempt, const std::vector<Action>& winner,
                       const std::string& table_path) {
  if (holds<RemoveFile>(winner)) {
    return conflict("DELTA_CONCURRENT_DELETE_DELETE", table_path,
                    "a concurrent update removed files that this one removes");
  }
  // WriteSerializable: a blind append may be ordered after the overwrite, unless its rows might not
  // be of the new schema.
  if (adds_data(winner) && (!was_blind(winner) || attempt.changes_metadata)) {
    return conflict("DELTA_CONCURRENT_APPEND", table_path,
                    "a concurrent update added files that this one would have had to read");
  }
  return ok();
}

}  // namespace

Status check_conflict(const Attempt& attempt, const std::vector<Action>& winner,
                      const std::string& table_path) {
  if (holds<Protocol>(winner)) {
    return conflict("DELTA_PROTOCOL_CHANGED", table_path,
                    "a concurrent update changed the table's protocol");
  }
  if (holds<Metadata>(winner)) {
    return conflict("DELTA_METADATA_CHANGED", table_path,
                    "a concurrent update changed the table's schema or properties");
  }
  if (attempt.txn) {
    for (const Action& action : winner) {
      const Txn* recorded = std::get_if<Txn>(&action);
      if (recorded != nullptr && recorded->app_id == attempt.txn->app_id) {
        return conflict("DELTA_CONCURRENT_TRANSACTION", table_path,
                        "another run of the same flow (" + recorded->app_id +
                            ") committed its batch " + std::to_string(recorded->version));
      }
    }
  }
  switch (attempt.kind) {
    case WriteKind::kBlindAppend:
    case WriteKind::kMetadata:
      return ok();
    case WriteKind::kOverwrite:
      return check_overwrite(attempt, winner, table_path);
  }
  CHECK(false);
}

}  // namespace tarn::delta
