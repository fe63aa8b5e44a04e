#include "cli/scratch_folder.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "storage/path.h"

namespace tarn::cli {
namespace {

constexpr const char* kMemoryFolder = "/dev/shm";

std::string parent_of(ScratchPlace place) {
  if (const char* chosen = std::getenv("TMPDIR"); chosen != nullptr) {
    return chosen;
  }
  if (place == ScratchPlace::kMemory && ::access(kMemoryFolder, W_OK) == 0) {
    return kMemoryFolder;
  }
  std::error_code problem;
  return std::filesystem::temp_directory_path(problem);
}

}  // namespace

Result<std::unique_ptr<ScratchFolder>> ScratchFolder::make(storage::FileSystem& files,
                                                           ScratchPlace place,
                                                           const std::string& name) {
  const std::string parent = parent_of(place);
  std::string folder = storage::join(parent, name + "-XXXXXX");
  if (::mkdtemp(folder.data()) == nullptr) {
    return Error{
        .code = ErrorCode::kUnavailable,
        .message = "making a folder in " + parent + ": " + std::generic_category().message(errno)};
  }
  return std::unique_ptr<ScratchFolder>(new ScratchFolder(files, std::move(folder)));
}

ScratchFolder::~ScratchFolder() {
  [[maybe_unused]] const Status removed = files_.remove_tree(path_);
}

}  // namespace tarn::cli
