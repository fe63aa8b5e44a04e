// Opening a log: what is whole, where it ends, and what a crash left behind that end.

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "storage/path.h"
#include "stream/segmented_log.h"

namespace tarn::stream {
namespace {

using storage::kBlockBytes;

constexpr uint64_t kReadBytes = uint64_t{8} << 20;
constexpr const char* kAdvice =
    "; restore the file from a copy, or run a full refresh of the table";

Error corrupt(const std::string& what) {
  return {.code = ErrorCode::kCorrupt, .message = what + kAdvice};
}

Status read_all(const Segment& segment, const BlockBuffer& into) {
  for (uint64_t from = 0; from < segment.capacity; from += kReadBytes) {
    const uint64_t to = std::min(from + kReadBytes, segment.capacity);
    RETURN_IF_ERROR(segment.file->read_at(from, into.part(from, to)));
  }
  return ok();
}

}  // namespace

struct SegmentedLog::Opening {
  SegmentedLog& log;
  const OnGroup& on_group;

  // A group whose last frame has not been met.
  struct Unfinished {
    FrameHeader first;
    Address begin;
    bool is_whole;  // its first frame is in the log
    bool has_text = false;
    std::string text = {};
    std::vector<uint64_t> text_segments = {};
  };

  std::vector<uint64_t> unneeded = {};    // numbers of files before the run of segments
  std::optional<uint64_t> expected = {};  // the sequence of the next frame
  uint64_t epoch = 0;                     // of the newest frame
  uint64_t epoch_max = 0;                 // of any frame, also behind the end
  std::optional<Unfinished> group = {};
  uint64_t oldest_needed = 1;
  Address end = 0;      // behind the last whole group
  Address stopped = 0;  // behind the last whole frame
  bool has_left_overs = false;
  BlockBuffer scratch = {};
  uint64_t in_scratch = 0;  // the number of the segment that was read into it
  uint64_t last_read = 0;   // of those with a buffer of their own

  Status find_segments();
  Status add_segment(uint64_t number, bool is_newest);
  Status walk();
  Status walk_segment(Segment& segment, std::span<const std::byte> bytes);
  bool continues(const FrameHeader& header) const;
  Status take_frame(Segment& segment, const FrameHeader& header, std::span<const std::byte> frame);
  Status look_behind();
  Status cut_off();
  Status remove_unneeded();
  Result<std::span<const std::byte>> bytes_of(Segment& segment);
};

Result<std::unique_ptr<SegmentedLog>> SegmentedLog::open(storage::FileSystem& files,
                                                         std::string folder,
                                                         const LogOptions& options,
                                                         const OnGroup& on_group) {
  CHECK(options.segment_bytes_min <= options.segment_bytes_max);
  CHECK(options.segment_bytes_max <= kSegmentBytesLimit);
  RETURN_IF_ERROR(files.make_directories(folder));
  auto log = std::unique_ptr<SegmentedLog>(new SegmentedLog(files, std::move(folder), options));
  Opening opening{.log = *log, .on_group = on_group};
  RETURN_IF_ERROR(opening.find_segments());
  if (log->segments_.empty()) {
    ASSIGN_OR_RETURN(Segment first, log->create_segment(1, 0));
    first.buffer = BlockBuffer(first.capacity);
    log->segments_.push_back(std::move(first));
    return log;
  }
  RETURN_IF_ERROR(opening.walk());
  RETURN_IF_ERROR(opening.look_behind());
  RETURN_IF_ERROR(opening.cut_off());
  RETURN_IF_ERROR(opening.remove_unneeded());
  return log;
}

// The newest segments whose numbers follow each other. Others may be files whose deletion a power
// loss undid; remove_unneeded() decides.
Status SegmentedLog::Opening::find_segments() {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, log.files_.list_names(log.folder_));
  std::vector<uint64_t> numbers;
  for (const std::string& name : names) {
    if (name == "flow.log") {
      return Error{
          .code = ErrorCode::kUnsupported,
          .message = storage::join(log.folder_, name) +
                     " was written by an earlier version of Tarn; run a full refresh of the table"};
    }
    if (const auto number = segment_number(name)) {
      numbers.push_back(*number);
    }
  }
  size_t first = numbers.empty() ? 0 : numbers.size() - 1;
  while (first > 0 && numbers[first - 1] + 1 == numbers[first]) {
    --first;
  }
  unneeded.assign(numbers.begin(), numbers.begin() + static_cast<int64_t>(first));
  for (size_t i = first; i < numbers.size(); ++i) {
    RETURN_IF_ERROR(add_segment(numbers[i], i + 1 == numbers.size()));
  }
  // As much of the newest segments as the limit allows stays in memory from the first reading on.
  uint64_t resident = 0;
  for (auto segment = log.segments_.rbegin(); segment != log.segments_.rend(); ++segment) {
    resident += segment->capacity;
    if (resident > log.options_.resident_bytes_max) {
      break;
    }
    segment->buffer = BlockBuffer(segment->capacity);
  }
  return ok();
}

