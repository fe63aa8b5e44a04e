#include "delta/table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "delta/checkpoint.h"
#include "delta/column_mapping.h"
#include "delta/json_object.h"
#include "delta/mapped_columns.h"
#include "delta/protocol.h"
#include "delta/schema.h"
#include "delta/table_property.h"

namespace tarn::delta {
namespace {

// A column's name as the schema writes it; `name` itself where there is no such column, which
// check_schema() then reports.
std::vector<std::string> spelt_as_in(const types::Schema& schema, std::vector<std::string> names) {
  for (std::string& name : names) {
    if (const std::optional<size_t> at = types::find_field(schema, name)) {
      name = schema[*at].name;
    }
  }
  return names;
}

RemoveFile removal_of(const AddFile& file, int64_t now_ms) {
  return {.path = file.path,
          .deletion_timestamp_ms = now_ms,
          .data_change = true,
          .extended_file_metadata = true,
          .partition_values = file.partition_values,
          .size = file.size,
          .tags = file.tags,
          .deletion_vector = file.deletion_vector};
}

std::string text_of(ColumnMapping mapping) {
  switch (mapping) {
    case ColumnMapping::kNone:
      return "none";
    case ColumnMapping::kName:
      return "name";
    case ColumnMapping::kId:
      return "id";
  }
  CHECK(false);
}

// The files of a table that begins to map its columns have no ids, and those of one that stops have
// other names.
Error mode_change(const Snapshot& read, ColumnMapping wanted) {
  return {.code = ErrorCode::kUnsupported,
          .message = fmt::format("the column mapping of {} (delta.columnMapping.mode) cannot be "
                                 "changed from '{}' to '{}'; only 'none' to 'name' can",
                                 read.table_path, text_of(read.mapping), text_of(wanted)),
          .condition = "DELTA_UNSUPPORTED_COLUMN_MAPPING_MODE_CHANGE",
          .sqlstate = "0AKDC"};
}

// Ids are counted by the program.
Status check_not_given(const Configuration& properties) {
  if (properties.contains(kMaxColumnId)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("The Delta table configuration {} cannot be specified by "
                                        "the user",
                                        kMaxColumnId),
                 .condition = "DELTA_CANNOT_MODIFY_TABLE_PROPERTY",
                 .sqlstate = "42939"};
  }
  return ok();
}

// What the log calls the partition columns.
Result<std::vector<std::string>> partitions_in_files(const types::Schema& schema,
                                                     ColumnMapping mapping,
                                                     std::vector<std::string> columns) {
  if (mapping == ColumnMapping::kNone) {
    return columns;
  }
  ASSIGN_OR_RETURN(const types::Schema in_files, physical_schema(schema));
  for (std::string& column : columns) {
    const auto at = std::ranges::find(schema, column, &types::Field::name);
    CHECK(at != schema.end());  // check_schema() says so
    column = in_files[static_cast<size_t>(at - schema.begin())].name;
  }
  return columns;
}

// Readers take a partition column's values from the log alone.
Status check_partition_values(const std::vector<AddFile>& files,
                              const std::vector<std::string>& columns) {
  for (const AddFile& file : files) {
    const bool has_all = file.partition_values.size() == columns.size() &&
                         std::ranges::all_of(columns, [&file](const std::string& column) {
                           return file.partition_values.contains(column);
                         });
    if (!has_all) {
      return Error{ErrorCode::kInternal,
                   "the file " + file.path + " does not have one value for each partition column"};
    }
  }
  return ok();
}

void add_metric(Operation& operation, const std::string& name, int64_t value) {
  const bool is_given =
      std::ranges::any_of(operation.metrics, [&name](const auto& m) { return m.first == name; });
  if (!is_given) {
    operation.metrics.emplace_back(name, value);
  }
}

Operation with_file_metrics(Operation operation, const std::vector<AddFile>& added,
                            const std::vector<RemoveFile>& removed) {
  int64_t bytes = 0;
  for (const AddFile& file : added) {
    bytes += file.size;
  }
  const bool is_merge = operation.name == "MERGE";
  add_metric(operation,
             operation.name == "WRITE" ? "numFiles"
             : is_merge                ? "numTargetFilesAdded"
                                       : "numAddedFiles",
             static_cast<int64_t>(added.size()));
  add_metric(operation, is_merge ? "numTargetFilesRemoved" : "numRemovedFiles",
             static_cast<int64_t>(removed.size()));
  add_metric(operation, "numOutputBytes", bytes);
  return operation;
}

Operation change_operation(const Metadata& before, const Metadata& after) {
  Operation operation{.name = "SET TBLPROPERTIES"};
  std::map<std::string, std::string> properties;
  for (const auto& [name, value] : after.configuration) {
    const auto old = before.configuration.find(name);
    if (old == before.configuration.end() || old->second != value) {
      properties[name] = value;
    }
  }
  if (before.description != after.description) {
    properties["comment"] = after.description.value_or("");
  }
  if (before.schema_text != after.schema_text) {
    operation.name = "ADD COLUMNS";
    operation.parameters.emplace_back("schema", after.schema_text);
  }
  if (!properties.empty()) {
    operation.parameters.emplace_back("properties", json_text(properties));
  }
  return operation;
}

}  // namespace

