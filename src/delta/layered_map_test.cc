#include "delta/layered_map.h"

#include <gtest/gtest.h>

#include <random>

namespace tarn::delta {
namespace {

std::shared_ptr<const int> value(int number) { return std::make_shared<const int>(number); }

std::map<std::string, int> contents(const LayeredMap<int>& map) {
  std::map<std::string, int> all;
  map.for_each([&all](const std::string& key, const int& number) { all[key] = number; });
  return all;
}

TEST(LayeredMapTest, ACopyKeepsWhatItHadWhileTheOriginalGoesOn) {
  LayeredMap<int> map;
  map.apply({{"a", value(1)}, {"b", value(2)}});
  const LayeredMap<int> before = map;
  map.apply({{"a", nullptr}, {"b", value(3)}, {"c", value(4)}});
  EXPECT_EQ(contents(before), (std::map<std::string, int>{{"a", 1}, {"b", 2}}));
  EXPECT_EQ(contents(map), (std::map<std::string, int>{{"b", 3}, {"c", 4}}));
  EXPECT_EQ(map.size(), 2u);
  EXPECT_EQ(map.find("a"), nullptr);
}

TEST(LayeredMapTest, TakingOutWhatIsNotThereChangesNothing) {
  LayeredMap<int> map;
  map.apply({{"a", nullptr}});
  EXPECT_EQ(map.size(), 0u);
  EXPECT_TRUE(contents(map).empty());
}

TEST(LayeredMapTest, AgreesWithAnOrdinaryMapOverManyChanges) {
  constexpr unsigned kSeed = 7;
  std::mt19937 random(kSeed);
  LayeredMap<int> map;
  std::map<std::string, int> expected;
  for (int round = 0; round < 500; ++round) {
    LayeredMap<int>::Changes changes;
    const int count = static_cast<int>(random() % 5);
    for (int i = 0; i < count; ++i) {
      const std::string key = std::to_string(random() % 60);
      const bool is_removal = random() % 3 == 0;
      changes[key] = is_removal ? nullptr : value(round);
    }
    for (const auto& [key, change] : changes) {
      if (change == nullptr) {
        expected.erase(key);
      } else {
        expected[key] = *change;
      }
    }
    map.apply(std::move(changes));
    ASSERT_EQ(contents(map), expected) << "round " << round << ", seed " << kSeed;
    ASSERT_EQ(map.size(), expected.size()) << "round " << round << ", seed " << kSeed;
  }
}

}  // namespace
}  // namespace tarn::delta
