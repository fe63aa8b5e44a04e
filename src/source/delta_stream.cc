#include "source/delta_stream.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "delta/log.h"
#include "source/delta_files.h"

namespace tarn::source {
namespace {

using Json = nlohmann::ordered_json;

constexpr int64_t kFilesPerBatchDefault = 1000;

// The last file that was taken: the `index`-th of the snapshot at `version`, or of its commit.
// Index -1 is the place before the first.
struct Offset {
  std::string table_id;
  int64_t version = 0;
  int64_t index = -1;
  bool in_snapshot = false;
};

std::string text_of(const Offset& offset) {
  return Json{{"table", offset.table_id},
              {"version", offset.version},
              {"index", offset.index},
              {"snapshot", offset.in_snapshot}}
      .dump();
}

Result<Offset> offset_from(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("table") || !json.contains("version")) {
    return Error{.code = ErrorCode::kCorrupt, .message = "not an offset of a table: " + text};
  }
  return Offset{.table_id = json["table"].get<std::string>(),
                .version = json["version"].get<int64_t>(),
                .index = json.value("index", int64_t{-1}),
                .in_snapshot = json.value("snapshot", false)};
}

// What a commit that removes rows means for the stream.
struct ChangePolicy {
  bool skip_change_commits = false;
  bool ignore_deletes = false;
  bool ignore_changes = false;
};

struct DeltaStreamOptions {
  int64_t files_per_batch_max = kFilesPerBatchDefault;
  ChangePolicy changes;
};

Error bad_option(const std::string& name, const std::string& value) {
  return {.code = ErrorCode::kInvalid,
          .message = "option '" + name + "' cannot be '" + value + "'",
          .condition = "INVALID_OPTION",
          .sqlstate = "42000"};
}

Result<DeltaStreamOptions> options_of(const plan::TableSource& source) {
  DeltaStreamOptions options;
  for (const auto& [name, value] : source.options) {
    bool* flag = name == "skipchangecommits" ? &options.changes.skip_change_commits
                 : name == "ignoredeletes"   ? &options.changes.ignore_deletes
                 : name == "ignorechanges"   ? &options.changes.ignore_changes
                                             : nullptr;
    if (flag != nullptr) {
      if (value != "true" && value != "false") {
        return bad_option(name, value);
      }
      *flag = value == "true";
    } else if (name == "maxfilespertrigger") {
      const auto [end, problem] =
          std::from_chars(value.data(), value.data() + value.size(), options.files_per_batch_max);
      if (problem != std::errc() || end != value.data() + value.size() ||
          options.files_per_batch_max <= 0) {
        return bad_option(name, value);
      }
    } else {
      return Error{.code = ErrorCode::kUnsupported,
                   .message = "option '" + name + "' of a streamed table is not known",
                   .condition = "UNSUPPORTED_FEATURE",
                   .sqlstate = "0A000"};
    }
  }
  return options;
}

class DeltaStream final : public StreamSource {
 public:
  DeltaStream(plan::TableSource source, DeltaStreamOptions options, ReadContext context)
      : source_(std::move(source)),
        options_(options),
        context_(std::move(context)),
        log_(context_.files, source_.path) {}

  std::string name() const override { return "table:" + source_.name.text(); }

  Status recover(const std::string& end) override {
    ASSIGN_OR_RETURN(const Offset offset, offset_from(end));
    if (offset.version >= 0) {
      last_ = offset;
    }
    return ok();
  }