// What a call wants, whatever version it ends up at.
struct Table::Request {
  WriteKind kind = WriteKind::kBlindAppend;
  std::vector<AddFile> files = {};
  std::optional<Txn> txn = {};
  std::vector<MovedMark> marks = {};
  std::optional<types::Schema> schema = {};
  std::optional<Operation> operation = {};  // nothing: named after what changes
  TableChange change = {};
  // What the work rests on, and which of its files go. Nothing: the newest version, and all of its
  // files where the kind replaces them.
  std::shared_ptr<const Snapshot> read = nullptr;  // shared: the cache hands it out
  std::optional<std::vector<AddFile>> removed = {};
};

// What the table is once the call has been carried out.
struct Table::After {
  Metadata metadata;
  types::Schema schema;
  ColumnMapping mapping;
  Protocol protocol = {};
};

// What the next entry would hold.
struct Table::Plan {
  std::vector<Action> actions;
  Attempt attempt;
  bool has_effect = true;
};

Table::Table(TableHost host, std::string path)
    : host_(std::move(host)),
      path_(std::move(path)),
      cache_(host_.files, host_.checkpoints, path_),
      log_(host_.files, path_) {}

Result<std::shared_ptr<const Snapshot>> Table::snapshot() { return cache_.get(); }

Result<Committed> Table::create(const TableDefinition& definition) {
  types::Schema schema = without_mapping(definition.schema);
  const std::vector<std::string> partition_columns =
      spelt_as_in(schema, definition.partition_columns);
  const Configuration asked = spelt_as_delta_does(definition.properties);
  RETURN_IF_ERROR(check_not_given(asked));
  ASSIGN_OR_RETURN(const ColumnMapping mapping, asked_mapping(asked));
  RETURN_IF_ERROR(check_schema(schema, partition_columns, mapping));
  const Protocol protocol = lowest_protocol(schema, asked);
  RETURN_IF_ERROR(check_properties(asked, protocol));
  Configuration properties = kept_properties(asked);
  if (mapping != ColumnMapping::kNone) {
    ASSIGN_OR_RETURN(MappedColumns mapped, with_names(schema, {}, host_.random));
    schema = std::move(mapped.schema);
    properties[kMaxColumnId] = std::to_string(mapped.max_id);
  }

  const int64_t now_ms = host_.clock.now() / 1'000;
  Metadata metadata{.id = make_uuid(host_.random),
                    .name = definition.name,
                    .description = definition.comment,
                    .schema_text = types::schema_json(schema),
                    .partition_columns = partition_columns,
                    .configuration = std::move(properties),
                    .created_time_ms = now_ms};
  const CommitInfo info = commit_info({.operation = create_table_operation(metadata),
                                       .timestamp_ms = now_ms,
                                       .is_blind_append = true,
                                       .txn_id = make_uuid(host_.random)});
  ASSIGN_OR_RETURN(const Version version, log_.create({info, protocol, std::move(metadata)}));
  return Committed{.version = version};
}

