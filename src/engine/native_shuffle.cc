// shuffle(): arrays in random order, with a seed or without. With one, the order is Spark's, whose
// random numbers are those of the Mersenne twister MT19937, seeded by an array (Matsumoto and
// Nishimura's init_by_array) with the high and the low half of the seed.

#include <array>
#include <optional>
#include <random>

#include "engine/native_collection.h"
#include "engine/nested_rows.h"

namespace tarn::engine {
namespace {

using types::Column;

class Twister {
 public:
  explicit Twister(int64_t seed) {
    const auto bits = static_cast<uint64_t>(seed);
    const std::array<uint32_t, 2> key = {static_cast<uint32_t>(bits >> 32),
                                         static_cast<uint32_t>(bits)};
    start(19650218U);
    size_t i = 1;
    size_t j = 0;
    for (size_t k = 0; k < kSize; ++k) {
      state_[i] = (state_[i] ^ (spread(i) * 1664525U)) + key[j] + static_cast<uint32_t>(j);
      step(i);
      j = (j + 1) % key.size();
    }
    for (size_t k = 0; k + 1 < kSize; ++k) {
      state_[i] = (state_[i] ^ (spread(i) * 1566083941U)) - static_cast<uint32_t>(i);
      step(i);
    }
    state_[0] = 0x80000000U;
  }

  // Below `bound`, evenly.
  int32_t next_below(int32_t bound) {
    if ((bound & -bound) == bound) {
      return static_cast<int32_t>((static_cast<int64_t>(bound) * next_31()) >> 31);
    }
    while (true) {
      const int32_t bits = next_31();
      const int32_t value = bits % bound;
      if (int64_t{bits} - value + (bound - 1) <= INT32_MAX) return value;
    }
  }

 private:
  static constexpr size_t kSize = 624;
  static constexpr size_t kShift = 397;

  void start(uint32_t seed) {
    state_[0] = seed;
    for (size_t i = 1; i < kSize; ++i) {
      state_[i] = 1812433253U * (state_[i - 1] ^ (state_[i - 1] >> 30)) + static_cast<uint32_t>(i);
    }
  }
  uint32_t spread(size_t i) const { return state_[i - 1] ^ (state_[i - 1] >> 30); }
  void step(size_t& i) {
    if (++i < kSize) return;
    state_[0] = state_[kSize - 1];
    i = 1;
  }

  int32_t next_31() {
    if (at_ == kSize) refill();
    uint32_t y = state_[at_++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680U;
    y ^= (y << 15) & 0xefc60000U;
    y ^= y >> 18;
    return static_cast<int32_t>(y >> 1);
  }
  void refill() {
    for (size_t k = 0; k < kSize; ++k) {
      const uint32_t y = (state_[k] & 0x80000000U) | (state_[(k + 1) % kSize] & 0x7fffffffU);
      state_[k] = state_[(k + kShift) % kSize] ^ (y >> 1) ^ ((y & 1) != 0 ? 0x9908b0dfU : 0);
    }
    at_ = 0;
  }

  std::array<uint32_t, kSize> state_{};
  size_t at_ = kSize;
};

struct Twisters final : Scratch {
  std::optional<Twister> twister;
};

class Shuffle final : public ColumnsNative {
 public:
  Shuffle(const NativeSite& site, bool seeded)
      : ColumnsNative(site, NullArguments::kArePassed), seeded_(seeded) {}
  std::unique_ptr<Scratch> make_scratch() const override { return std::make_unique<Twisters>(); }

 protected:
  void run_row(const Columns& in, size_t row, Column& out, Scratch* scratch) const override {
    if (!in[0].is_valid(row)) return out.append_null();
    auto& twister = static_cast<Twisters*>(scratch)->twister;
    if (!twister) twister.emplace(seed_of(in, row));
    const size_t begin = in[0].list_begin(row);
    const size_t size = in[0].list_end(row) - begin;
    std::vector<size_t> places(size);
    for (size_t i = 0; i < size; ++i) {
      const auto j = static_cast<size_t>(twister->next_below(static_cast<int32_t>(i) + 1));
      places[i] = places[j];
      places[j] = i;
    }
    for (const size_t place : places) append_row(in[0].child(0), begin + place, out.child(0));
    out.append_list();
  }

 private:
  // A NULL seed is 0.
  int64_t seed_of(const Columns& in, size_t row) const {
    if (!seeded_) {
      std::random_device device;
      return static_cast<int64_t>((uint64_t{device()} << 32) | device());
    }
    return in[1].is_valid(row) ? in[1].at<int64_t>(row) : 0;
  }

  bool seeded_;
};

Result<NativePtr> make_shuffle(const NativeSite& site) {
  return NativePtr(std::make_unique<Shuffle>(site, site.arguments.size() == 2));
}

constexpr std::array<NativeEntry, 2> kEntries = {{
    {.name = "shuffle", .make = make_shuffle, .deterministic = false},
    {.name = "shuffle_seeded", .make = make_shuffle, .deterministic = false},
}};

}  // namespace

std::span<const NativeEntry> shuffle_natives() { return kEntries; }

}  // namespace tarn::engine