Status SegmentedLog::Opening::add_segment(uint64_t number, bool is_newest) {
  Segment segment{.number = number, .path = storage::join(log.folder_, segment_name(number))};
  ASSIGN_OR_RETURN(segment.file, log.files_.open_blocks(segment.path));
  segment.capacity = segment.file->size();
  std::optional<SegmentHeader> header;
  if (segment.capacity >= kSegmentHeaderBytes) {
    const BlockBuffer block(kSegmentHeaderBytes);
    RETURN_IF_ERROR(segment.file->read_at(0, block.part(0, kSegmentHeaderBytes)));
    header = read_segment_header(block.part(0, kSegmentHeaderBytes));
  }
  if (header && header->version != kFlowLogVersion) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message = segment.path + " has version " + std::to_string(header->version) +
                            " of the flow log; this version of Tarn reads " +
                            std::to_string(kFlowLogVersion)};
  }
  if (header && header->number == number && segment.capacity <= kSegmentBytesLimit) {
    log.segments_.push_back(std::move(segment));
    return ok();
  }
  // A crash while it was being made: nothing was ever written into it.
  if (is_newest) {
    ASSIGN_OR_RETURN(const std::string bytes, log.files_.read(segment.path));
    if (bytes.find_first_not_of('\0', std::min(kSegmentHeaderBytes, bytes.size())) ==
        std::string::npos) {
      segment.file.reset();
      RETURN_IF_ERROR(log.files_.remove(segment.path));
      return log.files_.sync_directory(log.folder_);
    }
  }
  return corrupt(segment.path + ": the block at byte 0 is damaged");
}

Result<std::span<const std::byte>> SegmentedLog::Opening::bytes_of(Segment& segment) {
  BlockBuffer& memory = segment.is_resident() ? segment.buffer : scratch;
  if (memory.size() < segment.capacity) {
    memory = BlockBuffer(segment.capacity);
  }
  uint64_t& known = segment.is_resident() ? last_read : in_scratch;
  if (known != segment.number) {
    RETURN_IF_ERROR(read_all(segment, memory));
    known = segment.number;
  }
  return std::span<const std::byte>(memory.part(0, segment.capacity));
}

Status SegmentedLog::Opening::walk() {
  end = stopped = address_of(log.segments_.front().number, kSegmentHeaderBytes);
  if (log.segments_.front().number == 1) {
    expected = 1;
  }
  for (Segment& segment : log.segments_) {
    ASSIGN_OR_RETURN(const auto bytes, bytes_of(segment));
    RETURN_IF_ERROR(walk_segment(segment, bytes));
  }
  return ok();
}

Status SegmentedLog::Opening::walk_segment(Segment& segment, std::span<const std::byte> bytes) {
  while (segment.end < segment.capacity) {
    const Address address = address_of(segment.number, segment.end);
    const auto header = read_frame(bytes.subspan(segment.end), address);
    if (!header || !continues(*header)) {
      return ok();
    }
    RETURN_IF_ERROR(take_frame(segment, *header, bytes.subspan(segment.end, frame_bytes(*header))));
  }
  return ok();
}

bool SegmentedLog::Opening::continues(const FrameHeader& header) const {
  if (expected && (header.sequence != *expected || header.epoch < epoch)) {
    return false;
  }
  if (!group) {
    return header.sequence == header.group || !expected;
  }
  return header.group == group->first.group && header.kind == group->first.kind &&
         header.batch == group->first.batch && header.epoch == group->first.epoch;
}

Status SegmentedLog::Opening::take_frame(Segment& segment, const FrameHeader& header,
                                         std::span<const std::byte> frame) {
  if (!group) {
    group = Unfinished{
        .first = header, .begin = header.address, .is_whole = header.sequence == header.group};
  }
  if (header.record_count > 0) {
    segment.frames.push_back({.offset = static_cast<uint32_t>(segment.end),
                              .record_bytes = header.record_bytes,
                              .record_count = header.record_count});
  }
  if (header.text_bytes > 0) {
    const auto text = frame.subspan(kFrameHeaderBytes + header.record_bytes, header.text_bytes);
    group->text.append(reinterpret_cast<const char*>(text.data()), text.size());
  }
  if (header.text_bytes > 0 || header.is_last) {
    group->text_segments.push_back(segment.number);
  }
  segment.end += frame.size();
  stopped = address_of(segment.number, segment.end);
  expected = header.sequence + 1;
  epoch = header.epoch;
  epoch_max = std::max(epoch_max, epoch);
  if (!header.is_last) {
    return ok();
  }
  end = stopped;
  oldest_needed = std::max(oldest_needed, header.oldest_segment);
  const Unfinished whole = *std::exchange(group, std::nullopt);
  if (header.kind == FrameKind::kCommitted) {
    for (const uint64_t number : whole.text_segments) {
      log.segment_at(number).newest_report = header.batch;
    }
  }
  return whole.is_whole ? on_group({.kind = header.kind,
                                    .batch = header.batch,
                                    .text = whole.text,
                                    .begin = whole.begin})
                        : ok();
}

