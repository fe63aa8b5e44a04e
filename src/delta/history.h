// What happened to a table, as DESCRIBE HISTORY shows it.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "storage/file_system.h"

namespace tarn::delta {

struct HistoryEntry {
  Version version;
  int64_t timestamp_ms = 0;
  std::optional<std::string> operation = {};  // nothing where the writer gave no commitInfo
  std::map<std::string, std::string> operation_parameters = {};
  std::optional<Version> read_version = {};
  std::optional<std::string> isolation_level = {};
  std::optional<bool> is_blind_append = {};
  std::map<std::string, std::string> operation_metrics = {};
  std::optional<std::string> engine_info = {};
  std::optional<std::string> tarn = {};  // JSON text
};

// Newest first, at most `limit` entries; those whose entries were cleaned up are not in it.
Result<std::vector<HistoryEntry>> history(storage::FileSystem& files, const std::string& table_path,
                                          size_t limit = SIZE_MAX);

}  // namespace tarn::delta