Result<Committed> Table::append(const Write& write) {
  return commit({.kind = WriteKind::kBlindAppend,
                 .files = write.files,
                 .txn = write.txn,
                 .marks = write.marks,
                 .schema = write.schema,
                 .operation = write.operation});
}

Result<Committed> Table::overwrite(const Write& write) {
  return commit({.kind = WriteKind::kOverwrite,
                 .files = write.files,
                 .txn = write.txn,
                 .marks = write.marks,
                 .schema = write.schema,
                 .operation = write.operation});
}

Result<Committed> Table::rewrite(Rewrite rewrite) {
  return commit({.kind = WriteKind::kOverwrite,
                 .files = std::move(rewrite.files),
                 .marks = std::move(rewrite.marks),
                 .schema = std::move(rewrite.schema),
                 .operation = std::move(rewrite.operation),
                 .read = std::move(rewrite.read),
                 .removed = std::move(rewrite.removed)});
}

Result<Committed> Table::change(const TableChange& change) {
  return commit({.kind = WriteKind::kMetadata, .schema = change.schema, .change = change});
}

Result<Committed> Table::commit(const Request& request) {
  std::shared_ptr<const Snapshot> read = request.read;
  if (read == nullptr) {
    ASSIGN_OR_RETURN(read, cache_.get());
  }
  const std::shared_ptr<const Snapshot> first = read;  // shared: the cache hands it out
  for (int attempt = 0; attempt < kCommitAttemptsMax; ++attempt) {
    if (const std::optional<Version> earlier = holder_of(request.txn, *read)) {
      return Committed{.version = *earlier, .is_repeat = true};
    }
    ASSIGN_OR_RETURN(Plan plan, make_plan(request, *read, *first));
    if (!plan.has_effect) {
      return Committed{.version = read->version};
    }
    const Result<Appended> appended = log_.append(*read, plan.attempt.txn, std::move(plan.actions));
    if (appended) {
      look_after(*appended);
      return Committed{.version = appended->version, .is_repeat = appended->is_repeat};
    }
    if (appended.error().code != ErrorCode::kConflict) {
      return appended.error();
    }
    ASSIGN_OR_RETURN(const std::shared_ptr<const Snapshot> newer, cache_.get());
    if (!holder_of(request.txn, *newer)) {
      RETURN_IF_ERROR(check_winners(plan.attempt, *read, newer->version));
    }
    read = newer;
  }
  return Error{ErrorCode::kConflict, "writing to " + path_ + ": other writers were first " +
                                         std::to_string(kCommitAttemptsMax) +
                                         " times; run the update again"};
}

std::optional<Version> Table::holder_of(const std::optional<Txn>& txn, const Snapshot& snapshot) {
  if (!txn) {
    return std::nullopt;
  }
  const auto known = snapshot.txns.find(txn->app_id);
  const bool is_held = known != snapshot.txns.end() && known->second.txn.version >= txn->version;
  return is_held ? std::optional(known->second.committed_in) : std::nullopt;
}

Result<Table::After> Table::after(const Request& request, const Snapshot& read) const {
  After after{.metadata = read.metadata, .schema = read.schema, .mapping = read.mapping};
  Configuration& configuration = after.metadata.configuration;
  RETURN_IF_ERROR(check_not_given(request.change.properties));
  for (const auto& [name, value] : spelt_as_delta_does(request.change.properties)) {
    configuration[name] = value;
  }
  for (const std::string& name : request.change.unset) {
    configuration.erase(name);
  }
  if (request.change.comment) {
    after.metadata.description = request.change.comment;
  }
  if (request.change.partition_columns) {
    RETURN_IF_ERROR(check_same_partitioning(after.metadata.partition_columns,
                                            *request.change.partition_columns));
  }
  RETURN_IF_ERROR(change_columns(request, read, after));
  after.protocol = raised_protocol(read.protocol, after.schema, configuration);
  RETURN_IF_ERROR(check_properties(configuration, after.protocol));
  configuration = kept_properties(std::move(configuration));
  return after;
}

