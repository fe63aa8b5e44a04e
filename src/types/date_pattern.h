// Java's date patterns (java.time.format.DateTimeFormatter, English) within the bounds that Spark
// sets: "yyyy-MM-dd HH:mm:ss[.SSS]". Compiled once, then used to write times and to read them.
//
// A pattern depends on its use: what can be written cannot always be read. Reading is strict as
// Spark has it (resolver style STRICT, text in any case, fractions of up to as many digits as there
// are letters S). Wall clocks only: what an instant is in a zone is asked of TimeZones.
//
// Pure. A compiled pattern may be shared between threads.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "types/datetime.h"

namespace tarn::types {

enum class PatternUse : uint8_t { kWriting, kReading };

// What a pattern writes.
struct WrittenTime {
  int64_t local_micros = 0;  // the wall clock
  int64_t offset_micros = 0;
  std::string_view zone = "UTC";
  const TimeZones* regions = nullptr;  // asked for summer time where a pattern names the zone
};

// What was read.
struct ReadTime {
  int64_t local_micros = 0;                   // the wall clock
  std::optional<int64_t> offset_micros = {};  // where the text says it
  std::string zone = {};                      // a region, where the text names it
};

// The instant that was read; a text without a zone is in the session's. Nothing where the zone is
// not known.
std::optional<int64_t> instant_of(const ReadTime& read, const SessionZone& session);

class DatePattern {
 public:
  // INCONSISTENT_BEHAVIOR_CROSS_VERSION or INVALID_DATETIME_PATTERN: the text is no pattern.
  static Result<DatePattern> compile(std::string_view pattern, PatternUse use);

  void append(const WrittenTime& time, std::string& out) const;

  // The message says what does not fit, as Java does; it has no condition.
  Result<ReadTime> read(std::string_view text, const TimeZones* regions) const;

 private:
  friend class DatePatternCompiler;
  friend class DatePatternReader;
  friend class DatePatternFields;

  enum class Field : uint8_t {
    kEra,
    kYear,
    kYearOfEra,
    kQuarter,
    kMonth,
    kDayOfYear,
    kDayOfMonth,
    kAlignedDayOfWeek,
    kDayOfWeek,
    kModifiedJulianDay,
    kHalfOfDay,  // AM 0, PM 1
    kHour,
    kClockHour,        // 1..24
    kHourOfHalf,       // 0..11
    kClockHourOfHalf,  // 1..12
    kMinute,
    kSecond,
    kNano,
    kOffset,  // seconds
    kCount,
  };
  enum class Kind : uint8_t {
    kNumber,
    kTwoDigitYear,
    kFraction,
    kText,
    kLiteral,
    kOffset,           // +02:00
    kLocalizedOffset,  // GMT+2
    kZoneId,           // Europe/Paris
    kZoneName,         // PST
    kOptionalBegin,
    kOptionalEnd,
  };
  enum class Sign : uint8_t { kNormal, kNever, kBeyondWidth };
  enum class Minutes : uint8_t { kNone, kIfNotZero, kAlways };
  enum class Seconds : uint8_t { kNone, kIfNotZero };

  struct Element {
    Kind kind = Kind::kLiteral;
    Field field = Field::kYear;
    // kNumber, kTwoDigitYear, kFraction
    int width_min = 1;
    int width_max = 19;
    Sign sign = Sign::kNormal;
    int width_after = 0;  // digits of the fixed-width numbers that follow without a gap
    // kText, kZoneName, kLocalizedOffset: the long form
    bool is_long = false;
    // kLiteral: the text; kOffset: what zero is called
    std::string text = {};
    // kOffset
    Minutes minutes = Minutes::kNone;
    Seconds seconds = Seconds::kNone;
    bool has_colons = false;
    // kOptionalBegin: the index of its end
    size_t end = 0;
  };

  static int64_t value_of(Field field, int64_t local_micros);
  static std::string_view text_of(Field field, int64_t value, bool is_long);

  static void append_number(const Element& element, int64_t value, std::string& out);
  static void append_offset(const Element& element, int64_t offset_micros, std::string& out);

  std::vector<Element> elements_;
};

}  // namespace tarn::types
