#include "sink/delta_sink.h"

#include <algorithm>
#include <utility>

#include "delta/column_mapping.h"
#include "delta/table_property.h"

namespace tarn::sink {
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

Result<Written> DeltaSink::insert(const Rows& rows) {
  ASSIGN_OR_RETURN(const auto snapshot, table_.snapshot());
  Written written;
  ASSIGN_OR_RETURN(std::vector<delta::AddFile> added, write_files(rows, *snapshot, written));
  if (added.empty()) {
    return written;
  }
  delta::Operation operation = delta::append_operation(snapshot->metadata.partition_columns);
  operation.metrics.emplace_back("numOutputRows", written.rows);
  ASSIGN_OR_RETURN(const delta::Committed committed,
                   table_.append({.files = std::move(added), .operation = std::move(operation)}));
  written.version = committed.version;
  return written;
}

Result<Written> DeltaSink::rewrite(const Rows& rows, Replacement replacement) {
  Written written;
  ASSIGN_OR_RETURN(const delta::Snapshot planned, table_.planned(*replacement.read, schema_));
  ASSIGN_OR_RETURN(std::vector<delta::AddFile> added, write_files(rows, planned, written));
  if (replacement.written_partitions_only) {
    std::erase_if(replacement.removed, [&](const delta::AddFile& old) {
      return std::ranges::none_of(added, [&](const delta::AddFile& file) {
        return file.partition_values == old.partition_values;
      });
    });
  }
  const bool changes_schema = planned.schema != replacement.read->schema;
  if (added.empty() && replacement.removed.empty() && !changes_schema) {
    return written;
  }
  replacement.operation.metrics.emplace_back("numOutputRows", written.rows);
  if (replacement.finish) {
    replacement.finish(written, replacement.operation);
  }
  ASSIGN_OR_RETURN(
      const delta::Committed committed,
      table_.rewrite({.read = std::move(replacement.read),
                      .removed = std::move(replacement.removed),
                      .files = std::move(added),
                      .schema = changes_schema ? std::optional(planned.schema) : std::nullopt,
                      .operation = std::move(replacement.operation)}));
  written.version = committed.version;
  return written;
}

Result<Written> DeltaSink::overwrite(const Token& token, const Rows& rows, const Note& note) {
  ASSIGN_OR_RETURN(const auto snapshot, table_.snapshot());
  ASSIGN_OR_RETURN(const delta::Snapshot planned, table_.planned(*snapshot, schema_));
  Written written;
  ASSIGN_OR_RETURN(std::vector<delta::AddFile> added, write_files(rows, planned, written));
  delta::Operation operation = delta::overwrite_operation(snapshot->metadata.partition_columns);
  operation.metrics.emplace_back("numOutputRows", written.rows);
  operation.tarn = note(written);
  ASSIGN_OR_RETURN(
      const delta::Committed committed,
      table_.overwrite({.files = std::move(added),
                        .txn = delta::Txn{.app_id = token.flow_id, .version = token.batch.value},
                        .schema = planned.schema,
                        .operation = std::move(operation)}));
  written.version = committed.version;
  return written;
}

// Files as the table has them: where it maps its columns, under their physical names and ids
// (protocol, "Writer Requirements for Column Mapping").
Result<engine::ParquetTarget> DeltaSink::target_of(const delta::Snapshot& snapshot) const {
  engine::ParquetTarget target{.folder = scratch_,
                               .schema = schema_,
                               .partition_columns = snapshot.metadata.partition_columns,
                               .codec = delta::parquet_codec(snapshot.metadata.configuration)};
  if (snapshot.mapping == delta::ColumnMapping::kNone) {
    return target;
  }
  ASSIGN_OR_RETURN(target.schema, delta::physical_schema_of_rows(schema_, snapshot.schema));
  for (std::string& column : target.partition_columns) {
    column = snapshot.name_in_files(column);
  }
  ASSIGN_OR_RETURN(target.field_ids, delta::column_ids(snapshot.schema));
  return target;
}

Result<std::vector<delta::AddFile>> DeltaSink::write_files(const Rows& rows,
                                                           const delta::Snapshot& snapshot,
                                                           Written& written) {
  const Folder folder{
      .files = files_, .random = random_, .path = table_.path(), .scratch = scratch_};
  ASSIGN_OR_RETURN(engine::ParquetTarget target, target_of(snapshot));
  ASSIGN_OR_RETURN(const std::vector<engine::WrittenFile> files,
                   write_data_files(folder, rows, std::move(target), schema_));
  for (const engine::WrittenFile& file : files) {
    written.rows += file.rows;
    written.bytes += file.size_bytes;
    written.files += 1;
  }
  return files_to_add(files, snapshot, rows.moment.now);
}

}  // namespace tarn::sink
