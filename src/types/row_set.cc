#include "types/row_set.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace tarn::types {
namespace {

constexpr uint64_t kBlockMask = (uint64_t{1} << RowSet::kBlockBits) - 1;

Error unordered(const char* what) { return {ErrorCode::kCorrupt, what}; }

struct Counter {
  Result<uint64_t> operator()(const RowSet::List& list) const {
    if (std::ranges::adjacent_find(list, std::greater_equal<>()) != list.end()) {
      return unordered("the rows of a block are not in ascending order");
    }
    return uint64_t{list.size()};
  }
  Result<uint64_t> operator()(const RowSet::Bits& bits) const {
    CHECK(bits.size() == RowSet::kBlockWords);
    uint64_t count = 0;
    for (const uint64_t word : bits) {
      count += static_cast<uint64_t>(std::popcount(word));
    }
    return count;
  }
  Result<uint64_t> operator()(const RowSet::Runs& runs) const {
    uint64_t count = 0;
    int64_t before = -1;
    for (const RowSet::Run& run : runs) {
      if (run.first <= before || run.last < run.first) {
        return unordered("the runs of a block are not in ascending order");
      }
      before = run.last;
      count += uint64_t{run.last} - run.first + 1;
    }
    return count;
  }
};

struct Finder {
  uint16_t row;

  bool operator()(const RowSet::List& list) const { return std::ranges::binary_search(list, row); }
  bool operator()(const RowSet::Bits& bits) const {
    return ((bits[row / 64] >> (row % 64)) & 1) != 0;
  }
  bool operator()(const RowSet::Runs& runs) const {
    const auto behind = std::ranges::upper_bound(runs, row, {}, &RowSet::Run::first);
    return behind != runs.begin() && std::prev(behind)->last >= row;
  }
};

struct Largest {
  uint64_t operator()(const RowSet::List& list) const { return list.back(); }
  uint64_t operator()(const RowSet::Bits& bits) const {
    size_t word = bits.size() - 1;
    while (bits[word] == 0) {
      --word;
    }
    return word * 64 + 63 - static_cast<uint64_t>(std::countl_zero(bits[word]));
  }
  uint64_t operator()(const RowSet::Runs& runs) const { return runs.back().last; }
};

}  // namespace

Status RowSet::append(uint64_t key, Rows rows) {
  if (!blocks_.empty() && key <= blocks_.back().key) {
    return unordered("the blocks are not in ascending order");
  }
  ASSIGN_OR_RETURN(const uint64_t count, std::visit(Counter{}, rows));
  if (count > 0) {
    blocks_.push_back({.key = key, .rows = std::move(rows)});
    size_ += count;
  }
  return ok();
}

bool RowSet::contains(uint64_t number) const {
  const auto block = std::ranges::lower_bound(blocks_, number >> kBlockBits, {}, &Block::key);
  return block != blocks_.end() && block->key == number >> kBlockBits &&
         std::visit(Finder{static_cast<uint16_t>(number & kBlockMask)}, block->rows);
}

uint64_t RowSet::largest() const {
  if (blocks_.empty()) {
    return 0;
  }
  return (blocks_.back().key << kBlockBits) | std::visit(Largest{}, blocks_.back().rows);
}

}  // namespace tarn::types
