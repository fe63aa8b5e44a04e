#include "sink/file_table_sink.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "delta/partition.h"
#include "storage/path.h"

namespace tarn::sink {
namespace {

constexpr size_t kBufferBytes = size_t{4} << 20;

using PartitionValues = std::vector<std::pair<std::string, std::optional<std::string>>>;

bool is_hidden(std::string_view path) {
  for (size_t from = 0; from != std::string_view::npos && from < path.size();) {
    if (path[from] == '_' || path[from] == '.') {
      return true;
    }
    const size_t slash = path.find('/', from);
    from = slash == std::string_view::npos ? slash : slash + 1;
  }
  return false;
}

std::string in_partition(const PartitionValues& values, const std::string& name) {
  const std::string folder = delta::partition_folder(values);
  return folder.empty() ? name : storage::join(folder, name);
}

// Begins with the time, so that files lie in the order of their making.
std::string write_id_of(const Folder& folder, Micros now) {
  return fmt::format("{:020}-{}", now, make_uuid(folder.random));
}

// The text files of one statement, one for each partition, written in pieces.
class TextFiles {
 public:
  TextFiles(const Folder& folder, const TextTarget& target, Micros now)
      : folder_(folder), target_(target), write_id_(write_id_of(folder, now)) {}

  Status add(const types::Batch& batch) {
    for (size_t row = 0; row < batch.rows; ++row) {
      PartitionValues values;
      for (size_t i = 0; i < target_.partitions.size(); ++i) {
        const types::Column& column = batch.columns[i + 1];
        values.emplace_back(target_.partitions[i],
                            !column.is_valid(row)
                                ? std::nullopt
                                : std::optional(std::string(column.bytes_at(row))));
      }
      File& file = file_of(values);
      file.pending += batch.columns[0].bytes_at(row);
      file.pending += '\n';
      ++file.rows;
      if (file.pending.size() >= kBufferBytes) {
        RETURN_IF_ERROR(flush(file));
      }
    }
    return ok();
  }

  Result<std::vector<TableFile>> finish() {
    std::vector<TableFile> written;
    for (auto& [name, file] : files_) {
      RETURN_IF_ERROR(flush(file));
      RETURN_IF_ERROR(folder_.files.sync_file(file.scratch));
      const std::string target = storage::join(folder_.path, file.path);
      RETURN_IF_ERROR(folder_.files.make_directories(storage::parent_of(target)));
      RETURN_IF_ERROR(folder_.files.rename(file.scratch, target));
      RETURN_IF_ERROR(folder_.files.sync_directory(storage::parent_of(target)));
      written.push_back({.path = file.path, .rows = file.rows});
    }
    return written;
  }

 private:
  struct File {
    std::string path;     // in the table
    std::string scratch;  // while it grows
    std::string pending = {};
    int64_t rows = 0;
    bool is_begun = false;
  };

  File& file_of(const PartitionValues& values) {
    const std::string name = "part-" + write_id_ + "." + target_.extension;
    const std::string path = in_partition(values, name);
    auto [at, is_new] = files_.try_emplace(path);
    if (is_new) {
      at->second = {.path = path,
                    .scratch = storage::join(folder_.scratch,
                                             std::to_string(files_.size()) + "." + write_id_)};
      if (!target_.header.empty()) {
        at->second.pending = target_.header + "\n";
      }
    }
    return at->second;
  }

  Status flush(File& file) {
    if (!file.is_begun) {
      file.is_begun = true;
      RETURN_IF_ERROR(folder_.files.make_directories(folder_.scratch));
      RETURN_IF_ERROR(folder_.files.create(file.scratch, file.pending));
    } else {
      ASSIGN_OR_RETURN(const auto behind, folder_.files.open_append(file.scratch));
      RETURN_IF_ERROR(behind->append(file.pending));
    }
    file.pending.clear();
    return ok();
  }

  const Folder& folder_;
  const TextTarget& target_;
  const std::string write_id_;
  std::map<std::string, File> files_;
};

}  // namespace

Result<std::vector<TableFile>> write_parquet_table(const Folder& folder, const Rows& rows,
                                                   const types::Schema& schema,
                                                   const std::vector<std::string>& partitions) {
  const engine::ParquetTarget target{
      .folder = folder.scratch, .schema = schema, .partition_columns = partitions};
  ASSIGN_OR_RETURN(const std::vector<engine::WrittenFile> written,
                   rows.connection.write_parquet(rows.plan, rows.bindings, rows.moment, target));
  const std::string write_id = write_id_of(folder, rows.moment.now);
  std::vector<TableFile> files;
  for (const engine::WrittenFile& file : written) {
    PartitionValues values;
    for (const std::string& column : partitions) {
      values.emplace_back(column, file.partition_values.at(column));
    }
    const std::string name = fmt::format("part-{}-{:05}.snappy.parquet", write_id, files.size());
    const std::string path = in_partition(values, name);
    const std::string target_path = storage::join(folder.path, path);
    const std::string scratch = storage::join(folder.scratch, file.path);
    RETURN_IF_ERROR(folder.files.sync_file(scratch));
    RETURN_IF_ERROR(folder.files.make_directories(storage::parent_of(target_path)));
    RETURN_IF_ERROR(folder.files.rename(scratch, target_path));
    RETURN_IF_ERROR(folder.files.sync_directory(storage::parent_of(target_path)));
    files.push_back({.path = path, .rows = file.rows});
  }
  return files;
}

Result<std::vector<TableFile>> write_text_table(const Folder& folder, const Rows& rows,
                                                const TextTarget& target) {
  ASSIGN_OR_RETURN(const auto stream, rows.connection.query(rows.plan, rows.bindings, rows.moment));
  TextFiles files(folder, target, rows.moment.now);
  types::Batch batch;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, stream->next(batch));
    if (!more) {
      return files.finish();
    }
    RETURN_IF_ERROR(files.add(batch));
  }
}

Result<std::vector<std::string>> files_of_table(const Folder& folder) {
  const auto listed = folder.files.list_recursive(folder.path);
  std::vector<std::string> names;
  if (!listed) {
    return listed.error().code == ErrorCode::kNotFound ? Result<std::vector<std::string>>(names)
                                                       : listed.error();
  }
  for (const storage::FileInfo& file : *listed) {
    if (!is_hidden(file.name)) {
      names.push_back(file.name);
    }
  }
  return names;
}

}  // namespace tarn::sink
