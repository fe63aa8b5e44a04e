#include "delta/checkpoint_columns.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "delta/checkpoint_schema.h"

namespace tarn::delta {
namespace {

using types::Batch;
using types::Column;

// ---------------------------------------------------------------- writing

// Gives a struct column one row: its fields in their order, then close().
class StructWriter {
 public:
  explicit StructWriter(Column& column) : column_(column) {}

  Column& next() { return column_.child(at_++); }

  StructWriter& text(const std::optional<std::string>& value) {
    Column& field = next();
    value ? field.append_bytes(*value) : field.append_null();
    return *this;
  }
  StructWriter& number(const std::optional<int64_t>& value) {
    Column& field = next();
    if (!value) {
      field.append_null();
    } else if (field.width() == sizeof(int32_t)) {
      field.append(static_cast<int32_t>(*value));
    } else {
      field.append(*value);
    }
    return *this;
  }
  StructWriter& truth(bool value) {
    next().append(static_cast<uint8_t>(value));
    return *this;
  }
  StructWriter& texts(const std::optional<std::vector<std::string>>& values) {
    Column& field = next();
    if (!values) {
      field.append_null();
      return *this;
    }
    for (const std::string& value : *values) {
      field.child(0).append_bytes(value);
    }
    field.append_list();
    return *this;
  }
  StructWriter& map(const std::map<std::string, std::string>& entries) {
    Column& field = next();
    for (const auto& [key, value] : entries) {
      field.child(0).append_bytes(key);
      field.child(1).append_bytes(value);
    }
    field.append_list();
    return *this;
  }
  StructWriter& map(const Tags& entries) {
    Column& field = next();
    for (const auto& [key, value] : entries) {
      field.child(0).append_bytes(key);
      value ? field.child(1).append_bytes(*value) : field.child(1).append_null();
    }
    field.append_list();
    return *this;
  }
  StructWriter& map_if_there(const std::optional<Tags>& entries) {
    if (entries) {
      return map(*entries);
    }
    next().append_null();
    return *this;
  }
  StructWriter& deletion_vector(const std::optional<DeletionVector>& vector) {
    Column& field = next();
    if (!vector) {
      field.append_null();
      return *this;
    }
    StructWriter(field)
        .text(vector->storage_type)
        .text(vector->path_or_inline)
        .number(vector->offset)
        .number(vector->size_in_bytes)
        .number(vector->cardinality)
        .close();
    return *this;
  }

  void close() {
    CHECK(at_ == column_.child_count());
    column_.append_struct();
  }

 private:
  Column& column_;
  size_t at_ = 0;
};

// Fills the column of its action's kind, and says which that is.
struct ActionWriter {
  Batch& into;

  size_t operator()(const Txn& txn) const {
    StructWriter(into.columns[kTxn])
        .text(txn.app_id)
        .number(txn.version)
        .number(txn.last_updated_ms)
        .close();
    return kTxn;
  }
  size_t operator()(const AddFile& file) const {
    StructWriter(into.columns[kAdd])
        .text(file.path)
        .map(file.partition_values)
        .number(file.size)
        .number(file.modification_time_ms)
        .truth(file.data_change)
        .map_if_there(file.tags)
        .deletion_vector(file.deletion_vector)
        .text(file.stats)
        .close();
    return kAdd;
  }
  size_t operator()(const RemoveFile& file) const {
    // Without extended metadata the protocol gives the values no meaning, not even that of none.
    const std::optional<Tags> partition_values =
        file.extended_file_metadata ? std::optional(file.partition_values) : std::nullopt;
    StructWriter(into.columns[kRemove])
        .text(file.path)
        .number(file.deletion_timestamp_ms)
        .truth(file.data_change)
        .truth(file.extended_file_metadata)
        .map_if_there(partition_values)
        .number(file.size)
        .map_if_there(file.tags)
        .deletion_vector(file.deletion_vector)
        .close();
    return kRemove;
  }
  size_t operator()(const Metadata& metadata) const {
    StructWriter row(into.columns[kMetadata]);
    row.text(metadata.id).text(metadata.name).text(metadata.description);
    StructWriter(row.next()).text(metadata.provider).map(metadata.format_options).close();
    row.text(metadata.schema_text)
        .texts(metadata.partition_columns)
        .map(metadata.configuration)
        .number(metadata.created_time_ms)
        .close();
    return kMetadata;
  }
  size_t operator()(const Protocol& protocol) const {
    StructWriter(into.columns[kProtocol])
        .number(protocol.min_reader_version)
        .number(protocol.min_writer_version)
        .texts(protocol.reader_features)
        .texts(protocol.writer_features)
        .close();
    return kProtocol;
  }
  size_t operator()(const DomainMetadata& domain) const {
    StructWriter(into.columns[kDomain])
        .text(domain.domain)
        .text(domain.configuration)
        .truth(domain.removed)
        .close();
    return kDomain;
  }
  size_t operator()(const CommitInfo&) const { CHECK(false); }
  size_t operator()(const CdcFile&) const { CHECK(false); }
  size_t operator()(const Sidecar&) const { CHECK(false); }
};

// ---------------------------------------------------------------- reading

// One row of a struct column, its fields by name.
class StructReader {
 public:
  StructReader(const Column& column, size_t row, std::string place)
      : column_(column), row_(row), place_(std::move(place)) {}

