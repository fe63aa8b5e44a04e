// Java's date patterns over columns: date_format, from_unixtime, to_timestamp and its kin. A
// pattern that is a constant is compiled once a statement, others once for each thread.

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "engine/native_call.h"
#include "engine/time_zones.h"
#include "types/date_pattern.h"

namespace tarn::engine {
namespace {

using types::DatePattern;
using types::kMicrosPerDay;
using types::kMicrosPerSecond;
using types::PatternUse;
using types::TypeKind;

int64_t floor_divide(int64_t value, int64_t by) {
  const int64_t quotient = value / by;
  return value % by < 0 ? quotient - 1 : quotient;
}

// The patterns that a thread has met.
class Patterns final : public Scratch {
 public:
  explicit Patterns(PatternUse use) : use_(use) {}

  const Result<DatePattern>& compiled(std::string_view text) {
    constexpr size_t kKeptMax = 256;
    const auto found = patterns_.find(text);
    if (found != patterns_.end()) return found->second;
    if (patterns_.size() >= kKeptMax) patterns_.clear();
    return patterns_.emplace(std::string(text), DatePattern::compile(text, use_)).first->second;
  }

 private:
  PatternUse use_;
  std::map<std::string, Result<DatePattern>, std::less<>> patterns_;
};

// A body whose second argument is a pattern.
class PatternNative : public Native {
 public:
  PatternNative(const NativeSite& site, PatternUse use) : use_(use), zone_(site.time_zone) {
    const auto constant = site.constants.find(1);
    if (constant == site.constants.end()) return;
    if (const auto* text = std::get_if<std::string>(&constant->second.content)) {
      constant_ = DatePattern::compile(*text, use);
    }
  }

  std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<Patterns>(use_);
  }

 protected:
  // A text that is no pattern is the error of the first row that needs it.
  const DatePattern& pattern(Scratch* scratch, std::string_view text) const {
    const Result<DatePattern>& found = compiled(scratch, text);
    if (found) return *found;
    throw RowError(plain_refusal_ ? unrecognized(text) : found.error());
  }

  const Result<DatePattern>& compiled(Scratch* scratch, std::string_view text) const {
    return constant_ ? *constant_ : static_cast<Patterns*>(scratch)->compiled(text);
  }

  const std::string& zone() const { return zone_; }

  // For readings of the wall clock Spark does not look what is wrong with a pattern.
  void refuse_plainly() { plain_refusal_ = true; }

 private:
  static Error unrecognized(std::string_view pattern) {
    return {ErrorCode::kInvalid,
            "Unrecognized datetime pattern: '" + std::string(pattern) +
                "'. You can form a valid datetime pattern with the guide from "
                "'https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html'.",
            "INVALID_DATETIME_PATTERN.WITH_SUGGESTION", "22007"};
  }

  bool plain_refusal_ = false;
  PatternUse use_;
  std::string zone_;
  std::optional<Result<DatePattern>> constant_;
};

// date_format(timestamp, pattern); from_unixtime(seconds, pattern).
class WriteByPattern final : public PatternNative {
 public:
  WriteByPattern(const NativeSite& site, int64_t micros_per_unit)
      : PatternNative(site, PatternUse::kWriting), unit_(static_cast<uint64_t>(micros_per_unit)) {}

  void run(NativeCall& call, Scratch* scratch) const override {
    const auto times = call.argument<int64_t>(0);
    const auto patterns = call.argument<std::string_view>(1);
    auto out = call.output<std::string_view>();
    std::string text;
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!times.is_valid(row) || !patterns.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      // Seconds beyond a timestamp's range wrap around, as in Spark.
      const auto micros = static_cast<int64_t>(static_cast<uint64_t>(times[row]) * unit_);
      const int64_t offset = offset_at_instant(zone(), micros);
      text.clear();
      pattern(scratch, patterns[row])
          .append({.local_micros = micros + offset,
                   .offset_micros = offset,
                   .zone = zone(),
                   .regions = &icu_time_zones()},
                  text);
      out.set(row, text);
    }
  }

