// Rows of a statement into a table: Delta's in one commit, others as files of their format.

#include <algorithm>
#include <utility>

#include "delta/commit_info.h"
#include "delta/identity_marks.h"
#include "delta/partition.h"
#include "session/insert_target.h"
#include "session/session.h"
#include "session/stored_rows.h"
#include "sink/delta_sink.h"
#include "sink/file_table_sink.h"
#include "storage/path.h"
#include "types/identity_column.h"

namespace tarn::session {
namespace {

// Statements that number rows of one identity column at once take turns; how often one of them may
// come too late.
constexpr int kNumberingAttemptsMax = 100;

bool has_texts(const std::map<std::string, std::optional<std::string>>& values,
               const PartitionTexts& wanted) {
  return std::ranges::all_of(wanted, [&](const auto& each) {
    const auto found = values.find(each.first);
    return found != values.end() && found->second == each.second;
  });
}

}  // namespace

// Rows of a query that made a table, into it.
Status Session::fill(const plan::DatasetName& name, plan::PlanPtr rows) {
  ASSIGN_OR_RETURN(std::optional<catalog::Thing> thing, warehouse_.find(name));
  CHECK(thing.has_value());
  ASSIGN_OR_RETURN(Target target, target_of(name, *std::move(thing)));
  StoreTarget store{.rules = store_rules(target), .schema = target.schema};
  ASSIGN_OR_RETURN(const StorePlaces places,
                   places_by_name(store, plan::schema_of(*rows), settings_.case_sensitive));
  RETURN_IF_ERROR(make_left_out(store, places));
  ASSIGN_OR_RETURN(plan::PlanPtr stored, stored_rows(std::move(rows), store, places, ids_));
  ASSIGN_OR_RETURN(stored, with_generated(std::move(stored), store, places));
  return this->store(target, stored);
}

// Where another writer took the numbers that the rows were given, they are given others.
Status Session::store(const Target& target, const plan::PlanPtr& plan) {
  for (int attempt = 1;; ++attempt) {
    const Status done = store_once(target, plan);
    if (done || done.error().code != ErrorCode::kConflict || attempt == kNumberingAttemptsMax) {
      return done;
    }
    ASSIGN_OR_RETURN(const bool has_only_counted, was_only_counted(target));
    if (!has_only_counted) {
      return done;
    }
  }
}

// Whether an INSERT fits the table as it is now, which has counted rows since and is otherwise what
// the statement saw.
Result<bool> Session::was_only_counted(const Target& target) const {
  const auto* table = std::get_if<catalog::DeltaTable>(&target.thing);
  if (target.overwrite || table == nullptr || !types::has_identity(target.schema)) {
    return false;
  }
  ASSIGN_OR_RETURN(const auto newest, delta_table(table->path).snapshot());
  return delta::moves_only_marks(target.snapshot->metadata, newest->metadata);
}

Status Session::store_once(const Target& target, const plan::PlanPtr& plan) {
  ASSIGN_OR_RETURN(const engine::Bindings bindings, bind(*plan));
  const engine::Moment moment = now();
  const sink::Rows rows{
      .connection = *connection_, .plan = plan, .bindings = bindings, .moment = moment};
  if (const auto* table = std::get_if<catalog::FileTable>(&target.thing)) {
    return store_files(target, *table, rows);
  }
  return store_delta(target, std::get<catalog::DeltaTable>(target.thing).path, rows);
}

Status Session::store_delta(const Target& target, const std::string& path, const sink::Rows& rows) {
  delta::Table table = delta_table(path);
  const std::string scratch = storage::join(path, "_scratch-" + make_uuid(options_.random));
  ASSIGN_OR_RETURN(
      sink::DeltaSink sink,
      sink::DeltaSink::open(table, reading_.files, options_.random, target.schema, scratch));
  Status done = ok();
  if (!target.overwrite) {
    const auto written = sink.insert(rows);
    done = written ? ok() : Status(written.error());
  } else {
    std::vector<delta::AddFile> removed;
    target.snapshot->files.for_each([&](const std::string&, const delta::AddFile& file) {
      if (has_texts(target.snapshot->partition_values_of(file), target.fixed)) {
        removed.push_back(file);
      }
    });
    const auto written = sink.rewrite(
        rows,
        {.read = target.snapshot,
         .removed = std::move(removed),
         .written_partitions_only = target.is_dynamic,
         .operation = delta::overwrite_operation(target.snapshot->metadata.partition_columns)});
    done = written ? ok() : Status(written.error());
  }
  RETURN_IF_ERROR(reading_.files.remove_tree(scratch));
  return done;
}

// Whether a file of the static partitions is there.
Result<bool> Session::has_partition(const Target& target) const {
  const auto& table = std::get<catalog::FileTable>(target.thing);
  const sink::Folder folder{
      .files = reading_.files, .random = options_.random, .path = table.path, .scratch = {}};
  ASSIGN_OR_RETURN(const std::vector<std::string> files, sink::files_of_table(folder));
  const std::string fixed = delta::partition_folder(target.fixed) + "/";
  return std::ranges::any_of(files,
                             [&](const std::string& file) { return file.starts_with(fixed); });
}

Status Session::store_files(const Target& target, const catalog::FileTable& table,
                            const sink::Rows& rows) {
  const sink::Folder folder{
      .files = reading_.files,
      .random = options_.random,
      .path = table.path,
      .scratch = storage::join(table.path, "_scratch-" + make_uuid(options_.random))};
  ASSIGN_OR_RETURN(const std::vector<std::string> before, sink::files_of_table(folder));
  auto written = table.format == "parquet" ? sink::write_parquet_table(folder, rows, target.schema,
                                                                       target.partition_columns)
                                           : store_lines(table, folder, rows);
  RETURN_IF_ERROR(reading_.files.remove_tree(folder.scratch));
  if (!written) {
    return written.error();
  }
  if (!target.overwrite) {
    return ok();
  }
  return remove_replaced(target, folder, before, *written);
}

// Which of the files that were there an INSERT OVERWRITE replaces: those of its static partitions;
// with partitionOverwriteMode = dynamic, those of the partitions that it wrote.
Status Session::remove_replaced(const Target& target, const sink::Folder& folder,
                                const std::vector<std::string>& before,
                                const std::vector<sink::TableFile>& written) const {
  const std::string fixed = delta::partition_folder(target.fixed);
  for (const std::string& file : before) {
    const bool is_fixed = fixed.empty() || file.starts_with(fixed + "/");
    const bool is_written = std::ranges::any_of(written, [&](const sink::TableFile& each) {
      return storage::parent_of(each.path) == storage::parent_of(file);
    });
    if (is_fixed && (!target.is_dynamic || is_written)) {
      RETURN_IF_ERROR(folder.files.remove(storage::join(folder.path, file)));
    }
  }
  return ok();
}

}  // namespace tarn::session
