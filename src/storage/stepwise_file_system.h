// The order of steps by which a file appears whole: written once, for the disk and for the tests.
//
// create():  temporary file, its bytes, fsync, link to the name, unlink the temporary, fsync folder
// replace(): temporary file, its bytes, fsync, rename over the name, fsync folder
// The temporary's name begins with a dot and ends in ".tmp"; one that a crash left behind is
// ignored by every reader, and never opened again.

#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

#include "storage/file_system.h"

namespace tarn::storage {

class StepwiseFileSystem : public FileSystem {
 public:
  Status create(const std::string& path, std::string_view bytes,
                const std::function<void()>& prepared = {}) final;
  Status replace(const std::string& path, std::string_view bytes) final;
  Status make_directories(const std::string& path) final;
  Status remove_tree(const std::string& path) final;

 protected:
  // A new file (kAlreadyExists where the name is taken) with its bytes durable.
  virtual Status write_durably(const std::string& path, std::string_view bytes) = 0;
  virtual Status link(const std::string& from, const std::string& to) = 0;
  // kAlreadyExists where the name is taken.
  virtual Status make_directory(const std::string& path) = 0;
  virtual Status remove_directory(const std::string& path) = 0;

 private:
  Result<std::string> write_temporary(const std::string& path, std::string_view bytes);
  void drop_temporary(const std::string& path);

  std::atomic<uint64_t> next_temporary_ = 0;
};

// Says which fsync failed, and ends the process.
[[noreturn]] void end_after_failed_sync(const std::string& path, const std::string& reason);

}  // namespace tarn::storage
