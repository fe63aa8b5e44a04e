#include "stream/flow_frame.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace tarn::stream {
namespace {

constexpr uint64_t kSegmentMagic = 0x3147455320676c46;  // "Flg SEG1"
constexpr uint32_t kFrameMagic = 0x316d7246;            // "Frm1"

template <typename T>
T get(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof(value));
  return value;
}

template <typename T>
void put(std::byte* to, T value) {
  std::memcpy(to, &value, sizeof(value));
}

// A frame's header as it lies on the disk.
struct RawHeader {
  uint32_t magic;
  uint8_t kind;
  uint8_t is_last;
  uint16_t zeros;
  int64_t batch;
  uint64_t epoch;
  uint64_t sequence;
  uint64_t group;
  uint64_t address;
  uint64_t oldest_segment;
  uint32_t record_bytes;
  uint32_t record_count;
  uint32_t text_bytes;
  uint32_t more_zeros;
  uint64_t payload_checksum;
  uint64_t header_checksum;
};
static_assert(sizeof(RawHeader) <= kFrameHeaderBytes);
constexpr size_t kCheckedBytes = offsetof(RawHeader, header_checksum);

enum RecordFlag : uint8_t {
  kErase = 1,
  kHasPrevious = 2,
  kHasExpiry = 4,
  kHasValue = 8,
  kAllFlags = 15
};

constexpr size_t kRecordFixedBytes = 4 + 1 + 1;  // checksum, flags, operator
constexpr size_t kPreviousBytes = 5;
constexpr size_t kLengthBytesMax = 5;
// A location in a record: the address by its 8-byte steps, without the highest bits, which follow
// from where the record itself stands.
constexpr uint64_t kStepsMask = (uint64_t{1} << (8 * kPreviousBytes)) - 1;

size_t length_bytes(uint64_t length) {
  size_t bytes = 1;
  while (length >= 0x80) {
    length >>= 7;
    ++bytes;
  }
  return bytes;
}

std::byte* put_length(std::byte* out, uint64_t length) {
  while (length >= 0x80) {
    *out++ = static_cast<std::byte>(length | 0x80);
    length >>= 7;
  }
  *out++ = static_cast<std::byte>(length);
  return out;
}

// Reads at most kLengthBytesMax bytes; null where the length does not end there.
const std::byte* get_length(const std::byte* from, uint64_t& length) {
  length = 0;
  for (size_t i = 0; i < kLengthBytesMax; ++i) {
    const auto byte = static_cast<uint64_t>(from[i]);
    length |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      return from + i + 1;
    }
  }
  return nullptr;
}

uint32_t record_checksum(const std::byte* record, size_t bytes, Address address) {
  return static_cast<uint32_t>(XXH3_64bits_withSeed(record + 4, bytes - 4, address));
}

uint8_t flags_of(const Record& record) {
  return static_cast<uint8_t>((record.is_erase ? kErase : 0) |
                              (record.previous != 0 ? kHasPrevious : 0) |
                              (record.expires_us != kNeverExpires ? kHasExpiry : 0) |
                              (record.value.empty() ? 0 : kHasValue));
}

ReadRecord cut(size_t bytes) { return {.outcome = ReadRecord::Outcome::kCut, .bytes = bytes}; }

}  // namespace

void write_segment_header(std::span<std::byte> block, uint64_t number) {
  CHECK(block.size() == kSegmentHeaderBytes);
  std::ranges::fill(block, std::byte{0});
  put(block.data(), kSegmentMagic);
  put(block.data() + 8, uint64_t{kFlowLogVersion});
  put(block.data() + 16, number);
  put(block.data() + 24, uint64_t{XXH3_64bits(block.data(), 24)});
}

std::optional<SegmentHeader> read_segment_header(std::span<const std::byte> block) {
  if (block.size() < kSegmentHeaderBytes || get<uint64_t>(block.data()) != kSegmentMagic ||
      get<uint64_t>(block.data() + 24) != XXH3_64bits(block.data(), 24)) {
    return std::nullopt;
  }
  return SegmentHeader{.version = get<uint32_t>(block.data() + 8),
                       .number = get<uint64_t>(block.data() + 16)};
}

void seal_frame(const FrameHeader& header, std::span<std::byte> frame) {
  const size_t bytes = kFrameHeaderBytes + header.payload_bytes();
  CHECK(frame.size() == frame_bytes(header));
  std::fill(frame.begin() + static_cast<int64_t>(bytes), frame.end(), std::byte{0});
  RawHeader raw{
      .magic = kFrameMagic,
      .kind = static_cast<uint8_t>(header.kind),
      .is_last = header.is_last,
      .zeros = 0,
      .batch = header.batch.value,
      .epoch = header.epoch,
      .sequence = header.sequence,
      .group = header.group,
      .address = header.address,
      .oldest_segment = header.oldest_segment,
      .record_bytes = header.record_bytes,
      .record_count = header.record_count,
      .text_bytes = header.text_bytes,
      .more_zeros = 0,
      .payload_checksum = XXH3_64bits(frame.data() + kFrameHeaderBytes, header.payload_bytes()),
      .header_checksum = 0};
  raw.header_checksum = XXH3_64bits(&raw, kCheckedBytes);
  put(frame.data(), raw);
}

