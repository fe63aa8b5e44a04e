#include "sink/delta_sink.h"

#include <algorithm>
#include <utility>

#include "delta/column_mapping.h"
#include "delta/table_property.h"
#include "engine/numbering.h"
#include "types/identity_column.h"

namespace tarn::sink {
namespace {

// How far the rows of these files came: behind the last number that was given, and behind values of
// their own where rows have some beside it.
std::vector<delta::MovedMark> moved_marks(const types::Schema& columns,
                                          const types::Schema& in_files,
                                          const engine::Numbering& numbers,
                                          const std::vector<engine::WrittenFile>& files) {
  std::vector<delta::MovedMark> marks;
  for (size_t i = 0; i < columns.size(); ++i) {
    const auto last = numbers.last(i);
    if (!last) {
      continue;
    }
    types::Identity identity = *types::identity_of(columns[i]);
    const auto from = identity.mark;
    identity.mark = last;
    for (const engine::WrittenFile& file : files) {
      for (const engine::ColumnStatistics& column : file.statistics) {
        const auto& farthest = identity.step > 0 ? column.max : column.min;
        if (column.path == std::vector{in_files[i].name} && farthest) {
          identity.mark = identity.mark_behind(std::get<int64_t>(farthest->content));
        }
      }
    }
    marks.push_back({.column = columns[i].name, .from = from, .to = *identity.mark});
  }
  return marks;
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
  const std::unique_lock numbering = begin_numbering();
  ASSIGN_OR_RETURN(const auto snapshot, table_.snapshot());
  return add(rows, *snapshot, delta::streaming_update_operation(token.flow_id, token.batch),
             delta::Txn{.app_id = token.flow_id, .version = token.batch.value});
}

Result<Written> DeltaSink::insert(const Rows& rows) {
  const std::unique_lock numbering = begin_numbering();
  ASSIGN_OR_RETURN(const auto snapshot, table_.snapshot());
  return add(rows, *snapshot, delta::append_operation(snapshot->metadata.partition_columns),
             std::nullopt);
}

Result<Written> DeltaSink::add(const Rows& rows, const delta::Snapshot& snapshot,
                               delta::Operation operation, std::optional<delta::Txn> txn) {
  Written written;
  ASSIGN_OR_RETURN(NewFiles files, write_files(rows, snapshot, written));
  if (files.added.empty()) {
    return written;
  }
  operation.metrics.emplace_back("numOutputRows", written.rows);
  ASSIGN_OR_RETURN(const delta::Committed committed,
                   table_.append({.files = std::move(files.added),
                                  .txn = std::move(txn),
                                  .marks = std::move(files.marks),
                                  .operation = std::move(operation)}));
  written.version = committed.version;
  return written;
}

Result<Written> DeltaSink::rewrite(const Rows& rows, Replacement replacement) {
  Written written;
  ASSIGN_OR_RETURN(const delta::Snapshot planned, table_.planned(*replacement.read, schema_));
  ASSIGN_OR_RETURN(NewFiles files, write_files(rows, planned, written));
  if (replacement.written_partitions_only) {
    std::erase_if(replacement.removed, [&](const delta::AddFile& old) {
      return std::ranges::none_of(files.added, [&](const delta::AddFile& file) {
        return file.partition_values == old.partition_values;
      });
    });
  }
  const bool changes_schema = planned.schema != replacement.read->schema;
  if (files.added.empty() && replacement.removed.empty() && !changes_schema) {
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
                      .files = std::move(files.added),
                      .marks = std::move(files.marks),
                      .schema = changes_schema ? std::optional(planned.schema) : std::nullopt,
                      .operation = std::move(replacement.operation)}));
  written.version = committed.version;
  return written;
}

Result<Written> DeltaSink::overwrite(const Token& token, const Rows& rows, const Note& note) {
  ASSIGN_OR_RETURN(const auto snapshot, table_.snapshot());
  ASSIGN_OR_RETURN(const delta::Snapshot planned, table_.planned(*snapshot, schema_));
  Written written;
  ASSIGN_OR_RETURN(NewFiles files, write_files(rows, planned, written));
  delta::Operation operation = delta::overwrite_operation(snapshot->metadata.partition_columns);
  operation.metrics.emplace_back("numOutputRows", written.rows);
  operation.tarn = note(written);
  ASSIGN_OR_RETURN(
      const delta::Committed committed,
      table_.overwrite({.files = std::move(files.added),
                        .txn = delta::Txn{.app_id = token.flow_id, .version = token.batch.value},
                        .marks = std::move(files.marks),
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

// The rows' columns, counted as far as the snapshot says.
types::Schema DeltaSink::counted_columns(const delta::Snapshot& snapshot) const {
  types::Schema columns = schema_;
  for (types::Field& column : columns) {
    const auto at = types::find_field(snapshot.schema, column.name);
    const auto identity = at ? types::identity_of(snapshot.schema[*at]) : std::nullopt;
    types::drop_identity(column);
    if (identity) {
      types::set_identity(column, *identity);
    }
  }
  return columns;
}

std::unique_lock<std::mutex> DeltaSink::begin_numbering() {
  return types::has_identity(schema_) ? table_.begin_numbering() : std::unique_lock<std::mutex>();
}

Result<DeltaSink::NewFiles> DeltaSink::write_files(const Rows& rows,
                                                   const delta::Snapshot& snapshot,
                                                   Written& written) {
  const Folder folder{
      .files = files_, .random = random_, .path = table_.path(), .scratch = scratch_};
  ASSIGN_OR_RETURN(engine::ParquetTarget target, target_of(snapshot));
  const types::Schema columns = counted_columns(snapshot);
  const types::Schema in_files = target.schema;
  engine::Moment moment = rows.moment;
  moment.numbers = std::make_shared<engine::Numbering>(columns);  // shared: with the execution
  ASSIGN_OR_RETURN(const std::vector<engine::WrittenFile> files,
                   write_data_files(folder,
                                    {.connection = rows.connection,
                                     .plan = rows.plan,
                                     .bindings = rows.bindings,
                                     .moment = moment},
                                    std::move(target), schema_));
  for (const engine::WrittenFile& file : files) {
    written.rows += file.rows;
    written.bytes += file.size_bytes;
    written.files += 1;
  }
  return NewFiles{.added = files_to_add(files, snapshot, rows.moment.now),
                  .marks = moved_marks(columns, in_files, *moment.numbers, files)};
}

}  // namespace tarn::sink
