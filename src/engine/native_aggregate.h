// The C++ bodies of Spark's aggregate functions: the registry, and what a body is.
//
// A body keeps one state a group, made when the group is met. DuckDB calls it from several threads,
// each with states of its own, and merges them at the end. DuckDB itself sees to DISTINCT, FILTER
// and window frames. To add one: an entry in the table of its family, and a class.

#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/result.h"
#include "engine/native.h"
#include "engine/native_call.h"
#include "types/column.h"

namespace tarn::engine {

class AggregateState {
 public:
  virtual ~AggregateState() = default;
};

// One chunk of rows, each of which belongs to a state.
class AggregateRows {
 public:
  explicit AggregateRows(const duck::AggregateFunction::UpdateInput& input)
      : input_(input), rows_(input.GetRowCount()), states_(input.GetStates()) {}

  size_t rows() const { return rows_; }
  template <typename T>
  Argument<T> argument(size_t at) const {
    return Argument<T>(view_of(input_.GetArg(at)));
  }
  DecimalArgument decimals(size_t at, const types::DataType& type) const {
    return DecimalArgument(view_of(input_.GetArg(at)), type.precision());
  }
  types::Column column(size_t at, const types::DataType& type) const {
    types::Column column(type);
    append_vector(input_.GetArg(at), rows_, column);
    return column;
  }
  AggregateState& state(size_t row) const { return **static_cast<AggregateState**>(states_[row]); }

 private:
  const duck::AggregateFunction::UpdateInput& input_;
  size_t rows_;
  void** states_;
};

// Compiled to its call. May be used by several threads at once.
class NativeAggregate {
 public:
  virtual ~NativeAggregate() = default;
  virtual std::unique_ptr<AggregateState> make_state() const = 0;
  // NULLs come in as they are. Throws RowError for a row that raises, and nothing else of ours.
  virtual void update(const AggregateRows& rows) const = 0;
  virtual void merge(const AggregateState& from, AggregateState& into) const = 0;
  // Appends one row, the group's result.
  virtual void finish(const AggregateState& state, types::Column& into) const = 0;
};

using NativeAggregatePtr = std::unique_ptr<const NativeAggregate>;

struct NativeAggregateEntry {
  std::string_view name;
  Result<NativeAggregatePtr> (*make)(const NativeSite& site);
};

// The entry of a body, or null.
const NativeAggregateEntry* find_native_aggregate(std::string_view name);

// Makes the body callable as `sql_name`. Behind the arguments of the call stands one more: the
// name itself, as a text.
void register_native_aggregate(duck::Connection& connection, const std::string& sql_name,
                               const NativeSite& site, NativeAggregatePtr aggregate);

// A body over states of one type.
template <typename State>
class AggregateOf : public NativeAggregate {
 public:
  std::unique_ptr<AggregateState> make_state() const override { return std::make_unique<Held>(); }
  void merge(const AggregateState& from, AggregateState& into) const override {
    merge_states(state_of(from), state_of(into));
  }
  void finish(const AggregateState& state, types::Column& into) const override {
    finish_state(state_of(state), into);
  }

 protected:
  virtual void merge_states(const State& from, State& into) const = 0;
  virtual void finish_state(const State& state, types::Column& into) const = 0;

  static State& state_at(const AggregateRows& rows, size_t row) {
    return static_cast<Held&>(rows.state(row)).value;
  }

 private:
  struct Held final : AggregateState {
    State value;
  };
  static const State& state_of(const AggregateState& state) {
    return static_cast<const Held&>(state).value;
  }
  static State& state_of(AggregateState& state) { return static_cast<Held&>(state).value; }
};

// The families.
std::span<const NativeAggregateEntry> moment_aggregates();
std::span<const NativeAggregateEntry> percentile_aggregates();
std::span<const NativeAggregateEntry> sketch_aggregates();
std::span<const NativeAggregateEntry> sum_aggregates();
std::span<const NativeAggregateEntry> variant_aggregates();
std::span<const NativeAggregateEntry> vector_aggregates();

}  // namespace tarn::engine
