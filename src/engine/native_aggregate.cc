#include "engine/native_aggregate.h"

#include <fmt/format.h>

#include <array>
#include <string>

#include "engine/sql_text.h"

namespace tarn::engine {
namespace {

struct Holder {
  Holder(NativeAggregatePtr made, types::DataType type)
      : aggregate(std::move(made)), result(std::move(type)) {}
  NativeAggregatePtr aggregate;
  types::DataType result;
};

// What DuckDB keeps for a group is a pointer to the state.
AggregateState*& slot(void* memory) { return *static_cast<AggregateState**>(memory); }

void size_of_state(duck::AggregateFunction::SizeInput& input) {
  input.SetStateSize(sizeof(AggregateState*));
}

void init_states(duck::AggregateFunction::InitInput& input) {
  const auto& holder = input.GetUserData<Holder>();
  for (size_t i = 0; i < input.GetStateCount(); ++i) {
    slot(input.GetStates()[i]) = holder.aggregate->make_state().release();
  }
}

void update_states(duck::AggregateFunction::UpdateInput& input) {
  input.GetUserData<Holder>().aggregate->update(AggregateRows(input));
}

void combine_states(duck::AggregateFunction::CombineInput& input) {
  const auto& holder = input.GetUserData<Holder>();
  for (size_t i = 0; i < input.GetStateCount(); ++i) {
    holder.aggregate->merge(*slot(input.GetSources()[i]), *slot(input.GetTargets()[i]));
  }
}

void finalize_states(duck::AggregateFunction::FinalizeInput& input) {
  const auto& holder = input.GetUserData<Holder>();
  const size_t offset = input.GetResultOffset();
  duck::Vector result = input.GetResult();
  types::Column column(holder.result);
  // What stands before the offset is written again: a list's elements lie behind one another.
  if (offset > 0) append_vector(result, offset, column);
  for (size_t i = 0; i < input.GetStateCount(); ++i) {
    holder.aggregate->finish(*slot(input.GetStates()[i]), column);
  }
  write_vector(column, 0, column.size(), result);
}

void destroy_states(duck::AggregateFunction::DestroyInput& input) {
  for (size_t i = 0; i < input.GetStateCount(); ++i) {
    AggregateState*& state = slot(input.GetStates()[i]);
    delete state;
    state = nullptr;
  }
}

std::array<std::span<const NativeAggregateEntry>, 6> families() {
  return {moment_aggregates(), percentile_aggregates(), sketch_aggregates(),
          sum_aggregates(),    variant_aggregates(),    vector_aggregates()};
}

}  // namespace

const NativeAggregateEntry* find_native_aggregate(std::string_view name) {
  for (const auto& family : families()) {
    for (const NativeAggregateEntry& entry : family) {
      if (entry.name == name) return &entry;
    }
  }
  return nullptr;
}

void register_native_aggregate(duck::Connection& connection, const std::string& sql_name,
                               const NativeSite& site, NativeAggregatePtr aggregate) {
  duck::Factory& factory = connection.GetFactory();
  auto function = duck::AggregateFunction::Create(factory);
  function.SetName(sql_name);
  duck::FunctionSignature signature = function.GetSignature();
  for (size_t i = 0; i < site.arguments.size(); ++i) {
    signature.AddParameter(fmt::format("a{}", i), factory.ParseType(type_sql(site.arguments[i])));
  }
  signature.AddParameter("identity", factory.ParseType("VARCHAR"));
  signature.SetReturnType(factory.ParseType(type_sql(site.result)));
  function.SetNullHandling(duck::FunctionNullHandling::SPECIAL);
  function.SetSizeCallback(size_of_state);
  function.SetInitCallback(init_states);
  function.SetUpdateCallback(update_states);
  function.SetCombineCallback(combine_states);
  function.SetFinalizeCallback(finalize_states);
  function.SetDestroyCallback(destroy_states);
  function.SetUserData<Holder>(std::move(aggregate), site.result);
  connection.Register(function);
}

}  // namespace tarn::engine
