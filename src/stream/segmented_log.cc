#include "stream/segmented_log.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "storage/path.h"

namespace tarn::stream {
namespace {

using storage::kBlockBytes;

// Frames are closed at this size: what a sweep or a move looks at in one go.
constexpr size_t kFrameBytes = size_t{128} << 10;
// Frames of a big batch go to the disk in pieces of this size.
constexpr size_t kWriteBytes = size_t{1} << 20;
// A new segment takes this part of the log, between the options' bounds.
constexpr uint64_t kSegmentShare = 4;
// The next segment is made ready when less than this part of the current one is left.
constexpr uint64_t kReserveShare = 4;

}  // namespace

// ---- writing

Status SegmentedLog::make_room() {
  if (next_ || current().capacity - current().end >= current().capacity / kReserveShare) {
    return ok();
  }
  return prepare_next();
}

Status SegmentedLog::prepare_next() {
  if (next_ || current().capacity - current().end >= current().capacity / kReserveShare) {
    return ok();
  }
  ASSIGN_OR_RETURN(next_, create_segment(current().number + 1, 0));
  return ok();
}

void SegmentedLog::begin_group(FrameKind kind, BatchId batch) {
  CHECK(!group_ && !frame_);
  group_ = OpenGroup{.kind = kind,
                     .batch = batch,
                     .first_sequence = next_sequence_,
                     .begin = address_of(current().number, current().end)};
  group_bytes_ = 0;
}

Address SegmentedLog::tail() const {
  return address_of(newest().number, frame_ ? frame_->offset + frame_->used : newest().end);
}

Result<Address> SegmentedLog::append(const Record& record) {
  CHECK(group_.has_value());
  const size_t bytes = tarn::stream::record_bytes(record);
  if (frame_ && frame_->used + bytes > frame_->limit) {
    RETURN_IF_ERROR(seal(false, 0, 0));
  }
  if (!frame_) {
    if (bytes > kSegmentBytesLimit / 2) {
      return Error{.code = ErrorCode::kUnsupported,
                   .message = "a key and its value of " + std::to_string(bytes) +
                              " bytes are too long for the state of a flow"};
    }
    RETURN_IF_ERROR(open_frame(bytes));
  }
  const uint64_t offset = frame_->offset + frame_->used;
  const Address address = address_of(current().number, offset);
  write_record(record, address, current().buffer.data() + offset);
  frame_->used += bytes;
  ++frame_->record_count;
  group_bytes_ += bytes;
  if (!record.is_erase && record.expires_us != kNeverExpires) {
    frame_->times_us.push_back(record.expires_us);
  }
  return address;
}

Status SegmentedLog::close_frame() { return frame_ ? seal(false, 0, 0) : ok(); }

// Opens a frame that has room for `payload` bytes at least.
Status SegmentedLog::open_frame(size_t payload) {
  const size_t needed = rounded_up(kFrameHeaderBytes + payload, kBlockBytes);
  if (needed > current().capacity - current().end) {
    RETURN_IF_ERROR(roll(needed));
  }
  const size_t room = current().capacity - current().end;
  frame_ = OpenFrame{.offset = current().end,
                     .limit = std::min(std::max(needed, kFrameBytes), room),
                     .times_us = std::move(spare_times_)};
  frame_->times_us.clear();
  return ok();
}

Status SegmentedLog::seal(bool is_last, uint32_t text_bytes, uint64_t oldest_segment) {
  Segment& segment = current();
  const FrameHeader header{
      .kind = group_->kind,
      .is_last = is_last,
      .batch = group_->batch,
      .epoch = epoch_,
      .sequence = next_sequence_,
      .group = group_->first_sequence,
      .address = address_of(segment.number, frame_->offset),
      .oldest_segment = oldest_segment,
      .record_bytes = static_cast<uint32_t>(frame_->used - kFrameHeaderBytes) - text_bytes,
      .record_count = frame_->record_count,
      .text_bytes = text_bytes};
  const size_t bytes = frame_bytes(header);
  seal_frame(header, segment.buffer.part(frame_->offset, frame_->offset + bytes));
  ++next_sequence_;
  segment.end = frame_->offset + bytes;
  group_bytes_ += bytes - header.record_bytes;
  if (header.record_count > 0) {
    FrameEntry entry{.offset = static_cast<uint32_t>(frame_->offset),
                     .record_bytes = header.record_bytes,
                     .record_count = header.record_count};
    set_times(entry, frame_->times_us);
    note_frame(segment, entry);
  }
  spare_times_ = std::move(frame_->times_us);
  frame_.reset();
  return segment.end - segment.written >= kWriteBytes ? flush() : ok();
}

void SegmentedLog::note_frame(Segment& segment, FrameEntry frame) {
  record_count_ += frame.record_count;
  record_bytes_ += frame.record_bytes;
  segment.frames.push_back(frame);
  if (frame.due_us != kNeverExpires) {
    due_.push({.due_us = frame.due_us, .frame = address_of(segment.number, frame.offset)});
  }
}

void SegmentedLog::forget_frame(const FrameEntry& frame) {
  record_count_ -= frame.record_count;
  record_bytes_ -= frame.record_bytes;
}

// Gives the disk what has been sealed.
Status SegmentedLog::flush() {
  Segment& segment = current();
  if (segment.end > segment.written) {
    RETURN_IF_ERROR(
        segment.file->write_at(segment.written, segment.buffer.part(segment.written, segment.end)));
    segment.written = segment.end;
    segment.is_dirty = true;
  }
  return ok();
}

Status SegmentedLog::roll(size_t frame) {
  RETURN_IF_ERROR(flush());
  if (next_ && next_->capacity - kSegmentHeaderBytes < frame) {
    next_->file.reset();
    RETURN_IF_ERROR(files_.remove(next_->path));
    next_.reset();
  }
  if (!next_) {
    ASSIGN_OR_RETURN(next_, create_segment(current().number + 1, frame));
  }
  next_->buffer = BlockBuffer(next_->capacity);
  segments_.push_back(*std::exchange(next_, std::nullopt));
  return ok();
}

// A new segment with room for a frame of that many bytes, reserved and named durably.
Result<Segment> SegmentedLog::create_segment(uint64_t number, size_t frame) {
  uint64_t capacity = std::clamp(std::bit_ceil(bytes() / kSegmentShare + 1),
                                 options_.segment_bytes_min, options_.segment_bytes_max);
  capacity = std::max<uint64_t>(capacity, kSegmentHeaderBytes + frame);
  CHECK(capacity <= kSegmentBytesLimit);
  Segment segment{.number = number, .path = storage::join(folder_, segment_name(number))};
  ASSIGN_OR_RETURN(segment.file, files_.create_blocks(segment.path, capacity));
  segment.capacity = capacity;
  const BlockBuffer header(kSegmentHeaderBytes);
  write_segment_header(header.part(0, kSegmentHeaderBytes), number);
  if (const Status written = segment.file->write_at(0, header.part(0, kSegmentHeaderBytes));
      !written) {
    // The name must be free for the next try.
    (void)files_.remove(segment.path);
    return written.error();
  }
  segment.file->sync();
  RETURN_IF_ERROR(files_.sync_directory(folder_));
  return segment;
}

Status SegmentedLog::finish_group(std::string_view text, uint64_t oldest_segment) {
  CHECK(group_.has_value());
  const bool is_report = group_->kind == FrameKind::kCommitted;
  while (true) {
    if (frame_ && !text.empty() && frame_->used == frame_->limit) {
      RETURN_IF_ERROR(seal(false, 0, 0));
    }
    if (!frame_) {
      RETURN_IF_ERROR(open_frame(std::min(text.size(), kFrameBytes - kFrameHeaderBytes)));
    }
    const size_t part = std::min(text.size(), frame_->limit - frame_->used);
    std::memcpy(current().buffer.data() + frame_->offset + frame_->used, text.data(), part);
    frame_->used += part;
    text.remove_prefix(part);
    if (is_report) {
      current().newest_report = group_->batch;
    }
    RETURN_IF_ERROR(seal(text.empty(), static_cast<uint32_t>(part), oldest_segment));
    if (text.empty()) {
      break;
    }
  }
  RETURN_IF_ERROR(flush());
  for (uint64_t number = segment_of(group_->begin); number <= current().number; ++number) {
    Segment& segment = segment_at(number);
    if (std::exchange(segment.is_dirty, false)) {
      segment.file->sync();
    }
  }
  group_.reset();
  return ok();
}

Status SegmentedLog::drop_group(const OnDrop& undo) {
  CHECK(group_.has_value());
  if (frame_) {
    const size_t records = frame_->used - kFrameHeaderBytes;
    const uint64_t first = frame_->offset + kFrameHeaderBytes;
    RETURN_IF_ERROR(
        undo(current().buffer.part(first, first + records), address_of(current().number, first)));
    frame_.reset();
  }
  const uint64_t begin = segment_of(group_->begin);
  while (true) {
    Segment& segment = current();
    while (!segment.frames.empty() &&
           address_of(segment.number, segment.frames.back().offset) >= group_->begin) {
      const FrameEntry frame = segment.frames.back();
      ASSIGN_OR_RETURN(const auto records, records_of(segment, frame));
      RETURN_IF_ERROR(undo(records, address_of(segment.number, frame.records_at())));
      forget_frame(frame);
      segment.frames.pop_back();
    }
    if (segment.number == begin) {
      break;
    }
    if (next_) {
      next_->file.reset();
      RETURN_IF_ERROR(files_.remove(next_->path));
      next_.reset();
    }
    segment.file.reset();
    RETURN_IF_ERROR(files_.remove(segment.path));
    RETURN_IF_ERROR(files_.sync_directory(folder_));
    segments_.pop_back();
  }
  current().end = offset_of(group_->begin);
  // What reached the disk must not stay: where the next group's first frame has no room in this
  // segment, nothing would lie over the frames of this one, and they would be taken for its
  // beginning.
  if (current().written > current().end) {
    RETURN_IF_ERROR(current().file->clear_from(current().end));
  }
  current().written = current().end;
  current().is_dirty = false;
  RETURN_IF_ERROR(make_resident(current()));
  next_sequence_ = group_->first_sequence;
  ++epoch_;
  group_.reset();
  return ok();
}

// ---- reading

std::span<const std::byte> SegmentedLog::resident(Address address) const {
  const Segment& segment = segments_[segment_of(address) - segments_.front().number];
  if (!segment.is_resident()) {
    return {};
  }
  return segment.buffer.part(offset_of(address), segment.buffer.size());
}

Address SegmentedLog::full_address(uint64_t location) const {
  const uint64_t oldest_steps = address_of(oldest().number, 0) / kRecordAlignment;
  constexpr uint64_t kMask = (uint64_t{1} << 40) - 1;
  return (oldest_steps + ((location - oldest_steps) & kMask)) * kRecordAlignment;
}

Result<std::span<const std::byte>> SegmentedLog::records_of(const Segment& segment,
                                                            const FrameEntry& frame) {
  const uint64_t first = frame.records_at();
  if (segment.is_resident()) {
    return std::span<const std::byte>(segment.buffer.part(first, first + frame.record_bytes));
  }
  const size_t bytes = rounded_up(kFrameHeaderBytes + frame.record_bytes, kBlockBytes);
  if (scratch_.size() < bytes) {
    scratch_ = BlockBuffer(bytes);
  }
  RETURN_IF_ERROR(segment.file->read_at(frame.offset, scratch_.part(0, bytes)));
  const Address address = address_of(segment.number, first);
  const auto records = std::span<const std::byte>(
      scratch_.part(kFrameHeaderBytes, kFrameHeaderBytes + frame.record_bytes));
  for (size_t at = 0; at < records.size();) {
    const ReadRecord read = read_record(records.subspan(at), address + at, RecordCheck::kChecksum);
    if (read.outcome != ReadRecord::Outcome::kRead) {
      return bad_record(segment, address + at);
    }
    at += read.bytes;
  }
  return records;
}

// ---- upkeep

uint64_t SegmentedLog::bytes() const {
  uint64_t bytes = 0;
  for (const Segment& segment : segments_) {
    bytes += segment.end;
  }
  return bytes;
}

uint64_t SegmentedLog::resident_bytes() const {
  uint64_t bytes = 0;
  for (const Segment& segment : segments_) {
    bytes += segment.is_resident() ? segment.end : 0;
  }
  return bytes;
}

void SegmentedLog::keep_resident(uint64_t bytes) {
  options_.resident_bytes_max = bytes;
  uint64_t resident = resident_bytes();
  for (Segment& segment : segments_) {
    if (resident <= bytes || segment.number == current().number) {
      return;
    }
    if (segment.is_resident()) {
      resident -= segment.end;
      segment.buffer = BlockBuffer();
    }
  }
}

Status SegmentedLog::make_resident(Segment& segment) {
  if (segment.is_resident()) {
    return ok();
  }
  segment.buffer = BlockBuffer(segment.capacity);
  return segment.file->read_at(0, segment.buffer.part(0, segment.end));
}

std::optional<SegmentedLog::FramePlace> SegmentedLog::take_due(int64_t watermark_us) {
  while (!due_.empty() && due_.top().due_us <= watermark_us) {
    const Due due = due_.top();
    due_.pop();
    const uint64_t number = segment_of(due.frame);
    if (number < oldest().number || number > newest().number) {
      continue;  // the segment was given back, or its batch taken back
    }
    Segment& segment = segment_at(number);
    const auto frame =
        std::ranges::lower_bound(segment.frames, offset_of(due.frame), {},
                                 [](const FrameEntry& f) { return uint64_t{f.offset}; });
    if (frame != segment.frames.end() && frame->offset == offset_of(due.frame) &&
        frame->due_us == due.due_us) {
      return FramePlace{.segment = &segment, .frame = &*frame};
    }
  }
  return std::nullopt;
}

void SegmentedLog::note_times(const FramePlace& place) {
  if (place.frame->due_us != kNeverExpires) {
    due_.push({.due_us = place.frame->due_us,
               .frame = address_of(place.segment->number, place.frame->offset)});
  }
}

Status SegmentedLog::give_back_before(uint64_t number) {
  while (oldest().number < number) {
    CHECK(segments_.size() > 1);
    for (const FrameEntry& frame : oldest().frames) {
      forget_frame(frame);
    }
    const std::string path = oldest().path;
    segments_.pop_front();
    // Not made durable: a segment that comes back after a power loss is deleted at the next start.
    RETURN_IF_ERROR(files_.remove(path));
  }
  return ok();
}

}  // namespace tarn::stream
