// What the tests of FlowStore stand on: a store of small segments in memory, that is opened, used,
// damaged.

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "storage/memory_file_system.h"
#include "storage/path.h"
#include "stream/flow_store.h"

namespace tarn::stream {

inline constexpr const char* kFolder = "checkpoint/0";
inline constexpr uint64_t kSegment = 64 << 10;

inline std::string path_of(uint64_t segment) {
  return storage::join(kFolder, segment_name(segment));
}

inline Keys numbered(int first, int count) {
  Keys keys;
  for (int i = first; i < first + count; ++i) {
    keys.add("key " + std::to_string(i));
  }
  return keys;
}

class FlowStoreGround : public testing::Test {
 protected:
  // Opens the store (again); its error, or nothing.
  std::string open() {
    store_.reset();
    auto opened = FlowStore::open(files_, kFolder, options_);
    if (!opened) {
      return opened.error().message;
    }
    opened_ = std::move(*opened);
    store_ = std::move(opened_.store);
    return "";
  }

  std::vector<uint8_t> insert(const Keys& keys, int64_t expires_us = kNeverExpires) {
    const std::vector<int64_t> times(keys.size(), expires_us);
    const auto is_new = store_->insert_if_new(0, keys, times);
    EXPECT_TRUE(is_new) << (is_new ? "" : is_new.error().message);
    return is_new ? *is_new : std::vector<uint8_t>();
  }

  int64_t known(const Keys& keys) {
    const auto found = store_->lookup(0, keys);
    EXPECT_TRUE(found) << (found ? "" : found.error().message);
    return found ? std::count(found->present.begin(), found->present.end(), 1) : -1;
  }

  void plan() { ASSERT_TRUE(store_->plan(batch_, "plan " + std::to_string(batch_.value))); }
  void commit() {
    ASSERT_TRUE(store_->commit(batch_, "report " + std::to_string(batch_.value)));
    ++batch_.value;
  }
  void run(const Keys& keys, int64_t expires_us = kNeverExpires) {
    plan();
    insert(keys, expires_us);
    commit();
  }

  // Turns a bit over, under the store's hands too.
  void damage(uint64_t segment, uint64_t offset) {
    auto file = files_.open_blocks(path_of(segment));
    ASSERT_TRUE(file);
    const BlockBuffer block(storage::kBlockBytes);
    const uint64_t from = offset / storage::kBlockBytes * storage::kBlockBytes;
    ASSERT_TRUE((*file)->read_at(from, block.part(0, block.size())));
    block.data()[offset - from] ^= std::byte{1};
    ASSERT_TRUE((*file)->write_at(from, block.part(0, block.size())));
    (*file)->sync();
  }

  // Frames take whole blocks behind the segment's first one.
  static uint64_t frame_at(uint64_t number) {
    return kSegmentHeaderBytes + number * storage::kBlockBytes;
  }

  ManualClock clock_{0};
  storage::MemoryFileSystem files_{clock_};
  FlowStore::Options options_{.memory_bytes = 16 << 20,
                              .segment_bytes_min = kSegment,
                              .segment_bytes_max = kSegment,
                              .hash_seed = 7};
  std::unique_ptr<FlowStore> store_;
  FlowStore::Opened opened_;
  BatchId batch_{0};
};

}  // namespace tarn::stream
