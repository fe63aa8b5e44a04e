// tarn table list|path|show|history

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/workbench.h"
#include "delta/history.h"
#include "delta/log_files.h"
#include "delta/snapshot.h"
#include "plan/warehouse.h"
#include "sql/parse.h"
#include "storage/path.h"
#include "types/value.h"

namespace tarn::cli {
namespace {

std::string time_text(int64_t timestamp_ms) {
  return types::hive_text({timestamp_ms * 1000}, types::timestamp_type());
}

std::vector<std::string> folders_in(storage::FileSystem& files, const std::string& folder) {
  std::vector<std::string> names;
  if (const auto entries = files.list(folder)) {
    for (const storage::FileInfo& entry : *entries) {
      if (entry.is_directory && !entry.name.starts_with('_')) {
        names.push_back(entry.name);
      }
    }
  }
  return names;
}

// Every table of the warehouse: its name, and its folder.
std::map<std::string, std::string> tables_in(storage::FileSystem& files,
                                             const std::string& warehouse) {
  std::map<std::string, std::string> tables;
  for (const std::string& catalog : folders_in(files, warehouse)) {
    const std::string catalog_path = storage::join(warehouse, catalog);
    for (const std::string& schema : folders_in(files, catalog_path)) {
      const std::string schema_path = storage::join(catalog_path, schema);
      for (const std::string& table : folders_in(files, schema_path)) {
        const std::string path = storage::join(schema_path, table);
        const auto exists = delta::has_table(files, path);
        if (!exists || *exists) {  // one that cannot be read is told of, not left out
          tables[catalog + "." + schema + "." + table] = path;
        }
      }
    }
  }
  return tables;
}

int64_t rows_in(const delta::Snapshot& snapshot) {
  int64_t rows = 0;
  snapshot.files.for_each([&](const std::string&, const delta::AddFile& file) {
    const auto stats = nlohmann::json::parse(file.stats.value_or("{}"), nullptr, false);
    rows += stats.is_object() ? stats.value("numRecords", int64_t{0}) : 0;
    rows -= file.deletion_vector ? file.deletion_vector->cardinality : 0;
  });
  return rows;
}

// The folder of the table that `name` means; what is wrong is printed.
std::optional<std::string> find_table(Workbench& bench, const OpenedProject& opened,
                                      const TableOptions& options) {
  const auto parts = sql::parse_name(sql::Fragment::whole(options.name, "table name"));
  if (!parts) {
    bench.print({parts.diagnostic()});
    return std::nullopt;
  }
  const auto& names = parts->parts;
  const project::Spec& spec = opened.project->spec;
  plan::DatasetName name{
      .catalog = spec.catalog, .schema = spec.schema, .table = names.back().name};
  if (names.size() > 1) {
    name.schema = names[names.size() - 2].name;
  }
  if (names.size() > 2) {
    name.catalog = names[names.size() - 3].name;
  }
  std::string path = plan::table_path(opened.workspace.warehouse, name);
  const auto exists = delta::has_table(bench.files(), path);
  if (exists && *exists) {
    return path;
  }
  std::vector<std::string> known;
  for (const auto& [table, folder] : tables_in(bench.files(), opened.workspace.warehouse)) {
    known.push_back(storage::file_name_of(folder));
  }
  const std::string near = nearest(name.table, known);
  bench.print(Error{.code = ErrorCode::kNotFound,
                    .message = "there is no table " + name.text() +
                               (near.empty() ? "" : "; did you mean '" + near + "'?"),
                    .condition = "TABLE_OR_VIEW_NOT_FOUND"});
  return std::nullopt;
}

Status show(Workbench& bench, const OpenedProject& opened, const std::string& path,
            const TableOptions& options) {
  delta::CheckpointIo* const checkpoints = bench.reading(opened.workspace).checkpoints;
  ASSIGN_OR_RETURN(const delta::Snapshot snapshot,
                   options.version ? delta::read_snapshot_at(bench.files(), checkpoints, path,
                                                             {*options.version})
                                   : delta::read_snapshot(bench.files(), checkpoints, path));
  int64_t bytes = 0;
  snapshot.files.for_each(
      [&](const std::string&, const delta::AddFile& file) { bytes += file.size; });
  fmt::print("{:<12} {}\n", "path", path);
  fmt::print("{:<12} {}\n", "version", snapshot.version.value);
  fmt::print("{:<12} {}\n", "rows", rows_in(snapshot));
  fmt::print("{:<12} {} ({} bytes)\n", "files", snapshot.files.size(), bytes);
  fmt::print("{:<12} reader {}, writer {}\n", "protocol", snapshot.protocol.min_reader_version,
             snapshot.protocol.min_writer_version);
  for (const std::string& column : snapshot.metadata.partition_columns) {
    fmt::print("{:<12} {}\n", "partitioned", column);
  }
  for (const auto& [key, value] : snapshot.metadata.configuration) {
    fmt::print("{:<12} {} = {}\n", "property", key, value);
  }
  for (const auto& [flow, recorded] : snapshot.txns) {
    fmt::print("{:<12} {} up to batch {}\n", "flow", flow, recorded.txn.version);
  }
  fmt::print("columns\n");
  for (const types::Field& field : snapshot.schema) {
    fmt::print("  {:<24} {}{}{}\n", field.name, field.type.text(),
               field.nullable ? "" : " not null",
               field.comment.empty() ? "" : "  -- " + field.comment);
  }
  return ok();
}

Status print_history(Workbench& bench, const std::string& path) {
  ASSIGN_OR_RETURN(const auto entries, delta::history(bench.files(), path));
  for (const delta::HistoryEntry& entry : entries) {
    std::string details;
    for (const auto& [name, value] : entry.operation_metrics) {
      details += fmt::format("  {}={}", name, value);
    }
    fmt::print("{:>6}  {:<23}  {:<17}{}\n", entry.version.value, time_text(entry.timestamp_ms),
               entry.operation.value_or("?"), details);
  }
  return ok();
}

template <typename Work>
ExitCode with_table(const TableOptions& options, const Work& work) {
  Workbench bench;
  const auto opened = bench.open_spec(options.spec);
  if (opened == nullptr) {
    return ExitCode::kFailed;
  }
  const auto path = find_table(bench, *opened, options);
  if (!path) {
    return ExitCode::kFailed;
  }
  if (const Status done = work(bench, *opened, *path); !done) {
    bench.print(done.error());
    return ExitCode::kFailed;
  }
  return ExitCode::kDone;
}

}  // namespace

ExitCode table_list(const TableOptions& options) {
  Workbench bench;
  const auto opened = bench.open_spec(options.spec);
  if (opened == nullptr) {
    return ExitCode::kFailed;
  }
  delta::CheckpointIo* const checkpoints = bench.reading(opened->workspace).checkpoints;
  bool all_read = true;
  for (const auto& [name, path] : tables_in(bench.files(), opened->workspace.warehouse)) {
    const auto snapshot = delta::read_snapshot(bench.files(), checkpoints, path);
    if (!snapshot) {
      bench.print(snapshot.error());
      all_read = false;
      continue;
    }
    fmt::print("{:<50} version {:>5}  {:>12} rows  {:>6} files\n", name, snapshot->version.value,
               rows_in(*snapshot), snapshot->files.size());
  }
  return all_read ? ExitCode::kDone : ExitCode::kFailed;
}

ExitCode table_path(const TableOptions& options) {
  return with_table(options,
                    [](Workbench&, const OpenedProject&, const std::string& path) -> Status {
                      fmt::print("{}\n", path);
                      return ok();
                    });
}

ExitCode table_show(const TableOptions& options) {
  return with_table(options,
                    [&](Workbench& bench, const OpenedProject& opened, const std::string& path) {
                      return show(bench, opened, path, options);
                    });
}

ExitCode table_history(const TableOptions& options) {
  return with_table(options, [](Workbench& bench, const OpenedProject&, const std::string& path) {
    return print_history(bench, path);
  });
}

}  // namespace tarn::cli
