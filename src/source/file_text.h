// The bytes of one file, unpacked where its name says that it is compressed, in chunks.
//
// Plain files and gzip (.gz) are read; what other compressions hold is refused by the file's name.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "format/gzip.h"
#include "storage/file_system.h"

namespace tarn::source {

class FileText {
 public:
  // `size` is what the file had when it was listed.
  FileText(storage::FileSystem& files, std::string path, int64_t size)
      : files_(files), path_(std::move(path)), size_(static_cast<uint64_t>(size)) {}

  // Reads the file, or no more of it than its first `bytes_max` bytes need.
  Status open(uint64_t bytes_max = UINT64_MAX);

  // The next bytes, at most `bytes_max`; none: the end. They stay until the next call.
  Result<std::string_view> next(size_t bytes_max);

  // Bytes that the file has on the disk now.
  uint64_t stored_bytes() const { return stored_.size(); }
  // Whether next() has given, or will give, all of the file and not only its beginning.
  bool is_whole() const { return is_all_read_ && is_at_end_; }
  const std::string& path() const { return path_; }

 private:
  storage::FileSystem& files_;
  std::string path_;
  uint64_t size_;
  std::string stored_;
  bool is_all_read_ = true;
  bool is_at_end_ = false;
  size_t offset_ = 0;
  std::optional<format::GzipReader> gzip_;
  std::string unpacked_;
};

}  // namespace tarn::source