Status Table::change_columns(const Request& request, const Snapshot& read, After& after) const {
  Metadata& metadata = after.metadata;
  // A protocol below that of mapping makes nothing of the property, which stands there then.
  const bool is_set = metadata.configuration != read.metadata.configuration;
  ASSIGN_OR_RETURN(after.mapping, is_set ? asked_mapping(metadata.configuration)
                                         : Result<ColumnMapping>(read.mapping));
  MappedColumns columns{.schema = read.schema};
  if (after.mapping != read.mapping) {
    const bool begins = read.mapping == ColumnMapping::kNone &&
                        after.mapping == ColumnMapping::kName &&
                        request.kind == WriteKind::kMetadata;
    if (!begins) {
      return mode_change(read, after.mapping);
    }
    columns = with_their_own_names(read.schema);
  } else if (read.mapping != ColumnMapping::kNone) {
    ASSIGN_OR_RETURN(columns, mapped_columns(read.metadata, read.schema));
  }
  const bool is_mapped = after.mapping != ColumnMapping::kNone;
  if (request.schema) {
    // Without files nobody has used the names; they may be those of another table's structs.
    types::Schema schema =
        request.files.empty() && request.kind == WriteKind::kOverwrite && is_mapped
            ? without_names(*request.schema)
            : *request.schema;
    if (request.kind != WriteKind::kOverwrite && !request.change.is_whole_schema) {
      ASSIGN_OR_RETURN(schema, merged_schema(columns.schema, without_names(schema)));
    }
    schema = with_farther_marks(std::move(schema), read.schema);
    metadata.partition_columns = spelt_as_in(schema, std::move(metadata.partition_columns));
    RETURN_IF_ERROR(check_schema(schema, metadata.partition_columns, after.mapping));
    if (!is_mapped) {
      columns.schema = std::move(schema);
    } else {
      ASSIGN_OR_RETURN(columns, with_names(schema, columns, host_.random));
    }
  }
  RETURN_IF_ERROR(move_marks(request.marks, columns.schema, path_));
  // The text of another writer may differ where the schema does not.
  if (columns.schema == read.schema) {
    return ok();
  }
  after.schema = std::move(columns.schema);
  metadata.schema_text = types::schema_json(after.schema);
  if (is_mapped) {
    metadata.configuration[kMaxColumnId] = std::to_string(columns.max_id);
  }
  return ok();
}

Result<Snapshot> Table::planned(const Snapshot& read, const types::Schema& schema) const {
  Snapshot planned = read;
  planned.schema = with_farther_marks(schema, read.schema);
  if (read.mapping != ColumnMapping::kNone) {
    ASSIGN_OR_RETURN(const MappedColumns columns, mapped_columns(read.metadata, read.schema));
    ASSIGN_OR_RETURN(MappedColumns named,
                     with_names(without_names(planned.schema), columns, host_.random));
    planned.schema = std::move(named.schema);
    ASSIGN_OR_RETURN(planned.file_schema, physical_schema(planned.schema));
  }
  planned.metadata.partition_columns =
      spelt_as_in(planned.schema, std::move(planned.metadata.partition_columns));
  return planned;
}

