#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/emitter.h"
#include "engine/sql_text.h"
#include "engine/stored_variant.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

bool is_partition_column(const ParquetFiles& files, const std::string& name) {
  return std::find(files.partition_columns.begin(), files.partition_columns.end(), name) !=
         files.partition_columns.end();
}

// A column as it is named in the files, and a struct's fields with it.
const types::Field& in_files(const ParquetFiles& files, size_t column) {
  return files.file_schema.empty() ? files.schema[column] : files.file_schema[column];
}

// Whether a column of the files hides what DuckDB calls so.
bool hides(const ParquetFiles& files, std::string_view name) {
  for (size_t i = 0; i < files.schema.size(); ++i) {
    if (types::equal_ignoring_case(in_files(files, i).name, name)) return true;
  }
  return false;
}

std::string null_of(const types::DataType& type) {
  return fmt::format("CAST(NULL AS {})", type_sql(type));
}

}  // namespace

// A join gives up its input's order as soon as two threads probe it. Numbering rows needs them in
// order, so the stream's pipeline stays on one thread; the condition keeps the number in use.
std::string Emitter::scan(const plan::Node& node, const plan::Scan& scan) {
  if (!keeps_order_ || !scan.streaming) return bound_scan(node, scan);
  const std::string place = next_name("o");
  const std::string columns = column_list(node.output);
  return fmt::format(
      "SELECT {0} FROM (SELECT {0}, row_number() OVER () AS {1} FROM ({2}) AS {3}) AS {4} WHERE "
      "{1} > 0",
      node.output.empty() ? "e0" : columns, place, bound_scan(node, scan), next_name("t"),
      next_name("t"));
}

std::string Emitter::bound_scan(const plan::Node& node, const plan::Scan& scan) {
  const auto bound = bindings_.find(scan.id);
  if (bound == bindings_.end()) {
    if (const auto* range = std::get_if<plan::RangeSource>(&scan.source)) {
      return fmt::format("SELECT {} FROM range({}, {}, {}) AS {}({})", column_list(node.output),
                         range->start, range->end, range->step, next_name("t"),
                         node.output.empty() ? "e1" : column_name(node.output[0].id));
    }
    if (!error_) {
      error_ = Error{ErrorCode::kInternal,
                     fmt::format("scan {} of the plan is bound to nothing", scan.id.value)};
    }
    return "SELECT NULL";
  }
  if (const auto* files = std::get_if<ParquetFiles>(&bound->second)) {
    return parquet_scan(node, *files);
  }
  return fmt::format("SELECT {} FROM {}", column_list(node.output), *pulled_scan(node, scan));
}

std::optional<std::string> Emitter::pulled_scan(const plan::Node& node, const plan::Scan& scan) {
  const auto bound = bindings_.find(scan.id);
  if (bound == bindings_.end() || std::holds_alternative<ParquetFiles>(bound->second)) {
    return std::nullopt;
  }
  Texts names;
  for (const plan::Attribute& column : node.output) {
    names.push_back(column_name(column.id));
  }
  return fmt::format("tarn_pull({}, {}) AS {}({})", executor_.lane, scan.id.value, next_name("t"),
                     names.empty() ? "e0" : joined(names));
}

std::string Emitter::parquet_scan(const plan::Node& node, const ParquetFiles& files) {
  if (!files.files.empty()) return parquet_files(node, files);
  Texts nulls;
  for (const plan::Attribute& column : node.output) {
    nulls.push_back(fmt::format("{} AS {}", null_of(column.type), column_name(column.id)));
  }
  return fmt::format("SELECT {} WHERE false", nulls.empty() ? "true AS e0" : joined(nulls));
}

// Columns come by name out of the files and are renamed at once; structs lose their field names in
// the same cast. A select without rows in front says which columns there are and what type they
// have, so that UNION ALL BY NAME fills what a file lacks; where none lacks any, it is left out.
std::string Emitter::parquet_files(const plan::Node& node, const ParquetFiles& files) {
  FileSelect select;
  const bool has_deleted = std::ranges::any_of(
      files.files, [](const ParquetFile& file) { return file.deleted != nullptr; });
  if (has_deleted) select.is_kept = next_name("k");
  select.file_index = next_name("f");
  for (const plan::Attribute& column : node.output) {
    add_column_of_files(column, files, select);
  }
  if ((select.wants_index || has_deleted) && hides(files, "file_index")) {
    return unsupported(
        "a partitioned table (or one whose _metadata is read, or that has deletion vectors) with a "
        "column file_index, which hides DuckDB's number of the file");
  }
  if (has_deleted && hides(files, "file_row_number")) {
    return unsupported(
        "a table with deletion vectors and a column file_row_number, which hides DuckDB's number "
        "of the row");
  }
  const plan::ScanId scan = std::get<plan::Scan>(node.content).id;
  const std::string numbers = file_numbers(scan, select);
  const std::string read =
      fmt::format("SELECT *{} FROM read_parquet(tarn_paths({}, {}), union_by_name=true)", numbers,
                  executor_.lane, scan.value);
  const std::string from =
      select.may_lack_columns
          ? fmt::format("((SELECT {} WHERE false) UNION ALL BY NAME ({})) AS {}",
                        joined(select.shape), read, next_name("t"))
          : fmt::format("({}) AS {}", read, next_name("t"));
  return fmt::format("SELECT {} FROM {}{}",
                     select.columns.empty() ? "true AS e0" : joined(select.columns), from,
                     has_deleted ? " WHERE " + select.is_kept : "");
}

