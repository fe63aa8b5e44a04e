// The machine's own disk. Holds nothing: any number may stand side by side.

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/stepwise_file_system.h"

namespace tarn::storage {

class LocalFileSystem final : public StepwiseFileSystem {
 public:
  Result<std::string> read(const std::string& path) override;
  Result<std::string> read_range(const std::string& path, uint64_t offset, uint64_t size) override;
  Result<std::unique_ptr<ReadFile>> open_read(const std::string& path) override;
  Result<FileInfo> stat(const std::string& path) override;
  Result<std::vector<FileInfo>> list(const std::string& directory) override;
  Result<std::vector<std::string>> list_names(const std::string& directory) override;
  Result<std::unique_ptr<AppendFile>> open_append(const std::string& path) override;
  Result<std::unique_ptr<BlockFile>> create_blocks(const std::string& path, uint64_t size) override;
  Result<std::unique_ptr<BlockFile>> open_blocks(const std::string& path) override;
  Status sync_file(const std::string& path) override;
  Status sync_directory(const std::string& path) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status remove(const std::string& path) override;

 protected:
  Status write_durably(const std::string& path, std::string_view bytes) override;
  Status link(const std::string& from, const std::string& to) override;
  Status make_directory(const std::string& path) override;
  Status remove_directory(const std::string& path) override;

 private:
  class LocalAppendFile;
  class LocalBlockFile;
  class LocalReadFile;
};

}  // namespace tarn::storage
