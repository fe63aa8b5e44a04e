#include "stream/segment.h"

#include <sys/mman.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <new>

#include "base/check.h"

namespace tarn::stream {
namespace {

constexpr size_t kDigits = 12;
constexpr const char* kSuffix = ".seg";
constexpr size_t kSweepsOfAFrame = 4;
constexpr size_t kHugePageBytes = size_t{2} << 20;

}  // namespace

BlockBuffer::BlockBuffer(size_t bytes) : size_(bytes) {
  CHECK(bytes % storage::kBlockBytes == 0);
  const bool is_huge = bytes >= 2 * kHugePageBytes && bytes % kHugePageBytes == 0;
  const size_t alignment = is_huge ? kHugePageBytes : storage::kBlockBytes;
  bytes_.reset(static_cast<std::byte*>(std::aligned_alloc(alignment, bytes)));
  CHECK(bytes_ != nullptr);
  if (is_huge) {
    // One page fault for 2 MiB instead of 512. A kernel without huge pages says no, and all is
    // well.
    (void)madvise(bytes_.get(), bytes, MADV_HUGEPAGE);
  }
}

void BlockBuffer::Free::operator()(std::byte* bytes) const { std::free(bytes); }

void set_times(FrameEntry& frame, std::vector<int64_t>& times_us) {
  frame.earliest_us = kNeverExpires;
  frame.due_us = kNeverExpires;
  if (times_us.empty()) {
    return;
  }
  const size_t quarter = std::max<size_t>(1, frame.record_count / kSweepsOfAFrame);
  const auto due = times_us.begin() + static_cast<int64_t>(std::min(quarter, times_us.size())) - 1;
  std::nth_element(times_us.begin(), due, times_us.end());
  frame.due_us = *due;
  frame.earliest_us = *std::min_element(times_us.begin(), due + 1);
}

Error bad_record(const Segment& segment, Address address) {
  return {
      .code = ErrorCode::kCorrupt,
      .message = segment.path + ": the record at byte " + std::to_string(offset_of(address)) +
                 " is damaged; restore the file from a copy, or run a full refresh of the table"};
}

std::string segment_name(uint64_t number) {
  char name[32];
  std::snprintf(name, sizeof(name), "%0*llu%s", static_cast<int>(kDigits),
                static_cast<unsigned long long>(number), kSuffix);
  return name;
}

std::optional<uint64_t> segment_number(const std::string& name) {
  uint64_t number = 0;
  const char* const end = name.data() + std::min(name.size(), kDigits);
  const auto [stop, problem] = std::from_chars(name.data(), end, number);
  if (problem != std::errc() || stop != end || name != segment_name(number)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace tarn::stream
