// tarn_number(lane, column): the next number of an identity column of the table that the execution
// on the lane writes. Volatile in DuckDB's eyes: computed once for each row that asks for one, and
// a branch of a CASE that no row takes asks for none. The text is the same for every batch of a
// stream, and is parsed once.

#include <span>
#include <vector>

#include "engine/instance.h"
#include "engine/native_call.h"
#include "engine/numbering.h"
#include "engine/raise.h"

namespace tarn::engine {
namespace {

void run_number(duck::ScalarFunction::ExecInput& input) {
  Instance& instance = *input.GetUserData<Instance*>();
  NativeCall call(input);
  if (call.rows() == 0) return;
  const std::shared_ptr<Execution> execution =
      instance.find(call.argument<int64_t>(0)[0]);  // shared: it may end meanwhile
  if (execution == nullptr || execution->numbers() == nullptr) {
    throw RowError(Error{ErrorCode::kInternal,
                         "a number of an identity column was asked for where no rows are written"});
  }
  std::vector<int64_t> numbers(call.rows());
  const Status taken = execution->numbers()->take(static_cast<size_t>(call.argument<int64_t>(1)[0]),
                                                  std::span(numbers));
  if (!taken) throw RowError(taken.error());
  auto result = call.output<int64_t>();
  for (size_t row = 0; row < call.rows(); ++row) result.set(row, numbers[row]);
}

}  // namespace

void register_numbers(duck::Connection& connection, Instance& instance) {
  duck::Factory& factory = connection.GetFactory();
  auto function = duck::ScalarFunction::Create(factory);
  function.SetName("tarn_number");
  function.SetStability(duck::FunctionStability::VOLATILE);
  auto signature = function.GetSignature();
  for (const char* const name : {"lane", "column"}) {
    signature.AddParameter(name, factory.ParseType("BIGINT"));
  }
  signature.SetReturnType(factory.ParseType("BIGINT"));
  function.SetUserData<Instance*>(&instance);
  function.SetExecCallback(run_number);
  connection.Register(function);
}

}  // namespace tarn::engine
