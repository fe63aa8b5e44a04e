// A folder for things that end with the command.

#pragma once

#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "storage/file_system.h"

namespace tarn::cli {

enum class ScratchPlace : uint8_t {
  kMemory,  // where the machine has such a place: making things durable costs nothing there
  kDisk,
};

// Gone, with all that is in it, when the object goes. TMPDIR is where it lies, if that is set.
class ScratchFolder {
 public:
  // `name`: the beginning of the folder's.
  static Result<std::unique_ptr<ScratchFolder>> make(storage::FileSystem& files, ScratchPlace place,
                                                     const std::string& name);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  ScratchFolder(storage::FileSystem& files, std::string path)
      : files_(files), path_(std::move(path)) {}

  storage::FileSystem& files_;
  std::string path_;
};

}  // namespace tarn::cli
