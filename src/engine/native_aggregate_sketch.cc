// Aggregates that keep a summary of fixed size: approx_count_distinct(), histogram_numeric() and
// the bitmaps.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

#include "engine/native_aggregate.h"
#include "engine/native_numbers.h"
#include "engine/raise.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;

// ---------------------------------------------------------------- approx_count_distinct

// HyperLogLog++ (Heule, Nunkesser, Hall, "HyperLogLog in practice", 2013) over Spark's 64-bit
// hashes, with Spark's number of registers. Small counts (by linear counting) and great ones are
// Spark's to the digit. Between them Spark corrects the estimate by a table of measured biases;
// here stands the estimator of Ertl ("New cardinality estimation algorithms for HyperLogLog
// sketches", 2017), which has no bias to correct. Both keep the promised error.
constexpr int kPrecisionMin = 4;

// Up to which estimate linear counting is taken, for 4 to 18 bits of the hash (the paper's table).
constexpr std::array kLinearUpTo = {10.0,   20.0,    40.0,    80.0,    220.0,
                                    400.0,  900.0,   1800.0,  3100.0,  6500.0,
                                    11500., 20000.0, 50000.0, 120000., 350000.};

struct Registers {
  std::vector<uint8_t> ranks;  // empty: no value yet
};

double ertl_estimate(const std::vector<uint8_t>& ranks, int precision) {
  const int rank_max = 64 - precision;
  std::vector<double> with(static_cast<size_t>(rank_max) + 2);
  for (const uint8_t rank : ranks) with[rank] += 1;
  const auto m = static_cast<double>(ranks.size());
  const auto tau = [](double x) {
    if (x == 0 || x == 1) return 0.0;
    double y = 1;
    double z = 1 - x;
    for (double before = -1; before != z;) {
      x = std::sqrt(x);
      before = z;
      y /= 2;
      z -= (1 - x) * (1 - x) * y;
    }
    return z / 3;
  };
  const auto sigma = [](double x) {
    double y = 1;
    double z = x;
    for (double before = -1; before != z;) {
      x *= x;
      before = z;
      z += x * y;
      y *= 2;
    }
    return z;
  };
  double z = m * tau(1 - with[static_cast<size_t>(rank_max) + 1] / m);
  for (int rank = rank_max; rank >= 1; --rank) z = (z + with[static_cast<size_t>(rank)]) / 2;
  z += m * sigma(with[0] / m);
  return m * m / (2 * std::log(2.0)) / z;
}

class ApproximateCount final : public AggregateOf<Registers> {
 public:
  // Rows: the hash of a value, or NULL; and the relative standard deviation, a constant.
  void update(const AggregateRows& rows) const override {
    const Argument<int64_t> hash = rows.argument<int64_t>(0);
    const Argument<double> deviation = rows.argument<double>(1);
    for (size_t row = 0; row < rows.rows(); ++row) {
      Registers& state = state_at(rows, row);
      if (state.ranks.empty()) {
        state.ranks.resize(size_t{1} << precision_of(deviation.is_valid(row) ? deviation[row] : 1));
      }
      if (!hash.is_valid(row)) continue;
      const int precision = std::countr_zero(state.ranks.size());
      const auto bits = static_cast<uint64_t>(hash[row]);
      const uint64_t rest = bits << precision | uint64_t{1} << (precision - 1);
      uint8_t& rank = state.ranks[bits >> (64 - precision)];
      rank = std::max(rank, static_cast<uint8_t>(std::countl_zero(rest) + 1));
    }
  }

 protected:
  void merge_states(const Registers& from, Registers& into) const override {
    if (from.ranks.empty()) return;
    if (into.ranks.empty()) into.ranks.resize(from.ranks.size());
    for (size_t at = 0; at < from.ranks.size(); ++at) {
      into.ranks[at] = std::max(into.ranks[at], from.ranks[at]);
    }
  }
  void finish_state(const Registers& state, Column& into) const override {
    into.append(state.ranks.empty() ? int64_t{0} : estimate(state.ranks));
  }

 private:
  static int precision_of(double deviation) {
    const auto precision =
        static_cast<int>(std::ceil(2.0 * std::log(1.106 / deviation) / std::log(2.0)));
    if (precision < kPrecisionMin || precision > 31) {
      throw RowError("FAILED_FUNCTION_CALL", "38000",
                     "Failed preparing of the function `approx_count_distinct` for call: HLL++ "
                     "requires at least 4 bits for addressing. Please, double check function's "
                     "arguments.");
    }
    return precision;
  }

