#include <algorithm>

#include "stream/segmented_log.h"

namespace tarn::stream {
namespace {

using storage::kBlockBytes;

// Most records are shorter; a longer one is read again.
constexpr uint64_t kRecordGuess = 512;
// Two reads whose gap is shorter are one.
constexpr uint64_t kGapMax = 16 << 10;
constexpr uint64_t kRangeMax = 256 << 10;

// Records that one read covers: those at [first, last) of the sorted addresses.
struct Range {
  uint64_t segment = 0;
  uint64_t from = 0;  // in blocks
  uint64_t to = 0;
  size_t first = 0;
  size_t last = 0;
};

uint64_t end_of_guess(uint64_t offset, uint64_t capacity) {
  return std::min(rounded_up(offset + kRecordGuess, kBlockBytes), capacity);
}

struct RangeRecords {
  std::vector<std::pair<Address, Record>> records;
  std::vector<BlockBuffer> memory;
};

// The record at `offset`, which `bytes` was too short for.
Result<Record> read_long(const Segment& segment, uint64_t offset, uint64_t bytes,
                         RangeRecords& into) {
  while (true) {
    const uint64_t from = offset / kBlockBytes * kBlockBytes;
    const uint64_t to = rounded_up(offset + bytes, kBlockBytes);
    if (to > segment.capacity) {
      return bad_record(segment, address_of(segment.number, offset));
    }
    BlockBuffer memory(to - from);
    RETURN_IF_ERROR(segment.file->read_at(from, memory.part(0, to - from)));
    const ReadRecord read = read_record(memory.part(offset - from, to - from),
                                        address_of(segment.number, offset), RecordCheck::kChecksum);
    if (read.outcome == ReadRecord::Outcome::kRead) {
      into.memory.push_back(std::move(memory));
      return read.record;
    }
    if (read.outcome == ReadRecord::Outcome::kBad || read.bytes <= bytes) {
      return bad_record(segment, address_of(segment.number, offset));
    }
    bytes = read.bytes;
  }
}

}  // namespace

Status SegmentedLog::fetch(std::vector<Address> addresses, ColdRecords& into) const {
  std::ranges::sort(addresses);
  const auto repeated = std::ranges::unique(addresses);
  addresses.erase(repeated.begin(), repeated.end());

  std::vector<Range> ranges;
  for (size_t i = 0; i < addresses.size(); ++i) {
    const uint64_t segment = segment_of(addresses[i]);
    const uint64_t offset = offset_of(addresses[i]);
    const uint64_t from = offset / kBlockBytes * kBlockBytes;
    const uint64_t to = end_of_guess(offset, segments_[segment - oldest().number].capacity);
    if (!ranges.empty() && ranges.back().segment == segment && from <= ranges.back().to + kGapMax &&
        to - ranges.back().from <= kRangeMax) {
      ranges.back().to = std::max(ranges.back().to, to);
      ranges.back().last = i + 1;
    } else {
      ranges.push_back({.segment = segment, .from = from, .to = to, .first = i, .last = i + 1});
    }
  }

  std::vector<RangeRecords> read(ranges.size());
  RETURN_IF_ERROR(read_threads_.run(ranges.size(), [&](size_t task) -> Status {
    const Range& range = ranges[task];
    const Segment& segment = segments_[range.segment - oldest().number];
    BlockBuffer memory(range.to - range.from);
    RETURN_IF_ERROR(segment.file->read_at(range.from, memory.part(0, memory.size())));
    for (size_t i = range.first; i < range.last; ++i) {
      const uint64_t offset = offset_of(addresses[i]);
      const ReadRecord record = read_record(memory.part(offset - range.from, memory.size()),
                                            addresses[i], RecordCheck::kChecksum);
      if (record.outcome == ReadRecord::Outcome::kBad) {
        return bad_record(segment, addresses[i]);
      }
      if (record.outcome == ReadRecord::Outcome::kRead) {
        read[task].records.emplace_back(addresses[i], record.record);
        continue;
      }
      ASSIGN_OR_RETURN(const Record whole, read_long(segment, offset, record.bytes, read[task]));
      read[task].records.emplace_back(addresses[i], whole);
    }
    read[task].memory.push_back(std::move(memory));
    return ok();
  }));
  for (RangeRecords& range : read) {
    for (const auto& [address, record] : range.records) {
      into.add(address, record);
    }
    for (BlockBuffer& memory : range.memory) {
      into.keep(std::move(memory));
    }
  }
  return ok();
}

}  // namespace tarn::stream
