// percentile(), percentile_cont(), percentile_disc(), median() and percentile_approx().

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "engine/native_aggregate.h"
#include "engine/native_numbers.h"
#include "engine/quantile_summary.h"
#include "engine/raise.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::TypeKind;

// The percentages are constant: one number, or an array of them. Each state keeps a copy, since
// only rows bring them.
struct Percentages {
  bool known = false;
  std::vector<double> values;

  void learn(const Column& column, size_t row) {
    if (known) return;
    known = true;
    if (!column.is_valid(row)) return refuse("NULL");
    if (!column.type().is(TypeKind::kArray)) return add(column.at<double>(row));
    for (size_t at = column.list_begin(row); at < column.list_end(row); ++at) {
      if (!column.child(0).is_valid(at)) return refuse("NULL");
      add(column.child(0).at<double>(at));
    }
  }

 private:
  void add(double value) {
    if (!(value >= 0 && value <= 1)) return refuse(fmt::format("{}D", value));
    values.push_back(value);
  }
  static void refuse(const std::string& value) {
    throw RowError(
        "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", "42K09",
        fmt::format("The percentage must be between [0.0, 1.0] (current value = {}).", value));
  }
};

void append_answers(const std::vector<double>& answers, Column& into) {
  if (answers.empty()) return into.append_null();
  if (!into.type().is(TypeKind::kArray)) return append_number(into, answers[0]);
  for (const double answer : answers) append_number(into.child(0), answer);
  into.append_list();
}

// ---------------------------------------------------------------- exact

struct Counted {
  double value;
  int64_t count;
};

struct AllValues {
  Percentages percentages;
  std::vector<Counted> values;
};

bool is_less(const Counted& a, const Counted& b) {
  if (std::isnan(a.value) || std::isnan(b.value))
    return !std::isnan(a.value) && std::isnan(b.value);
  return a.value < b.value;
}

enum class Interpolation : uint8_t { kLinear, kDiscrete };

class Percentile final : public AggregateOf<AllValues> {
 public:
  Percentile(const NativeSite& site, Interpolation interpolation, bool descending)
      : arguments_(site.arguments), interpolation_(interpolation), descending_(descending) {}

  void update(const AggregateRows& rows) const override {
    const Numbers x(rows, 0, arguments_[0]);
    const Column percentages = rows.column(1, arguments_[1]);
    const bool counts = arguments_.size() > 2;
    const Column frequency = counts ? rows.column(2, types::long_type()) : Column(DataType());
    for (size_t row = 0; row < rows.rows(); ++row) {
      if (!x.is_valid(row)) continue;
      AllValues& state = state_at(rows, row);
      state.percentages.learn(percentages, row);
      if (!counts) {
        state.values.push_back({x[row], 1});
        continue;
      }
      if (!frequency.is_valid(row)) continue;
      const auto count = frequency.at<int64_t>(row);
      if (count < 0) {
        throw RowError("NEGATIVE_VALUES_IN_FREQUENCY_EXPRESSION", "22003",
                       fmt::format("Found the negative value in the frequency: {}L, but expected a "
                                   "positive integral value.",
                                   count));
      }
      if (count > 0) state.values.push_back({x[row], count});
    }
  }

 protected:
  void merge_states(const AllValues& from, AllValues& into) const override {
    if (from.percentages.known) into.percentages = from.percentages;
    into.values.insert(into.values.end(), from.values.begin(), from.values.end());
  }

  void finish_state(const AllValues& state, Column& into) const override {
    std::vector<Counted> sorted = state.values;
    std::ranges::sort(sorted, is_less);
    if (descending_) std::ranges::reverse(sorted);
    std::vector<int64_t> ends;  // the number of rows up to and with each value
    int64_t total = 0;
    for (const Counted& each : sorted) ends.push_back(total += each.count);
    std::vector<double> answers;
    if (total > 0) {
      for (const double percentage : state.percentages.values) {
        answers.push_back(at(percentage, sorted, ends));
      }
    }
    append_answers(answers, into);
  }

