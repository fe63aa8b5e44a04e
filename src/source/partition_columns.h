// Columns that lie in the names of folders: year=2026/month=01/a.json.
//
// Only folders below the fixed part of the path count (what stands before its first glob). Values
// are %XX-decoded; __HIVE_DEFAULT_PARTITION__ is NULL.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "source/file_listing.h"
#include "types/datetime.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::source {

// The text of one partition column in a path, nothing where it is NULL.
struct PartitionText {
  std::string name;
  std::optional<std::string> text;
};

// The key=value folders of a path, from the outermost on. `base` is the folder that was asked for.
std::vector<PartitionText> partition_texts(const std::string& base, const std::string& file);

// The folder below which the folders of `path` (as written) are looked at.
Result<std::string> base_folder(const std::string& path, const std::string& root);

enum class PartitionTypes : uint8_t { kInferred, kStrings };

// The columns that the files' folders have in common, in the order of the folders: Spark's types
// (INT, BIGINT, DECIMAL, DOUBLE, DATE, TIMESTAMP, STRING). `wanted` (partitionColumns): these
// alone, and each must be there (kInvalid). Files that do not lie under a column have NULL in it.
Result<types::Schema> infer_partitions(const std::string& base,
                                       const std::vector<ListedFile>& files,
                                       const std::optional<std::vector<std::string>>& wanted,
                                       PartitionTypes types, const types::SessionZone& zone);

// The value of a column of `type`. kData: the text does not fit the type.
Result<types::Value> partition_value(const PartitionText& partition, const types::DataType& type,
                                     const types::SessionZone& zone);

}  // namespace tarn::source
