// Random batches of everything that a store can be asked for, beside the same on a map in memory,
// with batches taken back, restarts, and the power going at any step.

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

#include "storage/memory_file_system.h"
#include "stream/flow_store.h"

namespace tarn::stream {
namespace {

constexpr const char* kFolder = "checkpoint/0";
constexpr int kOperators = 3;

struct Change {
  enum class Kind { kInsert, kLookup, kPut, kErase, kEvict, kEvictAndEmit } kind;
  OperatorId op = 0;
  Keys keys = {};
  Values values = {};
  std::vector<int64_t> expires_us = {};
  int64_t up_to_us = 0;
};

// Batches with skew, few enough keys that they meet again, and times that wander about a rising
// one.
class Generator {
 public:
  explicit Generator(uint64_t seed)
      : random_(seed), key_kinds_(20 + seed % 7 * 150), changes_max_(1 + seed % 5) {}

  uint64_t below(uint64_t bound) { return random_() % bound; }
  bool happens(int percent) { return below(100) < static_cast<uint64_t>(percent); }

  std::vector<Change> batch() {
    now_us_ += static_cast<int64_t>(below(50));
    std::vector<Change> changes(below(changes_max_ + 1));
    for (Change& change : changes) {
      change = one_change();
    }
    return changes;
  }

 private:
  Change one_change() {
    const uint64_t dice = below(100);
    Change change{.kind = dice < 40   ? Change::Kind::kInsert
                          : dice < 55 ? Change::Kind::kLookup
                          : dice < 75 ? Change::Kind::kPut
                          : dice < 85 ? Change::Kind::kErase
                          : dice < 95 ? Change::Kind::kEvict
                                      : Change::Kind::kEvictAndEmit,
                  .op = static_cast<OperatorId>(below(kOperators))};
    // Now and then the watermark falls, which an operator's never does, and which must be right.
    change.up_to_us = now_us_ - 200 - static_cast<int64_t>(below(100));
    const size_t count = below(10) == 0 ? below(400) : below(20);
    for (size_t i = 0; i < count; ++i) {
      change.keys.add(key());
      change.values.add(std::string(below(20) == 0 ? below(3000) : below(30),
                                    static_cast<char>('a' + below(26))));
      change.expires_us.push_back(below(10) == 0 ? kNeverExpires
                                                 : now_us_ - static_cast<int64_t>(below(300)));
    }
    return change;
  }

  std::string key() {
    const uint64_t number = below(2) == 0 ? below(key_kinds_) : below(key_kinds_ / 10 + 1);
    std::string text = "key-" + std::to_string(number);
    return number % 50 == 7 ? text + std::string(5000, 'k') : text;
  }

  std::mt19937_64 random_;
  uint64_t key_kinds_;
  uint64_t changes_max_;
  int64_t now_us_ = 1000;
};

using Contents = std::map<std::string, std::pair<std::string, int64_t>>;

Contents contents(KeyedState& state, int op) {
  Contents found;
  const Status read =
      state.for_each(static_cast<OperatorId>(op), [&](auto key, auto value, int64_t expires_us) {
        EXPECT_TRUE(found.emplace(key, std::pair(std::string(value), expires_us)).second)
            << key << " is there twice";
        return ok();
      });
  EXPECT_TRUE(read) << (read ? "" : read.error().message);
  return found;
}

// Applies a change and gives what was answered, as text.
std::string answer(KeyedState& state, const Change& change) {
  const auto failed = [](const Error& error) { return "failed: " + error.message; };
  std::string text;
  switch (change.kind) {
    case Change::Kind::kInsert: {
      const auto is_new = state.insert_if_new(change.op, change.keys, change.expires_us);
      return is_new ? std::string(is_new->begin(), is_new->end()) : failed(is_new.error());
    }
    case Change::Kind::kLookup: {
      const auto found = state.lookup(change.op, change.keys);
      return found ? std::string(found->present.begin(), found->present.end()) + found->values.bytes
                   : failed(found.error());
    }
    case Change::Kind::kPut: {
      const Status done = state.put(change.op, change.keys, change.values, change.expires_us);
      return done ? "" : failed(done.error());
    }
    case Change::Kind::kErase: {
      const Status done = state.erase(change.op, change.keys);
      return done ? "" : failed(done.error());
    }
    case Change::Kind::kEvict: {
      const Status done = state.evict(change.op, change.up_to_us, {});
      return done ? "" : failed(done.error());
    }
    case Change::Kind::kEvictAndEmit: {
      std::map<std::string, std::string> emitted;
      const Status done =
          state.evict(change.op, change.up_to_us, [&](const Keys& keys, const Values& values) {
            for (size_t i = 0; i < keys.size(); ++i) {
              EXPECT_TRUE(emitted.emplace(keys.at(i), values.at(i)).second) << "emitted twice";
            }
            return ok();
          });
      for (const auto& [key, value] : emitted) {
        text += key + "=" + value + ";";
      }
      return done ? text : failed(done.error());
    }
  }
  return text;
}

class FlowStoreProperty : public testing::TestWithParam<uint64_t> {
 protected:
  void open() {
    store_.reset();
    auto opened = FlowStore::open(files_, kFolder, options_);
    ASSERT_TRUE(opened) << opened.error().message;
    opened_ = std::move(*opened);
    store_ = std::move(opened_.store);
  }

