// One file of a flow's log, and what is known of it in memory.
//
// A segment is resident while its bytes lie in memory too, and cold after; the one that is written
// to is always resident. Its frames with records are listed, with the times at which their records
// expire.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "storage/block_file.h"
#include "stream/flow_frame.h"

namespace tarn::stream {

// Memory that a BlockFile takes. Pages are touched when they are written first.
class BlockBuffer {
 public:
  BlockBuffer() = default;
  explicit BlockBuffer(size_t bytes);

  std::byte* data() const { return bytes_.get(); }
  size_t size() const { return size_; }
  bool is_empty() const { return size_ == 0; }
  std::span<std::byte> part(size_t from, size_t to) const { return {data() + from, to - from}; }

 private:
  struct Free {
    void operator()(std::byte* bytes) const;
  };
  std::unique_ptr<std::byte, Free> bytes_;
  size_t size_ = 0;
};

// A frame with records.
struct FrameEntry {
  uint32_t offset = 0;  // of the frame in its segment
  uint32_t record_bytes = 0;
  uint32_t record_count = 0;
  int64_t earliest_us = kNeverExpires;  // of its records' times
  int64_t due_us = kNeverExpires;       // the watermark from which it is worth a sweep

  uint32_t records_at() const { return offset + static_cast<uint32_t>(kFrameHeaderBytes); }
};

// Sets the times of a frame whose records expire at `times_us` (reordered here). It is due when a
// quarter of all its records has expired, and another quarter after each sweep.
void set_times(FrameEntry& frame, std::vector<int64_t>& times_us);

struct Segment {
  uint64_t number = 0;
  std::string path;
  std::unique_ptr<storage::BlockFile> file;
  uint64_t capacity = 0;
  uint64_t end = kSegmentHeaderBytes;      // behind the last whole frame
  uint64_t written = kSegmentHeaderBytes;  // up to here the file has the bytes, synced or not
  bool is_dirty = false;                   // something was written since the last sync
  BlockBuffer buffer;                      // empty: cold
  std::vector<FrameEntry> frames;
  std::optional<BatchId> newest_report;  // of which some text stands here

  bool is_resident() const { return !buffer.is_empty(); }
};

// Says that bytes which were durable are not what was written.
Error bad_record(const Segment& segment, Address address);

std::string segment_name(uint64_t number);
// The number in a segment's file name; nothing for other names.
std::optional<uint64_t> segment_number(const std::string& name);

}  // namespace tarn::stream
