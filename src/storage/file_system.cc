#include "storage/file_system.h"

#include <algorithm>
#include <utility>

#include "storage/path.h"

namespace tarn::storage {
namespace {

Status list_into(FileSystem& files, const std::string& directory, const std::string& prefix,
                 std::vector<FileInfo>& found) {
  ASSIGN_OR_RETURN(std::vector<FileInfo> entries, files.list(directory));
  for (FileInfo& entry : entries) {
    const std::string inner = join(directory, entry.name);
    entry.name = prefix + entry.name;
    if (entry.is_directory) {
      RETURN_IF_ERROR(list_into(files, inner, entry.name + "/", found));
    } else {
      found.push_back(std::move(entry));
    }
  }
  return ok();
}

class RangedFile final : public ReadFile {
 public:
  RangedFile(FileSystem& files, std::string path, uint64_t size)
      : files_(files), path_(std::move(path)), size_(size) {}

  uint64_t size() const override { return size_; }

  Result<uint64_t> size_now() const override {
    ASSIGN_OR_RETURN(const FileInfo info, files_.stat(path_));
    return info.size;
  }

  Result<size_t> read_at(uint64_t offset, std::span<char> into) const override {
    ASSIGN_OR_RETURN(const std::string bytes, files_.read_range(path_, offset, into.size()));
    std::ranges::copy(bytes, into.begin());
    return bytes.size();
  }

 private:
  FileSystem& files_;
  std::string path_;
  uint64_t size_;
};

}  // namespace

Result<std::unique_ptr<ReadFile>> FileSystem::open_read(const std::string& path) {
  ASSIGN_OR_RETURN(const FileInfo info, stat(path));
  return std::unique_ptr<ReadFile>(std::make_unique<RangedFile>(*this, path, info.size));
}

Result<std::string> FileSystem::read_range(const std::string& path, uint64_t offset,
                                           uint64_t size) {
  ASSIGN_OR_RETURN(const std::string bytes, read(path));
  return offset < bytes.size() ? bytes.substr(offset, size) : std::string();
}

Result<bool> FileSystem::exists(const std::string& path) {
  const Result<FileInfo> info = stat(path);
  if (!info && info.error().code != ErrorCode::kNotFound) {
    return info.error();
  }
  return static_cast<bool>(info);
}

Result<std::vector<FileInfo>> FileSystem::list_recursive(const std::string& directory) {
  std::vector<FileInfo> found;
  RETURN_IF_ERROR(list_into(*this, directory, "", found));
  return found;
}

}  // namespace tarn::storage