  std::optional<std::string> text_if_there(std::string_view name) const {
    const Column& field = find(name);
    return field.is_valid(row_) ? std::optional<std::string>(field.bytes_at(row_)) : std::nullopt;
  }
  Result<std::string> text(std::string_view name) const {
    return needed(text_if_there(name), name);
  }

  std::optional<int64_t> number_if_there(std::string_view name) const {
    const Column& field = find(name);
    if (!field.is_valid(row_)) {
      return std::nullopt;
    }
    return field.width() == sizeof(int32_t) ? field.at<int32_t>(row_) : field.at<int64_t>(row_);
  }
  Result<int64_t> number(std::string_view name) const {
    return needed(number_if_there(name), name);
  }

  bool truth(std::string_view name) const {
    const Column& field = find(name);
    return field.is_valid(row_) && field.at<uint8_t>(row_) != 0;
  }

  std::optional<std::vector<std::string>> texts_if_there(std::string_view name) const {
    const Column& field = find(name);
    if (!field.is_valid(row_)) {
      return std::nullopt;
    }
    std::vector<std::string> texts;
    for (size_t i = field.list_begin(row_); i < field.list_end(row_); ++i) {
      texts.emplace_back(field.child(0).bytes_at(i));
    }
    return texts;
  }

  std::optional<Tags> map_if_there(std::string_view name) const {
    const Column& field = find(name);
    if (!field.is_valid(row_)) {
      return std::nullopt;
    }
    Tags entries;
    for (size_t i = field.list_begin(row_); i < field.list_end(row_); ++i) {
      const Column& values = field.child(1);
      entries[std::string(field.child(0).bytes_at(i))] =
          values.is_valid(i) ? std::optional<std::string>(values.bytes_at(i)) : std::nullopt;
    }
    return entries;
  }
  // A map whose values are never NULL; one that is reads as an empty text.
  std::map<std::string, std::string> text_map(std::string_view name) const {
    std::map<std::string, std::string> texts;
    for (auto& [key, value] : map_if_there(name).value_or(Tags())) {
      texts[key] = std::move(value).value_or("");
    }
    return texts;
  }

  std::optional<StructReader> structure_if_there(std::string_view name) const {
    const Column& field = find(name);
    return field.is_valid(row_) ? std::optional<StructReader>(std::in_place, field, row_,
                                                              place_ + ": " + std::string(name))
                                : std::nullopt;
  }

 private:
  const Column& find(std::string_view name) const {
    const auto& fields = column_.type().fields();
    for (size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].name == name) {
        return column_.child(i);
      }
    }
    CHECK(false);
  }

  template <typename T>
  Result<T> needed(std::optional<T> value, std::string_view name) const {
    if (!value) {
      return Error{ErrorCode::kCorrupt, place_ + ": there is no '" + std::string(name) + "'"};
    }
    return *std::move(value);
  }

  const Column& column_;
  size_t row_;
  std::string place_;
};

Result<std::optional<DeletionVector>> read_deletion_vector(const StructReader& row) {
  const std::optional<StructReader> fields = row.structure_if_there("deletionVector");
  if (!fields) {
    return std::optional<DeletionVector>();
  }
  DeletionVector vector;
  ASSIGN_OR_RETURN(vector.storage_type, fields->text("storageType"));
  ASSIGN_OR_RETURN(vector.path_or_inline, fields->text("pathOrInlineDv"));
  vector.offset = fields->number_if_there("offset");
  ASSIGN_OR_RETURN(vector.size_in_bytes, fields->number("sizeInBytes"));
  ASSIGN_OR_RETURN(vector.cardinality, fields->number("cardinality"));
  return std::optional(std::move(vector));
}

Result<Action> read_txn(const StructReader& row) {
  Txn txn;
  ASSIGN_OR_RETURN(txn.app_id, row.text("appId"));
  ASSIGN_OR_RETURN(txn.version, row.number("version"));
  txn.last_updated_ms = row.number_if_there("lastUpdated");
  return Action(std::move(txn));
}

