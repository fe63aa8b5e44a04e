#include "stream/flow_store.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "base/check.h"

namespace tarn::stream {
namespace {

// So many keys ahead their slots are brought near.
constexpr size_t kPrefetchDistance = 24;
// So many cold candidates are collected before they are read.
constexpr size_t kColdReadsMax = 16 << 10;
// Of the memory limit, a segment takes this part at most.
constexpr uint64_t kSegmentsInMemory = 8;
// What a commit may spend on upkeep: a fixed part, and a multiple of what the batch appended.
// Moving records out of a segment that is half dead gives back as much as it writes, so a multiple
// of four keeps pace.
constexpr uint64_t kUpkeepBytes = 64 << 10;
constexpr uint64_t kUpkeepPerByte = 4;

uint64_t upkeep_for(uint64_t batch_bytes) { return kUpkeepBytes + kUpkeepPerByte * batch_bytes; }

LogOptions log_options(const FlowStore::Options& options) {
  const uint64_t share =
      std::bit_floor(std::max<uint64_t>(options.memory_bytes / kSegmentsInMemory, 1));
  return {
      .segment_bytes_min = options.segment_bytes_min,
      .segment_bytes_max = std::clamp(share, options.segment_bytes_min, options.segment_bytes_max),
      .resident_bytes_max = options.memory_bytes};
}

}  // namespace

FlowStore::FlowStore(std::unique_ptr<SegmentedLog> log, const Options& options)
    : options_(options), log_(std::move(log)) {}

FlowStore::~FlowStore() = default;

// ---- opening

// What the groups of the log say, as they come by.
struct FlowStore::Recovery {
  std::optional<BatchId> told_up_to;
  Opened opened = {};
  std::optional<uint64_t> plan_segment = {};
  std::vector<Mark> marks = {};

