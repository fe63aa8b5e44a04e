#include "source/table_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/invalid.h"
#include "delta/log.h"
#include "delta/partition.h"
#include "delta/snapshot.h"
#include "source/delta_files.h"
#include "types/datetime.h"
#include "types/utf8.h"

namespace tarn::source {
namespace {

// Options of the scan that nobody writes: the first version, and the last.
constexpr const char* kFirst = "tarn.changes.first";
constexpr const char* kLast = "tarn.changes.last";

constexpr const char* kChangeType = "_change_type";
constexpr const char* kCommitVersion = "_commit_version";
constexpr const char* kCommitTimestamp = "_commit_timestamp";

using plan::TableFunctionArgument;

Error not_read(const std::string& path, Version version, const char* what) {
  return {.code = ErrorCode::kUnsupported,
          .message = fmt::format("the changes of version {} of {} are in {}, which this version of "
                                 "Tarn does not read",
                                 version.value, path, what),
          .condition = "UNSUPPORTED_FEATURE",
          .sqlstate = "0A000"};
}

types::Schema with_change_columns(types::Schema schema) {
  schema.push_back({.name = kChangeType, .type = types::string_type()});
  schema.push_back({.name = kCommitVersion, .type = types::long_type()});
  schema.push_back({.name = kCommitTimestamp, .type = types::timestamp_type()});
  return schema;
}

Error later_than_all(const std::vector<delta::CommitTime>& commits) {
  return invalid("DELTA_TIMESTAMP_GREATER_THAN_COMMIT", "42816",
                 fmt::format("The timestamp is after the table's latest version {}. Use a "
                             "timestamp at or before that.",
                             commits.back().version.value));
}

enum class Boundary : uint8_t { kStart, kEnd };

// The first commit at or after a time, or the last at or before it.
Result<Version> version_of_time(const std::vector<delta::CommitTime>& commits, Micros time,
                                Boundary boundary) {
  if (commits.empty() || time > commits.back().timestamp_ms * 1'000) {
    return later_than_all(commits);
  }
  const auto after = std::ranges::find_if(commits, [&](const delta::CommitTime& commit) {
    return boundary == Boundary::kStart ? commit.timestamp_ms * 1'000 >= time
                                        : commit.timestamp_ms * 1'000 > time;
  });
  if (boundary == Boundary::kStart) {
    return after->version;
  }
  if (after == commits.begin()) {
    return invalid("DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION", "42816",
                   "The timestamp is before the earliest version that is kept.");
  }
  return std::prev(after)->version;
}

// A version, a TIMESTAMP, or its text.
Result<Version> version_of(const TableFunctionArgument& argument, Boundary boundary,
                           const std::vector<delta::CommitTime>& commits,
                           const ReadContext& context) {
  if (argument.value.is_null()) {
    return invalid("DELTA_CDC_READ_NULL_RANGE_BOUNDARY", "22004",
                   "CDC read start/end parameters cannot be null. Please provide a valid version "
                   "or timestamp.");
  }
  const auto kind = argument.type.kind();
  if (kind == types::TypeKind::kInt || kind == types::TypeKind::kLong) {
    return Version{std::get<int64_t>(argument.value.content)};
  }
  if (kind == types::TypeKind::kTimestamp) {
    return version_of_time(commits, std::get<int64_t>(argument.value.content), boundary);
  }
  if (kind == types::TypeKind::kString) {
    const auto& text = std::get<std::string>(argument.value.content);
    const std::optional<int64_t> time = types::parse_timestamp(text, context.zone);
    return time
               ? version_of_time(commits, *time, boundary)
               : invalid("DELTA_TIMESTAMP_INVALID", "42816",
                         fmt::format("The provided timestamp ('{}') cannot be converted to a valid "
                                     "timestamp.",
                                     text));
  }
  return Error{.code = ErrorCode::kInvalid,
               .message = fmt::format(
                   "Unsupported expression type({}) for {} option. The supported "
                   "types are INT, BIGINT, STRING and TIMESTAMP.",
                   argument.type.sql(), boundary == Boundary::kStart ? "starting" : "ending"),
               .condition = "DELTA_UNSUPPORTED_EXPRESSION",
               .sqlstate = "0A000"};
}

Status check_range(Version first, Version last, Version newest, const std::string& path) {
  if (first > newest) {
    return invalid("DELTA_CDC_START_VERSION_AFTER_LATEST", "22003",
                   fmt::format("Start version {} for change data feed exceeds the latest table "
                               "version {}.",
                               first.value, newest.value));
  }
  if (first.value < 0) {
    return invalid("DELTA_LOG_FILE_NOT_FOUND", "42K03",
                   fmt::format("Unable to retrieve the delta log files to construct table version "
                               "{} of {}.",
                               first.value, path));
  }
  if (last < first) {
    return invalid(
        "DELTA_INVALID_CDC_RANGE", "22003",
        fmt::format("CDC range from start {} to end {} was invalid. End cannot be before "
                    "start.",
                    first.value, last.value));
  }
  return ok();
}

bool keeps_changes(const std::map<std::string, std::string>& configuration) {
  const auto at = configuration.find("delta.enableChangeDataFeed");
  return at != configuration.end() && types::equal_ignoring_case(at->second, "true");
}

Result<std::vector<delta::Action>> entry_of(const std::string& path, Version version,
                                            const ReadContext& context) {
  auto entry = delta::CommitLog(context.files, path).read(version);
  if (!entry && entry.error().code == ErrorCode::kNotFound) {
    return invalid("DELTA_LOG_FILE_NOT_FOUND", "42K03",
                   fmt::format("The log of {} no longer has version {}.", path, version.value));
  }
  return entry;
}

// Every version of the range must have been written by who kept changes.
Status check_kept(const std::string& path, Version first, Version last,
                  const ReadContext& context) {
  ASSIGN_OR_RETURN(const delta::Snapshot before,
                   delta::read_snapshot_at(context.files, context.checkpoints, path, first));
  bool is_kept = keeps_changes(before.metadata.configuration);
  for (Version version{first.value + 1}; is_kept && version <= last; ++version.value) {
    ASSIGN_OR_RETURN(const std::vector<delta::Action> entry, entry_of(path, version, context));
    for (const delta::Action& action : entry) {
      const auto* metadata = std::get_if<delta::Metadata>(&action);
      is_kept = metadata == nullptr ? is_kept : keeps_changes(metadata->configuration);
    }
  }
  return is_kept ? ok()
                 : Status(invalid("DELTA_MISSING_CHANGE_DATA", "KD002",
                                  fmt::format("Error getting change data for range [{} , {}] as "
                                              "change data was not recorded for all of its "
                                              "versions (delta.enableChangeDataFeed).",
                                              first.value, last.value)));
}

delta::AddFile as_added(const delta::RemoveFile& file) {
  return {.path = file.path,
          .partition_values = file.partition_values,
          .size = file.size.value_or(0),
          .deletion_vector = file.deletion_vector};
}

struct Changes {
  std::vector<delta::AddFile> inserted = {};
  std::vector<delta::AddFile> deleted = {};
};

Result<Changes> changes_of(const std::string& path, Version version, const ReadContext& context) {
  ASSIGN_OR_RETURN(const std::vector<delta::Action> entry, entry_of(path, version, context));
  Changes changes;
  std::set<std::string> removed;
  for (const delta::Action& action : entry) {
    const auto* gone = std::get_if<delta::RemoveFile>(&action);
    if (std::holds_alternative<delta::CdcFile>(action)) {
      return not_read(path, version, "files of their own (cdc)");
    }
    if (gone != nullptr && gone->data_change) {
      if (!gone->extended_file_metadata) {
        return invalid("DELTA_REMOVE_FILE_CDC_MISSING_EXTENDED_METADATA", "XXKDS",
                       "The log does not say which partition the file " + gone->path + " was in.");
      }
      removed.insert(gone->path);
      changes.deleted.push_back(as_added(*gone));
    }
  }
  for (const delta::Action& action : entry) {
    const auto* file = std::get_if<delta::AddFile>(&action);
    if (file == nullptr || !file->data_change) {
      continue;
    }
    if (removed.contains(file->path)) {
      return not_read(path, version, "deletion vectors");
    }
    changes.inserted.push_back(*file);
  }
  return changes;
}

}  // namespace

Result<plan::Relation> table_changes(const plan::DatasetName& name, const std::string& path,
                                     const plan::TableFunctionReference& reference,
                                     const ReadContext& context) {
  ASSIGN_OR_RETURN(const delta::Snapshot newest,
                   delta::read_snapshot(context.files, context.checkpoints, path));
  for (const char* column : {kChangeType, kCommitVersion, kCommitTimestamp}) {
    if (types::find_field(newest.schema, column)) {
      return invalid("DELTA_TABLE_ALREADY_CONTAINS_CDC_COLUMNS", "42711",
                     fmt::format("The table has a column `{}` of its own, which is what "
                                 "table_changes calls one of its.",
                                 column));
    }
  }
  ASSIGN_OR_RETURN(const std::vector<delta::CommitTime> commits,
                   delta::commit_times(context.files, path));
  ASSIGN_OR_RETURN(const Version first,
                   version_of(reference.arguments[1], Boundary::kStart, commits, context));
  Version last = newest.version;
  if (reference.arguments.size() > 2) {
    ASSIGN_OR_RETURN(last, version_of(reference.arguments[2], Boundary::kEnd, commits, context));
  }
  RETURN_IF_ERROR(check_range(first, last, newest.version, path));
  last = std::min(last, newest.version);
  RETURN_IF_ERROR(check_kept(path, first, last, context));
  plan::TableSource source{.name = name, .path = path, .version = newest.version.value};
  source.options[kFirst] = std::to_string(first.value);
  source.options[kLast] = std::to_string(last.value);
  return plan::Relation(plan::SourceRelation{.source = std::move(source),
                                             .schema = with_change_columns(newest.schema)});
}

bool asks_for_changes(const plan::TableSource& source) {
  return source.options.contains(kFirst) && source.options.contains(kLast);
}

Result<BoundScan> bind_changes(const plan::TableSource& source, const ReadContext& context) {
  CHECK(source.version.has_value());
  const auto number = [&](const char* key) {
    const std::string& text = source.options.at(key);
    int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  const Version first{number(kFirst)};
  const Version last{number(kLast)};
  ASSIGN_OR_RETURN(
      const delta::Snapshot newest,
      delta::read_snapshot_at(context.files, context.checkpoints, source.path, {*source.version}));
  ASSIGN_OR_RETURN(const std::vector<delta::CommitTime> commits,
                   delta::commit_times(context.files, source.path));
  ASSIGN_OR_RETURN(engine::ParquetFiles all, parquet_files(context.files, newest, {}));
  for (const delta::CommitTime& commit : commits) {
    if (commit.version < first || commit.version > last) {
      continue;
    }
    ASSIGN_OR_RETURN(const Changes changes, changes_of(source.path, commit.version, context));
    ASSIGN_OR_RETURN(
        const std::optional<std::string> time,
        delta::partition_text(types::Value{commit.timestamp_ms * 1'000}, types::timestamp_type()));
    for (const auto& [type, files] :
         {std::pair{"delete", &changes.deleted}, std::pair{"insert", &changes.inserted}}) {
      ASSIGN_OR_RETURN(engine::ParquetFiles part, parquet_files(context.files, newest, *files));
      for (engine::ParquetFile& file : part.files) {
        file.partition_values[kChangeType] = type;
        file.partition_values[kCommitVersion] = std::to_string(commit.version.value);
        file.partition_values[kCommitTimestamp] = time;
        all.files.push_back(std::move(file));
      }
    }
  }
  all.schema = with_change_columns(std::move(all.schema));
  if (!all.file_schema.empty()) {
    all.file_schema = with_change_columns(std::move(all.file_schema));
  }
  for (const char* column : {kChangeType, kCommitVersion, kCommitTimestamp}) {
    all.partition_columns.emplace_back(column);
  }
  return BoundScan{.relation = std::move(all),
                   .identity = fmt::format("{}@{}:{}-{}", source.path, newest.metadata.id,
                                           first.value, last.value)};
}

}  // namespace tarn::source