 private:
  uint64_t unit_;
};

enum class OnTextError : uint8_t { kRaise, kNull };

// to_timestamp(text, pattern) and what is computed from it.
class ReadByPattern final : public PatternNative {
 public:
  ReadByPattern(const NativeSite& site, OnTextError on_error)
      : PatternNative(site, PatternUse::kReading), kind_(site.result.kind()), on_error_(on_error) {
    session_ = {.id = site.time_zone, .regions = &icu_time_zones()};
    if (kind_ == TypeKind::kTimestampNtz || kind_ == TypeKind::kTime) refuse_plainly();
  }

  void run(NativeCall& call, Scratch* scratch) const override {
    if (kind_ == TypeKind::kDate) {
      run_rows<int32_t>(call, scratch);
    } else {
      run_rows<int64_t>(call, scratch);
    }
  }

 private:
  template <typename Out>
  void run_rows(NativeCall& call, Scratch* scratch) const {
    const auto texts = call.argument<std::string_view>(0);
    const auto patterns = call.argument<std::string_view>(1);
    auto out = call.output<Out>();
    for (size_t row = 0; row < call.rows(); ++row) {
      const bool is_there = texts.is_valid(row) && patterns.is_valid(row) &&
                            !(forgives_patterns() && !compiled(scratch, patterns[row]));
      const auto value =
          is_there ? read(pattern(scratch, patterns[row]), texts[row]) : std::nullopt;
      if (value) {
        out.set(row, static_cast<Out>(*value));
      } else {
        out.set_null(row);
      }
    }
  }

  // try_to_time() alone takes a pattern that is none.
  bool forgives_patterns() const {
    return kind_ == TypeKind::kTime && on_error_ == OnTextError::kNull;
  }

  std::optional<int64_t> read(const DatePattern& pattern, std::string_view text) const {
    const auto read = pattern.read(text, session_.regions);
    if (!read) {
      if (on_error_ == OnTextError::kNull) return std::nullopt;
      if (kind_ == TypeKind::kTime) {
        throw RowError("CANNOT_PARSE_TIME", "22010", read.error().message + ".");
      }
      const std::string_view instead =
          kind_ == TypeKind::kDate ? "try_to_date" : "try_to_timestamp";
      throw RowError("CANNOT_PARSE_TIMESTAMP", "22007",
                     read.error().message + ". Use `" + std::string(instead) +
                         "` to tolerate invalid input string and return NULL instead.");
    }
    if (kind_ == TypeKind::kTimestampNtz) return read->local_micros;
    if (kind_ == TypeKind::kTime) {
      const int64_t midnight = floor_divide(read->local_micros, kMicrosPerDay) * kMicrosPerDay;
      return (read->local_micros - midnight) * types::kNanosPerMicro;
    }
    const auto instant = types::instant_of(*read, session_);
    CHECK(instant.has_value());  // the pattern has asked for the region already
    switch (kind_) {
      case TypeKind::kDate:
        return floor_divide(*instant + offset_at_instant(session_.id, *instant), kMicrosPerDay);
      case TypeKind::kLong:
        return *instant / kMicrosPerSecond;
      default:
        return *instant;
    }
  }

  TypeKind kind_;
  OnTextError on_error_;
  types::SessionZone session_;
};

constexpr std::array<NativeEntry, 4> kEntries = {{
    {.name = "date_format",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<WriteByPattern>(site, 1));
     },
     .wants_constants = true,
     .wants_zone = true},
    {.name = "from_unixtime",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<WriteByPattern>(site, kMicrosPerSecond));
     },
     .wants_constants = true,
     .wants_zone = true},
    {.name = "read_by_pattern",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<ReadByPattern>(site, OnTextError::kRaise));
     },
     .wants_constants = true,
     .wants_zone = true},
    {.name = "try_read_by_pattern",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<ReadByPattern>(site, OnTextError::kNull));
     },
     .wants_constants = true,
     .wants_zone = true},
}};

}  // namespace

std::span<const NativeEntry> date_pattern_natives() { return kEntries; }

}  // namespace tarn::engine
