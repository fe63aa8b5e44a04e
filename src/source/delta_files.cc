#include "source/delta_files.h"

#include <algorithm>
#include <tuple>

#include "storage/path.h"

namespace tarn::source {

Result<engine::ParquetFiles> parquet_files(const delta::Snapshot& snapshot,
                                           const std::vector<delta::AddFile>& files) {
  engine::ParquetFiles relation{.files = {},
                                .schema = snapshot.schema,
                                .partition_columns = snapshot.metadata.partition_columns};
  for (const delta::AddFile& file : files) {
    if (file.deletion_vector) {
      return Error{.code = ErrorCode::kUnsupported,
                   .message = snapshot.table_path + ": the data file " + file.path +
                              " has a deletion vector, which cannot be read yet",
                   .condition = "UNSUPPORTED_FEATURE",
                   .sqlstate = "0A000"};
    }
    ASSIGN_OR_RETURN(std::string path, delta::data_path(snapshot.table_path, file));
    relation.files.push_back({.path = path,
                              .partition_values = file.partition_values,
                              .uri = storage::uri_from_path(path),
                              .size_bytes = file.size,
                              .modified_us = file.modification_time_ms * 1000});
  }
  return relation;
}

std::vector<delta::AddFile> files_in_stream_order(const delta::Snapshot& snapshot) {
  std::vector<delta::AddFile> files;
  snapshot.files.for_each(
      [&](const std::string&, const delta::AddFile& file) { files.push_back(file); });
  std::ranges::sort(files, [](const delta::AddFile& a, const delta::AddFile& b) {
    return std::tie(a.modification_time_ms, a.path) < std::tie(b.modification_time_ms, b.path);
  });
  return files;
}

}  // namespace tarn::source
