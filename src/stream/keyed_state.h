// The keyed state of one flow's stateful operators.
//
// Keys and operators are the store's; what a key means is the operator's. What a batch changes is
// seen by its own later calls at once and by nobody after a crash, until the store's commit makes
// it durable together with the batch (FlowStore). abort() takes a batch's changes back. All calls
// take many keys: the store works on columns of them. One thread at a time.

#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tarn::stream {

// Byte strings laid end to end: string i is [ends[i-1], ends[i]) of `bytes`.
struct Keys {
  std::string bytes;
  std::vector<uint32_t> ends;

  size_t size() const { return ends.size(); }
  std::string_view at(size_t i) const {
    const uint32_t begin = i == 0 ? 0 : ends[i - 1];
    return std::string_view(bytes).substr(begin, ends[i] - begin);
  }
  void add(std::string_view text) {
    bytes += text;
    ends.push_back(static_cast<uint32_t>(bytes.size()));
  }
};
// What is kept under keys has the same form.
using Values = Keys;

// Which operator of the flow a key belongs to. The highest ones are the runner's own
// (flow_runner.h).
using OperatorId = uint8_t;

// An entry that no watermark expires.
inline constexpr int64_t kNeverExpires = std::numeric_limits<int64_t>::max();

class KeyedState {
 public:
  struct Found {
    std::vector<uint8_t> present;  // one byte a key
    Values values;                 // one a key; empty where the key is not there
  };
  // Takes entries that an eviction drops, some at a time.
  using Emit = std::function<Status(const Keys& keys, const Values& values)>;
  using Visit =
      std::function<Status(std::string_view key, std::string_view value, int64_t expires_us)>;

  virtual ~KeyedState() = default;

  // Puts the keys that are not there, without a value, each with the event time (in microseconds)
  // at which it may be evicted. One byte a key: 1 where it was new. Of two equal keys in `keys` the
  // first is new.
  virtual Result<std::vector<uint8_t>> insert_if_new(OperatorId op, const Keys& keys,
                                                     std::span<const int64_t> expires_us) = 0;
  virtual Result<Found> lookup(OperatorId op, const Keys& keys) = 0;
  // Puts the keys with their values, over what was there. Of two equal keys the last one stays.
  virtual Status put(OperatorId op, const Keys& keys, const Values& values,
                     std::span<const int64_t> expires_us) = 0;
  virtual Status erase(OperatorId op, const Keys& keys) = 0;
  // Drops the entries of the operator whose time is at or before `up_to_us`, and gives them to
  // `emit`, if there is one, in no order. Entries that are put afterwards stay, whatever their
  // time.
  virtual Status evict(OperatorId op, int64_t up_to_us, const Emit& emit) = 0;

  // How many keys a call should have, where there are so many: 1 while everything lies in memory,
  // more where a call reads the disk, which many keys share.
  virtual size_t keys_wanted() const { return 1; }

  // Takes back all that was done since the last commit.
  virtual Status abort() = 0;

  // Visits every entry of the operator, in no order: reads the whole state.
  virtual Status for_each(OperatorId op, const Visit& visit) = 0;
};

// Everything in memory and nothing durable: the reference for the other store, and enough for tests
// of operators.
class MemoryState : public KeyedState {
 public:
  virtual void commit() = 0;
};
std::unique_ptr<MemoryState> make_memory_state();

}  // namespace tarn::stream