  static int64_t estimate(const std::vector<uint8_t>& ranks) {
    const int precision = std::countr_zero(ranks.size());
    const auto m = static_cast<double>(ranks.size());
    double inverse = 0;
    double zeros = 0;
    for (const uint8_t rank : ranks) {
      inverse += 1.0 / static_cast<double>(uint64_t{1} << rank);
      zeros += rank == 0 ? 1 : 0;
    }
    const double alpha = precision == 4   ? 0.673
                         : precision == 5 ? 0.697
                         : precision == 6 ? 0.709
                                          : 0.7213 / (1.0 + 1.079 / m);
    const double raw = alpha * m * m / inverse;
    const bool has_table = precision - kPrecisionMin < static_cast<int>(kLinearUpTo.size());
    if (zeros > 0) {
      const double linear = m * std::log(m / zeros);
      const double up_to =
          has_table ? kLinearUpTo[static_cast<size_t>(precision - kPrecisionMin)] : 2.5 * m;
      if (linear <= up_to) return std::llround(linear);
    }
    if (!has_table || raw >= 5 * m) return std::llround(raw);
    return std::llround(ertl_estimate(ranks, precision));
  }
};

// ---------------------------------------------------------------- histogram_numeric

struct Bin {
  double x;
  double y;
};

// The pseudo-random numbers of java.util.Random, which breaks ties between bins.
class JavaRandom {
 public:
  explicit JavaRandom(uint64_t seed) : seed_((seed ^ kMultiplier) & kMask) {}
  double next_double() {
    const uint64_t high = next(26);
    return static_cast<double>((high << 27) + next(27)) * 0x1.0p-53;
  }

 private:
  static constexpr uint64_t kMultiplier = 0x5DEECE66DULL;
  static constexpr uint64_t kMask = (uint64_t{1} << 48) - 1;
  uint64_t next(int bits) {
    seed_ = (seed_ * kMultiplier + 0xB) & kMask;
    return seed_ >> (48 - bits);
  }
  uint64_t seed_;
};

// Ben-Haim and Tom-Tov, "A streaming parallel decision tree algorithm" (2010), as Spark has it.
struct Histogram {
  size_t bins_max = 0;
  std::vector<Bin> bins;
  JavaRandom random{31183};

  void add(double x) {
    const auto at = std::ranges::lower_bound(bins, x, {}, &Bin::x);
    if (at != bins.end() && at->x == x) {
      at->y += 1;
      return;
    }
    bins.insert(at, {x, 1});
    trim();
  }

  void merge(const Histogram& other) {
    if (other.bins_max == 0) return;
    if (bins_max == 0) {
      *this = other;
      return;
    }
    std::vector<Bin> both;
    std::ranges::merge(bins, other.bins, std::back_inserter(both), {}, &Bin::x, &Bin::x);
    bins.clear();
    // A value that both have seen is one bin, as if one had seen all rows.
    for (const Bin& bin : both) {
      if (!bins.empty() && bins.back().x == bin.x) {
        bins.back().y += bin.y;
      } else {
        bins.push_back(bin);
      }
    }
    trim();
  }

 private:
  void trim() {
    while (bins.size() > bins_max) {
      size_t closest = 0;
      double least = bins[1].x - bins[0].x;
      int ties = 1;
      for (size_t at = 1; at + 1 < bins.size(); ++at) {
        const double gap = bins[at + 1].x - bins[at].x;
        if (gap < least) {
          least = gap;
          closest = at;
          ties = 1;
        } else if (gap == least && random.next_double() <= 1.0 / ++ties) {
          closest = at;
        }
      }
      Bin& left = bins[closest];
      const Bin& right = bins[closest + 1];
      const double height = left.y + right.y;
      left.x = left.x * (left.y / height) + right.x / height * right.y;
      left.y = height;
      bins.erase(bins.begin() + static_cast<std::ptrdiff_t>(closest) + 1);
    }
  }
};

class NumericHistogram final : public AggregateOf<Histogram> {
 public:
  explicit NumericHistogram(DataType type) : type_(std::move(type)) {}