Result<Action> read_add(const StructReader& row) {
  AddFile file;
  ASSIGN_OR_RETURN(file.path, row.text("path"));
  file.partition_values = row.map_if_there("partitionValues").value_or(PartitionValues());
  ASSIGN_OR_RETURN(file.size, row.number("size"));
  ASSIGN_OR_RETURN(file.modification_time_ms, row.number("modificationTime"));
  file.data_change = row.truth("dataChange");
  file.stats = row.text_if_there("stats");
  file.tags = row.map_if_there("tags");
  ASSIGN_OR_RETURN(file.deletion_vector, read_deletion_vector(row));
  return Action(std::move(file));
}

Result<Action> read_remove(const StructReader& row) {
  RemoveFile file;
  ASSIGN_OR_RETURN(file.path, row.text("path"));
  file.deletion_timestamp_ms = row.number_if_there("deletionTimestamp");
  file.data_change = row.truth("dataChange");
  file.extended_file_metadata = row.truth("extendedFileMetadata");
  file.partition_values = row.map_if_there("partitionValues").value_or(PartitionValues());
  file.size = row.number_if_there("size");
  file.tags = row.map_if_there("tags");
  ASSIGN_OR_RETURN(file.deletion_vector, read_deletion_vector(row));
  return Action(std::move(file));
}

Result<Action> read_metadata(const StructReader& row) {
  Metadata metadata;
  ASSIGN_OR_RETURN(metadata.id, row.text("id"));
  metadata.name = row.text_if_there("name");
  metadata.description = row.text_if_there("description");
  if (const std::optional<StructReader> format = row.structure_if_there("format")) {
    ASSIGN_OR_RETURN(metadata.provider, format->text("provider"));
    metadata.format_options = format->text_map("options");
  }
  ASSIGN_OR_RETURN(metadata.schema_text, row.text("schemaString"));
  metadata.partition_columns =
      row.texts_if_there("partitionColumns").value_or(std::vector<std::string>());
  metadata.configuration = row.text_map("configuration");
  metadata.created_time_ms = row.number_if_there("createdTime");
  return Action(std::move(metadata));
}

Result<Action> read_protocol(const StructReader& row) {
  Protocol protocol;
  ASSIGN_OR_RETURN(const int64_t reader, row.number("minReaderVersion"));
  ASSIGN_OR_RETURN(const int64_t writer, row.number("minWriterVersion"));
  protocol.min_reader_version = static_cast<int>(reader);
  protocol.min_writer_version = static_cast<int>(writer);
  protocol.reader_features = row.texts_if_there("readerFeatures");
  protocol.writer_features = row.texts_if_there("writerFeatures");
  return Action(std::move(protocol));
}

Result<Action> read_domain(const StructReader& row) {
  DomainMetadata domain;
  ASSIGN_OR_RETURN(domain.domain, row.text("domain"));
  ASSIGN_OR_RETURN(domain.configuration, row.text("configuration"));
  domain.removed = row.truth("removed");
  return Action(std::move(domain));
}

Result<Action> read_sidecar(const StructReader& row) {
  Sidecar file;
  ASSIGN_OR_RETURN(file.path, row.text("path"));
  ASSIGN_OR_RETURN(file.size, row.number("sizeInBytes"));
  ASSIGN_OR_RETURN(file.modification_time_ms, row.number("modificationTime"));
  file.tags = row.map_if_there("tags");
  return Action(std::move(file));
}

Result<Action> read_kind(CheckpointKind kind, const StructReader& row) {
  switch (kind) {
    case kTxn:
      return read_txn(row);
    case kAdd:
      return read_add(row);
    case kRemove:
      return read_remove(row);
    case kMetadata:
      return read_metadata(row);
    case kProtocol:
      return read_protocol(row);
    case kDomain:
      return read_domain(row);
    case kSidecar:
      return read_sidecar(row);
    case kKinds:
      break;
  }
  CHECK(false);
}

}  // namespace

void append_action(const Action& action, Batch& into) {
  const size_t kind = std::visit(ActionWriter{into}, action);
  for (size_t other = 0; other < into.columns.size(); ++other) {
    if (other != kind) {
      into.columns[other].append_null();
    }
  }
  ++into.rows;
}

Result<std::optional<Action>> action_at(const Batch& rows, size_t row, const std::string& place) {
  for (size_t kind = 0; kind < kKinds; ++kind) {
    if (rows.columns[kind].is_valid(row)) {
      ASSIGN_OR_RETURN(Action action, read_kind(static_cast<CheckpointKind>(kind),
                                                StructReader(rows.columns[kind], row, place)));
      return std::optional(std::move(action));
    }
  }
  return std::optional<Action>();
}

}  // namespace tarn::delta
