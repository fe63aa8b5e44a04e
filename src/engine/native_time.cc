// Parts and beginnings of times, in the session's zone.

#include <array>
#include <cctype>
#include <memory>
#include <optional>
#include <string>

#include "engine/native_call.h"
#include "engine/native_rows.h"
#include "engine/time_zones.h"
#include "types/datetime.h"

namespace tarn::engine {
namespace {

using types::CivilTime;

enum class Unit : uint8_t {
  kYear,
  kQuarter,
  kMonth,
  kWeek,
  kDay,
  kHour,
  kMinute,
  kSecond,
  kMillisecond,
  kMicrosecond,
};

std::optional<Unit> unit_of(std::string_view text) {
  std::string name;
  for (const char c : text) name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (name == "YEAR" || name == "YYYY" || name == "YY") return Unit::kYear;
  if (name == "QUARTER") return Unit::kQuarter;
  if (name == "MONTH" || name == "MM" || name == "MON") return Unit::kMonth;
  if (name == "WEEK") return Unit::kWeek;
  if (name == "DAY" || name == "DD") return Unit::kDay;
  if (name == "HOUR") return Unit::kHour;
  if (name == "MINUTE") return Unit::kMinute;
  if (name == "SECOND") return Unit::kSecond;
  if (name == "MILLISECOND") return Unit::kMillisecond;
  if (name == "MICROSECOND") return Unit::kMicrosecond;
  return std::nullopt;
}

int64_t floor_to(int64_t value, int64_t unit) {
  const int64_t rest = value % unit;
  return value - (rest < 0 ? rest + unit : rest);
}

// The first day of the unit, a week or longer, in which a day lies.
int64_t first_day(Unit unit, int64_t day) {
  // 1970-01-05 was a Monday.
  if (unit == Unit::kWeek) return floor_to(day - 4, 7) + 4;
  types::CivilDate date = types::civil_from_days(day);
  date.day = 1;
  if (unit == Unit::kQuarter) date.month = (date.month - 1) / 3 * 3 + 1;
  if (unit == Unit::kYear) date.month = 1;
  return types::days_from_civil(date);
}

// The wall clock at the beginning of the unit in which `local` lies.
int64_t truncated(Unit unit, int64_t local) {
  switch (unit) {
    case Unit::kMicrosecond:
      return local;
    case Unit::kMillisecond:
      return floor_to(local, types::kMicrosPerMilli);
    case Unit::kSecond:
      return floor_to(local, types::kMicrosPerSecond);
    case Unit::kMinute:
      return floor_to(local, types::kMicrosPerMinute);
    case Unit::kHour:
      return floor_to(local, types::kMicrosPerHour);
    case Unit::kDay:
      return floor_to(local, types::kMicrosPerDay);
    default: {
      const int64_t day = floor_to(local, types::kMicrosPerDay) / types::kMicrosPerDay;
      return first_day(unit, day) * types::kMicrosPerDay;
    }
  }
}

// A date has no unit below a week. Days are counted in 32 bits, and around.
std::optional<int32_t> date_truncated(int32_t date, std::string_view unit) {
  const std::optional<Unit> known = unit_of(unit);
  if (!known || *known > Unit::kWeek) return std::nullopt;
  return static_cast<int32_t>(first_day(*known, date));
}

class DateTrunc final : public Native {
 public:
  explicit DateTrunc(std::string zone) : zone_(std::move(zone)) {}

  void run(NativeCall& call, Scratch*) const override {
    const auto units = call.argument<std::string_view>(0);
    const auto times = call.argument<int64_t>(1);
    auto out = call.output<int64_t>();
    for (size_t row = 0; row < call.rows(); ++row) {
      const std::optional<Unit> unit =
          units.is_valid(row) && times.is_valid(row) ? unit_of(units[row]) : std::nullopt;
      if (unit) {
        out.set(row, beginning(*unit, times[row]));
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  int64_t beginning(Unit unit, int64_t micros) const {
    const int64_t offset = offset_at_instant(zone_, micros);
    const int64_t local = truncated(unit, micros + offset);
    // Up to the hour the offset stays; beyond, the beginning has an offset of its own.
    return local - (unit >= Unit::kHour ? offset : offset_at_local(zone_, local));
  }

  std::string zone_;
};

// TIMESTAMP_NTZ is a wall clock's reading already.
std::string zone_of(const NativeSite& site) {
  return site.arguments[0].is(types::TypeKind::kTimestampNtz) ? "UTC" : site.time_zone;
}

template <int CivilTime::* kPart>
Result<NativePtr> make_part(const NativeSite& site) {
  return row_native<int64_t, int32_t>(
      [zone = zone_of(site)](int64_t micros) -> std::optional<int32_t> {
        return types::civil_from_micros(micros + offset_at_instant(zone, micros)).*kPart;
      });
}

// The second with its fraction, as DECIMAL(8, 6).
Result<NativePtr> make_second_with_fraction(const NativeSite& site) {
  return row_native<int64_t, int32_t>(
      [zone = zone_of(site)](int64_t micros) -> std::optional<int32_t> {
        const CivilTime time = types::civil_from_micros(micros + offset_at_instant(zone, micros));
        return static_cast<int32_t>(time.second * types::kMicrosPerSecond + time.micros);
      });
}

constexpr std::array<NativeEntry, 6> kEntries = {{
    {.name = "hour", .make = make_part<&CivilTime::hour>, .wants_zone = true},
    {.name = "minute", .make = make_part<&CivilTime::minute>, .wants_zone = true},
    {.name = "second", .make = make_part<&CivilTime::second>, .wants_zone = true},
    {.name = "second_with_fraction", .make = make_second_with_fraction, .wants_zone = true},
    {.name = "date_trunc",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<DateTrunc>(site.time_zone));
     },
     .wants_zone = true},
    {.name = "trunc", .make = rows<date_truncated>},
}};

}  // namespace

std::span<const NativeEntry> time_natives() { return kEntries; }

}  // namespace tarn::engine
