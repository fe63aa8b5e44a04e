#include "stream/keyed_state.h"

#include <gtest/gtest.h>

#include <map>

#include "storage/memory_file_system.h"
#include "stream/flow_store.h"

namespace tarn::stream {
namespace {

Keys keys(const std::vector<std::string>& texts) {
  Keys made;
  for (const std::string& text : texts) {
    made.add(text);
  }
  return made;
}

// Both implementations keep the same promises.
class Ground {
 public:
  virtual ~Ground() = default;
  virtual KeyedState& state() = 0;
  virtual void commit() = 0;
};

class InMemory final : public Ground {
 public:
  KeyedState& state() override { return *state_; }
  void commit() override { state_->commit(); }

 private:
  std::unique_ptr<MemoryState> state_ = make_memory_state();
};

class InALog final : public Ground {
 public:
  InALog() {
    auto opened = FlowStore::open(files_, "checkpoint", {.segment_bytes_min = 64 << 10});
    CHECK(static_cast<bool>(opened));
    store_ = std::move(opened->store);
    CHECK(static_cast<bool>(store_->plan(batch_, "plan")));
  }
  KeyedState& state() override { return *store_; }
  void commit() override {
    EXPECT_TRUE(store_->commit(batch_, "report"));
    ++batch_.value;
    EXPECT_TRUE(store_->plan(batch_, "plan"));
  }

 private:
  ManualClock clock_{0};
  storage::MemoryFileSystem files_{clock_};
  std::unique_ptr<FlowStore> store_;
  BatchId batch_{0};
};

using MakeGround = std::unique_ptr<Ground> (*)();

class KeyedStateTest : public testing::TestWithParam<MakeGround> {
 protected:
  KeyedState& state() { return ground_->state(); }

  std::vector<uint8_t> insert(const std::vector<std::string>& texts,
                              int64_t expires_us = kNeverExpires, OperatorId op = 0) {
    const std::vector<int64_t> times(texts.size(), expires_us);
    const auto is_new = state().insert_if_new(op, keys(texts), times);
    EXPECT_TRUE(is_new);
    return *is_new;
  }
  void put(const std::string& key, const std::string& value, int64_t expires_us = kNeverExpires) {
    const std::vector<int64_t> times{expires_us};
    EXPECT_TRUE(state().put(0, keys({key}), keys({value}), times));
  }
  std::map<std::string, std::string> all(OperatorId op = 0) {
    std::map<std::string, std::string> found;
    EXPECT_TRUE(state().for_each(op, [&](auto key, auto value, int64_t) {
      found.emplace(key, value);
      return ok();
    }));
    return found;
  }

