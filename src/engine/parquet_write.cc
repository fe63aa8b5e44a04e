// Connection::write_parquet: a plan's rows through COPY into Parquet files, with the user's names.

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <iterator>
#include <map>
#include <system_error>
#include <utility>

#include "engine/connection_state.h"
#include "engine/emit.h"
#include "engine/emitter.h"
#include "engine/parquet_statistics.h"
#include "engine/sql_text.h"
#include "engine/stored_variant.h"

namespace tarn::engine {
namespace {

using types::TypeKind;

// A row group has as many rows. DuckDB writes a column of a group as one page, and a page is memory
// that is new to the process: a quarter of DuckDB's own 122,880 rows halves the page faults of
// writing and reading back, and the files grow by one part in a hundred.
constexpr int64_t kRowsPerGroup = 32'768;

bool is_partition_column(const ParquetTarget& target, const std::string& name) {
  return std::find(target.partition_columns.begin(), target.partition_columns.end(), name) !=
         target.partition_columns.end();
}

// "part-00000-<write>.c000": {i} becomes the number of the file in its folder.
std::string file_pattern(const ParquetTarget& target, std::string_view number) {
  return fmt::format("part-0000{}{}{}.c000", number, target.write_id.empty() ? "" : "-",
                     target.write_id);
}

std::string extension_of(const ParquetTarget& target) {
  return target.codec == "uncompressed" ? "parquet" : target.codec + ".parquet";
}

bool is_one_file(const ParquetTarget& target) {
  return target.partition_columns.empty() && target.rows_per_file <= 0;
}

// The fields below `path` with their ids: {a: 1, b: {__duckdb_field_id: 2, element: {c: 3}}}.
class FieldIdsText {
 public:
  explicit FieldIdsText(const ParquetTarget& target) : target_(target) {}

  std::string text() const {
    types::Schema columns;
    for (const types::Field& field : target_.schema) {
      if (!is_partition_column(target_, field.name)) columns.push_back(field);
    }
    return fmt::format("{{{}}}", joined(of_fields(columns, {})));
  }

 private:
  using Path = std::vector<std::string>;
  using Entries = std::vector<std::string>;

  Entries of_fields(const types::Schema& fields, const Path& parent) const {
    Entries entries;
    for (const types::Field& field : fields) add(field.name, field.type, parent, entries);
    return entries;
  }

  void add(const std::string& name, const types::DataType& type, Path path,
           Entries& entries) const {
    path.push_back(name);
    Entries inner;
    if (const auto id = target_.field_ids.find(path); id != target_.field_ids.end()) {
      inner.push_back(fmt::format("__duckdb_field_id: {}", id->second));
    }
    if (type.is(TypeKind::kStruct)) {
      std::ranges::move(of_fields(type.fields(), path), std::back_inserter(inner));
    } else if (type.is(TypeKind::kArray)) {
      add("element", type.element(), path, inner);
    } else if (type.is(TypeKind::kMap)) {
      add("key", type.key(), path, inner);
      add("value", type.value(), path, inner);
    }
    if (!inner.empty()) {
      entries.push_back(fmt::format("{}: {{{}}}", text_sql(name), joined(inner)));
    }
  }