// What stands behind the last whole frame. A frame of the group that would have come next is what a
// crash left of it; a frame of a later group says that the one before was durable, and is damaged
// now.
Status SegmentedLog::Opening::look_behind() {
  const uint64_t next = expected.value_or(0);
  for (uint64_t number = segment_of(stopped); number <= log.newest().number; ++number) {
    Segment& segment = log.segment_at(number);
    ASSIGN_OR_RETURN(const auto bytes, bytes_of(segment));
    const uint64_t from = number == segment_of(stopped) ? offset_of(stopped) : kSegmentHeaderBytes;
    for (uint64_t at = from; at < segment.capacity; at += kBlockBytes) {
      const auto header = read_frame(bytes.subspan(at), address_of(number, at));
      if (!header) {
        continue;
      }
      has_left_overs = true;
      epoch_max = std::max(epoch_max, header->epoch);
      if (header->epoch >= epoch && header->group > next) {
        return corrupt(log.segment_at(segment_of(stopped)).path + ": the frame at byte " +
                       std::to_string(offset_of(stopped)) + " is damaged, and batch " +
                       std::to_string(header->batch.value) + " behind it is not");
      }
    }
  }
  return ok();
}

// Makes the end of the last whole group the end of the log.
Status SegmentedLog::Opening::cut_off() {
  // Of several segments behind the end, the power took what was not synced.
  has_left_overs = has_left_overs || group.has_value() || log.newest().number > segment_of(end) + 1;
  if (group && !group->is_whole) {
    return corrupt(log.oldest().path +
                   ": the log begins in the middle of a batch that does not end");
  }
  if (has_left_overs) {
    while (log.newest().number > segment_of(end)) {
      log.segments_.back().file.reset();
      RETURN_IF_ERROR(log.files_.remove(log.newest().path));
      log.segments_.pop_back();
    }
    RETURN_IF_ERROR(log.files_.sync_directory(log.folder_));
    RETURN_IF_ERROR(log.current().file->clear_from(offset_of(end)));
  } else if (log.newest().number > segment_of(end)) {
    // Prepared, and empty.
    log.next_ = std::move(log.segments_.back());
    log.next_->buffer = BlockBuffer();
    log.segments_.pop_back();
  }
  Segment& segment = log.current();
  segment.end = offset_of(end);
  while (!segment.frames.empty() && segment.frames.back().offset >= segment.end) {
    segment.frames.pop_back();
  }
  for (Segment& each : log.segments_) {
    each.written = each.end;
  }
  if (group) {
    expected = group->first.sequence;
  }
  log.next_sequence_ = expected.value_or(1);
  log.epoch_ = epoch_max + 1;
  return log.make_resident(segment);
}

Status SegmentedLog::Opening::remove_unneeded() {
  if (oldest_needed < log.oldest().number) {
    return corrupt(storage::join(log.folder_, segment_name(log.oldest().number - 1)) +
                   " is missing");
  }
  for (const uint64_t number : unneeded) {
    RETURN_IF_ERROR(log.files_.remove(storage::join(log.folder_, segment_name(number))));
  }
  for (Segment& segment : log.segments_) {
    if (segment.number < oldest_needed) {
      segment.frames.clear();  // not counted yet
    }
  }
  return log.give_back_before(oldest_needed);
}

Status SegmentedLog::replay(const OnFrame& on_frame, const std::function<void()>& on_segment) {
  BlockBuffer scratch;
  for (Segment& segment : segments_) {
    if (segment.frames.empty()) {
      continue;
    }
    std::span<const std::byte> bytes = segment.buffer.part(0, segment.buffer.size());
    if (!segment.is_resident()) {
      if (scratch.size() < segment.capacity) {
        scratch = BlockBuffer(segment.capacity);
      }
      RETURN_IF_ERROR(read_all(segment, scratch));
      bytes = scratch.part(0, segment.capacity);
    }
    std::vector<FrameEntry> frames = std::exchange(segment.frames, {});
    segment.frames.reserve(frames.size());
    for (FrameEntry& frame : frames) {
      on_frame(bytes.subspan(frame.records_at(), frame.record_bytes),
               address_of(segment.number, frame.records_at()), frame);
      note_frame(segment, frame);
    }
    on_segment();
  }
  return ok();
}

}  // namespace tarn::stream
