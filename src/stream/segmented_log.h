// A flow's log: groups of frames in segments, written at one end and given back at the other.
//
// finish_group() makes a group durable with one sync of each segment that it touched, nearly always
// one. drop_group() takes an unfinished group back. Space is reserved before it is needed: where
// the disk is full, append() and make_room() fail before anything that was there is touched. After
// an error of append(), drop_group() is allowed; after one of finish_group() the log must be opened
// again.
//
// Segments are given back oldest first, never from the middle: a record whose `previous` lies in a
// segment that is gone is an insert to whoever replays the log, and would be brought back to life
// by a deletion further up. One thread at a time.

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "storage/file_system.h"
#include "stream/cold_reads.h"
#include "stream/flow_frame.h"
#include "stream/segment.h"

namespace tarn::stream {

struct LogOptions {
  uint64_t segment_bytes_min = uint64_t{1} << 20;
  uint64_t segment_bytes_max = kSegmentBytesLimit;
  uint64_t resident_bytes_max = uint64_t{256}
                                << 20;  // while the log is opened; then keep_resident()
};

class SegmentedLog {
 public:
  // A group that is whole, as opening finds it.
  struct Group {
    FrameKind kind;
    BatchId batch;
    std::string_view text;
    Address begin;
  };
  using OnGroup = std::function<Status(const Group&)>;

  // Opens the log in `folder`, which is made if it is not there. Checks every byte, cuts off what a
  // crash left unfinished, and tells of every whole group whose text is whole, oldest first.
  // kCorrupt: a file and an offset; something that was durable is damaged or missing.
  static Result<std::unique_ptr<SegmentedLog>> open(storage::FileSystem& files, std::string folder,
                                                    const LogOptions& options,
                                                    const OnGroup& on_group);

  // Gives the frames with records once more, in order. The visitor sets the frame's times. After
  // each segment `on_segment` may make segments cold.
  using OnFrame =
      std::function<void(std::span<const std::byte> records, Address first, FrameEntry&)>;
  Status replay(const OnFrame& on_frame, const std::function<void()>& on_segment);

  // ---- writing
  // Reserves the space of a small batch, or says that there is none.
  Status make_room();
  void begin_group(FrameKind kind, BatchId batch);
  // Appends to the group. The address of the record.
  Result<Address> append(const Record& record);
  // Where the next record will stand, or before it.
  Address tail() const;
  // Closes the open frame, so that all of the group can be read frame by frame.
  Status close_frame();
  Status finish_group(std::string_view text, uint64_t oldest_segment);
  // `undo` is told of the group's frames, newest first, before they go.
  using OnDrop = std::function<Status(std::span<const std::byte> records, Address first)>;
  Status drop_group(const OnDrop& undo);
  // Bytes that the open group has appended so far.
  uint64_t group_bytes() const { return group_bytes_; }

  // ---- reading
  // The record's bytes up to the end of its segment's memory; empty where the segment is cold.
  std::span<const std::byte> resident(Address address) const;
  // Reads and checks cold records, sorted, joined, and several at a time.
  Status fetch(std::vector<Address> addresses, ColdRecords& into) const;
  // The records of a frame, checked one by one where they come from the disk. Valid until the next
  // call.
  Result<std::span<const std::byte>> records_of(const Segment& segment, const FrameEntry& frame);

  std::deque<Segment>& segments() { return segments_; }
  const Segment& oldest() const { return segments_.front(); }
  const Segment& newest() const { return segments_.back(); }
  Segment& segment_at(uint64_t number) { return segments_[number - segments_.front().number]; }
  // An address from its lower bits, of a record that is in the log.
  Address full_address(uint64_t location) const;
  static uint64_t location_of(Address address) {
    return (address / kRecordAlignment) & ((uint64_t{1} << 40) - 1);
  }

  uint64_t bytes() const;  // that frames take in all segments
  uint64_t record_count() const { return record_count_; }
  uint64_t record_bytes() const { return record_bytes_; }

  // ---- upkeep
  // The next frame that is worth a sweep at this watermark. The caller sets its times anew and
  // gives it back with note_times().
  struct FramePlace {
    Segment* segment;
    FrameEntry* frame;
  };
  std::optional<FramePlace> take_due(int64_t watermark_us);
  void note_times(const FramePlace& place);
  // Makes the oldest resident segments cold until the others take no more than `bytes`.
  void keep_resident(uint64_t bytes);
  uint64_t resident_bytes() const;
  // Deletes the segments before `number`: a finished group said that they are not needed.
  Status give_back_before(uint64_t number);
  // Has the next segment ready where the current one is nearly full.
  Status prepare_next();

  const std::string& folder() const { return folder_; }

 private:
  struct OpenFrame {
    uint64_t offset = 0;
    size_t used = kFrameHeaderBytes;
    size_t limit = 0;
    uint32_t record_count = 0;
    std::vector<int64_t> times_us = {};
  };
  struct OpenGroup {
    FrameKind kind;
    BatchId batch;
    uint64_t first_sequence;
    Address begin;
  };
  struct Due {
    int64_t due_us;
    Address frame;
    bool operator>(const Due& other) const { return due_us > other.due_us; }
  };
  struct Opening;  // segmented_log_open.cc

  SegmentedLog(storage::FileSystem& files, std::string folder, const LogOptions& options)
      : files_(files), folder_(std::move(folder)), options_(options) {}

  Segment& current() { return segments_.back(); }
  Status open_frame(size_t payload);
  Status seal(bool is_last, uint32_t text_bytes, uint64_t oldest_segment);
  Status flush();
  Status roll(size_t frame);
  Result<Segment> create_segment(uint64_t number, size_t frame);
  Status make_resident(Segment& segment);
  void forget_frame(const FrameEntry& frame);
  void note_frame(Segment& segment, FrameEntry frame);

  storage::FileSystem& files_;
  std::string folder_;
  LogOptions options_;
  std::deque<Segment> segments_;  // oldest first; the last one is written to
  std::optional<Segment> next_;   // prepared
  uint64_t epoch_ = 1;
  uint64_t next_sequence_ = 1;
  std::optional<OpenGroup> group_;
  std::optional<OpenFrame> frame_;
  std::vector<int64_t> spare_times_;
  uint64_t group_bytes_ = 0;
  uint64_t record_count_ = 0;
  uint64_t record_bytes_ = 0;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  BlockBuffer scratch_;
  mutable ReadThreads read_threads_;
};

}  // namespace tarn::stream
