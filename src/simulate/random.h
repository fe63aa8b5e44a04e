// A small generator of pseudo-random numbers with the same sequence on every machine (SplitMix64).

#pragma once

#include <cstdint>

namespace tarn::simulate {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t bits() {
    state_ += 0x9E3779B97F4A7C15;
    uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
  }
  // 0 <= result < bound. The bias of the multiplication is below 2^-32 for the bounds used here.
  int64_t below(int64_t bound) {
    return static_cast<int64_t>(((bits() >> 32) * static_cast<uint64_t>(bound)) >> 32);
  }
  int64_t between(int64_t least, int64_t greatest) { return least + below(greatest - least + 1); }
  // 0 <= result < bound, small ones likelier: the square of a uniform number.
  int64_t skewed_below(int64_t bound) {
    const uint64_t uniform = bits() >> 33;  // 31 bits, so that the square fits
    return static_cast<int64_t>(((uniform * uniform >> 31) * static_cast<uint64_t>(bound)) >> 31);
  }

 private:
  uint64_t state_;
};

}  // namespace tarn::simulate
