#include "delta/roaring.h"

#include <gtest/gtest.h>

#include "delta/test_vectors.h"

namespace tarn::delta {
namespace {

TEST(RoaringTest, ThePortableFormHoldsListsBitsAndRunsUnderTheirUpperHalves) {
  const auto rows = parse_row_bitmap(portable_vector({
      {0, bitmap({list(0, {3, 9}), even_rows(1), list(7, {65535})})},
      {2, bitmap({runs(0, {{10, 5}, {100, 65436}})})},
  }));
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), 2U + 32768U + 1U + 5U + 65436U);
  EXPECT_TRUE(rows->contains(9));
  EXPECT_TRUE(rows->contains(65536 + 4));
  EXPECT_FALSE(rows->contains(65536 + 5));
  EXPECT_TRUE(rows->contains(7 * 65536 + 65535));
  EXPECT_TRUE(rows->contains((uint64_t{2} << 32) + 14));
  EXPECT_FALSE(rows->contains((uint64_t{2} << 32) + 15));
  EXPECT_TRUE(rows->contains((uint64_t{2} << 32) + 65535));
}

TEST(RoaringTest, TheNativeFormHasOneBitmapForEachUpperHalfFromZeroOn) {
  const auto rows =
      parse_row_bitmap(native_vector({bitmap({list(0, {5})}), bitmap({}), bitmap({list(0, {6})})}));
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), 2U);
  EXPECT_TRUE(rows->contains(5));
  EXPECT_TRUE(rows->contains((uint64_t{2} << 32) + 6));
}

TEST(RoaringTest, ManyContainersWithRunsHaveOffsetsAndFewHaveNone) {
  for (const uint16_t count : {3, 4, 5, 17}) {
    std::vector<Container> containers;
    for (uint16_t key = 0; key < count; ++key) {
      containers.push_back(key % 2 == 0 ? runs(key, {{key, 3}}) : list(key, {key}));
    }
    const auto rows = parse_row_bitmap(portable_vector({{0, bitmap(containers)}}));
    ASSERT_TRUE(rows) << count;
    EXPECT_TRUE(rows->contains(2 * 65536 + 4)) << count;
    EXPECT_TRUE(rows->contains(1 * 65536 + 1)) << count;
    EXPECT_FALSE(rows->contains(1 * 65536 + 2)) << count;
  }
}

struct Broken {
  const char* name;
  std::string bytes;
  const char* message;
};

class BrokenRoaringTest : public testing::TestWithParam<Broken> {};

TEST_P(BrokenRoaringTest, IsRefusedWithWhatIsWrong) {
  const auto rows = parse_row_bitmap(GetParam().bytes);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(rows.error().message, GetParam().message);
}

std::string with_rows(Container container, uint32_t rows) {
  container.rows = rows;
  return portable_vector({{0, bitmap({std::move(container)})}});
}

INSTANTIATE_TEST_SUITE_P(
    Roaring, BrokenRoaringTest,
    testing::Values(
        Broken{"Empty", "", "it ends too early"},
        Broken{"Magic", little(7, 4), "it begins with 7, which is no form of a deletion vector"},
        Broken{"Cut", portable_vector({{0, bitmap({list(0, {1, 2})})}}).substr(0, 30),
               "it ends too early"},
        Broken{"Longer", portable_vector({{0, bitmap({list(0, {1})})}}) + "x",
               "1 bytes stand behind its end"},
        Broken{"Cookie", portable_vector({{0, little(12345, 4)}}),
               "a bitmap begins with 12345, which is no Roaring bitmap"},
        Broken{"NegativeKey", portable_vector({{0x80000000, bitmap({list(0, {1})})}}),
               "the upper half of rows is 2147483648, which is negative"},
        Broken{"KeysInDisorder",
               portable_vector({{1, bitmap({list(0, {1})})}, {0, bitmap({list(0, {1})})}}),
               "the blocks are not in ascending order"},
        Broken{"RowsInDisorder", portable_vector({{0, bitmap({list(0, {2, 1})})}}),
               "the rows of a block are not in ascending order"},
        Broken{"RunTooLong",
               portable_vector(
                   {{0, bitmap({Container{.key = 0,
                                          .rows = 2,
                                          .bytes = little(1, 2) + little(65535, 2) + little(1, 2),
                                          .is_run = true}})}}),
               "a run goes beyond its container"},
        Broken{"BitsMiscounted", with_rows(even_rows(0), 40000),
               "a container of 40000 rows holds 32768"},
        Broken{"RunsMiscounted", with_rows(runs(0, {{1, 3}}), 4), "a container of 4 rows holds 3"},
        Broken{"TooManyContainers", portable_vector({{0, little(12346, 4) + little(65537, 4)}}),
               "a bitmap has 65537 containers"},
        Broken{"ManyBitmaps", little(kPortableVector, 4) + little(~uint64_t{0}, 8),
               "it ends too early"},
        Broken{"ManyNativeBitmaps", little(kNativeVector, 4) + little(0xFFFFFFFF, 4),
               "it has 4294967295 bitmaps"},
        Broken{"NativeLonger", native_vector({bitmap({list(0, {1})}) + "xy"}),
               "2 bytes stand behind a bitmap's end"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace tarn::delta