  Status prepare(SourceMemory&) override {
    ASSIGN_OR_RETURN(newest_,
                     delta::read_snapshot(context_.files, context_.checkpoints, source_.path));
    if (last_ && last_->table_id != newest_->metadata.id) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "the table " + source_.name.text() +
                              " was deleted and made again since its stream "
                              "began; run a full refresh of the tables that read it",
                   .condition = "DIFFERENT_DELTA_TABLE_READ_BY_STREAMING_SOURCE",
                   .sqlstate = "55019"};
    }
    return check_columns();
  }

  Result<std::optional<std::string>> plan_batch() override {
    Offset end = last_.value_or(Offset{
        .table_id = newest_->metadata.id, .version = newest_->version.value, .in_snapshot = true});
    int64_t room = options_.files_per_batch_max;
    bool moved = false;
    if (end.in_snapshot) {
      ASSIGN_OR_RETURN(const auto* const files, snapshot_files(end.version));
      const auto count = static_cast<int64_t>(files->size());
      const int64_t taken = std::min<int64_t>(room, count - 1 - end.index);
      end.index += taken;
      room -= taken;
      moved = taken > 0;
      if (end.index + 1 == count) {
        end = {.table_id = end.table_id, .version = end.version + 1, .index = -1};
      }
    }
    while (!end.in_snapshot && room > 0 && end.version <= newest_->version.value) {
      ASSIGN_OR_RETURN(const auto files, commit_files(end.version));
      const int64_t taken =
          std::min<int64_t>(room, static_cast<int64_t>(files.size()) - 1 - end.index);
      end.index += taken;
      room -= taken;
      moved = moved || taken > 0;
      if (end.index + 1 == static_cast<int64_t>(files.size())) {
        end = {.table_id = end.table_id, .version = end.version + 1, .index = -1};
      }
    }
    if (!moved) {
      return std::optional<std::string>();
    }
    last_ = end;
    return std::optional(text_of(end));
  }

  std::string empty_batch(const std::optional<std::string>& last) const override {
    return last.value_or(text_of({.table_id = newest_->metadata.id, .version = -1}));
  }

  // An offset says it all.
  Result<std::vector<std::string>> names_in(const std::string&) const override {
    return std::vector<std::string>();
  }

  Result<engine::Relation> read(const std::optional<std::string>& start,
                                const std::string& end) override {
    ASSIGN_OR_RETURN(const Offset to, offset_from(end));
    std::optional<Offset> from;
    if (start) {
      ASSIGN_OR_RETURN(from, offset_from(*start));
    }
    ASSIGN_OR_RETURN(const std::vector<delta::AddFile> files, files_between(from, to));
    if (!newest_) {
      ASSIGN_OR_RETURN(newest_,
                       delta::read_snapshot(context_.files, context_.checkpoints, source_.path));
    }
    ASSIGN_OR_RETURN(engine::ParquetFiles relation, parquet_files(context_.files, *newest_, files));
    return engine::Relation(std::move(relation));
  }

 private:
  // Where columns are mapped, one may have been renamed or dropped since the stream read last: what
  // is there and what comes would not be of one schema. Delta stops such a stream, too.
  Status check_columns() const {
    if (!last_ || newest_->mapping == delta::ColumnMapping::kNone) {
      return ok();
    }
    const bool has_read_it = last_->in_snapshot || last_->index >= 0;
    const int64_t version = std::max<int64_t>(0, last_->version - (has_read_it ? 0 : 1));
    ASSIGN_OR_RETURN(
        const delta::Snapshot before,
        delta::read_snapshot_at(context_.files, context_.checkpoints, source_.path, {version}));
    const auto lost = delta::column_lost(before.schema, newest_->schema);
    if (!lost) {
      return ok();
    }
    return Error{.code = ErrorCode::kInvalid,
                 .message = "the column '" + *lost + "' of the table " + source_.name.text() +
                            " was renamed or dropped since its stream read last; run a full "
                            "refresh of the tables that read it",
                 .condition = "DELTA_STREAMING_INCOMPATIBLE_SCHEMA_CHANGE_USE_SCHEMA_LOG",
                 .sqlstate = "42KD4"};
  }

  // Valid until the next call.
  Result<const std::vector<delta::AddFile>*> snapshot_files(int64_t version) {
    if (!first_ || first_->version != version) {
      ASSIGN_OR_RETURN(
          const delta::Snapshot snapshot,
          delta::read_snapshot_at(context_.files, context_.checkpoints, source_.path, {version}));
      first_ = {.version = version, .files = files_in_stream_order(snapshot)};
    }
    return &first_->files;
  }

  // What the commit of `version` adds to the stream.
  Result<std::vector<delta::AddFile>> commit_files(int64_t version) {
    ASSIGN_OR_RETURN(const std::vector<delta::Action> actions, log_.read({version}));
    std::vector<delta::AddFile> files;
    bool removes = false;
    for (const delta::Action& action : actions) {
      if (const auto* add = std::get_if<delta::AddFile>(&action);
          add != nullptr && add->data_change) {
        files.push_back(*add);
      }
      const auto* remove = std::get_if<delta::RemoveFile>(&action);
      removes = removes || (remove != nullptr && remove->data_change);
    }
    if (!removes) {
      return files;
    }
    if (options_.changes.skip_change_commits) {
      return std::vector<delta::AddFile>();
    }
    if (options_.changes.ignore_changes || (options_.changes.ignore_deletes && files.empty())) {
      return files;
    }
    return Error{
        .code = ErrorCode::kData,
        .message = "version " + std::to_string(version) + " of the table " + source_.name.text() +
                   " removes rows, and a stream takes in a table that only grows; read it with "
                   "skipChangeCommits, or make the reader a materialized view",
        .condition =
            files.empty() ? "DELTA_SOURCE_IGNORE_DELETE" : "DELTA_SOURCE_TABLE_IGNORE_CHANGES",
        .sqlstate = "0A000"};
  }

  // The files behind `from` up to `to`. Where `from` is not given, the stream began with the
  // snapshot that `to` is in, or that lies before it.
  Result<std::vector<delta::AddFile>> files_between(const std::optional<Offset>& from,
                                                    const Offset& to) {
    std::vector<delta::AddFile> files;
    if (to.version < 0) {
      return files;
    }
    Offset at = from && from->version >= 0 ? *from : first_offset(to);
    if (at.in_snapshot) {
      ASSIGN_OR_RETURN(const auto* const all, snapshot_files(at.version));
      const int64_t last = to.in_snapshot ? to.index : static_cast<int64_t>(all->size()) - 1;
      for (int64_t i = at.index + 1; i <= last; ++i) {
        files.push_back((*all)[static_cast<size_t>(i)]);
      }
      if (to.in_snapshot) {
        return files;
      }
      at = {.table_id = at.table_id, .version = at.version + 1, .index = -1};
    }
    for (; at.version <= to.version;
         at = {.table_id = at.table_id, .version = at.version + 1, .index = -1}) {
      if (at.version == to.version && to.index < 0) {
        break;
      }
      ASSIGN_OR_RETURN(const auto all, commit_files(at.version));
      const int64_t last =
          at.version == to.version ? to.index : static_cast<int64_t>(all.size()) - 1;
      for (int64_t i = at.index + 1; i <= last; ++i) {
        files.push_back(all[static_cast<size_t>(i)]);
      }
    }
    return files;
  }

  // Where a stream began whose first batch ends at `to`: its offset remembers the snapshot's
  // version.
  static Offset first_offset(const Offset& to) {
    return {.table_id = to.table_id,
            .version = to.in_snapshot ? to.version : to.version - 1,
            .index = -1,
            .in_snapshot = true};
  }

  // What the stream begins with: the files of a version, ordered once for all its batches.
  struct FirstFiles {
    int64_t version = 0;
    std::vector<delta::AddFile> files = {};
  };

  plan::TableSource source_;
  DeltaStreamOptions options_;
  ReadContext context_;
  delta::CommitLog log_;
  std::optional<Offset> last_;
  std::optional<delta::Snapshot> newest_;
  std::optional<FirstFiles> first_;
};

}  // namespace

Result<std::unique_ptr<StreamSource>> open_delta_stream(const plan::Node& scan,
                                                        const ReadContext& context) {
  const auto& source = std::get<plan::TableSource>(std::get<plan::Scan>(scan.content).source);
  ASSIGN_OR_RETURN(const DeltaStreamOptions options, options_of(source));
  return std::unique_ptr<StreamSource>(std::make_unique<DeltaStream>(source, options, context));
}

}  // namespace tarn::source