  void expect_equal() {
    for (int op = 0; op < kOperators; ++op) {
      ASSERT_EQ(contents(*store_, op), contents(*oracle_, op)) << "operator " << op;
    }
  }

  // Changes both, and compares the answers.
  void change(const std::vector<Change>& changes) {
    for (const Change& change : changes) {
      ASSERT_EQ(answer(*store_, change), answer(*oracle_, change));
    }
  }

  void run_with_power_loss(const std::vector<Change>& changes);

  ManualClock clock_{0};
  storage::MemoryFileSystem files_{clock_};
  Generator random_{GetParam()};
  FlowStore::Options options_{.memory_bytes = GetParam() % 3 == 0 ? 20'000u : 200'000u,
                              .segment_bytes_min = 16 << 10,
                              .segment_bytes_max = 64 << 10,
                              .hash_seed = GetParam()};
  std::unique_ptr<FlowStore> store_;
  FlowStore::Opened opened_;
  std::unique_ptr<MemoryState> oracle_ = make_memory_state();
  int64_t batch_ = 0;
  bool is_planned_ = false;
};

std::string report_of(int64_t batch) {
  return "report " + std::to_string(batch) + std::string(batch % 11 * 500, '.');
}
std::string plan_of(int64_t batch) {
  return "plan " + std::to_string(batch) + std::string(batch % 7 * 900, '.');
}

// The power goes at some step of the batch. The program runs on, and nothing of that survives.
void FlowStoreProperty::run_with_power_loss(const std::vector<Change>& changes) {
  files_.lose_power_after(static_cast<int>(random_.below(30)));
  if (!is_planned_) {
    ASSERT_TRUE(store_->plan({batch_}, plan_of(batch_)));
  }
  change(changes);
  ASSERT_TRUE(store_->commit({batch_}, report_of(batch_)));
  store_.reset();
  const auto loss = static_cast<storage::PowerLoss>(random_.below(3));
  files_.restart(loss, random_.below(1 << 30));
  open();
  ASSERT_FALSE(HasFatalFailure());
  const bool is_committed = opened_.committed && opened_.committed->batch.value == batch_;
  if (is_committed) {
    EXPECT_EQ(opened_.committed->plan, plan_of(batch_));
    EXPECT_EQ(opened_.committed->report, report_of(batch_));
    oracle_->commit();
    ++batch_;
  } else {
    ASSERT_TRUE(oracle_->abort());
  }
  is_planned_ = opened_.unfinished.has_value();
  if (is_planned_) {
    EXPECT_EQ(opened_.unfinished->batch.value, batch_);
    EXPECT_EQ(opened_.unfinished->text, plan_of(batch_));
  }
  ASSERT_EQ(opened_.committed ? opened_.committed->batch.value : -1, batch_ - 1);
}

TEST_P(FlowStoreProperty, AgreesWithAMapInMemory) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  open();
  for (int step = 0; step < 300; ++step) {
    SCOPED_TRACE("step " + std::to_string(step) + " batch " + std::to_string(batch_));
    const std::vector<Change> changes = random_.batch();
    if (random_.happens(15)) {
      run_with_power_loss(changes);
    } else {
      if (!is_planned_) {
        ASSERT_TRUE(store_->plan({batch_}, plan_of(batch_)));
        is_planned_ = true;
      }
      change(changes);
      if (random_.happens(10)) {
        ASSERT_TRUE(store_->abort());
        ASSERT_TRUE(oracle_->abort());
      } else {
        ASSERT_TRUE(store_->commit({batch_}, report_of(batch_)));
        oracle_->commit();
        is_planned_ = false;
        ++batch_;
      }
    }
    ASSERT_FALSE(HasFatalFailure());
    if (random_.happens(10)) {
      expect_equal();
    }
    if (random_.happens(5)) {
      open();
      is_planned_ = opened_.unfinished.has_value();
      ASSERT_TRUE(oracle_->abort());
      expect_equal();
    }
    if (random_.happens(60)) {
      options_.told_up_to = {batch_ - 1};
      store_->note_told(*options_.told_up_to);
    }
    ASSERT_FALSE(HasFatalFailure());
  }
  expect_equal();
}

INSTANTIATE_TEST_SUITE_P(Seeds, FlowStoreProperty, testing::Range<uint64_t>(1, 41));

}  // namespace
}  // namespace tarn::stream
