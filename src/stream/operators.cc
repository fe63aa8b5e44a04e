#include "stream/operators.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "stream/key_encoding.h"
#include "types/select.h"
#include "types/value.h"

namespace tarn::stream {
namespace {

constexpr int64_t kMicrosPerMilli = 1000;

// Floor, also before the epoch.
int64_t millis_of(int64_t micros) {
  const int64_t quotient = micros / kMicrosPerMilli;
  return micros % kMicrosPerMilli < 0 ? quotient - 1 : quotient;
}

class FollowWatermark final : public RowOperator {
 public:
  FollowWatermark(WatermarkOperator spec, BatchState& batch) : spec_(spec), batch_(batch) {}

  Result<types::Batch> process(types::Batch rows) override {
    const types::Column& times = rows.columns[spec_.column];
    for (size_t row = 0; row < rows.rows; ++row) {
      if (times.is_valid(row)) {
        const int64_t mark = millis_of(times.at<int64_t>(row)) - millis_of(spec_.delay_us);
        batch_.watermarks.next_ms = std::max(batch_.watermarks.next_ms, mark);
      }
    }
    return rows;
  }

 private:
  WatermarkOperator spec_;
  BatchState& batch_;
};

class Deduplicate final : public RowOperator {
 public:
  Deduplicate(DeduplicateOperator spec, BatchState& batch)
      : spec_(std::move(spec)), batch_(batch) {}

  size_t rows_wanted() const override {
    const std::lock_guard lock(batch_.state_mutex);
    return batch_.state->keys_wanted();
  }

  Result<types::Batch> process(types::Batch rows) override {
    if (spec_.event_time) {
      rows = without_late_rows(std::move(rows));
    }
    ASSIGN_OR_RETURN(const std::vector<uint8_t> is_new,
                     insert(encode_keys(rows, spec_.keys), expiries(rows)));
    std::vector<uint32_t> kept;
    kept.reserve(rows.rows);
    for (uint32_t row = 0; row < rows.rows; ++row) {
      if (is_new[row] != 0) {
        kept.push_back(row);
      }
    }
    batch_.counts.duplicates += static_cast<int64_t>(rows.rows - kept.size());
    return kept.size() == rows.rows ? std::move(rows) : types::select_rows(rows, kept);
  }

 private:
  Result<std::vector<uint8_t>> insert(const Keys& keys, const std::vector<int64_t>& expires_us) {
    const std::lock_guard lock(batch_.state_mutex);
    return batch_.state->insert_if_new(spec_.id, keys, expires_us);
  }

  types::Batch without_late_rows(types::Batch rows) {
    const types::Column& times = rows.columns[*spec_.event_time];
    std::vector<uint32_t> kept;
    kept.reserve(rows.rows);
    for (uint32_t row = 0; row < rows.rows; ++row) {
      // A row without an event time is never late (SEMANTICS 4.5).
      const bool late = times.is_valid(row) &&
                        times.at<int64_t>(row) <= batch_.watermarks.late_ms * kMicrosPerMilli;
      if (!late) {
        kept.push_back(row);
      }
    }
    batch_.counts.dropped_late += static_cast<int64_t>(rows.rows - kept.size());
    return kept.size() == rows.rows ? std::move(rows) : types::select_rows(rows, kept);
  }

  std::vector<int64_t> expiries(const types::Batch& rows) const {
    std::vector<int64_t> expires_us(rows.rows, kNeverExpires);
    if (!spec_.event_time || (!spec_.within_us && !spec_.expires_by_event_time)) {
      return expires_us;
    }
    const types::Column& times = rows.columns[*spec_.event_time];
    for (size_t row = 0; row < rows.rows; ++row) {
      if (times.is_valid(row)) {
        expires_us[row] = times.at<int64_t>(row) + spec_.within_us.value_or(0);
      }
    }
    return expires_us;
  }

  DeduplicateOperator spec_;
  BatchState& batch_;
};

class TakeFirst final : public RowOperator {
 public:
  TakeFirst(LimitOperator spec, BatchState& batch) : spec_(std::move(spec)), batch_(batch) {}

  Result<types::Batch> process(types::Batch rows) override {
    RETURN_IF_ERROR(read_taken());
    // A limit that was lowered may lie below what was taken already.
    const int64_t left = std::max<int64_t>(spec_.rows - *taken_, 0);
    const auto count =
        static_cast<uint32_t>(std::min<int64_t>(left, static_cast<int64_t>(rows.rows)));
    if (count == 0) {
      return types::select_rows(rows, {});
    }
    *taken_ += count;
    RETURN_IF_ERROR(write_taken());
    if (count == rows.rows) {
      return rows;
    }
    std::vector<uint32_t> first(count);
    std::iota(first.begin(), first.end(), 0U);
    return types::select_rows(rows, first);
  }

  Result<bool> is_done() override {
    if (!spec_.may_end_the_reading) {
      return false;
    }
    RETURN_IF_ERROR(read_taken());
    return *taken_ >= spec_.rows;
  }

 private:
  // The one entry: a number of 8 bytes, little-endian, under a key without bytes.
  static Keys key() {
    Keys keys;
    keys.add("");
    return keys;
  }

