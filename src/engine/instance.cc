#include "engine/instance.h"

#include <fmt/format.h>

#include <exception>
#include <utility>

#include "base/check.h"
#include "engine/native_aggregate.h"
#include "engine/native_call.h"
#include "engine/raise.h"
#include "engine/sql_text.h"

namespace tarn::engine {
namespace {

struct ScratchHolder {
  explicit ScratchHolder(std::unique_ptr<Scratch> made) : scratch(std::move(made)) {}
  std::unique_ptr<Scratch> scratch;
};

struct StoreOfNatives {
  explicit StoreOfNatives(const NativeStore& natives) : store(natives) {}
  const NativeStore& store;
};

// The body of a bound call.
struct NativeHolder {
  explicit NativeHolder(SharedNative found) : native(std::move(found)) {}
  bool operator==(const NativeHolder& other) const { return native == other.native; }
  SharedNative native;
};

void bind_native(duck::ScalarFunction::BindInput& input) {
  const duck::Value identity = input.GetConstantArgument(input.GetArgCount() - 1);
  SharedNative native = input.GetUserData<StoreOfNatives>().store.find(
      std::string(identity.Get<duck::varchar_t>().view()));
  CHECK(native != nullptr);
  input.SetBindData<NativeHolder>(std::move(native));
}

void init_native(duck::ScalarFunction::InitInput& input) {
  const auto& holder = input.GetBindData<NativeHolder>();
  input.SetInitData<ScratchHolder>(holder.native->make_scratch());
}

void run_native(duck::ScalarFunction::ExecInput& input) {
  const auto& holder = input.GetBindData<NativeHolder>();
  NativeCall call(input);
  holder.native->run(call, input.GetInitData<ScratchHolder>().scratch.get());
}

// An identity that the optimizer cannot look through. Without it a column that DuckDB proves to
// have no NULL becomes REQUIRED in a Parquet file; ours are all optional.
void resolve_optional(duck::ScalarFunction::ResolveTypesInput& input) {
  input.SetReturnType(input.GetArgType(0));
}

void run_optional(duck::ScalarFunction::ExecInput& input) {
  duck::Vector result = input.GetResult();
  result.Reference(input.GetArg(0));
}

}  // namespace

const Execution::BoundScan* Execution::find(plan::ScanId scan) const {
  const auto found = scans_.find(scan);
  return found == scans_.end() ? nullptr : &found->second;
}

bool Execution::begin_pulling(const BoundScan& scan) {
  const std::lock_guard lock(mutex_);
  return pulling_.insert(&scan).second;
}

void Execution::fail(const Error& error) {
  const std::lock_guard lock(mutex_);
  if (!error_) error_ = error;
}

std::optional<Error> Execution::error() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

Instance::Instance(duck::Instance database)
    : database_(std::move(database)), registrar_(database_.Connect()) {
  register_pull(registrar_, *this);
  register_paths(registrar_, *this);
  register_numbers(registrar_, *this);
  register_optional(registrar_);
}

Result<std::vector<SharedNative>> Instance::provide(const std::vector<NativeUse>& natives) {
  {
    const std::lock_guard lock(registry_mutex_);
    for (const NativeUse& use : natives) {
      if (registered_.contains(use.sql_name)) continue;
      RETURN_IF_ERROR(use.is_aggregate ? provide_aggregate(use) : register_signature(use));
    }
  }
  return natives_.provide(natives);
}

Status Instance::register_signature(const NativeUse& use) {
  const NativeEntry* entry = find_native(use.body);
  CHECK(entry != nullptr);
  try {
    duck::Factory& factory = registrar_.GetFactory();
    auto function = duck::ScalarFunction::Create(factory);
    function.SetName(use.sql_name);
    duck::FunctionSignature signature = function.GetSignature();
    for (size_t i = 0; i < use.arguments.size(); ++i) {
      signature.AddParameter(fmt::format("a{}", i), factory.ParseType(type_sql(use.arguments[i])));
    }
    signature.AddParameter("identity", factory.ParseType("VARCHAR"));
    signature.SetReturnType(factory.ParseType(type_sql(use.result)));
    function.SetNullHandling(duck::FunctionNullHandling::SPECIAL);
    if (!entry->deterministic) function.SetStability(duck::FunctionStability::VOLATILE);
    function.SetBindCallback(bind_native);
    function.SetInitCallback(init_native);
    function.SetExecCallback(run_native);
    function.SetUserData<StoreOfNatives>(natives_);
    registrar_.Register(function);
  } catch (const std::exception& exception) {
    return error_from_exception(exception).within("registering " + use.sql_name);
  }
  registered_.insert(use.sql_name);
  return ok();
}

Status Instance::provide_aggregate(const NativeUse& use) {
  const NativeAggregateEntry* entry = find_native_aggregate(use.body);
  CHECK(entry != nullptr);
  const NativeSite site{use.body, use.arguments, use.result, use.constants, use.time_zone};
  ASSIGN_OR_RETURN(NativeAggregatePtr aggregate, entry->make(site));
  try {
    register_native_aggregate(registrar_, use.sql_name, site, std::move(aggregate));
  } catch (const std::exception& exception) {
    return error_from_exception(exception).within("registering " + use.sql_name);
  }
  registered_.insert(use.sql_name);
  return ok();
}

void Instance::begin(int64_t lane, std::shared_ptr<Execution> execution) {
  const std::lock_guard lock(executions_mutex_);
  const bool is_first = executions_.emplace(lane, std::move(execution)).second;
  CHECK(is_first);
}

void Instance::end(int64_t lane) {
  const std::lock_guard lock(executions_mutex_);
  executions_.erase(lane);
}

std::shared_ptr<Execution> Instance::find(int64_t lane) {
  const std::lock_guard lock(executions_mutex_);
  const auto found = executions_.find(lane);
  return found == executions_.end() ? nullptr : found->second;
}

const duck::LogicalType& Instance::type_of(const types::DataType& type) {
  const std::string text = type_sql(type);
  const std::lock_guard lock(registry_mutex_);
  const auto known = types_.find(text);
  if (known != types_.end()) return known->second;
  return types_.emplace(text, registrar_.GetFactory().ParseType(text)).first->second;
}

std::string disabled_optimizers(JoinSides sides) {
  return sides == JoinSides::kKept ? "window_self_join,build_side_probe_side,join_order"
                                   : "window_self_join";
}

void Instance::set_join_sides(JoinSides sides) {
  const std::lock_guard lock(registry_mutex_);
  registrar_.Execute("SET disabled_optimizers='" + disabled_optimizers(sides) + "'").Drain();
}

void register_optional(duck::Connection& connection) {
  duck::Factory& factory = connection.GetFactory();
  auto function = duck::ScalarFunction::Create(factory);
  function.SetName("tarn_optional");
  function.GetSignature()
      .AddParameter("value", factory.CreateType(duck::LogicalTypeId::ANY))
      .SetReturnType(factory.CreateType(duck::LogicalTypeId::ANY));
  function.SetNullHandling(duck::FunctionNullHandling::SPECIAL);
  // Were it consistent, a constant would be folded through it, and be REQUIRED again.
  function.SetStability(duck::FunctionStability::VOLATILE);
  function.SetResolveTypesCallback(resolve_optional);
  function.SetExecCallback(run_optional);
  connection.Register(function);
}

Error error_from_exception(const std::exception& exception) {
  if (dynamic_cast<const duck::InterruptException*>(&exception)) {
    return Error{ErrorCode::kCancelled, "the execution was interrupted"};
  }
  return error_from_text(exception.what());
}

}  // namespace tarn::engine