 private:
  double at(double percentage, const std::vector<Counted>& sorted,
            const std::vector<int64_t>& ends) const {
    const auto value_at = [&](double position) {  // from 0
      const auto found = std::ranges::upper_bound(ends, static_cast<int64_t>(position));
      return sorted[static_cast<size_t>(found - ends.begin())].value;
    };
    const auto total = static_cast<double>(ends.back());
    if (interpolation_ == Interpolation::kDiscrete) {
      return value_at(std::max(0.0, std::ceil(total * percentage) - 1));
    }
    const double position = (total - 1) * percentage;
    const double lower = std::floor(position);
    const double higher = std::ceil(position);
    const double low = value_at(lower);
    if (lower == higher) return low;
    const double high = value_at(higher);
    if (low == high) return low;
    return (higher - position) * low + (position - lower) * high;
  }

  std::vector<DataType> arguments_;
  Interpolation interpolation_;
  bool descending_;
};

template <Interpolation Interpolation_, bool Descending>
Result<NativeAggregatePtr> make_percentile(const NativeSite& site) {
  return NativeAggregatePtr(std::make_unique<Percentile>(site, Interpolation_, Descending));
}

// ---------------------------------------------------------------- approximate

struct Summarised {
  Percentages percentages;
  double relative_error = 0.0001;
  QuantileSummary summary;
};

class ApproximatePercentile final : public AggregateOf<Summarised> {
 public:
  explicit ApproximatePercentile(const NativeSite& site) : arguments_(site.arguments) {}

  void update(const AggregateRows& rows) const override {
    const Numbers x(rows, 0, arguments_[0]);
    const Column percentages = rows.column(1, arguments_[1]);
    const Argument<int64_t> accuracy = rows.argument<int64_t>(2);
    for (size_t row = 0; row < rows.rows(); ++row) {
      if (!x.is_valid(row)) continue;
      Summarised& state = state_at(rows, row);
      if (!state.percentages.known) state.relative_error = error_of(accuracy, row);
      state.percentages.learn(percentages, row);
      state.summary.add(x[row], state.relative_error);
    }
  }

 protected:
  void merge_states(const Summarised& from, Summarised& into) const override {
    if (from.percentages.known) {
      into.percentages = from.percentages;
      into.relative_error = from.relative_error;
    }
    into.summary.merge(from.summary, into.relative_error);
  }
  void finish_state(const Summarised& state, Column& into) const override {
    append_answers(state.summary.values_at(state.percentages.values, state.relative_error), into);
  }

 private:
  static double error_of(const Argument<int64_t>& accuracy, size_t row) {
    const int64_t value = accuracy.is_valid(row) ? accuracy[row] : 0;
    if (value <= 0 || value > 2147483647) {
      throw RowError("DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", "42K09",
                     fmt::format("The accuracy must be between (0, 2147483647] (current value = "
                                 "{}L).",
                                 value));
    }
    return 1.0 / static_cast<double>(value);
  }

  std::vector<DataType> arguments_;
};

Result<NativeAggregatePtr> make_approximate(const NativeSite& site) {
  return NativeAggregatePtr(std::make_unique<ApproximatePercentile>(site));
}

const NativeAggregateEntry kEntries[] = {
    {.name = "percentile", .make = make_percentile<Interpolation::kLinear, false>},
    {.name = "percentile.desc", .make = make_percentile<Interpolation::kLinear, true>},
    {.name = "percentile_disc", .make = make_percentile<Interpolation::kDiscrete, false>},
    {.name = "percentile_disc.desc", .make = make_percentile<Interpolation::kDiscrete, true>},
    {.name = "percentile_approx", .make = make_approximate},
};

}  // namespace

std::span<const NativeAggregateEntry> percentile_aggregates() { return kEntries; }

}  // namespace tarn::engine
