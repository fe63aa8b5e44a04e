#include "stream/location_index.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace tarn::stream {
namespace {

constexpr double kHomesMin = 8;
constexpr double kGrowth = 1.25;
constexpr double kLoadMax = 0.8;
constexpr double kLoadMin = 0.3;  // below it a shard gives memory back
constexpr double kLoadAfterShrinking = 0.6;
constexpr uint32_t kOverflowMin = 8;

}  // namespace

LocationIndex::LocationIndex() {
  for (size_t i = 0; i < kShards; ++i) {
    const double phase = static_cast<double>(i) / kShards;
    shards_[i].overflow = kOverflowMin;
    shards_[i].rebuild(kHomesMin * std::pow(kGrowth, phase));
  }
}

void LocationIndex::insert(uint64_t hash, uint64_t location) {
  CHECK(location != 0 && location <= kLocationMask);
  Shard& shard = shards_[shard_of(hash)];
  if (shard.used >= kLoadMax * shard.homes) {
    shard.rebuild(shard.exact_homes * kGrowth);
  }
  while (!shard.insert(slot_of(hash, location))) {
    shard.overflow *= 2;
    shard.rebuild(shard.exact_homes);
  }
}

bool LocationIndex::holds(uint64_t hash, uint64_t location) const {
  return shards_[shard_of(hash)].find(slot_of(hash, location)) != nullptr;
}

bool LocationIndex::replace(uint64_t hash, uint64_t from, uint64_t to) {
  uint64_t* slot = shards_[shard_of(hash)].find(slot_of(hash, from));
  if (slot == nullptr) {
    return false;
  }
  *slot = slot_of(hash, to);
  return true;
}

bool LocationIndex::erase(uint64_t hash, uint64_t location) {
  Shard& shard = shards_[shard_of(hash)];
  uint64_t* slot = shard.find(slot_of(hash, location));
  if (slot == nullptr) {
    return false;
  }
  shard.erase(slot);
  if (shard.used < kLoadMin * shard.homes && shard.exact_homes >= kHomesMin * kGrowth * kGrowth) {
    double homes = shard.exact_homes;
    while (homes > kHomesMin * kGrowth && shard.used < kLoadAfterShrinking * homes / kGrowth) {
      homes /= kGrowth;
    }
    shard.rebuild(homes);
  }
  return true;
}

size_t LocationIndex::size() const {
  size_t entries = 0;
  for (const Shard& shard : shards_) {
    entries += shard.used;
  }
  return entries;
}

size_t LocationIndex::bytes() const {
  size_t slots = 0;
  for (const Shard& shard : shards_) {
    slots += shard.end;
  }
  return slots * sizeof(uint64_t) + sizeof(*this);
}

uint64_t* LocationIndex::Shard::find(uint64_t slot) const {
  const uint64_t tag = tag_in(slot);
  size_t at = home_of(tag);
  while (slots[at] != 0 && tag_in(slots[at]) < tag) {
    ++at;
  }
  for (; slots[at] != 0 && tag_in(slots[at]) == tag; ++at) {
    if (slots[at] == slot) {
      return &slots[at];
    }
  }
  return nullptr;
}

// False where the slots behind the last home are full.
bool LocationIndex::Shard::insert(uint64_t slot) {
  const uint64_t tag = tag_in(slot);
  size_t at = home_of(tag);
  while (slots[at] != 0 && tag_in(slots[at]) <= tag) {
    ++at;
  }
  size_t gap = at;
  while (slots[gap] != 0) {
    ++gap;
  }
  if (gap + 1 == end) {
    return false;
  }
  std::memmove(&slots[at + 1], &slots[at], (gap - at) * sizeof(uint64_t));
  slots[at] = slot;
  ++used;
  return true;
}

void LocationIndex::Shard::erase(uint64_t* slot) {
  size_t at = static_cast<size_t>(slot - slots.get());
  while (slots[at + 1] != 0 && home_of(tag_in(slots[at + 1])) <= at) {
    slots[at] = slots[at + 1];
    ++at;
  }
  slots[at] = 0;
  --used;
}

void LocationIndex::Shard::rebuild(double new_homes) {
  const std::unique_ptr<uint64_t[]> old = std::move(slots);
  const uint32_t old_end = end;
  exact_homes = new_homes;
  homes = static_cast<uint32_t>(new_homes);
  while (true) {
    end = homes + overflow + 1;
    used = 0;
    slots = std::make_unique<uint64_t[]>(end);
    // In order of tags, so each goes behind the one before it.
    size_t next = 0;
    uint32_t at = 0;
    for (; at < old_end; ++at) {
      if (old[at] == 0) {
        continue;
      }
      next = std::max(next, home_of(tag_in(old[at])));
      if (next + 1 >= end) {
        break;
      }
      slots[next++] = old[at];
      ++used;
    }
    if (at == old_end) {
      return;
    }
    overflow *= 2;
  }
}

}  // namespace tarn::stream
