#include "source/parquet_schema.h"

#include <algorithm>
#include <utility>

#include "format/option_reader.h"
#include "format/parquet_footer.h"
#include "source/file_listing.h"
#include "source/partition_columns.h"
#include "source/schema_growth.h"
#include "source/schema_hints.h"
#include "storage/path.h"

namespace tarn::source {
namespace {

using types::DataType;
using types::Field;
using types::Schema;
using types::TypeKind;

Result<Schema> schema_of_file(const ListedFile& file, const ReadContext& context) {
  const std::string path = storage::join(context.root, file.path);
  ASSIGN_OR_RETURN(const storage::FileInfo now, context.files.stat(path));
  if (static_cast<int64_t>(now.size) != file.size) {
    return changed_file(path, file.size, now.size);
  }
  ASSIGN_OR_RETURN(const std::string metadata, parquet_metadata(context.files, path, now.size));
  auto schema = format::parquet_schema_of(metadata);
  if (!schema) {
    return schema.error().within(path);
  }
  return schema;
}

// Whether values of `from` are read as `to` without loss (Spark's Parquet reader).
bool widens(const DataType& from, const DataType& to) {
  if (from.is_integral()) {
    return (to.is_integral() && from.kind() <= to.kind()) || to.is(TypeKind::kDouble) ||
           (to.is(TypeKind::kDecimal) && to.precision() - to.scale() >= 10);
  }
  if (from.is(TypeKind::kFloat)) {
    return to.is(TypeKind::kDouble);
  }
  if (from.is(TypeKind::kDecimal) && to.is(TypeKind::kDecimal)) {
    return to.scale() >= from.scale() &&
           to.precision() - to.scale() >= from.precision() - from.scale();
  }
  return from.is(TypeKind::kDate) && to.is(TypeKind::kTimestampNtz);
}

// A VARIANT of a file that does not say that it is one.
bool is_variant_in_parts(const DataType& type) {
  const auto is_part = [&type](std::string_view name) {
    const auto at = types::find_field(type.fields(), std::string(name));
    return at && type.fields()[*at].type.is(TypeKind::kBinary);
  };
  return type.is(TypeKind::kStruct) && type.fields().size() == 2 && is_part("metadata") &&
         is_part("value");
}

bool can_be_read_as(const DataType& from, const DataType& to) {
  if (to.is(TypeKind::kVariant) && is_variant_in_parts(from)) {
    return true;
  }
  if (from.kind() != to.kind() || from.is(TypeKind::kDecimal)) {
    return from.same_ignoring_nullability(to) || widens(from, to);
  }
  if (from.is(TypeKind::kArray)) {
    return can_be_read_as(from.element(), to.element());
  }
  if (from.is(TypeKind::kMap)) {
    return can_be_read_as(from.key(), to.key()) && can_be_read_as(from.value(), to.value());
  }
  if (from.is(TypeKind::kStruct)) {
    return std::ranges::all_of(from.fields(), [&](const Field& field) {
      const auto at = types::find_field(to.fields(), field.name);
      return !at || can_be_read_as(field.type, to.fields()[*at].type);
    });
  }
  return true;
}

Error type_mismatch(const std::string& path, const Field& wanted, const DataType& found) {
  return {.code = ErrorCode::kData,
          .message = path + ": Data type mismatches when reading Parquet column `" + wanted.name +
                     "`. Expected " + wanted.type.sql() + ", actual " + found.sql() +
                     "; schemaHints or a schema can name a type that holds both",
          .condition = "FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH",
          .sqlstate = "KD001"};
}

// Names of columns and of fields inside of them that `known` lacks.
void find_unknown(const Schema& seen, const Schema& known, const std::string& prefix,
                  std::vector<std::string>& unknown) {
  for (const Field& field : seen) {
    const auto at = types::find_field(known, field.name);
    if (!at) {
      unknown.push_back(prefix + field.name);
    } else if (field.type.is(TypeKind::kStruct) && known[*at].type.is(TypeKind::kStruct)) {
      find_unknown(field.type.fields(), known[*at].type.fields(), prefix + field.name + ".",
                   unknown);
    }
  }
}

// The wider of two types of one column.
std::optional<DataType> merged(const DataType& a, const DataType& b) {
  if (a.is(TypeKind::kStruct) && b.is(TypeKind::kStruct)) {
    Schema fields = a.fields();
    for (const Field& field : b.fields()) {
      const auto at = types::find_field(fields, field.name);
      if (!at) {
        fields.push_back(field);
        continue;
      }
      auto type = merged(fields[*at].type, field.type);
      if (!type) {
        return std::nullopt;
      }
      fields[*at].type = *std::move(type);
    }
    return DataType::structure(std::move(fields));
  }
  if (a.is(TypeKind::kArray) && b.is(TypeKind::kArray)) {
    const auto element = merged(a.element(), b.element());
    return element ? std::optional(DataType::array(*element)) : std::nullopt;
  }
  if (can_be_read_as(b, a)) {
    return a;
  }
  return can_be_read_as(a, b) ? std::optional(b) : std::nullopt;
}

Error cannot_merge(const Field& field, const DataType& other, const std::string& path) {
  return {.code = ErrorCode::kInvalid,
          .message = "Failed to merge incompatible data types \"" + field.type.sql() + "\" and \"" +
                     other.sql() + "\" of the column `" + field.name + "` in " + path +
                     "; say its type with schemaHints",
          .condition = "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE",
          .sqlstate = "42825"};
}

}  // namespace

Result<std::string> parquet_metadata(storage::FileSystem& files, const std::string& path,
                                     uint64_t size) {
  constexpr uint64_t kTail = format::kParquetTailBytes;
  const uint64_t end = size < kTail ? 0 : size - kTail;
  ASSIGN_OR_RETURN(const std::string tail, files.read_range(path, end, kTail));
  const auto bytes = format::parquet_metadata_bytes(tail);
  if (!bytes) {
    return bytes.error().within(path);
  }
  const uint64_t begin = *bytes > end ? 0 : end - *bytes;
  return files.read_range(path, begin, end - begin);
}

Result<Schema> parquet_schema(const std::vector<ListedFile>& files, const ReadOptions& options,
                              const ReadContext& context) {
  ASSIGN_OR_RETURN(const Schema hinted, with_hints({}, options.schema_hints));
  Schema whole;
  for (const ListedFile& file : files) {
    ASSIGN_OR_RETURN(const Schema schema, schema_of_file(file, context));
    for (const Field& field : schema) {
      const auto at = types::find_field(whole, field.name);
      if (!at) {
        whole.push_back(field);
        continue;
      }
      if (types::find_field(hinted, field.name)) {
        continue;
      }
      auto type = merged(whole[*at].type, field.type);
      if (!type) {
        return cannot_merge(whole[*at], field.type, file.path);
      }
      whole[*at].type = *std::move(type);
    }
    if (!options.merge_schema) {
      break;
    }
  }
  return whole;
}

void keep_found(std::set<std::string>& names, const Schema& schema, const Schema& in_files,
                const Schema& found) {
  for (size_t i = 0; i < schema.size(); ++i) {
    const auto at = types::find_field(found, in_files[i].name);
    if (!at || !found[*at].type.same_ignoring_nullability(in_files[i].type)) {
      names.erase(schema[i].name);
    }
  }
}

Result<engine::ParquetFiles> parquet_relation(const plan::FileSource& source,
                                              const std::vector<ListedFile>& files,
                                              const ReadContext& context) {
  ASSIGN_OR_RETURN(const ReadOptions options, parse_read_options(source.options, context.zone));
  ASSIGN_OR_RETURN(const std::string base, base_folder(source.path, context.root));
  engine::ParquetFiles relation{.files = {}, .schema = source.schema};
  for (const Field& field : source.partitions) {
    std::erase_if(relation.schema, [&](const Field& column) { return column.name == field.name; });
    relation.schema.push_back(field);
    relation.partition_columns.push_back(field.name);
  }
  for (const Field& column : relation.schema) {
    relation.in_every_file.insert(column.name);
  }
  std::vector<std::string> unknown;
  for (const ListedFile& file : files) {
    ASSIGN_OR_RETURN(const Schema found, schema_of_file(file, context));
    const std::string path = storage::join(context.root, file.path);
    engine::ParquetFile read{.path = path,
                             .uri = storage::uri_from_path(path),
                             .size_bytes = file.size,
                             .modified_us = file.modification_time_us()};
    for (const Field& field : found) {
      const auto at = types::find_field(source.schema, field.name);
      if (at && !types::find_field(source.partitions, field.name) &&
          !can_be_read_as(field.type, source.schema[*at].type)) {
        return type_mismatch(read.path, source.schema[*at], field.type);
      }
    }
    for (const PartitionText& partition : partition_texts(base, read.path)) {
      const auto at = types::find_field(source.partitions, partition.name);
      if (!at) {
        continue;
      }
      const Field& column = source.partitions[*at];
      ASSIGN_OR_RETURN(const types::Value value,
                       partition_value(partition, column.type, context.zone));
      read.partition_values[column.name] =
          value.is_null() ? std::nullopt : std::optional(types::hive_text(value, column.type));
    }
    keep_found(relation.in_every_file, relation.schema, relation.schema, found);
    find_unknown(found, source.schema, "", unknown);
    relation.files.push_back(std::move(read));
  }
  std::erase_if(unknown, [&](const std::string& name) {
    return types::find_field(source.partitions, name).has_value();
  });
  const bool refuses = options.evolution == SchemaEvolution::kAddNewColumns ||
                       options.evolution == SchemaEvolution::kFailOnNewColumns;
  if (refuses && !unknown.empty()) {
    return grow_schema(format::unknown_fields(unknown), source, files, context);
  }
  return relation;
}

}  // namespace tarn::source
