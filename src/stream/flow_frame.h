// Frames and records: the bytes of a flow's log (docs/formats/flow-log.md holds the grammar).
//
// A frame begins at a block of its segment and is written once. A record is one change of one key;
// its place in the log is what the index and later records know it by. Everything is checked before
// it is believed: a frame by two checksums and its own address, a record by a checksum seeded with
// its address. Pure functions over bytes; numbers are little-endian.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "stream/keyed_state.h"

namespace tarn::stream {

// A place in the log: the segment's number, and the byte in it. Records stand at multiples of 8.
using Address = uint64_t;
inline constexpr unsigned kSegmentBits = 26;
inline constexpr uint64_t kSegmentBytesLimit = uint64_t{1} << kSegmentBits;
inline constexpr size_t kRecordAlignment = 8;

inline uint64_t segment_of(Address address) { return address >> kSegmentBits; }
inline uint64_t offset_of(Address address) { return address & (kSegmentBytesLimit - 1); }
inline Address address_of(uint64_t segment, uint64_t offset) {
  return segment << kSegmentBits | offset;
}

inline size_t rounded_up(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }

// ---- segments

// The first block of a segment file.
inline constexpr size_t kSegmentHeaderBytes = 4096;
void write_segment_header(std::span<std::byte> block, uint64_t number);
// Nothing where the block is no such header. The version may be one that we do not know.
struct SegmentHeader {
  uint32_t version = 0;
  uint64_t number = 0;
};
std::optional<SegmentHeader> read_segment_header(std::span<const std::byte> block);
inline constexpr uint32_t kFlowLogVersion = 1;

// ---- frames

enum class FrameKind : uint8_t {
  kPlanned = 1,    // offsets, clock and watermark of a batch that is about to run
  kCommitted = 2,  // the changes of a batch, and what it became
};

// One or more frames make a group: what became durable together. The text of a group is that of its
// frames, one behind the other.
struct FrameHeader {
  FrameKind kind = FrameKind::kPlanned;
  bool is_last = false;  // of its group
  BatchId batch;
  uint64_t epoch = 0;           // raised whenever frames may lie behind the end of the log
  uint64_t sequence = 0;        // one more than that of the frame before
  uint64_t group = 0;           // the sequence of the group's first frame
  Address address = 0;          // where the frame stands
  uint64_t oldest_segment = 0;  // in a group's last frame: segments before it are not needed
  uint32_t record_bytes = 0;
  uint32_t record_count = 0;
  uint32_t text_bytes = 0;

  size_t payload_bytes() const { return size_t{record_bytes} + text_bytes; }
};
inline constexpr size_t kFrameHeaderBytes = 96;

inline size_t frame_bytes(const FrameHeader& header) {
  return rounded_up(kFrameHeaderBytes + header.payload_bytes(), 4096);
}

// Writes the header in front of the payload, which stands behind it already.
void seal_frame(const FrameHeader& header, std::span<std::byte> frame);
// The frame at the front of `bytes`, which stands at `address`; nothing where there is no whole
// one.
std::optional<FrameHeader> read_frame(std::span<const std::byte> bytes, Address address);

// ---- records

struct Record {
  OperatorId op = 0;
  bool is_erase = false;
  std::string_view key;
  std::string_view value;  // without one: empty
  int64_t expires_us = kNeverExpires;
  Address previous = 0;  // the record that this one replaces; 0: there was none
};

size_t record_bytes(const Record& record);
void write_record(const Record& record, Address address, std::byte* out);

enum class RecordCheck { kTrusted, kChecksum };

struct ReadRecord {
  enum class Outcome { kRead, kCut, kBad } outcome = Outcome::kBad;
  Record record = {};
  size_t bytes =
      0;  // kRead: that it takes. kCut: how many to look at again; more may be needed then
};
// The record at the front of `bytes`, which stands at `address`.
ReadRecord read_record(std::span<const std::byte> bytes, Address address, RecordCheck check);

}  // namespace tarn::stream
