#include "source/delta_files.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "delta/column_mapping.h"
#include "delta/deletion_vector.h"
#include "format/parquet_footer.h"
#include "source/parquet_schema.h"
#include "storage/path.h"

namespace tarn::source {
namespace {

Error other_names(const std::string& path, const std::string& what) {
  return {.code = ErrorCode::kUnsupported,
          .message = path + ": " + what +
                     "; in a table of mapped columns (delta.columnMapping.mode = 'id') this "
                     "version of Tarn reads files that have the table's physical names",
          .condition = "UNSUPPORTED_FEATURE",
          .sqlstate = "0A000"};
}

// In mode `id` the ids in a file say which column is which, and we read by names: both must say the
// same (protocol, "Reader Requirements for Column Mapping").
Status check_ids(storage::FileSystem& files, const delta::ColumnIds& ids, const std::string& path) {
  ASSIGN_OR_RETURN(const storage::FileInfo info, files.stat(path));
  ASSIGN_OR_RETURN(const std::string metadata, parquet_metadata(files, path, info.size));
  const auto names = format::parquet_field_names(metadata);
  if (!names) {
    return names.error().within(path);
  }
  if (names->empty()) {
    return other_names(path, "its columns have no ids");
  }
  for (const auto& [column, id] : ids) {
    const auto found = names->find(id);
    if (found != names->end() && found->second != column.back()) {
      return other_names(path, "column " + std::to_string(id) + " is '" + found->second +
                                   "' there and '" + column.back() + "' in the table");
    }
  }
  return ok();
}

}  // namespace

Result<engine::ParquetFiles> parquet_files(storage::FileSystem& files,
                                           const delta::Snapshot& snapshot,
                                           const std::vector<delta::AddFile>& chosen) {
  engine::ParquetFiles relation{.files = {},
                                .schema = snapshot.schema,
                                .partition_columns = snapshot.metadata.partition_columns,
                                .file_schema = snapshot.file_schema};
  delta::ColumnIds ids;
  if (snapshot.mapping == delta::ColumnMapping::kId) {
    ASSIGN_OR_RETURN(ids, delta::column_ids(snapshot.schema));
  }
  for (const delta::AddFile& file : chosen) {
    ASSIGN_OR_RETURN(std::string path, delta::data_path(snapshot.table_path, file));
    if (!ids.empty()) {
      RETURN_IF_ERROR(check_ids(files, ids, path));
    }
    engine::ParquetFile read{.path = path,
                             .partition_values = snapshot.partition_values_of(file),
                             .uri = storage::uri_from_path(path),
                             .size_bytes = file.size,
                             .modified_us = file.modification_time_ms * 1000};
    if (file.deletion_vector) {
      ASSIGN_OR_RETURN(types::RowSet rows,
                       delta::deleted_rows(files, snapshot.table_path, *file.deletion_vector));
      read.deleted = std::make_shared<const types::RowSet>(std::move(rows));
    }
    relation.files.push_back(std::move(read));
  }
  return relation;
}

void note_columns_of_files(storage::FileSystem& files, engine::ParquetFiles& relation) {
  constexpr size_t kMostFiles = 256;
  if (relation.files.empty() || relation.files.size() > kMostFiles) {
    return;
  }
  std::set<std::string> names;
  for (const types::Field& column : relation.schema) {
    names.insert(column.name);
  }
  const types::Schema& in_files =
      relation.file_schema.empty() ? relation.schema : relation.file_schema;
  for (const engine::ParquetFile& file : relation.files) {
    const auto metadata =
        parquet_metadata(files, file.path, static_cast<uint64_t>(file.size_bytes));
    const auto found = metadata ? format::parquet_schema_of(*metadata) : metadata.error();
    if (!found) {
      return;  // whoever reads the file says what is wrong with it
    }
    keep_found(names, relation.schema, in_files, *found);
  }
  relation.in_every_file = std::move(names);
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
