// A set of row numbers, kept as compactly as a Roaring bitmap keeps it: the numbers that share
// their upper bits lie together, as a sorted list, as bits, or as runs.
//
// It is built once, blocks in ascending order, and may then be read by many threads. Its memory is
// about that of the bytes it was read from, whatever they say.

#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "base/result.h"

namespace tarn::types {

class RowSet {
 public:
  static constexpr int kBlockBits = 16;  // of a number, those that tell rows of one block apart
  static constexpr size_t kBlockWords = (size_t{1} << kBlockBits) / 64;

  using List = std::vector<uint16_t>;  // ascending, each once
  using Bits = std::vector<uint64_t>;  // kBlockWords of them
  struct Run {
    uint16_t first = 0;
    uint16_t last = 0;
  };
  using Runs = std::vector<Run>;  // ascending, without a number in two of them
  using Rows = std::variant<List, Bits, Runs>;

  // The rows of block `key`: number >> kBlockBits. kCorrupt where the block does not lie behind the
  // ones before it, or its rows are not in the form said above.
  Status append(uint64_t key, Rows rows);

  bool contains(uint64_t number) const;
  uint64_t size() const { return size_; }
  bool is_empty() const { return size_ == 0; }
  // 0 where the set is empty.
  uint64_t largest() const;

 private:
  struct Block {
    uint64_t key = 0;
    Rows rows;
  };

  std::vector<Block> blocks_;  // by key
  uint64_t size_ = 0;
};

}  // namespace tarn::types
