// sequence(): whole numbers, dates and timestamps from one bound to the other.
//
// Steps of months and days go by the wall clock of the session's zone, each counted from the start
// (31 January, 28 February, 31 March); steps of hours and less are lengths of time.

#include <algorithm>
#include <array>

#include "engine/native_collection.h"
#include "engine/time_zones.h"
#include "engine/zoned_time.h"
#include "types/datetime.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::Int128;
using types::kMicrosPerDay;
using types::TypeKind;

// How many values a sequence has at most. Steps must lead from start to stop.
int64_t length_of(Int128 start, Int128 stop, Int128 step, const std::string& step_text,
                  const Column& out) {
  const bool reaches =
      (step > 0 && start <= stop) || (step < 0 && start >= stop) || (step == 0 && start == stop);
  if (!reaches) {
    throw RowError(
        "", "",
        "requirement failed: Illegal sequence boundaries: " + types::decimal_text(start, 0) +
            " to " + types::decimal_text(stop, 0) + " by " + step_text);
  }
  const Int128 length = step == 0 ? 1 : 1 + (stop - start) / step;
  const Int128 most = std::min<Int128>(length, INT64_MAX / 2);
  check_length(static_cast<int64_t>(most), out, "count", "sequence");
  return static_cast<int64_t>(length);
}

void whole_numbers(int64_t start, int64_t stop, int64_t step, Column& out) {
  const int64_t length = length_of(start, stop, step, std::to_string(step), out);
  for (int64_t i = 0; i < length; ++i) out.child(0).append_integer(start + i * step);
  out.append_list();
}

struct Step {
  int64_t months = 0;
  int64_t days = 0;
  int64_t micros = 0;
};

Step step_of(const Column& column, size_t row) {
  if (column.type().is(TypeKind::kCalendarInterval)) {
    const auto step = column.at<types::CalendarInterval>(row);
    return {.months = step.months, .days = step.days, .micros = step.micros};
  }
  if (column.type().is(TypeKind::kYearMonthInterval)) {
    return {.months = column.at<int32_t>(row)};
  }
  const int64_t micros = column.at<int64_t>(row);
  return {.days = micros / kMicrosPerDay, .micros = micros % kMicrosPerDay};
}

[[noreturn]] void raise_overflow() {
  throw RowError("DATETIME_OVERFLOW", "22008", "Datetime operation overflow: sequence.");
}

// The wall clock `months` later, at the last day of the month where the day does not exist.
Int128 plus_months(int64_t local, int64_t months) {
  const int64_t days = floor_divide(local, kMicrosPerDay);
  const auto moved = days_plus_months(days, months);
  if (!moved) raise_overflow();
  return Int128{*moved} * kMicrosPerDay + (local - days * kMicrosPerDay);
}

class Sequence final : public ColumnsNative {
 public:
  explicit Sequence(const NativeSite& site)
      : ColumnsNative(site, NullArguments::kGiveNull),
        type_(site.result.element()),
        zone_(type_.is(TypeKind::kTimestamp) ? site.time_zone : "UTC") {}

 protected:
  void run_row(const Columns& in, size_t row, Column& out, Scratch*) const override {
    const int64_t start = in[0].integer_at(row);
    const int64_t stop = in[1].integer_at(row);
    if (!type_.is_datetime()) {
      const int64_t step = in.size() == 3 ? in[2].integer_at(row) : (start <= stop ? 1 : -1);
      return whole_numbers(start, stop, step, out);
    }
    const Step step = in.size() == 3 ? step_of(in[2], row) : Step{.days = start <= stop ? 1 : -1};
    const bool is_date = type_.is(TypeKind::kDate);
    if (is_date && step.months == 0 && step.days == 0 && step.micros != 0) {
      throw RowError("_LEGACY_ERROR_TEMP_3242", "",
                     "sequence step must be an interval day to second of day granularity if start "
                     "and end values are dates");
    }
    if (is_date && step.months == 0 && step.micros == 0) {
      return whole_numbers(start, stop, step.days, out);
    }
    if (!is_date && step.months == 0 && step.days == 0) {
      return whole_numbers(start, stop, step.micros, out);
    }
    times(is_date ? kMicrosPerDay : 1, start, stop, step, out);
  }

 private:
  void times(int64_t unit, int64_t start, int64_t stop, const Step& step, Column& out) const {
    // As short as months and days can be, so that the estimate is not too small: on a day when the
    // clocks go forward, hours are missing.
    constexpr int64_t kShortMonth = 27 * kMicrosPerDay;
    constexpr int64_t kShortDay = 20 * types::kMicrosPerHour;
    const Int128 first = Int128{start} * unit;
    const Int128 last = Int128{stop} * unit;
    const Int128 length =
        Int128{step.months} * kShortMonth + Int128{step.days} * kShortDay + step.micros;
    const int64_t most = length_of(first, last, length, types::decimal_text(length, 0), out);
    for (int64_t i = 0; i < most; ++i) {
      const Int128 next = plus(static_cast<int64_t>(first), step, i);
      if (length > 0 ? next > last : next < last) break;
      out.child(0).append_integer(static_cast<int64_t>(in_units(next, unit)));
    }
    out.append_list();
  }

  static Int128 in_units(Int128 value, int64_t unit) {
    const Int128 rest = value % unit;
    return (value - (rest < 0 ? rest + unit : rest)) / unit;
  }

  // The instant `times` steps behind `start`.
  Int128 plus(int64_t start, const Step& step, int64_t times) const {
    const int64_t local = start + offset_at_instant(zone_, start);
    const Int128 moved =
        plus_months(local, step.months * times) + Int128{step.days} * times * kMicrosPerDay;
    if (moved < INT64_MIN || moved > INT64_MAX) raise_overflow();
    const auto wall = static_cast<int64_t>(moved);
    return Int128{wall} - offset_at_local(zone_, wall) + Int128{step.micros} * times;
  }

  DataType type_;
  std::string zone_;
};

Result<NativePtr> make_sequence(const NativeSite& site) {
  return NativePtr(std::make_unique<Sequence>(site));
}

constexpr std::array<NativeEntry, 1> kEntries = {{
    {.name = "sequence", .make = make_sequence, .wants_zone = true},
}};

}  // namespace

std::span<const NativeEntry> sequence_natives() { return kEntries; }

}  // namespace tarn::engine
