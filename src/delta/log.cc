#include "delta/log.h"

#include "base/failpoint.h"
#include "delta/log_files.h"

namespace tarn::delta {

CommitLog::CommitLog(storage::FileSystem& files, std::string table_path)
    : files_(files), table_path_(std::move(table_path)) {}

Result<Version> CommitLog::create(const std::vector<Action>& actions) {
  RETURN_IF_ERROR(check_entry(actions));
  RETURN_IF_ERROR(files_.make_directories(log_folder(table_path_)));
  // That version 0 is free does not mean that the table is new: old entries are cleaned up.
  const Result<LogFiles> log = list_log(files_, table_path_);
  if (log) {
    return Error{ErrorCode::kAlreadyExists,
                 "there is a Delta table at " + table_path_ + " already"};
  }
  if (log.error().code != ErrorCode::kNotFound) {
    return log.error();
  }
  const Version first{0};
  RETURN_IF_ERROR(create_entry(first, actions));
  return first;
}

Result<Appended> CommitLog::append(const Snapshot& read, const std::optional<Txn>& txn,
                                   std::vector<Action> actions) {
  if (txn) {
    const auto known = read.txns.find(txn->app_id);
    if (known != read.txns.end() && known->second.txn.version >= txn->version) {
      return Appended{.version = known->second.committed_in, .is_repeat = true};
    }
    actions.push_back(*txn);
  }
  RETURN_IF_ERROR(check_entry(actions));

  const Version next{read.version.value + 1};
  const Status created = create_entry(next, actions);
  if (created) {
    return Appended{.version = next, .entry = std::move(actions)};
  }
  if (created.error().code != ErrorCode::kAlreadyExists) {
    return created.error();
  }
  if (txn) {
    ASSIGN_OR_RETURN(const std::optional<Version> holder, find_after(read.version, *txn));
    if (holder) {
      return Appended{.version = *holder, .is_repeat = true};
    }
  }
  return Error{ErrorCode::kConflict, "version " + std::to_string(next.value) + " of " +
                                         table_path_ + " was committed by another writer"};
}

Result<std::vector<Action>> CommitLog::read(Version version) {
  const std::string path = entry_path(table_path_, version);
  ASSIGN_OR_RETURN(const std::string text, files_.read(path));
  return parse_entry(text, path);
}

Status CommitLog::create_entry(Version version, const std::vector<Action>& actions) {
  return files_.create(entry_path(table_path_, version), entry_text(actions),
                       [] { reach_failpoint("log-entry-prepared"); });
}

// The first entry after `version` in which `txn`, or a later one of its appId, is recorded.
Result<std::optional<Version>> CommitLog::find_after(Version version, const Txn& txn) {
  for (Version at{version.value + 1};; ++at.value) {
    const Result<std::vector<Action>> actions = read(at);
    if (!actions && actions.error().code == ErrorCode::kNotFound) {
      return std::optional<Version>();
    }
    RETURN_IF_ERROR(actions);
    for (const Action& action : *actions) {
      const Txn* recorded = std::get_if<Txn>(&action);
      if (recorded != nullptr && recorded->app_id == txn.app_id &&
          recorded->version >= txn.version) {
        return std::optional(at);
      }
    }
  }
}

}  // namespace tarn::delta
