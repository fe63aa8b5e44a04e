// Arithmetic on instants as clocks in a time zone show it: a day later is the same time of day,
// whatever the zone did in between. Internal to this room.
//
// An empty optional: the result does not fit a timestamp.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tarn::engine {

int64_t floor_divide(int64_t value, int64_t by);

// The same time of day some days later, then the microseconds of the rest, as time passes.
std::optional<int64_t> plus_day_time(std::string_view zone, int64_t instant, int64_t micros);

// The same day of the month and time some months later, at most the last day of its month.
std::optional<int64_t> plus_months(std::string_view zone, int64_t instant, int64_t months);

// The day some months later, at most the last one of its month; beyond INT, nothing.
std::optional<int32_t> days_plus_months(int64_t days, int64_t months);

// Whole months from one wall clock to another, cut toward zero.
int64_t months_from(int64_t start_local, int64_t end_local);

}  // namespace tarn::engine
