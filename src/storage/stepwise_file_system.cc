#include "storage/stepwise_file_system.h"

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "storage/path.h"

namespace tarn::storage {
namespace {

// Temporary names that a crash left behind are stepped over; this many in one folder are a fault.
constexpr int kTemporaryNamesMax = 10'000;

std::string folder_of(const std::string& path) {
  const std::string parent = parent_of(path);
  return parent.empty() ? "." : parent;
}

}  // namespace

void end_after_failed_sync(const std::string& path, const std::string& reason) {
  std::fprintf(stderr,
               "tarn: fsync of %s failed: %s. What was written may be lost, and asking again could "
               "hide it; the process ends here. Check the disk, then start again: the last "
               "committed state is whole.\n",
               path.c_str(), reason.c_str());
  std::abort();
}

Status StepwiseFileSystem::create(const std::string& path, std::string_view bytes,
                                  const std::function<void()>& prepared) {
  ASSIGN_OR_RETURN(const std::string temporary, write_temporary(path, bytes));
  if (prepared) {
    prepared();
  }
  const Status linked = link(temporary, path);
  drop_temporary(temporary);
  RETURN_IF_ERROR(linked);
  return sync_directory(folder_of(path));
}

Status StepwiseFileSystem::replace(const std::string& path, std::string_view bytes) {
  ASSIGN_OR_RETURN(const std::string temporary, write_temporary(path, bytes));
  if (const Status renamed = rename(temporary, path); !renamed) {
    drop_temporary(temporary);
    return renamed;
  }
  return sync_directory(folder_of(path));
}

Result<std::string> StepwiseFileSystem::write_temporary(const std::string& path,
                                                        std::string_view bytes) {
  for (int attempt = 0; attempt < kTemporaryNamesMax; ++attempt) {
    const std::string name =
        "." + file_name_of(path) + "." + std::to_string(next_temporary_++) + ".tmp";
    const std::string temporary = join(parent_of(path), name);
    const Status written = write_durably(temporary, bytes);
    if (written) {
      return temporary;
    }
    if (written.error().code != ErrorCode::kAlreadyExists) {
      drop_temporary(temporary);
      return written.error();
    }
  }
  return Error{ErrorCode::kUnavailable,
               "writing " + path + ": the folder is full of temporary files (." +
                   file_name_of(path) + ".*.tmp) of earlier crashes; remove them"};
}

void StepwiseFileSystem::drop_temporary(const std::string& path) {
  // A temporary that stays is litter, not damage: the caller's own result matters more.
  if (const Status removed = remove(path); !removed) {
    return;
  }
}

Status StepwiseFileSystem::make_directories(const std::string& path) {
  const Result<FileInfo> info = stat(path);
  if (info) {
    return info->is_directory
               ? ok()
               : Error{ErrorCode::kInvalid, "making folder " + path + ": a file has this name"};
  }
  if (info.error().code != ErrorCode::kNotFound) {
    return info.error();
  }
  if (const std::string parent = parent_of(path); !parent.empty() && parent != path) {
    RETURN_IF_ERROR(make_directories(parent));
  }
  // Another writer may make it at the same time. Its sync may come later than our return, so the
  // parent is synced by both.
  if (const Status made = make_directory(path);
      !made && made.error().code != ErrorCode::kAlreadyExists) {
    return made;
  }
  return sync_directory(folder_of(path));
}

Status StepwiseFileSystem::remove_tree(const std::string& path) {
  const Result<FileInfo> info = stat(path);
  if (!info) {
    return info.error().code == ErrorCode::kNotFound ? ok() : Status(info.error());
  }
  if (!info->is_directory) {
    return remove(path);
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> names, list_names(path));
  for (const std::string& name : names) {
    RETURN_IF_ERROR(remove_tree(join(path, name)));
  }
  return remove_directory(path);
}

}  // namespace tarn::storage