void Emitter::add_column_of_files(const plan::Attribute& column, const ParquetFiles& files,
                                  FileSelect& select) {
  const std::string name = column_name(column.id);
  if (is_partition_column(files, column.name)) {
    select.wants_index = true;
    select.columns.push_back(
        fmt::format("{} AS {}", partition_column(column, files, select.file_index), name));
    return;
  }
  const auto place = static_cast<size_t>(
      std::ranges::find(files.schema, column.name, &types::Field::name) - files.schema.begin());
  if (column.name == "_metadata" && place == files.schema.size()) {
    select.wants_index = true;
    select.columns.push_back(
        fmt::format("{} AS {}", metadata_column(column, files, select.file_index), name));
    return;
  }
  select.may_lack_columns |= !files.in_every_file.contains(column.name);
  const bool has_other_names = !files.file_schema.empty();
  const std::string quoted =
      identifier_sql(has_other_names ? in_files(files, place).name : column.name);
  const types::DataType stored =
      stored_type(has_other_names ? in_files(files, place).type : column.type);
  select.shape.push_back(fmt::format("CAST(NULL AS {}) AS {}", named_type_sql(stored), quoted));
  const std::string value = column_of_files(quoted, stored, column.type);
  // A deleted row must not be met, not even by a condition above that DuckDB moves down and that
  // could raise: its values are NULL to whoever looks before it is taken out.
  select.columns.push_back(select.is_kept.empty() ? fmt::format("{} AS {}", value, name)
                                                  : fmt::format("CASE WHEN {} THEN {} END AS {}",
                                                                select.is_kept, value, name));
}

// The file's partition value, by the file's number.
std::string Emitter::partition_column(const plan::Attribute& column, const ParquetFiles& files,
                                      const std::string& file_index) {
  Texts values;
  for (const ParquetFile& file : files.files) {
    const auto value = file.partition_values.find(column.name);
    const bool is_null =
        value == file.partition_values.end() || !value->second || value->second->empty();
    values.push_back(is_null ? "NULL" : text_sql(*value->second));
  }
  const std::string text =
      fmt::format("list_extract(CAST([{}] AS VARCHAR[]), {} + 1)", joined(values), file_index);
  // Delta writes partition values of TIMESTAMP columns in UTC.
  const std::string session_zone = std::exchange(other_zone_, "UTC");
  std::string value = cast(text, types::string_type(), column.type, plan::CastMode::kAnsi);
  other_zone_ = session_zone;
  return value;
}

// ", .. AS f2": which file a row is of, and whether it is left, where the select asks for them.
std::string Emitter::file_numbers(plan::ScanId scan, FileSelect& select) const {
  std::string numbers;
  if (select.wants_index) {
    numbers += fmt::format(", CAST(file_index AS BIGINT) AS {}", select.file_index);
    select.shape.push_back(fmt::format("CAST(NULL AS BIGINT) AS {}", select.file_index));
  }
  if (!select.is_kept.empty()) {
    numbers += fmt::format(
        ", tarn_is_kept({}, {}, CAST(file_index AS BIGINT), CAST(file_row_number AS BIGINT)) AS {}",
        executor_.lane, scan.value, select.is_kept);
    select.shape.push_back(fmt::format("CAST(NULL AS BOOLEAN) AS {}", select.is_kept));
  }
  return numbers;
}

std::string Emitter::column_of_files(const std::string& quoted, const types::DataType& in_files,
                                     const types::DataType& type) {
  const std::string named = in_files.is_nested()
                                ? fmt::format("CAST({} AS {})", quoted, named_type_sql(in_files))
                                : quoted;
  const types::DataType stored = stored_type(type);
  const std::string value = fmt::format("CAST({} AS {})", named, type_sql(stored));
  return holds_variant(type) ? native("read_variant", {value}, {stored}, type) : value;
}

std::string Emitter::stored_variant(const std::string& value, const types::DataType& type) {
  return native("stored_variant", {value}, {type}, stored_type(type));
}

// _metadata: file_path, file_name, file_size, file_block_start, file_block_length,
// file_modification_time, in the order of the plan's type.
std::string Emitter::metadata_column(const plan::Attribute& column, const ParquetFiles& files,
                                     const std::string& file_index) {
  Texts fields;
  for (const types::Field& field : column.type.fields()) {
    Texts values;
    for (const ParquetFile& file : files.files) {
      types::Value value;
      if (field.name == "file_path") {
        value.content = file.uri;
      } else if (field.name == "file_name") {
        value.content = file.uri.substr(file.uri.rfind('/') + 1);
      } else if (field.name == "file_size" || field.name == "file_block_length") {
        value.content = file.size_bytes;
      } else if (field.name == "file_block_start") {
        value.content = int64_t{0};
      } else if (field.name == "file_modification_time") {
        value.content = file.modified_us;
      }
      values.push_back(literal_sql(value, field.type));
    }
    fields.push_back(fmt::format("list_extract([{}], {} + 1)", joined(values), file_index));
  }
  return fmt::format("CAST(row({}) AS {})", joined(fields), type_sql(column.type));
}

}  // namespace tarn::engine
