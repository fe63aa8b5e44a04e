#include "stream/keyed_state.h"

#include <gtest/gtest.h>

namespace tarn::stream {
namespace {

Keys keys(const std::vector<std::string>& texts) {
  Keys made;
  for (const std::string& text : texts) {
    made.bytes += text;
    made.ends.push_back(static_cast<uint32_t>(made.bytes.size()));
  }
  return made;
}

std::vector<uint8_t> insert(KeyedState& state, const std::vector<std::string>& texts, int64_t expires_us,
                            OperatorId op = 0) {
  const std::vector<int64_t> times(texts.size(), expires_us);
  return state.insert_if_new(op, keys(texts), times);
}

TEST(KeyedStateTest, TheFirstOfTwoEqualKeysInABatchIsNew) {
  const auto state = make_memory_state();
  EXPECT_EQ(insert(*state, {"a", "b", "a"}, kNeverExpires), (std::vector<uint8_t>{1, 1, 0}));
}

TEST(KeyedStateTest, AKeyOfAnEarlierBatchIsNotNew) {
  const auto state = make_memory_state();
  insert(*state, {"a"}, kNeverExpires);
  EXPECT_EQ(insert(*state, {"a", "c"}, kNeverExpires), (std::vector<uint8_t>{0, 1}));
}

TEST(KeyedStateTest, OperatorsDoNotSeeEachOthersKeys) {
  const auto state = make_memory_state();
  insert(*state, {"a"}, kNeverExpires, 0);
  EXPECT_EQ(insert(*state, {"a"}, kNeverExpires, 1), (std::vector<uint8_t>{1}));
}

TEST(KeyedStateTest, EvictionTakesWhatExpiredAtTheWatermark) {
  const auto state = make_memory_state();
  insert(*state, {"early"}, 10);
  insert(*state, {"late"}, 11);
  state->evict(10);
  EXPECT_EQ(insert(*state, {"early", "late"}, 20), (std::vector<uint8_t>{1, 0}));
}

TEST(KeyedStateTest, ChangesRebuildTheState) {
  const auto state = make_memory_state();
  insert(*state, {"a", "b"}, 10);
  const std::string first = state->take_changes();
  state->evict(10);
  insert(*state, {"c"}, kNeverExpires);
  const std::string second = state->take_changes();

  const auto rebuilt = make_memory_state();
  ASSERT_TRUE(rebuilt->apply(first));
  ASSERT_TRUE(rebuilt->apply(second));
  EXPECT_EQ(rebuilt->size(), 1u);
  EXPECT_EQ(insert(*rebuilt, {"a", "c"}, 10), (std::vector<uint8_t>{1, 0}));
}

TEST(KeyedStateTest, TakenChangesAreNotGivenAgain) {
  const auto state = make_memory_state();
  insert(*state, {"a"}, 10);
  state->take_changes();
  EXPECT_EQ(state->take_changes(), "");
}

TEST(KeyedStateTest, ChangesThatEndTooEarlyAreCorrupt) {
  const auto state = make_memory_state();
  insert(*state, {"a"}, 10);
  const std::string changes = state->take_changes();
  for (size_t size = 1; size < changes.size(); ++size) {
    const Status applied = make_memory_state()->apply(changes.substr(0, size));
    ASSERT_FALSE(applied) << size;
    EXPECT_EQ(applied.error().code, ErrorCode::kCorrupt);
  }
}

}  // namespace
}  // namespace tarn::stream
