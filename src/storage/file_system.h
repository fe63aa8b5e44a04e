// Bytes under a path: the one way by which this program meets a disk.
//
// create() and replace() show a file whole or not at all, and have it on the disk before they
// return: after a crash at any point the name holds either nothing (or what it held before) or all
// of the bytes. make_directories() is durable too. rename(), remove() and remove_tree() are not:
// whoever needs them to survive a power loss calls sync_directory() after them, once for many.
//
// A failed fsync ends the process: the kernel may have dropped the bytes, so that trying again
// would report success for data that is lost. Everything else is an Error that names what was being
// done to which path: kNotFound, kAlreadyExists, kUnavailable (disk full, I/O error), kInvalid
// (permission, a folder where a file should be). All functions may be called from any thread.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "storage/append_file.h"
#include "storage/block_file.h"
#include "storage/read_file.h"

namespace tarn::storage {

struct FileInfo {
  std::string name;  // relative to the listed folder, or the path that was asked for
  uint64_t size = 0;
  Micros modified = 0;
  bool is_directory = false;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  virtual Result<std::string> read(const std::string& path) = 0;
  // At most `size` bytes from `offset` on: fewer where the file ends before.
  virtual Result<std::string> read_range(const std::string& path, uint64_t offset, uint64_t size);
  // A file to be read in pieces: none of what is read here grows with the file. Where a file system
  // has no open files, each piece is a read_range().
  virtual Result<std::unique_ptr<ReadFile>> open_read(const std::string& path);
  virtual Result<FileInfo> stat(const std::string& path) = 0;
  Result<bool> exists(const std::string& path);

  // The entries of a folder in name order, without what lies in its sub-folders.
  virtual Result<std::vector<FileInfo>> list(const std::string& directory) = 0;
  // The same without sizes and times: one system call for many names.
  virtual Result<std::vector<std::string>> list_names(const std::string& directory) = 0;
  // All files below a folder, by their path relative to it, in path order. No folders.
  Result<std::vector<FileInfo>> list_recursive(const std::string& directory);

  // Puts `bytes` under a name that must not exist (kAlreadyExists): of two callers one wins.
  // `prepared` is called when the bytes are durable and no name shows them yet.
  virtual Status create(const std::string& path, std::string_view bytes,
                        const std::function<void()>& prepared = {}) = 0;
  // Puts `bytes` under a name, over what was there.
  virtual Status replace(const std::string& path, std::string_view bytes) = 0;

  // A file that is there, to write behind its end.
  virtual Result<std::unique_ptr<AppendFile>> open_append(const std::string& path) = 0;

  // A new file of `size` bytes, a multiple of kBlockBytes, with its space reserved: writing into it
  // does not fail for want of room. Neither its size nor its name is durable until the file and the
  // folder are synced. kAlreadyExists where the name is taken; kUnavailable where the disk is full,
  // and then no file is left.
  virtual Result<std::unique_ptr<BlockFile>> create_blocks(const std::string& path,
                                                           uint64_t size) = 0;
  virtual Result<std::unique_ptr<BlockFile>> open_blocks(const std::string& path) = 0;

  // The folder and those above it that are missing.
  virtual Status make_directories(const std::string& path) = 0;
  // Makes a file that somebody else wrote durable, or the names in a folder.
  virtual Status sync_file(const std::string& path) = 0;
  virtual Status sync_directory(const std::string& path) = 0;

  virtual Status rename(const std::string& from, const std::string& to) = 0;
  virtual Status remove(const std::string& path) = 0;
  // A folder with all that is in it, or a file. That it is not there is no error.
  virtual Status remove_tree(const std::string& path) = 0;

  // How many times fsync was asked of the disk, for the tests of what a batch costs.
  uint64_t syncs() const { return syncs_.load(); }

 protected:
  void note_sync() { ++syncs_; }

 private:
  std::atomic<uint64_t> syncs_ = 0;
};

}  // namespace tarn::storage
