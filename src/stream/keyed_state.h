// The keyed state of one flow's stateful operators.
//
// Keys and operators are the store's; what a key means is the operator's. Changes are remembered until
// the batch's commit record takes them (take_changes), and a store is rebuilt by applying the
// changes of every committed batch in order. A batch that fails half way leaves the store dirty:
// throw it away and rebuild it. One thread at a time.

#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tarn::stream {

// Byte strings laid end to end: key i is [ends[i-1], ends[i]) of `bytes`.
struct Keys {
  std::string bytes;
  std::vector<uint32_t> ends;

  size_t size() const { return ends.size(); }
  std::string_view at(size_t i) const {
    const uint32_t begin = i == 0 ? 0 : ends[i - 1];
    return std::string_view(bytes).substr(begin, ends[i] - begin);
  }
};

// Which operator of the flow a key belongs to.
using OperatorId = uint8_t;

// An entry that no watermark expires.
inline constexpr int64_t kNeverExpires = std::numeric_limits<int64_t>::max();

class KeyedState {
 public:
  virtual ~KeyedState() = default;

  // Puts the keys that are not there, each with the event time (in microseconds) at which it may be
  // evicted. One byte a key: 1 where it was new. Of two equal keys in `keys` the first is new.
  virtual std::vector<uint8_t> insert_if_new(OperatorId op, const Keys& keys,
                                             std::span<const int64_t> expires_us) = 0;
  // Drops the entries, of every operator, whose time is at or before `watermark_us`.
  virtual void evict(int64_t watermark_us) = 0;

  // The changes since the last call (or since the beginning), as bytes for apply().
  virtual std::string take_changes() = 0;
  // kCorrupt: the bytes are not what take_changes() gave.
  virtual Status apply(std::string_view changes) = 0;

  virtual size_t size() const = 0;
};

// Everything in memory: the reference for other stores.
std::unique_ptr<KeyedState> make_memory_state();

}  // namespace tarn::stream
