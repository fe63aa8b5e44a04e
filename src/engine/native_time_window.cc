// Event-time windows: which ones a row falls into, where a session ends, buckets of time.

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "engine/native_collection.h"
#include "engine/raise.h"
#include "engine/time_zones.h"
#include "engine/zoned_time.h"
#include "types/datetime.h"
#include "types/duration_text.h"

namespace tarn::engine {
namespace {

using types::Column;

int64_t at(const Columns& in, size_t argument, size_t row) { return in[argument].at<int64_t>(row); }

// (time, width, slide, start): the latest window first. A time that is NULL is in none.
void time_windows(const Columns& in, size_t row, Column& out) {
  if (!in[0].is_valid(row)) return out.append_list();
  const int64_t time = at(in, 0, row);
  const int64_t width = at(in, 1, row);
  const int64_t slide = at(in, 2, row);
  const int64_t since = time - at(in, 3, row);
  Column& windows = out.child(0);
  const int64_t latest = time - (since - floor_divide(since, slide) * slide);
  for (int64_t start = latest; start > time - width; start -= slide) {
    windows.child(0).append(start);
    windows.child(1).append(start + width);
    windows.append_struct();
  }
  out.append_list();
}

void window_time(const Columns& in, size_t row, Column& out) {
  out.append(in[0].child(1).at<int64_t>(row) - 1);
}

// The time and a duration behind it, by the clock of a zone.
class SessionEnd final : public ColumnsNative {
 public:
  SessionEnd(const NativeSite& site, std::string zone)
      : ColumnsNative(site, NullArguments::kGiveNull), zone_(std::move(zone)) {}

 protected:
  void run_row(const Columns& in, size_t row, Column& out, Scratch*) const override {
    auto gap = types::parse_duration(in[1].bytes_at(row));
    if (!gap) throw RowError(gap.error());
    const auto later = plus_months(zone_, at(in, 0, row), gap->months);
    const auto rest = gap->day_time();
    if (!rest) throw RowError(rest.error());
    const auto end = later ? plus_day_time(zone_, *later, *rest) : std::nullopt;
    if (!end) throw RowError("DATETIME_OVERFLOW", "22008", "The end of a session is out of range.");
    out.append(*end);
  }

 private:
  std::string zone_;
};

// (size, time, origin)
class TimeBucket final : public ColumnsNative {
 public:
  TimeBucket(const NativeSite& site, std::string zone, bool counts_months)
      : ColumnsNative(site, NullArguments::kGiveNull),
        zone_(std::move(zone)),
        counts_months_(counts_months) {}

 protected:
  void run_row(const Columns& in, size_t row, Column& out, Scratch*) const override {
    const int64_t size = in[0].integer_at(row);
    const int64_t time = at(in, 1, row);
    const int64_t origin = at(in, 2, row);
    out.append(counts_months_ ? by_months(size, time, origin) : by_time(size, time, origin));
  }

 private:
  // Days follow the clock of the zone; buckets of less than one, the time that passes.
  int64_t by_time(int64_t size, int64_t time, int64_t origin) const {
    if (size < types::kMicrosPerDay) return origin + floor_divide(time - origin, size) * size;
    return start_near(floor_divide(time - origin, size), time,
                      [&](int64_t count) -> std::optional<int64_t> {
                        int64_t micros = 0;
                        if (__builtin_mul_overflow(count, size, &micros)) return std::nullopt;
                        return plus_day_time(zone_, origin, micros);
                      });
  }

  int64_t by_months(int64_t size, int64_t time, int64_t origin) const {
    const int64_t months = months_from(origin + offset_at_instant(zone_, origin),
                                       time + offset_at_instant(zone_, time));
    return start_near(floor_divide(months, size), time,
                      [&](int64_t count) { return plus_months(zone_, origin, count * size); });
  }

  // The start of the last bucket that begins at `time` or before; `count` of them is a guess.
  template <typename StartOf>
  static int64_t start_near(int64_t count, int64_t time, StartOf start_of) {
    const auto start = [&](int64_t buckets) {
      const std::optional<int64_t> known = start_of(buckets);
      if (!known) throw RowError("DATETIME_OVERFLOW", "22008", "A bucket is out of range.");
      return *known;
    };
    int64_t known = start(count);
    while (known > time) known = start(--count);
    for (int64_t next = start(count + 1); next <= time; next = start(++count + 1)) {
      if (next <= known) throw RowError("DATETIME_OVERFLOW", "22008", "A bucket is out of range.");
      known = next;
    }
    return known;
  }

  std::string zone_;
  bool counts_months_;
};

// A wall clock passes as UTC's does.
std::string zone_of(const NativeSite& site, size_t argument) {
  return site.arguments[argument].is(types::TypeKind::kTimestamp) ? site.time_zone : "UTC";
}

constexpr std::array<NativeEntry, 4> kEntries = {{
    {.name = "time_windows", .make = row_of_columns<time_windows, NullArguments::kArePassed>},
    {.name = "window_time", .make = row_of_columns<window_time>},
    {.name = "session_end",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<SessionEnd>(site, zone_of(site, 0)));
     },
     .wants_zone = true},
    {.name = "time_bucket",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       const bool by_months = site.arguments[0].is(types::TypeKind::kYearMonthInterval);
       return NativePtr(std::make_unique<TimeBucket>(site, zone_of(site, 1), by_months));
     },
     .wants_zone = true},
}};

}  // namespace

std::span<const NativeEntry> time_window_natives() { return kEntries; }

}  // namespace tarn::engine
