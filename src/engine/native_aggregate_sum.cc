// Sums that DuckDB would compute in too few bits, or would refuse instead of answering NULL.

#include <optional>

#include "engine/decimal_arithmetic.h"
#include "engine/native_aggregate.h"
#include "engine/raise.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::Int128;

// ---------------------------------------------------------------- sums of wide decimals

Int128 power_of_ten(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// A sum in two limbs: `high` counts in units of 10^38, and |low| < 10^38. So 2^63 rows fit.
struct WideSum {
  int64_t high = 0;
  Int128 low = 0;
  int64_t rows = 0;

  void add(Int128 value) {
    static const Int128 kUnit = power_of_ten(38);
    // |low| and |value| are below 10^38, and the sum of both fits 128 bits only just not.
    if (value > 0 && low > kUnit - 1 - value) {
      low -= kUnit;
      ++high;
    } else if (value < 0 && low < -(kUnit - 1) - value) {
      low += kUnit;
      --high;
    }
    low += value;
  }

  void merge(const WideSum& other) {
    add(other.low);
    high += other.high;
    rows += other.rows;
  }

  // The sum, where 38 digits hold it.
  std::optional<Int128> value() const {
    static const Int128 kUnit = power_of_ten(38);
    if (high == 0) return low;
    if (high == 1 && low < 0) return kUnit + low;
    if (high == -1 && low > 0) return low - kUnit;
    return std::nullopt;
  }
};

void append_decimal(Column& into, Int128 value) {
  if (into.width() == 8) return into.append(static_cast<int64_t>(value));
  into.append(value);
}

enum class OnOverflow : uint8_t { kRaise, kNull };

class DecimalSum : public AggregateOf<WideSum> {
 public:
  DecimalSum(const NativeSite& site, OnOverflow on_overflow)
      : argument_(site.arguments[0]), on_overflow_(on_overflow) {}

  void update(const AggregateRows& rows) const override {
    const DecimalArgument x = rows.decimals(0, argument_);
    for (size_t row = 0; row < rows.rows(); ++row) {
      if (!x.is_valid(row)) continue;
      WideSum& state = state_at(rows, row);
      state.add(x[row]);
      ++state.rows;
    }
  }

 protected:
  void merge_states(const WideSum& from, WideSum& into) const override { into.merge(from); }
  void finish_state(const WideSum& state, Column& into) const override {
    if (state.rows == 0) return into.append_null();
    if (const auto sum = state.value()) return append_decimal(into, *sum);
    if (on_overflow_ == OnOverflow::kNull) return into.append_null();
    throw RowError(arithmetic_overflow("Overflow in sum of decimals", "try_sum"));
  }

  const DataType& argument() const { return argument_; }
  OnOverflow on_overflow() const { return on_overflow_; }

 private:
  DataType argument_;
  OnOverflow on_overflow_;
};

class DecimalAverage final : public DecimalSum {
 public:
  using DecimalSum::DecimalSum;

 protected:
  void finish_state(const WideSum& state, Column& into) const override {
    if (state.rows == 0) return into.append_null();
    const DecimalTypes types{.left_scale = argument().scale(),
                             .right_scale = 0,
                             .precision = into.type().precision(),
                             .scale = into.type().scale()};
    const auto sum = state.value();
    const auto mean =
        sum ? calculate(DecimalOperation::kDivide, *sum, state.rows, types) : std::nullopt;
    if (mean) return append_decimal(into, *mean);
    if (on_overflow() == OnOverflow::kNull) return into.append_null();
    throw RowError(arithmetic_overflow("Overflow in sum of decimals", "try_avg"));
  }
};

template <typename Body, OnOverflow On>
Result<NativeAggregatePtr> make_decimal(const NativeSite& site) {
  return NativeAggregatePtr(std::make_unique<Body>(site, On));
}

// ---------------------------------------------------------------- sums of intervals

struct LongSum {
  Int128 sum = 0;
  int64_t rows = 0;
};

// Months are INT, microseconds are BIGINT; so is the result.
template <typename Kept, bool Average, OnOverflow On>
class IntervalSum final : public AggregateOf<LongSum> {
 public:
  void update(const AggregateRows& rows) const override {
    const Argument<Kept> x = rows.argument<Kept>(0);
    for (size_t row = 0; row < rows.rows(); ++row) {
      if (!x.is_valid(row)) continue;
      LongSum& state = state_at(rows, row);
      state.sum += x[row];
      ++state.rows;
    }
  }

 protected:
  void merge_states(const LongSum& from, LongSum& into) const override {
    into.sum += from.sum;
    into.rows += from.rows;
  }
  void finish_state(const LongSum& state, Column& into) const override {
    if (state.rows == 0) return into.append_null();
    // Spark adds up in the interval's own type, also for the mean.
    if (const auto sum = static_cast<Kept>(state.sum); Int128{sum} == state.sum) {
      return into.append(Average ? halves_up(state.sum, state.rows) : sum);
    }
    if constexpr (On == OnOverflow::kNull) return into.append_null();
    throw RowError("INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", "22015",
                   "Integer overflow while operating with intervals. Use `try_add` to tolerate "
                   "overflow and return NULL instead.");
  }

 private:
  static Kept halves_up(Int128 sum, int64_t rows) {
    const Int128 size = sum < 0 ? -sum : sum;
    const Int128 mean = (2 * size + rows) / (2 * Int128{rows});
    return static_cast<Kept>(sum < 0 ? -mean : mean);
  }
};

template <bool Average, OnOverflow On>
Result<NativeAggregatePtr> make_interval(const NativeSite& site) {
  if (site.arguments[0].is(types::TypeKind::kYearMonthInterval)) {
    return NativeAggregatePtr(std::make_unique<IntervalSum<int32_t, Average, On>>());
  }
  return NativeAggregatePtr(std::make_unique<IntervalSum<int64_t, Average, On>>());
}

const NativeAggregateEntry kEntries[] = {
    {.name = "sum.decimal", .make = make_decimal<DecimalSum, OnOverflow::kRaise>},
    {.name = "try_sum.decimal", .make = make_decimal<DecimalSum, OnOverflow::kNull>},
    {.name = "avg.decimal", .make = make_decimal<DecimalAverage, OnOverflow::kRaise>},
    {.name = "try_avg.decimal", .make = make_decimal<DecimalAverage, OnOverflow::kNull>},
    {.name = "sum.interval", .make = make_interval<false, OnOverflow::kRaise>},
    {.name = "try_sum.interval", .make = make_interval<false, OnOverflow::kNull>},
    {.name = "avg.interval", .make = make_interval<true, OnOverflow::kRaise>},
    {.name = "try_avg.interval", .make = make_interval<true, OnOverflow::kNull>},
};

}  // namespace

std::span<const NativeAggregateEntry> sum_aggregates() { return kEntries; }

}  // namespace tarn::engine
