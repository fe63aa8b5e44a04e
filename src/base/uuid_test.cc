#include "base/uuid.h"

#include <gtest/gtest.h>

namespace tarn {
namespace {

RandomSource constant(uint64_t bits) {
  return [bits] { return bits; };
}

TEST(UuidTest, VersionAndVariantStandWhateverTheBitsAre) {
  EXPECT_EQ(make_uuid(constant(0)), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(make_uuid(constant(~uint64_t{0})), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(UuidTest, EveryBitOfTheSourceHasItsPlace) {
  EXPECT_EQ(make_uuid(constant(0x0123456789ABCDEF)), "01234567-89ab-4def-8123-456789abcdef");
}

TEST(UuidTest, OneSeedGivesOneSequence) {
  const RandomSource random = seeded_random(7);
  const std::string first = make_uuid(random);
  EXPECT_NE(make_uuid(random), first);
  EXPECT_EQ(make_uuid(seeded_random(7)), first);
  EXPECT_NE(make_uuid(seeded_random(8)), first);
}

TEST(UuidTest, TheSeededSequenceIsSplitMix64) {
  // The first number that the algorithm's reference gives for seed 0: stored seeds keep their
  // sense.
  EXPECT_EQ(seeded_random(0)(), 0xE220A8397B1DCDAF);
}

TEST(UuidTest, TheSystemGivesDifferentUuids) {
  const RandomSource random = system_random();
  const std::string first = make_uuid(random);
  EXPECT_TRUE(is_uuid(first));
  EXPECT_NE(make_uuid(random), first);
}

TEST(UuidTest, TextOfAnotherFormIsNotAUuid) {
  EXPECT_TRUE(is_uuid("C0D2B6A8-6f0e-4d0b-9a3e-0b8a5f1d2c47"));
  EXPECT_FALSE(is_uuid(""));
  EXPECT_FALSE(is_uuid("c0d2b6a8-6f0e-4d0b-9a3e-0b8a5f1d2c4"));
  EXPECT_FALSE(is_uuid("c0d2b6a8-6f0e-4d0b-9a3e-0b8a5f1d2c4g"));
  EXPECT_FALSE(is_uuid("c0d2b6a806f0e-4d0b-9a3e-0b8a5f1d2c47"));
}

}  // namespace
}  // namespace tarn
