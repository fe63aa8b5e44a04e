#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "project/folder.h"

namespace tarn::project {

namespace fs = std::filesystem;

bool DiskFolder::is_file(const std::string& path) const {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

Result<std::string> DiskFolder::read(const std::string& path) const {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error{.code = ErrorCode::kNotFound, .message = "cannot open " + path};
  }
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.bad()) {
    return Error{.code = ErrorCode::kUnavailable, .message = "cannot read " + path};
  }
  return text;
}

Result<std::vector<std::string>> DiskFolder::files_below(const std::string& directory) const {
  std::vector<std::string> files;
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    return files;
  }
  // Links to folders are not followed, so that a loop of links ends.
  fs::recursive_directory_iterator entry(directory, error);
  for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_regular_file(ignored)) {
      files.push_back(entry->path().lexically_relative(directory).generic_string());
    }
  }
  if (error) {
    return Error{.code = ErrorCode::kUnavailable,
                 .message = "cannot list " + directory + ": " + error.message()};
  }
  std::ranges::sort(files);
  return files;
}

std::string path_in(std::string_view directory, std::string_view name) {
  return (fs::path(directory) / fs::path(name)).lexically_normal().generic_string();
}

Result<std::string> absolute_path(const std::string& path) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  if (error) {
    return Error{.code = ErrorCode::kUnavailable,
                 .message = "cannot tell where " + path + " is: " + error.message()};
  }
  return absolute.lexically_normal().generic_string();
}

}  // namespace tarn::project
