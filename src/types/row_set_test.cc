#include "types/row_set.h"

#include <gtest/gtest.h>

#include <utility>

namespace tarn::types {
namespace {

RowSet::Bits bits_of(std::initializer_list<uint16_t> rows) {
  RowSet::Bits bits(RowSet::kBlockWords);
  for (const uint16_t row : rows) {
    bits[row / 64] |= uint64_t{1} << (row % 64);
  }
  return bits;
}

TEST(RowSetTest, AnEmptySetHoldsNothing) {
  const RowSet set;
  EXPECT_TRUE(set.is_empty());
  EXPECT_FALSE(set.contains(0));
  EXPECT_EQ(set.largest(), 0U);
}

TEST(RowSetTest, AListABitmapAndRunsAnswerForTheirRowsAndNoOthers) {
  RowSet set;
  ASSERT_TRUE(set.append(0, RowSet::List{1, 5, 65535}));
  ASSERT_TRUE(set.append(1, bits_of({0, 63, 64, 65535})));
  ASSERT_TRUE(set.append(9, RowSet::Runs{{.first = 2, .last = 4}, {.first = 6, .last = 6}}));
  EXPECT_EQ(set.size(), 3U + 4U + 4U);
  for (const uint64_t row :
       {1ULL, 5ULL, 65535ULL, 65536ULL, 65536ULL + 63, 65536ULL + 64, 65536ULL + 65535,
        9 * 65536ULL + 2, 9 * 65536ULL + 4, 9 * 65536ULL + 6}) {
    EXPECT_TRUE(set.contains(row)) << row;
  }
  for (const uint64_t row : {0ULL, 2ULL, 65534ULL, 65537ULL, 2 * 65536ULL, 9 * 65536ULL + 1,
                             9 * 65536ULL + 5, 9 * 65536ULL + 7, 10 * 65536ULL + 2}) {
    EXPECT_FALSE(set.contains(row)) << row;
  }
  EXPECT_EQ(set.largest(), 9 * 65536ULL + 6);
}

TEST(RowSetTest, RowsBeyondFourBillionKeepTheirPlace) {
  RowSet set;
  ASSERT_TRUE(set.append(uint64_t{3} << 16, RowSet::List{7}));
  EXPECT_TRUE(set.contains((uint64_t{3} << 32) | 7));
  EXPECT_FALSE(set.contains(7));
}

TEST(RowSetTest, WhatIsOutOfOrderIsRefused) {
  RowSet set;
  ASSERT_TRUE(set.append(4, RowSet::List{1}));
  EXPECT_FALSE(set.append(4, RowSet::List{2}));
  EXPECT_FALSE(set.append(3, RowSet::List{2}));
  EXPECT_FALSE(set.append(5, RowSet::List{2, 2}));
  EXPECT_FALSE(set.append(5, RowSet::List{3, 2}));
  EXPECT_FALSE(set.append(5, RowSet::Runs{{.first = 1, .last = 3}, {.first = 3, .last = 4}}));
  EXPECT_FALSE(set.append(5, RowSet::Runs{{.first = 4, .last = 3}}));
  EXPECT_EQ(set.size(), 1U);
}

}  // namespace
}  // namespace tarn::types
