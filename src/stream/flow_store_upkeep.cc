// What keeps a store from growing: eviction by time, sweeps of what expired, reclaiming of old
// segments.

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "base/check.h"
#include "stream/flow_store.h"

namespace tarn::stream {
namespace {

constexpr size_t kMarkBytes = 24;

// A log may be this many times as large as what is alive in it, and a few segments more.
constexpr uint64_t kLogPerLive = 2;
constexpr uint64_t kSegmentsOfSlack = 2;

void put_number(std::string& out, uint64_t value) {
  char raw[sizeof(value)];
  std::memcpy(raw, &value, sizeof(value));
  out.append(raw, sizeof(raw));
}

uint64_t number_at(std::string_view text, size_t at) {
  uint64_t value = 0;
  std::memcpy(&value, text.data() + at, sizeof(value));
  return value;
}

}  // namespace

// ---- marks

// All marks that still matter, in front of a batch's report.
std::string FlowStore::marks_text() const {
  std::string text;
  put_number(text, marks_.size());
  for (const Mark& mark : marks_) {
    put_number(text, mark.op);
    put_number(text, static_cast<uint64_t>(mark.up_to_us));
    put_number(text, mark.before);
  }
  return text;
}

Result<std::vector<FlowStore::Mark>> FlowStore::take_marks(std::string_view& text) {
  const Error cut{.code = ErrorCode::kCorrupt,
                  .message = "a batch's record in the flow's log is cut off"};
  if (text.size() < sizeof(uint64_t)) {
    return cut;
  }
  const uint64_t count = number_at(text, 0);
  text.remove_prefix(sizeof(uint64_t));
  if (count > text.size() / kMarkBytes) {
    return cut;
  }
  std::vector<Mark> marks;
  for (uint64_t i = 0; i < count; ++i) {
    marks.push_back({.op = static_cast<OperatorId>(number_at(text, 0)),
                     .up_to_us = static_cast<int64_t>(number_at(text, 8)),
                     .before = number_at(text, 16)});
    text.remove_prefix(kMarkBytes);
  }
  return marks;
}

// A later mark that reaches as far makes an earlier one superfluous. One is left for each operator,
// unless its watermark falls. Marks on segments that are gone have nothing left to say.
void FlowStore::add_mark(const Mark& mark) {
  std::erase_if(marks_, [&](const Mark& earlier) {
    return (earlier.op == mark.op && earlier.up_to_us <= mark.up_to_us) ||
           segment_of(earlier.before) < log_->oldest().number;
  });
  marks_.push_back(mark);
}

Status FlowStore::emit_expired(OperatorId op, int64_t up_to_us, const Emit& emit) {
  RETURN_IF_ERROR(log_->close_frame());
  for (const Segment& segment : log_->segments()) {
    for (const FrameEntry& frame : segment.frames) {
      if (frame.earliest_us > up_to_us || frame.earliest_us == kNeverExpires) {
        continue;
      }
      Keys keys;
      Values values;
      ASSIGN_OR_RETURN(const auto records, log_->records_of(segment, frame));
      const Address first = address_of(segment.number, frame.records_at());
      for (const auto& [record, address, hash] : parse(records, first)) {
        if (record.op == op && !record.is_erase && record.expires_us <= up_to_us &&
            record.expires_us != kNeverExpires && !is_dead(record, address) &&
            index_.holds(hash, SegmentedLog::location_of(address))) {
          keys.add(record.key);
          values.add(record.value);
        }
      }
      if (keys.size() > 0) {
        RETURN_IF_ERROR(emit(keys, values));
      }
    }
  }
  return ok();
}

// Removes dead entries from the index, frame by frame. Only what a committed batch declared dead: a
// batch that is taken back must find its entries again.
Status FlowStore::sweep(uint64_t bytes_max) {
  if (marks_.empty()) {
    return ok();
  }
  const int64_t watermark_us = std::ranges::max(marks_, {}, &Mark::up_to_us).up_to_us;
  uint64_t bytes = 0;
  while (bytes < bytes_max) {
    const auto place = log_->take_due(watermark_us);
    if (!place) {
      return ok();
    }
    ASSIGN_OR_RETURN(const auto records, log_->records_of(*place->segment, *place->frame));
    const Address first = address_of(place->segment->number, place->frame->records_at());
    times_us_.clear();
    for (const auto& [record, address, hash] : parse(records, first)) {
      if (record.is_erase || record.expires_us == kNeverExpires) {
        continue;
      }
      if (is_dead(record, address)) {
        index_.erase(hash, SegmentedLog::location_of(address));
      } else {
        times_us_.push_back(record.expires_us);
      }
    }
    set_times(*place->frame, times_us_);
    // What another operator's watermark has not reached is looked at again when any watermark
    // moves.
    if (place->frame->due_us <= watermark_us) {
      place->frame->due_us = watermark_us + 1;
    }
    log_->note_times(*place);
    bytes += records.size();
  }
  return ok();
}

// ---- reclaiming

bool FlowStore::may_give_back_oldest() const {
  const Segment& segment = log_->segment_at(oldest_segment_);
  const bool is_told = !segment.newest_report ||
                       (options_.told_up_to && *segment.newest_report <= *options_.told_up_to);
  return is_told && oldest_segment_ < plan_segment_;
}

bool FlowStore::is_worth_reclaiming() const {
  uint64_t log_bytes = log_->bytes();
  for (uint64_t number = log_->oldest().number; number < oldest_segment_; ++number) {
    log_bytes -= log_->segment_at(number).end;
  }
  const uint64_t records = std::max<uint64_t>(log_->record_count(), 1);
  const uint64_t live = index_.size() * log_->record_bytes() / records;
  return log_bytes > kLogPerLive * live + kSegmentsOfSlack * log_->newest().capacity;
}

// Moves what is alive in the oldest segment to the end of the log, in steps; when all is moved, the
// segment goes with this batch's commit. Runs inside that commit, which is not taken back any more.
Status FlowStore::reclaim(uint64_t bytes_max) {
  uint64_t bytes = 0;
  while (bytes < bytes_max && may_give_back_oldest() &&
         (reclaim_frame_ > 0 || is_worth_reclaiming())) {
    const Segment& segment = log_->segment_at(oldest_segment_);
    while (reclaim_frame_ < segment.frames.size() && bytes < bytes_max) {
      const FrameEntry frame = segment.frames[reclaim_frame_++];
      ASSIGN_OR_RETURN(const auto records, log_->records_of(segment, frame));
      RETURN_IF_ERROR(move_live_records(records, address_of(segment.number, frame.records_at())));
      bytes += records.size();
    }
    if (reclaim_frame_ < segment.frames.size()) {
      return ok();
    }
    ++oldest_segment_;
    reclaim_frame_ = 0;
  }
  return ok();
}

Status FlowStore::move_live_records(std::span<const std::byte> records, Address first) {
  for (const auto& [record, address, hash] : parse(records, first)) {
    const uint64_t location = SegmentedLog::location_of(address);
    if (record.is_erase || !index_.holds(hash, location)) {
      continue;
    }
    // At its new place no mark would reach it.
    if (is_dead(record, address)) {
      index_.erase(hash, location);
      continue;
    }
    Record moved = record;
    moved.previous = 0;
    RETURN_IF_ERROR(write(hash, {.address = address}, moved));
  }
  return ok();
}

Status FlowStore::tidy_up(uint64_t bytes_max) {
  RETURN_IF_ERROR(log_->give_back_before(oldest_segment_));
  RETURN_IF_ERROR(sweep(bytes_max));
  limit_memory();
  // Where the disk is full now, the next plan() says so.
  (void)log_->prepare_next();
  return ok();
}

void FlowStore::limit_memory() {
  const uint64_t index = index_.bytes();
  log_->keep_resident(options_.memory_bytes > index ? options_.memory_bytes - index : 0);
}

}  // namespace tarn::stream
