// MurmurHash3 as Spark computes it: hash() of values, and the hash of a text by which its sets
// order what they hold.

#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tarn::engine {

// MurmurHash3, 32 bits (Austin Appleby's algorithm, in the public domain), with Spark's own way
// with the last bytes: each of them is mixed in as a signed word.
struct Murmur3 {
  using State = uint32_t;

  static uint32_t mixed_word(uint32_t word) {
    return std::rotl(word * 0xcc9e2d51U, 15) * 0x1b873593U;
  }
  static uint32_t mixed(uint32_t hash, uint32_t word) {
    return std::rotl(hash ^ mixed_word(word), 13) * 5 + 0xe6546b64U;
  }
  static uint32_t finished(uint32_t hash, uint32_t length) {
    hash ^= length;
    hash = (hash ^ hash >> 16) * 0x85ebca6bU;
    hash = (hash ^ hash >> 13) * 0xc2b2ae35U;
    return hash ^ hash >> 16;
  }

  static State of_int(int32_t value, State seed) {
    return finished(mixed(seed, static_cast<uint32_t>(value)), 4);
  }
  static State of_long(int64_t value, State seed) {
    const auto wide = static_cast<uint64_t>(value);
    const uint32_t low = mixed(seed, static_cast<uint32_t>(wide));
    return finished(mixed(low, static_cast<uint32_t>(wide >> 32)), 8);
  }
  static State of_bytes(std::string_view bytes, State seed) {
    uint32_t hash = seed;
    size_t at = 0;
    for (; at + 4 <= bytes.size(); at += 4) {
      uint32_t word = 0;
      std::memcpy(&word, bytes.data() + at, sizeof word);
      hash = mixed(hash, word);
    }
    for (; at < bytes.size(); ++at) {
      hash = mixed(
          hash, static_cast<uint32_t>(static_cast<int32_t>(static_cast<signed char>(bytes[at]))));
    }
    return finished(hash, static_cast<uint32_t>(bytes.size()));
  }
};

}  // namespace tarn::engine
