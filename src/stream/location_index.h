// From a key's hash to where its record stands in the log: the index of a FlowStore, 8 bytes a
// slot.
//
// It holds no keys: of the hash 8 bits choose one of 256 shards and 24 are kept, so that a found
// location is a candidate whose key must be compared. A slot's place follows from its 24 bits
// (linear probing in hash order), therefore a shard grows, shrinks and closes gaps without a look
// at any key. Shards grow one after another, not all in the same batch, by a quarter at a time: 10
// to 12.5 bytes an entry. Equal entries are allowed; the caller does not make them.
//
// Shards share nothing. Threads that keep to disjoint ranges of shards may call everything but
// size() and bytes() side by side.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace tarn::stream {

class LocationIndex {
 public:
  static constexpr size_t kShards = 256;
  static constexpr unsigned kLocationBits = 40;
  static constexpr uint64_t kLocationMask = (uint64_t{1} << kLocationBits) - 1;

  LocationIndex();

  static size_t shard_of(uint64_t hash) { return static_cast<size_t>(hash >> 56); }

  // Brings the slots of a hash near before they are asked for. Inlined by force: GCC takes a
  // function that only prefetches for one without effect, and leaves its calls out.
  [[gnu::always_inline]] void prefetch(uint64_t hash) const {
    const Shard& shard = shards_[shard_of(hash)];
    __builtin_prefetch(&shard.slots[shard.home_of(tag_of(hash))]);
  }

  // Calls visit(location) for the entries that have the hash, until it returns true; whether it
  // did.
  template <typename Visit>
  bool any_of(uint64_t hash, const Visit& visit) const {
    const Shard& shard = shards_[shard_of(hash)];
    const uint64_t tag = tag_of(hash);
    size_t at = shard.home_of(tag);
    while (shard.slots[at] != 0 && tag_in(shard.slots[at]) < tag) {
      ++at;
    }
    for (; shard.slots[at] != 0 && tag_in(shard.slots[at]) == tag; ++at) {
      if (visit(shard.slots[at] & kLocationMask)) {
        return true;
      }
    }
    return false;
  }

  // `location` is not 0 and has at most 40 bits.
  void insert(uint64_t hash, uint64_t location);
  // Whether the entry was there.
  bool holds(uint64_t hash, uint64_t location) const;
  bool replace(uint64_t hash, uint64_t from, uint64_t to);
  bool erase(uint64_t hash, uint64_t location);

  size_t size() const;
  size_t bytes() const;  // of memory

 private:
  // Slots in the order of their tags, with gaps; 0 is a gap. No slot stands before its home, and
  // between a slot and its home there is no gap. The last slot stays a gap: every search ends
  // there.
  struct Shard {
    std::unique_ptr<uint64_t[]> slots;
    uint32_t homes = 0;  // homes are [0, homes); behind them is room for what was pushed on
    uint32_t overflow = 0;
    uint32_t end = 0;  // of the slots, the last gap included
    uint32_t used = 0;
    double exact_homes = 0;  // `homes` before rounding, so that shards do not fall into step

    size_t home_of(uint64_t tag) const { return static_cast<size_t>((tag * homes) >> kTagBits); }
    uint64_t* find(uint64_t slot) const;
    bool insert(uint64_t slot);
    void erase(uint64_t* slot);
    void rebuild(double new_homes);
  };

  static constexpr unsigned kTagBits = 64 - kLocationBits;
  static uint64_t tag_of(uint64_t hash) { return (hash >> 32) & ((uint64_t{1} << kTagBits) - 1); }
  static uint64_t tag_in(uint64_t slot) { return slot >> kLocationBits; }
  static uint64_t slot_of(uint64_t hash, uint64_t location) {
    return tag_of(hash) << kLocationBits | location;
  }

  std::array<Shard, kShards> shards_;
};

}  // namespace tarn::stream