// `first` is what the caller's work rests on, `read` the version that the entry comes after.
Result<Table::Plan> Table::make_plan(const Request& request, const Snapshot& read,
                                     const Snapshot& first) const {
  RETURN_IF_ERROR(check_writable(read.protocol, read.metadata, read.schema, path_));
  ASSIGN_OR_RETURN(const After after, this->after(request, read));
  const Metadata& metadata = after.metadata;
  const Protocol& protocol = after.protocol;
  ASSIGN_OR_RETURN(const std::vector<std::string> partitions,
                   partitions_in_files(after.schema, after.mapping, metadata.partition_columns));
  RETURN_IF_ERROR(check_partition_values(request.files, partitions));

  const int64_t now_ms = host_.clock.now() / 1'000;
  std::vector<RemoveFile> removed;
  if (request.removed) {
    for (const AddFile& file : *request.removed) {
      removed.push_back(removal_of(file, now_ms));
    }
  } else if (request.kind == WriteKind::kOverwrite) {
    first.files.for_each([&removed, now_ms](const std::string&, const AddFile& file) {
      removed.push_back(removal_of(file, now_ms));
    });
  }
  if (!removed.empty() && is_append_only(metadata.configuration)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = path_ +
                            " is append-only (delta.appendOnly = true): its rows cannot be "
                            "replaced",
                 .condition = "DELTA_CANNOT_MODIFY_APPEND_ONLY",
                 .sqlstate = "42809"};
  }

  const bool changes_metadata = metadata != read.metadata || protocol != read.protocol;
  Operation operation =
      request.operation ? *request.operation : change_operation(read.metadata, metadata);
  if (request.kind != WriteKind::kMetadata) {
    operation = with_file_metrics(std::move(operation), request.files, removed);
  }
  std::optional<Txn> txn = request.txn;
  if (txn && !txn->last_updated_ms) {
    txn->last_updated_ms = now_ms;
  }
  Plan plan{.attempt = {.kind = request.kind,
                        .changes_metadata = changes_metadata,
                        .txn = std::move(txn)},
            .has_effect = request.kind != WriteKind::kMetadata || changes_metadata};
  plan.actions.push_back(commit_info({.operation = std::move(operation),
                                      .timestamp_ms = now_ms,
                                      .read_version = read.version,
                                      .is_blind_append = request.kind != WriteKind::kOverwrite,
                                      .txn_id = make_uuid(host_.random)}));
  if (protocol != read.protocol) {
    plan.actions.emplace_back(protocol);
  }
  if (metadata != read.metadata) {
    plan.actions.emplace_back(metadata);
  }
  std::ranges::move(removed, std::back_inserter(plan.actions));
  std::ranges::copy(request.files, std::back_inserter(plan.actions));
  return plan;
}

// One that only counted rows of an identity column on is no change of the table to those who do
// not change it either.
Status Table::check_winners(const Attempt& attempt, const Snapshot& read, Version newest) {
  Metadata before = read.metadata;
  for (Version version{read.version.value + 1}; version <= newest; ++version.value) {
    ASSIGN_OR_RETURN(std::vector<Action> winner, log_.read(version));
    std::erase_if(winner, [&](const Action& action) {
      const auto* metadata = std::get_if<Metadata>(&action);
      const bool is_nothing =
          metadata != nullptr && !attempt.changes_metadata && moves_only_marks(before, *metadata);
      before = metadata != nullptr ? *metadata : before;
      return is_nothing;
    });
    RETURN_IF_ERROR(check_conflict(attempt, winner, path_));
  }
  return ok();
}

// The commit stands, whatever becomes of its checkpoint.
void Table::look_after(const Appended& appended) {
  if (appended.is_repeat) {
    return;
  }
  // What fails here fails again, and is told, when the entry is read.
  const Status advanced = cache_.advance(appended.version, appended.entry);
  if (!advanced || host_.checkpoints == nullptr) {
    return;
  }
  const Status written = write_checkpoint_if_due(appended.version);
  if (!written && host_.on_checkpoint_problem && !checkpoint_problem_was_told_.exchange(true)) {
    host_.on_checkpoint_problem(path_, written.error());
  }
}

Status Table::write_checkpoint_if_due(Version version) {
  ASSIGN_OR_RETURN(const std::shared_ptr<const Snapshot> snapshot, cache_.get());
  if (!is_checkpoint_due(*snapshot, version)) {
    return ok();
  }
  return write_checkpoint(host_.files, *host_.checkpoints, host_.clock, host_.random, *snapshot);
}

}  // namespace tarn::delta