  // Rows: the value, and how many bins, a constant.
  void update(const AggregateRows& rows) const override {
    const Numbers x(rows, 0, type_);
    const Argument<int32_t> bins = rows.argument<int32_t>(1);
    for (size_t row = 0; row < rows.rows(); ++row) {
      if (!x.is_valid(row)) continue;
      Histogram& state = state_at(rows, row);
      if (state.bins_max == 0) {
        const int32_t wanted = bins.is_valid(row) ? bins[row] : 0;
        if (wanted < 2) {
          throw RowError(
              "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", "42K09",
              fmt::format("The nb must be between [2, 2147483647] (current value = {}).", wanted));
        }
        state.bins_max = static_cast<size_t>(wanted);
      }
      state.add(x[row]);
    }
  }

 protected:
  void merge_states(const Histogram& from, Histogram& into) const override { into.merge(from); }

  void finish_state(const Histogram& state, Column& into) const override {
    if (state.bins.empty()) return into.append_null();
    Column& bins = into.child(0);
    for (const Bin& bin : state.bins) {
      append_number(bins.child(0), bin.x);
      bins.child(1).append(bin.y);
      bins.append_struct();
    }
    into.append_list();
  }

 private:
  DataType type_;
};

// ---------------------------------------------------------------- bitmaps

constexpr size_t kBitmapBytes = 4096;

struct Bitmap {
  std::string bytes;  // empty: no row yet
};

enum class BitmapOf : uint8_t { kPositions, kOr, kAnd };

template <BitmapOf Of>
class BitmapAggregate final : public AggregateOf<Bitmap> {
 public:
  void update(const AggregateRows& rows) const override {
    if constexpr (Of == BitmapOf::kPositions) {
      const Argument<int64_t> position = rows.argument<int64_t>(0);
      for (size_t row = 0; row < rows.rows(); ++row) {
        if (position.is_valid(row)) set(state_at(rows, row), position[row]);
      }
    } else {
      const Argument<std::string_view> bytes = rows.argument<std::string_view>(0);
      for (size_t row = 0; row < rows.rows(); ++row) {
        if (bytes.is_valid(row)) combine(bytes[row], state_at(rows, row));
      }
    }
  }

 protected:
  void merge_states(const Bitmap& from, Bitmap& into) const override {
    if (!from.bytes.empty()) combine(from.bytes, into);
  }
  void finish_state(const Bitmap& state, Column& into) const override {
    into.append_bytes(state.bytes.empty() ? nothing() : state.bytes);
  }

 private:
  static std::string nothing() {
    return std::string(kBitmapBytes, Of == BitmapOf::kAnd ? '\xFF' : '\0');
  }

  static void set(Bitmap& state, int64_t position) {
    if (position < 0 || position >= static_cast<int64_t>(8 * kBitmapBytes)) {
      throw RowError(
          "INVALID_BITMAP_POSITION", "22003",
          fmt::format("The 0-indexed bitmap position {} is out of bounds. The bitmap has "
                      "{} bits ({} bytes).",
                      position, 8 * kBitmapBytes, kBitmapBytes));
    }
    if (state.bytes.empty()) state.bytes = nothing();
    char& byte = state.bytes[static_cast<size_t>(position / 8)];
    byte = static_cast<char>(byte | 1 << position % 8);
  }

  // A shorter bitmap has zeros behind it.
  static void combine(std::string_view bytes, Bitmap& state) {
    if (state.bytes.empty()) state.bytes = nothing();
    for (size_t at = 0; at < kBitmapBytes; ++at) {
      const char other = at < bytes.size() ? bytes[at] : '\0';
      char& byte = state.bytes[at];
      byte = static_cast<char>(Of == BitmapOf::kAnd ? byte & other : byte | other);
    }
  }
};

template <typename Body>
Result<NativeAggregatePtr> make(const NativeSite&) {
  return NativeAggregatePtr(std::make_unique<Body>());
}

Result<NativeAggregatePtr> make_histogram(const NativeSite& site) {
  return NativeAggregatePtr(std::make_unique<NumericHistogram>(site.arguments[0]));
}

const NativeAggregateEntry kEntries[] = {
    {.name = "approx_count_distinct", .make = make<ApproximateCount>},
    {.name = "histogram_numeric", .make = make_histogram},
    {.name = "bitmap_construct_agg", .make = make<BitmapAggregate<BitmapOf::kPositions>>},
    {.name = "bitmap_or_agg", .make = make<BitmapAggregate<BitmapOf::kOr>>},
    {.name = "bitmap_and_agg", .make = make<BitmapAggregate<BitmapOf::kAnd>>},
};

}  // namespace

std::span<const NativeAggregateEntry> sketch_aggregates() { return kEntries; }

}  // namespace tarn::engine
