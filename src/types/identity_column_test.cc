#include "types/identity_column.h"

#include <gtest/gtest.h>

#include <limits>

namespace tarn::types {
namespace {

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

Field column_of(const Identity& identity) {
  Field column{.name = "id", .type = long_type()};
  set_identity(column, identity);
  return column;
}

TEST(IdentityColumnTest, MetadataHoldsWhatWasPutIntoIt) {
  const Identity identity{.start = kLeast, .step = -3, .takes_values = true, .mark = -9};
  EXPECT_EQ(identity_of(column_of(identity)), identity);
  EXPECT_EQ(identity_of(without_marks({column_of(identity)})[0])->mark, std::nullopt);
}

TEST(IdentityColumnTest, AColumnWithoutItsMetadataIsNone) {
  EXPECT_EQ(identity_of({.name = "id", .type = long_type()}), std::nullopt);
  Field column = column_of({});
  drop_identity(column);
  EXPECT_TRUE(column.metadata.empty());
}

TEST(IdentityColumnTest, MetadataThatTheProtocolDoesNotKnowIsNoIdentity) {
  for (const char* const step : {"0", "\"1\"", "1.5", "9223372036854775808", "{"}) {
    Field column = column_of({});
    column.metadata["delta.identity.step"] = step;
    EXPECT_EQ(identity_of(column), std::nullopt) << step;
  }
}

TEST(IdentityColumnTest, NumbersBeginAtTheStartAndGoOnBehindTheMark) {
  EXPECT_EQ((Identity{.start = 10, .step = 5}.number(0)), 10);
  EXPECT_EQ((Identity{.start = 10, .step = 5}.number(2)), 20);
  EXPECT_EQ((Identity{.start = 10, .step = 5, .mark = 20}.number(0)), 25);
  EXPECT_EQ((Identity{.start = -1, .step = -2, .mark = -3}.number(1)), -7);
}

TEST(IdentityColumnTest, BehindTheLastBigintThereIsNone) {
  EXPECT_EQ((Identity{.start = kMost}.number(0)), kMost);
  EXPECT_EQ((Identity{.start = kMost}.number(1)), std::nullopt);
  EXPECT_EQ((Identity{.step = -1, .mark = kLeast}.number(0)), std::nullopt);
  EXPECT_EQ((Identity{.start = kLeast, .step = kMost}.number(2)), kMost - 1);
}

TEST(IdentityColumnTest, TheMarkBehindAValueIsANumberOfTheSequence) {
  const Identity identity{.start = 10, .step = 5};
  EXPECT_EQ(identity.mark_behind(1003), 1005);
  EXPECT_EQ(identity.mark_behind(10), 10);
  EXPECT_EQ(identity.mark_behind(9), std::nullopt);
  EXPECT_EQ((Identity{.start = 10, .step = 5, .mark = 2000}.mark_behind(1003)), 2000);
  EXPECT_EQ((Identity{.start = -1, .step = -2}.mark_behind(-10)), -11);
  EXPECT_EQ((Identity{.start = 0, .step = kMost}.mark_behind(kMost)), kMost);
  EXPECT_EQ((Identity{.start = 1, .step = kMost - 1}.mark_behind(kMost)), kMost);
}

}  // namespace
}  // namespace tarn::types
