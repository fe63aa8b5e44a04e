// How a project's files are read: an interface, so that a test needs no disk.
//
// Paths are as the caller writes them, with `/` between parts. Reading writes nothing. May be
// called from one thread at a time.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tarn::project {

class Folder {
 public:
  virtual ~Folder() = default;

  virtual bool is_file(const std::string& path) const = 0;
  // The bytes of a file.
  virtual Result<std::string> read(const std::string& path) const = 0;
  // Every file below `directory`, at any depth, as paths relative to it, in ascending order. Empty
  // where there is no such directory.
  virtual Result<std::vector<std::string>> files_below(const std::string& directory) const = 0;
};

// The machine's disk.
class DiskFolder final : public Folder {
 public:
  bool is_file(const std::string& path) const override;
  Result<std::string> read(const std::string& path) const override;
  Result<std::vector<std::string>> files_below(const std::string& directory) const override;
};

// `name` inside `directory`; an absolute name stays as it is.
std::string path_in(std::string_view directory, std::string_view name);

// The absolute form of `path`, "." and ".." taken out: where finding a project starts.
Result<std::string> absolute_path(const std::string& path);

}  // namespace tarn::project
