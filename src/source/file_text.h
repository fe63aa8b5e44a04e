// The bytes of one file, unpacked where its name says that it is compressed, in chunks.
//
// Memory does not grow with the file: of its bytes, packed or not, only a chunk is held. A file
// that turns out shorter than it was is an error. Plain files and gzip (.gz) are read; what other
// compressions hold is refused by the file's name.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "format/gzip.h"
#include "storage/file_system.h"

namespace tarn::source {

class FileText {
 public:
  FileText(storage::FileSystem& files, std::string path) : files_(files), path_(std::move(path)) {}
  FileText(const FileText&) = delete;  // the unpacker holds its address
  FileText& operator=(const FileText&) = delete;

  Status open();

  // The next bytes, at most `bytes_max`; none: the end. They stay until the next call.
  Result<std::string_view> next(size_t bytes_max);

  // Bytes that the file has on the disk, packed or not: when it was opened, and now.
  uint64_t stored_bytes() const { return file_->size(); }
  Result<uint64_t> stored_bytes_now() const { return file_->size_now(); }
  // Whether next() has given all of the file.
  bool is_whole() const { return is_at_end_; }
  const std::string& path() const { return path_; }

 private:
  Result<std::string_view> next_stored(size_t bytes_max);

  storage::FileSystem& files_;
  std::string path_;
  std::unique_ptr<storage::ReadFile> file_;
  uint64_t offset_ = 0;  // of what next_stored() gives next
  std::string stored_;
  std::optional<format::GzipReader> gzip_;
  std::string unpacked_;
  bool is_at_end_ = false;
};

}  // namespace tarn::source