  Status take(const SegmentedLog::Group& group) {
    std::string_view text = group.text;
    if (group.kind == FrameKind::kPlanned) {
      opened.unfinished = Report{.batch = group.batch, .text = std::string(text)};
      plan_segment = segment_of(group.begin);
      return ok();
    }
    ASSIGN_OR_RETURN(marks, take_marks(text));
    std::optional<Report> plan = std::exchange(opened.unfinished, std::nullopt);
    // The plans of the oldest batches may have been given back with their segments.
    opened.committed = Opened::Committed{.batch = group.batch,
                                         .plan = plan ? std::move(plan->text) : std::string(),
                                         .report = std::string(text)};
    if (!told_up_to || group.batch > *told_up_to) {
      opened.untold.push_back({.batch = group.batch, .text = std::string(text)});
    }
    return ok();
  }
};

Result<FlowStore::Opened> FlowStore::open(storage::FileSystem& files, const std::string& folder,
                                          const Options& options) {
  Recovery recovery{.told_up_to = options.told_up_to};
  ASSIGN_OR_RETURN(auto log, SegmentedLog::open(files, folder, log_options(options),
                                                [&](const SegmentedLog::Group& group) {
                                                  return recovery.take(group);
                                                }));
  auto store = std::unique_ptr<FlowStore>(new FlowStore(std::move(log), options));
  store->oldest_segment_ = store->log_->oldest().number;
  store->plan_segment_ = recovery.plan_segment.value_or(store->oldest_segment_);
  store->marks_ = std::move(recovery.marks);
  store->committed_marks_ = store->marks_;
  RETURN_IF_ERROR(store->replay());
  if (recovery.opened.unfinished) {
    store->planned_ = recovery.opened.unfinished->batch;
    store->log_->begin_group(FrameKind::kCommitted, *store->planned_);
  }
  Opened opened = std::move(recovery.opened);
  opened.store = std::move(store);
  return opened;
}

Status FlowStore::replay() {
  return log_->replay([&](std::span<const std::byte> records, Address first,
                          FrameEntry& frame) { replay_frame(records, first, frame); },
                      [&] { limit_memory(); });
}

// The records of a frame that was checked. Their slots are on their way when it returns. Valid
// until the next call.
std::span<const FlowStore::FrameRecord> FlowStore::parse(std::span<const std::byte> records,
                                                         Address first) {
  parsed_.clear();
  for (size_t at = 0; at < records.size();) {
    const ReadRecord read = read_record(records.subspan(at), first + at, RecordCheck::kTrusted);
    CHECK(read.outcome == ReadRecord::Outcome::kRead);
    const uint64_t hash = hash_of(read.record.op, read.record.key);
    index_.prefetch(hash);
    parsed_.push_back({.record = read.record, .address = first + at, .hash = hash});
    at += read.bytes;
  }
  return parsed_;
}

// Does once more what the records did. A `previous` that is not in the index is one that was given
// back.
void FlowStore::replay_frame(std::span<const std::byte> records, Address first, FrameEntry& frame) {
  times_us_.clear();
  for (const auto& [record, address, hash] : parse(records, first)) {
    const uint64_t location = SegmentedLog::location_of(address);
    const uint64_t previous = SegmentedLog::location_of(record.previous);
    if (record.is_erase || is_dead(record, address)) {
      if (record.previous != 0) {
        index_.erase(hash, previous);
      }
      continue;
    }
    if (record.previous == 0 || !index_.replace(hash, previous, location)) {
      index_.insert(hash, location);
    }
    if (record.expires_us != kNeverExpires) {
      times_us_.push_back(record.expires_us);
    }
  }
  set_times(frame, times_us_);
}

// ---- batches

Status FlowStore::may_work() const { return failure_; }

Status FlowStore::fail(Status status) {
  failure_ = status.error().within("the flow's store failed before and must be opened again");
  return status;
}

Status FlowStore::plan(BatchId batch, std::string_view text) {
  RETURN_IF_ERROR(may_work());
  CHECK(!planned_);
  RETURN_IF_ERROR(log_->make_room());
  plan_segment_ = segment_of(log_->tail());
  log_->begin_group(FrameKind::kPlanned, batch);
  if (Status planned = log_->finish_group(text, oldest_segment_); !planned) {
    return fail(std::move(planned));
  }
  planned_ = batch;
  log_->begin_group(FrameKind::kCommitted, batch);
  return ok();
}

Status FlowStore::commit(BatchId batch, std::string_view report) {
  RETURN_IF_ERROR(may_work());
  CHECK(planned_ == batch);
  const uint64_t upkeep = upkeep_for(log_->group_bytes());
  if (Status reclaimed = reclaim(upkeep); !reclaimed) {
    return fail(std::move(reclaimed));
  }
  if (Status done = log_->finish_group(marks_text() + std::string(report), oldest_segment_);
      !done) {
    return fail(std::move(done));
  }
  planned_.reset();
  committed_marks_ = marks_;
  // The batch is durable. What goes wrong from here on is not its failure, but that of the next
  // call.
  if (Status tidied = tidy_up(upkeep); !tidied) {
    (void)fail(std::move(tidied));
  }
  return ok();
}

void FlowStore::note_told(BatchId up_to) { options_.told_up_to = up_to; }

Status FlowStore::abort() {
  RETURN_IF_ERROR(may_work());
  if (!planned_) {
    return ok();
  }
  const Status dropped = log_->drop_group([&](std::span<const std::byte> records, Address first) {
    undo_frame(records, first);
    return ok();
  });
  if (!dropped) {
    return fail(dropped);
  }
  marks_ = committed_marks_;
  log_->begin_group(FrameKind::kCommitted, *planned_);
  return ok();
}

void FlowStore::undo_frame(std::span<const std::byte> records, Address first) {
  const auto parsed = parse(records, first);
  for (auto undone = parsed.rbegin(); undone != parsed.rend(); ++undone) {
    const Record& record = undone->record;
    const uint64_t location = SegmentedLog::location_of(undone->address);
    const uint64_t previous = SegmentedLog::location_of(record.previous);
    if (record.is_erase) {
      index_.insert(undone->hash, previous);
    } else if (record.previous == 0) {
      CHECK(index_.erase(undone->hash, location));
    } else {
      CHECK(index_.replace(undone->hash, location, previous));
    }
  }
}

// ---- keys

uint64_t FlowStore::hash_of(OperatorId op, std::string_view key) const {
  constexpr uint64_t kOperatorStep = 0x9e3779b97f4a7c15;
  return XXH3_64bits_withSeed(key.data(), key.size(), options_.hash_seed + op * kOperatorStep);
}

bool FlowStore::is_dead(const Record& record, Address address) const {
  return record.expires_us != kNeverExpires && std::ranges::any_of(marks_, [&](const Mark& mark) {
           return mark.op == record.op && record.expires_us <= mark.up_to_us &&
                  address < mark.before;
         });
}

// Calls act(i, hash, entry) for each key, with what the index has under it. Keys that need the disk
// come later than others; equal keys keep their order, because they need the same records. `act`
// may write; no segment becomes cold before all keys are done.
template <typename Act>
Status FlowStore::for_each_key(OperatorId op, const Keys& keys, const Act& act) {
  hashes_.resize(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    hashes_[i] = hash_of(op, keys.at(i));
  }
  std::vector<size_t> waiting;
  std::vector<Address> wanted;
  ColdRecords fetched;
  const auto visit = [&](size_t i) -> Status {
    const std::string_view key = keys.at(i);
    Entry entry;
    const size_t wanted_before = wanted.size();
    index_.any_of(hashes_[i], [&](uint64_t location) {
      const Address address = log_->full_address(location);
      Record record;
      if (const auto bytes = log_->resident(address); !bytes.empty()) {
        const ReadRecord read = read_record(bytes, address, RecordCheck::kTrusted);
        CHECK(read.outcome == ReadRecord::Outcome::kRead);
        record = read.record;
      } else if (const Record* cold = fetched.find(address)) {
        record = *cold;
      } else {
        wanted.push_back(address);
        return false;
      }
      if (record.op != op || record.key != key) {
        return false;
      }
      entry = {.address = address, .value = record.value, .is_dead = is_dead(record, address)};
      return true;
    });
    if (entry.address == 0 && wanted.size() > wanted_before) {
      waiting.push_back(i);
      return ok();
    }
    wanted.resize(wanted_before);
    return act(i, hashes_[i], entry);
  };
  const auto finish_waiting = [&]() -> Status {
    while (!waiting.empty()) {
      RETURN_IF_ERROR(log_->fetch(std::exchange(wanted, {}), fetched));
      for (const size_t i : std::exchange(waiting, {})) {
        RETURN_IF_ERROR(visit(i));
      }
    }
    fetched = {};
    return ok();
  };
  for (size_t i = 0; i < keys.size(); ++i) {
    if (i + kPrefetchDistance < keys.size()) {
      index_.prefetch(hashes_[i + kPrefetchDistance]);
    }
    RETURN_IF_ERROR(visit(i));
    if (wanted.size() >= kColdReadsMax) {
      RETURN_IF_ERROR(finish_waiting());
    }
  }
  RETURN_IF_ERROR(finish_waiting());
  limit_memory();
  return ok();
}

// Appends the record, over the entry's, and has the index point at it.
Status FlowStore::write(uint64_t hash, const Entry& entry, Record record) {
  record.previous = entry.address;
  ASSIGN_OR_RETURN(const Address address, log_->append(record));
  const uint64_t location = SegmentedLog::location_of(address);
  if (entry.address == 0) {
    index_.insert(hash, location);
  } else {
    CHECK(index_.replace(hash, SegmentedLog::location_of(entry.address), location));
  }
  return ok();
}

Result<std::vector<uint8_t>> FlowStore::insert_if_new(OperatorId op, const Keys& keys,
                                                      std::span<const int64_t> expires_us) {
  RETURN_IF_ERROR(may_work());
  CHECK(planned_ && expires_us.size() == keys.size());
  std::vector<uint8_t> is_new(keys.size(), 0);
  RETURN_IF_ERROR(
      for_each_key(op, keys, [&](size_t i, uint64_t hash, const Entry& entry) -> Status {
        if (entry.is_present()) {
          return ok();
        }
        is_new[i] = 1;
        return write(hash, entry, {.op = op, .key = keys.at(i), .expires_us = expires_us[i]});
      }));
  return is_new;
}

Result<KeyedState::Found> FlowStore::lookup(OperatorId op, const Keys& keys) {
  RETURN_IF_ERROR(may_work());
  struct Place {
    size_t from = 0;
    size_t bytes = 0;
  };
  Found found{.present = std::vector<uint8_t>(keys.size(), 0)};
  std::vector<Place> places(keys.size());
  std::string values;  // in the order in which they were found
  RETURN_IF_ERROR(for_each_key(op, keys, [&](size_t i, uint64_t, const Entry& entry) -> Status {
    if (entry.is_present()) {
      found.present[i] = 1;
      places[i] = {.from = values.size(), .bytes = entry.value.size()};
      values += entry.value;
    }
    return ok();
  }));
  for (const Place& place : places) {
    found.values.add(std::string_view(values).substr(place.from, place.bytes));
  }
  return found;
}

Status FlowStore::put(OperatorId op, const Keys& keys, const Values& values,
                      std::span<const int64_t> expires_us) {
  RETURN_IF_ERROR(may_work());
  CHECK(planned_ && expires_us.size() == keys.size() && values.size() == keys.size());
  return for_each_key(op, keys, [&](size_t i, uint64_t hash, const Entry& entry) {
    return write(hash, entry,
                 {.op = op, .key = keys.at(i), .value = values.at(i), .expires_us = expires_us[i]});
  });
}

Status FlowStore::erase(OperatorId op, const Keys& keys) {
  RETURN_IF_ERROR(may_work());
  CHECK(planned_.has_value());
  return for_each_key(op, keys, [&](size_t i, uint64_t hash, const Entry& entry) -> Status {
    if (!entry.is_present()) {
      return ok();
    }
    const Record gone{.op = op, .is_erase = true, .key = keys.at(i), .previous = entry.address};
    ASSIGN_OR_RETURN(const Address address, log_->append(gone));
    (void)address;
    CHECK(index_.erase(hash, SegmentedLog::location_of(entry.address)));
    return ok();
  });
}

Status FlowStore::evict(OperatorId op, int64_t up_to_us, const Emit& emit) {
  RETURN_IF_ERROR(may_work());
  CHECK(planned_.has_value());
  if (emit) {
    RETURN_IF_ERROR(emit_expired(op, up_to_us, emit));
  }
  add_mark({.op = op, .up_to_us = up_to_us, .before = log_->tail()});
  limit_memory();
  return ok();
}

Status FlowStore::for_each(OperatorId op, const Visit& visit) {
  RETURN_IF_ERROR(may_work());
  RETURN_IF_ERROR(log_->close_frame());
  for (const Segment& segment : log_->segments()) {
    for (const FrameEntry& frame : segment.frames) {
      ASSIGN_OR_RETURN(const auto records, log_->records_of(segment, frame));
      const Address first = address_of(segment.number, frame.records_at());
      for (const auto& [record, address, hash] : parse(records, first)) {
        if (record.op == op && !record.is_erase && !is_dead(record, address) &&
            index_.holds(hash, SegmentedLog::location_of(address))) {
          RETURN_IF_ERROR(visit(record.key, record.value, record.expires_us));
        }
      }
    }
  }
  return ok();
}

// Segments become cold oldest first.
size_t FlowStore::keys_wanted() const { return log_->oldest().is_resident() ? 1 : kColdReadsMax; }

FlowStore::Size FlowStore::size() const {
  return {.entries = index_.size(),
          .index_bytes = index_.bytes(),
          .resident_bytes = log_->resident_bytes(),
          .log_bytes = log_->bytes(),
          .segments = log_->segments().size()};
}

}  // namespace tarn::stream