  Status read_taken() {
    if (taken_) {
      return ok();
    }
    const std::lock_guard lock(batch_.state_mutex);
    ASSIGN_OR_RETURN(const KeyedState::Found found, batch_.state->lookup(spec_.id, key()));
    uint64_t number = 0;
    if (found.present[0] != 0) {
      const std::string_view bytes = found.values.at(0);
      if (bytes.size() != sizeof(number)) {
        return Error{.code = ErrorCode::kCorrupt,
                     .message = "the state of a LIMIT has " + std::to_string(bytes.size()) +
                                " bytes, not 8"};
      }
      for (size_t at = bytes.size(); at-- > 0;) {
        number = number << 8 | static_cast<unsigned char>(bytes[at]);
      }
    }
    taken_ = static_cast<int64_t>(number);
    return ok();
  }

  Status write_taken() {
    std::string bytes;
    for (auto rest = static_cast<uint64_t>(*taken_); bytes.size() < sizeof(rest); rest >>= 8) {
      bytes += static_cast<char>(rest & 0xFF);
    }
    Values values;
    values.add(bytes);
    const int64_t never = kNeverExpires;
    const std::lock_guard lock(batch_.state_mutex);
    return batch_.state->put(spec_.id, key(), values, {&never, 1});
  }

  LimitOperator spec_;
  BatchState& batch_;
  std::optional<int64_t> taken_;  // by all batches so far
};

class CheckExpectations final : public RowOperator {
 public:
  CheckExpectations(ExpectOperator spec, BatchState& batch)
      : spec_(std::move(spec)), batch_(batch), first_(batch.counts.expectations.size()) {
    for (const plan::Expectation& expectation : spec_.expectations) {
      batch_.counts.expectations.push_back(
          {.dataset = spec_.dataset, .name = expectation.name, .action = expectation.action});
    }
  }

  Result<types::Batch> process(types::Batch rows) override {
    std::vector<uint8_t> drop(rows.rows, 0);
    for (size_t rule = 0; rule < spec_.expectations.size(); ++rule) {
      RETURN_IF_ERROR(count_rule(rows, rule, drop));
    }
    rows.columns.erase(rows.columns.begin() + static_cast<int64_t>(spec_.schema.size()),
                       rows.columns.end());
    std::vector<uint32_t> kept;
    kept.reserve(rows.rows);
    for (uint32_t row = 0; row < rows.rows; ++row) {
      if (drop[row] == 0) {
        kept.push_back(row);
      }
    }
    batch_.counts.dropped_by_expectations += static_cast<int64_t>(rows.rows - kept.size());
    return kept.size() == rows.rows ? std::move(rows) : types::select_rows(rows, kept);
  }

 private:
  Status count_rule(const types::Batch& rows, size_t rule, std::vector<uint8_t>& drop) {
    const plan::Expectation& expectation = spec_.expectations[rule];
    const types::Column& holds = rows.columns[spec_.schema.size() + rule];
    ExpectationCount& count = batch_.counts.expectations[first_ + rule];
    for (size_t row = 0; row < rows.rows; ++row) {
      if (holds.is_valid(row) && holds.at<uint8_t>(row) != 0) {
        ++count.passed;
        continue;
      }
      ++count.failed;
      switch (expectation.action) {
        case plan::ViolationAction::kWarn:
          break;
        case plan::ViolationAction::kDropRow:
          drop[row] = 1;
          break;
        case plan::ViolationAction::kFailUpdate:
          return violation(expectation, rows, row);
      }
    }
    return ok();
  }

  Error violation(const plan::Expectation& expectation, const types::Batch& rows,
                  size_t row) const {
    types::ValueList cells;
    for (size_t i = 0; i < spec_.schema.size(); ++i) {
      cells.push_back(rows.columns[i].value_at(row));
    }
    return {.code = ErrorCode::kData,
            .message = "Flow '" + spec_.flow +
                       "' failed to meet the expectation. Violated expectations: '" +
                       expectation.name + "' (" + expectation.text + "). Input data: '" +
                       types::hive_text({cells}, types::DataType::structure(spec_.schema)) + "'.",
            .condition = "EXPECTATION_VIOLATION.VERBOSITY_ALL",
            .sqlstate = "22000"};
  }

  ExpectOperator spec_;
  BatchState& batch_;
  size_t first_;
};

}  // namespace

std::unique_ptr<RowOperator> make_operator(const WatermarkOperator& spec, BatchState& batch) {
  return std::make_unique<FollowWatermark>(spec, batch);
}

std::unique_ptr<RowOperator> make_operator(const DeduplicateOperator& spec, BatchState& batch) {
  return std::make_unique<Deduplicate>(spec, batch);
}

std::unique_ptr<RowOperator> make_operator(const LimitOperator& spec, BatchState& batch) {
  return std::make_unique<TakeFirst>(spec, batch);
}

std::unique_ptr<RowOperator> make_operator(const ExpectOperator& spec, BatchState& batch) {
  return std::make_unique<CheckExpectations>(spec, batch);
}

}  // namespace tarn::stream
