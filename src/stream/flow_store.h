// What a flow knows: its journal and its operators' state, in one log that is made durable with one
// sync.
//
// plan() journals a batch before it is computed. commit() makes all that was done to the state
// since then durable together with the batch's record; a crash before it returns leaves the state
// of the batch before, and the plan. State is a log-structured hash store
// (docs/decisions/002-keyed-state.md): records are appended, an index in memory holds 8 bytes a
// key and no key, keys are compared exactly. A batch costs what it holds: eviction hides what
// expired at once and removes it in small steps with later commits, and so does the reclaiming of
// old segments.
//
// Memory: the index (10 to 12.5 bytes an entry) and as many of the newest segments as memory_bytes
// leaves room for; older ones are read from the disk, checked. The index itself does not spill:
// where it alone is larger than the limit, only the segment that is written to stays in memory.
//
// A failed sync ends the process. After an error of plan(), commit() or abort() the store refuses
// all further work: open it again. After an error of another call, abort() takes the batch back.
// One thread at a time. (The index is cut into shards by the key's hash, which share nothing, so
// that lanes with disjoint ranges of hashes can be let in side by side; the log's tail is what they
// would share.)

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "storage/file_system.h"
#include "stream/keyed_state.h"
#include "stream/location_index.h"
#include "stream/segmented_log.h"

namespace tarn::stream {

class FlowStore final : public KeyedState {
 public:
  struct Options {
    uint64_t memory_bytes = uint64_t{512} << 20;
    uint64_t segment_bytes_min = uint64_t{1} << 20;
    uint64_t segment_bytes_max = kSegmentBytesLimit;  // made smaller where the limit is tight
    // Random: keys that were chosen to collide under one seed do not under another. Never stored.
    uint64_t hash_seed = 0;
    // The newest batch whose report others have; reports of later ones are kept.
    std::optional<BatchId> told_up_to;
  };
  struct Report {
    BatchId batch;
    std::string text;
  };
  struct Opened;

  // The store in `folder`, made if it is not there. kCorrupt: names the file and the byte.
  static Result<Opened> open(storage::FileSystem& files, const std::string& folder,
                             const Options& options);
  ~FlowStore() override;

  // Journals a batch: durable when it returns. kUnavailable: the disk is full, nothing was written.
  Status plan(BatchId batch, std::string_view text);
  // Makes the planned batch and its changes durable, with one sync.
  Status commit(BatchId batch, std::string_view report);
  // Others have the reports up to this batch: they need not be kept.
  void note_told(BatchId up_to);

  Result<std::vector<uint8_t>> insert_if_new(OperatorId op, const Keys& keys,
                                             std::span<const int64_t> expires_us) override;
  Result<Found> lookup(OperatorId op, const Keys& keys) override;
  Status put(OperatorId op, const Keys& keys, const Values& values,
             std::span<const int64_t> expires_us) override;
  Status erase(OperatorId op, const Keys& keys) override;
  Status evict(OperatorId op, int64_t up_to_us, const Emit& emit) override;
  size_t keys_wanted() const override;
  Status abort() override;
  Status for_each(OperatorId op, const Visit& visit) override;

  struct Size {
    uint64_t entries = 0;  // in the index, with those that expired and were not removed yet
    uint64_t index_bytes = 0;
    uint64_t resident_bytes = 0;
    uint64_t log_bytes = 0;
    uint64_t segments = 0;
  };
  Size size() const;

 private:
  // Records of the operator that stand before an address and expire up to a time are dead.
  struct Mark {
    OperatorId op = 0;
    int64_t up_to_us = 0;
    Address before = 0;
  };
  // What is known of a key at the moment.
  struct Entry {
    Address address = 0;  // 0: there is none
    std::string_view value = {};
    bool is_dead = false;  // evicted, and still in the index

    bool is_present() const { return address != 0 && !is_dead; }
  };
  struct Recovery;
  struct FrameRecord {
    Record record;
    Address address = 0;
    uint64_t hash = 0;  // of its key
  };

  FlowStore(std::unique_ptr<SegmentedLog> log, const Options& options);

  uint64_t hash_of(OperatorId op, std::string_view key) const;
  bool is_dead(const Record& record, Address address) const;
  template <typename Act>
  Status for_each_key(OperatorId op, const Keys& keys, const Act& act);
  Status write(uint64_t hash, const Entry& entry, Record record);
  std::span<const FrameRecord> parse(std::span<const std::byte> records, Address first);
  void replay_frame(std::span<const std::byte> records, Address first, FrameEntry& frame);
  void undo_frame(std::span<const std::byte> records, Address first);
  Status replay();
  Status may_work() const;
  Status fail(Status status);

  // flow_store_upkeep.cc
  std::string marks_text() const;
  static Result<std::vector<Mark>> take_marks(std::string_view& text);
  void add_mark(const Mark& mark);
  Status reclaim(uint64_t bytes_max);
  Status move_live_records(std::span<const std::byte> records, Address first);
  bool may_give_back_oldest() const;
  bool is_worth_reclaiming() const;
  Status sweep(uint64_t bytes_max);
  Status tidy_up(uint64_t bytes_max);
  void limit_memory();
  Status emit_expired(OperatorId op, int64_t up_to_us, const Emit& emit);

  Options options_;
  std::unique_ptr<SegmentedLog> log_;
  LocationIndex index_;
  std::vector<Mark> marks_;            // of all batches, this one's too
  std::vector<Mark> committed_marks_;  // without this one's
  std::optional<BatchId> planned_;
  uint64_t plan_segment_ = 1;    // in which the newest plan begins
  uint64_t oldest_segment_ = 1;  // that is still needed, once this batch is committed
  size_t reclaim_frame_ = 0;     // of that segment: the next one to move records from
  Status failure_;
  // Room that is used again.
  std::vector<uint64_t> hashes_;
  std::vector<FrameRecord> parsed_;
  std::vector<int64_t> times_us_;
};

struct FlowStore::Opened {
  std::unique_ptr<FlowStore> store;
  // The newest batch that was committed, and its plan.
  struct Committed {
    BatchId batch;
    std::string plan;
    std::string report;
  };
  std::optional<Committed> committed;
  // Planned, and not committed: plan() is not called for it again.
  std::optional<Report> unfinished;
  std::vector<Report> untold;  // committed, oldest first
};

}  // namespace tarn::stream
