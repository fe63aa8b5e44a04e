// Random numbers with Spark's generator, and row numbers that no two rows share.
//
// Spark gives each partition of a table a generator with the seed plus the partition's number. Here
// the threads of an execution are its partitions, numbered as they begin: with one thread the
// numbers are those of Spark on one partition. The emitter hands over the execution and which call
// of the statement it is, so that every execution, and every call, begins anew.

#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <mutex>

#include "engine/native_rows.h"

namespace tarn::engine {
namespace {

// MurmurHash3 as Scala hashes an array of bytes: eight of them, big end first.
uint32_t scala_hash(uint64_t value, uint32_t seed) {
  uint32_t hash = seed;
  for (const int shift : {32, 0}) {
    const uint32_t word = __builtin_bswap32(static_cast<uint32_t>(value >> shift));
    const uint32_t mixed = std::rotl(word * 0xcc9e2d51U, 15) * 0x1b873593U;
    hash = std::rotl(hash ^ mixed, 13) * 5 + 0xe6546b64U;
  }
  hash ^= 8;
  hash = (hash ^ hash >> 16) * 0x85ebca6bU;
  hash = (hash ^ hash >> 13) * 0xc2b2ae35U;
  return hash ^ hash >> 16;
}

// An xorshift generator (G. Marsaglia, 2003) under java.util.Random's methods.
class XorShift {
 public:
  explicit XorShift(int64_t seed) {
    constexpr uint32_t kArraySeed = 0x3c074a61;
    const uint32_t low = scala_hash(static_cast<uint64_t>(seed), kArraySeed);
    const uint32_t high = scala_hash(static_cast<uint64_t>(seed), low);
    state_ = static_cast<uint64_t>(high) << 32 | low;
  }

  int32_t next_int() { return next(32); }
  double next_double() {
    const auto high = static_cast<int64_t>(next(26)) << 27;
    return static_cast<double>(high + next(27)) * 0x1.0p-53;
  }
  double next_gaussian() {
    if (has_spare_) {
      has_spare_ = false;
      return spare_;
    }
    while (true) {
      const double a = 2 * next_double() - 1;
      const double b = 2 * next_double() - 1;
      const double square = a * a + b * b;
      if (square >= 1 || square == 0) continue;
      const double factor = std::sqrt(-2 * std::log(square) / square);
      spare_ = b * factor;
      has_spare_ = true;
      return a * factor;
    }
  }

 private:
  int32_t next(int bits) {
    uint64_t next = state_ ^ state_ << 21;
    next ^= next >> 35;
    next ^= next << 4;
    state_ = next;
    return static_cast<int32_t>(next & ((uint64_t{1} << bits) - 1));
  }

  uint64_t state_ = 0;
  double spare_ = 0;
  bool has_spare_ = false;
};

// How many threads have begun a call of an execution.
class Partitions {
 public:
  int64_t begin(int64_t execution, int32_t call) {
    constexpr size_t kRemembered = 256;
    const std::lock_guard lock(mutex_);
    if (begun_.size() > kRemembered) begun_.erase(begun_.begin());
    return begun_[{execution, call}]++;
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<int64_t, int32_t>, int64_t> begun_;  // guarded by mutex_
};

// What a thread keeps of one call.
template <typename State>
struct PartitionScratch final : Scratch {
  std::optional<State> state;
};

// Arguments: execution, call, and then the body's own. `Kind::begin` makes a thread's state of the
// partition's number and the first row, `Kind::next` a row's value.
template <typename Kind>
class PerPartition final : public Native {
 public:
  std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<PartitionScratch<typename Kind::State>>();
  }

  void run(NativeCall& call, Scratch* scratch) const override {
    auto& state = static_cast<PartitionScratch<typename Kind::State>*>(scratch)->state;
    if (call.rows() == 0) return;
    if (!state) {
      const int64_t partition =
          partitions_.begin(call.argument<int64_t>(0)[0], call.argument<int32_t>(1)[0]);
      state.emplace(Kind::begin(call, partition));
    }
    Output<typename Kind::Out> out = call.output<typename Kind::Out>();
    for (size_t row = 0; row < call.rows(); ++row) Kind::next(*state, call, row, out);
  }

 private:
  mutable Partitions partitions_;
};

XorShift generator_of(const NativeCall& call, size_t seed_at, int64_t partition) {
  const Argument<int64_t> seed = call.argument<int64_t>(seed_at);
  return XorShift((seed.is_valid(0) ? seed[0] : 0) + partition);
}

struct Uniform {
  using State = XorShift;
  using Out = double;
  static State begin(const NativeCall& call, int64_t partition) {
    return generator_of(call, 2, partition);
  }
  static void next(State& state, const NativeCall&, size_t row, Output<double>& out) {
    out.set(row, state.next_double());
  }
};

struct Gaussian {
  using State = XorShift;
  using Out = double;
  static State begin(const NativeCall& call, int64_t partition) {
    return generator_of(call, 2, partition);
  }
  static void next(State& state, const NativeCall&, size_t row, Output<double>& out) {
    out.set(row, state.next_gaussian());
  }
};

struct RandomText {
  using State = XorShift;
  using Out = std::string_view;
  static State begin(const NativeCall& call, int64_t partition) {
    return generator_of(call, 3, partition);
  }
  static void next(State& state, const NativeCall& call, size_t row,
                   Output<std::string_view>& out) {
    static constexpr std::string_view kPool =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const Argument<int32_t> length = call.argument<int32_t>(2);
    // A NULL counts as 0.
    const int32_t size = length.is_valid(row) ? length[row] : 0;
    std::string text;
    for (int32_t at = 0; at < size; ++at) {
      const int64_t number = state.next_int() % static_cast<int64_t>(kPool.size());
      text += kPool[static_cast<size_t>(std::abs(number))];
    }
    out.set(row, text);
  }
};

struct RowNumber {
  using State = int64_t;
  using Out = int64_t;
  static State begin(const NativeCall&, int64_t partition) { return partition << 33; }
  static void next(State& state, const NativeCall&, size_t row, Output<int64_t>& out) {
    out.set(row, state++);
  }
};

struct PartitionNumber {
  using State = int32_t;
  using Out = int32_t;
  static State begin(const NativeCall&, int64_t partition) {
    return static_cast<int32_t>(partition);
  }
  static void next(State& state, const NativeCall&, size_t row, Output<int32_t>& out) {
    out.set(row, state);
  }
};

template <typename Kind>
Result<NativePtr> make(const NativeSite&) {
  return NativePtr(std::make_unique<PerPartition<Kind>>());
}

constexpr std::array kEntries = {
    NativeEntry{.name = "rand", .make = make<Uniform>, .deterministic = false},
    NativeEntry{.name = "randn", .make = make<Gaussian>, .deterministic = false},
    NativeEntry{.name = "randstr", .make = make<RandomText>, .deterministic = false},
    NativeEntry{
        .name = "monotonically_increasing_id", .make = make<RowNumber>, .deterministic = false},
    NativeEntry{
        .name = "spark_partition_id", .make = make<PartitionNumber>, .deterministic = false},
};

}  // namespace

std::span<const NativeEntry> random_natives() { return kEntries; }

}  // namespace tarn::engine
