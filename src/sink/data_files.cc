#include "sink/data_files.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/failpoint.h"
#include "delta/stats.h"
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

// The columns with statistics, by their path in the files.
std::vector<std::vector<std::string>> indexed_in_files(const delta::Snapshot& snapshot) {
  std::vector<std::vector<std::string>> paths =
      delta::indexed_columns(snapshot.data_schema(), snapshot.metadata.configuration);
  if (snapshot.mapping == delta::ColumnMapping::kNone) {
    return paths;
  }
  for (std::vector<std::string>& path : paths) {
    const types::Schema* fields = &snapshot.schema;
    const types::Schema* in_files = &snapshot.file_schema;
    for (std::string& name : path) {
      const auto place = static_cast<size_t>(std::ranges::find(*fields, name, &types::Field::name) -
                                             fields->begin());
      name = (*in_files)[place].name;
      const types::DataType& type = (*fields)[place].type;
      if (type.is(types::TypeKind::kStruct)) {
        fields = &type.fields();
        in_files = &(*in_files)[place].type.fields();
      }
    }
  }
  return paths;
}

std::string statistics_of(const engine::WrittenFile& file, const delta::Snapshot& snapshot) {
  const types::Schema& schema =
      snapshot.mapping == delta::ColumnMapping::kNone ? snapshot.schema : snapshot.file_schema;
  std::vector<delta::ColumnStatistics> columns;
  for (const engine::ColumnStatistics& column : file.statistics) {
    if (auto type = type_at(schema, column.path)) {
      columns.push_back({.path = column.path,
                         .type = *std::move(type),
                         .null_count = column.null_count,
                         .min = column.min,
                         .max = column.max,
                         .has_nan = column.has_nan});
    }
  }
  return delta::stats_json(file.rows, columns, indexed_in_files(snapshot));
}

}  // namespace

Status move_into(const Folder& folder, std::vector<engine::WrittenFile>& written) {
  const std::string write_id = make_uuid(folder.random);
  std::set<std::string> folders;
  for (engine::WrittenFile& file : written) {
    const std::string scratch = storage::join(folder.scratch, file.path);
    file.path = name_in_table(std::move(file.path), write_id);
    const std::string target = storage::join(folder.path, file.path);
    const std::string parent = storage::parent_of(target);
    RETURN_IF_ERROR(folder.files.sync_file(scratch));
    if (folders.insert(parent).second) {
      RETURN_IF_ERROR(folder.files.make_directories(parent));
    }
    RETURN_IF_ERROR(folder.files.rename(scratch, target));
  }
  for (const std::string& each : folders) {
    RETURN_IF_ERROR(folder.files.sync_directory(each));
  }
  if (!written.empty()) {
    reach_failpoint("data-files-written");
  }
  return ok();
}

namespace {

// A column (or the field of a struct) that may not be NULL and is. Its name is that of `columns`,
// which the files may call otherwise.
Status check_not_null(const std::vector<engine::WrittenFile>& written,
                      const types::Schema& in_files, const types::Schema& columns) {
  for (size_t i = 0; i < columns.size(); ++i) {
    const types::Field& field = in_files[i];
    if (field.nullable) {
      continue;
    }
    const bool holds_null = std::ranges::any_of(written, [&](const engine::WrittenFile& file) {
      const auto value = file.partition_values.find(field.name);
      return (value != file.partition_values.end() && !value->second) ||
             std::ranges::any_of(file.statistics, [&](const engine::ColumnStatistics& column) {
               return column.path == std::vector<std::string>{field.name} && column.null_count > 0;
             });
    });
    if (holds_null) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "NOT NULL constraint violated for column: " + columns[i].name + ".",
                   .condition = "DELTA_NOT_NULL_CONSTRAINT_VIOLATED",
                   .sqlstate = "23502"};
    }
  }
  return ok();
}

}  // namespace

Result<std::vector<engine::WrittenFile>> write_data_files(const Folder& folder, const Rows& rows,
                                                          engine::ParquetTarget target,
                                                          const types::Schema& columns) {
  target.folder = folder.scratch;
  ASSIGN_OR_RETURN(std::vector<engine::WrittenFile> written,
                   rows.connection.write_parquet(rows.plan, rows.bindings, rows.moment, target));
  RETURN_IF_ERROR(check_not_null(written, target.schema, columns));
  RETURN_IF_ERROR(move_into(folder, written));
  return written;
}

std::vector<delta::AddFile> files_to_add(const std::vector<engine::WrittenFile>& written,
                                         const delta::Snapshot& snapshot, Micros now) {
  std::vector<delta::AddFile> added;
  for (const engine::WrittenFile& file : written) {
    added.push_back({.path = storage::percent_encoded(file.path),
                     .partition_values = file.partition_values,
                     .size = file.size_bytes,
                     .modification_time_ms = now / 1000,
                     .stats = statistics_of(file, snapshot)});
  }
  return added;
}

}  // namespace tarn::sink
