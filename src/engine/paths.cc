// What a statement asks of the files that a scan is bound to, and must not name: its text is the
// same for every batch of a stream, and is parsed once.
//
// tarn_paths(lane, scan): the files, as the argument of DuckDB's read_parquet(). Evaluated when the
// statement is bound.
// tarn_is_kept(lane, scan, file, row): whether the row at this place of a file is one of the
// table's (a deletion vector may say that it is not). Volatile in DuckDB's eyes, so that it is
// computed once a row and nothing that rests on it is moved below it.

#include <string>
#include <variant>

#include "engine/instance.h"
#include "engine/native_call.h"
#include "engine/raise.h"
#include "types/column.h"

namespace tarn::engine {
namespace {

const ParquetFiles& files_at(Instance& instance, int64_t lane, int64_t scan,
                             std::shared_ptr<Execution>& execution) {
  execution = instance.find(lane);
  const Execution::BoundScan* const bound =
      execution != nullptr ? execution->find(plan::ScanId{scan}) : nullptr;
  const auto* const files =
      bound != nullptr ? std::get_if<ParquetFiles>(&bound->relation) : nullptr;
  if (files == nullptr) {
    throw RowError(
        Error{ErrorCode::kInternal, "a scan's files were asked for outside of its execution"});
  }
  return *files;
}

void run_paths(duck::ScalarFunction::ExecInput& input) {
  Instance& instance = *input.GetUserData<Instance*>();
  NativeCall call(input);
  const auto lanes = call.argument<int64_t>(0);
  const auto scans = call.argument<int64_t>(1);
  types::Column lists(types::DataType::array(types::string_type()));
  for (size_t row = 0; row < call.rows(); ++row) {
    std::shared_ptr<Execution> execution;
    for (const ParquetFile& file : files_at(instance, lanes[row], scans[row], execution).files) {
      lists.child(0).append_bytes(file.path);
    }
    lists.append_list();
  }
  call.set_result(lists);
}

void run_is_kept(duck::ScalarFunction::ExecInput& input) {
  Instance& instance = *input.GetUserData<Instance*>();
  NativeCall call(input);
  if (call.rows() == 0) return;
  const auto lanes = call.argument<int64_t>(0);
  const auto scans = call.argument<int64_t>(1);
  const auto places = call.argument<int64_t>(2);
  const auto rows = call.argument<int64_t>(3);
  // One call stands for one scan: lane and scan are constants of its text.
  std::shared_ptr<Execution> execution;
  const std::vector<ParquetFile>& files = files_at(instance, lanes[0], scans[0], execution).files;
  auto result = call.output<bool>();
  for (size_t row = 0; row < call.rows(); ++row) {
    const auto place = static_cast<size_t>(places[row]);
    CHECK(place < files.size());
    const types::RowSet* const deleted = files[place].deleted.get();
    result.set(row, deleted == nullptr || !deleted->contains(static_cast<uint64_t>(rows[row])));
  }
}

void register_is_kept(duck::Connection& connection, Instance& instance) {
  duck::Factory& factory = connection.GetFactory();
  auto function = duck::ScalarFunction::Create(factory);
  function.SetName("tarn_is_kept");
  function.SetStability(duck::FunctionStability::VOLATILE);
  auto signature = function.GetSignature();
  for (const char* const name : {"lane", "scan", "file", "row"}) {
    signature.AddParameter(name, factory.ParseType("BIGINT"));
  }
  signature.SetReturnType(factory.ParseType("BOOLEAN"));
  function.SetUserData<Instance*>(&instance);
  function.SetExecCallback(run_is_kept);
  connection.Register(function);
}

}  // namespace

void register_paths(duck::Connection& connection, Instance& instance) {
  register_is_kept(connection, instance);
  duck::Factory& factory = connection.GetFactory();
  auto function = duck::ScalarFunction::Create(factory);
  function.SetName("tarn_paths");
  function.GetSignature()
      .AddParameter("lane", factory.ParseType("BIGINT"))
      .AddParameter("scan", factory.ParseType("BIGINT"))
      .SetReturnType(factory.ParseType("VARCHAR[]"));
  function.SetUserData<Instance*>(&instance);
  function.SetExecCallback(run_paths);
  connection.Register(function);
}

}  // namespace tarn::engine
