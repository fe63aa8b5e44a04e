// tarn_paths(lane, scan): the files of a scan of Parquet files, as the argument of DuckDB's
// read_parquet(). It is evaluated when a statement is bound: the statement's text names no file, so
// the text is the same for every batch of a stream, and is parsed once.

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

}  // namespace

void register_paths(duck::Connection& connection, Instance& instance) {
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
