// Multiples of a CalendarInterval that never overflow: what ANSI mode off makes of them. Pure.

#pragma once

#include "types/calendar_interval.h"

namespace tarn::types {

// As calendar_interval_of(), each part at the end of its range where it lies beyond it.
CalendarInterval bounded_calendar_interval_of(double months, double days, double micros);

}  // namespace tarn::types