  const ParquetTarget& target_;
};

// The files' schema in Spark's words, where there is a VARIANT: the files themselves tell it from a
// struct of two binaries by nothing else.
std::string schema_note(const ParquetTarget& target) {
  types::Schema columns;
  for (const types::Field& field : target.schema) {
    if (!is_partition_column(target, field.name)) columns.push_back(field);
  }
  if (!holds_variant(columns)) return "";
  return fmt::format(", KV_METADATA {{'org.apache.spark.sql.parquet.row.metadata': {}}}",
                     text_sql(types::schema_json(columns)));
}

std::string copy_sql(const std::string& select, const ParquetTarget& target) {
  const std::string ids =
      target.field_ids.empty() ? "" : ", FIELD_IDS " + FieldIdsText(target).text();
  const std::string common =
      fmt::format("FORMAT parquet, COMPRESSION {}, ROW_GROUP_SIZE {}, RETURN_STATS{}{}",
                  text_sql(target.codec), kRowsPerGroup,
                  // Refused together with PARTITION_BY, which writes no empty file anyway.
                  target.partition_columns.empty() ? ", WRITE_EMPTY_FILE false" : "",
                  ids + schema_note(target));
  if (is_one_file(target)) {
    const std::string name =
        target.file_name.empty()
            ? fmt::format("{}.{}", file_pattern(target, "0"), extension_of(target))
            : target.file_name;
    return fmt::format("COPY ({}) TO {} ({})", select, text_sql(target.folder + "/" + name),
                       common);
  }
  std::string options =
      fmt::format("{}, FILENAME_PATTERN {}, FILE_EXTENSION {}, OVERWRITE_OR_IGNORE", common,
                  text_sql(file_pattern(target, "{i}")), text_sql(extension_of(target)));
  if (!target.partition_columns.empty()) {
    std::vector<std::string> names;
    for (const std::string& name : target.partition_columns) {
      names.push_back(identifier_sql(name));
    }
    options += fmt::format(", PARTITION_BY ({})", joined(names));
  }
  if (target.rows_per_file > 0) {
    options += fmt::format(", ROW_GROUPS_PER_FILE {}",
                           std::max<int64_t>(1, target.rows_per_file / kRowsPerGroup));
  }
  return fmt::format("COPY ({}) TO {} ({})", select, text_sql(target.folder), options);
}

std::map<std::string, std::string> texts_of(const duck::Value& map) {
  std::map<std::string, std::string> texts;
  for (duck::idx_t i = 0; i + 1 < map.GetChildCount(); i += 2) {
    const duck::Value key = map.GetChild(i);
    const duck::Value value = map.GetChild(i + 1);
    if (key.IsNull() || value.IsNull()) continue;
    texts[std::string(key.Get<duck::varchar_t>())] = std::string(value.Get<duck::varchar_t>());
  }
  return texts;
}

// The columns of COPY's answer.
enum Answer : duck::idx_t { kPath, kRows, kSize, kFooter, kStatistics, kPartition };

std::vector<ColumnStatistics> file_statistics(const duck::Value& map, const types::Schema& schema) {
  std::vector<ColumnStatistics> all;
  for (duck::idx_t i = 0; i + 1 < map.GetChildCount(); i += 2) {
    std::vector<std::string> path = split_path(std::string(map.GetChild(i).Get<duck::varchar_t>()));
    const std::optional<types::DataType> type = type_at(schema, path);
    if (!type && path.back() == "metadata") {
      // One of a VARIANT's two binaries, which is there where the VARIANT is.
      path.pop_back();
      const std::optional<types::DataType> variant = type_at(schema, path);
      if (!variant || !variant->is(TypeKind::kVariant)) continue;
      all.push_back(
          {.path = std::move(path),
           .null_count = statistics_of({}, *variant, texts_of(map.GetChild(i + 1))).null_count});
      continue;
    }
    // Of a group, DuckDB counts the NULLs only of rows whose outer group is there.
    if (type && type->is(TypeKind::kVariant)) continue;
    if (type) all.push_back(statistics_of(std::move(path), *type, texts_of(map.GetChild(i + 1))));
  }
  return all;
}

WrittenFile written_file(const duck::DataChunk& chunk, duck::idx_t row,
                         const ParquetTarget& target) {
  const auto cell = [&](Answer column) { return chunk.GetVector(column).GetValue(row); };
  WrittenFile file;
  file.path = std::filesystem::path(std::string(cell(kPath).Get<duck::varchar_t>()))
                  .lexically_relative(target.folder)
                  .generic_string();
  file.rows = static_cast<int64_t>(cell(kRows).Get<uint64_t>());
  file.size_bytes = static_cast<int64_t>(cell(kSize).Get<uint64_t>());
  file.statistics = file_statistics(cell(kStatistics), target.schema);
  const duck::Value keys = cell(kPartition);
  const auto texts = keys.IsNull() ? std::map<std::string, std::string>() : texts_of(keys);
  for (const std::string& name : target.partition_columns) {
    const auto found = texts.find(name);
    // Delta knows no empty partition value: it is NULL.
    file.partition_values[name] =
        found == texts.end() || found->second.empty() ? std::nullopt : std::optional(found->second);
  }
  return file;
}

Status check_target(const plan::Node& plan, const ParquetTarget& target) {
  if (plan.output.size() != target.schema.size()) {
    return Error{ErrorCode::kInternal,
                 "a plan and the files it is written to have different "
                 "numbers of columns"};
  }
  for (const std::string& name : target.partition_columns) {
    const bool known = std::any_of(target.schema.begin(), target.schema.end(),
                                   [&](const types::Field& field) { return field.name == name; });
    if (!known) return Error{ErrorCode::kInvalid, "there is no partition column '" + name + "'"};
  }
  if (!target.file_name.empty() && !is_one_file(target)) {
    return Error{ErrorCode::kInternal, "one name was given for several files"};
  }
  if (target.partition_columns.size() >= target.schema.size()) {
    return Error{ErrorCode::kInvalid, "cannot use all columns for partition columns",
                 "ALL_PARTITION_COLUMNS_NOT_ALLOWED", "KD005"};
  }
  return ok();
}

// Every column under its name in the files; where DuckDB optimizes, through an identity that hides
// what it finds out about NULLs. Partition values are texts, written as Delta serializes them.
OutputColumn named_column(const plan::Node& plan, const ParquetTarget& target) {
  return [&](Emitter& emitter, size_t column, const std::string& value, bool is_plain) {
    const types::Field& field = target.schema[column];
    const std::string name = identifier_sql(field.name);
    if (is_partition_column(target, field.name)) {
      return fmt::format("{} AS {}", emitter.partition_text(value, plan.output[column].type), name);
    }
    const std::string stored =
        holds_variant(field.type) ? emitter.stored_variant(value, plan.output[column].type) : value;
    const std::string typed =
        fmt::format("CAST({} AS {})", stored, named_type_sql(stored_type(field.type)));
    return fmt::format("{} AS {}", is_plain ? typed : fmt::format("tarn_optional({})", typed),
                       name);
  };
}

}  // namespace

Result<std::vector<WrittenFile>> Connection::write_parquet(const plan::PlanPtr& plan,
                                                           const Bindings& bindings,
                                                           const Moment& moment,
                                                           const ParquetTarget& target) {
  RETURN_IF_ERROR(check_target(*plan, target));
  std::error_code failure;
  std::filesystem::create_directories(target.folder, failure);
  if (failure) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("making the folder {}: {}", target.folder, failure.message())};
  }
  ASSIGN_OR_RETURN(PreparedPlan prepared,
                   state_->prepare(plan, bindings, moment, named_column(*plan, target)));
  try {
    duck::QueryResult result = state_->execute(copy_sql(prepared.sql, target), prepared);
    std::vector<WrittenFile> files;
    while (const duck::DataChunk chunk = result.FetchChunk()) {
      for (duck::idx_t row = 0; row < chunk.GetRowCount(); ++row) {
        WrittenFile file = written_file(chunk, row, target);
        if (file.rows > 0) {
          files.push_back(std::move(file));
        } else {
          std::filesystem::remove(std::filesystem::path(target.folder) / file.path, failure);
        }
      }
    }
    return files;
  } catch (const std::exception& exception) {
    return prepared.run->error_of(exception);
  }
}

}  // namespace tarn::engine
