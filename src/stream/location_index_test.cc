#include "stream/location_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

namespace tarn::stream {
namespace {

std::vector<uint64_t> found(const LocationIndex& index, uint64_t hash) {
  std::vector<uint64_t> locations;
  index.any_of(hash, [&](uint64_t location) {
    locations.push_back(location);
    return false;
  });
  std::ranges::sort(locations);
  return locations;
}

TEST(LocationIndexTest, FindsEveryLocationUnderAHash) {
  LocationIndex index;
  index.insert(7ull << 40, 1);
  index.insert(7ull << 40, 2);
  index.insert(8ull << 40, 3);
  EXPECT_EQ(found(index, 7ull << 40), (std::vector<uint64_t>{1, 2}));
  EXPECT_EQ(found(index, 9ull << 40), (std::vector<uint64_t>{}));
}

TEST(LocationIndexTest, AnEntryIsReplacedOrErasedByItsLocation) {
  LocationIndex index;
  index.insert(5, 1);
  EXPECT_TRUE(index.replace(5, 1, 2));
  EXPECT_FALSE(index.replace(5, 1, 3));
  EXPECT_TRUE(index.holds(5, 2));
  EXPECT_TRUE(index.erase(5, 2));
  EXPECT_FALSE(index.erase(5, 2));
  EXPECT_EQ(index.size(), 0u);
}

// Hashes whose bits are all at one end of a shard push slots behind the last home.
TEST(LocationIndexTest, EqualAndHighestHashesDoNotRunOverTheEnd) {
  LocationIndex index;
  for (uint64_t i = 1; i <= 2000; ++i) {
    index.insert(~uint64_t{0}, i);
  }
  EXPECT_EQ(found(index, ~uint64_t{0}).size(), 2000u);
}

TEST(LocationIndexTest, ShardsGrowSpreadOverTheInserts) {
  LocationIndex index;
  std::mt19937_64 random(1);
  for (uint64_t i = 1; i <= 500'000; ++i) {
    index.insert(random(), i);
  }
  // While a fifth more is put in, every shard grows about once. In steps of a hundredth of that,
  // none may see more than a few of the 256.
  size_t growth_max = 0;
  for (int step = 0; step < 100; ++step) {
    const size_t before = index.bytes();
    for (int i = 0; i < 1000; ++i) {
      index.insert(random(), 1);
    }
    growth_max = std::max(growth_max, index.bytes() - before);
  }
  const size_t all_at_once = index.bytes() / 5;
  EXPECT_LT(growth_max, all_at_once / 10);
}

TEST(LocationIndexTest, AnEntryTakesAboutElevenBytes) {
  LocationIndex index;
  std::mt19937_64 random(2);
  for (uint64_t i = 1; i <= 1'000'000; ++i) {
    index.insert(random(), i);
  }
  EXPECT_LT(static_cast<double>(index.bytes()) / 1'000'000, 12.6);
}

TEST(LocationIndexTest, MemoryIsGivenBack) {
  LocationIndex index;
  std::mt19937_64 random(3);
  std::vector<uint64_t> hashes;
  for (uint64_t i = 1; i <= 100'000; ++i) {
    hashes.push_back(random());
    index.insert(hashes.back(), i);
  }
  const size_t full = index.bytes();
  for (uint64_t i = 1; i <= 100'000; ++i) {
    ASSERT_TRUE(index.erase(hashes[i - 1], i)) << i;
  }
  EXPECT_LT(index.bytes(), full / 10);
}

TEST(LocationIndexTest, RandomChangesAgreeWithAMultimap) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    LocationIndex index;
    std::set<std::pair<uint64_t, uint64_t>> oracle;
    const uint64_t hash_kinds = 1 + random() % 5000;
    for (int step = 0; step < 20'000; ++step) {
      const uint64_t hash = (random() % hash_kinds) * 0x9e3779b97f4a7c15;
      const uint64_t location = 1 + random() % 8;
      const bool there = oracle.contains({hash, location});
      ASSERT_EQ(index.holds(hash, location), there);
      if (!there) {
        index.insert(hash, location);
        oracle.insert({hash, location});
      } else if (random() % 2 == 0) {
        ASSERT_TRUE(index.erase(hash, location));
        oracle.erase({hash, location});
      } else {
        ASSERT_TRUE(index.replace(hash, location, location + 100));
        ASSERT_TRUE(index.replace(hash, location + 100, location));
      }
    }
    ASSERT_EQ(index.size(), oracle.size());
    for (const auto& [hash, location] : oracle) {
      ASSERT_TRUE(index.holds(hash, location));
    }
  }
}

}  // namespace
}  // namespace tarn::stream
