// Dates and times as numbers: the proleptic Gregorian calendar, and the text forms that Spark reads
// without a pattern (casts, JSON, CSV) and prints. Years before 1 and behind 9999 carry a sign.
//
// A DATE is days since 1970-01-01, a TIMESTAMP microseconds since 1970-01-01T00:00:00Z, a
// TIMESTAMP_NTZ the same count of a wall clock. All functions are pure, but that parse_timestamp()
// asks the machine's clock which day a time alone is of. Fixed offsets ("+02:00", "UTC", "GMT+1")
// are understood here; the rules of regions ("Europe/Paris") come in from outside through
// TimeZones, because their data is a library's.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tarn::types {

inline constexpr int64_t kMicrosPerMilli = 1'000;
inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
inline constexpr int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
inline constexpr int64_t kMicrosPerDay = 24 * kMicrosPerHour;
inline constexpr int64_t kNanosPerMicro = 1'000;
inline constexpr int64_t kNanosPerSecond = kMicrosPerSecond * kNanosPerMicro;
inline constexpr int64_t kNanosPerDay = kMicrosPerDay * kNanosPerMicro;

// What other programs are sure to read.
inline constexpr int64_t kMinDays = -719'162;   // 0001-01-01
inline constexpr int64_t kMaxDays = 2'932'896;  // 9999-12-31
inline constexpr int64_t kMinMicros = kMinDays * kMicrosPerDay;
inline constexpr int64_t kMaxMicros = (kMaxDays + 1) * kMicrosPerDay - 1;

struct CivilDate {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
  friend bool operator==(const CivilDate&, const CivilDate&) = default;
};

struct CivilTime {
  CivilDate date;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int micros = 0;  // 0..999999
  friend bool operator==(const CivilTime&, const CivilTime&) = default;
};

bool is_leap_year(int year);
int days_in_month(int year, int month);
bool is_valid(CivilDate date);

int64_t days_from_civil(CivilDate date);
CivilDate civil_from_days(int64_t days);
int64_t micros_from_civil(const CivilTime& time);
CivilTime civil_from_micros(int64_t micros);

// The offsets of regional time zones.
class TimeZones {
 public:
  virtual ~TimeZones() = default;
  // What must be subtracted from the reading `local_micros` in region `id` to get UTC, in
  // microseconds. In a gap the offset before it, in an overlap the earlier (summer) one, as in
  // Java. Nothing if the id is unknown.
  virtual std::optional<int64_t> offset_at_local(std::string_view id,
                                                 int64_t local_micros) const = 0;
  // What must be added to the instant `micros` to get the wall clock in region `id`.
  virtual std::optional<int64_t> offset_at_instant(std::string_view id, int64_t micros) const = 0;
  // Whether the region keeps summer time then. Only names of zones depend on it.
  virtual bool is_summer_time(std::string_view, int64_t) const { return false; }
};

// The zone in which texts without a zone are read. The default is UTC.
struct SessionZone {
  std::string id = "UTC";
  const TimeZones* regions = nullptr;  // null: only fixed offsets are known
};

// The offset of "Z", "UTC", "GMT", "UT", "+2", "-02:30", "+0230", "+02:30:15", "GMT+1", "UTC-05:00"
// in microseconds; nothing for anything else (as region ids), or beyond 18 hours.
std::optional<int64_t> fixed_offset(std::string_view zone);

// yyyy[-[m]m[-[d]d]], then nothing, or behind a whole date a blank or 'T' and anything. Surrounding
// blanks are ignored.
std::optional<int64_t> parse_date(std::string_view text);

// yyyy[-[m]m[-[d]d[( |T)[h]h[:[m]m[:[s]s[.fraction]]]][zone]]]]: an instant. A text without a zone
// is read in `session`. Digits beyond the sixth are cut. A time alone is one of today, as in Spark.
std::optional<int64_t> parse_timestamp(std::string_view text, const SessionZone& session);

// The same as a wall clock. A text with a zone is nothing unless `zone` is kIgnore.
enum class ZoneSuffix : uint8_t { kRefuse, kIgnore };
std::optional<int64_t> parse_timestamp_ntz(std::string_view text, ZoneSuffix zone);

// [T][h]h:[m]m[:[s]s[.fraction]][ ][am|pm]: nanoseconds since midnight. Digits of the fraction
// beyond the sixth are cut.
std::optional<int64_t> parse_time_of_day(std::string_view text);

// The nanoseconds that the last digit of a TIME with so many digits of its second counts.
int64_t time_unit(int precision);

// "2021-01-01".
std::string date_text(int64_t days);
// "12:34:56.5": no trailing zeros in the fraction.
std::string time_of_day_text(int64_t nanos);
// "2021-01-01 09:24:00.5": no trailing zeros in the fraction.
std::string timestamp_text(int64_t local_micros);

}  // namespace tarn::types
