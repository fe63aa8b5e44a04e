// Scans bound to what their sources hold: streams opened, batch reads made.

#include <optional>
#include <utility>

#include "delta/snapshot.h"
#include "source/delta_files.h"
#include "source/delta_stream.h"
#include "source/file_listing.h"
#include "source/file_reader.h"
#include "source/file_stream.h"
#include "source/rate_stream.h"
#include "source/read_options.h"
#include "source/stream_source.h"
#include "source/table_changes.h"
#include "storage/path.h"

namespace tarn::source {
namespace {

Error cannot(const std::string& what) {
  return {.code = ErrorCode::kUnsupported,
          .message = what,
          .condition = "UNSUPPORTED_FEATURE",
          .sqlstate = "0A000"};
}

Result<delta::Snapshot> snapshot_of(const plan::TableSource& source, const ReadContext& context) {
  if (source.version) {
    return delta::read_snapshot_at(context.files, context.checkpoints, source.path,
                                   {*source.version});
  }
  if (source.timestamp_us) {
    ASSIGN_OR_RETURN(const Version version,
                     delta::version_at(context.files, source.path, *source.timestamp_us));
    return delta::read_snapshot_at(context.files, context.checkpoints, source.path, version);
  }
  return delta::read_snapshot(context.files, context.checkpoints, source.path);
}

Result<BoundScan> bind_table(const plan::TableSource& source, const ReadContext& context) {
  for (const auto& [name, value] : source.options) {
    return cannot("option '" + name + "' of the table " + source.name.text() +
                  " has no meaning for a batch read");
  }
  ASSIGN_OR_RETURN(const delta::Snapshot snapshot, snapshot_of(source, context));
  ASSIGN_OR_RETURN(engine::ParquetFiles files,
                   parquet_files(context.files, snapshot, files_in_stream_order(snapshot)));
  if (context.checkpoint.empty()) {
    // A flow with a checkpoint binds for each of its batches: all footers are too dear there.
    note_columns_of_files(context.files, files);
  }
  return BoundScan{.relation = std::move(files),
                   .identity = source.name.text() + "@" + snapshot.metadata.id + ":" +
                               std::to_string(snapshot.version.value)};
}

Result<BoundScan> bind_files(const plan::Node& scan, const plan::FileSource& source,
                             const ReadContext& context) {
  ASSIGN_OR_RETURN(const ReadOptions options, parse_read_options(source.options, context.zone));
  ASSIGN_OR_RETURN(const std::vector<ListedFile> files,
                   list_files(context.files, context.root, source.path, options.listing));
  std::string identity = source.format + ":" + source.path;
  for (const ListedFile& file : files) {
    identity += "|" + storage::relative_to(context.root, file.path) + ":" +
                std::to_string(file.size) + ":" + std::to_string(file.modified_us);
  }
  ASSIGN_OR_RETURN(engine::Relation rows, read_listed_files(scan, files, context));
  return BoundScan{.relation = std::move(rows), .identity = std::move(identity)};
}

// start, start + step, .. before end.
class RangeReader final : public engine::BatchReader {
 public:
  explicit RangeReader(plan::RangeSource range) : range_(range), at_(range.start) {}

  Result<bool> next(types::Batch& into) override {
    into = types::Batch::empty({{.name = "id", .type = types::long_type()}});
    while (into.rows < kRowsPerBatch && has_more()) {
      into.columns[0].append(at_);
      ++into.rows;
      done_ = __builtin_add_overflow(at_, range_.step, &at_);
    }
    return into.rows > 0;
  }

 private:
  static constexpr size_t kRowsPerBatch = 2048;

  bool has_more() const {
    return !done_ && (range_.step > 0 ? at_ < range_.end : at_ > range_.end);
  }

  plan::RangeSource range_;
  int64_t at_;
  bool done_ = false;
};

// The scan may not use the column at all: count(*) over a range.
Result<BoundScan> bind_range(const plan::Node& scan, const plan::RangeSource& range) {
  if (scan.output.size() != 1) {
    return cannot("range() without its column id");
  }
  return BoundScan{.relation = engine::Pulled{.lanes = {std::make_shared<RangeReader>(range)}},
                   .identity = "range(" + std::to_string(range.start) + "," +
                               std::to_string(range.end) + "," + std::to_string(range.step) + ")"};
}

}  // namespace

Result<std::unique_ptr<StreamSource>> open_stream(const plan::Node& scan,
                                                  const ReadContext& context) {
  const plan::Source& source = std::get<plan::Scan>(scan.content).source;
  if (std::holds_alternative<plan::FileSource>(source)) {
    return open_file_stream(scan, context);
  }
  if (std::holds_alternative<plan::TableSource>(source)) {
    return open_delta_stream(scan, context);
  }
  if (std::holds_alternative<plan::RateSource>(source)) {
    return open_rate_stream(scan, context);
  }
  return cannot("this source cannot be read as a stream");
}

Result<BoundScan> bind_scan(const plan::Node& scan, const ReadContext& context) {
  const plan::Source& source = std::get<plan::Scan>(scan.content).source;
  if (const auto* table = std::get_if<plan::TableSource>(&source)) {
    return asks_for_changes(*table) ? bind_changes(*table, context) : bind_table(*table, context);
  }
  if (const auto* files = std::get_if<plan::FileSource>(&source)) {
    return bind_files(scan, *files, context);
  }
  if (const auto* range = std::get_if<plan::RangeSource>(&source)) {
    return bind_range(scan, *range);
  }
  CHECK(!std::holds_alternative<plan::HandoverSource>(source));
  return cannot("this source cannot be read");
}

}  // namespace tarn::source