std::optional<FrameHeader> read_frame(std::span<const std::byte> bytes, Address address) {
  if (bytes.size() < kFrameHeaderBytes || get<uint32_t>(bytes.data()) != kFrameMagic) {
    return std::nullopt;
  }
  const auto raw = get<RawHeader>(bytes.data());
  if (raw.header_checksum != XXH3_64bits(&raw, kCheckedBytes) || raw.address != address ||
      (raw.kind != 1 && raw.kind != 2) || raw.is_last > 1) {
    return std::nullopt;
  }
  const FrameHeader header{.kind = static_cast<FrameKind>(raw.kind),
                           .is_last = raw.is_last == 1,
                           .batch = {raw.batch},
                           .epoch = raw.epoch,
                           .sequence = raw.sequence,
                           .group = raw.group,
                           .address = raw.address,
                           .oldest_segment = raw.oldest_segment,
                           .record_bytes = raw.record_bytes,
                           .record_count = raw.record_count,
                           .text_bytes = raw.text_bytes};
  if (frame_bytes(header) > bytes.size() ||
      raw.payload_checksum !=
          XXH3_64bits(bytes.data() + kFrameHeaderBytes, header.payload_bytes())) {
    return std::nullopt;
  }
  return header;
}

size_t record_bytes(const Record& record) {
  size_t bytes = kRecordFixedBytes + length_bytes(record.key.size()) + record.key.size();
  if (record.previous != 0) {
    bytes += kPreviousBytes;
  }
  if (record.expires_us != kNeverExpires) {
    bytes += sizeof(int64_t);
  }
  if (!record.value.empty()) {
    bytes += length_bytes(record.value.size()) + record.value.size();
  }
  return rounded_up(bytes, kRecordAlignment);
}

void write_record(const Record& record, Address address, std::byte* const out) {
  const size_t bytes = record_bytes(record);
  put(out + bytes - kRecordAlignment, uint64_t{0});  // what pads the end
  std::byte* at = out + 4;
  *at++ = static_cast<std::byte>(flags_of(record));
  *at++ = static_cast<std::byte>(record.op);
  at = put_length(at, record.key.size());
  if (!record.value.empty()) {
    at = put_length(at, record.value.size());
  }
  if (record.previous != 0) {
    const uint64_t steps = (record.previous / kRecordAlignment) & kStepsMask;
    std::memcpy(at, &steps, kPreviousBytes);
    at += kPreviousBytes;
  }
  if (record.expires_us != kNeverExpires) {
    put(at, record.expires_us);
    at += sizeof(int64_t);
  }
  if (!record.key.empty()) {
    std::memcpy(at, record.key.data(), record.key.size());
    at += record.key.size();
  }
  if (!record.value.empty()) {
    std::memcpy(at, record.value.data(), record.value.size());
  }
  put(out, record_checksum(out, bytes, address));
}

ReadRecord read_record(std::span<const std::byte> bytes, Address address, RecordCheck check) {
  // The lengths stand in the first bytes; a record of 8 bytes is whole without the rest.
  std::byte front[kRecordFixedBytes + 2 * kLengthBytesMax] = {};
  const std::byte* at = bytes.data();
  if (bytes.size() < sizeof(front)) {
    if (bytes.size() < kRecordAlignment) {
      return cut(sizeof(front));
    }
    std::memcpy(front, bytes.data(), bytes.size());
    at = front;
  }
  const auto flags = static_cast<uint8_t>(at[4]);
  if (flags > kAllFlags) {
    return {};
  }
  ReadRecord read;
  Record& record = read.record;
  record.is_erase = (flags & kErase) != 0;
  record.op = static_cast<OperatorId>(at[5]);
  const std::byte* const begin = at;
  at += kRecordFixedBytes;
  uint64_t key_bytes = 0;
  uint64_t value_bytes = 0;
  at = get_length(at, key_bytes);
  if (at != nullptr && (flags & kHasValue) != 0) {
    at = get_length(at, value_bytes);
  }
  if (at == nullptr || key_bytes > kSegmentBytesLimit || value_bytes > kSegmentBytesLimit) {
    return {};
  }
  const size_t fixed = static_cast<size_t>(at - begin) +
                       ((flags & kHasPrevious) != 0 ? kPreviousBytes : 0) +
                       ((flags & kHasExpiry) != 0 ? sizeof(int64_t) : 0);
  read.bytes = rounded_up(fixed + key_bytes + value_bytes, kRecordAlignment);
  if (read.bytes > bytes.size()) {
    return cut(read.bytes);
  }
  if (check == RecordCheck::kChecksum &&
      get<uint32_t>(bytes.data()) != record_checksum(bytes.data(), read.bytes, address)) {
    return {};
  }
  at = bytes.data() + (at - begin);
  if ((flags & kHasPrevious) != 0) {
    uint64_t steps = 0;
    std::memcpy(&steps, at, kPreviousBytes);
    const uint64_t own = address / kRecordAlignment;
    record.previous = (own - ((own - steps) & kStepsMask)) * kRecordAlignment;
    at += kPreviousBytes;
  }
  if ((flags & kHasExpiry) != 0) {
    record.expires_us = get<int64_t>(at);
    at += sizeof(int64_t);
  }
  record.key = {reinterpret_cast<const char*>(at), key_bytes};
  record.value = {reinterpret_cast<const char*>(at) + key_bytes, value_bytes};
  read.outcome = ReadRecord::Outcome::kRead;
  return read;
}

}  // namespace tarn::stream