  std::unique_ptr<Ground> ground_ = GetParam()();
};

using Entries = std::map<std::string, std::string>;

TEST_P(KeyedStateTest, TheFirstOfTwoEqualKeysInABatchIsNew) {
  EXPECT_EQ(insert({"a", "b", "a"}), (std::vector<uint8_t>{1, 1, 0}));
}

TEST_P(KeyedStateTest, AKeyOfAnEarlierBatchIsNotNew) {
  insert({"a"});
  ground_->commit();
  EXPECT_EQ(insert({"a", "c"}), (std::vector<uint8_t>{0, 1}));
}

TEST_P(KeyedStateTest, TheEmptyKeyIsAKey) {
  EXPECT_EQ(insert({"", "a", ""}), (std::vector<uint8_t>{1, 1, 0}));
}

TEST_P(KeyedStateTest, OperatorsDoNotSeeEachOthersKeys) {
  insert({"a"}, kNeverExpires, 0);
  EXPECT_EQ(insert({"a"}, kNeverExpires, 1), (std::vector<uint8_t>{1}));
}

TEST_P(KeyedStateTest, TheLastOfTwoValuesStays) {
  put("a", "first");
  put("a", "second");
  const auto found = state().lookup(0, keys({"a", "b"}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->present, (std::vector<uint8_t>{1, 0}));
  EXPECT_EQ(found->values.at(0), "second");
  EXPECT_EQ(found->values.at(1), "");
}

TEST_P(KeyedStateTest, AnErasedKeyIsNewAgain) {
  insert({"a", "b"});
  ASSERT_TRUE(state().erase(0, keys({"a", "nothing"})));
  EXPECT_EQ(all(), (Entries{{"b", ""}}));
  EXPECT_EQ(insert({"a"}), (std::vector<uint8_t>{1}));
}

TEST_P(KeyedStateTest, EvictionTakesWhatExpiredAtTheWatermark) {
  insert({"early"}, 10);
  insert({"late"}, 11);
  ASSERT_TRUE(state().evict(0, 10, {}));
  EXPECT_EQ(insert({"early", "late"}, 20), (std::vector<uint8_t>{1, 0}));
}

TEST_P(KeyedStateTest, WhatIsPutAfterAnEvictionStaysWhateverItsTime) {
  ASSERT_TRUE(state().evict(0, 10, {}));
  insert({"a"}, 5);
  ground_->commit();
  EXPECT_EQ(insert({"a"}, 5), (std::vector<uint8_t>{0}));
}

TEST_P(KeyedStateTest, AnEntryLivesAsLongAsItsNewestTime) {
  put("longer", "1", 10);
  put("longer", "2", 20);
  put("shorter", "1", 20);
  put("shorter", "2", 10);
  ASSERT_TRUE(state().evict(0, 15, {}));
  EXPECT_EQ(all(), (Entries{{"longer", "2"}}));
}

TEST_P(KeyedStateTest, NoWatermarkReachesAnEntryThatNeverExpires) {
  insert({"a"}, kNeverExpires);
  ASSERT_TRUE(state().evict(0, kNeverExpires, {}));
  EXPECT_EQ(all(), (Entries{{"a", ""}}));
}

TEST_P(KeyedStateTest, AnEvictionEmitsEachEntryOnce) {
  put("a", "1", 10);
  put("b", "2", 30);
  Entries emitted;
  const auto emit = [&](const Keys& found, const Values& values) {
    for (size_t i = 0; i < found.size(); ++i) {
      EXPECT_TRUE(emitted.emplace(found.at(i), values.at(i)).second);
    }
    return ok();
  };
  ASSERT_TRUE(state().evict(0, 10, emit));
  ASSERT_TRUE(state().evict(0, 20, emit));
  EXPECT_EQ(emitted, (Entries{{"a", "1"}}));
}

TEST_P(KeyedStateTest, AnErrorOfWhoTakesTheEntriesIsTheEvictions) {
  put("a", "1", 10);
  const Status evicted = state().evict(
      0, 10, [](const Keys&, const Values&) -> Status { return Error{ErrorCode::kData, "no"}; });
  ASSERT_FALSE(evicted);
  EXPECT_EQ(evicted.error().code, ErrorCode::kData);
}

TEST_P(KeyedStateTest, AbortTakesBackAllOfABatch) {
  put("kept", "1", 10);
  put("erased", "1");
  ground_->commit();
  put("kept", "2", 20);
  put("kept", "3", 30);
  put("new", "1");
  ASSERT_TRUE(state().erase(0, keys({"erased"})));
  put("erased", "2");
  ASSERT_TRUE(state().evict(0, 100, {}));
  ASSERT_TRUE(state().abort());
  EXPECT_EQ(all(), (Entries{{"kept", "1"}, {"erased", "1"}}));
  put("new", "2");
  ground_->commit();
  EXPECT_EQ(all(), (Entries{{"kept", "1"}, {"erased", "1"}, {"new", "2"}}));
}

INSTANTIATE_TEST_SUITE_P(
    Ground, KeyedStateTest,
    testing::Values<MakeGround>(
        []() -> std::unique_ptr<Ground> { return std::make_unique<InMemory>(); },
        []() -> std::unique_ptr<Ground> { return std::make_unique<InALog>(); }),
    [](const auto& test) { return test.index == 0 ? "Memory" : "Log"; });

}  // namespace
}  // namespace tarn::stream
