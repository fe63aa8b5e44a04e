#include "sink/delta_sink.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/failpoint.h"
#include "delta/stats.h"
#include "delta/table_property.h"
#include "storage/path.h"

namespace tarn::sink {
namespace {

// The type of the column (or the field of structs) at `path`.
std::optional<types::DataType> type_at(const types::Schema& schema,
                                       const std::vector<std::string>& path) {
  const types::Schema* fields = &schema;
  std::optional<types::DataType> type;
  for (const std::string& name : path) {
    const auto found = std::ranges::find(*fields, name, &types::Field::name);
    if (found == fields->end()) {
      return std::nullopt;
    }
    type = found->type;
    static const types::Schema none;
    fields = type->is(types::TypeKind::kStruct) ? &type->fields() : &none;
  }
  return type;
}

// Where a file of this write comes to lie below the table's folder. The engine gives each write's
// files the same names, so that its statement stays the same.
std::string name_in_table(std::string path, const std::string& write_id) {
  path.insert(path.find('.', path.rfind('/') + 1), "-" + write_id);
  return path;
}

std::string statistics_of(const engine::WrittenFile& file, const delta::Snapshot& snapshot) {
  const types::Schema data_schema = snapshot.data_schema();
  std::vector<delta::ColumnStatistics> columns;
  for (const engine::ColumnStatistics& column : file.statistics) {
    if (auto type = type_at(data_schema, column.path)) {
      columns.push_back({.path = column.path,
                         .type = *std::move(type),
                         .null_count = column.null_count,
                         .min = column.min,
                         .max = column.max,
                         .has_nan = column.has_nan});
    }
  }
  return delta::stats_json(file.rows, columns,
                           delta::indexed_columns(data_schema, snapshot.metadata.configuration));
}

}  // namespace

Result<DeltaSink> DeltaSink::open(delta::Table& table, storage::FileSystem& files,
                                  RandomSource random, types::Schema schema, std::string scratch) {
  RETURN_IF_ERROR(files.remove_tree(scratch));
  return DeltaSink(table, files, std::move(random), std::move(schema), std::move(scratch));
}

Result<bool> DeltaSink::has(const Token& token) {
  ASSIGN_OR_RETURN(const auto snapshot, table_.snapshot());
  const auto recorded = snapshot->txns.find(token.flow_id);
  return recorded != snapshot->txns.end() && recorded->second.txn.version >= token.batch.value;
}

Result<Written> DeltaSink::append(const Token& token, const Rows& rows) {
  ASSIGN_OR_RETURN(const auto snapshot, table_.snapshot());
  Written written;
  ASSIGN_OR_RETURN(std::vector<delta::AddFile> added, write_files(rows, *snapshot, written));
  if (added.empty()) {
    return written;
  }
  delta::Operation operation = delta::streaming_update_operation(token.flow_id, token.batch);
  operation.metrics.emplace_back("numOutputRows", written.rows);
  ASSIGN_OR_RETURN(
      const delta::Committed committed,
      table_.append({.files = std::move(added),
                     .txn = delta::Txn{.app_id = token.flow_id, .version = token.batch.value},
                     .operation = std::move(operation)}));
  written.version = committed.version;
  return written;
}

Result<Written> DeltaSink::overwrite(const Token& token, const Rows& rows, const Note& note) {
  ASSIGN_OR_RETURN(const auto snapshot, table_.snapshot());
  Written written;
  ASSIGN_OR_RETURN(std::vector<delta::AddFile> added, write_files(rows, *snapshot, written));
  delta::Operation operation = delta::overwrite_operation(snapshot->metadata.partition_columns);
  operation.metrics.emplace_back("numOutputRows", written.rows);
  operation.tarn = note(written);
  ASSIGN_OR_RETURN(
      const delta::Committed committed,
      table_.overwrite({.files = std::move(added),
                        .txn = delta::Txn{.app_id = token.flow_id, .version = token.batch.value},
                        .schema = schema_,
                        .operation = std::move(operation)}));
  written.version = committed.version;
  return written;
}

Result<std::vector<delta::AddFile>> DeltaSink::write_files(const Rows& rows,
                                                           const delta::Snapshot& snapshot,
                                                           Written& written) {
  const engine::ParquetTarget target{
      .folder = scratch_,
      .schema = schema_,
      .partition_columns = snapshot.metadata.partition_columns,
      .codec = delta::parquet_codec(snapshot.metadata.configuration)};
  ASSIGN_OR_RETURN(std::vector<engine::WrittenFile> files,
                   rows.connection.write_parquet(rows.plan, rows.bindings, rows.moment, target));
  RETURN_IF_ERROR(move_into_table(files));
  std::vector<delta::AddFile> added;
  for (const engine::WrittenFile& file : files) {
    written.rows += file.rows;
    written.bytes += file.size_bytes;
    written.files += 1;
    added.push_back({.path = storage::percent_encoded(file.path),
                     .partition_values = file.partition_values,
                     .size = file.size_bytes,
                     .modification_time_ms = rows.moment.now / 1000,
                     .stats = statistics_of(file, snapshot)});
  }
  return added;
}

Status DeltaSink::move_into_table(std::vector<engine::WrittenFile>& written) {
  const std::string write_id = make_uuid(random_);
  std::set<std::string> folders;
  for (engine::WrittenFile& file : written) {
    const std::string scratch = storage::join(scratch_, file.path);
    file.path = name_in_table(std::move(file.path), write_id);
    const std::string target = storage::join(table_.path(), file.path);
    const std::string folder = storage::parent_of(target);
    RETURN_IF_ERROR(files_.sync_file(scratch));
    if (folders.insert(folder).second) {
      RETURN_IF_ERROR(files_.make_directories(folder));
    }
    RETURN_IF_ERROR(files_.rename(scratch, target));
  }
  for (const std::string& folder : folders) {
    RETURN_IF_ERROR(files_.sync_directory(folder));
  }
  if (!written.empty()) {
    reach_failpoint("data-files-written");
  }
  return ok();
}

}  // namespace tarn::sink
